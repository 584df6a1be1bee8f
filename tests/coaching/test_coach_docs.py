"""The page about the coach names every option, every word of command, and shows a conversation that happens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer

from dealcoach.cli import coaching, exporting, newing
from dealcoach.coaching.turns import COMMANDS
from dealcoach.output.crm_csv import HEADER

from .samples import DEAL, talk, tell, until

PAGE = (Path(__file__).parents[2] / "docs" / "coach.md").read_text(encoding="utf-8")
MODULES = {"coach": coaching, "new": newing, "export": exporting}


@pytest.mark.parametrize("name", MODULES)
def test_every_option_is_told(name: str) -> None:
    command = typer.main.get_command(MODULES[name].app)
    command = getattr(command, "commands", {}).get("csv", command)
    start = PAGE.index(f"## `dealcoach {name}")
    end = PAGE.find("\n## ", start + 1)
    section = PAGE[start : end if end > 0 else len(PAGE)]
    for parameter in command.params:
        for option in parameter.opts:
            if option.startswith("--") and option != "--help":
                assert f"{option}" in section, option


def test_every_word_of_command_is_told() -> None:
    for word in set(COMMANDS.values()):
        assert f"`{word}`" in PAGE


def test_the_conversation_shown_happens() -> None:
    shown = re.search(r"\n(What happens to them.*)\n> (.*)\n(\d+ -> \d+.*)\n", PAGE)
    assert shown is not None
    conversation = talk(DEAL)
    until(conversation, "no-consequence")
    assert conversation.part is not None and conversation.part.text == shown[1]
    before = conversation.seen.review.score
    tell(conversation, shown[2])
    after = conversation.seen.review
    assert shown[3] == f"{before} -> {after.score}, {after.band}"


def test_the_columns_told_are_those_written() -> None:
    told = PAGE[PAGE.index("## `dealcoach export csv") :]
    for column in HEADER[:2]:
        assert f"`{column}`" in told
    assert len(set(HEADER)) == len(HEADER)
