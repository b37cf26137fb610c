#!/usr/bin/env python3
"""Measure mfa-check beside what a user would take instead: ratios of best times in one run.

bench.py BUILD_DIR [--bytes=N] [--small=N] [--files=N] [--rounds=N] [--json=FILE]

Runs are interleaved, so that what else the machine does meets all alike, and the best of each
counts. "cpu" is user and system time of a command and its children; "wall" what a user waits.
Every peer that is not there is named.
"""

import argparse
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import time

# name, what is measured, the reference, and commands of the shell: the first is the reference.
# {mfa} is the program; files are made by make_inputs(); peers are built beside them.
TEST = "'$4 == \"true\" && $8 == \"false\" {{ print $1 \",\" $2 }}'"
CHECK = "{mfa} -q -f csv:/dev/null -p "
LANES = "MFA_CHECK_LANE=%s " + CHECK + "mfa raw.csv"
JOBS = [
    ("raw", "cpu", [
        ("mfa-check -p mfa", CHECK + "mfa raw.csv"),
        ("mfa-check -p mfa, avx2", LANES % "avx2"),
        ("mfa-check -p mfa, portable", LANES % "portable"),
        ("mfa-check -p mfa, libcsv", LANES % "libcsv"),
        ("mfa-check -p cis-aws-6.0", CHECK + "cis-aws-6.0 --as-of=2026-01-01 raw.csv"),
        ("libzsv fast, 4 columns", "./peer_zsv fast raw.csv"),
        ("libzsv default", "./peer_zsv default raw.csv"),
        ("libcsv, empty callbacks", "./peer_libcsv raw.csv"),
        ("grep -c ''", "grep -c '' raw.csv | cat"),
        ("mawk", "mawk -F, " + TEST + " raw.csv"),
        ("gawk", "gawk -F, " + TEST + " raw.csv"),
    ]),
    ("quoted", "cpu", [
        ("mfa-check -p mfa", CHECK + "mfa quoted.csv"),
        ("libzsv fast, 4 columns", "./peer_zsv fast quoted.csv"),
        ("libcsv, empty callbacks", "./peer_libcsv quoted.csv"),
    ]),
    ("gzip", "cpu", [
        ("mfa-check -p mfa", CHECK + "mfa raw.csv.gz"),
        ("inflate through zlib", "./peer_inflate raw.csv.gz"),
        ("zcat | libzsv fast", "zcat raw.csv.gz | ./peer_zsv fast"),
    ]),
    ("base64", "cpu", [
        ("mfa-check -p mfa", CHECK + "mfa raw.b64"),
        ("base64 -d | cut | grep", "base64 -d raw.b64 | cut -d, -f1,4,8 | grep ,true,false"),
    ]),
    ("many gzip files", "cpu", [
        ("mfa-check -p mfa", CHECK + "mfa files"),
        ("zcat | libzsv fast", "zcat files/*.gz | ./peer_zsv fast"),
    ]),
    ("one report, start to exit", "wall", [
        ("mfa-check -p mfa", CHECK + "mfa small.csv"),
        ("gawk", "gawk -F, " + TEST + " small.csv"),
        ("mawk", "mawk -F, " + TEST + " small.csv"),
        ("node, @duckdb/node-api", "node duckdb.mjs small.csv"),
        ("miller", "mlr --icsv --ocsv filter '$password_enabled == \"true\" && "
                   "$mfa_active == \"false\"' then cut -f user,arn small.csv"),
        ("csvkit", "csvgrep -c 4 -m true small.csv | csvgrep -c 8 -m false | csvcut -c 1,2"),
        ("jq", "jq -Rr 'split(\",\") | select(.[3] == \"true\" and .[7] == \"false\") | "
               ".[0] + \",\" + .[1]' small.csv"),
    ]),
]
MEMORY = [("small", "small.csv"), ("large", "raw.csv"), ("large gzip", "raw.csv.gz")]
NEEDS = {"node": "duckdb.mjs"}


def shell(command, folder):
    subprocess.run(command, shell=True, cwd=folder, check=True)


