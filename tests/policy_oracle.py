"""An independent evaluator of the policy language, written from the product contract alone.

A policy is a Python dict shaped like the YAML file; `Plain` marks a scalar that the file holds
without quotes (a span, a date, a parameter). `judge` gives the outcome of every rule on every
row; `to_yaml` writes the same dict as the file that the program reads.
"""

import json
import re
from datetime import datetime, timezone
from typing import NamedTuple

KEY_PARTS = ("active", "last_rotated", "last_used_date", "last_used_region", "last_used_service")
COLUMNS = (
    ["user", "arn", "user_creation_time", "password_enabled", "password_last_used",
     "password_last_changed", "password_next_rotation", "mfa_active"]
    + [f"access_key_{slot}_{part}" for slot in (1, 2) for part in KEY_PARTS]
    + [f"cert_{slot}_{part}" for slot in (1, 2) for part in KEY_PARTS[:2]]
    + ["additional_credentials_info"])
BOOLEANS = {c for c in COLUMNS if c.endswith("_active") or c == "password_enabled"}
DATES = {c for c in COLUMNS if c.endswith(("_time", "_rotated", "_date", "_last_used", "_changed",
                                           "_rotation"))}
SENTINELS = {
    "password_enabled": {"not_supported"},
    "password_last_used": {"no_information", "n/a"},
    "password_last_changed": {"n/a", "not_supported"},
    "password_next_rotation": {"n/a", "not_supported"},
    "additional_credentials_info": {"n/a"},
    **{c: {"n/a"} for c in COLUMNS if re.match(r"(access_key|cert)_._last", c)},
}
SPAN_FIELDS = {"user_age", "password_age", "password_idle", "age", "idle", "created_after_user"}
NUMBER_FIELDS = {"active_keys", "active_certs", "slot"}
CREDENTIAL_FIELDS = {"active_keys", "active_certs", "has_credentials", "last_activity", "active",
                     "present", "age", "idle", "never_used", "last_used", "region", "service",
                     "created_after_user"}
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 7 * 86400, "y": 365 * 86400}
DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(Z|\+00:00)")


class Plain(str):
    """A scalar written into YAML without quotes."""


class Truth(NamedTuple):
    """True, False or None (unknown), and for unknown the cells that cause it."""
    value: object
    causes: frozenset = frozenset()


class Cell(NamedTuple):
    """A decoded cell: kind is value, sentinel, unreadable or missing."""
    kind: str
    value: object
    column: str

    @property
    def cause(self):
        return frozenset([(self.kind, self.column)])


class Verdict(NamedTuple):
    outcome: str
    causes: frozenset = frozenset()


YES, NO = Truth(True), Truth(False)


def known(value):
    return Truth(bool(value))


def unknown(causes):
    return Truth(None, frozenset(causes))


def negate(truth):
    return truth if truth.value is None else known(not truth.value)


def combine(truths, decisive):
    """AND where `decisive` is False, OR where it is True."""
    if any(t.value is decisive for t in truths):
        return known(decisive)
    causes = [c for t in truths if t.value is None for c in t.causes]
    return unknown(causes) if causes else known(not decisive)


def seconds_of(text):
    """The instant a report's date stands for, or None."""
    found = DATE.fullmatch(text)
    if not found:
        return None
    try:
        moment = datetime(*map(int, found.groups()[:6]), tzinfo=timezone.utc)
    except ValueError:
        return None
    return int(moment.timestamp())


def span_seconds(text):
    return int(text[:-1]) * UNITS[text[-1]]


def instant_of(text, now):
    """A date of the policy: `now`, RFC 3339, or a bare date, which means the day's last second."""
    if text == "now":
        return now
    return seconds_of(text) if "T" in text else seconds_of(text + "T23:59:59Z")


def glob(pattern, text):
    """Anchored, case-sensitive; only * and ? are special."""
    parts = {"*": ".*", "?": "."}
    return re.fullmatch("".join(parts.get(c, re.escape(c)) for c in pattern), text, re.S)


