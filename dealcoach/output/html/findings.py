"""What the review says of a deal as HTML: findings with their advice, open questions, waivers."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from dealcoach.model.asking import under_ask
from dealcoach.output import picks
from dealcoach.output.html.escape import esc
from dealcoach.output.html.wording import day, rule_label
from dealcoach.output.money import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dealcoach.model.finding import Finding, Waived
    from dealcoach.model.review import Review

IN_FULL = 3
"""The findings shown in full; the others are one line each, with their advice folded under it."""


def findings(found: Sequence[Finding]) -> str:
    """The findings in the order in which they cost points: the first in full, the others folded."""
    if not found:
        return '<p class="calm">Nothing is flagged on this deal.</p>'
    full = "".join(_in_full(finding) for finding in found[:IN_FULL])
    folded = "".join(_folded(finding) for finding in found[IN_FULL:])
    return f'<ul class="fs">{full}{folded}</ul>'


def _in_full(finding: Finding) -> str:
    return (
        f'<li class="f {finding.severity}"><p class="seen">{esc(finding.message)}</p>{_advice(finding)}</li>'
    )


def _folded(finding: Finding) -> str:
    cost = f"&minus;{finding.points}" if finding.points else ""
    return (
        f'<li class="f {finding.severity}"><details><summary class="seen">{esc(finding.message)}'
        f' <span class="pts">{cost}</span></summary>{_advice(finding)}</details></li>'
    )


def _advice(finding: Finding) -> str:
    why, rule, source = _of_rule(finding.why, finding.rule, finding.source)
    return (
        f"{why}{_list('ask', 'Ask', under_ask(finding.ask))}{_list('do', 'Do', finding.do)}"
        f'<p class="at"><b>{finding.severity.capitalize()}</b>, {cost(finding)}'
        f" &middot; {rule} &middot; <code>line {finding.line}</code>{source}</p>"
    )


@lru_cache(maxsize=512)
def _of_rule(why: str, rule: str, source: str) -> tuple[str, str, str]:
    """What all findings of a rule share."""
    return (
        f'<p class="why">{esc(why)}</p>' if why else "",
        rule_label(esc(rule)),
        f" &middot; after {esc(source)}" if source else "",
    )


def cost(finding: Finding) -> str:
    """What a finding takes from the score, in words."""
    if not finding.worth:
        return "costs no points"
    if finding.points == finding.worth:
        return f"costs {plural(finding.points, 'point')}"
    return f"costs {finding.points} of its {plural(finding.worth, 'point')}: its group has no more to lose"


def _list(kind: str, head: str, lines: Sequence[str]) -> str:
    if not lines:
        return ""
    return f'<div class="{kind}"><b>{head}</b><ul><li>{"</li><li>".join(map(esc, lines))}</li></ul></div>'


def questions(review: Review) -> str:
    """Each question once, with what its answer would settle; empty when all is known."""
    asked = picks.questions(review)
    if not asked:
        return ""
    items = "".join(
        f"<li>{esc(question.text)} <small>{_settles(question.rules)}</small></li>" for question in asked
    )
    return f'<section><h4>Questions for what is not known yet</h4><ul class="qs">{items}</ul></section>'


def _settles(rules: Sequence[str]) -> str:
    shown = ", ".join([rule_label(esc(rule)) for rule in rules[:3]])
    return f"{shown} and {len(rules) - 3} more" if len(rules) > 3 else shown


def waivers(waived: Sequence[Waived]) -> str:
    """What was set aside, by whom, why and until when; empty when nothing was."""
    if not waived:
        return ""
    items = "".join(_waiver(waiver) for waiver in waived)
    return f'<section><h4>Set aside</h4><ul class="ws">{items}</ul></section>'


def _waiver(waiver: Waived) -> str:
    by = f" by {esc(waiver.by)}" if waiver.by else ""
    until = f" until {day(waiver.until)}" if waiver.until else " with no end"
    silenced = "".join(chain.from_iterable(("<br>", esc(finding.message)) for finding in waiver.findings))
    return (
        f"<li><b>{rule_label(esc(waiver.rule))}</b>: {esc(waiver.reason)}"
        f" <small>line {waiver.line}{by}{until}{silenced}</small></li>"
    )
