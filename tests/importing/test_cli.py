"""The commands: exit codes, the dry run, the report in its forms."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from dealcoach.cli import importing
from dealcoach.cli.importing import app

from .support import AS_OF, ERP, contents, deals, hubspot_files, salesforce_files, write_csv


def invoke(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], env={"COLUMNS": "200"})


def options(files: dict[str, Path], into: Path) -> list[str | Path]:
    found: list[str | Path] = ["--into", into, "--as-of", AS_OF]
    for kind, path in files.items():
        found += [f"--{kind.replace('_', '-')}", path]
    return found


def test_salesforce_and_its_reports(tmp_path: Path) -> None:
    for name in ("r.json", "r.csv"):
        result = invoke(
            "salesforce", *options(salesforce_files(), tmp_path / "d"), "--report", tmp_path / name
        )
        assert result.exit_code == 0, result.output
    assert "Deals: 0 new, 0 updated, 4 unchanged" in result.stdout
    assert "more cells than the header has columns\n      row 9\n      17 cells, 16 columns" in result.stdout
    report = json.loads((tmp_path / "r.json").read_text())
    assert report["format"] == "dealcoach.import/1"
    assert report["totals"]["new"] == 4
    assert {row["source"] for row in report["rows"]} >= {"Opportunity.csv", "Task.csv"}
    rows = list(csv.DictReader((tmp_path / "r.csv").open(newline="")))
    assert [row["outcome"] for row in rows[:4]] == ["unchanged"] * 4
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_hubspot(tmp_path: Path) -> None:
    result = invoke("hubspot", *options(hubspot_files(), tmp_path / "d"))
    assert (result.exit_code, "Deals: 2 new" in result.stdout) == (0, True)


def test_a_dry_run_shows_the_difference_and_writes_nothing(tmp_path: Path) -> None:
    invoke("salesforce", *options(salesforce_files(), tmp_path / "d"))
    path = tmp_path / "d" / ERP
    path.write_text(path.read_text().replace("amount: 240000", "amount: 1   # hm"))
    (tmp_path / "d" / "suedfrost-soehne-kg-x.yaml").unlink()
    before = contents(tmp_path / "d")
    result = invoke("salesforce", *options(salesforce_files(), tmp_path / "d"), "--dry-run")
    assert contents(tmp_path / "d") == before
    assert "-amount: 1   # hm\n+amount: 240000   # hm" in result.stdout
    assert "--- /dev/null\n+++ b/" in result.stdout
    assert "Would import" in result.stdout
    assert invoke("salesforce", *options(salesforce_files(), tmp_path / "none"), "--dry-run").exit_code == 0
    assert not (tmp_path / "none").exists()


def test_the_schema_that_new_files_name_is_laid_beside_them_once(tmp_path: Path) -> None:
    arguments = ("salesforce", *options(salesforce_files(), tmp_path / "d"))
    assert "Also written" not in invoke(*arguments, "--dry-run").stdout
    assert "\n\nAlso written: " in invoke(*arguments).stdout
    schema = tmp_path / "d" / "deal.schema.json"
    assert "close_date" in json.loads(schema.read_text())["properties"]
    (tmp_path / "d" / ERP).unlink()
    schema.write_text("{}")
    again = invoke(*arguments).stdout
    assert "Deals: 1 new" in again and "Also written" not in again and schema.read_text() == "{}"
    schema.unlink()
    assert "Also written" not in invoke(*arguments).stdout and not schema.exists(), (
        "nothing new, nothing laid"
    )


def test_names_cannot_move_the_cursor(tmp_path: Path) -> None:
    export = deals(
        tmp_path / "a.csv", {"Name": "a\x1b[2Jb\u202e", "CloseDate": ""}, {"Name": "x\x1b]0;t\x07[red]y"}
    )
    result = invoke("salesforce", "--opportunities", export, "--into", tmp_path / "d", "--dry-run")
    assert not set("\x1b\x07\u202e") & set(result.stdout)
    assert "[red]" in result.stdout


@pytest.mark.parametrize(
    ("extra", "message"),
    [
        (["--date-format", "soon"], "--date-format soon"),
        (["--encoding", "klingon"], "no such encoding"),
        (["--mapping", "none.yaml"], "none.yaml: cannot be read"),
        (["--report", "r.txt"], "ends in .json or .csv"),
        (["--currency", "euros"], "three letters"),
        (["--currency", "XYZ"], "XYZ: is not a currency code of ISO 4217; write three letters such as EUR."),
        (["--as-of", "yesterday"], "is no date; write YYYY-MM-DD"),
        (["--nonsense"], "No such option"),
    ],
)
def test_wrong_usage_is_exit_2_and_writes_nothing(tmp_path: Path, extra: list[str], message: str) -> None:
    export = deals(tmp_path / "a.csv", {})
    result = invoke("salesforce", "--opportunities", export, "--into", tmp_path / "d", *extra)
    assert (result.exit_code, message in result.stderr) == (2, True), result.output
    assert not (tmp_path / "d").exists()


def test_an_export_that_cannot_be_used_is_exit_2(tmp_path: Path) -> None:
    bad = write_csv(tmp_path / "a.csv", ("Id", "Name"), ("1", "a"))
    result = invoke("salesforce", "--opportunities", bad, "--into", tmp_path / "d")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "no column 'StageName'" in result.stderr
    unclear = deals(tmp_path / "b.csv", {"CloseDate": "03/04/27"})
    result = invoke("salesforce", "--opportunities", unclear, "--into", tmp_path / "d")
    assert (result.exit_code, "may be day/month or month/day" in result.stderr) == (2, True)
    result = invoke(
        "salesforce", "--opportunities", unclear, "--into", tmp_path / "d", "--date-format", "dmy"
    )
    assert result.exit_code == 0


def test_a_folder_that_is_a_file_is_exit_2(tmp_path: Path) -> None:
    (tmp_path / "d").write_text("not a folder")
    result = invoke("salesforce", "--opportunities", deals(tmp_path / "a.csv", {}), "--into", tmp_path / "d")
    assert result.exit_code == 2
    assert (tmp_path / "d").read_text() == "not a folder"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("seconds", "terminal", "shown"), [(2.0, True, True), (0.5, True, False), (2.0, False, False)]
)
def test_the_bar_comes_after_a_second_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, seconds: float, terminal: bool, shown: bool
) -> None:
    screen = Terminal() if terminal else io.StringIO()
    monkeypatch.setattr("sys.stderr", screen)
    times = iter([0.0, seconds])
    monkeypatch.setattr(importing, "_now", lambda: next(times))
    with importing._Bar() as bar:
        bar("Opportunity[red].csv", 1, 2)
    assert ("Opportunity(red].csv" in screen.getvalue()) is shown


@pytest.mark.parametrize("command", ["salesforce", "hubspot"])
def test_every_option_has_help(command: str) -> None:
    text = invoke(command, "--help").stdout
    options_shown = [line for line in text.splitlines() if line.strip().startswith("--")]
    assert len(options_shown) > 8
    assert all(len(line.split()) > 2 for line in options_shown)
