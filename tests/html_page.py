#!/usr/bin/env python3
"""Read a page of the html format and hold it against the same run's NDJSON.

usage: html_page.py PAGE FACTS

What is compared: every result and defect, every tally, files and reports, and what is said at the
top. And that the page is well-formed, asks for nothing and runs nothing.
"""

import json
import sys
from collections import Counter
from html.parser import HTMLParser

VOID = {"meta", "wbr", "rect"}
KINDS = {"found": "fail", "unknown": "unknown", "manual": "manual", "excepted": "suppressed"}


class Page(HTMLParser):
    """Tags, ids, links, tables and texts of a page."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.stack, self.tags, self.ids, self.links = [], Counter(), [], []
        self.tables, self.headings, self.notes, self.facts = [], [], [], {}
        self.attributes, self.section, self.text = [], None, []
        self.cell = self.term = None
        self.feed(text)
        self.close()
        assert not self.stack, self.stack

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags[tag] += 1
        self.attributes += [(tag, name, value) for name, value in attrs.items()]
        if "id" in attrs:
            self.ids.append(attrs["id"])
        if tag == "a":
            self.links.append(attrs["href"])
        if tag == "section":
            self.section = attrs["id"]
        if tag == "table":
            self.tables.append({"class": attrs["class"], "section": self.section, "rows": [],
                                "head": []})
        if tag == "tr":
            self.tables[-1]["rows"].append([])
        if tag in ("th", "td", "caption", "h1", "h2", "h3", "h4", "p", "dt", "dd", "code", "title"):
            if tag != "code" or self.cell is None:
                self.cell = []
        if tag == "th":
            assert attrs.get("scope") in ("col", "row"), attrs
        if tag not in VOID:
            self.stack.append((tag, attrs))

    def handle_data(self, data):
        if self.cell is not None:
            self.cell.append(data)
        if not any(tag == "style" for tag, _ in self.stack):
            self.text.append(data)

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        opened, attrs = self.stack.pop()
        assert opened == tag, (opened, tag)
        text = "".join(self.cell or [])
        if tag in ("th", "td"):
            self.tables[-1]["rows"][-1].append(text)
        elif tag == "caption":
            self.tables[-1]["caption"] = text
        elif tag in ("h1", "h2", "h3", "h4"):
            self.headings.append((int(tag[1]), text))
        elif tag == "p" and "class" in attrs:
            self.notes.append((attrs["class"], text))
        elif tag == "dt":
            self.term = text
        elif tag == "dd":
            self.facts.setdefault(self.term, []).append(text)
        elif tag == "thead":
            self.tables[-1]["head"] = self.tables[-1]["rows"].pop()
        elif tag == "code" and any(t in ("th", "td") for t, _ in self.stack):
            return
        if tag in ("th", "td", "caption", "h1", "h2", "h3", "h4", "p", "dt", "dd"):
            self.cell = None

    def rows(self, kind, section=None):
        return [row for table in self.tables if table["class"] == kind and
                section in (None, table["section"]) for row in table["rows"]]


def visible(text):
    """The form of base/visible.h for what these tests put in names."""
    return "".join(c if c.isprintable() else "\\x%02x" % ord(c) if ord(c) < 256 else
                   "\\u%04x" % ord(c) for c in text)


def structure(page, _):
    """What holds for every page."""
    assert page.tags["h1"] == page.tags["main"] == page.tags["header"] == page.tags["nav"] == 1
    assert not set(page.tags) & {"script", "img", "link", "iframe", "object", "form", "base"}
    for tag, name, value in page.attributes:
        assert not name.startswith("on") and name not in ("src", "style", "action"), (tag, name)
        assert tag == "a" or name != "href", (tag, value)
    assert len(set(page.ids)) == len(page.ids), Counter(page.ids).most_common(1)
    for link in page.links:
        assert link.startswith("#") and link[1:] in page.ids, link
    level = 0
    for next_level, text in page.headings:
        assert next_level <= level + 1 and text, (level, next_level, text)
        level = next_level
    for table in page.tables:
        assert table["caption"] and all(table["head"]), table
        for row in table["rows"]:
            assert len(row) == len(table["head"]), row
    content = [value for tag, name, value in page.attributes if (tag, name) == ("meta", "content")]
    assert content[0].startswith("default-src 'none'; style-src 'unsafe-inline'"), content


def place(fact):
    return visible(fact["source"]) + (":%d" % fact["line"] if fact["line"] else "")


def wanted_row(kind, fact):
    """The row that stands for a result."""
    user = visible(fact["user"]) or "(report)"
    row = [] if kind in ("found", "other") else [fact["rule"]]
    row += [fact["account"], user]
    if kind not in ("manual", "excepted"):
        row.append(fact["credential"])
    if kind == "unknown":
        row.append(visible(fact["reason"] or fact["message"]))
    elif kind != "other":
        row.append(visible(fact["message"]))
    if kind == "excepted":
        row += [visible(fact["suppression"][name]) for name in ("reason", "owner", "expires")]
    row.append(place(fact))
    if kind in ("found", "other"):
        row.append(" ".join("%s=%s" % (c["name"], visible(c["value"])) for c in fact["evidence"]))
    return row


def results(page, facts):
    """Each result is there once, in the order of the run, in its rule's section."""
    found = [f for f in facts if f["type"] == "result"]
    rules = [f["rule"] for f in facts if f["type"] == "rule"]
    for kind, outcome in KINDS.items():
        for rule in rules if kind == "found" else [None]:
            want = [wanted_row(kind, f) for f in found
                    if f["outcome"] == outcome and rule in (None, f["rule"])]
            got = page.rows(kind, "rule-" + rule if rule else None)
            assert got == want, (kind, rule, got[:2], want[:2])
    for rule in rules:
        want = [wanted_row("other", f) for outcome in ("pass", "not_applicable") for f in found
                if f["outcome"] == outcome and f["rule"] == rule]
        assert page.rows("other", "rule-" + rule) == want, rule