def decode(column, text, is_root):
    """The cell that a column's text is, by section 2 and the table of values."""
    lower = text.lower()
    if column == "additional_credentials_info" and text == "":
        return Cell("value", "", column)
    if lower in SENTINELS.get(column, ()) and (column != "password_enabled" or is_root):
        return Cell("sentinel", lower, column)
    if column in BOOLEANS:
        good = lower in ("true", "false")
        return Cell("value", lower == "true", column) if good else Cell("unreadable", text, column)
    if column in DATES:
        when = seconds_of(text)
        kind = "unreadable" if when is None else "value"
        return Cell(kind, text if when is None else when, column)
    if column.endswith(("_region", "_service")) and not re.fullmatch("[A-Za-z0-9.:-]+", text):
        return Cell("unreadable", text, column)
    return Cell("value", text, column)


def name_of(arn):
    """The user's name, in a report without the column."""
    return "<root_account>" if arn.endswith(":root") else arn.rsplit("/", 1)[1]


class Row:
    """One row of a report, with the derived fields; `slot` and `kind` for a rule with `each`."""

    def __init__(self, cells, line, now):
        self.text, self.line, self.now = cells, line, now
        self.kind, self.slot = None, None
        self.has_arn = "arn" in cells
        self.arn = cells.get("arn", "")
        self.is_root = (self.arn.endswith(":root") if self.has_arn
                        else cells["user"] == "<root_account>")
        self.user = cells["user"] if "user" in cells else name_of(self.arn)
        self.account = self.arn.split(":")[4] if self.has_arn else ""

    def at(self, kind, slot):
        row = Row(self.text, self.line, self.now)
        row.kind, row.slot = kind, slot
        return row

    def cell(self, column):
        if column not in self.text:
            return Cell("missing", None, column)
        return decode(column, self.text[column], self.is_root)

    def slot_cell(self, part):
        return self.cell(f"{self.kind}_{self.slot}_{part}")


# -- what must exist ------------------------------------------------------------------------------

def is_true(cell):
    """Whether a cell of truth values says true; a sentinel says neither."""
    if cell.kind in ("missing", "unreadable"):
        return unknown(cell.cause)
    return known(cell.kind == "value" and cell.value is True)


def has_password(row):
    cell = row.cell("password_enabled")
    return YES if cell.kind == "sentinel" else is_true(cell)


def unlisted(row):
    """Whether a credential that the report does not list is active."""
    extra = row.cell("additional_credentials_info")
    if extra.kind != "value" or not extra.value:
        return known(False)
    return unknown(frozenset({("unlisted", extra.column)}))


def actives(row, kind):
    return [is_true(row.cell(f"{kind}_{slot}_active")) for slot in (1, 2)] + [unlisted(row)]


def has_credentials(row):
    return combine([has_password(row)] + actives(row, "access_key") + actives(row, "cert"), True)


def needs_date(row, column):
    """Whether the date in `column` must exist; None where nothing demands it."""
    if column in ("user_creation_time",):
        return YES
    if column == "password_last_changed":
        return has_password(row)
    if re.fullmatch(r"(access_key|cert)_._last_rotated", column):
        return is_true(row.cell(column.replace("last_rotated", "active")))
    return NO


# -- dates and ages -------------------------------------------------------------------------------

class Moment(NamedTuple):
    """A date: at least `seconds` (exact if no causes); None: there is none, or cannot be known."""
    seconds: object
    causes: frozenset = frozenset()


def moment(row, column):
    cell = row.cell(column)
    if cell.kind == "value":
        return Moment(cell.value)
    if cell.kind != "sentinel":
        return Moment(None, cell.cause)
    must = needs_date(row, column)
    if must.value is True:
        return Moment(None, frozenset([("contradiction", column)]))
    return Moment(None, must.causes)


def last_activity(row, latest):
    """The newest use; a date after `latest` only tells that T is too early, or that it is wrong."""
    columns = ("password_last_used", "access_key_1_last_used_date", "access_key_2_last_used_date")
    parts = [moment(row, column) for column in columns]
    dates = [p.seconds for p in parts if p.seconds is not None and p.seconds <= latest]
    causes = {c for p in parts for c in p.causes}
    causes |= {("future", c) for c, p in zip(columns, parts) if (p.seconds or 0) > latest}
    return Moment(max(dates) if dates else None, frozenset(causes))


def use_or_change(row, used, changed):
    first = moment(row, used)
    if first.seconds is not None or first.causes:
        return first
    return moment(row, changed)


def slot_column(row, part):
    return f"{row.kind}_{row.slot}_{part}"


