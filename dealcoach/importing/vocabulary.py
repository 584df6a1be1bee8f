"""The words of Salesforce, HubSpot and Altify, and what each becomes in a deal file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from dealcoach.model.words import STANCES

_NOT_WORD = re.compile(r"[\W_]+")

TASK_STATES = ("open", "waiting", "done", "deferred")


@lru_cache(maxsize=8192)
def word(text: str) -> str:
    """A word or a header without regard to case, spaces, hyphens and punctuation, for looking it up."""
    return _NOT_WORD.sub("", text).casefold()


@dataclass(frozen=True, slots=True)
class Part:
    """What a CRM's role says about a person: a role of ours, a stance, a level, or a side."""

    role: str = ""
    stance: str = ""
    level: str = ""
    side: str = ""


def _words(table: dict[str, str]) -> dict[str, str]:
    return {word(name): value for name, value in table.items()}


ROLE_WORDS: dict[str, Part] = {
    word(name): part
    for name, part in {
        # OpportunityContactRole.Role, the values Salesforce ships
        "Business User": Part(role="end_user"),
        "Decision Maker": Part(role="decision_maker"),
        "Economic Buyer": Part(role="purchaser"),
        "Economic Decision Maker": Part(role="decision_maker"),
        "Evaluator": Part(role="evaluator"),
        # An executive who lends a name to it has not said yes: no stance is read from the role.
        "Executive Sponsor": Part(role="influencer", level="executive"),
        "Influencer": Part(role="influencer"),
        "Technical Buyer": Part(role="evaluator"),
        "Other": Part(),
        # hs_buying_role (labels and internal values read alike)
        "BLOCKER": Part(stance="resistant"),
        "BUDGET_HOLDER": Part(role="purchaser"),
        "CHAMPION": Part(stance="champion"),
        "END_USER": Part(role="end_user"),
        "LEGAL_AND_COMPLIANCE": Part(role="gatekeeper"),
        "Legal & Compliance": Part(role="gatekeeper"),
        # what teams commonly add
        "User": Part(role="end_user"),
        "User Buyer": Part(role="end_user"),
        "KDM": Part(role="decision_maker"),
        "Key Decision Maker": Part(role="decision_maker"),
        "Purchaser": Part(role="purchaser"),
        "Procurement": Part(role="purchaser"),
        "Purchasing": Part(role="purchaser"),
        "Problem Owner": Part(role="problem_owner"),
        "Process Owner": Part(role="problem_owner"),
        "Business Owner": Part(role="problem_owner"),
        "Technical Evaluator": Part(role="evaluator"),
        "Gatekeeper": Part(role="gatekeeper"),
        "Legal": Part(role="gatekeeper"),
        "Security": Part(role="gatekeeper"),
        "Compliance": Part(role="gatekeeper"),
        "Coach": Part(stance="champion"),
        "Insider": Part(role="insider"),
        "Consultant": Part(role="outsider", side="outside"),
        "Partner": Part(role="outsider", side="outside"),
        "Agency": Part(role="outsider", side="outside"),
        "Outsider": Part(role="outsider", side="outside"),
    }.items()
}

STANCE_WORDS: dict[str, str] = _words(
    {
        **{name: name for name in STANCES},
        # Altify's support scale
        "Mentor": "champion",
        "Supporter": "supporter",
        "Neutral": "neutral",
        "Non-Supporter": "skeptical",
        "Enemy": "resistant",
    }
)

LEVEL_WORDS: dict[str, str] = _words(
    {
        "Executive": "executive",
        "C-Level": "executive",
        "C-Suite": "executive",
        "Owner": "executive",
        "Partner": "executive",
        "VP": "executive",
        "Vice President": "executive",
        "Director": "manager",
        "Manager": "manager",
        "Senior": "staff",
        "Employee": "staff",
        "Entry": "staff",
        "Staff": "staff",
    }
)

