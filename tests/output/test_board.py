"""The board of many deals."""

from __future__ import annotations

from typing import Any

import pytest
from golden_text import assert_golden
from review_samples import EMPTY, HOSTILE_REPORT, LUMEN, NORTHWIND, REPORT, SUMMARY, replace

from dealcoach.model.review import Report
from dealcoach.output.board import board
from dealcoach.output.board_totals import totals
from dealcoach.output.terminal import width


def shown(report: Report, columns: int = 80, **more: Any) -> str:
    return board(report, **{"width": columns, "color": False, **more})


def test_the_board_as_a_person_has_judged_it() -> None:
    assert_golden("board-80.txt", shown(REPORT))
    assert_golden("board-120.txt", shown(REPORT, 120))
    assert_golden("board-140.txt", shown(REPORT, 140))
    assert_golden("board-140-color.txt", shown(REPORT, 140, color=True))
    assert_golden("board-80-owner.txt", shown(REPORT, group_by="owner"))
    assert_golden("board-80-hostile.txt", shown(HOSTILE_REPORT))


@pytest.mark.parametrize("columns", [60, 80, 120, 131, 132, 200])
@pytest.mark.parametrize("group_by", [None, "owner", "stage"])
def test_no_line_is_wider_than_the_terminal(columns: int, group_by: str | None) -> None:
    for report in (REPORT, HOSTILE_REPORT, EMPTY):
        for more in ({}, {"color": True}, {"ascii_only": True}):
            text = shown(report, columns, group_by=group_by, **more)
            assert [line for line in text.split("\n") if width(line) > columns] == []
            assert "\x1b" not in text or "color" in more
            assert text.isascii() or "ascii_only" not in more


def test_a_narrower_terminal_gets_sixty_columns() -> None:
    assert shown(REPORT, 20) == shown(REPORT, 60)


def test_the_deals_keep_the_order_of_the_report() -> None:
    text = shown(REPORT)
    places = [text.index(account) for account in ("Northwind", "Alder Valley", "Lumen & Hart", "日本計測")]
    assert places == sorted(places)
    assert shown(replace(REPORT, deals=REPORT.deals[::-1])).index("日本計測") < text.index("Lumen")


def test_a_row_has_the_one_finding_and_its_question() -> None:
    text = " ".join(shown(REPORT).split())
    finding = NORTHWIND.findings[0]
    assert f"Talk about {finding.message} Ask {finding.ask[0]}" in text
    assert NORTHWIND.findings[1].message not in text


def test_whom_a_deal_hangs_on_is_told_where_it_was_computed() -> None:
    assert "Hangs on Tom Becker: without them it falls by 16 to 31" in " ".join(shown(REPORT).split())
    deals = tuple(replace(deal, hangs_on=None) for deal in REPORT.deals)
    assert "Hangs on" not in shown(replace(REPORT, deals=deals))


def test_top_shortens_the_rows_and_not_the_totals() -> None:
    text = shown(REPORT, top=1)
    assert "3 more open deals below this, counted in the totals." in text
    assert "Alder Valley" not in text
    assert "4 open deals · EUR 240,000, JPY 1,234,567,890, USD 64,000.50" in text


def test_sections_have_subtotals() -> None:
    twice = replace(LUMEN, file="deals/second.yaml", amount=1000, band="critical")
    text = shown(replace(REPORT, deals=(NORTHWIND, LUMEN, twice)), group_by="owner")
    assert "Theo Banks\n  2 deals · USD 65,000.50 · at risk USD 1,000\n" in text
    short = shown(replace(REPORT, deals=(NORTHWIND, LUMEN, twice)), group_by="owner", top=2)
    assert "Theo Banks\n  2 deals · USD 65,000.50 · at risk USD 1,000\n" in short
    assert short.count("Lumen & Hart") == 1
    assert "contract\n  1 deal · USD 64,000.50\n" in shown(REPORT, group_by="stage")


def test_money_at_risk_is_told_by_currency() -> None:
    also = replace(LUMEN, band="critical", amount=1)
    deals = (NORTHWIND, LUMEN, also, replace(NORTHWIND, amount=None, currency=None))
    assert "At risk: EUR 240,000 (100%), USD 1 (0%)" in shown(replace(REPORT, deals=deals))


def test_cents_add_up() -> None:
    amounts = (28909.87, 88462.16, 1272.78, 7436.11, 72173.12, 46721.96)
    deals = [replace(LUMEN, amount=amount, currency="EUR", band="critical") for amount in amounts]
    total, risky = totals(deals)
    assert total == risky == {"EUR": 244976}


def test_by_owner_only_when_there_are_several() -> None:
    one = replace(SUMMARY, by_owner=SUMMARY.by_owner[:1])
    assert "BY OWNER" in shown(REPORT)
    assert "BY OWNER" not in shown(replace(REPORT, summary=one))


def test_waivers_and_problems_stand_at_the_end() -> None:
    text = " ".join(shown(REPORT).split())
    waiver = (
        "northwind-erp.yaml:101 close-date-unanchored until 31 Dec, by Dana Reyes: Their fiscal year moved"
    )
    problem = "deals/broken.yaml:7:9: “$240,000” is not a plain number"
    assert text.index("WAIVERS IN FORCE") < text.index(waiver) < text.index(problem)
    assert 'amount: "$240,000"' in text


def test_when_nothing_could_be_read_the_problems_speak() -> None:
    text = shown(replace(EMPTY, problems=REPORT.problems))
    assert text.startswith("Deals on 21 Nov 2026\n\nCOULD NOT BE READ: 1 FILE\ndeals/broken.yaml:7:9: ")


def test_a_board_that_its_filters_left_empty_says_so() -> None:
    assert shown(EMPTY, filtered=True) == "Deals on 21 Nov 2026\nNo open deal fits the filters.\n"
    assert shown(REPORT, filtered=True) == shown(REPORT)


def test_an_empty_board_is_kind() -> None:
    assert shown(EMPTY) == (
        "Deals on 21 Nov 2026\nNo open deals here.\n"
        "When there is one, dealcoach new asks a few questions and writes its file.\n"
    )
