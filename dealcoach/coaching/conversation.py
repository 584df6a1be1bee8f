"""The conversation about one deal as a state machine: lines go in, reactions come out; it neither prints,
reads nor writes anything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dealcoach.coaching.answers import AnswerError, heard, read_answer
from dealcoach.coaching.editing import apply
from dealcoach.coaching.forms import Kind, Part, Question
from dealcoach.coaching.looking import Seen, move
from dealcoach.coaching.questions import instead, next_question, questions
from dealcoach.coaching.turns import COMMANDS, HELP, DealProblemsError, Reaction, Turn
from dealcoach.importing.edit import CannotEditError

if TYPE_CHECKING:
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
        self.question: Question | None = None
        self._given: dict[str, Any] = {}
        self._at = 0
        self._settled: set[tuple[str, ...]] = set()
        self._past: list[tuple[Question, bytes | None]] = []
        self._replaced: Question | None = None
        self._pending: tuple[Seen, Question | None] | None = None
        self._ask(next_question(self.seen))

    @property
    def part(self) -> Part | None:
        """The part that is asked now; None where there is nothing to fill in."""
        parts = self.question.parts if self.question else ()
        return parts[self._at] if self._at < len(parts) else None

    @property
    def begins(self) -> bool:
        """Whether a question is at its first part and has to be introduced."""
        return self._at == 0 and self._replaced is None

    @property
    def left(self) -> int:
        """The questions that are still open, this one among them."""
        return sum(1 for _ in questions(self.seen, self._settled))

    def reply(self, line: str | None) -> Reaction:
        """What a line leads to; None is the end of input, which means quit."""
        if line is None or self.question is None:
            return Reaction(Turn.QUIT)
        text = line.strip()
        command = COMMANDS.get(text.casefold())
        if command is not None:
            return self._command(command)
        return self._answer(text)

    def saved(self) -> str:
        """Goes on after the bytes of the last reaction were written; gives the move of the score."""
        if self._pending is None:
            raise RuntimeError("nothing was to be saved")
        before, (self.seen, question) = self.seen, self._pending
        self._pending = None
        self._ask(question or next_question(self.seen, self._settled))
        return move(before.review, self.seen.review)

    def reload(self, data: bytes) -> None:
        """Goes on from bytes that another program wrote; the question at hand is asked again.

        Raises DealProblemsError.
        """
        self.seen = self._seen(data)
        self._pending = None
        self._past.clear()
        wanted = self.question.key if self.question else None
        self._settled.discard(wanted or ())
        again = self._find(wanted) if wanted else None
        self._ask(again or next_question(self.seen, self._settled))

    def _seen(self, data: bytes) -> Seen:
        found = self._look(data)
        if not isinstance(found, Seen):
            raise DealProblemsError(found)
        return found

    def _ask(self, question: Question | None) -> None:
        self.question, self._at, self._given, self._replaced = question, 0, {}, None

    def _find(self, key: tuple[str, ...]) -> Question | None:
        return next((row for row in questions(self.seen, self._settled) if row.key == key), None)

    def _command(self, command: str) -> Reaction:
        if command == "skip":
            return self._leave() if self._at == 0 else self._next_part(None)
        if command == "back":
            return self._back()
        if command == "explain":
            return Reaction(Turn.EXPLAIN, tuple(self._explanation()))
        if command == "quit":
            return Reaction(Turn.QUIT)
        return self._instead(command)

    def _answer(self, text: str) -> Reaction:
        part = self.part
        if part is None:
            if text:
                return _again("There is nothing to fill in here. Enter goes on; `step` adds a next step.")
            return self._leave()
        if not text:
            return self._empty(part)
        try:
            value = read_answer(part, text, self.seen.as_of)
        except AnswerError as error:
            return _again(str(error))
        understood = heard(part, text, value)
        reaction = self._next_part(value)
        if understood and reaction.turn in (Turn.NEXT, Turn.SAVE):
            return replace(reaction, lines=(understood, *reaction.lines))
        return reaction

    def _empty(self, part: Part) -> Reaction:
        if self._at == 0:
            return self._leave()
        if part.default is not None:
            return self._next_part([part.default] if part.kind is Kind.CHOICES else part.default)
        return self._next_part(None)

    def _next_part(self, value: Any) -> Reaction:
        part, question = self.part, self.question
        if part is None or question is None:
            return self._leave()
        if value is None and part.needed:
            if part.default is None:
                return _again(part.needed)
            value = part.default
        if value is not None:
            self._given[part.key] = value
        if self._at + 1 < len(question.parts):
            self._at += 1
            return Reaction(Turn.NEXT)
        return self._finish(question)

    def _finish(self, question: Question) -> Reaction:
        try:
            data = apply(self.seen.data, question.changes(self._given))
            after = self._seen(data)
        except (CannotEditError, DealProblemsError) as error:
            self._at, self._given = 0, {}
            return _again(_refused(error))
        if data == self.seen.data:
            self._settle(question, None)
            self._ask(next_question(self.seen, self._settled))
            return Reaction(Turn.NEXT, ("That is what the file says already.",))
        self._settle(question, self.seen.data)
        self.answered += 1
        self._pending = (after, question.follow(after) if question.follow else None)
        return Reaction(Turn.SAVE, data=data)

    def _settle(self, question: Question, before: bytes | None) -> None:
        self._settled.add(question.key)
        self._past.append((question, before))

    def _leave(self) -> Reaction:
        if self.question is not None:
            self._settle(self.question, None)
        self._ask(next_question(self.seen, self._settled))
        return Reaction(Turn.NEXT)

    def _back(self) -> Reaction:
        question = self.question
        if self._at > 0 and question is not None:
            self._at -= 1
            self._given.pop(question.parts[self._at].key, None)
            return Reaction(Turn.NEXT)
        if self._replaced is not None:
            self._ask(self._replaced)
            return Reaction(Turn.NEXT)
        if not self._past:
            return _again("This is the first question; there is nothing to go back to.")
        earlier, before = self._past.pop()
        self._settled.discard(earlier.key)
        if before is None:
            self._ask(self._find(earlier.key) or earlier)
            return Reaction(Turn.NEXT)
        self.answered -= 1
        self._pending = (self._seen(before), earlier)
        return Reaction(Turn.SAVE, ("The last answer is taken back.",), before)

    def _instead(self, command: str) -> Reaction:
        question = self.question
        if question is None or self._replaced is not None:
            return _again("Answer this, or type `back` first.")
        other = instead(self.seen, question, command)
        if other is None:
            return _again("There is no finding here that could be waived.")
        self._ask(other)
        self._replaced = question
        return Reaction(Turn.NEXT)

    def _explanation(self) -> list[str]:
        question = self.question
        if question is None:
            return []
        lines = [f"Why: {question.why}"] if question.why else []
        lines += [f"Ask: {text}" for text in question.ask]
        lines += [f"Do: {text}" for text in question.do]
        if question.source:
            lines.append(f"From: {question.source}")
        if question.rule:
            rule = question.rule
            lines.append(f"The rule is {rule}; `dealcoach explain {rule}` shows an example.")
        return [*lines, HELP]


def _again(line: str) -> Reaction:
    return Reaction(Turn.AGAIN, (line,))


def _refused(error: Exception) -> str:
    if isinstance(error, DealProblemsError):
        return f"The file would not be valid with that: {error.problems[0].message}. Nothing was written."
    text = str(error)
    return f"I cannot write that: {text}. Nothing was written."
