"""What a command needs before it starts: configuration, rules and settings, or a refusal in words."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from dealcoach.cli.exits import CommandError, Exit
from dealcoach.model.finding import Problem
from dealcoach.output.terminal import safe
from dealcoach.reading.config_file import ConfigError
from dealcoach.reading.faults import RemoteError
from dealcoach.reading.folders import Source, default_paths, shown_file
from dealcoach.reading.searching import find_sources
from dealcoach.review.opening import Opened, Recipe, open_recipe
from dealcoach.review.patterns import deal_test
from dealcoach.review.settings import UnknownRuleError
from dealcoach.rules.pack_error import PackError


def open_session(recipe: Recipe, *, quiet: bool = False) -> Opened:
    """The settings of a run; raises CommandError where configuration or rules are broken."""
    try:
        opened = open_recipe(recipe)
    except (ConfigError, PackError) as error:
        raise CommandError(told(error.problems)) from None
    except UnknownRuleError as error:
        raise CommandError(f"{error.option}: {error}") from None
    except RemoteError as error:
        raise CommandError(str(error)) from None
    if (recipe.select or recipe.ignore) and not quiet:
        ran, all_ = len(opened.settings.active), len(opened.settings.library.by_id)
        sys.stderr.write(f"note: {ran} of {all_} rules look at these deals\n")
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
        lines.append(safe(f"{place}: {word}: {problem.message}"))
        if problem.source.strip():
            lines.append(safe(f"    {problem.source}"))
    return "\n".join(lines)


def note(text: str | None, quiet: bool) -> None:
    """A line on standard error, if there is anything to say."""
    if text and not quiet:
        sys.stderr.write(f"note: {safe(text)}\n")


def sources_of(paths: Sequence[str], opened: Opened) -> list[Source]:
    """The files to read; raises CommandError when there is none."""
    is_deal = deal_test(opened)
    try:
        found = [source for source in find_sources(paths) if is_deal(source.path)]
    except RemoteError as error:
        raise CommandError(str(error)) from None
    if not found and opened.settings.config.exclude and list(find_sources(paths)):
        place = opened.file.problem(("exclude",), "")
        at = f"{shown_file(place.file)}:{place.line}"
        raise CommandError(f"every file in {', '.join(paths)} is left out by exclude, {at}", Exit.NOTHING)
    if not found:
        where = ", ".join(paths)
        raise CommandError(
            f"no deal file found in {where} (*.yaml, *.yml); see `dealcoach new`", Exit.NOTHING
        )
    return found


def paths_or_default(paths: Sequence[str] | None) -> list[str]:
    """The paths that were given, else ``deals`` or the current folder."""
    return list(paths) if paths else default_paths()
