"""`dealcoach trend`: the course of one deal's score in git, with dates, authors and causes."""

from __future__ import annotations

import os
import shutil
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dealcoach import __version__
from dealcoach.cli import options
from dealcoach.cli.exits import CommandError, Exit
from dealcoach.cli.files import CRASHED
from dealcoach.cli.options import AsOf, Color, ColorOption, ConfigPath, Output, Quiet, Redact
from dealcoach.cli.session import open_session
from dealcoach.cli.writing import emit, save, writes_unicode
from dealcoach.reading.composing import MAX_BYTES
from dealcoach.reading.folders import is_deal_name, shown_file
from dealcoach.review.opening import Recipe

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dealcoach.model.changes import CoursePoint
    from dealcoach.review.opening import Opened

app = typer.Typer(rich_markup_mode=None, add_completion=False)


NAMES = ("text", "json")


class Format(StrEnum):
    """Formats of trend."""

    text = "text"
    json = "json"


@app.command(help="How a deal's score went, version by version: when, by whom, and why it moved.")
def trend(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A deal file in a git repository.")],
    last: Annotated[
        int | None, typer.Option("--last", min=1, metavar="N", help="Only the newest N versions.")
    ] = None,
    format_: Annotated[Format, typer.Option("--format", help="text or json.")] = Format.text,
    as_of: AsOf = None,
    config: ConfigPath = None,
    output: Output = None,
    color: ColorOption = Color.auto,
    redact: Redact = False,
    quiet: Quiet = False,
) -> int:
    """Show the course of a score."""
    targets = options.targets(output, NAMES)
    if Path(file).is_dir():
        raise CommandError(f"{file} is a folder; trend follows one deal. See dealcoach diff --since for many")
    data = read_file(file)
    day = options.read_date(as_of, "--as-of")
    opened = open_session(Recipe(day, file, str(config) if config else None), quiet=quiet)
    name = shown_file(file)
    points: Sequence[CoursePoint] = course_of(file, data, opened)
    code = _exit_code(points[-1])
    if redact:
        name, points = _redacted(name, points, opened)
    points = points[-last - 1 :] if last else points
    titles = opened.settings.library.titles_by_id
    for kind, target in targets:
        save(target, render(kind, name, points, titles, width=80, color=False, ascii_only=False))
    width = shutil.get_terminal_size((80, 24)).columns
    shown, plain = options.colored(color), not writes_unicode()
    emit(render(format_.value, name, points, titles, width=width, color=shown, ascii_only=plain))
    return code


def _exit_code(now: CoursePoint) -> Exit:
    """2 for a crashed rule, 1 for a file that cannot be read as it is, else 0."""
    if now.review and any(finding.rule == CRASHED for finding in now.review.findings):
        return Exit.USAGE
    return Exit.FINDINGS if now.problems else Exit.OK


def render(
    kind: str,
    name: str,
    points: Sequence[CoursePoint],
    titles: Mapping[str, str],
    *,
    width: int,
    color: bool,
    ascii_only: bool,
) -> str:
    """The course in a format of ``NAMES``."""
    if kind == "json":
        from dealcoach.output.trend_json import trend_json

        return trend_json(name, points, __version__)
    from dealcoach.output.trend_text import trend_text

    return trend_text(name, points, width=width, color=color, ascii_only=ascii_only, titles=titles)


def _redacted(name: str, points: Sequence[CoursePoint], opened: Opened) -> tuple[str, Sequence[CoursePoint]]:
    """The file's name and the course without names."""
    from dealcoach.cli.comparing import redactor_of
    from dealcoach.output.redact_changes import redact_course

    redactor = redactor_of(opened)
    redactor.meet([point.review for point in points if point.review], [name])
    return redactor.file(name), redact_course(points, redactor)


def read_file(file: str) -> bytes:
    """The bytes of the file; raises CommandError where there are none."""
    if file == "-":
        raise CommandError("trend reads the past of a file; standard input (-) has none")
    try:
        with Path(file).open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        name = _name_now(file)
        hint = f"; it is called {name} now" if name else ""
        raise CommandError(f"{file} cannot be opened: {error.strerror}{hint}") from None
    except OSError as error:
        raise CommandError(f"{file} cannot be opened: {error.strerror or error}") from None


def _name_now(file: str) -> str | None:
    """The file in the same folder that once had this name."""
    from dealcoach.history import HistoryError, open_repository

    here = Path(file).absolute()
    if not here.parent.is_dir():
        return None
    others = [path for path in sorted(here.parent.iterdir()) if is_deal_name(path.name)]
    try:
        repository = open_repository(here.parent)
        known = repository.histories(others)
    except HistoryError:
        return None
    was = here.parent.resolve() / here.name
    names = (
        path for path, versions in known.items() for one in versions if repository.root / one.path == was
    )
    return next((shown_file(os.path.relpath(path)) for path in names), None)


def course_of(file: str, data: bytes, opened: Opened) -> list[CoursePoint]:
    """The course of one file; raises CommandError where git does not tell its past."""
    from dealcoach.comparing.course import course, versions_of
    from dealcoach.history import HistoryError, open_repository
    from dealcoach.review.patterns import ignored_for

    path, as_of = Path(file), opened.settings.as_of
    try:
        versions, then = versions_of(open_repository(path), path, as_of, data)
    except HistoryError as error:
        raise CommandError(str(error)) from None
    ignored = ignored_for(file, opened.settings, opened.folder)
    return list(course(shown_file(file), then, versions, opened.settings, ignored))
