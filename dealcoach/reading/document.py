"""A YAML document as plain values whose places are known.

Every scalar stays the text that stands in the file (null is left out), so that each field may read
it its own way. Only the document turns a path into a line and a column.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from itertools import count
from typing import TYPE_CHECKING, Any

from yaml.nodes import MappingNode, ScalarNode, SequenceNode

from dealcoach.model.finding import Position
from dealcoach.reading.building import MAX_NODES, NULLS, Builder
from dealcoach.reading.composing import MAX_DEPTH, compose, decode
from dealcoach.reading.faults import Fault, FileRefusedError

if TYPE_CHECKING:
    from dealcoach.reading.scanning import Places, Scanned

Path = tuple[str | int, ...]
MAX_SHOWN = 200
"""Longest source line that is shown, in characters."""

_MANY_KEYS = 200
_ODD_BREAKS = ("\u2028", "\u2029", "\x85")


_parsed = count()
PARSED_FIRST = 40
"""Documents that a process parses before it scans: compiling the scanner takes as long as they do."""


def scan_from_now_on() -> None:
    """Do without parsing the first documents: this process is here for many."""
    for _ in range(PARSED_FIRST):
        next(_parsed)


def scanned(text: str, *, nulls: bool) -> Scanned | None:
    """The values of a plainly written text, in a process that reads many."""
    if next(_parsed) < PARSED_FIRST:
        return None
    from dealcoach.reading.scanning import scan

    return scan(text, nulls=nulls)


class Document:
    """The text of a file, its values, and the faults found on the way."""

    def __init__(self, data: bytes, *, nulls: bool = False) -> None:
        """Raises FileRefusedError when the file is no YAML document that holds a mapping.

        Keys without a value are left out, or kept as None where ``nulls`` is set.
        """
        self.text = decode(data)
        self._lines: list[str] | None = None
        self._indexes: dict[int, dict[str, tuple[Any, Any]]] = {}
        self.values: dict[str, Any]
        self.faults: list[Fault] = []
        self._places: Places | None = None
        if (found := scanned(self.text, nulls=nulls)) is not None:
            self.values, self._places = found
            return
        aliases = "*" in self.text and "&" in self.text
        builder = Builder(counts=aliases or len(self.text) > 2 * MAX_NODES, nulls=nulls)
        try:
            if self._root.tag is not None:
                builder.check_tag(self._root)
            self.values = builder.mapping(self._root, 1)
        except FileRefusedError as refused:
            refused.text = self.text
            raise
        self.faults = builder.faults

    @cached_property
    def _root(self) -> Any:
        """The node of the document's mapping; a plainly written file has values without it."""
        root = compose(self.text)
        if root is None or (type(root) is ScalarNode and root.value in NULLS):
            raise FileRefusedError(
                Fault("invalid-deal", "this file is empty; see `dealcoach new`"), self.text
            )
        if type(root) is not MappingNode:
            message = "this file holds no mapping: lines of key: value"
            raise FileRefusedError(Fault("invalid-deal", message, mark=root.start_mark), self.text)
        return root

    def position(self, mark: Any) -> Position:
        """Line and column of a YAML mark, as editors count them."""
        if not self.text.isascii() and any(mark in self.text for mark in _ODD_BREAKS):
            return self.place_of(mark.index)
        return Position(mark.line + 1, mark.column + 1)

    def place_of(self, index: int) -> Position:
        """Line and column of a character of the text."""
        return place(self.text, index)

    def locate(self, path: Path, *, value: bool = False) -> Position:
        """Where a path stands: its key (or its value), else the nearest parent that the file has."""
        places = self._places
        if places is not None and not value:
            return places.place(path) or places.place(("deal",)) or places.start()
        return self.position(self._mark(path, value=value))

    def holds(self, path: Path) -> bool:
        """Whether the file has the key that a path ends in, with or without a value."""
        node = self._root
        for part in path:
            if isinstance(part, int):
                if type(node) is not SequenceNode or part >= len(node.value):
                    return False
                node = node.value[part]
                continue
            pair = self._pair(node, part) if type(node) is MappingNode else None
            if pair is None:
                return False
            node = pair[1]
        return True

    def _mark(self, path: Path, *, value: bool) -> Any:
        node, mark = self._root, None
        for part in path:
            if isinstance(part, int):
                if type(node) is SequenceNode and part < len(node.value):
                    node = node.value[part]
                    mark = node.start_mark
                elif part != 0 or type(node) is SequenceNode:
                    break
                continue
            pair = self._pair(node, part) if type(node) is MappingNode else None
            if pair is None:
                break
            key, node = pair
            mark = node.start_mark if value else key.start_mark
        return mark or self._first_mark()

    def _pair(self, node: Any, key: str) -> tuple[Any, Any] | None:
        """The key and value nodes of a mapping; a mapping of many keys is searched once."""
        pairs = node.value
        if len(pairs) < _MANY_KEYS:
            for pair in pairs:
                if pair[0].value == key:
                    found: tuple[Any, Any] = pair
                    return found
            return _pair(node, key) if "<<" in self.text else None
        index = self._indexes.get(id(node))
        if index is None:
            index = self._indexes[id(node)] = {}
            for pair in node.value:
                if type(pair[0]) is ScalarNode:
                    index.setdefault(pair[0].value, pair)
        return index.get(key) or _pair(node, key)

    def _first_mark(self) -> Any:
        pair = _pair(self._root, "deal")
        return pair[0].start_mark if pair else self._root.start_mark

    def source_line(self, line: int) -> str:
        """A line of the file, cut at 200 characters."""
        if self._lines is None:
            self._lines = _unix(self.text).split("\n")
        return shortened(self._lines[line - 1]) if line <= len(self._lines) else ""


