"""The values of a plainly written file in one pass, in less than half the time of a YAML parser.

Nearly every deal file is block mappings and lists of one-line texts, quoted or not, and of flow
collections that end on their line. `scan` reads exactly that part of YAML, and answers None for
anything else - anchors, tags, block scalars, texts over several lines, escapes, tabs, control
characters, keys that stand twice - which is left to libyaml. Both give the same values in the same
places: a property test changes files at random and compares the two.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from dealcoach.model.finding import Position
from dealcoach.model.record import maker

Path = tuple[str | int, ...]
Row = tuple[str, str, str, str, str, str]
"""A line: its lead, its key, and its value: a simple text, a flow collection, a quoted or a plain text."""

_OFF = r"\x00-\x1f\x7f"
"""Control characters, the line break among them: no part of a line holds one."""
_KEY = "[A-Za-z_][A-Za-z0-9_]{0,99}+"
_FIRST = rf"(?![nN]ull\b|NULL\b)[^ ?:,\[\]{{}}#&*!|>'\"%@`~=<{_OFF}-]"
_SIMPLE = rf"{_FIRST}[^:#{_OFF}]*+(?<! )"
_PLAIN = rf"{_FIRST}[^:#{_OFF}]*(?:(?::(?=[^ \n])|(?<! )#)[^:#{_OFF}]*)*(?<! )"
_IN_FLOW = rf"[^:#,\[\]{{}}?{_OFF}]*"
_FLOWING = rf"(?:{_FIRST}{_IN_FLOW}+(?=[,\]}}])(?<! )|{_FIRST}{_IN_FLOW}(?::(?=\w){_IN_FLOW})*(?<! ))"
_QUOTED = rf'"[^"\\{_OFF}]++"|' + rf"'[^'{_OFF}]++'"
_ITEM = f"(?:{_FLOWING}|{_QUOTED})"
_LIST = rf"\[ *+(?:{_ITEM} *+(?:, *+{_ITEM} *+)*+)?+\]"
_PAIR = f"{_KEY}: ++(?:{_ITEM}|{_LIST})"
_MAPPING = rf"\{{ *+(?:{_PAIR} *+(?:, *+{_PAIR} *+)*+)?+\}}"
_LINE = re.compile(
    rf"^( *+(?:- ++)?+)(?:({_KEY}):(?: ++|(?=\n)))?+"
    rf"(?:({_SIMPLE})\n|(?:({_LIST}|{_MAPPING})|({_QUOTED})|({_PLAIN}))?"
    rf" *+(?:(?<![^ \n])#[^{_OFF}]*+)?+\n)",
    re.MULTILINE,
)
_IN_MAPPING = re.compile(rf"({_KEY}): ++(?:({_FLOWING})|({_QUOTED})|({_LIST}))")
_IN_LIST = re.compile(rf"({_FLOWING})|({_QUOTED})")

_HEAD = "---\n"
_MOST_LEVELS = 16
MOST_CHARACTERS = 200_000
"""Texts over this length are left to the parser, which counts what they hold."""


_Level = tuple[int, Any, Any]
"""An open collection: its depth (a mapping at column n has 2n, a list 2n + 1), its values, its block.

