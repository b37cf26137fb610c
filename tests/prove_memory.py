#!/usr/bin/env python3
"""The peak of memory does not depend on how long the input is, nor on the format of the output.

usage: prove_memory.py [short|long|MEGABYTES]   (1 MB is compared with each larger size)
"""

import base64
import os
import subprocess
import sys
import tempfile
import zlib

import gen
from program import PROGRAM, Starter, Tally, size_argument

MOST, APART = 12 * 1024, 512  # KiB
FORMATS = ("table", "ndjson", "json", "sarif", "markdown", "junit", "github", "prom", "ocsf", "gcc")
ALL_FORMATS = [word for name in FORMATS for word in ("-f", name + ":/dev/null")]
ALL_FORMATS_MB = 10  # each row is written ten times
BLOCK = 1 << 20


def blocks(size):
    """A report of at least size bytes in pieces of about 1 MiB; every name in it is new."""
    head, *rows = gen.report(BLOCK // 165, "memory").split(b"\n")
    yield head + b"\n" + rows[0] + b"\n"
    piece = b"".join(named(row) + b"\n" for row in rows[1:])
    for number in range(-(-size // len(piece))):
        yield piece.replace(b"NNNNNN", b"%06d" % number)


def named(row):
    """The row with a place for the block's number in its name, user and ARN alike."""
    user, rest = row.split(b",", 1)
    return user + b"-NNNNNN," + rest.replace(b"/" + user + b",", b"/" + user + b"-NNNNNN,", 1)


def raw(pieces):
    yield from pieces


def gzipped(pieces):
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    for piece in pieces:
        yield packer.compress(piece)
    yield packer.flush()


def wrapped(pieces):
    rest = b""
    for piece in pieces:
        rest += piece
        whole = len(rest) // 57 * 57
        yield base64.encodebytes(rest[:whole])
        rest = rest[whole:]
    yield base64.encodebytes(rest)


def peak(start, folder, stream, outputs):
    """(status, peak in KiB, rows) of judging the stream from standard input."""
    report, out = os.path.join(folder, "report"), os.path.join(folder, "out")
    command = start.command([PROGRAM, "-v", "-f", "csv", *outputs], report)
    with open(out, "w+b") as err:
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                              stderr=err) as child:
            for piece in stream:
                child.stdin.write(piece)
            child.stdin.close()
        err.seek(0)
        said = err.read()
    status, used, _ = start.result(report)
    found = [w for w in said.split() if w.startswith(b"rows=")]
    return status, used, int(found[-1][5:]) if found else said


def steady_peak(start, folder, form, size, first, outputs):
    """The peak nearest to the first size's of at most three tries: which pages of the libraries
    are in memory at the time is the kernel's business, and differs by some 100 KiB."""
    best = None
    for _ in range(3):
        found = peak(start, folder, form(blocks(size << 20)), outputs)
        if best is None or (first and abs(found[1] - first) < abs(best[1] - first)):
            best = found
        if first is None or abs(best[1] - first) <= APART:
            break
    return best


def compare(tally, folder, form, sizes, outputs=()):
    """The peak with each size, against that with the first."""
    start, first = Starter(folder), None
    for size in sizes:
        status, used, rows = steady_peak(start, folder, form, size, first, outputs)
        first = first or used
        text = "%s%s, %d MB: %d KiB, %s rows, status %d" % (
            form.__name__, ", all formats" if outputs else "", size, used, rows, status)
        print("# " + text, flush=True)
        tally.check(status in (0, 1), text)
        tally.check(used <= MOST, text + ": more than %d KiB" % MOST)
        tally.check(abs(used - first) <= APART, text + ": not as with 1 MB")


def main():
    megabytes = size_argument([100], [100, 2048])
    sizes = [1] + (megabytes if isinstance(megabytes, list) else [megabytes])
    tally = Tally("memory")
    with tempfile.TemporaryDirectory() as folder:
        for form in (raw, gzipped, wrapped):
            compare(tally, folder, form, sizes)
        compare(tally, folder, raw, [1, ALL_FORMATS_MB], ALL_FORMATS)
    tally.finish()


if __name__ == "__main__":
    sys.exit(main())
