"""A comparison as JSON, Markdown, and rows of the meeting's page."""

from __future__ import annotations

import json
from typing import Any

from diff_samples import DIFF, EMPTY_DIFF, HOSTILE_DIFF, NOTHING
from golden_text import assert_golden

from dealcoach.model.changes import Diff
from dealcoach.output.diff_html import changes_of
from dealcoach.output.diff_json import diff_json
from dealcoach.output.diff_markdown import diff_markdown
from dealcoach.rules.library import load

TITLES = load().titles_by_id
KEYS = [
    *("file", "was_file", "deal", "account", "owner", "words", "amount", "currency", "status", "score"),
    *("band", "shifts", "findings", "people", "steps", "readable"),
]


def values(diff: Diff) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(diff_json(diff))
    return found


def test_the_json_as_a_program_reads_it() -> None:
    assert_golden("diff.json", diff_json(DIFF))


def test_every_key_is_always_there() -> None:
    for diff in (DIFF, HOSTILE_DIFF, NOTHING, EMPTY_DIFF):
        found = values(diff)
        assert list(found) == [
            *("format", "version", "before", "now", "pipeline", "unchanged", "problems", "deals"),
        ]
        assert found["format"] == "dealcoach.diff/1"
        for row in found["deals"]:
            assert list(row) == KEYS
        assert [row["file"] for row in found["deals"]] == sorted(row["file"] for row in found["deals"])


def test_the_json_is_ascii_and_steers_no_terminal() -> None:
    text = diff_json(HOSTILE_DIFF)
    assert text.isascii()
    assert "\x1b" not in text
    assert values(HOSTILE_DIFF)["before"]["summary"].startswith("Eve\x1b")


def test_the_effects_add_up_in_the_json() -> None:
    (row,) = [row for row in values(DIFF)["deals"] if row["file"] == "deals/northwind-erp.yaml"]
    assert sum(move["effect"] for move in row["findings"]) == row["score"]["move"]


def test_markdown_as_a_person_has_judged_it() -> None:
    assert_golden("diff.md", diff_markdown(DIFF, TITLES))
    assert_golden("diff-hostile.md", diff_markdown(HOSTILE_DIFF, TITLES))


def test_markdown_stays_below_what_a_comment_takes() -> None:
    many = DIFF.deals * 400
    text = diff_markdown(Diff(DIFF.before, DIFF.now, "0", many, 0, DIFF.pipeline))
    assert len(text) < 65_536
    assert "more deals that moved, counted in the pipeline." in text


def test_rows_of_the_page() -> None:
    changes = changes_of(DIFF, TITLES)
    assert changes.since == "14 Nov 2026"
    rows = {row.file: row for row in changes.rows}
    northwind = rows["deals/northwind-erp.yaml"]
    assert northwind.words == ("Pushed", "Increased")
    assert (northwind.score_before, northwind.score_now) == (67, 47)
    assert "Amount: from EUR 200,000 to EUR 240,000" in northwind.causes
    assert "+4 Repaired: We do not know by when they need it (no-need-by-date)" in northwind.causes
    assert rows["deals/gone.yaml"].score_now is None


def test_the_page_takes_the_rows() -> None:
    from review_samples import REPORT

    from dealcoach.output.html.page import page

    html = page(REPORT, changes=changes_of(HOSTILE_DIFF))
    assert "<script>alert(1)" not in html
    assert "\u202e" not in html
