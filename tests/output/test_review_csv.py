"""The report as CSV."""

from __future__ import annotations

import csv
import io

import pytest
from golden_text import assert_golden
from hypothesis import given
from hypothesis import strategies as st
from review_samples import EMPTY, HOSTILE_REPORT, NORTHWIND, REPORT, only, replace

from dealcoach.output.csv_format import HEADER, csv_head, csv_rows, csv_text

FORMULAS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_table_as_a_person_has_judged_it() -> None:
    assert_golden("board.csv", csv_text(REPORT))


def test_a_row_a_deal_in_the_order_of_the_report() -> None:
    read = rows(csv_text(REPORT))
    assert [row["file"] for row in read] == [deal.file for deal in REPORT.deals]
    assert rows(csv_text(EMPTY)) == []
    assert csv_head() + csv_rows(REPORT.deals) == csv_text(REPORT)


def test_the_cells_of_a_deal() -> None:
    row = rows(csv_text(only(NORTHWIND)))[0]
    finding = NORTHWIND.findings[0]
    expected = {
        "amount": "240000",
        "score": "47",
        "band": "at_risk",
        "process_lost": "21",
        "top_rule": finding.rule,
        "top_message": finding.message,
        "top_question": finding.ask[0],
        "top_line": "74",
        "next_theirs": "CFO reviews the business case",
        "next_theirs_due": "2026-11-14",
        "next_ours": "",
        "repairs_rules": "waiting-on-customer",
        "hangs_on": "Tom Becker",
        "hangs_on_drop": "16",
    }
    assert {key: row[key] for key in expected} == expected
    assert tuple(row) == HEADER


def test_a_closed_deal_has_no_points() -> None:
    row = rows(csv_text(REPORT))[-1]
    assert row["status"] == "won"
    assert not any(
        row[key] for key in ("score", "band", "coverage", "process_lost", "next_theirs", "top_rule")
    )


def test_amounts_stay_numbers() -> None:
    text = csv_text(only(replace(NORTHWIND, amount=64000.5)))
    assert ",64000.5,EUR," in text


@pytest.mark.parametrize("start", FORMULAS)
def test_a_formula_is_text(start: str) -> None:
    row = rows(csv_text(only(replace(NORTHWIND, account=f"{start}HYPERLINK(1)"))))[0]
    assert row["account"].startswith("'")


@pytest.mark.parametrize("name", ["::x", "Smith::Jones", "[error]", "#1 Movers", "##7", "R&D | \\ ` *a*"])
def test_a_name_that_is_no_formula_stays_as_it_is(name: str) -> None:
    (row,) = rows(csv_text(only(replace(NORTHWIND, account=name))))
    assert row["account"] == name


def test_no_row_is_a_command_to_a_ci_runner() -> None:
    hostile = replace(NORTHWIND, file="::error::x.yaml", account="a ##[error]b", owner="##vso[task]c")
    text = csv_text(only(hostile))
    assert not any(line.lstrip().startswith("::") for line in text.splitlines())
    assert "##[" not in text and "##vso[" not in text


@given(st.text(max_size=60))
def test_any_name_stays_one_harmless_cell(name: str) -> None:
    text = csv_text(only(replace(NORTHWIND, account=name, owner=name)))
    (row,) = rows(text)
    assert row["score"] == "47"
    assert not row["account"].startswith(FORMULAS)
    assert row["account"] == row["owner"]
    assert text.isprintable() or set(filter(lambda char: not char.isprintable(), text)) <= set("\n") | set(
        name
    )


def test_hostile_texts_cannot_leave_their_cell() -> None:
    text = csv_text(HOSTILE_REPORT)
    assert "\x1b" not in text and "\u202e" not in text
    (row,) = rows(text)
    assert row["deal"].startswith("'=cmd") and row["stage"].startswith("'+proposal")
