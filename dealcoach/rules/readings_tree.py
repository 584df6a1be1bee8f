"""Trees of cues: what may follow a word, and what a cue says when it ends."""

from __future__ import annotations

from itertools import product

_GAP = "*"
_WIDEST_GAP = 3
_Way = tuple[tuple[str, ...], ...]


class Node:
    """One place in a tree of cues: what ends here, and which word or word class leads on."""

    __slots__ = ("after", "kind")

    def __init__(self) -> None:
        self.kind = ""
        self.after: dict[str, Node] = {}


class Tree(dict[str, Node | None]):
    """Cues by their first word or word class; the branch of a first word grows when it is first met."""

    __slots__ = ("_lines", "_starts")

    def __init__(self) -> None:
        super().__init__()
        self._lines: dict[str, list[tuple[str, list[str]]]] = {}
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
                for way in product(*map(_ways, rest)):
                    _lay(node, sum(way, ()), kind)
        self[symbol] = node
        return node

    def packed(self) -> dict[str, list[tuple[str, list[str]]]]:
        """The cues as plain values, from which `unpacked` makes the tree again."""
        return self._lines

    @classmethod
    def unpacked(cls, lines: dict[str, list[tuple[str, list[str]]]]) -> Tree:
        """The tree of cues that were packed."""
        tree = cls()
        tree._lines = lines
        return tree


def symbols_of(part: str) -> list[str]:
    return part.strip("[]").split("|")


def _ways(part: str) -> list[_Way]:
    """Returns the ways to pass one element, each a row of places with the symbols that may stand there."""
    if part == _GAP:
        return [((_GAP,),) * count for count in range(_WIDEST_GAP + 1)]
    way: _Way = (tuple(symbols_of(part)),)
    return [way, ()] if part[0] == "[" else [way]


def _lay(start: Node, row: _Way, kind: str) -> None:
    nodes = [start]
    for choice in row:
        onward = []
        for node in nodes:
            for symbol in choice:
                after = node.after.get(symbol)
                if after is None:
                    after = node.after[symbol] = Node()
                onward.append(after)
        nodes = onward
    for node in nodes:
        node.kind = node.kind or kind
