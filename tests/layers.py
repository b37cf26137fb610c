#!/usr/bin/env python3
"""Damaged and odd layers of encoding, row by row of a catalogue; each with what it must get.

usage: layers.py ROW...   (1 to 41; what is whole has more forms in prove_encodings.py)

A case is (name, bytes, status, said): the exit status, and what the messages must name. Status 1
means that every row was judged: mallory fails. As an operand, on standard input and alone in a
folder a case gets the same status: nothing of these may be skipped there.
"""

import base64
import bz2
import gzip
import json
import lzma
import os
import struct
import sys
import tempfile
import zlib

from envelopes import (ENCODINGS, HCRC, cli_text, json_cli, member, squeeze, utf16, yaml_cli)
from gen import COLUMNS
from program import Tally, run

MALLORY, INCOMPLETE = 1, 3
B64 = base64.b64encode
RFC1952_RESERVED, METHOD_AT, FLAGS_AT = 0x80, 2, 3


def row(name, **cells):
    made = {c: "false" if c.endswith("_active") else "N/A" for c in COLUMNS}
    made.update(user=name, arn="arn:aws:iam::123456789012:user/" + name, password_enabled="false",
                user_creation_time="2020-01-02T03:04:05Z", **cells)
    return made


def report():
    password = {"password_enabled": "true", "password_last_used": "no_information",
                "password_last_changed": "2020-01-02T03:04:05Z"}
    rows = [row("root"), row("bob"), row("mallory")]
    for one in (rows[0], rows[2]):
        one.update(password)
    rows[0].update(user="<root_account>", arn="arn:aws:iam::123456789012:root", mfa_active="true",
                   password_next_rotation="not_supported")
    lines = [",".join(COLUMNS)] + [",".join(r[c] for c in COLUMNS) for r in rows]
    return "\n".join(lines).encode()


RAW = report()
GZ, ONE, ENVELOPE = squeeze(RAW), B64(RAW), json_cli(RAW)
HEAD = RAW.split(b"\n", 1)[0]


def flipped(data, at, bits=0xff):
    return data[:at] + bytes([data[at] ^ bits]) + data[at + 1:]


def with_header_crc(data, crc_off):
    """A member with FHCRC, its sum off by crc_off."""
    whole = member(data, HCRC)
    crc = struct.unpack("<H", whole[10:12])[0]
    return whole[:10] + struct.pack("<H", (crc + crc_off) & 0xffff) + whole[12:]


def nested(count):
    data = RAW
    for _ in range(count):
        data = squeeze(data)
    return data


def bomb(layers, size=1 << 27):
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    data = b"".join(packer.compress(bytes(1 << 20)) for _ in range(size >> 20)) + packer.flush()
    for layer in layers:
        data = layer(data)
    return data


def newlines():
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    first, rest = RAW.split(b"\n", 1)
    return (packer.compress(first + b"\n")
            + b"".join(packer.compress(b"\n" * (1 << 20)) for _ in range(64))
            + packer.compress(rest) + packer.flush())


# Rows 1 to 24 are whole; 24, standard input, is tried with each case.
WHOLE = ["raw", "gzip level 9", "base64", "base64 of 76", "base64 of 64, crlf", "json of the cli",
         "gzip of json", "base64 of gzip", "gzip of base64", "gzip twice", "base64 of base64", "bom",
         "crlf", "mixed line ends", "final newline", "blank lines", "gzip level 0",
         "gzip level 9", "gzip members of 300 bytes", "gzip members of 1 byte",
         "gzip empty members", "gzip all fields", "all quoted", "raw"]


def whole(number):
    form = WHOLE[number - 1]
    yield form, ENCODINGS[form](RAW), MALLORY, ""