def date_of(row, field):
    """The date a date field names or an age field counts from."""
    if field == "password_idle":
        return use_or_change(row, "password_last_used", "password_last_changed")
    if field == "idle":
        return use_or_change(row, slot_column(row, "last_used_date"),
                             slot_column(row, "last_rotated"))
    column = {"user_age": "user_creation_time", "password_age": "password_last_changed",
              "age": row.kind and slot_column(row, "last_rotated"),
              "last_used": row.kind and slot_column(row, "last_used_date")}.get(field, field)
    return moment(row, column)


COMPARE = {
    "over": lambda a, b: a > b, "at_least": lambda a, b: a >= b,
    "under": lambda a, b: a < b, "within": lambda a, b: a <= b,
    "before": lambda a, b: a < b, "after": lambda a, b: a > b}
# What stays so when the true date is later than the one that is known.
KEEPS_TRUE = {"under", "within", "after"}


def judge_moment(found, operator, holds):
    """A test on a date that may be known only to be at least so late."""
    if found.seconds is None:
        return unknown(found.causes) if found.causes else NO
    if found.causes and holds != (operator in KEEPS_TRUE):
        return unknown(found.causes)
    return known(holds)


def test_age(row, field, operator, limit):
    found = last_activity(row, row.now) if field == "last_activity" else date_of(row, field)
    if found.seconds is None:
        return judge_moment(found, operator, False)
    if found.seconds > row.now and field != "password_next_rotation":
        return unknown([("future", field)] + list(found.causes))
    return judge_moment(found, operator, COMPARE[operator](row.now - found.seconds, limit))


def test_date(row, field, operator, limit):
    found = last_activity(row, float("inf")) if field == "last_activity" else date_of(row, field)
    holds = found.seconds is not None and COMPARE[operator](found.seconds, limit)
    return judge_moment(found, operator, holds)


def test_created_after(row, operator, limit):
    made, born = date_of(row, "age"), date_of(row, "user_creation_time")
    causes = made.causes | born.causes
    if made.seconds is None and not made.causes:
        return NO
    if causes:
        return unknown(causes)
    return known(COMPARE[operator](made.seconds - born.seconds, limit))


# -- the other fields -----------------------------------------------------------------------------

def numbers(row, field):
    """All values that a count may have, and why there is more than one."""
    if field == "slot":
        return [row.slot], frozenset()
    truths = actives(row, {"active_keys": "access_key", "active_certs": "cert"}[field])
    low = sum(t.value is True for t in truths)
    high = low + sum(t.value is None for t in truths)
    return range(low, high + 1), frozenset(c for t in truths for c in t.causes)


def test_number(row, field, operator, limit):
    possible, causes = numbers(row, field)
    compare = COMPARE.get(operator, lambda a, b: a == b)
    answers = {compare(value, limit) for value in possible}
    return known(answers.pop()) if len(answers) == 1 else unknown(causes)


def truth_of(row, field):
    """A true/false field as a Truth, for the derived ones."""
    if field == "is_root":
        return known(row.is_root)
    if field == "has_password":
        return has_password(row)
    if field == "has_credentials":
        return has_credentials(row)
    if field == "active":
        return is_true(row.slot_cell("active"))
    if field == "present":
        return present(row)
    return never_used(row)


def present(row):
    rotated = row.slot_cell("last_rotated")
    if rotated.kind in ("missing", "unreadable"):
        dated = unknown(rotated.cause)
    else:
        dated = known(rotated.kind == "value")
    return combine([is_true(row.slot_cell("active")), dated], True)


def never_used(row):
    """There is a key, and no use of it on record."""
    used = row.slot_cell("last_used_date")
    unused = known(used.kind == "sentinel")
    if used.kind in ("missing", "unreadable"):
        unused = unknown(used.cause)
    return combine([present(row), unused], False)


def test_boolean(row, field, wanted):
    if field not in BOOLEANS:
        truth = truth_of(row, field)
        return truth if wanted else negate(truth)
    cell = row.cell(field)
    if cell.kind in ("missing", "unreadable"):
        return unknown(cell.cause)
    return known(cell.kind == "value" and cell.value is wanted)


def text_of(row, field):
    """A text field as a Cell."""
    if field in ("account", "user"):
        return Cell("value", getattr(row, field), field)
    if field == "partition":
        return Cell("value", row.arn.split(":")[1] if row.has_arn else "aws", field)
    if field == "path":
        return path_of(row)
    if field in ("region", "service"):
        return row.slot_cell("last_used_" + field)
    return row.cell(field)


