"""What a line typed by a person means: a day, a choice, a name, a text, an amount."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic_core import PydanticCustomError

from dealcoach.coaching.days import DayError, read_day
from dealcoach.coaching.forms import Choice, Kind, Part
from dealcoach.model import scalars
from dealcoach.model.advice import advice
from dealcoach.model.words import OWNER_SIDES, VOCABULARIES, name_key, squeeze

_DONE = ("done", "yes", "y", "true")
_MOST_TEXT = 2_000
"""Longest text that one line of a conversation may give, in characters."""


class AnswerError(ValueError):
    """The line is no answer to the question; the message says what would be."""


class DoubtError(AnswerError):
    """The line may be an answer, but does not look like one; said again, it is taken."""


def read_answer(part: Part, line: str, as_of: date, *, sure: bool = False) -> Any:
    """The answer to a part: an ISO day, a word, a name, a list of words, a text.

    Raises AnswerError; DoubtError, unless ``sure``, for a person's name that looks like none.
    """
    text = line.strip()
    if part.kind is Kind.CHOICES:
        return _several(part, text, as_of, sure=sure)
    if part.kind is Kind.CHOICE:
        return _one(part, text, as_of, sure=sure)
    if part.kind is Kind.DONE_OR_DAY:
        return _done_or_day(text, as_of)
    if part.kind is Kind.AMOUNT:
        return _amount(text)
    if part.kind is Kind.TEXT:
        return (
            _one(part, text, as_of)
            if part.choices and text.isdigit()
            else _written(part, text, as_of, sure=sure)
        )
    return _day(text, as_of, back=part.kind is Kind.DAY_BACK)


def heard(part: Part, line: str, value: Any) -> str:
    """How an answer was understood, where it was not written out: a day in words, part of a name."""
    day = value[1] if part.kind is Kind.DONE_OR_DAY else value
    if part.kind in (Kind.DAY_AHEAD, Kind.DAY_BACK, Kind.DONE_OR_DAY) and day != "true":
        found = date.fromisoformat(day)
        return "" if day in line else f"{found:%A}, {found.day} {found:%B %Y}"
    if part.kind is Kind.TEXT and part.choices:
        return str(value) if line.strip().isdigit() else ""
    if part.kind is Kind.CHOICE and value != unquoted(line):
        return str(value)
    return ", ".join(value) if part.kind is Kind.CHOICES and ", ".join(value) != line.strip() else ""


def _written(part: Part, text: str, as_of: date, *, sure: bool) -> str:
    """A text; one that names a person is asked about where it reads as none, unless it was on offer."""
    found = _text(text)
    offered = found in [choice.value for choice in part.choices]
    if part.reads == "person" and not (sure or offered or _is_quoted(text)):
        _doubt_day(part, found, as_of)
        _doubt_lower(part, found)
    return found


def _text(text: str) -> str:
    found = unquoted(text)
    if not found:
        raise AnswerError("That is an empty text. Write something, or press Enter to leave it open.")
    if len(found) > _MOST_TEXT:
        raise AnswerError(f"That is long: {len(found):,} characters. {_MOST_TEXT:,} are the most here.")
    return found


def unquoted(text: str) -> str:
    """A text without the quotes that tell it from a command."""
    quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "\"'"
    words = " ".join((text[1:-1] if quoted else text).split())
    return words.encode("utf-8", "replace").decode()


def _day(text: str, as_of: date, *, back: bool) -> str:
    try:
        found = read_day(text, as_of, back=back)
    except DayError as error:
        raise AnswerError(str(error)) from None
    if back and found > as_of:
        raise AnswerError(f"{found.isoformat()} is still to come. Write the day when it happened.")
    if not back and found < as_of:
        raise AnswerError(f"{found.isoformat()} has passed. Write a day to come.")
    return found.isoformat()


def _done_or_day(text: str, as_of: date) -> tuple[str, str]:
    """``("done", day or true)`` or ``("due", day)``."""
    first, _, rest = text.partition(" ")
    if first.casefold().strip(",:") in _DONE:
        return "done", _day(rest, as_of, back=True) if rest.strip() else "true"
    return "due", _day(text, as_of, back=False)


def _amount(text: str) -> str:
    try:
        scalars.read_amount(text)
    except PydanticCustomError as error:
        advised = error.type == scalars.ADVISED
        raise AnswerError(advice("amount", text) if advised else error.message()) from None
    return text.strip().lstrip("+")


def _several(part: Part, text: str, as_of: date, *, sure: bool) -> list[str]:
    found: list[str] = []
    for piece in _pieces(text):
        value = _one(part, piece, as_of, sure=sure)
        if value not in found:
            found.append(value)
    if not found:
        raise AnswerError(_on_offer(part))
    return found


def _pieces(text: str) -> list[str]:
    """The words of a list: by commas, or numbers by blanks."""
    words = text.split()
    if words and all(word.strip(",").isdigit() for word in words):
        text = ",".join(word.strip(",") for word in words)
    return [piece.strip() for piece in text.replace(";", ",").split(",") if piece.strip()]


def _one(part: Part, text: str, as_of: date, *, sure: bool = False) -> str:
    if text.isascii() and text.isdigit():
        return _numbered(part, text)
    quoted = _is_quoted(text)
    name = unquoted(text)
    found = None if quoted and part.free else match(part, name)
    if found is not None:
        return found
    if not part.free or not name:
        near = scalars.suggestion(name, [choice.value for choice in part.choices])
        raise AnswerError(_on_offer(part, near))
    if len(name) > 200:
        raise AnswerError("That is long for a name; 200 characters are the most.")
    doubted = part.reads == "person" and not quoted and not sure and not _is_side(part, name)
    if doubted:
        _doubt_day(part, name, as_of)
    near = None if quoted else _begun(part, name) or scalars.suggestion(name, _long(part))
    if near:
        raise AnswerError(f'Did you mean {near}? Write that, or "{name}" in quotes for somebody else.')
    if doubted:
        _doubt_lower(part, name)
    return name


def _is_quoted(text: str) -> bool:
    return text[:1] in ("'", '"')


def _is_side(part: Part, name: str) -> bool:
    """Whether a name is another word for a side that is on offer, such as them for the customer."""
    side = OWNER_SIDES.get(squeeze(name))
    return any(choice.value == side for choice in part.choices)


def _doubt_day(part: Part, name: str, as_of: date) -> None:
    if _is_day(name, as_of):
        raise DoubtError(f'"{name}" reads as a day, not as a person. {_members(part)}')


def _doubt_lower(part: Part, name: str) -> None:
    if _is_lower(name):
        raise DoubtError(f'Is "{name}" a person? {_members(part)}')


def _is_day(name: str, as_of: date) -> bool:
    try:
        read_day(name, as_of)
    except DayError:
        return any(letter.isdigit() for letter in name)
    return True


def _is_lower(name: str) -> bool:
    """Whether a name has letters that could be capitals, and none that is."""
    return name == name.lower() and name != name.upper()


def _members(part: Part) -> str:
    listed = ", ".join(choice.value for choice in part.choices)
    offered = f"On the list: {listed}. " if listed else ""
    return f"{offered}Write the name; the same once more is taken as it is."


def _begun(part: Part, text: str) -> str | None:
    """The choice with a word that begins so, for a name that was not written out."""
    wanted = name_key(text)
    words = ((choice.value, name_key(choice.value).split()) for choice in part.choices)
    return next((value for value, row in words if any(word.startswith(wanted) for word in row)), None)


def _long(part: Part) -> list[str]:
    return [choice.value for choice in part.choices if len(choice.value) > 3]


def _numbered(part: Part, text: str) -> str:
    if any(choice.value == text for choice in part.choices):
        return text
    if part.choices and 1 <= int(text[:6]) <= len(part.choices):
        return part.choices[int(text[:6]) - 1].value
    raise AnswerError(_on_offer(part))


def match(part: Part, text: str) -> str | None:
    """The choice that a word means: itself, an alias, or a beginning or a name that only one has."""
    wanted = squeeze(text)
    for choice in part.choices:
        if squeeze(choice.value) == wanted:
            return choice.value
    known = {choice.value for choice in part.choices}
    role = VOCABULARIES["role"].read(text)
    if role in known:
        return role
    found = [choice for choice in part.choices if wanted and _fits(choice, text, free=part.free)]
    return found[0].value if len(found) == 1 else None


def _fits(choice: Choice, text: str, *, free: bool) -> bool:
    if name_key(text) in name_key(choice.value).split():
        return True
    return not free and squeeze(choice.value).startswith(squeeze(text))


def _on_offer(part: Part, near: str | None = None) -> str:
    words = ", ".join(choice.value for choice in part.choices)
    meant = f"Did you mean {near}? " if near else ""
    number = " or a number" if part.choices and not part.choices[0].value.isdigit() else ""
    return f"{meant}Choose a word{number} of: {words}."
