"""The page of all rules: what each says on its own examples, in the words that a rep would read."""

from __future__ import annotations

from collections.abc import Iterator

from dealcoach.model.finding import GROUP_POINTS, Finding
from dealcoach.model.review import Review
from dealcoach.output.plain_yaml import plain_yaml
from dealcoach.review.example_reading import example_settings, read_on_example, review_example
from dealcoach.review.settings import Settings
from dealcoach.rules.examples import ANSWERS, Example, all_examples
from dealcoach.rules.library import Library, load
from dealcoach.rules.rule import Rule
from tests.docs.doc_markdown import table

_HEAD = """\
# The rules

Every rule of the built-in packs, with what it says on its own example. `dealcoach explain ID` shows the same in the
terminal, with the advice for other situations; `dealcoach rules list` the rules in force, as your `dealcoach.yaml`
leaves them. This page is written from the packs in `rules/` by `make generate`.

A rule answers *flagged*, *clear* or *unknown*, or it does not apply. Points count within the ceiling of the group:
process 35, people 30, relationships 15, resistance 20. Rules of the group files cost no points.

Conditions are explained under [Writing rules](writing-rules.md). The examples are also the rules' tests. Each shows only
what differs from the healthy deal at the head of its pack, and is judged on 21 November 2026; `null` takes a key out.
"""
_EACH = {
    "members": "One finding per member of the buying team.",
    "steps": "One finding per step.",
    "plan_steps": "One finding per step of the customer's plan.",
    "factions": "One finding per set of people.",
    "roles": "One finding per role.",
}


def rules_page() -> str:
    """The text of docs/rules.md."""
    library = load(())
    settings = example_settings(library)
    examples: dict[str, list[Example]] = {}
    for example in all_examples():
        examples.setdefault(example.rule, []).append(example)
    groups: dict[str, list[Rule]] = {group: [] for group in (*GROUP_POINTS, "files")}
    for rule in library.rules:
        groups[rule.group].append(rule)
    parts = [_HEAD, *(_overview(group, rules) for group, rules in groups.items())]
    for group, rules in groups.items():
        parts.append(f"## Rules of {group}\n")
        parts += ["\n".join(_rule(rule, examples.get(rule.id, []), library, settings)) for rule in rules]
    return "\n".join(parts)


def _overview(group: str, rules: list[Rule]) -> str:
    ceiling = f", at most {GROUP_POINTS[group]} points" if group in GROUP_POINTS else ""
    rows = ([f"[{rule.id}](#{rule.id})", rule.severity, _points(rule), rule.data["title"]] for rule in rules)
    return f"**{group}**{ceiling}\n\n{table(['rule', 'severity', 'points', 'looks for'], rows)}"


def _points(rule: Rule) -> str:
    most = sorted({points for _, points in rule.levels}, reverse=True)
    return " or ".join(map(str, most)) if most != [0] else "none"


def _rule(rule: Rule, examples: list[Example], library: Library, settings: Settings) -> Iterator[str]:
    shown = {answer: next((row for row in examples if row.answer == answer), None) for answer in ANSWERS[:2]}
    finding = _said(rule, shown["flagged"], library, settings)
    yield f"### {rule.id}\n"
    yield f"{rule.data['title']}. {_worth(rule)}\n"
    yield f"*It says*: {_plain(finding.message)}\n"
    yield f"*Why it matters*: {_plain(rule.data['why'])}\n"
    yield from _list("Ask", finding.ask)
    yield from _list("Do", finding.do)
    yield f"*Unknown while*: {_unknown(rule, examples, settings)}\n"
    yield from _conditions(rule)
    for answer, example in shown.items():
        if example is not None:
            yield from _example(answer, example)
    yield f"Source: {_plain(rule.source)}\n"


def _worth(rule: Rule) -> str:
    levels = [f"{points} points ({severity})" for severity, points in rule.levels if points]
    said = "; ".join(levels) if levels else f"{rule.severity}, no points"
    half = "; half, rounded down, once a step of ours works on it" if rule.data["halve_if"] else ""
    each = " " + _EACH[rule.data["each"]] if rule.data["each"] else ""
    return f"{said[0].upper()}{said[1:]}{half}.{each}"


def _said(rule: Rule, example: Example | None, library: Library, settings: Settings) -> Finding:
    """The example's finding; where there is no example, the texts of the rule stand for it."""
    found = read_on_example(example, library, settings) if example else None
    if found is not None:
        return found
    message, ask, do = (tuple(row["text"] for row in rule.data[key]) for key in ("message", "ask", "do"))
    main = (rule.id, rule.group, rule.severity, 0, 0)
    return Finding(*main, message[0], "", 1, 1, "", "", rule.why, ask, do, rule.source)


def _unknown(rule: Rule, examples: list[Example], settings: Settings) -> str:
    questions = dict.fromkeys(_open_questions(rule, examples, settings))
    if not questions:
        return "never. It always has an answer."
    return "nobody has answered " + " / ".join(f'"{_plain(text)}"' for text in questions)


def _open_questions(rule: Rule, examples: list[Example], settings: Settings) -> Iterator[str]:
    for requirement in rule.requirements:
        yield requirement["question"]
    for example in examples:
        outcome = review_example(example, settings) if example.answer == "unknown" else ()
        if isinstance(outcome, Review):
            yield from (row.question for row in outcome.unknowns if row.rule == rule.id)


def _conditions(rule: Rule) -> Iterator[str]:
    for head, key in (("Only where", "applies_if"), ("Flagged when", "flag_if")):
        if rule.data[key]:
            yield f"*{head}*: `{' '.join(rule.data[key].split())}`\n"


def _list(head: str, texts: tuple[str, ...]) -> Iterator[str]:
    yield f"*{head}*\n"
    yield "".join(f"- {_plain(text)}\n" for text in texts)


def _example(head: str, example: Example) -> Iterator[str]:
    yield f"*Example, {head}*: {_plain(example.name)}\n"
    for row in example.past:
        yield f"as committed on {row['date']} by {row['author']}:\n"
        yield f"```yaml\n{plain_yaml(row['deal'])}\n```\n"
    if example.past:
        yield "and today:\n"
    text = example.text.rstrip() if example.text is not None else plain_yaml(example.fragment or {})
    if text == "{}":
        yield "```yaml\n# the healthy deal as it is\n```\n"
    else:
        yield f"```yaml\n{_printable(text)}\n```\n"


def _printable(text: str) -> str:
    return "\n".join(line if line.isprintable() else ascii(line)[1:-1] for line in text.split("\n"))


def _plain(text: str) -> str:
    """A text of a rule on one line, in which nothing is Markdown."""
    return " ".join(text.split()).replace("<", "&lt;").replace("*", "\\*")
