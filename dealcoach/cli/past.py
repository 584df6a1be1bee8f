"""The git history of the files that a command reviews, where there is one; else a note, or nothing."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
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
    """Earlier versions by path; without a ``.git`` above the files git is neither imported nor run."""
    repositories: dict[str, list[str]] = {}
    tops: dict[Path, Path | None] = {}
    for source in sources:
        if is_url(source.path):
            continue
        folder = Path(source.path).parent
        if folder not in tops:
            tops[folder] = _top(folder)
        top = tops[folder]
        if top is not None and not source.trouble:
            repositories.setdefault(str(top), []).append(source.path)
    found: dict[str, Sequence[Glimpse]] = {}
    for files in repositories.values():
        found.update(_read(files, quiet))
    return found


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


def _read(files: list[str], quiet: bool) -> Mapping[str, Sequence[Glimpse]]:
    from dealcoach.comparing.histories import histories_of
    from dealcoach.history import HistoryError

    try:
        return histories_of(files)
    except HistoryError as error:
        _tell(error, quiet)
        return {}