def path_of(row):
    if not row.has_arn:
        return Cell("missing", None, "arn")
    path = row.arn.split(":", 5)[5]
    return Cell("value", "" if row.is_root else path[len("user"):path.rindex("/") + 1], "path")


def test_text(row, field, patterns, exact):
    cell = text_of(row, field)
    if cell.kind in ("missing", "unreadable"):
        return unknown(cell.cause)
    if cell.kind == "sentinel":
        return NO
    match = (lambda p: p == cell.value) if exact else (lambda p: glob(p, cell.value))
    return known(any(match(p) for p in patterns))


def is_field(row, field):
    """The cell that `is` looks at."""
    if field in ("account", "partition", "path", "region", "service"):
        return text_of(row, field)
    parts = {"active": "active", "last_used": "last_used_date"}
    return row.slot_cell(parts[field]) if field in parts else row.cell(field)


def test_is(row, field, words):
    cell = is_field(row, field)
    if cell.kind == "missing":
        return YES if "missing" in words else unknown(cell.cause)
    if cell.kind == "unreadable":
        return unknown(cell.cause)
    if cell.value in ("", "n/a") and "empty" in words:
        return YES
    return known(cell.kind == "sentinel" and cell.value in words)


# -- conditions -----------------------------------------------------------------------------------

def evaluate(row, condition, params):
    """A condition: a list is any, a map is all; `params` holds the lists too, as "@name"."""
    if isinstance(condition, list):
        return combine([evaluate(row, part, params) for part in condition], True)
    parts = [evaluate_entry(row, key, value, params) for key, value in condition.items()]
    return combine(parts, False)


def evaluate_entry(row, key, value, params):
    if key == "not":
        return negate(evaluate(row, value, params))
    if key in ("any", "all"):
        parts = value if isinstance(value, list) else [value]
        return combine([evaluate(row, part, params) for part in parts], key == "any")
    return test_field(row, key, value, params)


def resolved(operand, params):
    is_param = isinstance(operand, Plain) and operand.startswith("$")
    return params[operand[1:]] if is_param else operand


def test_field(row, field, value, params):
    value = resolved(value, params)
    if isinstance(value, bool):
        return test_boolean(row, field, value)
    if isinstance(value, int):
        return test_number(row, field, "equals", value)
    if isinstance(value, str) and value.startswith("@"):
        value = [value]
    if isinstance(value, list):
        globs = [pattern for part in value for pattern in params.get(part, [part])]
        return test_text(row, field, globs, False)
    if isinstance(value, str):
        return test_text(row, field, [value], True)
    tests = [test_operator(row, field, operator, operand, params)
             for operator, operand in value.items()]
    return combine(tests, False)


def test_operator(row, field, operator, operand, params):
    if operator == "is":
        return test_is(row, field, operand)
    operand = resolved(operand, params)
    if operator in ("before", "after"):
        return test_date(row, field, operator, instant_of(operand, row.now))
    if field in NUMBER_FIELDS:
        return test_number(row, field, operator, int(operand))
    if field == "created_after_user":
        return test_created_after(row, operator, span_seconds(operand))
    return test_age(row, field, operator, span_seconds(operand))


def fields_of(condition):
    """The names of the fields that a condition tests."""
    if isinstance(condition, list):
        return {f for part in condition for f in fields_of(part)}
    names = set()
    for key, value in condition.items():
        names |= fields_of(value) if key in ("not", "any", "all") else {key}
    return names


# -- rules ----------------------------------------------------------------------------------------

def on_credentials(*conditions):
    """Whether conditions rest on keys or certificates, which a report may not list in full."""
    return any(f in CREDENTIAL_FIELDS or f.startswith(("access_key_", "cert_"))
               for condition in conditions for f in fields_of(condition))


def may_miss(rule, found):
    """Whether a verdict other than fail may be wrong for a credential that is not listed."""
    when = rule.get("when", [])
    if "each" in rule:
        return True
    if found.outcome == "not_applicable":
        return on_credentials(when)
    return on_credentials(when, rule["fail"])


def in_scope(rule, row):
    scope = rule.get("scope", "all")
    return scope == "all" or (scope == "root") == row.is_root


