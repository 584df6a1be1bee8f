"""One rep on one page."""

from __future__ import annotations

from diff_samples import DIFF
from golden_text import assert_golden
from review_samples import EMPTY, HOSTILE_REPORT, NORTHWIND, REPORT

from dealcoach.output.rep_page import rep_markdown, rep_text
from dealcoach.output.terminal import width

SECOND = NORTHWIND._replace(file="deals/second.yaml", account="Harrow Castings", score=52, band="watch")
DANA = REPORT._replace(deals=(NORTHWIND, SECOND))


def test_the_page_as_a_person_has_judged_it() -> None:
    assert_golden("rep-80.txt", rep_text("Dana Reyes", DANA, DIFF, width=80, color=False))
    assert_golden("rep.md", rep_markdown("Dana Reyes", DANA, DIFF))


def test_it_fits_a_page_and_the_terminal() -> None:
    many = tuple(NORTHWIND._replace(file=f"{n}.yaml", account=f"Account {n}") for n in range(60))
    for report in (REPORT._replace(deals=many), HOSTILE_REPORT, EMPTY):
        for columns in (60, 80, 200):
            text = rep_text("Dana Reyes", report, None, width=columns, color=False)
            assert [line for line in text.split("\n") if width(line) > columns] == []
            assert text.count("\n") <= 66
            assert "\x1b" not in text
    assert rep_text("Dana", EMPTY, None, width=80, color=False, ascii_only=True).isascii()


def test_a_habit_is_what_two_deals_share() -> None:
    one = rep_text("Dana Reyes", REPORT._replace(deals=(NORTHWIND,)), None, width=80, color=False)
    assert "WHAT COMES UP AGAIN" not in one
    assert "waiting-on-customer on 2 deals" in rep_text("Dana Reyes", DANA, None, width=80, color=False)


def test_markdown_keeps_hostile_texts_plain() -> None:
    text = rep_markdown("[x](http://evil.example)", HOSTILE_REPORT, DIFF)
    assert "<script>" not in text
    assert "](http://" not in text
    assert "@everyone" not in text
