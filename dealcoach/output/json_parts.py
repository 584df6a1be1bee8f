"""What several JSON formats write alike: a file's name, a problem, totals by currency, quiet text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dealcoach.output.money import plain
from dealcoach.output.terminal import safe

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealcoach.model.finding import Problem
    from dealcoach.model.review import Amount


def file_name(name: str) -> str:
    """A path as every output shows it; bytes that are not UTF-8 are escaped."""
    return name if name.isascii() else safe(name)


def problem_values(problem: Problem) -> dict[str, Any]:
    """The keys and values of a problem."""
    return {
        "file": file_name(problem.file),
        "line": problem.line,
        "column": problem.column,
        "rule": problem.rule,
        "severity": problem.severity,
        "message": problem.message,
    }


def amounts_values(totals: Mapping[str, Amount]) -> dict[str, Amount]:
    """Totals by currency."""
    return {currency: plain(value) for currency, value in totals.items()}


def quiet(dumped: str) -> str:
    """JSON that means the same and holds no ``##[command]`` to a CI runner that reads it."""
    return dumped.replace("##", "#\\u0023") if "#" in dumped and "##" in dumped else dumped
