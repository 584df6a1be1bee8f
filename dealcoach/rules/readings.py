"""Reads a next step from its words alone: active, waiting, check_in, content_push, gone_dark or vague."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple, cast

from dealcoach.rules.readings_clause import Clause, verdict
from dealcoach.rules.readings_cues import CueData, load, packed, unpacked
from dealcoach.rules.readings_text import BREAKS, Spelling, fold, split
from dealcoach.rules.readings_tree import UNSEEN, Seen, State, Tree

__all__ = ["Readings"]

_NUMBER = ("<number>",)
_WORDS = 8192
"""Words that are remembered: reps use the same ones again and again."""
_TEXTS = 4096
"""Texts that are remembered: those of the deals at hand, which are all read before the first is judged."""
_SHORTENS = frozenset(".:")
_FEWEST_WORDS = 2
_BARE_WORDS, _FEW_MARKS = 3, 3
_SHORT_WORDS = 5
_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]{6}")
"""Six signs of a script that sets no blanks (Thai, Japanese, Chinese): more than a name."""


class Said(NamedTuple):
    """What a text says: its reading, and the topics it speaks of."""

    reading: str
    topics: tuple[str, ...]


class Readings:
    """The readings of next steps by the cues of one readings file.

    A text is split once into words and breaks; each word costs a bounded number of steps in the tree of
    cues (a cue has at most nine elements, two gaps, and no gap over three words), so reading is linear in
    the text.
    """

    def __init__(self, data: CueData) -> None:
        self._data = data
        self._spelling = Spelling(data.mendable, data.real_words)
        self._breaks = {**BREAKS, **data.breaks}
        self._kinds: dict[tuple[tuple[str, ...], str], Seen] = {}
        self._words: dict[str, Seen] = {}
        self._compounds: dict[str, list[Seen]] = {}
        self._texts: dict[str, Said] = {}

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
        return self._said(text).reading

    def speaks_of(self, topic: str, text: str) -> bool:
        """Tells whether a text holds a cue of a topic (`introduction`); KeyError for an unknown topic."""
        if topic not in self._data.topics:
            raise KeyError(topic)
        return topic in self._said(text).topics

    def read_ahead(self, texts: Sequence[str]) -> None:
        """Reads the texts of the next deals in a row, which is faster than one by one between other work."""
        if len(self._texts) + len(texts) > _TEXTS:
            self._texts.clear()
        for text in texts:
            self._said(text)

    def _said(self, text: str) -> Said:
        said = self._texts.get(text)
        if said is None:
            if len(self._texts) >= _TEXTS:
                self._texts.clear()
            words = split(fold(text))
            seen = self._all_seen(words)
            topics = tuple([name for name, cues in self._data.topics.items() if _speaks(cues, seen)])
            said = self._texts[text] = Said(self._reading(words, seen), topics)
        return said

    def _reading(self, words: list[str], seen: list[Seen]) -> str:
        if self._says_nothing(words):
            return "vague"
        clauses = self._clauses(seen)
        if not clauses:
            return "active" if self._tells(words) else "vague"
        reading = verdict(clauses)
        if clauses[0].head == "sending" and len(clauses) == 1 and self._says_send(words):
            return "content_push"
        if reading == "active" and clauses[0].head == "active" and self._only_names(words):
            return "vague"
        return reading

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
        symbols = self._symbols(word)
        return "<act>" in symbols or "<send>" in symbols

    def _says_send(self, words: list[str]) -> bool:
        """Tells whether a text is a short order to send something: `send some bumf`."""
        few = sum(word not in BREAKS for word in words) <= _SHORT_WORDS
        return few and "<send>" in self._symbols(words[0])

    def _tells(self, words: list[str]) -> bool:
        """Tells whether a text without a cue still has two words that are no dates and no filler."""
        idle = self._data.placeholders
        telling = [
            word
            for word in words
            if word[0].isalpha() and word not in idle and "<when>" not in self._symbols(word)
        ]
        return len(telling) >= _FEWEST_WORDS or any(map(_UNSPACED.search, telling))

    def _all_seen(self, words: list[str]) -> list[Seen]:
        """Returns what cues can see of each word and break."""
        found = list(map(self._words.get, words))
        if None in found or not _SHORTENS.isdisjoint(words):
            return self._one_by_one(words)
        return cast("list[Seen]", found)

    def _one_by_one(self, words: list[str]) -> list[Seen]:
        found: list[Seen] = []
        before = ""
        for word in words:
            if word not in _SHORTENS or before not in self._data.abbreviations:
                seen = self._words.get(word)
                if seen is not None:
                    found.append(seen)
                else:
                    found += self._compounds.get(word) or self._learnt(word)
            before = word
        return found

    def _learnt(self, word: str) -> list[Seen]:
        """Works out and remembers what cues see of a word."""
        if len(self._words) + len(self._compounds) >= _WORDS:
            self._words.clear()
            self._compounds.clear()
        seen = self._work_out(word)
        if len(seen) == 1:
            self._words[word] = seen[0]
        else:
            self._compounds[word] = seen
        return seen

    def _work_out(self, word: str) -> list[Seen]:
        """Reads a word that stands in no list: a compound by its parts, else by its nearest spelling."""
        if word in self._breaks:
            return [self._kind((), self._breaks[word])]
        if word in self._data.symbols:
            return [self._kind(self._symbols(word))]
        if word[0].isdigit():
            return [self._kind(_NUMBER)]
        if word.isalnum():
            return [self._kind(self._symbols(self._spelling.mend(word) or ""))]
        joined = "".join(letter for letter in word if letter.isalnum())
        if joined in self._data.symbols:
            return [self._kind(self._symbols(joined))]
        mark = next((mark for mark in "./&+" if mark in word), "")
        if mark:
            found: list[Seen] = []
            for part in word.split(mark):
                found += [self._kind((), BREAKS[mark]), *self._one_by_one([part])]
            return found[1:]
        last = self._symbols(word.rsplit("-", 1)[-1])
        return [self._kind(last if "<event>" in last else ())]

    def _symbols(self, word: str) -> tuple[str, ...]:
        """The symbols of a word that stands in a list; none for any other."""
        return self._data.symbols.get(word, ())

    def _kind(self, symbols: tuple[str, ...], mark: str = "") -> Seen:
        """The one object for these symbols."""
        return self._kinds.setdefault((symbols, mark), Seen(symbols, mark))

    def _clauses(self, text: list[Seen]) -> list[Clause]:
        """Returns the clauses that are about something; what only follows from a wait is no clause."""
        starts, size, at = self._data.cues.all_starts(text), len(text), 0
        if not any(starts):
            return []
        clause = Clause()
        clauses: list[Clause] = []
        while at < size:
            start = starts[at]
            if start is not None:
                kind, end = _longest(start, text, at)
                if kind:
                    clause.take(kind)
                    at = end
                    continue
            mark = text[at].mark
            if not mark:
                clause.skip()
            elif mark != "and" or clause.head not in ("waiting", "theirs"):
                clauses.append(clause)
                clause = Clause(clause, mark)
            at += 1
        clauses.append(clause)
        return [clause for clause in clauses if clause.head]


def _speaks(cues: Tree, text: list[Seen]) -> bool:
    """Tells whether a text holds one of these cues."""
    starts = cues.all_starts(text)
    return any(starts) and any(_longest(state, text, at)[0] for at, state in enumerate(starts) if state)


def _longest(state: State | None, text: list[Seen], at: int) -> tuple[str, int]:
    """Returns the kind and end of the longest cue that begins at a place; an empty kind for none."""
    kind, end, size = "", at, len(text)
    while state is not None:
        at += 1
        if state.kind:
            kind, end = state.kind, at
        if at == size:
            break
        seen = text[at]
        further = state.after.get(seen, UNSEEN)
        state = state.step(seen) if further is UNSEEN else further
    return kind, end


def _scribble(word: str) -> bool:
    """Tells whether a word is a lone letter, or one letter or digit again and again."""
    return word.isascii() and len(set(word)) == 1
