"""Commits with what a person wants to know about them, read by rev-list."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from typing import NamedTuple

from dealcoach.history.git import Git

_FORMAT = "--format=%P%n%cd%n%aN%n%s"
_LINES = 5  # "commit ID", then one line for each placeholder, none of which can hold a line break


class Commit(NamedTuple):
    """A commit; the author goes by .mailmap where there is one."""

    id: str
    parents: tuple[str, ...]
    date: date
    author: str
    summary: str


def read_commits(git: Git, *choice: str, touching: Sequence[str] = ()) -> Iterator[Commit]:
    """The commits that rev-list chooses, in its order; `choice` must be options of ours and full ids.

    With `touching` (pathspecs) only the merges and those that changed such a file, each with its nearest
    chosen ancestors as parents.
    """
    narrow = ("--full-history", "--parents") if touching else ()
    shape = ("--date=raw", "--encoding=UTF-8", _FORMAT)
    out = git.output("rev-list", *shape, *narrow, *choice, "--", *touching)
    lines = out.decode("utf-8", "backslashreplace").split("\n")
    for at in range(0, len(lines) - _LINES + 1, _LINES):
        head, parents, stamp, author, summary = lines[at : at + _LINES]
        yield Commit(head.split(" ")[1], tuple(parents.split()), day_of(stamp), author, summary)


def read_commit(git: Git, commit: str) -> Commit:
    """One commit by its full id."""
    return next(read_commits(git, "--no-walk", commit))


def day_of(stamp: str) -> date:
    """The calendar day of git's raw date ("1763700000 +0100") in the zone it was written in.

    A broken date (git lets anything be committed) becomes the nearest day that can be told.
    """
    seconds, _, zone = stamp.partition(" ")
    sign = -1 if zone.startswith("-") else 1
    digits = zone.lstrip("+-").rjust(4, "0")
    offset = timedelta(hours=int(digits[:-2] or 0), minutes=int(digits[-2:] or 0)) * sign
    try:
        return datetime.fromtimestamp(int(seconds), timezone(offset)).date()
    except (ValueError, OverflowError, OSError):
        return _clamped(seconds)


def _clamped(seconds: str) -> date:
    try:
        return datetime.fromtimestamp(int(seconds), UTC).date()
    except (ValueError, OverflowError, OSError):
        return date.min if seconds.startswith("-") else date.max


def main_line(commits: Sequence[Commit]) -> list[int]:
    """Positions of the first-parent chain, oldest first; `commits` stand oldest first, the tip last."""
    place = {commit.id: at for at, commit in enumerate(commits)}
    line = []
    at: int | None = len(commits) - 1 if commits else None
    while at is not None:
        line.append(at)
        parents = commits[at].parents
        at = place.get(parents[0]) if parents else None
    return line[::-1]


def branches_in(commits: Sequence[Commit]) -> Iterator[tuple[int, list[int]]]:
    """Each commit of the first-parent chain with the commits that its merge brought in, all oldest first."""
    place = {commit.id: at for at, commit in enumerate(commits)}
    line = main_line(commits)
    seen = set(line)
    for at in line:
        brought = []
        waiting = [place[name] for name in commits[at].parents[1:] if name in place]
        while waiting:
            side = waiting.pop()
            if side in seen:
                continue
            seen.add(side)
            brought.append(side)
            waiting.extend(place[name] for name in commits[side].parents if name in place)
        yield at, sorted(brought)
