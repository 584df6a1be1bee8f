"""One rep on one page."""

from __future__ import annotations

from diff_samples import DIFF
from golden_text import assert_golden
from review_samples import EMPTY, HOSTILE_REPORT, NORTHWIND, REPORT

from dealcoach.model.review import BANDS
from dealcoach.output.rep_page import rep_markdown, rep_text
from dealcoach.output.terminal import width
from dealcoach.rules.library import load

TITLES = load().titles_by_id
SECOND = NORTHWIND._replace(file="deals/second.yaml", account="Harrow Castings", score=52, band="watch")
DANA = REPORT._replace(deals=(NORTHWIND, SECOND))


def test_the_page_as_a_person_has_judged_it() -> None:
    assert_golden("rep-80.txt", rep_text("Dana Reyes", DANA, DIFF, width=80, color=False, titles=TITLES))
    assert_golden("rep.md", rep_markdown("Dana Reyes", DANA, DIFF, TITLES))


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
    two = rep_text("Dana Reyes", DANA, None, width=100, color=False, titles=TITLES)
    assert "We wait and make no move of our own: 2 deals, EUR 480,000 (waiting-on-customer)" in two
    assert "waiting-on-customer: 2 deals, EUR 480,000\n" in rep_text(
        "Dana Reyes", DANA, None, width=100, color=False
    )


def test_bands_stand_worst_first() -> None:
    deals = [NORTHWIND._replace(file=f"{n}.yaml", band=band) for n, band in enumerate(BANDS)]
    text = rep_text("Dana", REPORT._replace(deals=tuple(deals)), None, width=80, color=False)
    assert "\n1 critical, 1 at risk, 1 watch, 1 healthy, 1 unknown\n" in text


def test_markdown_keeps_hostile_texts_plain() -> None:
    evil = dict.fromkeys(TITLES, "<script>[x](http://evil.example)")
    text = rep_markdown("[x](http://evil.example)", HOSTILE_REPORT, DIFF, evil)
    assert "<script>" not in text
    assert "](http://" not in text
    assert "@everyone" not in text
