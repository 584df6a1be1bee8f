"""Which deal files a command means: folders searched in sorted order, named paths checked."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from itertools import chain, islice

from dealcoach.reading.folders import Source, files_of, in_order
from dealcoach.reading.urls import is_url


def find_sources(paths: Sequence[str]) -> Iterator[Source]:
    """Every deal file below the paths, sorted and each once; a named path that is no file is told.

    A path may be a URL; raises RemoteError where this installation cannot read it.
    """
    seen: set[str] = set()
    found: list[Source] = []
    for path in paths:
        for source in _below(path):
            key = os.path.normpath(source.path)
            if key not in seen:
                seen.add(key)
                found.append(source)
    yield from in_order(found)


def are_at_most(most: int, paths: Sequence[str]) -> bool:
    """Whether the paths mean no more files than that; looks no further than it must."""
    found = chain.from_iterable(map(_below, paths))
    return sum(1 for _ in islice(found, most + 1)) <= most


def _below(path: str) -> Iterator[Source]:
    if is_url(path):
        from dealcoach.reading.remote import find_remote  # few paths are URLs

        yield from find_remote(path)
        return
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or str(error)
        yield Source(path, f"cannot be opened: {said}")
        return
    if stat.S_ISDIR(mode):
        yield from files_of(path)
    elif stat.S_ISREG(mode):
        yield Source(os.path.normpath(path))
    else:
        yield Source(path, "this is no plain file; name a deal file or a folder of them")