A block holds by key, or in order, the row of each value, with the block of what follows on further rows;
that of a mapping holds its column, too, under no key.
"""


class _Otherwise(Exception):
    """The text is more than plainly written."""


class Scanned(NamedTuple):
    """The values of a text, and where each of them stands."""

    values: dict[str, Any]
    places: Places


def scan(text: str, *, nulls: bool = False) -> Scanned | None:
    """The values of a text, or None where a parser is needed; ``nulls`` keeps keys without a value."""
    lines = text.replace("\r\n", "\n") if "\r" in text else text
    if lines[-1:] != "\n":
        lines += "\n"
    begin = len(_HEAD) if lines.startswith(_HEAD) else 0
    if len(lines) > MOST_CHARACTERS:
        return None
    if not lines.isascii() and not lines.replace("\n", "").isprintable():
        return None
    rows: list[Row] = _LINE.findall(lines, begin)
    if len(rows) != lines.count("\n", begin):
        return None
    try:
        values, blocks = _built(rows, nulls=nulls)
    except _Otherwise:
        return None
    return Scanned(values, Places(lines, 2 if begin else 1, blocks)) if values else None


def _built(rows: list[Row], *, nulls: bool) -> tuple[dict[str, Any], dict[str, Any]]:
    """The values and the blocks of a text; raises _Otherwise."""
    values: dict[str, Any] = {}
    blocks: dict[str, Any] = {"": 0}
    levels: list[_Level] = [(0, values, blocks)]
    current: Any = values
    block: Any = blocks
    here, items, waiting, number = "", None, None, -1
    empty: list[tuple[dict[str, Any], str]] = []
    for lead, key, simple, flowing, quoted, plain in rows:
        number += 1
        if not key:
            if not (simple or flowing or quoted or plain):
                if "-" in lead:
                    raise _Otherwise
                continue
            if lead == items:
                block.append(number)
            else:
                here = _turned(levels, lead, number, waiting, key)
                _, current, block = levels[-1]
                items, waiting = lead, None
            current.append(simple or plain or (quoted[1:-1] if quoted else _collection(flowing)))
            continue
        if lead != here:
            here = _turned(levels, lead, number, waiting, key)
            _, current, block = levels[-1]
            items = None
        if key in block:
            raise _Otherwise
        block[key] = number
        waiting = None
        if simple:
            current[key] = simple
        elif flowing:
            current[key] = _collection(flowing)
        elif quoted:
            current[key] = quoted[1:-1]
        elif plain:
            current[key] = plain
        else:
            current[key] = None
            waiting = key
            empty.append((current, key))
    if not nulls:
        for mapping, key in empty:
            if mapping[key] is None:
                del mapping[key]
    return values, blocks


def _turned(levels: list[_Level], lead: str, number: int, waiting: str | None, key: str) -> str:
    """Open and close collections until the line stands in the innermost; returns its usual lead."""
    depth, list_depth = _depths(lead)
    wanted = depth if list_depth is None else list_depth
    if levels[-1][0] < wanted:
        _open(levels, (depth, {}, {"": len(lead)}) if list_depth is None else (list_depth, [], []), waiting)
    else:
        while levels[-1][0] > wanted:
            levels.pop()
        if levels[-1][0] != wanted:
            raise _Otherwise
    if list_depth is None:
        if not key:
            raise _Otherwise
        return lead
    _, listed, block = levels[-1]
    if not key:
        block.append(number)
        return "-"  # no line that begins a key has such a lead
    item: _Level = (depth, {}, {"": len(lead)})
    listed.append(item[1])
    block.append((number, item[2]))
    levels.append(item)
    return " " * len(lead)


def _open(levels: list[_Level], new: _Level, waiting: str | None) -> None:
    """Put a collection under the key before it, which waits for a value."""
    if waiting is None or len(levels) > _MOST_LEVELS:
        raise _Otherwise
    _, current, block = levels[-1]
    _, current[waiting], inner = new
    block[waiting] = (block[waiting], inner)
    levels.append(new)


_position = maker(Position)


class Places:
    """Where the values of a scanned text stand."""

    __slots__ = ("_blocks", "_first", "_text")

    def __init__(self, text: str, first: int, blocks: dict[str, Any]) -> None:
        """``first`` is the number of the line of the first row."""
        self._text = text
        self._first = first
        self._blocks = blocks

    def place(self, path: Path) -> Position | None:
        """Where the key or item of a path stands, or the nearest parent that the text has."""
        block: Any = self._blocks
        row, column = -1, 0
        for depth, part in enumerate(path, 1):
            if type(part) is not int:
                found = block.get(part) if type(block) is dict else None
            elif type(block) is list:
                found = block[part] if part < len(block) else None
            elif part == 0:  # a single value stands for a list of one
                continue
            else:
                break
            if found is None:
                break
            if type(found) is int:
                if depth < len(path) or type(block) is list:
                    return _position((found + self._first, self._in_row(found, path[depth:]) + 1))
                return _position((found + self._first, block[""] + 1))
            column = block[""] if type(block) is dict else found[1][""]
            row, block = found
        return None if row < 0 else _position((row + self._first, column + 1))

    def start(self) -> Position:
        """Where the first key stands."""
        first = next(islice(self._blocks.values(), 1, None))
        return Position((first if type(first) is int else first[0]) + self._first, 1)

    def _in_row(self, row: int, path: Path) -> int:
        """The column of a part of a row's flow collection, or of the nearest parent within the row."""
        line = self._text.split("\n", row + self._first)[row + self._first - 1]
        match = _LINE.match(line + "\n")
        assert match is not None
        text, start, column = match[4] or "", match.start(4), len(match[1])
        for part in path:
            if isinstance(part, str):
                pairs = _IN_MAPPING.finditer(text) if text[:1] == "{" else ()
                found = next((pair for pair in pairs if pair[1] == part), None)
            elif text[:1] == "[":
                found = next(islice(_IN_LIST.finditer(text), part, None), None)
            elif part == 0:
                continue
            else:
                break
            if found is None:
                break
            column = start + found.start()
            text, start = (found[4] or "", start + found.start(4)) if isinstance(part, str) else ("", 0)
        return column


@lru_cache(maxsize=256)
def _depths(lead: str) -> tuple[int, int | None]:
    """The depth of a mapping that begins after a lead, and of the list whose dash it holds."""
    dash = lead.find("-")
    return 2 * len(lead), None if dash < 0 else 2 * dash + 1


@lru_cache(maxsize=128)
def _items(text: str) -> tuple[str, ...]:
    """The items of a flow list: the same few names stand in most lists of a file."""
    return tuple([plain or quoted[1:-1] for plain, quoted in _IN_LIST.findall(text)])


def _collection(text: str) -> Any:
    """The value of a flow collection."""
    if text[0] == "[":
        return list(_items(text))
    rows = _IN_MAPPING.findall(text)
    found = {
        key: plain or (quoted[1:-1] if quoted else list(_items(listed)))
        for key, plain, quoted, listed in rows
    }
    if len(found) != len(rows):
        raise _Otherwise
    return found
