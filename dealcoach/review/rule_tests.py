"""Runs the rules' own examples: each must be flagged, clear or unknown as it says, in the right place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dealcoach.model.finding import Finding
from dealcoach.model.review import Review
from dealcoach.review.batch import Outcome
from dealcoach.review.example_reading import example_settings, review_example
from dealcoach.rules.examples import Example
from dealcoach.rules.library import Library


@dataclass(frozen=True, slots=True)
class Result:
    """One example, and what was wrong with it; empty when it held."""

    example: Example
    wrong: tuple[str, ...]


def run_examples(examples: Iterable[Example], library: Library) -> Iterator[Result]:
    """The result of each example, reviewed as a file of its own with default settings."""
    settings = example_settings(library)
    for example in examples:
        yield Result(example, tuple(_wrong(example, review_example(example, settings))))


def _wrong(example: Example, outcome: Outcome) -> Iterator[str]:
    if not isinstance(outcome, Review):
        rules = {problem.rule for problem in outcome}
        if (example.rule in rules) != (example.answer == "flagged") or not rules:
            yield f"the example cannot be read: {outcome[0].line}: {outcome[0].message}"
        return
    found = [finding for finding in outcome.findings if finding.rule == example.rule]
    unknown = example.rule in {row.rule for row in outcome.unknowns}
    crashed = [f.message for f in outcome.findings if f.rule == "crashed-rule" and f.subject == example.rule]
    yield from crashed
    answer = "flagged" if found else ("unknown" if unknown else "clear")
    if answer != example.answer:
        yield f"the rule answers {answer}, not {example.answer}"
    elif found:
        yield from _differences(example, found)


def _differences(example: Example, found: list[Finding]) -> Iterator[str]:
    expected, first = example.expected, found[0]
    if len(found) != expected["count"]:
        yield f"{len(found)} findings, not {expected['count']}"
    if expected["at"] is not None and first.path != expected["at"]:
        yield f"it points at {first.path}, not {expected['at']}"
    if expected["severity"] and first.severity != expected["severity"]:
        yield f"it is {first.severity}, not {expected['severity']}"
    if expected["points"] is not None and first.worth != expected["points"]:
        yield f"it is worth {first.worth}, not {expected['points']}"
    if expected["says"] and expected["says"] not in first.message:
        yield f"it says {first.message!r}, without {expected['says']!r}"
