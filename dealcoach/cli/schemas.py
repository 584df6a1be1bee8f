"""`dealcoach schema`: JSON Schema for editors and other programs."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

from dealcoach.cli.exits import Exit
from dealcoach.cli.writing import emit

app = typer.Typer(rich_markup_mode=None, add_completion=False)


class Kind(StrEnum):
    """What has a schema."""

    deal = "deal"
    rules = "rules"
    config = "config"
    report = "report"


@app.command(help="Print the JSON Schema of a deal file, a rule pack, dealcoach.yaml or the JSON report.")
def schema(
    kind: Annotated[Kind, typer.Argument(metavar="KIND", help="deal, rules, config or report.")],
) -> int:
    """Print a schema."""
    from dealcoach.output.schemas import schema_of

    emit(json.dumps(schema_of(kind.value), indent=2, ensure_ascii=False))
    return Exit.OK
