"""Reads the past of deal files from git, without a checkout, a lock or a write.

    repository = open_repository(Path("deals"))
    revision = repository.resolve("last week", today=as_of)
    for past in repository.read_folder(revision, Path("deals")): ...

The errors, each with a message for a person:

    HistoryError
    ├── GitMissing          no git program
    ├── NotARepository      no work tree here
    ├── ForeignRepository   the repository belongs to somebody else
    ├── UnknownRevision     no such branch, tag, commit or day
    └── ShallowClone        the clone does not hold that part of the past

The past is read by the git program itself, which keeps to the user's own rules of ownership
(`safe.directory`) and reads every repository that it made (SHA-256 ids, partial clones, linked worktrees).
Measured on 2,000 deals and 200 commits (`benchmarks/history_bench.py`): the walk over all commits takes
pygit2 as long (and its import 40 ms more), dulwich 14 times, GitPython 40 times as long. pygit2 refuses
SHA-256 repositories; dulwich reads those of another user without a word.
"""

from dealcoach.history.errors import (
    ForeignRepository,
    GitMissing,
    HistoryError,
    NotARepository,
    ShallowClone,
    UnknownRevision,
)
from dealcoach.history.records import Change, ChangeKind, PastFile, Revision, Version
from dealcoach.history.repository import Repository, open_repository

__all__ = [
    "Change",
    "ChangeKind",
    "ForeignRepository",
    "GitMissing",
    "HistoryError",
    "NotARepository",
    "PastFile",
    "Repository",
    "Revision",
    "ShallowClone",
    "UnknownRevision",
    "Version",
    "open_repository",
]
