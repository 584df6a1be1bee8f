"""A run over many files: results in the order of the files, from cache, this process or several."""

from __future__ import annotations

import gc
import os
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from dealcoach.reading.composing import MAX_BYTES
from dealcoach.reading.deal_file import unreadable
from dealcoach.reading.folders import Source, shown_file
from dealcoach.reading.urls import is_url
from dealcoach.review.batch import ignored_for, review_bytes
from dealcoach.review.jobs import wanted_jobs
from dealcoach.review.results import Mode, Result, result_of

if TYPE_CHECKING:
    from dealcoach.model.past import Glimpse
    from dealcoach.review.cache import Cache
    from dealcoach.review.opening import Opened
    from dealcoach.review.pool import Pool

CHUNK = 64
"""Files that go to a process at a time."""


_OPEN = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_BINARY", "O_CLOEXEC", "O_NONBLOCK"))
"""Without waiting: a file may have become a pipe since the folder was searched."""


class Loaded(NamedTuple):
    """A file as it was read: its bytes are reviewed, whatever happens to it meanwhile."""

    source: Source
    data: bytes | None
    trouble: str | None = None
    history: Sequence[Glimpse] = ()
    """Earlier versions of the file that are known."""
    earlier: bool = False
    """Whether these are the bytes of an earlier day, when other stages may have been listed."""


Histories = Mapping[str, "Sequence[Glimpse]"]
"""Earlier versions of files, by path."""


def load_source(source: Source | Loaded, histories: Histories | None = None) -> Loaded:
    """The bytes of a file, or why there are none; what is loaded already stays."""
    if isinstance(source, Loaded):
        return source
    history = histories.get(source.path, ()) if histories else ()
    if source.trouble:
        return Loaded(source, None, source.trouble)
    if is_url(source.path):
        from dealcoach.reading.remote import read_remote

        return _fetched(source, read_remote([source.path])[0])
    try:
        descriptor = os.open(source.path, _OPEN)
        try:
            return Loaded(source, _all_bytes(descriptor), None, history)
        finally:
            os.close(descriptor)
    except OSError as error:
        return Loaded(source, None, f"cannot be opened: {error.strerror or error}")


def _fetched(source: Source, found: bytes | str) -> Loaded:
    return Loaded(source, None, found) if isinstance(found, str) else Loaded(source, found)


def load_chunk(rows: Sequence[Source | Loaded], histories: Histories | None = None) -> list[Loaded]:
    """The bytes of several files; those behind URLs are fetched together."""
    urls = [row.path for row in rows if isinstance(row, Source) and is_url(row.path) and not row.trouble]
    if not urls:
        return [load_source(row, histories) for row in rows]
    from dealcoach.reading.remote import read_remote

    known = dict(zip(urls, read_remote(urls), strict=True))
    return [
        _fetched(row, known[row.path])
        if isinstance(row, Source) and row.path in known
        else load_source(row, histories)
        for row in rows
    ]


def _all_bytes(descriptor: int) -> bytes:
    data = os.read(descriptor, MAX_BYTES + 1)
    while data and len(data) <= MAX_BYTES and (more := os.read(descriptor, MAX_BYTES + 1 - len(data))):
        data += more
    return data


def review_loaded(loaded: Loaded, opened: Opened, mode: Mode) -> Result:
    """The result of one file that was read."""
    name = shown_file(loaded.source.path)
    if loaded.data is None:
        return Result(None, None, unreadable(name, loaded.trouble or "cannot be opened").problems)
    ignored = ignored_for(loaded.source.path, opened.settings, opened.base)
    stages = () if loaded.earlier else opened.settings.stage_names
    return result_of(
        review_bytes(name, loaded.data, opened.settings, ignored, loaded.history, stages=stages), mode
    )


def run(
    sources: Sequence[Source | Loaded],
    opened: Opened,
    mode: Mode,
    *,
    jobs: int | None = None,
    cache: Cache | None = None,
    histories: Histories | None = None,
) -> Iterator[Result]:
    """The result of each file, in order; payloads as ``mode.make`` gave them."""
    number = wanted_jobs(len(sources), jobs)
    with _quiet_collector():
        if number == 1:
            yield from _alone(_chunks(sources, histories), opened, mode, cache)
            return
        from dealcoach.review.pool import Pool

        with Pool(opened, mode, number) as pool:
            yield from _together(_chunks(sources, histories), pool, cache)


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
        for loaded, key in zip(chunk, keys, strict=True):
            result = known.get(key) if key else None
            if result is None:
                result = review_loaded(loaded, opened, mode)
                if cache and key:
                    cache.keep(key, result)
            yield result


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
    fresh = iter(pool.results(ticket) if ticket is not None else ())
    for result, key in zip(found, keys, strict=True):
        if result is None:
            new = next(fresh)
            if cache and key:
                cache.keep(key, new)
            yield new
        else:
            yield result


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
