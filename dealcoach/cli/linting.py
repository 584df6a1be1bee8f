"""`dealcoach lint`: findings and problems for CI, in the formats that machines read."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
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
from dealcoach.cli.reviewing import CRASHED, outcomes
from dealcoach.cli.session import Session, open_session, paths_or_default
from dealcoach.cli.writing import emit, save
from dealcoach.model.finding import SEVERITIES
from dealcoach.model.lint import LintItem, LintReport, Suppressed
from dealcoach.model.review import Review
from dealcoach.output.lint_formats import FORMATS
from dealcoach.output.terminal import safe
from dealcoach.review.batch import Outcome
from dealcoach.review.lint_items import counted, items_of, rule_infos, suppressed_of

app = typer.Typer(rich_markup_mode=None, add_completion=False)


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
) -> int:
    """Lint deals."""
    chosen = paths_or_default(paths)
    files = options.targets(output, FORMATS)
    day = options.read_date(as_of, "--as-of")
    session = open_session(
        chosen,
        as_of=day,
        config=config,
        select=options.words(select),
        ignore=options.words(ignore),
        waivers=not no_waivers,
        quiet=quiet,
    )
    if show_settings:
        from dealcoach.output.settings_text import settings_text

        emit(
            settings_text(
                session.settings, session.file, chosen, options.words(select), options.words(ignore)
            )
        )
        return Exit.OK
    if changed_since is not None:
        from dealcoach.cli.changed import changed_paths

        chosen = changed_paths(changed_since, chosen, day)
        if not chosen:
            _note(f"no deal file differs from {changed_since}", quiet)
    found = outcomes(chosen, session, stdin_filename) if chosen else []
    if redact:
        found = _redacted(found, session)
    report, accepted = _report(found, session, Baseline(baseline, write_baseline), quiet)
    infos = rule_infos(session.settings)
    for name, path in files:
        save(path, FORMATS[name](report, infos))
    if format_ is Format.text:
        from dealcoach.output.lint_text import render, summary_line

        emit(render(report, infos, color=options.colored(color)))
        _note(summary_line(report.summary), quiet)
    else:
        emit(FORMATS[format_.value](report, infos))
    if accepted:
        return Exit.OK
    return _exit_code(tuple(report.items), fail_on.value if fail_on else session.settings.config.fail_on)


def _note(text: str, quiet: bool) -> None:
    if not quiet:
        sys.stderr.write(text + "\n")


def _redacted(found: Sequence[Outcome], session: Session) -> list[Outcome]:
    from dealcoach.output.redact import Redactor

    redactor = Redactor(session.settings.stage_names)
    return [
        redactor.review(outcome) if isinstance(outcome, Review) else tuple(map(redactor.problem, outcome))
        for outcome in found
    ]


def _report(
    found: Sequence[Outcome], session: Session, baseline: Baseline, quiet: bool
) -> tuple[LintReport, bool]:
    items = [item for outcome in found for item in items_of(outcome)]
    suppressed = [row for outcome in found if isinstance(outcome, Review) for row in suppressed_of(outcome)]
    waived, accepted = len(suppressed), ()
    written = False
    if baseline.read or baseline.write:
        items, accepted, written = _held_against(items, found, session, baseline, quiet)
        suppressed += [Suppressed(item, "in the baseline", "baseline") for item in accepted]
    summary = counted(items, len(found), waived, len(accepted))
    as_of = session.settings.as_of.isoformat()
    return LintReport(as_of, __version__, tuple(items), summary, tuple(suppressed)), written


def _held_against(
    items: list[LintItem], found: Sequence[Outcome], session: Session, baseline: Baseline, quiet: bool
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
        items, known, files=frozenset(_file(outcome) for outcome in found), rules=session.settings.active
    )
    for stale in applied.stale:
        _note(safe(f"in the baseline, and no longer found: {stale}"), quiet)
    return list(applied.new), applied.accepted, False


def _file(outcome: Outcome) -> str:
    return outcome.file if isinstance(outcome, Review) else outcome[0].file


def _exit_code(items: Sequence[LintItem], fail_on: str) -> int:
    if any(item.rule == CRASHED for item in items):
        return Exit.USAGE
    if fail_on == "never":
        return Exit.OK
    failing = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return Exit.FINDINGS if any(item.severity in failing for item in items) else Exit.OK
