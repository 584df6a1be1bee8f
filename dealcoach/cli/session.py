"""What a command needs before it starts: configuration, rules and settings, or a refusal in words."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from dealcoach.cli.exits import CommandError, Exit
from dealcoach.model.finding import Problem
from dealcoach.reading.config_file import ConfigError
from dealcoach.reading.faults import RemoteError
from dealcoach.reading.folders import Source, default_paths, find_sources, shown_file
from dealcoach.review.opening import Opened, Recipe, open_recipe
from dealcoach.review.settings import UnknownRuleError
from dealcoach.rules.pack_error import PackError


def open_session(recipe: Recipe, *, quiet: bool = False) -> Opened:
    """The settings of a run; raises CommandError where configuration or rules are broken."""
    try:
        opened = open_recipe(recipe)
    except (ConfigError, PackError) as error:
        raise CommandError(told(error.problems)) from None
    except UnknownRuleError as error:
        raise CommandError(f"--select: {error}") from None
    except RemoteError as error:
        raise CommandError(str(error)) from None
    if opened.settings.warnings and not quiet:
        sys.stderr.write(told(opened.settings.warnings, "warning") + "\n")
    return opened


def start_of(paths: Sequence[str]) -> str:
    """The path from which dealcoach.yaml is searched."""
    return paths[0] if paths and paths[0] != "-" else "."


def told(problems: Iterable[Problem], word: str = "error") -> str:
    """Problems as lines for people: place, what is wrong, and the line itself."""
    lines = []
    for problem in problems:
        place = f"{shown_file(problem.file)}:{problem.line}:{problem.column}"
        if problem.file.startswith("--"):
            place = problem.file
        lines.append(f"{place}: {word}: {problem.message}")
        if problem.source.strip():
            lines.append(f"    {problem.source}")
    return "\n".join(lines)


def sources_of(paths: Sequence[str], opened: Opened) -> list[Source]:
    """The files to read; raises CommandError when there is none."""
    from dealcoach.review.batch import excluded

    patterns = opened.settings.config.exclude
    try:
        found = [
            source
            for source in find_sources(paths)
            if not patterns or not excluded(source.path, patterns, opened.base)
        ]
    except RemoteError as error:
        raise CommandError(str(error)) from None
    if not found:
        where = ", ".join(paths)
        raise CommandError(
            f"no deal file found in {where} (*.yaml, *.yml); see `dealcoach new`", Exit.NOTHING
        )
    return found


def paths_or_default(paths: Sequence[str] | None) -> list[str]:
    """The paths that were given, else ``deals`` or the current folder."""
    return list(paths) if paths else default_paths()
