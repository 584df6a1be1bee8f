"""A YAML document as plain values whose places are known.

Every scalar stays the text that stands in the file (null is left out), so that each field may read
it its own way. Only the document turns a path into a line and a column.
"""

from __future__ import annotations

from typing import Any

from yaml.nodes import MappingNode, ScalarNode, SequenceNode

from dealcoach.model.finding import Position
from dealcoach.reading.composing import MAX_DEPTH, compose, decode, revealed
from dealcoach.reading.faults import Fault, FileRefusedError

Path = tuple[str | int, ...]
MAX_NODES = 100_000
MAX_SHOWN = 200
"""Longest source line that is shown, in characters."""

_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_CORE_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}"
    for name in ("str", "int", "float", "bool", "null", "seq", "map", "timestamp", "merge")
)
_NULL_TAG = "tag:yaml.org,2002:null"
_ODD_BREAKS = ("\u2028", "\u2029", "\x85")


class Document:
    """The text of a file, its values, and the faults found on the way."""

    def __init__(self, data: bytes, *, nulls: bool = False) -> None:
        """Raises FileRefusedError when the file is no YAML document that holds a mapping.

        Keys without a value are left out, or kept as None where ``nulls`` is set.
        """
        self.text = decode(data)
        self._lines: list[str] | None = None
        self._odd = not self.text.isascii() and any(mark in self.text for mark in _ODD_BREAKS)
        self.root = compose(self.text)
        if self.root is None or (type(self.root) is ScalarNode and self.root.value in _NULLS):
            raise FileRefusedError(
                Fault("invalid-deal", "this file is empty; see `dealcoach new`"), self.text
            )
        if type(self.root) is not MappingNode:
            message = "a deal file holds a mapping: lines of key: value"
            raise FileRefusedError(Fault("invalid-deal", message, mark=self.root.start_mark), self.text)
        builder = _Builder(aliases="*" in self.text and "&" in self.text, nulls=nulls)
        self.values: dict[str, Any] = builder.mapping(self.root, 1)
        self.faults: list[Fault] = builder.faults

    def position(self, mark: Any) -> Position:
        """Line and column of a YAML mark, as editors count them."""
        if self._odd:
            return self.place_of(mark.index)
        return Position(mark.line + 1, mark.column + 1)

    def place_of(self, index: int) -> Position:
        """Line and column of a character of the text."""
        return place(self.text, index)

    def locate(self, path: Path, *, value: bool = False) -> Position:
        """Where a path stands: its key (or its value), else the nearest parent that the file has."""
        return self.position(self._mark(path, value=value))

    def _mark(self, path: Path, *, value: bool) -> Any:
        node, mark = self.root, None
        for part in path:
            if isinstance(part, int):
                if type(node) is SequenceNode and part < len(node.value):
                    node = node.value[part]
                    mark = node.start_mark
                elif part != 0 or type(node) is SequenceNode:
                    break
                continue
            pair = _pair(node, part) if type(node) is MappingNode else None
            if pair is None:
                break
            key, node = pair
            mark = node.start_mark if value else key.start_mark
        return mark or self._first_mark()

    def _first_mark(self) -> Any:
        pair = _pair(self.root, "deal")
        return pair[0].start_mark if pair else self.root.start_mark

    def source_line(self, line: int) -> str:
        """A line of the file, cut at 200 characters."""
        if self._lines is None:
            self._lines = self.text.split("\n")
        return shortened(self._lines[line - 1]) if line <= len(self._lines) else ""


def place(text: str, index: int) -> Position:
    """Line and column of the character ``index`` of a text."""
    start = text.rfind("\n", 0, index) + 1
    return Position(text.count("\n", 0, index) + 1, index - start + 1)


