#!/usr/bin/env python3
"""The environment changes no byte of what is printed and written: locales, zones, widths, limits of
the library, umasks, and no environment at all.

usage: prove_environments.py [short|long]

Locales are made for it by localedef, so that they are there; where it or its sources are not, or
in the short form, there are fewer of them. To add an environment, add a row.
"""

import os
import shutil
import subprocess
import sys
import tempfile

from corpus_make import CLEAN, Policy, line, password, report
from program import PROGRAM, Tally, clean_environment, side_by_side, size_argument

# Locale, its source, its charmap, what tells that it is in force: keyword and value.
LOCALES = [
    ("tr_TR.UTF-8", "tr_TR", "UTF-8", "decimal_point", ","),
    ("de_DE.ISO-8859-1", "de_DE", "ISO-8859-1", "thousands_sep", "."),
    ("ar_SA.UTF-8", "ar_SA", "UTF-8", "charmap", "UTF-8"),
    ("ja_JP.EUC-JP", "ja_JP", "EUC-JP", "charmap", "EUC-JP"),
    ("fa_IR.UTF-8", "fa_IR", "UTF-8", "charmap", "UTF-8"),
]
# Each is added to a plain environment; None takes a variable away.
ENVIRONMENTS = [{"LC_ALL": one[0]} for one in LOCALES] + [
    {"LC_ALL": None, "LC_CTYPE": "tr_TR.UTF-8", "LC_NUMERIC": "de_DE.ISO-8859-1"},
    {"LC_ALL": "C"}, {"LC_ALL": "POSIX"}, {"LC_ALL": "C.UTF-8"},
    {"LC_ALL": None, "LANG": "nowhere_NO.bogus", "LANGUAGE": "de:tr"},
    {"TZ": ""}, {"TZ": "Asia/Kathmandu"}, {"TZ": "America/St_Johns"}, {"TZ": ":/etc/passwd"},
    {"TZ": "XXX-24:59:59YYY,0/0,365/0"}, {"TZ": "x" * 5000}, {"TZ": "../../etc/shadow"},
    {"COLUMNS": "1"}, {"COLUMNS": "0"}, {"COLUMNS": "100000"}, {"COLUMNS": "abc"},
    {"COLUMNS": "-7", "LINES": "1"}, {"TERM": "bogus"}, {"TERM": None, "COLUMNS": ""},
    {"HOME": None, "USER": None, "PATH": None}, {"HOME": "/nowhere", "TMPDIR": "/nowhere"},
    {"PWD": "/nowhere", "OLDPWD": "x" * 5000},
    {"MALLOC_PERTURB_": "85"}, {"MALLOC_PERTURB_": "255", "MALLOC_CHECK_": "3"},
    {"MALLOC_ARENA_MAX": "1", "LD_BIND_NOW": "1"}, {"POSIXLY_CORRECT": "1"},
    {"GCONV_PATH": "/nowhere", "NLSPATH": "/nowhere/%N", "LOCPATH": "/nowhere"},
    {"EMPTY": ""}, {"x" * 1000: "y" * 100000}, {"UMASK": "077"}, {"UMASK": "000"}, {"NOTHING": ""},
]
# What is run: it reads and writes files of the folder, and prints whatever there is to print.
COMMANDS = [
    ["-f", "table", "r"], ["-v", "-f", "csv", "bad.csv", "folder"], ["-f", "ndjson", "bad.csv", "r"],
    ["-p", "cis-aws-6.0", "-f", "sarif", "-o", "out.sarif", "--all", "r"], ["-p", "p.yaml", "r"],
    ["list", "--columns=all", "r"], ["--help"], ["nowhere", "-f", "csv:out.csv"], ["--tag=x", "r"],
    ["rules", "list"], ["policy", "check", "p.yaml"],
]


