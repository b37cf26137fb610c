#!/usr/bin/env python3
"""Make the seeds of the fuzz harnesses: seeds.py SRCDIR FOLDER writes FOLDER/NAME/*.

Everything is made from the tree's own text fixtures, so no encoded file is kept. Dictionaries
(FOLDER/NAME.dict) are made from the tables of the program.
"""

import glob
import os
import random
import re
import sys


def read(*parts):
    with open(os.path.join(*parts), "rb") as file:
        return file.read()


def put(folder, harness, name, data):
    os.makedirs(f"{folder}/{harness}", exist_ok=True)
    with open(f"{folder}/{harness}/{name}", "wb") as file:
        file.write(data)


def put_dictionary(folder, harness, words):
    def quoted(word):
        return "".join(c if 32 <= ord(c) < 127 and c not in '"\\' else f"\\x{ord(c):02x}"
                       for c in word)
    os.makedirs(folder, exist_ok=True)
    with open(f"{folder}/{harness}.dict", "w", encoding="ascii") as file:
        file.writelines(f'"{quoted(word)}"\n' for word in sorted(set(words)) if word)


def policy(source, folder):
    """Texts (an even first byte), and bytes that choose a made policy (an odd one)."""
    words = ["$", "@", "|\n", ">-\n", "---\n", "...\n", "%YAML 1.1\n", "&a ", "*a", "!!str ",
             "<<: ", "\n=====\n", "\n  - ", ": ", "extends: [base]\n", "# "]
    for table in ("fields", "operators", "words", "policy_keys", "frameworks"):
        text = read(source, f"src/policy/{table}.def").decode()
        words += re.findall(r'"([a-z_/0-9.-]+)"', text)
        words += [f"{key}: " for key in re.findall(r"_KEY\(([a-z]+), (?:true|false)", text)]
    put_dictionary(folder, "policy", words)
    for path in glob.glob(f"{source}/tests/broken/*.yaml"):
        # Those that extend a pack take a hundred times as long as others.
        if b"builtin:" not in read(path):
            put(folder, "policy", os.path.basename(path), b"0" + read(path))
    rng = random.Random(1)
    for i in range(400):
        put(folder, "policy", f"made-{i}", b"1" + rng.randbytes(rng.choice([20, 60, 150, 400])))


def report(source):
    """A small report: the sample's first lines."""
    path = glob.glob(f"{source}/testdata/status_reports_*.csv")[0]
    return b"".join(read(path).splitlines(keepends=True)[:6])


def csv(source, folder):
    """Bytes for the separator, the reads and the lane, and lines."""
    put_dictionary(folder, "csv", ['"', '""', ',"', '",', '" ', "\r\n", "\n", "\r", "\0",
                                   "\u00ef\u00bb\u00bf", "\t", " "])
    quoted = b"".join(b'"%s"\n' % line.replace(b",", b'","')
                      for line in report(source).splitlines())
    texts = [report(source), quoted, b'a,"b,c"\r\n"d""e", f\n', b'"open\nnext"\n',
             b"a;b\tc\r\r\n",
             b' "a" , b \n\n"x"y\n', b"," * 600 + b"\n", b'"\xef\xbb\xbf"\n\xef\xbb\xbfa\n']
    for number, text in enumerate(texts):
        for first in range(3):
            choices = bytes([first, number % 4, (number + first) % 4])
            put(folder, "csv", f"{number}-{first}", choices + text)


def envelopes(source, folder):
    """Every form that people store (an even first byte), and bytes that choose layers."""
    words = ["Content", "GeneratedTime", "ReportFormat", "text/csv", "- ", "---\n", "\t", "|",
             "+-", "-----BEGIN ", "-----END ", "\u001f\u008b\u0008", "\u00ff\u00fe", "{", "}", "\"",
             "\\u0041", "=", "==\n", "#TYPE ", "null", "~", "!!binary |\n", "&a ", "*a"]
    put_dictionary(folder, "envelopes", words)
    sys.path.insert(0, f"{source}/tests")
    from envelopes import ENCODINGS  # pylint: disable=import-outside-toplevel
    raw = report(source).strip()
    rows = raw + b"\n" + raw.split(b"\n")[1] + b"\n" + raw.split(b"\n")[2]
    for number, form in enumerate(ENCODINGS.values()):
        put(folder, "envelopes", f"form-{number}", b"0" + form(rows))
    rng = random.Random(2)
    for i in range(300):
        put(folder, "envelopes", f"made-{i}", b"1" + rng.randbytes(rng.choice([20, 40, 80])))


def whole(_, folder):
    """Bytes that choose a policy and a report."""
    rng = random.Random(3)
    for i in range(300):
        put(folder, "whole", f"made-{i}", rng.randbytes(rng.choice([50, 200, 600])))


def outputs(_, folder):
    """Bytes that choose facts and their texts."""
    rng = random.Random(4)
    for i in range(200):
        put(folder, "outputs", f"made-{i}", rng.randbytes(rng.choice([50, 200, 500])))


def main(source, folder):
    for make in (policy, csv, envelopes, whole, outputs):
        make(source, folder)


if __name__ == "__main__":
    main(*sys.argv[1:])
