"""A run over many files: results in the order of the files, from cache, this process or several."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from dealcoach.reading.folders import Source
from dealcoach.reading.urls import is_url
from dealcoach.review.jobs import wanted_jobs
from dealcoach.review.loading import Histories, Loaded, Row, load_chunk, review_rows
from dealcoach.review.results import Mode, Result

if TYPE_CHECKING:
    from dealcoach.review.cache import Cache
    from dealcoach.review.opening import Opened
    from dealcoach.review.pool import Pool

_Known = Sequence[tuple[Result | None, bytes | None]]
_T = TypeVar("_T")
CHUNK = 128
"""Files that are read before the first of them is judged, and go to a process together; at the most."""
_SHARES = 8
"""Chunks that each process gets, so that none waits long for the last of the others..."""
_FEWEST = 16
"""...unless they had fewer files than this."""


def run(
    sources: Sequence[Row],
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
            yield from _alone(_loaded(sources, histories, CHUNK), opened, mode, cache)
            return
        from dealcoach.review.pool import Pool

        size = min(CHUNK, max(_FEWEST, len(sources) // (_SHARES * number)))
        chunks = _loaded(sources, histories, size) if cache else _as_needed(sources, histories, size)
        with Pool(opened, mode, number) as pool:
            yield from _together(chunks, pool, cache)
            if notes is not None and pool.note:
                notes.append(pool.note)


@contextmanager
def _quiet_collector() -> Iterator[None]:
    """Keeps the cycle collector from walking rules and caches again and again; results hold no cycles."""
    threshold = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(1_000_000, 50, 50)
    try:
        yield
    finally:
        gc.set_threshold(*threshold)
        gc.unfreeze()


def _alone(
    chunks: Iterator[list[Loaded]], opened: Opened, mode: Mode, cache: Cache | None
) -> Iterator[Result]:
    for chunk in chunks:
        known = _known(chunk, cache)
        missing = [loaded for loaded, (result, _) in zip(chunk, known, strict=True) if result is None]
        yield from _merged(known, review_rows(missing, opened, mode), cache)


def _together(
    chunks: Iterator[list[Loaded]] | Iterator[list[Row]], pool: Pool, cache: Cache | None
) -> Iterator[Result]:
    """Chunks go to the pool as they are read; their results are handed on in order."""
    waiting: deque[tuple[_Known, object]] = deque()
    for chunk in chunks:
        known = _known(chunk, cache)
        missing = [row for row, (result, _) in zip(chunk, known, strict=True) if result is None]
        waiting.append((known, pool.submit(missing) if missing else None))
        while len(waiting) > pool.ahead:
            yield from _finished(*waiting.popleft(), pool, cache)
    while waiting:
        yield from _finished(*waiting.popleft(), pool, cache)


def _finished(known: _Known, ticket: object, pool: Pool, cache: Cache | None) -> Iterator[Result]:
    yield from _merged(known, iter(pool.results(ticket) if ticket is not None else ()), cache)


def _merged(known: _Known, fresh: Iterator[Result], cache: Cache | None) -> Iterator[Result]:
    """Known results with the fresh ones in their places; the cache takes those."""
    for result, key in known:
        if result is not None:
            yield result
            continue
        new = next(fresh)
        if cache and key:
            cache.keep(key, new)
        yield new


def _chunks(rows: Iterable[_T], size: int) -> Iterator[list[_T]]:
    left = iter(rows)
    while chunk := list(islice(left, size)):
        yield chunk


def _loaded(sources: Iterable[Row], histories: Histories | None, size: int) -> Iterator[list[Loaded]]:
    return (load_chunk(chunk, histories) for chunk in _chunks(sources, size))


def _as_needed(sources: Iterable[Row], histories: Histories | None, size: int) -> Iterator[list[Row]]:
    """Files for processes that can read them, which spares sending their bytes; what else there is, read."""
    for chunk in _chunks(sources, size):
        later = [
            isinstance(row, Source) and not is_url(row.path) and not (histories and row.path in histories)
            for row in chunk
        ]
        now = iter(load_chunk([row for row, waits in zip(chunk, later, strict=True) if not waits], histories))
        yield [row if waits else next(now) for row, waits in zip(chunk, later, strict=True)]


def _known(chunk: Sequence[Row], cache: Cache | None) -> _Known:
    """For each file the result that is known, and what the cache knows it by."""
    if cache is None:
        return [(None, None)] * len(chunk)
    keys = [_key(row, cache) for row in chunk]
    found = cache.find([key for key in keys if key])
    return [(found.get(key) if key else None, key) for key in keys]


def _key(row: Row, cache: Cache) -> bytes | None:
    if isinstance(row, Source) or row.data is None:
        return None
    return cache.key(row.source.path, row.data, row.history)
