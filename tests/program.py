"""Running mfa-check, for the proof scripts."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

PROGRAM = os.environ.get("MFA_CHECK", "mfa-check")
COMPLETE = (0, 1)


class Run:
    """One finished run: exit status, and the NDJSON lines by type."""

    def __init__(self, status, out, err):
        self.status, self.out, self.err = status, out, err

    def events(self, kind=None):
        made = [json.loads(line) for line in self.out.splitlines()]
        return made if kind is None else [e for e in made if e["type"] == kind]

    @property
    def summary(self):
        return self.events()[-1]

    def verdicts(self):
        """The set of (user, rule, outcome)."""
        return {(e["user"], e["rule"], e["outcome"]) for e in self.events("result")}


def clean_environment():
    kept = {n: v for n, v in os.environ.items() if not n.startswith("MFA_CHECK_")}
    return dict(kept, LC_ALL="C")


def run(arguments, data=None, read_size=None, directory=None):
    environment = clean_environment()
    if read_size:
        environment["MFA_CHECK_READ_SIZE"] = str(read_size)
    done = subprocess.run([PROGRAM, *arguments], input=data if data is not None else b"",
                          capture_output=True, env=environment, check=False,
                          cwd=directory)
    return Run(done.returncode, done.stdout, done.stderr)


def judge(data, *arguments, read_size=None):
    """Judge bytes given on standard input."""
    return run(["-f", "ndjson", "--stdin-name=input", *arguments], data, read_size)


def side_by_side(function, items):
    """function over items on all processors, results in order (the work is in children)."""
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        yield from pool.map(function, items)


# A process takes over the peak of the one that started it when it calls exec, so the figure for a
# child of Python would be Python's. This starter is small, and reports its own child.
STARTER = r"""
#include <sys/resource.h>
#include <sys/wait.h>
#include <stdio.h>
#include <unistd.h>
int main(int argc, char **argv)
{
	struct rusage used;
	int status = 0;
	FILE *report = fopen(argv[1], "w");
	pid_t pid = fork();
	if (pid == 0) {
		execvp(argv[2], argv + 2);
		_exit(127);
	}
	wait4(pid, &status, 0, &used);
	fprintf(report, "%d %ld %.2f\n", WIFEXITED(status) ? WEXITSTATUS(status) : 128, used.ru_maxrss,
		used.ru_utime.tv_sec + used.ru_stime.tv_sec +
		(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6);
	return argc < 3 || fclose(report);
}
"""


class Starter:
    """Runs a program and tells its peak of memory and its time on a processor; folder None: runs
    it as it is, and both are 0."""

    def __init__(self, folder):
        self.path = folder and os.path.join(folder, "starter")
        if folder:
            source = self.path + ".c"
            with open(source, "w", encoding="ascii") as f:
                f.write(STARTER)
            subprocess.run([os.environ.get("CC", "cc"), "-o", self.path, source], check=True)

    def command(self, command, told):
        """What to run; it leaves in the file told what result() gives."""
        return [self.path, told, *command]

    @staticmethod
    def result(told):
        """(status, KiB, seconds)"""
        with open(told, encoding="ascii") as f:
            status, kib, seconds = f.read().split()
        return int(status), int(kib), float(seconds)

    def run(self, command, told, **streams):
        if not self.path:
            return subprocess.run(command, check=False, **streams).returncode, 0, 0
        subprocess.run(self.command(command, told), check=True, **streams)
        return self.result(told)


class Tally:
    """Counts what was tried and prints the first differences."""

    def __init__(self, name):
        self.name, self.tried, self.failed, self.counts = name, 0, 0, {}

    def count(self, what):
        self.counts[what] = self.counts.get(what, 0) + 1

    def check(self, good, text):
        """One comparison; text says what differs."""
        self.tried += 1
        if good:
            return
        self.failed += 1
        if self.failed <= 20:
            print("# differs: " + text)

    def finish(self):
        for what in sorted(self.counts, key=str):
            print("# %s: %d" % (what, self.counts[what]))
        print("%s: %d compared, %d differences" % (self.name, self.tried, self.failed))
        sys.exit(1 if self.failed or not self.tried else 0)


def size_argument(short, long, brief=None):
    """The script's only argument: "short" (the default), "long" or a number. Where the program is
    slow, as one with sanitizers is, PROOFS=brief makes a brief form of the short one."""
    word = sys.argv[1] if len(sys.argv) > 1 else "short"
    if os.environ.get("PROOFS") == "brief" and brief is not None:
        short = brief
    named = {"short": short, "long": long}
    return named[word] if word in named else int(word)
