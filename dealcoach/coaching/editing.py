"""Writes answers into the text of a deal file; every other byte, comments above all, stays as it is.

The text is changed in place by the editor that imports use, never written anew from values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

from dealcoach.coaching.untouched import check_beside
from dealcoach.importing.edit import CannotEditError, Editor, last_end
from dealcoach.importing.emit import Pairs, block_item, flow_list, flow_map
from dealcoach.importing.merge import before
from dealcoach.importing.tree import CannotReadError, Node, parse
from dealcoach.model import deal as model
from dealcoach.reading.document import Path, path_text

_BOM = b"\xef\xbb\xbf"
_PARTS: dict[str, type] = {
    "need": model.Need,
    "customer_plan": model.CustomerPlan,
    "steps": model.PlanStep,
    "business_case": model.BusinessCase,
    "buying_team": model.Member,
    "signals": model.Signal,
    "next_steps": model.Step,
    "activity": model.Activity,
    "waivers": model.Waiver,
}


@dataclass(frozen=True, slots=True)
class Put:
    """Give a key, or an item of a list, a ready YAML scalar."""

    path: Path
    value: str


@dataclass(frozen=True, slots=True)
class Add:
    """Add a mapping to the end of a list."""

    path: Path
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Extend:
    """Add ready YAML scalars to the end of a list of texts."""

    path: Path
    texts: tuple[str, ...]


Change = Put | Add | Extend


def apply(data: bytes, changes: Sequence[Change]) -> bytes:
    """The file with the changes made.

    Raises CannotEditError when a change cannot be made without touching something else; the file's
    comments and all other values are compared before and after.
    """
    mark = _BOM if data.startswith(_BOM) else b""
    try:
        old = new = data[len(mark) :].decode("utf-8")
        for change in changes:
            editor = _Placer(new, parse(new))
            editor.place(change)
            new = editor.result()
    except (UnicodeDecodeError, CannotReadError) as error:
        raise CannotEditError(f"the file {error}") from None
    check_beside(old, new, [change.path for change in changes])
    return mark + new.encode("utf-8")


class _Placer(Editor):
    """The editor of imports, with changes named by paths at any depth."""

    def place(self, change: Change) -> None:
        """Collects one change."""
        if isinstance(change, Put) and isinstance(change.path[-1], int):
            self._put_item(change.path, change.value)
        elif isinstance(change, Put):
            self._put_key(change.path, change.value)
        elif isinstance(change, Add):
            self._add_item(change.path, list(change.pairs))
        else:
            self._extend(change.path, list(change.texts))

    def _put_item(self, path: Path, value: str) -> None:
        node = self._at(path)
        if node is None or node.kind != "scalar" or self.text[node.start : node.start + 1] in {"&", "!"}:
            raise _by_hand(path, value)
        self._touch(path)
        self._add(node.start, last_end(node, self.text), value)

    def _put_key(self, path: Path, value: str) -> None:
        where = self._parent(path, value)
        if where is not None:
            key = str(path[-1])
            self.set(where, _names(path[:-1]), key, value, _before(path))
            self._touch(path)

    def _extend(self, path: Path, texts: list[str]) -> None:
        where = self._parent(path, flow_list(texts))
        if where is not None:
            self.extend(where, _names(path[:-1]), str(path[-1]), texts, _before(path))
            self._touch(path)

    def _add_item(self, path: Path, pairs: Pairs) -> None:
        found = self._at(path)
        if found is None or found.is_null():
            self._begin_list(path, pairs, found)
            return
        if found.kind != "seq":
            raise _by_hand(path, flow_map(pairs))
        self._touch((*path, len(found.children)))
        if found.flow:
            self._insert_flow(found, flow_map(pairs), found.children)
            return
        indent = " " * self._column(found.start)
        braces = bool(found.children) and all(child.flow for child in found.children)
        line = f"{indent}- {flow_map(pairs)}" if braces else block_item(pairs, indent)
        position = self._line_end(last_end(found, self.text))
        self._add(position, position, f"\n{line}")

    def _begin_list(self, path: Path, pairs: Pairs, null: Node | None) -> None:
        where = self._parent(path, flow_list([flow_map(pairs)]), block_item(pairs, "    "))
        if where is None:
            return
        self._touch(path)
        if where.flow:
            self.set(where, _names(path[:-1]), str(path[-1]), flow_list([flow_map(pairs)]), _before(path))
            return
        indent = " " * (self._column(where.items[0][0].start) + 2)
        block = f"\n{block_item(pairs, indent)}"
        if null is not None:
            self._fill_null(null, block)
        elif len(path) == 1:
            self._insert(where, str(path[0]), block, _before(path))
        else:
            self._insert_close(where, path, block)

    def _insert_close(self, where: Node, path: Path, block: str) -> None:
        """Adds a list under a key of a section, with no blank line before it."""
        anchors = [entry[1] for name in _before(path) if (entry := where.entry(name))]
        node = max(anchors, key=lambda anchor: anchor.start) if anchors else where.items[-1][1]
        position = self._line_end(last_end(node, self.text))
        indent = " " * self._column(where.items[0][0].start)
        self._add(position, position, f"\n{indent}{path[-1]}:{block}")

    def _parent(self, path: Path, value: str, item: str = "") -> Node | None:
        """The mapping that holds the last key of a path; None once it was made with the value inside.

        ``item`` is the same value as the lines of a list, for a mapping made in block style.
        """
        where = self.root if len(path) == 1 else self._at(path[:-1])
        if where is not None and where.kind == "map":
            return where
        if len(path) != 2 or (where is not None and not where.is_null()):
            raise _by_hand(path, value)
        section, key = str(path[0]), str(path[1])
        self._touched.add((section,))
        if self.root.flow:
            self.set(self.root, (), section, f"{{{key}: {value}}}", before(section))
            return None
        block = f"\n  {key}:\n{item}" if item else f"\n  {key}: {value}"
        if where is None:
            self._insert(self.root, section, block, before(section))
        else:
            self._fill_null(where, block)
        return None

    def _at(self, path: Path) -> Node | None:
        """The node at a path; a single value stands for a list of one. Aliases are not followed."""
        node: Node | None = self.root
        for depth, part in enumerate(path):
            if node is None or node.kind == "alias":
                raise _by_hand(path[:depth], "the answer")
            if isinstance(part, str):
                found = node.entry(part) if node.kind == "map" else None
                node = found[1] if found else None
            elif node.kind == "seq":
                node = node.children[part] if part < len(node.children) else None
            elif part != 0:
                node = None
            if node is None:
                return None
        if node is not None and node.kind == "alias":
            raise _by_hand(path, "the answer")
        return node

    def _touch(self, path: Path) -> None:
        self._touched.add(_names(path))
        if path and isinstance(path[-1], int):
            self._touched.add(_names(path[:-1]))


def _names(path: Path) -> tuple[str, ...]:
    return tuple(str(part) for part in path)


def _before(path: Path) -> tuple[str, ...]:
    """The keys that the format puts before the last key of a path."""
    if len(path) == 1:
        return before(str(path[0]))
    part = _PARTS[next(str(name) for name in reversed(path[:-1]) if isinstance(name, str))]
    order = tuple(row.name.rstrip("_") for row in fields(part))
    return order[: order.index(str(path[-1]))]


def _by_hand(path: Path, value: str) -> CannotEditError:
    where = path_text(path)
    return CannotEditError(
        f"{where} is written in a way I would rather not touch (an anchor, an alias or one value for a list);"
        f" put {value} there by hand"
    )
