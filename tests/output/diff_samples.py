"""Comparisons for the tests of their outputs: the sample deals, and what they were a week before."""

from __future__ import annotations

from typing import Any

from review_samples import BAD_FILE, CALM, EVIL, HOSTILE, LUMEN, NORTHWIND, SPARSE, WON, finding

from dealcoach.comparing.comparing import compare
from dealcoach.comparing.matching import Entry
from dealcoach.model.changes import CoursePoint, Side
from dealcoach.model.review import NextStep, Review

THEN = Side("last week", "2026-11-14", "1a2b3c4d5e6f7a8b9c0d", "2026-11-12", "Weekly update")
NOW = Side("deals as it is", "2026-11-21")


def changed(review: Review, **values: Any) -> Review:
    return review._replace(**values)


def entry(review: Review, path: str = "") -> Entry:
    return Entry(path or review.file, path or review.file, review)


NORTHWIND_THEN = changed(
    NORTHWIND,
    stage="evaluation",
    amount=200000,
    close_date="2026-10-31",
    score=67,
    band="watch",
    findings=(
        *(
            item._replace(points=2 if item.rule == "close-date-pushed" else item.points)
            for item in NORTHWIND.findings
            if item.rule not in ("waiting-on-customer", "resistant-end-user")
        ),
        finding("no-need-by-date", "process", "medium", 4, "We do not know by when they need it."),
    ),
    buying_team=(
        *(
            person._replace(stance="skeptical") if person.name == "Omar Aziz" else person
            for person in NORTHWIND.buying_team[:5]
        ),
        NORTHWIND.buying_team[5]._replace(name="Jan de Vries", roles=("evaluator",)),
    ),
    next_steps=(
        NextStep("Send the revised quote", "Dana Reyes", "us", "2026-11-12", False, "active"),
        NextStep("Touch base with Lena", "Dana Reyes", "us", "2026-11-18", False, "check_in"),
    ),
)
DIFF = compare(
    [
        Entry(NORTHWIND.file, "deals/northwind.yaml", NORTHWIND_THEN, renamed=True),
        entry(LUMEN),
        entry(changed(WON, status="open", score=64, band="watch")),
        entry(changed(CALM, file="deals/gone.yaml", deal="Gone", score=90)),
        Entry("deals/broken.yaml", "deals/broken.yaml", (BAD_FILE,)),
        Entry("deals/later.yaml", "deals/later.yaml", (BAD_FILE._replace(file="deals/later.yaml"),)),
    ],
    [
        entry(NORTHWIND),
        entry(LUMEN),
        entry(WON),
        entry(SPARSE),
        Entry("deals/broken.yaml", "deals/broken.yaml", (BAD_FILE,)),
        entry(changed(CALM, file="deals/later.yaml")),
    ],
    THEN,
    NOW,
    "0.1.0",
)
NOTHING = compare([entry(LUMEN)], [entry(LUMEN)], Side("old", "2026-11-21"), NOW, "0.1.0")
EMPTY_DIFF = compare([], [], Side("old", "2026-11-21"), NOW, "0.1.0")
HOSTILE_DIFF = compare(
    [
        entry(
            changed(
                HOSTILE,
                stage=EVIL,
                owner="Dana",
                amount=1,
                findings=(),
                score=90,
                next_steps=(),
                buying_team=(),
            )
        )
    ],
    [
        entry(HOSTILE),
        Entry("x", "deals/\x1b[2J.yaml", (BAD_FILE._replace(file="deals/\x1b[2J.yaml", message=EVIL),)),
    ],
    Side(EVIL, "2026-11-14", "f" * 40, "2026-11-14", EVIL),
    Side(EVIL, "2026-11-21"),
    "0.1.0",
)
NORTHWIND_CHANGE = next(change for change in DIFF.deals if change.file == NORTHWIND.file)
FIRST = changed(NORTHWIND_THEN, score=88, band="watch", findings=())
COURSE = (
    CoursePoint(
        "2026-09-01",
        "Dana Reyes",
        "a" * 40,
        "First notes",
        88,
        "watch",
        "open",
        None,
        (),
        True,
        1,
        False,
        FIRST,
    ),
    CoursePoint(
        "2026-10-02", "Sam Okafor", "b" * 40, "", None, None, "unreadable", None, (BAD_FILE,), number=2
    ),
    CoursePoint(
        "2026-11-14", EVIL, "c" * 40, EVIL, 67, "watch", "open", None, number=3, review=NORTHWIND_THEN
    ),
    CoursePoint("2026-11-21", "", "", "", 47, "at_risk", "open", NORTHWIND_CHANGE, review=NORTHWIND),
)
