"""What moved on a deal, in sentences that every format of a comparison shares."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from dealcoach.output.money import amount, day, number, plural, words
from dealcoach.output.titles import title_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealcoach.model.changes import DealChange, Diff, FindingMove, PersonMove, Shift, Side, StepMove
    from dealcoach.model.review import Amount

Short = Callable[[str, int], str]
"""Makes a user's text safe for a format, and cuts it to a length."""
KINDS = {
    "new": "new",
    "grown": "costs more",
    "unwaived": "no longer waived",
    "repaired": "repaired",
    "shrunk": "costs less",
    "waived": "waived",
}
_STEPS = {
    "done": "done",
    "added": "added",
    "dropped": "dropped",
    "overdue": "fell overdue",
    "moved": "moved",
}
MINUS = "−"
"""The sign of a loss where the output may be Unicode, as `Screen.glyph` knows it for a terminal."""
_WORD = 160
_NAME = 60


class Label(StrEnum):
    """What a line about a deal is about; no line has another label."""

    FILE = "File"
    DEAL = "Deal"
    ACCOUNT = "Account"
    OWNER = "Owner"
    STATUS = "Status"
    STAGE = "Stage"
    AMOUNT = "Amount"
    CURRENCY = "Currency"
    CLOSE_DATE = "Close date"
    DECISION_DATE = "They decide"
    NEED_BY = "They need it by"
    PEOPLE = "People"
    STEPS = "Steps"
    PLAN = "Their plan"
    SCORE = "Score"


_DATES = (Label.CLOSE_DATE, Label.DECISION_DATE, Label.NEED_BY)


class Line(NamedTuple):
    """One line about a deal: a label, a text, and whether it is good (1), bad (-1) or neither."""

    label: Label
    text: str
    drift: int = 0


def title(change: DealChange, short: Short) -> str:
    """Account and deal, or the file where neither is known."""
    known = change.known
    return f"{short(known.account, 80)}: {short(known.deal, 80)}" if known else short(change.file, 160)


def score_words(change: DealChange) -> str:
    """``47, down 15 from 62``; empty where the deal has a score on neither day."""
    before = change.before.score if change.before else None
    now = change.now.score if change.now else None
    if before is None and now is None:
        return ""
    if before is None:
        return f"score {now}"
    if now is None:
        return f"score was {before}"
    if before == now:
        return f"score {now}, as before"
    return f"score {now}, {'down' if now < before else 'up'} {abs(now - before)} from {before}"


def band_words(change: DealChange) -> str:
    """``at risk, was watch``; empty where there is none."""
    before = words((change.before and change.before.band) or "")
    now = words((change.now and change.now.band) or "")
    if not before or not now or before == now:
        return now or (f"was {before}" if before else "")
    return f"{now}, was {before}"


def lines_of(change: DealChange, short: Short) -> Iterator[Line]:
    """Everything but the findings."""
    yield from _fate(change, short)
    for shift in change.shifts:
        line = _shift(shift, change, short)
        if line:
            yield line
    if change.people:
        yield from (_person(move, short) for move in change.people)
    yield from (_step(move, short) for move in change.steps)


def _fate(change: DealChange, short: Short) -> Iterator[Line]:
    """Where the deal comes from or where it went, as far as its values do not say so."""
    if change.was_file is not None:
        yield Line(Label.FILE, f"was {short(change.was_file, _WORD)}")
    if change.now is None and change.problems_now:
        yield Line(Label.FILE, "cannot be read now", -1)
    elif change.now is None and change.before is not None:
        yield Line(Label.FILE, "is gone", -1 if change.before.is_open else 0)
    if change.before is None and change.problems_before:
        yield Line(Label.FILE, "could not be read then")


def _shift(shift: Shift, change: DealChange, short: Short) -> Line | None:
    label = Label[shift.name.upper()]
    if label in _DATES:
        return _date(label, shift)
    if label is Label.AMOUNT:
        return _amount(change)
    if label is Label.CURRENCY:
        before, now = (short(str(value or "none"), 3) for value in (shift.before, shift.now))
        return Line(label, f"from {before} to {now}")
    before, now = short(str(shift.before), _NAME), short(str(shift.now), _NAME)
    if label is Label.STATUS:
        drift = {"won": 1, "lost": -1, "no_decision": -1}.get(str(shift.now), 0)
        return Line(label, f"{words(now)}, was {words(before)}", drift)
    return Line(label, f"from {before} to {now}")


