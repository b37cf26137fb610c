#!/usr/bin/env python3
"""Runs the cases of corpus.py: each as an operand, on standard input and alone in a folder.

usage: corpus_run.py [short|long] [WORD]...
       corpus_run.py names

short leaves out what is heavy. A WORD chooses cases: the name of a table, a number of the
catalogue, or a part of a name. MFA_CHECK is the program. PROOFS=brief tries each case in one of
the three places, and measures neither time nor memory: with sanitizers and under valgrind a
program needs more.
"""

import json
import os
import re
import shutil
import sys
import tempfile

from corpus import TABLES
from corpus_make import RAW, Policy, Stream
from program import PROGRAM, Starter, Tally, clean_environment, side_by_side

COMPLETE, USAGE, INCOMPLETE = (0, 1), 2, 3
WHERE = os.path.abspath(PROGRAM) if os.sep in PROGRAM else PROGRAM
BRIEF = os.environ.get("PROOFS") == "brief"
PLACES = ("file", "stdin", "folder")
RAW_CONTROL = re.compile(rb"[\x00-\x09\x0b-\x1f\x7f]")


class Run:
    def __init__(self, status, out, err, seconds, kib):
        self.status, self.out, self.err = status, out, err
        self.seconds, self.kib = seconds, kib
        try:
            self.events = [json.loads(one) for one in out.splitlines()]
        except ValueError:
            self.events = []
        ended = self.events and self.events[-1]["type"] == "summary"
        self.summary = self.events[-1] if ended else None

    def users(self, outcome):
        return " ".join(e["user"] for e in self.events
                        if e["type"] == "result" and e["outcome"] == outcome)

    def lines(self, level):
        return " ".join(str(e["line"]) for e in self.events
                        if e["type"] == "problem" and e["level"] == level)

    def lines_that_fail(self):
        return " ".join(str(e["line"]) for e in self.events
                        if e["type"] == "result" and e["outcome"] == "fail")


def write(path, data):
    with open(path, "wb") as f:
        for piece in data if isinstance(data, Stream) else [data]:
            f.write(piece)


def run(arguments, folder, stdin, starter):
    out, err = os.path.join(folder, "out"), os.path.join(folder, "err")
    with open(stdin, "rb") as i, open(out, "wb") as o, open(err, "wb") as e:
        status, kib, seconds = starter.run(
            [WHERE, *arguments], os.path.join(folder, "peak"), stdin=i, stdout=o, stderr=e,
            env=clean_environment(), cwd=folder)
    with open(out, "rb") as o, open(err, "rb") as e:
        return Run(status, o.read(), e.read(), seconds, kib)


def lay_out(case, folder):
    """Writes a case's files; the arguments and standard input for each place."""
    inputs = os.path.join(folder, "in")
    os.mkdir(inputs)
    if isinstance(case.data, Policy):
        write(os.path.join(folder, "p.yaml"), case.data.data)
        write(os.path.join(inputs, "input"), RAW)
        return {"policy": (["-p", "p.yaml", "in/input"], os.devnull)}
    if isinstance(case.data, dict):
        for name, data in case.data.items():
            write(os.path.join(inputs, name), data)
        return {"folder": (["in"], os.devnull)}
    path = os.path.join(inputs, "input")
    write(path, case.data() if callable(case.data) else case.data)
    return {"file": (["in/input"], os.devnull), "stdin": ([], path), "folder": (["in"], os.devnull)}


def expectations(case, made):
    """(what, got, want) for what the case has to get, and what all have to."""
    said = made.err.decode(errors="replace").lower()
    yield "status", made.status, case.status
    for one in [case.says] if isinstance(case.says, str) else case.says:
        yield "message", one if one.lower() in said else said[:400], one
    yield "control characters in messages", RAW_CONTROL.findall(made.err), []
    if case.status == USAGE:
        yield "output", made.out, b""
        return
    if made.summary is None:
        yield "output", made.out[-200:] + made.err[-600:], "a summary at its end"
        return
    yield "status of the summary", made.summary["status"], made.status
    yield "rows", made.summary["rows"], made.summary["judged"] + made.summary["rejected"]
    unsure = made.summary["unknown"] > 0 or bool(made.lines("error"))
    yield "something unread or unknown", unsure, made.status == INCOMPLETE
    for name in ("judged", "rejected", "skipped", "reports"):
        if getattr(case, name) is not None:
            yield name, made.summary[name], getattr(case, name)
    for name, got in (("fails", made.users("fail")), ("unknown", made.users("unknown")),
                      ("errors", made.lines("error")), ("warnings", made.lines("warning")),
                      ("lines", made.lines_that_fail())):
        if getattr(case, name) is not None:
            yield name, got, getattr(case, name)


def try_case(number, case, starter):
    """The differences of one case, and the longest time and largest peak."""
    found, seconds, kib, count = [], 0, 0, 0
    with tempfile.TemporaryDirectory() as folder:
        places = list(lay_out(case, folder).items())
        if BRIEF:
            places = [places[number % len(places)]]
        for place, (operands, stdin) in places:
            made = run(["-f", "ndjson", *case.options, *operands], folder, stdin, starter)
            for what, got, want in expectations(case, made):
                if got != want:
                    found.append("%s, %s: %s is %r, not %r" % (case, place, what, got, want))
            seconds, kib, count = max(seconds, made.seconds), max(kib, made.kib), count + 1
    if not BRIEF and (seconds > case.seconds or kib > case.kib):
        found.append("%s: %.1f s and %d KiB, not %d s and %d KiB"
                     % (case, seconds, kib, case.seconds, case.kib))
    return case, found, seconds, kib, count


def chosen(words):
    long = "long" in words
    words = [w for w in words if w not in ("short", "long")]
    for name, table in TABLES.items():
        for case in table:
            fits = any(w in (name, str(case.number)) or (not w.isdigit() and w in case.name)
                       for w in words)
            if (fits or not words) and (long or not case.heavy):
                yield case


def names():
    """Prints the names of the tables. A case of no name of its own could not be told."""
    seen = [str(case) for table in TABLES.values() for case in table]
    twice = {name for name in seen if seen.count(name) > 1}
    print("\n".join(sorted(TABLES)))
    sys.exit("twice: %s" % sorted(twice) if twice else 0)


def main():
    if sys.argv[1:] == ["names"]:
        names()
    if not shutil.which(WHERE):
        sys.exit("%s: not there; MFA_CHECK has to be the program" % WHERE)
    cases = list(chosen(sys.argv[1:]))
    tally = Tally("corpus")
    with tempfile.TemporaryDirectory() as folder:
        starter = Starter(folder) if not BRIEF else Starter(None)
        done = list(side_by_side(lambda at: try_case(at, cases[at], starter), range(len(cases))))
    for _, found, _, _, count in done:
        tally.tried += count
        tally.check(not found, "\n#   ".join(found))
    for what, at, form in (("slowest", 2, "%.1f s"), ("largest", 3, "%d KiB")):
        if done and not BRIEF:
            top = max(done, key=lambda one, at=at: one[at])
            print("# %s: %s, %s" % (what, form % top[at], top[0]))
    print("# cases: %d" % len(cases))
    tally.finish()


if __name__ == "__main__":
    main()
