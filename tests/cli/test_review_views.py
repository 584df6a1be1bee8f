"""What review shows of many deals: all formats say the same, and what is missing is said."""

from __future__ import annotations

import re
import sys

import pytest
from trial import ROOT, Run

DEALS = str(ROOT / "deals")
SHARED = ("review", DEALS, "--as-of", "2026-11-21", "--no-cache", "--no-history", "--quiet")
MONEY = "CHF 320,000, EUR 1,356,900, GBP 84,000"


def test_totals_count_all_deals_also_those_without_a_row(dealcoach: Run) -> None:
    text = dealcoach(*SHARED, "--top", "2").out
    markdown = dealcoach(*SHARED, "--top", "2", "--format", "markdown").out
    assert "11 open deals" in text
    assert f"11 open deals, {MONEY}. At risk: **EUR 925,000**." in markdown
    assert "and 9 more deals, counted in the totals." in markdown
    assert len(re.findall(r"^\| +\d+ \|", markdown, re.MULTILINE)) == 2


def test_groups_count_all_their_deals_also_those_without_a_row(dealcoach: Run) -> None:
    markdown = dealcoach(*SHARED, "--top", "2", "--group-by", "owner", "--format", "markdown").out
    assert markdown.count("\n## ") + markdown.startswith("## ") == 2
    assert "3 open deals, CHF 320,000, EUR 810,000. At risk: **EUR 600,000**." in markdown


@pytest.mark.parametrize("format_", ["text", "markdown"])
def test_filters_that_leave_nothing_are_named(format_: str, dealcoach: Run) -> None:
    assert (
        "No open deal fits the filters." in dealcoach(*SHARED, "--owner", "Nobody", "--format", format_).out
    )


@pytest.mark.parametrize("more", [("--format", "html"), ("--output", "html:page.html")])
def test_a_page_without_its_library_says_what_to_install(
    more: tuple[str, str], dealcoach: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    ran = dealcoach(*SHARED, *more)
    assert (ran.code, ran.out) == (2, "")
    assert "pip install 'dealcoach[report]'" in ran.err
