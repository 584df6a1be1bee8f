"""What the page's sections show, as plain values for the template."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from dealcoach.output.html.bars import bar, stack
from dealcoach.output.html.plot import icon, plotted
from dealcoach.output.html.wording import (
    BAND_LABELS,
    amount_lines,
    amount_words,
    anchor,
    band_label,
    band_of,
    day,
    named,
)
from dealcoach.output.money import plural
from dealcoach.output.titles import NO_TITLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dealcoach.model.review import OwnerRow, Summary, Theme
    from dealcoach.output.html.agenda import Agenda, Slot
    from dealcoach.output.html.changes import Change, Changes
    from dealcoach.output.html.glance import Glance

_TABLE_COLUMNS = 16
_MOST_LEFT = 12
"""If more deals are left for the end of a meeting than this, the list of deals tells them."""


def head_part(summary: Summary, deals: Sequence[Glance]) -> dict[str, Any]:
    """The head figures: deals, amounts by currency, deals by band."""
    closed = sum(not deal.is_open for deal in deals)
    counts = {band: summary.by_band.get(band, 0) for band in BAND_LABELS}
    bands = [
        {"name": band, "label": BAND_LABELS[band], "count": count, "icon": Markup(icon(band))}
        for band, count in counts.items()
        if count
    ]
    return {
        "deal_count": f"{summary.deals:,}",
        "open_deals": plural(summary.deals, "open deal"),
        "closed_deals": closed,
        "amount": amount_lines(summary.amount),
        "amount_at_risk": amount_lines(summary.amount_at_risk),
        "several_currencies": len(summary.amount) > 1,
        "bands": bands,
        "band_bar": Markup(stack(list(counts.items()), "bandbar")),
    }


def _agenda_order(boxes: list[int]) -> str:
    """How the time boxes were made, as far as these show it."""
    if len(boxes) == 1:
        return "It is the one that weighs most: large, and with much to repair."
    if boxes and boxes[0] > boxes[-1]:
        return "The largest deals with the most to repair come first and get the most time."
    return "The largest deals with the most to repair come first; there is time for the same on each."


def agenda_part(plan: Agenda) -> dict[str, Any]:
    """The time boxes, and the deals for the end."""
    left = plan.if_time_is_left
    return {
        "minutes": plural(plan.minutes, "minute"),
        "slot_count": plural(len(plan.slots), "deal"),
        "agenda_order": _agenda_order([slot.minutes for slot in plan.slots]),
        "agenda_bar": Markup(stack([(band_of(slot.deal), slot.minutes) for slot in plan.slots], "boxes")),
        "slots": [_slot(slot) for slot in plan.slots],
        "left": [{**_names(deal), "icon": Markup(icon(band_of(deal)))} for deal in left[:_MOST_LEFT]],
        "left_more": f"{len(left) - _MOST_LEFT:,} more" if len(left) > _MOST_LEFT else "",
    }


def _slot(slot: Slot) -> dict[str, Any]:
    deal = slot.deal
    return {
        **_names(deal),
        "icon": Markup(icon(band_of(deal))),
        "start": slot.start,
        "end": slot.end,
        "minutes": slot.minutes,
        "question": deal.question,
        "seen": deal.seen,
        "band": band_label(deal),
        "score": deal.score,
        "amount": amount_words(deal.amount, deal.currency),
        "close": day(deal.close_date) if deal.close_date else "",
        "owner": deal.owner,
    }


def _names(deal: Glance) -> dict[str, str]:
    return {"anchor": anchor(deal.file), "account": deal.account, "deal": deal.deal}


def plot_words(deals: Sequence[Glance]) -> dict[str, str]:
    """How many deals are missing from the plot."""
    missing = sum(deal.is_open for deal in deals) - len(plotted(deals))
    told = f"{plural(missing, 'deal')} without a score or a close date: not shown." if missing else ""
    return {"not_plotted": told}


def themes_part(
    summary: Summary, deals: Sequence[Glance], titles: Mapping[str, str] = NO_TITLES
) -> list[dict[str, Any]]:
    """The rules that hit most deals, each with why it matters."""
    whys: dict[str, str] = {}
    for deal in deals:
        whys.update(zip(deal.rules, deal.whys, strict=True))
    return [
        _theme(theme, whys.get(theme.rule, ""), summary.deals, titles)
        for theme in summary.themes
        if theme.deals
    ]


def _theme(theme: Theme, why: str, deals: int, titles: Mapping[str, str]) -> dict[str, Any]:
    return {
        "rule": theme.rule,
        "label": named(theme.rule, titles),
        "deals": theme.deals,
        "amount": amount_lines(theme.amount, _TABLE_COLUMNS),
        "why": why,
        "bar": Markup(bar(100 * theme.deals // max(deals, 1))),
    }


def owners_part(summary: Summary, titles: Mapping[str, str] = NO_TITLES) -> list[dict[str, Any]]:
    """One line per owner of open deals."""
    return [_owner(row, titles) for row in summary.by_owner]


def _owner(row: OwnerRow, titles: Mapping[str, str]) -> dict[str, Any]:
    return {
        "owner": row.owner,
        "deals": row.deals,
        "amount": amount_lines(row.amount, _TABLE_COLUMNS),
        "at_risk": amount_lines(row.amount_at_risk, _TABLE_COLUMNS),
        "top": named(row.top_rule, titles) if row.top_rule else "",
    }


def filters(
    deals: Sequence[Glance], titles: Mapping[str, str] = NO_TITLES
) -> dict[str, list[tuple[str, str]]]:
    """The choices of owner, band and rule, each with its number of deals."""
    owners = Counter(deal.owner for deal in deals)
    bands = Counter(map(band_of, deals))
    rules: Counter[str] = Counter()
    for deal in deals:
        rules.update(deal.rules)
    return {
        "owner_options": _options(owners, {}),
        "band_options": [
            (band, f"{label} ({bands[band]})") for band, label in BAND_LABELS.items() if band in bands
        ],
        "rule_options": _options(rules, {rule: named(rule, titles) for rule in rules}),
    }


def _options(counts: Mapping[str, int], labels: Mapping[str, str]) -> list[tuple[str, str]]:
    named = [(value, f"{labels.get(value, value)} ({count})") for value, count in counts.items()]
    return sorted(named, key=lambda option: option[1].casefold())


def changes_part(changes: Changes | None) -> dict[str, Any] | None:
    """The rows of what changed; None leaves the section out."""
    if changes is None:
        return None
    return {"since": changes.since, "rows": [_change(change) for change in changes.rows]}


def _change(change: Change) -> dict[str, Any]:
    return {
        "anchor": anchor(change.file),
        "deal": change.deal,
        "words": change.words,
        "amount": amount_words(change.amount, change.currency),
        "score": _move(change.score_before, change.score_now),
        "causes": change.causes,
    }


def _move(before: int | None, now: int | None) -> str:
    if before is None and now is None:
        return ""
    if before == now:
        return f"score {now}"
    return f"score {'–' if before is None else before} → {'–' if now is None else now}"