def _date(label: Label, shift: Shift) -> Line:
    before, now = shift.before, shift.now
    if before is None:
        return Line(label, f"is {day(str(now))} now; there was none")
    if now is None:
        return Line(label, f"was {day(str(before))}; there is none now")
    said = f"from {day(str(before))} to {day(str(now))}"
    days = shift.days or 0
    return Line(
        label,
        f"{said}, {plural(abs(days), 'day')} {'later' if days > 0 else 'earlier'}",
        -1 if days > 0 else 1,
    )


def _amount(change: DealChange) -> Line | None:
    before, now = change.before, change.now
    if before is None or now is None:
        return None
    drift = 0 if before.currency != now.currency else _sign(now.amount, before.amount)
    said = f"from {amount(before.amount, before.currency)} to {amount(now.amount, now.currency)}"
    return Line(Label.AMOUNT, said, drift)


def _sign(now: Amount | None, before: Amount | None) -> int:
    return ((now or 0) > (before or 0)) - ((now or 0) < (before or 0))


def _person(move: PersonMove, short: Short) -> Line:
    name = short(move.name, _NAME)
    if move.kind == "gained":
        return Line(Label.PEOPLE, f"{name} is new{f' ({move.now})' if move.now else ''}", 1)
    if move.kind == "lost":
        return Line(Label.PEOPLE, f"{name} is gone{f' ({move.before})' if move.before else ''}", -1)
    before, now = move.before or "unknown", move.now or "unknown"
    if move.kind == "stance":
        verb = {1: "rose", -1: "fell"}.get(move.drift, "went")
        return Line(Label.PEOPLE, f"{name} {verb} from {before} to {now}", move.drift)
    if move.kind == "roles":
        return Line(
            Label.PEOPLE, f"{name} is {move.now or 'without a role'}, was {move.before or 'without one'}"
        )
    return Line(Label.PEOPLE, f"{name}: {move.kind} from {before} to {now}", move.drift)


def _step(move: StepMove, short: Short) -> Line:
    drift = {"done": 1, "overdue": -1, "dropped": 0}.get(move.kind, 0)
    due = f", due {day(move.due)}" if move.due and move.kind in ("added", "overdue", "moved") else ""
    was = f", was {day(move.was_due)}" if move.was_due else ""
    who = f" ({short(move.who, _NAME)})" if move.who else ""
    label = Label.PLAN if move.in_plan else Label.STEPS
    return Line(label, f"{_STEPS[move.kind]}: {short(move.what, _WORD)}{who}{due}{was}", drift)


def finding_words(move: FindingMove, short: Short, titles: Mapping[str, str]) -> str:
    """A finding's move in a sentence, without its points: what is found, or the rule by its title.

    The rule's id stands at the end, for whoever explains or waives it.
    """
    kind = KINDS[move.kind].capitalize()
    rule, title = short(move.rule, _NAME), short(title_of(move.rule, titles), _WORD)
    if move.kind in ("grown", "shrunk"):
        return f"{kind}, {move.points_now} instead of {move.points_before}: {_with_id(title, rule)}"
    if move.effect > 0 or move.kind in ("repaired", "waived"):
        about = [short(move.subject, _NAME)] if move.subject else []
        named = [rule] if title != rule else []
        return f"{kind}: {title}" + (f" ({'; '.join([*about, *named])})" if about or named else "")
    return f"{kind}: {short(move.message, 300)} ({rule})"


def _with_id(title: str, rule: str) -> str:
    return title if title == rule else f"{title} ({rule})"


def signed(points: int, minus: str = "-") -> str:
    """``+4``, ``-12``, ``0``."""
    return f"+{points}" if points > 0 else f"{minus}{-points}" if points < 0 else "0"


def signed_amounts(effect: Mapping[str, Amount], minus: str = "-") -> str:
    """``+EUR 20,000, -USD 5,000``."""
    parts = [
        f"{minus if value < 0 else '+'}{_money(abs(value), currency)}"
        for currency, value in sorted(effect.items())
    ]
    return ", ".join(parts)


def _money(value: Amount, currency: str) -> str:
    return f"{number(value)} without a currency" if currency == "unknown" else amount(value, currency)


def side_words(side: Side, short: Short) -> str:
    """What one side is: ``last week, which is commit 1a2b3c4d5e of 12 Nov 2026 ("One more round")``."""
    said = short(side.label, _NAME)
    if side.commit and side.committed:
        note = f' ("{short(side.summary, _NAME)}")' if side.summary else ""
        said += f", commit {side.commit[:10]} of {day(side.committed)}{note}"
    return said


def scoring_words(diff: Diff) -> str:
    """How the two sides were scored."""
    before, now = day(diff.before.as_of), day(diff.now.as_of)
    if before == now:
        return f"Both sides are scored with today's rules, as of {now}."
    return f"Both sides are scored with today's rules, each as of its own day: {before} and {now}."
