"""`dealcoach lint`: findings and problems for CI, in the formats that machines read."""

from __future__ import annotations

import sys
from collections.abc import Callable
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dealcoach import __version__
from dealcoach.cli import options
from dealcoach.cli.exits import CommandError, Exit
from dealcoach.cli.files import Files
from dealcoach.cli.lint_run import Tally, accepting, held_against, lint_files
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
from dealcoach.cli.outputs import outputs
from dealcoach.cli.past import NoHistory
from dealcoach.cli.session import open_session, paths_or_default
from dealcoach.cli.writing import emit, put, show
from dealcoach.model.lint import LintRun
from dealcoach.output.lint_formats import FORMATS
from dealcoach.reading.folders import is_folder
from dealcoach.review.lint_items import rule_infos
from dealcoach.review.patterns import deal_test
from dealcoach.review.results import REVIEWS

if TYPE_CHECKING:
    from dealcoach.output.lint_writer import LintWriter

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
    recipe = options.recipe(chosen, as_of, config, select, ignore, waivers=not no_waivers, quotes=True)
    opened = open_session(recipe, quiet=quiet)
    if show_settings and format_ is not Format.text:
        raise CommandError("--show-settings is text; leave --format out")
    if show_settings:
        from dealcoach.output.settings_text import settings_text

        emit(settings_text(opened, chosen))
        return Exit.OK
    if changed_since is not None:
        from dealcoach.cli.changed import changed_paths

        chosen = list(filter(deal_test(opened), changed_paths(changed_since, chosen, recipe.as_of)))
        if not chosen:
            _note(f"no deal file differs from {changed_since}", quiet)
    one = len(chosen) == 1 and not is_folder(chosen[0])
    results = Files(
        chosen, opened, jobs, not no_cache and not one, quiet, stdin_filename, not no_history
    ).results(REVIEWS)
    found = lint_files(results if chosen else (), opened, redact=redact)
    note = partial(_note, quiet=quiet)
    if write_baseline:
        found = accepting(found, write_baseline, note)
    elif baseline:
        found = held_against(found, baseline, opened, note)
    run = LintRun(opened.settings.as_of.isoformat(), __version__, rule_infos(opened.settings))
    tally = Tally()
    saved = [(FORMATS[name](run), path) for name, path in files]
    with outputs(saved, *_shown(format_, run, color)) as out:
        for row in found:
            tally.add(row)
            out.file(row)
        out.end(tally.summary())
    if format_ is Format.text:
        from dealcoach.output.lint_text import summary_line

        note(summary_line(tally.summary()))
    limit = fail_on.value if fail_on else opened.settings.config.fail_on
    return Exit.OK if write_baseline else tally.code(limit)


def _shown(format_: Format, run: LintRun, color: Color) -> tuple[LintWriter, Callable[[str], None]]:
    """What standard output gets, and how; only text has colours, and the encoding of the locale."""
    if format_ is not Format.text:
        return FORMATS[format_.value](run), put
    from dealcoach.output.lint_text import Writer

    return Writer(run, color=options.colored(color)), show


def _note(text: str, quiet: bool) -> None:
    if not quiet:
        sys.stderr.write(text + "\n")
