"""The answer of one rule to one deal as one expression, in CEL or in Python.

`dealcoach.rules.answer_codes` says what an answer is.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

from dealcoach.rules.answer_codes import MISSING, OUT, UNKNOWN
from dealcoach.rules.cel_operators import Outside
from dealcoach.rules.cel_python import translate, translate_truth, variable
from dealcoach.rules.custom import reads_custom
from dealcoach.rules.rule import Rule


class Language(ABC):
    """How the parts of an answer are written; lists and whole numbers read the same in both languages."""

    @abstractmethod
    def value(self, condition: str, item: str | None) -> str:
        """A condition as it is, null included."""

    @abstractmethod
    def truth(self, condition: str, item: str | None) -> str:
        """A condition that fails where it is neither true nor false."""

    @abstractmethod
    def choice(self, condition: str, then: str, otherwise: str) -> str:
        """One of two, by a truth."""

    @abstractmethod
    def lenient(self, answer: str) -> str:
        """An answer that is unknown where a key of ``custom`` is missing."""

    @abstractmethod
    def walk(self, collection: str, item: str, answer: str) -> str:
        """The list of the answers for each item."""


class Cel(Language):
    """CEL; a condition ends with a line, so that it may end with a comment."""

    def value(self, condition: str, item: str | None) -> str:
        return f"dyn({condition}\n)"

    def truth(self, condition: str, item: str | None) -> str:
        return f"({condition}\n)"

    def choice(self, condition: str, then: str, otherwise: str) -> str:
        return f"({condition} ? dyn({then}) : dyn({otherwise}))"

    def lenient(self, answer: str) -> str:
        return answer  # who runs it takes the failure for the answer

    def walk(self, collection: str, item: str, answer: str) -> str:
        return f"{collection}.map({item}, {answer})"


class Python(Language):
    """Python; raises Outside for a condition that is not translated."""

    def value(self, condition: str, item: str | None) -> str:
        return _inside(translate(condition, item))

    def truth(self, condition: str, item: str | None) -> str:
        return _inside(translate_truth(condition, item))

    def choice(self, condition: str, then: str, otherwise: str) -> str:
        return f"({then} if {condition} else {otherwise})"

    def lenient(self, answer: str) -> str:
        return f"_lenient(lambda: {answer}, {UNKNOWN})"

    def walk(self, collection: str, item: str, answer: str) -> str:
        return f"[{answer} for {variable(item)} in {variable(collection)}]"


def _inside(code: str | None) -> str:
    if code is None:
        raise Outside
    return code


def rule_code(rule: Rule, language: Language) -> str:
    """The expression of one rule's answer."""
    data, choice, truth = rule.data, language.choice, language.truth
    answer = choice(truth(data["unknown_if"], rule.item), str(UNKNOWN), "0") if data["unknown_if"] else "0"
    answer = choice(truth(data["flag_if"], rule.item), _flagged(rule, language), answer)
    if rule.item:
        answer = f"[{language.walk(data['each'], rule.item, answer)}]"
    if data["all_unknown_if"]:
        answer = choice(truth(data["all_unknown_if"], None), str(UNKNOWN), answer)
    if data["applies_if"]:
        answer = choice(truth(data["applies_if"], None), answer, str(OUT))
    for number in reversed(range(len(rule.requirements))):
        known = truth(rule.requirements[number]["known_if"], None)
        answer = choice(known, answer, str(MISSING - number))
    return language.lenient(answer) if reads_custom(data) else answer


def _flagged(rule: Rule, language: Language) -> str:
    held = [language.value(condition, rule.item) for condition in rule.texts.conditions]
    return "[" + ", ".join((_level(rule, language), *held)) + "]"


def _level(rule: Rule, language: Language) -> str:
    data = rule.data
    code = "1"
    for number in reversed(range(len(data["levels"]))):
        condition = data["levels"][number]["if"]
        worth = str(1 + 2 * number)
        code = language.choice(language.truth(condition, rule.item), worth, code) if condition else worth
    if data["halve_if"]:
        code += " + " + language.choice(language.truth(data["halve_if"], rule.item), "1", "0")
    return code
