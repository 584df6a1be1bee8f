"""The forms that answers are asked with: a step, a day, a contact, a person, a role, a waiver."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dealcoach.coaching.editing import Add, Change, Extend, Put
from dealcoach.coaching.forms import MEETINGS, ROLES, STANCES, Choice, Given, Kind, Part
from dealcoach.importing.emit import flow_list, scalar
from dealcoach.model.words import OWNER_SIDES, name_key, squeeze

if TYPE_CHECKING:
    from dealcoach.coaching.looking import Seen
    from dealcoach.model.finding import Finding
    from dealcoach.reading.document import Path

_WAIVER_DAYS = 30
UNDATED = "Without a day, then; an undated step costs points."
"""Said where the day of a step is left open."""
LEVELS = (Choice("executive"), Choice("manager"), Choice("staff"))


@dataclass(frozen=True, slots=True)
class Form:
    """What to ask and what the answer changes; ``key`` says what is asked for."""

    key: tuple[str, ...]
    parts: tuple[Part, ...] = ()
    changes: Callable[[Given], list[Change]] = lambda _given: []


def people(seen: Seen) -> tuple[Choice, ...]:
    """The buying team as choices, with what each of them does."""
    return tuple(
        Choice(member.name, member.title or ", ".join(role.replace("_", " ") for role in member.roles))
        for _, member, _ in seen.members()
    )


def step(
    seen: Seen,
    text: str,
    *,
    side: str = "us",
    who: Sequence[str] = (),
    meeting: bool = False,
    suggested: str | None = None,
) -> Form:
    """A new next step of ours (``us``), of theirs (``customer``) or of either side (``any``)."""
    reads = "" if side == "customer" else "step"
    parts = [Part("what", text, choices=(Choice(suggested),) if suggested else (), reads=reads)]
    if side == "any":
        sides = (Choice(seen.deal.owner), Choice("both", "together"), Choice("customer"), *people(seen))
        default = seen.deal.owner
        parts.append(
            Part("owner", "Who does it?", Kind.CHOICE, sides, free=True, default=default, reads="person")
        )
    elif side == "customer":
        sides = (Choice("customer", "somebody there, not yet known"), *people(seen))
        who_there = "Who there does it?"
        parts.append(
            Part("owner", who_there, Kind.CHOICE, sides, free=True, default="customer", reads="person")
        )
    if meeting:
        parts.append(Part("type", "What kind of meeting?", Kind.CHOICE, MEETINGS, default="meeting"))
    parts.append(Part("due", "On which day?" if meeting else "By which day?", Kind.DAY_AHEAD, left=UNDATED))
    if side != "customer" and seen.deal.buying_team:
        parts.append(_with_whom(seen, ", ".join(who) or None))
    owner = seen.deal.owner if side == "us" else None

    def changes(given: Given) -> list[Change]:
        new = stranger(seen, given.get("owner")) if side == "customer" else None
        added = [Add(("buying_team",), (("name", scalar(new)),))] if new else []
        return [*added, _new_step(given, owner)]

    return Form(("step", side, *who, text), tuple(parts), changes)


def stranger(seen: Seen, name: str | None) -> str | None:
    """The name of whoever is to do a step, where it stands on neither side in the file; else None."""
    if name is None or squeeze(name) in OWNER_SIDES or seen.index_of(name) is not None:
        return None
    known = {name_key(one) for one in (seen.deal.account, seen.deal.owner, *seen.deal.our_team)}
    return None if name_key(name) in known else name


def side(seen: Seen, name: str) -> Form:
    """On which side somebody new stands: a member of the buying team, or a colleague."""
    sides = (Choice("them", f"with {seen.deal.account}"), Choice("us", "a colleague of ours"))
    text = f"Is {name} one of them, or one of us? Until the file says, the step counts as ours."
    part = Part("side", text, Kind.CHOICE, sides)

    def changes(given: Given) -> list[Change]:
        if given["side"] == "us":
            return [Extend(("our_team",), (scalar(name),))]
        return [Add(("buying_team",), (("name", scalar(name)),))]

    return Form(("side", name), (part,), changes)


def _with_whom(seen: Seen, default: str | None = None) -> Part:
    return Part("with", "With whom?", Kind.CHOICES, people(seen), free=True, default=default, reads="person")


def _new_step(given: Given, owner: str | None) -> Add:
    pairs = [("what", scalar(given["what"]))]
    if name := owner or given.get("owner"):
        pairs.append(("owner", scalar(name)))
    pairs += [(key, given[key]) for key in ("due", "type") if key in given]
    if "with" in given:
        pairs.append(("with", flow_list([scalar(name) for name in given["with"]])))
    return Add(("next_steps",), tuple(pairs))


def day(path: Path, text: str, *, back: bool = False, history: tuple[Path, str] | None = None) -> Form:
    """A date at a path; ``history`` is the list that takes the old date, and that date."""
    part = Part("day", text, Kind.DAY_BACK if back else Kind.DAY_AHEAD)

    def changes(given: Given) -> list[Change]:
        found: list[Change] = [Put(path, given["day"])]
        if history is not None and history[1] != given["day"]:
            found.append(Extend(history[0], (history[1],)))
        return found

    return Form(_key(path), (part,), changes)


def done_or_day(path: Path, text: str) -> Form:
    """A step that was done, or gets a new day."""

    def changes(given: Given) -> list[Change]:
        key, value = given["day"]
        return [Put((*path, key), value)]

    return Form((*_key(path), "due"), (Part("day", text, Kind.DONE_OR_DAY),), changes)


def words(path: Path, text: str, *, reads: str = "") -> Form:
    """A text at a path; ``reads`` as in Part."""
    part = Part("text", text, reads=reads)
    return Form(_key(path), (part,), lambda given: [Put(path, scalar(given["text"]))])


def choice(path: Path, text: str, choices: tuple[Choice, ...]) -> Form:
    """A word of a list at a path."""
    part = Part("word", text, Kind.CHOICE, choices)
    return Form(_key(path), (part,), lambda given: [Put(path, given["word"])])


def _key(path: Path) -> tuple[str, ...]:
    return tuple(str(part) for part in path)


def stance(index: int, name: str, text: str = "Where does {name} stand today?") -> Form:
    """Where a member stands."""
    return choice(("buying_team", index, "stance"), text.format(name=name), STANCES)


def roles(index: int, name: str) -> Form:
    """The parts that a member plays."""
    path = ("buying_team", index, "roles")
    part = Part("roles", f"What part does {name} play? Several are fine.", Kind.CHOICES, ROLES)
    return Form(_key(path), (part,), lambda given: [Put(path, flow_list(given["roles"]))])


def contact(seen: Seen, names: Sequence[str], text: str) -> Form:
    """The day of the last two-way contact with one of these members."""
    last = Part("day", "On which day did you last speak, both ways?", Kind.DAY_BACK)
    if len(names) == 1:
        parts: tuple[Part, ...] = (Part("day", text, Kind.DAY_BACK),)
    else:
        offered = tuple(row for row in people(seen) if row.value in names)
        parts = (Part("who", text, Kind.CHOICE, offered), last)

    def changes(given: Given) -> list[Change]:
        index = seen.index_of(given.get("who", names[0]))
        return [] if index is None else [Put(("buying_team", index, "last_contact"), given["day"])]

    needed = "A contact needs its day; `back` takes the name away again."
    parts = (*parts[:1], *(replace(part, needed=needed) for part in parts[1:]))
    return Form(("contact", *names), parts, changes)


def member(text: str, *, role: str | None = None, introducer: str | None = None) -> Form:
    """A new member of the buying team."""
    known = (Choice(introducer),) if introducer else ()
    parts = [Part("name", text, choices=known, reads="person"), Part("title", "What is their job title?")]
    if role is None:
        parts.append(Part("roles", "What part do they play? Several are fine.", Kind.CHOICES, ROLES))
    parts.append(Part("stance", "Where do they stand today?", Kind.CHOICE, STANCES))

    def changes(given: Given) -> list[Change]:
        pairs = [("name", scalar(given["name"]))]
        if "title" in given:
            pairs.append(("title", scalar(given["title"])))
        if found := [role] if role else given.get("roles"):
            pairs.append(("roles", flow_list(found)))
        if "stance" in given:
            pairs.append(("stance", given["stance"]))
        return [Add(("buying_team",), tuple(pairs))]

    return Form(("member", text, role or ""), tuple(parts), changes)


def role_holder(seen: Seen, role: str, text: str) -> Form:
    """Who plays a part: a member, who then has it too, or somebody new."""
    part = Part("who", text, Kind.CHOICE, people(seen), free=True, reads="person")

    def changes(given: Given) -> list[Change]:
        index = seen.index_of(given["who"])
        if index is None:
            pairs = (("name", scalar(given["who"])), ("roles", flow_list([role])))
            return [Add(("buying_team",), pairs)]
        return [Extend(("buying_team", index, "roles"), (role,))]

    return Form(("role", role), (part,), changes)


def activity(seen: Seen, text: str) -> Form:
    """Contact that nobody wrote down."""
    parts = [Part("date", text, Kind.DAY_BACK)]
    if seen.deal.buying_team:
        parts.append(_with_whom(seen))
    kinds = (*MEETINGS, Choice("email"))
    parts.append(Part("type", "What was it?", Kind.CHOICE, kinds, default="call", needed="A call will do."))
    parts.append(Part("note", "What came of it, in a few words?"))

    def changes(given: Given) -> list[Change]:
        pairs = [("date", given["date"]), ("type", given["type"])]
        if "with" in given:
            pairs.append(("with", flow_list([scalar(name) for name in given["with"]])))
        pairs.append(("direction", "two_way"))
        if "note" in given:
            pairs.append(("note", scalar(given["note"])))
        return [Add(("activity",), tuple(pairs))]

    return Form(("activity",), tuple(parts), changes)


def waiver(seen: Seen, finding: Finding) -> Form:
    """A waiver of a finding: the reason, and its last day."""
    until = (min(seen.as_of, date.max - timedelta(_WAIVER_DAYS)) + timedelta(_WAIVER_DAYS)).isoformat()
    parts = (
        Part("reason", "Why should it not count here?"),
        Part(
            "until", "Until which day?", Kind.DAY_AHEAD, default=until, needed="Nothing is waived for ever."
        ),
    )
    rule = seen.settings.library.by_id.get(finding.rule)
    about = finding.subject if rule is not None and rule.data["each"] else ""

    def changes(given: Given) -> list[Change]:
        pairs = [("rule", finding.rule), ("reason", scalar(given["reason"]))]
        pairs += [("by", scalar(seen.deal.owner)), ("until", given["until"])]
        if about:
            pairs.append(("about", scalar(about)))
        return [Add(("waivers",), tuple(pairs))]

    return Form(("waiver", finding.rule, finding.subject), parts, changes)
