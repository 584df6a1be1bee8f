"""The one exception that stops an import before anything is written."""

from __future__ import annotations


class ImportFailureError(Exception):
    """An export, a mapping file or an option cannot be used; the command ends with exit code 2.

    `problems` holds one complete sentence (or a `file:line:column` message) per cause, so that all
    causes are told at once.
    """

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems
