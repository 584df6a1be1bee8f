"""The deal files of the work tree and of a revision, and how the two differ."""

import os
import posixpath
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from dealcoach.history.events import YAML_ONLY
from dealcoach.history.git import LARGEST, Git
from dealcoach.history.ids import hash_for, id_of
from dealcoach.history.renames import pair_renames

LINK = "120000"
_SUFFIXES = (".yaml", ".yml")
_CONFIG = "dealcoach.yaml"


class Entry(NamedTuple):
    """A file of a revision: its git mode (`LINK` for a symbolic link) and the id of its content."""

    mode: str
    blob: str


class Present(NamedTuple):
    """The YAML files in the work tree (not the ignored ones), and those that a sparse checkout leaves out."""

    here: frozenset[str]
    left_out: frozenset[str]

    @property
    def known(self) -> frozenset[str]:
        """All that are not deleted."""
        return self.here | self.left_out


def is_deal(path: str, folder: str) -> bool:
    """Whether the file is the one named, or one that a search of the folder would find: nothing hidden."""
    if path == folder:
        return True
    prefix = f"{folder}/" if folder else ""
    if not path.startswith(prefix) or not path.lower().endswith(_SUFFIXES):
        return False
    parts = path[len(prefix) :].split("/")
    return parts[-1] != _CONFIG and not any(part.startswith(".") for part in parts)


def read_past(git: Git, revision: str) -> dict[str, Entry]:
    """All YAML files of a revision by path."""
    past = {}
    for line in git.output("ls-tree", "-r", "-z", "--full-tree", revision).split(b"\0")[:-1]:
        meta, _, path = line.partition(b"\t")
        mode, kind, blob = meta.decode("ascii").split()
        if kind == "blob" and path.lower().endswith((b".yaml", b".yml")):
            past[os.fsdecode(path)] = Entry(mode, blob)
    return past


def read_present(git: Git) -> Present:
    """The YAML files that are in the work tree now, tracked or not."""
    which = ("--cached", "--others", "--exclude-standard")
    out = git.output("ls-files", "-z", "-t", "--full-name", *which, "--", *YAML_ONLY)
    here, left_out = set(), set()
    for line in out.split(b"\0")[:-1]:
        tag, path = line[:1], os.fsdecode(line[2:])
        if _is_file(git.folder / path):
            here.add(path)
        elif tag == b"S":
            left_out.add(path)
    return Present(frozenset(here), frozenset(left_out))


def _is_file(path: Path) -> bool:
    try:
        mode = path.lstat().st_mode
    except OSError:
        return False
    return stat.S_ISREG(mode) or stat.S_ISLNK(mode)


def renames_since(git: Git, past: Mapping[str, Entry], present: Present) -> dict[str, str]:
    """Old path to today's path of the files that moved between the revision and the work tree."""
    gone = sorted(past.keys() - present.known)
    new = sorted(present.here - past.keys())
    if not gone or not new:
        return {}
    then = dict(zip(gone, git.blobs(past[path].blob for path in gone), strict=True))
    return pair_renames(then, {path: read_now(git.folder / path) for path in new})


def differs(git: Git, path: str, entry: Entry) -> bool:
    """Whether the work tree's file differs from the revision's in more than its line ends.

    One that cannot be read counts as changed, so that whoever opens it next reports it.
    """
    target = git.folder / path
    if target.is_symlink() or entry.mode == LINK:
        both = target.is_symlink() and entry.mode == LINK
        return not both or id_of(_link(target), entry.blob) != entry.blob
    try:
        size = target.stat().st_size
        if size > LARGEST:
            return _id_of_large(target, size, entry.blob) != entry.blob
        data = target.read_bytes()
    except OSError:
        return True
    if id_of(data, entry.blob) == entry.blob:
        return False
    return b"\r\n" not in data or id_of(data.replace(b"\r\n", b"\n"), entry.blob) != entry.blob


def _id_of_large(path: Path, size: int, like: str) -> str:
    digest = hash_for(like, size)
    with path.open("rb") as stream:
        while piece := stream.read(LARGEST):
            digest.update(piece)
    return digest.hexdigest()


def _link(path: Path) -> bytes:
    return os.fsencode(path.readlink())


def read_now(path: Path) -> bytes:
    """Content of a work tree's file up to the limit; empty when it cannot be read."""
    try:
        if path.is_symlink():
            return _link(path)
        with path.open("rb") as stream:
            return stream.read(LARGEST + 1)
    except OSError:
        return b""


def follow_links(git: Git, past: Mapping[str, Entry]) -> dict[str, Entry]:
    """The same files, each link replaced by the file it led to; a link that led nowhere is left out."""
    links = [path for path, entry in past.items() if entry.mode == LINK]
    targets = dict(zip(links, map(os.fsdecode, git.blobs(past[path].blob for path in links)), strict=True))
    found = {path: _end_of(path, targets) for path in past}
    return {path: past[end] for path, end in found.items() if end in past and past[end].mode != LINK}


_MOST_LINKS = 8


def _end_of(path: str, targets: Mapping[str, str]) -> str:
    for _ in range(_MOST_LINKS):
        if path not in targets:
            break
        path = posixpath.normpath(posixpath.join(posixpath.dirname(path), targets[path]))
    return path


def any_deal(path: str, folders: Iterable[str]) -> bool:
    """Whether the file is a deal file of one of the folders."""
    return any(is_deal(path, folder) for folder in folders)
