#!/usr/bin/env python3
"""One report in every form in which people store it: a table of name -> function.

Each function takes a raw report (LF, no final newline, no cell that must be quoted for a comma
alone) and returns bytes that must be judged the same. No encoded fixture is kept in the tree.
"""

import base64
import csv
import gzip
import io
import json
import random
import re
import struct
import sys
import zlib

TIME = "2026-09-11T13:15:19+00:00"
HCRC, EXTRA, NAME, COMMENT = 2, 4, 8, 16  # the flag bits of RFC 1952


# CSV forms

def table(raw):
    return list(csv.reader(io.StringIO(raw.decode(), newline="")))


def written(rows, **dialect):
    out = io.StringIO()
    csv.writer(out, **{"lineterminator": "\n", **dialect}).writerows(rows)
    return out.getvalue()[:-len(dialect.get("lineterminator", "\n"))].encode()


def semicolons(raw):
    return written(table(raw), delimiter=";")


def tabs(raw):
    return written(table(raw), delimiter="\t")


def all_quoted(raw):
    return written(table(raw), quoting=csv.QUOTE_ALL)


def shuffled(raw):
    rows = table(raw)
    order = list(range(len(rows[0])))
    random.Random(7).shuffle(order)
    return written([[row[i] for i in order] for row in rows])


def upper_header(raw):
    head, rest = raw.split(b"\n", 1)
    return head.upper() + b"\n" + rest


def extra_column(raw):
    rows = table(raw)
    return written([rows[0] + ["comment"]] + [row + ["x y"] for row in rows[1:]])


def account_columns(raw):
    """An organisation-wide file, as Antiope writes it: three leading columns, all quoted."""
    rows = table(raw)
    lead = ["account_name", "account_id", "payer_name"]
    out = [lead + rows[0]]
    for row in rows[1:]:
        account = row[rows[0].index("arn")].split(":")[4]
        out.append(["Production", account, "Payer"] + row)
    return written(out, quoting=csv.QUOTE_ALL)


def mixed_ends(raw):
    lines = raw.split(b"\n")
    return b"".join(line + (b"\r\n" if i % 2 else b"\n") for i, line in enumerate(lines))


def blank_lines(raw):
    return raw.replace(b"\n", b"\n\n\r\n") + b"\n\n"


def old_dates(raw):
    return re.sub(rb"(T\d\d:\d\d:\d\d)Z", rb"\1+00:00", raw)


def second_report(raw):
    """Where the second root row begins: there a second report may begin."""
    head = raw.split(b"\n", 1)[0]
    return head, raw.index(b"\n<root_account>", raw.index(b"\n<root_account>") + 1) + 1


def repeated_header(raw):
    head, at = second_report(raw)
    return raw[:at] + head + b"\n" + raw[at:]


def glued_header(raw):
    """cat a.csv b.csv: the first has no final newline."""
    head, at = second_report(raw)
    return raw[:at - 1] + head + b"\n" + raw[at:]


def utf16(code):
    """What `>` of Windows PowerShell 5 writes: a byte order mark, CRLF."""
    def encode(text):
        lines = text.decode().replace("\r\n", "\n").replace("\n", "\r\n")
        return ("\ufeff" + lines).encode(code)
    return encode


# gzip forms

def gzip_level(level):
    return lambda raw: gzip.compress(raw, level, mtime=0)


def member(data, flags=0):
    """A gzip member with the optional header fields that flags name."""
    head = b"\x1f\x8b\x08" + bytes([flags]) + b"\0\0\0\0\0\xff"
    if flags & EXTRA:
        head += struct.pack("<H", 6) + b"ab\x02\x00hi"
    if flags & NAME:
        head += b"report\xe9.csv\0"
    if flags & COMMENT:
        head += b"kept for the audit\0"
    if flags & HCRC:
        head += struct.pack("<H", zlib.crc32(head) & 0xffff)
    body = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed = body.compress(data) + body.flush()
    return head + packed + struct.pack("<II", zlib.crc32(data), len(data) & 0xffffffff)


