"""Amounts of an export: currency signs, thousands separators and decimal commas, settled per column."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from dealcoach.importing.vocabulary import CURRENCY_SIGNS
from dealcoach.model.scalars import MOST_DIGITS
from dealcoach.model.words import CURRENCIES

_SPACES = re.compile(r"[\s'\u2019\u00a0\u202f\u2009_]")
_CODE = re.compile(r"\b([A-Z]{3})\b")
_NUMBER = re.compile(r"-?[\d.,]*\d[\d.,]*")
_GROUP = 3
_TOO_MUCH = 10**MOST_DIGITS


def _digits(text: str) -> str:
    match = _NUMBER.search(_SPACES.sub("", text))
    return match[0] if match else ""


def decimal_comma(values: Iterable[str], european: bool = False) -> bool:
    """Whether the column writes decimals with a comma.

    A value with both marks, a mark used twice, or one not followed by exactly three digits tells; the
    majority wins. Without such a value, three digits after a lone dot are thousands only in an export
    that looks European (`european`: its cells are separated by semicolons).
    """
    comma = dot = 0
    for value in values:
        text = _digits(value)
        last_comma, last_dot = text.rfind(","), text.rfind(".")
        if last_comma < 0 and last_dot < 0:
            continue
        if last_comma >= 0 and last_dot >= 0:
            comma, dot = comma + (last_comma > last_dot), dot + (last_dot > last_comma)
        elif last_comma >= 0:
            thousands = text.count(",") > 1 or (len(text) - last_comma - 1 == _GROUP and not european)
            comma, dot = comma + (not thousands), dot + (text.count(",") > 1)
        else:
            thousands = text.count(".") > 1 or (len(text) - last_dot - 1 == _GROUP and european)
            comma, dot = comma + thousands, dot + (not thousands)
    return comma > dot


def read_amount(text: str, comma: bool = False) -> str | None:
    """The amount as the deal format writes it (`240000`, `240000.5`).

    None when it is no amount of 0 or more, or larger than a deal file may hold.
    """
    if text.isascii() and text.isdigit():
        digits = text.lstrip("0") or "0"
        return digits if len(digits) <= MOST_DIGITS else None
    stripped = _SPACES.sub("", text)
    if "(" in stripped or "-" in stripped.replace(",-", "").replace(".-", ""):
        return None
    plain = re.fullmatch(r"(\d+(?:\.\d+)?)[eE]\+?(\d{1,2})", stripped)
    number = f"{plain[1]}e{plain[2]}" if plain else _plain_number(stripped, comma)
    try:
        value = Decimal(number)
    except InvalidOperation:
        return None
    rounded = value if value >= _TOO_MUCH else value.quantize(Decimal("0.01"))
    if rounded >= _TOO_MUCH:
        return None
    return (
        str(rounded.quantize(Decimal(1)))
        if rounded == rounded.to_integral_value()
        else f"{rounded.normalize():f}"
    )


def _plain_number(text: str, comma: bool) -> str:
    """The digits with a decimal point; '' when the rest of the cell is more than a currency."""
    number = _digits(text)
    rest = text.replace(number, "", 1)
    if not number or re.search(r"\d", rest) or len(rest) > 5:
        return ""
    number = number.rstrip(".,")
    if comma:
        number = number.replace(".", "").replace(",", ".")
    elif number.count(".") > 1 and "," not in number:
        number = number.replace(".", "")
    else:
        number = number.replace(",", "")
    return number


def read_currency(text: str) -> str | None:
    """The ISO code that an amount carries with it (`EUR 1,200`, `€1,200`); None when that is not sure."""
    for code in _CODE.findall(text):
        if code in CURRENCIES:
            return str(code)
    for sign, code in CURRENCY_SIGNS.items():
        if sign in text:
            return code
    return None


def unknown_currency(text: str) -> str | None:
    """Three capitals where a currency is expected, when no currency is known by them (`ABC 100`)."""
    match = _CODE.search(text)
    return match[1] if match and read_currency(text) is None else None
