#!/usr/bin/env python3
"""Every encoding of one report gives the same answer, however many bytes a read returns.

usage: prove_encodings.py [short|long|ROWS]
"""

import base64
import itertools
import os
import tempfile

import gen
from envelopes import (CELLS_MOVE, ENCODINGS, LINES_MOVE, cli_table, json_cli, little, squeeze,
                       yaml_cli)
from program import Tally, run, side_by_side, size_argument

READ_SIZES = (1, 7, 4096, 65536)
COUNTS = ("inputs", "skipped", "incomplete", "rows", "judged", "rejected", "fail", "pass",
          "not_applicable", "unknown", "manual", "suppressed", "status")
# T would otherwise differ with the form: an envelope has a time of its own.
ARGUMENTS = ["-f", "ndjson", "--all", "--as-of=2026-09-11T13:15:19Z"]


def two_accounts(rows):
    """Two reports' rows under one header, so that a second header may stand between them."""
    options = dict(dates="new", paths=True, odd=True)
    first = gen.records(rows, "first", root="legacy", **options)
    second = gen.records(rows, "second", account="210987654321", **options)
    return gen.text(first + second).encode()


def comparable(result, form):
    """A result without what this form may change: the name, and where the text moves, places."""
    kept = {k: v for k, v in result.items() if k != "source"}
    if form in LINES_MOVE:
        del kept["line"]
    evidence = kept["evidence"]
    if form in CELLS_MOVE:
        evidence = [{"name": e["name"], "value": e["value"]} for e in evidence]
        evidence.sort(key=lambda e: e["name"])
    kept["evidence"] = evidence
    return kept


def damaged(report):
    """Forms that cannot be read to their end: what could be read must not depend on the reads."""
    packed, one = squeeze(report), base64.b64encode(report)
    middle = len(packed) // 2
    return {
        "gzip, wrong CRC": packed[:-8] + b"\0\0\0\0" + packed[-4:],
        "gzip, wrong length": packed[:-1] + b"\xff",
        "gzip, a bit flipped": packed[:middle] + bytes([packed[middle] ^ 16]) + packed[middle + 1:],
        "gzip, cut": packed[:middle],
        "gzip, text after it": packed + b"text\n",
        "gzip, second member cut": packed + packed[:middle],
        "base64, bad character": one[:-100] + b"*" + one[-99:],
        "base64, symbol too many": one[:-3],
        "json, cut": json_cli(report)[:-9],
        "utf-16, cut": little(report)[:-1],
        "utf-16, half a pair": little(report)[:-100] + b"\x00\xd8" + little(report)[-100:],
        "yaml, cut": yaml_cli(report)[:-100],
        "yaml, content alone": yaml_cli(report).split(b"\n", 1)[0],
        "yaml, the second cut": yaml_cli(report) + yaml_cli(report)[:2000],
        "table, cut": cli_table(report)[:-100],
        "table, the second cut": cli_table(report) + cli_table(report)[:5000],
        "a row cut": report[:-30],
        "NUL bytes after it": report + b"\n" + bytes(5000),
    }


# Of these every row can be decoded, and so has to be judged.
ALL_ROWS = {"gzip, wrong CRC", "gzip, wrong length", "gzip, text after it", "NUL bytes after it"}


def prove_damaged(tally, report, raw):
    for form, data in damaged(report).items():
        first = None
        for size in READ_SIZES:
            made = run(ARGUMENTS, data, size)
            first = first or made
            tally.check(made.status == 3 and made.out == first.out,
                        "%s: read size %d: status %d, %d lines; size 1: %d lines"
                        % (form, size, made.status, made.out.count(b"\n"),
                           first.out.count(b"\n")))
        if form in ALL_ROWS:
            tally.check(answer(first, form)[0] == answer(raw, form)[0],
                        "%s: %d rows judged, not %d"
                        % (form, first.summary["judged"], raw.summary["judged"]))


def answer(made, form):
    return ([comparable(e, form) for e in made.events("result")],
            {name: made.summary[name] for name in COUNTS})


def judge_form(path, read_size, as_file):
    if as_file:
        return run([*ARGUMENTS, path], read_size=read_size)
    with open(path, "rb") as f:
        return run(ARGUMENTS, f.read(), read_size)


def difference(made, raw, form):
    """What is wrong with this run, or None."""
    if made.status != raw.status:
        return "status %d, %s" % (made.status, made.err.decode(errors="replace")[:300])
    got, want = answer(made, form), answer(raw, form)
    for one, other in itertools.zip_longest(got[0], want[0]):
        if one != other:
            return "got %s, want %s" % (one, other)
    return None if got[1] == want[1] else "got %s, want %s" % (got[1], want[1])


def main():
    report = two_accounts(size_argument(12, 600))
    tally = Tally("encodings")
    with tempfile.TemporaryDirectory() as folder:
        paths = {}
        for number, (form, encode) in enumerate(ENCODINGS.items()):
            paths[form] = os.path.join(folder, str(number))
            with open(paths[form], "wb") as f:
                f.write(encode(report))
        raw = run([*ARGUMENTS, paths["raw"]])
        tally.check(raw.status == 1 and len(raw.events("result")) > 20,
                    "the raw report gives status %d: %s" % (raw.status, raw.err[:300]))
        cases = list(itertools.product(ENCODINGS, READ_SIZES, (True, False)))
        runs = side_by_side(lambda c: judge_form(paths[c[0]], c[1], c[2]), cases)
        for (form, size, as_file), made in zip(cases, runs):
            wrong = difference(made, raw, form)
            place = "file" if as_file else "stdin"
            tally.check(wrong is None, "%s, read size %d, %s: %s" % (form, size, place, wrong))
    prove_damaged(tally, report, raw)
    tally.counts["encodings"] = len(ENCODINGS)
    tally.finish()


if __name__ == "__main__":
    main()
