"""A run on an existing Dask cluster: workers read and review files, results come back in order.

Every worker must reach the files under the same path or URL. Dask gives the files of a worker that dies to
another one; a file whose workers die again and again is reported, and the others go on.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError
from functools import lru_cache
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from dealcoach import __version__
from dealcoach.reading.deal_file import unreadable
from dealcoach.reading.folders import Source, shown_file
from dealcoach.reading.paths import absolute
from dealcoach.reading.urls import is_url
from dealcoach.review.batch import review_bytes
from dealcoach.review.loading import Histories, Loaded, load_chunk
from dealcoach.review.opening import Opened, Parcel, open_parcel, packed
from dealcoach.review.patterns import ignored_for
from dealcoach.review.results import Mode, Result, result_of
from dealcoach.rules.library import pack_sources

if TYPE_CHECKING:
    from dealcoach.model.past import Glimpse

PARTITION = 64
"""Files that a worker gets at a time."""
AHEAD = 4
"""Partitions on their way for each thread of the cluster, so that memory stays flat."""
CONNECT_SECONDS = 5.0
"""How long a scheduler may take to answer."""
ALONE_SECONDS = 30.0
"""How long a cluster may be without any worker."""
_LOOK_SECONDS = 2.0
_LOST = "the connection to the Dask scheduler was lost"
_SAME = "install the same version on every worker"
INSTALL = "python -m pip install 'dealcoach[dask]'"


class EngineError(Exception):
    """A cluster that cannot do the work: it is not there, has no workers, or another dealcoach."""


class Task(NamedTuple):
    """A file for a worker, with all that only the asking side knows."""

    name: str
    """As output shows it."""
    path: str
    """Absolute, or a URL."""
    ignored: frozenset[str]
    trouble: str | None = None
    history: Sequence[Glimpse] = ()


class Work(NamedTuple):
    """What every worker needs besides its files."""

    parcel: Parcel
    mode: Mode
    identity: tuple[str, str]
    """Version and rules that a worker must have, too."""


def run(
    sources: Sequence[Source],
    opened: Opened,
    mode: Mode,
    *,
    scheduler: str,
    histories: Histories | None = None,
) -> Iterator[Result]:
    """The result of each file, in order; raises EngineError."""
    with _connected(scheduler) as client:
        _check_workers(client)
        work = Work(packed(opened), mode, identity())
        rows = (_task(source, opened, histories or {}) for source in sources)
        waiting: deque[tuple[list[Task], Any]] = deque()
        while chunk := list(islice(rows, PARTITION)):
            waiting.append((chunk, client.submit(review_partition, work, chunk, pure=False)))
            if len(waiting) > AHEAD * max(1, sum(_threads(client).values())):
                yield from _finished(client, work, *waiting.popleft())
        while waiting:
            yield from _finished(client, work, *waiting.popleft())


def _task(source: Source, opened: Opened, histories: Histories) -> Task:
    path = source.path if is_url(source.path) else str(absolute(source.path))
    ignored = ignored_for(source.path, opened.settings, opened.base)
    return Task(shown_file(source.path), path, ignored, source.trouble, histories.get(source.path, ()))


def _connected(scheduler: str) -> Any:
    try:
        import dask
        import distributed
    except ImportError:
        raise EngineError(f"--engine dask needs the package distributed; {INSTALL}") from None
    dask.config.set({"distributed.comm.timeouts.connect": f"{CONNECT_SECONDS}s"})
    for name in [name for name in logging.root.manager.loggerDict if name.startswith("distributed")]:
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what matters is said in the results
    try:
        start: Any = distributed.Client
        return start(scheduler, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TypeError, ImportError) as error:
        said = str(error) or type(error).__name__
        hint = "start one with `dask scheduler`, and check the address"
        raise EngineError(f"no Dask scheduler answers at {scheduler} ({said}); {hint}") from None


def _check_workers(client: Any) -> None:
    """Refuse a cluster without workers, or whose workers have another dealcoach; raises EngineError."""
    try:
        client.wait_for_workers(1, timeout=CONNECT_SECONDS)
        told = client.run(identity, on_error="return")
    except TimeoutError:
        raise EngineError("the Dask cluster has no worker; start some with `dask worker ADDRESS`") from None
    except Exception as error:
        raise EngineError(f"the Dask workers cannot be asked for their version: {error}") from None
    mine = identity()
    for worker, theirs in told.items():
        if isinstance(theirs, ImportError | AttributeError):
            raise EngineError(f"the worker {worker} cannot load dealcoach: {theirs}; {_SAME}")
        if isinstance(theirs, Exception):
            continue  # it died meanwhile, and Dask gives its files to others
        if theirs != mine:
            raise EngineError(_mismatch(worker, theirs))


def _mismatch(worker: str, theirs: tuple[str, str]) -> str:
    said = f"dealcoach {theirs[0]}" if theirs[0] != __version__ else "other built-in rules"
    return f"the worker {worker} has {said}, this is dealcoach {__version__}; {_SAME}"


@lru_cache(maxsize=1)
def identity() -> tuple[str, str]:
    """The version and the hash of the built-in rules of this installation."""
    digest = sha256()
    for _, data in pack_sources():
        digest.update(data)
    return __version__, digest.hexdigest()[:16]


def review_partition(work: Work, chunk: Sequence[Task]) -> list[Result]:
    """What a worker does: the results of some files, whatever happens to each of them."""
    if identity() != work.identity:
        raise EngineError(_mismatch("that joined", identity()))
    opened = _reopened(work.parcel)
    loaded = load_chunk([Source(task.path, task.trouble) for task in chunk])
    return [_result(task, row, opened, work.mode) for task, row in zip(chunk, loaded, strict=True)]


@lru_cache(maxsize=4)
def _reopened(parcel: Parcel) -> Opened:
    return open_parcel(parcel)


def _result(task: Task, row: Loaded, opened: Opened, mode: Mode) -> Result:
    if row.data is None:
        return Result(None, None, unreadable(task.name, row.trouble or "cannot be opened").problems)
    return result_of(review_bytes(task.name, row.data, opened.settings, task.ignored, task.history), mode)


def _finished(client: Any, work: Work, chunk: list[Task], future: Any) -> Iterator[Result]:
    """The results of a partition; when it could not be done as a whole, each of its files by itself."""
    found: list[Result] | None = None
    try:
        found = _awaited(client, future)
    except EngineError:
        raise
    except Exception as error:
        if len(chunk) == 1:
            found = [Result(None, None, unreadable(chunk[0].name, _why(error)).problems)]
    if found is not None:
        yield from found
        return
    for task in chunk:  # one after the other: Dask blames all that a dying worker had
        yield from _finished(client, work, [task], client.submit(review_partition, work, [task], pure=False))


def _why(error: Exception) -> str:
    if type(error).__name__ == "KilledWorker":
        return "the worker that reviewed this file died, more than once; the other files were reviewed"
    return f"the worker could not review this file: {type(error).__name__}: {error}"


def _awaited(client: Any, future: Any) -> list[Result]:
    """The results of a future; raises EngineError when the cluster is gone for too long."""
    last = time.monotonic()
    while True:
        try:
            found: list[Result] = future.result(timeout=_LOOK_SECONDS)
            return found
        except CancelledError:
            raise EngineError(_LOST) from None
        except TimeoutError:
            if _threads(client):
                last = time.monotonic()
            elif time.monotonic() - last > ALONE_SECONDS:
                raise EngineError(f"the Dask cluster has had no worker for {ALONE_SECONDS:.0f} s") from None


def _threads(client: Any) -> dict[str, int]:
    try:
        found: dict[str, int] = client.nthreads()
    except OSError:
        raise EngineError(_LOST) from None
    return found
