"""The door to the past: a repository that tells what deal files were and when they changed."""

import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from dealcoach.history.errors import HistoryError, NotARepository
from dealcoach.history.git import Git, explain, find_git
from dealcoach.history.records import Change, PastFile, Revision, Version
from dealcoach.history.trees import (
    any_deal,
    differs,
    follow_links,
    is_deal,
    read_past,
    read_present,
    renames_since,
)
from dealcoach.history.versions import read_histories


class Repository:
    """A git repository with a work tree, read only.

    `root` is the top of the work tree; paths handed in may be absolute or relative to the current folder,
    paths handed out are relative to `root`. A submodule is a repository of its own and not looked into.
    """

    __slots__ = ("_git", "root", "shallow")

    def __init__(self, root: Path, shallow: bool, git: Git) -> None:
        self.root: Final = root
        self.shallow: Final = shallow
        self._git: Final = git

    def resolve(self, spec: str, today: date) -> Revision:
        """The commit that `spec` stands for.

        A revision as git reads it (`HEAD~5`, a branch, a tag, a commit id); a day as YYYY-MM-DD or in words
        ("last week", counted from `today`), which is the last commit made by the end of that day on the
        first-parent line of HEAD, each commit's day taken in its committer's own time zone. A name beats a
        word; an ISO day beats a name.

        Raises UnknownRevision, ShallowClone.
        """
        from dealcoach.history.revisions import resolve_revision  # words for days, not needed for one file

        return resolve_revision(self._git, spec, today, self.shallow)

    def changed_since(self, revision: Revision, under: Sequence[Path] = ()) -> list[Change]:
        """Deal files of the work tree, committed or not, that differ from the revision, sorted by path.

        Only those in or moved out of `under` (files or folders; empty means everywhere). Ignored files,
        line ends, and files that a sparse checkout leaves out are no change.
        """
        folders = [self._inside(path) for path in under] or [""]
        past, present = read_past(self._git, _checked(revision)), read_present(self._git)
        moved = renames_since(self._git, past, present)
        changes = [
            *(Change(Path(now), "renamed", Path(was)) for was, now in moved.items()),
            *(Change(Path(path), "added") for path in present.here - past.keys() - set(moved.values())),
            *(Change(Path(path), "deleted") for path in past.keys() - present.known - moved.keys()),
            *(
                Change(Path(path), "modified")
                for path in present.here & past.keys()
                if any_deal(path, folders) and differs(self._git, path, past[path])
            ),
        ]
        chosen = [
            change
            for change in changes
            if any_deal(change.path.as_posix(), folders)
            or (change.was is not None and any_deal(change.was.as_posix(), folders))
        ]
        return sorted(chosen, key=lambda change: change.path.as_posix())

    def read_folder(self, revision: Revision, folder: Path) -> Iterator[PastFile]:
        """The deal files that a folder held at the revision, or that have moved into it since.

        Sorted by today's path and streamed. Links are followed inside the repository. What is hidden,
        `dealcoach.yaml` and what a sparse checkout leaves out are left out.
        """
        place = self._inside(folder)
        listed, present = read_past(self._git, _checked(revision)), read_present(self._git)
        moved = renames_since(self._git, listed, present)
        past = follow_links(self._git, listed)
        then = [was for was in past if was not in present.left_out]
        pairs = [(moved.get(was, was), was) for was in then]
        chosen = [(now, was) for now, was in pairs if is_deal(was, place) or is_deal(now, place)]
        chosen.sort(key=lambda pair: (pair[0], pair[1]))
        contents = self._git.blobs(past[was].blob for _, was in chosen)
        for (now, was), data in zip(chosen, contents, strict=True):
            yield PastFile(Path(now), data, past[was].blob, Path(was))

    def file_versions(self, path: Path) -> list[Version]:
        """The states that a file's bytes went through, oldest first.

        Renames are followed, also one not yet committed. The states are those of HEAD's first-parent line;
        a merge is told by the commits of its branch where these alone made the new state.
        """
        return self.histories([path])[path]

    def histories(self, paths: Iterable[Path]) -> dict[Path, list[Version]]:
        """`file_versions` of many files from one walk over the commits; a file without a past has none."""
        parents: dict[Path, Path] = {}
        wanted = {path: self._inside_file(self._end_of(path), parents) for path in paths}
        found = read_histories(self._git, set(wanted.values()), self.shallow) if wanted else {}
        return {path: found.get(inside, []) for path, inside in wanted.items()}

    def read_all(self, versions: Iterable[Version]) -> Iterator[tuple[Version, bytes]]:
        """The file's bytes at each version, cut just above the largest deal file; streamed from one process.

        Raises ShallowClone.
        """
        listed = list(versions)
        return zip(listed, self._git.blobs(version.blob for version in listed), strict=True)

    def _inside(self, path: Path) -> str:
        """The path from the root with forward slashes, links resolved; "" for the root itself."""
        return self._from_root(path, path.resolve()) if path.is_dir() else self._inside_file(path, {})

    def _inside_file(self, path: Path, parents: dict[Path, Path]) -> str:
        """The same for a file, maybe itself a link; `parents` remembers resolved folders."""
        if path.parent not in parents:
            parents[path.parent] = path.parent.resolve()
        return self._from_root(path, parents[path.parent] / path.name)

    def _end_of(self, path: Path) -> Path:
        """Where a link leads, if inside the work tree: that file's past is the past of the link's."""
        if not path.is_symlink():
            return path
        end = path.resolve()
        return end if end.is_relative_to(self.root) else path

    def _from_root(self, path: Path, whole: Path) -> str:
        try:
            inside = whole.relative_to(self.root).as_posix()
        except ValueError:
            raise NotARepository(f"{path} lies outside the git repository at {self.root}") from None
        return "" if inside == "." else inside


def open_repository(path: Path) -> Repository:
    """The repository whose work tree holds `path` (a file or a folder, which need not exist any more).

    Raises GitMissing, NotARepository (a bare repository included) and ForeignRepository.
    """
    folder = path.absolute()
    while not folder.is_dir():
        folder = folder.parent
    git = find_git(folder)
    told = git.output("rev-parse", "--is-inside-work-tree", "--is-shallow-repository", "--show-toplevel")
    inside, shallow, top = told.removesuffix(b"\n").split(b"\n", 2)
    if inside != b"true":
        raise explain("this operation must be run in a work tree", folder)
    root = Path(os.fsdecode(top)).resolve()
    if not folder.resolve().is_relative_to(root):
        raise NotARepository(f"{folder} belongs to a git repository whose work tree is elsewhere, at {root}")
    return Repository(root, shallow == b"true", Git(git.program, root))


def _checked(revision: Revision) -> str:
    if not revision.id.isalnum():
        raise HistoryError("a revision's id holds something other than letters and digits")
    return revision.id
