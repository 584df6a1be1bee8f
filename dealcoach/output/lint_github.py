"""Lint as GitHub workflow commands, which a runner turns into annotations of a pull request.

The escapes are those of the runner's own toolkit: `%`, CR and LF everywhere, `:` and `,` also
in a property. A runner shows at most ten annotations of a level per step.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealcoach.output.lint_safe import shown
from dealcoach.output.lint_writer import LintWriter

if TYPE_CHECKING:
    from dealcoach.model.lint import LintFile, LintItem

LEVELS = {"high": "error", "medium": "warning", "low": "notice"}


class Writer(LintWriter):
    """One command a line."""

    def file(self, found: LintFile) -> str:
        """A command for each item."""
        return "".join(map(_command, found.items))


def _command(item: LintItem) -> str:
    file, title = _property(item.file), _property(item.rule)
    place = f"file={file},line={item.line},col={item.column},title={title}"
    return f"::{LEVELS[item.severity]} {place}::{_data(item.message)}\n"


def _data(text: str) -> str:
    return shown(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
