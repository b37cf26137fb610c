"""The corpus of hostile input: one table of cases. To add a case, add a row.

A number is that of the row in the catalogue of hostile input (0: of none). The bytes are given as
an operand, on standard input and alone in a folder, and have to get the same in all three; a dict
is a folder of files; a Policy is given with a report on which its rule fails one user.

What is not given is not compared. What every case has to get is in corpus_run.py.
"""

import bz2
import hashlib
import json
import lzma
import zlib
from typing import NamedTuple

from corpus_make import (
    B64, CLEAN, FLAGS_AT, GZ, HEAD, MEBIBYTE, METHOD_AT, ONE, POLICY, RAW, RFC1952_RESERVED,
    Policy, Stream, around, changed, dumped, each_line, empty_member, flipped, in_base64,
    json_rows, line, long_field, many_envelopes, many_json_rows, many_rows, nested, newlines, other,
    packed, padded, password, policy_of, raw_deflate, report, root, row_object, text,
    with_header_crc, zeros, zlib_of)
from envelopes import ENCODINGS, cli_table, cli_text, json_cli, member, squeeze, utf16, yaml_cli


class Case(NamedTuple):
    number: int
    name: str
    data: object            # bytes, a Stream, what makes either, a dict, a Policy
    status: int
    says: object = ()       # a text, or several, that the messages hold, in any letter case
    fails: str = None       # users, in order
    unknown: str = None     # of results: users, in order
    judged: int = None
    rejected: int = None
    errors: str = None      # lines of the problems of that level, in order
    warnings: str = None
    lines: str = None       # of the results that fail
    reports: int = None
    skipped: int = None
    options: tuple = ()
    heavy: bool = False     # not in the suite: `make corpus`
    kib: int = 65536
    seconds: int = 5

    def __str__(self):
        return "%d, %s" % (self.number, self.name)


def good(number, name, data, **more):
    """RAW in some form: every row is judged, mallory fails."""
    return Case(number, name, data, 1, **{"fails": "mallory", "judged": 3, "rejected": 0, **more})


def bad(number, name, data, says="", **more):
    """It cannot be read, or not to its end."""
    return Case(number, name, data, 3, says, **more)


def rejected(number, name, row, says="", **more):
    """The row on line 4 is rejected, and those around it are judged."""
    return Case(number, name, around(row), 3, says, fails="mallory", judged=3, rejected=1,
                errors="4", **more)


def unreadable(number, column, value, unknown="", **cells):
    """The cell is a defect; the row is judged, and unknown where a rule needs the cell."""
    cells[column] = value
    return Case(number, "%s is %r" % (column, value[:40]), around(password("x", **cells)), 3,
                column, fails="mallory", unknown=unknown, judged=4, rejected=0, errors="4")


def readable(number, column, value):
    row = password("x", mfa_active="true", **{column: value})
    return Case(number, "%s is %r" % (column, value), report(row), 0, judged=2, rejected=0)


def refused(number, name, policy, *says):
    """A policy that is none."""
    return Case(number, "policy, " + name, policy, 2, ("p.yaml:", *says))


def beside(number, name, data, says=(), **more):
    """In a folder with a clean report it is never passed over."""
    return Case(number, "in a folder, " + name, {"a.csv": CLEAN, "b": data}, 3,
                ("in/b", *([says] if isinstance(says, str) else says)), skipped=0, **more)


def foreign(number, name, data, **more):
    """In a folder with a report it is skipped with a warning, and counted."""
    return Case(number, "in a folder, " + name, {"a.csv": RAW, "b": data}, 1, "in/b",
                fails="mallory", judged=3, skipped=1, **more)


# Layers of encoding, rows 1 to 41.

# Rows 1 to 24 are whole; 24, standard input, is tried with each case.
WHOLE = ["raw", "gzip level 9", "base64", "base64 of 76", "base64 of 64, crlf", "json of the cli",
         "gzip of json", "base64 of gzip", "gzip of base64", "gzip twice", "base64 of base64",
         "bom", "crlf", "mixed line ends", "final newline", "blank lines", "gzip level 0",
         "gzip level 9", "gzip members of 300 bytes", "gzip members of 1 byte",
         "gzip empty members", "gzip all fields", "all quoted", "raw"]
CODES = ("utf-16-le", "utf-16-be")
TEXT = RAW.decode()
ENVELOPE = json_cli(RAW)
YAML = yaml_cli(RAW)
CONTENT = ONE.decode()
BARE = ONE.rstrip(b"=")
HALF = RAW.index(b"\n") + 3


def envelope(**members):
    return json.dumps({"GeneratedTime": "2026-09-11T13:15:19Z", **members}).encode()


