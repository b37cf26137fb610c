#!/usr/bin/env python3
"""A mistake in any key of a policy is an error at its line: none is skipped in silence.

usage: mutate_keys.py [short|long|STEP] POLICY...   (every STEPth mutation; long is every one)

Each key of each policy, and of one here that has params, lists, overrides, exceptions and each,
is mutated in four ways:

- letter: one letter changed, each in turn. An error at its line.
- upper:  in upper case. An error at its line.
- double: its entry twice. An error at the line of the second.
- drop:   its entry left out. If the key is required, an error that names it at the map's line;
          else the policy may be valid, and the figures tell how often it is.

Names are free: where a param or list is called otherwise, the error may be at its use; a reference
may be to any framework that is not like a known one.
"""

import os
import re
import sys
import tempfile
from collections import namedtuple

from program import Tally, run, side_by_side, size_argument

RICH = """\
policy: 1
name: rich
extends: [builtin:cis-aws-6.0]
params: {max_key_age: 60d, max_robot_key: 30d, since: 2026-01-01}
lists:
  robots: ["svc-*", "ci-?-*"]
  offices: [eu-central-1, eu-west-*]
rules:
  - id: robot-key
    title: Keys of robots are young, used, and used in one region
    severity: high
    refs: {acme: "IAM-7", cis-aws-6.0: "2.13"}
    scope: user
    each: access_key
    when:
      all:
        - active: true
        - user: "@robots"
    fail:
      - age: {over: $max_robot_key, within: 10y}
      - idle: {at_least: 2w}
      - region: ["*"]
        not: {region: "@offices"}
      - last_used: {is: [missing, n/a]}
    otherwise: manual
    message: "key {slot} of {user}: {age.days} days old, idle for {idle}"
    help:
      why: Robots have many keys.
  - id: robot-cert
    title: Robots have no certificate
    severity: low
    each: cert
    when: {any: [{user: "@robots"}, {path: ["/robots/*"]}]}
    fail: {active: true, created_after_user: {under: 1d}}
    message: "{user} has a certificate"
    fix: Delete it.
  - id: robot-console
    title: Robots do not sign in
    severity: medium
    scope: user
    credential: password
    when: {user: "@robots", password_last_changed: {after: $since}}
    fail: {password_enabled: true}
    message: "{user} has a password, last used {password_last_used}"
overrides:
  - rules: [access-key-age]
    users: "@robots"
    accounts: ["123456789012"]
    set: {max_key_age: 180d}
exceptions:
  - rules: [console-mfa]
    users: ["svc-legacy-*"]
    accounts: ["123456789012"]
    approved: 2026-07-01
    expires: 2199-06-30
    reason: The vendor's appliance cannot do MFA
    owner: iam-team@example.com
"""

REQUIRED = {
    (): {"policy", "name"},
    ("rules",): {"id", "title", "severity", "fail", "message"},
    ("overrides",): {"rules", "set"},
    ("exceptions",): {"rules", "approved", "expires", "reason"},
}

# A key at text[start:end], its entry at text[start:stop], the names of the maps around it, and
# where the first key of its own map is.
Key = namedtuple("Key", "start end stop around head flow")
BLOCK_KEY = re.compile(r"( *)((?:- )*)(?:([\w.-]+):(?: +|(?=\n))|(?=[\[{\"]))")


def gap(text, at):
    """Behind white space and comments."""
    return re.compile(r"(?:\s|#.*)*").match(text, at).end()


def flow(text, at, around, keys):
    """The keys of a value in brackets or quotes, or a plain one in brackets; its end."""
    if text[at] == '"':
        return text.index('"', at + 1) + 1
    if text[at] not in "[{":
        return re.compile(r"[^,\]}\n]*").match(text, at).end()
    close, at, head = {"[": "]", "{": "}"}[text[at]], gap(text, at + 1), None
    while text[at] != close:
        if close == "}":
            start, end = re.compile(r"[\w.-]+").match(text, at).span()
            head = start if head is None else head
            at = flow(text, gap(text, end + 1), around + (text[start:end],), keys)
            keys.append(Key(start, end, at, around, head, True))
        else:
            at = flow(text, at, around, keys)
        at = gap(text, at)
        at = gap(text, at + 1) if text[at] == "," else at
    return at + 1


def block_end(text, at, column):
    """Behind the lines that are indented deeper than column."""
    deeper = re.compile(r" {%d,}[^ \n].*\n| *\n" % (column + 1))
    at = text.index("\n", at) + 1
    while at < len(text) and deeper.match(text, at):
        at = deeper.match(text, at).end()
    return at


