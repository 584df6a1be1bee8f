"""`dealcoach export csv`: scores and questions, ready to load back into a CRM."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from dealcoach.cli import options
from dealcoach.cli.exits import CommandError, Exit
from dealcoach.cli.files import Files
from dealcoach.cli.options import AsOf, ConfigPath, Ignore, Paths, Quiet, Select
from dealcoach.cli.past import NoHistory
from dealcoach.cli.session import open_session, paths_or_default, told
from dealcoach.cli.writing import emit, save
from dealcoach.model.finding import Problem
from dealcoach.model.review import Review
from dealcoach.output.money import plural
from dealcoach.review.results import REVIEWS

app = typer.Typer(
    help="Scores and questions as CSV, ready to load back into a CRM.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)

_BOM = "\ufeff"


@app.callback()
def _root() -> None:
    return


@app.command(
    "csv",
    help="One row a deal: CRM id, score, band, coverage, the top finding and its question, the next steps."
    " UTF-8; texts that a spreadsheet would take for a formula get an apostrophe before them.",
)
def csv_(
    paths: Paths = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write to a file (default: standard output)."),
    ] = None,
    bom: Annotated[
        bool, typer.Option("--bom", help="Begin with a byte order mark, which Excel needs.")
    ] = False,
    as_of: AsOf = None,
    config: ConfigPath = None,
    select: Select = None,
    ignore: Ignore = None,
    quiet: Quiet = False,
    no_history: NoHistory = False,
) -> int:
    """Write the table."""
    from dealcoach.output.crm_csv import crm_csv

    chosen = paths_or_default(paths)
    if "-" in chosen:
        raise CommandError("export reads files; standard input (-) is for `dealcoach review`")
    session = open_session(options.recipe(chosen, as_of, config, select, ignore), quiet=quiet)
    reviews: list[Review] = []
    problems: list[Problem] = []
    for result in Files(chosen, session, cached=False, quiet=quiet, history=not no_history).results(REVIEWS):
        problems.extend(result.problems)
        if result.brief is not None:
            reviews.append(REVIEWS.restore(result.payload))
    text = (_BOM if bom else "") + crm_csv(reviews)
    if output is None:
        emit(text)
    else:
        save(output, text)
    _tell(reviews, problems, output, quiet=quiet)
    return Exit.FINDINGS if problems else Exit.OK


def _tell(reviews: list[Review], problems: list[Problem], output: Path | None, *, quiet: bool) -> None:
    if problems:
        sys.stderr.write(told(problems) + "\n")
    if quiet:
        return
    if nameless := sum(review.crm is None for review in reviews):
        deals = plural(len(reviews), "deal")
        sys.stderr.write(f"{nameless} of {deals} without a crm.id; their rows begin empty\n")
    if output is not None:
        sys.stderr.write(f"{output}: {plural(len(reviews), 'deal')}\n")
