"""`dealcoach lint`: findings and problems for CI, in the formats that machines read."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

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
from dealcoach.cli.past import NoHistory
from dealcoach.cli.session import open_session, paths_or_default, start_of
from dealcoach.cli.writing import emit, save
from dealcoach.model.finding import SEVERITIES
from dealcoach.model.lint import LintItem, LintReport, LintSummary, Suppressed
from dealcoach.model.review import Review
from dealcoach.output.lint_formats import FORMATS
from dealcoach.output.terminal import safe
from dealcoach.reading.folders import is_folder
from dealcoach.review.batch import Outcome
from dealcoach.review.lint_items import counted, items_of, rule_infos, suppressed_of
from dealcoach.review.opening import Opened, Recipe
from dealcoach.review.results import REVIEWS, Result

app = typer.Typer(rich_markup_mode=None, add_completion=False)

EMPTY = LintSummary(0, {})


class Format(StrEnum):
    """Formats of lint."""

    text = "text"
    json = "json"
    sarif = "sarif"
    github = "github"
    gitlab = "gitlab"
    junit = "junit"
    markdown = "markdown"


class FailOn(StrEnum):
    """The least severity that makes lint exit with 1."""

    high = "high"
    medium = "medium"
    low = "low"
    never = "never"


@dataclass(frozen=True, slots=True)
class Baseline:
    """Which baseline is read, and which is written."""

    read: Path | None
    write: Path | None


@app.command(help="Check deal files for CI: exact places, machine formats, exit code 1 on findings.")
def lint(
    paths: Paths = None,
    format_: Annotated[
        Format, typer.Option("--format", help="text, json, sarif, github, gitlab, junit or markdown.")
    ] = Format.text,
    as_of: AsOf = None,
    config: ConfigPath = None,
    select: Select = None,
    ignore: Ignore = None,
    output: Output = None,
    color: ColorOption = Color.auto,
    fail_on: Annotated[
        FailOn | None, typer.Option(help="Least severity that fails: high, medium, low or never [high].")
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Findings listed here do not count.")
    ] = None,
    write_baseline: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Accept all findings of today in this file.")
    ] = None,
    no_waivers: Annotated[bool, typer.Option("--no-waivers", help="Count waived findings too.")] = False,
    changed_since: Annotated[
        str | None, typer.Option(metavar="REV", help="Only deal files that differ from a git revision.")
    ] = None,
    show_settings: Annotated[
        bool, typer.Option("--show-settings", help="Say which setting comes from where, and end.")
    ] = False,
    jobs: Jobs = None,
    no_cache: NoCache = False,
    redact: Redact = False,
    quiet: Quiet = False,
    stdin_filename: StdinFilename = None,
    no_history: NoHistory = False,
) -> int:
    """Lint deals."""
    chosen = paths_or_default(paths)
    files = options.targets(output, FORMATS)
    day = options.read_date(as_of, "--as-of")
    opened = open_session(
        Recipe(
            day,
            start_of(chosen),
            str(config) if config else None,
            tuple(options.words(select)),
            tuple(options.words(ignore)),
            waivers=not no_waivers,
        ),
        quiet=quiet,
    )
    if show_settings and format_ is not Format.text:
        raise CommandError("--show-settings is text; leave --format out")
    if show_settings:
        from dealcoach.output.settings_text import settings_text

        emit(settings_text(opened, chosen))
        return Exit.OK
    if changed_since is not None:
        from dealcoach.cli.changed import changed_paths

        chosen = changed_paths(changed_since, chosen, day)
        if not chosen:
            _note(f"no deal file differs from {changed_since}", quiet)
    one = len(chosen) == 1 and not is_folder(chosen[0])
    results = Files(
        chosen, opened, jobs, not no_cache and not one, quiet, stdin_filename, not no_history
    ).results(REVIEWS)
    limit = fail_on.value if fail_on else opened.settings.config.fail_on
    outcomes = _outcomes(results, opened, redact) if chosen else iter(())
    if format_ is Format.text and not (files or baseline or write_baseline):
        return _stream_text(outcomes, limit, options.colored(color), quiet)
    report, accepted = _report(list(outcomes), opened, Baseline(baseline, write_baseline), quiet)
    infos = rule_infos(opened.settings)
    for name, path in files:
        save(path, FORMATS[name](report, infos))
    if format_ is Format.text:
        from dealcoach.output.lint_text import render, summary_line

        emit(render(report, infos, color=options.colored(color)))
        _note(summary_line(report.summary), quiet)
    else:
        emit(FORMATS[format_.value](report, infos))
    return Exit.OK if accepted else _exit_code(report.items, limit)


def _outcomes(results: Iterator[Result], opened: Opened, redact: bool) -> Iterator[Outcome]:
    if not redact:
        yield from (_outcome(result) for result in results)
        return
    from dealcoach.output.redact import Redactor

    redactor = Redactor(opened.settings.stage_names, opened.settings.library.plain_texts())
    for result in results:
        outcome = _outcome(result)
        if isinstance(outcome, Review):
            yield redactor.review(outcome)
        else:
            yield tuple(map(redactor.problem, outcome))


def _outcome(result: Result) -> Outcome:
    return result.problems if result.brief is None else REVIEWS.restore(result.payload)


def _stream_text(outcomes: Iterator[Outcome], fail_on: str, color: bool, quiet: bool) -> int:
    """Show the items of each file as soon as it is reviewed."""
    from dealcoach.output.lint_text import chunks, summary_line

    seen: list[tuple[str, str]] = []
    files = waived = 0
    for outcome in outcomes:
        files += 1
        items = tuple(items_of(outcome))
        seen += [(item.severity, item.rule) for item in items]
        if isinstance(outcome, Review):
            waived += sum(len(row.findings) for row in outcome.waived)
        for chunk in chunks(LintReport("", __version__, items, EMPTY), color=color):
            sys.stdout.write(chunk)
    sys.stdout.flush()
    counts = Counter(severity for severity, _ in seen)
    _note(summary_line(LintSummary(files, counts, waived)), quiet)
    return _code(seen, fail_on)


def _note(text: str, quiet: bool) -> None:
    if not quiet:
        sys.stderr.write(text + "\n")


def _report(
    found: Sequence[Outcome], opened: Opened, baseline: Baseline, quiet: bool
) -> tuple[LintReport, bool]:
    items = [item for outcome in found for item in items_of(outcome)]
    suppressed = [row for outcome in found if isinstance(outcome, Review) for row in suppressed_of(outcome)]
    waived = len(suppressed)
    accepted: tuple[LintItem, ...] = ()
    written = False
    if baseline.read or baseline.write:
        items, accepted, written = _held_against(items, found, opened, baseline, quiet)
        suppressed += [Suppressed(item, "in the baseline", "baseline") for item in accepted]
    summary = counted(items, len(found), waived, len(accepted))
    as_of = opened.settings.as_of.isoformat()
    return LintReport(as_of, __version__, tuple(items), summary, tuple(suppressed)), written


def _held_against(
    items: list[LintItem], found: Sequence[Outcome], opened: Opened, baseline: Baseline, quiet: bool
) -> tuple[list[LintItem], tuple[LintItem, ...], bool]:
    from dealcoach.review import baseline as baselines

    try:
        if baseline.write:
            number = baselines.write(baseline.write, items)
            _note(f"{number} findings accepted in {baseline.write}", quiet)
            return items, (), True
        known = baselines.read(baseline.read) if baseline.read else {}
    except baselines.BaselineError as error:
        raise CommandError(str(error)) from None
    applied = baselines.apply(
        items, known, files=frozenset(_file(outcome) for outcome in found), rules=opened.settings.active
    )
    for stale in applied.stale:
        _note(safe(f"in the baseline, and no longer found: {stale}"), quiet)
    return list(applied.new), applied.accepted, False


def _file(outcome: Outcome) -> str:
    return outcome.file if isinstance(outcome, Review) else outcome[0].file


def _exit_code(items: Iterable[LintItem], fail_on: str) -> int:
    return _code([(item.severity, item.rule) for item in items], fail_on)


def _code(seen: Sequence[tuple[str, str]], fail_on: str) -> int:
    if any(rule == CRASHED for _, rule in seen):
        return Exit.USAGE
    if fail_on == "never":
        return Exit.OK
    failing = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return Exit.FINDINGS if any(severity in failing for severity, _ in seen) else Exit.OK
