"""Which deal of today is which deal of then: by CRM id, else by path, else by account and name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dealcoach.model.review import Review
from dealcoach.model.words import name_key

if TYPE_CHECKING:
    from dealcoach.model.finding import Problem


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One file of one side, and what its review gave."""

    path: str
    """What the two sides know the file by: its path inside the folder, today's where it was renamed."""
    file: str
    """The file as outputs name it."""
    outcome: Review | tuple[Problem, ...]
    renamed: bool = False
    """Whether the path is only the likely one: that of a file which is like this one, and new."""

    @property
    def review(self) -> Review | None:
        """The review; None where the file could not be read."""
        return self.outcome if isinstance(self.outcome, Review) else None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What kept the file from being read."""
        return () if isinstance(self.outcome, Review) else self.outcome


@dataclass(frozen=True, slots=True)
class Pair:
    """One deal then and now; one of the two may be missing."""

    before: Entry | None
    now: Entry | None


_Key = Callable[[Entry], Hashable]


def match(before: Sequence[Entry], now: Sequence[Entry]) -> list[Pair]:
    """The pairs in the order of today's files, then those that are gone.

    A key that several deals of one side share decides nothing: the next one does. Two files of the same
    path are not the same deal where both have a CRM id and the ids differ, nor are they where one only
    looks like the other renamed, and the deal has another name.
    """
    found: dict[Entry, Entry] = {}
    taken: set[Entry] = set()
    for key in (_crm, _path, _name):
        left_before = [entry for entry in before if entry not in taken]
        left_now = [entry for entry in now if entry not in found]
        for old, new in _alike(left_before, left_now, key):
            if key is _crm or not _strangers(old, new):
                found[new] = old
                taken.add(old)
    pairs = [Pair(found.get(entry), entry) for entry in now]
    return pairs + [Pair(entry, None) for entry in before if entry not in taken]


def _alike(before: Sequence[Entry], now: Sequence[Entry], key: _Key) -> list[tuple[Entry, Entry]]:
    old, new = _unique(before, key), _unique(now, key)
    return [(old[name], new[name]) for name in old if name in new]


def _unique(entries: Sequence[Entry], key: _Key) -> dict[Hashable, Entry]:
    keys = [key(entry) for entry in entries]
    counts = Counter(keys)
    return {
        name: entry
        for name, entry in zip(keys, entries, strict=True)
        if name is not None and counts[name] == 1
    }


def _strangers(old: Entry, new: Entry) -> bool:
    ids = _crm(old), _crm(new)
    if None not in ids:
        return ids[0] != ids[1]
    return old.renamed and None not in (_name(old), _name(new)) and _name(old) != _name(new)


def _crm(entry: Entry) -> Hashable:
    return entry.review.crm if entry.review else None


def _path(entry: Entry) -> Hashable:
    return entry.path


def _name(entry: Entry) -> Hashable:
    review = entry.review
    return (name_key(review.account), name_key(review.deal)) if review else None
