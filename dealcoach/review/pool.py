"""A pool of processes that review chunks of files, survives a dying worker, and ends at once on Ctrl-C."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple

from dealcoach.model.finding import Problem
from dealcoach.reading.deal_file import unreadable
from dealcoach.reading.document import scan_from_now_on
from dealcoach.reading.folders import Source, shown_file
from dealcoach.review.jobs import can_fork
from dealcoach.review.opening import Parcel, packed
from dealcoach.review.results import Brief, Mode, Result

if TYPE_CHECKING:
    from dealcoach.review.loading import Row
    from dealcoach.review.opening import Opened

_ENVIRONMENT: dict[str, Any] = {}
_Parts = tuple[tuple[Any, ...] | None, Any, tuple[Problem, ...]]
"""A result on its way between processes: bare tuples are sent in half the time of named ones."""
_PIPE = 1 << 20
"""Bytes; what Linux grants to anybody."""
_PATIENCE = 1.0
"""Seconds of waiting for results after which it is seen whether the processes are alive."""


class Ticket(NamedTuple):
    """A chunk on its way."""

    chunk: list[Row]
    future: Future[list[_Parts]]
    executor: ProcessPoolExecutor

    def results(self) -> list[Result]:
        """The results of the chunk; raises BrokenProcessPool when a process died."""
        while True:
            try:
                return [
                    Result(None if brief is None else Brief._make(brief), payload, problems)
                    for brief, payload, problems in self.future.result(timeout=_PATIENCE)
                ]
            except TimeoutError:
                if self.future.done():
                    raise
                if not all(process.is_alive() for process in _processes(self.executor)):
                    _end(self.executor)


class Pool:
    """Reviews chunks in several processes."""

    def __init__(self, opened: Opened, mode: Mode, jobs: int) -> None:
        self._opened = opened
        self._mode = mode
        self._jobs = jobs
        self.note: str | None = None
        """What is to be said of a process that died, whether or not a file was to blame."""
        self.ahead = 4 * jobs
        """Chunks that may wait, so that memory stays flat."""
        self._executor = self._started(jobs)

    def _started(self, jobs: int) -> ProcessPoolExecutor:
        fork = can_fork()
        context = multiprocessing.get_context("fork" if fork else "spawn")
        _ENVIRONMENT.update(opened=self._opened, mode=self._mode)
        arguments = () if fork else (packed(self._opened), self._mode)
        executor = ProcessPoolExecutor(jobs, context, _begin, arguments)
        _widen(executor)
        return executor

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if kind is not None:
            _end(self._executor)
        self._executor.shutdown(wait=kind is None, cancel_futures=True)

    def submit(self, chunk: list[Row]) -> Ticket:
        """Send a chunk on its way."""
        try:
            return _sent(chunk, self._executor)
        except BrokenProcessPool:
            self._executor = self._started(self._jobs)
            return _sent(chunk, self._executor)

    def results(self, ticket: Any) -> Sequence[Result]:
        """The results of a chunk; when a worker died, the file that it died of is found and reported."""
        try:
            results: Sequence[Result] = ticket.results()
            return results
        except BrokenProcessPool:
            first = _name(ticket.chunk[0])
            self.note = self.note or (
                f"a process that reviewed files died; from {first} on, the files it had were reviewed again"
            )
            return self._apart(ticket.chunk)

    def _apart(self, chunk: list[Row]) -> list[Result]:
        """The results of files that may be deadly, by halves until only one of them is left."""
        try:
            with self._started(1) as executor:
                return _sent(chunk, executor).results()
        except BrokenProcessPool:
            if len(chunk) > 1:
                half = len(chunk) // 2
                return [*self._apart(chunk[:half]), *self._apart(chunk[half:])]
        said = "the process that reviewed this file died; the other files were reviewed"
        return [Result(None, None, unreadable(_name(chunk[0]), said).problems)]


def _name(row: Row) -> str:
    """A file as output shows it."""
    return shown_file(row.path if isinstance(row, Source) else row.source.path)


def _sent(chunk: list[Row], executor: ProcessPoolExecutor) -> Ticket:
    return Ticket(chunk, executor.submit(_work, chunk), executor)


def _processes(executor: ProcessPoolExecutor) -> list[Any]:
    return list((executor._processes or {}).values())


def _widen(executor: ProcessPoolExecutor) -> None:
    """Make room for a whole chunk's results on their way, where the system lets us: processes wait less."""
    reader: Any = getattr(executor._result_queue, "_reader", None)
    with suppress(ImportError, AttributeError, TypeError, OSError):
        import fcntl

        fcntl.fcntl(reader, fcntl.F_SETPIPE_SZ, _PIPE)


def _end(executor: ProcessPoolExecutor) -> None:
    """End the processes, and what waits for a message that one of them was cut off in."""
    for process in _processes(executor):
        process.kill()
    writer = getattr(executor._result_queue, "_writer", None)
    if writer is not None:
        with suppress(OSError):
            writer.close()


def _begin(parcel: Parcel | None = None, mode: Mode | None = None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    scan_from_now_on()
    if parcel is not None and mode is not None:
        from dealcoach.review.opening import open_parcel

        _ENVIRONMENT.update(opened=open_parcel(parcel), mode=mode)


def _work(chunk: list[Row]) -> list[_Parts]:
    from dealcoach.review.loading import load_chunk, review_rows

    found = review_rows(load_chunk(chunk), _ENVIRONMENT["opened"], _ENVIRONMENT["mode"])
    return [(brief and tuple(brief), payload, problems) for brief, payload, problems in found]
