#!/usr/bin/env python3
"""NDJSON output: every line parses, and the totals of the summary are the counts of the lines.

usage: prove_ndjson.py [short|long|REPORTS]
"""

import os
import random
import tempfile

import gen
from program import Run, Tally, run, side_by_side, size_argument

OUTCOMES = ("fail", "pass", "not_applicable", "unknown", "manual", "suppressed")
RESULT = ["type", "outcome", "severity", "rule", "account", "user", "arn", "credential", "message",
          "source", "line", "report_time", "fingerprint", "refs", "evidence"]
DAMAGE = [lambda line: line + ",x", lambda line: line.rsplit(",", 3)[0],
          lambda line: line.replace("true", "yes", 1), lambda line: '"' + line,
          lambda line: line.replace("Z", "", 1), lambda line: line.replace("user/", "user/\x01")]


def dirty_report(rng, seed):
    """A report of which some rows are damaged."""
    lines = gen.report(rng.randint(1, 40), seed, paths=True, odd=True,
                       root=rng.choice(["current", "legacy", "none"])).decode().split("\n")
    for i in range(1, len(lines)):
        if rng.random() < 0.1:
            lines[i] = rng.choice(DAMAGE)(lines[i])
    return "\n".join(lines).encode()


def folder_of(root, number):
    """A folder of a few reports, sound or not, and files that are none."""
    rng = random.Random("ndjson %d" % number)
    folder = os.path.join(root, str(number))
    os.mkdir(folder)
    for i in range(rng.randint(1, 6)):
        kind = rng.choice(["sound", "dirty", "dirty", "note"])
        data = {"sound": gen.report(rng.randint(1, 40), i), "dirty": dirty_report(rng, i),
                "note": b"notes on the reports of this account\n"}[kind]
        with open(os.path.join(folder, "%d-%s" % (i, kind)), "wb") as f:
            f.write(data)
    return folder


def count(events, **wanted):
    return sum(all(e.get(k) == v for k, v in wanted.items()) for e in events)


def faults(made: Run):
    """Everything in this output that does not add up."""
    events = made.events()
    summary, reports = events[-1], made.events("report")
    results, problems = made.events("result"), made.events("problem")
    if events[0]["type"] != "run" or summary["type"] != "summary":
        yield "run is not first or summary not last"
    if count(events, type="run") != 1 or count(events, type="summary") != 1:
        yield "more than one run or summary"
    if events[0]["rules"] != count(events, type="rule"):
        yield "rules"
    for outcome in OUTCOMES:
        if summary[outcome] != count(results, outcome=outcome):
            yield "%s: %d in the summary, %d lines" % (outcome, summary[outcome],
                                                      count(results, outcome=outcome))
    for name in ("rows", "judged", "rejected"):
        if summary[name] != sum(e[name] for e in reports):
            yield name
    for e in reports + [summary]:
        if e["rows"] != e["judged"] + e["rejected"]:
            yield "rows are not judged + rejected: %s" % e
    if summary["reports"] != len(reports):
        yield "reports: %d, %d lines" % (summary["reports"], len(reports))
    if summary["inputs"] != count(events, type="input_end"):
        yield "inputs: %d, %d lines" % (summary["inputs"], count(events, type="input_end"))
    if summary["incomplete"] != count(events, type="input_end", complete=False):
        yield "incomplete"
    if summary["status"] != made.status:
        yield "status %d, exit %d" % (summary["status"], made.status)
    if (made.status == 3) != bool(count(problems, level="error") + summary["unknown"]):
        yield "status %d with %d problems" % (made.status, count(problems, level="error"))
    for e in results:
        if list(e)[:len(RESULT)] != RESULT:
            yield "fields %s" % list(e)
            break


def tally_faults(made):
    """The tallies are verdicts: equal to the lines where no line stands for a whole report."""
    if any(e["line"] == 0 for e in made.events("result")):
        return
    for tally in made.events("tally"):
        for outcome in OUTCOMES:
            lines = count(made.events("result"), rule=tally["rule"], outcome=outcome)
            if tally[outcome] != lines:
                yield "tally of %s: %s, %d lines" % (tally["rule"], tally, lines)


def main():
    tally = Tally("ndjson")
    with tempfile.TemporaryDirectory() as root:
        folders = [folder_of(root, n) for n in range(size_argument(40, 1000))]
        runs = side_by_side(lambda f: run(["-f", "ndjson", "--all", f]), folders)
        for folder, made in zip(folders, runs):
            try:
                wrong = list(faults(made)) + list(tally_faults(made))
            except (ValueError, KeyError, IndexError) as error:
                wrong = ["not as promised: %r" % error]
            tally.check(not wrong, "%s: %s; %s" % (sorted(os.listdir(folder)), wrong,
                                                   made.err[:200]))
            tally.count("status %d" % made.status)
    tally.finish()


if __name__ == "__main__":
    main()
