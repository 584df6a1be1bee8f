"""A name that is redacted has one number in a run, whatever a filter lets through."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from trial import ROOT, Run

DEALS = str(ROOT / "deals")
SHARED = ("--as-of", "2026-11-21", "--no-cache", "--no-history", "--quiet", "--redact")
FILTERS = (
    ("--owner", "Adaeze"),
    ("--band", "healthy"),
    ("--stage", "proposal"),
    ("--closing-before", "2026-12-31"),
)


def deals_of(dealcoach: Run, *more: str) -> dict[str, Any]:
    """The deals of the redacted report by their files."""
    ran = dealcoach("review", DEALS, "--format", "json", *SHARED, *more)
    return {deal["file"]: deal for deal in json.loads(ran.out)["deals"]}


@pytest.mark.parametrize("wanted", FILTERS, ids=lambda wanted: wanted[0])
def test_a_filter_changes_no_number_of_a_review(wanted: tuple[str, str], dealcoach: Run) -> None:
    whole, part = deals_of(dealcoach), deals_of(dealcoach, *wanted)
    assert 0 < len(part) < len(whole)
    assert part == {file: whole[file] for file in part}
    assert set(part) != {f"deal-{number}.yaml" for number in range(1, len(part) + 1)}


def test_the_totals_are_those_of_the_deals_that_are_shown(dealcoach: Run) -> None:
    ran = dealcoach("review", DEALS, "--format", "json", *SHARED, "--owner", "Adaeze")
    shown = json.loads(ran.out)
    assert shown["summary"]["deals"] == len(shown["deals"])
    (row,) = shown["summary"]["by_owner"]
    assert {deal["owner"] for deal in shown["deals"]} == {row["owner"]}


@pytest.mark.parametrize("wanted", FILTERS, ids=lambda wanted: wanted[0])
def test_a_filter_changes_no_number_of_the_page(
    wanted: tuple[str, str], dealcoach: Run, tmp_path: Path
) -> None:
    pytest.importorskip("jinja2")
    names = {deal["account"] for deal in deals_of(dealcoach, *wanted).values()}
    assert dealcoach("report", DEALS, *SHARED, *wanted, "-o", "page.html").code == 0
    page = (tmp_path / "page.html").read_text("utf-8")
    assert set(re.findall(r"Account \d+", page)) == names
