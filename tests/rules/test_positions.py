"""Every finding of every rule stands where a person would change something: line, column and path."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from trial import HEAD, library, plain_settings

from dealcoach.model.review import Review
from dealcoach.review.batch import review_bytes

ROWS: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("positions.yaml").read_text(encoding="utf-8")
)
ELSEWHERE = {"crashed-rule"}
"""Shown with a pack of its own in tests/rules/test_own_packs.py."""


def places(row: dict[str, Any]) -> list[str]:
    text = row["text"] if row.get("head") == "none" else HEAD + row["text"]
    outcome = review_bytes("deal.yaml", text.encode().ljust(row.get("size", 0)), plain_settings())
    if isinstance(outcome, Review):
        rows = [finding for finding in outcome.findings if finding.rule == row["rule"]]
        return [f"{found.line}:{found.column} {found.path}" for found in rows]
    return [f"{found.line}:{found.column}" for found in outcome if found.rule == row["rule"]]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['rule']} {row.get('about', '')}".strip())
def test_a_finding_has_its_place(row: dict[str, Any]) -> None:
    assert places(row) == row["at"]


def test_every_rule_has_its_place_tested() -> None:
    of_history = {rule.id for rule in library().rules if rule.pack == "history"}
    rules = {rule.id for rule in library().rules}
    assert rules - {row["rule"] for row in ROWS} - of_history <= ELSEWHERE


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['rule']} {row.get('about', '')}".strip())
def test_lines_move_with_the_file(row: dict[str, Any]) -> None:
    """A comment above moves every place down by one line and no column."""
    if row["rule"] == "unreadable-file":
        return
    text = row["text"] if row.get("head") == "none" else HEAD + row["text"]
    moved = places({**row, "head": "none", "text": "# moved\n" + text})
    expected = []
    for place in row["at"]:
        line, _, rest = place.partition(":")
        expected.append(f"{int(line) + 1}:{rest}")
    assert moved == expected
