"""A report that can be shown to anybody: names become roles, and free text is left out.

What stays is what the program itself says: rules, points, dates, amounts, roles, stances and places.
Every sentence is said anew from the words of its rule; nothing that a user typed as text is carried over.
"""

from __future__ import annotations

import re
from collections import Counter
from types import MappingProxyType
from typing import TYPE_CHECKING

from dealcoach.model.finding import GROUP_POINTS
from dealcoach.model.words import OWNER_SIDES, ROLES, name_key, squeeze
from dealcoach.output.reword import Texts, reworded
from dealcoach.rules.templates import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dealcoach.model.finding import Finding, Problem, Unknown, Waived
    from dealcoach.model.review import HangsOn, NextStep, OwnerRow, Person, PlanItem, Report, Review, Summary

LEFT_OUT = "(left out)"
_NONE: Texts = MappingProxyType({})
USUAL_STAGES = (
    *("lead", "prospecting", "qualification", "discovery", "needs analysis", "value proposition", "demo"),
    *("id decision makers", "perception analysis", "evaluation", "proposal", "proposal price quote"),
    *("negotiation", "negotiation review", "contract", "procurement", "appointment scheduled"),
    *("qualified to buy", "presentation scheduled", "decision maker bought in", "contract sent", "pilot"),
    *("closed won", "closed lost"),
)
"""Stages that any team might have, so that their words give nothing away."""
_PATH = re.compile(r"[a-z_]+(\[\d+\])?(\.[a-z_]+(\[\d+\])?)*")
_INDEX = re.compile(r"next_steps\[(\d+)\]")


def redact(
    report: Report, *, stages: Iterable[str] = (), texts: Texts = _NONE, run: Iterable[Review] = ()
) -> Report:
    """The report without names and free text, each name under one role throughout.

    ``stages`` are those that dealcoach.yaml lists: they stay, as do the usual ones; others are numbered.
    ``texts`` are those of the rules: what they said is said again with roles for names. What quotes the deal,
    or is no text of a rule, is left out.

    Everything is numbered in the order of the files, whatever the order of the report, so that commands
    which read the same files use the same numbers. ``run`` are the deals of the run when the report does not
    hold them all. A number belongs to one run: other files, other numbers.
    """
    redactor = Redactor(stages, texts)
    redactor.meet((*run, *report.deals), (problem.file for problem in report.problems))
    return redactor.report(report)


