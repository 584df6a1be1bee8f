"""`dealcoach rules`: the rules in force, their examples as tests, the facts that conditions may read."""

from __future__ import annotations

import json
import shutil
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dealcoach.cli.exits import CommandError, Exit
from dealcoach.cli.options import ConfigPath, words
from dealcoach.cli.session import told
from dealcoach.cli.writing import emit
from dealcoach.output.money import plural
from dealcoach.output.rule_text import fact_list, rule_list
from dealcoach.reading.config_file import ConfigError, ConfigFile, find_config, read_config
from dealcoach.reading.folders import default_paths
from dealcoach.review.opening import load_library, own_packs
from dealcoach.rules.library import Library
from dealcoach.rules.pack_error import PackError

app = typer.Typer(
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    help="The rules in force, their tests, and the facts they read.",
)


class Format(StrEnum):
    """Formats of the lists."""

    text = "text"
    json = "json"


FormatOption = Annotated[Format, typer.Option("--format", help="text or json.")]


def _opened(config: Path | None) -> tuple[ConfigFile, Library]:
    try:
        file = read_config(config if config is not None else find_config(Path(default_paths()[0])))
        return file, load_library(file)
    except (ConfigError, PackError) as error:
        raise CommandError(told(error.problems)) from None


def _width() -> int:
    return shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 10_000


@app.command("list", help="All rules with severity and points, as dealcoach.yaml leaves them.")
def list_rules(config: ConfigPath = None, format_: FormatOption = Format.text) -> int:
    """List the rules."""
    from datetime import date

    from dealcoach.review.settings import build_settings

    file, library = _opened(config)
    try:
        settings = build_settings(date.min, library, file)
    except ConfigError as error:
        raise CommandError(told(error.problems)) from None
    rows = [(settings.rule(rule.id) or rule, rule.id in settings.active) for rule in library.rules]
    if format_ is Format.text:
        emit(rule_list(rows, width=_width()))
        return Exit.OK
    found = [
        {
            "id": rule.id,
            "group": rule.group,
            "severity": rule.severity,
            "points": rule.points,
            "on": on,
            "pack": rule.pack,
            "title": rule.data["title"],
            "source": rule.source,
        }
        for rule, on in rows
    ]
    emit(json.dumps(found, indent=2, ensure_ascii=False))
    return Exit.OK


@app.command(help="Run every rule's own examples, those of your packs too.")
def test(
    rules: Annotated[list[str] | None, typer.Argument(metavar="[RULE]...", help="Only these rules.")] = None,
    config: ConfigPath = None,
) -> int:
    """Run the examples."""
    from dealcoach.review.rule_tests import run_examples
    from dealcoach.rules.examples import all_examples

    file, library = _opened(config)
    wanted = set(words(rules))
    if unknown := sorted(wanted - set(library.by_id)):
        raise CommandError(f"there is no rule {unknown[0]!r}; see `dealcoach rules list`")
    examples = [row for row in all_examples(own_packs(file)) if not wanted or row.rule in wanted]
    failed = 0
    for result in run_examples(examples, library):
        for wrong in result.wrong:
            failed += 1
            example = result.example
            emit(f"{example.pack}: {example.rule}, {example.answer} ({example.name}): {wrong}")
    tested = len({example.rule for example in examples})
    emit(f"{plural(len(examples), 'example')} of {plural(tested, 'rule')}, {failed} wrong")
    return Exit.FINDINGS if failed else Exit.OK


@app.command(help="The facts that a rule's condition may read, with types and meanings.")
def facts(format_: FormatOption = Format.text) -> int:
    """List the facts."""
    if format_ is Format.text:
        emit(fact_list(width=_width()))
        return Exit.OK
    from dealcoach.rules.declared import COLLECTIONS, MESSAGES, VARIABLES

    found = {
        "variables": VARIABLES,
        "lists": {name: {"item": item, "type": message} for name, (item, message) in COLLECTIONS.items()},
        "types": {
            message: {name: {"type": kind, "meaning": meaning} for name, (kind, meaning) in rows.items()}
            for message, rows in MESSAGES.items()
        },
    }
    emit(json.dumps(found, indent=2, ensure_ascii=False))
    return Exit.OK
