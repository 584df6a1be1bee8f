"""What the coach says back: to what is no answer, to what reads as no step, and when asked to explain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealcoach.coaching.turns import HELP, DealProblemsError, Reaction, Turn
from dealcoach.model.asking import ask_words

if TYPE_CHECKING:
    from dealcoach.coaching.forms import Question

READS_AS = {
    "check_in": "That reads as a check-in: what for?",
    "waiting": "That leaves it with them: what will you do meanwhile?",
    "content_push": "That reads as sending something: what shall they do with it?",
    "gone_dark": "That reads as knocking again: what gives them a reason to answer?",
    "vague": "That could mean many things: what will be done, and what comes of it?",
}
"""What is asked back, once, about a step with such a reading."""
_ANEW = ' Write it with its purpose, or only the purpose ("to ..."); Enter keeps it as it is.'
_PURPOSES = ("to ", "so that ", "in order to ", "for ", "because ")


def doubt(reading: str) -> str | None:
    """What to ask back about a step; None for one that moves something."""
    asked = READS_AS.get(reading)
    return asked + _ANEW if asked else None


def with_purpose(step: str, said: str) -> str:
    """The step as it is meant after the question back: said anew, or with the purpose that was added."""
    if not said:
        return step
    return f"{step.rstrip(' .')} {said}" if said.casefold().startswith(_PURPOSES) else said


def again(*lines: str) -> Reaction:
    """The same part is asked again."""
    return Reaction(Turn.AGAIN, lines)


def refused(error: Exception) -> str:
    """Why an answer could not be written."""
    if isinstance(error, DealProblemsError):
        return f"The file would not be valid with that: {error.problems[0].message}. Nothing was written."
    return f"I cannot write that: {error}. Nothing was written."


def explanation(question: Question) -> tuple[str, ...]:
    """Why a question is asked, what to ask and do, and where the advice is from."""
    lines = [f"Why: {question.why}"] if question.why else []
    lines += [ask_words(text) for text in question.ask]
    lines += [f"Do: {text}" for text in question.do]
    if question.source:
        lines.append(f"From: {question.source}")
    if question.rule:
        rule = question.rule
        lines.append(f"The rule is {rule}; `dealcoach explain {rule}` shows an example.")
    return (*lines, HELP)
