#!/usr/bin/env python3
"""Each allocation and each system call fails in turn, once and from then on, in the program and its
libraries: the answer is the very same as without the fault, or the status says that there is none.

usage: prove_faults.py [short|long|STEP]   (FAULTY is the program made by `make faults`)
"""

import base64
import gzip
import json
import os
import subprocess
import tempfile

import gen
from program import Tally, side_by_side, size_argument

FAULTY = os.path.abspath(os.environ.get("FAULTY", "faulty"))
SANITIZER = (b"Sanitizer", b"runtime error")
OLD = b"old\n"
FORMATS = ("table", "csv", "ndjson", "sarif", "json", "markdown", "junit", "github", "prom", "ocsf",
           "gcc", "html")
POLICY = b"""policy: 1
name: own
extends: [builtin:mfa]
params: {limit: 90d}
lists: {robots: ["r*"]}
rules:
  - {id: keys, title: Keys, severity: low, each: access_key, when: {active: true},
     fail: {any: [{age: {over: $limit}}, {user: "@robots"}]}, message: "{user} {slot}"}
overrides: [{rules: [keys], users: ["a*"], set: {limit: 10d}}]
exceptions:
  - {rules: [console-mfa], users: ["b*"], approved: 2026-01-01, expires: never, reason: r}
"""


def forms(report):
    """Name and bytes of each kind of input."""
    text = base64.b64encode(report)
    envelope = {"Content": text.decode(), "GeneratedTime": "2026-09-11T13:15:19+00:00",
                "ReportFormat": "text/csv"}
    yield "raw", report
    yield "gzip", gzip.compress(report, mtime=0)
    yield "base64", text
    yield "json", json.dumps(envelope).encode()
    yield "yaml", "".join("%s: '%s'\n" % pair for pair in envelope.items()).encode()
    yield "utf16", report.decode().encode("utf-16")


def cases(root):
    """Name and arguments of each case; the files are made below root."""
    report = gen.report(20, "faults")
    with open(os.path.join(root, "p.yaml"), "wb") as f:
        f.write(POLICY)
    os.mkdir(os.path.join(root, "folder"))
    for name, data in forms(report):
        for path in (name, os.path.join("folder", name)):
            with open(os.path.join(root, path), "wb") as f:
                f.write(data)
        yield name, ["-p", "../p.yaml", "-f", FORMATS[len(name) % len(FORMATS)], "../" + name]
    for form in FORMATS:
        yield "output " + form, ["-q", "-f", form, "-o", "out", "../raw"]
    yield "folder", ["-f", "ndjson", "-p", "all", "../folder"]
    yield "list", ["list", "-f", "csv", "../gzip"]


class Outcome:
    """What a run left: its status, what it printed, the files of its folder."""

    def __init__(self, status, out, err, files):
        self.status, self.out, self.err, self.files = status, out, err, files

    def answer(self):
        return self.status, self.out, self.files


def run(root, arguments, fault=None, counts=None):
    environment = dict(os.environ, LC_ALL="C", ASAN_OPTIONS="exitcode=99:detect_leaks=1",
                       UBSAN_OPTIONS="halt_on_error=1:exitcode=99")
    if fault:
        environment["MFA_FAULT"] = fault
    if counts is not None:
        environment["MFA_FAULT_COUNTS"] = str(counts)
    with tempfile.TemporaryDirectory(dir=root) as place:
        with open(os.path.join(place, "out"), "wb") as f:
            f.write(OLD)
        done = subprocess.run([FAULTY, "--as-of=2026-09-11", *arguments]
                              if arguments[0] != "list" else [FAULTY, *arguments],
                              cwd=place, env=environment, stdin=subprocess.DEVNULL,
                              capture_output=True, check=False, timeout=60,
                              pass_fds=() if counts is None else (counts,))
        files = {}
        for name in os.listdir(place):
            with open(os.path.join(place, name), "rb") as f:
                files[name] = f.read()
    return Outcome(done.returncode, done.stdout, done.stderr, files)


def count(root, arguments):
    """The outcome without a fault, and how many calls of each kind it made."""
    reader, writer = os.pipe()
    good = run(root, arguments, counts=writer)
    os.close(writer)
    with os.fdopen(reader) as f:
        counts = dict(line.split() for line in f)
    return good, {kind: int(number) for kind, number in counts.items()}


def faults(counts, step):
    """Every call of a kind fails; of the many allocations every step-th."""
    yield from ("short", "interrupted")
    for kind, calls in counts.items():
        for call in range(1, calls + 1, step if kind == "memory" else 1):
            yield "%s:%d" % (kind, call)
            yield "%s:%d:on" % (kind, call)


def complaint(good, bad, fault):
    """What is wrong with the outcome of a run with a fault, or None."""
    if any(word in bad.err for word in SANITIZER) or bad.status < 0 or bad.status > 3:
        return "status %d, %r" % (bad.status, bad.err[-200:])
    if set(bad.files) != {"out"}:
        return "files are left: %s" % sorted(bad.files)
    if bad.answer() == good.answer():
        return None
    if bad.status not in (2, 3):
        return "status %d and another answer" % bad.status
    if bad.files["out"] not in (OLD, good.files["out"]) and bad.status != 3:
        return "the output is neither the old one nor the whole new one"
    # Where writing fails, the message may be what could not be written.
    if not bad.err and not fault.startswith("write") and "-q" not in fault:
        return "status %d without a word" % bad.status
    return None


def main():
    tally, step = Tally("faults"), size_argument(200, 1)
    with tempfile.TemporaryDirectory() as root:
        for name, arguments in cases(root):
            good, counts = count(root, arguments)
            tally.check(good.status in (0, 1, 3), "%s: status %d, %r" % (name, good.status, good.err))
            tally.check(sum(counts.values()) > 0, "%s: nothing was counted" % name)
            made = list(faults(counts, step))
            done = side_by_side(lambda fault, a=arguments: run(root, a, fault), made)
            for fault, bad in zip(made, done):
                wrong = complaint(good, bad, fault)
                tally.check(wrong is None, "%s, %s: %s" % (name, fault, wrong))
                tally.count("the same answer" if bad.answer() == good.answer()
                            else "status %d" % bad.status)
    tally.finish()


if __name__ == "__main__":
    main()