def source_line(text: str, line: int) -> str:
    """The line of a text with that number, counted from 1, cut at 200 characters."""
    start = -1
    for _ in range(line - 1):
        start = text.find("\n", start + 1)
        if start < 0:
            return ""
    end = text.find("\n", start + 1)
    return shortened(text[start + 1 : end if end >= 0 else len(text)])


def shortened(line: str) -> str:
    """A line as it is shown: at most 200 characters."""
    found = line.rstrip("\r")
    return found if len(found) <= MAX_SHOWN else found[: MAX_SHOWN - 1] + "…"


def path_text(path: Path) -> str:
    """A path as people and machines read it: ``next_steps[1].due``."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
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


class _Builder:
    """Builds plain values from nodes and notes duplicate keys, odd keys, tags and sizes."""

    def __init__(self, *, aliases: bool, nulls: bool) -> None:
        self.faults: list[Fault] = []
        self._nulls = nulls
        self._aliases = aliases
        self._count = 0

    def _fault(self, message: str, node: Any) -> None:
        self.faults.append(Fault("invalid-deal", message, mark=node.start_mark))

    def value(self, node: Any, depth: int) -> Any:
        """The value of a node; None for null."""
        if self._aliases:
            self._spend(node)
        kind = type(node)
        if kind is ScalarNode:
            return self._scalar(node)
        if depth >= MAX_DEPTH:
            raise FileRefusedError(
                Fault(
                    "invalid-deal",
                    f"nested deeper than {MAX_DEPTH} levels; a deal needs five",
                    mark=node.start_mark,
                )
            )
        if node.tag is not None:
            self._refuse_tag(node)
        if kind is MappingNode:
            return self.mapping(node, depth + 1)
        return [self.value(item, depth + 1) for item in node.value]

    def _spend(self, node: Any) -> None:
        self._count += 1
        if self._count > MAX_NODES:
            message = f"the aliases of this file expand past {MAX_NODES:,} values"
            raise FileRefusedError(Fault("invalid-deal", message, mark=node.start_mark))

    def _scalar(self, node: Any) -> str | None:
        text: str = node.value
        if node.tag is not None:
            if node.tag == _NULL_TAG:
                return None
            self._refuse_tag(node)
        elif not node.style and text in _NULLS:
            return None
        return text if text.isascii() else revealed(text)

    def _refuse_tag(self, node: Any) -> None:
        if node.tag not in _CORE_TAGS:
            name = str(node.tag)[:60]
            self._fault(f"the tag {name} is not read here; leave it out, or put the text in quotes", node)

    def mapping(self, node: Any, depth: int) -> dict[str, Any]:
        """The values of a mapping; own keys win over merged ones."""
        found: dict[str, Any] = {}
        merges: list[Any] = []
        empty: set[str] = set()
        for key_node, value_node in node.value:
            if type(key_node) is not ScalarNode:
                self._fault("a key must be a word, not a list or a mapping", key_node)
                continue
            key = key_node.value
            if key == "<<" and not key_node.style:
                merges.append(value_node)
                continue
            if not key.isascii():
                key = revealed(key)
            if key in found or key in empty:
                self._fault(f"the key {key!r} stands twice; keep one of the two", key_node)
                continue
            value = self.value(value_node, depth)
            if value is None and not self._nulls:
                empty.add(key)
            else:
                found[key] = value
        for merge in merges:
            self._merge(found, empty, merge, depth)
        return found

    def _merge(self, found: dict[str, Any], empty: set[str], merge: Any, depth: int) -> None:
        sources = merge.value if type(merge) is SequenceNode else [merge]
        if depth >= MAX_DEPTH:
            raise FileRefusedError(
                Fault("invalid-deal", "merge keys (<<) nest too deep", mark=merge.start_mark)
            )
        for source in sources:
            if type(source) is not MappingNode:
                self._fault("a merge key (<<) takes a mapping or a list of mappings", source)
                continue
            for key, value in self.mapping(source, depth + 1).items():
                if key not in empty:
                    found.setdefault(key, value)