def row_25():
    text = RAW.decode()
    for code in ("utf-16-le", "utf-16-be"):
        yield code + ", bom", utf16(code)(RAW), MALLORY, ""
        yield code + ", bom, of base64", utf16(code)(ONE), MALLORY, ""
        yield code + ", bom, of json", utf16(code)(ENVELOPE), MALLORY, ""
        yield code + ", no bom", text.encode(code), INCOMPLETE, "UTF-16"
        yield code + ", no bom, blank first", ("\n" + text).encode(code), INCOMPLETE, "UTF-16"
        yield code + ", no bom, of base64", ONE.decode().encode(code), INCOMPLETE, "UTF-16"
        yield code + ", no bom, of json", ENVELOPE.decode().encode(code), INCOMPLETE, "UTF-16"
        yield code + ", odd byte", utf16(code)(RAW)[:-1], INCOMPLETE, "at byte"
        yield code + ", base64 of no bom", B64(text.encode(code)), INCOMPLETE, "UTF-16"
    yield "half a pair", utf16("utf-16-le")(RAW) + b"\0\xd8a\0", INCOMPLETE, "surrogate"
    yield "utf-32", ("\ufeff" + text).encode("utf-32-le"), INCOMPLETE, "UTF-32"


def row_26():
    for keep in [1, 2, 5, 10, len(GZ) // 2] + [len(GZ) - n for n in range(1, 9)]:
        yield "gzip cut at %d" % keep, GZ[:keep], INCOMPLETE, "truncated" if keep > 1 else ""


def row_27():
    yield "crc", flipped(GZ, len(GZ) - 8), INCOMPLETE, "damaged"
    yield "isize", flipped(GZ, len(GZ) - 1), INCOMPLETE, "damaged"
    # The last bits before the CRC are padding, and so without meaning.
    for at in range(40, len(GZ) - 9, 50):
        yield "a bit at %d" % at, flipped(GZ, at, 16), INCOMPLETE, ""


def row_28():
    for rest in (b"garbage", b"\n", b"\x1f", b"\nx,y\n", RAW):
        yield "%r after a member" % rest[:9], GZ + rest, INCOMPLETE, "byte %d" % len(GZ)
    yield "empty member, then rows", gzip.compress(b"") + RAW, INCOMPLETE, "followed by other data"


def row_29():
    yield "512 zeros", GZ + bytes(512), MALLORY, "zero bytes"


def row_30():
    yield "second member cut", GZ + member(RAW)[:60], INCOMPLETE, "truncated"
    yield "second member damaged", GZ + flipped(member(RAW), 60), INCOMPLETE, ""


def row_31():
    yield "method", flipped(GZ, METHOD_AT), INCOMPLETE, "method"
    yield "reserved flags", flipped(GZ, FLAGS_AT, RFC1952_RESERVED), INCOMPLETE, "flags"
    yield "good header crc", with_header_crc(RAW, 0), MALLORY, ""
    yield "bad header crc", with_header_crc(RAW, 1), INCOMPLETE, "header crc"


def row_32():
    yield "zlib", zlib.compress(RAW), INCOMPLETE, "zlib"
    yield "zlib, best", zlib.compress(RAW, 9), INCOMPLETE, "zlib"
    yield "bzip2", bz2.compress(RAW), INCOMPLETE, "bzip2"
    yield "xz", lzma.compress(RAW), INCOMPLETE, "xz"
    yield "zip", b"PK\3\4\x14\0\0\0" + bytes(40), INCOMPLETE, "zip"
    yield "zstd", b"\x28\xb5\x2f\xfd\4\0\1\0\0", INCOMPLETE, "zstd"
    yield "7z", b"7z\xbc\xaf\x27\x1c\0\4", INCOMPLETE, "7z"
    yield "gpg", b"\x85\1\x0c\3" + bytes(range(8)), INCOMPLETE, "OpenPGP"
    yield "gpg -a", b"-----BEGIN PGP MESSAGE-----\n\nhQEMA\n", INCOMPLETE, "PGP"
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    yield "raw deflate", packer.compress(RAW) + packer.flush(), INCOMPLETE, ""
    yield "base64 of xz", B64(lzma.compress(RAW)), INCOMPLETE, "xz"


def row_33():
    yield "8 layers", nested(8), MALLORY, ""
    yield "20 layers", nested(20), INCOMPLETE, "8 layers"


def row_34():
    yield "zeros", bomb([]), INCOMPLETE, ""
    yield "zeros, gzip twice", bomb([squeeze]), INCOMPLETE, ""
    yield "zeros, gzip three times", bomb([squeeze, squeeze]), INCOMPLETE, ""
    yield "zeros, base64", bomb([B64]), INCOMPLETE, ""


def row_35():
    yield "newlines", newlines(), MALLORY, ""


def row_36():
    yield "a thousand to one, twice", bomb([squeeze]), INCOMPLETE, ""


def row_37():
    yield "bad character", ONE[:200] + b"*" + ONE[200:], INCOMPLETE, "byte 200"
    yield "NUL", ONE[:200] + b"\0" + ONE[200:], INCOMPLETE, "byte 200"
    bare = ONE.rstrip(b"=")
    padded = B64(RAW + b"\n" * (1 - len(RAW) % 3 if len(RAW) % 3 < 2 else 2))
    yield "padding", padded, MALLORY, ""
    yield "no padding", padded.rstrip(b"="), INCOMPLETE, "truncated"
    yield "half the padding", padded[:-1], INCOMPLETE, "truncated"
    yield "padding too many", padded + b"=", INCOMPLETE, "cannot stand there"
    yield "one symbol left over", bare[:len(bare) // 4 * 4] + b"A", INCOMPLETE, "truncated"
    yield "tail bits", padded[:-3] + b"h==", INCOMPLETE, "'='"
    half = RAW.index(b"\n") + 3
    yield "padding in the middle", B64(RAW[:half]) + B64(RAW[half:]), MALLORY, ""
    yield "URL alphabet", ONE[:200] + b"_-" + ONE[202:], INCOMPLETE, "byte 200"
    yield "quotes", b'"' + ONE + b'"', MALLORY, ""
    yield "an open quote", b'"' + ONE, INCOMPLETE, "quote"
    yield "Content: before it", b"Content: " + ONE, INCOMPLETE, "cut"
    yield "BOM", b"\xef\xbb\xbf" + ONE, MALLORY, ""


def row_38():
    yield "cut on a border", ONE[:len(ONE) // 2 // 4 * 4], INCOMPLETE, ""


def row_39():
    yield "text", cli_text(RAW), MALLORY, ""
    yield "two lines", cli_text(RAW) * 2, MALLORY, ""
    yield "the second cut", cli_text(RAW) + cli_text(RAW)[:200], INCOMPLETE, ""
    yield "no time", cli_text(RAW).replace(b"2026", b"then"), INCOMPLETE, "time"
    yield "another format", cli_text(RAW).replace(b"text/csv", b"text/xml"), INCOMPLETE, "text/csv"


def row_40():
    content = ONE.decode()
    for name, at in (("mid-string", 300), ("after Content", ENVELOPE.index(b"==") + 3
                                           if b"==" in ENVELOPE else len(ONE)),
                     ("before }", ENVELOPE.rindex(b"}"))):
        yield "cut " + name, ENVELOPE[:at], INCOMPLETE, "JSON"
    for name, value in (("no", None), ("null", {"Content": None}), ("a number", {"Content": 7}),
                        ("nested", {"a": {"Content": content}})):
        text = json.dumps({"GeneratedTime": "2026-09-11T13:15:19Z", **(value or {})}).encode()
        yield name + " Content", text, INCOMPLETE, "Content"
    yield "empty Content", b'{"Content": ""}', INCOMPLETE, "empty"
    both = '{"Content": "%s", "Content": "%s"}' % (content, content)
    yield "duplicate Content", both.encode(), INCOMPLETE, "duplicate"
    yield "nested besides", ('{"Content": "%s", "a": {"Content": "x"}}' % content).encode(), \
        INCOMPLETE, "more than one"
    yield "two", ENVELOPE * 2, MALLORY, ""
    yield "the second cut", ENVELOPE + ENVELOPE[:300], INCOMPLETE, "JSON"
    yield "junk after it", ENVELOPE + b"junk", INCOMPLETE, "followed by other data"
    yield "deep", b'{"Content": ' + b"[" * 100000, INCOMPLETE, "depth"
    yield "\\/", ENVELOPE.replace(b"/", b"\\/"), MALLORY, ""
    yield "\\u", ENCODINGS["json, \\u"](RAW), MALLORY, ""
    yield "plain", ENCODINGS["json, plain content"](RAW), MALLORY, ""
    yaml = yaml_cli(RAW)
    yield "yaml, cut", yaml[:300], INCOMPLETE, "cut"
    yield "yaml, deep", yaml + b"a: " + b"[" * 100000, INCOMPLETE, "nested"
    yield "yaml, junk", yaml + b"junk\n", INCOMPLETE, "YAML"
    yield "yaml, alias", yaml + b"a: &x [y]\nb: *x\n", INCOMPLETE, "alias"
    yield "yaml, duplicate", yaml.split(b"\n")[0] + b"\n" + yaml, INCOMPLETE, "second time"
    yield "yaml, null", b"Content: null\nGeneratedTime: 'x'\n", INCOMPLETE, "Content"
    yield "table, cut", ENCODINGS["table"](RAW)[:-9], INCOMPLETE, "table"


def row_41():
    state = {"State": "STARTED", "Description": "No report exists. Starting a new one"}
    yield "STARTED", json.dumps(state).encode(), INCOMPLETE, "STARTED"
    yield "STARTED, yaml", b"Description: none yet\nState: STARTED\n", INCOMPLETE, ""
    yield "STARTED, yaml first", b"State: STARTED\n", INCOMPLETE, "STARTED"
    yield "STARTED, table", (b"-----------------------------\n|  GenerateCredentialReport |\n"
                             b"+-------------+-------------+\n|  Description|  None so far|\n"
                             b"|  State      |  STARTED    |\n+-------------+-------------+\n"), \
        INCOMPLETE, "STARTED"
    yield "error text", (b"\nAn error occurred (AccessDenied) when calling the "
                         b"GetCredentialReport operation: no\n"), INCOMPLETE, "AccessDenied"
    yield "HTML", b"<!DOCTYPE html><html><title>403 Forbidden</title></html>", INCOMPLETE, "HTML"


def try_case(tally, number, case, folder):
    name, data, status, said = case
    path = os.path.join(folder, "input")
    with open(path, "wb") as f:
        f.write(data)
    for where, made in (("file", run(["-f", "ndjson", path])),
                        ("stdin", run(["-f", "ndjson"], data)),
                        ("folder", run(["-f", "ndjson", folder]))):
        text = "row %d, %s, %s: " % (number, name, where)
        tally.check(made.status == status, text + "status %d, not %d: %s"
                    % (made.status, status, made.err[:300]))
        tally.check(said.lower() in made.err.decode(errors="replace").lower(),
                    text + "%r is not named: %s" % (said, made.err[:300]))
        if status == MALLORY:
            failed = {u for u, _, outcome in made.verdicts() if outcome == "fail"}
            tally.check(failed == {"mallory"}, text + "failing: %s" % failed)


def cases(number):
    return whole(number) if number <= len(WHOLE) else globals()["row_%d" % number]()


def main():
    numbers = [int(word) for word in sys.argv[1:]]
    tally = Tally("rows " + " ".join(sys.argv[1:]))
    with tempfile.TemporaryDirectory() as folder:
        for number in numbers:
            for case in cases(number):
                try_case(tally, number, case, folder)
                tally.count("cases")
    tally.finish()


if __name__ == "__main__":
    main()
