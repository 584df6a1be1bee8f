"""A deal file as nodes that know their place in the text, so that an edit leaves every other byte alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

_MAX_DEPTH = 32
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""PyYAML's loader: the fast one where PyYAML was built with libyaml."""


class CannotReadError(Exception):
    """The text is not one YAML mapping that can be edited; the message says why."""


@dataclass(slots=True)
class Node:
    """A YAML node: `kind` is scalar, map, seq or alias; [start, end) its place in the text.

    `items` holds (key, value) nodes of a mapping; `children` the entries of a sequence. An alias
    keeps its own place and points at its `target`.
    """

    kind: str
    start: int
    end: int
    value: str = ""
    style: str | None = None
    flow: bool = False
    items: list[tuple[Node, Node]] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    target: Node | None = None

    def real(self) -> Node:
        """The node itself, or what an alias stands for."""
        return self.target if self.target is not None else self

    def entry(self, name: str) -> tuple[Node, Node] | None:
        """The key and value nodes of an own key of this mapping."""
        for key, value in self.items:
            if key.kind == "scalar" and key.value == name:
                return key, value
        return None

    def get(self, name: str) -> Node | None:
        """The value of a key, own or merged with `<<`; own keys win. None when the key is absent."""
        found = self.entry(name)
        if found:
            return found[1].real()
        merged = self.entry("<<")
        for source in merged[1].real().sources() if merged else ():
            if source is not self and (value := source.get(name)) is not None:
                return value
        return None

    def sources(self) -> list[Node]:
        """The mappings that a merge key brings in."""
        return (
            [self]
            if self.kind == "map"
            else [child.real() for child in self.children if child.real().kind == "map"]
        )

    def text(self, name: str) -> str:
        """The scalar under a key, '' when absent, empty or not a scalar."""
        node = self.get(name)
        return node.value if node is not None and node.kind == "scalar" and not node.is_null() else ""

    def texts(self, name: str) -> list[str]:
        """The scalars of a list under a key; a single value stands for a one-item list."""
        node = self.get(name)
        if node is None or node.is_null():
            return []
        found = node.children if node.kind == "seq" else [node]
        return [child.real().value for child in found if child.real().kind == "scalar"]

    def maps(self, name: str) -> list[Node]:
        """The mappings of a list under a key."""
        node = self.get(name)
        if node is None or node.kind == "scalar":
            return []
        found = node.children if node.kind == "seq" else [node]
        return [child.real() for child in found if child.real().kind == "map"]

    def is_null(self) -> bool:
        """Whether this scalar is empty: nothing, `~` or `null`."""
        return (
            self.kind == "scalar" and self.style is None and self.value in {"", "~", "null", "Null", "NULL"}
        )

    def leaves(self, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
        """Every scalar below this node with its path; an alias counts by its name's target, not again."""
        if self.kind == "scalar":
            yield path, "" if self.is_null() else self.value
        elif self.kind == "alias":
            yield (*path, "*"), ""
        elif self.kind == "map":
            for key, value in self.items:
                yield from value.leaves((*path, key.value))
        else:
            for index, child in enumerate(self.children):
                yield from child.leaves((*path, str(index)))


def _place(event: yaml.Event) -> tuple[int, int]:
    start, end = event.start_mark, event.end_mark
    return (start.index if start else 0), (end.index if end else 0)


def _node(event: yaml.NodeEvent, anchors: dict[str, Node]) -> Node:
    start, end = _place(event)
    if isinstance(event, yaml.AliasEvent):
        if event.anchor not in anchors:
            raise CannotReadError(f"unknown alias *{event.anchor}")
        return Node("alias", start, end, target=anchors[event.anchor])
    if isinstance(event, yaml.ScalarEvent):
        node = Node("scalar", start, end, event.value, style=event.style)
        node.style = event.style if event.style not in {"", None} else None
    else:
        kind = "map" if isinstance(event, yaml.MappingStartEvent) else "seq"
        node = Node(kind, start, end, flow=bool(getattr(event, "flow_style", False)))
    if event.anchor:
        anchors[event.anchor] = node
    return node


def _attach(node: Node, stack: list[tuple[Node, list[Node]]]) -> None:
    parent, waiting = stack[-1]
    if parent.kind == "seq":
        parent.children.append(node)
    elif waiting:
        parent.items.append((waiting.pop(), node))
    else:
        waiting.append(node)


def _explained(text: str, error: yaml.YAMLError) -> str:
    """What is wrong with a text that is no YAML, in the words of `dealcoach lint`."""
    from dealcoach.reading.document import Document
    from dealcoach.reading.explaining import refusal
    from dealcoach.reading.faults import FileRefusedError

    try:
        Document(text.encode("utf-8", "surrogatepass"))
    except FileRefusedError as refused:
        problem = refusal("", refused)
        return f"line {problem.line}, column {problem.column}: {problem.message}"
    return f"is not YAML: {error}"


def parse(text: str) -> Node:
    """The mapping of a deal file. Raises CannotReadError for anything else and for broken YAML."""
    anchors: dict[str, Node] = {}
    stack: list[tuple[Node, list[Node]]] = []
    root: Node | None = None
    try:
        for event in yaml.parse(text, LOADER):
            if isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                node, _ = stack.pop()
                node.end = _place(event)[1] if node.flow else node.end
                continue
            if isinstance(event, yaml.NodeEvent):
                node = _node(event, anchors)
                if stack:
                    _attach(node, stack)
                elif root is None:
                    root = node
                else:
                    raise CannotReadError("holds more than one document")
                if isinstance(event, yaml.CollectionStartEvent):
                    stack.append((node, []))
                if len(stack) > _MAX_DEPTH:
                    raise CannotReadError(f"is nested deeper than {_MAX_DEPTH}")
    except yaml.YAMLError as error:
        raise CannotReadError(_explained(text, error)) from error
    if root is None or root.kind != "map":
        raise CannotReadError("is not a deal (not a mapping)")
    return root
