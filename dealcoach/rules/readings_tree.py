"""Trees of cues: what may follow a word, and what a cue says when it ends."""

from __future__ import annotations

from functools import cache

_GAP = "*"
_NARROWER = {"*": ["*2"], "*2": ["*1"], "*1": []}
"""What is left of a gap once a word has passed through it."""
_Line = tuple[str, list[str]]
_NOTHING: dict[str, Node] = {}


class Node:
    """One place in a tree of cues: what ends here, and which word or word class leads on.

    What follows is laid out when a text first comes this far: most of the ways are never gone.
    """

    __slots__ = ("_lines", "after", "kind")

    def __init__(self) -> None:
        self.kind = ""
        self.after: dict[str, Node] | None = _NOTHING
        self._lines: list[_Line] = []

    def take(self, kind: str, rest: list[str]) -> None:
        """Takes one cue that leads here and goes on with the rest of its elements."""
        if rest:
            self._lines.append((kind, rest))
            self.after = None
            if rest[0][0] != "[" or not all(part[0] == "[" for part in rest):
                return
        self.kind = self.kind or kind

    def grow(self) -> dict[str, Node]:
        """Lays out and keeps what may follow: past an element that may be missing also what comes next."""
        after: dict[str, Node] = {}
        for kind, parts in self._lines:
            for at, part in enumerate(parts):
                rest = parts[at + 1 :]
                if part[0] == _GAP:
                    _node(after, _GAP).take(kind, _NARROWER[part] + rest)
                    continue
                for symbol in symbols_of(part):
                    _node(after, symbol).take(kind, rest)
                if part[0] != "[":
                    break
        self.after = after
        return after


def _node(after: dict[str, Node], symbol: str) -> Node:
    node = after.get(symbol)
    if node is None:
        node = after[symbol] = Node()
    return node


class Tree(dict[str, Node | None]):
    """Cues by their first word or word class; a branch grows as far as texts go along it."""

    __slots__ = ("_lines", "_starts")

    def __init__(self) -> None:
        super().__init__()
        self._lines: dict[str, list[_Line]] = {}
        self._starts: dict[tuple[str, ...], tuple[Node, ...]] = {}

    def starts(self, symbols: tuple[str, ...]) -> tuple[Node, ...]:
        """The branches on which a cue may begin with a word of these symbols."""
        found = self._starts.get(symbols)
        if found is None:
            branches = (self[symbol] for symbol in symbols)
            found = self._starts[symbols] = tuple(node for node in branches if node is not None)
        return found

    def add(self, kind: str, parts: list[str]) -> None:
        """Takes one cue; where its first elements may be missing, it also begins at the next."""
        for at, part in enumerate(parts):
            for symbol in symbols_of(part):
                self._lines.setdefault(symbol, []).append((kind, parts[at + 1 :]))
            if part[0] != "[":
                return

    def __missing__(self, symbol: str) -> Node | None:
        """Grows and keeps the branch of a symbol; None for one that begins no cue."""
        node = None
        if symbol in self._lines:
            node = Node()
            for kind, rest in self._lines[symbol]:
                node.take(kind, rest)
        self[symbol] = node
        return node

    def packed(self) -> dict[str, list[_Line]]:
        """The cues as plain values, from which `unpacked` makes the tree again."""
        return self._lines

    @classmethod
    def unpacked(cls, lines: dict[str, list[_Line]]) -> Tree:
        """The tree of cues that were packed."""
        tree = cls()
        tree._lines = lines
        return tree


@cache
def symbols_of(part: str) -> list[str]:
    return part.strip("[]").split("|")
