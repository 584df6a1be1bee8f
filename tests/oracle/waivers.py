"""Which findings a deal's waivers cover, and what is wrong with the waivers themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from .facts import as_date, as_list
from .logic import Hit
from .people_facts import same_name
from .table import FILE_RULES, RULES, WAIVER_RULES

Found = tuple[str, Hit]


@dataclass(frozen=True)
class Waived:
    """A finding that stands under `waived`, with its waiver."""

    rule: str
    path: str
    reason: str
    until: date | None


@dataclass(frozen=True)
class _Waiver:
    place: str
    rule: str
    about: str
    reason: str
    until: date | None

    def covers(self, rule: str, hit: Hit) -> bool:
        return rule == self.rule and (not self.about or same_name(self.about, hit.subject))


def apply_waivers(
    deal: Mapping[str, Any], as_of: date, found: Sequence[Found], is_open: bool
) -> tuple[list[Found], list[Waived], list[Found]]:
    """The findings that stay, those waived, and the findings about the waivers."""
    faults: list[Found] = []
    in_force: list[_Waiver] = []
    for waiver in _latest(deal):
        if waiver.rule not in RULES and waiver.rule not in FILE_RULES:
            faults.append(_fault("unknown-rule-in-waiver", waiver))
            continue
        if waiver.until is not None and waiver.until < as_of:
            faults.append(_fault("expired-waiver", waiver))
            continue
        if waiver.until is None:
            faults.append(_fault("endless-waiver", waiver))
        in_force.append(waiver)
    kept, waived = [], []
    for rule, hit in found:
        covering = [waiver for waiver in in_force if waiver.covers(rule, hit)]
        if covering:
            best = max(covering, key=lambda waiver: waiver.until or date.max)
            waived.append(Waived(rule, hit.path, best.reason, best.until))
        else:
            kept.append((rule, hit))
    if is_open:  # on other deals no rule could have been flagged
        idle = [waiver for waiver in in_force if not any(waiver.covers(rule, hit) for rule, hit in found)]
        faults += [_fault("unused-waiver", waiver) for waiver in idle]
    return kept, waived, faults


def _latest(deal: Mapping[str, Any]) -> list[_Waiver]:
    """Of the waivers of one rule and `about` only the one that holds longest; the others are silent."""
    latest: dict[tuple[str, str], _Waiver] = {}
    for index, raw in enumerate(as_list(deal.get("waivers"))):
        rule, about, until = str(raw["rule"]), str(raw.get("about") or ""), as_date(raw.get("until"))
        waiver = _Waiver(f"waivers[{index}]", rule, about, str(raw["reason"]), until)
        known = latest.get((rule, about))
        if known and known.until == until:
            waiver = replace(waiver, place="waivers")  # twins: the documents do not say which one speaks
        if known is None or (until or date.max) >= (known.until or date.max):
            latest[rule, about] = waiver
    return list(latest.values())


def _fault(rule: str, waiver: _Waiver) -> Found:
    severity: Any = WAIVER_RULES[rule]
    return rule, Hit(waiver.place, severity, 0, waiver.rule)
