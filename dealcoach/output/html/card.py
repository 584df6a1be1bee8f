"""Everything the page tells of one deal once it is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealcoach.model.finding import GROUP_POINTS
from dealcoach.output import picks
from dealcoach.output.html.bars import bar
from dealcoach.output.html.escape import esc
from dealcoach.output.html.findings import findings, questions, waivers
from dealcoach.output.html.next_two import next_two
from dealcoach.output.html.relationship_svg import LEGEND, relationship_map
from dealcoach.output.html.timeline import timeline
from dealcoach.output.html.wording import BAND_LABELS, GROUP_LABELS, STANCES, named
from dealcoach.output.money import plural
from dealcoach.output.money import words as in_words
from dealcoach.output.titles import NO_TITLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dealcoach.model.review import HangsOn, Person, Review


def card(review: Review, as_of: str, titles: Mapping[str, str] = NO_TITLES) -> str:
    """The deal's card: what to do, what was seen, who is who, what is planned."""
    if not review.is_open:
        return _closed(review)
    return (
        f"{_groups(review)}{_remarks(review)}"
        f'<div class="cols"><div>{next_two(review, as_of)}'
        f"<section><h4>What was seen, and what to do</h4>{findings(review.findings)}</section>"
        f"{questions(review)}{waivers(review.waived)}</div>"
        f'<div class="side">{_repairs(review, titles)}{_team(review.buying_team)}'
        f"{_plan(review, as_of)}{_hangs_on(review, titles)}</div></div>"
    )


def _closed(review: Review) -> str:
    about_file = findings(review.findings) if review.findings else ""
    return (
        f'<p class="calm">This deal is no longer open, so it is not scored and counts in no total. '
        f"<code>{esc(review.file)}</code></p>{about_file}{waivers(review.waived)}"
        f"{_team(review.buying_team)}"
    )


def _groups(review: Review) -> str:
    bars = "".join(
        f'<div class="g"><dt>{GROUP_LABELS.get(group.group, "Other")}</dt>'
        f"<dd><b>&minus;{group.lost}</b> of {group.max}"
        f"{bar(100 * group.lost // max(group.max, 1))}</dd></div>"
        for group in review.groups
        if group.group in GROUP_POINTS
    )
    known = (
        f'<div class="g"><dt>Known</dt><dd><b>{review.coverage}%</b> of what the rules ask'
        f"{bar(review.coverage, 'kn')}</dd></div>"
        if review.coverage is not None
        else ""
    )
    return f'<dl class="groups">{bars}{known}</dl>'


def _remarks(review: Review) -> str:
    remarks = [f"<code>{esc(review.file)}</code>"]
    if review.capped:
        remarks.insert(0, "Held at Watch by a high finding, though the points alone would say Healthy.")
    if review.band == "unknown":
        remarks.insert(0, "Too little is known to name a band: the questions below come first.")
    return f'<p class="rem">{" ".join(remarks)}</p>'


def _repairs(review: Review, titles: Mapping[str, str]) -> str:
    repairs = review.repairs
    if repairs is None or not repairs.rules:
        return ""
    rules = "".join(f"<li>{_repair(repair, titles)}</li>" for repair in picks.repairs(review))
    band = BAND_LABELS.get(repairs.to_band, "the next band")
    return (
        f'<section class="rep"><h4>Shortest way to {band}</h4><p>Repair '
        f"{'this' if len(repairs.rules) == 1 else 'these ' + str(len(repairs.rules))}, and the score is"
        f" <b>{repairs.score}</b>:</p><ul>{rules}</ul></section>"
    )


def _repair(repair: picks.Repair, titles: Mapping[str, str]) -> str:
    times = f" ({repair.times} times)" if repair.times > 1 else ""
    return f"{esc(named(repair.rule, titles))}{times}"


def _team(people: Sequence[Person]) -> str:
    if not people:
        return '<section><h4>Buying team</h4><p class="calm">Nobody is listed yet.</p></section>'
    drawing = relationship_map(people)
    legend = f'<p class="leg">{LEGEND}</p>' if drawing else ""
    rows = "".join([_person(person) for person in people])
    return f'<section><h4>Buying team</h4>{drawing}{legend}<ul class="ppl">{rows}</ul></section>'


def _person(person: Person) -> str:
    stance = person.stance if person.stance in STANCES else "unknown"
    sign, label = STANCES[stance]
    words = [esc(person.title)] if person.title else []
    words += [in_words(esc(role)) for role in person.roles]
    words.append(f"influence {person.influence or '?'}, relationship {person.relationship or '?'}")
    if person.engaged is not None:
        words.append("in touch" if person.engaged else "not in touch")
    return (
        f'<li><i class="st-{stance}" aria-hidden="true">{sign}</i>'
        f'<span><b class="u">{esc(person.name)}</b>'
        f" {label} <small>{' &middot; '.join(words)}</small></span></li>"
    )


def _hangs_on(review: Review, titles: Mapping[str, str]) -> str:
    if review.hangs_on is None or not review.buying_team:
        return ""
    items = "".join([_loss(loss, titles) for loss in review.hangs_on])
    told = f'<ul class="hang">{items}</ul>' if items else f"<p>{picks.no_loss(review)}</p>"
    return f"<section><h4>What the deal hangs on</h4>{told}</section>"


def _loss(loss: HangsOn, titles: Mapping[str, str]) -> str:
    rules = "; ".join(esc(named(rule, titles)) for rule in loss.new_rules)
    return (
        f'<li>Without <b class="u">{esc(loss.name)}</b> the score is {loss.score}, '
        f"{plural(loss.drop, 'point')} lower.{f' <small>New: {rules}</small>' if rules else ''}</li>"
    )


def _plan(review: Review, as_of: str) -> str:
    drawn = timeline(review, as_of)
    if not drawn:
        return ""
    return f"<section><h4>Their plan and our steps</h4>{drawn}</section>"
