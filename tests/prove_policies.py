#!/usr/bin/env python3
"""Compare the program's verdicts on random policies and reports with tests/policy_oracle.py.

Usage: MFA_CHECK=program prove_policies.py short|long [SEED]

First every formula of three tests is compared with the truth tables, then random policies over
random reports: each result line, each tally, the summary and the exit status.
"""

import itertools
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import datetime, timezone

import policy_oracle as oracle
from policy_oracle import Plain

PROGRAM = os.environ.get("MFA_CHECK", "mfa-check")
TARGETS = {"short": 3000, "long": 100000}
SHOWN = 20
DAY = 86400
SPANS = ["86400s", "36h", "45d", "13w", "90d", "180d", "1y"]
OUTCOMES = ["fail", "pass", "not_applicable", "unknown", "manual", "suppressed"]
ACCOUNTS = {"111111111111": "aws", "222222222222": "aws-us-gov"}
REGIONS = ["us-east-1", "eu-west-3", "ap-south-1"]
SERVICES = ["s3", "ec2", "sts"]
STEMS = ["svc-", "ci-a-", "alice", "Bob", "root", "o.k+x", "=sum", "@at"]
PATTERNS = {
    "user": ["svc-*", "ci-?-*", "*o*", "Bob?", "bob*", "[a-z]*", "root", "<root_account>", "*",
             "@robots"],
    "arn": ["*:root", "arn:aws:iam::*", "arn:aws-*", "*/team/*", "111*"],
    "account": ["1*", "222222222222", "*", ""],
    "partition": ["aws", "aws-*", "aws*"],
    "path": ["/", "/team/*", "*/b/", "?"],
    "region": ["us-*", "eu-west-3", "*", "N/A", "??-*-1"],
    "service": ["s3", "?3", "ec*", "*", "n/a"],
    "additional_credentials_info": ["*key*", "3 keys, more", "*"],
}
WORDS = ["not_supported", "no_information", "n/a", "missing", "empty"]
JUNK = {"boolean": ["yes", "", "1", "not_supported", "N/A"],
        "date": ["2020-13-45T00:00:00Z", "never", "", "12/31/2020", "2020-02-30T00:00:00Z",
                 "no_information", "not_supported", "N/A"],
        "text": ["", "no_information", "a b"]}
PARAMS = ["span1", "span2", "count", "day", "flag", "who"]
ROOTS = ["<root_account>"] * 4 + ["root_account", "root"]
KEY_FIELDS = ["active", "present", "never_used", "age", "idle", "last_used", "region", "service",
              "created_after_user", "slot"]
CERT_FIELDS = ["active", "present", "age", "created_after_user", "slot"]
ROW_FIELDS = oracle.COLUMNS + [
    "account", "partition", "path", "is_root", "has_password", "has_credentials", "active_keys",
    "active_certs", "user_age", "password_age", "password_idle", "last_activity"]
HAS_WORDS = oracle.COLUMNS + ["active", "region", "service", "last_used"]
AGES = ["over", "at_least", "under", "within"]


# -- reports --------------------------------------------------------------------------------------

def written(rng, seconds):
    """A date as one of the two spellings of a report."""
    text = datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S")
    return text + rng.choice(["Z", "+00:00"])


def past(rng, now):
    """A date: mostly at a limit or one second from it, sometimes after T."""
    if rng.random() < 0.03:
        return written(rng, now + rng.choice([1, DAY]))
    if rng.random() < 0.6:
        limit = oracle.span_seconds(rng.choice(SPANS))
        return written(rng, now - limit + rng.choice([-1, 0, 1]))
    return written(rng, now - rng.randrange(500 * DAY))


def spelled(rng, word):
    return rng.choice([word, word, word.upper(), word.lower()])


def truth(rng, share):
    return spelled(rng, "true" if rng.random() < share else "false")


def password_cells(rng, now, is_root):
    kind = rng.choices(["on", "off", "odd"] + ["legacy"] * is_root, [6, 4, 1] + [4] * is_root)[0]
    used = rng.choice([past(rng, now), spelled(rng, "no_information")])
    if kind == "legacy":
        return ["not_supported", used, "not_supported", "not_supported"]
    if kind == "off":
        return [truth(rng, 0), "N/A", "N/A", rng.choice(["N/A", "not_supported"])]
    rotation = rng.choice(["N/A", past(rng, now), written(rng, now + 30 * DAY)])
    if kind == "on":
        return [truth(rng, 1), used, past(rng, now), rotation]
    changed = rng.choice(["N/A", past(rng, now)] + ["not_supported"] * is_root)
    return [truth(rng, 0.5), rng.choice([used, "N/A"]), changed, rotation]


