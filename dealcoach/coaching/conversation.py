"""The conversation about one deal as a state machine: lines go in, reactions come out; it neither prints,
reads nor writes anything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from dealcoach.coaching.asking import Asking
from dealcoach.coaching.editing import apply
from dealcoach.coaching.looking import Seen, move
from dealcoach.coaching.pending import Pending, refitted
from dealcoach.coaching.questions import instead, next_question, questions
from dealcoach.coaching.replies import again, explanation, refused
from dealcoach.coaching.turns import COMMANDS, DealProblemsError, Reaction, Turn
from dealcoach.importing.edit import CannotEditError

if TYPE_CHECKING:
    from dealcoach.coaching.editing import Change
    from dealcoach.coaching.forms import Part, Question
    from dealcoach.model.finding import Problem

Look = Callable[[bytes], "Seen | tuple[Problem, ...]"]


class Conversation:
    """Asks one question after the other; ``question`` and ``part`` are what is asked now."""

    def __init__(self, look: Look, data: bytes) -> None:
        """Raises DealProblemsError where the bytes are no deal that can be read."""
        self._look = look
        self.seen = self._seen(data)
        self.first = self.seen
        self.answered = 0
        """Answers that are written."""
        self.pending: Pending | None = None
        self._settled: set[tuple[str, ...]] = set()
        self._past: list[tuple[Question, bytes | None]] = []
        self._asking = Asking(next_question(self.seen))

    @property
    def question(self) -> Question | None:
        """What is asked now; None at the end."""
        return self._asking.question

    @property
    def part(self) -> Part | None:
        """The part that is asked now; None where there is nothing to fill in."""
        return self._asking.part

    @property
    def begins(self) -> bool:
        """Whether a question is at its first part and has to be introduced."""
        return self._asking.at == 0 and self._asking.instead_of is None

    @property
    def left(self) -> int:
        """The questions that are still open, this one among them."""
        return sum(1 for _ in questions(self.seen, self._settled))

    @property
    def typed(self) -> tuple[str, ...]:
        """The lines of the answer that is not in the file yet."""
        return tuple(self.pending.typed.values()) if self.pending else self._asking.lines

    def reply(self, line: str | None) -> Reaction:
        """What a line leads to; None is the end of input, which means quit."""
        if line is None or self.question is None:
            return self.close()
        text = line.strip()
        command = COMMANDS.get(text.casefold())
        if command is not None:
            return self._command(command)
        return self._answer(text)

    def close(self) -> Reaction:
        """Stops; what was told of the answer at hand is to be saved first, with the rest left open."""
        if self.pending is not None:
            return replace(self.pending.reaction, last=True)
        words = self._asking.lines
        if not words or self.question is None:
            return Reaction(Turn.QUIT)
        told = self._asking.complete()
        if told is None:
            typed = " / ".join(words)
            return Reaction(Turn.QUIT, (f"Not in the file, because it was not complete: {typed}",))
        reaction = self._finish(self.question)
        if reaction.turn is not Turn.SAVE:
            return Reaction(Turn.QUIT, reaction.lines)
        return replace(reaction, lines=(told,), last=True)

    def saved(self) -> str:
        """Goes on after the bytes of the last reaction were written; gives the move of the score."""
        if self.pending is None:
            raise RuntimeError("nothing was to be saved")
        before, pending = self.seen, self.pending
        self.seen, self.pending = pending.seen, None
        self.answered += pending.count
        self._ask(pending.next or next_question(self.seen, self._settled))
        return move(before.review, self.seen.review)

    def reload(self, data: bytes) -> Reaction:
        """Goes on from bytes that another program wrote: with the same answer where it still fits, else
        with its question.

        Raises DealProblemsError.
        """
        self.seen = self._seen(data)
        self._past.clear()
        if not self.answered:
            self.first = self.seen
        pending, self.pending = self.pending, None
        wanted = pending.question.key if pending else self.question.key if self.question else ()
        self._settled.discard(wanted)
        changes = refitted(pending, self.seen) if pending else None
        if pending is not None and changes is not None:
            self._asking.given, self._asking.typed = dict(pending.given), dict(pending.typed)
            reaction = self._write(pending.question, changes)
            if reaction.turn is Turn.SAVE:
                return replace(reaction, last=pending.reaction.last)
        self._ask(self._find(wanted) or next_question(self.seen, self._settled))
        if pending is None or pending.count < 0:
            return again("The last answer could not be taken back." if pending else "Please go on.")
        words = " / ".join(pending.typed.values())
        return again(f"Your answer does not fit it any more, and is not in it. You typed: {words}")

    def _seen(self, data: bytes) -> Seen:
        found = self._look(data)
        if not isinstance(found, Seen):
            raise DealProblemsError(found)
        return found

    def _ask(self, question: Question | None, instead_of: Question | None = None) -> None:
        self._asking = Asking(question, instead_of)

    def _find(self, key: tuple[str, ...]) -> Question | None:
        return next((row for row in questions(self.seen, self._settled) if row.key == key), None)

    def _command(self, command: str) -> Reaction:
        part = self.part
        if command == "skip":
            if part is None or self._asking.at == 0:
                return self._leave()
            return self._told(self._asking.take(part, None))
        if command == "back":
            return self._back()
        if command == "explain":
            return Reaction(Turn.EXPLAIN, explanation(self.question) if self.question else ())
        if command == "quit":
            return self.close()
        return self._instead(command)

    def _answer(self, text: str) -> Reaction:
        part = self.part
        if part is None and text:
            return again("There is nothing to fill in here. Enter goes on; `step` adds a next step.")
        if part is None or self._asking.leaves(text):
            return self._leave()
        return self._told(self._asking.hear(part, text, self.seen))

    def _told(self, reaction: Reaction) -> Reaction:
        if reaction.turn is not Turn.SAVE or self.question is None:
            return reaction
        finished = self._finish(self.question)
        return replace(finished, lines=(*reaction.lines, *finished.lines))

    def _finish(self, question: Question) -> Reaction:
        return self._write(question, question.changes(self._asking.given))

    def _write(self, question: Question, changes: list[Change]) -> Reaction:
        """The reaction that has the answer at hand written."""
        asking = self._asking
        try:
            data = apply(self.seen.data, changes)
            after = self._seen(data)
        except (CannotEditError, DealProblemsError) as error:
            self._ask(question, asking.instead_of)
            return again(refused(error), f"You typed: {' / '.join(asking.lines)}")
        if data == self.seen.data:
            self._settle(question, None)
            self._ask(next_question(self.seen, self._settled))
            return Reaction(Turn.NEXT, ("That is what the file says already.",))
        self._settle(question, self.seen.data)
        follow = question.follow(after) if question.follow else None
        reaction = Reaction(Turn.SAVE, data=data)
        self.pending = Pending(after, follow, 1, reaction, question, asking.given, asking.typed)
        return reaction

    def _settle(self, question: Question, before: bytes | None) -> None:
        self._settled.add(question.key)
        self._past.append((question, before))

    def _leave(self) -> Reaction:
        if self.question is not None:
            self._settle(self.question, None)
        self._ask(next_question(self.seen, self._settled))
        return Reaction(Turn.NEXT)

    def _back(self) -> Reaction:
        if self._asking.back():
            return Reaction(Turn.NEXT)
        if self._asking.instead_of is not None:
            self._ask(self._asking.instead_of)
            return Reaction(Turn.NEXT)
        if not self._past:
            return again("This is the first question; there is nothing to go back to.")
        earlier, before = self._past.pop()
        self._settled.discard(earlier.key)
        if before is None:
            self._ask(self._find(earlier.key) or earlier)
            return Reaction(Turn.NEXT)
        reaction = Reaction(Turn.SAVE, ("The last answer is taken back.",), before)
        self.pending = Pending(self._seen(before), earlier, -1, reaction, earlier, {}, {})
        return reaction

    def _instead(self, command: str) -> Reaction:
        question = self.question
        if question is None or self._asking.instead_of is not None:
            return again("Answer this, or type `back` first.")
        other = instead(self.seen, question, command)
        if other is None:
            return again("There is no finding here that could be waived.")
        self._ask(other, question)
        return Reaction(Turn.NEXT)
