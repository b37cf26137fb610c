#!/usr/bin/env python3
"""Hostile names through every format and back by a reader of its own: each name comes back, or its
documented visible form, and nothing that was injected is seen.

usage: prove_formats.py [short|long|NAMES]
"""

import os
import random
import re
import tempfile
import urllib.parse

import gen
from program import Tally, run, side_by_side, size_argument
import readers
from readers import degree, named_sentence, sentence, spreadsheet, visible

FORMATS = ["table", "csv", "ndjson", "json", "sarif", "markdown", "junit", "github", "prom",
           "ocsf", "gcc"]
POLICY = """policy: 1
name: hostile
rules:
  - id: no-mfa
    title: "Title, with: 100% <b>markup</b> & |pipes|"
    severity: high
    refs: {bench: "1.1", other: "2, 3"}
    fix: "Do `this` & *that*"
    fail: {mfa_active: false}
    message: "{user} at {arn} has no MFA"
  - id: a-key
    title: Keys
    severity: low
    each: access_key
    when: {present: true}
    fail: {active: true}
    message: "{user} has key {slot}"
"""
FIRST = ["=", "+", "-", "@", "=cmd", "-2+3", "@SUM", "+1", "'", ".", "_", "="]
IN_NAME = "abcXYZ019_+=,.@-"
PATHS = ["</script><script>alert(1)</script>", "::error::x", "##[error]x", "##vso[task.x]y", "a|b",
         "`id`", "%0A::set-env", "%25", "&amp;&#10;", "\"quoted\"", "'", "]]>", "<!--", "-->",
         "$(id)", "${x}", "\\x1b", "\\n", "**b**", "_i_", "[l](http://x.y)", "www.x.yz",
         "http://a.bc/d", "a@b.cd", "@octocat", "#1", "GH-1", ":skull:", "~~s~~", "\\", "{x}",
         "=1+1", "a,b", "a:1:2:", "!x", "a\\|b"]
NAMES = ["a b", "x" * 60 + " ::error::r", "y" * 70 + " ##[error]q", "  two  blanks ", "\n", "\r\n::error::x", "\t", "\x1b[31mred", "\x07", "\x7f",
         "\u202egnp.exe", "\u2066x\u2069", "\u200bzero", "\u0085next", "\u009b31m", "\u2028",
         "\ufffe", "\uffff", "\ufeffbom", "e\u0301", "\u0301", "ü", "日本語", "😀", "\U000e0041tag",
         "&<>\"'", "%41", "%", "::error::y", " ::error::z", "##[error]z", "\u00a0::error::w", "\ufe0f::error::v",
         "\u3000::error::u", "#\ufe0f#[error]t", "###[error]s", "a|b", "`x`", "=x", "+x",
         "]]>", "</script>", "#!", "a,b", "\"", "'", "a:1:1: error: x", "www.a.bc", "@a", "GH-7",
         "\\", "\\x1b", "{}", "$x$", "~", "*", "_", "!", "[x](y)", ":100:"]
BAD_BYTES = [b"\xff", b"\xc3", b"\xe2\x80", b"\xed\xa0\x80", b"\xf5\x80\x80\x80", b"\xc0\xaf"]
PRINTABLE = "".join(chr(c) for c in range(0x21, 0x7f))
FIELDS = ["outcome", "severity", "rule", "account", "user", "arn", "credential", "message",
          "source", "line", "report_time", "fingerprint"]


def user_name(rng):
    if rng.random() < 0.1:
        return "".join(rng.choice(IN_NAME) for _ in range(64))
    return (rng.choice(FIRST + [""]) + "".join(rng.choice(IN_NAME) for _ in range(9))).replace(
        "'", "")


def path(rng, number):
    """A legal path: every printable byte within a few cases, then whole phrases."""
    if rng.random() < 0.3:
        at = number * 7 % len(PRINTABLE)
        return "/" + (PRINTABLE + PRINTABLE)[at:at + 40].replace("/", "") + "/"
    return "/" + "".join(rng.choice(PATHS).replace("/", "|") for _ in range(2)).replace(
        " ", "") + "/"


def file_name(rng, number):
    """Bytes; unique, and never a name that a time could be read from."""
    parts = [rng.choice(NAMES).replace("/", "|").encode() for _ in range(rng.randint(1, 2))]
    if rng.random() < 0.15:
        parts.append(rng.choice(BAD_BYTES))
    rng.shuffle(parts)
    digits = "".join("abcdefghij"[int(digit)] for digit in str(number))
    return b"".join(parts) + b"x" + digits.encode()


def report(rng, number):
    """A report of one hostile user, and of a row or cell that is damaged."""
    made = gen.records(3, number, account="%012d" % (number % 3 + 111111111111))
    name = user_name(rng)
    for cells in made:
        cells["mfa_active"] = "true"
    made[1].update(user=name, mfa_active="false", arn="arn:aws:iam::%s:user%s%s" % (
        made[0]["arn"].split(":")[4], path(rng, number), name))
    kind = rng.random()
    if kind < 0.2:
        made[2]["mfa_active"] = rng.choice(PATHS + NAMES[:12])
    elif kind < 0.4:
        made[2]["user"] = rng.choice(NAMES)
    lines = []
    for cells in made:
        lines.append(",".join('"%s"' % cells[c].replace('"', '""') for c in gen.COLUMNS))
    return "\n".join([",".join(gen.COLUMNS)] + lines).encode(), name


