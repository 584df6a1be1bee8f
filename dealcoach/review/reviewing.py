"""One deal's review: the rules' answers with words, places, points, waivers, repairs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from dealcoach.model.finding import GROUPS, Finding, Unknown, Waived
from dealcoach.model.record import maker
from dealcoach.model.review import Group, Review
from dealcoach.reading.document import path_text
from dealcoach.review.evaluating import Answers, answers_to, scope_of
from dealcoach.review.losing import hangs_on
from dealcoach.review.misspelling import misspelled_names
from dealcoach.review.scoring import (
    LEAST_COVERAGE,
    RANK,
    band_of,
    holds_back,
    points_taken,
    repairs,
    score_of,
)
from dealcoach.review.views import groups_of, iso, people_of, plan_of, steps_of
from dealcoach.review.waiving import apply_waivers, standing, waived_rows, waiver_faults
from dealcoach.rules.facts import derive

if TYPE_CHECKING:
    from dealcoach.model.deal import Deal
    from dealcoach.model.past import Glimpse, Past
    from dealcoach.reading.document import Document, Path
    from dealcoach.review.settings import Settings
    from dealcoach.review.waiving import WaiverFault
    from dealcoach.rules.rule import Rule
    from dealcoach.rules.text_code import Told

_made, _unknown = maker(Finding), maker(Unknown)


def review_deal(
    file: str,
    deal: Deal,
    document: Document,
    settings: Settings,
    ignored: frozenset[str] = frozenset(),
    history: Sequence[Glimpse] = (),
) -> Review:
    """The review of one deal that could be read; ``history`` holds the earlier versions of its file."""
    judged = Judged(file, deal, document, settings, ignored, history)
    judged.answer()
    judged.tell()
    return judged.review()


class Judged:
    """A deal on its way to a review: first its facts, then the rules' answers, then the words for them."""

    def __init__(
        self,
        file: str,
        deal: Deal,
        document: Document,
        settings: Settings,
        ignored: frozenset[str] = frozenset(),
        history: Sequence[Glimpse] = (),
    ) -> None:
        """Derive the facts; ``history`` holds the earlier versions of the file."""
        self._file = file
        self._deal = deal
        self._document = document
        self._settings = settings
        self._ignored = ignored
        self._past: Past | None = None
        if history:
            from dealcoach.review.past import past_of  # most files have none, and the import takes its time

            self._past = past_of(history, deal, settings.as_of)
        self._answers = Answers(derive(deal, settings.context(deal.stage), self._past))
        self._findings: list[Finding] = []
        self._waived: tuple[Waived, ...] = ()

    def answer(self) -> None:
        """Let the rules answer, if the deal is open."""
        if self._deal.is_open:
            self._answers = answers_to(self._answers.facts, self._settings, self._ignored)

    def tell(self) -> None:
        """Put the answers into words, with their places and without what waivers silence."""
        found = list(self._found(self._answers))
        found.extend(self._misspelled())
        self._findings, self._waived = self._waive(found)
        self._findings.sort(key=_order)

    def review(self) -> Review:
        """The review: what was told with its points, the score and what would repair it."""
        kept, answers = self._findings, self._answers
        findings = tuple(
            [
                finding if finding.points == points else finding._replace(points=points)
                for finding, points in zip(kept, points_taken(kept), strict=True)
            ]
        )
        deal, bands = self._deal, self._settings.bands
        score = band = coverage = fix = hangs = None
        capped = False
        groups: tuple[Group, ...] = ()
        if deal.is_open:
            score, coverage = score_of(findings), answers.coverage
            band = band_of(score, bands)
            if band == "healthy" and holds_back(findings):
                band, capped = "watch", True
            if coverage < LEAST_COVERAGE:
                band, capped = "unknown", False
            fix = repairs(findings, band, bands)
            groups = groups_of(findings)
            if self._settings.deep:
                hangs = hangs_on(deal, self._settings, self._ignored, findings, self._past)
        plan, need = deal.customer_plan, deal.need
        return Review(
            file=self._file,
            deal=deal.deal,
            account=deal.account,
            owner=deal.owner,
            amount=deal.amount,
            currency=deal.currency or self._settings.config.currency,
            stage=deal.stage,
            close_date=iso(deal.close_date),
            status=deal.status,
            score=score,
            band=band,
            capped=capped,
            coverage=coverage,
            groups=groups,
            findings=findings,
            unknowns=_unknowns(answers),
            waived=self._waived,
            buying_team=people_of(deal, answers),
            next_steps=steps_of(deal, answers),
            customer_plan=plan_of(deal, answers),
            decision_date=iso(plan.decision_date) if plan else None,
            need_by=iso(need.by) if need else None,
            repairs=fix,
            hangs_on=hangs,
            crm=f"{deal.crm.system or ''}:{deal.crm.id}" if deal.crm and deal.crm.id else None,
        )

    def _found(self, answers: Answers) -> Iterator[Finding]:
        for hit in answers.hits:
            try:
                told = hit.rule.words.told(scope_of(hit, answers.facts), hit.held)
                yield self._told(hit.rule, hit.severity, hit.worth, told)
            except (LookupError, TypeError, ValueError) as error:
                answers.crashed.append((hit.rule, str(error)))
        for rule, error_text in answers.crashed:
            yield self._files_finding(
                "crashed-rule", ("deal",), {"rule": rule.id, "error": error_text}, subject=rule.id
            )

    def _files_finding(self, rule_id: str, path: Path, facts: dict[str, Any], subject: str) -> Finding:
        rule = self._settings.rule(rule_id) or self._settings.library.by_id[rule_id]
        _, message, _, ask, do = rule.words.told({**facts, "deal": self._answers.facts["deal"]}, ())
        return self._told(rule, rule.severity, 0, (path, message, subject, ask, do))

    def _told(self, rule: Rule, severity: str, worth: int, told: Told) -> Finding:
        path, message, subject, ask, do = told
        document = self._document
        line, column = document.locate(path)
        quoted = document.source_line(line) if self._settings.quotes else ""
        return _made(
            (
                *(rule.id, rule.group, severity, worth, worth, message),
                *(self._file, line, column, path_text(path)),
                *(subject, rule.why, ask, do, rule.source, quoted),
            )
        )

    def _misspelled(self) -> Iterator[Finding]:
        if self._in_force("misspelled-name"):
            for path, name, near in misspelled_names(self._deal):
                facts = {"name": name, "near": near}
                yield self._files_finding("misspelled-name", path, facts, subject=name)

    def _waive(self, found: list[Finding]) -> tuple[list[Finding], tuple[Waived, ...]]:
        deal, settings = self._deal, self._settings
        if not deal.waivers:
            return found, ()
        waivers = standing(deal)
        kept, silenced = apply_waivers(waivers if settings.waivers else {}, found, settings.as_of)
        known = frozenset(settings.library.by_id)
        rules = settings.rules(self._ignored) if deal.is_open else ()
        ran = frozenset(rule.id for rule in rules if rule)
        faults = waiver_faults(waivers, silenced, settings.as_of, known=known, ran=ran)
        kept.extend(self._waiver_finding(fault) for fault in faults if self._tells_of(fault.rule))
        lines = {index: self._document.locate(("waivers", index)).line for index in silenced}
        return kept, waived_rows(waivers, silenced, lines)

    def _in_force(self, rule_id: str) -> bool:
        return rule_id in self._settings.active and rule_id not in self._ignored

    def _tells_of(self, rule_id: str) -> bool:
        """Whether a fault of a waiver is told: without waivers, only that its rule does not exist."""
        return self._in_force(rule_id) and (self._settings.waivers or rule_id == "unknown-rule-in-waiver")

    def _waiver_finding(self, fault: WaiverFault) -> Finding:
        waiver = fault.waiver
        facts = {
            "rule": waiver.rule,
            "reason": waiver.reason,
            "by": waiver.by or "nobody",
            "until": iso(waiver.until) or "",
            "near": fault.near or "",
            "hint": _hint(waiver.rule, fault.near),
        }
        path = ("waivers", fault.index, fault.key)
        return self._files_finding(fault.rule, path, facts, subject=waiver.rule)


def _hint(rule: str, near: str | None) -> str:
    if rule in GROUPS:
        return "; a waiver names one rule, not a group."
    return f"; did you mean {near}?" if near else "."


def _order(finding: Finding) -> tuple[int, int, int, int, str]:
    """The order in which findings take points."""
    return (RANK[finding.severity], -finding.worth, finding.line, finding.column, finding.rule)


def _unknowns(answers: Answers) -> tuple[Unknown, ...]:
    """The unknown rules, those that could cost most first."""
    rows = [
        _unknown((rule.id, _question(rule, number, answers), rule.points)) for rule, number in answers.unknown
    ]
    rows.sort(key=_WORTH, reverse=True)
    return tuple(rows)


_WORTH = attrgetter("worth")


def _question(rule: Rule, requirement: int | None, answers: Answers) -> str:
    if requirement is None:
        return rule.words.question(answers.facts)
    return rule.requirements[requirement]["question"]
