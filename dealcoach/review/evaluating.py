"""The rules' answers to one deal: flagged, clear, unknown or out, and a hit for each flag."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from dealcoach.rules.conditions import ConditionError, Expression, compile_unchecked
from dealcoach.rules.facts import derive
from dealcoach.rules.program import MISSING, OUT, rule_text

if TYPE_CHECKING:
    from dealcoach.model.deal import Deal
    from dealcoach.model.past import Past
    from dealcoach.review.settings import Settings
    from dealcoach.rules.rule import Rule

Facts = Mapping[str, Any]


@dataclass(slots=True)
class Hit:
    """One flag, before its words and its place in the file."""

    rule: Rule
    severity: str
    worth: int
    held: Sequence[bool]
    """Which conditions of the rule's texts hold."""
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
    half_known: set[str] = field(default_factory=set)
    """Rules that flag some items while others are unknown."""

    @property
    def coverage(self) -> int:
        """How much of what applies is known, in percent, rounded down."""
        return 100 * self.answered // self.applying if self.applying else 100


def evaluate(
    deal: Deal, settings: Settings, ignored: frozenset[str] = frozenset(), past: Past | None = None
) -> Answers:
    """Every rule's answer to an open deal; ``past`` is what earlier versions of its file say."""
    facts = derive(deal, settings.context(deal.stage), past)
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
    elif not rule.data["each"]:
        answers.hits.append(_hit(rule, code, None))
    else:
        rows = code[0]
        items = answers.facts[rule.data["each"]]
        hits = [_hit(rule, row, items[index]) for index, row in enumerate(rows) if type(row) is not int]
        if not hits and any(rows):
            answers.unknown.append((rule, None))
            return
        if hits and any(type(row) is int and row for row in rows):
            answers.half_known.add(rule.id)
        answers.hits += hits
    answers.answered += rule.points


def _hit(rule: Rule, row: Sequence[Any], item: Mapping[str, Any] | None) -> Hit:
    level, halved = divmod(row[0] - 1, 2)
    severity, points = rule.levels[level]
    return Hit(rule, severity, points // 2 if halved else points, row[1:], item)


def _keep_one_of(answers: Answers) -> None:
    """Of the rules that exclude each other, a person keeps the hit that costs most."""
    best: dict[tuple[str, int], Hit] = {}
    for hit in answers.hits:
        if (name := hit.rule.data["one_of"]) and hit.item is not None:
            key = (name, hit.item["index"])
            if key not in best or hit.worth > best[key].worth:
                best[key] = hit
    if not best:
        return
    kept = {id(hit) for hit in best.values()}
    dropped = [hit for hit in answers.hits if hit.rule.data["one_of"] and id(hit) not in kept]
    if dropped:
        gone = {id(hit) for hit in dropped}
        answers.hits = [hit for hit in answers.hits if id(hit) not in gone]
        _ask_again(dropped, answers)


def _ask_again(dropped: Sequence[Hit], answers: Answers) -> None:
    """A rule that keeps no hit is unknown after all while one of its items is."""
    left = {hit.rule.id for hit in answers.hits}
    for rule in {hit.rule.id: hit.rule for hit in dropped}.values():
        if rule.id not in left and rule.id in answers.half_known:
            answers.answered -= rule.points
            answers.unknown.append((rule, None))


def scope_of(hit: Hit, facts: Facts) -> Facts:
    """The facts that a hit's texts may read."""
    return facts if hit.item is None or hit.rule.item is None else {**facts, hit.rule.item: hit.item}