STATUS_WORDS: dict[str, str] = _words(
    {
        "Closed Won": "won",
        "Won": "won",
        "Closed - Won": "won",
        "Closed Lost": "lost",
        "Lost": "lost",
        "Closed": "lost",
        "Closed No Decision": "no_decision",
        "No Decision": "no_decision",
    }
)
"""Stages that end a deal."""

NO_DECISION = re.compile(r"\bno[ _-]?decision\b|\bstatus[ _-]quo\b|\bdid nothing\b", re.IGNORECASE)
"""Reasons for a loss that say nobody decided."""

HUBSPOT_STAGES: dict[str, str] = {
    "appointmentscheduled": "Appointment Scheduled",
    "qualifiedtobuy": "Qualified to Buy",
    "presentationscheduled": "Presentation Scheduled",
    "decisionmakerboughtin": "Decision Maker Bought-In",
    "contractsent": "Contract Sent",
    "closedwon": "Closed Won",
    "closedlost": "Closed Lost",
}
"""Internal names of HubSpot's default pipeline and what people see on the board."""

FORECAST_WORDS: dict[str, str] = _words(
    {
        "Pipeline": "pipeline",
        "Best Case": "best_case",
        "Upside": "best_case",
        "Most Likely": "best_case",
        "Commit": "commit",
        "Omitted": "omitted",
        "Omit": "omitted",
        "Not forecasted": "omitted",
    }
)

TASK_WORDS: dict[str, str] = _words(
    {
        "Not Started": "open",
        "In Progress": "open",
        "Open": "open",
        "Waiting on someone else": "waiting",
        "Waiting": "waiting",
        "Completed": "done",
        "Done": "done",
        "Closed": "done",
        "Deferred": "deferred",
    }
)

TYPE_WORDS: dict[str, str] = _words(
    {
        "Call": "call",
        "Phone": "call",
        "Email": "email",
        "E-mail": "email",
        "ListEmail": "email",
        "Meeting": "meeting",
        "Face to face": "meeting",
        "On-site": "meeting",
        "Visit": "meeting",
        "Demo": "demo",
        "Demonstration": "demo",
        "Presentation": "meeting",
        "Workshop": "meeting",
        "Task": "task",
        "To-do": "task",
        "Todo": "task",
        "Cadence": "task",
        "Event": "event",
        "LinkedIn": "email",
        "LinkedIn Message": "email",
    }
)

SUBJECT_TYPES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^\W*e-?mail\b", re.IGNORECASE), "email"),
    (re.compile(r"^\W*(?:phone )?call\b|\bvoice ?mail\b", re.IGNORECASE), "call"),
    (re.compile(r"^\W*demo\b", re.IGNORECASE), "demo"),
    (re.compile(r"^\W*meeting\b", re.IGNORECASE), "meeting"),
)
"""What a subject says when the type column does not."""

INBOUND = re.compile(r"\[in\]|<<|←|^\W*(?:inbound|reply from|email (?:from|received))\b", re.IGNORECASE)
UNANSWERED = re.compile(
    r"\b(?:left (?:a )?(?:voice ?mail|message|vm)|lvm|voice ?mail|no (?:answer|reply|response)|"
    r"did not (?:answer|pick up))\b",
    re.IGNORECASE,
)
CANCELLED = re.compile(r"^\W*cancell?ed\b|\bno[- ]show\b", re.IGNORECASE)
SAYS_CLOSED = re.compile(
    r"\bclosed[ -]*(?:won|lost)\b|\bdeal (?:is |was )?(?:won|lost|closed)\b|\bwe (?:won|lost)\b",
    re.IGNORECASE,
)
"""A next step that claims an open deal is over."""

CURRENCY_SIGNS = {
    "€": "EUR",
    "£": "GBP",
    "US$": "USD",
    "C$": "CAD",
    "A$": "AUD",
    "R$": "BRL",
    "₹": "INR",
    "zł": "PLN",
}
"""Only signs that mean one currency; `$`, `¥` and `kr` mean several."""
