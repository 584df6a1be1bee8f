"""One deal in Markdown: the card's content, with the lesser findings folded away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealcoach.model.asking import ask_words
from dealcoach.output import picks
from dealcoach.output.card import critical_words
from dealcoach.output.card_findings import waiver_words
from dealcoach.output.markdown_text import Budget, md, table
from dealcoach.output.money import amount, closing, plural, words
from dealcoach.output.titles import NO_TITLES, title_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dealcoach.model.finding import Finding
    from dealcoach.model.review import HangsOn, Person, Review

_IN_FULL = 3
_QUADRANTS = (
    ("develop", "Develop: weak, influential, the priority"),
    ("nurture", "Nurture: strong, influential, stay close"),
    ("watch", "Watch: weak, little influence"),
    ("support", "Support: strong, little influence"),
    (None, "Not placed yet"),
)


def deal_sections(
    review: Review, as_of: str, characters: int, titles: Mapping[str, str] = NO_TITLES
) -> Iterator[str]:
    """The sections of one deal, within a number of characters."""
    budget = Budget(characters)
    yield f"## {md(f'{review.account}: {review.deal}', 200)}"
    yield _facts(review, as_of, titles)
    if not review.is_open:
        yield picks.how_it_ended(review)
        yield _about_the_file(review, budget)
        return
    for section in (
        _groups(review),
        _two(review, as_of),
        _talk(review),
        _then(review, budget),
        _asks(review, budget),
        _team(review, budget),
        _hangs_on(review, budget, titles),
        _repairs(review, titles),
        _about_the_file(review, budget),
        _waivers(review, as_of, budget),
    ):
        if section and budget.takes(section):
            yield section


def _facts(review: Review, as_of: str, titles: Mapping[str, str]) -> str:
    facts = [md(amount(review.amount, review.currency)), md(review.stage, 60)]
    facts += [closing(review.close_date, as_of)] if review.is_open else []
    facts += [md(review.owner, 60), md(review.file, 200)]
    line = ", ".join(facts)
    if not review.is_open:
        return line
    band = words(review.band or "unknown")
    text = f"**{review.score} of 100, {band}** (coverage {review.coverage}%). {line}"
    if review.band == "unknown":
        text += "\n\nToo little is recorded to judge this deal; the first questions come below."
    if review.capped:
        held = md("; ".join(title_of(rule, titles) for rule in picks.holding(review)))
        text += f"\n\nThe points alone would be healthy. What holds it at watch: {held}."
    return text


def _groups(review: Review) -> str:
    rows = [(group.group, f"{group.lost} of {group.max}") for group in review.groups]
    return table(("Group", "Points lost"), rows, len(rows), Budget(1_000), "group", right=(1,))


def _two(review: Review, as_of: str) -> str:
    theirs, ours = picks.next_two(review)
    lines = [
        f"- **{label}** {md(critical_words(thing, as_of, _short), 500)}"
        for label, thing in (("Theirs:", theirs), ("Ours:", ours))
    ]
    return "### The next two critical things\n\n" + "\n".join(lines)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _talk(review: Review) -> str:
    found = picks.scored(review)[:_IN_FULL]
    if not found:
        return "### Talk about\n\nNothing to flag in what is known."
    return "### Talk about\n\n" + "\n".join(_full(number, item) for number, item in enumerate(found, 1))


def _full(number: int, finding: Finding) -> str:
    lines = [
        f"{number}. **{md(finding.message, 400)}**  ",
        f"   {finding.severity}, {plural(finding.points, 'point')}, {md(_place(finding), 250)}",
    ]
    lines += [f"   - Why: {md(finding.why, 600)}"] if finding.why else []
    lines += [f"   - {ask_words(md(text, 400))}" for text in finding.ask[:4]]
    lines += [f"   - Do next: {md(text, 400)}" for text in finding.do[:4]]
    lines += [f"   - From: {md(finding.source, 200)}"] if finding.source else []
    return "\n".join(lines)


def _place(finding: Finding) -> str:
    return f"{finding.rule}, {finding.file}:{finding.line}"


def _then(review: Review, budget: Budget) -> str:
    rest = picks.scored(review)[_IN_FULL:]
    if not rest:
        return ""
    rows = (
        (str(item.points), item.severity, md(item.message, 300), md(item.rule), str(item.line))
        for item in rest
    )
    header = ("Points", "Severity", "Seen", "Rule", "Line")
    body = table(header, rows, len(rest), Budget(budget.left // 2), "finding", right=(0, 4))
    return f"<details><summary>{plural(len(rest), 'more finding')}</summary>\n\n{body}\n\n</details>"


def _asks(review: Review, budget: Budget) -> str:
    asked = picks.questions(review)
    lines = [f"- {md(question.text, 400)} (up to {plural(question.worth, 'point')})" for question in asked]
    return _list("Not known yet: ask", lines, budget, "question")


def _team(review: Review, budget: Budget) -> str:
    lines = []
    for quadrant, title in _QUADRANTS:
        people = [person for person in review.buying_team if person.quadrant == quadrant]
        if people:
            lines.append(f"- **{title}:** {_people(people)}")
    return _list("Who stands where", lines, budget, "quadrant")


def _people(people: Sequence[Person]) -> str:
    named = []
    for person in people[:20]:
        about = [words(role) for role in person.roles] + [person.stance or "stance unknown"]
        named.append(f"{md(person.name, 60)} ({', '.join(about)})")
    named += [f"and {len(people) - 20} more"] if len(people) > 20 else []
    return ", ".join(named)


def _hangs_on(review: Review, budget: Budget, titles: Mapping[str, str]) -> str:
    lines = [
        f"- Without {md(item.name, 60)} it falls by {item.drop} to {item.score}{_new(item, titles)}"
        for item in review.hangs_on or ()
    ]
    return _list("What it hangs on", lines, budget, "person")


def _new(item: HangsOn, titles: Mapping[str, str]) -> str:
    new = "; ".join(title_of(rule, titles) for rule in item.new_rules)
    return f": {md(new, 400)}" if new else ""


def _repairs(review: Review, titles: Mapping[str, str]) -> str:
    repairs = review.repairs
    if repairs is None:
        return ""
    lines = [f"- {_repair(repair, titles)}" for repair in picks.repairs(review)]
    heading = f"### The shortest way to {words(repairs.to_band)}, {repairs.score} points: repair"
    return f"{heading}\n\n{Budget(1_000).lines(lines, 'rule')}"


def _repair(repair: picks.Repair, titles: Mapping[str, str]) -> str:
    title = titles.get(repair.rule)
    text = f"{md(title, 160)} ({md(repair.rule)})" if title else md(repair.rule)
    return text + (f", {repair.times} times" if repair.times > 1 else "")


def _about_the_file(review: Review, budget: Budget) -> str:
    lines = [f"- Line {item.line}: {md(item.message, 400)}" for item in picks.about_the_file(review)]
    return _list("In the file", lines, budget, "note")


def _waivers(review: Review, as_of: str, budget: Budget) -> str:
    lines = [f"- {md(waiver_words(waiver, as_of), 600)}" for waiver in review.waived]
    return _list("Waived", lines, budget, "waiver")


def _list(title: str, lines: list[str], budget: Budget, noun: str) -> str:
    """A titled list within half of what is left of the budget."""
    if not lines:
        return ""
    return f"### {title}\n\n{Budget(budget.left // 2).lines(lines, noun)}"
