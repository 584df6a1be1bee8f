"""The short conversation that begins a deal file, as a state machine without terminal or disk."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dealcoach.coaching.answers import AnswerError, DoubtError, heard, read_answer
from dealcoach.coaching.building import UNDATED
from dealcoach.coaching.forms import ROLES, STANCES, Choice, Kind, Part
from dealcoach.coaching.template import NewFile, NewMember, NewStep, render
from dealcoach.coaching.turns import COMMANDS, Reaction, Turn
from dealcoach.model.words import OWNER_SIDES, name_key, squeeze

REQUIRED = ("account", "deal", "stage", "close_date", "owner")
_WORD = re.compile(r"[^\W\d_]{3}")
HELP = (
    "Enter takes what is offered, or leaves the question open. back: one question back."
    " quit: stop here; what you told so far is kept in a file."
)


@dataclass(frozen=True, slots=True)
class Habits:
    """What a new deal most likely is, from the folder and its dealcoach.yaml."""

    owner: str
    is_early: Callable[[str], bool]
    """Whether a stage is an early one."""
    stages: Sequence[str] = ()
    currency: str | None = None


@dataclass
class NewDeal:
    """Asks for a new deal; ``part`` is what is asked now, None at the end."""

    as_of: date
    habits: Habits
    _said: list[tuple[str, Any]] = field(default_factory=list)
    _doubted: tuple[str, str] = ("", "")
    """The question and the answer that was asked back about last."""

    @property
    def part(self) -> Part | None:
        """What is asked now; it follows from the answers so far alone."""
        return _next(self._said, self.habits)

    @property
    def missing(self) -> list[str]:
        """What the format needs and nobody said yet."""
        said = dict(self._said)
        return [key for key in REQUIRED if not said.get(key)]

    @property
    def unasked(self) -> list[str]:
        """What the format needs and nobody was asked for yet."""
        said = dict(self._said)
        return [key for key in REQUIRED if key not in said]

    @property
    def begun(self) -> bool:
        """Whether there is an answer that would be a pity to lose."""
        return any(value for _, value in self._said)

    def said(self, key: str) -> str:
        """The answer to a question, empty where there is none yet."""
        return str(dict(self._said).get(key) or "")

    def reply(self, line: str | None) -> Reaction:
        """What a line leads to; None is the end of input."""
        part = self.part
        if line is None or part is None:
            return Reaction(Turn.QUIT)
        text = line.strip()
        command = COMMANDS.get(text.casefold())
        if command == "quit":
            return Reaction(Turn.QUIT)
        if command == "back":
            return self.back()
        if command == "explain":
            return Reaction(Turn.EXPLAIN, (*([part.needed] if part.needed else []), HELP))
        if command is not None and command != "skip":
            return Reaction(
                Turn.AGAIN, (f"`{command}` belongs to `dealcoach coach`; write it in quotes here.",)
            )
        return self._take(part, "" if command == "skip" else text, skipped=command == "skip")

    def back(self) -> Reaction:
        """One question back."""
        if not self._said:
            return Reaction(Turn.AGAIN, ("This is the first question.",))
        self._said.pop()
        return Reaction(Turn.NEXT)

    def _take(self, part: Part, text: str, *, skipped: bool) -> Reaction:
        if not text:
            value: Any = None if skipped and not part.needed else part.default
            if value is None and part.needed:
                return Reaction(Turn.AGAIN, (part.needed,))
            self._said.append((part.key, value))
            return Reaction(Turn.NEXT, (part.left,) if value is None and part.left else ())
        try:
            value = self._read(part, text)
        except AnswerError as error:
            return Reaction(Turn.AGAIN, (str(error),))
        self._said.append((part.key, value))
        understood = heard(part, text, value)
        return Reaction(Turn.NEXT, (understood,) if understood else ())

    def _read(self, part: Part, text: str) -> Any:
        """The answer to a part; raises AnswerError, the first time also where it only looks like none."""
        asked_back = (part.key, text)
        sure = self._doubted == asked_back
        try:
            value = read_answer(part, text, self.as_of, sure=sure)
            if part.key == "stage" and not sure and _is_no_stage(value):
                raise DoubtError(f'"{value}" reads as no stage. The same once more is taken.')
        except DoubtError:
            self._doubted = asked_back
            raise
        if part.key.endswith(".name") and name_key(value) in self._names():
            raise AnswerError(f"{value} is on the list already.")
        return value

    def _names(self) -> set[str]:
        return {name_key(value) for key, value in self._said if key.endswith(".name") and value}

    def text(self) -> str:
        """The text of the new file."""
        said = {key: value for key, value in self._said if value}
        values = self._values(said)
        members = [
            NewMember(name, said.get(f"{key[:-5]}.roles", ()), said.get(f"{key[:-5]}.stance", ""))
            for key, name in said.items()
            if key.endswith(".name")
        ]
        theirs = said.get("theirs.who")
        both = (values.get("account", ""), values.get("owner", ""), *(row.name for row in members))
        known = {name_key(name) for name in both}
        if theirs and squeeze(theirs) not in OWNER_SIDES and name_key(theirs) not in known:
            members.append(NewMember(theirs))
        steps = [
            NewStep(
                said[f"{side}.what"],
                said.get(f"{side}.who", values.get("owner", "")),
                said.get(f"{side}.due", ""),
            )
            for side in ("theirs", "ours")
            if f"{side}.what" in said
        ]
        return render(NewFile(values, members, steps))

    def _values(self, said: dict[str, Any]) -> dict[str, str]:
        """The scalars of the file. Since when a deal has been in a later stage, nobody was asked."""
        values = {key: said[key] for key in (*REQUIRED, "amount") if key in said}
        day = self.as_of.isoformat()
        if "stage" in said and self.habits.is_early(said["stage"]):
            values["stage_since"] = day
        return values | {"created": day, "currency": self.habits.currency or ""}


def _is_no_stage(text: str) -> bool:
    """Whether a text is a number, an amount or a day rather than a name such as ``2 - Proposal``."""
    return any(letter.isdigit() for letter in text) and not _WORD.search(text)


def _next(said: list[tuple[str, Any]], habits: Habits) -> Part | None:
    answers = dict(said)
    for part in _basics(habits):
        if part.key not in answers:
            return part
    count = sum(1 for key in answers if key.endswith(".name"))
    last = f"member.{count - 1}"
    if count and answers[f"{last}.name"]:
        for part in _about_member(last, answers[f"{last}.name"]):
            if part.key not in answers:
                return part
    if not count or answers[f"{last}.name"]:
        return _who(count)
    names = [value for key, value in said if key.endswith(".name") and value]
    return next((part for part in _steps(answers, names) if part.key not in answers), None)


def _basics(habits: Habits) -> list[Part]:
    stages = tuple(Choice(name) for name in habits.stages)
    why = "The file needs it: {}"
    return [
        Part("account", "Who is the customer?", needed=why.format("every deal belongs to an account.")),
        Part("deal", "What do they buy, in a few words?", needed=why.format("it is the name of the deal.")),
        Part(
            "stage",
            "Which stage is it in?",
            Kind.CHOICE if stages else Kind.TEXT,
            stages,
            default=stages[0].value if stages else "discovery",
            needed=why.format("what counts as late depends on the stage."),
        ),
        Part(
            "close_date",
            "On which day do you expect it to close?",
            Kind.DAY_AHEAD,
            left="Left open. The file needs it: an open deal has a close date, and what is late counts from"
            " it. A guess will do; `back` asks again.",
        ),
        Part("amount", "What is it worth? A plain number, such as 240000.", Kind.AMOUNT),
        Part("owner", "Who owns it on our side?", default=habits.owner, needed=why.format("the rep.")),
    ]


def _who(count: int) -> Part:
    text = "Who has a say there? One person at a time; Enter when there is nobody more to name."
    return Part(f"member.{count}.name", text if not count else "Who else? (Enter: nobody)", reads="person")


def _about_member(key: str, name: str) -> list[Part]:
    return [
        Part(f"{key}.roles", f"What part does {name} play? Several are fine.", Kind.CHOICES, ROLES),
        Part(f"{key}.stance", f"Where does {name} stand today?", Kind.CHOICE, STANCES),
    ]


def _steps(answers: dict[str, Any], names: list[str]) -> list[Part]:
    parts = [Part("theirs.what", "What will they do next?")]
    if answers.get("theirs.what"):
        people = (Choice("customer", "somebody there, not yet known"), *map(Choice, names))
        parts.append(
            Part(
                "theirs.who",
                "Who there does it?",
                Kind.CHOICE,
                people,
                free=True,
                default="customer",
                reads="person",
            )
        )
        parts.append(Part("theirs.due", "By which day?", Kind.DAY_AHEAD, left=UNDATED))
    parts.append(Part("ours.what", "And what will we do next?"))
    if answers.get("ours.what"):
        parts.append(Part("ours.due", "By which day?", Kind.DAY_AHEAD, left=UNDATED))
    return parts
