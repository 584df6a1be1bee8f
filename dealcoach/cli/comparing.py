"""The two sides of a comparison: where each comes from, reviewed and ready to be compared."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from dealcoach.cli.exits import CommandError
from dealcoach.cli.past import read_pasts
from dealcoach.comparing.matching import Entry
from dealcoach.comparing.past import absolute, opened_for, past_day, past_of_all, past_side
from dealcoach.model.changes import Side
from dealcoach.reading.folders import SUFFIXES, Source, shown_file
from dealcoach.reading.searching import find_sources
from dealcoach.reading.urls import is_url
from dealcoach.review.cache import Cache
from dealcoach.review.patterns import deal_test
from dealcoach.review.results import REVIEWS
from dealcoach.review.running import run

if TYPE_CHECKING:
    from dealcoach.history import Repository, Revision
    from dealcoach.model.changes import Diff
    from dealcoach.model.past import Glimpse
    from dealcoach.output.redact import Redactor
    from dealcoach.review.loading import Loaded
    from dealcoach.review.opening import Opened


@dataclass(frozen=True, slots=True)
class Comparison:
    """How the sides are reviewed."""

    opened: Opened
    jobs: int | None = None
    cached: bool = True
    history: bool = True
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Sides:
    """Both sides, reviewed, and what they are."""

    before: list[Entry]
    now: list[Entry]
    then: Side
    today: Side


def between(old: str, new: str, work: Comparison, old_day: date) -> Sides:
    """Two folders, or two files; raises CommandError where they are one of each, or OLD is not there."""
    kinds = [_kind(path) for path in (old, new)]
    if kinds[0] != kinds[1]:
        raise CommandError(f"{old} is a {kinds[0]} and {new} is a {kinds[1]}: name two of a kind")
    opened = work.opened
    return Sides(
        _folder_side(old, work, opened_for(opened, old_day)),
        _folder_side(new, work, opened_for(opened, opened.settings.as_of)),
        Side(shown_file(old), old_day.isoformat()),
        Side(shown_file(new), opened.settings.as_of.isoformat()),
    )


def redacted(diff: Diff, sides: Sides, opened: Opened) -> Diff:
    """The comparison without names, which are numbered over all files of today, then those of the past."""
    from dealcoach.output.redact_changes import redact_diff

    redactor = redactor_of(opened)
    for side in (sides.now, sides.before):
        reviews = [entry.review for entry in side if entry.review is not None]
        redactor.meet(reviews, (entry.file for entry in side if entry.review is None))
    return redact_diff(diff, redactor)


def redactor_of(opened: Opened) -> Redactor:
    """A redactor that keeps the stages of the settings, and what the rules in force say of no deal."""
    from dealcoach.output.redact import Redactor

    settings = opened.settings
    return Redactor(settings.stage_names, settings.library.texts_by_id())


def _kind(path: str) -> str:
    if is_url(path):
        return "file" if path.lower().endswith(SUFFIXES) else "folder"
    if not os.path.lexists(path):
        raise CommandError(f"{path} does not exist")
    return "folder" if Path(path).is_dir() else "file"


def _folder_side(path: str, work: Comparison, opened: Opened) -> list[Entry]:
    sources = _sources(path, opened)
    pasts = read_pasts(sources, quiet=work.quiet) if work.history else {}
    keys = [os.path.relpath(source.path, path) for source in sources]
    return _entries(keys, sources, opened, work, pasts)


def against_past(path: str, since: str, work: Comparison) -> Sides:
    """A folder or file, and what it was; raises CommandError where its past cannot be read."""
    from dealcoach.history import HistoryError, open_repository

    today = work.opened.settings.as_of
    try:
        repository = open_repository(Path(path))
        revision = repository.resolve(since, today)
        here = os.path.lexists(path)
        sources = _sources(path, work.opened) if here else _moved(repository, revision, Path(path))
        day = past_day(since, revision, today)
        present = [source.path for source in sources if not source.trouble]
        past = past_of_all(repository, revision, day, Path(path), present, work.opened, history=work.history)
    except HistoryError as error:
        raise CommandError(f"--since: {error}") from None
    keys = [absolute(source.path) for source in sources]
    now = opened_for(work.opened, today)
    return Sides(
        _entries(past.paths, past.then, opened_for(work.opened, day), work, renamed=past.renamed),
        _entries(keys, sources, now, work, past.histories),
        past_side(since, revision, day),
        Side(f"{shown_file(path)} as it is", today.isoformat()),
    )


def _moved(repository: Repository, revision: Revision, path: Path) -> list[Source]:
    """Today's files of a folder or file that has another name now; none where it is gone."""
    past = repository.read_folder(revision, path)
    files = [repository.root / one.path for one in past if one.path != one.was]
    return [Source(os.path.relpath(file)) for file in files if file.is_file()]


def _sources(path: str, opened: Opened) -> list[Source]:
    is_deal = deal_test(opened)
    return [source for source in find_sources([path]) if is_deal(source.path)]


def _entries(
    keys: Iterable[str],
    sources: Sequence[Source | Loaded],
    opened: Opened,
    work: Comparison,
    histories: Mapping[str, Sequence[Glimpse]] | None = None,
    renamed: Collection[str] = (),
) -> list[Entry]:
    """Every file reviewed, known by its key; results of today's files are kept in the cache."""
    cache = Cache(opened, REVIEWS) if work.cached and histories is not None else None
    try:
        results = run(sources, opened, REVIEWS, jobs=work.jobs, cache=cache, histories=histories)
        return [
            Entry(key, _file(source), result.problems or REVIEWS.restore(result.payload), key in renamed)
            for key, source, result in zip(keys, sources, results, strict=True)
        ]
    finally:
        if cache:
            cache.close()


def _file(source: Source | Loaded) -> str:
    return shown_file(source.path if isinstance(source, Source) else source.source.path)
