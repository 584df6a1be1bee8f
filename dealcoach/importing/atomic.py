"""Writes a file so that a reader, or a killed run, sees either the old or the new one."""

from __future__ import annotations

import os
import stat
from pathlib import Path

_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def is_read_only(path: str | Path) -> bool:
    """Whether a file is there and write-protected: a rename would go over it without asking."""
    try:
        return not (os.stat(path).st_mode & _WRITABLE and os.access(path, os.W_OK))  # noqa: PTH116
    except OSError:
        return False


def replace(path: str, data: bytes, mode: int | None = None) -> None:
    """Writes a hidden temp file beside `path`, then renames it. Raises OSError; the old file stands then.

    All files of a run go through one temp name: a folder that held a second name for each of 50,000 files
    would be slower by half.
    """
    folder = os.path.dirname(path)  # noqa: PTH120
    name = f".dealcoach-{os.getpid()}.tmp"
    temp = f"{folder}{os.sep}{name}" if folder else name
    try:
        handle = os.open(temp, _NEW, 0o666)
    except FileExistsError:
        Path(temp).unlink()
        handle = os.open(temp, _NEW, 0o666)
    try:
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(handle, view) :]
        finally:
            os.close(handle)
        if mode is not None:
            Path(temp).chmod(stat.S_IMODE(mode))
        os.replace(temp, path)  # noqa: PTH105
    except BaseException:
        Path(temp).unlink(missing_ok=True)
        raise
