"""Score, band, coverage and the smallest repair, from the findings that no waiver covers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import product

from .logic import Hit
from .table import CEILINGS, RULES

FLOORS = (("healthy", 75), ("watch", 50), ("at_risk", 25), ("critical", 0))

Found = tuple[str, Hit]


@dataclass(frozen=True)
class Repair:
    """The smallest repair for the next band: the band, the score after it, how many findings it takes."""

    to_band: str
    score: int
    findings: int


def lost(found: Collection[Found]) -> dict[str, int]:
    """The points each group takes: what its findings are worth, up to its ceiling."""
    worth = dict.fromkeys(CEILINGS, 0)
    for rule, hit in found:
        worth[RULES[rule][0]] += hit.worth
    return {group: min(CEILINGS[group], points) for group, points in worth.items()}


def score_of(found: Collection[Found]) -> int:
    return 100 - sum(lost(found).values())


def band_of(score: int, high: bool, coverage: int) -> str:
    if coverage < 50:
        return "unknown"
    band = next(name for name, floor in FLOORS if score >= floor)
    return "watch" if band == "healthy" and high else band


def coverage_of(answers: dict[str, str]) -> int:
    """Percent, rounded down, of the points of the rules that answered among those that apply."""
    points = dict.fromkeys(("flagged", "clear", "unknown", "n_a"), 0)
    for rule, answer in answers.items():
        points[answer] += RULES[rule][1]
    answered = points["flagged"] + points["clear"]
    return answered * 100 // (answered + points["unknown"])


def repair(found: Sequence[Found], band: str) -> Repair | None:
    """The fewest findings whose end lifts the deal to the next band; among these the highest score."""
    if band in ("unknown", "healthy"):
        return None
    names = [name for name, _ in FLOORS]
    target, floor = FLOORS[names.index(band) - 1]
    must = [pair for pair in found if target == "healthy" and pair[1].severity == "high"]
    rest = [pair for pair in found if pair not in must]
    # In a group the findings worth most go first; so how many of each group is all that has to be tried.
    rest.sort(key=lambda pair: -pair[1].worth)
    by_group = [[pair for pair in rest if RULES[pair[0]][0] == group] for group in CEILINGS]
    best: tuple[int, int] | None = None
    for numbers in product(*(range(len(pairs) + 1) for pairs in by_group)):
        left = [pair for count, pairs in zip(numbers, by_group, strict=True) for pair in pairs[count:]]
        score, size = score_of(left), len(must) + sum(numbers)
        if score >= floor and size and (best is None or (size, -score) < best):
            best = size, -score
    assert best is not None, "without findings the score is 100"
    return Repair(target, -best[1], best[0])
