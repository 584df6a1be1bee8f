"""Plain values from YAML nodes: texts, lists and mappings, with the faults found on the way."""

from __future__ import annotations

from typing import Any

from yaml.nodes import MappingNode, ScalarNode, SequenceNode

from dealcoach.reading.composing import MAX_DEPTH, revealed
from dealcoach.reading.faults import Fault, FileRefusedError

MAX_NODES = 100_000
NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_CORE_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}"
    for name in ("str", "int", "float", "bool", "null", "seq", "map", "timestamp", "merge")
)
_NULL_TAG = "tag:yaml.org,2002:null"


class Builder:
    """Builds plain values from nodes and notes duplicate keys, odd keys, tags and sizes."""

    def __init__(self, *, counts: bool, nulls: bool) -> None:
        """``counts`` is for texts that could hold more than MAX_NODES values."""
        self.faults: list[Fault] = []
        self._nulls = nulls
        self._counts = counts
        self._count = 0

    def _fault(self, message: str, node: Any) -> None:
        self.faults.append(Fault("invalid-deal", message, mark=node.start_mark))

    def value(self, node: Any, depth: int) -> Any:
        """The value of a node; None for null."""
        if self._counts:
            self._spend(node)
        kind = type(node)
        if kind is ScalarNode:
            return self._scalar(node)
        if depth >= MAX_DEPTH:
            deep = f"nested deeper than {MAX_DEPTH} levels; a deal needs five"
            raise _too_deep(node, deep)
        if node.tag is not None:
            self.check_tag(node)
        if kind is MappingNode:
            return self.mapping(node, depth + 1)
        if not self._counts:
            return [
                self._scalar(item) if type(item) is ScalarNode else self.value(item, depth + 1)
                for item in node.value
            ]
        return [self.value(item, depth + 1) for item in node.value]

    def _spend(self, node: Any) -> None:
        self._count += 1
        if self._count > MAX_NODES:
            message = f"more than {MAX_NODES:,} values in this file, those that its aliases repeat among them"
            raise FileRefusedError(Fault("invalid-deal", message, mark=node.start_mark))

    def _scalar(self, node: Any) -> str | None:
        text: str = node.value
        if node.tag is not None:
            if node.tag == _NULL_TAG:
                return None
            self.check_tag(node, settles=True)
        elif text in NULLS and not node.style:
            return None
        return text if text.isascii() else revealed(text)

    def check_tag(self, node: Any, *, settles: bool = False) -> None:
        """Note a tag of somebody's own."""
        if node.tag not in _CORE_TAGS:
            name = str(node.tag)[:60]
            said = f"the tag {name} is not read here; leave it out, or put the text in quotes"
            self.faults.append(Fault("invalid-deal", said, mark=node.start_mark, settles=settles))

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
            if type(value_node) is ScalarNode and not self._counts:
                value = self._scalar(value_node)
            else:
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
            raise _too_deep(merge, "merge keys (<<) nest too deep")
        for source in sources:
            if type(source) is not MappingNode:
                self._fault("a merge key (<<) takes a mapping or a list of mappings", source)
                continue
            for key, value in self.mapping(source, depth + 1).items():
                if key not in empty:
                    found.setdefault(key, value)


def _too_deep(node: Any, said: str) -> FileRefusedError:
    if _holds_itself(node):
        said = "this value contains itself: an alias (*name) stands inside its own anchor (&name)"
    return FileRefusedError(Fault("invalid-deal", said, mark=node.start_mark))


def _holds_itself(node: Any) -> bool:
    """Whether aliases lead from a node back to it."""
    seen: set[int] = set()
    left = [node]
    while left:
        current = left.pop()
        if type(current) is ScalarNode:
            continue
        for item in current.value:
            for part in item if type(item) is tuple else (item,):
                if part is node:
                    return True
                if id(part) not in seen:
                    seen.add(id(part))
                    left.append(part)
    return False
