"""The earlier versions of deal files as far as a review needs them, read from git in one walk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dealcoach.history import open_repository
from dealcoach.history.git import LARGEST
from dealcoach.history.ids import id_of

if TYPE_CHECKING:
    from dealcoach.history import Repository, Version
    from dealcoach.model.past import Glimpse
    from dealcoach.review.glimpsing import Memory

_TOGETHER = 256
"""Files whose versions are held in memory at a time."""


class Story(NamedTuple):
    """A file as it is, and its committed versions with their bytes, oldest first."""

    file: str
    now: bytes
    versions: tuple[tuple[Version, bytes], ...]
    memory: Memory

    def history(self) -> tuple[Glimpse, ...]:
        """What a review of the file as it is needs of its versions."""
        return self._glimpsed(self.now, self.versions)

    def history_then(self, data: bytes, blob: str) -> tuple[Glimpse, ...]:
        """The same for the file as it was, by the id of that content; later versions are left out."""
        places = [place for place, (version, _) in enumerate(self.versions) if version.blob == blob]
        return self._glimpsed(data, self.versions[: places[-1] + 1]) if places else ()

    def _glimpsed(self, data: bytes, versions: Sequence[tuple[Version, bytes]]) -> tuple[Glimpse, ...]:
        from dealcoach.review.glimpsing import glimpses  # most files have nothing to tell

        rows = ((version.date, version.author, text) for version, text in versions)
        return tuple(glimpses(data, rows, self.memory))


def story_of(file: str) -> Story | None:
    """The story of one file; None where its past says nothing. Raises HistoryError."""
    return next(stories(open_repository(Path(file)), [file]), None)


def stories(repository: Repository, files: Sequence[str]) -> Iterator[Story]:
    """The files whose past says anything: several versions, or one that differs from the file as it is.

    Raises HistoryError.
    """
    told = iter(repository.histories(list(map(Path, files))).items())
    while chunk := list(islice(told, _TOGETHER)):
        texts = {path: _read(path) for path, versions in chunk if versions}
        here = {path: id_of(texts[path], versions[-1].blob) for path, versions in chunk if versions}
        kept = [row for row in chunk if row[1] and (len(row[1]) > 1 or row[1][0].blob != here[row[0]])]
        known = {blob: texts[path] for path, blob in here.items()}
        blobs = {version.blob: version for _, versions in kept for version in versions}
        missing = [version for blob, version in blobs.items() if blob not in known]
        known.update((version.blob, data) for version, data in repository.read_all(missing))
        for path, versions in kept:
            yield Story(str(path), texts[path], tuple((one, known[one.blob]) for one in versions), {})


def _read(path: Path) -> bytes:
    """The file as it is; empty where it cannot be read, which its review tells."""
    try:
        with path.open("rb") as stream:
            return stream.read(LARGEST + 1)
    except OSError:
        return b""
