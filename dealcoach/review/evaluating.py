"""The rules' answers to one deal: flagged, clear, unknown or out, and a hit for each flag."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from dealcoach.rules.conditions import ConditionError, Expression, compile_unchecked, listed
from dealcoach.rules.facts import derive
from dealcoach.rules.program import MISSING, OUT, rule_text

if TYPE_CHECKING:
    from dealcoach.model.deal import Deal
    from dealcoach.review.settings import Settings
    from dealcoach.rules.rule import Rule, Texts

Facts = Mapping[str, Any]


@dataclass(slots=True)
class Hit:
    """One flag, before its words and its place in the file."""

    rule: Rule
    severity: str
    worth: int
    item: Mapping[str, Any] | None = None


@dataclass(slots=True)
class Answers:
    """What all rules in force say of a deal."""

    facts: Facts
    hits: list[Hit] = field(default_factory=list)
    unknown: list[tuple[Rule, int | None]] = field(default_factory=list)
    """Rules without an answer, with the number of the requirement that is missing, if that is why."""
    answered: int = 0
    """Points of the rules that answered."""
    applying: int = 0
    """Points of the rules that apply."""
    crashed: list[tuple[Rule, str]] = field(default_factory=list)

    @property
    def coverage(self) -> int:
        """How much of what applies is known, in percent, rounded down."""
        return 100 * self.answered // self.applying if self.applying else 100


def evaluate(deal: Deal, settings: Settings, ignored: frozenset[str] = frozenset()) -> Answers:
    """Every rule's answer to an open deal."""
    facts = derive(deal, settings.context(deal.stage))
    answers = Answers(facts)
    rules = settings.rules(ignored)
    for rule, code in zip(rules, _codes(rules, settings, facts, answers), strict=True):
        if rule is not None and code is not None:
            _take(rule, code, answers)
    _keep_one_of(answers)
    return answers


def _codes(rules: Sequence[Rule | None], settings: Settings, facts: Facts, answers: Answers) -> Sequence[Any]:
    try:
        codes: Sequence[Any] = settings.library.program.run(facts)
        return codes
    except ConditionError:
        return [_code_alone(rule, facts, answers) if rule else None for rule in rules]


@cache
def _expression(text: str) -> Expression:
    return compile_unchecked(text)


def _code_alone(rule: Rule, facts: Facts, answers: Answers) -> Any:
    try:
        return _expression(rule_text(rule)).run(facts)
    except ConditionError as error:
        answers.crashed.append((rule, str(error)))
        return None


def _take(rule: Rule, code: Any, answers: Answers) -> None:
    if code == OUT:
        return
    answers.applying += rule.points
    if type(code) is int:
        if code < 0:
            answers.unknown.append((rule, MISSING - code if code <= MISSING else None))
            return
        if code:
            answers.hits.append(_hit(rule, code, None))
    elif code:
        flagged = [(index, number) for index, number in enumerate(code) if number > 0]
        if not flagged and min(code) < 0:
            answers.unknown.append((rule, None))
            return
        items = answers.facts[rule.data["each"]]
        answers.hits.extend(_hit(rule, number, items[index]) for index, number in flagged)
    answers.answered += rule.points


def _hit(rule: Rule, code: int, item: Mapping[str, Any] | None) -> Hit:
    level, halved = divmod(code - 1, 2)
    severity, points = rule.levels[level]
    return Hit(rule, severity, points // 2 if halved else points, item)


def _keep_one_of(answers: Answers) -> None:
    """Of the rules that exclude each other, a person keeps the hit that costs most."""
    best: dict[tuple[str, int], Hit] = {}
    for hit in answers.hits:
        if (name := hit.rule.data["one_of"]) and hit.item is not None:
            key = (name, hit.item["index"])
            if key not in best or hit.worth > best[key].worth:
                best[key] = hit
    if best:
        kept = {id(hit) for hit in best.values()}
        answers.hits = [hit for hit in answers.hits if not hit.rule.data["one_of"] or id(hit) in kept]


@cache
def _listed(conditions: tuple[str, ...]) -> Expression:
    return listed(conditions)


def scope_of(hit: Hit, facts: Facts) -> Facts:
    """The facts that a hit's texts may read."""
    return facts if hit.item is None or hit.rule.item is None else {**facts, hit.rule.item: hit.item}


def holding(texts: Texts, scope: Facts) -> Sequence[bool]:
    """Which of a rule's text conditions hold; raises ConditionError when one fails."""
    if not texts.conditions:
        return ()
    answers: Sequence[bool] = _listed(tuple(texts.conditions)).run(scope)
    return answers
