"""Writes new files; in a large import from a second process, so that the disk works meanwhile."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING, Any

from dealcoach.importing import atomic

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

LARGE_BYTES = 2 << 20
"""Size of the exports from which a second process pays (about 5,000 deals with their people)."""

_BATCH = 64
_PIPE_BYTES = 1 << 20
Batch = list[tuple[str, bytes]]


def _serve(inbox: Connection, outbox: Connection) -> None:
    """The second process: writes batches until an empty one comes, or the importer is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    failure: tuple[int | None, str, str] | None = None
    try:
        while batch := inbox.recv():
            for path, data in batch if failure is None else ():
                try:
                    atomic.replace(path, data)
                except OSError as error:
                    failure = (error.errno, error.strerror or str(error), path)
                    break
    except EOFError:
        return
    outbox.send(failure)


def _widen(pipe: int) -> None:
    """Lets a pipe hold about a thousand files, where the system can: neither side waits for the other."""
    with suppress(ImportError, AttributeError, OSError):
        import fcntl

        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)


class Writer:
    """A context in which `write` makes new files whole. `size` is the size of all exports in bytes.

    Leaving the context waits for the last file. Raises OSError, then or before, when one cannot be written.
    """

    def __init__(self, size: int) -> None:
        self._large = size >= LARGE_BYTES and hasattr(os, "fork")
        self._batch: Batch = []
        self._process: Any = None

    def __enter__(self) -> Writer:
        if self._large:
            import multiprocessing

            context = multiprocessing.get_context("fork")
            inbox, self._outgoing = context.Pipe(duplex=False)
            self._incoming, outbox = context.Pipe(duplex=False)
            _widen(self._outgoing.fileno())
            self._process = context.Process(target=self._child, args=(inbox, outbox), daemon=True)
            self._process.start()
            inbox.close()
            outbox.close()
        return self

    def _child(self, inbox: Connection, outbox: Connection) -> None:
        self._outgoing.close()
        self._incoming.close()
        _serve(inbox, outbox)

    def write(self, path: str, data: bytes) -> None:
        """Writes a new file, at once or soon."""
        if self._process is None:
            atomic.replace(path, data)
            return
        self._batch.append((path, data))
        if len(self._batch) >= _BATCH:
            self._send()

    def _send(self) -> None:
        batch, self._batch = self._batch, []
        self._outgoing.send(batch)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is None:
            return
        failure: tuple[int | None, str, str] | None = None
        try:
            if self._batch:
                self._send()
            self._outgoing.send([])
            failure = self._incoming.recv()
        except (EOFError, BrokenPipeError):
            failure = (None, "the process that writes the files ended too early", "")
        finally:
            self._outgoing.close()
            self._process.join()
        if failure is not None and error is None:
            raise OSError(failure[0] or 0, failure[1], failure[2])
