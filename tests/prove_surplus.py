#!/usr/bin/env python3
"""Rows whose names and paths have commas without quotes: what is joined is what every split tried
in turn gives, if exactly one of them is a row; else the row is rejected.

A path may hold what looks like an ARN, but of two rows without a line end between them it does so
always: what would hold two is rejected.

usage: prove_surplus.py [short|long|ROWS]
"""

import random
import re
import string

import gen
from oracle import ARN, USER, is_valid
from program import Tally, judge, run, size_argument

NAME = string.ascii_letters + string.digits + "_+=,.@-"
PATH = "".join(chr(c) for c in range(0x21, 0x7f) if chr(c) != '"')
BATCH = 2000  # users of a report; more than one batch shows that none depends on another
PATH_MAX = 512
TOKEN = re.compile(r"[A-Za-z0-9.:-]{1,128}\Z")


def name(rng):
    alphabet = rng.choice([NAME, "a,", "ab.,,", ",", "arn,:"])
    made = "".join(rng.choice(alphabet) for _ in range(rng.choice([1, 2, 5, 20, 64])))
    return made.replace(":", "") or ","


def path(rng):
    kind = rng.random()
    if kind < 0.3:
        return "/"
    if kind < 0.4:
        return "/a,arn:aws:iam::123456789012:user/b/"
    alphabet = rng.choice([PATH, "a,/", ",", "a,:"])
    long = rng.choice([1, 4, 30, 500, 520])
    return "/%s/" % "".join(rng.choice(alphabet) for _ in range(long))


def damage(rng, line):
    """One change that may make the row another one, or none at all."""
    at = rng.randrange(len(line) + 1)
    kind = rng.random()
    if kind < 0.4:
        return line[:at] + rng.choice([",", ",", ":", " ", '"', "/"]) + line[at:]
    if kind < 0.7:
        return line[:at] + line[at + 1:]
    cells = line.split(",")
    spot = rng.randrange(len(cells))
    cells[spot:spot + 1] = rng.choice([[cells[spot]] * 2, ["x", cells[spot]], [cells[spot], "N/A"]])
    return ",".join(cells)


def row(rng, cells):
    user = name(rng)
    tail = user if rng.random() < 0.95 else name(rng)
    cells = dict(cells, user=user, arn="arn:aws:iam::123456789012:user%s%s" % (path(rng), tail))
    line = ",".join(cells[c] for c in gen.COLUMNS)
    return damage(rng, line) if rng.random() < 0.2 else line


def fits(cells):
    """Whether the 22 cells are those of a row: a valid user, its ARN, 20 valid cells."""
    user, arn = cells[:2]
    if not USER.match(user) or not ARN.match(arn) or arn.count(":iam::") > 1:
        return False
    where = arn.split(":", 5)[5]
    tail = gen.ROOT if where == "root" else where.rsplit("/", 1)[1]
    if where != "root" and len(where[len("user"):]) - len(tail) > PATH_MAX:
        return False
    return tail == user and all(
        is_valid(c, v, user == gen.ROOT) and (not c.endswith(("_region", "_service"))
                                              or v == "N/A" or TOKEN.match(v))
        for c, v in zip(gen.COLUMNS[2:], cells[2:]))


def splits(line):
    """Every way to make 22 cells of a line with more."""
    cells = line.split(",")
    head = len(cells) - 20
    for at in range(1, head):
        made = [",".join(cells[:at]), ",".join(cells[at:head])] + cells[head:]
        yield [value.strip(" ") for value in made]


def joined(line):
    """User and ARN as the only split that fits has them, or None."""
    if '"' in line:
        return None
    found = [cells for cells in splits(line) if fits(cells)]
    return (found[0][0], found[0][1]) if len(found) == 1 else None


def lines_of(rng, count):
    users = gen.records(rows=count, seed=rng.random(), root="none")
    made = []
    for cells in users:
        line = row(rng, cells)
        while line.count(",") < len(gen.COLUMNS):  # only what has surplus cells
            line = row(rng, cells)
        made.append(line)
    return made


def check_batch(tally, rng, count):
    lines = lines_of(rng, count)
    report = "\n".join([",".join(gen.COLUMNS)] + lines) + "\n"
    listed = run(["list", "-f", "ndjson", "--columns=all", "-"], report.encode())
    rows = {e["line"]: (e["user"], e["arn"]) for e in listed.events() if e["type"] == "row"}
    for number, line in enumerate(lines, 2):
        wanted = joined(line)
        tally.check(rows.get(number) == wanted,
                    "%r: %r, not %r" % (line, rows.get(number), wanted))
        tally.count("joined" if wanted else "rejected")
    check_evidence(tally, lines, report)


def check_evidence(tally, lines, report):
    """Each cell that a verdict rests on stands where the record says."""
    for event in judge(report.encode(), "-p", "all", "--all", "--as-of=2025-01-01").events("result"):
        for cell in event.get("evidence") or []:
            line = lines[event["line"] - 2]
            tally.check(line[cell["column"] - 1:cell["end_column"] - 1] == cell["value"],
                        "%r: %s" % (line, cell))


def main():
    tally = Tally("surplus")
    rng = random.Random("surplus")
    left = size_argument(2000, 10000, brief=400)
    while left > 0:
        check_batch(tally, rng, min(left, BATCH))
        left -= BATCH
    tally.finish()


if __name__ == "__main__":
    main()
