"""A comparison, and the course of a score, for the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from diff_samples import COURSE, DIFF, EMPTY_DIFF, HOSTILE_DIFF, NOTHING, NOW, THEN, entry
from golden_text import assert_golden
from review_samples import EVIL, NORTHWIND

from dealcoach.comparing.comparing import compare
from dealcoach.model.changes import CoursePoint, Diff
from dealcoach.output import diff_text as module
from dealcoach.output.card import card
from dealcoach.output.diff_text import diff_text
from dealcoach.output.diff_words import Label, Line
from dealcoach.output.sparkline import sparkline
from dealcoach.output.terminal import width
from dealcoach.output.trend_text import trend_text
from dealcoach.rules.library import load

TITLES = load().titles_by_id
FILE = "deals/northwind-erp.yaml"


def shown(diff: Diff, columns: int = 80, **more: Any) -> str:
    return diff_text(diff, **{"width": columns, "color": False, "titles": TITLES, **more})


def course(points: Sequence[CoursePoint] = COURSE, columns: int = 80, **more: Any) -> str:
    return trend_text(FILE, points, **{"width": columns, "color": False, "titles": TITLES, **more})


def test_the_comparison_as_a_person_has_judged_it() -> None:
    assert_golden("diff-80.txt", shown(DIFF))
    assert_golden("diff-110-color.txt", shown(DIFF, 110, color=True))
    assert_golden("diff-80-hostile.txt", shown(HOSTILE_DIFF))


def test_the_course_as_a_person_has_judged_it() -> None:
    assert_golden("trend-80.txt", course())
    assert course(ascii_only=True).isascii()


def test_a_course_tells_what_it_leaves_out() -> None:
    later = tuple(replace(point, number=place) for place, point in enumerate(COURSE[:3], 3))
    assert "the newest 3 of 5 versions, since 1 Sep 2026" in " ".join(course(later).split())
    assert "the newest of 5 versions, since 14 Nov 2026" in " ".join(course(later[2:]).split())
    assert "the first version" not in course(later)
    assert "the first version" in course((replace(COURSE[0], cut=False),))


def test_what_is_not_committed_is_told_as_such() -> None:
    fresh = replace(COURSE[3], change=None, edited=True, review=NORTHWIND)
    lines = course((fresh,)).splitlines()
    assert lines[:2] == ["Northwind Manufacturing: ERP replacement", FILE]
    assert lines[-1] == "21 Nov 2026  not committed        47  at risk"
    assert "first version" not in course((fresh,))
    same = replace(COURSE[2], date="2026-11-21")
    assert "not committed" in course((same, replace(same, commit="", edited=True)))
    assert "as of this day" not in course((same, replace(same, commit="", summary="")))


def test_rules_are_called_by_their_titles_and_keep_the_id() -> None:
    for text in (shown(DIFF, 120), course(columns=120)):
        told = " ".join(text.split())
        assert "Costs more, 4 instead of 2: The close date keeps moving (close-date-pushed)" in told
        assert "Repaired: We do not know by when they need it (no-need-by-date)" in told
        assert "New: Omar Aziz (end user, influence 4) resists, and nobody is working on it." in told
    assert "Repaired: no-need-by-date\n" in diff_text(DIFF, width=120, color=False)


@pytest.mark.parametrize("columns", [40, 60, 80, 120, 200])
def test_no_line_is_wider_than_the_terminal(columns: int) -> None:
    most = max(60, columns)
    for more in ({}, {"color": True}, {"ascii_only": True}):
        options: dict[str, Any] = {"width": columns, "color": False, **more}
        texts = [diff_text(diff, **options) for diff in (DIFF, HOSTILE_DIFF, NOTHING, EMPTY_DIFF)]
        texts.append(trend_text("deals/a.yaml", COURSE, titles=TITLES, **options))
        texts += [diff_text(DIFF, titles=dict.fromkeys(TITLES, EVIL), **options)]
        for text in texts:
            assert [line for line in text.split("\n") if width(line) > most] == []
            assert "\x1b" not in text or "color" in more
            assert text.isascii() or "ascii_only" not in more
            assert not {"\u202e", "\x07"} & set(text)


@pytest.mark.parametrize("label", Label)
def test_every_label_stands_apart_from_what_it_says(label: Label, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "lines_of", lambda *_: iter([Line(label, "from left to right")]))
    told = [line for line in shown(DIFF).splitlines() if "from left" in line]
    assert told and all(line.startswith(f"  {label}  ") for line in told)
    assert {line.index("from left") for line in told} == {max(map(len, Label)) + 4}


def test_the_day_of_their_need_stands_apart_from_its_label() -> None:
    before = NORTHWIND._replace(need_by="2026-11-03")
    now = NORTHWIND._replace(need_by="2026-12-03")
    found = compare([entry(before)], [entry(now)], THEN, NOW, "0.1.0")
    assert "\n  They need it by  from 3 Nov 2026 to 3 Dec 2026, 30 days later\n" in shown(found)


def test_many_deals_stand_apart_from_their_amount() -> None:
    many = replace(DIFF, pipeline=replace(DIFF.pipeline, deals_start=1_000, deals_end=1_000_000))
    text = shown(many)
    assert " 1,000 deals  EUR 440,000," in text and " 1,000,000 deals  EUR 240,000," in text


def test_when_nothing_moved() -> None:
    assert shown(NOTHING).endswith("Nothing moved on 1 deal.\n")
    assert shown(EMPTY_DIFF).endswith("No deals on either side.\n")


def test_the_pipeline_adds_up_for_the_reader() -> None:
    text = shown(DIFF)
    order = ["14 Nov 2026", "New", "Won", "Increased", "Moved in", "Moved out", "21 Nov 2026", "Pushed"]
    section = text[text.index("PIPELINE") : text.index("At risk")]
    places = [section.index(word) for word in order]
    assert places == sorted(places)


def test_a_score_as_bars() -> None:
    assert sparkline([0, 12, 13, 50, 99, 100]) == "▁▁▂▅██"
    assert sparkline([50, None, 50], ascii_only=True) == "= ="
    assert len(sparkline([1] * 500)) == 40


def test_the_course_on_the_card() -> None:
    with_course = card(NORTHWIND, as_of="2026-11-21", width=80, color=False, course=COURSE)
    without = card(NORTHWIND, as_of="2026-11-21", width=80, color=False)
    (line,) = set(with_course.splitlines()) - set(without.splitlines())
    assert line == "█ ▆▄  88 at first, 47 now; best 88, worst 47; 3 versions since 1 Sep 2026"
    assert card(NORTHWIND, as_of="2026-11-21", width=80, color=False, course=COURSE[:1]) == without
