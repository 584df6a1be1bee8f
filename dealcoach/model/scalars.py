"""How the words of a deal file become values: one small function per kind of scalar.

Every scalar arrives as the text that stands in the file. A function returns the value or raises
``PydanticCustomError`` with a sentence that says what would be right. No function imports pydantic
itself: the validator that calls them is built without it.
"""

import re
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from dealcoach.model.lean_core import PydanticCustomError
from dealcoach.model.words import CURRENCIES, VOCABULARIES, Vocabulary

EMPTY_ITEM = "this list item is empty; fill it in, or delete it"
ADVISED = "dealcoach_advised"
"""Type of an error of which `dealcoach.model.advice` says what would be right, which takes its time."""
MAX_TEXT = 10_000
"""Longest text of a deal file, in characters."""
MOST_DIGITS = 15
"""Longest amount of a deal file, in digits before the point."""
MOST_MEMBERS, MOST_STEPS, MOST_ACTIVITIES = 200, 500, 1000
"""Longest lists of a deal file, in entries."""

_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:$|[Tt \t][\d:. \tZz+-]*$)", re.ASCII)
_DAY_LENGTH = 10
_AMOUNT = re.compile(r"\+?(\d+(?:_\d+)*)(\.\d{1,2})?$", re.ASCII)


def _wrong(message: str, **context: Any) -> PydanticCustomError:
    return PydanticCustomError("dealcoach", "{message}", {"message": message, **context})


def _unread(about: str, value: object) -> PydanticCustomError:
    return PydanticCustomError(ADVISED, "this cannot be read", {"about": about, "value": value})


def shown(value: object) -> str:
    """A value as an error message quotes it: short, on one line."""
    return repr(shorter(value))


def shorter(value: object) -> str:
    """A value on one line, cut at 60 characters."""
    text = " ".join(str(value).split())
    return text if len(text) <= 60 else text[:57] + "..."


def read_text(value: Any) -> str:
    """A text as written; blanks around it do not count."""
    if type(value) is not str:
        raise _wrong("expected a text here, not a list or a mapping" if value is not None else EMPTY_ITEM)
    if len(value) > MAX_TEXT:
        raise _wrong(f"this text has {len(value):,} characters; {MAX_TEXT:,} are the most")
    text = value.strip()
    if not text:
        raise _wrong("this text is empty; write something, or leave the key out")
    return text


def _day(text: str) -> date:
    if len(text) == _DAY_LENGTH and text[7] == "-":  # as nearly always; not a week, 2026-W51-5
        try:
            return date.fromisoformat(text)
        except ValueError:
            return _other_day(text)
    return _other_day(text)


def _other_day(text: str) -> date:
    """A day with blanks or a time about it; raises what is wrong with anything else."""
    match = _DAY.match(text.strip())
    if match:
        try:
            return date.fromisoformat(match[1])
        except ValueError:
            raise _wrong(f"{shown(text)} is not a day of the calendar") from None
    raise _unread("day", text)


def read_day(value: Any) -> date:
    """A date written as YYYY-MM-DD, or the date of a YAML timestamp."""
    if type(value) is not str:
        raise _wrong("expected a date such as 2026-12-18")
    return _day(value)


def read_done(value: Any) -> date | bool:
    """``true``, ``false`` or the date on which something was done."""
    if type(value) is not str:
        raise _wrong("write true, false or the date it was done")
    if value in ("false", "False", "FALSE"):
        return False
    if value in ("true", "True", "TRUE"):
        return True
    guess = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}
    if (instead := guess.get(value.casefold())) is not None:
        raise _wrong(f"{shown(value)} is not true or false; write done: {instead}, or the date it was done")
    return _day(value)


def read_amount(value: Any) -> int | float:
    """An amount of money, 0 or more: ``240000``, ``240_000`` or ``240000.50``."""
    if type(value) is not str:
        raise _wrong("expected an amount such as 240000")
    match = _AMOUNT.match(value.strip())
    if not match:
        raise _unread("amount", value)
    digits = match[1].replace("_", "").lstrip("0") or "0"
    if len(digits) > MOST_DIGITS:
        raise _wrong("this amount is larger than any deal; write it without cents and in whole units")
    if not match[2] or not match[2].strip(".0"):
        return int(digits)
    return float(f"{digits}{match[2]}")


def read_grade(value: Any) -> int:
    """A grade from 1 to 5."""
    if type(value) is str and value in ("1", "2", "3", "4", "5"):
        return int(value)
    given = f", not {shown(value)}" if type(value) is str else ""
    raise _wrong(f"write a whole number from 1 to 5{given}")


