"""One deal's line in the list: its summary, what it can be found by, and the place of its card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealcoach.output.html.escape import esc
from dealcoach.output.html.plot import icon
from dealcoach.output.html.wording import amount_words, anchor, band_label, band_of, day, distance

if TYPE_CHECKING:
    from dealcoach.model.review import Review
    from dealcoach.output.html.glance import Glance

END = "</div></details>"
"""What closes a line after its card."""
HEAD = (
    '<div class="row rowhead" aria-hidden="true"><span>Score</span><span>Deal</span><span>Owner</span>'
    "<span>Amount</span><span>Close</span><span>Talk about</span></div>"
)
"""The names of the columns, shown where the list is wide enough to have columns."""


def row(review: Review, deal: Glance, as_of: str) -> str:
    """The deal's line, up to where its card stands."""
    band = band_of(deal)
    score = "&ndash;" if deal.score is None else str(deal.score)
    away = distance(deal.close_date, as_of) if deal.is_open and deal.close_date else ""
    talk = esc(deal.seen or deal.question) if deal.is_open else ""
    return (
        f'<details class="deal"{_data(review, deal, band)}><summary class="row">'
        f'<span class="sc">{icon(band)}<b>{score}</b><small>{esc(band_label(deal))}</small></span>'
        f'<h3 class="nm"><b class="u">{esc(deal.account)}</b><span><span class="u">'
        f'{esc(deal.deal)}</span> &middot; <span class="u">{esc(review.stage)}</span></span></h3>'
        f'<span class="ow u">{esc(deal.owner)}</span>'
        f'<span class="am">{esc(amount_words(deal.amount, deal.currency))}</span>'
        f'<span class="cl">{day(deal.close_date) if deal.close_date else ""}<small>{away}</small></span>'
        f'<span class="tk">{talk}</span></summary><div class="card" id="{anchor(deal.file)}">'
    )


def _data(review: Review, deal: Glance, band: str) -> str:
    """What the page's script sorts, filters and searches by."""
    score = "" if deal.score is None else deal.score
    names = " ".join([person.name for person in review.buying_team])
    return (
        f' data-b="{band}" data-o="{esc(deal.owner)}" data-r="{esc(" ".join(deal.rules))}"'
        f' data-a="{deal.amount or 0}" data-u="{esc(deal.currency or "")}"'
        f' data-c="{esc(deal.close_date or "")}" data-s="{score}" data-q="{esc(f"{deal.file} {names}")}"'
    )