def credential_cells(rng, now, is_key):
    """The cells of a key or certificate slot: absent, made, or at odds with itself."""
    absent = spelled(rng, "N/A")
    kind = rng.choices(["absent", "made", "odd"], [4, 6, 1])[0]
    if kind == "absent":
        return [truth(rng, 0)] + [absent] * (4 if is_key else 1)
    made = past(rng, now) if kind == "made" else absent
    head = [truth(rng, 0.7), made]
    if not is_key:
        return head
    if rng.random() < 0.4:
        return head + [absent] * 3
    return head + [past(rng, now), rng.choice(REGIONS + ["N/A"]), rng.choice(SERVICES)]


def spoil(rng, cells):
    """Make one cell unreadable."""
    column = rng.choice(oracle.COLUMNS[2:-1])
    kind = ("boolean" if column in oracle.BOOLEANS else
            "date" if column in oracle.DATES else "text")
    cells[column] = rng.choice(JUNK[kind])


def make_row(rng, now, user, arn, is_root):
    values = [user, arn, past(rng, now)] + password_cells(rng, now, is_root)
    values.append(truth(rng, 0.5))
    for is_key in (True, True, False, False):
        values += credential_cells(rng, now, is_key)
    values.append(rng.choice(["", "N/A", "n/a"] * 2 + ["3 keys, more", "2 certs"]))
    cells = dict(zip(oracle.COLUMNS, values))
    while rng.random() < 0.25:
        spoil(rng, cells)
    return cells


def make_columns(rng):
    columns = oracle.COLUMNS[:] if rng.random() < 0.4 else oracle.COLUMNS[:-1]
    if rng.random() < 0.5:
        return columns
    drop = set(rng.sample(columns[1:], rng.choice([1, 1, 2, 4, 8])))
    columns = [c for c in columns if c not in drop]
    if "arn" in columns and rng.random() < 0.3:
        columns.remove(rng.choice(["user", "arn"]))
    if rng.random() < 0.3:
        rng.shuffle(columns)
    return columns


def make_report(rng, now):
    """The rows of a report as dicts, all with the same columns."""
    columns = make_columns(rng)
    accounts = list(ACCOUNTS)[:2 if "arn" in columns and rng.random() < 0.5 else 1]
    rows = []
    for account in accounts:
        arn = f"arn:{ACCOUNTS[account]}:iam::{account}:"
        if rng.random() < 0.8:
            user = rng.choice(ROOTS) if "arn" in columns else ROOTS[0]
            rows.append(make_row(rng, now, user, arn + "root", True))
        for _ in range(rng.randrange(1, 7)):
            user = rng.choice(STEMS) + str(len(rows))
            path = rng.choice(["/", "/", "/team/", "/a/b/"])
            rows.append(make_row(rng, now, user, f"{arn}user{path}{user}", False))
    return [{c: row[c] for c in columns} for row in rows]


def csv_text(rows):
    def quoted(cell):
        return f'"{cell}"' if "," in cell else cell
    lines = [",".join(rows[0])] + [",".join(map(quoted, row.values())) for row in rows]
    return "\n".join(lines) + "\n"


# -- policies -------------------------------------------------------------------------------------

def span(rng, params):
    if params and rng.random() < 0.3:
        return Plain("$" + rng.choice([p for p in params if p.startswith("span")]))
    return Plain(rng.choice(SPANS))


def number(rng, params):
    if params and rng.random() < 0.3:
        return Plain("$count")
    return rng.randrange(3)


def compared(rng, operators, operand):
    """One operator with its operand, or two."""
    chosen = rng.sample(operators, rng.choice([1, 1, 1, 2]))
    return {operator: operand() for operator in chosen}


def words(rng):
    return {"is": rng.sample(WORDS, rng.choice([1, 1, 2, 3]))}


