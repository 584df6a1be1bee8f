"""What the library raises: every error of its own stands below DealcoachError.

    DealcoachError
    ├── ConfigProblem   dealcoach.yaml cannot be used, or `select` names no rule
    ├── DealProblem     the deal cannot be read
    ├── RemoteProblem   a URL that cannot be read here: a package is missing, or its kind unknown
    └── RulesProblem    a rule file that dealcoach.yaml names cannot be used

Each but RemoteProblem has `problems`: every place that is wrong, with line, column and a sentence that says
what would be right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from dealcoach.model.finding import Problem
from dealcoach.reading.config_file import ConfigError
from dealcoach.reading.faults import RemoteError
from dealcoach.review.settings import UnknownRuleError
from dealcoach.rules.pack_error import PackError


class DealcoachError(Exception):
    """The root of all errors of this library; `problems` lists each place that is wrong."""

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.problems: tuple[Problem, ...] = tuple(problems)


class ConfigProblem(DealcoachError):
    """dealcoach.yaml cannot be used, or `select` names no rule."""


class DealProblem(DealcoachError):
    """A deal that cannot be read."""


class RemoteProblem(DealcoachError):
    """A URL that this installation cannot read."""


class RulesProblem(DealcoachError):
    """A rule file that dealcoach.yaml names cannot be used."""


@contextmanager
def inner_errors_told() -> Iterator[None]:
    """Inner errors come out as those of the library."""
    try:
        yield
    except ConfigError as error:
        raise ConfigProblem(lines_of(error.problems), error.problems) from None
    except UnknownRuleError as error:
        raise ConfigProblem(str(error)) from None
    except PackError as error:
        raise RulesProblem(lines_of(error.problems), error.problems) from None
    except RemoteError as error:
        raise RemoteProblem(str(error)) from None


def lines_of(problems: Sequence[Problem]) -> str:
    """Problems as a message: a line each."""
    return "\n".join(f"{row.file}:{row.line}:{row.column}: {row.message}" for row in problems)
