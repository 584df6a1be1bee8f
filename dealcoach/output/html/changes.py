"""What a page needs to tell what changed since an earlier day."""

from __future__ import annotations

from dataclasses import dataclass

from dealcoach.model.review import Amount


@dataclass(frozen=True, slots=True)
class Change:
    """What changed on one deal."""

    file: str
    """The deal's file, as in its review; also that of a deal that has left."""
    deal: str
    words: tuple[str, ...]
    """The pipeline's words for it, such as ``Pushed`` and ``Decreased``."""
    amount: Amount | None
    currency: str | None
    score_before: int | None
    score_now: int | None
    causes: tuple[str, ...]
    """One sentence each: what moved the score, the stage, the amount or the date."""


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes of a pipeline since a day or a revision."""

    since: str
    rows: tuple[Change, ...]
