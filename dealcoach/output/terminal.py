"""Text for a terminal: what a user wrote made harmless, measured in columns, cut and wrapped.

Every text that comes from a file passes `safe` or `inert` before it is laid out (`Screen.text` does that),
so that the only escape sequences in an output are our own, and none at all without colour.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNSAFE = (
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff"
    "\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001-\U000e007f]"
)
"""Control characters, invisible formatting (bidirectional overrides first of all), lone surrogates: a pattern
that is compiled for the first text which is not plain."""
_BEYOND_ONE_COLUMN = re.compile(
    "[^\x20-\x7e\xa0-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u20ac\u2190-\u22ff\u2500-\u25fc"
    "\u2605\u2713\u2717]"
)
"""A character that is not surely one column wide; only then is the library asked."""
_OURS = re.compile("\x1b\\[[0-9;]*m")
_COMMANDS = re.compile(r":(?=:)|##(?:vso)?(?=\[)")
_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def safe(text: str) -> str:
    """The text with everything in it that could steer a terminal or hide shown escaped, as ``\\x1b``.

    A line break at the end is dropped: YAML's block texts have one.
    """
    if text.isprintable():  # then it surely holds none of them
        return text
    return re.sub(_UNSAFE, _escaped, text.rstrip("\r\n"))


def _escaped(match: re.Match[str]) -> str:
    char = match[0]
    code = ord(char)
    if char in _NAMED:
        return _NAMED[char]
    if 0xDC80 <= code <= 0xDCFF:  # a byte of a file name that is not UTF-8
        return f"\\x{code - 0xDC00:02x}"
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def inert(text: str) -> str:
    """A safe text in which no line can be a command to a CI runner that reads our output.

    GitHub and Azure take ``::error::`` at the start of a line and ``##[error]`` anywhere in it.
    """
    text = safe(text)
    if "::" in text or "##" in text:
        return _COMMANDS.sub(r"\g<0>\\", text)
    return text


def width(text: str) -> int:
    """Columns that a text takes on a terminal; our own colours take none."""
    if "\x1b" in text:
        text = _OURS.sub("", text)
    if text.isascii() or _BEYOND_ONE_COLUMN.search(text) is None:
        return len(text)
    from wcwidth import wcswidth

    columns = wcswidth(text)
    return columns if columns >= 0 else len(text)


def pad(text: str, columns: int) -> str:
    """The text with spaces after it up to a width."""
    return text + " " * (columns - width(text))


def pad_left(text: str, columns: int) -> str:
    """The text with spaces before it up to a width."""
    return " " * (columns - width(text)) + text


def clip(text: str, columns: int, ellipsis: str = "…") -> str:
    """The text cut to a width, with an ellipsis where something is left out."""
    if len(text) <= columns and text.isascii():
        return text
    if width(text) <= columns:
        return text
    if columns < len(ellipsis):
        return cut(text, columns)[0]
    return cut(text, columns - len(ellipsis))[0].rstrip() + ellipsis


def cut(text: str, columns: int) -> tuple[str, str]:
    """The longest beginning of a text that fits a width, and the rest; no character is cut apart."""
    if text.isascii() or _BEYOND_ONE_COLUMN.search(text) is None:
        return text[:columns], text[columns:]
    taken = used = 0
    for cluster in _clusters(text):
        used += width(cluster)
        if used > columns:
            break
        taken += len(cluster)
    return text[:taken], text[taken:]


def _clusters(text: str) -> Iterator[str]:
    from wcwidth import iter_graphemes

    return iter_graphemes(text)


def wrap(text: str, columns: int) -> list[str]:
    """The lines of a text at a width, broken between words, and within a word that is longer than a line."""
    lines: list[str] = []
    line, used = "", 0
    for word in text.split():
        length = width(word)
        if line and used + 1 + length <= columns:
            line, used = f"{line} {word}", used + 1 + length
            continue
        if line:
            lines.append(line)
        *full, line = _broken(word, columns) if length > columns else [word]
        lines += full
        used = width(line) if full else length
    return [*lines, line] if line else lines or [""]


def _broken(word: str, columns: int) -> list[str]:
    pieces = []
    while width(word) > columns:
        head, rest = cut(word, columns)
        if not head:  # one character wider than the line
            head, rest = word[0], word[1:]
        pieces.append(head)
        word = rest
    return [*pieces, word]
