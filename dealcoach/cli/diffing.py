"""`dealcoach diff`: what changed between two folders, two files, or a folder and its own past."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from dealcoach import __version__
from dealcoach.cli import options
from dealcoach.cli.comparing import Comparison, Sides, against_past, between, redacted
from dealcoach.cli.exits import CommandError, Exit
from dealcoach.cli.files import CRASHED
from dealcoach.cli.options import AsOf, Color, ColorOption, ConfigPath, Jobs, NoCache, Output, Quiet, Redact
from dealcoach.cli.past import NoHistory
from dealcoach.cli.session import note, open_session, paths_or_default, start_of
from dealcoach.cli.writing import emit, save, writes_unicode
from dealcoach.comparing.comparing import compare
from dealcoach.review.choosing import Filter, Shown
from dealcoach.review.opening import Recipe
from dealcoach.review.results import brief

if TYPE_CHECKING:
    from dealcoach.model.changes import Diff

app = typer.Typer(rich_markup_mode=None, add_completion=False)

NAMES = ("text", "json", "markdown")


class Format(StrEnum):
    """Formats of diff."""

    text = "text"
    json = "json"
    markdown = "markdown"


@app.command(help="What changed: two folders, two files, or a folder against its own past in git.")
def diff(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[OLD] [NEW]", help="Two folders or two files; one of them with --since."),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(metavar="WHEN", help='2026-11-14, "last week", HEAD~5: the past is read from git.'),
    ] = None,
    format_: Annotated[Format, typer.Option("--format", help="text, json or markdown.")] = Format.text,
    as_of: AsOf = None,
    old_as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day to score OLD for (default: that of NEW).")
    ] = None,
    owner: Annotated[list[str] | None, typer.Option(help="Only deals of this owner.")] = None,
    config: ConfigPath = None,
    output: Output = None,
    color: ColorOption = Color.auto,
    jobs: Jobs = None,
    no_cache: NoCache = False,
    no_history: NoHistory = False,
    redact: Redact = False,
    quiet: Quiet = False,
) -> int:
    """Compare deals."""
    files = options.targets(output, NAMES)
    day = options.read_date(as_of, "--as-of")
    old_day = options.read_date(old_as_of, "--old-as-of") if old_as_of else day
    chosen = _chosen(paths, since, old_as_of)
    opened = open_session(Recipe(day, start_of(chosen[-1:]), str(config) if config else None), quiet=quiet)
    work = Comparison(opened, jobs, not no_cache, not no_history, quiet)
    if since is None:
        sides = between(chosen[0], chosen[1], work, old_day)
    else:
        sides = against_past(chosen[0], since, work)
    if not sides.before and not sides.now:
        raise CommandError(f"no deal file found in {' or '.join(chosen)} (*.yaml, *.yml)", Exit.NOTHING)
    wanted = Filter(owners=tuple(owner or ()))
    found = compare(sides.before, sides.now, sides.then, sides.today, __version__, wanted.passes)
    if not found.deals and not found.unchanged:
        note(_nobody(sides, wanted), quiet)
    shown = redacted(found, sides, opened) if redact else found
    titles = opened.settings.library.titles_by_id
    for name, path in files:
        save(path, render(name, shown, titles, width=80, color=False, ascii_only=False))
    width = shutil.get_terminal_size((80, 24)).columns
    plain = not writes_unicode()
    emit(render(format_.value, shown, titles, width=width, color=options.colored(color), ascii_only=plain))
    return exit_code(found)


def _chosen(paths: Sequence[str] | None, since: str | None, old_as_of: str | None) -> list[str]:
    """The paths to compare, or a refusal that says how to name them."""
    if since is None:
        if not paths or len(paths) != 2:
            raise CommandError(
                "name two folders or two files to compare (dealcoach diff last-week/ deals/), or one and "
                'a point in its past (dealcoach diff deals --since "last week")'
            )
        return list(paths)
    if paths and len(paths) > 1:
        raise CommandError("--since compares one folder or file with its own past; name only one")
    if old_as_of:
        raise CommandError("--old-as-of is for two folders or files; with --since the past has its own day")
    return paths_or_default(paths)[:1]


def _nobody(sides: Sides, wanted: Filter) -> str | None:
    """Why no deal is compared, if the filter is why."""
    counted = Shown(wanted)
    for entry in sides.now or sides.before:
        if entry.review is not None:
            counted.passes(brief(entry.review))
    return counted.nothing


def render(
    name: str, found: Diff, titles: Mapping[str, str], *, width: int, color: bool, ascii_only: bool
) -> str:
    """The comparison in a format of ``NAMES``."""
    if name == "json":
        from dealcoach.output.diff_json import diff_json

        return diff_json(found)
    if name == "markdown":
        from dealcoach.output.diff_markdown import diff_markdown

        return diff_markdown(found, titles)
    from dealcoach.output.diff_text import diff_text

    return diff_text(found, width=width, color=color, ascii_only=ascii_only, titles=titles)


def exit_code(found: Diff) -> int:
    """2 for a crashed rule, 1 for a file of today that cannot be read, else 0.

    What could not be read in the past cannot be repaired any more: it is told, and fails nothing.
    """
    reviews = [change.now for change in found.deals if change.now is not None]
    if any(finding.rule == CRASHED for review in reviews for finding in review.findings):
        return Exit.USAGE
    return Exit.FINDINGS if found.problems_now else Exit.OK
