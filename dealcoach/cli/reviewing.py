"""`dealcoach review`: the card of one deal, or the board of a folder."""

# Annotations are not postponed here: typer would have to compile every one of them, twice.
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from dealcoach import __version__
from dealcoach.cli import options
from dealcoach.cli.exits import CommandError, Exit
from dealcoach.cli.files import CRASHED, Files
from dealcoach.cli.options import (
    AsOf,
    Color,
    ColorOption,
    ConfigPath,
    Engine,
    EngineOption,
    Ignore,
    Jobs,
    NoCache,
    Output,
    Paths,
    Quiet,
    Redact,
    Scheduler,
    Select,
    StdinFilename,
)
from dealcoach.cli.past import NoHistory, read_story
from dealcoach.cli.session import note, open_session, paths_or_default
from dealcoach.cli.writing import check_page, emit, save, writes_unicode
from dealcoach.model.finding import Problem
from dealcoach.model.review import BANDS, Report, Review
from dealcoach.output.review_formats import COUNT_ALL, NAMES, View, render
from dealcoach.reading.folders import is_folder
from dealcoach.review.choosing import Filter, Shown, ordered
from dealcoach.review.results import REVIEWS, Brief, Mode, brief
from dealcoach.review.summing import Totals

if TYPE_CHECKING:
    from dealcoach.comparing.histories import Story
    from dealcoach.model.changes import CoursePoint
    from dealcoach.review.opening import Opened

app = typer.Typer(rich_markup_mode=None, add_completion=False)

CARD_VERSIONS = 12
"""Versions of a file whose scores the card shows; `dealcoach trend` shows them all."""


class Format(StrEnum):
    """Formats of review."""

    text = "text"
    json = "json"
    markdown = "markdown"
    csv = "csv"
    html = "html"


class Sort(StrEnum):
    """Orders of the board."""

    risk = "risk"
    amount = "amount"
    close = "close"
    score = "score"


class GroupBy(StrEnum):
    """Sections of the board."""

    owner = "owner"
    stage = "stage"


@app.command(help="Review one deal as a card, or a folder of deals as a board with themes.")
def review(
    paths: Paths = None,
    format_: Annotated[
        Format, typer.Option("--format", help="text, json, markdown, csv or html.")
    ] = Format.text,
    as_of: AsOf = None,
    config: ConfigPath = None,
    select: Select = None,
    ignore: Ignore = None,
    output: Output = None,
    color: ColorOption = Color.auto,
    owner: Annotated[list[str] | None, typer.Option(help="Only deals of this owner.")] = None,
    stage: Annotated[list[str] | None, typer.Option(help="Only deals in this stage.")] = None,
    band: Annotated[
        list[str] | None, typer.Option(help="Only deals in this band: " + ", ".join(BANDS) + ".")
    ] = None,
    closing_before: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only open deals that close before this day.")
    ] = None,
    sort: Annotated[
        Sort | None, typer.Option(help="risk (worst first), amount, close or score (best first).")
    ] = None,
    top: Annotated[int | None, typer.Option(min=1, help="Only the first so many deals.")] = None,
    group_by: Annotated[GroupBy | None, typer.Option(help="Sections with subtotals.")] = None,
    deep: Annotated[bool, typer.Option("--deep", help="Also find what each deal hangs on.")] = False,
    fail_under: Annotated[
        int | None, typer.Option(min=0, max=100, help="Exit with 1 when a score is lower.")
    ] = None,
    jobs: Jobs = None,
    no_cache: NoCache = False,
    redact: Redact = False,
    quiet: Quiet = False,
    stdin_filename: StdinFilename = None,
    no_history: NoHistory = False,
    engine: EngineOption = Engine.local,
    scheduler: Scheduler = None,
) -> int:
    """Review deals."""
    cluster = options.scheduler_of(engine, scheduler)
    chosen = paths_or_default(paths)
    files = options.targets(output, NAMES)
    bands = options.bands(band)
    if group_by and format_ not in (Format.text, Format.markdown):
        raise CommandError(f"--group-by makes sections of text and markdown; {format_} has none")
    if "html" in (format_.value, *(name for name, _ in files)):
        check_page()
    before = options.read_date(closing_before, "--closing-before").isoformat() if closing_before else None
    one = is_one(chosen)
    recipe = options.recipe(chosen, as_of, config, select, ignore, deep=deep or one)
    opened = open_session(recipe, quiet=quiet)
    story = read_story(chosen[0], quiet=quiet) if one and not no_history and chosen != ["-"] else None
    found = Files(
        *(chosen, opened, jobs, not no_cache and not one, quiet, stdin_filename, not no_history and not one),
        {os.path.normpath(story.file): story.history()} if story else None,
        cluster,
    )
    wanted = Shown(Filter(tuple(owner or ()), tuple(stage or ()), bands, before))
    if format_ is Format.json and not (files or sort or top or redact):
        code = stream_json(found, wanted, fail_under)
        note(wanted.nothing, quiet)
        return code
    whole = collected(found, Filter() if redact else wanted)
    report = narrowed(whole, wanted.passes) if redact else whole
    if sort or format_ in (Format.text, Format.markdown):
        report = report._replace(deals=tuple(ordered(report.deals, sort.value if sort else "risk")))
    code = exit_code(report, fail_under)
    note(wanted.nothing or _too_low(report, fail_under), quiet)
    if redact:
        from dealcoach.output.redact import redact as redacted

        settings = opened.settings
        texts = settings.library.texts_by_id()
        report = redacted(report, stages=settings.stage_names, texts=texts, run=whole.deals)
    view = View(
        width=shutil.get_terminal_size((80, 24)).columns,
        color=options.colored(color),
        ascii_only=not writes_unicode(),
        one=one,
        group_by=group_by.value if group_by else None,
        top=top,
        course=_course(story, opened) if story else (),
        titles=opened.settings.library.titles_by_id,
        filtered=wanted.held_back > 0,
    )
    first = report._replace(deals=report.deals[:top])
    for name, path in files:
        plain = view._replace(color=False, ascii_only=False)
        save(path, render(name, report if name in COUNT_ALL else first, plain))
    emit(render(format_.value, report if format_.value in COUNT_ALL else first, view))
    return code


