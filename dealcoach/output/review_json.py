"""The report as JSON, format `dealcoach.report/1`: every key always present, one deal a line.

The keys are frozen. A folder of any size is written without holding it: `json_head`, then `json_deal`
for one deal after the other with `SEPARATOR` between them, sorted by file, then `json_tail`.
Everything beyond ASCII is escaped, so that no text in it can steer a terminal.
"""

from __future__ import annotations

from functools import lru_cache
from json import JSONEncoder
from json.encoder import encode_basestring_ascii as _text
from typing import TYPE_CHECKING, Any

from dealcoach.output.json_parts import amounts_values, file_name, problem_values, quiet
from dealcoach.output.money import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dealcoach.model.finding import Finding, Problem, Unknown, Waived
    from dealcoach.model.review import NextStep, Person, Report, Review, Summary

FORMAT = "dealcoach.report/1"
SEPARATOR = ",\n"
"""What stands between two deals."""

_encode = JSONEncoder(separators=(",", ":"), check_circular=False, allow_nan=False).encode


def json_text(report: Report) -> str:
    """The whole report, its deals and problems sorted by file."""
    deals = sorted(report.deals, key=lambda deal: deal.file)
    parts = SEPARATOR.join(map(json_deal, deals))
    return json_head(report.as_of, report.version) + parts + json_tail(report.problems, report.summary)


def json_head(as_of: str, version: str) -> str:
    """What stands before the first deal."""
    return f'{{"format":{_encode(FORMAT)},"as_of":{_encode(as_of)},"version":{_encode(version)},"deals":[\n'


def json_deal(review: Review) -> str:
    """One deal on one line."""
    findings = ",".join(map(_finding, review.findings))
    return quiet(f'{{{_head(review)},"findings":[{findings}],{_rest(review)}}}')


def json_tail(problems: Sequence[Problem], summary: Summary) -> str:
    """What stands after the last deal."""
    ordered = sorted(problems, key=lambda problem: (problem.file, problem.line, problem.column))
    lines = SEPARATOR.join(quiet(_encode(problem_values(problem))) for problem in ordered)
    return f'\n],"problems":[\n{lines}\n],"summary":{quiet(_encode(_summary(summary)))}}}\n'


def _head(review: Review) -> str:
    """The keys of a deal that stand before its findings."""
    amount = review.amount
    groups = ",".join(
        [f'{{"group":{_word(name)},"max":{most},"lost":{lost}}}' for name, most, lost in review.groups]
    )
    return (
        f'"file":{_file(review.file)},"deal":{_text(review.deal)},'
        f'"account":{_text(review.account)},"owner":{_word(review.owner)},'
        f'"amount":{"null" if amount is None else _encode(plain(amount))},'
        f'"currency":{_value(review.currency)},"stage":{_word(review.stage)},'
        f'"close_date":{_maybe(review.close_date)},"status":{_word(review.status)},'
        f'"score":{_value(review.score)},"band":{_value(review.band)},"coverage":{_value(review.coverage)},'
        f'"groups":[{groups}]'
    )


def _rest(review: Review) -> str:
    """The keys of a deal that stand after its findings."""
    repairs, hangs_on = review.repairs, review.hangs_on
    fix = repairs and {"to_band": repairs.to_band, "score": repairs.score, "rules": repairs.rules}
    hangs = hangs_on and [
        {"name": h.name, "score": h.score, "drop": h.drop, "new_rules": h.new_rules} for h in hangs_on
    ]
    return (
        f'"unknowns":[{",".join(map(_unknown, review.unknowns))}],'
        f'"waived":[{",".join(map(_waived, review.waived))}],'
        f'"buying_team":[{",".join(map(_person, review.buying_team))}],'
        f'"next_steps":[{",".join(map(_step, review.next_steps))}],'
        f'"repairs":{_encode(fix)},"hangs_on":{"null" if hangs is None else _encode(hangs)}'
    )


def _finding(finding: Finding) -> str:
    """A finding, most of what a report holds: put together by hand, from texts that come again and again."""
    rule, group, severity, points, _, message, file, line, column, path, subject, _, ask, do, source, _ = (
        finding
    )
    return (
        f'{_kind(rule, group, severity)},"points":{points},"message":{_text(message)},'
        f'"file":{_file(file)},"line":{line},"column":{column},'
        f'"path":{_word(path)},"subject":{_text(subject)},"ask":{_texts(ask)},"do":{_texts(do)},'
        f'"source":{_word(source)}}}'
    )


@lru_cache(maxsize=512)
def _kind(rule: str, group: str, severity: str) -> str:
    """How a finding of this kind begins."""
    return f'{{"rule":{_text(rule)},"group":{_text(group)},"severity":{_text(severity)}'


@lru_cache(maxsize=16)
def _file(name: str) -> str:
    return _text(file_name(name))


_word = lru_cache(maxsize=1024)(_text)
"""The JSON of a text that many findings share."""


_words = lru_cache(maxsize=512)(_encode)
_value = lru_cache(maxsize=512)(_encode)
"""The JSON of a word, a whole number or None that many deals share."""


def _maybe(text: str | None) -> str:
    return "null" if text is None else _text(text)


def _texts(texts: tuple[str, ...]) -> str:
    return f"[{','.join(map(_text, texts))}]"


def _truth(value: bool | str | None) -> str:
    """The JSON of yes, no, a day or None; apart from `_value`, which cannot tell True from 1."""
    return _maybe(value) if value is None or isinstance(value, str) else "true" if value else "false"


def _unknown(unknown: Unknown) -> str:
    return f'{{"rule":{_word(unknown.rule)},"question":{_text(unknown.question)}}}'


def _waived(waiver: Waived) -> str:
    rule, reason, by, until, line, _ = waiver
    return (
        f'{{"rule":{_word(rule)},"reason":{_text(reason)},"by":{_maybe(by)},"until":{_maybe(until)},'
        f'"line":{line}}}'
    )


def _person(person: Person) -> str:
    name, roles, influence, relationship, stance, quadrant, engaged, _ = person
    return (
        f'{{"name":{_text(name)},"roles":{_words(roles)},"influence":{_value(influence)},'
        f'"relationship":{_value(relationship)},"stance":{_value(stance)},"quadrant":{_value(quadrant)},'
        f'"engaged":{_truth(engaged)}}}'
    )


def _step(step: NextStep) -> str:
    what, owner, side, due, done, reading = step
    return (
        f'{{"what":{_text(what)},"owner":{_maybe(owner)},"side":{_word(side)},"due":{_maybe(due)},'
        f'"done":{_truth(done)},"reading":{_word(reading)}}}'
    )


def _summary(summary: Summary) -> dict[str, Any]:
    return {
        "deals": summary.deals,
        "amount": amounts_values(summary.amount),
        "amount_at_risk": amounts_values(summary.amount_at_risk),
        "by_band": dict(summary.by_band),
        "by_owner": [
            {
                "owner": row.owner,
                "deals": row.deals,
                "amount": amounts_values(row.amount),
                "amount_at_risk": amounts_values(row.amount_at_risk),
                "top_rule": row.top_rule,
            }
            for row in summary.by_owner
        ],
        "themes": [
            {"rule": theme.rule, "deals": theme.deals, "amount": amounts_values(theme.amount)}
            for theme in summary.themes
        ],
    }
