"""The states that files went through, from one walk over the commits."""

import os
from collections.abc import Collection, Sequence
from pathlib import Path

from dealcoach.history.commits import Commit, read_commits
from dealcoach.history.events import Event, main_steps, read_events, read_whole, tracks_of
from dealcoach.history.git import Git
from dealcoach.history.records import Version
from dealcoach.history.trees import read_past, read_present, renames_since

_Walk = tuple[list[Commit], list[list[Event]]]
_WALK = ("--topo-order", "--reverse", "--ignore-missing", "HEAD")  # missing while there is no commit yet
_FEW = 16  # files: up to here a walk of their own is cheaper than one over everybody's changes


def read_histories(git: Git, paths: Collection[str], shallow: bool) -> dict[str, list[Version]]:
    """Versions, oldest first, of those of the paths that have any; see `Repository.file_versions`."""
    commits, tracks, gone = _tracks(git, paths)
    names = _committed_names(git, [path for path in paths if path in gone or path not in tracks])
    if names and len(paths) <= _FEW:
        commits, tracks, _ = _tracks(git, {names.get(path, path) for path in paths})
    ends = _shallow_ends(git) if shallow else frozenset()
    found = {path: tracks.get(names.get(path, path), []) for path in paths}
    return {path: _versions(track, commits, ends) for path, track in found.items() if track}


def _tracks(git: Git, paths: Collection[str]) -> tuple[list[Commit], dict[str, list[Event]], set[str]]:
    """The commits that were walked, the events that made each path's content, and the paths now gone."""
    commits, events = _walk_narrow(git, paths) if len(paths) <= _FEW else _walk_all(git)
    return commits, *tracks_of(main_steps(commits, events))


def _walk_all(git: Git) -> _Walk:
    commits = list(read_commits(git, *_WALK))
    return commits, read_events(git, commits)


def _walk_narrow(git: Git, paths: Collection[str]) -> _Walk:
    """The walk over the few commits that touched some files, under today's names and all earlier ones.

    Seen by itself a file that was renamed begins, or ends, there; so these commits are looked at again
    among all files.
    """
    names: set[str] = set()
    more = set(paths)
    while more:
        names |= more
        which = [f":(literal){name}" for name in sorted(names)]
        commits = list(read_commits(git, *_WALK, touching=which))
        events, whole = _events_of(git, commits, names, which)
        pairs = [{one.old_path, one.new_path} for some in whole for one in some]
        more = {name for pair in pairs if pair & names for name in pair if name} - names
    return commits, events


def _events_of(
    git: Git, commits: Sequence[Commit], names: Collection[str], which: Sequence[str]
) -> tuple[list[list[Event]], list[list[Event]]]:
    """The events of some files, and those of all files in the commits where one of them begins or ends."""
    if len(commits) == 1:  # which is where they begin
        whole = read_whole(git, [commits[0].id])
        return [[one for one in whole[0] if one.old_path in names or one.new_path in names]], whole
    events = read_events(git, commits, which) if commits else []
    alone = [one for some in events for one in some if one.old_path is None or one.new_path is None]
    ends = sorted({commits[one.commit].id for one in alone})
    return events, read_whole(git, ends) if ends else []


def _committed_names(git: Git, paths: Collection[str]) -> dict[str, str]:
    """The committed name of each file that was renamed in the work tree only; `paths` are not committed."""
    if not any((git.folder / path).is_file() for path in paths):
        return {}
    head = git.commit_id("HEAD")
    past = read_past(git, head) if head else {}
    if all((git.folder / path).is_file() for path in past):  # so none of them can have become another
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
