"""docs/importing.md names every option and every word of the vocabulary that it promises."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from dealcoach.cli.importing import app
from dealcoach.importing.kinds import SEEDED
from dealcoach.importing.vocabulary import TASK_STATES

DOCS = Path(__file__).parents[2] / "docs" / "importing.md"


@pytest.mark.parametrize("command", ["salesforce", "hubspot"])
def test_every_option_is_in_the_documentation(command: str) -> None:
    text = DOCS.read_text(encoding="utf-8")
    group = get_command(app)
    assert isinstance(group, TyperGroup)
    names = [name for parameter in group.commands[command].params for name in parameter.opts]
    missing = [name for name in names if f"`{name}" not in text]
    assert missing == []


@pytest.mark.parametrize(
    "word", [*SEEDED, *TASK_STATES, "columns", "roles", "stages", "owners", "levels", "stances"]
)
def test_the_words_of_a_mapping_file_are_in_the_documentation(word: str) -> None:
    assert word in DOCS.read_text(encoding="utf-8")
