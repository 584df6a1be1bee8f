"""How the coach puts an answer on disk: beside what other programs wrote, and never lost without a word."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dealcoach.cli.exits import CommandError, Exit
from dealcoach.cli.session import told
from dealcoach.reading.composing import MAX_BYTES

if TYPE_CHECKING:
    from dealcoach.cli.asking import Asker
    from dealcoach.coaching.conversation import Conversation
    from dealcoach.coaching.turns import Reaction


def read_file(file: Path) -> bytes:
    """The bytes of the file, one over the limit at most; the review then says that it is too large."""
    try:
        if file.is_dir():
            raise CommandError(f"{file} is a folder; name one deal file in it")
        if file.exists() and not file.is_file():
            raise CommandError(f"{file} is no plain file; the coach writes answers into one", Exit.FINDINGS)
        with file.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{file} cannot be opened: {error.strerror or error}", Exit.FINDINGS) from None


def refuse_read_only(file: Path, name: str, unwritten: str = "") -> None:
    """Raises CommandError for a file that its owner protects."""
    from dealcoach.importing.atomic import is_read_only

    if is_read_only(file):
        raise CommandError(
            f"{name} is read-only, and the coach writes answers into it; make it writable first"
            f" (chmod u+w).{unwritten}",
            Exit.FINDINGS,
        )


class Saving:
    """Writes the answers of one conversation into its file."""

    def __init__(self, file: Path, name: str, talk: Conversation, asker: Asker) -> None:
        self._file, self._name, self._talk, self._asker = file, name, talk, asker

    def write(self, reaction: Reaction) -> bool:
        """Writes the answer; False when another program changed the file so that it does not fit."""
        from dealcoach.coaching.turns import Turn
        from dealcoach.reading.writing import write_file

        while reaction.turn is Turn.SAVE:
            on_disk = self._on_disk()
            if on_disk == reaction.data:
                return True
            if on_disk == self._talk.seen.data:
                refuse_read_only(self._file, self._name, self._unwritten())
                try:
                    write_file(self._file, reaction.data or b"")
                except OSError as error:
                    raise CommandError(
                        f"{self._name} cannot be written: {error.strerror or error}.{self._unwritten()}"
                    ) from None
                return True
            reaction = self._again(on_disk)
        return False

    def _on_disk(self) -> bytes:
        try:
            return read_file(self._file)
        except CommandError as error:
            raise CommandError(f"{error}.{self._unwritten()}", error.code) from None

    def _again(self, on_disk: bytes) -> Reaction:
        """The same answer for the text that another program wrote."""
        from dealcoach.coaching.turns import DealProblemsError, Turn

        say = self._asker.say
        say(f"{self._name} was changed by another program meanwhile; I have read it again.")
        try:
            reaction = self._talk.reload(on_disk)
        except DealProblemsError as problems:
            text = f"{told(problems.problems)}\n{self._unwritten().strip()}"
            raise CommandError(text, Exit.FINDINGS) from None
        if reaction.turn is Turn.SAVE:
            say("Your answer still fits and goes in beside that change.")
        say(*(f"  {line}" for line in reaction.lines))
        return reaction

    def _unwritten(self) -> str:
        """What was typed and is not in the file, so that nobody has to remember it."""
        typed = self._talk.typed
        return f" Not in it is what you typed last: {' / '.join(typed)}" if typed else ""
