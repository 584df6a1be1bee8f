"""Turns what a person writes for a point in the past into a commit: a revision, a day, or words for a day."""

import re
from datetime import date

from dealcoach.history.commits import read_commit, read_commits
from dealcoach.history.days import EXAMPLES, day_from_words, iso_day
from dealcoach.history.errors import HistoryError, ShallowClone, UnknownRevision
from dealcoach.history.git import Git
from dealcoach.history.records import Revision

_CLOCK = re.compile(r"@\{(?!-?\d+\}|u\}|upstream\}|push\})")
_STEPS = re.compile(r"[~^@]")
_LOOKS_LIKE_ID = re.compile(r"[0-9a-f]{7,64}", re.IGNORECASE)
_SUGGESTIONS = 3


def resolve_revision(git: Git, spec: str, today: date, shallow: bool) -> Revision:
    """The commit that `spec` stands for; see `Repository.resolve`."""
    text = spec.strip()
    if not text or "\n" in text or "\0" in text:
        raise UnknownRevision(f"a point in the past is a branch, a tag, a commit, or {EXAMPLES}")
    if _CLOCK.search(text):
        raise UnknownRevision(f"{text} would be read by this machine's clock; write {EXAMPLES}")
    head = git.commit_id("HEAD")
    if head is None:
        raise UnknownRevision(f"the repository at {git.folder} has no commit yet: nothing to go back to")
    try:
        day = iso_day(text)
    except ValueError:
        raise UnknownRevision(f"{text} is not a day of the calendar") from None
    if day is None:
        commit = git.commit_id(text)
        if commit is not None:
            return _revision(git, commit)
        day = day_from_words(text, today)
    if day is None:
        raise _unknown(git, text, shallow)
    return _on_day(git, head, day, today, shallow)


def _revision(git: Git, commit: str) -> Revision:
    found = read_commit(git, commit)
    return Revision(found.id, found.date, found.summary)


def _on_day(git: Git, head: str, day: date, today: date, shallow: bool) -> Revision:
    if day > today:
        raise UnknownRevision(f"{day} lies after {today}, the day of this review: name a day in the past")
    oldest = day
    for commit in read_commits(git, "--first-parent", head):
        if commit.date <= day:
            return Revision(commit.id, commit.date, commit.summary)
        oldest = commit.date
    if shallow:
        raise ShallowClone(
            f"this clone is shallow: it reaches back to {oldest} only, not to {day}. "
            f"Fetch more with git fetch --shallow-since={day}, or all of it with git fetch --unshallow"
        )
    raise UnknownRevision(f"the history begins on {oldest}: nothing had been committed by {day}")


def _unknown(git: Git, text: str, shallow: bool) -> HistoryError:
    base = _STEPS.split(text, maxsplit=1)[0] or "HEAD"
    start = git.commit_id(base)
    if shallow and (start is not None or _LOOKS_LIKE_ID.fullmatch(base)):
        return ShallowClone(
            f"this clone is shallow and does not hold {text}. Fetch the past with git fetch --unshallow, or "
            "in CI set the checkout's fetch depth to 0"
        )
    if start is not None:
        count = git.output("rev-list", "--count", "--first-parent", start, "--").decode("ascii").strip()
        return UnknownRevision(
            f"{text} does not exist: {base} has {count} commits in a line, counting its own"
        )
    near = _alike(base, _names(git))
    hint = f"did you mean {' or '.join(near)}?" if near else f"write a branch, a tag, a commit, or {EXAMPLES}"
    fetched = "; this clone is shallow and may lack it (git fetch origin NAME)" if shallow else ""
    return UnknownRevision(f"no branch, tag, commit or day is called {text}{fetched}: {hint}")


def _names(git: Git) -> list[str]:
    out = git.output("for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/tags", "refs/remotes")
    return ["HEAD", *out.decode("utf-8", "backslashreplace").splitlines()]


def _alike(word: str, names: list[str]) -> list[str]:
    from difflib import get_close_matches

    return get_close_matches(word, dict.fromkeys(names), n=_SUGGESTIONS)
