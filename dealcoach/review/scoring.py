"""The score that can be checked by hand: integers, a ceiling for each group, bands, repairs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from dealcoach.model.finding import GROUP_POINTS, SEVERITIES
from dealcoach.model.review import Repairs

if TYPE_CHECKING:
    from dealcoach.model.config import Bands

RANK = {severity: rank for rank, severity in enumerate(SEVERITIES)}
LEAST_COVERAGE = 50
"""Below this coverage, in percent, a band would be a guess."""


class Costing(Protocol):
    """What the score needs to know of a finding."""

    @property
    def rule(self) -> str:
        """The rule's id."""

    @property
    def group(self) -> str:
        """The group whose ceiling holds for it."""

    @property
    def severity(self) -> str:
        """high, medium or low."""

    @property
    def worth(self) -> int:
        """The points it takes where the ceiling leaves room."""


class Cost(NamedTuple):
    """A cost of which there is no finding."""

    rule: str
    group: str
    severity: str
    worth: int


def points_taken(costs: Iterable[Costing]) -> list[int]:
    """What each finding takes, in their order, until the ceiling of its group is reached."""
    left = dict(GROUP_POINTS)
    taken = []
    for cost in costs:
        points = min(cost.worth, left.get(cost.group, 0))
        if cost.group in left:
            left[cost.group] -= points
        taken.append(points)
    return taken


def score_of(costs: Iterable[Costing]) -> int:
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


def holds_back(costs: Iterable[Costing]) -> bool:
    """Whether a high finding keeps the deal from being healthy."""
    return any(cost.severity == "high" and cost.group in GROUP_POINTS for cost in costs)


def repairs(costs: Sequence[Costing], band: str, bands: Bands) -> Repairs | None:
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


def _chosen(costs: Sequence[Costing], floor: int, forced: str | None) -> tuple[list[int], int]:
    """The findings to repair, and the score then; all of the severity ``forced`` are among them."""
    chosen: list[int] = []
    free: dict[str, list[tuple[int, int]]] = {}
    for index, cost in enumerate(costs):
        group = cost.group
        if group in GROUP_POINTS:
            if cost.severity == forced:
                chosen.append(index)
            else:
                free.setdefault(group, []).append((-cost.worth, index))
    groups: list[list[tuple[int, int]]] = []
    gains: list[list[int]] = []
    score = 100
    for group, ceiling in GROUP_POINTS.items():
        if rows := free.get(group):
            rows.sort()
            lost = _lost([-worth for worth, _ in rows], ceiling)
            score -= lost[0]
            groups.append(rows)
            gains.append([lost[0] - left for left in lost])
    if score >= floor:
        return chosen, score
    taken, gained = _fewest(gains, floor - score)
    for rows, count in zip(groups, taken, strict=True):
        chosen += [index for _, index in rows[:count]]
    return chosen, score + gained


def _lost(worths: Sequence[int], ceiling: int) -> list[int]:
    """What a group costs when none, one, two and so on of its findings are repaired, costliest first."""
    left = sum(worths)
    lost = [min(left, ceiling)]
    for worth in worths:
        left -= worth
        lost.append(min(left, ceiling))
    return lost


def _fewest(gains: Sequence[Sequence[int]], wanted: int) -> tuple[Sequence[int], int]:
    """How many to take from each group, as few as gain enough and of those the most; and what they gain."""
    most = max([group[1] for group in gains])
    if most >= wanted:  # as for most deals
        first = next(number for number, group in enumerate(gains) if group[1] == most)
        return [int(number == first) for number in range(len(gains))], most
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