def problems(page, facts):
    for kind, level in (("defects", "error"), ("warnings", "warning")):
        want = [visible(f["message"]) for f in facts
                if f["type"] == "problem" and f["level"] == level]
        assert [row[1] for row in page.rows(kind)] == want, (kind, page.rows(kind), want)


def tallies(page, facts):
    names = ("fail", "unknown", "manual", "suppressed", "pass", "not_applicable")
    want = {f["rule"]: [str(f[name]) for name in names] for f in facts if f["type"] == "tally"}
    got = {row[0]: row[2:3] + row[4:] for row in page.rows("rules")}
    assert got == want, (got, want)


def inputs(page, facts):
    ends = [f for f in facts if f["type"] == "input_end"]
    got = [[row[0], row[2], row[3], row[4]] for row in page.rows("files")]
    want = [[visible(f["source"]), str(f["size"]), f["sha256"],
             "completely" if f["complete"] else "not completely"] if f["sha256"] else
            [visible(f["source"]), "not known", "not known", "not completely"] for f in ends]
    assert got == want, (got, want)
    reports = [f for f in facts if f["type"] == "report"]
    got = [[row[0], *row[3:6]] for row in page.rows("reports")]
    want = [[visible(f["source"]), *(str(f[n]) for n in ("rows", "judged", "rejected"))]
            for f in reports]
    assert got == want, (got, want)


def top(page, facts):
    """Nothing at the top is better than the run was."""
    run, summary = facts[0], facts[-1]
    verdict = [note for note in page.notes if note[0].startswith("verdict")]
    assert len(verdict) == 1
    kind = "incomplete" if summary["status"] == 3 else "found" if summary["fail"] else "clean"
    assert verdict[0][0] == "verdict " + kind, verdict
    if kind != "clean":
        assert not summary["fail"] or "%d finding" % summary["fail"] in verdict[0][1], verdict
    notes = " ".join(text for name, text in page.notes if name.startswith("note"))
    assert ("must not be taken as clean" in notes) == (kind == "incomplete"), notes
    assert ("hidden by --min-severity" in notes) == (summary["hidden"] > 0), notes
    if summary["hidden"]:
        assert "%d result" % summary["hidden"] in notes, notes
    for option in ("rule", "skip_rule", "tag"):
        for value in run[option]:
            assert "--%s=%s" % (option.replace("_", "-"), visible(value)) in notes, notes
    rows = "%d read = %d judged + %d rejected" % (
        summary["rows"], summary["judged"], summary["rejected"])
    assert page.facts["Rows"][0].startswith(rows), page.facts["Rows"]
    assert page.facts["Exit status"][0].startswith("%d: " % summary["status"])
    assert page.facts["SHA-256 of the policy in effect"] == [run["policy_sha256"]]


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        page = Page(file.read())
    with open(sys.argv[2], encoding="utf-8") as file:
        facts = [json.loads(line) for line in file]
    for check in (structure, results, problems, tallies, inputs, top):
        check(page, facts)


if __name__ == "__main__":
    main()