def _too_low(report: Report, fail_under: int | None) -> str | None:
    """Which scores are under the limit."""
    limit = fail_under or 0
    low = [f"{r.file} {r.score}" for r in report.deals if r.score is not None and r.score < limit]
    more = f" and {len(low) - 5} more" if len(low) > 5 else ""
    return f"under {fail_under}: {', '.join(low[:5])}{more}" if low else None


def _course(story: "Story", opened: "Opened") -> "tuple[CoursePoint, ...]":
    """How the score of one deal went, over its latest versions."""
    from dealcoach.comparing.course import course
    from dealcoach.review.patterns import ignored_for

    settings = opened.settings
    told = [row for row in story.versions if row[0].date <= settings.as_of]
    ignored = ignored_for(story.file, settings, opened.folder)
    return tuple(course(story.file, story.now, told, settings, ignored, CARD_VERSIONS, changes=False))


def is_one(paths: Sequence[str]) -> bool:
    """Whether the paths mean one deal, to be shown as its card."""
    return len(paths) == 1 and (paths[0] == "-" or not is_folder(paths[0]))


def stream_json(found: Files, wanted: Filter | Shown, fail_under: int | None) -> int:
    """Write the JSON report deal by deal, holding none of them; returns the exit code."""
    from dealcoach.output.review_json import SEPARATOR, json_deal, json_head, json_tail

    totals, problems, first, code = Totals(), list[Problem](), True, Exit.OK
    settings = found.opened.settings
    write = sys.stdout.write
    for number, result in enumerate(found.results(Mode("json", json_deal, str))):
        if number == 0:  # nothing is written before the first file can be read
            write(json_head(settings.as_of.isoformat(), __version__))
        problems.extend(result.problems)
        if result.brief is None or not wanted.passes(result.brief):
            continue
        totals.add(result.brief)
        code = max(code, _code_of(result.brief, fail_under))
        write(result.payload if first else SEPARATOR + result.payload)
        first = False
    write(json_tail(problems, totals.summary()))
    return max(code, Exit.FINDINGS if problems else Exit.OK)


def collected(found: Files, wanted: Filter | Shown) -> Report:
    """The report of all deals that pass, in the order of their files."""
    totals = Totals()
    reviews: list[Review] = []
    problems: list[Problem] = []
    for result in found.results(REVIEWS):
        problems.extend(result.problems)
        if result.brief is not None and wanted.passes(result.brief):
            reviews.append(REVIEWS.restore(result.payload))
            totals.add(result.brief)
    as_of = found.opened.settings.as_of.isoformat()
    return Report(as_of, __version__, tuple(reviews), tuple(problems), totals.summary())


def narrowed(report: Report, passes: Callable[[Brief], bool]) -> Report:
    """The deals of a report that pass, with their totals; what could not be read stays."""
    totals = Totals()
    deals = []
    for review in report.deals:
        row = brief(review)
        if passes(row):
            totals.add(row)
            deals.append(review)
    return report._replace(deals=tuple(deals), summary=totals.summary())


def exit_code(report: Report, fail_under: int | None) -> int:
    """2 for a crashed rule, 1 for a file that could not be read or a score that is too low, else 0."""
    codes = [_code_of(brief(review), fail_under) for review in report.deals]
    return max([Exit.FINDINGS if report.problems else Exit.OK, *codes])


def _code_of(row: Brief, fail_under: int | None) -> Exit:
    if CRASHED in row.rules:
        return Exit.USAGE
    low = fail_under is not None and row.score is not None and row.score < fail_under
    return Exit.FINDINGS if low else Exit.OK
