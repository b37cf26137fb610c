#!/usr/bin/env python3
"""Make credential reports: the same arguments give the same bytes, on every machine.

The cells follow what AWS writes (names, sentinels, dates in both spellings). Use as a module
(report(), records(), text()) or from the shell (gen.py --help).
"""

import argparse
import random
import sys
from datetime import datetime, timedelta, timezone

COLUMNS = (
    "user arn user_creation_time password_enabled password_last_used password_last_changed "
    "password_next_rotation mfa_active access_key_1_active access_key_1_last_rotated "
    "access_key_1_last_used_date access_key_1_last_used_region access_key_1_last_used_service "
    "access_key_2_active access_key_2_last_rotated access_key_2_last_used_date "
    "access_key_2_last_used_region access_key_2_last_used_service cert_1_active "
    "cert_1_last_rotated cert_2_active cert_2_last_rotated").split()
ROOT = "<root_account>"
WITH_ARN = ["user", "arn"] + COLUMNS[3:5] + COLUMNS[7:8]  # a subset people keep, with its ARN
BENCHMARK = [COLUMNS[i] for i in (0, 3, 7)]  # cut -d, -f1,4,8
FIRST_DAY = datetime(2016, 1, 1, tzinfo=timezone.utc)
DAYS = 3000  # every date lies before 2024-03-20
REGIONS = ["us-east-1", "eu-west-1", "ap-southeast-2", "us-gov-west-1"]
SERVICES = ["ec2", "sts", "iam", "dynamodb"]
PATHS = ["", "/staff", "/team/ops", "/division_abc/subdivision_xyz", "/a<b>", "/it's&more"]
ODD_NAMES = ["=1+1", "+sum", "-dash", "@SUM", "first.last@example.com", "a_b", "x=y"]


def date(rng, style):
    """A date of the archive's years, as AWS spells it now ("new") or until 2024 ("old")."""
    moment = FIRST_DAY + timedelta(days=rng.randrange(DAYS), seconds=rng.randrange(86400))
    if style == "mixed":
        style = rng.choice(["new", "old"])
    return moment.strftime("%Y-%m-%dT%H:%M:%S") + ("Z" if style == "new" else "+00:00")


def key_cells(rng, style, number):
    """The five cells of an access key: absent, there but inactive, or active."""
    name = "access_key_%d_" % number
    kind = rng.choice(["absent", "absent", "inactive", "active", "unused"])
    used = kind in ("inactive", "active")
    return {
        name + "active": "true" if kind in ("active", "unused") else "false",
        name + "last_rotated": "N/A" if kind == "absent" else date(rng, style),
        name + "last_used_date": date(rng, style) if used else "N/A",
        name + "last_used_region": rng.choice(REGIONS) if used else "N/A",
        name + "last_used_service": rng.choice(SERVICES) if used else "N/A",
    }


def cert_cells(rng, style, number):
    name = "cert_%d_" % number
    kind = rng.choice(["absent"] * 8 + ["inactive", "active"])
    return {
        name + "active": "true" if kind == "active" else "false",
        name + "last_rotated": "N/A" if kind == "absent" else date(rng, style),
    }


def credential_cells(rng, style):
    cells = {}
    for number in (1, 2):
        cells.update(key_cells(rng, style, number))
        cells.update(cert_cells(rng, style, number))
    return cells


def root_record(rng, style, kind, account, partition):
    """The root row: "legacy" (not_supported), "current" (a date) or "bare" (no credentials)."""
    cells = {
        "user": ROOT,
        "arn": "arn:%s:iam::%s:root" % (partition, account),
        "user_creation_time": date(rng, style),
        "password_next_rotation": "not_supported",
        "mfa_active": rng.choice(["true", "false"]),
        "password_last_used": rng.choice([date(rng, style), "no_information"]),
    }
    cells["password_enabled"], cells["password_last_changed"] = {
        "legacy": ("not_supported", "not_supported"),
        "current": ("true", date(rng, style)),
        "bare": ("false", "N/A"),
    }[kind]
    if kind == "bare":
        cells.update(password_last_used="N/A", mfa_active="false")
    cells.update(credential_cells(rng, style))
    if kind == "bare":
        for name in cells:
            if name.startswith(("access_key", "cert")):
                cells[name] = "false" if name.endswith("active") else "N/A"
    return cells


