"""The states that files went through, from one walk over the commits."""

import os
from collections.abc import Collection, Sequence
from pathlib import Path

from dealcoach.history.commits import Commit, read_commits
from dealcoach.history.events import Event, main_steps, read_events, tracks_of
from dealcoach.history.git import Git
from dealcoach.history.records import Version
from dealcoach.history.trees import read_past, read_present, renames_since

_Walk = tuple[list[Commit], list[list[Event]]]
_ORDER = ("--topo-order", "--reverse")
_FEW = 16  # files: up to here a walk of their own is cheaper than one over everybody's changes


def read_histories(git: Git, paths: Collection[str], shallow: bool) -> dict[str, list[Version]]:
    """Versions, oldest first, of those of the paths that have any; see `Repository.file_versions`."""
    head = git.commit_id("HEAD")
    if head is None:
        return {}
    names = _committed_names(git, head, paths)
    committed = {names.get(path, path) for path in paths}
    commits, events = _walk_narrow(git, head, committed) if len(paths) <= _FEW else _walk_all(git, head)
    tracks = tracks_of(main_steps(commits, events))
    ends = _shallow_ends(git) if shallow else frozenset()
    found = {path: tracks.get(names.get(path, path), []) for path in paths}
    return {path: _versions(track, commits, ends) for path, track in found.items() if track}


def _walk_all(git: Git, head: str) -> _Walk:
    commits = list(read_commits(git, *_ORDER, head))
    return commits, read_events(git, commits)


def _walk_narrow(git: Git, head: str, paths: Collection[str]) -> _Walk:
    """The walk over the few commits that touched some files, under today's names and all earlier ones.

    Seen by itself a file that was renamed begins, or ends, there; so these commits are looked at again
    among all files.
    """
    names: set[str] = set()
    more = set(paths)
    while more:
        names |= more
        which = [f":(literal){name}" for name in sorted(names)]
        commits = list(read_commits(git, *_ORDER, head, touching=which))
        events = read_events(git, commits, which)
        alone = [one for some in events for one in some if one.old_path is None or one.new_path is None]
        ends = {commits[one.commit].id for one in alone}
        whole = list(read_commits(git, "--no-walk", *sorted(ends))) if ends else []  # with true parents
        pairs = [{one.old_path, one.new_path} for some in read_events(git, whole) for one in some]
        more = {name for pair in pairs if pair & names for name in pair if name} - names
    return commits, events


def _committed_names(git: Git, head: str, paths: Collection[str]) -> dict[str, str]:
    """The committed name of each file that was renamed in the work tree only."""
    past = read_past(git, head)
    if all(path in past or not (git.folder / path).is_file() for path in paths):
        return {}
    return {now: was for was, now in renames_since(git, past, read_present(git)).items()}


def _versions(events: Sequence[Event], commits: Sequence[Commit], ends: Collection[str]) -> list[Version]:
    versions: list[Version] = []
    for event in events:
        if event.new_path is None or (versions and versions[-1].blob == event.new_blob):
            continue
        commit = commits[event.commit]
        cut = event.old_path is None and commit.id in ends
        about = (commit.id, commit.date, commit.author, commit.summary)
        versions.append(Version(*about, event.new_blob, event.new_path, cut))
    return versions


def _shallow_ends(git: Git) -> frozenset[str]:
    """The commits at which a shallow clone was cut off."""
    place = os.fsdecode(git.output("rev-parse", "--git-path", "shallow").removesuffix(b"\n"))
    return frozenset((git.folder / Path(place)).read_text("ascii").split())
