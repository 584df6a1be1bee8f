"""Which files of a folder are deals, which rules pass one over, whatever way leads to the folder."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from trial import HEAD, Run, reviewed

from dealcoach.cli import reviewing
from dealcoach.model.review import Report
from dealcoach.review.summing import Totals

DAY = "2026-11-21"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two equal deals below a dealcoach.yaml that passes over one group for the first."""
    top = tmp_path / "crm"
    for name in "ab":
        (top / name).mkdir(parents=True)
        (top / name / "x.yaml").write_text(HEAD)
    (top / "dealcoach.yaml").write_text('per_path: {"a/**": [process]}\n')
    return top


@pytest.fixture
def scores(dealcoach: Run) -> Callable[..., list[int]]:
    def found(*arguments: str) -> list[int]:
        ran = dealcoach("review", *arguments, "--as-of", DAY, "--format", "json")
        return [deal["score"] for deal in json.loads(ran.out)["deals"]]

    return found


def test_results_are_not_taken_for_those_of_another_folder(folder, scores, monkeypatch):
    lenient, strict = scores("crm", "--no-cache")
    assert lenient > strict
    for name, score in (("a", lenient), ("b", strict), ("a", lenient)):
        monkeypatch.chdir(folder / name)
        assert scores(".") == [score]


@pytest.mark.parametrize("config", ["crm/dealcoach.yaml", "./crm/b/../dealcoach.yaml"])
def test_patterns_hold_however_the_configuration_is_named(config, folder, scores):
    lenient, _ = scores("crm", "--no-cache")
    assert scores("crm/a", "--config", config) == [lenient]
    with (folder / "dealcoach.yaml").open("a") as stream:
        stream.write("exclude: [b]\n")
    assert scores("crm", "--config", config) == [lenient]


def test_the_configuration_is_that_above_the_deals(folder, scores, monkeypatch):
    other = folder.parent / "other"
    other.mkdir()
    (other / "dealcoach.yaml").write_text("nonsense: 1\n")
    monkeypatch.chdir(other)
    assert len(scores("../crm")) == 2


@pytest.mark.parametrize("command", ["coach", "export"])
def test_what_a_file_holds_cannot_steer_the_terminal(command, dealcoach, tmp_path):
    (tmp_path / "bad.yaml").write_text(HEAD + 'foo: "\\x1b[31mred"\n')
    words = ["export", "csv", "bad.yaml", "-o", "out.csv"] if command == "export" else ["coach", "bad.yaml"]
    ran = dealcoach(*words, "--as-of", DAY)
    assert "foo" in ran.err
    assert "\x1b" not in ran.err


def test_a_score_of_nothing_is_under_the_limit():
    worst = reviewed(HEAD)._replace(score=0)
    report = Report(DAY, "1", (worst, worst._replace(score=30)), (), Totals().summary())
    assert reviewing._too_low(report, 30) == f"under 30: {worst.file} 0"


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_the_option_that_is_wrong_is_named(option, dealcoach, tmp_path):
    (tmp_path / "a.yaml").write_text(HEAD)
    wrong = "nonsense" if option == "--select" else "process,people,relationships,resistance,files"
    ran = dealcoach("review", ".", option, wrong)
    assert ran.code == 2
    assert ran.err.startswith(f"{option}: ") or f" {option}: " in ran.err
