"""What a person reads about rules: one rule explained, the list of all, the facts they read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dealcoach.model.asking import under_ask
from dealcoach.output.money import plural
from dealcoach.output.plain_words import plain_words
from dealcoach.output.terminal import safe, wrap

if TYPE_CHECKING:
    from dealcoach.model.finding import Finding
    from dealcoach.rules.examples import Example
    from dealcoach.rules.rule import Rule
    from dealcoach.rules.templates import Template

_LEAST = 20
"""The fewest columns in which a title is told."""
_SHOWN = {"flagged": "Flagged", "clear": "Clear", "unknown": "Unknown"}


def explanation(
    rule: Rule, examples: Sequence[Example], *, width: int, said: Finding | None = None, on: bool = True
) -> str:
    """A rule for people: what it sees, why, what to ask and do, examples, source.

    ``said`` is what it says on its first flagged example; else its texts are told without any deal's facts.
    ``on`` is whether dealcoach.yaml leaves it in force.
    """
    data = rule.data
    worth = f"{rule.group}, {rule.severity}"
    if rule.points:
        worth += f", up to {plural(rule.points, 'point')}"
    if not on:
        worth += "; off in dealcoach.yaml"
    lines = [rule.id, *_paragraph(f"{data['title']}  ({worth})", width), ""]
    if said is None:
        lines += _section("What it sees", _plain(data["message"]), width)
    else:
        lines += _section("What it says, for example", [said.message], width)
    lines += _section("Why it matters", [data["why"]], width)
    lines += _advice("Ask", rule.texts.ask, data["ask"], said.ask if said else None, width)
    lines += _advice("Do", rule.texts.do, data["do"], said.do if said else None, width)
    if data["question"]:
        lines += _section("While it is unknown, ask", [plain_words(data["question"])], width)
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


def _plain(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """The texts of a rule without a deal's facts; those that then read alike are told once."""
    return list(dict.fromkeys(plain_words(row["text"]) for row in rows))


def _advice(
    title: str,
    texts: Sequence[tuple[int | None, Template]],
    rows: Sequence[Mapping[str, Any]],
    said: Sequence[str] | None,
    width: int,
) -> list[str]:
    """The advice as it reads on the example, then what is only said of other deals."""
    shown = under_ask if title == "Ask" else list[str]
    if said is None:
        return _section(title, shown(_plain(rows)), width)
    more = [row for (_, text), row in zip(texts, rows, strict=True) if not any(map(text.could_be, said))]
    lines = _section(f"{title}, for example", shown(said), width)
    return lines + (_section(f"{title}, on other deals", shown(_plain(more)), width) if more else [])


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
        head = f"  {rule.id:<28} {rule.severity:<6} {worth}  "
        room = max(width - len(head), _LEAST)
        first, *rest = wrap(safe(rule.data["title"]) + state, room)
        lines += [head + first, *(" " * len(head) + line for line in rest)]
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
