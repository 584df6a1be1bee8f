"""Changes to a deal file as insertions and replacements in its text; everything else keeps its bytes."""

from __future__ import annotations

from dealcoach.importing.emit import Pairs, block_item, flow_list, flow_map
from dealcoach.importing.tree import CannotReadError, Node, parse

_BLOCK_STYLES = frozenset("|>")


class CannotEditError(Exception):
    """A change cannot be made without touching what a person wrote; the message says which."""


def last_end(node: Node, text: str) -> int:
    """Where the written part of a node ends: after its last character, not after the comments that follow."""
    if node.kind == "scalar" and node.style is not None and node.style in _BLOCK_STYLES:
        return node.start + len(text[node.start : node.end].rstrip())
    if node.kind in {"scalar", "alias"} or node.flow:
        return node.end
    last = (
        node.items[-1][1]
        if node.kind == "map" and node.items
        else node.children[-1]
        if node.children
        else None
    )
    return last_end(last, text) if last is not None else node.end


def _rank(new: str) -> tuple[int, int, int]:
    """The order of edits at one place: values, then new lines, the deeper first, list items before keys."""
    line = new.lstrip("\n")
    if line == new:
        return 0, 0, 0
    inner = line.lstrip(" ")
    return 1, len(inner) - len(line), int(not inner.startswith("-"))


