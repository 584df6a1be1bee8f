"""The questions that a deal raises now, those worth most first: its findings and what is not known."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from dealcoach.coaching import building, findings, gaps
from dealcoach.coaching.forms import Question

if TYPE_CHECKING:
    from collections.abc import Callable

    from dealcoach.coaching.building import Form
    from dealcoach.coaching.looking import Seen
    from dealcoach.model.finding import Finding, Unknown

Key = tuple[str, ...]


def next_question(seen: Seen, settled: Collection[Key] = ()) -> Question | None:
    """The question worth most that was not settled in this conversation yet; None at the end."""
    found = sorted(questions(seen, settled), key=lambda question: (-question.worth, not question.known))
    return found[0] if found else None


def questions(seen: Seen, settled: Collection[Key] = ()) -> Iterator[Question]:
    """Every question that is open, each thing once."""
    asked = set(settled)
    for finding in seen.review.findings:
        question = of_finding(seen, finding)
        if question.key not in asked:
            asked.add(question.key)
            yield question
    for unknown in seen.review.unknowns:
        if (raised := _of_unknown(seen, unknown, asked)) is not None:
            asked.add(raised.key)
            yield raised


def of_finding(seen: Seen, finding: Finding) -> Question:
    """The question of one finding; without parts where there is nothing to fill in."""
    form = findings.form_for(seen, finding)
    adds_step = form is not None and form.key[0] == "step"
    return Question(
        key=_key(finding, form),
        rule=finding.rule,
        worth=finding.points,
        seen=finding.message,
        why=finding.why,
        place=f"{finding.file}:{finding.line}",
        subject=finding.subject,
        parts=form.parts if form else (),
        changes=form.changes if form else lambda _given: [],
        ask=finding.ask,
        do=finding.do,
        source=finding.source,
        follow=whose if adds_step else None,
    )


def _key(finding: Finding, form: Form | None) -> Key:
    """Facts are asked for once whatever raised them; a step is asked for once a finding."""
    if form is None or form.key[0] == "step":
        return (finding.rule, finding.path, finding.subject)
    return form.key


def _of_unknown(seen: Seen, unknown: Unknown, asked: Collection[Key]) -> Question | None:
    forms = list(gaps.forms_for(seen, unknown.rule))
    form = next((form for form in forms if form.key not in asked), None)
    if form is None:
        key = ("unknown", unknown.question)
        return None if forms or key in asked else _question(seen, unknown, key)
    return _question(seen, unknown, form.key, form)


def _question(seen: Seen, unknown: Unknown, key: Key, form: Form | None = None) -> Question:
    adds_member = form is not None and form.key[0] == "member"
    return Question(
        key=key,
        rule=unknown.rule,
        worth=unknown.worth,
        seen=unknown.question,
        why=seen.why_of(unknown.rule),
        parts=form.parts if form else (),
        changes=form.changes if form else lambda _given: [],
        known=False,
        follow=who_else if adds_member else None,
    )


def who_else(seen: Seen) -> Question:
    """Asked after a member was added to an empty team, until nobody is left."""
    form = building.member("Who else has a say there? (A name; Enter: nobody else)")
    return _besides(form, ("member", str(len(seen.deal.buying_team))), who_else)


def whose(seen: Seen) -> Question | None:
    """Asked after a step was added whose owner nobody knows, and who would count as one of us."""
    step = seen.deal.next_steps[-1]
    name = building.stranger(seen, step.owner)
    if name is None:
        return None
    form = building.side(seen, name)
    return _besides(
        form, form.key, lambda after: who_else(after) if len(after.deal.buying_team) == 1 else None
    )


def _besides(form: Form, key: Key, follow: Callable[[Seen], Question | None]) -> Question:
    """A question that no finding asks, between two that do."""
    return Question(
        key=key,
        rule="",
        worth=0,
        seen="",
        parts=form.parts,
        changes=form.changes,
        known=False,
        follow=follow,
    )


def instead(seen: Seen, question: Question, what: str) -> Question | None:
    """A step or a waiver in place of the answer that was asked for; None where that is not possible."""
    from dataclasses import replace

    if what == "step":
        who = [question.subject] if seen.index_of(question.subject) is not None else []
        form = building.step(seen, "What will you do about it?", side="any", who=who)
        return replace(question, parts=form.parts, changes=form.changes, follow=whose)
    finding = _finding_of(seen, question)
    if finding is None:
        return None
    form = building.waiver(seen, finding)
    return replace(question, parts=form.parts, changes=form.changes, follow=None)


def _finding_of(seen: Seen, question: Question) -> Finding | None:
    from dealcoach.review.waiving import NEVER_WAIVED

    if not question.known or question.rule in NEVER_WAIVED:
        return None
    same = (f for f in seen.review.findings if f.rule == question.rule and f.subject == question.subject)
    return next(same, None)
