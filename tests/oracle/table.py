"""The rules' table: group, and the most points a rule can take; and how places are compared."""

import re
from collections.abc import Mapping
from typing import Any

CEILINGS = {"process": 35, "people": 30, "relationships": 15, "resistance": 20}

_POINTS = {
    "process": {
        "no-next-step": 15, "waiting-on-customer": 12, "one-sided-plan": 6, "check-in-step": 2,
        "content-push": 2, "vague-step": 2, "undated-step": 3, "overdue-step": 4, "gone-dark": 10,
        "stale-deal": 5, "no-need-by-date": 4, "no-consequence": 4, "no-customer-plan": 5,
        "decision-date-missed": 8, "customer-plan-slipping": 3, "close-date-past": 10,
        "close-date-pushed": 8, "close-date-unanchored": 3, "stalled-in-stage": 4, "no-meeting-ahead": 5,
    },
    "people": {
        "kdm-only": 12, "no-end-user-support": 12, "end-users-not-met": 5, "single-threaded": 8,
        "no-ally": 8, "no-path-to-decision-maker": 8, "unsupported-decision-maker": 8,
        "implied-sponsorship": 3, "no-business-case": 4, "uncovered-role": 3, "stall-tactics": 4,
        "lingering-no-decision": 8, "outnumbered": 6,
    },
    "relationships": {
        "price-only": 7, "develop-key-contact": 4, "neglected-nurture": 3, "unused-introducer": 2,
        "friends-without-power": 3, "ignored-watch-group": 1,
    },
    "resistance": {
        "resistant-purchaser": 8, "resistant-end-user": 10, "resistant-problem-owner": 10,
        "resistant-decision-maker": 12, "resistant-outsider": 6, "resistant-insider": 6,
        "resistant-faction": 10, "hidden-resistance": 5, "opposition-unexplored": 2,
    },
}  # fmt: skip

#: rule id -> (group, most points)
RULES = {rule: (group, most) for group, rules in _POINTS.items() for rule, most in rules.items()}

#: rules of the group `files` that the oracle judges; misspelled names are left to the program
WAIVER_RULES = {
    "unknown-rule-in-waiver": "high",
    "expired-waiver": "medium",
    "unused-waiver": "low",
    "endless-waiver": "low",
}
FILE_RULES = {*WAIVER_RULES, "invalid-yaml", "invalid-deal", "unreadable-file", "misspelled-name"} | {
    "crashed-rule"
}


def nearest(deal: Mapping[str, Any], path: str) -> str:
    """The path itself or, where the deal lacks that part, its nearest parent; without any, `deal`."""
    node: Any = deal
    found = ""
    for name, index in re.findall(r"(\w+)|\[(\d+)\]", path):
        if name and isinstance(node, Mapping) and node.get(name) is not None:
            node, found = node[name], f"{found}.{name}" if found else name
        elif index and isinstance(node, list) and int(index) < len(node):
            node, found = node[int(index)], f"{found}[{index}]"
        elif index != "0" or isinstance(node, (Mapping, list)):  # a single value stands for a one-item list
            break
    return found or "deal"


def same_place(exact: str, wanted: str) -> bool:
    """Whether a path is the wanted one or lies inside it: the oracle names the part that is decided."""
    return exact == wanted or exact.startswith((f"{wanted}.", f"{wanted}["))
