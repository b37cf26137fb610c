"""Readers of the output formats, each independent of the program: what a consumer would see.

Each gives the records in order, as dictionaries of what the format carries.
"""

import csv
import html.parser
import io
import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as etree

# What visible.h makes visible.
HIDDEN = [(0x00, 0x1f), (0x7f, 0x9f), (0xad, 0xad), (0x34f, 0x34f), (0x61c, 0x61c),
          (0x115f, 0x1160), (0x17b4, 0x17b5), (0x180e, 0x180e), (0x200b, 0x200f),
          (0x2028, 0x202e), (0x2060, 0x206f), (0x3164, 0x3164), (0xfeff, 0xfeff),
          (0xffa0, 0xffa0), (0xfff9, 0xfffb), (0xfffe, 0xffff), (0x1bca0, 0x1bca3),
          (0x1d173, 0x1d17a), (0xe0000, 0xe007f)]


def is_hidden(char):
    return any(first <= ord(char) <= last for first, last in HIDDEN)


def characters(data):
    """Bytes as text in which each byte that is no UTF-8 is a lone surrogate."""
    return data.decode("utf-8", "surrogateescape") if isinstance(data, bytes) else data


def visible(data):
    """The documented visible form."""
    out = []
    for char in characters(data):
        code = ord(char)
        if 0xdc80 <= code <= 0xdcff:
            out.append("\\x%02x" % (code - 0xdc00))
        elif not is_hidden(char):
            out.append(char)
        elif code < 0x80:
            out.append("\\x%02x" % code)
        else:
            out.append(("\\u%04x" if code <= 0xffff else "\\U%08x") % code)
    return "".join(out)


def spreadsheet(text):
    """The documented form of a cell that a spreadsheet would run."""
    return "'" + text if text[:1] in ("=", "+", "-", "@") and text else text


def sentence(record):
    """What is said of a record to a person."""
    outcome, message = record["outcome"], record["message"]
    if record["rule"] == "":
        return message
    if outcome == "suppressed":
        why = record["suppression"]
        owner = " (%s)" % why["owner"] if why["owner"] else ""
        return "excepted until %s: %s%s; %s" % (why["expires"], why["reason"], owner, message)
    return {"unknown": "not judged: " + (record.get("reason") or message),
            "manual": "check by hand: " + message,
            "pass": "passed", "not_applicable": "does not apply"}.get(outcome, message)


def named_sentence(record):
    quiet = record["outcome"] in ("pass", "not_applicable")
    return (record["user"] + ": " if quiet else "") + sentence(record)


def degree(record):
    if record["outcome"] == "fail" or record["rule"] == "":
        return "error"
    return "warning" if record["outcome"] == "unknown" else "note"


def read_json(data):
    return json.loads(data.decode("utf-8"))


def read_lines(data):
    """ndjson and ocsf."""
    assert data.endswith(b"\n") or not data, data[-80:]
    return [json.loads(line) for line in data.decode("utf-8").split("\n")[:-1]]


def read_csv(data, newline="\n"):
    text = data.decode("utf-8")
    assert newline in text and "\r" not in text.replace(newline, "")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def read_junit(data):
    """Cases in order; fails where the suites' numbers are not those of their cases."""
    root = etree.fromstring(data)
    assert root.tag == "testsuites", root.tag
    cases, sums = [], [0, 0, 0]
    names = ("failure", "error", "skipped")
    for suite in root:
        assert suite.tag == "testsuite", suite.tag
        of_suite = []
        for case in suite:
            assert case.tag == "testcase" and len(case) <= 1, case.attrib
            of_suite.append(dict(case.attrib, suite=suite.get("name"), ending="", said="", text=""))
            for end in case:
                assert end.tag in names, end.tag
                of_suite[-1].update(ending=end.tag, said=end.get("message"), text=end.text or "")
        ended = [sum(c["ending"] == name for c in of_suite) for name in names]
        said = [int(suite.get(name)) for name in ("failures", "errors", "skipped")]
        assert (ended, len(of_suite)) == (said, int(suite.get("tests"))), (suite.attrib, ended)
        sums = [a + b for a, b in zip(sums, ended)]
        cases += of_suite
    assert [int(root.get(n)) for n in ("failures", "errors")] == sums[:2], (root.attrib, sums)
    assert int(root.get("tests")) == len(cases)
    return cases


def undo(text, escapes):
    """As the runner undoes them: the percent sign last."""
    for escape, char in escapes:
        text = text.replace(escape, char)
    return text.replace("%25", "%")


LINE_ENDS = [("%0D", "\r"), ("%0A", "\n")]
IN_PROPERTY = LINE_ENDS + [("%3A", ":"), ("%2C", ",")]


