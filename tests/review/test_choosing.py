"""Which deals a filter shows."""

from __future__ import annotations

import pytest
from trial import HEAD, reviewed

from dealcoach.review.choosing import Filter


@pytest.mark.parametrize(
    ("text", "before", "shown"),
    [
        (HEAD, "2027-01-21", True),
        (HEAD, "2027-01-20", False),
        (HEAD + "status: won\n", "2027-01-21", False),
        (HEAD + "status: no_decision\nclosed_on: 2026-11-02\n", "2027-12-31", False),
        (HEAD + "status: won\n", None, True),
    ],
)
def test_only_open_deals_close_before_a_day(text: str, before: str | None, shown: bool) -> None:
    assert Filter(closing_before=before).passes(reviewed(text)) is shown
