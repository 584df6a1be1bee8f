"""The committed versions of one deal file, read once, so that the coach counts as `dealcoach review` does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

Row = tuple[date, str, bytes]
"""Day, author and bytes of a version."""


def versions_of(file: Path) -> Sequence[Row]:
    """The versions of a file, oldest first; none without a ``.git`` above it. Raises HistoryError."""
    folder = file.absolute().parent
    if not any((place / ".git").exists() for place in (folder, *folder.parents)):
        return ()
    from dealcoach.history import open_repository

    repository = open_repository(folder)
    found = repository.file_versions(file)
    return [(version.date, version.author, data) for version, data in repository.read_all(found)]
