"""All conditions of all rules as one CEL expression, so that a deal's facts are converted once.

A rule answers with a number: 0 clear, ``UNKNOWN``, ``OUT`` (does not apply), ``-10 - n`` unknown for
want of its n-th requirement. When flagged it answers with a list: 1 + 2 x level, plus 1 when halved, and
then which conditions of its texts hold. A rule with ``each`` answers with a list of such answers, one an
item and in a list of its own, or with one number for the whole list.
"""

from collections.abc import Sequence

from dealcoach.rules.rule import Rule

UNKNOWN = -2
OUT = -3
MISSING = -10


def program_text(rules: Sequence[Rule]) -> str:
    """The expression for these rules; those without conditions are left out."""
    return "[" + ",\n".join(rule_text(rule) for rule in rules if not rule.data["checked_by"]) + "]"


def rule_text(rule: Rule) -> str:
    """The expression of one rule."""
    data = rule.data
    otherwise = f"({data['unknown_if']}) ? dyn({UNKNOWN}) : dyn(0)" if data["unknown_if"] else "dyn(0)"
    answer = f"({data['flag_if']}) ? dyn({_flagged(rule)}) : ({otherwise})"
    if data["each"]:
        answer = f"[{data['each']}.map({rule.item}, {answer})]"
    if data["all_unknown_if"]:
        answer = f"({data['all_unknown_if']}) ? dyn({UNKNOWN}) : dyn({answer})"
    if data["applies_if"]:
        answer = f"!({data['applies_if']}) ? dyn({OUT}) : dyn({answer})"
    for number in reversed(range(len(rule.requirements))):
        known = rule.requirements[number]["known_if"]
        answer = f"!({known}) ? dyn({MISSING - number}) : dyn({answer})"
    return f"({answer})"


def _flagged(rule: Rule) -> str:
    return "[" + ", ".join((_level(rule), *(f"dyn({text})" for text in rule.texts.conditions))) + "]"


def _level(rule: Rule) -> str:
    data = rule.data
    code = "1"
    for number in reversed(range(len(data["levels"]))):
        condition = data["levels"][number]["if"]
        code = f"(({condition}) ? {1 + 2 * number} : {code})" if condition else f"{1 + 2 * number}"
    return f"dyn({code} + (({data['halve_if']}) ? 1 : 0))" if data["halve_if"] else f"dyn({code})"
