"""Exit codes, each with one meaning, and the errors that end a command with them."""

from enum import IntEnum


class Exit(IntEnum):
    """What the exit code of a command says."""

    OK = 0
    """Done; lint: nothing at or above ``--fail-on``."""
    FINDINGS = 1
    """lint: findings at or above it; review: a file could not be read, or a score is too low."""
    USAGE = 2
    """Wrong usage, broken configuration or rule file, crashed rule, internal error."""
    NOTHING = 3
    """No deal file found."""


class CommandError(Exception):
    """Ends a command: the exit code, and the lines for standard error."""

    def __init__(self, message: str, code: Exit = Exit.USAGE) -> None:
        super().__init__(message)
        self.code = code
