"""The whole of a deal: every rule's answer, waivers applied, and what follows for the score."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from . import people, process, relationships, resistance
from .facts import EARLY, Facts, Limits
from .logic import Hit, Outcome
from .people_facts import word
from .scoring import Repair, band_of, coverage_of, lost, repair, score_of
from .table import RULES
from .waivers import Waived, apply_waivers


@dataclass(frozen=True)
class Answer:
    """One finding, or the answer of a rule that makes none.

    `worth` is what the finding takes before its group's ceiling. `path` is the place as far as the documents
    decide it (compare with `same_place`); it is empty where they leave it open.
    """

    rule: str
    answer: str  # flagged | clear | unknown | n_a
    severity: str = ""
    worth: int = 0
    path: str = ""
    subject: str = ""


@dataclass(frozen=True)
class Review:
    """What the oracle says about a deal; score, band, coverage, repairs are None on one that is not open."""

    answers: list[Answer]
    files: list[Answer]
    waived: list[Waived] = field(default_factory=list)
    lost: dict[str, int] = field(default_factory=dict)
    score: int | None = None
    band: str | None = None
    coverage: int | None = None
    repairs: Repair | None = None

    @property
    def findings(self) -> list[Answer]:
        return [answer for answer in self.answers if answer.answer == "flagged"]

    @property
    def unknown(self) -> set[str]:
        return {answer.rule for answer in self.answers if answer.answer == "unknown"}


def evaluate(
    deal: Mapping[str, Any],
    as_of: date,
    readings: Mapping[str, str],
    *,
    levels: Mapping[str, str] | None = None,
    introductions: Collection[str] = (),
    early: Collection[str] = EARLY,
    limits: Limits | None = None,
) -> Review:
    """Judge a valid deal (the plain mapping that YAML gives, dates as dates or text).

    `readings` says how each step text reads (a missing text counts as active), `levels` which level each
    title has, `introductions` which step texts speak of an introduction, `early` which stages are early.
    """
    facts = Facts(deal, as_of, readings, levels or {}, introductions, early, limits or Limits())
    is_open = word(deal.get("status") or "open") == "open"
    outcomes = ask_all(facts) if is_open else {}
    hits = {rule: outcome for rule, outcome in outcomes.items() if isinstance(outcome, list)}
    found = [(rule, hit) for rule, listed in hits.items() for hit in listed]
    kept, waived, file_hits = apply_waivers(deal, as_of, found, is_open)
    files = [_answer(rule, hit) for rule, hit in file_hits]
    if not is_open:
        return Review([], files)
    silent = {rule: outcome for rule, outcome in outcomes.items() if isinstance(outcome, str)}
    answers = [_answer(rule, hit) for rule, hit in kept]
    answers += [Answer(rule, said) for rule, said in silent.items()]
    coverage = coverage_of({rule: silent.get(rule, "flagged") for rule in outcomes})
    score = score_of(kept)
    band = band_of(score, any(hit.severity == "high" for _, hit in kept), coverage)
    return Review(answers, files, waived, lost(kept), score, band, coverage, repair(kept, band))


def ask_all(facts: Facts) -> dict[str, Outcome]:
    """Every rule's outcome; without a team each rule about people is unknown."""
    outcomes: dict[str, Outcome] = {rule: ask(facts) for rule, ask in process.RULES.items()}
    for group in (people.RULES, relationships.RULES, resistance.RULES):
        for rule, ask in group.items():
            outcomes[rule] = ask(facts) if facts.members else "unknown"
    assert set(outcomes) == set(RULES)
    return outcomes


def _answer(rule: str, hit: Hit) -> Answer:
    return Answer(rule, "flagged", hit.severity, hit.worth, hit.path, hit.subject)
