"""Which form goes with which finding: one entry for every rule of the built-in packs.

An entry that gives None has nothing to fill in; the advice of the rule then speaks for itself, and a step
or a waiver can be added all the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from dealcoach.coaching import file_forms as files
from dealcoach.coaching import people_forms as people
from dealcoach.coaching import process_forms as process
from dealcoach.coaching.building import Form

if TYPE_CHECKING:
    from dealcoach.coaching.looking import Seen
    from dealcoach.model.finding import Finding

Builder = Callable[["Seen", "Finding"], Form | None]


def form_for(seen: Seen, finding: Finding) -> Form | None:
    """The form for a finding; None where there is nothing to fill in."""
    builder = FORMS.get(finding.rule)
    return builder(seen, finding) if builder else None


FORMS: dict[str, Builder] = {
    "no-next-step": process.new_step,
    "waiting-on-customer": process.our_step,
    "one-sided-plan": process.other_side,
    "check-in-step": process.rewrite,
    "content-push": process.rewrite,
    "vague-step": process.rewrite,
    "undated-step": process.due,
    "overdue-step": process.late,
    "gone-dark": process.dark,
    "stale-deal": process.stale,
    "no-need-by-date": process.need_by,
    "no-consequence": process.consequence,
    "no-customer-plan": process.decision,
    "decision-date-missed": process.decision_again,
    "customer-plan-slipping": process.late,
    "close-date-past": process.close,
    "close-date-pushed": process.close,
    "close-date-unanchored": process.unanchored,
    "stalled-in-stage": process.stage,
    "no-meeting-ahead": process.meeting,
    "kdm-only": people.below,
    "no-end-user-support": people.end_users,
    "end-users-not-met": people.unmet,
    "single-threaded": people.second,
    "no-ally": people.ally,
    "no-path-to-decision-maker": people.path_up,
    "unsupported-decision-maker": people.others,
    "implied-sponsorship": people.stance,
    "no-business-case": people.case,
    "uncovered-role": people.role,
    "stall-tactics": people.about("What will you do with {name} about what is behind it?"),
    "lingering-no-decision": people.about("What will you do with {name} so that a decision can be made?"),
    "outnumbered": people.group,
    "price-only": people.price,
    "develop-key-contact": people.about("What will you do to get closer to {name}?"),
    "neglected-nurture": people.last_contact,
    "unused-introducer": people.introduction,
    "friends-without-power": people.powerful,
    "ignored-watch-group": people.watched,
    "resistant-purchaser": people.resister,
    "resistant-end-user": people.resister,
    "resistant-problem-owner": people.resister,
    "resistant-decision-maker": people.resister,
    "resistant-outsider": people.resister,
    "resistant-insider": people.resister,
    "resistant-faction": people.resister,
    "hidden-resistance": people.stance,
    "opposition-unexplored": people.loser,
    "stance-drift": people.drift,
    "misspelled-name": files.spelling,
    "unknown-rule-in-waiver": files.rule_name,
    "expired-waiver": files.until,
    "endless-waiver": files.until,
    "unused-waiver": files.nothing,
    "crashed-rule": files.nothing,
    "invalid-yaml": files.nothing,
    "invalid-deal": files.nothing,
    "unreadable-file": files.nothing,
}
"""What to ask for each finding; a rule of somebody's own pack that is not here has nothing to fill in."""
