"""Options that review and lint share, and how their values are read."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dealcoach.cli.exits import CommandError
from dealcoach.model.review import BANDS
from dealcoach.model.words import squeeze
from dealcoach.review.opening import Recipe


class Color(StrEnum):
    """When output is coloured."""

    auto = "auto"
    always = "always"
    never = "never"


class Engine(StrEnum):
    """Where files are reviewed."""

    local = "local"
    dask = "dask"


Paths = Annotated[
    list[str] | None, typer.Argument(metavar="[PATH]...", help="Deal files or folders; - for standard input.")
]
AsOf = Annotated[str | None, typer.Option(metavar="DATE", help="The day to review for (default: today).")]
ConfigPath = Annotated[Path | None, typer.Option("--config", metavar="FILE", help="Use this dealcoach.yaml.")]
Select = Annotated[
    list[str] | None, typer.Option(metavar="RULES", help="Only these rules or groups (comma list).")
]
Ignore = Annotated[
    list[str] | None, typer.Option(metavar="RULES", help="Not these rules or groups (comma list).")
]
Output = Annotated[
    list[str] | None,
    typer.Option(metavar="FORMAT:PATH", help="Also write this format to a file; may be repeated."),
]
ColorOption = Annotated[Color, typer.Option("--color", help="Colour: auto, always or never.")]
Jobs = Annotated[
    int | None, typer.Option(min=1, metavar="N", help="Worker processes (default: by folder size).")
]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Neither read nor write the cache of results.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No notes on standard error.")]
Redact = Annotated[bool, typer.Option("--redact", help="Replace names by roles and leave free text out.")]
StdinFilename = Annotated[
    str | None, typer.Option(metavar="NAME", help="The name of the deal on standard input.")
]
EngineOption = Annotated[Engine, typer.Option("--engine", help="Review here (local) or on a cluster (dask).")]
Scheduler = Annotated[
    str | None, typer.Option(metavar="ADDRESS", help="The Dask scheduler, such as tcp://10.0.0.5:8786.")
]


def scheduler_of(engine: Engine, address: str | None) -> str | None:
    """The Dask scheduler that reviews, or None for this machine."""
    if engine is Engine.local and address is not None:
        raise CommandError("--scheduler: goes with --engine dask")
    if engine is Engine.dask and not address:
        raise CommandError("--engine dask: say which cluster: --scheduler tcp://HOST:8786")
    return address


def read_date(text: str | None, option: str) -> date:
    """A date option; today where it is absent."""
    if text is None:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(
            f"{option}: {text!r} is not a date; write YYYY-MM-DD, such as 2026-11-21"
        ) from None


def recipe(
    paths: Sequence[str],
    as_of: str | None,
    config: Path | None,
    select: Iterable[str] | None,
    ignore: Iterable[str] | None,
    *,
    deep: bool = False,
    waivers: bool = True,
    quotes: bool = False,
) -> Recipe:
    """What the shared options say of a review; dealcoach.yaml is searched from the first path."""
    start = paths[0] if paths and paths[0] != "-" else "."
    named = str(config) if config else None
    day = read_date(as_of, "--as-of")
    return Recipe(day, start, named, tuple(words(select)), tuple(words(ignore)), deep, waivers, quotes)


def words(values: Iterable[str] | None) -> list[str]:
    """The words of repeated comma lists."""
    return [word.strip() for value in values or () for word in value.split(",") if word.strip()]


def bands(values: Iterable[str] | None) -> tuple[str, ...]:
    """The bands of a comma list, read loosely; raises CommandError for another word."""
    known = {squeeze(band): band for band in BANDS}
    found = words(values)
    if wrong := [word for word in found if squeeze(word) not in known]:
        raise CommandError(f"--band: {wrong[0]!r} is no band; bands: {', '.join(BANDS)}")
    return tuple(known[squeeze(word)] for word in found)


def colored(choice: Color, stream: object = None) -> bool:
    """Whether to colour: the option first, then NO_COLOR and FORCE_COLOR, then whether it is a terminal."""
    if choice is not Color.auto:
        return choice is Color.always
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    target = stream or sys.stdout
    return bool(getattr(target, "isatty", lambda: False)()) and os.environ.get("TERM") != "dumb"


def targets(values: Iterable[str] | None, formats: Iterable[str]) -> list[tuple[str, Path]]:
    """The ``--output`` options as pairs of format and path."""
    known = list(formats)
    found = []
    for value in values or ():
        name, colon, path = value.partition(":")
        if name not in known or not colon or not path:
            raise CommandError(
                f"--output: write FORMAT:PATH with a format of {', '.join(known)}, not {value!r}"
            )
        found.append((name, Path(path)))
    return found
