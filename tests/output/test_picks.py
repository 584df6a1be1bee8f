"""What is said first of a deal."""

from __future__ import annotations

from typing import Any

from review_samples import LUMEN, NORTHWIND, SPARSE, STEPS, TEAM_QUESTION, replace

from dealcoach.model.review import NextStep, PlanItem
from dealcoach.output import picks


def step(what: str, side: str, due: str | None = "2026-11-30", **more: Any) -> Any:
    return replace(NextStep(what, None, side, due, False, "active"), **more)


def two(*steps: NextStep, plan: tuple[PlanItem, ...] = ()) -> tuple[picks.Critical, picks.Critical]:
    return picks.next_two(replace(NORTHWIND, next_steps=steps, customer_plan=plan))


def test_the_earliest_step_of_each_side_counts() -> None:
    theirs, ours = two(
        step("later", "us", "2026-12-05"),
        step("soon", "us", "2026-11-25"),
        step("undated", "us", None),
        step("data", "customer", "2026-12-01"),
    )
    assert (theirs.what, ours.what) == ("data", "soon")


def test_done_waiting_and_chasing_steps_do_not_count() -> None:
    theirs, ours = two(*STEPS, step("over", "us", done=True), step("over too", "customer", done="2026-11-20"))
    assert (theirs.kind, ours.kind) == ("question", "question")


def test_a_missing_step_asks_the_question_of_its_finding() -> None:
    one_sided = replace(NORTHWIND.findings[0], rule="one-sided-plan", ask=("Which part is theirs?",))
    flagged = replace(NORTHWIND, findings=(*NORTHWIND.findings, one_sided), next_steps=(), customer_plan=())
    theirs, ours = picks.next_two(flagged)
    assert theirs.what == "Which part is theirs?"
    assert ours.what == NORTHWIND.findings[0].ask[0]
    without = replace(NORTHWIND, findings=(), next_steps=(), customer_plan=())
    assert [thing.what for thing in picks.next_two(without)] == [picks.ASK_THEIRS, picks.ASK_OURS]


def test_their_plan_stands_in_for_a_step_of_theirs() -> None:
    plan = (
        PlanItem("late", "Ines", None, False),
        PlanItem("first", "Ines", "2026-12-01", False),
        PlanItem("done", None, "2026-11-01", True),
    )
    assert two(plan=plan)[0] == picks.Critical("theirs", "first", "Ines", "2026-12-01", "plan")


def test_a_shared_step_is_theirs_and_leaves_ours_to_another() -> None:
    theirs, ours = picks.next_two(LUMEN)
    assert (theirs.kind, theirs.what) == ("shared", "Walk legal through clause 9 on the call")
    assert ours.what == "Send the order form"
    assert [thing.kind for thing in two(step("together", "both"))] == ["shared", "same"]
    assert [thing.what for thing in two(step("together", "both"), step("data", "customer"))] == [
        "data",
        "together",
    ]


def test_a_question_is_asked_once_for_all_its_rules_and_the_dearest_comes_first() -> None:
    team, stage = picks.questions(SPARSE)
    assert (team.text, team.worth, len(team.rules)) == (TEAM_QUESTION, 12, 4)
    assert stage.rules == ("stalled-in-stage",)


def test_findings_about_the_file_are_never_the_one_to_talk_about() -> None:
    note = replace(NORTHWIND.findings[-1], severity="high")
    deal = replace(NORTHWIND, findings=(note, *NORTHWIND.findings[:1]))
    assert picks.top_finding(deal) == NORTHWIND.findings[0]
    assert picks.about_the_file(deal) == [note]
    assert picks.talk_and_ask(replace(SPARSE, findings=(note,))) == ("", TEAM_QUESTION)
    assert picks.talk_and_ask(replace(SPARSE, findings=(), unknowns=())) == ("", "")
    assert picks.holding(LUMEN) == ["single-threaded"]
