"""Advice says what the file says: it denies nobody whom the file names, and asks for nothing that it tells."""

from __future__ import annotations

import pytest
from trial import HEAD, reviewed

from dealcoach.model.finding import Finding

IDA = "  - {name: Ida Lund, roles: [evaluator], stance: neutral, influence: 2, relationship: 2}\n"


def found(rule: str, text: str) -> Finding:
    return next(finding for finding in reviewed(HEAD + text).findings if finding.rule == rule)


def advice(finding: Finding) -> str:
    return " ".join((finding.message, *finding.ask, *finding.do))


@pytest.mark.parametrize(
    "key", ["influenced_by: [Ida Lund]", "reports_to: Ida Lund", "influenced_by: [Zoe Far]"]
)
@pytest.mark.parametrize(
    ("rule", "role"),
    [
        ("resistant-purchaser", "purchaser"),
        ("resistant-end-user", "end_user"),
        ("resistant-problem-owner", "problem_owner"),
        ("resistant-decision-maker", "decision_maker"),
        ("resistant-outsider", "outsider"),
        ("resistant-insider", "insider"),
    ],
)
def test_who_is_said_to_move_somebody_is_named(rule: str, role: str, key: str) -> None:
    karl = f"buying_team:\n  - {{name: Karl Boss, roles: [{role}], stance: resistant, influence: 5, %s}}\n"
    told = advice(found(rule, karl % key + IDA))
    assert ("Zoe Far" if "Zoe" in key else "Ida Lund") in told
    assert "obody in the file" not in told
    assert "obody in the file" in advice(found(rule, karl % "relationship: 2" + IDA))


def test_who_resists_is_not_named_as_a_mover() -> None:
    karl = "buying_team:\n  - {name: Karl Boss, roles: [decision_maker], stance: resistant, influenced_by: [Ida Lund]}\n"
    told = advice(found("resistant-decision-maker", karl + IDA.replace("neutral", "resistant")))
    assert "Nobody in the file can move Karl Boss yet" in told


def test_who_reports_to_somebody_is_not_asked_whom_they_answer_to() -> None:
    team = (
        "buying_team:\n  - {name: Max Berater, roles: [outsider], stance: resistant, influence: 2%s}\n"
        "  - {name: Ida Lund, roles: [problem_owner], stance: supporter, influence: 3}\n"
        "  - {name: Ole Vik, roles: [decision_maker], stance: supporter, influence: 4}\n"
    )
    assert "does Max Berater answer to" in advice(found("resistant-outsider", team % ""))
    assert "answer to" not in advice(found("resistant-outsider", team % ", reports_to: Ida Lund"))


@pytest.mark.parametrize(
    ("rule", "more"),
    [
        ("single-threaded", ""),
        ("kdm-only", "  - {name: Ole Vik, roles: [decision_maker], last_contact: 2026-11-18}\n"),
    ],
)
def test_whom_we_met_and_did_not_list_is_told(rule: str, more: str) -> None:
    team = (
        "our_team: [Max Own]\nbuying_team:\n"
        f"  - {{name: Ida Lund, roles: [decision_maker], last_contact: 2026-11-18}}\n{more}"
    )
    talks = "activity: [{date: 2026-11-18, type: meeting, with: [Ida Lund, Paul Stern, Max Own, us, Paul Stern]}]\n"
    assert "Paul Stern" not in advice(found(rule, team))
    told = advice(found(rule, team + talks))
    assert "Paul Stern" in told
    assert "Max Own" not in told


def test_what_two_findings_would_say_is_said_once() -> None:
    team = "buying_team: [{name: Ida Lund, roles: [decision_maker], last_contact: 2026-11-18}]\n"
    talks = "activity: [{date: 2026-11-18, type: meeting, with: [Paul Stern]}]\n"
    findings = reviewed(HEAD + team + talks).findings
    assert [f.rule for f in findings if any("Paul Stern" in play for play in f.do)] == ["single-threaded"]


@pytest.mark.parametrize(("stance", "sends"), [("neutral", True), ("resistant", False)])
def test_who_sent_us_is_asked_before_strangers(stance: str, sends: bool) -> None:
    told = advice(
        found(
            "develop-key-contact",
            "buying_team:\n  - {name: Kim Berg, influence: 5, relationship: 1, introduced_by: Baker}\n"
            f"  - {{name: Bob Baker, influence: 2, relationship: 3, stance: {stance}}}\n",
        )
    )
    assert ("Ask Bob Baker, who sent you" in told) is sends
    assert ("Nobody in the file can introduce you" in told) is not sends