def gzip_fields(flags):
    return lambda raw: member(raw, flags)


def members(size):
    return lambda raw: b"".join(member(raw[i:i + size]) for i in range(0, len(raw), size))


def empty_members(raw):
    half = len(raw) // 2
    none = member(b"")
    return none + member(raw[:half]) + none + none + member(raw[half:]) + none


def member_each(raw):
    """Two compressed reports, one after the other; the first has no final newline."""
    head, at = second_report(raw)
    return member(raw[:at - 1]) + member(head + b"\n" + raw[at:])


# base64 forms

def wrapped(data, width, newline):
    one = base64.b64encode(data)
    return b"".join(one[i:i + width] + newline for i in range(0, len(one), width))


def armour(raw):
    return (b"-----BEGIN CERTIFICATE-----\r\n" + wrapped(raw, 64, b"\r\n")
            + b"-----END CERTIFICATE-----\r\n")


def pieces(raw):
    """Pieces encoded one by one and concatenated: `=` stands in the middle."""
    return b"".join(base64.b64encode(raw[i:i + 100]) for i in range(0, len(raw), 100))


def piece_lines(raw):
    return b"".join(base64.b64encode(raw[i:i + 100]) + b"\n" for i in range(0, len(raw), 100))


def quoted_base64(raw):
    return b'"' + base64.b64encode(raw) + b'"\n'


def cli_text(raw):
    return base64.b64encode(raw) + b"\t" + TIME.encode() + b"\ttext/csv\n"


# JSON forms

def envelope(content, keys=("Content", "ReportFormat", "GeneratedTime"), indent=4):
    values = {"Content": content, "ReportFormat": "text/csv", "GeneratedTime": TIME}
    return (json.dumps({k: values[k] for k in keys}, indent=indent) + "\n").encode()


def json_cli(raw):
    return envelope(base64.b64encode(raw).decode())


def json_keys(*keys):
    return lambda raw: envelope(base64.b64encode(raw).decode(), keys)


def json_compact(raw):
    return envelope(base64.b64encode(raw).decode(), indent=None)


def json_slashes(raw):
    return json_cli(raw).replace(b"/", b"\\/")


def json_unicode(raw):
    """Every letter of the content as an escape of JSON."""
    content = base64.b64encode(raw).decode()
    escaped = "".join("\\u%04x" % ord(c) for c in content)
    return json_cli(raw).replace(content.encode(), escaped.encode())


def json_plain(raw):
    return envelope(raw.decode())


def json_rows(raw):
    """The rows as objects, as csvjson makes them, and Steampipe under names of its own."""
    head, *rows = table(raw)
    return json.dumps([dict(zip(head, row)) for row in rows], indent=2).encode()


# the other forms of the AWS command: YAML and the table

def yaml_of(content, indent="", first=""):
    return ("%sContent: %s\n%sGeneratedTime: '%s'\n%sReportFormat: text/csv\n"
            % (first, content, indent, TIME, indent)).encode()


def yaml_cli(raw):
    return yaml_of(base64.b64encode(raw).decode())


def yaml_stream(raw):
    return yaml_of(base64.b64encode(raw).decode(), "  ", "- ")


def yaml_block(style, width=76):
    """Lines of base64 below the key, as PyYAML writes bytes (`!!binary |`)."""
    def encode(raw):
        one = base64.b64encode(raw).decode()
        lines = [one[i:i + width] for i in range(0, len(one), width)]
        return yaml_of(style + "\n  " + "\n  ".join(lines))
    return encode


def yaml_quoted(raw):
    """In double quotes and broken over lines: each break is a blank to YAML, but for `\\`."""
    one = base64.b64encode(raw).decode()
    return yaml_of('"' + "\\\n  ".join(one[i:i + 70] for i in range(0, len(one), 70)) + '"')


