"""Reports for the tests of the page: a realistic pipeline of any size."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from sample_advice import ADVICE

from dealcoach.model.finding import GROUP_POINTS, Finding, Problem, Unknown, Waived
from dealcoach.model.review import (
    Group,
    HangsOn,
    NextStep,
    OwnerRow,
    Person,
    PlanItem,
    Repairs,
    Report,
    Review,
    Summary,
    Theme,
)

AS_OF = "2026-11-21"
_TODAY = date.fromisoformat(AS_OF)
_PEOPLE = [
    "Ines Duarte",
    "Tom Becker",
    "Lena Fox",
    "Omar Aziz",
    "Paul Stern",
    "Mei-Ling Chau",
    "Søren Kjær",
    "Priya Raman",
    "Karl Weiß",
    "Amélie Laurent",
    "Jonas Lindqvist",
    "Zofia Nowak",
]
_ACCOUNTS = [
    ("Northwind Manufacturing", "ERP replacement"),
    ("Lumen & Hart Retail", "Customer service pilot"),
    ("Hafen Logistik", "Yard planning, three depots"),
    ("St. Brigid's Hospital Group", "Nurse rostering"),
    ("Contoso Utilities", "Field crews on mobile"),
    ("Fjordbank", "Loan file automation"),
    ("Meridian Foods", "Recipe and label compliance"),
    ("Atlas Insurance", "Claims triage"),
    ("Brightwater Council", "Permits online"),
    ("Kestrel Aerospace", "Supplier quality portal"),
    ("Olive & Thyme", "Loyalty relaunch"),
    ("Quarry Stone AG", "Maintenance planning"),
]
_OWNERS = ["Dana Reyes", "Theo Banks", "Sam Okafor", "Mira Holm"]
_STANCES = ["champion", "supporter", "neutral", "skeptical", "resistant", None]


def band(score: int) -> str:
    """The band of a score with the default floors."""
    return "healthy" if score >= 75 else "watch" if score >= 50 else "at_risk" if score >= 25 else "critical"


def realistic(count: int = 12, *, rules_each: int = 6, seed: int = 7) -> Report:
    """A pipeline of open deals with everything that a review can say."""
    rng = random.Random(seed)
    deals = [_review(index, rng, rules_each) for index in range(count)]
    return report(deals, problems=(_PROBLEM,) if count <= 20 else ())


_PROBLEM = Problem(
    "deals/vega.yaml",
    7,
    13,
    "invalid-deal",
    "close_date is not a date: write 2026-12-18",
    "high",
    "close_date: 18.12.26",
)


def _review(index: int, rng: random.Random, rules_each: int) -> Review:
    account, deal = _ACCOUNTS[index % len(_ACCOUNTS)]
    if index >= len(_ACCOUNTS):
        account = f"{account} {index}"
    file = f"deals/{account.split()[0].strip('.').lower()}-{index}.yaml"
    people = _team(rng)
    names = {"account": account, "person": people[0].name}
    found = _findings(file, names, rng, rng.randint(0 if index % 5 == 4 else 2, rules_each + 2))
    score = 100 - sum(finding.points for finding in found)
    unknown_band = index % 11 == 10
    close = _TODAY + timedelta(days=rng.randint(-12, 190))
    step_names = [people[0].name, "us", "customer"]
    return Review(
        file=file,
        deal=deal,
        account=account,
        owner=_OWNERS[index % len(_OWNERS)],
        amount=rng.choice([18_500, 42_000, 64_000, 96_000, 180_000, 240_000, 410_000, 1_250_000]),
        currency="USD" if index % 4 == 1 else "EUR",
        stage=rng.choice(["discovery", "proposal", "contract"]),
        close_date=close.isoformat(),
        status="open",
        score=score,
        band="unknown" if unknown_band else band(score),
        capped=score >= 75 and any(f.severity == "high" for f in found),
        coverage=41 if unknown_band else rng.randint(55, 98),
        groups=tuple(
            Group(group, most, sum(f.points for f in found if f.group == group))
            for group, most in GROUP_POINTS.items()
        ),
        findings=tuple(found),
        unknowns=(
            Unknown("no-business-case", "Is there a business case, and who at the customer owns it?", 4),
            Unknown("stalled-in-stage", "Since when has the deal been in this stage?", 4),
        ),
        waived=(Waived("close-date-unanchored", "Their fiscal year moved", "Dana Reyes", "2026-12-31", 61),)
        if index % 3 == 0
        else (),
        buying_team=tuple(people),
        next_steps=(
            NextStep(
                "Walk the plant leads through the rollout plan",
                step_names[0],
                "both",
                "2026-11-28",
                False,
                "active",
            ),
            NextStep("Send the security answers", "us", "us", None, False, "active"),
            NextStep("Waiting for legal", "customer", "customer", "2026-11-14", False, "waiting"),
            NextStep("Scope workshop", "us", "us", "2026-11-05", "2026-11-05", "active"),
        )
        if index % 6 != 5
        else (),
        customer_plan=(
            PlanItem("CFO reviews the business case", people[0].name, "2026-12-01", False),
            PlanItem("Board approves the capital request", people[0].name, "2026-12-09", False),
        )
        if index % 4 != 3
        else (),
        decision_date="2026-12-10" if index % 4 != 3 else None,
        need_by="2027-02-01" if index % 2 else None,
        repairs=Repairs("watch", 58, tuple(f.rule for f in found[:2]))
        if found and not unknown_band
        else None,
        hangs_on=(HangsOn(people[0].name, max(score - 15, 0), 15, ("no-ally", "single-threaded")),)
        if index % 2
        else None,
    )


def _team(rng: random.Random) -> list[Person]:
    people = []
    for name in rng.sample(_PEOPLE, rng.randint(3, 6)):
        influence, relationship = rng.choice([1, 2, 3, 4, 5, 5]), rng.choice([1, 2, 2, 3, 4, 5])
        if rng.random() < 0.1:
            influence_known: int | None = None
        else:
            influence_known = influence
        high, strong = influence >= 4, relationship >= 4
        quadrant = {(1, 1): "nurture", (1, 0): "develop", (0, 1): "support", (0, 0): "watch"}[
            int(high), int(strong)
        ]
        people.append(
            Person(
                name,
                (rng.choice(["decision_maker", "end_user", "purchaser", "problem_owner"]),),
                influence_known,
                relationship,
                rng.choice(_STANCES),
                quadrant if influence_known else None,
                rng.choice([True, False, None]),
                rng.choice(["CFO", "Head of Operations", "Shift lead", None]),
            )
        )
    return people


def _findings(file: str, names: dict[str, str], rng: random.Random, count: int) -> list[Finding]:
    rules = rng.sample(list(ADVICE), min(count, len(ADVICE)))
    rank = ("high", "medium", "low")
    rules.sort(key=lambda rule: (rank.index(ADVICE[rule][1]), -ADVICE[rule][2]))
    left = dict(GROUP_POINTS)
    found = []
    for place, rule in enumerate(rules):
        group, severity, worth, message, why, ask, do, source = ADVICE[rule]
        points = min(worth, left[group])
        left[group] -= points
        found.append(
            Finding(
                rule,
                group,
                severity,
                points,
                worth,
                message.format(**names),
                file,
                12 + place * 7,
                3,
                "deal",
                names["person"],
                why,
                (ask.format(**names),),
                (do.format(**names),),
                source,
            )
        )
    return found


def report(deals: list[Review], problems: tuple[Problem, ...] = ()) -> Report:
    """A report with the totals of its deals."""
    opened = [review for review in deals if review.is_open]
    return Report(AS_OF, "0.1.0", tuple(deals), problems, _summary(opened))


def _summary(opened: list[Review]) -> Summary:
    rules: dict[str, list[Review]] = {}
    owners: dict[str, list[Review]] = {}
    bands: dict[str, int] = {}
    for review in opened:
        bands[review.band or "unknown"] = bands.get(review.band or "unknown", 0) + 1
        owners.setdefault(review.owner, []).append(review)
        for rule in {finding.rule for finding in review.findings}:
            rules.setdefault(rule, []).append(review)
    themes = sorted(rules, key=lambda rule: (-len(rules[rule]), rule))
    return Summary(
        deals=len(opened),
        amount=_money(opened),
        amount_at_risk=_money([r for r in opened if r.at_risk]),
        by_band=bands,
        by_owner=tuple(
            OwnerRow(owner, len(mine), _money(mine), _money([r for r in mine if r.at_risk]), _top(mine))
            for owner, mine in owners.items()
        ),
        themes=tuple(Theme(rule, len(rules[rule]), _money(rules[rule])) for rule in themes),
    )


def _top(reviews: list[Review]) -> str | None:
    return next((review.findings[0].rule for review in reviews if review.findings), None)


def _money(reviews: list[Review]) -> dict[str, Any]:
    total: dict[str, Any] = {}
    for review in reviews:
        if review.amount is not None:
            total[review.currency or "unknown"] = total.get(review.currency or "unknown", 0) + review.amount
    return total
