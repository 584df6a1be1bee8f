"""Ways to compare names and sentences that people and CRMs spell with other spaces, cases and points."""

from __future__ import annotations

import re

_WORD = re.compile(r"\w+")


def clean(text: str) -> str:
    """The text with every run of spaces and line ends as one space."""
    return " ".join(text.split()) if text else ""


def loose(text: str) -> str:
    """A name without regard to case and runs of spaces."""
    return clean(text).casefold()


def fold(text: str) -> str:
    """A text without regard to case, spaces and punctuation."""
    if text.replace(" ", "").isalnum():
        return clean(text).casefold()
    return " ".join(_WORD.findall(text)).casefold() or text.strip()
