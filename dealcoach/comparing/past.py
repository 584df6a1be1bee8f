"""The past side of a comparison: the deal files of a revision, for the day that they are from."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dealcoach.comparing.histories import stories
from dealcoach.history import UnknownRevision, open_repository
from dealcoach.history.days import day_from_words, iso_day
from dealcoach.model.changes import Side
from dealcoach.reading.folders import Source
from dealcoach.review.loading import Loaded
from dealcoach.review.opening import Opened
from dealcoach.review.patterns import deal_test

if TYPE_CHECKING:
    from dealcoach.comparing.histories import Story
    from dealcoach.history import PastFile, Repository, Revision
    from dealcoach.model.past import Glimpse

_REVISION_SIGNS = frozenset("~^@:/")


def past_day(spec: str, revision: Revision, today: date) -> date:
    """The day for which the past is scored: the one that was named, else that of the commit.

    "Last week" is scored as of that day even where the last commit before it is older.
    """
    text = spec.strip()
    day = iso_day(text)
    if day is None and not _REVISION_SIGNS.intersection(text):
        day = day_from_words(text, today)
    return day if day is not None and revision.date <= day <= today else min(revision.date, today)


def past_side(spec: str, revision: Revision, day: date) -> Side:
    """What outputs say of the past side."""
    return Side(spec.strip(), day.isoformat(), revision.id, revision.date.isoformat(), revision.summary)


def opened_for(opened: Opened, day: date) -> Opened:
    """Today's rules and settings, for another day; what a deal of then hung on is not asked."""
    recipe = opened.recipe._replace(as_of=day, deep=False)
    return Opened(recipe, replace(opened.settings, as_of=day, deep=False), opened.file)


class Past(NamedTuple):
    """The files of a revision, and what today's files need of their own versions."""

    paths: tuple[str, ...]
    """By what each file is known today: its absolute path, or where it would be."""
    then: tuple[Loaded, ...]
    histories: Mapping[str, Sequence[Glimpse]]
    """Earlier versions of today's files, by their path as it was given."""
    renamed: frozenset[str]
    """Those of the paths under which another file stood then, or none."""


def past_of_all(
    repository: Repository,
    revision: Revision,
    day: date,
    folder: Path,
    present: Sequence[str],
    opened: Opened,
    *,
    history: bool = True,
) -> Past:
    """`read_past` of a folder and of the repositories inside it, submodules among them.

    What lies in a repository of its own is taken from there, as of the same day; one that had no commit yet
    held nothing then. Raises HistoryError.
    """
    inside = _inside(present, repository.root)
    found = read_past(repository, revision, folder, inside.pop(repository.root), opened, history=history)
    for top, files in inside.items():
        inner = open_repository(top)
        try:
            then = inner.resolve(day.isoformat(), opened.settings.as_of)
        except UnknownRevision:
            continue
        more = read_past(inner, then, top, files, opened, history=history)
        found = Past(
            found.paths + more.paths,
            found.then + more.then,
            {**found.histories, **more.histories},
            found.renamed | more.renamed,
        )
    return found


def _inside(present: Sequence[str], root: Path) -> dict[Path, list[str]]:
    """The files by the top folder of their repository; those of ``root`` are always there."""
    found: dict[Path, list[str]] = {root: []}
    tops: dict[Path, Path] = {}
    for path in present:
        folder = Path(path).parent
        if folder not in tops:
            here = folder.resolve()
            between = (one for one in (here, *here.parents) if one != root and one.is_relative_to(root))
            tops[folder] = next((one for one in between if (one / ".git").exists()), root)
        found.setdefault(tops[folder], []).append(path)
    return found


def read_past(
    repository: Repository,
    revision: Revision,
    folder: Path,
    present: Sequence[str],
    opened: Opened,
    *,
    history: bool = True,
) -> Past:
    """The files of a revision below a folder, or the one file; ``present`` are the paths of today's.

    With ``history`` each side is judged with the versions that there were on its day. Raises HistoryError.
    """
    is_deal = deal_test(opened)
    files = {
        str(repository.root / past.path): past
        for past in repository.read_folder(revision, folder)
        if is_deal(str(repository.root / past.path))
    }
    now: dict[str, Sequence[Glimpse]] = {}
    then: dict[str, Sequence[Glimpse]] = {}
    if history:
        for path, given, story in _stories(repository, files, present):
            if given is not None:
                now[given] = story.history()
            if path in files:
                then[path] = story.history_then(files[path].data, files[path].id)
    rows = tuple(_loaded(repository, past, then.get(path, ())) for path, past in files.items())
    renamed = frozenset(path for path, past in files.items() if past.path != past.was)
    return Past(tuple(files), rows, now, renamed)


def _stories(
    repository: Repository, files: Mapping[str, PastFile], present: Sequence[str]
) -> Iterator[tuple[str, str | None, Story]]:
    """Each story with the file's absolute path, and the path as it was given where it is here today."""
    given = {absolute(path): path for path in present}
    paths = list(dict.fromkeys((*given, *files)))
    for story in stories(repository, paths):
        yield story.file, given.get(story.file), story


def absolute(path: str) -> str:
    """A file's absolute path with its folder resolved, as a repository names it; a link keeps its name."""
    here = Path(path)
    return str(here.parent.resolve() / here.name)


def _loaded(repository: Repository, past: PastFile, history: Sequence[Glimpse]) -> Loaded:
    path = str(repository.root / past.was)
    here = Path.cwd()
    shown = os.path.relpath(path, here) if Path(path).is_relative_to(here) else path
    return Loaded(Source(shown), past.data, None, history, earlier=True)
