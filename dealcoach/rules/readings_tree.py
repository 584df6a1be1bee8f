"""Trees of cues: what may follow a word, and what a cue says when it ends."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import repeat

_GAP = "*"
_NARROWER = {"*": ["*2"], "*2": ["*1"], "*1": []}
"""What is left of a gap once a word has passed through it."""
_Line = tuple[str, list[str]]
_MOST_WAYS = 1_000
"""Words of which a state remembers where they lead."""
_NOTHING: dict[str, Node] = {}


class Seen:
    """What cues see of a word: its symbols, the most telling last; or of a break: its strength.

    There is one for each set of symbols, so that what a word leads to is found by identity.
    """

    __slots__ = ("mark", "symbols")

    def __init__(self, symbols: tuple[str, ...], mark: str = "") -> None:
        self.symbols = symbols
        self.mark = mark


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


class State:
    """All places that the words so far may have led to; remembers where each further word leads.

    Where cues of one length end here, that of a word's last symbol speaks.
    """

    __slots__ = ("_nodes", "after", "kind")

    def __init__(self, nodes: Sequence[Node]) -> None:
        self._nodes = nodes
        self.kind = next((node.kind for node in nodes if node.kind), "")
        self.after: dict[Seen, State | None] = {}

    def step(self, seen: Seen) -> State | None:
        """The state after one more word or break; None where no cue goes on."""
        further: list[Node] = []
        if not seen.mark:
            for node in self._nodes:
                after = node.grow() if node.after is None else node.after
                further += [after[symbol] for symbol in reversed(seen.symbols) if symbol in after]
                if _GAP in after:
                    further.append(after[_GAP])
        if len(self.after) < _MOST_WAYS:
            self.after[seen] = _state(further)
            return self.after[seen]
        return _state(further)


def _state(nodes: Sequence[Node]) -> State | None:
    return State(nodes) if nodes else None


UNSEEN = State(())
"""Stands for a state that was not worked out yet."""


class Tree(dict[str, Node | None]):
    """Cues by their first word or word class; a branch grows as far as texts go along it."""

    __slots__ = ("_lines", "_starts")

    def __init__(self) -> None:
        super().__init__()
        self._lines: dict[str, list[_Line]] = {}
        self._starts: dict[Seen, State | None] = {}

    def all_starts(self, text: Sequence[Seen]) -> list[State | None]:
        """For each word and break of a text the state after it, where a cue may begin with it."""
        found = list(map(self._starts.get, text, repeat(UNSEEN)))
        if UNSEEN in found:
            found = [self._start(seen) for seen in text]
        return found

    def _start(self, seen: Seen) -> State | None:
        if seen not in self._starts:
            branches = [self[symbol] for symbol in reversed(seen.symbols)]
            self._starts[seen] = _state([node for node in branches if node is not None])
        return self._starts[seen]

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
