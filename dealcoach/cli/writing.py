"""Where payload goes: standard output, and files that are old or new, never half."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path

from dealcoach.cli.exits import CommandError
from dealcoach.reading.folders import SUFFIXES

STDOUT = Path("-")


def check_page() -> None:
    """Raise CommandError where what makes a page is not installed."""
    if find_spec("jinja2") is None:
        raise CommandError("the page needs Jinja2: pip install 'dealcoach[report]'")


def writes_unicode() -> bool:
    """Whether standard output takes more than ASCII."""
    return (sys.stdout.encoding or "utf-8").lower().replace("-", "") in ("utf8", "cp65001")


def emit(text: str) -> None:
    """Write payload to standard output, as UTF-8 whatever the locale, ending in one newline."""
    sys.stdout.flush()
    put(text if text.endswith("\n") or not text else text + "\n")
    sys.stdout.flush()


def put(text: str) -> None:
    """Write a piece of payload to standard output, as UTF-8 whatever the locale."""
    if getattr(sys.stdout, "encoding", "utf-8").lower().replace("-", "") == "utf8":
        sys.stdout.write(text)
    else:
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))


def show(text: str) -> None:
    """Write a piece of text for people to standard output, in the encoding of the locale."""
    sys.stdout.write(text)


def save(path: Path, text: str) -> None:
    """Write a file whole, or ``-`` to standard output; raises CommandError when that cannot be done."""
    if path == STDOUT:
        emit(text)
        return
    with saving(path) as write:
        write(text)


@contextmanager
def saving(path: Path) -> Iterator[Callable[[str], None]]:
    """What writes a file piece by piece; it stands there once all is written, and ends in a newline.

    No output is YAML: a target that is there and ends so is a deal, a pack or the settings of somebody.
    Raises CommandError when it cannot be written.
    """
    from dealcoach.reading.writing import replacing

    if path.resolve().suffix.lower() in SUFFIXES and path.exists():
        raise CommandError(f"{path} is a YAML file that somebody wrote; give the output another name")
    last = ""

    def write(text: str) -> None:
        nonlocal last
        last = text[-1:] or last
        with _told(path):
            stream.write(text.encode("utf-8", "backslashreplace"))

    with ExitStack() as target:
        with _told(path):
            stream = target.enter_context(path.open("wb") if is_special(path) else replacing(path))
        yield write
        if last != "\n":
            write("\n")
        with _told(path):
            target.close()


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror or error}") from None


def is_special(path: Path) -> bool:
    """Whether a path leads to something that is no plain file, such as a pipe."""
    return path.exists() and not path.is_file()
