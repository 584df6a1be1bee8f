"""The formats of review by name; each is imported when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from dealcoach.output.titles import NO_TITLES

if TYPE_CHECKING:
    from dealcoach.model.changes import CoursePoint
    from dealcoach.model.review import Report

NAMES = ("text", "json", "markdown", "csv", "html")
COUNT_ALL = ("text", "markdown")
"""Formats whose totals count all deals, also those beyond the first so many that get a row."""


class View(NamedTuple):
    """How a report is looked at: all of it in text, the titles in what else people read."""

    width: int = 80
    color: bool = False
    ascii_only: bool = False
    one: bool = False
    """Whether one deal is shown as its card."""
    group_by: str | None = None
    top: int | None = None
    course: Sequence[CoursePoint] = ()
    """How the score of the one deal went."""
    titles: Mapping[str, str] = NO_TITLES
    """What each rule is called, for the formats that people read."""
    filtered: bool = False
    """Whether the report leaves deals out that do not fit its filters."""


def render(name: str, report: Report, view: View) -> str:
    """The report in a format of ``NAMES``."""
    return _RENDER[name](report, view)


def _text(report: Report, view: View) -> str:
    if view.one and len(report.deals) == 1 and not report.problems:
        from dealcoach.output.card import card

        return card(
            report.deals[0],
            as_of=report.as_of,
            width=view.width,
            color=view.color,
            ascii_only=view.ascii_only,
            course=view.course,
            titles=view.titles,
        )
    if view.one and not report.deals and report.problems:
        from dealcoach.output.unread import unread

        return unread(report.problems, width=view.width, color=view.color, ascii_only=view.ascii_only)
    from dealcoach.output.board import board

    return board(
        report,
        width=view.width,
        color=view.color,
        group_by=view.group_by,
        top=view.top,
        ascii_only=view.ascii_only,
        titles=view.titles,
        filtered=view.filtered,
    )


def _json(report: Report, _view: View) -> str:
    from dealcoach.output.review_json import json_text

    return json_text(report)


def _markdown(report: Report, view: View) -> str:
    from dealcoach.output.markdown import markdown

    shown = [deal.file for deal in report.deals if deal.is_open][: view.top]
    rows = None if view.top is None or view.one else frozenset(shown)
    if view.group_by is None:
        return markdown(report, view.titles, rows, filtered=view.filtered)
    from dealcoach.output.sections import sections

    found = sections(report, view.group_by)
    if rows is not None:
        found = [part for part in found if part.problems or any(deal.file in rows for deal in part.deals)]
    return "\n".join(markdown(part, view.titles, rows) for part in found)


def _csv(report: Report, _view: View) -> str:
    from dealcoach.output.csv_format import csv_text

    return csv_text(report)


def _html(report: Report, view: View) -> str:
    from dealcoach.output.html.page import page

    return page(report, titles=view.titles)


_RENDER: dict[str, Callable[[Report, View], str]] = {
    "text": _text,
    "json": _json,
    "markdown": _markdown,
    "csv": _csv,
    "html": _html,
}
