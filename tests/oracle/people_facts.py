"""A member of the buying team as the rules see it, and every way its missing facts could turn out."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from typing import Any

ROLES = {
    "decision_maker": ("decision maker", "kdm", "economic decision maker"),
    "purchaser": ("purchaser", "procurement", "economic buyer", "budget holder"),
    "problem_owner": ("problem owner",),
    "end_user": ("end user", "user", "business user"),
    "evaluator": ("evaluator", "technical buyer"),
    "influencer": ("influencer",),
    "gatekeeper": ("gatekeeper", "legal", "security", "compliance"),
    "insider": ("insider",),
    "outsider": ("outsider", "consultant", "partner", "agency"),
}
KNOWN_STANCES = ("champion", "supporter", "neutral", "skeptical", "resistant")
LONG_AGO = 100_000
POSSIBLE: dict[str, tuple[Any, ...]] = {
    "influence": (1, 2, 3, 4, 5),
    "relationship": (1, 2, 3, 4, 5),
    "stance": KNOWN_STANCES,
    "days": (0, 60, LONG_AGO),  # engaged; not engaged but met of late; never met
    "benefit": (True, False),
    "level": ("executive", "staff"),
}


def word(value: Any) -> str:
    """A word as it is compared: without case, spaces, hyphens and underscores."""
    return re.sub(r"[\s_-]+", "", str(value)).casefold() if value is not None else ""


def same_name(one: Any, other: Any) -> bool:
    return one is not None and other is not None and _name(one) == _name(other)


def _name(value: Any) -> str:
    return " ".join(str(value).split()).casefold()


_ROLE_OF = {word(alias): role for role, aliases in ROLES.items() for alias in aliases}


@dataclass
class Member:
    """One entry of buying_team; None is a fact that nobody recorded."""

    index: int
    raw: Mapping[str, Any]
    name: str
    roles: frozenset[str]
    level: str | None
    influence: int | None
    relationship: int | None
    stance: str | None
    benefit: bool | None
    contact: date | None = None
    days: int | None = None

    @classmethod
    def read(cls, index: int, raw: Mapping[str, Any], levels: Mapping[str, str]) -> "Member":
        roles = raw.get("roles") or []
        listed = roles if isinstance(roles, list) else [roles]
        stance = word(raw.get("stance"))
        return cls(
            index, raw, str(raw["name"]),
            frozenset(_ROLE_OF[word(role)] for role in listed),
            word(raw.get("level")) or levels.get(str(raw.get("title"))),
            raw.get("influence"), raw.get("relationship"),
            stance if stance in KNOWN_STANCES else None,
            True if str(raw.get("benefit") or "").strip() else None,
        )  # fmt: skip

    @property
    def path(self) -> str:
        return f"buying_team[{self.index}]"

    @property
    def supportive(self) -> bool:
        return self.stance in ("champion", "supporter")

    @property
    def resistant(self) -> bool:
        return self.stance == "resistant"

    @property
    def outside(self) -> bool:
        return word(self.raw.get("side")) == "outside"

    @property
    def influential(self) -> bool:
        return (self.influence or 0) >= 4

    @property
    def strong(self) -> bool:
        return (self.relationship or 0) >= 4

    @property
    def quadrant(self) -> str:
        """Only of a member whose numbers are both known or supposed."""
        if self.strong:
            return "nurture" if self.influential else "support"
        return "develop" if self.influential else "watch"

    def suppose(self, *names: str) -> Iterator["Member"]:
        """The member with these facts as recorded or, where one is missing, with each value it could have."""
        values = [POSSIBLE[name] if getattr(self, name) is None else (getattr(self, name),) for name in names]
        for chosen in product(*values):
            yield replace(self, **dict(zip(names, chosen, strict=True)))
