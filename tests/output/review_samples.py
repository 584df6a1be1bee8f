"""Reviews built by hand for the tests of the outputs, realistic enough to judge what they look like."""

from __future__ import annotations

from typing import Any

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


def replace(item: Any, **changes: Any) -> Any:
    """The item with some values changed."""
    return item._replace(**changes)


AS_OF = "2026-11-21"
MANAGING = "Are You Managing The Process Or Is It Managing You? (Dave Brock)"
KEY_DECISION_MAKERS = "Key Decision Makers Don't (Executive reference collection, article 5.030203)"
WORK = 'Targeting People Who "Do the Work" (after Dave Brock\'s column)'
CONTACTS = "Customers and Contacts: Relationships and Influence"
RESISTANT = "The Resistant End-User (Dennis Connelly)"


def finding(rule: str, group: str, severity: str, points: int, message: str, **more: Any) -> Finding:
    """A finding with the parts that a test does not care about filled in."""
    values: dict[str, Any] = {
        "worth": points,
        "file": "deals/northwind-erp.yaml",
        "line": 12,
        "column": 3,
        "path": "next_steps",
        "subject": "",
        "why": "",
        "ask": (),
        "do": (),
        "source": MANAGING,
        **more,
    }
    return Finding(rule, group, severity, points, message=message, **values)


def groups(findings: tuple[Finding, ...]) -> tuple[Group, ...]:
    return tuple(
        Group(name, most, sum(item.points for item in findings if item.group == name))
        for name, most in GROUP_POINTS.items()
    )


NORTHWIND_FINDINGS = (
    finding(
        "waiting-on-customer",
        "process",
        "high",
        12,
        "Everything open waits on the customer: no step of ours moves the decision from here.",
        line=74,
        column=3,
        path="next_steps",
        why="While the ball lies with them, nobody keeps their plan alive, and dates slip quietly.",
        ask=(
            "What could we do this week that makes it easier for Ines to sign?",
            "Ines, what has to happen on your side before you can sign, and who does each part?",
        ),
        do=(
            "Book a working hour with Tom Becker to finish the business case together.",
            "Send Ines the decision date she named, and what she said happens in March without it.",
        ),
    ),
    finding(
        "resistant-end-user",
        "resistance",
        "high",
        10,
        "Omar Aziz (end user, influence 4) resists, and nobody is working on it.",
        line=55,
        path="buying_team[3]",
        subject="Omar Aziz",
        source=RESISTANT,
        why="A plant lead who loses his planning board can stop the rollout after the contract is signed.",
        ask=(
            "Omar, what would you lose on the day this goes live?",
            "Tom, who else cares as much as you do, and have you pushed something through with Omar before?",
        ),
        do=(
            "Ask Paul Stern, to whom Omar reports, to set up a walk through the plant.",
            "Keep the peace: show Omar the two screens that he keeps as they are.",
            "If his fear is stronger than his need, stop, or ask for a referral.",
        ),
    ),
    finding(
        "no-end-user-support",
        "people",
        "high",
        12,
        "None of the end users (Lena Fox, Omar Aziz) supports us yet.",
        line=38,
        path="buying_team",
        source=WORK,
        why="Few can say yes to a purchase; those who do the work can say no every single day after it.",
        ask=(
            "Lena, what takes you longest at the end of the month?",
            "What would have to be true for you to want this?",
        ),
        do=(
            "Meet Lena and Omar at the plant, without slides.",
            "Take their three points into the business case.",
        ),
    ),
    finding(
        "close-date-pushed",
        "process",
        "medium",
        4,
        "The close date moved twice: 30 Sep, 31 Oct, now 18 Dec.",
        line=11,
        path="close_date",
        ask=("What changed each time?",),
        do=("Tie the date to their board meeting.",),
    ),
    finding(
        "develop-key-contact",
        "relationships",
        "medium",
        4,
        "Ines Duarte decides, hardly knows us, and no step works on it.",
        line=39,
        path="buying_team[0]",
        subject="Ines Duarte",
        source=CONTACTS,
        ask=("Who could introduce us to Ines properly?",),
        do=("Ask Paul Stern for ten minutes with her.",),
    ),
    finding(
        "stall-tactics",
        "people",
        "medium",
        4,
        "Ines Duarte wants a working group first (committee, 10 Nov).",
        line=51,
        path="buying_team[0].signals[0]",
        subject="Ines Duarte",
        source=KEY_DECISION_MAKERS,
        ask=("Who asked for the group?",),
    ),
    finding(
        "customer-plan-slipping",
        "process",
        "medium",
        3,
        "“CFO reviews the business case” was planned for 14 Nov and is not done.",
        line=33,
        path="customer_plan.steps[0]",
    ),
    finding(
        "unused-introducer",
        "relationships",
        "low",
        2,
        "Paul Stern could introduce us to Ines Duarte; no step asks him to.",
        line=60,
        path="buying_team[4]",
        source=CONTACTS,
    ),
    finding(
        "check-in-step",
        "process",
        "low",
        2,
        "“Touch base with Lena” has no purpose.",
        line=80,
        path="next_steps[1].what",
        subject="Touch base with Lena",
    ),
    finding(
        "misspelled-name",
        "files",
        "low",
        0,
        "“Ines Durate” is not on the team; did you mean Ines Duarte?",
        line=90,
        column=30,
        path="activity[1].with",
        source="",
    ),
)

