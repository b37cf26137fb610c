#!/usr/bin/env python3
"""One damaged byte never changes a verdict unnoticed, unless the cell it leaves is a valid one.

usage: prove_flips.py [short|long|STEP]   (every STEPth byte; long is every byte)

Each byte of a small report is replaced in 13 ways. Where the run ends with status 0 or 1 all the
same, then either the header or the packed bytes were damaged, and the verdicts are those of the
undamaged report; or a cell was, and an independent validator finds every cell of the damaged
report valid, and Python the same verdicts in it.
"""

import gen
from envelopes import squeeze
from oracle import rows, verdicts
from program import COMPLETE, Tally, judge, side_by_side, size_argument

KINDS = [("bit %d" % bit, lambda old, bit=bit: old ^ (1 << bit)) for bit in range(8)]
KINDS += [(name, lambda old, new=new: new) for name, new in
          (("comma", 0x2c), ("quote", 0x22), ("newline", 0x0a), ("NUL", 0), ("0xff", 0xff))]


def damaged(data, step):
    """(position, kind, bytes) for every flip that changes something."""
    for at in range(0, len(data), step):
        for name, change in KINDS:
            new = change(data[at])
            if new != data[at]:
                yield at, name, data[:at] + bytes([new]) + data[at + 1:]


def judge_flip(case):
    return judge(case[2], "--all")


def same_header(data):
    return data.split(b"\n")[0].lower().split(b",") == [name.encode() for name in gen.COLUMNS]


def valid_verdicts(data):
    """The verdicts of a text that is valid throughout, else None."""
    try:
        made = rows(data.decode())
    except UnicodeDecodeError:
        return None
    return None if made is None else verdicts(made)


def raw_verdicts(data, before):
    """(what is damaged, the verdicts that a complete run must give, or None: it must not be)."""
    if not same_header(data):
        return "header", before
    return "a cell, still valid", valid_verdicts(data)


def gzip_verdicts(data, before):
    return "the packed bytes", before


def prove_form(tally, form, data, step, see):
    before = judge(data, "--all").verdicts()
    tally.check(len(before) > 3, "%s: the whole report gives %s" % (form, before))
    cases = list(damaged(data, step))
    for (at, kind, flipped), made in zip(cases, side_by_side(judge_flip, cases)):
        what = "%s, byte %d, %s" % (form, at, kind)
        if made.status == 3:
            tally.check(True, what)
            tally.count(form + ": incomplete, status 3")
            continue
        where, wanted = see(flipped, before)
        tally.count("%s: complete, damaged: %s" % (form, where))
        tally.check(made.status in COMPLETE and made.verdicts() == wanted,
                    "%s: status %d, got %s, want %s"
                    % (what, made.status, made.verdicts(), wanted))


def main():
    step = size_argument(5, 1, brief=15)
    made = gen.records(4, "flips 5", dates="mixed")
    report = gen.text(made, final_newline=True).encode()
    tally = Tally("flips")
    prove_form(tally, "raw", report, step, raw_verdicts)
    prove_form(tally, "gzip", squeeze(report), step, gzip_verdicts)
    tally.finish()


if __name__ == "__main__":
    main()
