"""The course of a score as JSON, format `dealcoach.trend/1`: every key always present, a version a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dealcoach.output.diff_json import moves_values
from dealcoach.output.json_parts import file_name, problem_values, quiet
from dealcoach.output.money import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dealcoach.model.changes import CoursePoint

FORMAT = "dealcoach.trend/1"
_TIGHT = (",", ":")


def trend_json(name: str, course: Sequence[CoursePoint], version: str) -> str:
    """The whole course; everything beyond ASCII is escaped."""
    from json import dumps

    values = trend_values(name, course, version)
    points = ",\n".join(dumps(point, separators=_TIGHT, allow_nan=False) for point in values.pop("points"))
    head = dumps(values, separators=_TIGHT, allow_nan=False).removesuffix("}")
    return quiet(f'{head},"points":[\n{points}\n]}}\n')


def trend_values(name: str, course: Sequence[CoursePoint], version: str) -> dict[str, Any]:
    """The keys and values of a course, whose last point is the as-of day; ``name`` is the file."""
    known = next((point.review for point in reversed(course) if point.review), None)
    return {
        "format": FORMAT,
        "version": version,
        "as_of": course[-1].date,
        "file": file_name(name),
        "deal": known.deal if known else None,
        "account": known.account if known else None,
        "owner": known.owner if known else None,
        "versions": max(point.number for point in course),
        "points": [_point(point) for point in course],
    }


def _point(point: CoursePoint) -> dict[str, Any]:
    review, change = point.review, point.change
    amount = review.amount if review else None
    return {
        "number": point.number or None,
        "date": point.date,
        "author": point.author if point.commit else None,
        "commit": point.commit or None,
        "summary": point.summary if point.commit else None,
        "edited": point.edited,
        "cut": point.cut,
        "readable": review is not None,
        "status": review.status if review else None,
        "stage": review.stage if review else None,
        "close_date": review.close_date if review else None,
        "amount": amount if amount is None else plain(amount),
        "currency": review.currency if review else None,
        "score": point.score,
        "move": change.score_move if change else None,
        "band": point.band,
        "words": list(change.words) if change else [],
        **moves_values(change),
        "problems": [problem_values(problem) for problem in point.problems],
    }