def judged(folder, files):
    """One run, all formats at once: a dictionary of outputs, and the run."""
    outputs = []
    for name in FORMATS:
        outputs += ["-f", "%s:%s" % (name, os.path.join(folder, "out." + name))]
    made = run(["-p", os.path.join(folder, "policy.yaml"), "--as-of=2026-01-01", *outputs, "--",
                *files], directory=os.path.join(folder, "in"))
    assert made.status in (1, 3), made.err
    read = {}
    for name in FORMATS:
        with open(os.path.join(folder, "out." + name), "rb") as f:
            read[name] = f.read()
    return read, made


def json_form(data):
    return "".join("\ufffd" if 0xdc80 <= ord(c) <= 0xdcff else c for c in readers.characters(data))


def records_of(events, files):
    """The records that every format has: results, and defects; sources as the bytes they are."""
    by_form = {json_form(f): f for f in files}
    for event in events:
        if event["type"] == "result":
            yield dict(event, source=by_form[event["source"]])
        elif event["type"] == "problem" and event["level"] == "error":
            empty = dict.fromkeys(FIELDS, "")
            yield dict(empty, outcome="unknown", message=event["message"], line=event["line"],
                       source=by_form[event["source"]], report_time=None)


def csv_faults(data, records):
    for got, want in zip(readers.read_csv(data), records):
        for field in FIELDS:
            text = "" if want[field] is None else visible(
                want[field] if isinstance(want[field], bytes) else str(want[field]))
            if got[field] != spreadsheet(text):
                yield "csv %s: %r, not %r" % (field, got[field], spreadsheet(text))
    if len(readers.read_csv(data)) != len(records):
        yield "csv: %d records" % len(readers.read_csv(data))


def junit_faults(data, records):
    cases = readers.read_junit(data)
    endings = {"fail": "failure", "unknown": "error", "pass": ""}
    for got, want in zip(cases, records):
        name = visible(want["user"] or want["source"])
        if want["account"]:
            name = want["account"] + "/" + name
        if want["credential"]:
            name += " " + want["credential"]
        expected = (want["rule"] or "mfa-check", name, endings.get(want["outcome"], "skipped"),
                    visible(sentence(want)))
        seen = (got["classname"], got["name"], got["ending"], got["said"])
        if seen != expected:
            yield "junit: %r, not %r" % (seen, expected)
    if sum(c["ending"] in ("failure", "error") for c in cases) != len(records):
        yield "junit: %d cases for %d records" % (len(cases), len(records))


def github_faults(data, records, titles):
    commands = readers.read_github(data)
    names = {"error": "error", "warning": "warning", "note": "notice"}
    for kind, name in names.items():
        want = [r for r in records if degree(r) == kind]
        got = [c for c in commands if c["command"] == name]
        if len(got) != min(len(want), 10):
            yield "github: %d of %d %s" % (len(got), len(want), name)
        for command, record in zip(got[:9], want):
            title = titles.get(record["rule"], "the answer is incomplete")
            expected = (visible(record["source"]), visible(named_sentence(record)), title)
            seen = (command["file"], command["message"], command["title"])
            if seen != expected:
                yield "github: %r, not %r" % (seen, expected)
        if len(want) > 9 and "%d more " % (len(want) - 9) not in got[9]["message"]:
            yield "github: the rest is %r, of %d" % (got[9], len(want))


def markdown_faults(data, records):
    tables = readers.read_markdown(data)
    rows = [row for table in tables if "What" in table[0] for row in table[1:]]
    wanted = []
    for record in records:
        place = visible(record["source"]) + (":%d" % record["line"] if record["line"] else "")
        wanted.append([t.strip(" ") for t in (
            record["severity"], record["rule"], record["account"], visible(record["user"]),
            visible(sentence(record)), place)])
    if sorted(rows) != sorted(wanted):
        missing = [w for w in wanted if w not in rows]
        yield "markdown: %r" % [missing[:1], [r for r in rows if r not in wanted][:1]]


def no_command(text):
    return re.sub("(?<=#)([^\0-\x7f]*)#", r"\1\\x23", text)


def gcc_faults(data, records):
    for got, want in zip(readers.read_gcc(data), records):
        source = visible(want["source"])
        if source.encode("ascii", "ignore").lstrip(b" ").startswith(b":"):
            source = "./" + source
        text = visible(named_sentence(want)) + (" [%s]" % want["rule"] if want["rule"] else "")
        parts = (no_command(source), degree(want), no_command(text))
        if not (got.startswith(parts[0] + ":%d:" % max(want["line"], 1))
                and got.endswith(" %s: %s" % parts[1:])):
            yield "gcc: %r, not %r" % (got, parts)
    if len(readers.read_gcc(data)) != len(records):
        yield "gcc: %d lines" % len(readers.read_gcc(data))


