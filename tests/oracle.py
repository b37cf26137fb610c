"""The columns' grammar and the two rules of the pack `mfa`, written a second time in Python."""

import csv
import io
import re
from datetime import datetime

from gen import COLUMNS, ROOT

NAME = r"[A-Za-z0-9_+=,.@-]{1,64}"
USER = re.compile(r"(%s|%s)\Z" % (ROOT, NAME))
ARN = re.compile(r"arn:aws[a-z-]*:iam::\d{12}:(root|user/([\x21-\x7e]*/)?%s)\Z" % NAME, re.ASCII)
DATE = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,9})?(Z|[+-]\d\d:\d\d)\Z", re.ASCII)
TEXT = re.compile(r"[\x20-\x7e]+\Z")
SENTINELS = {
    "user_creation_time": (),
    "password_last_used": ("n/a", "no_information"),
    "password_last_changed": ("n/a", "not_supported"),
    "password_next_rotation": ("n/a", "not_supported"),
}


def is_date(value):
    found = DATE.match(value)
    if not found:
        return False
    try:
        datetime.fromisoformat(found[1] + found[3].replace("Z", "+00:00"))
    except ValueError:
        return False
    return True


def is_valid(column, value, root):
    """Whether the value may stand in this column (domain.md 1.1)."""
    folded = value.lower()
    if column == "user":
        return bool(USER.match(value))
    if column == "arn":
        return bool(ARN.match(value))
    if column == "password_enabled" and root:
        return folded in ("true", "false", "not_supported")
    if column.endswith(("_active", "_enabled")):
        return folded in ("true", "false")
    if column.endswith(("_region", "_service")):
        return bool(TEXT.match(value))
    return is_date(value) or folded in SENTINELS.get(column, ("n/a",))


def cells_of(line):
    """The cells of one line, none where its quoting is wrong."""
    try:
        cells = next(csv.reader(io.StringIO(line.rstrip("\r"), newline=""), strict=True))
    except (csv.Error, StopIteration):
        return []
    return [value.strip(" \t") for value in cells]


def rows(text):
    """The report's rows as dictionaries, or None where a row's shape or a cell is wrong."""
    made = []
    lines = text.split("\n")
    header = [name.lower() for name in cells_of(lines[0])]
    for line in lines[1:]:
        line = line.rstrip("\r")
        if not line.strip(" \t"):
            continue
        cells = cells_of(line)
        if len(cells) != len(header) or re.search(r"[\x00-\x08\x0b-\x1f\x7f]", line):
            return None
        row = dict(zip(header, cells))
        root = row["user"] == ROOT
        if not all(is_valid(c, row[c], root) for c in COLUMNS if c in row):
            return None
        made.append(row)
    return made


def failing_users(made):
    """The control's text: every user but root that has a console password must have MFA."""
    return [row["user"] for row in made
            if row["user"] != ROOT
            and row["password_enabled"].lower() == "true" and row["mfa_active"].lower() != "true"]


def root_has_credentials(row):
    active = ("access_key_1_active", "access_key_2_active", "cert_1_active", "cert_2_active")
    return (row["password_enabled"].lower() in ("true", "not_supported")
            or any(row[name].lower() == "true" for name in active))


def verdicts(made):
    """The set of (user, rule, outcome) of the pack `mfa`, all outcomes."""
    failing = set(failing_users(made))
    found = set()
    for row in made:
        name = row["user"]
        if name == ROOT:
            rule, applies = "root-mfa", root_has_credentials(row)
        else:
            rule, applies = "console-mfa", row["password_enabled"].lower() == "true"
        bad = name in failing or (name == ROOT and row["mfa_active"].lower() != "true")
        outcome = "not_applicable" if not applies else "fail" if bad else "pass"
        found.add((name, rule, outcome))
    return found
