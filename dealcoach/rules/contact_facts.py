"""Facts about contact: who spoke with whom when, silence, unanswered attempts, quiet deals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from dealcoach.model.words import OWNER_SIDES, name_key, squeeze
from dealcoach.rules.step_facts import MEETINGS

if TYPE_CHECKING:
    from dealcoach.model.deal import Activity, Deal
    from dealcoach.rules.names import Names

Facts = dict[str, Any]


class Contacts(NamedTuple):
    """The last two-way contact with each member, and whether the file records any at all."""

    last: tuple[int | None, ...]
    """Days since the last two-way contact, by member; None where none is recorded."""
    recorded: bool
    """Whether two-way contact with anybody is recorded."""
    unlisted: tuple[str, ...]
    """Who else of theirs was in such contact, as the file first writes the name."""


def direction_of(activity: Activity) -> str:
    """inbound, outbound or two_way; a meeting, call, demo or event is two-way unless it says otherwise."""
    return activity.direction or ("two_way" if activity.type in MEETINGS else "outbound")


def contacts(deal: Deal, names: Names, today: int) -> Contacts:
    """The two-way contacts up to ``today``, the ordinal of the as-of date."""
    last: list[int | None] = []
    for member in deal.buying_team:
        day = member.last_contact.toordinal() if member.last_contact else None
        last.append(day if day is not None and day <= today else None)
    others: list[str] = []
    recorded = any(day is not None for day in last)
    for activity in deal.activity:
        day = activity.date.toordinal()
        if day > today or not activity.with_ or direction_of(activity) != "two_way":
            continue
        recorded = True
        for name in activity.with_:
            index = names.find(name)
            if index is None:
                others.append(name)
                continue
            known = last[index]
            if known is None or known < day:
                last[index] = day
    ages = tuple([None if day is None else today - day for day in last])
    return Contacts(ages, recorded, _unlisted(deal, others) if others else ())


def _unlisted(deal: Deal, others: list[str]) -> tuple[str, ...]:
    """Names that are neither ours nor the account's, each once."""
    ours = {name_key(name) for name in (deal.owner, deal.account, *deal.our_team)}
    found: dict[str, str] = {}
    for name in others:
        found.setdefault(name_key(name), name)
    return tuple(
        [name for key, name in found.items() if key not in ours and squeeze(name) not in OWNER_SIDES]
    )


def contact_facts(deal: Deal, known: Contacts, steps: list[Facts], today: int) -> Facts:
    """Facts about the deal's contact as a whole."""
    answers = [day for day in known.last if day is not None]
    attempts: list[tuple[int, int]] = []
    any_activity: list[int] = []
    for index, activity in enumerate(deal.activity):
        age = today - activity.date.toordinal()
        if age < 0:
            continue
        any_activity.append(age)
        if direction_of(activity) == "outbound":
            attempts.append((age, index))
        else:
            answers.append(age)
    silence = min(answers, default=None)
    answered = silence is not None
    if attempts and silence is None:
        silence = max(age for age, _ in attempts)
        unanswered = len(attempts) - 1
    else:
        unanswered = len([age for age, _ in attempts if silence is not None and age < silence])
    ahead = [step for step in steps if _ahead(step)]
    signs = any_activity + [day for day in known.last if day is not None] + _done_ages(deal, today)
    latest = min(attempts, key=lambda attempt: (attempt[0], -attempt[1]), default=None)
    return {
        "recorded": known.recorded,
        "answered": answered,
        "silence": silence,
        "attempts": unanswered,
        "latest_attempt": latest[1] if latest else None,
        "quiet_days": min(signs, default=None),
        "booked": any(step["meeting"] for step in ahead),
        "meeting_ahead": any(step["meeting"] or step["side"] == "both" for step in ahead),
    }


def _ahead(step: Facts) -> bool:
    days = step["days_to_due"]
    return bool(step["open"]) and days is not None and days >= 0


def _done_ages(deal: Deal, today: int) -> list[int]:
    ages = []
    for step in deal.next_steps:
        if step.done is True:
            if step.due and step.due.toordinal() <= today:
                ages.append(today - step.due.toordinal())
        elif step.done and step.done.toordinal() <= today:
            ages.append(today - step.done.toordinal())
    return ages