def date_test(rng, field, now, params):
    kind = rng.random()
    if kind < 0.5:
        return compared(rng, AGES, lambda: span(rng, params))
    if kind < 0.8:
        moment = now - oracle.span_seconds(rng.choice(SPANS)) + rng.choice([-1, 0, 1])
        texts = ["now", written(rng, moment), written(rng, moment)[:10]]
        texts += ["$day"] if params else []
        return compared(rng, ["before", "after"], lambda: Plain(rng.choice(texts)))
    return {"before": Plain("now")} if field == "last_activity" else words(rng)


def text_test(rng, field):
    patterns = PATTERNS[field if field in PATTERNS else field.rsplit("_", 1)[-1]]
    kind = rng.random()
    if kind < 0.15 and field in HAS_WORDS:
        return words(rng)
    if kind < 0.2 and field == "user":
        return Plain("$who")
    if kind < 0.4:
        exact = [p for p in patterns if not set(p) & set("*?") and p.lower() != "n/a"]
        return rng.choice(exact or ["x"])
    return rng.sample(patterns, rng.choice([1, 1, 2, 3]))


def is_text(field):
    return field in PATTERNS or field.endswith(("_region", "_service"))


def test(rng, field, now, params):
    """A value that fits the type of the field."""
    if field in oracle.SPAN_FIELDS:
        return compared(rng, AGES, lambda: span(rng, params))
    if field in oracle.NUMBER_FIELDS:
        if rng.random() < 0.3:
            return rng.randrange(3)
        return compared(rng, AGES, lambda: number(rng, params))
    if field in oracle.DATES or field in ("last_activity", "last_used"):
        return date_test(rng, field, now, params)
    if is_text(field):
        return text_test(rng, field)
    if field in HAS_WORDS and rng.random() < 0.15:
        return words(rng)
    return Plain("$flag") if rng.random() < 0.1 else rng.random() < 0.5


def condition(rng, depth, fields, now, params):
    """A random condition, at most `depth` deep."""
    kind = rng.random()
    if depth <= 1 or kind < 0.4:
        chosen = rng.sample(fields, rng.choice([1, 1, 1, 2]))
        return {field: test(rng, field, now, params) for field in chosen}
    if kind < 0.55:
        return {"not": condition(rng, depth - 1, fields, now, params)}
    parts = [condition(rng, depth - 1, fields, now, params)
             for _ in range(rng.choice([1, 2, 2, 3]))]
    if kind < 0.65:
        return parts
    found = {"any" if kind < 0.82 else "all": parts}
    if rng.random() < 0.2:
        field = rng.choice(fields)
        found[field] = test(rng, field, now, params)
    return found


