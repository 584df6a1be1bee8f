"""The rules of the group process, one function each."""

from calendar import monthrange
from datetime import date, timedelta

from .facts import TALKS, Facts, as_date, as_list
from .logic import Hit, Outcome, each, one


def no_next_step(f: Facts) -> Outcome:
    return one(not f.open_steps, Hit(f.place("next_steps"), "high", 15))


def waiting_on_customer(f: Facts) -> Outcome:
    ours = [
        step
        for step in f.open_steps
        if step.ours and step.reading == "active" and (step.due is None or step.due >= f.as_of)
    ]
    return one(bool(f.open_steps) and not ours, Hit("next_steps", "high", 12))


def one_sided_plan(f: Facts) -> Outcome:
    sides = {step.side for step in f.open_steps if step.reading == "active"}
    return one(sides in ({"us"}, {"customer"}), Hit("next_steps", "medium", 6))


def _each_of_ours_that_reads(f: Facts, reading: str) -> Outcome:
    ours = [step for step in f.open_steps if step.ours]
    return each((step.reading == reading, Hit(step.path, "low", 2, step.what)) for step in ours)


def check_in_step(f: Facts) -> Outcome:
    return _each_of_ours_that_reads(f, "check_in")


def content_push(f: Facts) -> Outcome:
    return _each_of_ours_that_reads(f, "content_push")


def vague_step(f: Facts) -> Outcome:
    return each((step.reading == "vague", Hit(step.path, "low", 2, step.what)) for step in f.open_steps)


def undated_step(f: Facts) -> Outcome:
    return each((step.due is None, Hit(step.path, "medium", 3, step.what)) for step in f.open_steps)


def overdue_step(f: Facts) -> Outcome:
    cases = []
    for step in f.open_steps:
        overdue = step.due is not None and step.due < f.as_of
        hit = Hit(step.path, "medium", 4, step.what) if step.ours else Hit(step.path, "low", 2, step.what)
        cases.append((overdue, hit))
    return each(cases)


def gone_dark(f: Facts) -> Outcome:
    reporting = [step for step in f.open_steps if step.reading == "gone_dark"]
    if reporting:
        return [Hit(reporting[0].path, "high", 10)]
    outbound = [event for event in f.events if event.direction == "outbound"]
    outbound.sort(key=lambda event: event.on)
    answers = [event.on for event in f.events if event.direction != "outbound"]
    answers += [member.contact for member in f.members if member.contact]
    if answers:
        start = max(answers)
        since = [event for event in outbound if event.on > start]
    elif outbound:
        start, since = outbound[0].on, outbound[1:]  # the first attempt only starts the silence
    else:
        return "clear"
    if f.days_since(start) <= f.limits.silence or len(since) < 2:
        return "clear"
    latest = [event for event in since if event.on == max(event.on for event in since)]
    place = f"activity[{latest[0].index}]" if len(latest) == 1 else "activity"
    return [Hit(place, "high", 10)]


def stale_deal(f: Facts) -> Outcome:
    signs = [event.on for event in f.events]
    signs += [member.contact for member in f.members if member.contact]
    signs += [step.done_on for step in f.steps if step.done_on]
    booked = any(step.due and step.due >= f.as_of and step.kind in TALKS for step in f.open_steps)
    if booked:
        return "clear"
    if not signs:
        return "unknown"
    return one(f.days_since(max(signs)) > f.limits.silence, Hit(f.place("next_steps"), "medium", 5))


def no_need_by_date(f: Facts) -> Outcome:
    return one(f.need_by is None, Hit(f.place("need"), "medium", 4))


def no_consequence(f: Facts) -> Outcome:
    return one(f.placeholder(f.need.get("if_not")), Hit(f.place("need", "if_not"), "medium", 4))


def no_customer_plan(f: Facts) -> Outcome:
    known = any(not f.placeholder(step["what"]) for step in f.plan_steps)
    return one(f.decision_date is None and not known, Hit(f.place("customer_plan"), "medium", 5))


def decision_date_missed(f: Facts) -> Outcome:
    if f.decision_date is None:
        return "n_a"
    return one(f.decision_date < f.as_of, Hit("customer_plan.decision_date", "high", 8))


def customer_plan_slipping(f: Facts) -> Outcome:
    cases = []
    for index, step in enumerate(f.plan_steps):
        due = as_date(step.get("due"))
        overdue = not f.done(step.get("done")) and due is not None and due < f.as_of
        cases.append((overdue, Hit(f"customer_plan.steps[{index}]", "medium", 3, str(step["what"]))))
    return each(cases)


def close_date_past(f: Facts) -> Outcome:
    return one(_close(f) < f.as_of, Hit("close_date", "high", 10))


def close_date_pushed(f: Facts) -> Outcome:
    earlier = [as_date(day) for day in as_list(f.deal.get("close_date_history"))]
    pushes = sum(day is not None and day < _close(f) for day in earlier)
    hit = Hit("close_date", "high", 8) if pushes >= 3 else Hit("close_date", "medium", 4)
    return one(pushes >= 2, hit)


def close_date_unanchored(f: Facts) -> Outcome:
    close, decision, need = _close(f), f.decision_date, f.need_by
    before_decision = decision is not None and close < decision
    after_need = need is not None and close > need
    month_end = close.day == monthrange(close.year, close.month)[1]
    loose = before_decision or after_need or (month_end and decision is None and need is None)
    return one(loose, Hit("close_date", "low", 3))


def stalled_in_stage(f: Facts) -> Outcome:
    since = as_date(f.deal.get("stage_since"))
    if since is None:
        return "unknown"
    return one(f.days_since(since) > f.limits.stage, Hit("stage", "medium", 4))


def no_meeting_ahead(f: Facts) -> Outcome:
    soon = f.as_of <= _close(f) <= f.as_of + timedelta(days=30)
    together = [step for step in f.open_steps if step.kind in TALKS or step.side == "both"]
    ahead = any(step.due and step.due >= f.as_of for step in together)
    return one(soon and not ahead, Hit(f.place("next_steps"), "medium", 5))


def _close(f: Facts) -> date:
    assert f.close_date is not None, "an open deal has a close date"
    return f.close_date


RULES = {
    "no-next-step": no_next_step,
    "waiting-on-customer": waiting_on_customer,
    "one-sided-plan": one_sided_plan,
    "check-in-step": check_in_step,
    "content-push": content_push,
    "vague-step": vague_step,
    "undated-step": undated_step,
    "overdue-step": overdue_step,
    "gone-dark": gone_dark,
    "stale-deal": stale_deal,
    "no-need-by-date": no_need_by_date,
    "no-consequence": no_consequence,
    "no-customer-plan": no_customer_plan,
    "decision-date-missed": decision_date_missed,
    "customer-plan-slipping": customer_plan_slipping,
    "close-date-past": close_date_past,
    "close-date-pushed": close_date_pushed,
    "close-date-unanchored": close_date_unanchored,
    "stalled-in-stage": stalled_in_stage,
    "no-meeting-ahead": no_meeting_ahead,
}