LAYERS = [good(number, form, ENCODINGS[form](RAW)) for number, form in enumerate(WHOLE, 1)] + [
    case for code in CODES for case in [
        good(25, code + ", bom", utf16(code)(RAW)),
        good(25, code + ", bom, of base64", utf16(code)(ONE)),
        good(25, code + ", bom, of json", utf16(code)(ENVELOPE)),
        bad(25, code + ", no bom", TEXT.encode(code), "UTF-16"),
        bad(25, code + ", no bom, blank first", ("\n" + TEXT).encode(code), "UTF-16"),
        bad(25, code + ", no bom, of base64", CONTENT.encode(code), "UTF-16"),
        bad(25, code + ", no bom, of json", ENVELOPE.decode().encode(code), "UTF-16"),
        bad(25, code + ", odd byte", utf16(code)(RAW)[:-1], "at byte"),
        bad(25, code + ", base64 of no bom", B64(TEXT.encode(code)), "UTF-16"),
    ]
] + [
    bad(25, "half a pair", utf16("utf-16-le")(RAW) + b"\0\xd8a\0", "surrogate"),
    bad(25, "utf-32", ("\ufeff" + TEXT).encode("utf-32-le"), "UTF-32"),
    bad(26, "only 1f", GZ[:1]),
] + [
    bad(26, "gzip cut at %d" % keep, GZ[:keep], "truncated")
    for keep in [2, 5, 10, len(GZ) // 2] + [len(GZ) - n for n in range(1, 9)]
] + [
    bad(27, "crc", flipped(GZ, len(GZ) - 8), "damaged", fails="mallory"),
    bad(27, "isize", flipped(GZ, len(GZ) - 1), "damaged", fails="mallory"),
] + [
    # The last bits before the CRC are padding, and so without meaning.
    bad(27, "a bit at %d" % at, flipped(GZ, at, 16)) for at in range(40, len(GZ) - 9, 50)
] + [
    bad(28, "%r after a member" % rest[:9], GZ + rest, "byte %d" % len(GZ), fails="mallory")
    for rest in (b"garbage", b"\n", b"\x1f", b"\nx,y\n", RAW)
] + [
    bad(28, "empty member, then rows", empty_member() + RAW, "followed by other data"),
    good(29, "512 zeros", GZ + bytes(512), says="zero bytes"),
    bad(30, "second member cut", GZ + member(RAW)[:60], "truncated", fails="mallory"),
    bad(30, "second member damaged", GZ + flipped(member(RAW), 60), fails="mallory"),
    bad(31, "method", flipped(GZ, METHOD_AT), "method"),
    bad(31, "reserved flags", flipped(GZ, FLAGS_AT, RFC1952_RESERVED), "flags"),
    good(31, "good header crc", with_header_crc(RAW, 0)),
    bad(31, "bad header crc", with_header_crc(RAW, 1), "header crc"),
    bad(32, "zlib", zlib.compress(RAW), "zlib"),
    bad(32, "zlib, best", zlib.compress(RAW, 9), "zlib"),
    bad(32, "bzip2", bz2.compress(RAW), "bzip2"),
    bad(32, "bzip2, its magic only", b"BZh91AY&SY", "bzip2"),
    bad(32, "xz", lzma.compress(RAW), "xz"),
    bad(32, "xz, its magic only", b"\xfd7zXZ\0\0", "xz"),
    bad(32, "zip", b"PK\3\4\x14\0\0\0" + bytes(40), "zip"),
    bad(32, "zip, empty", b"PK\5\6" + bytes(18), "zip"),
    bad(32, "zip in base64, large", B64(b"PK\3\4" + b"x" * 400000), "zip"),
    bad(32, "tar", b"r.csv" + bytes(252) + b"ustar\x0000" + bytes(500), "tar"),
    bad(32, "zstd", b"\x28\xb5\x2f\xfd\4\0\1\0\0", "zstd"),
    bad(32, "7z", b"7z\xbc\xaf\x27\x1c\0\4", "7z"),
    bad(32, "compress", b"\x1f\x9d\x90user", "compress"),
    bad(32, "gpg", b"\x85\1\x0c\3" + bytes(range(8)), "OpenPGP"),
    bad(32, "gpg -a", b"-----BEGIN PGP MESSAGE-----\n\nhQEMA\n", "PGP"),
    bad(32, "raw deflate", raw_deflate(RAW), "raw deflate"),
    bad(32, "raw deflate, stored", raw_deflate(RAW, 0), "raw deflate"),
    bad(32, "raw deflate of base64", raw_deflate(ONE), "raw deflate"),
    bad(32, "raw deflate, many rows", raw_deflate(report(*[password("mallory")] * 1000)),
        "raw deflate"),
    bad(32, "base64 of raw deflate", B64(raw_deflate(RAW)), "raw deflate"),
    bad(32, "zlib of a small window", zlib_of(RAW, 9), "zlib"),
    bad(32, "base64 of xz", B64(lzma.compress(RAW)), "xz"),
    bad(32, "PDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF"),
    good(33, "8 layers", nested(8)),
    bad(33, "9 layers", nested(9), "8 layers"),
    bad(33, "20 layers", nested(20), "8 layers"),
    bad(34, "16 MiB of zeros, gzip", packed(zeros(16))),
    bad(34, "16 MiB of zeros, gzip twice", packed(packed(zeros(16)))),
    bad(34, "16 MiB of zeros, gzip three times", packed(packed(packed(zeros(16))))),
    bad(34, "16 MiB of zeros, base64 of gzip", in_base64(packed(zeros(16)))),
    bad(34, "1 GiB of zeros, gzip", packed(zeros(1024)), heavy=True),
    bad(34, "1 GiB of zeros, gzip twice", packed(packed(zeros(1024))), heavy=True),
    bad(34, "1 GiB of zeros, gzip three times", packed(packed(packed(zeros(1024)))), heavy=True),
    bad(34, "1 GiB of zeros, base64 of gzip", in_base64(packed(zeros(1024))), heavy=True),
    bad(34, "64 MiB of zeros", zeros(64)),
    good(35, "64 MiB of newlines", newlines()),
    good(35, "64 MiB of newlines, gzip", packed(newlines(), 1)),
    good(37, "padding", padded()),
    bad(37, "bad character", ONE[:200] + b"*" + ONE[200:], "byte 200"),
    bad(37, "NUL", ONE[:200] + b"\0" + ONE[200:], "byte 200"),
    bad(37, "no padding", padded().rstrip(b"="), "truncated"),
    bad(37, "half the padding", padded()[:-1], "truncated"),
    bad(37, "padding too many", padded() + b"=", "cannot stand there"),
    bad(37, "one symbol left over", BARE[:len(BARE) // 4 * 4] + b"A", "truncated"),
    bad(37, "tail bits", padded()[:-3] + b"h==", "'='"),
    good(37, "padding in the middle", B64(RAW[:HALF]) + B64(RAW[HALF:])),
    bad(37, "URL alphabet", ONE[:200] + b"_-" + ONE[202:], "byte 200"),
    good(37, "quotes", b'"' + ONE + b'"'),
    bad(37, "an open quote", b'"' + ONE, "quote"),
    bad(37, "Content: before it", b"Content: " + ONE, "cut"),
    good(37, "BOM", b"\xef\xbb\xbf" + ONE),
    bad(38, "cut on a border", ONE[:len(ONE) // 2 // 4 * 4]),
    good(39, "text", cli_text(RAW)),
    good(39, "two lines", cli_text(RAW) + cli_text(other(RAW)), fails="mallory mary", judged=6),
    bad(39, "the second cut", cli_text(RAW) + cli_text(RAW)[:200]),
    bad(39, "no time", cli_text(RAW).replace(b"2026", b"then"), "time"),
    bad(39, "another format", cli_text(RAW).replace(b"text/csv", b"text/xml"), "text/csv"),
    bad(39, "two on one line", cli_text(CLEAN).rstrip() + cli_text(RAW)),
    bad(39, "two parted by CR", cli_text(CLEAN).rstrip() + b"\r" + cli_text(RAW)),
    bad(39, "base64 behind the time", B64(CLEAN) + b"\t2026-09-11T13:15:19Z\t" + ONE),
] + [
    bad(37, "armour that ends in %d bytes" % len(end),
        b"-----BEGIN CERTIFICATE-----\n" + B64(CLEAN) + b"\n" + end)
    for end in (b"-----END CERTIFICATE-----" + ONE, b"-----END CERTIFIC", b"")
] + [
    bad(37, "armour that has no begin", B64(CLEAN) + b"\n-----END CERTIFICATE-----\n"),
    bad(40, "cut mid-string", ENVELOPE[:300], "JSON"),
    bad(40, "cut after Content", ENVELOPE[:ENVELOPE.index(b"ReportFormat") - 3], "JSON"),
    bad(40, "cut before }", ENVELOPE[:ENVELOPE.rindex(b"}")], "JSON"),
    bad(40, "no Content", envelope(), "Content"),
    bad(40, "null Content", envelope(Content=None), "Content"),
    bad(40, "a number as Content", envelope(Content=7), "Content"),
    bad(40, "nested Content", envelope(a={"Content": CONTENT}), "Content"),
    bad(40, "empty Content", envelope(Content=""), "empty"),
    bad(40, "an empty object", b"{}"),
    bad(40, "an empty list", b"[]"),
    bad(40, "duplicate Content", b'{"Content": "%s", "Content": "%s"}' % (ONE, ONE),
        "duplicate"),
    bad(40, "Content twice, one in a list", envelope(Content=B64(CLEAN).decode(),
                                                    x=[{"Content": CONTENT}]), "more than one"),
    bad(40, "Content twice, one in lower case",
        envelope(Content=B64(CLEAN).decode(), content=CONTENT), "more than one"),
    bad(40, "a number as time", b'{"Content": "%s", "GeneratedTime": 1789132519}' % ONE,
        "GeneratedTime", fails="mallory"),
    bad(40, "a comma before }", ENVELOPE.replace(b'"\n}', b'",\n}'), "JSON"),
    good(40, "two", ENVELOPE + json_cli(other(RAW)), fails="mallory mary", judged=6, reports=2),
    bad(40, "a page, then an envelope", b'{"Content": "<html>"}\n' + ENVELOPE, "HTML",
        fails="mallory"),
    bad(40, "the second cut", ENVELOPE + ENVELOPE[:300], "JSON", fails="mallory"),
    bad(40, "junk after it", ENVELOPE + b"junk", "followed by other data", fails="mallory"),
    bad(40, "deep", b'{"Content": ' + b"[" * 100000, "depth"),
    bad(40, "lists only, deep", b"[" * 5000),
    good(40, "\\/", ENVELOPE.replace(b"/", b"\\/")),
    good(40, "\\u", ENCODINGS["json, \\u"](RAW)),
    good(40, "plain", ENCODINGS["json, plain content"](RAW)),
    bad(40, "yaml, cut", YAML[:300], "cut"),
    bad(40, "yaml, deep", YAML + b"a: " + b"[" * 100000, "nested"),
    bad(40, "yaml, junk", YAML + b"junk\n", "YAML"),
    bad(40, "yaml, alias", YAML + b"a: &x [y]\nb: *x\n", "alias"),
    bad(40, "yaml, duplicate", YAML.split(b"\n")[0] + b"\n" + YAML, "second time"),
    bad(40, "yaml, null", b"Content: null\nGeneratedTime: 'x'\n", "Content"),
    bad(40, "table, cut", ENCODINGS["table"](RAW)[:-9], "table"),
    bad(41, "STARTED", envelope(State="STARTED", Description="No report exists."), "STARTED"),
    bad(41, "INPROGRESS, indented", b'{\n    "State": "INPROGRESS"\n}\n', "INPROGRESS"),
    bad(41, "STARTED, yaml", b"Description: none yet\nState: STARTED\n"),
    bad(41, "STARTED, yaml first", b"State: STARTED\n", "STARTED"),
    bad(41, "STARTED, table", (b"-----------------------------\n|  GenerateCredentialReport |\n"
                               b"+-------------+-------------+\n|  Description|  None so far|\n"
                               b"|  State      |  STARTED    |\n+-------------+-------------+\n"),
        "STARTED"),
] + [
    bad(41, "error text, " + code, b"\nAn error occurred (%s) when calling the "
        b"GetCredentialReport operation: no\n" % code.encode(), code)
    for code in ("AccessDenied", "ReportNotPresent", "ReportInProgress", "ReportExpired")
] + [
    bad(41, "HTML", b"<!DOCTYPE html><html><title>403 Forbidden</title></html>", "HTML"),
    bad(41, "HTML without a type", b"<html><body>403</body></html>", "HTML"),
]

# Rows as JSON, as Steampipe prints them.

ROWS = json_rows()
LIST, OBJECT = dumped(ROWS), row_object(ROWS, metadata={"rows_returned": 3})

JSON_ROWS = [
    good(0, "rows, a list", LIST),
    good(0, "rows, a list on one line", json.dumps(ROWS, separators=(",", ":")).encode()),
    good(0, "rows, with sorted names", json.dumps(ROWS, sort_keys=True).encode()),
    good(0, "rows, in an object", OBJECT),
    good(0, "rows, in an object, first", dumped({"rows": ROWS, "metadata": None})),
    good(0, "rows, under AWS's names",
         dumped([dict(zip(HEAD.split(","), row.split(","))) for row in TEXT.split("\n")[1:]])),
    good(0, "rows, blank lines around", b"\n\n " + LIST + b"\n\n"),
    good(0, "rows, a BOM first", b"\xef\xbb\xbf" + LIST),
    good(0, "rows, gzip", squeeze(LIST)),
    good(0, "rows, UTF-16", utf16("utf-16-le")(LIST)),
    good(0, "rows, two lists", LIST + b"\n" + dumped(json_rows(other(RAW))), judged=6, reports=2,
         fails="mallory mary"),
    good(0, "rows, a list, then an object", LIST + row_object(json_rows(other(RAW))), judged=6,
         reports=2, fails="mallory mary"),
    good(0, "rows, escapes", LIST.replace(b"mallory", b"\\u006dallor\\u0079")),
    good(0, "rows, nested and other columns", dumped(json_rows(
        _ctx={"connection_name": "aws"}, tags=["a,b"], n=1.5, account_id="123456789012"))),
    Case(0, "rows, a comma and quotes in a cell", dumped(changed(
        ROWS, 2, user_name="a,b", user_arn='arn:aws:iam::123456789012:user/"x"/a,b')), 1,
         fails="a,b", judged=3),
    bad(0, "rows, none", b'[ ]'),
    bad(0, "rows, none in an object", row_object(ROWS).split(b'"rows"')[0] + b'"rows": []}',
        "no rows"),
    bad(0, "rows, null in an object", row_object(ROWS).split(b'"rows"')[0] + b'"rows": null}',
        "no rows"),
    bad(0, "rows, a null that must not be", dumped(changed(ROWS, 2, mfa_active=None)), "mfa_active",
        unknown="mallory", errors="4"),
    bad(0, "rows, a text for a word", dumped(changed(ROWS, 2, mfa_active="maybe")), "mfa_active",
        unknown="mallory", errors="4"),
    bad(0, "rows, a number for a word", dumped(changed(ROWS, 2, mfa_active=1)), "mfa_active",
        unknown="mallory", errors="4"),
    bad(0, "rows, a list for a word", dumped(changed(ROWS, 2, mfa_active=[])), "mfa_active",
        unknown="mallory", errors="4"),
    bad(0, "rows, an empty cell under AWS's names", dumped(
        [dict(zip(HEAD.split(","), row.replace("N/A", "").split(",")))
         for row in TEXT.split("\n")[1:]]), 'access_key_1_last_rotated is ""'),
    bad(0, "rows, one lacks a member", dumped(changed(ROWS, 1, lacking="password_last_used")),
        "row 2 of the JSON has other members", fails="mallory", judged=2, rejected=1),
    bad(0, "rows, one has another member", dumped(changed(ROWS, 1, more="x")),
        "row 2 of the JSON has other members", fails="mallory", judged=2, rejected=1),
    bad(0, "rows, a line end in a cell", dumped(changed(
        ROWS, 1, access_key_1_last_used_region="us\neast")), "0x1a", fails="mallory", judged=2,
        rejected=1),
    bad(0, "rows, a row within a cell", dumped(changed(ROWS, 1, user_name="bob\r" + line("eve"))),
        fails="mallory", judged=2, rejected=1),
    bad(0, "rows, NUL in a cell", dumped(changed(ROWS, 1, user_name="b\0b")), "NUL"),
    bad(0, "rows, a member twice", LIST.replace(b'"mfa_active": false',
                                               b'"mfa_active": false, "mfa_active": true'),
        "duplicate"),
    bad(0, "rows, cut in a row", LIST[:-200], "JSON", judged=2),
    bad(0, "rows, cut behind a row", LIST[:-2], "truncated", fails="mallory", judged=3),
    bad(0, "rows, cut behind the rows", OBJECT[:OBJECT.rindex(b"metadata") - 3], "truncated",
        fails="mallory", judged=3),
    bad(0, "rows, a comma too many", LIST[:-1] + b",]", "comma", fails="mallory", judged=3),
    bad(0, "rows, no comma", LIST.replace(b"},", b"}", 1), "comma"),
    bad(0, "rows, one is a list", LIST[:-1] + b", []]", "object", fails="mallory", judged=3),
    bad(0, "rows, junk behind", LIST + b"junk", "the end, or more rows", fails="mallory", judged=3),
    bad(0, "rows, an unknown member beside", row_object(ROWS, Rows=ROWS), '"Rows"',
        fails="mallory", judged=3),
    bad(0, "rows, twice in an object", b'{"rows": %s, "rows": %s}' % (LIST, LIST), '"rows"',
        fails="mallory", judged=3),
    bad(0, "rows, one object alone", dumped(ROWS[0])),
    bad(0, "rows, a row of 1 MiB", dumped(changed(ROWS, 1, password_status="x" * MEBIBYTE)),
        "512 KiB", judged=1),
    bad(0, "rows, a cell of 100 KiB", dumped(changed(ROWS, 1, password_status="x" * 102400)),
        fails="mallory", rejected=1),
    bad(0, "rows, 1,000 members", dumped([{**ROWS[0], **{"m%d" % i: 1 for i in range(1000)}}]),
        "members"),
    bad(0, "rows, 100,000 lists deep", LIST[:-1] + b"," + b'{"a":' + b"[" * 100000, "depth",
        fails="mallory", judged=3),
    bad(0, "rows, many that are empty", LIST[:-1] + b",{}" * 20000 + b"]", "other members",
        fails="mallory", judged=3, rejected=20000),
    Case(0, "rows, 20,000", many_json_rows(20000), 1, judged=20001, rejected=0),
    Case(0, "rows, 200 MB", many_json_rows(200000), 1, judged=200001, rejected=0, heavy=True,
         seconds=20),
    beside(0, "rows in JSON whose names come late", dumped([{"x": "y" * 600, **ROWS[0]}])),
    foreign(0, "JSON of another kind", b'[{"user": "ann", "text": "hello"}]'),
    # Each is below the cap, all together are not.
    Case(40, "envelopes of 130 MiB", many_envelopes(
        30, json_cli(report(*[password("mallory")] * 20000))), 1, judged=30 * 20001, reports=30,
         heavy=True, seconds=20),
    bad(40, "an envelope of 80 MiB", Stream(lambda: iter(
        [b'{"Content": "', b"A" * (80 * MEBIBYTE), b'"}'])), "longer than 64 MiB", kib=192 * 1024,
        heavy=True),
]

# The shape of CSV, rows 42 to 61.

SEVERAL = "user,arn,password_enabled,mfa_active,additional_credentials_info\n" \
    "<root_account>,arn:aws:iam::123456789012:root,true,true,\n" \
    "bob,arn:aws:iam::123456789012:user/bob,true,false,"
BENCHMARK = b"\n".join(b",".join(row.split(b",")[at] for at in (0, 3, 7))
                       for row in RAW.split(b"\n"))

PARTED = text(HEAD, root(), "", line("bob"), "", password("mallory"))

SHAPES = [
    bad(42, "empty", b"", "empty"),
    bad(42, "only newlines", b"\n\n"),
    bad(42, "only blanks", b" \n \n\n"),
    bad(42, "only a BOM", b"\xef\xbb\xbf", "empty"),
    bad(42, "a header only", text(HEAD)),
    bad(42, "a header only, with a newline", text(HEAD, "")),
    bad(42, "a header cut", HEAD[:60].encode()),
    bad(42, "a header of one word", b"user"),
    bad(42, "the second report without a row", RAW + b"\n" + HEAD.encode(), fails="mallory"),
    bad(43, "no header", RAW.split(b"\n", 1)[1]),
] + [
    bad(43, "%r first" % first, first + b"\n" + RAW, fails="mallory", errors="1")
    for first in (b"# exported", b"sep=,", b"#TYPE", b"# TYPE System.Object")
] + [
    bad(44, "no root row", text(HEAD, password("mallory")), "root", fails="mallory", judged=1),
    rejected(45, "two cells", "x,arn:aws:iam::123456789012:user/x"),
    rejected(45, "a cell too many", line("x") + ",N/A"),
    rejected(45, "an empty cell too many", line("x") + ","),
    rejected(45, "one cell", "x"),
] + [
    rejected(45, "surplus cells: " + why, row, why) for row, why in (
        (line("x,y", arn="arn:aws:iam::123456789012:user/x"), 'does not end in the user "x,y"'),
        (line("x, y"), "blanks or quotes"),
        (line("x", mfa_active="yes,no"), "expected the ARN of an IAM user"),
        (line("x,y", arn="N/A"), "no cell behind the user begins an ARN"),
        (line("x,y", mfa_active="yes"), 'mfa_active would be "yes"'),
        (line("x,y", password_enabled="not_supported"),
         'password_enabled would be "not_supported"'),
        (line("x,<y>", arn="arn:aws:iam::123456789012:user/x"), 'user is "x,<y>"'))
] + [
    bad(45, "surplus cells and a column of its own",
        each_line(report(line("x,y")), b",note", b",n"), errors="3"),
    Case(45, "a row that poses as a header", text(
        "user,arn,password_enabled,mfa_active",
        "<root_account>,arn:aws:iam::123456789012:root,true,true",
        "z1,arn:aws:iam::123456789012:user/a,user,mfa_active,b/z1,true,false",
        "z2,arn:aws:iam::123456789012:user/a,<root_account>,true,b/z2,true,false",
        "bob,arn:aws:iam::123456789012:user/bob,true,false"), 3, fails="bob", rejected=2,
         reports=1),
] + [
    bad(46, "the last row cut at %d" % keep, report(password("mallory"), line("x")[:keep]),
        fails="mallory", errors="4", rejected=1) for keep in (10, 60, 120)
] + [
    bad(47, "the last cell cut by %d" % cut, RAW[:-cut], fails="mallory", errors="4", judged=3)
    for cut in (1, 2, 3)
] + [
    Case(48, "cut between rows", RAW[:RAW.rindex(b"\n") + 1], 0, "rows=2", judged=2,
         options=("-v",)),
    good(49, "an extra column", each_line(RAW, b",comment", b",x"), says="comment"),
    good(49, "two extra columns of one name", each_line(RAW, b",note,note", b",a,b")),
    good(49, "additional_credentials_info, empty",
         each_line(RAW, b",additional_credentials_info", b",")),
    good(50, "columns in another order", b"\n".join(
        b",".join(row.split(b",")[7:] + row.split(b",")[:7]) for row in RAW.split(b"\n"))),
    good(51, "the benchmark's own columns", BENCHMARK, options=("--rule=console-mfa",)),
    bad(51, "a column that a rule needs", BENCHMARK.replace(b"mfa_active", b"mfa_on"),
        "mfa_active", fails=""),
    bad(52, "a column twice", each_line(RAW, b",mfa_active", b",true"), "mfa_active", fails=""),
    good(52, "names in upper case", text(HEAD.upper()) + RAW[len(HEAD):]),
    good(52, "blanks around names", text(HEAD.replace(",", " , ")) + RAW[len(HEAD):]),
    good(53, "a repeated header", text(RAW, other(RAW)), fails="mallory mary", lines="4 8",
         judged=6, reports=2),
    good(53, "a repeated header behind a BOM", text(RAW, b"\xef\xbb\xbf" + other(RAW)),
         fails="mallory mary", judged=6, reports=2),
    good(54, "a glued header", RAW + other(RAW), fails="mallory mary", lines="4 7", judged=6,
         reports=2),
    good(54, "a glued header behind a BOM", RAW + b"\xef\xbb\xbf" + other(RAW),
         fails="mallory mary", judged=6, reports=2),
    good(54, "glued reports whose last cell is empty", SEVERAL.encode() * 2, fails="bob bob",
         judged=4, reports=2),
    good(54, "a second report of other columns", RAW + b"\n" + other(BENCHMARK), judged=6,
         fails="mallory mary", reports=2, options=("--rule=console-mfa",)),
    good(55, "semicolons", RAW.replace(b",", b";")),
    good(55, "TABs", RAW.replace(b",", b"\t")),
    good(56, "lines that end in CR", RAW.replace(b"\n", b"\r")),
    bad(56, "CR within a cell", report(
        line("x").replace(",false", ",fal\rse", 1), password("mallory")), fails="mallory",
        errors="3 4"),
    rejected(57, "an open quote, first cell", '"' + line("x")),
    rejected(57, "an open quote, last cell", line("x")[:-3] + '"N/A'),
    rejected(57, "an open quote, in the middle", line("x").replace(",false", ',"false', 1)),
    bad(57, "an open quote in the last row", report(password("mallory"), '"' + line("x")),
        fails="mallory", errors="4"),
    rejected(57, "a stray quote", line('x"y')),
    rejected(57, "text behind a closing quote", line("x").replace(",false", ',"false"x', 1)),
    bad(58, "a newline within quotes", report(
        line("before"), line("x").replace(",N/A", ',"N\n/A"', 1), password("mallory")),
        fails="mallory", errors="4 5", rejected=2),
    rejected(58, "ESC", line("x", access_key_1_last_used_region="us\033[31m")),
    rejected(58, "SOH in a name", line("x\1")),
    rejected(58, "DEL", line("x", access_key_1_last_used_service="s\x7f3")),
    rejected(58, "NUL", line("x").replace("false", "fa\0lse", 1)),
    rejected(58, "a hole of 4 KiB", bytes(4096)),
    bad(58, "a tail of NUL", RAW + b"\n" + bytes(512), fails="mallory", judged=3, errors="5"),
    bad(58, "^Z at the end", RAW + b"\n\x1a", fails="mallory", judged=3, errors="5"),
    rejected(59, "Latin-1", line("cafE").encode().replace(b"E", b"\xe9")),
    rejected(59, "an overlong form", line("xE").encode().replace(b"E", b"\xc0\xaf")),
    rejected(59, "half a surrogate pair", line("xE").encode().replace(b"E", b"\xed\xa0\x80")),
    rejected(60, "a field of 1 MiB", b"a" * MEBIBYTE + b",arn:aws:iam::123456789012:user/x"),
    rejected(60, "a row of 100,000 columns", "," * 100000, "longer than 64 KiB"),
    bad(60, "a header of 100,000 columns", each_line(RAW, b"," * 100000), "longer than 64 KiB"),
    bad(60, "a header of 100,000 names", text(",".join("c%d" % i for i in range(100000))), "c0,c1"),
    bad(60, "a field of 64 MiB", long_field(64), "longer than 64 KiB", fails="mallory", judged=3,
        errors="4"),
    bad(60, "a field of 1 GiB", long_field(1024), "longer than 64 KiB", fails="mallory", judged=3,
        errors="4", heavy=True),
    bad(60, "a field of 1 GiB, gzip", packed(long_field(1024)), "longer than 64 KiB",
        fails="mallory", errors="4", heavy=True),
    Case(61, "100,000 rows", many_rows(100000), 1, judged=100001, rejected=0),
    good(0, "blank lines count", PARTED, lines="6"),
    good(0, "blank lines count, CRLF", PARTED.replace(b"\n", b"\r\n"), lines="6"),
    Case(0, "one row without a newline", report(), 0, judged=1),
]

# Values, rows 62 to 70.

BAD_DATES = (
    "2026-02-30T00:00:00Z 2023-02-29T00:00:00Z 1900-02-29T00:00:00Z 2026-13-01T00:00:00Z "
    "2026-00-01T00:00:00Z 2026-01-00T00:00:00Z 2026-01-32T00:00:00Z 2026-01-01T24:00:01Z "
    "2026-01-01T25:00:00Z 2026-01-01T00:60:00Z 2026-01-01T00:00:61Z 2026-01-01T00:00:00 "
    "2026-01-01T00:00:00+25:00 2026-01-01T00:00:00+00:60 2026-01-01T00:00:00+00 "
    "2026-01-01T00:00:00+0000 2026-01-01T00:00Z 2026-1-1T00:00:00Z 26-01-01T00:00:00Z 01/02/2026 "
    "1767225600 46023 46023.5 10000-01-01T00:00:00Z -2026-01-01T00:00:00Z 2026-01-01T00:00:00ZZ "
    "2026-01-01T00:00:00.Z \uff12\uff10\uff12\uff16-01-01T00:00:00Z never none not_applicable 0 "
    "false").split() + ["", "2026-01-01T00:00:00Z" + "0" * 5000]
DATES = [c for c in HEAD.split(",") if c.endswith(("_time", "_used", "_changed", "_rotation",
                                                   "_rotated", "_date"))]


def bad_date(value):
    """In each column of dates, one row for each; no rule needs one."""
    rows = [password("x%d" % i, mfa_active="true", **{c: value}) for i, c in enumerate(DATES)]
    at = " ".join(str(3 + i) for i in range(len(rows)))
    return Case(64, "a date that is %r" % value[:30], report(*rows), 3, DATES, fails="", unknown="",
                judged=1 + len(rows), rejected=0, errors=at)


VALUES = [
    unreadable(62, "mfa_active", value, "x") for value in
    "yes 1 0 N/A no_information tru truee null not_supported".split() + [""]
] + [
    unreadable(62, "password_enabled", value, "x", mfa_active="false") for value in
    "yes 1 N/A not_supported tru".split() + [""]
] + [
    Case(62, "password_enabled cannot make a failure", around(
        password("x", password_enabled="yes", mfa_active="true")), 3, fails="mallory", unknown=""),
    good(62, "TRUE and FALSE", RAW.replace(b"true", b"TRUE").replace(b",false", b",FALSE")),
    good(63, "blanks around cells", RAW.replace(b",", b" , ")),
    Case(63, "quotes behind blanks", RAW.replace(b",false", b',  "false"'), 1, fails="mallory"),
] + [bad_date(value) for value in BAD_DATES] + [
    unreadable(64, "user_creation_time", value, mfa_active="true")
    for value in ("N/A", "no_information", "not_supported")
] + [
    Case(64, "an unreadable cell is told", report(line("x", user_creation_time=BAD_DATES[0])), 3,
         ("user_creation_time", BAD_DATES[0]), errors="3"),
] + [
    readable(65, "user_creation_time", value) for value in (
        "2016-11-21T18:44:00+00:00 2024-04-22T19:47:52Z 2024-02-29T23:59:59Z 2000-02-29T00:00:00Z "
        "2020-01-01T05:45:00+05:45 2020-01-01T00:00:00-10:00 2020-01-01T00:00:00.123Z "
        "2020-01-01T00:00:00.123456789Z 2016-12-31T23:59:60Z 2038-01-19T03:14:08Z "
        "2106-02-07T06:28:16Z 1969-12-31T23:59:59Z").split()
] + [
    readable(65, column, value) for column, value in (
        ("password_last_used", "No_Information"), ("password_last_used", "N/A"),
        ("password_next_rotation", "n/a"))
] + [
    Case(66, "a key from the future", report(line(
        "x", access_key_1_active="true", access_key_1_last_rotated="2031-01-01T00:00:00Z")), 3,
         warnings="3", unknown="x",
         options=("-p", "cis-aws-6.0", "--rule=access-key-age", "--as-of=2026-01-01")),
    Case(67, "a user twice, also in another case", report(
        password("eve"), password("eve", mfa_active="true"), line("Mia"), line("mia")), 1, "eve",
         fails="eve", warnings="4 6", judged=5),
    Case(68, "root without MFA", text(HEAD, root(
        password_enabled="not_supported", password_last_changed="not_supported",
        mfa_active="false"), line("a")), 1, fails="<root_account>"),
    Case(69, "a user that its ARN does not end in",
         report(line("x", arn="arn:aws:iam::123456789012:user/y")), 0, warnings="3"),
    Case(69, "two roots", report(root(mfa_active="false")), 1, fails="<root_account>"),
    Case(70, "names that a spreadsheet would run", report(
        password("=1+1"), password("@SUM"), password("-x"),
        password('"a,b"', arn='"arn:aws:iam::123456789012:user/a,b"'),
        password("p", arn="arn:aws:iam::123456789012:user/<i>/it's/p")), 1,
         fails="=1+1 @SUM -x a,b p"),
    Case(70, "a bidirectional override in a cell",
         around(line("x", access_key_1_last_used_region="us\u202e1")), 3, fails="mallory"),
    rejected(0, "a name with a blank", line("a b")),
    rejected(0, "no name", line("")),
    rejected(0, "a name of 129 characters", line("a" * 129)),
    rejected(0, "a name in angle brackets", line("<root>")),
] + [
    rejected(0, "the ARN %r" % arn, line("x", arn=arn)) for arn in (
        "N/A", "", "arn:aws:iam::12345:user/x", "arn:aws:iam::123456789012:role/x",
        "arn:aws:s3:::bucket", "arn:aws:iam::123456789012:user/")
]

# Folders: what may be passed over there, and what never.

SHORT_CLEAN = "user,password_enabled,mfa_active\n<root_account>,true,true"
SHORT = (SHORT_CLEAN + "\nbob,true,false").encode()
SHORT_B64 = B64(SHORT)

DIGESTS = b"".join(hashlib.sha256(name).hexdigest().encode() + b"  reports/" + name + b"\n"
                   for name in (b"a.csv", b"2026-09-11.csv.gz"))

FOLDERS = [
    foreign(0, "a note", b"Exported by Ann on Monday.\n"),
    foreign(0, "an image", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
    foreign(0, "a list of SHA-256", DIGESTS),
    foreign(0, "a list of SHA-256, of the text mode and without a final newline",
            DIGESTS.replace(b"  ", b" *")[:-1]),
    foreign(0, "a list of SHA-256 in UTF-16", utf16("utf-16-le")(DIGESTS)),
    foreign(0, "a list of MD5", b"0cc175b9c0f1b6a831c399e269772661  status_reports_of_week_37\n"),
    foreign(0, "a note in UTF-16", utf16("utf-16-le")("Exported by Zo\xeb on Monday.".encode())),
    foreign(0, "a note in UTF-16BE", utf16("utf-16-be")(b"Exported by Ann on Monday.\n")),
    beside(0, "digests without names", b"".join(row[:64] + b"\n" for row in DIGESTS.split(b"\n"))),
    beside(0, "a digest, then base64", DIGESTS[:64] + b"\n" + SHORT_B64[4:]),
    beside(0, "digests, then base64", DIGESTS + SHORT_B64[4:]),
    beside(0, "a digest whose name is base64", DIGESTS[:66] + SHORT_B64),
    beside(0, "a digest whose name is base64 from its middle", DIGESTS[:66] + ONE[300:]),
    beside(25, "UTF-16, a header cut", utf16("utf-16-le")(b"user,arn,user_creation_ti")),
    beside(25, "UTF-16, a root row alone", utf16("utf-16-be")(b"<root_account>,true,true\n")),
    beside(25, "UTF-16, a page", utf16("utf-16-le")(b"<!doctype html>"), "HTML"),
    beside(25, "UTF-16, base64 behind a mark", utf16("utf-16-le")(b"!" + SHORT_B64)),
    beside(25, "UTF-16, base64 from its middle", utf16("utf-16-le")(ONE[300:])),
    beside(25, "UTF-16, cut in a character", utf16("utf-16-le")(b"A note.")[:-1]),
    beside(25, "UTF-16, only its mark", b"\xff\xfe"),
    beside(25, "UTF-16, without a mark", "Exported by Ann on Monday.".encode("utf-16-le")),
    Case(0, "a folder without a report", {"notes.txt": b"hello\n"}, 3, "no credential report"),
    Case(0, "an empty folder", {}, 3, "no credential report"),
    beside(42, "an empty file", b"", "empty"),
    beside(42, "blanks", b"\n \n\n"),
    beside(43, "no header", RAW.split(b"\n", 1)[1]),
    beside(26, "gzip, cut", GZ[:200], "truncated"),
    beside(32, "raw deflate", raw_deflate(RAW), "raw deflate"),
    beside(32, "zlib of a small window", zlib_of(RAW, 9), "zlib"),
    beside(32, "a zip", b"PK\3\4rest", "zip"),
    beside(41, "a saved error", b"An error occurred (ReportNotPresent) when calling the "
           b"GetCredentialReport operation\n", "ReportNotPresent"),
    beside(41, "a saved error of another form",
           b"aws: [ERROR]: An error occurred (ReportNotPresent) when calling\n"),
    beside(41, "a saved error of the client", b"Unable to locate credentials. You can configure "
           b'credentials by running "aws configure".\n'),
    beside(41, "a saved error of the connection",
           b'Could not connect to the endpoint URL: "https://iam.amazonaws.com/"\n'),
    beside(41, "a page", b"<!DOCTYPE html><html><title>403 Forbidden</title></html>", "HTML"),
    beside(42, "a header cut", b"user,arn,user_creation_ti"),
    beside(42, "a header cut, in quotes", b'"user","arn","user_creation_ti'),
    beside(59, "Latin-1 in a header",
           b"user,password_enabled,mfa_active,Gr\xf6\xdfe\nbob,true,false,1\n"),
    beside(44, "a root row alone", b"<root_account>,true,true\n"),
    beside(43, "rows of users alone", text(line("bob"), password("mallory"))),
    beside(43, "rows of users alone, GovCloud",
           text(line("bob")).replace(b":aws:", b":aws-us-gov:")),
    beside(43, "rows of users alone, UTF-16", utf16("utf-16-le")(text(line("bob")))),
    beside(58, "only NUL", bytes(20)),
    beside(40, "an envelope whose keys come late",
           b'{"Owner":"%0900d","Content":"%s"}' % (0, SHORT_B64)),
    beside(40, "an envelope in a list", b'[{"Content":"%s"}]' % SHORT_B64),
    beside(40, "a PDF in an envelope", b'{"Content":"%%PDF-"}{"Content":"%s"}' % SHORT_B64),
    beside(40, "YAML and another line", b"GeneratedTime: '2026-09-11T13:15:19+00:00'\n"
           b"Content: %s\nrest\n" % SHORT_B64),
    beside(40, "YAML whose keys come late", b"Generated: today\nGeneratedTime: "
           b"'2026-09-11T13:15:19Z'\nContent: %s\n" % SHORT_B64),
    beside(37, "base64 behind a mark", b"!" + SHORT_B64),
]

# What one report may swallow of the next: nothing of it may be lost in silence.

SHORT = "user,arn,password_enabled,mfa_active"


def short(name, flags="true,false"):
    return "%s,arn:aws:iam::123456789012:user/%s,%s" % (name, name, flags)


def separated(data, separator):
    return data.replace(b",", separator)


SHORT_ROOT = "<root_account>,arn:aws:iam::123456789012:root,not_supported,true"
SHORT_REPORT = text(SHORT, SHORT_ROOT, short("mallory"))
NEXT = text(SHORT, SHORT_ROOT, short("eve"), "")
CLEAN_NEXT = text(SHORT, SHORT_ROOT, "")


def unnamed(table):
    """A table whose second member has a value like the first and no name."""
    lines = table.split(b"\n")
    content = next(i for i, one in enumerate(lines) if b"Content" in one)
    lines.insert(content + 1, lines[content].replace(b"Content", b"       "))
    return b"\n".join(lines)


GLUED = [
    Case(46, "a header at %r glued to a row at %r" % (one, other),
         separated(SHORT_REPORT, one) + separated(NEXT, other), 1, fails="mallory eve", reports=2,
         judged=4, rejected=0, warnings="")
    for one in (b",", b";", b"\t") for other in (b",", b";", b"\t")
] + [
    Case(46, "a quoted header at ; glued to a row",
         SHORT_REPORT + b'"' + separated(NEXT, b";").replace(b"\n", b'"\n"').replace(b";", b'";"')
         .rstrip(b'"'), 1, fails="mallory eve", reports=2, judged=4, rejected=0),
    bad(46, "a row cut in its first cell, a header glued to it",
        text(SHORT, SHORT_ROOT, "mall") + CLEAN_NEXT, judged=2, rejected=1, errors="3"),
    bad(46, "text glued to the first header", b"mall" + CLEAN_NEXT, judged=1, errors="1"),
    Case(0, "a column of another name that ends in user", b"iam-" + CLEAN_NEXT, 0, judged=1,
         warnings="1"),
    bad(40, "YAML whose last value goes on as base64",
        b"Content: %s\nReportFormat: text/csv" % B64(CLEAN_NEXT) + B64(SHORT_REPORT) + b"\n",
        "ReportFormat", judged=1),
    bad(40, "JSON whose ReportFormat is another", b'{"Content": "%s", "ReportFormat": "text/xml"}'
        % B64(CLEAN_NEXT), "text/xml", judged=1),
    bad(40, "JSON whose ReportFormat is no text", b'{"Content": "%s", "ReportFormat": null}'
        % B64(CLEAN_NEXT), "ReportFormat", judged=1),
    bad(40, "a table with a member without a name", unnamed(cli_table(CLEAN_NEXT)),
        "without a name"),
    rejected(49, "two rows of one name in one line", password("admin", mfa_active="true")
             + "," + password("admin").replace("123456789012", "210987654321"), "second ARN"),
]

# Policies, rows 71 to 81; tests/broken has whole messages of others.

SEVERITY = "severity: low"

POLICIES = [
    Case(0, "policy, as it is", Policy(), 1, fails="mallory"),
    Case(76, "policy, BOM and CRLF",
         policy_of(b"\xef\xbb\xbf" + POLICY.replace("\n", "\r\n").encode()), 1, fails="mallory"),
    refused(72, "a key twice at the top", Policy("name: test", "name: test\nname: test"), ":3:1",
            "name"),
    refused(72, "a key twice in a rule", Policy(SEVERITY, SEVERITY + "\n    " + SEVERITY), ":7:5"),
    refused(73, "a second document", Policy(after=b"---\n" + POLICY.encode()), ":13:"),
    refused(73, "text behind the end", Policy(after=b"...\nrest\n")),
] + [
    refused(74, "%r" % made, policy_of(made.encode() + b"\n")) for made in (
        "", "# nothing", "policy", "- a", "{}", "policy: 1", "policy: 1\nname: x\nrules: []",
        "policy: 1\nname: x\nrules:")
] + [
    refused(75, "cut in a key", policy_of(POLICY[:POLICY.index("mfa_active") + 3].encode())),
    refused(76, "a TAB", Policy("    scope", "\tscope"), ":8:"),
    refused(76, "NUL", Policy("Mend", "M\0end"), ":12"),
    refused(76, "Latin-1", policy_of(POLICY.replace("Mend", "M\xe9end").encode("latin-1")), ":12"),
    refused(76, "UTF-16", policy_of(POLICY.encode("utf-16"))),
    refused(76, "%YAML 2.0", Policy(before=b"%YAML 2.0\n---\n")),
    refused(76, "ESC in a value", Policy(SEVERITY, 'severity: "l\\e[31mo"'), ":6:"),
    refused(77, "an anchor", Policy(SEVERITY, "severity: &s low"), ":6:"),
    refused(77, "an alias", Policy(SEVERITY, "severity: *s"), ":6:"),
    refused(77, "a tag", Policy(SEVERITY, "severity: !!str low"), ":6:"),
    refused(77, "a merge key", Policy(SEVERITY, "<<: {severity: low}"), ":6:"),
    refused(77, "an alias bomb", policy_of(b"policy: 1\nname: &a [x, x]\nlists: {b: [*a, *a]}\n")),
    refused(78, "100,000 lists", policy_of(b"policy: 1\nrules: " + b"[" * 100000), ":2:"),
    refused(78, "50,000 maps", policy_of(b"policy: 1\nrules: " + b"{a: " * 50000), ":2:"),
    refused(79, "a scalar of 8 KiB", Policy("Mend it", "x" * 8192), ":12"),
    Case(79, "policy, a scalar of 8 MiB",
         policy_of(b"policy: 1\nname: " + b"x" * (8 * MEBIBYTE)), 2, "p.yaml:2:1048567: here the file becomes larger"),
] + [
    refused(80, "a span that is %r" % span[:20],
            Policy("mfa_active: false", "user_creation_time: {over: %s}" % span), ":10:")
    for span in ("999999999999d", "12345678901234567890", "-1d", "1e309", ".nan", ".inf", "0x10",
                 "010", "1_000", "1:30", '""', "~", "[]", "yes", "\u0661\u0662d", "90.5d",
                  "9" * 5000)
] + [
    refused(81, "a rule twice", Policy(after=POLICY.split("rules:\n")[1].encode()), ":13:", "own"),
    refused(81, "a column that is in no file", Policy("mfa_active", "mfa_activated"), ":10:",
            "mfa_active"),
]

TABLES = {"LAYERS": LAYERS, "JSON_ROWS": JSON_ROWS, "SHAPES": SHAPES, "VALUES": VALUES,
          "FOLDERS": FOLDERS, "GLUED": GLUED, "POLICIES": POLICIES}
