#!/usr/bin/env python3
"""kill -9 at random moments: there is the old output or the whole new one, and nothing beside it.

The kernel has no call that puts a nameless file in the place of another, so between linkat(2) and
rename(2) the finished file stands beside the old one. A kill that falls just there leaves it: only
whole, and of many kills at most one in a hundred; of few, chance decides.

usage: prove_kill.py [short|long|KILLS]
"""

import os
import random
import subprocess
import tempfile
import time

import gen
from program import PROGRAM, Tally, size_argument

OLD = b"old\n"
MANY = 500
FORMATS = ("csv", "ndjson", "sarif")


def start(folder, out):
    return subprocess.Popen([PROGRAM, "-q", "-o", out, "r.csv"], cwd=folder,
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def whole_outputs(folder):
    """The new output of each format, and how long a run takes."""
    new, slowest = {}, 0.0
    for name in FORMATS:
        begin = time.monotonic()
        start(folder, "new." + name).wait()
        slowest = max(slowest, time.monotonic() - begin)
        with open(os.path.join(folder, "new." + name), "rb") as f:
            new[name] = f.read()
    return new, slowest


def kill_once(folder, name, delay):
    """The output, and what else is in its folder, after a run that was killed."""
    place = os.path.join(folder, "d")
    out = os.path.join(place, "out." + name)
    with open(out, "wb") as f:
        f.write(OLD)
    child = start(folder, out)
    time.sleep(delay)
    child.kill()
    child.wait()
    with open(out, "rb") as f:
        found = f.read()
    os.unlink(out)
    left = []
    for other in os.listdir(place):
        with open(os.path.join(place, other), "rb") as f:
            left.append(f.read())
        os.unlink(os.path.join(place, other))
    return found, left


def main():
    tally, rng = Tally("kill"), random.Random("kill")
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "r.csv"), "wb") as f:
            f.write(gen.report(3000, "kill"))
        os.mkdir(os.path.join(folder, "d"))
        new, slowest = whole_outputs(folder)
        kills, leftovers = size_argument(60, MANY), 0
        for _ in range(kills):
            name = rng.choice(FORMATS)
            # A third of them near the end, where the file takes its name.
            delay = slowest * (rng.uniform(0.8, 1.2) if rng.random() < 0.3 else rng.random())
            found, left = kill_once(folder, name, delay)
            tally.check(found in (OLD, new[name]), "torn: %d bytes of %d" % (len(found),
                                                                           len(new[name])))
            tally.check(all(data == new[name] for data in left), "a part was left behind")
            leftovers += len(left)
            tally.count("old" if found == OLD else "new")
        if kills >= MANY:
            tally.check(leftovers <= kills // 100, "%d files left behind" % leftovers)
        print("# left behind between linkat and rename: %d of %d" % (leftovers, kills))
    tally.finish()


if __name__ == "__main__":
    main()
