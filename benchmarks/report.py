"""Results as a page of Markdown: tables of ratios, and the machine that they come from."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import NamedTuple

from benchmarks.measuring import Taken


class Section(NamedTuple):
    """A heading, a sentence, and a table or a block."""

    title: str
    text: str
    body: str


def ratio(row: Taken, unit: Taken) -> str:
    """A time as a multiple of another."""
    return f"{row.seconds / unit.seconds:.2f}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; numbers to the right."""
    lines = [f"| {' | '.join(head)} |", "|---|" + "---:|" * (len(head) - 1)]
    return "\n".join(lines + [f"| {' | '.join(row)} |" for row in rows])


def machine() -> str:
    """The machine in a sentence, without its name."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    packages = ", ".join(f"{name} {_version(name)}" for name in ("dealcoach", "PyYAML", "yamllint"))
    system = f"{platform.system()} on {platform.machine()}"
    return (
        f"{cores} cores, {system}, {platform.python_implementation()} {platform.python_version()}, {packages}"
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "(not installed)"


def page(described: str, sections: Sequence[Section], notes: Sequence[str]) -> str:
    """The whole page."""
    lines = [
        "# Performance",
        "",
        "Written by `python -m benchmarks --write`. Deals are generated, about 90 lines each. Every program",
        "runs as a user runs it, several times in turn; medians are compared, and only ratios are shown.",
        "Spectral has a ruleset with twenty of our rules, in `benchmarks/peers/spectral.yaml`;",
        "check-jsonschema has our schema, yamllint its default rules.",
        "",
        f"Machine: {described}.",
    ]
    for section in sections:
        lines += ["", f"## {section.title}", ""]
        lines += [section.text, ""] if section.text else []
        lines.append(section.body)
    lines += ["", *notes] if notes else []
    return "\n".join(lines) + "\n"