def lay_out(folder):
    """A report with names and times that a locale or a zone could change; what is broken."""
    os.mkdir(os.path.join(folder, "folder"))
    for name, data in (
            ("r", report(password("INGRID"), line("i,j").replace("i,j", "ij"), password("title"))),
            ("bad.csv", report(password("Zo\u00eb"), line("x", mfa_active="TRU\u0130"), "x\x01")),
            ("folder/a", CLEAN), ("folder/note", "Gr\u00fc\u00dfe, \u0130\u0131".encode()),
            ("p.yaml", Policy("severity: low", "severity: \u0131ow").data)):
        path = os.path.join(folder, name)
        with open(path, "wb") as f:
            f.write(data)
        os.utime(path, (1720000000, 1720000000))  # what an age is measured at


def make_locales(folder, count):
    """The names of those that could be made and are in force."""
    made = []
    if not shutil.which("localedef") or not shutil.which("locale"):
        return made
    for name, source, charmap, keyword, value in LOCALES[:count]:
        subprocess.run(["localedef", "-c", "-i", source, "-f", charmap,
                        os.path.join(folder, name)], check=False, capture_output=True)
        said = subprocess.run(["locale", keyword], check=False, capture_output=True, text=True,
                              env=dict(os.environ, LC_ALL=name, LOCPATH=folder))
        if said.stdout.strip() == value and not said.stderr:
            made.append(name)
    return made


def environment(changes, locales):
    if "NOTHING" in changes:
        return {}
    made = dict(clean_environment(), LOCPATH=locales)
    made.update(changes)
    return {name: value for name, value in made.items() if value is not None}


def answers(changes, locales, inputs):
    """What each command gives: status, both streams, and the files it left."""
    program = os.path.abspath(PROGRAM) if os.sep in PROGRAM else shutil.which(PROGRAM)
    given = []
    for command in COMMANDS:
        with tempfile.TemporaryDirectory() as parent:
            folder = os.path.join(parent, "work")
            shutil.copytree(inputs, folder, copy_function=shutil.copy2)
            # umask is of the process: a shell sets it, so that no other run sees it.
            shell = ["/bin/sh", "-c", 'umask "$UMASK"; exec "$@"', "sh"]
            done = subprocess.run(
                [*(shell if "UMASK" in changes else []), program, *command], cwd=folder,
                env=environment(changes, locales), stdin=subprocess.DEVNULL, capture_output=True,
                check=False)
            left = {}
            for name in sorted(os.listdir(folder)):
                if name.startswith("out"):
                    with open(os.path.join(folder, name), "rb") as f:
                        left[name] = f.read()
            given.append((done.returncode, done.stdout, done.stderr, left))
    return given


def shown(changes):
    return " ".join("%s=%s" % (n[:20], v if v is None else v[:30]) for n, v in changes.items())


def main():
    count = size_argument(2, len(LOCALES), 1)
    tally = Tally("environments")
    with tempfile.TemporaryDirectory() as folder:
        locales, inputs = os.path.join(folder, "locales"), os.path.join(folder, "inputs")
        os.mkdir(locales)
        os.mkdir(inputs)
        lay_out(inputs)
        made = make_locales(locales, count)
        print("# locales made and in force: %s; not tried: %s" % (
            " ".join(made) or "none", " ".join(n for n, *_ in LOCALES if n not in made) or "none"))
        tried = [c for c in ENVIRONMENTS if c.get("LC_ALL") in (None, "C", "POSIX", "C.UTF-8", *made)]
        plain = answers({}, locales, inputs)
        found = side_by_side(lambda changes: answers(changes, locales, inputs), tried)
        for changes, given in zip(tried, found):
            for command, got, want in zip(COMMANDS, given, plain):
                tally.check(got == want, "%s, %s: %r, not %r"
                            % (shown(changes), " ".join(command), got, want))
            tally.count("environments")
        statuses = [status for status, *_ in plain]
        tally.check(statuses == [1, 3, 3, 3, 2, 0, 0, 3, 2, 0, 2], "statuses: %s" % statuses)
    tally.finish()


if __name__ == "__main__":
    sys.exit(main())
