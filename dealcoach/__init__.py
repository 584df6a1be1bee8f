"""dealcoach: a command-line deal-review coach; B2B deals are YAML files, rules are data.

As a library: `review_file`, `review_folder`, `review_text` and the pure `review_mapping` return the same
frozen results that the command line shows; see `dealcoach.api`. Importing the package loads none of it.
"""

from __future__ import annotations

TYPE_CHECKING = False
"""As typing's, whose import would cost more than all of this module."""

if TYPE_CHECKING:
    from dealcoach.api import review_file, review_folder, review_mapping, review_text
    from dealcoach.errors import ConfigProblem, DealcoachError, DealProblem, RemoteProblem, RulesProblem
    from dealcoach.model.finding import Finding, Problem, Unknown, Waived
    from dealcoach.model.review import (
        Group,
        HangsOn,
        NextStep,
        OwnerRow,
        Person,
        PlanItem,
        Repairs,
        Report,
        Review,
        Summary,
        Theme,
    )

__version__ = "0.1.0"
__all__ = [
    "ConfigProblem",
    "DealProblem",
    "DealcoachError",
    "Finding",
    "Group",
    "HangsOn",
    "NextStep",
    "OwnerRow",
    "Person",
    "PlanItem",
    "Problem",
    "RemoteProblem",
    "Repairs",
    "Report",
    "Review",
    "RulesProblem",
    "Summary",
    "Theme",
    "Unknown",
    "Waived",
    "__version__",
    "review_file",
    "review_folder",
    "review_mapping",
    "review_text",
]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    for module in ("dealcoach.model.finding", "dealcoach.model.review", "dealcoach.errors", "dealcoach.api"):
        if (found := getattr(import_module(module), name, None)) is not None:
            globals()[name] = found
            return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
