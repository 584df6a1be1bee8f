"""A comparison as JSON, format `dealcoach.diff/1`: every key always present, a deal a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dealcoach.output.json_parts import amounts_values, file_name, problem_values, quiet
from dealcoach.output.money import plain
from dealcoach.output.terminal import safe

if TYPE_CHECKING:
    from dealcoach.model.changes import (
        DealChange,
        Diff,
        FindingMove,
        PersonMove,
        Pipeline,
        Shift,
        Side,
        StepMove,
    )
    from dealcoach.model.review import Amount

FORMAT = "dealcoach.diff/1"
_TIGHT = (",", ":")


def diff_json(diff: Diff) -> str:
    """The whole comparison; everything beyond ASCII is escaped."""
    from json import dumps

    values = diff_values(diff)
    deals = ",\n".join(dumps(deal, separators=_TIGHT, allow_nan=False) for deal in values.pop("deals"))
    head = dumps(values, separators=_TIGHT, allow_nan=False).removesuffix("}")
    return quiet(f'{head},"deals":[\n{deals}\n]}}\n')


def diff_values(diff: Diff) -> dict[str, Any]:
    """The keys and values of a comparison."""
    return {
        "format": FORMAT,
        "version": diff.version,
        "before": _side(diff.before),
        "now": _side(diff.now),
        "pipeline": _pipeline(diff.pipeline),
        "deals": [_deal(change) for change in sorted(diff.deals, key=lambda change: change.file)],
        "unchanged": diff.unchanged,
        "problems": {
            "before": [problem_values(problem) for problem in diff.problems_before],
            "now": [problem_values(problem) for problem in diff.problems_now],
        },
    }


def _side(side: Side) -> dict[str, Any]:
    return {
        "label": safe(side.label),
        "as_of": side.as_of,
        "commit": side.commit,
        "committed": side.committed,
        "summary": side.summary,
    }


def _pipeline(pipeline: Pipeline) -> dict[str, Any]:
    return {
        "deals": {"start": pipeline.deals_start, "end": pipeline.deals_end},
        "amount": {"start": amounts_values(pipeline.start), "end": amounts_values(pipeline.end)},
        "amount_at_risk": {
            "start": amounts_values(pipeline.risk_start),
            "end": amounts_values(pipeline.risk_end),
        },
        "by_band": {"start": dict(pipeline.bands_start), "end": dict(pipeline.bands_end)},
        "movements": [
            {
                "word": row.word,
                "deals": row.deals,
                "amount": amounts_values(row.amount),
                "effect": amounts_values(row.effect),
            }
            for row in pipeline.movements
        ],
    }


def _deal(change: DealChange) -> dict[str, Any]:
    known = change.known
    return {
        "file": file_name(change.file),
        "was_file": None if change.was_file is None else file_name(change.was_file),
        "deal": known.deal if known else None,
        "account": known.account if known else None,
        "owner": known.owner if known else None,
        "words": list(change.words),
        "amount": _both(change, "amount"),
        "currency": _both(change, "currency"),
        "status": _both(change, "status"),
        "score": {**_both(change, "score"), "move": change.score_move},
        "band": _both(change, "band"),
        **moves_values(change),
        "readable": {"before": not change.problems_before, "now": not change.problems_now},
    }


def moves_values(change: DealChange | None) -> dict[str, Any]:
    """What moved on a deal; empty lists where there was nothing to compare it with."""
    return {
        "shifts": [_shift(shift) for shift in change.shifts] if change else [],
        "findings": [_finding(move) for move in change.findings] if change else [],
        "people": [_person(move) for move in change.people] if change else [],
        "steps": [_step(move) for move in change.steps] if change else [],
    }


def _both(change: DealChange, name: str) -> dict[str, Any]:
    before, now = change.before, change.now
    return {
        "before": _value(getattr(before, name)) if before else None,
        "now": _value(getattr(now, name)) if now else None,
    }


def _value(value: Amount | str | None) -> Amount | str | None:
    return plain(value) if isinstance(value, float) else value


def _shift(shift: Shift) -> dict[str, Any]:
    return {
        "name": shift.name,
        "before": _value(shift.before),
        "now": _value(shift.now),
        "days": shift.days,
    }


def _finding(move: FindingMove) -> dict[str, Any]:
    return {
        "kind": move.kind,
        "rule": move.rule,
        "group": move.group,
        "severity": move.severity,
        "subject": move.subject,
        "message": move.message,
        "points_before": move.points_before,
        "points_now": move.points_now,
        "effect": move.effect,
        "line": move.line,
    }


def _person(move: PersonMove) -> dict[str, Any]:
    return {
        "kind": move.kind,
        "name": move.name,
        "before": move.before,
        "now": move.now,
        "drift": move.drift,
    }


def _step(move: StepMove) -> dict[str, Any]:
    return {
        "kind": move.kind,
        "what": move.what,
        "who": move.who,
        "due": move.due,
        "was_due": move.was_due,
        "in_plan": move.in_plan,
    }
