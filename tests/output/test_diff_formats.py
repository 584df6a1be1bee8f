"""A comparison as JSON, Markdown, and rows of the meeting's page; a course as JSON."""

from __future__ import annotations

import json
from typing import Any

from diff_samples import COURSE, DIFF, EMPTY_DIFF, HOSTILE_DIFF, NOTHING, NOW, THEN, changed, entry
from golden_text import assert_golden
from jsonschema import Draft202012Validator, FormatChecker
from review_samples import NORTHWIND, REPORT

from dealcoach.comparing.comparing import compare
from dealcoach.model.changes import Diff
from dealcoach.output.diff_html import changes_of
from dealcoach.output.diff_json import diff_json
from dealcoach.output.diff_markdown import diff_markdown
from dealcoach.output.schemas import schema_of
from dealcoach.output.trend_json import trend_json
from dealcoach.rules.library import load

TITLES = load().titles_by_id
KEYS = [
    *("file", "was_file", "deal", "account", "owner", "words", "amount", "currency", "status", "score"),
    *("band", "shifts", "findings", "people", "steps", "readable"),
]


POINT_KEYS = [
    *("number", "date", "author", "commit", "summary", "edited", "cut", "readable", "status", "stage"),
    *("close_date", "amount", "currency", "score", "move", "band", "words", "shifts", "findings"),
    *("people", "steps", "problems"),
]
FILE = "deals/northwind-erp.yaml"


def errors(kind: str, text: str) -> list[str]:
    validator = Draft202012Validator(schema_of(kind), format_checker=FormatChecker())
    return [error.message[:200] for error in validator.iter_errors(json.loads(text))]


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


def test_the_json_is_what_its_schema_says() -> None:
    for diff in (DIFF, HOSTILE_DIFF, NOTHING, EMPTY_DIFF):
        assert errors("diff", diff_json(diff)) == []
    for course in (COURSE, COURSE[:1], COURSE[1:2], COURSE[3:]):
        assert errors("trend", trend_json(FILE, course, "0.1.0")) == []


def test_amounts_that_are_whole_are_written_so() -> None:
    before = changed(NORTHWIND, amount=200000.0)
    diff = compare([entry(before)], [entry(NORTHWIND)], THEN, NOW, "0.1.0")
    (row,) = values(diff)["deals"]
    assert str(row["amount"]) == "{'before': 200000, 'now': 240000}"
    assert str(row["shifts"][0]["before"]) == "200000"


def test_the_course_as_a_program_reads_it() -> None:
    assert_golden("trend.json", trend_json(FILE, COURSE, "0.1.0"))


def test_every_key_of_a_course_is_always_there() -> None:
    for course in (COURSE, COURSE[1:2], COURSE[3:]):
        found = json.loads(trend_json(FILE, course, "0.1.0"))
        head = ["format", "version", "as_of", "file", "deal", "account", "owner", "versions", "points"]
        assert list(found) == head
        assert found["format"] == "dealcoach.trend/1"
        assert [list(point) for point in found["points"]] == [POINT_KEYS] * len(course)
    assert json.loads(trend_json(FILE, COURSE[1:2], "0.1.0"))["deal"] is None
    assert trend_json(FILE, COURSE, "0.1.0").isascii()


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
    from dealcoach.output.html.page import page

    html = page(REPORT, changes=changes_of(HOSTILE_DIFF))
    assert "<script>alert(1)" not in html
    assert "\u202e" not in html
