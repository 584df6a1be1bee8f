"""A deal that is no file: a mapping of plain Python values, reviewed as the YAML it would be."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence, Set
from datetime import date
from decimal import Decimal
from typing import Any

from dealcoach.reading.composing import MAX_DEPTH

_FOLDED = {ord(mark): f"\\u{ord(mark):04x}" for mark in "\x85\u2028\u2029\ufeff"}
"""Characters that JSON keeps and YAML would take for line breaks or marks."""


def yaml_of(values: Mapping[str, Any]) -> bytes:
    """The YAML, in JSON's style with a key a line, that says the same; what is None is left out.

    Raises TypeError for a value that no deal file can hold, ValueError for text that is no Unicode.
    """
    text = json.dumps(_plain(values, "", 0), ensure_ascii=False, indent=1)
    return text.translate(_FOLDED).encode("utf-8")


def _plain(value: Any, where: str, depth: int) -> Any:
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if depth > MAX_DEPTH:
        raise ValueError(f"{where}: nested deeper than {MAX_DEPTH} levels; a deal needs five")
    if isinstance(value, Mapping):
        rows = ((_key(key, where), item) for key, item in value.items())
        return {key: _plain(item, f"{where}.{key}".lstrip("."), depth + 1) for key, item in rows}
    if isinstance(value, Sequence | Set) and not isinstance(value, bytes | bytearray | memoryview):
        items = sorted(value, key=repr) if isinstance(value, Set) else value
        return [_plain(item, f"{where}[{index}]", depth + 1) for index, item in enumerate(items)]
    kind = type(value).__name__
    raise TypeError(f"{where or 'a deal'}: {kind} is no value of a deal; give text, numbers, dates or lists")


def _key(key: Any, where: str) -> str:
    if isinstance(key, str):
        return key
    raise TypeError(f"{where or 'a deal'}: the key {key!r} is no text")
