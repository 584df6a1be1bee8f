"""Files as they are read: bytes first, so that a review sees one state of a file whatever happens to it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from dealcoach.reading.composing import MAX_BYTES
from dealcoach.reading.deal_file import unreadable
from dealcoach.reading.folders import Source, current_folder, shown_file
from dealcoach.reading.urls import is_url
from dealcoach.review.batch import Task, review_tasks
from dealcoach.review.patterns import ignored_for
from dealcoach.review.results import Mode, Result, result_of

if TYPE_CHECKING:
    from dealcoach.model.past import Glimpse
    from dealcoach.review.opening import Opened

_OPEN = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_BINARY", "O_CLOEXEC", "O_NONBLOCK"))
"""Without waiting: a file may have become a pipe since the folder was searched."""
_PIECE = 1 << 16
"""Bytes read at a time: room for a whole deal, and little enough that memory is not asked for anew."""


class Loaded(NamedTuple):
    """A file as it was read: its bytes are reviewed, whatever happens to it meanwhile."""

    source: Source
    data: bytes | None
    trouble: str | None = None
    history: Sequence[Glimpse] = ()
    """Earlier versions of the file that are known."""
    earlier: bool = False
    """Whether these are the bytes of an earlier day, when other stages may have been listed."""


Row = Source | Loaded
"""A file that is to be read, or was."""
Histories = Mapping[str, "Sequence[Glimpse]"]
"""Earlier versions of files, by path."""


def load_source(source: Row, histories: Histories | None = None) -> Loaded:
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


def load_chunk(rows: Sequence[Row], histories: Histories | None = None) -> list[Loaded]:
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
    data = os.read(descriptor, _PIECE)
    while data and (left := MAX_BYTES + 1 - len(data)) and (more := os.read(descriptor, min(_PIECE, left))):
        data += more
    return data


def review_loaded(loaded: Loaded, opened: Opened, mode: Mode) -> Result:
    """The result of one file that was read."""
    return next(review_rows([loaded], opened, mode))


def review_rows(rows: Sequence[Loaded], opened: Opened, mode: Mode) -> Iterator[Result]:
    """The results of files that were read, in order."""
    here = current_folder()
    tasks = [_task(row, row.data, opened, here) for row in rows if row.data is not None]
    outcomes = review_tasks(tasks, opened.settings)
    for row in rows:
        if row.data is None:
            name = shown_file(row.source.path)
            yield Result(None, None, unreadable(name, row.trouble or "cannot be opened").problems)
        else:
            yield result_of(next(outcomes), mode)


def _task(loaded: Loaded, data: bytes, opened: Opened, here: str) -> Task:
    path, settings = loaded.source.path, opened.settings
    stages = () if loaded.earlier else None
    return Task(
        shown_file(path, here), data, ignored_for(path, settings, opened.base), loaded.history, stages
    )
