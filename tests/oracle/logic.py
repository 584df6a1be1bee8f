"""Three answers: true, false, and None for a fact nobody recorded that could change the answer."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Literal

Truth = bool | None
Totals = tuple[int, ...]


@dataclass(frozen=True)
class Hit:
    """One finding before the ceiling of its group: the path of its place, its points, what it is about."""

    path: str
    severity: Literal["high", "medium", "low"]
    worth: int
    subject: str = ""


Silent = Literal["clear", "unknown", "n_a"]
Outcome = list[Hit] | Silent


def both(*truths: Truth) -> Truth:
    """And: false as soon as one is false."""
    if any(truth is False for truth in truths):
        return False
    return None if any(truth is None for truth in truths) else True


def either(*truths: Truth) -> Truth:
    """Or: true as soon as one is true."""
    if any(truth is True for truth in truths):
        return True
    return None if any(truth is None for truth in truths) else False


def negation(truth: Truth) -> Truth:
    return None if truth is None else not truth


def one(truth: Truth, hit: Hit) -> Outcome:
    """The outcome of a rule that makes one finding at most."""
    if truth is None:
        return "unknown"
    return [hit] if truth else "clear"


def each(cases: Iterable[tuple[Truth, Hit]]) -> Outcome:
    """The outcome of a rule that makes a finding per step or member: one flagged is enough to answer."""
    listed = list(cases)
    hits = [hit for truth, hit in listed if truth]
    if hits:
        return hits
    return "unknown" if any(truth is None for truth, _ in listed) else "clear"


def agreed(results: Iterable[bool]) -> Truth:
    """The answer that holds however the missing facts turn out, else None."""
    different = set(results)
    return different.pop() if len(different) == 1 else None


def in_all_cases(
    options: Iterable[Collection[Totals]], zero: Totals, holds: Callable[[Totals], bool]
) -> Truth:
    """Whether something holds of the totals, whatever each person's missing facts turn out to be.

    Each person brings the set of contributions that his or her missing facts leave possible.
    """
    totals = {zero}
    for contributions in options:
        totals = {_sum(total, more) for total in totals for more in contributions}
    return agreed(holds(total) for total in totals)


def _sum(one_total: Totals, other: Totals) -> Totals:
    return tuple(a + b for a, b in zip(one_total, other, strict=True))
