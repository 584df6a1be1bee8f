"""What can stand between a person and the past of a deal file, one exception for each."""


class HistoryError(Exception):
    """The past cannot be read; the message says why, and what would help, in words for a person."""


class GitMissing(HistoryError):
    """There is no git program on this machine."""


class NotARepository(HistoryError):
    """The path does not lie in the work tree of a git repository (a bare repository has none)."""


class ForeignRepository(HistoryError):
    """The repository belongs to another user, and git refuses to trust its configuration."""


class UnknownRevision(HistoryError):
    """What was asked for is no branch, tag, commit or day of this repository's history."""


class ShallowClone(HistoryError):
    """The clone was made without the part of the past, or of the content, that is needed."""