def fields_for(rng, each):
    """Some fields to test, so that fields meet each other; those of the slot more often."""
    own = {"access_key": KEY_FIELDS, "cert": CERT_FIELDS}.get(each, [])
    return rng.sample(ROW_FIELDS, 12) + rng.sample(own, len(own) // 2) * 2


def make_rule(rng, number_of, now, params):
    each = rng.choice(["", "", "access_key", "access_key", "cert"])
    rule = {"id": f"r{number_of}", "title": "A title", "severity": "low",
            "scope": rng.choice(["user", "user", "root", "all"])}
    if each:
        rule["each"] = each
    elif rng.random() < 0.2:
        rule["credential"] = "password"
    fields = list(dict.fromkeys(fields_for(rng, each)))
    if rng.random() < 0.6:
        rule["when"] = condition(rng, 3, fields, now, params)
    rule["fail"] = condition(rng, 5, fields, now, params)
    if rng.random() < 0.15:
        rule["otherwise"] = "manual"
    if rule["scope"] == "all" and rng.random() < 0.3:
        del rule["scope"]
    rule.update(message="A message", fix="A fix")
    return rule


def chosen_rules(rng, rules):
    if rng.random() < 0.2:
        return [rng.choice(["*", "r?", "r1*"])]
    return rng.sample([rule["id"] for rule in rules], rng.choice([1, 2, 6]))


def whom(rng, entry):
    """Whom an override or an exception is about."""
    if rng.random() < 0.6:
        entry["users"] = rng.choice(["@robots", ["svc-*"], ["*1", "<root*"], ["@robots", "*2"]])
    if rng.random() < 0.4:
        entry["accounts"] = rng.choice([["111111111111"], ["*"], ["2*", "3*"]])
    return entry


def exception(rng, rules, now):
    entry = whom(rng, {"rules": chosen_rules(rng, rules)})
    near = [written(rng, now + days * DAY)[:10] for days in (-30, -1, 0, 1, 30)]
    first = rng.choice(near[:4])
    last = rng.choice([d for d in near if d >= first] + ["never"])
    entry.update(approved=Plain(first), expires=Plain(last), reason=f"Reason {rng.random()}",
                 owner="iam@example.com")
    return entry


def used_params(rules):
    text = oracle.to_yaml([[rule.get("when", []), rule["fail"]] for rule in rules])
    return [name for name in PARAMS if "$" + name in text]


def without_unused(policy):
    """The policy without what its rules do not use, which is an error or a warning."""
    rules = policy["rules"]
    found = {**policy, "overrides": []}
    for entry in policy.get("overrides", []):
        used = used_params([rule for rule in rules
                            if any(oracle.glob(p, rule["id"]) for p in entry["rules"])])
        changes = {name: value for name, value in entry["set"].items() if name in used}
        found["overrides"] += [{**entry, "set": changes}] if changes else []
    found["params"] = {name: policy["params"][name] for name in used_params(rules)}
    return found


def override(rng, rules, now):
    """Other values for some parameters."""
    values = make_params(rng, now)
    changes = {name: values[name] for name in rng.sample(PARAMS, 4)}
    return {**whom(rng, {"rules": chosen_rules(rng, rules)}), "set": changes}


def make_params(rng, now):
    day = written(rng, now - oracle.span_seconds(rng.choice(SPANS)))
    return {"span1": Plain(rng.choice(SPANS)), "span2": Plain(rng.choice(SPANS)),
            "count": rng.randrange(3), "day": Plain(day[:rng.choice([10, 25])]),
            "flag": rng.random() < 0.5, "who": rng.choice(STEMS[:-1]) + "1"}


def make_policy(rng, now):
    params = make_params(rng, now)
    rules = [make_rule(rng, i, now, params) for i in range(12)]
    return {"policy": 1, "name": "random", "params": params,
            "lists": {"robots": ["svc-*", "ci-?-*"]}, "rules": rules,
            "overrides": [override(rng, rules, now) for _ in range(rng.randrange(4))],
            "exceptions": [exception(rng, rules, now) for _ in range(rng.randrange(4))]}


# -- one run --------------------------------------------------------------------------------------

class Case:
    """A policy, a report, an instant and the values of --set.

    `apart` tells that the exceptions stand in a file of their own.
    """

    def __init__(self, policy, rows, now, settings, apart=False):
        self.apart = apart
        self.policy, self.rows, self.now = without_unused(policy), rows, now
        self.settings = {k: v for k, v in settings.items() if k in self.policy["params"]}

    def but(self, policy=None, rows=None):
        return Case(policy or self.policy, rows or self.rows, self.now, self.settings, self.apart)

    def files(self):
        """The text of each file, by name."""
        policy = {k: v for k, v in self.policy.items() if v}
        found = {"policy.yaml": "", "report.csv": csv_text(self.rows)}
        if self.apart and "exceptions" in policy:
            apart = {k: policy[k] for k in ("policy", "lists", "exceptions")}
            found["exceptions.yaml"] = oracle.policy_file(apart)
            del policy["exceptions"]
        found["policy.yaml"] = oracle.policy_file(policy)
        return found

    def command(self, folder):
        stamp = datetime.fromtimestamp(self.now, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        sets = [f"--set={name}={value}" for name, value in self.settings.items()]
        if "exceptions.yaml" in self.files():
            sets.append(f"--exceptions={folder}/exceptions.yaml")
        return [PROGRAM, "-p", f"{folder}/policy.yaml", "--as-of", stamp, "--all", "-f", "ndjson",
                *sets, f"{folder}/report.csv"]

    def run(self, folder):
        for name, text in self.files().items():
            with open(f"{folder}/{name}", "w", encoding="utf-8") as file:
                file.write(text)
        return subprocess.run(self.command(folder), capture_output=True, text=True, timeout=60)

    def run_without_all(self, folder):
        """What passes is not asked for then, and most of it is not judged row by row."""
        command = [word for word in self.command(folder) if word != "--all"]
        return subprocess.run(command, capture_output=True, text=True, timeout=60)

    def expected(self):
        rows = [oracle.Row(cells, line, self.now) for line, cells in enumerate(self.rows, 2)]
        results, rootless = oracle.judge(self.policy, rows, self.settings)
        return rows, results, rootless


def is_missing(verdict):
    """Whether missing columns make it unknown: True, False, or None where other cells do too."""
    if verdict.outcome != "unknown":
        return False
    kinds = {kind == "missing" for kind, _ in verdict.causes}
    return kinds.pop() if len(kinds) == 1 else None


class Comparison:
    """The differences between a run and the oracle, as (where, expected, got)."""

    def __init__(self, case, folder):
        self.case = case
        self.count = 0
        self.differences = []
        done = case.run(folder)
        if done.returncode not in (0, 1, 3):
            self.differences.append(("exit status", "0, 1 or 3",
                                     f"{done.returncode}: {done.stderr.strip()[:1500]}"))
            return
        self.records = [json.loads(line) for line in done.stdout.splitlines()]
        self.rows, self.results, self.rootless = case.expected()
        self.of_row = {row.line: row for row in self.rows}
        self.compare(done.returncode)
        self.compare_without_all(case.run_without_all(folder))

    def compare_without_all(self, done):
        """The same lines but for those of what passed or does not apply; the tallies count all."""
        def kept(records):
            return [r for r in records if r["type"] != "run" and
                    r.get("outcome") not in ("pass", "not_applicable")]
        got = [json.loads(line) for line in done.stdout.splitlines()]
        self.differ("without --all", kept(self.records), kept(got))

    def compare(self, status):
        given = [r for r in self.records if r["type"] == "result"]
        self.compare_lines([r for r in given if r["line"]])
        self.compare_whole([r for r in given if not r["line"]])
        self.compare_tallies()
        self.compare_summary(given, status)
        self.compare_details(given)

    def differ(self, where, expected, got):
        self.count += 1
        if expected != got:
            self.differences.append((where, expected, got))

    def compare_lines(self, given):
        got = {}
        for r in given:
            key = (r["rule"], r["line"], r["credential"])
            if key in got:
                self.differ(key, "one result", "two")
            got[key] = r["outcome"]
            row = self.of_row[r["line"]]
            self.count -= 1
            self.differ(key + ("names",), (row.account, row.user, row.arn),
                        (r["account"], r["user"], r["arn"]))
        for key, verdict in self.results.items():
            missing = is_missing(verdict)
            if missing is None and key not in got:
                continue
            self.differ(key, "(none)" if missing else verdict.outcome, got.pop(key, "(none)"))
        for key, outcome in got.items():
            self.differ(key, "(none)", outcome)

    def compare_whole(self, given):
        """Results with line 0: one for each rule and account that lacks a column, or a root row."""
        got = Counter((r["rule"], r["account"], r["outcome"]) for r in given)
        low, high = Counter(), Counter()
        for (rule, line, _), verdict in self.results.items():
            key = (rule, self.of_row[line].account, "unknown")
            missing = is_missing(verdict)
            if missing is not False:
                high[key] = 1
            if missing:
                low[key] = 1
        for rule, account in self.rootless:
            low[rule, account, "unknown"] = high[rule, account, "unknown"] = 1
        for key in sorted(set(got) | set(high)):
            good = low[key] <= got[key] <= high[key]
            self.differ(key + ("line 0",), low[key], low[key] if good else got[key])

    def compare_details(self, given):
        """An unknown gives its reason, a suppressed result the exception that covers it."""
        rules = {rule["id"]: rule for rule in self.case.policy["rules"]}
        fields = ("reason", "owner", "expires")
        for r in given:
            where = (r["rule"], r["line"], r["credential"], "details")
            if r["outcome"] == "unknown" and not r.get("reason"):
                self.differ(where, "a reason", "none")
            if r["outcome"] == "suppressed":
                excuses = oracle.excuses(self.case.policy, rules[r["rule"]], self.of_row[r["line"]])
                good = [{k: str(e[k]) for k in fields} for e in excuses]
                self.differ(where, True, r.get("suppression") in good or r.get("suppression"))

    def compare_tallies(self):
        for record in (r for r in self.records if r["type"] == "tally"):
            counts = Counter(v.outcome for k, v in self.results.items() if k[0] == record["rule"])
            counts["unknown"] += sum(rule == record["rule"] for rule, _ in self.rootless)
            self.differ((record["rule"], "tally"), {o: counts[o] for o in OUTCOMES},
                        {o: record[o] for o in OUTCOMES})

    def compare_summary(self, given, status):
        summary = self.records[-1]
        counts = Counter(r["outcome"] for r in given)
        self.differ(("summary",), {o: counts[o] for o in OUTCOMES},
                    {o: summary.get(o) for o in OUTCOMES})
        defect = counts["unknown"] or any(
            row.cell(c).kind == "unreadable" for row in self.rows for c in row.text)
        self.differ(("status",), 3 if defect else int(counts["fail"] > 0), status)


def simpler(condition):
    """Every condition with one part less."""
    if isinstance(condition, list):
        for i, part in enumerate(condition):
            yield part
            if len(condition) > 1:
                yield condition[:i] + condition[i + 1:]
            yield from (condition[:i] + [p] + condition[i + 1:] for p in simpler(part))
        return
    for key, value in condition.items():
        rest = {k: v for k, v in condition.items() if k != key}
        if rest:
            yield rest
        if key in ("not", "any", "all"):
            yield value
            yield from ({**rest, key: v} for v in simpler(value))
        elif isinstance(value, dict) and len(value) > 1:
            yield from ({**rest, key: {k: v}} for k, v in value.items())


def simpler_cases(case):
    """Every case with one rule and one part, row, exception or override less."""
    rule = case.policy["rules"][0]
    for row in case.rows if len(case.rows) > 1 else []:
        yield case.but(rows=[r for r in case.rows if r is not row])
    for key in ("overrides", "exceptions"):
        for i in range(len(case.policy.get(key, []))):
            rest = case.policy[key][:i] + case.policy[key][i + 1:]
            yield case.but({**case.policy, key: rest})
    rules = [{k: v for k, v in rule.items() if k != name}
             for name in ("when", "otherwise", "credential") if name in rule]
    rules += [{**rule, name: c} for name in ("when", "fail") if name in rule
              for c in simpler(rule[name])]
    for part in rules:
        yield case.but({**case.policy, "rules": [part]})


def only_rule(case, rule):
    """The case with one of its rules."""
    policy = {**case.policy, "rules": [r for r in case.policy["rules"] if r["id"] == rule]}
    for key in ("overrides", "exceptions"):
        policy[key] = [{**e, "rules": [rule]} for e in policy.get(key, [])
                       if any(oracle.glob(p, rule) for p in e["rules"])]
    return case.but(policy)


def smaller(case, difference, folder):
    """The smallest case near this one that shows a difference of the same kind."""
    def kind_of(tried):
        found = Comparison(tried, folder).differences
        return found and (found[0][0][0] == "exit status", *map(str, found[0][1:]))

    tried = only_rule(case, difference[0][0])
    kind = tried.policy["rules"] and kind_of(tried)
    if not kind:
        return case
    while tried:
        case = tried
        tried = next((c for c in simpler_cases(case) if kind_of(c) == kind), None)
    return case


def show(case, difference, folder):
    case = smaller(case, difference, folder)
    found = Comparison(case, folder).differences[:2]
    print("\n".join(f"{where}: expected {expected}, got {got}" for where, expected, got in found))
    if difference[0] != "exit status":
        print("  " + " ".join(case.command(".")[3:-1]))
        print("\n".join(case.files().values()))


# -- truth tables ---------------------------------------------------------------------------------

TESTED = ["mfa_active", "access_key_1_active", "cert_1_active"]
CELLS = {1.0: "true", 0.0: "false", 0.5: "?"}


def formula(first, second, flips):
    """(condition, its truth table's function) of `a first (b second c)`, with negations."""
    def flip(i, part):
        return {"not": part} if flips[i] else part

    def value(i, number_of):
        return 1 - number_of if flips[i] else number_of

    join = {"all": min, "any": max}
    a, b, c = (flip(i, {name: True}) for i, name in enumerate(TESTED))
    shape = flip(4, {first: [a, flip(3, {second: [b, c]})]})

    def table(x, y, z):
        inner = value(3, join[second](value(1, y), value(2, z)))
        return value(4, join[first](value(0, x), inner))
    return shape, table


def table_rows():
    rows = []
    for values in itertools.product(CELLS, repeat=3):
        user = f"u{len(rows)}"
        cells = ["N/A" if c in oracle.DATES else "false" for c in oracle.COLUMNS[:-1]]
        row = dict(zip(oracle.COLUMNS, cells))
        row.update(user=user, arn=f"arn:aws:iam::111111111111:user/{user}",
                   user_creation_time="2020-01-01T00:00:00Z")
        row.update({f"access_key_{i}_last_used_{part}": "N/A" for i in (1, 2)
                    for part in ("region", "service")})
        row.update(zip(TESTED, map(CELLS.get, values)))
        rows.append((values, row))
    return rows


def by_tables(when, fail, otherwise):
    """The outcome of section 4 for truth values of `when` and `fail`."""
    if when == 0:
        return "not_applicable"
    if fail == 0:
        return otherwise
    return "fail" if min(when, fail) == 1 else "unknown"


def table_rules():
    """{id: (rule, table of when, table of fail)}: formulas as `fail`, as `when`, and both."""
    rules = {}
    always = ({"user": ["u*"]}, lambda *_: 1.0)
    shapes = [formula(first, second, flips)
              for first, second in itertools.product(["all", "any"], repeat=2)
              for flips in itertools.product([False, True], repeat=5)]
    for i, shape in enumerate(shapes):
        for when, fail in ((always, shape), (shape, always), (shapes[i * 37 % len(shapes)], shape)):
            rule = {"id": f"r{len(rules)}", "title": "t", "severity": "low", "scope": "all",
                    "when": when[0], "fail": fail[0], "message": "m", "fix": "f"}
            if len(rules) % 5 == 0:
                rule["otherwise"] = "manual"
            rules[rule["id"]] = rule, when[1], fail[1]
    return rules


def prove_tables(folder):
    """All formulas against the truth tables and, on the way, the oracle against them."""
    rules, rows = table_rules(), table_rows()
    policy = {"policy": 1, "name": "tables", "params": {},
              "rules": [rule for rule, _, _ in rules.values()]}
    case = Case(policy, [row for _, row in rows], oracle.seconds_of("2026-01-01T00:00:00Z"), {})
    comparison = Comparison(case, folder)
    if not hasattr(comparison, "records"):
        return [(case, d) for d in comparison.differences], 0
    got = {(r["rule"], r["line"]): r["outcome"] for r in comparison.records
           if r["type"] == "result"}
    wrong = comparison.differences
    for (name, (rule, when, fail)), (line, (values, _)) in itertools.product(
            rules.items(), enumerate(rows, 2)):
        expected = by_tables(when(*values), fail(*values), rule.get("otherwise", "pass"))
        if got.get((name, line)) != expected:
            wrong.append(((name, line, "table"), expected, got.get((name, line))))
    return [(case, d) for d in wrong], len(rules) * len(rows)


# -- all ------------------------------------------------------------------------------------------

def random_case(rng):
    now = rng.randrange(1600000000, 1790000000)
    if rng.random() < 0.4:
        now += -now % DAY - rng.choice([0, 1])
    policy = make_policy(rng, now)
    settings = {"span2": rng.choice(SPANS)} if rng.random() < 0.2 else {}
    return Case(policy, make_report(rng, now), now, settings, rng.random() < 0.3)


def prove_random(folder, target, seed):
    wrong, count, kinds, cases = [], 0, Counter(), 0
    while count < target and cases < target:
        case = random_case(random.Random(f"{seed}/{cases}"))
        comparison = Comparison(case, folder)
        cases += 1
        count += comparison.count
        kinds.update(v.outcome for v in getattr(comparison, "results", {}).values())
        wrong += [(case, d) for d in comparison.differences[:1]]
    return wrong, count, kinds, cases


def main(arguments):
    if not arguments or arguments[0] not in TARGETS:
        print(__doc__, file=sys.stderr)
        return 2
    seed = arguments[1] if len(arguments) > 1 else "1"
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        tables, formulas = prove_tables(folder)
        wrong, count, kinds, cases = prove_random(folder, TARGETS[arguments[0]], seed)
        for case, difference in (tables[:3] + wrong)[:SHOWN]:
            show(case, difference, folder)
    print(f"truth tables: {formulas} results compared, {len(tables)} differ")
    print(f"random policies: {count} results and tallies compared in {cases} runs (seed {seed}): "
          + ", ".join(f"{kinds[o]} {o}" for o in OUTCOMES) + f"; {len(wrong)} runs differ")
    print(f"{time.monotonic() - start:.1f} s")
    return 1 if tables or wrong or not count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