def yaml_plain(raw):
    return yaml_of("|\n  " + raw.decode().replace("\n", "\n  "))


def yaml_python(raw):
    """What PyYAML makes of boto3's answer: a time without T, and the transport's members."""
    return (yaml_block("!!binary |")(raw).replace(b"'" + TIME.encode() + b"'",
                                                  TIME.replace("T", " ").encode())
            + b"ResponseMetadata:\n  HTTPStatusCode: 200\n  HTTPHeaders:\n    vary: none\n")


def cli_table(raw):
    content = base64.b64encode(raw).decode()
    width = len(content) + 4
    border = "+%s+%s+\n" % ("-" * 15, "-" * width)
    cells = (("Content", content), ("GeneratedTime", TIME), ("ReportFormat", "text/csv"))
    return ("%s\n|%s|\n%s%s%s"
            % ("-" * (width + 18), "GetCredentialReport".center(width + 16), border,
               "".join("|  %-13s|  %s|\n" % (k, v.ljust(width - 2)) for k, v in cells),
               border)).encode()


def each_report(form, between=b""):
    """Two reports, each in an envelope of its own, one after the other."""
    def encode(raw):
        head, at = second_report(raw)
        return form(raw[:at - 1]) + between + form(head + b"\n" + raw[at:])
    return encode


def export_csv(raw):
    """Export-Csv of Windows PowerShell."""
    lines = all_quoted(raw).replace(b"\n", b"\r\n")
    return b"#TYPE System.Management.Automation.PSCustomObject\r\n" + lines + b"\r\n"


def chain(*functions):
    def apply(raw):
        for function in functions:
            raw = function(raw)
        return raw
    return apply