PEOPLE = (
    Person("Ines Duarte", ("decision_maker",), 5, 2, "neutral", "develop", True, "CFO"),
    Person("Tom Becker", ("problem_owner", "influencer"), 3, 4, "champion", "support", True, "IT Director"),
    Person("Lena Fox", ("end_user",), 2, 3, "skeptical", "watch", False, "Shift Lead"),
    Person("Omar Aziz", ("end_user",), 4, 1, "resistant", "develop", False, "Plant Lead"),
    Person("Paul Stern", (), 5, 4, "supporter", "nurture", True, "COO"),
    Person("Grete Holm", ("purchaser",), None, 2, None, None, False),
)
STEPS = (
    NextStep("Waiting for feedback on the quote", "Ines Duarte", "customer", "2026-11-27", False, "waiting"),
    NextStep("Touch base with Lena", "Dana Reyes", "us", "2026-11-25", False, "check_in"),
)
PLAN = (
    PlanItem("CFO reviews the business case", "Ines Duarte", "2026-11-14", False),
    PlanItem("Board approves capex", "Ines Duarte", "2026-12-09", False),
)

NORTHWIND = Review(
    file="deals/northwind-erp.yaml",
    deal="ERP replacement",
    account="Northwind Manufacturing",
    owner="Dana Reyes",
    amount=240000,
    currency="EUR",
    stage="proposal",
    close_date="2026-12-18",
    status="open",
    score=47,
    band="at_risk",
    capped=False,
    coverage=86,
    groups=groups(NORTHWIND_FINDINGS),
    findings=NORTHWIND_FINDINGS,
    unknowns=(
        Unknown("uncovered-role", "Who on their side owns the budget line for this?", 3),
        Unknown("outnumbered", "How much say does Grete Holm have in this decision?", 6),
        Unknown("price-only", "How much say does Grete Holm have in this decision?", 7),
        Unknown("stalled-in-stage", "Since when has the deal been in this stage?", 4),
    ),
    waived=(Waived("close-date-unanchored", "Their fiscal year moved", "Dana Reyes", "2026-12-31", 101),),
    buying_team=PEOPLE,
    next_steps=STEPS,
    customer_plan=PLAN,
    decision_date="2026-12-10",
    need_by="2027-02-01",
    repairs=Repairs("watch", 59, ("waiting-on-customer",)),
    hangs_on=(
        HangsOn("Tom Becker", 31, 16, ("no-ally", "no-path-to-decision-maker")),
        HangsOn("Paul Stern", 40, 7, ("price-only",)),
    ),
)

