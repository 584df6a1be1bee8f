"""A question beside the word "Ask": one that begins with the word itself does not say it twice."""

from __future__ import annotations

from collections.abc import Iterable

_ASK = "Ask "


def ask_words(question: str) -> str:
    """The question after the word, in one text: ``Ask: Who decides?``, ``Ask them: who decides?``."""
    return question if question.startswith(_ASK) else f"Ask: {question}"


def beside_ask(question: str) -> str:
    """What stands right after a label "Ask": ``Who decides?``, ``them: who decides?``."""
    return question.removeprefix(_ASK)


def under_ask(questions: Iterable[str]) -> list[str]:
    """The questions of a list headed "Ask", each a sentence: ``Them: who decides?``."""
    return [_capital(question.removeprefix(_ASK)) for question in questions]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
