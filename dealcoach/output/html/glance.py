"""What the page's head, agenda, plot and lists read of a deal: a few plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dealcoach.model.review import AT_RISK
from dealcoach.output import picks

if TYPE_CHECKING:
    from dealcoach.model.review import Amount, Review


class Glance(NamedTuple):
    """One deal at a glance."""

    file: str
    deal: str
    account: str
    owner: str
    amount: Amount | None
    currency: str | None
    close_date: str | None
    status: str
    score: int | None
    band: str | None
    seen: str
    """What to talk about; empty when nothing is flagged."""
    question: str
    """The one question to ask."""
    is_calm: bool
    """Whether there is neither a finding nor an open question."""
    rules: tuple[str, ...]
    """The rules that flag it, each once."""
    whys: tuple[str, ...]
    """Why each of these rules matters."""

    @property
    def is_open(self) -> bool:
        """Whether the deal is still being worked."""
        return self.status == "open"

    @property
    def at_risk(self) -> bool:
        """Whether the deal counts as money at risk."""
        return self.band in AT_RISK


def glance(review: Review) -> Glance:
    """A deal at a glance."""
    seen, question = picks.talk_and_ask(review)
    whys: dict[str, str] = {}
    for finding in review.findings:
        whys.setdefault(finding.rule, finding.why)
    return Glance(
        review.file,
        review.deal,
        review.account,
        review.owner,
        review.amount,
        review.currency,
        review.close_date,
        review.status,
        review.score,
        review.band,
        seen,
        question or picks.ASK_THEIRS,
        not review.findings and not review.unknowns,
        tuple(whys),
        tuple(whys.values()),
    )
