"""One question while it is asked: what was told of it so far, part by part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dealcoach.coaching.answers import AnswerError, DoubtError, heard, read_answer
from dealcoach.coaching.forms import Kind, Part, Question
from dealcoach.coaching.replies import again, doubt, with_purpose
from dealcoach.coaching.turns import Reaction, Turn

if TYPE_CHECKING:
    from dealcoach.coaching.looking import Seen


class Asking:
    """The answer to a question as far as it was told; ``given`` are its values, ``typed`` its lines."""

    def __init__(self, question: Question | None, instead_of: Question | None = None) -> None:
        self.question, self.instead_of = question, instead_of
        self.at = 0
        self.given: dict[str, Any] = {}
        self.typed: dict[str, str] = {}
        self._held: str | None = None
        self._doubted: set[str] = set()

    @property
    def part(self) -> Part | None:
        """The part that is asked now; None where there is nothing to fill in."""
        parts = self.question.parts if self.question else ()
        return parts[self.at] if self.at < len(parts) else None

    @property
    def lines(self) -> tuple[str, ...]:
        """What was typed so far, what was asked back about too."""
        return (*self.typed.values(), *((self._held,) if self._held is not None else ()))

    def leaves(self, text: str) -> bool:
        """Whether a line leaves the whole question."""
        return not text and self.at == 0 and self._held is None

    def back(self) -> bool:
        """One part back; False at the first one."""
        if self._held is not None:
            self._held = None
            return True
        if self.at == 0 or self.question is None:
            return False
        self.at -= 1
        key = self.question.parts[self.at].key
        self.given.pop(key, None)
        self.typed.pop(key, None)
        return True

    def hear(self, part: Part, text: str, seen: Seen) -> Reaction:
        """Takes a line; SAVE says that the answer is complete."""
        if self._held is not None:
            text, self._held = with_purpose(self._held, text), None
        if not text:
            default = [part.default] if part.kind is Kind.CHOICES else part.default
            return self.take(part, default if part.default is not None else None)
        try:
            value = read_answer(part, text, seen.as_of, sure=part.key in self._doubted)
        except AnswerError as error:
            if isinstance(error, DoubtError):
                self._doubted.add(part.key)
            return again(str(error))
        if part.reads == "step" and part.key not in self._doubted:
            self._doubted.add(part.key)
            if (asked := doubt(seen.settings.library.readings.read(value))) is not None:
                self._held = value
                return again(asked)
        self.typed[part.key] = text
        understood = heard(part, text, value)
        return self.take(part, value, (understood,) if understood else ())

    def take(self, part: Part, value: Any, lines: tuple[str, ...] = ()) -> Reaction:
        """Goes on to the next part with a value, or with none where the part is left open."""
        if value is None and part.needed:
            if part.default is None:
                return again(part.needed)
            value = part.default
        if value is not None:
            self.given[part.key] = value
        elif part.left:
            lines = (*lines, part.left)
        self.at += 1
        return Reaction(Turn.SAVE if self.part is None else Turn.NEXT, lines)

    def complete(self) -> str | None:
        """Leaves the rest open, as Enter would; gives what to say of it, or None where it is needed."""
        part = self.part
        if part is not None and self._held is not None:
            self.typed[part.key], self._held = self._held, None
            self.take(part, self.typed[part.key])
        undated = False
        while (part := self.part) is not None:
            undated = undated or bool(part.left)
            default = [part.default] if part.kind is Kind.CHOICES else part.default
            if self.take(part, default if part.default is not None else None).turn is Turn.AGAIN:
                return None
        return "Your step is saved, without a day." if undated else "Your answer is saved as far as it went."
