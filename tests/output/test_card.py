"""The card of one deal."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from golden_text import assert_golden
from review_samples import AS_OF, CALM, HOSTILE, LUMEN, NORTHWIND, SPARSE, WON, replace

from dealcoach.model.finding import Finding
from dealcoach.model.review import Person, Review
from dealcoach.output.card import card
from dealcoach.output.terminal import width

SAMPLES = {
    "northwind": NORTHWIND,
    "lumen": LUMEN,
    "sparse": SPARSE,
    "calm": CALM,
    "won": WON,
    "hostile": HOSTILE,
}
OURS = re.compile("\x1b\\[(0|1|2|31|32|33|36|1;31)m")


def shown(review: Review, columns: int = 80, *, color: bool = False, ascii_only: bool = False) -> str:
    return card(review, as_of=AS_OF, width=columns, color=color, ascii_only=ascii_only)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_card_at_80_columns(name: str) -> None:
    assert_golden(f"card-{name}-80.txt", shown(SAMPLES[name]))


def test_the_card_at_120_columns_in_color_and_in_ascii() -> None:
    assert_golden("card-northwind-120.txt", shown(NORTHWIND, 120))
    assert_golden("card-northwind-80-color.txt", shown(NORTHWIND, color=True))
    assert_golden("card-northwind-80-ascii.txt", shown(NORTHWIND, ascii_only=True))


@pytest.mark.parametrize("columns", [60, 61, 76, 79, 80, 99, 100, 120, 160, 200])
@pytest.mark.parametrize("name", SAMPLES)
def test_no_line_is_wider_than_the_terminal(name: str, columns: int) -> None:
    for color in (False, True):
        for ascii_only in (False, True):
            text = shown(SAMPLES[name], columns, color=color, ascii_only=ascii_only)
            assert [line for line in text.split("\n") if width(line) > columns] == []
            assert text.isascii() or not ascii_only


def test_a_narrower_terminal_gets_sixty_columns() -> None:
    assert shown(NORTHWIND, 20) == shown(NORTHWIND, 60)


@pytest.mark.parametrize("name", SAMPLES)
def test_color_adds_nothing_but_color(name: str) -> None:
    plain = shown(SAMPLES[name])
    colored = shown(SAMPLES[name], color=True)
    assert "\x1b" not in plain
    assert OURS.sub("", colored) == plain
    assert colored.count("\x1b") == len(OURS.findall(colored))


@pytest.mark.parametrize("name", ["northwind", "lumen", "sparse", "calm", "won"])
def test_a_normal_deal_fits_a_hundred_lines(name: str) -> None:
    assert shown(SAMPLES[name]).count("\n") <= 100


def test_a_deal_with_much_to_say_is_shortened_and_says_so() -> None:
    crowd = tuple(
        Person(f"Person {n} Name{n}", ("end_user",), n % 5 + 1, n % 3 + 1, "neutral", "watch", True)
        for n in range(30)
    )
    text = shown(replace(NORTHWIND, buying_team=crowd))
    assert "and 10 more" in text
    assert text.count("\n") <= 110


def full(review: Review, number: int) -> str:
    text = shown(review, 200)
    return text.split(f"\n{number}. ")[1].split("\n\n")[0]


def test_the_first_findings_stand_in_full() -> None:
    first: Finding = NORTHWIND.findings[0]
    text = full(NORTHWIND, 1)
    assert text.startswith(first.message)
    for part in (
        first.why,
        first.ask[0],
        first.do[0],
        "12 points",
        "deals/northwind-erp.yaml:74",
        first.rule,
    ):
        assert part in text


def test_a_finding_behind_the_ceiling_says_so() -> None:
    capped = replace(NORTHWIND.findings[0], points=4)
    review = replace(NORTHWIND, findings=(capped,))
    assert "high, 4 points (worth 12; process has no more to lose)" in shown(review)


def test_the_dates_of_theirs_that_have_passed_are_told_as_passed() -> None:
    text = shown(replace(NORTHWIND, decision_date="2026-10-30", need_by="2026-11-01"))
    assert "they meant to decide 30 Oct 2026, 22 days ago · they needed it by 1 Nov 2026" in text


def test_a_long_list_of_findings_is_cut_and_counted() -> None:
    many = (*NORTHWIND.findings[:3], *(replace(NORTHWIND.findings[8], points=0, line=n) for n in range(500)))
    text = shown(replace(NORTHWIND, findings=many))
    assert text.count("check-in-step") == 20
    assert "and 480 more; dealcoach lint shows them all" in text
    assert "Some cost less than they are worth" in text


def test_a_capped_band_is_explained() -> None:
    text = " ".join(shown(LUMEN).split())
    assert "88 of 100" in text and "WATCH" in text
    assert "would be healthy. It stays at watch while something serious is open: single-threaded." in text


def test_little_knowledge_is_said_calmly_and_asks_first() -> None:
    text = shown(SPARSE)
    assert "UNKNOWN  coverage 38%" in text and "Too little is recorded to judge" in text
    assert text.index("ASK THESE FIRST") < text.index("THE NEXT TWO CRITICAL THINGS")
    assert text.count("Who is on the buying team") == 1
    assert "NOT KNOWN YET" not in text


def test_what_is_missing_of_the_next_two_things_is_asked() -> None:
    text = " ".join(shown(NORTHWIND).split())
    assert "From their plan: CFO reviews the business case (Ines Duarte, due 14 Nov, 7 days overdue)" in text
    assert (
        "Nothing of ours moves the decision yet. Ask: What could we do this week that makes it easier" in text
    )


def test_a_closed_deal_has_no_score() -> None:
    for status, word in (("won", "won"), ("lost", "lost"), ("no_decision", "not to decide")):
        text = shown(replace(WON, status=status))
        assert word in text and "of 100" not in text and text.count("\n") < 12


def test_what_is_not_computed_is_not_shown() -> None:
    text = shown(replace(NORTHWIND, hangs_on=None, repairs=None, waived=()))
    assert "HANGS ON" not in text and "SHORTEST WAY" not in text and "WAIVED" not in text
    assert "Losing any one person would cost no points." in shown(replace(NORTHWIND, hangs_on=()))


def test_many_repairs_of_one_rule_are_counted() -> None:
    assert NORTHWIND.repairs is not None
    rules = ("overdue-step", "no-ally", "overdue-step")
    review = replace(NORTHWIND, repairs=replace(NORTHWIND.repairs, rules=rules))
    assert "POINTS: REPAIR\n· overdue-step (2 times)\n· no-ally\n" in shown(review)


def test_the_same_review_gives_the_same_text() -> None:
    assert shown(NORTHWIND) == shown(replace(NORTHWIND))


def test_a_latin_card_needs_no_slow_library() -> None:
    code = (
        "import sys; from review_samples import AS_OF, NORTHWIND; from dealcoach.output.card import card; "
        "card(NORTHWIND, as_of=AS_OF, width=80, color=True); "
        "assert not {'wcwidth', 'rich', 'csv', 'json'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parent)


@pytest.mark.parametrize("columns", [80, 100, 120])
def test_each_of_the_others_takes_one_line_with_its_rule(columns: int) -> None:
    many = tuple(row._replace(message=row.message * 3) for row in NORTHWIND.findings)
    text = shown(NORTHWIND._replace(findings=many), columns)
    rows = text.split("\nTHEN\n")[1].split("\n\n")[0].split("\n")
    others = [row for row in many if row.rule and row.group != "files"][3:]
    assert len(others) > 1
    for finding, row in zip(others, rows, strict=False):
        assert row.endswith(f"  {finding.rule} :{finding.line}")
        assert "…" in row