class Editor:
    """Collects changes to one text. Nothing is changed before `result`, which checks its own work."""

    def __init__(self, text: str, root: Node) -> None:
        self.text, self.root = text, root
        self._edits: list[tuple[int, int, tuple[int, int, int], str]] = []
        self._touched: set[tuple[str, ...]] = set()
        self._lists: dict[str, tuple[tuple[str, ...], bool, list[Pairs]]] = {}
        self._newline = "\r\n" if "\r\n" in text else "\n"

    @property
    def changed(self) -> bool:
        return bool(self._edits or self._lists)

    def _add(self, start: int, end: int, new: str) -> None:
        self._edits.append((start, end, _rank(new), new.replace("\n", self._newline)))

    def _line_end(self, position: int) -> int:
        end = self.text.find("\n", position)
        if end < 0:
            return len(self.text)
        return end - 1 if end > position and self.text[end - 1] == "\r" else end

    def _column(self, position: int) -> int:
        return position - (self.text.rfind("\n", 0, position) + 1)

    def set(
        self, where: Node, path: tuple[str, ...], key: str, value: str, after: tuple[str, ...] = ()
    ) -> None:
        """Gives `key` of the mapping `where` (found at `path`) a ready scalar or flow collection.

        A missing key is added behind the last of the keys `after` that is there, else at the end.
        """
        found = where.entry(key)
        self._touched.add((*path, key))
        if found is None:
            self._insert(where, key, value, after)
            return
        node = found[1]
        if node.kind not in {"scalar", "alias"} and not node.flow:
            raise CannotEditError(
                f"'{key}' should be {value or 'empty'}, but holds a list or mapping of its own"
            )
        if node.kind == "scalar" and self.text[node.start : node.start + 1] in {"&", "!"}:
            raise CannotEditError(f"'{key}' should be {value or 'empty'}, but carries an anchor or a tag")
        end = last_end(node, self.text)
        if node.start == end:
            self._add(node.start, end, f" {value}")
        elif value:
            self._add(node.start, end, value)
        else:
            start = len(self.text[: node.start].rstrip(" "))
            self._add(start, end, "")

    def _insert(self, where: Node, key: str, value: str, after: tuple[str, ...]) -> None:
        """Adds `key: value`; `value` may begin with a line end (a block under the key)."""
        if where.flow:
            if value.startswith("\n"):
                raise CannotEditError(f"'{key}' cannot be added, because its mapping is written in braces")
            self._insert_flow(where, f"{key}: {value}", [entry[1] for entry in where.items])
            return
        anchors = [entry[1] for name in after if (entry := where.entry(name))]
        node = max(anchors, key=lambda anchor: anchor.start) if anchors else where.items[-1][1]
        position = self._line_end(last_end(node, self.text))
        indent = " " * self._column(where.items[0][0].start)
        space = "" if value.startswith("\n") else " "
        gap = "\n" if value.startswith("\n") else ""
        self._add(position, position, f"{gap}\n{indent}{key}:{space}{value}")

    def _insert_flow(self, where: Node, new: str, entries: list[Node]) -> None:
        if entries:
            position = last_end(entries[-1], self.text)
            self._add(position, position, f", {new}")
        else:
            self._add(where.start + 1, where.start + 1, new)

    def append(self, key: str, items: list[Pairs], after: tuple[str, ...], flow: bool = False) -> None:
        """Adds mappings to the list under a top-level key, which is made when it is missing.

        They are written as the list is: in block style (each item in braces with `flow`), or in brackets.
        """
        if items:
            known = self._lists.setdefault(key, (after, flow, []))
            known[2].extend(items)

    def length(self, key: str) -> int:
        """How many entries the list under a top-level key has, those to be added included."""
        node = self.root.get(key)
        own = 0 if node is None or node.is_null() else len(node.children) if node.kind == "seq" else 1
        return own + (len(self._lists[key][2]) if key in self._lists else 0)

    def _append(self, key: str, after: tuple[str, ...], flow: bool, items: list[Pairs]) -> None:
        found = self.root.entry(key)
        one_line = [flow_map(pairs) for pairs in items]
        if found is None or found[1].is_null():
            self._touched.add((key,))
            if self.root.flow:
                self.set(self.root, (), key, flow_list(one_line), after)
                return
            lines = (
                [f"  - {line}" for line in one_line] if flow else [block_item(pairs, "  ") for pairs in items]
            )
            block = "".join(f"\n{line}" for line in lines)
            if found is None:
                self._insert(self.root, key, block, after)
            else:
                self._fill_null(found[1], block)
            return
        node = found[1]
        if node.kind != "seq":
            raise CannotEditError(f"'{key}' should get {one_line[0]}, but is not a list of its own")
        self._touched |= {(key, str(len(node.children) + index)) for index in range(len(items))}
        if node.flow:
            self._insert_flow(node, ", ".join(one_line), node.children)
            return
        indent = " " * self._column(node.start)
        position = self._line_end(last_end(node, self.text))
        braces = flow or all(child.flow for child in node.children)
        lines = (
            [f"{indent}- {line}" for line in one_line]
            if braces
            else [block_item(pairs, indent) for pairs in items]
        )
        self._add(position, position, "".join(f"\n{line}" for line in lines))

    def _fill_null(self, node: Node, block: str) -> None:
        if node.start != node.end:
            self._add(node.start, node.end, "")
        position = self._line_end(node.end)
        self._add(position, position, block)

    def extend(
        self, where: Node, path: tuple[str, ...], key: str, texts: list[str], after: tuple[str, ...]
    ) -> None:
        """Adds ready scalars to a list of scalars; a single value becomes a list."""
        found = where.entry(key)
        if found is None or found[1].is_null():
            self.set(where, path, key, flow_list(texts), after)
            return
        node = found[1]
        self._touched.add((*path, key))
        if node.kind == "scalar":
            old = self.text[node.start : last_end(node, self.text)]
            if node.style is not None and node.style in _BLOCK_STYLES:
                raise CannotEditError(f"'{key}' should get {', '.join(texts)}, but is a text block")
            self._add(node.start, last_end(node, self.text), flow_list([old, *texts]))
        elif node.kind != "seq":
            raise CannotEditError(f"'{key}' should get {', '.join(texts)}, but stands elsewhere (an alias)")
        elif node.flow:
            self._insert_flow(node, ", ".join(texts), node.children)
        else:
            indent = " " * self._column(node.start)
            position = self._line_end(last_end(node, self.text))
            self._add(position, position, "".join(f"\n{indent}- {text}" for text in texts))

    def result(self) -> str:
        """The changed text. Raises CannotEditError when it does not read back as old file plus changes."""
        for key, (after_keys, flow, items) in self._lists.items():
            self._append(key, after_keys, flow, items)
        self._lists = {}
        parts, at = [], 0
        for start, end, _, new in sorted(self._edits, key=lambda edit: edit[:3]):
            parts += [self.text[at:start], new]
            at = end
        parts.append(self.text[at:])
        new_text = "".join(parts)
        try:
            after = dict(parse(new_text).leaves())
        except CannotReadError as error:
            raise CannotEditError(f"the change would break the file ({error})") from error
        before = dict(self.root.leaves())
        kept = {path: value for path, value in before.items() if not self._is_touched(path)}
        if any(after.get(path) != value for path, value in kept.items()):
            raise CannotEditError("the change would alter something else in the file")
        if any(path not in before and not self._is_touched(path) for path in after):
            raise CannotEditError("the change would add something else to the file")
        return new_text

    def _is_touched(self, path: tuple[str, ...]) -> bool:
        return any(path[:length] in self._touched for length in range(1, len(path) + 1))
