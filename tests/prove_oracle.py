#!/usr/bin/env python3
"""Random reports: the users that fail equal those of a few lines of Python, and of awk.

usage: prove_oracle.py [short|long|REPORTS]
"""

import csv
import io
import random
import subprocess

import gen
from oracle import failing_users
from program import Tally, judge, side_by_side, size_argument

# CIS: "each user other than <root_account> with password_enabled true has mfa_active true".
AWK = r"""NR == 1 { for (i = 1; i <= NF; i++) c[$i] = i; next }
$c["user"] != "<root_account>" && tolower($c["password_enabled"]) == "true" &&
	tolower($c["mfa_active"]) != "true" { print $c["user"] }"""


def by_python(report, sep):
    return failing_users(csv.DictReader(io.StringIO(report.decode(), newline=""), delimiter=sep))


def by_awk(report):
    done = subprocess.run(["awk", "-F", "\t", AWK], input=report, capture_output=True, check=True)
    return done.stdout.decode().splitlines()


def by_program(report):
    made = judge(report, "--rule=console-mfa")
    failed = [e["user"] for e in made.events("result") if e["outcome"] == "fail"]
    return made, failed


def one_case(number):
    """The options of report number: every kind of report is among them."""
    rng = random.Random("oracle %d" % number)
    options = {name: rng.random() < 0.5 for name in
               ("paths", "commas", "odd", "upper", "quoted", "shuffle", "final_newline")}
    options.update(
        rows=rng.choice([1, 2, rng.randint(1, 100), rng.randint(1, 1000), rng.randint(1, 5000)]),
        seed=number, sep=rng.choice([",", ",", ";", "\t"]),
        root=rng.choice(["current", "legacy", "bare", "none"]),
        dates=rng.choice(["new", "old", "mixed"]), newline=rng.choice(["\n", "\r\n"]),
        subset=rng.choice([None, None, None, "benchmark", "arn"]))
    return options


def compare(number):
    options = one_case(number)
    report = gen.report(**options)
    # awk knows no quotes: it reads the same cells, TAB separated.
    twin = gen.report(**{**options, "sep": "\t", "quoted": False, "newline": "\n",
                         "final_newline": True})
    made, failed = by_program(report)
    return options, made, failed, by_python(report, options["sep"]), by_awk(twin)


def main():
    tally = Tally("oracle")
    for options, made, failed, python, awk in side_by_side(compare, range(size_argument(40, 200, brief=10))):
        tally.check(failed == python, "%s: not as Python: %d, %d; %s"
                    % (options, len(failed), len(python), made.err[:300]))
        tally.check(failed == awk, "%s: not as awk: %d, %d" % (options, len(failed), len(awk)))
        tally.check(made.summary["rows"] == options["rows"] == made.summary["judged"],
                    "%s: rows %s" % (options, made.summary))
        tally.check(made.status == (1 if failed else 0),
                    "%s: status %d; %s" % (options, made.status, made.err[:300]))
        tally.counts["rows"] = tally.counts.get("rows", 0) + options["rows"]
        tally.counts["failing"] = tally.counts.get("failing", 0) + len(failed)
    tally.finish()


if __name__ == "__main__":
    main()
