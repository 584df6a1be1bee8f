"""`dealcoach report`: the pipeline meeting on one self-contained page."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dealcoach import __version__
from dealcoach.cli import options
from dealcoach.cli.exits import CommandError, Exit
from dealcoach.cli.files import CRASHED, Files
from dealcoach.cli.options import (
    AsOf,
    ConfigPath,
    Ignore,
    Jobs,
    NoCache,
    Paths,
    Quiet,
    Redact,
    Select,
    StdinFilename,
)
from dealcoach.cli.past import NoHistory
from dealcoach.cli.reviewing import collected, exit_code, narrowed
from dealcoach.cli.session import note, open_session, paths_or_default
from dealcoach.cli.writing import check_page, emit, save
from dealcoach.model.finding import Problem
from dealcoach.model.review import BANDS
from dealcoach.output.money import plural
from dealcoach.reading.searching import are_at_most
from dealcoach.review.choosing import Filter, Shown
from dealcoach.review.results import Mode
from dealcoach.review.summing import Totals

if TYPE_CHECKING:
    from dealcoach.output.html.changes import Changes
    from dealcoach.output.html.page import Meeting
    from dealcoach.output.html.part import Part

app = typer.Typer(rich_markup_mode=None, add_completion=False)

DEEP_UP_TO = 100
"""Up to so many deals are asked what they hang on without ``--deep``, which costs little in a meeting."""
_STDOUT = Path("-")


@app.command(help="Write the pipeline meeting as one page: agenda, plot, themes, and every deal's card.")
def report(
    paths: Paths = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="The page to write, such as meeting.html."),
    ] = None,
    minutes: Annotated[int, typer.Option(min=1, max=1440, help="How long the meeting is.")] = 45,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="The heading of the page.")] = None,
    as_of: AsOf = None,
    config: ConfigPath = None,
    select: Select = None,
    ignore: Ignore = None,
    owner: Annotated[list[str] | None, typer.Option(help="Only deals of this owner.")] = None,
    stage: Annotated[list[str] | None, typer.Option(help="Only deals in this stage.")] = None,
    band: Annotated[
        list[str] | None, typer.Option(help="Only deals in this band: " + ", ".join(BANDS) + ".")
    ] = None,
    closing_before: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only open deals that close before this day.")
    ] = None,
    deep: Annotated[
        bool | None,
        typer.Option(
            "--deep/--no-deep", help=f"Find what each deal hangs on (default: for up to {DEEP_UP_TO} deals)."
        ),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            metavar="WHEN", help='Also what changed since then, from git: 2026-11-14, "last week", HEAD~5.'
        ),
    ] = None,
    jobs: Jobs = None,
    no_cache: NoCache = False,
    redact: Redact = False,
    quiet: Quiet = False,
    stdin_filename: StdinFilename = None,
    no_history: NoHistory = False,
) -> int:
    """Write the page of a meeting."""
    target = _target(output)
    wanted = _wanted(owner, stage, band, closing_before)
    chosen = paths_or_default(paths)
    few = _are_few(chosen) if deep is None else deep
    recipe = options.recipe(chosen, as_of, config, select, ignore, deep=few)
    opened = open_session(recipe, quiet=quiet)
    check_page()
    found = Files(chosen, opened, jobs, not no_cache, quiet, stdin_filename, history=not no_history)
    changes = _changes(found, since, wanted, redact=redact) if since else None
    shown = Shown(wanted)
    meeting, code = _redacted(found, shown) if redact else _meeting(found, shown)
    note(shown.nothing, quiet)
    from dealcoach.output.html.page import meeting_page

    titles = opened.settings.library.titles_by_id
    page = meeting_page(meeting, minutes=minutes, title=title, changes=changes, titles=titles)
    _write(target, page)
    if not quiet and target != _STDOUT:
        deals = plural(len(meeting.parts), "deal")
        sys.stderr.write(f"{target}: {deals}, {plural(minutes, 'minute')}\n")
    return code


def _changes(found: Files, since: str, wanted: Filter, *, redact: bool) -> Changes:
    """What changed on the deals of the meeting."""
    from dealcoach.cli.comparing import Comparison, against_past, redacted
    from dealcoach.comparing.comparing import compare
    from dealcoach.output.diff_html import changes_of

    if len(found.paths) != 1 or found.paths[0] == "-":
        raise CommandError("--since compares one folder or file with its own past; name one path")
    work = Comparison(found.opened, found.jobs, found.cached, found.history, found.quiet)
    sides = against_past(found.paths[0], since, work)
    diff = compare(sides.before, sides.now, sides.then, sides.today, __version__, wanted.passes)
    diff = redacted(diff, sides, found.opened) if redact else diff
    return changes_of(diff, found.opened.settings.library.titles_by_id)


def _target(output: Path | None) -> Path:
    """Where the page goes: a page of some hundred kilobytes is not poured into a terminal."""
    if output is not None:
        return output
    if sys.stdout.isatty():
        raise CommandError("name the page to write: dealcoach report -o meeting.html")
    return _STDOUT


def _wanted(
    owners: Iterable[str] | None, stages: Iterable[str] | None, band: list[str] | None, before: str | None
) -> Filter:
    day = options.read_date(before, "--closing-before").isoformat() if before else None
    return Filter(tuple(owners or ()), tuple(stages or ()), options.bands(band), day)


def _are_few(paths: Sequence[str]) -> bool:
    return "-" in paths or are_at_most(DEEP_UP_TO, paths)


def _prepare_page() -> None:
    from dealcoach.output.html.page import template

    template()


def _meeting(found: Files, wanted: Shown) -> tuple[Meeting, int]:
    """The meeting, each deal's share of the page made beside its review; and the exit code."""
    from dealcoach.output.html.part import bare, restored

    as_of = found.opened.settings.as_of.isoformat()
    totals, problems, code = Totals(), list[Problem](), Exit.OK
    parts: list[Part] = []
    titles = found.opened.settings.library.titles_by_id
    for number, result in enumerate(
        found.results(Mode("page", partial(bare, as_of=as_of, titles=titles), restored))
    ):
        if number == 0:  # now, while other processes review
            _prepare_page()
        problems.extend(result.problems)
        if result.brief is None or not wanted.passes(result.brief):
            continue
        totals.add(result.brief)
        parts.append(restored(result.payload))
        code = Exit.USAGE if CRASHED in result.brief.rules else code
    code = max(code, Exit.FINDINGS if problems else Exit.OK)
    from dealcoach.output.html.page import Meeting

    return Meeting(as_of, __version__, parts, problems, totals.summary()), code


def _redacted(found: Files, wanted: Shown) -> tuple[Meeting, int]:
    """The meeting without names, which are numbered over all deals of the run; and the exit code."""
    from dealcoach.output.html.page import meeting_of
    from dealcoach.output.redact import redact

    whole = collected(found, Filter())
    chosen = narrowed(whole, wanted.passes)
    code = exit_code(chosen, None)
    settings = found.opened.settings
    library = settings.library
    hidden = redact(chosen, stages=settings.stage_names, texts=library.texts_by_id(), run=whole.deals)
    return meeting_of(hidden, library.titles_by_id), code


def _write(target: Path, html: str) -> None:
    if target == _STDOUT:
        emit(html)
    else:
        save(target, html)
