#!/usr/bin/env python3
"""Change one thing in a source, and see whether the tests notice: `make mutants`.

usage: mutants.py SRCDIR BUILD [NAME=VALUE...]   (BUILD: a build folder with objects and unit tests)

  N=40         changes tried in each module; "all" for all of them
  SEED=1       which ones: the same seed, the same changes
  MODULES='csv model'   some modules; ONLY=split.c: files whose names hold that
  JOBS=2       how many at once; QUICK=yes: unit tests only; SHOW=all: what was killed, too

A change is compiled by itself and linked before the library. The quickest tests come first, and the
first that fails is the last; it is remembered in mutants/killers.json, and the first next time. A
survivor that makes the same machine code is no change; others of that kind stand in mutants.txt, each
with its reason. What is left over are holes in the tests.
"""

import fnmatch
import json
import os
import random
import re
import resource
import shlex
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import mutations

EVALUATION = ("accounts condition condition_operand each evaluate exception field field_value "
              "operator placeholder reach reason").split()
# Files of each module, and its tests in the order in which they run: NAME=REGEX for some of a bats
# file, NAME@REGEX where it is only for sources of that name.
MODULES = {
    "decoders": (["src/input/decode_*.c"],
                 "test_decode test_formats inputs.bats tricks.bats proofs.bats=encoding "
                 "layers.bats"),
    "csv": (["src/csv/*.c"],
            "test_rows test_csv_all test_reader rows.bats tricks.bats proofs.bats=surplus"),
    "model": (["src/model/*.c"],
              "test_column test_report test_reader test_output reexports.bats@reexport|reader|column "
              "list.bats golden.bats rows.bats time.bats@watch|instant outputs.bats "
              "proofs.bats=surplus@surplus"),
    "policy": (["src/policy/*.c"],
               "test_policy test_resolve test_evaluate broken.bats language.bats policy.bats "
               "exceptions.bats@exception packs.bats@resolve|yaml_write|cases|pack|coverage "
               "schema.bats@key|policy_read|rule_read"),
    "evaluation": (["src/policy/%s.c" % name for name in EVALUATION],
                   "test_evaluate test_resolve exceptions.bats@exception language.bats "
                   "policy.bats golden.bats broken.bats@condition_operand|each|placeholder|reach "
                   "proofs.bats=policies"),
}
# A test of bats cannot have a limit of its own: bats makes a process for it, for which `wait` in the
# test would wait. What loops for ever is ended by its processor time.
UNIT_SECONDS, BATS_SECONDS, CPU_SECONDS = 90, 600, 20
FILE_SIZE = 1 << 28
OUTCOMES = ["killed", "timeout", "survived", "equivalent", "does not compile"]


def known_survivors(path):
    """What mutants.txt says: a change's key, and the reason why no test can notice it."""
    known = {}
    with open(path, encoding="utf-8") as f:
        for block in re.sub(r"^#.*\n", "", f.read(), flags=re.M).strip().split("\n\n"):
            if block.strip():
                place, before, after, reason = block.strip().split("\n")
                file, function = place.split()
                known[file, function, before[2:], after[2:]] = reason.strip()
    return known


def files_of(srcdir, module):
    found = set()
    for root, _, names in os.walk(os.path.join(srcdir, "src")):
        for name in names:
            path = os.path.relpath(os.path.join(root, name), srcdir)
            if any(fnmatch.fnmatch(path, pattern) for pattern in MODULES[module][0]):
                found.add(path)
    if module == "policy":
        found -= set(MODULES["evaluation"][0])
    return sorted(found)


def limit_resources():
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_SIZE, FILE_SIZE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))


def run(command, seconds, env=None, cwd=None, stop=None):
    """True where it succeeds, False where it fails, None where it takes too long. A line for which
    stop is true ends it, and it failed."""
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                             errors="replace", env=env, cwd=cwd, stdin=subprocess.DEVNULL,
                             start_new_session=True, preexec_fn=limit_resources)
    late = threading.Event()

    def end():
        late.set()
        os.killpg(child.pid, signal.SIGKILL)

    timer = threading.Timer(seconds, end)
    timer.start()
    stopped = False
    try:
        for line in child.stdout:
            if stop is not None and stop(line):
                stopped = True
                os.killpg(child.pid, signal.SIGKILL)
                break
        child.wait()
    finally:
        timer.cancel()
        child.stdout.close()
    if late.is_set():
        return None
    return child.returncode == 0 and not stopped