def place(text: str, index: int) -> Position:
    """Line and column of the character ``index`` of a text."""
    if "\r" in text:
        text = _unix(text[:index])
        index = len(text)
    start = text.rfind("\n", 0, index) + 1
    return Position(text.count("\n", 0, index) + 1, index - start + 1)


def source_line(text: str, line: int) -> str:
    """The line of a text with that number, counted from 1, cut at 200 characters."""
    text = _unix(text)
    start = -1
    for _ in range(line - 1):
        start = text.find("\n", start + 1)
        if start < 0:
            return ""
    end = text.find("\n", start + 1)
    return shortened(text[start + 1 : end if end >= 0 else len(text)])


def _unix(text: str) -> str:
    """The text with the line ends of Windows and of old Macs as YAML counts them: one line each."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def shortened(line: str) -> str:
    """A line as it is shown: at most 200 characters."""
    return line if len(line) <= MAX_SHOWN else line[: MAX_SHOWN - 1] + "…"


@lru_cache(maxsize=4096)
def path_text(path: Path) -> str:
    """A path as people and machines read it: ``next_steps[1].due``."""
    text = "".join([f"[{part}]" if isinstance(part, int) else f".{part}" for part in path])
    return text.removeprefix(".")


def _pair(node: Any, key: str, depth: int = 0) -> tuple[Any, Any] | None:
    merged = None
    for pair in node.value:
        if type(pair[0]) is ScalarNode:
            if pair[0].value == key:
                return (pair[0], pair[1])
            if merged is None and _is_merge(pair[0]) and depth < MAX_DEPTH:
                merged = _merged_pair(pair[1], key, depth + 1)
    return merged


def _merged_pair(node: Any, key: str, depth: int) -> tuple[Any, Any] | None:
    sources = node.value if type(node) is SequenceNode else [node]
    found = (_pair(source, key, depth) for source in sources if type(source) is MappingNode)
    return next((pair for pair in found if pair), None)


def _is_merge(node: Any) -> bool:
    return node.value == "<<" and not node.style
