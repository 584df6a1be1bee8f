"""`dealcoach trend`: the course of one deal's score in git, with dates, authors and causes."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dealcoach.cli import options
from dealcoach.cli.exits import CommandError, Exit
from dealcoach.cli.options import AsOf, Color, ColorOption, ConfigPath, Quiet
from dealcoach.cli.session import open_session
from dealcoach.cli.writing import emit, writes_unicode
from dealcoach.reading.composing import MAX_BYTES
from dealcoach.reading.folders import shown_file
from dealcoach.review.opening import Recipe

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from dealcoach.comparing.course import Told
    from dealcoach.model.changes import CoursePoint
    from dealcoach.review.opening import Opened

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(help="How a deal's score went, version by version: when, by whom, and why it moved.")
def trend(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A deal file in a git repository.")],
    last: Annotated[
        int | None, typer.Option("--last", min=1, metavar="N", help="Only the newest N versions.")
    ] = None,
    as_of: AsOf = None,
    config: ConfigPath = None,
    color: ColorOption = Color.auto,
    quiet: Quiet = False,
) -> int:
    """Show the course of a score."""
    if Path(file).is_dir():
        raise CommandError(f"{file} is a folder; trend follows one deal. See dealcoach diff --since for many")
    data = read_file(file)
    day = options.read_date(as_of, "--as-of")
    opened = open_session(Recipe(day, file, str(config) if config else None), quiet=quiet)
    points = course_of(file, data, opened, last)
    from dealcoach.output.trend_text import trend_text

    width = shutil.get_terminal_size((80, 24)).columns
    shown = shown_file(file)
    titles = opened.settings.library.titles_by_id
    plain = not writes_unicode()
    emit(
        trend_text(shown, points, width=width, color=options.colored(color), ascii_only=plain, titles=titles)
    )
    return Exit.FINDINGS if points[-1].problems else Exit.OK


def read_file(file: str) -> bytes:
    """The bytes of the file; raises CommandError where there are none."""
    try:
        with Path(file).open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{file} cannot be opened: {error.strerror or error}") from None


def course_of(file: str, data: bytes, opened: Opened, last: int | None) -> list[CoursePoint]:
    """The course of one file; raises CommandError where git does not tell its past."""
    from dealcoach.comparing.course import course
    from dealcoach.history import HistoryError
    from dealcoach.review.batch import ignored_for

    try:
        versions = _versions(Path(file), opened.settings.as_of)
    except HistoryError as error:
        raise CommandError(str(error)) from None
    ignored = ignored_for(file, opened.settings, opened.folder)
    points = list(course(shown_file(file), data, versions, opened.settings, ignored))
    return points[-last - 1 :] if last else points


def _versions(path: Path, as_of: date) -> Sequence[Told]:
    from dealcoach.comparing.course import versions_of
    from dealcoach.history import open_repository

    return versions_of(open_repository(path), path, as_of)
