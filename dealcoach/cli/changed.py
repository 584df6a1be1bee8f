"""The deal files that differ from a git revision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from dealcoach.cli.exits import CommandError
from dealcoach.history import HistoryError, open_repository


def changed_paths(revision: str, paths: Sequence[str], today: date) -> list[str]:
    """The files below ``paths`` that were added, changed or renamed since a revision, sorted."""
    try:
        repository = open_repository(Path(paths[0]))
        found = repository.changed_since(repository.resolve(revision, today), [Path(path) for path in paths])
    except HistoryError as error:
        raise CommandError(f"--changed-since: {error}") from None
    return sorted(_relative(repository.root / change.path) for change in found if change.kind != "deleted")


def _relative(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
