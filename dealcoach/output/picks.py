"""What every output says first of a deal: the next two critical things, the top finding, the questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dealcoach.model.finding import GROUP_POINTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from dealcoach.model.finding import Finding, Unknown
    from dealcoach.model.review import NextStep, PlanItem, Review

ASK_THEIRS = "What will they do next, who does it, and by when?"
ASK_OURS = "What can we do this week that helps them decide?"
_ABOUT_THEIRS = ("no-next-step", "one-sided-plan")
_ABOUT_OURS = ("waiting-on-customer",)
"""The rules whose first question asks for a missing step of theirs, of ours."""
_OF_PEOPLE = ("people", "relationships")
"""The groups whose points the loss of a person takes."""
IN_FULL = 3
"""The findings that a card shows in full."""
_FAR = "9999-99-99"


class Critical(NamedTuple):
    """One of the next two critical things: a step, or the question to ask while there is none."""

    side: str
    """``theirs`` or ``ours``."""
    what: str
    who: str
    due: str | None
    kind: str
    """``step``, ``plan`` (from the customer's plan), ``shared`` (done together), ``same`` (the shared step
    that stands beside it) or ``question``."""


class Question(NamedTuple):
    """A question whose answer is unknown, and the rules that wait for it."""

    text: str
    rules: tuple[str, ...]
    worth: int
    """The most points that one of the rules could cost."""


class Repair(NamedTuple):
    """A rule whose findings are to be repaired, how many of them, and which of the first three it is."""

    rule: str
    times: int
    number: int
    """The place of its one finding among those shown in full, from 1; 0 when it is not there."""


def repairs(review: Review) -> list[Repair]:
    """What the shortest way to the next band repairs, each rule once."""
    rules = review.repairs.rules if review.repairs else ()
    flagged = [finding.rule for finding in scored(review)]
    found = []
    for rule in dict.fromkeys(rules):
        sure = flagged.count(rule) == 1 and rule in flagged[:IN_FULL]
        found.append(Repair(rule, rules.count(rule), flagged.index(rule) + 1 if sure else 0))
    return found


def no_loss(review: Review) -> str:
    """What to say when losing any one person costs nothing: is it good, or is there nothing left to lose?"""
    empty = [row.group for row in review.groups if row.group in _OF_PEOPLE and row.lost >= row.max > 0]
    if not empty:
        return "Losing any one person would cost no points."
    where = " and ".join(empty)
    return f"No points are left to lose in {where}; losing somebody would not show here."


def scored(review: Review) -> list[Finding]:
    """The findings that can cost points, in the order of the review."""
    return [finding for finding in review.findings if finding.group in GROUP_POINTS]


def about_the_file(review: Review) -> list[Finding]:
    """The findings about the file itself: names, waivers."""
    return [finding for finding in review.findings if finding.group not in GROUP_POINTS]


def top_finding(review: Review) -> Finding | None:
    """The one finding to talk about."""
    return next((finding for finding in review.findings if finding.group in GROUP_POINTS), None)


def talk_and_ask(review: Review) -> tuple[str, str]:
    """What to talk about, and what to ask, in one sentence each; empty where there is nothing."""
    finding = top_finding(review)
    if finding is not None:
        return finding.message, finding.ask[0] if finding.ask else ""
    first = max(review.unknowns, key=_worth, default=None)
    return "", first.question if first else ""


def _worth(unknown: Unknown) -> int:
    return unknown.worth


def holding(review: Review) -> list[str]:
    """The rules whose high findings keep a healthy score from the band `healthy`, each once."""
    return list(dict.fromkeys(finding.rule for finding in scored(review) if finding.severity == "high"))


def questions(review: Review) -> list[Question]:
    """The questions for what is unknown, each once, those that could cost most first."""
    rules: dict[str, list[Unknown]] = {}
    for unknown in review.unknowns:
        rules.setdefault(unknown.question, []).append(unknown)
    grouped = [
        Question(text, tuple(item.rule for item in group), max(map(_worth, group)))
        for text, group in rules.items()
    ]
    return sorted(grouped, key=lambda question: (-question.worth, -len(question.rules)))


def next_two(review: Review) -> tuple[Critical, Critical]:
    """The two next critical things, theirs and ours: the earliest open steps that move the decision.

    A shared step is theirs where they have none of their own; then the customer's plan stands in.
    """
    theirs = _earliest(review, lambda step: step.side == "customer") or _earliest(
        review, lambda step: step.side == "both"
    )
    ours = _earliest(review, lambda step: step.side != "customer" and step is not theirs)
    return _theirs(review, theirs), _ours(review, ours, theirs)


def _earliest(review: Review, fits: Callable[[NextStep], bool]) -> NextStep | None:
    steps = [step for step in review.next_steps if not step.done and step.reading == "active" and fits(step)]
    return min(steps, key=_due, default=None)


def _due(step: NextStep | PlanItem) -> str:
    return step.due or _FAR


def _theirs(review: Review, step: NextStep | None) -> Critical:
    if step is not None:
        return _step("theirs", step)
    planned = min((item for item in review.customer_plan if not item.done), key=_due, default=None)
    if planned is not None:
        return Critical("theirs", planned.what, planned.who or "", planned.due, "plan")
    return Critical("theirs", _question(review, _ABOUT_THEIRS, ASK_THEIRS), "", None, "question")


def _ours(review: Review, step: NextStep | None, theirs: NextStep | None) -> Critical:
    if step is not None:
        return _step("ours", step)
    if theirs is not None and theirs.side == "both":
        return _step("ours", theirs)._replace(kind="same")
    return Critical("ours", _question(review, _ABOUT_OURS, ASK_OURS), "", None, "question")


def _step(side: str, step: NextStep) -> Critical:
    who = "" if step.owner in (None, "us", "customer", "both") else str(step.owner)
    return Critical(side, step.what, who, step.due, "shared" if step.side == "both" else "step")


def _question(review: Review, rules: tuple[str, ...], otherwise: str) -> str:
    asked = (finding.ask[0] for finding in review.findings if finding.rule in rules and finding.ask)
    return next(asked, otherwise)


_ENDED = {
    "won": "This deal is won. Well done; it is not scored any more.",
    "lost": "This deal is lost; it is not scored any more.",
    "no_decision": "They decided not to decide; this deal is not scored any more.",
}


def how_it_ended(review: Review) -> str:
    """What a card says of a deal that is no longer open."""
    return _ENDED.get(review.status, "This deal is no longer open; it is not scored any more.")
