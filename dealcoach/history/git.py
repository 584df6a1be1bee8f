"""Runs the git program so that a repository cannot make it execute, fetch, lock or write anything."""

import os
import shlex
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, NamedTuple

from dealcoach.history.errors import ForeignRepository, GitMissing, HistoryError, NotARepository, ShallowClone

LARGEST = 1 << 20
"""Bytes: the most that a deal file may hold (docs/deal-file.md); a larger blob is read to one byte more."""

_KEPT = frozenset({"GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM", "GIT_EXEC_PATH"})
_HARMLESS = (
    "core.fsmonitor=false",  # may name a program of the repository's choice
    f"core.hooksPath={os.devnull}",
    "safe.bareRepository=explicit",  # a repository hidden among a work tree's files is not ours
)
_BATCH = 128  # ids a write: 65 bytes each stay under the smallest pipe buffer, so neither side can block


class _StoppedError(Exception):
    """The batch process ended at the blob whose id is the message."""


class Git(NamedTuple):
    """The git program at work in one folder, by plumbing commands only."""

    program: str
    folder: Path

    def output(self, *arguments: str, feed: bytes = b"") -> bytes:
        """Standard output of one command.

        Raises HistoryError, or the subclass that fits what git complains about.
        """
        try:
            done = subprocess.run(
                self._command(arguments),
                cwd=self.folder,
                env=_environment(),
                input=feed,
                capture_output=True,
                check=False,
            )
        except OSError as error:
            raise HistoryError(f"git cannot be run in {self.folder}: {error.strerror}") from error
        if done.returncode:
            raise explain(done.stderr.decode("utf-8", "backslashreplace"), self.folder)
        return done.stdout

    def commit_id(self, name: str) -> str | None:
        """Full id of the commit that `name` stands for; None when there is none or it is ambiguous.

        The name goes in by standard input, so that it can never become an option.
        """
        answer = self.output("cat-file", "--batch-check", feed=os.fsencode(f"{name}^{{commit}}\n"))
        fields = answer.split(b"\n", 1)[0].split(b" ")
        if len(fields) == 3 and fields[1] == b"commit" and fields[0].isalnum():
            return fields[0].decode("ascii")
        return None

    def blobs(self, ids: Iterable[str]) -> Iterator[bytes]:
        """Contents of blobs in the order of `ids`, streamed from one process.

        Raises ShallowClone where the clone left contents behind.
        """
        wanted = [name.encode("ascii") for name in ids]
        if not wanted:
            return
        if not all(name.isalnum() for name in wanted):
            raise HistoryError("a content id holds something other than letters and digits")
        process = subprocess.Popen(
            self._command(("cat-file", "--batch")),
            cwd=self.folder,
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            for start in range(0, len(wanted), _BATCH):
                some = wanted[start : start + _BATCH]
                process.stdin.write(b"\n".join(some) + b"\n")
                process.stdin.flush()
                for name in some:
                    yield _one_blob(process.stdout, name)
        except (BrokenPipeError, _StoppedError) as error:
            failed = str(error) if isinstance(error, _StoppedError) else some[0].decode("ascii")
            raise self._why_not(failed) from None
        finally:
            process.kill()
            process.communicate()

    def _why_not(self, blob: str) -> HistoryError:
        """What to say of a content that cannot be read, with git's own reason where it gives one."""
        try:
            self.output("config", "--get-regexp", r"^remote\..*\.promisor$")
        except HistoryError:
            pass
        else:
            return _left_behind()
        try:
            self.output("cat-file", "blob", blob)
        except HistoryError as error:
            return error
        return HistoryError(f"git stopped while reading {blob}: git fsck says what is damaged")

    def _command(self, arguments: Iterable[str]) -> list[str]:
        settings = [part for setting in _HARMLESS for part in ("-c", setting)]
        return [self.program, "--no-pager", *settings, *arguments]


def find_git(folder: Path) -> Git:
    """The machine's git, to work in `folder`. Raises GitMissing."""
    program = shutil.which("git")
    if program is None:
        raise GitMissing(
            "the past is read by git, and no git program was found: install git, or leave history out"
        )
    return Git(program, folder)


def explain(complaint: str, folder: Path) -> HistoryError:
    """The error that fits git's complaint about the repository at `folder`."""
    if "dubious ownership" in complaint or "unsafe repository" in complaint:
        top = _shown_top(complaint, folder)
        return ForeignRepository(
            f"the git repository at {top} belongs to another user, so git does not trust it. "
            f"If you do: git config --global --add safe.directory {top}"
        )
    if "not a git repository" in complaint:
        return NotARepository(f"{folder} is not inside a git repository, so it has no past to read")
    if "cannot use bare repository" in complaint or "must be run in a work tree" in complaint:
        return NotARepository(
            f"{folder} belongs to a git repository without a work tree; name a checked-out folder"
        )
    if "promisor" in complaint or "lazy fetching disabled" in complaint:
        return _left_behind()
    lines = complaint.strip().splitlines() or ["no reason given"]
    reason = next((line for line in lines if line.startswith("fatal: ")), lines[-1])
    return HistoryError(f"git could not read the history of {folder}: {reason.removeprefix('fatal: ')}")


def _one_blob(stream: IO[bytes], name: bytes) -> bytes:
    header = stream.readline().split()
    if len(header) != 3:
        raise _StoppedError(name.decode("ascii"))
    size = int(header[2])
    data = stream.read(min(size, LARGEST + 1))
    rest = size - len(data) + 1  # and the newline after it
    while rest > 0:
        piece = stream.read(min(rest, LARGEST))
        if not piece:
            raise _StoppedError(name.decode("ascii"))
        rest -= len(piece)
    return data


def _left_behind() -> ShallowClone:
    return ShallowClone(
        "this clone holds only part of the repository's contents (it was made with --filter, or files are "
        "missing): clone it again without --filter, or fetch the rest with git fetch --refetch --no-filter"
    )


def _shown_top(complaint: str, folder: Path) -> str:
    """The folder that git itself names in its complaint, which may lie above the one we stood in."""
    _, _, rest = complaint.partition(" in repository at '")
    named, quote, _ = rest.partition("'\n")
    return shlex.quote(named if quote else str(folder))


def _environment() -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name in _KEPT or name.startswith("GIT_CONFIG_")
    }
    kept.pop("LANGUAGE", None)
    return kept | {
        "LC_ALL": "C",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "",
    }
