"""Whom a name in a deal file means: members by full name, or by a first or last name only one has."""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache

from dealcoach.model.words import name_key

_TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_HONORIFICS = frozenset(
    "dr prof mr mrs ms miss mx sir dame lord lady herr frau mme monsieur madame ir ing mag dipl".split()
)
_ALSO_WORDS = frozenset(
    (
        "will mark may june april august grant rose bill art frank grace hope faith pat rob sue drew chance"
        " dean miles ray max young long king black white brown green gray price case page wood hall hill day"
        " best bond fox wise sharp moody small low short major rich bank cash law noble pope ward chase close"
        " call lane mill field summer sunny joy dawn ruby amber ivy violet penny rusty cliff forest river"
        " robin martin jack buck"
    ).split()
)
"""Names that are words too: they count as a name only when capitalised."""


def tokens(text: str) -> list[str]:
    """The words of a text without punctuation and digits, as written."""
    if text.replace(" ", "").isalpha():  # as nearly always
        return text.split()
    return _TOKEN.findall(text)


def _bare(words: list[str]) -> list[str]:
    """The words of a name without titles such as Dr, unless it has no others."""
    return [word for word in words if word not in _HONORIFICS] or words


class Names:
    """Finds the members of one buying team by the names that a file uses."""

    def __init__(self, names: Sequence[str]) -> None:
        self._exact = {name: index for index, name in enumerate(names)}
        self._phrases: list[str] = []
        singles: dict[str, int] = {}
        twice: set[str] = set()
        for index, name in enumerate(names):
            words = tokens(name.casefold())
            self._phrases.append(f" {' '.join(words)} ")
            bare = words if _HONORIFICS.isdisjoint(words) else _bare(words)
            for word in {*bare[:1], *bare[-1:]}:
                if word in singles:
                    twice.add(word)
                singles[word] = index
        self._words = tuple(singles)
        for word in twice:
            del singles[word]
        self._single = singles

    @cached_property
    def _full(self) -> dict[str, int]:
        """The members by their whole names; most names are written alike everywhere, and need it not."""
        return {name_key(name): index for name, index in self._exact.items()}

    def find(self, name: str) -> int | None:
        """The index of the member that a name means, or None."""
        exact = self._exact.get(name)
        if exact is not None:
            return exact
        key = name_key(name)
        found = self._full.get(key)
        if found is None:
            found = self._single.get(key)
        return found

    def find_all(self, names: Iterable[str]) -> set[int]:
        """The indices of the members among several names."""
        return {found for name in names if (found := self.find(name)) is not None}

    def named_in(self, text: str) -> set[int]:
        """The members whom a text names."""
        whole = text.casefold()
        if True not in [word in whole for word in self._words]:
            return set()
        found: set[int] = set()
        words = tokens(text)
        for word in words:
            folded = word.casefold()
            index = self._single.get(folded)
            if index is not None and not (folded in _ALSO_WORDS and word == folded):
                found.add(index)
        line = f" {' '.join(words).casefold()} "
        found.update([index for index, phrase in enumerate(self._phrases) if phrase in line])
        return found


@lru_cache(maxsize=8)
def names_of(members: tuple[str, ...]) -> Names:
    """The names of one buying team, made once for all that ask."""
    return Names(members)
