#!/usr/bin/env python3
"""One damaged byte never changes a verdict unnoticed, unless the cell it leaves is a valid one.

usage: prove_flips.py [short|long|STEP]   (every STEPth byte; long is every byte)

Each byte of a small report is replaced in 13 ways. Where the run ends with status 0 or 1, the
verdicts must be those of the undamaged report, or the damaged text must be a valid report by an
independent validator, and then the verdicts must be those that Python finds in it.
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


def valid_verdicts(data, columns):
    """The verdicts of a text that is valid throughout and has the same columns, else None."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    if text.split("\n")[0].lower().split(",") != columns:
        return None
    made = rows(text)
    return verdicts(made) if made is not None else None


def prove_form(tally, form, data, step, see):
    columns = gen.COLUMNS
    before = judge(data, "--all").verdicts()
    tally.check(len(before) > 3, "%s: the whole report gives %s" % (form, before))
    cases = list(damaged(data, step))
    for (at, kind, flipped), made in zip(cases, side_by_side(judge_flip, cases)):
        what = "%s, byte %d, %s" % (form, at, kind)
        if made.status == 3:
            tally.check(True, what)
            tally.count(form + ": incomplete, status 3")
            continue
        after = made.verdicts() if made.status in COMPLETE else None
        valid = see(flipped, columns)
        if valid is not None:
            tally.count(form + ": complete, every cell valid")
            tally.check(after == valid, "%s: status %d, got %s, want %s"
                        % (what, made.status, after, valid))
        else:
            tally.count(form + ": complete, same verdicts")
            tally.check(after == before, "%s: status %d, got %s" % (what, made.status, after))


def main():
    step = size_argument(5, 1)
    made = gen.records(4, "flips 5", dates="mixed")
    report = gen.text(made, final_newline=True).encode()
    tally = Tally("flips")
    prove_form(tally, "raw", report, step, valid_verdicts)
    prove_form(tally, "gzip", squeeze(report), step, lambda data, columns: None)
    tally.finish()


if __name__ == "__main__":
    main()