class Builder:
    """The commands of the Makefile, with another source and another output."""

    def __init__(self, srcdir, build):
        self.srcdir, self.build, self.commands = srcdir, build, {}
        self.lock = threading.Lock()

    def command(self, target, changed):
        """What make would do for the target if a file had changed."""
        with self.lock:
            if target not in self.commands:
                said = subprocess.run(["make", "-n", "V=1", "-W", changed, target], cwd=self.build,
                                      capture_output=True, text=True, check=True).stdout
                lines = [line for line in said.splitlines() if " -o %s" % target in line]
                self.commands[target] = shlex.split(lines[-1].rstrip("&\\"))
            return list(self.commands[target])

    def compile(self, file, text, folder, extra=()):
        """The object of a changed source, or None."""
        target = file[:-2] + ".o"
        words = self.command(target, os.path.relpath(os.path.join(self.srcdir, file), self.build))
        out = os.path.join(folder, "changed" + (".s" if "-S" in extra else ".o"))
        source = os.path.join(folder, os.path.basename(file))
        with open(source, "w", encoding="utf-8") as f:
            f.write(text)
        kept = []
        for i, word in enumerate(words):
            drops = word.startswith(("-M", "-W", "-O")) or words[i - 1] in ("-MT", "-MF", "-o")
            if not drops and word not in ("-o", "-c") and not word.endswith(file):
                kept.append(word)
        done = subprocess.run([*kept, "-w", "-O0", *extra, *([] if "-S" in extra else ["-c"]),
                               "-o", out, source], cwd=self.build, capture_output=True,
                              check=False)
        return out if done.returncode == 0 else None

    def link(self, target, changed, folder):
        """A program with the changed object, or None."""
        words = self.command(target, "libmfa.a")
        out = os.path.join(folder, os.path.basename(target))
        at = words.index("-o")
        words[at + 1] = out
        words.insert(words.index("libmfa.a"), changed)
        words.append("-Wl,-S")
        done = subprocess.run(words, cwd=self.build, capture_output=True, check=False)
        return out if done.returncode == 0 else None

    def machine_code(self, file, text, folder):
        """What an optimizing compiler makes of it, without the places in the source."""
        flags = ["-S", "-O2", "-g0", "-fno-sanitize=all", "-U_FORTIFY_SOURCE"]
        out = self.compile(file, text, folder, flags)
        if out is None:
            return None
        with open(out, encoding="utf-8") as f:
            return re.sub(r"^\s*\.(file|loc|ident).*\n", "", f.read(), flags=re.M)


class Tests:
    """Runs tests on changed programs."""

    def __init__(self, builder, srcdir):
        self.builder, self.srcdir, self.good = builder, srcdir, {}
        self.lock = threading.Lock()

    def environment(self, folder):
        return dict(os.environ, MFA_CHECK=os.path.join(folder, "mfa-check"), srcdir=self.srcdir,
                    PROOFS="brief", CSV_LENGTH="4", CMOCKA_MESSAGE_OUTPUT="TAP", TMPDIR=folder,
                    ASAN_OPTIONS="hard_rss_limit_mb=1500")

    def passes(self, test, changed, folder):
        """True, False, or None where it takes too long."""
        name, _, names = test.partition("=")
        if not name.endswith(".bats"):
            program = self.builder.link("tests/unit/" + name, changed, folder)
            return program is not None and run([program], UNIT_SECONDS, self.environment(folder),
                                               folder)
        program = os.path.join(folder, "mfa-check")
        if not os.path.exists(program) and self.builder.link("mfa-check", changed, folder) is None:
            return False
        filters = ["--filter-tags", "!plain"] + (["--filter", names] if names else [])
        return run(["bats", "--tap", *filters, os.path.join(self.srcdir, "tests", name)],
                   BATS_SECONDS, self.environment(folder), folder,
                   lambda line: line.startswith("not ok"))

    def is_good(self, test, file, folder):
        """Whether the test passes without a change: else it proves nothing."""
        with self.lock:
            if test not in self.good:
                place = os.path.join(folder, "unchanged")
                os.makedirs(place, exist_ok=True)
                with open(os.path.join(self.srcdir, file), encoding="utf-8") as f:
                    changed = self.builder.compile(file, f.read(), place)
                self.good[test] = self.passes(test, changed, place) is True
                if not self.good[test]:
                    sys.exit("mutants: %s fails without any change" % test)


