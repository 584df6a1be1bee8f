"""A report cut into sections by owner or stage, each a report with totals of its own."""

from __future__ import annotations

from dealcoach.model.review import Report, Review
from dealcoach.model.words import name_key, squeeze
from dealcoach.review.results import brief
from dealcoach.review.summing import Totals


def sections(report: Report, group_by: str) -> list[Report]:
    """One report for each owner or stage, in the order of their first deals; problems stay with the last."""
    groups: dict[str, list[Review]] = {}
    for review in report.deals:
        key = name_key(review.owner) if group_by == "owner" else squeeze(review.stage)
        groups.setdefault(key, []).append(review)
    found = [_section(report, group_by, deals) for deals in groups.values()]
    if not found:
        return [report]
    return [*found[:-1], found[-1]._replace(problems=report.problems)]


def _section(report: Report, group_by: str, deals: list[Review]) -> Report:
    totals = Totals()
    for review in deals:
        totals.add(brief(review))
    title = deals[0].owner if group_by == "owner" else deals[0].stage
    return report._replace(deals=tuple(deals), problems=(), summary=totals.summary(), title=title)
