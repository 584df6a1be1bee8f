"""What each commit did to deal files, and which commits of a branch stand behind a merge's change."""

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from dealcoach.history.commits import Commit, branches_in
from dealcoach.history.git import Git

YAML_ONLY = (
    ":(icase)*.yaml",
    ":(icase)*.yml",
)  # at any depth; spelled ":(glob)**/*.yaml" it takes git twice as long
RENAMES = ("-M50%", "-l1000")
"""Half of the content kept makes a rename, git's own measure; sought among up to 1,000 changed files."""

_PLAIN = ("100644", "100755", "100664")


class Event(NamedTuple):
    """One file at one commit against the commit's first parent; None stands for "did not exist"."""

    commit: int
    old_path: str | None
    old_blob: str
    new_path: str | None
    new_blob: str

    @property
    def before(self) -> tuple[str | None, str]:
        return self.old_path, self.old_blob

    @property
    def after(self) -> tuple[str | None, str]:
        return self.new_path, self.new_blob


class Step(NamedTuple):
    """An event of the first-parent chain with the events of the merged branch that made it, oldest first."""

    event: Event
    causes: tuple[Event, ...]


def read_events(git: Git, commits: Sequence[Commit], which: Sequence[str] = YAML_ONLY) -> list[list[Event]]:
    """Events of each commit, in the order of `commits`, from one diff-tree for them all."""
    lines = [" ".join((commit.id, *commit.parents[:1])) for commit in commits]
    return _diffs(git, [commit.id for commit in commits], lines, which)


def read_whole(git: Git, ids: Sequence[str]) -> list[list[Event]]:
    """Events of each commit among all files, by full ids alone: git knows the first parents."""
    return _diffs(git, ids, ids, YAML_ONLY)


def _diffs(git: Git, ids: Sequence[str], lines: Sequence[str], which: Sequence[str]) -> list[list[Event]]:
    out = git.output(
        *("diff-tree", "--stdin", "--root", "-m", "-r", "-z", "--raw", "--no-abbrev", *RENAMES),
        *("--no-ext-diff", "--no-textconv", "--no-relative", "--ignore-submodules=all", "--", *which),
        feed="".join(f"{line}\n" for line in lines).encode("ascii"),
    )
    place = {name: at for at, name in enumerate(ids)}
    told: dict[int, list[Event]] = {}
    here: list[Event] = []
    at = 0
    tokens = iter(out.split(b"\0")[:-1])
    for token in tokens:
        if token.startswith(b":"):
            here.extend(_event(token, tokens, at))
        else:
            at = place[token.strip().decode("ascii")]
            here = [] if at in told else told.setdefault(at, [])  # only a merge's first parent counts
    return [told.get(at, []) for at in range(len(ids))]


def _event(meta: bytes, tokens: Iterator[bytes], at: int) -> Iterator[Event]:
    old_mode, new_mode, old_blob, new_blob, status = meta.decode("ascii")[1:].split(" ")
    first = os.fsdecode(next(tokens))
    second = os.fsdecode(next(tokens)) if status[0] in "RC" else first
    old_path = first if old_mode in _PLAIN and status[0] != "C" else None
    new_path = second if new_mode in _PLAIN else None
    if old_path is not None or new_path is not None:
        yield Event(at, old_path, old_blob if old_path else "", new_path, new_blob if new_path else "")


def main_steps(commits: Sequence[Commit], events: Sequence[Sequence[Event]]) -> Iterator[list[Step]]:
    """The steps of each first-parent commit, oldest first.

    The chain alone is a true sequence of states: a branch's states do not contain what the main line did
    meanwhile. So a merge's change is told by the branch's commits only where they lead exactly from the
    state before the merge to the one after it; else the merge itself stands as the cause.
    """
    for at, brought in branches_in(commits):
        plain = [side for side in brought if len(commits[side].parents) < 2]
        tellings = [_by_result(events, plain), _by_result(events, brought)] if brought else []
        yield [Step(event, _causes(event, tellings)) for event in events[at]]


_Results = Mapping[tuple[str | None, str], Sequence[Event]]


def _by_result(events: Sequence[Sequence[Event]], positions: Sequence[int]) -> _Results:
    results: dict[tuple[str | None, str], list[Event]] = {}
    for position in positions:
        for event in events[position]:
            results.setdefault(event.after, []).append(event)
    return results


def _causes(event: Event, tellings: Sequence[_Results]) -> tuple[Event, ...]:
    for results in tellings:
        chain = _chain_back(event, results)
        if chain:
            return chain
    return (event,)


def _chain_back(event: Event, results: _Results) -> tuple[Event, ...]:
    """The branch's events that lead from the state before to the state after; empty when none do."""
    chain: list[Event] = []
    wanted = event.after
    while True:
        upto = chain[-1].commit if chain else event.commit
        cause = next((one for one in reversed(results.get(wanted, ())) if one.commit < upto), None)
        if cause is None:
            return ()
        chain.append(cause)
        if cause.before == event.before:
            return tuple(reversed(chain))
        wanted = cause.before


def tracks_of(steps: Iterator[list[Step]]) -> tuple[dict[str, list[Event]], set[str]]:
    """For every path the events that made its content, oldest first, across renames; and the paths now gone.

    A file that was deleted and came back under its path goes on with its old events.
    """
    tracks: dict[str, list[Event]] = {}
    gone: set[str] = set()
    for commit in steps:
        moved = {
            step.event.old_path: tracks.pop(step.event.old_path, [])
            for step in commit
            if step.event.old_path != step.event.new_path and step.event.old_path and step.event.new_path
        }
        gone.update(step.event.old_path for step in commit if step.event.old_path)
        for step in commit:
            path = step.event.new_path
            if path is None:
                continue
            gone.discard(path)
            past = moved[step.event.old_path] if step.event.old_path in moved else tracks.get(path, [])
            tracks[path] = [*past, *step.causes]
    return tracks, gone