def user_name(rng, number, commas, odd):
    if commas and rng.random() < 0.2:
        return "last,first-%d" % number
    if odd and rng.random() < 0.2:
        return "%s%d" % (rng.choice(ODD_NAMES), number)
    return "%s-%d" % (rng.choice(["alice", "bob", "Carol", "svc-build", "ci"]), number)


def user_record(rng, number, style, options):
    name = user_name(rng, number, options["commas"], options["odd"])
    path = rng.choice(PATHS) if options["paths"] else ""
    password = rng.random() < 0.6
    cells = {
        "user": name,
        "arn": "arn:%s:iam::%s:user%s/%s" % (options["partition"], options["account"],
                                             path, name),
        "user_creation_time": date(rng, style),
        "password_enabled": "true" if password else "false",
        "password_last_used": "N/A",
        "password_last_changed": "N/A",
        "password_next_rotation": "N/A",
        "mfa_active": "true" if rng.random() < 0.7 else "false",
    }
    if password:
        cells["password_last_used"] = rng.choice([date(rng, style), "no_information"])
        cells["password_last_changed"] = date(rng, style)
        cells["password_next_rotation"] = rng.choice([date(rng, style), "N/A"])
    cells.update(credential_cells(rng, style))
    return cells


def records(rows=5, seed=1, root="current", dates="new", paths=False, commas=False, odd=False,
            upper=False, account="123456789012", partition="aws"):
    """The rows as dictionaries; root ("legacy", "current", "bare", "none") counts as one."""
    rng = random.Random("%s %s" % (seed, rows))
    options = dict(paths=paths, commas=commas, odd=odd, account=account, partition=partition)
    made = [] if root == "none" else [root_record(rng, dates, root, account, partition)]
    made += [user_record(rng, n, dates, options) for n in range(1, rows - len(made) + 1)]
    if upper:
        for cells in made:
            for name, value in cells.items():
                if value in ("true", "false"):
                    cells[name] = value.upper()
    return made


def cell(value, sep, quoted):
    if quoted or any(c in value for c in (sep, '"')):
        return '"%s"' % value.replace('"', '""')
    return value


def text(made, columns=COLUMNS, sep=",", quoted=False, newline="\n", final_newline=False):
    """Records as the text of a report."""
    lines = [sep.join(cell(name, sep, quoted) for name in columns)]
    for cells in made:
        lines.append(sep.join(cell(cells[name], sep, quoted) for name in columns))
    return newline.join(lines) + (newline if final_newline else "")


def columns_of(seed, shuffle=False, subset=None):
    columns = {None: list(COLUMNS), "benchmark": list(BENCHMARK), "arn": list(WITH_ARN)}[subset]
    if shuffle:
        random.Random("columns %s" % seed).shuffle(columns)
    return columns


def report(rows=5, seed=1, shuffle=False, subset=None, sep=",", quoted=False, newline="\n",
           final_newline=False, **options):
    """A whole report as bytes."""
    made = records(rows, seed, **options)
    return text(made, columns_of(seed, shuffle, subset), sep, quoted, newline,
                final_newline).encode()


def arguments():
    p = argparse.ArgumentParser(description="Print a credential report made from a seed.")
    p.add_argument("--rows", type=int, default=5, help="rows, the root row included")
    p.add_argument("--seed", default="1")
    p.add_argument("--root", default="current", choices=["current", "legacy", "bare", "none"])
    p.add_argument("--dates", default="new", choices=["new", "old", "mixed"])
    p.add_argument("--subset", choices=["benchmark", "arn"])
    p.add_argument("--sep", default=",")
    p.add_argument("--account", default="123456789012")
    p.add_argument("--partition", default="aws")
    for name in ("paths", "commas", "odd", "upper", "shuffle", "quoted"):
        p.add_argument("--" + name, action="store_true")
    p.add_argument("--final-newline", action="store_true")
    p.add_argument("--crlf", dest="newline", action="store_const", const="\r\n", default="\n")
    return p.parse_args()


if __name__ == "__main__":
    sys.stdout.buffer.write(report(**vars(arguments())))
