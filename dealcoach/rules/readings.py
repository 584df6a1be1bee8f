"""Reads a next step from its words alone: active, waiting, check_in, content_push, gone_dark or vague."""

from __future__ import annotations

from typing import Any

from dealcoach.rules.readings_clause import Clause, verdict
from dealcoach.rules.readings_cues import CueData, load, packed, unpacked
from dealcoach.rules.readings_text import BREAKS, Spelling, fold, split
from dealcoach.rules.readings_tree import UNSEEN, Entry, State

__all__ = ["Readings"]

_NUMBER = ("<number>",)
_WORDS, _TEXTS = 4096, 64
"""Unknown words and texts that are remembered: reps use the same words, and a deal is read several times."""
_SHORTENS = ".:"
_FEWEST_WORDS = 2
_BARE_WORDS, _FEW_MARKS = 3, 3
_SHORT_WORDS = 5


class Readings:
    """The readings of next steps by the cues of one readings file.

    A text is split once into words and breaks; each word costs a bounded number of steps in the tree of
    cues (a cue has at most nine elements, two gaps, and no gap over three words), so reading is linear in
    the text.
    """

    def __init__(self, data: CueData) -> None:
        self._data = data
        self._spelling = Spelling(data.mendable, data.real_words)
        self._known: dict[str, Entry] = {**data.symbols, **BREAKS, **data.breaks}
        self._seen: dict[str, list[Entry]] = {}
        self._readings: dict[str, str] = {}
        self._texts: dict[str, tuple[list[str], list[Entry]]] = {}

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
            if len(self._readings) >= _TEXTS:
                self._readings.clear()
            reading = self._readings[text] = self._read(text)
        return reading

    def _read(self, text: str) -> str:
        words, entries = self._seen_in(text)
        if self._says_nothing(words):
            return "vague"
        clauses = self._clauses(entries)
        if not clauses:
            return "active" if self._tells(words) else "vague"
        reading = verdict(clauses)
        if clauses[0].head == "sending" and len(clauses) == 1 and self._says_send(words):
            return "content_push"
        if reading == "active" and clauses[0].head == "active" and self._only_names(words):
            return "vague"
        return reading

    def speaks_of(self, topic: str, text: str) -> bool:
        """Tells whether a text holds a cue of a topic (`introduction`); KeyError for an unknown topic."""
        _, entries = self._seen_in(text)
        starts = self._data.topics[topic].all_starts(entries)
        return any(_longest(state, entries, at)[0] for at, state in enumerate(starts) if state)

    def _seen_in(self, text: str) -> tuple[list[str], list[Entry]]:
        """Returns the words of a text, and what cues can see of them."""
        seen = self._texts.get(text)
        if seen is None:
            if len(self._texts) >= _TEXTS:
                self._texts.clear()
            words = split(fold(text))
            seen = self._texts[text] = words, self._entries(words)
        return seen

    def placeholder(self, text: str) -> bool:
        """Tells whether a text stands for nothing: empty, `TBD`, `n/a`, `x`, `none yet`, a lone mark."""
        return self._says_nothing(split(fold(text)))

    def _says_nothing(self, words: list[str]) -> bool:
        nothing = self._data.placeholders
        return all(word in nothing or word in BREAKS or _scribble(word) for word in words)

    def _only_names(self, words: list[str]) -> bool:
        """Tells whether a text names an act and nothing it is done to or with: `define`, `pls discuss`."""
        if len(words) > _FEW_MARKS + _BARE_WORDS:
            return False
        said = [word for word in words if word not in BREAKS]
        telling = [word not in self._data.placeholders for word in said]
        if len(said) > _BARE_WORDS or sum(telling) >= _FEWEST_WORDS:
            return False
        act = next((at for at, word in enumerate(said) if self._is_act(word)), len(said))
        return not any(telling[act + 1 :])

    def _is_act(self, word: str) -> bool:
        seen = self._known.get(word, ())
        return "<act>" in seen or "<send>" in seen

    def _says_send(self, words: list[str]) -> bool:
        """Tells whether a text is a short order to send something: `send some bumf`."""
        few = sum(word not in BREAKS for word in words) <= _SHORT_WORDS
        return few and "<send>" in self._known.get(words[0], ())

    def _tells(self, words: list[str]) -> bool:
        """Tells whether a text without a cue still has two words that are no dates and no filler."""
        idle = self._data.placeholders
        telling = [
            word
            for word in words
            if word[0].isalpha() and word not in idle and "<when>" not in self._known.get(word, ())
        ]
        return len(telling) >= _FEWEST_WORDS

    def _entries(self, words: list[str]) -> list[Entry]:
        """Returns what cues can see of each word, and the kind of each break."""
        known = self._known
        entries: list[Entry] = []
        before = ""
        for word in words:
            entry = known.get(word)
            if entry is None:
                entries += self._unknown(word)
            elif word not in _SHORTENS or before not in self._data.abbreviations:
                entries.append(entry)
            before = word
        return entries

    def _unknown(self, word: str) -> list[Entry]:
        entries = self._seen.get(word)
        if entries is None:
            if len(self._seen) >= _WORDS:
                self._seen.clear()
            entries = self._seen[word] = self._work_out(word)
        return entries

    def _work_out(self, word: str) -> list[Entry]:
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
            entries: list[Entry] = []
            for part in word.split(mark):
                entries += [BREAKS[mark], *self._entries([part])]
            return entries[1:]
        last = self._known.get(word.rsplit("-", 1)[-1], ())
        return [last if "<event>" in last else ()]

    def _clauses(self, entries: list[Entry]) -> list[Clause]:
        """Returns the clauses that are about something; what only follows from a wait is no clause."""
        clause = Clause()
        clauses: list[Clause] = []
        starts, size, at = self._data.cues.all_starts(entries), len(entries), 0
        while at < size:
            entry = entries[at]
            start = starts[at]
            if start is not None:
                kind, end = _longest(start, entries, at)
                if kind:
                    clause.take(kind)
                    at = end
                    continue
            if type(entry) is not str:
                clause.skip()
            elif entry != "and" or clause.head not in ("waiting", "theirs"):
                clauses.append(clause)
                clause = Clause(clause, entry)
            at += 1
        clauses.append(clause)
        return [clause for clause in clauses if clause.head]


def _longest(state: State | None, entries: list[Entry], at: int) -> tuple[str, int]:
    """Returns the kind and end of the longest cue that begins at a place; an empty kind for none."""
    kind, end, size = "", at, len(entries)
    while state is not None:
        at += 1
        if state.kind:
            kind, end = state.kind, at
        if at == size:
            break
        entry = entries[at]
        further = state.after.get(entry, UNSEEN)
        state = state.step(entry) if further is UNSEEN else further
    return kind, end


def _scribble(word: str) -> bool:
    """Tells whether a word is a lone letter, or one letter or digit again and again."""
    return word.isascii() and len(set(word)) == 1
