#!/usr/bin/env python3
"""A report cut at any byte is never judged as a whole one, but where no reader could tell.

usage: prove_cuts.py [short|long|ROWS]

A text that ends where a row ends, with or without its newline, cannot be told from a shorter
report (the report has no count of its rows). So a cut of raw CSV, or of the base64 of it, may give
status 0 or 1 if the decoded text ends at a row's end; the summary must then show that row count,
and the verdicts must be those of the shorter report. gzip and JSON have an end of their own.
"""

import base64
import binascii

import gen
from envelopes import all_quoted, json_cli, squeeze, wrapped
from oracle import rows, verdicts
from program import COMPLETE, Tally, judge, side_by_side, size_argument


def expected_of_text(text):
    """The rows of a text that ends at a row's end (at least one), else None."""
    if "\n" not in text:
        return None
    made = rows(text)
    return made if made else None


def raw_text(data):
    """(text, must): what a reader sees, and whether it has to take it."""
    return data.decode(), True


def base64_text(data):
    """A cut that leaves half a group may be refused, or read as far as it goes."""
    symbols = b"".join(data.split()).rstrip(b"=")
    whole = len(b"".join(data.split())) % 4 == 0
    if len(symbols) % 4 == 1:
        return "", False
    try:
        return base64.b64decode(symbols + b"=" * (-len(symbols) % 4)).decode(), whole
    except (binascii.Error, UnicodeDecodeError):
        return "", False


def no_text(data):
    """A cut gzip stream or JSON document is never complete."""
    return "", False


def forms(report):
    """name -> (whole bytes, what a reader sees of a cut)."""
    return {
        "raw": (report, raw_text),
        "raw, final newline": (report + b"\n", raw_text),
        "raw, crlf": (report.replace(b"\n", b"\r\n") + b"\r\n", raw_text),
        "raw, all quoted": (all_quoted(report), raw_text),
        "gzip": (squeeze(report), no_text),
        "base64": (base64.b64encode(report), base64_text),
        "base64 of 76": (wrapped(report, 76, b"\n"), base64_text),
        # The newline after the last brace is no part of the document.
        "json": (json_cli(report).rstrip(b"\n"), no_text),
    }


def judge_cut(data):
    return judge(data, "--all")


def wrong_cut(made, rows_left, must):
    """What is wrong with a cut of which a reader sees these rows (None: no whole rows)."""
    if made.status not in COMPLETE + (3,):
        return "status %d" % made.status
    if made.status == 3:
        return "status 3, but the text is a whole report" if rows_left and must else None
    if not rows_left:
        return "status %d" % made.status
    if made.summary["rows"] != len(rows_left):
        return "%d rows, not %d" % (made.summary["rows"], len(rows_left))
    if made.verdicts() != verdicts(rows_left):
        return "verdicts %s, not %s" % (made.verdicts(), verdicts(rows_left))
    failed = any(outcome == "fail" for _, _, outcome in made.verdicts())
    return None if made.status == failed else "status %d" % made.status


def prove_form(tally, form, whole, see):
    cuts = range(len(whole))
    for at, made in zip(cuts, side_by_side(judge_cut, (whole[:at] for at in cuts))):
        text, must = see(whole[:at])
        wrong = wrong_cut(made, expected_of_text(text), must)
        tally.check(wrong is None, "%s cut at %d of %d: %s; %s"
                    % (form, at, len(whole), wrong, made.err[:200]))
        tally.count("%s: status %d" % (form, made.status))
    made = judge_cut(whole)
    tally.check(made.status in COMPLETE, "%s, not cut: status %d; %s"
                % (form, made.status, made.err[:200]))


def main():
    made = gen.records(size_argument(3, 12, brief=1), "cuts", dates="mixed", paths=True)
    report = gen.text(made).encode()
    tally = Tally("cuts")
    for form, (whole, see) in forms(report).items():
        prove_form(tally, form, whole, see)
    tally.finish()


if __name__ == "__main__":
    main()
