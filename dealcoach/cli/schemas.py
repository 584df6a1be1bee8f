"""`dealcoach schema`: JSON Schema for editors and other programs."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
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
    diff = "diff"
    trend = "trend"


def lay_schema(folder: Path) -> str | None:
    """Puts ``deal.schema.json`` beside deal files whose first line names it; what to say of it, if anything.

    A file that is there, whatever it holds, stays as it is.
    """
    from dealcoach.output.schemas import schema_of
    from dealcoach.reading.folders import shown_file
    from dealcoach.reading.writing import write_file

    target = folder / "deal.schema.json"
    if target.exists() or target.is_symlink():
        return None
    text = json.dumps(schema_of("deal"), indent=2, ensure_ascii=False) + "\n"
    name = shown_file(str(target))
    try:
        write_file(target, text.encode("utf-8"))
    except OSError as error:
        return f"{name} cannot be written: {error.strerror or error}"
    return f"Also written: {name}; with it your editor completes keys and marks mistakes."


@app.command(help="Print the JSON Schema of a deal file, a rule pack, dealcoach.yaml or a JSON output.")
def schema(
    kind: Annotated[Kind, typer.Argument(metavar="KIND", help="deal, rules, config, report, diff or trend.")],
) -> int:
    """Print a schema."""
    from dealcoach.output.schemas import schema_of

    emit(json.dumps(schema_of(kind.value), indent=2, ensure_ascii=False))
    return Exit.OK
