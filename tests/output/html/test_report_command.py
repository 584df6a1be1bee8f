"""`dealcoach report`: reads a folder, writes the page, says how it went by its exit code."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from dealcoach.cli import report as command
from dealcoach.cli.exits import CommandError, Exit
from dealcoach.cli.report import DEEP_UP_TO

report = partial(command.report, as_of="2026-11-21", no_cache=True)
_DEAL = """\
deal: ERP replacement
account: {account}
owner: Dana Reyes
amount: 240000
currency: EUR
stage: proposal
close_date: 2026-12-18
buying_team:
  - {{name: Ines Duarte, roles: [decision_maker], influence: 5, relationship: 5, stance: champion,
     benefit: Closes the audit finding, last_contact: 2026-11-18}}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with two deals in ``deals/``."""
    monkeypatch.chdir(tmp_path)
    deals = tmp_path / "deals"
    deals.mkdir()
    for name in ("Northwind", "Fjordbank"):
        (deals / f"{name.lower()}.yaml").write_text(_DEAL.format(account=name), encoding="utf-8")
    return tmp_path


def _written(folder: Path, **options: Any) -> str:
    target = folder / "meeting.html"
    assert report(output=target, **options) == Exit.OK
    return target.read_text(encoding="utf-8")


def test_it_writes_the_page_of_the_default_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    html = _written(folder, minutes=20, title="Monday")
    assert "Northwind" in html
    assert "Fjordbank" in html
    assert "<h1>Monday</h1>" in html
    assert "20 minutes, 2 deals" in html
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.endswith("meeting.html: 2 deals, 20 minutes\n")


def test_without_a_name_the_page_goes_down_the_pipe(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert report() == Exit.OK
    told = capsys.readouterr()
    assert told.out.startswith("<!DOCTYPE html>")
    assert told.out.rstrip().endswith("</html>")
    assert told.err == ""


def test_a_terminal_is_not_flooded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    with pytest.raises(CommandError, match=r"-o meeting\.html"):
        report()


def test_a_bad_file_is_named_on_the_page_and_by_the_exit_code(folder: Path) -> None:
    (folder / "deals" / "broken.yaml").write_text("deal: [", encoding="utf-8")
    target = folder / "meeting.html"
    assert report(output=target, quiet=True) == Exit.FINDINGS
    html = target.read_text(encoding="utf-8")
    assert "Files that could not be read" in html
    assert "deals/broken.yaml" in html
    assert "Northwind" in html


def test_a_target_that_cannot_be_written_is_told(folder: Path) -> None:
    with pytest.raises(CommandError, match="cannot be written"):
        report(output=folder / "no" / "such" / "meeting.html")


def test_an_earlier_page_stays_when_the_new_one_cannot_be_made(folder: Path) -> None:
    target = folder / "meeting.html"
    target.write_text("last week", encoding="utf-8")
    with pytest.raises(CommandError):
        report(output=target, as_of="21.11.2026")
    assert target.read_text(encoding="utf-8") == "last week"


def test_a_folder_without_deals_has_its_own_exit_code(folder: Path) -> None:
    (folder / "empty").mkdir()
    with pytest.raises(CommandError) as failed:
        report(paths=["empty"], output=folder / "meeting.html")
    assert failed.value.code == Exit.NOTHING


def test_filters_and_redaction_are_those_of_review(folder: Path) -> None:
    assert "Northwind" not in _written(folder, redact=True)
    assert "0 open deals" in _written(folder, owner=["Theo"])
    with pytest.raises(CommandError, match="no band"):
        report(output=folder / "x.html", band=["green"])


def test_what_a_deal_hangs_on_is_told_for_a_meetings_folder(folder: Path) -> None:
    assert "What the deal hangs on" in _written(folder)
    assert "What the deal hangs on" not in _written(folder, deep=False)
    for number in range(DEEP_UP_TO):
        (folder / "deals" / f"{number}.yaml").write_text(_DEAL.format(account=f"A{number}"), encoding="utf-8")
    assert "What the deal hangs on" not in _written(folder)


def test_without_jinja_it_says_what_to_install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in [name for name in sys.modules if name.startswith("dealcoach.output.html")]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(CommandError, match="pip install"):
        report(output=folder / "meeting.html")