def outcome(rule, row, params):
    when = evaluate(row, rule["when"], params) if "when" in rule else YES
    if when.value is False:
        return Verdict("not_applicable")
    fail = evaluate(row, rule["fail"], params)
    if fail.value is False:
        return Verdict(rule.get("otherwise", "pass"), when.causes)
    both = combine([when, fail], False)
    return Verdict("fail") if both.value else Verdict("unknown", both.causes)


def names(policy, patterns):
    """Globs, with "@name" standing for a list of the policy."""
    if isinstance(patterns, str):
        patterns = [patterns]
    return [g for p in patterns
            for g in (policy.get("lists", {})[p[1:]] if p.startswith("@") else [p])]


def applies(policy, entry, rule, row):
    """Whether an override or an exception is about this rule and row."""
    if not any(glob(p, rule["id"]) for p in entry["rules"]):
        return False
    if "users" in entry and not any(glob(p, row.user) for p in names(policy, entry["users"])):
        return False
    if "accounts" not in entry:
        return True
    return row.account != "" and any(
        glob(p, row.account) for p in names(policy, entry["accounts"]))


def in_force(entry, now):
    if now < seconds_of(entry["approved"] + "T00:00:00Z"):
        return False
    return entry["expires"] == "never" or now <= seconds_of(entry["expires"] + "T23:59:59Z")


def params_for(policy, rule, row, settings):
    params = {**policy.get("params", {}),
              **{"@" + name: globs for name, globs in policy.get("lists", {}).items()}}
    for entry in policy.get("overrides", []):
        if applies(policy, entry, rule, row):
            params.update(entry["set"])
    params.update(settings)
    return params


def excuses(policy, rule, row):
    """The exceptions in force that cover a failure of this rule on this row."""
    return [entry for entry in policy.get("exceptions", [])
            if applies(policy, entry, rule, row) and in_force(entry, row.now)]


def verdict(policy, rule, row, settings):
    """The outcome of a rule on a row or slot, exceptions included."""
    found = outcome(rule, row, params_for(policy, rule, row, settings))
    if found.outcome == "fail" and excuses(policy, rule, row):
        return Verdict("suppressed")
    return found


def with_unlisted(rule, row, results):
    """The same verdicts, unknown where credentials that the report does not list may fail."""
    extra = row.cell("additional_credentials_info")
    failed = any(found.outcome in ("fail", "suppressed") for _, found in results)
    if failed or extra.kind != "value" or not extra.value:
        return results
    cause = ("unlisted", extra.column)
    return [(credential, Verdict("unknown", found.causes | {cause}) if may_miss(rule, found)
             else found) for credential, found in results]


def judge_row(policy, rule, row, settings):
    """[(credential, verdict)] of a rule on a row: one, or one for each slot."""
    if "each" not in rule:
        results = [(rule.get("credential", ""), verdict(policy, rule, row, settings))]
    else:
        results = [(f"{rule['each']}_{slot}",
                    verdict(policy, rule, row.at(rule["each"], slot), settings))
                   for slot in (1, 2)]
    return with_unlisted(rule, row, results)


def judge(policy, rows, settings):
    """{(rule, line, credential): verdict} over the rows, and {(rule, account)} without a root."""
    results = {(rule["id"], row.line, credential): found
               for rule in policy["rules"] for row in rows if in_scope(rule, row)
               for credential, found in judge_row(policy, rule, row, settings)}
    accounts = {row.account for row in rows} - {row.account for row in rows if row.is_root}
    rootless = {(rule["id"], account) for rule in policy["rules"] for account in accounts
                if rule.get("scope", "all") != "user"}
    return results, rootless


# -- YAML -----------------------------------------------------------------------------------------

def to_yaml(value):
    """Flow YAML: JSON with plain spans, dates and parameters."""
    if isinstance(value, Plain):
        return str(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {to_yaml(v)}" for key, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(to_yaml(v) for v in value) + "]"
    return json.dumps(value)


def policy_file(policy):
    """The whole file: one line for each entry of a list, the others in one line each."""
    lines = []
    for key, value in policy.items():
        if isinstance(value, list) and value:
            lines += [f"{key}:"] + [f"  - {to_yaml(entry)}" for entry in value]
        else:
            lines.append(f"{key}: {to_yaml(value)}")
    return "\n".join(lines) + "\n"