def keys_of(text):
    """Every key of a policy in the style of our own."""
    keys, maps, at = [], [], 0  # maps: (column, name, head) of those that are open
    while at < len(text):
        found = BLOCK_KEY.match(text, at)
        if not found:
            at = text.index("\n", at) + 1
            continue
        column, name, value = len(found[1] + found[2]), found[3], found.end()
        same = [entry for entry in maps if entry[0] == column and not found[2]]
        maps = [entry for entry in maps if entry[0] < column]
        around = tuple(entry[1] for entry in maps)
        if name:
            head = same[0][2] if same else found.start(3)
            keys.append(Key(found.start(3), found.end(3), block_end(text, value, column), around,
                            head, False))
            maps.append((column, name, head))
            around += (name,)
        if text[value] in "[{\"":
            value = flow(text, value, around, keys)
        at = text.index("\n", value) + 1
        if text[found.end():found.end() + 1] in ("|", ">"):
            at = block_end(text, found.end(), column)
    return sorted(keys)


def line_of(text, at):
    return text.count("\n", 0, at) + 1


def replaced(text, key, name):
    return text[:key.start] + name + text[key.end:]


def doubled(text, key):
    """(the text with the entry twice, where the second begins)"""
    column = key.start - text.rfind("\n", 0, key.start) - 1
    between = ", " if key.flow else " " * column
    return (text[:key.stop] + between + text[key.start:],
            key.stop + len(between))


def dropped(text, key):
    """The text without the entry; of a list's item the next key moves up to its place."""
    before, after = text[:key.start], text[key.stop:]
    if key.flow and re.match(r"\s*,", after):
        return before + re.sub(r"^\s*,\s*", "", after)
    if key.flow:
        return re.sub(r",\s*$", "", before) + after
    line = before.rfind("\n") + 1
    indent = len(after) - len(after.lstrip(" "))
    if "-" in before[line:] and indent == len(before) - line:
        return before + after[indent:]
    return before[:line] + after


def kind_of(key):
    if key.around in (("params",), ("lists",)):
        return "name"
    return "framework" if key.around == ("rules", "refs") else "key"


def mutations(text):
    """(what, kind of key, name, text, line of the error that must be there: 0 any, None none)"""
    for key in keys_of(text):
        name, kind, line = text[key.start:key.end], kind_of(key), line_of(text, key.start)
        free = kind == "framework" and name == "acme"
        for at, letter in enumerate(name):
            if letter.isalnum():
                new = name[:at] + ("q" if letter == "x" else "x") + name[at + 1:]
                yield ("letter", kind, name, replaced(text, key, new),
                       None if free else 0 if kind == "name" else line)
        yield "upper", kind, name, replaced(text, key, name.upper()), None if free else line
        new, second = doubled(text, key)
        yield "double", kind, name, new, line_of(new, second)
        required = name in REQUIRED.get(key.around, ()) or \
            (name == "rules" and not key.around and "\nextends:" not in text)
        yield ("drop", "required key" if required else "optional " + kind, name,
               dropped(text, key), line_of(text, key.head) if required else None)


def check(case):
    """The run, and the lines of its errors."""
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        file.write(case[3])
        file.flush()
        done = run(["policy", "check", file.name])
        place = re.compile(r"^%s:(\d+):\d+: (?!warning: )(.*)" % re.escape(file.name), re.M)
        return done, {(int(line), said) for line, said in place.findall(done.err.decode())}


def prove(tally, title, text, step):
    cases = list(mutations(text))
    tally.check(run(["policy", "check", "/dev/stdin"], text.encode()).status == 0,
                title + " is not valid itself")
    for case, (done, errors) in zip(cases[::step], side_by_side(check, cases[::step])):
        what, kind, name, _, line = case
        if line is None:
            good = done.status == (2 if errors else 0)
        else:
            good = done.status == 2 and any(
                line in (0, at) and (what != "drop" or '"%s"' % name in said) for at, said in errors)
        tally.check(good, "%s: %s of %s, line %s: status %d, %s" %
                    (title, what, name, line, done.status, sorted(errors)[:3]))
        tally.count("%s, %s: %s" % (what, kind, "refused" if done.status else "valid"))


def main():
    step = size_argument(13, 1)
    tally = Tally("mutate_keys")
    prove(tally, "the policy of this script", RICH, max(1, step // 4))
    for name in sys.argv[2:]:
        with open(name, encoding="utf-8") as file:
            prove(tally, os.path.basename(name), file.read(), step)
    tally.finish()


if __name__ == "__main__":
    main()
