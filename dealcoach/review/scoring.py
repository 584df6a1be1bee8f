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
    return 100 - sum(map(min, totals.values(), GROUP_POINTS.values()))


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
    chosen, score = _chosen(costs, floor, forced="high" if to_band == "healthy" else None)
    return Repairs(to_band, score, tuple([costs[index].rule for index in sorted(chosen)]))


def _chosen(costs: Sequence[Cost], floor: int, forced: str | None) -> tuple[list[int], int]:
    """The findings to repair, and the score then; all of the severity ``forced`` are among them."""
    chosen: list[int] = []
    free: dict[str, list[int]] = {group: [] for group in GROUP_POINTS}
    for index, cost in enumerate(costs):
        if cost.group in free:
            (chosen if cost.severity == forced else free[cost.group]).append(index)
    gains: list[list[int]] = []
    score = 100
    for group, indices in free.items():
        indices.sort(key=lambda index: -costs[index].worth)
        lost = _lost([costs[index].worth for index in indices], GROUP_POINTS[group])
        score -= lost[0]
        gains.append([lost[0] - left for left in lost])
    if score >= floor:
        return chosen, score
    taken, gained = _fewest(gains, floor - score)
    for indices, count in zip(free.values(), taken, strict=True):
        chosen += indices[:count]
    return chosen, score + gained


def _lost(worths: Sequence[int], ceiling: int) -> list[int]:
    """What a group costs when none, one, two and so on of its findings are repaired, costliest first."""
    left = sum(worths)
    lost = [min(left, ceiling)]
    for worth in worths:
        left -= worth
        lost.append(min(left, ceiling))
    return lost


def _fewest(gains: Sequence[Sequence[int]], wanted: int) -> tuple[tuple[int, ...], int]:
    """How many to take from each group, as few as gain enough and of those the most; and what they gain."""
    best: dict[int, tuple[int, tuple[int, ...]]] = {0: (0, ())}
    for group in gains:
        useful = [row for row in enumerate(group) if row[1] or not row[0]]
        rows: dict[int, tuple[int, tuple[int, ...]]] = {}
        for count, gain in useful:
            for before, (gained, taken) in best.items():
                known = rows.get(before + count)
                if known is None or gained + gain > known[0]:
                    rows[before + count] = (gained + gain, (*taken, count))
        best = rows
    fewest = min(count for count, (gained, _) in best.items() if gained >= wanted)
    return best[fewest][1], best[fewest][0]
