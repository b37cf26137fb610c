"""Small changes to C sources, each of which a test should notice: for mutants.py.

A source is taken apart into tokens, no more; what a change makes of it may not compile. Left alone
are assertions, which no test can reach, and sizes of arrays and allocations, where one more makes
no difference.
"""

import re
from dataclasses import dataclass

TOKEN = re.compile(r"""
    (?P<space>\s+|//[^\n]*|/\*.*?\*/|^[ \t]*\#(?:[^\n]*\\\n)*[^\n]*)
  | (?P<text>"(?:[^"\\]|\\.)*")
  | (?P<char>'(?:[^'\\]|\\.)+')
  | (?P<number>\d[\w.]*)
  | (?P<name>[A-Za-z_]\w*)
  | (?P<sign><<=|>>=|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|.)
""", re.X | re.S | re.M)
BODY = re.compile(r"^(\w+)\([^;{}]*\)\n\{\n.*?^\}$", re.M | re.S)

TURNED = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
SHIFTED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
SWAPPED = {"&&": "||", "||": "&&", "++": "--", "--": "++", "+=": "-=", "-=": "+="}
RETURNS = {"0": "-1", "-1": "0", "true": "false", "false": "true"}
STARTS = {";", "{", "}", "else", ":"}
DROPPED_NEXT = {"(", "=", "->", ".", "[", "++", "--", "+=", "-=", "|=", "&="}
NO_STATEMENT = {"if", "for", "while", "switch", "return", "do", "else", "case", "default", "assert",
                "sizeof", "goto"}
LONGEST_INDEX = 8


@dataclass(frozen=True)
class Token:
    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Mutation:
    """One change: the bytes start to end of the file become new."""

    file: str
    function: str
    kind: str
    start: int
    end: int
    new: str
    line: int
    before: str
    after: str

    def applied(self, source):
        return source[:self.start] + self.new + source[self.end:]

    @property
    def key(self):
        """What names it as long as its line stands, wherever that moves to."""
        return self.file, self.function, self.before, self.after


def tokens(source):
    return [Token(m.lastgroup, m.group(), m.start(), m.end())
            for m in TOKEN.finditer(source) if m.lastgroup != "space"]


def closing(parts, at):
    """The index of the bracket that closes the one at the index."""
    depth = 0
    for i in range(at, len(parts)):
        depth += parts[i].text in ("(", "[", "{")
        depth -= parts[i].text in (")", "]", "}")
        if depth == 0:
            return i
    return len(parts) - 1


def statement_end(parts, at):
    """The index of the semicolon of a simple statement that begins there, or None."""
    depth = 0
    for i in range(at, len(parts)):
        text = parts[i].text
        depth += text in ("(", "[", "{")
        depth -= text in (")", "]", "}")
        if depth < 0:
            return None
        if depth == 0 and text == ";":
            return i
    return None


def asserted(parts):
    """The indices of the tokens of assertions."""
    skipped = set()
    for i, part in enumerate(parts):
        if part.text in ("assert", "static_assert", "_Static_assert"):
            skipped.update(range(i, closing(parts, i + 1) + 1))
    return skipped


def operators(parts, i):
    """Comparisons, logic, arithmetic."""
    text = parts[i].text
    if text in TURNED:
        yield "comparison", TURNED[text]
    if text in SHIFTED:
        yield "off by one", SHIFTED[text]
    if text in ("&&", "||"):
        yield "logic", SWAPPED[text]
    elif text in SWAPPED:
        yield "arithmetic", SWAPPED[text]
    binary = i > 0 and (parts[i - 1].kind in ("name", "number") or parts[i - 1].text in ")]")
    if text in "+-" and binary and parts[i - 1].text != "return":
        yield "arithmetic", "-" if text == "+" else "+"


def constants(parts, i):
    text = parts[i].text
    if parts[i].kind == "char" and len(text) == 3 and text[1] not in "&[":
        yield "constant", "'%s'" % chr(ord(text[1]) + 1)
    match = re.fullmatch(r"(0x[0-9a-fA-F]+|\d+)([uUlL]*)", text)
    if parts[i].kind != "number" or not match:
        return
    value = int(match[1], 0 if match[1].startswith("0x") else 10)
    size = parts[i - 1].text == "[" and parts[i + 1].text == "]" and value >= LONGEST_INDEX
    if not size and parts[i - 2].text != "xcalloc":
        yield "constant", ("0x%x%s" if "x" in match[1] else "%d%s") % (value + 1, match[2])


def heads_of(parts):
    """The indices of the brackets that close the heads of if, for, while and switch."""
    return {closing(parts, i + 1) for i, part in enumerate(parts)
            if part.text in ("if", "for", "while", "switch")}


def replaced_ranges(source, parts, heads, i):
    """Changes of more than one token: index of the last, and what takes their place."""
    text, after = parts[i].text, parts[i + 1].text if i + 1 < len(parts) else ""
    if text in ("if", "while") and after == "(":
        last = closing(parts, i + 1)
        inner = [p.text for p in parts[i + 2:last]]
        # Of a lone comparison that would be the same as to turn it round.
        if sum(t in TURNED for t in inner) != 1 or "&&" in inner or "||" in inner:
            condition = source[parts[i + 1].start:parts[last].end]
            yield "negated", last, "%s (!%s)" % (text, condition)
    if text == "return" and after != ";":
        last = statement_end(parts, i)
        if last is not None:
            value = source[parts[i + 1].start:parts[last - 1].end]
            if value != "NULL":
                yield "return", last, "return %s;" % RETURNS.get(value, "0")
    begins = i > 0 and (parts[i - 1].text in STARTS or i - 1 in heads)
    jump = text in ("break", "continue") and after == ";"
    if begins and parts[i].kind == "name" and text not in NO_STATEMENT and \
            (after in DROPPED_NEXT or jump):
        last = statement_end(parts, i)
        if last is not None:
            yield "dropped", last, ";"


def one_line(text):
    return " ".join(text.split())


def mutations(file, source):
    """All changes of a file, in the order of their places."""
    parts, bodies = tokens(source), [(m.start(), m.end(), m[1]) for m in BODY.finditer(source)]
    skipped, heads, made = asserted(parts), heads_of(parts), []

    def add(first, last, kind, new):
        start, end = parts[first].start, parts[last].end
        begin, stop = source.rfind("\n", 0, start) + 1, source.find("\n", end)
        function = next((name for low, high, name in bodies if low <= start < high), "-")
        made.append(Mutation(file, function, kind, start, end, new, source.count("\n", 0, start) + 1,
                             one_line(source[begin:stop]),
                             one_line(source[begin:start] + new + source[end:stop])))

    for i, part in enumerate(parts):
        if i in skipped:
            continue
        for kind, new in constants(parts, i):
            add(i, i, kind, new)
        if not any(low <= part.start < high for low, high, _ in bodies):
            continue
        for kind, new in operators(parts, i):
            add(i, i, kind, new)
        for kind, last, new in replaced_ranges(source, parts, heads, i):
            add(i, last, kind, new)
    return made
