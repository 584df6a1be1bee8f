"""The words of a condition in CEL: names, numbers, texts with their escapes, and signs."""

from __future__ import annotations

import math
import re

Token = tuple[str, str]
"""Kind (name, sign, int, double, text or end) and text."""


class CelSyntaxError(ValueError):
    """Not an expression, or not one of the part of CEL that is read here."""


_TOKEN = re.compile(
    r"""(?P<space>[\t\n\f\r ]+|//[^\n]*)
    |(?P<double>[0-9]*\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+)
    |(?P<int>0x[0-9a-fA-F]+|[0-9]+)
    |(?P<text>'{3}(?:\\.|[^\\])*?'{3}|"{3}(?:\\.|[^\\])*?"{3}|'(?:\\.|[^\\'\n\r])*'|"(?:\\.|[^\\"\n\r])*")
    |(?P<name>[A-Za-z_][A-Za-z0-9_]*)
    |(?P<sign>&&|\|\||[<>=!]=|[-+*/%!<>?:.,()\[\]])""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(
    r"""\\(?:(?P<plain>[abfnrtv\\'"`?])|[xX](?P<two>[0-9a-fA-F]{2})|u(?P<four>[0-9a-fA-F]{4})
    |U(?P<eight>[0-9a-fA-F]{8})|(?P<octal>[0-3][0-7]{2})|(?P<other>.?))""",
    re.VERBOSE | re.DOTALL,
)
_PLAIN = dict(zip("abfnrtv", "\a\b\f\n\r\t\v", strict=True))


def tokens(text: str) -> list[Token]:
    """The words in order, and an end; raises CelSyntaxError."""
    found = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise CelSyntaxError(f"{text[at]!r} is not expected here")
        at = match.end()
        if match.lastgroup != "space":
            found.append((str(match.lastgroup), match[0]))
    return [*found, ("end", "")]


def unquoted(token: str) -> str:
    """The text that a quoted word means; raises CelSyntaxError."""
    width = 3 if token[:3] in ("'''", '"""') else 1
    body = token[width:-width]
    if "\r" in body:
        raise CelSyntaxError("a line ends in a way that CEL reads differently")
    return _ESCAPE.sub(_unescaped, body)


def _unescaped(match: re.Match[str]) -> str:
    kind = match.lastgroup or "other"
    if kind == "plain":
        return _PLAIN.get(match[kind], match[kind])
    if kind == "other":
        raise CelSyntaxError("an escape that CEL does not know")
    code = int(match[kind], 8 if kind == "octal" else 16)
    if code > 0x10FFFF or 0xD800 <= code < 0xE000:
        raise CelSyntaxError("an escape that is no character")
    return chr(code)


def number(kind: str, text: str) -> int | float:
    """The number that a word means; raises CelSyntaxError."""
    value = float(text) if kind == "double" else int(text, 16 if text.startswith("0x") else 10)
    if not (math.isfinite(value) if kind == "double" else value < 2**63):
        raise CelSyntaxError("a number that is too large")
    return value
