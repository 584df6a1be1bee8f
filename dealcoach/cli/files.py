"""The files of a command and their results, with cache, processes and a progress bar."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from dealcoach.cli.exits import CommandError
from dealcoach.cli.past import read_pasts
from dealcoach.cli.session import sources_of
from dealcoach.output.terminal import safe
from dealcoach.review.batch import read_standard_input, review_bytes
from dealcoach.review.opening import Opened
from dealcoach.review.patterns import ignored_for
from dealcoach.review.results import Mode, Result, result_of
from dealcoach.review.running import run

if TYPE_CHECKING:
    from dealcoach.reading.folders import Source
    from dealcoach.review.cache import Cache
    from dealcoach.review.loading import Histories

CRASHED = "crashed-rule"
BAR_AFTER = 1.0
"""Seconds of work after which a terminal gets a progress bar."""


class Files(NamedTuple):
    """What a command was asked to review, and how."""

    paths: Sequence[str]
    opened: Opened
    jobs: int | None = None
    cached: bool = True
    quiet: bool = False
    stdin_filename: str | None = None
    history: bool = True
    """Whether the files' own past is read where they lie in a git repository."""
    pasts: Histories | None = None
    """Earlier versions that were read already."""
    scheduler: str | None = None
    """The Dask scheduler whose workers review, if any."""

    def results(self, mode: Mode) -> Iterator[Result]:
        """The result of every file, in order; raises CommandError when there is none."""
        if list(self.paths) == ["-"]:
            name, settings = self.stdin_filename or "<stdin>", self.opened.settings
            ignored = ignored_for(name, settings, self.opened.base)
            yield result_of(review_bytes(name, read_standard_input(), settings, ignored), mode)
            return
        if "-" in self.paths:
            raise CommandError("standard input (-) is one deal by itself; name no other path beside it")
        sources = sources_of(self.paths, self.opened)
        cache, notes = self._cache(mode), list[str]()
        try:
            pasts = read_pasts(sources, quiet=self.quiet) if self.history else self.pasts
            if self.scheduler is not None:
                found = _on_cluster(sources, self.opened, mode, self.scheduler, pasts)
            else:
                found = run(
                    sources, self.opened, mode, jobs=self.jobs, cache=cache, histories=pasts, notes=notes
                )
            yield from _told(found if self.quiet else _watched(found, len(sources)))
        finally:
            if cache:
                cache.close()
                notes += [cache.note] if cache.note else []
            if not self.quiet:
                sys.stderr.writelines(f"note: {safe(text)}\n" for text in notes)

    def _cache(self, mode: Mode) -> Cache | None:
        if not self.cached or self.scheduler is not None:
            return None
        from dealcoach.review.cache import Cache

        return Cache(self.opened, mode)


def _on_cluster(
    sources: Sequence[Source], opened: Opened, mode: Mode, scheduler: str, pasts: Histories | None
) -> Iterator[Result]:
    from dealcoach.review import dask_engine

    try:
        yield from dask_engine.run(sources, opened, mode, scheduler=scheduler, histories=pasts)
    except dask_engine.EngineError as error:
        raise CommandError(str(error)) from None


def _told(found: Iterator[Result]) -> Iterator[Result]:
    """The results, with a line on standard error for each deal on which a rule failed."""
    for result in found:
        if result.brief is not None and CRASHED in result.brief.rules:
            name = safe(result.brief.file)
            sys.stderr.write(f"{name}: a rule failed on this deal; its review says which\n")
        yield result


def _watched(found: Iterator[Result], total: int) -> Iterator[Result]:
    """The results, with a bar on standard error once the work has taken a second, if that is a terminal."""
    if not sys.stderr.isatty():
        yield from found
        return
    begun, bar, task = time.monotonic(), None, None
    try:
        for number, result in enumerate(found, 1):
            if bar is None and number % 32 == 0 and time.monotonic() - begun > BAR_AFTER:
                bar, task = _bar(total)
            if bar is not None and number % 32 == 0:
                bar.update(task, completed=number)
            yield result
    finally:
        if bar is not None:
            bar.stop()


def _bar(total: int) -> tuple[Any, Any]:
    from rich.console import Console
    from rich.progress import Progress

    # rich would print to its own console, standard error, what is meant for a file or a pipe
    both = sys.stdout.isatty()
    bar = Progress(console=Console(stderr=True), transient=True, redirect_stdout=both)
    bar.start()
    return bar, bar.add_task("Reviewing", total=total)