LUMEN = replace(
    NORTHWIND,
    file="deals/lumen-hart.yaml",
    deal="Customer service pilot, phase 1",
    account="Lumen & Hart Retail",
    owner="Theo Banks",
    amount=64000.5,
    currency="USD",
    stage="contract",
    close_date="2026-12-04",
    score=88,
    band="watch",
    capped=True,
    coverage=92,
    findings=(
        finding(
            "single-threaded",
            "people",
            "high",
            8,
            "Only Simone Achterberg is in touch with us.",
            file="deals/lumen-hart.yaml",
            line=19,
            path="buying_team",
            source=KEY_DECISION_MAKERS,
            why="One person on holiday, or in a new job, and the deal stands still.",
            ask=("Simone, who else should hear this from us before you sign?",),
            do=("Ask Simone to bring Rick and Jenna to the kick-off call.",),
        ),
        finding(
            "undated-step",
            "process",
            "medium",
            3,
            "“Send the order form” has no date.",
            file="deals/lumen-hart.yaml",
            line=44,
            path="next_steps[0].due",
            subject="Send the order form",
        ),
    ),
    unknowns=(Unknown("opposition-unexplored", "Who loses something if this goes ahead?", 2),),
    waived=(),
    buying_team=(
        Person(
            "Simone Achterberg",
            ("decision_maker",),
            5,
            5,
            "champion",
            "nurture",
            True,
            "Chief Customer Officer",
        ),
        Person("Rick Falzone", ("end_user",), 2, 2, "supporter", "watch", False, "Service Team Lead"),
        Person("Jenna Wu", ("end_user",), 2, 1, "unknown", "watch", False, "Service Analyst"),
    ),
    next_steps=(
        NextStep("Walk legal through clause 9 on the call", None, "both", "2026-11-21", False, "active"),
        NextStep("Send the order form", "us", "us", None, False, "active"),
    ),
    customer_plan=(),
    decision_date="2026-12-02",
    need_by="2027-01-11",
    repairs=Repairs("healthy", 96, ("single-threaded",)),
    hangs_on=(HangsOn("Simone Achterberg", 41, 47, ("kdm-only", "no-ally", "price-only")),),
)
LUMEN = replace(LUMEN, groups=groups(LUMEN.findings))

TEAM_QUESTION = "Who is on the buying team, and what part does each of them play?"
SPARSE = replace(
    NORTHWIND,
    file="deals/alder.yaml",
    deal="Claims scoring",
    account="Alder Valley Mutual",
    owner="Pia Nord",
    amount=None,
    currency=None,
    stage="qualification",
    close_date="2026-11-18",
    score=72,
    band="unknown",
    coverage=38,
    findings=(
        finding(
            "no-next-step",
            "process",
            "high",
            15,
            "The deal has no open next step.",
            file="deals/alder.yaml",
            line=1,
            column=1,
            path="deal",
            ask=("What happens next, who does it, and by when?",),
        ),
        finding(
            "close-date-past",
            "process",
            "high",
            10,
            "The close date, 18 Nov, has passed.",
            file="deals/alder.yaml",
            line=6,
            path="close_date",
            ask=("When do they really decide?",),
        ),
    ),
    unknowns=(
        *(
            Unknown(rule, TEAM_QUESTION, worth)
            for rule, worth in (
                ("kdm-only", 12),
                ("no-ally", 8),
                ("price-only", 7),
                ("resistant-end-user", 10),
            )
        ),
        Unknown("stalled-in-stage", "Since when has the deal been in this stage?", 4),
    ),
    waived=(),
    buying_team=(),
    next_steps=(),
    customer_plan=(),
    decision_date=None,
    need_by=None,
    repairs=None,
    hangs_on=None,
)
SPARSE = replace(SPARSE, groups=groups(SPARSE.findings))

CALM = replace(
    NORTHWIND,
    file="deals/öre.yaml",
    deal="Mätning",
    account="日本計測株式会社",
    owner="Åsa Öberg",
    amount=1234567890,
    currency="JPY",
    score=100,
    band="healthy",
    coverage=100,
    findings=(),
    groups=groups(()),
    unknowns=(),
    waived=(),
    buying_team=(
        Person("山田 太郎", ("decision_maker",), 5, 5, "champion", "nurture", True, "社長"),
        Person("Zoë Brontë", ("end_user",), 3, 5, "supporter", "support", True),
    ),
    next_steps=(
        NextStep("Run the pilot with 山田 太郎", "Åsa Öberg", "us", "2026-11-24", False, "active"),
        NextStep("Send the meter readings", "Zoë Brontë", "customer", "2026-11-20", False, "active"),
    ),
    customer_plan=(),
    repairs=None,
    hangs_on=(),
)

