"""CEL's operators as Python code, by the declared types of their operands."""

from __future__ import annotations

from typing import NamedTuple

NOTHING: frozenset[str] = frozenset()
SCALARS = ("int", "number", "text", "bool")


class Outside(Exception):
    """A part of CEL that is not translated."""


class Code(NamedTuple):
    """A Python expression, and what is known of its value."""

    text: str
    kind: str
    """A type of `dealcoach.rules.declared`, a message, ``null``, or ``[kind]`` for a list."""
    fails: bool = False
    """Whether it may raise."""
    when_true: frozenset[str] = NOTHING
    """Expressions that are not null when this one is true."""
    when_false: frozenset[str] = NOTHING


def truth(code: Code) -> Code:
    """The code as a boolean: failing where the value is neither true nor false."""
    if code.kind == "bool":
        return code
    return code._replace(text=f"_truth({code.text})", kind="bool", fails=True)


def base_of(kind: str) -> str:
    """The kind of a value that is not null."""
    return kind.removesuffix("?")


def item_kind(kind: str) -> str | None:
    """The kind of a list's items, or None for what is no list."""
    return kind[1:-1] if kind.startswith("[") else None


def common(kinds: list[str]) -> str:
    """The one kind of several values."""
    bases = {base_of(kind) for kind in kinds} - {"null"}
    if len(bases) != 1:
        return "any"
    base = bases.pop()
    if all(kind == base for kind in kinds):
        return base
    return f"{base}?" if base in SCALARS else "any"


def equality(left: Code, right: Code, equal: bool) -> Code:
    """``==`` or ``!=``, which never fail themselves."""
    if left.text in ("None", "True", "False"):
        left, right = right, left
    fails = left.fails or right.fails
    sure = NOTHING
    for one, other in ((left, right), (right, left)):
        if other.kind != "any" and other.kind != "null" and not other.kind.endswith("?"):
            sure |= {one.text}
    sets = (sure, NOTHING)
    if right.text == "None":
        sets = (NOTHING, frozenset((left.text,)))
    if right.text in ("None", "True", "False"):
        text = f"({left.text} {'is' if equal else 'is not'} {right.text})"
    elif _compared_alike(left.kind, right.kind):
        text = f"({left.text} {'==' if equal else '!='} {right.text})"
    else:
        text = f"_same({left.text}, {right.text})" if equal else f"(not _same({left.text}, {right.text}))"
    return Code(text, "bool", fails, *(sets if equal else sets[::-1]))


def _compared_alike(left: str, right: str) -> bool:
    """Whether Python's ``==`` on values of these kinds says what CEL's does: a text only equals a text."""
    left, right = base_of(left), base_of(right)
    if "text" in (left, right) or left == right == "[text]":
        return True
    return left == right and left in SCALARS


def membership(left: Code, right: Code) -> Code:
    """``in``, of a list or a mapping; raises Outside."""
    fails = left.fails or right.fails
    kind = base_of(item_kind(right.kind) or "")
    if kind == "text" or (kind in ("int", "bool") and kind == base_of(left.kind)):
        return Code(f"({left.text} in {right.text})", "bool", fails)
    if right.kind != "any" and not kind:
        raise Outside
    return Code(f"_within({left.text}, {right.text})", "bool", True)


def arithmetic(left: Code, right: Code, operator: str) -> Code | None:
    """``+``, ``-`` or ``*``, or None for another operator; raises Outside."""
    if operator not in ("+", "-", "*"):
        return None
    kind = base_of(left.kind)
    text, nullable = f"({left.text} {operator} {right.text})", kind != left.kind or kind != right.kind
    fails = left.fails or right.fails or nullable
    if kind == base_of(right.kind) == "int":
        return Code(f"_whole{text}", kind, True)
    if kind == base_of(right.kind) and (kind == "number" or (operator == "+" and kind in ("text", "[text]"))):
        return Code(text, kind, fails)
    raise Outside


def comparison(left: Code, right: Code, operator: str) -> Code:
    """``<``, ``<=``, ``>`` or ``>=``; raises Outside for another operator."""
    if operator not in ("<", "<=", ">", ">="):
        raise Outside
    kind = base_of(left.kind)
    if kind == base_of(right.kind) and kind in SCALARS:
        nullable = kind != left.kind or kind != right.kind
        return Code(f"({left.text} {operator} {right.text})", "bool", left.fails or right.fails or nullable)
    if operator in (">", ">="):
        left, right = right, left
    return Code(f"{'_less' if '=' not in operator else '_at_most'}({left.text}, {right.text})", "bool", True)
