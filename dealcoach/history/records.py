"""The plain values in which the past is handed on; every path is relative to the top of the work tree."""

from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

ChangeKind = Literal["added", "modified", "renamed", "deleted"]


class Revision(NamedTuple):
    """One commit; `date` is the committer's day in the committer's own time zone.

    `summary` is the first paragraph of the message on one line, as written: escape it before showing it.
    """

    id: str
    date: date
    summary: str


class Change(NamedTuple):
    """A deal file of the work tree that differs from a revision.

    `path` is where it is now (where it was, for a deleted one); `was` is its old path when it was renamed.
    A renamed file may also have changed.
    """

    path: Path
    kind: ChangeKind
    was: Path | None = None


class PastFile(NamedTuple):
    """A deal file as it was: `path` is today's (so that past and present meet), `was` the one it had then.

    `data` are the bytes in the repository: no line-end conversion, no filter; a file over the limit
    is cut just above `LARGEST`, so that whoever parses it finds it too large, and memory stays bounded.
    """

    path: Path
    data: bytes
    id: str
    was: Path


class Version(NamedTuple):
    """One state of a file's bytes and the commit that brought it.

    `date` is the committer's day in the committer's zone; `author` and `summary` are raw text, to be escaped
    before they are shown. `cut` marks the oldest state that a shallow clone still knows: the file may
    have been like this for longer, and its date and author are not those of the change.
    """

    id: str
    date: date
    author: str
    summary: str
    blob: str
    path: str
    cut: bool = False
