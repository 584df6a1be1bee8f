"""Pairs the files that are gone with those that are new, by content, as git does for two commits."""

from collections import Counter
from collections.abc import Mapping
from pathlib import PurePosixPath

_ENOUGH = 0.5  # git's own threshold for a rename
_MOST_PAIRS = 40_000  # 200 x 200 files take about half a second; beyond, only equal names and contents pair


def pair_renames(gone: Mapping[str, bytes], new: Mapping[str, bytes]) -> dict[str, str]:
    """Old path to new path: equal contents first, then equal file names, then the most alike.

    Line ends do not count. An empty file is never a renamed one.
    """
    old = {path: _unified(data) for path, data in sorted(gone.items()) if data}
    left = {path: _unified(data) for path, data in sorted(new.items()) if data}
    pairs: dict[str, str] = {}
    for choose in (_same_content, _same_name, _most_alike):
        for before, after in choose(old, left):
            if before in old and after in left:
                pairs[before] = after
                del old[before], left[after]
    return pairs


def _unified(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n")


def _same_content(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> list[tuple[str, str]]:
    places: dict[bytes, list[str]] = {}
    for path, data in new.items():
        places.setdefault(data, []).append(path)
    found = [(before, after) for before, data in old.items() for after in places.get(data, ())[:_FEW]]
    return sorted(found, key=lambda pair: _name(pair[0]) != _name(pair[1]))


_FEW = 50  # of many equal files, how many are tried


def _same_name(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> list[tuple[str, str]]:
    """Files whose name only one old and one new path has: a moved folder, in linear time."""
    names = Counter(map(_name, old)), Counter(map(_name, new))
    places = {_name(path): path for path in new}
    twins = [(path, places[name]) for path in old if (name := _name(path)) in places]
    single = [(before, after) for before, after in twins if all(count[_name(before)] == 1 for count in names)]
    return [(before, after) for before, after in single if alike(old[before], new[after]) >= _ENOUGH]


def _most_alike(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> list[tuple[str, str]]:
    if len(old) * len(new) > _MOST_PAIRS:
        return []
    old_lines = {path: _lines(data) for path, data in old.items()}
    new_lines = {path: _lines(data) for path, data in new.items()}
    scored = []
    for before, mine in old_lines.items():
        for after, theirs in new_lines.items():
            score = _shared(mine, theirs) / max(len(old[before]), len(new[after]))
            if score >= _ENOUGH:
                scored.append((-score, before, after))
    return [(before, after) for _, before, after in sorted(scored)]


def alike(one: bytes, other: bytes) -> float:
    """Share of the larger content, in bytes, that stands in lines which both have: 0.0 to 1.0."""
    return _shared(_lines(one), _lines(other)) / max(len(one), len(other), 1)


def _shared(one: Counter[bytes], other: Counter[bytes]) -> int:
    return sum(len(line) * count for line, count in (one & other).items())


def _lines(data: bytes) -> Counter[bytes]:
    return Counter(data.splitlines(keepends=True))


def _name(path: str) -> str:
    return PurePosixPath(path).name
