"""Redaction: no name and no free text of a deal is left anywhere."""

from __future__ import annotations

import json
from typing import Any

import pytest
from golden_text import assert_golden
from hypothesis import given, settings
from hypothesis import strategies as st
from review_samples import (
    AS_OF,
    HOSTILE_REPORT,
    LUMEN,
    NORTHWIND,
    REPORT,
    SPARSE,
    TEAM_QUESTION,
    only,
    replace,
)
from review_strategies import reports, reviews

from dealcoach.model.finding import Problem
from dealcoach.model.review import Report, Review
from dealcoach.output.board import board
from dealcoach.output.card import card
from dealcoach.output.csv_format import csv_text
from dealcoach.output.markdown import markdown
from dealcoach.output.redact import Redactor, redact
from dealcoach.output.review_json import json_text
from dealcoach.rules.templates import Template


def every_output(report: Report) -> str:
    cards = [card(deal, as_of=AS_OF, width=200, color=False) for deal in report.deals]
    grouped = [board(report, width=200, color=False, group_by=by) for by in (None, "owner", "stage")]
    return "\n".join([*cards, *grouped, markdown(report), csv_text(report), json_text(report), repr(report)])


def test_the_redacted_card_as_a_person_has_judged_it() -> None:
    redacted = redact(REPORT)
    assert_golden("card-redacted-80.txt", card(redacted.deals[0], as_of=AS_OF, width=80, color=False))
    assert_golden("board-redacted-80.txt", board(redacted, width=80, color=False))


def test_names_become_roles_and_stay_the_same_throughout() -> None:
    deal = redact(only(NORTHWIND)).deals[0]
    assert (deal.file, deal.deal, deal.account, deal.owner) == ("deal-1.yaml", "Deal 1", "Account 1", "Rep 1")
    names = [person.name for person in deal.buying_team]
    assert names == [
        "Decision maker 1",
        "Problem owner 1",
        "End user 1",
        "End user 2",
        "Contact 1",
        "Purchaser 1",
    ]
    assert [step.owner for step in deal.next_steps] == ["Decision maker 1", "Rep 1"]
    assert deal.hangs_on is not None
    assert [item.name for item in deal.hangs_on] == ["Problem owner 1", "Contact 1"]
    assert deal.findings[1].subject == "End user 2"
    assert deal.findings[1].message == "Resistant end user: End user 2"
    assert deal.findings[8].subject == "Step 2"
    assert deal.customer_plan[0].who == "Decision maker 1"
    assert all(finding.file == deal.file for finding in deal.findings)


@pytest.mark.parametrize("role", ["purchaser", "problem owner", "problem_owner"])
def test_a_role_that_nobody_plays_stays(role: str) -> None:
    found = replace(NORTHWIND.findings[0], rule="uncovered-role", path="buying_team", subject=role)
    (finding,) = redact(only(replace(NORTHWIND, findings=(found,)))).deals[0].findings
    assert (finding.subject, finding.message) == (role, f"Uncovered role: {role.replace('_', ' ')}")


def test_one_owner_and_one_account_keep_their_number_across_deals() -> None:
    twin = replace(LUMEN, file="deals/other.yaml", owner=NORTHWIND.owner, account=NORTHWIND.account)
    first, second = redact(replace(REPORT, deals=(NORTHWIND, twin))).deals
    assert (first.owner, first.account) == (second.owner, second.account)
    assert first.file != second.file
    redacted = redact(REPORT)
    assert redacted.summary.by_owner[0].owner == redacted.deals[0].owner


def test_the_same_name_at_two_accounts_is_two_people() -> None:
    other = replace(NORTHWIND, file="b.yaml", account="Another")
    first, second = redact(replace(REPORT, deals=(NORTHWIND, other))).deals
    assert (first.buying_team[0].name, second.buying_team[0].name) == ("Decision maker 2", "Decision maker 1")


def numbers(report: Report, **more: Any) -> dict[str, tuple[str, str, str]]:
    """File, account and owner as redacted, by the file that they stand for."""
    redacted = redact(report, **more).deals
    return {
        deal.file: (shown.file, shown.account, shown.owner)
        for deal, shown in zip(report.deals, redacted, strict=True)
    }


