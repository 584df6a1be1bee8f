"""Keeps text from a deal file text in formats for machines, whose readers show it to people."""

from __future__ import annotations

import re

from dealcoach.output.terminal import safe

_RUNS = re.compile(r"[^\t\r\n]+")
_IN_JSON = re.compile(
    "[\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff"
    "\ufff9-\ufffb\U000e0001-\U000e007f]"
)
_FIRST_LOW, _LAST_LOW = 0xDC80, 0xDCFF


def shown(text: str) -> str:
    """The text with its tabs and line breaks; what could steer or hide is escaped, as on a terminal."""
    if text.isprintable():
        return text
    return _RUNS.sub(lambda run: safe(run[0]), text)


def json_safe(dumped: str) -> str:
    """JSON text that is safe on a terminal and in UTF-8; it still parses to the same strings.

    The one exception is a lone surrogate, which stands for a byte of a file name that is not
    UTF-8: JSON has no way to write it, so that it becomes the four characters of ``\\xff``.
    """
    return dumped if dumped.isprintable() else _IN_JSON.sub(_escape, dumped)


def _escape(match: re.Match[str]) -> str:
    """A surrogate as visible text, any other character as the JSON escapes that mean it."""
    code = ord(match[0])
    if _FIRST_LOW <= code <= _LAST_LOW:
        return f"\\\\x{code - 0xDC00:02x}"
    if 0xD800 <= code <= 0xDFFF:
        return f"\\\\u{code:04x}"
    units = match[0].encode("utf-16-be")
    return "".join(f"\\u{units[i : i + 2].hex()}" for i in range(0, len(units), 2))