def _read_whole(most: int, value: Any) -> int:
    if type(value) is str and re.fullmatch(r"[0-9]{1,6}", value) and int(value) <= most:
        return int(value)
    given = f", not {shown(value)}" if type(value) is str else ""
    raise _wrong(f"write a whole number from 0 to {most}{given}")


read_days = partial(_read_whole, 3650)
read_points = partial(_read_whole, 100)


def read_flag(value: Any) -> bool:
    """``true`` or ``false``."""
    if value in ("true", "True", "TRUE", "false", "False", "FALSE"):
        return str(value).casefold() == "true"
    raise _wrong(f"write true or false, not {shown(value)}")


def read_mapping(value: Any) -> Any:
    """A mapping, whose values are read elsewhere."""
    if type(value) is not dict:
        raise _wrong(f"expected a mapping of key: value, not {shown(value)}")
    return value


def read_stages(value: Any) -> Any:
    """A list of stages; a plain name stands for a stage with no more to say."""
    return [{"name": stage} if type(stage) is str else stage for stage in read_list(value)]


def read_currency(value: Any) -> str:
    """A currency code of three letters, ISO 4217."""
    if type(value) is str and (code := value.strip().upper()) in CURRENCIES:
        return code
    raise _wrong(f"{shown(value)} is not a currency code of ISO 4217; write three letters such as EUR")


def read_list(value: Any) -> Any:
    """A single value stands for a list of one."""
    return value if type(value) is list else [value]


def _read_limited(most: int, what: str, value: Any) -> Any:
    items = read_list(value)
    if len(items) > most:
        raise _wrong(f"{len(items):,} {what} in one deal; {most:,} are the most")
    return items


read_members = partial(_read_limited, MOST_MEMBERS, "members of the buying team")
read_steps = partial(_read_limited, MOST_STEPS, "next steps")
read_activities = partial(_read_limited, MOST_ACTIVITIES, "activities")
read_waivers = partial(_read_limited, 100, "waivers")


def read_word(vocabulary: Vocabulary, value: Any) -> str:
    """A word of a vocabulary, read loosely."""
    word = vocabulary.read(value) if type(value) is str else None
    if word is None:
        raise _unread(vocabulary.name, value)
    return word


def suggestion(text: str, choices: tuple[str, ...] | list[str]) -> str | None:
    """The choice nearest to a misspelt word, or None."""
    from difflib import get_close_matches

    folded = {choice.casefold(): choice for choice in choices}
    near = get_close_matches(text.strip().casefold()[:80], folded, n=1, cutoff=0.6)
    return folded[near[0]] if near else None


def _reader(name: str) -> Callable[[Any], str]:
    vocabulary = VOCABULARIES[name]
    exact = vocabulary.exact

    def read(value: Any) -> str:
        try:
            return exact[value]  # as nearly always
        except (KeyError, TypeError):
            return read_word(vocabulary, value)

    return read


read_status = _reader("status")
read_forecast = _reader("forecast")
read_account_kind = _reader("account_kind")
read_business_case_status = _reader("business_case_status")
read_level = _reader("level")
read_stance = _reader("stance")
read_side = _reader("side")
read_direction = _reader("direction")
read_step_type = _reader("step_type")
read_activity_type = _reader("activity_type")
read_signal_kind = _reader("signal_kind")
read_role = _reader("role")
read_severity = _reader("severity")
read_fail_on = _reader("fail_on")


def read_custom(value: Any) -> dict[str, Any]:
    """A mapping of anything of the user's own, each scalar as the YAML core schema reads it."""
    if type(value) is not dict:
        raise _wrong("expected a mapping, such as {region: EMEA}")
    return {key: plain_value(item) for key, item in value.items()}


def plain_value(value: Any) -> Any:
    """A text as number or boolean where it reads as one; lists and mappings item by item."""
    if type(value) is dict:
        return {key: plain_value(item) for key, item in value.items()}
    if type(value) is list:
        return [plain_value(item) for item in value]
    if value in ("true", "True", "TRUE", "false", "False", "FALSE"):
        return value.lower() == "true"
    if type(value) is str and re.fullmatch(r"[-+]?[0-9]{1,15}", value):
        return int(value)
    if type(value) is str and re.fullmatch(r"[-+]?[0-9]{1,15}\.[0-9]{1,15}", value):
        return float(value)
    return value
