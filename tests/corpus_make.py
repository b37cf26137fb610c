"""How the bytes of the corpus are made: rows, reports, damage, bombs. No fixture is kept in the
tree that nobody can read in review.

What is expensive is a Stream: made anew for each file that it is written to, piece by piece.
"""

import base64
import csv
import gzip
import io
import json
import struct
import zlib

from envelopes import HCRC, member, squeeze
from gen import COLUMNS

B64 = base64.b64encode
HEAD = ",".join(COLUMNS)
MEBIBYTE = 1 << 20
PASSWORD = {"password_enabled": "true", "password_last_used": "no_information",
            "password_last_changed": "2020-01-02T03:04:05Z"}
RFC1952_RESERVED, METHOD_AT, FLAGS_AT = 0x80, 2, 3


# rows and reports

def line(name, **cells):
    """A row; with no cell given, a user whom no rule fails."""
    made = {c: "false" if c.endswith("_active") else "N/A" for c in COLUMNS}
    made.update(user=name, arn="arn:aws:iam::123456789012:user/" + name, password_enabled="false",
                user_creation_time="2020-01-02T03:04:05Z")
    made.update(cells)
    return ",".join(made[c] for c in COLUMNS)


def password(name, **cells):
    """A user with a password, and no MFA device unless a cell says so."""
    return line(name, **{**PASSWORD, **cells})


def root(**cells):
    return password("<root_account>", **{
        "arn": "arn:aws:iam::123456789012:root", "mfa_active": "true",
        "password_next_rotation": "not_supported", **cells})


def text(*lines):
    """The lines as bytes, without a final newline."""
    return b"\n".join(one if isinstance(one, bytes) else one.encode() for one in lines)


def report(*lines):
    """A report of these lines behind the header and the root row."""
    return text(HEAD, root(), *lines)


def around(bad):
    """A report whose line 4 this is; what stands around it has to be judged."""
    return report(line("before"), bad, password("mallory"))


def each_line(data, head=b"", rest=b"", sep=b"\n"):
    """Something put behind the header, something else behind each row."""
    first, *rows = data.split(sep)
    return sep.join([first + head] + [row + rest for row in rows])


def other(data):
    """The same report of another account."""
    return data.replace(b"123456789012", b"210987654321").replace(b"mallory", b"mary")


RAW = report(line("bob"), password("mallory"))
CLEAN = report(line("bob"))
GZ, ONE = squeeze(RAW), B64(RAW)


# damage

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


def zlib_of(data, window_bits, level=9):
    packer = zlib.compressobj(level, zlib.DEFLATED, window_bits)
    return packer.compress(data) + packer.flush()


def raw_deflate(data, level=9):
    return zlib_of(data, -15, level)


def padded():
    """Base64 of a report that ends in two `=`."""
    data = RAW
    while len(data) % 3 != 1:
        data += b"\n"
    return B64(data)


# what is large

class Stream:
    """Pieces of bytes, made when they are asked for."""

    def __init__(self, make):
        self.make = make

    def __iter__(self):
        return iter(self.make())


def packed(pieces, level=9):
    """The gzip of pieces."""
    def make():
        packer = zlib.compressobj(level, zlib.DEFLATED, 31)
        for piece in pieces:
            out = packer.compress(piece)
            if out:
                yield out
        yield packer.flush()
    return Stream(make)


def zeros(mebibytes):
    return Stream(lambda: (bytes(MEBIBYTE) for _ in range(mebibytes)))


def in_base64(pieces):
    return Stream(lambda: iter([B64(b"".join(pieces))]))


def between(first, middle, rest):
    """Bytes, pieces, bytes."""
    def make():
        yield first
        yield from middle
        yield rest
    return Stream(make)


def repeated(piece, count):
    return Stream(lambda: (piece for _ in range(count)))


def newlines():
    """A report with 64 MiB of newlines behind its header."""
    first, rest = RAW.split(b"\n", 1)
    return between(first + b"\n", repeated(b"\n" * MEBIBYTE, 64), rest)


def long_field(mebibytes):
    """A row whose first cell is that long, in a report."""
    return between(report(line("before")) + b"\n", repeated(b"a" * MEBIBYTE, mebibytes),
                   b",arn:aws:iam::123456789012:user/x\n" + password("mallory").encode())


def many_rows(count):
    def make():
        yield report() + b"\n"
        for number in range(count):
            yield password("mallory-%d" % number).encode() + b"\n"
    return Stream(make)


# rows as JSON

SENTINELS = ("N/A", "no_information", "not_supported")
STATUS = {"no_information": "never_used", "N/A": "not_set"}


def json_rows(data=RAW, **cells):
    """What Steampipe prints of a report: a list of rows, each with these cells, too."""
    rows = []
    for row in csv.DictReader(io.StringIO(data.decode())):
        made = {"user_name": row.pop("user"), "user_arn": row.pop("arn")}
        made.update((k, None if v in SENTINELS else v) for k, v in row.items())
        made.update((k, v == "true") for k, v in row.items() if v in ("true", "false"))
        made["password_status"] = STATUS.get(row["password_last_used"], "used")
        made["generated_time"] = "2026-09-11T13:15:19Z"
        rows.append({**made, **cells})
    return rows


def dumped(value):
    return json.dumps(value, indent=1).encode()


def row_object(rows, **members):
    """The same as current versions print it."""
    columns = [{"name": name, "data_type": "text"} for name in rows[0]]
    return dumped({"columns": columns, "rows": rows, **members})


def changed(rows, at, lacking=None, **cells):
    """The rows with another one at that place."""
    row = {**{k: v for k, v in rows[at].items() if k != lacking}, **cells}
    return rows[:at] + [row] + rows[at + 1:]


def many_json_rows(count):
    one = dumped(json_rows(password("mallory").join([HEAD + "\n", ""]).encode())[0])
    return between(b"[" + dumped(json_rows(report())[0]), repeated(b"," + one, count), b"]")


def many_envelopes(count, envelope):
    return repeated(envelope + b"\n", count)


# policies

POLICY = """policy: 1
name: test
rules:
  - id: own
    title: A rule of our own
    severity: low
    refs: {acme: "1.10"}
    scope: user
    when: {password_enabled: true}
    fail: {mfa_active: false}
    message: "{user} fails"
    fix: Mend it.
"""


class Policy:
    """Bytes that are given as the policy over RAW, not as a report."""

    def __init__(self, *changes, before=b"", after=b""):
        made = POLICY
        for old, new in zip(changes[::2], changes[1::2]):
            assert old in made, old
            made = made.replace(old, new, 1)
        self.data = before + made.encode() + after


def policy_of(data):
    made = Policy()
    made.data = data
    return made


# gzip.compress() writes the time of day where it is not told otherwise.
def empty_member():
    return gzip.compress(b"", mtime=0)
