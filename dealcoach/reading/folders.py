"""Deal files of a folder, and how their paths are shown and sorted."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from dealcoach.reading.config_file import NAME
from dealcoach.reading.urls import is_url, without_secret

SUFFIXES = (".yaml", ".yml")


class Source(NamedTuple):
    """A file to read; ``trouble`` says why a path that was named cannot be read."""

    path: str
    trouble: str | None = None


def default_paths() -> list[str]:
    """``deals`` where it exists, else the current folder."""
    return ["deals"] if Path("deals").is_dir() else ["."]


def is_folder(path: str) -> bool:
    """Whether a path means many deals: a folder, or a URL that does not end as a deal file does."""
    if is_url(path):
        return not path.partition("::")[0].lower().endswith(SUFFIXES)
    return Path(path).is_dir()


def in_order(sources: Iterable[Source]) -> list[Source]:
    """Files in the order of every output: that of the paths as they are shown."""
    here = current_folder()
    return sorted(sources, key=lambda source: shown_file(source.path, here))


def files_of(folder: str) -> Iterator[Source]:
    """Every deal file below a local folder, in no order; hidden and linked folders are left alone."""
    top = os.path.normpath(folder)
    bare = 2 if top == "." else 0  # a path begins without ./
    pending = [top]
    while pending:
        here = pending.pop()
        try:
            entries = list(os.scandir(here))
        except OSError as error:
            yield Source(here[bare:], f"this folder cannot be searched: {error.strerror or error}")
            continue
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                pending.append(entry.path)
            elif is_deal_file(entry):
                yield Source(entry.path[bare:])


def is_deal_name(name: str) -> bool:
    """Whether a file of this name is taken for a deal; the case of its suffix does not count."""
    return name.lower().endswith(SUFFIXES) and name != NAME and not name.startswith(".")


def is_deal_file(entry: os.DirEntry[str]) -> bool:
    """Whether an entry of a folder is a file that is taken for a deal."""
    try:
        return is_deal_name(entry.name) and entry.is_file()
    except OSError:
        return False


def current_folder() -> str:
    """The current folder, as absolute paths in it begin."""
    return os.getcwd() + os.sep  # noqa: PTH109


def shown_file(path: str, here: str | None = None) -> str:
    """A path as output shows it: relative to the current folder, forward slashes, bytes escaped.

    ``here`` is `current_folder`, for those who ask about many files.
    """
    text = without_secret(path) if "://" in path else path
    if os.path.isabs(text):  # noqa: PTH117
        text = text.removeprefix(here or current_folder())
    text = text.replace(os.sep, "/")
    return (
        text
        if text.isascii()
        else text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    )