class Redactor:
    """Redacts one deal after the other and keeps each name under one role, for reports that are streamed.

    Names are numbered as they come, so deals are to come in the order of their files; or all of them are
    met first.
    """

    def __init__(self, stages: Iterable[str] = (), texts: Texts = _NONE) -> None:
        self._stages = {squeeze(stage) for stage in (*USUAL_STAGES, *stages)}
        self._texts = texts
        self._labels: dict[tuple[str, ...], str] = {}
        self._counts: dict[str, int] = {}

    def meet(self, reviews: Iterable[Review], unread: Iterable[str] = ()) -> None:
        """Numbers the deals, and all names in them, in the order of their files."""
        known = sorted(reviews, key=lambda review: review.file)
        for file in sorted({*unread, *(review.file for review in known)}):
            self._label("Deal", file)
        for review in known:
            self.review(review)

    def report(self, report: Report) -> Report:
        """A report whose deals have been met."""
        return report._replace(
            deals=tuple(map(self.review, report.deals)),
            problems=tuple(map(self.problem, report.problems)),
            summary=self.summary(report.summary),
        )

    def review(self, review: Review) -> Review:
        """One deal, redacted."""
        account = review.account
        people = tuple(self._person(account, person) for person in review.buying_team)
        names = self._names(review)
        return review._replace(
            file=self.file(review.file),
            deal=self._label("Deal", review.file),
            account=self.account(account),
            owner=self.rep(review.owner),
            stage=self.stage(review.stage),
            findings=tuple(self._finding(review, finding, names) for finding in review.findings),
            unknowns=tuple(self._unknown(unknown, names) for unknown in review.unknowns),
            waived=tuple(self._waived(review, waived, names) for waived in review.waived),
            buying_team=people,
            next_steps=tuple(self._step(review, n, step) for n, step in enumerate(review.next_steps, 1)),
            customer_plan=tuple(
                self._plan(account, n, item) for n, item in enumerate(review.customer_plan, 1)
            ),
            crm=None,
            hangs_on=None
            if review.hangs_on is None
            else tuple(self._hangs_on(account, item) for item in review.hangs_on),
        )

    def problem(self, problem: Problem) -> Problem:
        """A problem without the text that it is about; the place stays."""
        said = f"This file cannot be read; look at line {problem.line}"
        return problem._replace(file=self.file(problem.file), message=said, source="")

    def summary(self, summary: Summary) -> Summary:
        """The totals, with the owners under their roles."""
        return summary._replace(by_owner=tuple(map(self._owner_row, summary.by_owner)))

    def _label(self, kind: str, *key: str) -> str:
        """``Rep 3``: the role with the number that this name got when it first came up."""
        known = self._labels.get((kind, *key))
        if known is None:
            number = self._counts[kind] = self._counts.get(kind, 0) + 1
            known = self._labels[(kind, *key)] = f"{kind} {number}"
        return known

    def file(self, file: str) -> str:
        """``deal-3.yaml``."""
        return self._label("Deal", file).lower().replace(" ", "-") + ".yaml"

    def stage(self, stage: str) -> str:
        """A usual stage, or one of dealcoach.yaml; any other under a number."""
        return stage if squeeze(stage) in self._stages else self._label("Stage", squeeze(stage))

    def account(self, account: str) -> str:
        """``Account 3``."""
        return self._label("Account", account)

    def rep(self, name: str) -> str:
        """``Rep 3``, for whoever owns deals, waives, has steps on our side or commits."""
        return self._label("Rep", name)

    def person(self, account: str, name: str, role: str = "Contact") -> str:
        """A person of an account, under the first role that the report knows them in."""
        key = ("person", account, squeeze(name))
        if key not in self._labels:
            self._labels[key] = self._label(role, account, squeeze(name))
        return self._labels[key]

    def _person(self, account: str, person: Person) -> Person:
        role = person.roles[0].replace("_", " ").capitalize() if person.roles else "Contact"
        return person._replace(name=self.person(account, person.name, role), title=None)

    def _subject(self, review: Review, finding: Finding) -> str:
        subject = finding.subject
        if any(person.name == subject for person in review.buying_team):
            return self.person(review.account, subject)
        if subject.replace(" ", "_") in ROLES:
            return subject
        step = _INDEX.match(finding.path)
        return f"Step {int(step[1]) + 1}" if subject and step else ""

    def _names(self, review: Review) -> dict[str, str]:
        """What stands for each name of a deal, and for the texts of its steps where they are quoted."""
        account = review.account
        names = {account: self.account(account), review.owner: self.rep(review.owner)}
        for step in review.next_steps:
            if step.owner:
                names.setdefault(step.owner, self._owner(review, step) or "")
        for item in review.customer_plan:
            if item.who:
                names.setdefault(item.who, self.person(account, item.who))
        people = {person.name: self.person(account, person.name) for person in review.buying_team}
        names.update(people)
        firsts = Counter(name.split()[0] for name in people if name.split())
        for name, label in people.items():
            if name.split() and firsts[name.split()[0]] == 1:
                names.setdefault(name.split()[0], label)
        for number, step in enumerate(review.next_steps, 1):
            names.setdefault(quoted(step.what), f"Step {number}")
        for number, item in enumerate(review.customer_plan, 1):
            names.setdefault(quoted(item.what), f"Plan step {number}")
        names.setdefault(quoted(review.stage), quoted(self.stage(review.stage)))
        return names

    def _said(self, rule: str, said: Sequence[str], names: Mapping[str, str]) -> tuple[str, ...]:
        """What a rule said, with roles for names, as far as that can be said."""
        texts = self._texts.get(rule, ())
        return tuple([again for text in said if (again := reworded(text, texts, names)) is not None])

    def _finding(self, review: Review, finding: Finding, names: Mapping[str, str]) -> Finding:
        subject = self._subject(review, finding)
        plainly = _plain(finding.rule)
        plainly = f"{plainly}: {subject.replace('_', ' ')}" if subject else plainly
        rule = finding.rule
        return finding._replace(
            quoted="",
            message="".join(self._said(rule, [finding.message], names)) or plainly,
            file=self.file(review.file),
            path=finding.path if _PATH.fullmatch(finding.path) and not _own(finding.path) else "",
            subject=subject,
            why="".join(self._said(rule, [finding.why], names)),
            ask=self._said(rule, finding.ask, names),
            do=self._said(rule, finding.do, names),
            source=finding.source if finding.group in GROUP_POINTS else "",
        )

    def _unknown(self, unknown: Unknown, names: Mapping[str, str]) -> Unknown:
        question = "".join(self._said(unknown.rule, [unknown.question], names))
        return unknown._replace(question=question or f"{_plain(unknown.rule)}: not known yet")

    def _waived(self, review: Review, waived: Waived, names: Mapping[str, str]) -> Waived:
        return waived._replace(
            reason=LEFT_OUT,
            by=None if waived.by is None else self.rep(waived.by),
            findings=tuple(self._finding(review, finding, names) for finding in waived.findings),
        )

    def _step(self, review: Review, number: int, step: NextStep) -> NextStep:
        return step._replace(what=f"Step {number}", owner=self._owner(review, step))

    def _owner(self, review: Review, step: NextStep) -> str | None:
        owner = step.owner
        if owner is None or squeeze(owner) in OWNER_SIDES:
            return owner
        if step.side == "us":
            return self.rep(owner)
        if name_key(owner) == name_key(review.account):
            return self.account(review.account)
        return self.person(review.account, owner)

    def _plan(self, account: str, number: int, item: PlanItem) -> PlanItem:
        who = None if item.who is None else self.person(account, item.who)
        return item._replace(what=f"Plan step {number}", who=who)

    def _hangs_on(self, account: str, item: HangsOn) -> HangsOn:
        return item._replace(name=self.person(account, item.name))

    def _owner_row(self, row: OwnerRow) -> OwnerRow:
        return row._replace(owner=self.rep(row.owner))


def _plain(rule: str) -> str:
    """A rule's id in words; ids come from rule files, never from a deal."""
    return rule.replace("-", " ").capitalize().replace("Kdm", "KDM")


def _own(path: str) -> bool:
    """Whether the path leads into the user's own keys."""
    return path.startswith(("custom.", "custom["))
