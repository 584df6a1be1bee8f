"""What CEL says of a condition, in plain words: what is wrong, where, and an example of what is right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dealcoach.model.scalars import suggestion
from dealcoach.rules.declared import COLLECTIONS, MESSAGES, VARIABLES

_PLACE = re.compile(r"<input>:(\d+):(\d+): (.*)")
_FIELD = re.compile(r"undefined field '(\w+)' not found in struct 'dealcoach\.(\w+)'")
_NAME = re.compile(r"undeclared reference to '([\w.]+)'")
_UNREAD = re.compile(r"Syntax error: token recognition error at: '(.+)'", re.DOTALL)
_UNEXPECTED = re.compile(
    r"Syntax error: (?:mismatched|extraneous|no viable alternative at) input '(.*?)'(?: expecting (.*))?$"
)
_ABSENT = re.compile(r"Syntax error: missing '(.+)' at '(.*)'$")
_OVERLOAD = re.compile(
    r"[Nn]o matching overloads?(?: found)?(?: for '([^']*)' applied to '\((.*)\)'| : (\S*)\((.*)\))"
)
_RESERVED = re.compile(r"reserved identifier: (\w+)")
_TEXT_ESCAPE = re.compile(r"""\\[^abfnrtv\\'"`?xXuU0-3]""")
_LIMITS = ("recursion limit exceeded", "max recursion depth")
TOO_DEEP = "nested too deeply, some 30 levels of brackets or choices; make two conditions or two rules of it"

_FUNCTIONS = {
    "size": "size(members) > 2",
    "has": "has(deal.custom.region)",
    "contains": "deal.stage.contains('legal')",
    "startsWith": "deal.stage.startsWith('legal')",
    "endsWith": "deal.stage.endsWith('legal')",
    "matches": "deal.stage.matches('(?i)legal')",
    "all": "members.all(m, m.engaged == false)",
    "exists": "members.exists(m, m.resistant == true)",
    "exists_one": "members.exists_one(m, m.resistant == true)",
    "filter": "members.filter(m, m.strong == true)",
    "map": "members.map(m, m.name)",
}
"""Functions that conditions call, and how each is written."""
_SIGNS = {
    "=": "= compares nothing; write ==, such as deal.stage == 'proposal'",
    "&": "& is no sign of its own; write && for and, such as deal.pushes > 1 && deal.pushes < 4",
    "|": "| is no sign of its own; write || for or, such as deal.pushes > 4 || deal.amount == null",
    ";": "; ends nothing here; leave it out",
}
_CURLY = "\u201c\u201d\u201e\u2018\u2019\u201a\u00ab\u00bb"
_WORDS = {"and": "&&", "or": "||", "not": "!", "is": "==", "equals": "=="}
_TYPES = {
    "int": "a whole number",
    "int64": "a whole number",
    "uint": "a whole number",
    "double": "a decimal number",
    "string": "a text",
    "bool": "true or false",
    "null": "null",
    "dyn": "anything",
    "map": "a mapping",
    "list": "a list",
}
_OTHERS = {
    "has() argument must be a field selection": "has() asks for one fact, as in has(deal.custom.region)",
    "invalid int literal": "this number is too large",
}
_VALUE = "a value belongs here, such as deal.owner, 50000.0 or 'proposal'"


class Fault(NamedTuple):
    """One thing that is wrong with a condition, and where in it."""

    message: str
    column: int = 1
    line: int = 1


def faults(said: str, text: str, item: str | None) -> list[Fault]:
    """All that CEL found wrong with a condition, in the order of its places."""
    if any(limit in said for limit in _LIMITS):
        column, line = deepest(text)
        return [Fault(TOO_DEEP, column, line)]
    rows = [(int(line), int(column), what) for line, column, what in _PLACE.findall(said)]
    found = [_fault(row, text, item) for row in _meant(rows)]
    return sorted(set(found), key=lambda fault: (fault.line, fault.column)) or [Fault(first_line(said))]


def levels(text: str) -> int:
    """How many brackets and choices stand inside each other."""
    return _innermost(text)[0]


def deepest(text: str) -> tuple[int, int]:
    """Column and line of the innermost bracket or question mark."""
    at = _innermost(text)[1]
    return at - text.rfind("\n", 0, at), text.count("\n", 0, at) + 1


def _innermost(text: str) -> tuple[int, int]:
    depth = most = at = 0
    for index, sign in enumerate(re.sub(r"'[^']*'|\"[^\"]*\"", lambda m: "_" * len(m[0]), text)):
        depth += (sign in "([{?") - (sign in ")]}")
        if depth > most:
            most, at = depth, index
    return most, at


def first_line(text: str) -> str:
    """The first line of an error, without CEL's own code for it."""
    line = re.sub(r"^[A-Z_]+: ", "", text).splitlines()[0] if text else "unknown error"
    return (overload(line) or line)[:200]


def overload(said: str) -> str | None:
    """That an operator or function does not go with what it was given, if that is what CEL says."""
    match = _OVERLOAD.search(said)
    if match is None:
        return None
    name, kinds = match[1] or match[3] or "", match[2] or match[4] or ""
    types = [type_words(kind) for kind in _parts(kinds)]
    if name.strip("_") in _FUNCTIONS:
        return f"{name} does not go with {_joined(types)}; it is written {_FUNCTIONS[name]}"
    sign = {"@in": "in", "_[_]": "[ ]", "_?_:_": "? :"}.get(name, name.replace("_", "")) or "this"
    return f"{sign} does not go with {_joined(types)}{_hint(sign, types)}"


def _meant(rows: Sequence[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """The errors without those that only follow from an earlier one."""
    broken = False
    for line, column, what in rows:
        unread, syntax = _UNREAD.search(what), what.startswith("Syntax error")
        alone = unread is not None and unread[1][0] not in "'\""
        if line > 0 and (alone or not (syntax and broken)):
            yield line, column, what
        broken = broken or syntax or bool(_RESERVED.search(what))


def _fault(row: tuple[int, int, str], text: str, item: str | None) -> Fault:
    line, column, said = row
    rows = text.split("\n")
    before = rows[line - 1][: column - 1] if line <= len(rows) else ""
    if field := _FIELD.search(said):
        near = _near(field[1], list(MESSAGES[field[2]]))
        return Fault(f"no deal has the fact {field[1]!r} there{near}", column + 1, line)
    if name := _NAME.search(said):
        return _unknown_name(name[1], rows[line - 1][column - 1 :], before, Fault("", column, line), item)
    if unread := _UNREAD.search(said):
        return Fault(_unread(unread[1]), column, line)
    if word := re.search(r"\b(and|or|not|is|equals)\s*$", before, re.IGNORECASE):
        return Fault(_word(word[1]), word.start(1) + 1, line)
    plain = _syntax(said, before) or overload(said) or _OTHERS.get(said)
    return Fault(plain or said.removeprefix("Syntax error: "), column, line)


def _unknown_name(name: str, behind: str, before: str, at: Fault, item: str | None) -> Fault:
    if behind.startswith("(") or re.match(rf"\.?{re.escape(name)}\s*\(", behind):
        start = at.column - len(name) if before.endswith(name) else at.column
        known = f"; it is written {_FUNCTIONS[name]}" if name in _FUNCTIONS else _near(name, list(_FUNCTIONS))
        said = "is not written like that" if name in _FUNCTIONS else "is no function"
        return Fault(f"{name} {said}{known}", start, at.line)
    first, dot, _ = name.partition(".")
    start = at.column - len(name.rpartition(".")[0]) if dot else at.column
    if first.lower() in _WORDS:
        return Fault(_word(first), start, at.line)
    near = _near(first, [*VARIABLES, *COLLECTIONS, *([item] if item else [])])
    return Fault(f"there is no fact {first!r}{near}", start, at.line)


def _unread(found: str) -> str:
    sign = found.strip() or found
    if sign[0] in _SIGNS:
        return _SIGNS[sign[0]]
    if sign[0] in _CURLY:
        return f"{sign[0]} is no quote in a condition; write straight ones, such as 'proposal'"
    if sign[0] in "'\"":
        if escape := _TEXT_ESCAPE.search(sign):
            return f"{escape[0]} means nothing in a text; write \\\\ for a backslash"
        return (
            f"this text has no end on its line; close it with {sign[0]}, and write \\{sign[0]} for one in it"
        )
    return f"{sign[0]} means nothing in a condition; leave it out"


def _word(word: str) -> str:
    sign = _WORDS[word.lower()]
    example = {"!": "!(deal.pushes > 1)", "==": "deal.stage == 'proposal'"}.get(
        sign, f"deal.pushes > 1 {sign} deal.amount == null"
    )
    return f"{word} is a word of other languages; write {sign}, such as {example}"


def _syntax(said: str, before: str) -> str | None:
    if reserved := _RESERVED.search(said):
        word = reserved[1]
        other = "; one of two is written deal.pushes > 1 ? 2 : 1" if word in ("if", "else") else ""
        return f"{word} is a word that CEL keeps for itself; a condition says only what must hold{other}"
    if absent := _ABSENT.search(said):
        return _expected(absent[1], _quoted(absent[2]))
    match = _UNEXPECTED.search(said)
    if match is None:
        return None
    sign, expected = match[1], match[2] or ""
    if expected in ("')'", "']'", "':'", "'}'"):
        return _expected(expected.strip("'"), _quoted(sign))
    if sign.startswith(".") and not expected:
        return "a name is missing after the dot, such as deal.owner"
    if before[-1:] in ("'", '"'):
        return f"the text before {_quoted(sign)} has ended; write \\{before[-1]} for {before[-1]} in a text"
    if "IDENTIFIER" in expected:
        if before.rstrip().endswith("<") and sign == ">":
            return "<> compares nothing; write != for what is not equal"
        return (
            f"the condition ends too soon: {_VALUE}"
            if sign == "<EOF>"
            else f"{_quoted(sign)} comes too soon: {_VALUE}"
        )
    if sign in (")", "]", "}"):
        return f"{sign} closes nothing; leave it out, or open it before"
    if sign == "," and before[-1:].isdigit():
        return "a number has no comma in it; write 3000.0"
    if word := next((word for word in _WORDS if word == sign.lower()), None):
        return _word(sign if word else "")
    if expected.startswith("{']'"):
        return f"{_quoted(sign)} is not expected; write , between the items of a list, or ] behind them"
    return f"{_quoted(sign)} is not expected here; join two conditions with && or ||"


def _expected(sign: str, instead: str) -> str:
    whole = {
        ")": "each ( needs one, as in (deal.pushes > 1)",
        "]": "each [ needs one, as in deal.stage in ['pilot', 'proposal']",
        ":": "one of two is written deal.pushes > 1 ? 2 : 1",
    }.get(sign, "each { needs one")
    return f"{sign} is missing before {instead}; {whole}"


def _quoted(sign: str) -> str:
    return "the end" if sign == "<EOF>" else sign if len(sign) <= 30 else sign[:27] + "..."


def _hint(sign: str, types: Sequence[str]) -> str:
    if {"a decimal number", "a whole number"} <= set(types):
        return "; compare an amount with a decimal number, such as 50000.0"
    if sign in ("!", "&&", "||", "? :"):
        return "; compare it first, such as deal.stage == 'proposal'"
    if "a text" in types and types[-1:] != ["a text"]:
        return "; a text stands in quotes, such as 'proposal'"
    return ""


def type_words(kind: str) -> str:
    """A type of CEL, as people call it."""
    inner = re.sub(r"^(?:wrapper|optional_type)\((.*)\)$", r"\1", kind.strip())
    plain = re.sub(r"^google\.protobuf\.(\w+)Value$", lambda m: m[1].lower(), inner)
    plain = plain.partition("(")[0].partition("<")[0]
    if plain.startswith("dealcoach."):
        return f"a whole {plain.removeprefix('dealcoach.').lower()}"
    return _TYPES.get(plain, plain)


def _parts(kinds: str) -> list[str]:
    """The types between commas that stand in no bracket."""
    parts, depth = [""], 0
    for sign in kinds:
        depth += (sign in "(<") - (sign in ")>")
        if sign == "," and not depth:
            parts.append("")
        else:
            parts[-1] += sign
    return parts


def _joined(types: Sequence[str]) -> str:
    return " and ".join(types) if len(types) < 3 else f"{', '.join(types[:-1])} and {types[-1]}"


def _near(word: str, choices: list[str]) -> str:
    near = suggestion(word, choices)
    return f"; did you mean {near}?" if near else f"; there are {', '.join(choices[:12])}"