def make_inputs(folder, args):
    made = "%d %d %d" % (args.bytes, args.small, args.files)
    stamp = os.path.join(folder, "inputs")
    if os.path.exists(stamp) and open(stamp, encoding="ascii").read() == made:
        return
    shell("./generate %d >raw.csv && ./generate %d quoted >quoted.csv && "
          "./generate %d >small.csv && gzip -nkf raw.csv small.csv && base64 raw.csv >raw.b64"
          % (args.bytes, args.bytes, args.small), folder)
    files = os.path.join(folder, "files")
    shutil.rmtree(files, ignore_errors=True)
    os.mkdir(files)
    for i in range(args.files):  # no twins: a report of the same bytes is told as one
        shell("(cat small.csv; echo 'user%d,arn:aws:iam::123456789012:user/user%d,"
              "2020-01-01T00:00:00Z,false,N/A,N/A,N/A,false,false,N/A,N/A,N/A,N/A,false,N/A,N/A,"
              "N/A,N/A,false,N/A,false,N/A') | gzip -n >files/%05d.csv.gz" % (i, i, i), folder)
    with open(stamp, "w", encoding="ascii") as file:
        file.write(made)


def lacks(command, folder):
    """What the command needs and is not there, or None."""
    words = [word for word in command.split() if "=" not in word]
    for word in [words[0]] + [w for w in words if w.startswith("./")]:
        if shutil.which(os.path.join(folder, word) if word.startswith("./") else word) is None:
            return word
    need = NEEDS.get(words[0])
    return need if need and not os.path.exists(os.path.join(folder, need)) else None


def run(command, folder, measure):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    status = subprocess.run(["sh", "-c", command], cwd=folder, stdout=subprocess.DEVNULL,
                            check=False).returncode
    wall = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if status not in (0, 1):
        sys.exit("bench: status %d of %s" % (status, command))
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall if measure == "wall" else cpu


def measure_job(name, measure, commands, folder, rounds):
    best, missing = {}, {}
    for peer, command in commands:
        lacking = lacks(command, folder)
        if lacking:
            missing[peer] = lacking
    for _ in range(rounds):
        for peer, command in commands:
            if peer not in missing:
                best[peer] = min(best.get(peer, 1e9), run(command, folder, measure))
    return {"job": name, "measure": measure, "best": best, "missing": missing}


def peak_memory(mfa, folder):
    """Peak resident KiB of a run of the program alone."""
    return {name: int(subprocess.run(
        ["./peak", mfa, "-q", "-p", "mfa", "-f", "csv:/dev/null", file], cwd=folder,
        capture_output=True, check=True).stdout) for name, file in MEMORY}


def print_job(job):
    own = next(iter(job["best"].values()))
    print("\n%s (%s; mfa-check -p mfa is 1)" % (job["job"], job["measure"]))
    for peer, seconds in job["best"].items():
        print("  %-32s %8.2f" % (peer, seconds / own if own else 0))
    for peer, lacking in job["missing"].items():
        print("  %-32s %8s (%s is not there)" % (peer, "-", lacking))


def describe(mfa):
    model = [line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo", encoding="utf-8")
             if line.startswith("model name")]
    version = subprocess.run([mfa, "--version"], capture_output=True, text=True, check=True)
    return {"machine": "%s, %d cores" % (model[0] if model else platform.machine(),
                                         os.cpu_count()),
            "program": version.stdout.split("\nCopyright")[0].replace("\n", "; ")}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build")
    parser.add_argument("--bytes", type=int, default=256 << 20)
    parser.add_argument("--small", type=int, default=250_000)
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", default="bench.json")
    parser.add_argument("--job", action="append", help="only jobs of that name")
    args = parser.parse_args()
    mfa = os.path.abspath(os.path.join(args.build, "mfa-check"))
    folder = os.path.join(args.build, "bench")
    make_inputs(folder, args)
    result = {"about": describe(mfa), "bytes": args.bytes, "rounds": args.rounds, "jobs": []}
    print("%(machine)s\n%(program)s" % result["about"])
    for name, measure, commands in JOBS:
        if args.job and name not in args.job:
            continue
        commands = [(peer, command.format(mfa=mfa)) for peer, command in commands]
        result["jobs"].append(measure_job(name, measure, commands, folder, args.rounds))
        print_job(result["jobs"][-1])
        sys.stdout.flush()
    result["memory"] = peak_memory(mfa, folder)
    print("\npeak memory, KiB")
    for name, peak in result["memory"].items():
        print("  %-32s %8d" % (name, peak))
    with open(args.json, "w", encoding="ascii") as file:
        json.dump(result, file, indent=1)


main()