def read_github(data):
    """Workflow commands, read as the runner reads them (ActionCommand.TryParseV2)."""
    commands = []
    for line in data.decode("utf-8").split("\n")[:-1]:
        line = line.lstrip()
        assert line.startswith("::"), line
        end = line.index("::", 2)
        name, _, rest = line[2:end].partition(" ")
        properties = {}
        for pair in rest.split(","):
            key, _, value = pair.partition("=")
            properties[key] = undo(value, IN_PROPERTY)
        assert name in ("error", "warning", "notice"), line
        assert set(properties) <= {"file", "line", "col", "endColumn", "title"}, line
        commands.append(dict(properties, command=name, message=undo(line[end + 2:], LINE_ENDS)))
    return commands


SAMPLE = re.compile(r'([a-z_]+)(?:\{((?:[a-z0-9_]+="(?:[^"\\\n]|\\["\\n])*",?)*)\})? ([0-9.+-]+)')
LABEL = re.compile(r'([a-z0-9_]+)="((?:[^"\\\n]|\\["\\n])*)"')


def read_prom(data):
    """A dictionary from (name, labels) to the value; each series has to be announced, and once."""
    known, values = set(), {}
    for line in data.decode("utf-8").split("\n")[:-1]:
        if line.startswith("#"):
            kind, name = line.split(" ")[1:3]
            assert kind in ("HELP", "TYPE"), line
            known.add((kind, name))
            continue
        match = SAMPLE.fullmatch(line)
        assert match, line
        name, labels, value = match.groups()
        assert {("HELP", name), ("TYPE", name)} <= known, line
        pairs = [(k, re.sub(r"\\(.)", lambda m: {"n": "\n"}.get(m[1], m[1]), v))
                 for k, v in LABEL.findall(labels or "")]
        key = (name, tuple(sorted(pairs)))
        assert key not in values, line
        values[key] = float(value)
    return values


class Rows(html.parser.HTMLParser):
    """The rows of the tables of a page; fails at a tag that Markdown does not need."""

    ALLOWED = {"h3", "h4", "p", "table", "thead", "tbody", "tr", "th", "td", "code"}

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.tables, self.cell = [], None

    def handle_starttag(self, tag, attrs):
        assert tag in self.ALLOWED, (tag, attrs)
        assert not attrs or attrs == [("align", "right")], (tag, attrs)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.cell = ""

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.tables[-1][-1].append(self.cell)
            self.cell = None

    def handle_data(self, data):
        if self.cell is not None:
            self.cell += data

    def handle_comment(self, data):
        raise AssertionError("a comment: " + data)


def tables_by_hand(data):
    """The tables of GitHub's dialect, where a row holds no other markup than <code>."""
    tables, inside = [], False
    for line in data.decode("utf-8").split("\n"):
        if not line.startswith("|"):
            inside = False
            continue
        if not inside:
            tables.append([])
        inside = True
        assert not re.search(r"<(?!/?code>)", line), line
        cells = [html.unescape(re.sub("</?code>", "", c)).strip(" ")
                 for c in line.strip("|").split("|")]
        if not re.fullmatch(r"(\|-+:?)+\|?|(\|--:)+\|?", line):
            tables[-1].append(cells)
    return tables


def tables_by_cmark(data):
    made = subprocess.run(["cmark-gfm", "--unsafe", "-e", "table", "-e", "autolink",
                           "-e", "strikethrough", "-e", "tagfilter"],
                          input=data, capture_output=True, check=True).stdout
    rows = Rows()
    rows.feed(made.decode("utf-8"))
    rows.close()
    return rows.tables


def read_markdown(data):
    """Tables as lists of rows, headings first."""
    assert len(data) <= 60000, len(data)
    tables = tables_by_hand(data)
    if shutil.which("cmark-gfm"):
        seen = tables_by_cmark(data)
        # HTML joins blanks.
        squeeze = [[[re.sub(" +", " ", c) for c in r] for r in t] for t in tables]
        again = [[[re.sub(" +", " ", c).strip(" ") for c in r] for r in t] for t in seen]
        assert again == squeeze, [(a, b) for a, b in zip(again, squeeze) if a != b][:1]
    return tables


GCC = re.compile(r"(.+?):(\d+):(\d+): (error|warning|note): (.*)")


def commands_in(data):
    """Lines that a build service would take for commands; its runner overlooks what shows as
    nothing."""
    for line in data.split(b"\n"):
        ascii_only = line.decode("utf-8").encode("ascii", "ignore").lstrip()
        if ascii_only.startswith(b"::") or b"##" in ascii_only:
            yield line


def read_gcc(data):
    lines = data.decode("utf-8").split("\n")[:-1]
    for line in lines:
        assert GCC.fullmatch(line), line
    return lines