def test_numbers_follow_the_files_and_not_the_order_in_which_deals_are_shown() -> None:
    other = replace(REPORT, deals=REPORT.deals[::-1])
    assert numbers(REPORT) == numbers(other)
    files = sorted({deal.file for deal in REPORT.deals} | {problem.file for problem in REPORT.problems})
    assert {file: row[0] for file, row in numbers(REPORT).items()} == {
        file: f"deal-{place}.yaml" for place, file in enumerate(files, 1) if file in numbers(REPORT)
    }


def test_every_number_stays_where_not_all_deals_of_the_run_are_shown() -> None:
    whole = redact(REPORT)
    for place, deal in enumerate(REPORT.deals):
        part = replace(REPORT, deals=(deal,))
        assert redact(part, run=REPORT.deals).deals == whole.deals[place : place + 1]
    assert redact(replace(REPORT, deals=REPORT.deals[:1], problems=())).deals[0].file == "deal-1.yaml"


def test_what_is_no_text_of_theirs_stays() -> None:
    deal = redact(only(NORTHWIND)).deals[0]
    for key in (
        "amount",
        "currency",
        "close_date",
        "score",
        "band",
        "coverage",
        "groups",
        "repairs",
        "decision_date",
    ):
        assert getattr(deal, key) == getattr(NORTHWIND, key)
    for key in ("rule", "points", "line", "path", "source", "severity"):
        assert [getattr(item, key) for item in deal.findings[:-1]] == [
            getattr(item, key) for item in NORTHWIND.findings[:-1]
        ]
    assert deal.stage == "proposal"


def test_stages_of_one_s_own_are_numbered_unless_the_configuration_lists_them() -> None:
    report = only(replace(NORTHWIND, stage="Bake-off with Karl"))
    assert redact(report).deals[0].stage == "Stage 1"
    assert redact(report, stages=["bake off with karl"]).deals[0].stage == "Bake-off with Karl"


def test_advice_that_is_the_rule_s_own_word_for_word_may_stay() -> None:
    finding, unknown = NORTHWIND.findings[2], REPORT.deals[1].unknowns[0]
    texts = {finding.rule: [Template(finding.do[0])], unknown.rule: [Template(TEAM_QUESTION)]}
    kept = redact(REPORT, texts=texts)
    assert kept.deals[0].findings[2].do == (finding.do[0],)
    assert kept.deals[1].unknowns[0].question == TEAM_QUESTION
    assert redact(only(SPARSE)).deals[0].unknowns[0].question == "KDM only: not known yet"


def test_a_stream_is_redacted_like_the_whole() -> None:
    redactor = Redactor()
    rows: dict[str, Any] = {row.file: row for row in (*REPORT.deals, *REPORT.problems)}
    shown = {
        file: redactor.problem(row) if isinstance(row, Problem) else redactor.review(row)
        for file, row in sorted(rows.items())
    }
    whole = redact(REPORT)
    assert whole.deals == tuple(shown[deal.file] for deal in REPORT.deals)
    assert whole.problems == tuple(shown[problem.file] for problem in REPORT.problems)
    assert whole.summary == redactor.summary(REPORT.summary)


def test_a_hostile_report_leaves_nothing() -> None:
    text = every_output(redact(HOSTILE_REPORT))
    assert not [word for word in ("Eve", "pwned", "script", "everyone", "evil", "cmd", "SUM") if word in text]


SECRETS = st.text(alphabet="QXZqxz@é日 -", min_size=1, max_size=12).map(lambda text: f"Qz{text}xQ")


@settings(max_examples=60, deadline=None)
@given(reports(SECRETS))
def test_no_name_and_no_text_of_a_deal_is_left_in_any_output(report: Report) -> None:
    text = every_output(redact(report))
    assert "Qz" not in text and "xQ" not in text
    assert json.loads(json_text(redact(report)))["format"] == "dealcoach.report/1"


@given(reviews(SECRETS))
def test_people_keep_apart_and_together(review: Review) -> None:
    redacted = redact(only(review)).deals[0]
    before = [person.name for person in review.buying_team]
    after = [person.name for person in redacted.buying_team]
    folded = ["".join(name.casefold().split()).replace("-", "").replace("_", "") for name in before]
    assert len(set(after)) == len(set(folded))
