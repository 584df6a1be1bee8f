"""Forms for findings about the process: steps, dates, stages, silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealcoach.coaching import building, places
from dealcoach.coaching.building import Form
from dealcoach.coaching.editing import Put
from dealcoach.coaching.forms import Choice, Given, Kind, Part
from dealcoach.importing.emit import scalar

if TYPE_CHECKING:
    from dealcoach.coaching.editing import Change
    from dealcoach.coaching.looking import Seen
    from dealcoach.model.finding import Finding

_ASKED = "This belongs to the answer."


def new_step(seen: Seen, _finding: Finding) -> Form:
    """A next step of either side."""
    return building.step(seen, "What happens next, and what comes of it?", side="any")


def our_step(seen: Seen, _finding: Finding) -> Form:
    """A step of ours that moves it along."""
    return building.step(seen, "What will you do that makes their part easier?")


def other_side(seen: Seen, _finding: Finding) -> Form:
    """A step of the side that has none yet."""
    if seen.facts["progress"]["active_side"] == "customer":
        return building.step(seen, "What will you do while they do theirs?")
    return building.step(seen, "What will they do next? Best in the words they agreed to.", side="customer")


def rewrite(seen: Seen, finding: Finding) -> Form:
    """The words of a step, with a purpose."""
    path = (*places.plan_or_step(finding), "what")
    text = "What should come of this step? Write it anew, with its purpose."
    return building.words(path, text, reads="step")


def due(_seen: Seen, finding: Finding) -> Form:
    """The day of a step."""
    return building.day((*places.plan_or_step(finding), "due"), "By which day?")


def late(_seen: Seen, finding: Finding) -> Form:
    """A new day for a step, or that it was done."""
    return building.done_or_day(
        places.plan_or_step(finding), 'Which day is it now? Or "done", "done yesterday", "done 12 Nov".'
    )


def dark(seen: Seen, finding: Finding) -> Form:
    """A reason to answer, or contact that nobody wrote down."""
    if places.path_of(finding.path)[:1] == ("next_steps",):
        path = (*places.plan_or_step(finding), "what")
        text = "What will you do that gives them a reason to answer? It replaces the step."
        return building.words(path, text, reads="step")
    return building.activity(seen, "Has anybody there answered since? On which day? (If not: step)")


def stale(seen: Seen, _finding: Finding) -> Form:
    """Contact that nobody wrote down."""
    return building.activity(seen, "When did you last have contact, that the file does not know of?")


def need_by(_seen: Seen, _finding: Finding) -> Form:
    """When they must have a solution."""
    return building.day(("need", "by"), "When must they have a solution in place?")


def consequence(_seen: Seen, _finding: Finding) -> Form:
    """What happens to them without one."""
    return building.words(("need", "if_not"), "What happens to them if they have none by then?")


def decision(_seen: Seen, _finding: Finding) -> Form:
    """When they mean to decide."""
    return building.day(("customer_plan", "decision_date"), "On which day do they mean to decide?")


def decision_again(seen: Seen, _finding: Finding) -> Form:
    """Their new decision day; the old one becomes history."""
    plan = seen.deal.customer_plan
    old = plan.decision_date if plan else None
    history = (("customer_plan", "decision_date_history"), old.isoformat()) if old else None
    text = "On which day do they mean to decide now? The old day is kept as history."
    return building.day(("customer_plan", "decision_date"), text, history=history)


def close(seen: Seen, _finding: Finding) -> Form:
    """A new close date; the old one becomes history."""
    old = seen.deal.close_date
    history = (("close_date_history",), old.isoformat()) if old else None
    text = "On which day will it close, by their own plan? The old day is kept as history."
    return building.day(("close_date",), text, history=history)


def unanchored(seen: Seen, finding: Finding) -> Form:
    """The day of theirs that the close date could hold on to, else a new close date."""
    plan, need = seen.deal.customer_plan, seen.deal.need
    if (plan and plan.decision_date) or (need and need.by):
        return close(seen, finding)
    return decision(seen, finding)


def stage(seen: Seen, _finding: Finding) -> Form:
    """The stage it is really in, and since when."""
    named = tuple(Choice(name) for name in seen.settings.stage_names)
    offered = named or (Choice(seen.deal.stage, "as it is"),)
    parts = (
        Part("stage", "Which stage is it really in?", Kind.CHOICE, offered, free=not named),
        Part("since", "Since which day?", Kind.DAY_BACK, default=seen.as_of.isoformat(), needed=_ASKED),
    )

    def changes(given: Given) -> list[Change]:
        found: list[Change] = [Put(("stage_since",), given["since"])]
        return (
            found if given["stage"] == seen.deal.stage else [Put(("stage",), scalar(given["stage"])), *found]
        )

    return Form(("stage",), parts, changes)


def meeting(seen: Seen, _finding: Finding) -> Form:
    """A meeting to book."""
    return building.step(seen, "What is the next meeting for?", meeting=True)
