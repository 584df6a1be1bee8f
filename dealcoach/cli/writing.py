"""Where payload goes: standard output, and files that are old or new, never half."""

from __future__ import annotations

import sys
from pathlib import Path

from dealcoach.cli.exits import CommandError
from dealcoach.reading.folders import SUFFIXES


def writes_unicode() -> bool:
    """Whether standard output takes more than ASCII."""
    return (sys.stdout.encoding or "utf-8").lower().replace("-", "") in ("utf8", "cp65001")


def emit(text: str) -> None:
    """Write payload to standard output, as UTF-8 whatever the locale, ending in one newline."""
    data = text if text.endswith("\n") or not text else text + "\n"
    sys.stdout.flush()
    if getattr(sys.stdout, "encoding", "utf-8").lower().replace("-", "") == "utf8":
        sys.stdout.write(data)
    else:
        sys.stdout.buffer.write(data.encode("utf-8", "backslashreplace"))
    sys.stdout.flush()


def save(path: Path, text: str) -> None:
    """Write a file whole, or ``-`` to standard output; raises CommandError when that cannot be done.

    No output is YAML: a target that is there and ends so is a deal, a pack or the settings of somebody.
    """
    from dealcoach.reading.writing import write_file

    if str(path) == "-":
        emit(text)
        return
    if path.resolve().suffix.lower() in SUFFIXES and path.exists():
        raise CommandError(f"{path} is a YAML file that somebody wrote; give the output another name")

    data = text if text.endswith("\n") else text + "\n"
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as stream:
                stream.write(data.encode("utf-8", "backslashreplace"))
            return
        write_file(path, data.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror or error}") from None
