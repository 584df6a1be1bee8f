"""The report as JSON, dealcoach.report/1."""

from __future__ import annotations

import json
from typing import Any

import pytest
from golden_text import assert_golden
from hypothesis import given
from hypothesis import strategies as st
from review_samples import (
    CALM,
    EMPTY,
    HOSTILE,
    HOSTILE_REPORT,
    LUMEN,
    NORTHWIND,
    REPORT,
    SPARSE,
    WON,
    only,
    replace,
)

from dealcoach.model.review import Report, Review
from dealcoach.output.review_json import SEPARATOR, json_deal, json_head, json_tail, json_text

DEAL = [
    "file",
    "deal",
    "account",
    "owner",
    "amount",
    "currency",
    "stage",
    "close_date",
    "status",
    "score",
    "band",
    "coverage",
    "groups",
    "findings",
    "unknowns",
    "waived",
    "buying_team",
    "next_steps",
    "repairs",
    "hangs_on",
]
INSIDE = {
    "groups": "group max lost",
    "findings": "rule group severity points message file line column path subject ask do source",
    "unknowns": "rule question",
    "waived": "rule reason by until line",
    "buying_team": "name roles influence relationship stance quadrant engaged",
    "next_steps": "what owner side due done reading",
    "hangs_on": "name score drop new_rules",
}


def parsed(report: Report) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(json_text(report))
    return value


def test_the_report_as_a_person_has_judged_it() -> None:
    assert_golden("report.json", json_text(REPORT))


@pytest.mark.parametrize("review", [NORTHWIND, LUMEN, SPARSE, CALM, WON, HOSTILE])
def test_every_key_is_always_there_in_its_order(review: Review) -> None:
    deal = json.loads(json_deal(review))
    assert list(deal) == DEAL
    for key, names in INSIDE.items():
        for item in deal[key] or []:
            assert list(item) == names.split()
    assert deal["repairs"] is None or list(deal["repairs"]) == ["to_band", "score", "rules"]


def test_the_frame() -> None:
    report = parsed(REPORT)
    assert list(report) == ["format", "as_of", "version", "deals", "problems", "summary"]
    assert (report["format"], report["as_of"], report["version"]) == (
        "dealcoach.report/1",
        "2026-11-21",
        "0.1.0",
    )
    assert list(report["problems"][0]) == ["file", "line", "column", "rule", "severity", "message"]
    assert list(report["summary"]) == ["deals", "amount", "amount_at_risk", "by_band", "by_owner", "themes"]
    assert list(report["summary"]["by_owner"][0]) == [
        "owner",
        "deals",
        "amount",
        "amount_at_risk",
        "top_rule",
    ]
    assert list(report["summary"]["themes"][0]) == ["rule", "deals", "amount"]


def test_deals_and_problems_are_sorted_by_file() -> None:
    deals = tuple(replace(NORTHWIND, file=f"deals/{name}.yaml") for name in "cab")
    problems = tuple(
        replace(REPORT.problems[0], file=name, line=line) for name, line in (("b", 1), ("a", 9), ("a", 2))
    )
    report = parsed(replace(REPORT, deals=deals, problems=problems))
    assert [deal["file"][6] for deal in report["deals"]] == ["a", "b", "c"]
    assert [(problem["file"], problem["line"]) for problem in report["problems"]] == [
        ("a", 2),
        ("a", 9),
        ("b", 1),
    ]


def test_values_are_those_of_the_review() -> None:
    deal = json.loads(json_deal(NORTHWIND))
    assert deal["amount"] == 240000 and isinstance(deal["amount"], int)
    assert json.loads(json_deal(replace(NORTHWIND, amount=240000.0)))["amount"] == 240000
    assert '"amount":240000,' in json_deal(replace(NORTHWIND, amount=240000.0))
    assert json.loads(json_deal(LUMEN))["amount"] == 64000.5
    assert deal["findings"][0]["ask"] == list(NORTHWIND.findings[0].ask)
    assert deal["waived"][0]["until"] == "2026-12-31"
    assert deal["buying_team"][5]["influence"] is None
    assert json.loads(json_deal(WON))["score"] is None
    assert json.loads(json_deal(CALM))["hangs_on"] == []


def test_a_folder_is_streamed_to_the_same_text() -> None:
    for report in (REPORT, EMPTY, only(NORTHWIND), HOSTILE_REPORT):
        deals = sorted(report.deals, key=lambda deal: deal.file)
        streamed = (
            json_head(report.as_of, report.version)
            + SEPARATOR.join(map(json_deal, deals))
            + json_tail(report.problems, report.summary)
        )
        assert streamed == json_text(report)
        assert parsed(report)["deals"] is not None


def test_a_deal_is_a_line() -> None:
    lines = json_text(REPORT).splitlines()
    assert [line[:9] for line in lines if line.startswith('{"file"')] == ['{"file":"'] * (
        len(REPORT.deals) + 1
    )


def test_nothing_in_it_steers_a_terminal_or_a_ci_runner() -> None:
    text = json_text(
        replace(HOSTILE_REPORT, deals=(HOSTILE, replace(NORTHWIND, account="##[error] ##vso[x]")))
    )
    assert text.isascii() and "\x1b" not in text and "##[" not in text and "##vso" not in text
    deals = json.loads(text)["deals"]
    assert {deal["account"] for deal in deals} == {HOSTILE.account, "##[error] ##vso[x]"}
    assert deals[0]["file"] == deals[0]["findings"][0]["file"] == "deals/e\\xffvil|`.yaml"


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
def test_any_text_survives(text: str) -> None:
    deal = json.loads(json_deal(replace(NORTHWIND, deal=text, account=f"#{text}#")))
    assert (deal["deal"], deal["account"]) == (text, f"#{text}#")
