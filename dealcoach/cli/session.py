"""What a command needs before it starts: configuration, rules and settings, or a refusal in words."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dealcoach.cli.exits import CommandError, Exit
from dealcoach.model.finding import Problem
from dealcoach.reading.config_file import ConfigError, ConfigFile, find_config, read_config
from dealcoach.reading.folders import Source, default_paths, find_sources, shown_file
from dealcoach.review.settings import Settings, UnknownRuleError, build_settings
from dealcoach.rules.library import Library, load
from dealcoach.rules.pack import PackError


@dataclass(frozen=True)
class Session:
    """The settings of a run, and the folder that patterns are relative to."""

    settings: Settings
    folder: Path | None
    file: ConfigFile


def open_session(
    paths: Sequence[str],
    *,
    as_of: date,
    config: Path | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    deep: bool = False,
    waivers: bool = True,
    quiet: bool = False,
) -> Session:
    """The session for these paths; raises CommandError where configuration or rules are broken."""
    first = Path(paths[0]) if paths and paths[0] != "-" else Path()
    try:
        file = read_config(config if config is not None else find_config(first))
        library = load_library(file)
        settings = build_settings(
            as_of, library, file, select=select, ignore=ignore, deep=deep, waivers=waivers
        )
    except (ConfigError, PackError) as error:
        raise CommandError(told(error.problems)) from None
    except UnknownRuleError as error:
        raise CommandError(f"--select: {error}") from None
    if settings.warnings and not quiet:
        sys.stderr.write(told(settings.warnings, "warning") + "\n")
    return Session(settings, file.folder, file)


def load_library(file: ConfigFile) -> Library:
    """The built-in rules and the packs that dealcoach.yaml names; raises PackError."""
    return load(own_packs(file))


def own_packs(file: ConfigFile) -> list[Path]:
    """The rule files that dealcoach.yaml names, relative to it."""
    folder = file.folder or Path()
    return [_relative(folder / pack) for pack in file.config.packs]


def _relative(path: Path) -> Path:
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


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


def sources_of(paths: Sequence[str], session: Session) -> list[Source]:
    """The files to read; raises CommandError when there is none."""
    from dealcoach.review.batch import excluded

    patterns = session.settings.config.exclude
    found = [
        source
        for source in find_sources(paths)
        if not patterns or not excluded(source.path, patterns, session.folder)
    ]
    if not found:
        where = ", ".join(paths)
        raise CommandError(
            f"no deal file found in {where} (*.yaml, *.yml); see `dealcoach new`", Exit.NOTHING
        )
    return found


def paths_or_default(paths: Sequence[str] | None) -> list[str]:
    """The paths that were given, else ``deals`` or the current folder."""
    return list(paths) if paths else default_paths()
