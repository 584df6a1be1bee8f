"""The score that can be checked by hand: integers, a ceiling for each group, bands, repairs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from dealcoach.model.finding import GROUP_POINTS, SEVERITIES
from dealcoach.model.review import Repairs

if TYPE_CHECKING:
    from dealcoach.model.config import Bands

RANK = {severity: rank for rank, severity in enumerate(SEVERITIES)}
LEAST_COVERAGE = 50
"""Below this coverage, in percent, a band would be a guess."""


class Cost(NamedTuple):
    """What the score needs to know of a finding."""

    rule: str
    group: str
    severity: str
    worth: int


def points_taken(costs: Iterable[Cost]) -> list[int]:
    """What each finding takes, in their order, until the ceiling of its group is reached."""
    left = dict(GROUP_POINTS)
    taken = []
    for cost in costs:
        points = min(cost.worth, left.get(cost.group, 0))
        if cost.group in left:
            left[cost.group] -= points
        taken.append(points)
    return taken


def score_of(costs: Iterable[Cost]) -> int:
    """100 minus what the findings cost, group by group."""
    totals = dict.fromkeys(GROUP_POINTS, 0)
    for cost in costs:
        if cost.group in totals:
            totals[cost.group] += cost.worth
    return 100 - sum(min(total, GROUP_POINTS[group]) for group, total in totals.items())


def band_of(score: int, bands: Bands) -> str:
    """The band of a score by itself."""
    if score >= bands.healthy:
        return "healthy"
    if score >= bands.watch:
        return "watch"
    return "at_risk" if score >= bands.at_risk else "critical"


def holds_back(costs: Iterable[Cost]) -> bool:
    """Whether a high finding keeps the deal from being healthy."""
    return any(cost.severity == "high" and cost.group in GROUP_POINTS for cost in costs)


def repairs(costs: Sequence[Cost], band: str, bands: Bands) -> Repairs | None:
    """The fewest findings whose repair reaches the next band, and of those sets the best score.

    None at the top and where the band is unknown. In each group the costliest findings go first, so
    only the number taken from each group is searched.
    """
    targets = {
        "critical": ("at_risk", bands.at_risk),
        "at_risk": ("watch", bands.watch),
        "watch": ("healthy", bands.healthy),
    }
    if band not in targets:
        return None
    to_band, floor = targets[band]
    order = [index for index, cost in enumerate(costs) if cost.group in GROUP_POINTS]
    forced = [index for index in order if to_band == "healthy" and costs[index].severity == "high"]
    chosen = _choose(costs, order, set(forced), floor)
    left = [cost for index, cost in enumerate(costs) if index not in chosen]
    return Repairs(to_band, score_of(left), tuple(costs[index].rule for index in sorted(chosen)))


def _choose(costs: Sequence[Cost], order: list[int], forced: set[int], floor: int) -> set[int]:
    """Forced findings and the fewest others that bring the score to the floor."""
    if score_of(costs[index] for index in order if index not in forced) >= floor:
        return forced
    best: dict[int, tuple[int, tuple[int, ...]]] = {0: (100, ())}
    members: dict[str, list[int]] = {group: [] for group in GROUP_POINTS}
    for index in order:
        members[costs[index].group].append(index)
    for group, ceiling in GROUP_POINTS.items():
        indices = members[group]
        if not indices:
            continue
        free = tuple(sorted([i for i in indices if i not in forced], key=lambda i: (-costs[i].worth, i)))
        rows: dict[int, tuple[int, tuple[int, ...]]] = {}
        left = sum([costs[index].worth for index in free])
        for count in range(len(free) + 1):
            lost = min(left, ceiling)
            if count and lost == ceiling:  # nothing gained yet
                left -= costs[free[count]].worth if count < len(free) else 0
                continue
            for before, (score, picked) in best.items():
                known = rows.get(before + count)
                if known is None or score - lost > known[0]:
                    rows[before + count] = (score - lost, picked + free[:count])
            if count < len(free):
                left -= costs[free[count]].worth
        best = rows
    enough = [count for count, (score, _) in best.items() if score >= floor]
    return forced | set(best[min(enough)][1])
