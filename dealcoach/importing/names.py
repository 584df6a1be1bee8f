"""File names from account and deal that are safe on every file system and stay inside the folder."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans(
    {
        "ß": "ss",
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "æ": "ae",
        "Æ": "Ae",
        "œ": "oe",
        "đ": "d",
        "Đ": "D",
        "ð": "d",
        "þ": "th",
        "ı": "i",
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "Ä": "Ae",
        "Ö": "Oe",
        "Ü": "Ue",
        "'": "",
        "\u2019": "",
    }
)
_OTHER = re.compile(r"[^a-z0-9]+")
_RESERVED = {
    "con",
    "prn",
    "aux",
    "nul",
    "dealcoach",
    *(f"{device}{number}" for device in ("com", "lpt") for number in range(10)),
}
_PART = 40
_CHECK = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
_SHORT, _LONG, _GROUP = 15, 18, 5


def _latin(text: str) -> str:
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", text).translate(_LETTERS))
    return plain.encode("ascii", "ignore").decode().lower()


@lru_cache(maxsize=4096)
def slug(text: str, limit: int = _PART) -> str:
    """Lower-case ASCII letters, digits and single hyphens, cut at a word when longer than `limit`."""
    if text.isascii():
        found = _OTHER.sub("-", text.replace("'", "").lower()).strip("-")
    else:
        found = _OTHER.sub("-", _latin(text)).strip("-")
    if len(found) > limit:
        cut = found[:limit]
        word_end = cut.rfind("-")
        found = cut[:word_end] if word_end > limit // 2 and found[limit] != "-" else cut
    return found.strip("-")


def salesforce_key(id_: str) -> str:
    """The 15 characters that identify a record; reports print these, data exports print 18."""
    return id_[:_SHORT] if len(id_) == _LONG else id_


def case_safe(id_: str) -> str:
    """The 18-character form of a Salesforce id, whose last three letters tell upper from lower case."""
    if len(id_) != _SHORT or not (id_.isascii() and id_.isalnum()):
        return id_
    tail = ""
    for start in range(0, _SHORT, _GROUP):
        bits = sum(1 << place for place, letter in enumerate(id_[start : start + _GROUP]) if letter.isupper())
        tail += _CHECK[bits]
    return id_ + tail


def file_name(account: str, deal: str, id_: str, taken: set[str]) -> str:
    """A new name such as `northwind-erp-replacement.yaml`, added to `taken` (lower-case names in use).

    The second deal of one name carries the end of its id; a name without a Latin letter is the id itself.
    """
    first, second = slug(account), slug(deal)
    if first and (second == first or second.startswith(first + "-")):
        first = ""
    identity = slug(case_safe(id_), 60) or "deal"
    stem = "-".join(part for part in (first, second) if part) or f"deal-{identity}"
    if stem in _RESERVED:
        stem += "-deal"
    candidates = [stem, f"{stem}-{identity[-8:].strip('-')}", f"{stem}-{identity}"]
    number = 2
    name = f"{candidates[0]}.yaml"
    while name in taken:
        candidates.pop(0)
        if len(candidates) < 1:
            candidates = [f"{stem}-{identity}-{number}"]
            number += 1
        name = f"{candidates[0]}.yaml"
    taken.add(name)
    return name