class Trial:
    """One worker's attempts, each in a clean folder."""

    def __init__(self, builder, tests, place, quick):
        self.builder, self.tests, self.place, self.quick = builder, tests, place, quick
        self.memory = os.path.join(place, "killers.json")
        self.killers = {}
        if os.path.exists(self.memory):
            with open(self.memory, encoding="utf-8") as f:
                self.killers = json.load(f)

    def remember(self, change, test):
        with self.tests.lock:
            self.killers[" ".join(change.key)] = test
            with open(self.memory, "w", encoding="utf-8") as f:
                json.dump(self.killers, f, indent=0, sort_keys=True)

    def order(self, module, change):
        """The tests to run, first the one that once failed."""
        chosen = []
        for test in MODULES[module][1].split():
            name, _, sources = test.partition("@")
            if re.search(sources, change.file) and not (self.quick and ".bats" in name):
                chosen.append(name)
        first = self.killers.get(" ".join(change.key))
        return sorted(chosen, key=lambda name: name != first)

    def attempt(self, module, change):
        """How it ended, and by which test."""
        folder = os.path.join(self.place, "%s-%d" % (threading.get_ident(), change.start))
        os.makedirs(folder, exist_ok=True)
        try:
            return self.attempt_in(folder, module, change)
        finally:
            subprocess.run(["rm", "-rf", folder], check=False)

    def attempt_in(self, folder, module, change):
        with open(os.path.join(self.builder.srcdir, change.file), encoding="utf-8") as f:
            source = f.read()
        changed = self.builder.compile(change.file, change.applied(source), folder)
        if changed is None:
            return "does not compile", ""
        for test in self.order(module, change):
            passed = self.tests.passes(test, changed, folder)
            if passed is True:
                continue
            self.tests.is_good(test, change.file, folder)
            self.remember(change, test)
            return ("timeout" if passed is None else "killed"), test
        same = self.builder.machine_code(change.file, source, folder) == \
            self.builder.machine_code(change.file, change.applied(source), folder)
        return ("equivalent", "the machine code is the same") if same else ("survived", "")


def sample(srcdir, module, options):
    """The changes to try, in the order of their places."""
    made = []
    for file in files_of(srcdir, module):
        if options["ONLY"] in file:
            with open(os.path.join(srcdir, file), encoding="utf-8") as f:
                made += mutations.mutations(file, f.read())
    count = len(made) if options["N"] == "all" else min(int(options["N"]), len(made))
    chosen = random.Random("%s/%s" % (options["SEED"], module)).sample(range(len(made)), count)
    return [made[i] for i in sorted(chosen)], len(made)


def show(change, outcome, reason):
    print("%s:%d: %s: %s, %s%s" % (change.file, change.line, change.function, change.kind, outcome,
                                   ": " + reason if reason else ""))
    print("- %s\n+ %s" % (change.before, change.after), flush=True)


def try_module(module, options, srcdir, trial, known):
    """A row of the table."""
    changes, total = sample(srcdir, module, options)
    counts, begin = Counter(), time.monotonic()
    with ThreadPoolExecutor(int(options["JOBS"])) as pool:
        for change, (outcome, by) in zip(changes, pool.map(lambda c: trial.attempt(module, c),
                                                           changes)):
            if outcome == "survived" and change.key in known:
                outcome, by = "equivalent", known[change.key]
            counts[outcome] += 1
            if outcome in ("survived", "timeout") or options["SHOW"] == "all":
                show(change, outcome, by)
    caught = counts["killed"] + counts["timeout"]
    score = 100.0 * caught / max(1, caught + counts["survived"])
    return [module, total, len(changes), *(counts[name] for name in OUTCOMES), "%.1f %%" % score,
            "%.0f s" % (time.monotonic() - begin)], score


def main():
    srcdir, build = (os.path.abspath(path) for path in sys.argv[1:3])
    options = {"N": "40", "SEED": "1", "MODULES": " ".join(MODULES), "ONLY": "",
               "JOBS": str(os.cpu_count() or 1), "SHOW": "", "SCORE": "90",
               "QUICK": ""}
    options.update(word.split("=", 1) for word in sys.argv[3:])
    place = os.path.abspath("mutants")
    os.makedirs(place, exist_ok=True)
    builder = Builder(srcdir, build)
    trial = Trial(builder, Tests(builder, srcdir), place, options["QUICK"] == "yes")
    known = known_survivors(os.path.join(srcdir, "tests", "mutants.txt"))
    rows, low = [], []
    for module in options["MODULES"].split():
        row, score = try_module(module, options, srcdir, trial, known)
        rows.append(row)
        if score < float(options["SCORE"]):
            low.append(module)
    shape = "%-11s %8s %6s %7s %8s %9s %11s %8s %8s %6s"
    print(shape % ("module", "possible", "tried", "killed", "timeout", "survived", "equivalent",
                   "no build", "score", "time"))
    for row in rows:
        print(shape % tuple(row))
    if low:
        sys.exit("mutants: less than %s %% were noticed: %s" % (options["SCORE"], " ".join(low)))


if __name__ == "__main__":
    main()
