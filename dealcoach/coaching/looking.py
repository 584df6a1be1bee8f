"""What the coach sees in the bytes of a file: the deal, its facts, its review, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dealcoach.model.words import name_key
from dealcoach.reading.deal_file import read_deal
from dealcoach.review.glimpsing import glimpses
from dealcoach.review.past import past_of
from dealcoach.review.reviewing import review_deal
from dealcoach.rules.facts import derive

if TYPE_CHECKING:
    from datetime import date

    from dealcoach.coaching.versions import Row
    from dealcoach.model.deal import Deal, Member
    from dealcoach.model.finding import Problem
    from dealcoach.model.review import Review
    from dealcoach.review.settings import Settings


@dataclass(frozen=True)
class Seen:
    """One look at a deal file that could be read."""

    data: bytes
    deal: Deal
    review: Review
    facts: dict[str, Any]
    settings: Settings

    @property
    def as_of(self) -> date:
        """The day of the review."""
        return self.settings.as_of

    def members(self) -> Iterator[tuple[int, Member, dict[str, Any]]]:
        """The buying team: index, member, facts."""
        for index, (member, facts) in enumerate(
            zip(self.deal.buying_team, self.facts["members"], strict=True)
        ):
            yield index, member, facts

    def index_of(self, name: str) -> int | None:
        """The place of a member on the buying team, by name."""
        wanted = name_key(name)
        return next((i for i, member, _ in self.members() if name_key(member.name) == wanted), None)

    def title_of(self, rule: str) -> str:
        """A rule's title."""
        found = self.settings.library.by_id.get(rule)
        return str(found.data["title"]) if found else rule

    def why_of(self, rule: str) -> str:
        """Why a rule matters."""
        found = self.settings.library.by_id.get(rule)
        return found.why if found else ""


def look(
    name: str,
    data: bytes,
    settings: Settings,
    ignored: frozenset[str] = frozenset(),
    versions: Sequence[Row] = (),
) -> Seen | tuple[Problem, ...]:
    """One look at the bytes of a file, with its committed ``versions``, or the file's problems."""
    file = read_deal(name, data, settings.stage_names)
    if file.deal is None or file.document is None:
        return file.problems
    deal = file.deal
    history = tuple(glimpses(data, versions)) if versions else ()
    review = review_deal(file.name, deal, file.document, settings, ignored, history)
    past = past_of(history, deal, settings.as_of) if history else None
    return Seen(data, deal, review, derive(deal, settings.context(deal.stage), past), settings)


def standing(review: Review) -> str:
    """Score, band and coverage in a few words, such as ``64, watch; coverage 90%``."""
    if review.score is None:
        return f"status {review.status.replace('_', ' ')}: a closed deal is not scored"
    return f"{review.score}, {band_words(review)}; coverage {review.coverage}%"


def band_words(review: Review) -> str:
    """The band in words."""
    if review.band == "unknown":
        return "too little is known for a band"
    return str(review.band).replace("_", " ")


def move(before: Review, after: Review) -> str:
    """The move of the score, such as ``52 -> 64, watch``; coverage where it moved too."""
    score = f"{before.score} -> {after.score}" if before.score != after.score else f"{after.score} as before"
    text = f"{score}, {band_words(after)}"
    if before.coverage != after.coverage:
        text += f"; coverage {before.coverage}% -> {after.coverage}%"
    return text


def is_sobering(before: Review, after: Review) -> bool:
    """Whether the score fell because something is known now that was not."""
    return (after.score or 0) < (before.score or 0) and len(after.unknowns) < len(before.unknowns)
