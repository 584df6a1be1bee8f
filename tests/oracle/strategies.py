"""Valid deals for property tests: small, with dates on and beside every limit, and any fact missing."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from .people_facts import ROLES
from .table import RULES

AS_OF = date(2026, 11, 21)
PAST = (-200, -181, -180, -91, -90, -61, -60, -31, -30, -20, -15, -14, -3, -1, 0)
FUTURE = (0, 1, 9, 30, 31, 40, 70, 100)  # 9 and 40 days ahead are the last days of a month
NAMES = ("Ann Berg", "Bo Carver", "Cleo Dunn", "Dov Ekman", "Eve Farkas", "Fay Berg")
OUTSIDERS = ("Gil Horn", "Ida Jung")
STEP_TEXTS = (
    "Run the rollout workshop with the plant leads",
    "Work through the savings model with Ann Berg",
    "Agree the evaluation criteria with Bo and the operators",
    "Ask Cleo Dunn to introduce us to the head of operations",
    "Fix the installation week with Eve Farkas",
    "Waiting for feedback from the steering group",
    "Pending approval by the plant manager",
    "Touch base with Ann",
    "Ping Bo again",
    "Send brochure",
    "Share case studies",
    "No reply to three mails",
    "They went quiet",
    "TBD",
)

_past = st.sampled_from([AS_OF + timedelta(days=offset) for offset in PAST])
_future = st.sampled_from([AS_OF + timedelta(days=offset) for offset in FUTURE])
_day = st.one_of(_past, _future)
_who = st.sampled_from((*NAMES, *OUTSIDERS))
_people = st.lists(_who, max_size=3, unique=True)
_number = st.integers(1, 5)


def _mapping(required: dict[str, Any], optional: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(required, optional=optional)


_signal = _mapping(
    {
        "kind": st.sampled_from(
            (
                "competing_priority",
                "needs_more_time",
                "committee",
                "postponed",
                "finds_holes",
                "skips_meetings",
                "other",
            )
        )
    },
    {"date": _past},
)
_roles = st.lists(st.sampled_from(sorted(ROLES)), min_size=1, max_size=2, unique=True)
_member = _mapping(
    {},
    {
        "roles": _roles,
        "level": st.sampled_from(("executive", "manager", "staff")),
        "influence": _number,
        "relationship": _number,
        "stance": st.sampled_from(
            ("champion", "supporter", "neutral", "skeptical", "resistant", "resistant", "unknown")
        ),
        "benefit": st.sampled_from(("Quiet nights", "Quiet nights", "TBD")),
        "reports_to": _who,
        "influenced_by": _people,
        "introduced_by": _who,
        "faction": st.sampled_from(("finance", "Old Guard", "old-guard")),
        "side": st.sampled_from(("inside", "outside")),
        "last_contact": _past,
        "signals": st.lists(_signal, max_size=3),
    },
)
_step = _mapping(
    {"what": st.sampled_from(STEP_TEXTS)},
    {
        "owner": st.sampled_from(
            (
                *("us", "customer", "both", "Rita Rep", "Sam Second", "Somebody Else", *NAMES[:2]),
                *("The client", "them", "Harrow Castings"),
            )
        ),
        "due": _day,
        "type": st.sampled_from(("meeting", "call", "demo", "email", "task", "event")),
        "with": _people,
        "done": st.one_of(st.just(False), st.just(False), st.just(True), _day),
    },
)
_plan_step = _mapping(
    {"what": st.sampled_from(("Board approves capex", "Board approves capex", "TBD"))},
    {"due": _day, "done": st.one_of(st.booleans(), _day)},
)
_activity = _mapping(
    {"date": _past},
    {
        "type": st.sampled_from(("meeting", "call", "demo", "email", "task", "event", "note", "content")),
        "with": st.lists(_who, min_size=1, max_size=3, unique=True),
        "direction": st.sampled_from(("two_way", "inbound", "outbound")),
    },
)
_plan = _mapping(
    {},
    {
        "decision_date": _day,
        "decision_date_history": st.lists(_day, max_size=3),
        "steps": st.lists(_plan_step, max_size=2),
    },
)

_waiver = _mapping(
    {"rule": st.sampled_from((*RULES, "no-such-rule")), "reason": st.just("Agreed in the review")},
    {"about": st.sampled_from((*NAMES[:3], *STEP_TEXTS[:3])), "until": _day},
).filter(
    lambda waiver: not ("about" in waiver and waiver["rule"] == "resistant-faction")
)  # whose name counts?


@st.composite
def deals(draw: st.DrawFn) -> dict[str, Any]:
    """A valid open deal as a plain mapping, ready for `yaml.safe_dump`; judge it on 2026-11-21."""
    names = draw(st.lists(st.sampled_from(NAMES), max_size=6, unique=True))
    team = [{"name": name, **draw(_member)} for name in names]
    head = {
        "deal": "Press line",
        "account": "Harrow Castings",
        "owner": "Rita Rep",
        "our_team": ["Sam Second"],
        "stage": draw(st.sampled_from(("discovery", "evaluation"))),
        "close_date": draw(_day),
    }
    rest = _mapping(
        {},
        {
            "stage_since": _past,
            "close_date_history": st.lists(_day, max_size=4),
            "need": _mapping(
                {"problem": st.just("Scrap")}, {"by": _day, "if_not": st.sampled_from(("Line stops", "TBD"))}
            ),
            "customer_plan": _plan.filter(bool),
            "business_case": _mapping(
                {"status": st.sampled_from(("none", "draft", "shared"))}, {"owner": _who}
            ),
            "next_steps": st.lists(_step, min_size=1, max_size=4),
            "activity": st.lists(_activity, min_size=1, max_size=5),
            "waivers": st.lists(_waiver, max_size=3),
        },
    )
    return {**head, **({"buying_team": team} if team else {}), **draw(rest)}
