"""The formats of one run of lint, each with the place it goes to, written while the files are reviewed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from dealcoach.cli.writing import STDOUT, emit, is_special, save, saving
from dealcoach.output.spool import Spool

if TYPE_CHECKING:
    from dealcoach.model.lint import LintFile, LintSummary
    from dealcoach.output.lint_writer import LintWriter

Write = Callable[[str], None]


class Outputs:
    """Feeds every format, file by file; nothing is written before the first file was reviewed."""

    def __init__(self, rows: Sequence[tuple[LintWriter, Write]]) -> None:
        self._rows = rows
        self._begun = False

    def file(self, found: LintFile) -> None:
        """What is said of one file."""
        self._begin()
        for writer, write in self._rows:
            write(writer.file(found))

    def end(self, summary: LintSummary) -> None:
        """What is said at the end."""
        self._begin()
        for writer, write in self._rows:
            for text in writer.tail(summary):
                write(text)

    def _begin(self) -> None:
        if not self._begun:
            self._begun = True
            for writer, write in self._rows:
                write(writer.head())


@contextmanager
def outputs(files: Sequence[tuple[LintWriter, Path]], shown: LintWriter, put: Write) -> Iterator[Outputs]:
    """Formats for files, and one for standard output, which ``put`` writes to.

    What leads to a pipe or to standard output, too, waits so that it goes there whole, one after the other.
    """
    whole = [(writer, path, Spool()) for writer, path in files if path == STDOUT or is_special(path)]
    rest = [(writer, path) for writer, path in files if not (path == STDOUT or is_special(path))]
    last = Spool()
    with ExitStack() as stack:
        # the first to be opened is the last to be closed: of two with one name, the later one stands
        saved = [(writer, stack.enter_context(saving(path))) for writer, path in reversed(rest)]
        standard = _Standard(put, patient=bool(saved))
        rows = [*saved, *((writer, spool.add) for writer, _, spool in whole)]
        yield Outputs([*rows, (shown, last.add if whole else standard.write)])
    for _, path, spool in whole:
        save(path, "".join(spool.pieces()))
    for text in last.pieces():
        standard.write(text)
    standard.end()


class _Standard:
    """Standard output; where files are written beside it, they are finished even if nobody reads it."""

    def __init__(self, put: Write, *, patient: bool) -> None:
        self._put = put
        self._patient = patient
        self._broken: BrokenPipeError | None = None

    def write(self, text: str) -> None:
        """Write a piece."""
        if self._broken is None:
            try:
                self._put(text)
            except BrokenPipeError as error:
                if not self._patient:
                    raise
                self._broken = error

    def end(self) -> None:
        """Write what is left; raises BrokenPipeError when nobody read it."""
        if self._broken is not None:
            raise self._broken
        emit("")
