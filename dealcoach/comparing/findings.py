"""Why a score moved: findings that are new, repaired, waived, or cost more or less than before."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TYPE_CHECKING

from dealcoach.model.changes import FindingMove
from dealcoach.review.lint_items import natural_key

if TYPE_CHECKING:
    from dealcoach.model.finding import Finding
    from dealcoach.model.review import Review

_Row = tuple[Hashable, "Finding"]
_Rows = list[_Row]


def finding_moves(before: Review, now: Review) -> tuple[FindingMove, ...]:
    """The moves between two reviews of one open deal, what costs most first.

    A finding is known by its rule and its natural key; where that moved, by its rule and subject.
    """
    old, new = _rows(before.findings, before), _rows(now.findings, now)
    pairs = _paired(old, new, _by_key) + _paired(old, new, _by_subject)
    moves = [move for then, today in pairs if (move := _changed(then, today))]
    old_waived = _rows((f for row in before.waived for f in row.findings), before)
    new_waived = _rows((f for row in now.waived for f in row.findings), now)
    moves += [_gone("waived", then) for then, _ in _either(old, new_waived)]
    moves += [_come("unwaived", today) for _, today in _either(old_waived, new)]
    moves += [_gone("repaired", then) for _, then in old]
    moves += [_come("new", today) for _, today in new]
    return tuple(sorted(moves, key=lambda move: (move.effect, move.line, move.rule)))


def _rows(findings: Iterable[Finding], review: Review) -> _Rows:
    return [((finding.rule, natural_key(finding, review)), finding) for finding in findings]


def _by_key(row: _Row) -> Hashable:
    return row[0]


def _by_subject(row: _Row) -> Hashable:
    return row[1].rule, row[1].subject


def _paired(old: _Rows, new: _Rows, key: Callable[[_Row], Hashable]) -> list[tuple[Finding, Finding]]:
    """Takes the rows with the same key out of both lists, in their order."""
    waiting: dict[Hashable, _Rows] = {}
    for row in old:
        waiting.setdefault(key(row), []).append(row)
    found = []
    for today in list(new):
        if then := waiting.get(key(today)):
            first = then.pop(0)
            found.append((first[1], today[1]))
            old.remove(first)
            new.remove(today)
    return found


def _either(old: _Rows, new: _Rows) -> list[tuple[Finding, Finding]]:
    return _paired(old, new, _by_key) + _paired(old, new, _by_subject)


def _changed(then: Finding, today: Finding) -> FindingMove | None:
    if then.points == today.points:
        return None
    return _move("grown" if today.points > then.points else "shrunk", today, then.points, today.points)


def _gone(kind: str, then: Finding) -> FindingMove:
    return _move(kind, then, then.points, 0)


def _come(kind: str, today: Finding) -> FindingMove:
    return _move(kind, today, 0, today.points)


def _move(kind: str, said: Finding, before: int, now: int) -> FindingMove:
    return FindingMove(
        kind, said.rule, said.group, said.severity, said.subject, said.message, before, now, said.line
    )
