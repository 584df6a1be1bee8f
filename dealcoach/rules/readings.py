"""Reads a next step from its words alone: active, waiting, check_in, content_push, gone_dark or vague."""

from __future__ import annotations

from typing import Any

from dealcoach.rules.readings_clause import Clause, verdict
from dealcoach.rules.readings_cues import CueData, Node, load, packed, unpacked
from dealcoach.rules.readings_text import BREAKS, Spelling, fold, split

__all__ = ["Readings"]

_Entry = str | tuple[str, ...]
_NUMBER = ("<number>",)
_MEMORY = 4096
_SHORTENS = ".:"
_FEWEST_WORDS = 2
_BARE_WORDS = 3


class Readings:
    """The readings of next steps by the cues of one readings file.

    A text is split once into words and breaks; each word costs a bounded number of steps in the tree of
    cues (a cue has at most nine elements, two gaps, and no gap over three words), so reading is linear in
    the text.
    """

    def __init__(self, data: CueData) -> None:
        self._data = data
        self._spelling = Spelling(data.mendable, data.real_words)
        self._known: dict[str, _Entry] = {**data.symbols, **BREAKS, **data.breaks}
        self._seen: dict[str, list[_Entry]] = {}
        self._readings: dict[str, str] = {}
        self._spoken: dict[tuple[str, str], bool] = {}

    @classmethod
    def from_mapping(cls, data: dict[str, Any]) -> Readings:
        """Builds the readings from a parsed `readings.yaml`; raises ValueError listing all its problems."""
        return cls(load(data))

    @classmethod
    def from_packed(cls, values: dict[str, Any]) -> Readings:
        """Builds the readings from what `packed` gave."""
        return cls(unpacked(values))

    def packed(self) -> dict[str, Any]:
        """The cues as plain values for a cache."""
        return packed(self._data)

    def read(self, text: str) -> str:
        """Returns the reading of a step's text; never raises on any text."""
        reading = self._readings.get(text)
        if reading is None:
            if len(self._readings) >= _MEMORY:
                self._readings.clear()
            reading = self._readings[text] = self._read(text)
        return reading

    def _read(self, text: str) -> str:
        words = split(fold(text))
        if self._says_nothing(words):
            return "vague"
        clauses = self._clauses(self._entries(words))
        if not clauses:
            return "active" if self._tells(words) else "vague"
        reading = verdict(clauses)
        if reading == "active" and len(words) <= _BARE_WORDS and self._only_names(words, clauses):
            return "vague"
        return reading

    def speaks_of(self, topic: str, text: str) -> bool:
        """Tells whether a text holds a cue of a topic (`introduction`); KeyError for an unknown topic."""
        spoken = self._spoken.get((topic, text))
        if spoken is None:
            if len(self._spoken) >= _MEMORY:
                self._spoken.clear()
            tree = self._data.topics[topic]
            entries = self._entries(split(fold(text)))
            spoken = any(
                _longest(starts, entries, at)[0]
                for at, entry in enumerate(entries)
                if not isinstance(entry, str) and (starts := tree.starts(entry))
            )
            self._spoken[topic, text] = spoken
        return spoken

    def placeholder(self, text: str) -> bool:
        """Tells whether a text stands for nothing: empty, `TBD`, `n/a`, `x`, `none yet`, a lone mark."""
        return self._says_nothing(split(fold(text)))

    def _says_nothing(self, words: list[str]) -> bool:
        nothing = self._data.placeholders
        return all(word in nothing or word in BREAKS or _scribble(word) for word in words)

    def _only_names(self, words: list[str], clauses: list[Clause]) -> bool:
        """Tells whether a text names an act and nothing it is done to or with: `define`, `pls discuss`."""
        idle = self._data.placeholders
        return (
            sum(word not in idle and word not in BREAKS for word in words) < _FEWEST_WORDS
            and clauses[0].head == "active"
        )

    def _tells(self, words: list[str]) -> bool:
        """Tells whether a text without a cue still has two words that are no dates and no filler."""
        idle = self._data.placeholders
        telling = [
            word
            for word in words
            if word[0].isalpha() and word not in idle and "<when>" not in self._known.get(word, ())
        ]
        return len(telling) >= _FEWEST_WORDS

    def _entries(self, words: list[str]) -> list[_Entry]:
        """Returns what cues can see of each word, and the kind of each break."""
        known = self._known
        entries: list[_Entry] = []
        before = ""
        for word in words:
            entry = known.get(word)
            if entry is None:
                entries += self._unknown(word)
            elif word not in _SHORTENS or before not in self._data.abbreviations:
                entries.append(entry)
            before = word
        return entries

    def _unknown(self, word: str) -> list[_Entry]:
        entries = self._seen.get(word)
        if entries is None:
            if len(self._seen) >= _MEMORY:
                self._seen.clear()
            entries = self._seen[word] = self._work_out(word)
        return entries

    def _work_out(self, word: str) -> list[_Entry]:
        """Reads a word that stands in no list: a compound by its parts, else by its nearest spelling."""
        if word[0].isdigit():
            return [_NUMBER]
        if word.isalnum():
            meant = self._spelling.mend(word)
            return [self._known[meant] if meant else ()]
        joined = "".join(letter for letter in word if letter.isalnum())
        if joined in self._known:
            return [self._known[joined]]
        mark = next((mark for mark in "./&+" if mark in word), "")
        if mark:
            entries: list[_Entry] = []
            for part in word.split(mark):
                entries += [BREAKS[mark], *self._entries([part])]
            return entries[1:]
        last = self._known.get(word.rsplit("-", 1)[-1], ())
        return [last if "<event>" in last else ()]

    def _clauses(self, entries: list[_Entry]) -> list[Clause]:
        """Returns the clauses that are about something; what only follows from a wait is no clause."""
        clause = Clause()
        clauses: list[Clause] = []
        tree, size, at = self._data.cues, len(entries), 0
        while at < size:
            entry = entries[at]
            if isinstance(entry, str):
                if entry != "and" or clause.head != "waiting":
                    clauses.append(clause)
                    clause = Clause(clause, entry)
                at += 1
                continue
            starts = tree.starts(entry)
            kind, end = _longest(starts, entries, at) if starts else ("", at)
            if kind:
                clause.take(kind)
                at = end
            else:
                clause.skip()
                at += 1
        clauses.append(clause)
        return [clause for clause in clauses if clause.head]


def _longest(starts: tuple[Node, ...], entries: list[_Entry], at: int) -> tuple[str, int]:
    """Returns the kind and end of the longest cue that begins at a place; an empty kind for none."""
    kind, end, size = "", at, len(entries)
    paths = [(node, at + 1) for node in starts]
    while paths:
        node, here = paths.pop()
        if node.kind and here > end:
            kind, end = node.kind, here
        if here == size:
            continue
        after = node.after
        if after is None:
            after = node.grow()
        if after and type(symbols := entries[here]) is not str:
            here += 1
            if "*" in after:
                paths.append((after["*"], here))
            for symbol in symbols:
                if symbol in after:
                    paths.append((after[symbol], here))
    return kind, end


def _scribble(word: str) -> bool:
    """Tells whether a word is a lone letter, or one letter or digit again and again."""
    return word.isascii() and len(set(word)) == 1
