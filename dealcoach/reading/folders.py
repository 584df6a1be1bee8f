"""Which deal files a command means: folders searched in sorted order, named paths checked."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dealcoach.reading.config_file import NAME
from dealcoach.reading.urls import is_url, without_secret

SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read; ``trouble`` says why a path that was named cannot be read."""

    path: str
    trouble: str | None = None


def default_paths() -> list[str]:
    """``deals`` where it exists, else the current folder."""
    return ["deals"] if Path("deals").is_dir() else ["."]


def find_sources(paths: Sequence[str]) -> Iterator[Source]:
    """Every deal file below the paths, sorted and each once; a named path that is no file is told.

    A path may be a URL; raises RemoteError where this installation cannot read it.
    """
    seen: set[str] = set()
    found: list[Source] = []
    for path in paths:
        for source in _below(path):
            key = os.path.normpath(source.path)
            if key not in seen:
                seen.add(key)
                found.append(source)
    yield from sorted(found, key=lambda source: sort_key(source.path))


def is_folder(path: str) -> bool:
    """Whether a path means many deals: a folder, or a URL that does not end as a deal file does."""
    if is_url(path):
        return not path.partition("::")[0].lower().endswith(SUFFIXES)
    return Path(path).is_dir()


def sort_key(path: str) -> str:
    """The order of every output: that of the paths as they are shown."""
    return shown_file(path)


def _below(path: str) -> Iterator[Source]:
    if is_url(path):
        from dealcoach.reading.remote import find_remote

        yield from find_remote(path)
        return
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or str(error)
        yield Source(path, f"cannot be opened: {said}")
        return
    if stat.S_ISDIR(mode):
        yield from files_of(path)
    elif stat.S_ISREG(mode):
        yield Source(os.path.normpath(path))
    else:
        yield Source(path, "this is no plain file; name a deal file or a folder of them")


def files_of(folder: str) -> Iterator[Source]:
    """Every deal file below a local folder, in no order; hidden and linked folders are left alone."""
    top = "" if folder in (".", "./") else os.path.normpath(folder)
    pending = [top]
    while pending:
        here = pending.pop()
        try:
            entries = list(os.scandir(here or "."))
        except OSError as error:
            yield Source(here, f"this folder cannot be searched: {error.strerror or error}")
            continue
        for entry in entries:
            if entry.name.startswith("."):
                continue
            name = os.path.join(here, entry.name) if here else entry.name  # noqa: PTH118
            if entry.is_dir(follow_symlinks=False):
                pending.append(name)
            elif entry.name.lower().endswith(SUFFIXES) and entry.name != NAME and _is_plain(entry):
                yield Source(name)


def _is_plain(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:
        return False


def shown_file(path: str) -> str:
    """A path as output shows it: relative to the current folder, forward slashes, bytes escaped."""
    text = without_secret(path) if "://" in path else path
    if os.path.isabs(text):  # noqa: PTH117
        here = os.getcwd() + os.sep  # noqa: PTH109
        text = text.removeprefix(here)
    text = text.replace(os.sep, "/")
    return (
        text
        if text.isascii()
        else text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    )
