"""`dealcoach review`: the card of one deal, or the board of a folder."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dealcoach import __version__
from dealcoach.cli import options
from dealcoach.cli.exits import CommandError, Exit
from dealcoach.cli.options import (
    AsOf,
    Color,
    ColorOption,
    ConfigPath,
    Ignore,
    Jobs,
    NoCache,
    Output,
    Paths,
    Quiet,
    Redact,
    Select,
    StdinFilename,
)
from dealcoach.cli.session import Session, open_session, paths_or_default, sources_of
from dealcoach.cli.writing import emit, save
from dealcoach.model.finding import Problem
from dealcoach.model.review import BANDS, Report, Review
from dealcoach.output.review_formats import NAMES, View, render
from dealcoach.review.batch import Outcome, read_standard_input, review_bytes, review_sources
from dealcoach.review.choosing import Filter, ordered
from dealcoach.review.summing import Totals

app = typer.Typer(rich_markup_mode=None, add_completion=False)

CRASHED = "crashed-rule"


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
        str | None, typer.Option(metavar="DATE", help="Only deals that close before this day.")
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
) -> int:
    """Review deals."""
    chosen = paths_or_default(paths)
    files = options.targets(output, NAMES)
    bands = options.words(band)
    if wrong := [name for name in bands if name not in BANDS]:
        raise CommandError(f"--band: {wrong[0]!r} is no band; bands: {', '.join(BANDS)}")
    before = options.read_date(closing_before, "--closing-before").isoformat() if closing_before else None
    one = len(chosen) == 1 and (chosen[0] == "-" or not Path(chosen[0]).is_dir())
    session = open_session(
        chosen,
        as_of=options.read_date(as_of, "--as-of"),
        config=config,
        select=options.words(select),
        ignore=options.words(ignore),
        deep=deep or one,
        quiet=quiet,
    )
    wanted = Filter(tuple(owner or ()), tuple(stage or ()), tuple(bands), before)
    report = _report(outcomes(chosen, session, stdin_filename), session, wanted)
    report = _arranged(report, sort.value if sort else None, format_ is Format.text)
    code = exit_code(report, fail_under)
    if redact:
        from dealcoach.output.redact import redact as redacted

        report = redacted(report, stages=session.settings.stage_names)
    view = View(
        width=shutil.get_terminal_size((80, 24)).columns,
        color=options.colored(color),
        ascii_only=not _writes_unicode(),
        one=one,
        group_by=group_by.value if group_by else None,
        top=top,
    )
    if top is not None and format_ is not Format.text:
        report = _first(report, top)
    for name, path in files:
        save(path, render(name, report, View(width=view.width, one=one, group_by=view.group_by, top=top)))
    emit(render(format_.value, report, view))
    return code


def outcomes(paths: Sequence[str], session: Session, stdin_filename: str | None) -> list[Outcome]:
    """The outcome of every file that the paths mean."""
    if list(paths) == ["-"]:
        name = stdin_filename or "<stdin>"
        return [review_bytes(name, read_standard_input(), session.settings)]
    if "-" in paths:
        raise CommandError("standard input (-) is one deal by itself; name no other path beside it")
    return list(review_sources(sources_of(paths, session), session.settings, session.folder))


def _report(found: Sequence[Outcome], session: Session, wanted: Filter) -> Report:
    totals = Totals()
    reviews: list[Review] = []
    problems: list[Problem] = []
    for outcome in found:
        if not isinstance(outcome, Review):
            problems.extend(outcome)
        elif wanted.passes(outcome):
            reviews.append(outcome)
            totals.add(outcome)
    as_of = session.settings.as_of.isoformat()
    return Report(as_of, __version__, tuple(reviews), tuple(problems), totals.summary())


def _arranged(report: Report, sort: str | None, text: bool) -> Report:
    from dataclasses import replace

    if sort is None and not text:
        return report
    return replace(report, deals=tuple(ordered(report.deals, sort or "risk")))


def _first(report: Report, top: int) -> Report:
    from dataclasses import replace

    return replace(report, deals=report.deals[:top])


def _writes_unicode() -> bool:
    return (sys.stdout.encoding or "utf-8").lower().replace("-", "") in ("utf8", "cp65001")


def exit_code(report: Report, fail_under: int | None) -> int:
    """2 for a crashed rule, 1 for a file that could not be read or a score that is too low, else 0."""
    if any(finding.rule == CRASHED for review in report.deals for finding in review.findings):
        return Exit.USAGE
    low = fail_under is not None and any(
        review.score is not None and review.score < fail_under for review in report.deals
    )
    return Exit.FINDINGS if report.problems or low else Exit.OK
