"""The git history of the files that a command reviews, where there is one; else a note, or nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dealcoach.reading.urls import is_url

if TYPE_CHECKING:
    from dealcoach.comparing.histories import Story
    from dealcoach.model.past import Glimpse
    from dealcoach.reading.folders import Source

NoHistory = Annotated[bool, typer.Option("--no-history", help="Do not read the files' past from git.")]


def read_pasts(sources: Sequence[Source], *, quiet: bool = False) -> Mapping[str, Sequence[Glimpse]]:
    """Earlier versions by path; without a ``.git`` above the files git is neither imported nor run.

    They are read when they are asked for, in the order of the files, so that git reads on while other
    processes review. What git refuses is noted once, and left out.
    """
    repositories: dict[Path, list[str]] = {}
    tops: dict[Path, Path | None] = {}
    for source in sources:
        if is_url(source.path):
            continue
        folder = Path(source.path).parent
        if folder not in tops:
            tops[folder] = _top(folder)
        top = tops[folder]
        if top is not None and not source.trouble:
            repositories.setdefault(top, []).append(source.path)
    return _Pasts(
        {
            file: reader
            for files in repositories.values()
            for reader in [_Reader(files, quiet)]
            for file in files
        }
    )


class _Pasts(Mapping[str, "Sequence[Glimpse]"]):
    """The versions of each file, from the reader of its repository."""

    def __init__(self, readers: dict[str, _Reader]) -> None:
        self._readers = readers

    def __getitem__(self, file: str) -> Sequence[Glimpse]:
        return self._readers[file].history(file)

    def __iter__(self) -> Iterator[str]:
        return iter(self._readers)

    def __len__(self) -> int:
        return len(self._readers)


class _Reader:
    """Reads on in one repository until it has passed the file that is asked for."""

    def __init__(self, files: list[str], quiet: bool) -> None:
        self._places = {file: place for place, file in enumerate(files)}
        self._passed = -1
        self._found: dict[str, Sequence[Glimpse]] = {}
        self._stories = self._read(files, quiet)

    def history(self, file: str) -> Sequence[Glimpse]:
        """The versions of a file; none where they say nothing."""
        while self._passed < self._places[file]:
            story = next(self._stories, None)
            if story is None:
                self._passed = len(self._places)
                break
            self._passed = self._places[story.file]
            self._found[story.file] = story.history()
        return self._found.get(file, ())

    @staticmethod
    def _read(files: list[str], quiet: bool) -> Iterator[Story]:
        from dealcoach.comparing.histories import stories
        from dealcoach.history import HistoryError, open_repository

        try:
            yield from stories(open_repository(Path(files[0]).parent), files)
        except HistoryError as error:
            _tell(error, quiet)


def read_story(file: str, *, quiet: bool = False) -> Story | None:
    """The versions of one file; None where there is no git, or where they say nothing."""
    if _top(Path(file).parent) is None or not Path(file).is_file():
        return None
    from dealcoach.comparing.histories import story_of
    from dealcoach.history import HistoryError

    try:
        return story_of(file)
    except HistoryError as error:
        _tell(error, quiet)
        return None


def _tell(error: Exception, quiet: bool) -> None:
    if not quiet:
        sys.stderr.write(f"the past is left out: {error}\n")


def _top(folder: Path) -> Path | None:
    """The nearest folder at or above another that holds ``.git``."""
    here = folder.absolute()
    return next((place for place in (here, *here.parents) if (place / ".git").exists()), None)
