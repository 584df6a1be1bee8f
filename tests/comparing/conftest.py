"""A scratch repository with the story of a deal, and the command line called inside it."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from history.scratch import Scratch, new_scratch, settings

from dealcoach.__main__ import run

DAY = "2026-11-21"


@dataclass(frozen=True)
class Ran:
    """What a command ended with."""

    code: int
    out: str
    err: str


Call = Callable[..., Ran]


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scratch:
    """An empty repository, which is the current folder, and a git that knows nobody's settings."""
    home = tmp_path / "home"
    home.mkdir()
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for name, value in settings(home).items():
        monkeypatch.setenv(name, value)
    made = new_scratch(tmp_path / "crm", home)
    monkeypatch.chdir(made.root)
    return made


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Call dealcoach for 21 November 2026 in the current folder."""

    def called(*arguments: str, day: str = DAY) -> Ran:
        monkeypatch.setattr("sys.argv", ["dealcoach", *arguments, "--as-of", day])
        capsys.readouterr()
        try:
            code = run()
        except SystemExit as ended:
            code = int(ended.code or 0)
        out, err = capsys.readouterr()
        return Ran(int(code), out, err)

    return called


def deal(
    name: str = "ERP replacement",
    close: str = "2026-12-18",
    stage: str = "proposal",
    stance: str = "supporter",
    more: str = "",
    owner: str = "Dana Reyes",
    amount: str = "240000",
) -> str:
    """The text of a deal that can be told from its versions."""
    return (
        f"deal: {name}\naccount: Northwind Manufacturing\nowner: {owner}\namount: {amount}\ncurrency: EUR\n"
        f"stage: {stage}\nclose_date: {close}\n"
        "buying_team:\n"
        "  - name: Lena Fox\n    roles: [end_user]\n    influence: 4\n    relationship: 3\n"
        f"    stance: {stance}\n    last_contact: 2026-11-10\n"
        "  - {name: Ines Duarte, roles: [decision_maker], influence: 5, relationship: 4, stance: neutral}\n"
        "next_steps:\n"
        "  - {what: Walk the plant leads through the rollout plan, owner: us, due: 2026-12-01, with: [Lena Fox]}\n"
        f"{more}"
    )


@pytest.fixture
def story(scratch: Scratch) -> Scratch:
    """Four versions of one deal, the third under another name, and a second deal that stays."""
    scratch.write("deals/other.yaml", deal("Other", owner="Theo Banks"))
    scratch.save(
        "deals/old-name.yaml", deal(close="2026-10-30", stage="qualification"), "2026-08-03", "Begin"
    )
    scratch.save("deals/old-name.yaml", deal(close="2026-11-27"), "2026-10-05", "Push", "Sam Okafor")
    scratch.git("mv", "deals/old-name.yaml", "deals/erp.yaml")
    scratch.commit("2026-10-20", "Rename")
    scratch.save(
        "deals/erp.yaml", deal(stance="skeptical"), "2026-11-12", "Cooler\n\nLong story", "Sam\x1b[31m Okafor"
    )
    return scratch
