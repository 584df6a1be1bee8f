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
from typing import Any

from dealcoach.model.finding import Position

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
_LISTED = re.compile(_LIST)

_HEAD = "---\n"
_MOST_LEVELS = 16
MOST_CHARACTERS = 200_000
"""Texts over this length are left to the parser, which counts what they hold."""


class _Otherwise(Exception):
    """The text is more than plainly written."""


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
        scanned = Scanned(lines, 2 if begin else 1)
        scanned.build(rows, nulls=nulls)
    except _Otherwise:
        return None
    return scanned if scanned.values else None


class Scanned:
    """The values of a scanned text, and where each of them stands."""

    __slots__ = ("_columns", "_first", "_levels", "_lines", "_places", "values")

    def __init__(self, text: str, first: int) -> None:
        """``first`` is the number of the line of the first row."""
        self.values: dict[str, Any] = {}
        self._lines = text
        self._first = first
        self._columns: list[int] = []
        """How far each row leads in; the rows themselves are many times as large."""
        self._places: dict[int, Any] = {id(self.values): {}}
        """By id of a block mapping the row of each key, of a block list the rows of its items."""
        self._levels: list[tuple[int, Any]] = [(0, self.values)]
        """The collections that are open, with their depth: a mapping at column n has 2n, a list 2n + 1."""

    def build(self, rows: list[Row], *, nulls: bool) -> None:
        """Fill in the values; raises _Otherwise."""
        self._columns = [len(row[0]) for row in rows]
        current: Any = self.values
        places = self._places[id(current)]
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
                    places.append(number)
                else:
                    here = self._turn(lead, number, waiting, current, key)
                    current, items, waiting = self._levels[-1][1], lead, None
                    places = self._places[id(current)]
                current.append(simple or plain or (quoted[1:-1] if quoted else _collection(flowing)))
                continue
            if lead != here:
                here = self._turn(lead, number, waiting, current, key)
                current, items = self._levels[-1][1], None
                places = self._places[id(current)]
            if key in places:
                raise _Otherwise
            places[key] = number
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

    def _turn(self, lead: str, number: int, waiting: str | None, current: Any, key: str) -> str:
        """Open and close collections until the line stands in the innermost; returns its usual lead."""
        depth, list_depth = _depths(lead)
        if list_depth is None:
            if not key:
                raise _Otherwise
            if not self._close(depth):
                self._open({}, {}, depth, waiting, current)
            return lead
        if not self._close(list_depth):
            self._open([], [], list_depth, waiting, current)
        listed = self._levels[-1][1]
        self._places[id(listed)].append(number)
        if not key:
            return "-"  # no line that begins a key has such a lead
        item: dict[str, Any] = {}
        listed.append(item)
        self._levels.append((depth, item))
        self._places[id(item)] = {}
        return " " * len(lead)

    def _close(self, depth: int) -> bool:
        """Close what is deeper; whether a collection of this very depth is open then."""
        levels = self._levels
        if levels[-1][0] < depth:
            return False
        while levels[-1][0] > depth:
            levels.pop()
        if levels[-1][0] != depth:
            raise _Otherwise
        return True

    def _open(self, new: Any, places: Any, depth: int, waiting: str | None, current: Any) -> None:
        """Put a collection under the key before it, which waits for a value."""
        if waiting is None or len(self._levels) > _MOST_LEVELS:
            raise _Otherwise
        current[waiting] = new
        self._levels.append((depth, new))
        self._places[id(new)] = places

    def place(self, path: Path) -> Position | None:
        """Where the key or item of a path stands, or the nearest parent that the text has."""
        node: Any = self.values
        found: tuple[int, int] | None = None
        for part in path:
            if isinstance(part, int):
                if type(node) is list and part < len(node):
                    found = self._item(node, part, found)
                    node = node[part]
                elif part != 0 or type(node) is list:
                    break
                continue
            place = self._key(node, part, found) if type(node) is dict else None
            if place is None:
                break
            found, node = place, node.get(part)
        return Position(found[0] + self._first, found[1] + 1) if found else None

    def start(self) -> Position:
        """Where the first key stands."""
        return Position(next(iter(self._places[id(self.values)].values())) + self._first, 1)

    def _item(self, node: list[Any], index: int, parent: tuple[int, int] | None) -> tuple[int, int]:
        """The row and column of an item."""
        rows = self._places.get(id(node))
        if rows is not None:
            return rows[index], self._columns[rows[index]]
        row, text, start = self._flowing(parent)
        match = next(islice(_IN_LIST.finditer(text), index, None))
        return row, start + match.start()

    def _key(self, node: dict[str, Any], key: str, parent: tuple[int, int] | None) -> tuple[int, int] | None:
        """The row and column of a key, also of one without a value."""
        rows = self._places.get(id(node))
        if rows is not None:
            row = rows.get(key)
            return None if row is None else (row, self._columns[row])
        row, text, start = self._flowing(parent)
        found = (match.start() for match in _IN_MAPPING.finditer(text) if match[1] == key)
        return next(((row, start + column) for column in found), None)

    def _flowing(self, parent: tuple[int, int] | None) -> tuple[int, str, int]:
        """The row, text and column of the flow collection that begins at or after a place."""
        assert parent is not None
        row, column = parent
        line = self._lines.split("\n", row + self._first)[row + self._first - 1]
        match = _LINE.match(line + "\n")
        assert match is not None
        start = match.start(4)
        if column > start:  # a list in a mapping
            match = _LISTED.search(line, column)
            assert match is not None
            return row, match[0], match.start()
        return row, match[4], start


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
