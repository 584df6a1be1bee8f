"""`dealcoach explain`: what a rule sees, why it matters, what to ask and do, with an example."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from dealcoach.cli.exits import CommandError
from dealcoach.cli.options import ConfigPath
from dealcoach.cli.session import told
from dealcoach.cli.writing import emit
from dealcoach.model.scalars import shown, suggestion
from dealcoach.output.rule_text import explanation
from dealcoach.reading.config_file import ConfigError, find_config, read_config
from dealcoach.reading.folders import default_paths
from dealcoach.review.example_reading import read_on_example
from dealcoach.review.opening import load_library, own_packs
from dealcoach.rules.examples import examples_of
from dealcoach.rules.pack_error import PackError

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(help="Explain a rule: what it sees, why it matters, what to ask and do, with an example.")
def explain(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="The id of a rule, such as kdm-only.")],
    config: ConfigPath = None,
) -> int:
    """Explain a rule."""
    from datetime import date

    from dealcoach.review.settings import build_settings

    try:
        file = read_config(config if config is not None else find_config(Path(default_paths()[0])))
        library = load_library(file)
    except (ConfigError, PackError) as error:
        raise CommandError(told(error.problems)) from None
    found = library.by_id.get(rule)
    if found is None:
        near = suggestion(rule, list(library.by_id))
        meant = f"; did you mean {near}?" if near else "; see `dealcoach rules list`"
        raise CommandError(f"there is no rule {shown(rule)}{meant}")
    try:
        settings = build_settings(date.min, library, file)
    except ConfigError as error:
        raise CommandError(told(error.problems)) from None
    in_force = settings.rule(found.id)
    examples = examples_of(found.id, own_packs(file))
    flagged = next((example for example in examples if example.answer == "flagged"), None)
    said = read_on_example(flagged, library) if flagged else None
    width = min(shutil.get_terminal_size((80, 24)).columns, 100)
    emit(explanation(in_force or found, examples, width=width, said=said, on=in_force is not None))
    return 0