squeeze = gzip_level(6)
little, big = utf16("utf-16-le"), utf16("utf-16-be")
ENCODINGS = {
    "raw": lambda raw: raw,
    "final newline": lambda raw: raw + b"\n",
    "crlf": lambda raw: raw.replace(b"\n", b"\r\n") + b"\r\n",
    "crlf, no final newline": lambda raw: raw.replace(b"\n", b"\r\n"),
    "mixed line ends": mixed_ends,
    "bom": lambda raw: b"\xef\xbb\xbf" + raw,
    "bom and all quoted": lambda raw: b"\xef\xbb\xbf" + all_quoted(raw),
    "semicolon": semicolons,
    "tab": tabs,
    "all quoted": all_quoted,
    "columns shuffled": shuffled,
    "header in upper case": upper_header,
    "extra column": extra_column,
    "account columns": account_columns,
    "blank lines": blank_lines,
    "old dates": old_dates,
    "repeated header": repeated_header,
    "glued header": glued_header,
    "utf-16le": little,
    "utf-16be": big,
    "utf-16 and all quoted": chain(all_quoted, little),
    "utf-16 of base64": chain(base64.b64encode, little),
    "utf-16 of json": chain(json_cli, little),
    "utf-16 of cli text": chain(cli_text, big),
    "base64 of utf-16": chain(little, base64.b64encode),
    "gzip of utf-16": chain(big, squeeze),
    "gzip level 0": gzip_level(0),
    "gzip level 9": gzip_level(9),
    "gzip FNAME": gzip_fields(NAME),
    "gzip FCOMMENT": gzip_fields(COMMENT),
    "gzip FEXTRA": gzip_fields(EXTRA),
    "gzip FHCRC": gzip_fields(HCRC),
    "gzip all fields": gzip_fields(HCRC | EXTRA | NAME | COMMENT),
    "gzip members of 300 bytes": members(300),
    "gzip members of 1 byte": members(1),
    "gzip empty members": empty_members,
    "gzip member for each report": member_each,
    "base64": base64.b64encode,
    "base64 and newline": lambda raw: base64.b64encode(raw) + b"\n",
    "base64 of 76": lambda raw: wrapped(raw, 76, b"\n"),
    "base64 of 64, crlf": lambda raw: wrapped(raw, 64, b"\r\n"),
    "base64 armour": armour,
    "base64 in quotes": quoted_base64,
    "base64 pieces": pieces,
    "base64 pieces on lines": piece_lines,
    "base64 of bom": lambda raw: base64.b64encode(b"\xef\xbb\xbf" + raw),
    "cli text": cli_text,
    "json of the cli": json_cli,
    "json, alphabetical": json_keys("Content", "GeneratedTime", "ReportFormat"),
    "json, content last": json_keys("GeneratedTime", "ReportFormat", "Content"),
    "json, compact": json_compact,
    "json, \\/": json_slashes,
    "json, \\u": json_unicode,
    "json, plain content": json_plain,
    "json rows": json_rows,
    "gzip of json rows": chain(json_rows, squeeze),
    "yaml": yaml_cli,
    "yaml, crlf": lambda raw: yaml_cli(raw).replace(b"\n", b"\r\n"),
    "yaml, document mark": lambda raw: b"---\n" + yaml_cli(raw) + b"...\n",
    "yaml, in single quotes": lambda raw: yaml_of("'%s'" % base64.b64encode(raw).decode()),
    "yaml, quoted and broken": yaml_quoted,
    "yaml, literal": yaml_block("|"),
    "yaml, folded": yaml_block(">", 100000),
    "yaml of python": yaml_python,
    "yaml, plain content": yaml_plain,
    "yaml-stream": yaml_stream,
    "yaml-stream of a query": lambda raw: b"- " + base64.b64encode(raw) + b"\n",
    "table": cli_table,
    "table, crlf": lambda raw: cli_table(raw).replace(b"\n", b"\r\n"),
    "utf-16 of yaml": chain(yaml_cli, little),
    "utf-16 of table": chain(cli_table, little),
    "gzip of table": chain(cli_table, squeeze),
    "base64 of yaml": chain(yaml_cli, base64.b64encode),
    "yaml of gzip": chain(squeeze, yaml_cli),
    "json twice": each_report(json_cli),
    "yaml twice": each_report(yaml_cli),
    "yaml twice, document mark": each_report(yaml_cli, b"---\n"),
    "yaml-stream twice": each_report(yaml_stream),
    "cli text twice": each_report(cli_text),
    "table twice": each_report(cli_table),
    "utf-16 of powershell": chain(export_csv, little),
    "powershell": export_csv,
    "bom and powershell": lambda raw: b"\xef\xbb\xbf" + export_csv(raw),
    "gzip of json": chain(json_cli, squeeze),
    "gzip of cli text": chain(cli_text, squeeze),
    "base64 of gzip": chain(squeeze, base64.b64encode),
    "gzip of base64": chain(base64.b64encode, squeeze),
    "gzip twice": chain(squeeze, squeeze),
    "base64 of base64": chain(base64.b64encode, base64.b64encode),
    "base64 of json": chain(json_cli, base64.b64encode),
    "json of gzip": chain(squeeze, json_cli),
    "eight layers": chain(*[squeeze, base64.b64encode] * 4),
}
# Here the lines of the decoded CSV are not those of the raw report.
LINES_MOVE = {"blank lines", "repeated header", "powershell", "bom and powershell",
              "utf-16 of powershell", *[form for form in ENCODINGS if " twice" in form]} - {
                  "gzip twice"}
# Here a row's cells stand at other columns of the line.
CELLS_MOVE = {"bom and all quoted", "all quoted", "utf-16 and all quoted", "columns shuffled", "account columns",
              "semicolon", "tab", "old dates", "powershell", "bom and powershell",
              "utf-16 of powershell", "json rows", "gzip of json rows"}


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in ENCODINGS:
        sys.exit("usage: encodings.py NAME <raw >encoded; names:\n  " + "\n  ".join(ENCODINGS))
    sys.stdout.buffer.write(ENCODINGS[sys.argv[1]](sys.stdin.buffer.read()))
