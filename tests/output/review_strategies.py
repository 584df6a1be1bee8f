"""Reviews and reports of any shape, their free texts from a strategy of the test's own."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from review_samples import AS_OF, NORTHWIND, replace

from dealcoach.model.finding import Finding, Problem, Unknown, Waived
from dealcoach.model.review import HangsOn, NextStep, OwnerRow, Person, PlanItem, Report, Review, Summary
from dealcoach.model.words import ROLES

Texts = st.SearchStrategy[str]
DAYS = st.none() | st.just("2026-12-01")
GRADES = st.none() | st.integers(1, 5)


def findings(text: Texts) -> st.SearchStrategy[Finding]:
    paths = st.sampled_from(["buying_team[0]", "next_steps[1].due", "deal"])
    return st.builds(
        Finding,
        rule=st.sampled_from(["no-ally", "overdue-step", "misspelled-name"]),
        group=st.sampled_from(["people", "process", "files"]),
        severity=st.sampled_from(["high", "medium", "low"]),
        points=st.integers(0, 12),
        worth=st.integers(0, 12),
        message=text,
        file=text,
        line=st.integers(1, 99),
        column=st.just(1),
        path=paths | text.map("custom.{}".format) | text,
        subject=text | st.sampled_from(["", *ROLES]),
        why=text,
        ask=st.tuples(text),
        do=st.tuples(text),
        source=st.just("A book"),
    )


def people(text: Texts) -> st.SearchStrategy[Person]:
    return st.builds(
        Person,
        text,
        st.sampled_from([(), ("end_user",), ("decision_maker", "purchaser")]),
        GRADES,
        GRADES,
        st.sampled_from(["champion", "resistant", None]),
        st.none(),
        st.sampled_from([True, False, None]),
        text,
    )


def steps(text: Texts) -> st.SearchStrategy[NextStep]:
    owners = text | st.sampled_from(["us", "customer", "both", None])
    sides = st.sampled_from(["us", "customer", "both"])
    return st.builds(NextStep, text, owners, sides, DAYS, st.just(False), st.just("active"))


def several(strategy: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, max_size=most).map(tuple)


def reviews(text: Texts) -> st.SearchStrategy[Review]:
    waived = st.builds(Waived, st.just("no-ally"), text, text, DAYS, st.just(3), st.tuples(findings(text)))
    return st.builds(
        replace,
        st.just(NORTHWIND),
        file=text,
        deal=text,
        account=text,
        owner=text,
        stage=text,
        status=st.sampled_from(["open", "won"]),
        findings=several(findings(text), 5),
        unknowns=several(st.builds(Unknown, st.just("no-ally"), text)),
        waived=several(waived, 2),
        buying_team=several(people(text), 5),
        next_steps=several(steps(text)),
        customer_plan=several(st.builds(PlanItem, text, st.none() | text, DAYS, st.just(False))),
        hangs_on=several(st.builds(HangsOn, text, st.just(1), st.just(46), st.just(("no-ally",)))),
    )


def reports(text: Texts) -> st.SearchStrategy[Report]:
    one = st.just(1)
    problem = st.builds(Problem, text, one, one, st.just("invalid-deal"), text, st.just("high"), text)
    row = st.builds(OwnerRow, text, one, st.just({}), st.just({}), st.just("no-ally"))
    return st.builds(
        Report,
        st.just(AS_OF),
        st.just("0.1.0"),
        several(reviews(text)),
        several(problem, 2),
        several(row).map(lambda rows: Summary(by_owner=rows)),
    )
