"""What moved on one deal."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from trial import generator

from dealcoach.comparing.deals import deal_change
from dealcoach.comparing.matching import Entry, Pair
from dealcoach.model.changes import DealChange, FindingMove, PersonMove, StepMove
from dealcoach.review.batch import review_bytes

from .making import AS_OF, entry, review, settings, unreadable

WEEK_AGO = date(2026, 11, 14)
TEAM: list[dict[str, Any]] = [
    {"name": "Lena Fox", "roles": ["end_user"], "stance": "supporter", "relationship": 3, "influence": 4},
    {"name": "Omar Aziz", "roles": ["decision_maker"], "stance": "neutral", "relationship": 2},
]


def change(before: dict[str, Any], now: dict[str, Any], day: date = AS_OF) -> DealChange:
    pair = Pair(entry(day=day, **before), entry(**now))
    return deal_change(pair, day.isoformat(), AS_OF.isoformat())


def kinds(moves: tuple[FindingMove, ...], rule: str) -> list[str]:
    return [move.kind for move in moves if move.rule == rule]


def test_the_same_file_on_the_same_day_has_nothing_to_tell() -> None:
    assert not change({"buying_team": TEAM}, {"buying_team": TEAM}).moved


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ({}, {"next_steps": [{"what": "Run the workshop with Lena Fox", "due": "2026-11-28"}]}),
        ({"buying_team": TEAM}, {"buying_team": TEAM[:1], "close_date": "2026-11-20"}),
        ({"close_date_history": ["2026-09-30"]}, {"close_date_history": ["2026-09-30", "2026-10-30"]}),
        ({"stage": "lead"}, {"stage": "proposal", "need": {"by": "2027-02-01"}}),
    ],
)
def test_the_moves_of_findings_add_up_to_the_move_of_the_score(
    before: dict[str, Any], now: dict[str, Any]
) -> None:
    found = change(before, now, WEEK_AGO)
    assert found.score_move == sum(move.effect for move in found.findings)
    assert found.findings


def test_a_finding_is_new_repaired_or_waived() -> None:
    step = {"what": "Run the pricing workshop", "due": "2026-12-01", "owner": "us"}
    waiver = {"rule": "no-next-step", "reason": "Holiday there", "until": "2026-12-31"}
    assert kinds(change({}, {"next_steps": [step]}).findings, "no-next-step") == ["repaired"]
    assert kinds(change({"next_steps": [step]}, {}).findings, "no-next-step") == ["new"]
    assert kinds(change({}, {"waivers": [waiver]}).findings, "no-next-step") == ["waived"]
    assert kinds(change({"waivers": [waiver]}, {}).findings, "no-next-step") == ["unwaived"]


def test_a_finding_grows_and_shrinks() -> None:
    twice, thrice = ["2026-09-30", "2026-10-30"], ["2026-09-30", "2026-10-30", "2026-11-20"]
    grown = change({"close_date_history": twice}, {"close_date_history": thrice})
    (move,) = [one for one in grown.findings if one.rule == "close-date-pushed"]
    assert (move.kind, move.points_before, move.points_now, move.effect) == ("grown", 4, 8, -4)
    shrunk = change({"close_date_history": thrice}, {"close_date_history": twice})
    assert kinds(shrunk.findings, "close-date-pushed") == ["shrunk"]


def test_a_finding_stays_the_same_when_lines_move_or_the_list_is_reordered() -> None:
    more = {"name": "Ana Ruiz", "stance": "resistant", "roles": ["purchaser"], "influence": 2}
    people = [*TEAM, more]
    found = change({"buying_team": people}, {"buying_team": people[::-1], "competitors": ["Globex"]})
    assert found.findings == ()


def test_own_values_that_moved() -> None:
    found = change(
        {}, {"close_date": "2027-02-15", "stage": "Contract", "amount": 80000, "owner": "Gil Moreno"}
    )
    shifts = {shift.name: (shift.before, shift.now, shift.days) for shift in found.shifts}
    assert shifts == {
        "stage": ("proposal", "Contract", None),
        "owner": ("Priya Nair", "Gil Moreno", None),
        "amount": (72000, 80000, None),
        "close_date": ("2027-01-15", "2027-02-15", 31),
    }


def test_the_same_words_spelt_otherwise_are_no_change() -> None:
    assert change({"stage": "Value Proposition"}, {"stage": "value_proposition"}).shifts == ()


def test_dates_of_theirs() -> None:
    found = change(
        {"customer_plan": {"decision_date": "2026-12-20"}, "need": {"by": "2027-02-01"}},
        {"customer_plan": {"decision_date": "2026-12-10"}},
    )
    shifts = {shift.name: (shift.before, shift.now, shift.days) for shift in found.shifts}
    assert shifts == {
        "decision_date": ("2026-12-20", "2026-12-10", -10),
        "need_by": ("2027-02-01", None, None),
    }


def test_people_come_go_and_drift() -> None:
    now = [
        {**TEAM[0], "stance": "resistant", "relationship": 4},
        {"name": "Ana Ruiz", "roles": ["purchaser", "influencer"]},
    ]
    assert change({"buying_team": TEAM}, {"buying_team": now}).people == (
        PersonMove("lost", "Omar Aziz", "decision maker"),
        PersonMove("gained", "Ana Ruiz", None, "purchaser, influencer"),
        PersonMove("stance", "Lena Fox", "supporter", "resistant", -1),
        PersonMove("relationship", "Lena Fox", "3", "4", 1),
    )


def test_a_stance_that_was_unknown_neither_rose_nor_fell() -> None:
    now = [{**TEAM[0], "stance": "unknown"}, TEAM[1]]
    (move,) = change({"buying_team": TEAM}, {"buying_team": now}).people
    assert move == PersonMove("stance", "Lena Fox", "supporter", None, 0)
    assert change({"buying_team": now}, {"buying_team": [{"name": "Lena Fox"}, TEAM[1]]}).people[0].drift == 0


def test_steps_done_added_dropped_moved_and_overdue() -> None:
    before = [
        {"what": "Send the redlined contract", "due": "2026-11-20"},
        {"what": "Visit the plant with Lena Fox", "due": "2026-11-30"},
        {"what": "Ask for the org chart"},
        {"what": "Size the pilot", "due": "2026-11-18", "owner": "customer"},
        {"what": "Old and done", "done": True},
    ]
    now = [
        {"what": "Send the redlined contract", "due": "2026-11-20", "done": "2026-11-19"},
        {"what": "Visit the plant with Lena Fox", "due": "2026-12-07"},
        {"what": "Size the pilot", "due": "2026-11-18", "owner": "customer"},
        {"what": "Book the board slot", "due": "2026-12-01"},
        {"what": "Call their counsel", "done": "2026-11-20"},
    ]
    found = change({"next_steps": before}, {"next_steps": now}, WEEK_AGO)
    assert found.steps == (
        StepMove("done", "Send the redlined contract", None, "2026-11-20"),
        StepMove("moved", "Visit the plant with Lena Fox", None, "2026-12-07", "2026-11-30"),
        StepMove("overdue", "Size the pilot", "customer", "2026-11-18"),
        StepMove("added", "Book the board slot", None, "2026-12-01"),
        StepMove("done", "Call their counsel", None, None),
        StepMove("dropped", "Ask for the org chart", None, None),
    )


def test_a_reworded_step_is_the_same_step() -> None:
    before = [{"what": "Walk the plant leads through the rollout plan", "due": "2026-11-28"}]
    now = [{"what": "Walk all plant leads through the rollout plan", "due": "2026-12-03"}]
    (move,) = change({"next_steps": before}, {"next_steps": now}).steps
    assert (move.kind, move.was_due) == ("moved", "2026-11-28")


def test_steps_of_the_customers_plan() -> None:
    before = {"steps": [{"what": "Board approves capex", "who": "Ines Duarte", "due": "2026-12-09"}]}
    now = {
        "steps": [{"what": "Board approves capex", "who": "Ines Duarte", "due": "2026-12-09", "done": True}]
    }
    (move,) = change({"customer_plan": before}, {"customer_plan": now}).steps
    assert move == StepMove("done", "Board approves capex", "Ines Duarte", "2026-12-09", None, True)


def test_a_deal_that_closed_has_no_score_to_explain() -> None:
    found = change({}, {"status": "won"})
    assert found.findings == found.steps == ()
    assert found.score_move is None
    assert [shift.name for shift in found.shifts] == ["status"]


def test_a_renamed_file_and_one_that_cannot_be_read() -> None:
    moved = deal_change(Pair(entry("old.yaml"), entry("new.yaml")), "2026-11-21", "2026-11-21")
    assert (moved.file, moved.was_file, moved.moved) == ("deals/new.yaml", "deals/old.yaml", True)
    broken = deal_change(Pair(entry(), unreadable()), "2026-11-21", "2026-11-21")
    assert broken.moved
    assert [problem.message for problem in broken.problems_now] == ["no date"]
    assert not deal_change(Pair(unreadable(), unreadable()), "2026-11-21", "2026-11-21").moved


def test_time_alone_moves_a_score() -> None:
    step = {"what": "Run the pricing workshop", "due": "2026-11-17", "owner": "us"}
    pair = Pair(
        Entry("a", "a", review(WEEK_AGO, next_steps=[step])), Entry("a", "a", review(next_steps=[step]))
    )
    found = deal_change(pair, "2026-11-14", "2026-11-21")
    assert [move.kind for move in found.steps] == ["overdue"]
    assert {"overdue-step", "waiting-on-customer"} <= {move.rule for move in found.findings}
    assert found.score_move == sum(move.effect for move in found.findings)


@pytest.mark.parametrize("number", range(0, 60, 3))
def test_any_two_deals_add_up(number: int) -> None:
    """Even deals that have nothing to do with each other: every point that moved is told once."""
    reviews = [
        review_bytes("deals/a.yaml", generator().deal_text(one).encode(), settings())
        for one in (number, number + 1)
    ]
    before, now = (Entry("a", "a", found) for found in reviews)
    found = deal_change(Pair(before, now), AS_OF.isoformat(), AS_OF.isoformat())
    if found.score_move is not None:
        assert found.score_move == sum(move.effect for move in found.findings)
    assert all(move.effect for move in found.findings if move.kind in ("grown", "shrunk"))