WON = replace(
    NORTHWIND,
    file="deals/won.yaml",
    deal="Boiler controls",
    account="Hartsmere School Trust",
    owner="Theo Banks",
    status="won",
    score=None,
    band=None,
    coverage=None,
    findings=(),
    unknowns=(),
    waived=(),
    groups=groups(()),
    repairs=None,
    hangs_on=None,
)

EVIL = (
    "Eve\x1b[31m\x1b]0;pwned\x07\u202eliam\r\n\t`|<script>alert(1)</script> @everyone "
    "[x](http://evil.example) *b*"
)
HOSTILE = replace(
    NORTHWIND,
    file="deals/e\udcffvil|`.yaml",
    deal=f"=cmd|' /C calc'!A0 {EVIL}",
    account=f"@SUM(1) {EVIL}",
    owner=f"-2+3 {EVIL}",
    stage="+proposal\u200b",
    findings=tuple(
        replace(
            item,
            message=f"{EVIL} {item.message}",
            subject=EVIL,
            file="deals/e\udcffvil|`.yaml",
            ask=(EVIL,),
            do=(EVIL,),
            why=EVIL,
        )
        for item in NORTHWIND_FINDINGS
    ),
    unknowns=(Unknown("price-only", EVIL, 7),),
    waived=(Waived("no-ally", EVIL, EVIL, None, 3),),
    buying_team=tuple(
        replace(person, name=f"{EVIL} {place}", title=EVIL) for place, person in enumerate(PEOPLE)
    ),
    next_steps=(NextStep(EVIL * 80, EVIL, "us", "2026-11-30", False, "active"),),
    customer_plan=(PlanItem(EVIL, EVIL, None, False),),
    hangs_on=(HangsOn(EVIL, 1, 46, ()),),
)

BAD_FILE = Problem(
    "deals/broken.yaml",
    7,
    9,
    "invalid-deal",
    "“$240,000” is not a plain number; write 240000 and put the currency under currency:",
    "high",
    'amount: "$240,000"',
)

SUMMARY = Summary(
    deals=4,
    amount={"EUR": 240000, "JPY": 1234567890, "USD": 64000.5},
    amount_at_risk={"EUR": 240000},
    by_band={"at_risk": 1, "unknown": 1, "watch": 1, "healthy": 1},
    by_owner=(
        OwnerRow("Dana Reyes", 1, {"EUR": 240000}, {"EUR": 240000}, "waiting-on-customer"),
        OwnerRow("Pia Nord", 1, {}, {}, "no-next-step"),
        OwnerRow("Theo Banks", 1, {"USD": 64000.5}, {}, "single-threaded"),
        OwnerRow("Åsa Öberg", 1, {"JPY": 1234567890}, {}, None),
    ),
    themes=(
        Theme("waiting-on-customer", 1, {"EUR": 240000}),
        Theme("single-threaded", 1, {"USD": 64000.5}),
        Theme("no-next-step", 1, {}),
    ),
)
REPORT = Report(AS_OF, "0.1.0", (NORTHWIND, SPARSE, LUMEN, CALM, WON), (BAD_FILE,), SUMMARY)
EMPTY = Report(AS_OF, "0.1.0", (), (), Summary())
HOSTILE_REPORT = Report(
    AS_OF,
    "0.1.0",
    (HOSTILE,),
    (Problem("deals/\x1b[2J.yaml", 1, 1, "invalid-yaml", EVIL, "high", EVIL),),
    Summary(
        1,
        {"unknown": 240000},
        {"unknown": 240000},
        {"at_risk": 1},
        (OwnerRow(EVIL, 1, {}, {}, "no-ally"), OwnerRow("Dana", 1, {}, {}, "no-ally")),
        (Theme("no-ally", 1, {"EUR": 1}),),
    ),
)


def only(review: Review) -> Report:
    """A report on one deal."""
    return Report(AS_OF, "0.1.0", (review,), (), Summary())