def prom_faults(data, records):
    values = readers.read_prom(data)
    for outcome in ("fail", "unknown"):
        for rule in ("no-mfa", "a-key"):
            want = sum(r["outcome"] == outcome and r["rule"] == rule for r in records)
            got = sum(v for (name, labels), v in values.items() if name == "mfa_check_results"
                      and dict(labels)["outcome"] == outcome and dict(labels)["rule"] == rule)
            if got != want:
                yield "prom: %s %s %d, not %d" % (rule, outcome, got, want)
    defects = sum(r["rule"] == "" for r in records)
    if values[("mfa_check_defects", ())] != defects:
        yield "prom: defects"


def ocsf_faults(data, records):
    events = readers.read_lines(data)
    for got, want in zip(events, records):
        resource = got.get("resources", [{}])[0]
        seen = (got["message"], got["unmapped"]["source"], got["unmapped"]["line"],
                resource.get("name", ""), resource.get("uid", ""), got["unmapped"]["outcome"])
        expected = (named_sentence(want), json_form(want["source"]), want["line"], want["user"],
                    want["arn"] or (want["account"] if want["rule"] else ""), want["outcome"])
        if seen != expected:
            yield "ocsf: %r, not %r" % (seen, expected)
        if want["fingerprint"] and got["finding_info"]["uid"] != want["fingerprint"]:
            yield "ocsf: uid"
    if len(events) != len(records):
        yield "ocsf: %d lines" % len(events)


def sarif_faults(data, records):
    results = readers.read_json(data)["runs"][0]["results"]
    wanted = [r for r in records if r["rule"]]
    for got, want in zip(results, wanted):
        place = got["locations"][0]["physicalLocation"]
        uri = urllib.parse.unquote_to_bytes(place["artifactLocation"]["uri"])
        if uri not in (want["source"], b"./" + want["source"]):
            yield "sarif: %r, not %r" % (uri, want["source"])
        if want["outcome"] == "fail" and want["user"] not in got["message"]["text"]:
            yield "sarif: %r" % got["message"]
    if len(results) != len(wanted):
        yield "sarif: %d results, not %d" % (len(results), len(wanted))


def command_faults(outputs, err):
    """A line that the log of a build service would run."""
    for name, data in (("gcc", outputs["gcc"]), ("table", outputs["table"]), ("messages", err)):
        for line in readers.commands_in(data):
            yield "%s: a command: %r" % (name, line)


def hidden_faults(outputs):
    """A character that acts on whoever reads it, in any output."""
    for name, data in outputs.items():
        bad = {c for c in data.decode("utf-8") if readers.is_hidden(c) and c != "\n"}
        if bad:
            yield "%s: %r" % (name, sorted(bad))


def faults(outputs, made, files, names):
    events = readers.read_json(outputs["json"])
    if events != readers.read_lines(outputs["ndjson"]):
        yield "json and ndjson"
    records = list(records_of(events, files))
    failed = [r["user"] for r in records if r["outcome"] == "fail" and r["rule"] == "no-mfa"]
    if [n for n in names if n not in failed]:
        yield "names: %r, not %r; %s" % (failed, names, made.err[:200])
    titles = {e["rule"]: e["title"] for e in events if e["type"] == "rule"}
    yield from csv_faults(outputs["csv"], records)
    yield from junit_faults(outputs["junit"], records)
    yield from github_faults(outputs["github"], records, titles)
    yield from markdown_faults(outputs["markdown"], records)
    yield from gcc_faults(outputs["gcc"], records)
    yield from prom_faults(outputs["prom"], records)
    yield from ocsf_faults(outputs["ocsf"], records)
    yield from sarif_faults(outputs["sarif"], records)
    yield from hidden_faults(outputs)
    yield from command_faults(outputs, made.err)


def one(number):
    """Nine files, judged in one run: as many as GitHub shows."""
    rng = random.Random("formats %d" % number)
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, "in"))
        with open(os.path.join(folder, "policy.yaml"), "w", encoding="utf-8") as f:
            f.write(POLICY)
        files, names = [], []
        for i in range(9):
            files.append(file_name(rng, number * 9 + i))
            data, name = report(rng, number * 9 + i)
            names.append(name)
            with open(os.path.join(os.fsencode(folder), b"in", files[-1]), "wb") as f:
                f.write(data)
        try:
            outputs, made = judged(folder, files)
            return list(faults(outputs, made, files, names))
        except (AssertionError, ValueError, KeyError, IndexError, readers.etree.ParseError) as e:
            return ["not as promised: %r" % e]


def main():
    tally = Tally("formats")
    runs = (size_argument(504, 9000, 90) + 8) // 9
    for number, wrong in enumerate(side_by_side(one, range(runs))):
        tally.check(not wrong, "%d: %s" % (number, wrong[:3]))
        for _ in range(9):
            tally.count("names")
    tally.finish()


if __name__ == "__main__":
    main()
