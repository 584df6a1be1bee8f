"""What is wrong with a file, before it is a Problem: a message and a place in the text."""

from typing import Any

from dealcoach.model.record import record


@record(frozen=True, slots=True, eq=False)
class Fault:
    """One thing that is wrong: a rule id, a sentence, and a YAML mark or a character index if known."""

    rule: str
    message: str
    mark: Any = None
    index: int | None = None
    settles: bool = False
    """Whether nothing else is to be said of the value that stands there."""


class FileRefusedError(Exception):
    """A file that cannot become a document; ``text`` is as much of it as could be decoded."""

    def __init__(self, fault: Fault, text: str = "") -> None:
        super().__init__(fault.message)
        self.fault = fault
        self.text = text


class RemoteError(Exception):
    """A URL that this installation cannot read at all: a package is missing, or the protocol unknown."""
