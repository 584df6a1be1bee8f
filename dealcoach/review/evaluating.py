"""The rules' answers to one deal: flagged, clear, unknown or out, and a hit for each flag."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from dealcoach.model.record import maker
from dealcoach.rules.answer_codes import CLEAR, MISSING, OUT
from dealcoach.rules.conditions import ConditionError
from dealcoach.rules.facts import derive

if TYPE_CHECKING:
    from dealcoach.model.deal import Deal
    from dealcoach.model.past import Past
    from dealcoach.review.settings import Settings
    from dealcoach.rules.program import Program
    from dealcoach.rules.rule import Rule

Facts = Mapping[str, Any]


class Hit(NamedTuple):
    """One flag, before its words and its place in the file."""

    rule: Rule
    severity: str
    worth: int
    held: Sequence[bool]
    """Which conditions of the rule's texts hold."""
    item: Mapping[str, Any] | None = None


_made = maker(Hit)


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
    rivals: dict[str, list[tuple[Rule, list[Any]]]] = field(default_factory=dict)
    """Rules of which a person fires only one, by the name they share, with their answers by item."""

    @property
    def coverage(self) -> int:
        """How much of what applies is known, in percent, rounded down."""
        return 100 * self.answered // self.applying if self.applying else 100


def evaluate(
    deal: Deal, settings: Settings, ignored: frozenset[str] = frozenset(), past: Past | None = None
) -> Answers:
    """Every rule's answer to an open deal; ``past`` is what earlier versions of its file say."""
    return answers_to(derive(deal, settings.context(deal.stage), past), settings, ignored)


def answers_to(facts: Facts, settings: Settings, ignored: frozenset[str] = frozenset()) -> Answers:
    """Every rule's answer to the facts of an open deal."""
    answers = Answers(facts)
    rules = settings.rules(ignored)
    out = unanswered = 0
    for rule, code in zip(rules, _codes(rules, settings, facts, answers), strict=True):
        if not code or rule is None:
            continue
        if code == OUT:
            out += rule.points
        elif type(code) is int:
            unanswered += rule.points
            answers.unknown.append((rule, MISSING - code if code <= MISSING else None))
        else:
            _take(rule, code, answers)
    answers.applying = settings.points(ignored) - out
    answers.answered += answers.applying - unanswered
    if answers.rivals:
        _settle_rivals(answers)
    return answers


def _codes(rules: Sequence[Rule | None], settings: Settings, facts: Facts, answers: Answers) -> Sequence[Any]:
    program = settings.library.program
    try:
        return program.run(facts)
    except ConditionError:
        return [_code_alone(program, *row, facts, answers) for row in enumerate(rules)]


def _code_alone(program: Program, number: int, rule: Rule | None, facts: Facts, answers: Answers) -> Any:
    if rule is None:
        return CLEAR
    try:
        return program.run_one(number, rule, facts)
    except ConditionError as error:
        answers.crashed.append((rule, str(error)))
        return OUT


def _take(rule: Rule, code: Any, answers: Answers) -> None:
    """Note what a rule flags."""
    if rule.each is None:
        answers.hits.append(_hit(rule, code, None))
    elif any(code[0]):
        if rule.rivals:
            answers.rivals.setdefault(rule.rivals, []).append((rule, list(code[0])))
        else:
            _take_items(rule, code[0], answers)


def _take_items(rule: Rule, rows: Sequence[Any], answers: Answers) -> None:
    items = answers.facts[rule.each or ""]
    hits = [_hit(rule, row, items[index]) for index, row in enumerate(rows) if type(row) is not int]
    answers.hits += hits
    if not hits:
        answers.answered -= rule.points
        answers.unknown.append((rule, None))


def _hit(rule: Rule, row: Sequence[Any], item: Mapping[str, Any] | None) -> Hit:
    level, halved = divmod(row[0] - 1, 2)
    severity, points = rule.levels[level]
    return _made((rule, severity, points // 2 if halved else points, row[1:], item))


def _settle_rivals(answers: Answers) -> None:
    """Of the rules that exclude each other, a person keeps the one that costs, or could cost, most."""
    for rules in answers.rivals.values():
        for index in range(len(rules[0][1]) if len(rules) > 1 else 0):
            claims = [(_claim(rule, rows[index]), rows) for rule, rows in rules if rows[index]]
            if len(claims) > 1:
                best = max(claims, key=lambda claim: claim[0])[1]
                for _, rows in claims:
                    if rows is not best:
                        rows[index] = 0
        for rule, rows in rules:
            if any(rows):
                _take_items(rule, rows, answers)


def _claim(rule: Rule, row: Any) -> int:
    return rule.points if type(row) is int else _hit(rule, row, None).worth


def scope_of(hit: Hit, facts: Facts) -> Facts:
    """The facts that a hit's texts may read."""
    return facts if hit.item is None or hit.rule.item is None else {**facts, hit.rule.item: hit.item}
