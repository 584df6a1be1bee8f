"""A run over many files: results in the order of the files, from cache, this process or several."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING

from dealcoach.reading.folders import Source, shown_file
from dealcoach.review.jobs import wanted_jobs
from dealcoach.review.loading import Histories, Loaded, load_chunk, review_rows
from dealcoach.review.results import Mode, Result

if TYPE_CHECKING:
    from dealcoach.review.cache import Cache
    from dealcoach.review.opening import Opened
    from dealcoach.review.pool import Pool

CHUNK = 64
"""Files that go to a process at a time."""


def run(
    sources: Sequence[Source | Loaded],
    opened: Opened,
    mode: Mode,
    *,
    jobs: int | None = None,
    cache: Cache | None = None,
    histories: Histories | None = None,
    notes: list[str] | None = None,
) -> Iterator[Result]:
    """The result of each file, in order; payloads as ``mode.make`` gave them.

    ``notes`` gets what a person may want to know of the run, though it changed no result.
    """
    number = wanted_jobs(len(sources), jobs)
    with _quiet_collector():
        if number == 1:
            yield from _alone(_chunks(sources, histories), opened, mode, cache)
            return
        from dealcoach.review.pool import Pool

        with Pool(opened, mode, number) as pool:
            yield from _together(_chunks(sources, histories), pool, cache)
            if notes is not None and pool.note:
                notes.append(pool.note)


@contextmanager
def _quiet_collector() -> Iterator[None]:
    """Keeps the cycle collector from walking rules and caches again and again; results hold no cycles."""
    threshold = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    try:
        yield
    finally:
        gc.set_threshold(*threshold)
        gc.unfreeze()


def _alone(
    chunks: Iterator[list[Loaded]], opened: Opened, mode: Mode, cache: Cache | None
) -> Iterator[Result]:
    for chunk in chunks:
        known, keys = _known(chunk, cache)
        found = [known.get(key) if key else None for key in keys]
        missing = [loaded for loaded, result in zip(chunk, found, strict=True) if result is None]
        yield from _merged(found, keys, review_rows(missing, opened, mode), cache)


def _together(chunks: Iterator[list[Loaded]], pool: Pool, cache: Cache | None) -> Iterator[Result]:
    """Chunks go to the pool as they are read; their results are handed on in order."""
    waiting: deque[tuple[list[Result | None], list[bytes | None], object]] = deque()
    for chunk in chunks:
        known, keys = _known(chunk, cache)
        found = [known.get(key) if key else None for key in keys]
        missing = [loaded for loaded, result in zip(chunk, found, strict=True) if result is None]
        waiting.append((found, keys, pool.submit(missing) if missing else None))
        while len(waiting) > pool.ahead:
            yield from _finished(waiting.popleft(), pool, cache)
    while waiting:
        yield from _finished(waiting.popleft(), pool, cache)


def _finished(
    entry: tuple[list[Result | None], list[bytes | None], object], pool: Pool, cache: Cache | None
) -> Iterator[Result]:
    found, keys, ticket = entry
    yield from _merged(found, keys, iter(pool.results(ticket) if ticket is not None else ()), cache)


def _merged(
    found: Sequence[Result | None],
    keys: Sequence[bytes | None],
    fresh: Iterator[Result],
    cache: Cache | None,
) -> Iterator[Result]:
    """Known results with the fresh ones in their places; the cache takes those."""
    for result, key in zip(found, keys, strict=True):
        if result is not None:
            yield result
            continue
        new = next(fresh)
        if cache and key:
            cache.keep(key, new)
        yield new


def _chunks(sources: Sequence[Source | Loaded], histories: Histories | None) -> Iterator[list[Loaded]]:
    rows = iter(sources)
    while chunk := list(islice(rows, CHUNK)):
        yield load_chunk(chunk, histories)


def _known(chunk: Sequence[Loaded], cache: Cache | None) -> tuple[dict[bytes, Result], list[bytes | None]]:
    if cache is None:
        return {}, [None] * len(chunk)
    keys = [
        None
        if loaded.data is None
        else cache.key(shown_file(loaded.source.path), loaded.data, loaded.history)
        for loaded in chunk
    ]
    return cache.find([key for key in keys if key]), keys
