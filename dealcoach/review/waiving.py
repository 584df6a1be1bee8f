"""Waivers: which hold, which findings they silence, and what is wrong with the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from dealcoach.model.finding import Finding, Waived
from dealcoach.model.record import record
from dealcoach.model.scalars import suggestion
from dealcoach.model.words import name_key

if TYPE_CHECKING:
    from dealcoach.model.deal import Deal, Waiver

NEVER_WAIVED = frozenset(
    ("unknown-rule-in-waiver", "expired-waiver", "unused-waiver", "endless-waiver", "crashed-rule")
)


@record(frozen=True, slots=True, eq=False)
class WaiverFault:
    """Something wrong with a waiver: the rule that says so, which waiver, which of its keys."""

    rule: str
    index: int
    key: str
    waiver: Waiver
    near: str | None = None


def standing(deal: Deal) -> dict[int, Waiver]:
    """The waivers that count, by index: of those for one rule and subject, the one that lasts longest."""
    best: dict[tuple[str, str], int] = {}
    for index, waiver in enumerate(deal.waivers):
        key = (waiver.rule, name_key(waiver.about or ""))
        if key not in best or _last(waiver) > _last(deal.waivers[best[key]]):
            best[key] = index
    return {index: deal.waivers[index] for index in sorted(best.values())}


def _last(waiver: Waiver) -> date:
    return waiver.until or date.max


def apply_waivers(
    waivers: dict[int, Waiver], findings: Sequence[Finding], as_of: date
) -> tuple[list[Finding], dict[int, list[Finding]]]:
    """The findings that stay, and those that each waiver silences, by its index."""
    in_force = {index: waiver for index, waiver in waivers.items() if _last(waiver) >= as_of}
    silenced: dict[int, list[Finding]] = {}
    kept = []
    for finding in findings:
        covering = [i for i, waiver in in_force.items() if _covers(waiver, finding)]
        for index in covering:
            silenced.setdefault(index, []).append(finding)
        if not covering:
            kept.append(finding)
    return kept, silenced


def _covers(waiver: Waiver, finding: Finding) -> bool:
    if waiver.rule != finding.rule or finding.rule in NEVER_WAIVED:
        return False
    return waiver.about is None or name_key(waiver.about) == name_key(finding.subject)


def waiver_faults(
    waivers: dict[int, Waiver],
    silenced: dict[int, list[Finding]],
    as_of: date,
    *,
    known: frozenset[str],
    ran: frozenset[str],
) -> Iterator[WaiverFault]:
    """What is wrong with the waivers that count; ``ran`` holds the ids of the rules that were judged."""
    for index, waiver in waivers.items():
        if waiver.rule not in known:
            near = suggestion(waiver.rule, sorted(known))
            yield WaiverFault("unknown-rule-in-waiver", index, "rule", waiver, near)
            continue
        if waiver.until is None:
            yield WaiverFault("endless-waiver", index, "rule", waiver)
        elif waiver.until < as_of:
            yield WaiverFault("expired-waiver", index, "until", waiver)
            continue
        if waiver.rule in ran and not silenced.get(index):
            yield WaiverFault("unused-waiver", index, "rule", waiver)


def waived_rows(
    waivers: dict[int, Waiver], silenced: dict[int, list[Finding]], lines: dict[int, int]
) -> tuple[Waived, ...]:
    """The waivers that silence something, for the report."""
    return tuple(
        Waived(
            waiver.rule,
            waiver.reason,
            waiver.by,
            waiver.until.isoformat() if waiver.until else None,
            lines[index],
            tuple(silenced[index]),
        )
        for index, waiver in waivers.items()
        if index in silenced
    )
