"""What a person reads about rules: one rule explained, the list of all, the facts they read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from dealcoach.output.terminal import safe, wrap

if TYPE_CHECKING:
    from dealcoach.rules.examples import Example
    from dealcoach.rules.rule import Rule

_SHOWN = {"flagged": "Flagged", "clear": "Clear", "unknown": "Unknown"}


def explanation(rule: Rule, examples: Sequence[Example], *, width: int) -> str:
    """A rule for people: what it sees, why, what to ask and do, examples, source."""
    data = rule.data
    worth = f"{rule.group}, {rule.severity}" + (f", up to {rule.points} points" if rule.points else "")
    lines = [rule.id, *_paragraph(f"{data['title']}  ({worth})", width), ""]
    lines += _section("What it sees", [row["text"] for row in data["message"]], width)
    lines += _section("Why it matters", [data["why"]], width)
    lines += _section("Ask", [_conditional(row) for row in data["ask"]], width)
    lines += _section("Do", [_conditional(row) for row in data["do"]], width)
    if data["question"]:
        lines += _section("While it is unknown, ask", [data["question"]], width)
    for example in _one_each(examples):
        lines += [f"{_SHOWN[example.answer]}: {safe(example.name)}"]
        lines += [f"    {safe(line)}" for line in _fragment(example).splitlines()]
        lines.append("")
    lines += _paragraph(f"Source: {rule.source}", width)
    return "\n".join(lines) + "\n"


def _one_each(examples: Sequence[Example]) -> list[Example]:
    found: dict[str, Example] = {}
    for example in examples:
        found.setdefault(example.answer, example)
    return list(found.values())


def _fragment(example: Example) -> str:
    from dealcoach.output.plain_yaml import plain_yaml

    if example.text is not None:
        return example.text.rstrip()
    versions = [
        f"# {row['date']}, {row['author']}\n{plain_yaml(row['deal']).rstrip()}" for row in example.past
    ]
    if versions:
        versions.append("# now")
    return "\n".join([*versions, plain_yaml(example.fragment or {})])


def _conditional(row: dict[str, Any]) -> str:
    return f"{row['text']}  [when {row['if']}]" if row["if"] else str(row["text"])


def _section(title: str, texts: Sequence[str], width: int) -> list[str]:
    lines = [title]
    for text in texts:
        first, *rest = wrap(safe(text), width - 4)
        lines += [f"  - {first}" if len(texts) > 1 else f"  {first}"]
        lines += [f"    {line}" if len(texts) > 1 else f"  {line}" for line in rest]
    return [*lines, ""]


def _paragraph(text: str, width: int) -> list[str]:
    return wrap(safe(text), width)


def rule_list(rules: Sequence[tuple[Rule, bool]], *, width: int) -> str:
    """One line a rule, by group; a rule that is off says so."""
    lines: list[str] = []
    group = None
    for rule, on in rules:
        if rule.group != group:
            group = rule.group
            lines += ["", group] if lines else [group]
        worth = f"{rule.points:>3}" if rule.points else "  -"
        state = "" if on else "  (off)"
        text = f"  {rule.id:<28} {rule.severity:<6} {worth}  {safe(rule.data['title'])}{state}"
        lines.append(text if len(text) <= width else text[: width - 1] + "…")
    return "\n".join(lines) + "\n"


def fact_list(*, width: int) -> str:
    """Every fact that a condition may read, with its type and meaning."""
    from dealcoach.rules.declared import COLLECTIONS, MESSAGES, VARIABLES

    lines = ["Types ending in ? are null where nobody recorded the fact.", ""]
    rows = [(name, message, "") for name, message in VARIABLES.items()]
    rows += [(item, message, f"an item of {name}") for name, (item, message) in COLLECTIONS.items()]
    for name, message, note in rows:
        lines.append(f"{name}  ({note})" if note else name)
        for field, (kind, meaning) in MESSAGES[message].items():
            text = f"  {name}.{field:<28} {kind:<8} {meaning}"
            lines.append(text if len(text) <= width else text[: width - 1] + "…")
        lines.append("")
    return "\n".join(lines)
