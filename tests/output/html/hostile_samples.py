"""Reports whose texts try to break out of the page, and one in which everything is too long and too many."""

from __future__ import annotations

from page_samples import realistic, report

from dealcoach.model.finding import Problem, Unknown, Waived
from dealcoach.model.review import HangsOn, NextStep, Person, PlanItem, Repairs, Report

HOSTILE = (
    "<script>window.hit=1</script>",
    '"><img src=x onerror=window.hit=1>',
    "</script><script>window.hit=1</script>",
    "]]>--><svg onload=window.hit=1>",
    "javascript:window.hit=1",
    "\u202egnp.exe\u2066",
    "'-window.hit=1-'",
    "</title></style><iframe src=https://example.invalid/x>",
    "{{ 7*7 }}{% raw %}",
    "\x1b[31mred\x00",
)


def hostile() -> Report:
    """A pipeline in which every text field tries to break out."""
    base = realistic(3).deals
    deals = []
    for index, text in enumerate(HOSTILE):
        review = base[index % 3]
        finding = (
            review.findings[0]
            if review.findings
            else base[0]
            .findings[0]
            ._replace(
                message=text,
                file=f"deals/{text}.yaml",
                subject=text,
                why=text,
                ask=(text,),
                do=(text,),
                source=text,
                rule=text,
            )
        )
        person = Person(text, (text,), 5, 1, text, "develop", True, text)
        deals.append(
            review._replace(
                file=f"deals/{text}.yaml",
                deal=text,
                account=text,
                owner=text,
                stage=text,
                currency=text,
                findings=(finding,) * 5,
                unknowns=(Unknown(text, text, 3),),
                waived=(Waived(text, text, text, None, 3, (finding,)),),
                buying_team=(person, person),
                next_steps=(NextStep(text, text, "us", "2026-12-01", False, text),),
                customer_plan=(PlanItem(text, text, "2026-12-02", False),),
                hangs_on=(HangsOn(text, 3, 4, (text,)),),
                repairs=Repairs("watch", 60, (text,)),
            )
        )
    return report(
        deals, problems=(Problem(HOSTILE[0], 1, 1, "invalid-deal", HOSTILE[1], "high", HOSTILE[2]),)
    )


def extreme() -> Report:
    """One deal with everything as long, as large and as many as a file may hold."""
    base = realistic(1).deals[0]
    word = "Donaudampfschifffahrtsgesellschaft" * 8
    people = tuple(
        Person(
            f"{word} {number}", ("decision_maker",), 1 + number % 5, 1 + number // 5 % 5, None, "watch", None
        )
        for number in range(200)
    )
    steps = tuple(
        NextStep(word, word, "us", f"2026-{1 + number % 12:02}-11", False, "waiting") for number in range(500)
    )
    deal = base._replace(
        deal=word,
        account=word,
        owner=word,
        stage=word,
        amount=1e17,
        buying_team=people,
        next_steps=steps,
        file=f"deals/{word}.yaml",
        findings=tuple(f._replace(message=word) for f in base.findings),
    )
    return report([deal, base._replace(amount=0.5)])
