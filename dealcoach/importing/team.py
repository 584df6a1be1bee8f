"""The buying team of a deal: what contacts and their roles say about each person."""

from __future__ import annotations

import re

from dealcoach.importing.context import Context
from dealcoach.importing.people import People, RoleRow
from dealcoach.importing.records import CrmMember
from dealcoach.importing.text import fold
from dealcoach.importing.vocabulary import LEVEL_WORDS, ROLE_WORDS, STANCE_WORDS, Part, word
from dealcoach.model.scalars import MOST_MEMBERS

_SPLIT = re.compile(r"[;,]\s*")
_SCALE = re.compile(r"[1-5]")


class Teams:
    """Makes the members of each deal."""

    def __init__(self, context: Context, people: People) -> None:
        self.context, self.people = context, people
        self._known: dict[str, list[tuple[str, Part | None]]] = {}

    def team(self, rows: list[RoleRow], deal_id: str) -> list[CrmMember]:
        """The members of one deal: a person once with all roles; namesakes told apart by their title."""
        members: dict[str, CrmMember] = {}
        names = self._names(rows)
        for row in rows:
            member = members.get(row.key)
            if member is None:
                if len(members) == MOST_MEMBERS:
                    reason = f"the deal has more than {MOST_MEMBERS} people; the rest were left out"
                    self.context.notes.skip(row.source, row.row, deal_id, reason)
                    continue
                member = members[row.key] = self._member(row, names[row.key])
                if member.name != row.contact.name:
                    reason = "two people of the deal have one name; the second is told apart by the title"
                    self.context.notes.note(row.source, row.row, deal_id, reason, member.name)
            self._add_role(member, row, deal_id)
        return list(members.values())

    @staticmethod
    def _names(rows: list[RoleRow]) -> dict[str, str]:
        """A name for every person, no two alike, whatever the order of the rows."""
        names = {row.key: row.contact.name for row in rows}
        if len({fold(name) for name in names.values()}) == len(names):
            return names
        taken: set[str] = set()
        contacts = {row.key: row.contact for row in rows}
        for key in sorted(contacts):
            contact, number = contacts[key], 2
            name = contact.name
            if fold(name) in taken and contact.title:
                name = f"{contact.name} ({contact.title})"
            while fold(name) in taken:
                name = f"{contact.name} {number}"
                number += 1
            taken.add(fold(name))
            names[key] = name
        return names

    def _member(self, row: RoleRow, name: str) -> CrmMember:
        contact = row.contact
        boss = self.people.contacts.get(contact.reports_to_id) if contact.reports_to_id else None
        reports_to = boss.name if boss else contact.reports_to
        return CrmMember(
            name,
            contact.title,
            level=self._level(row) if contact.level else "",
            reports_to="" if reports_to == name else reports_to,
        )

    def _level(self, row: RoleRow) -> str:
        text = row.contact.level
        if not text.strip():
            return ""
        found = self.context.mapping.levels.get(word(text)) or LEVEL_WORDS.get(word(text), "")
        if not found:
            self.context.notes.note(
                self.people.source, row.contact.row, row.key, "the level is not known; left out", text[:40]
            )
        return found

    def _add_role(self, member: CrmMember, row: RoleRow, deal_id: str) -> None:
        for text, part in self._parts(row.role or row.contact.role):
            if part is None:
                reason = "the role is not known; the person came in without it"
                self.context.notes.note(row.source, row.row, deal_id, reason, text[:60])
                continue
            if part.role and part.role not in member.roles:
                member.roles.append(part.role)
            member.stance = member.stance or part.stance
            member.level = member.level or part.level
            member.side = member.side or part.side
        contact = row.contact
        if row.influence or row.relationship or contact.influence or contact.relationship:
            self._scales(member, row, deal_id)
        if row.stance or contact.stance:
            self._stance(member, row, deal_id)

    def _parts(self, told: str) -> list[tuple[str, Part | None]]:
        """What a role cell says, read once for every text; a cell may hold several roles."""
        if told not in self._known:
            texts = [told] if self._part(told) else _SPLIT.split(told)
            self._known[told] = [(text.strip(), self._part(text)) for text in texts if text.strip()]
        return self._known[told]

    def _scales(self, member: CrmMember, row: RoleRow, deal_id: str) -> None:
        notes = self.context.notes
        for key in ("influence", "relationship"):
            value = (getattr(row, key) or getattr(row.contact, key)).strip()
            if value and not _SCALE.fullmatch(value):
                notes.note(
                    row.source, row.row, deal_id, f"the {key} is no number from 1 to 5; left out", value[:40]
                )
            elif value:
                setattr(member, key, value)

    def _stance(self, member: CrmMember, row: RoleRow, deal_id: str) -> None:
        stance = (row.stance or row.contact.stance).strip()
        found = self.context.mapping.stances.get(word(stance)) or STANCE_WORDS.get(word(stance))
        if found is not None:
            member.stance = found
        elif stance:
            self.context.notes.note(
                row.source, row.row, deal_id, "the stance is not known; left out", stance[:40]
            )

    def _part(self, text: str) -> Part | None:
        known = word(text)
        return self.context.mapping.roles.get(known) or ROLE_WORDS.get(known)
