"""What every format of lint is: text for the beginning of a run, for each file, and for the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dealcoach.model.lint import LintFile, LintRun, LintSummary


class LintWriter:
    """Makes text of one run and never prints; called with each file in order, it holds none of them."""

    def __init__(self, run: LintRun) -> None:
        self.run = run

    def head(self) -> str:
        """What stands before the first file."""
        return ""

    def file(self, found: LintFile) -> str:
        """What is said of a file."""
        raise NotImplementedError

    def tail(self, summary: LintSummary) -> Iterable[str]:
        """What stands behind the last file, piece by piece."""
        return ()
