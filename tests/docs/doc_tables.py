"""Tables of the documentation that are taken from the program: keys, words, settings, facts, scores."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from dealcoach.model import config, deal
from dealcoach.model.generate import adapter, config_adapter
from dealcoach.model.words import VOCABULARIES
from tests.docs.doc_blocks import AS_OF, ROOT
from tests.docs.doc_commands import commands, options
from tests.docs.doc_index import all_pages
from tests.docs.doc_markdown import table

_NESTED = {
    "Crm": "crm",
    "Need": "need",
    "CustomerPlan": "customer_plan",
    "PlanStep": "customer_plan.steps[]",
    "BusinessCase": "business_case",
    "Member": "buying_team[]",
    "Signal": "buying_team[].signals[]",
    "Step": "next_steps[]",
    "Activity": "activity[]",
    "Waiver": "waivers[]",
}
_TYPES = {
    "Text": "text",
    "Day": "date",
    "Dates": "dates",
    "Amount": "number",
    "Currency": "3 letters",
    "Grade": "1 to 5",
    "Done": "true, false or date",
    "Names": "names",
    "With": "names",
    "Custom": "mapping",
    "Crm": "mapping",
    "Need": "mapping",
    "CustomerPlan": "mapping",
    "BusinessCase": "mapping",
    "Listed": "list",
    "Members": "list, up to 200",
    "Steps": "list, up to 500",
    "Happenings": "list, up to 1,000",
    "Exceptions": "list, up to 100",
    "Roles": "words: role",
    "Role": "word: role",
    "CaseStatus": "word: business_case_status",
    "AccountKind": "word: account_kind",
    "StepType": "word: step_type",
    "ActivityType": "word: activity_type",
    "SignalKind": "word: signal_kind",
    "Days": "days, 0 to 3650",
    "Points": "0 to 100",
    "Threshold": "0 to 100",
    "Flag": "true or false",
    "Words": "words",
    "Stages": "list",
    "Mapped": "mapping by rule",
    "PerPath": "mapping by pattern",
    "Bands": "mapping",
    "LimitChanges": "mapping",
    "FailOn": "word: fail_on",
}


def _kind(annotation: str) -> str:
    name = re.sub(r"Annotated\[.*, (\w+)\]", r"\1", annotation.removesuffix(" | None"))
    kind = _TYPES.get(name) or f"word: {name.lower()}"
    if ": " not in kind:
        return kind
    many, _, word = kind.partition(": ")
    words = VOCABULARIES[word].words
    return f"[{many}](#words)" if len(words) > 4 else ", ".join(f"`{text}`" for text in words)


def _documents(schema: dict[str, Any], cls: type) -> dict[str, str]:
    part = schema if schema["title"] == cls.__name__ else schema["$defs"][cls.__name__]
    return {name: row["description"] for name, row in part["properties"].items()}


def _keys(cls: type, schema: dict[str, Any], *, defaults: bool = False) -> str:
    told = _documents(schema, cls)
    rows = []
    for item in dataclasses.fields(cls):
        name = item.name.rstrip("_")
        needed = item.default is dataclasses.MISSING and item.default_factory is dataclasses.MISSING
        cells = [f"`{name}`", told[name], _kind(str(item.type))]
        if defaults:
            cells.append(_default(item, told[name]))
            cells[1] = re.sub(r" \(\d+\)", "", cells[1])
        rows.append([cells[0] + (" *" if needed else ""), *cells[1:]])
    return table(["key", "meaning", "value", *(["default"] if defaults else [])], rows)


def _default(item: dataclasses.Field[Any], told: str) -> str:
    if found := re.search(r"\((\d+)\)", told):
        return f"`{found[1]}`"
    value = item.default
    return "" if value is dataclasses.MISSING or value in (None, ()) else f"`{value}`".lower()


def deal_keys() -> str:
    """The keys of a deal file, mapping by mapping."""
    schema = adapter().json_schema(by_alias=True)
    parts = [f"### The deal\n\n{_keys(deal.Deal, schema)}"]
    for name, path in _NESTED.items():
        cls = getattr(deal, name)
        parts.append(f"### `{path}`\n\n{cls.__doc__}\n\n{_keys(cls, schema)}")
    return "\n" + "\n".join(parts) + "\n"


def config_keys() -> str:
    """The keys of dealcoach.yaml, mapping by mapping."""
    schema = config_adapter().json_schema(by_alias=True)
    parts = [_keys(config.Config, schema, defaults=True)]
    nested = {"Bands": "bands", "LimitChanges": "limits", "Stage": "stages[]", "RuleChange": "rules.<id>"}
    for name, path in nested.items():
        cls = getattr(config, name)
        parts.append(f"### `{path}`\n\n{cls.__doc__}\n\n{_keys(cls, schema, defaults=True)}")
    return "\n" + "\n".join(parts) + "\n"


def aliases() -> str:
    """Other names of roles, as CRM systems use them."""
    found: dict[str, list[str]] = {}
    for alias, word in VOCABULARIES["role"].aliases.items():
        found.setdefault(word, []).append(alias.replace("_", " "))
    return table(["read as", "written"], ([f"`{word}`", ", ".join(names)] for word, names in found.items()))


def facts() -> str:
    """Every fact that a condition may read."""
    from dealcoach.rules.declared import COLLECTIONS, MESSAGES, VARIABLES

    named = [(name, message, "") for name, message in VARIABLES.items()]
    named += [(item, message, f", an item of `{name}`") for name, (item, message) in COLLECTIONS.items()]
    parts = []
    for name, message, note in named:
        rows = ([f"`{name}.{fact}`", kind, text] for fact, (kind, text) in MESSAGES[message].items())
        parts.append(f"### `{name}`{note}\n\n{table(['fact', 'type', 'meaning'], rows)}")
    return "\n" + "\n".join(parts) + "\n"


def pack_keys() -> str:
    """The keys of a pack, and of a rule in it."""
    from dealcoach.rules.pack_model import Example, Level, PackModel, Requirement, RuleModel

    parts = []
    for title, model in {
        "A pack": PackModel,
        "A rule": RuleModel,
        "`requirements.<name>`": Requirement,
        "`levels[]`": Level,
        "`examples.flagged[]`, `clear[]`, `unknown[]`": Example,
    }.items():
        rows = (
            [f"`{field.alias or name}`" + (" *" if field.is_required() else ""), str(field.description)]
            for name, field in model.model_fields.items()
        )
        parts.append(f"### {title}\n\n{table(['key', 'meaning'], rows)}")
    return "\n" + "\n".join(parts) + "\n"


def json_keys(kind: str) -> str:
    """The keys of a JSON format, level by level."""
    from dealcoach.output.schemas import schema_of

    parts: list[str] = []

    def walk(schema: dict[str, Any], path: str) -> None:
        inner = next((row for row in schema.get("anyOf", ()) if row.get("type") != "null"), schema)
        if inner.get("type") == "array":
            walk(inner["items"], f"{path}[]")
        elif "properties" in inner:
            keys = ", ".join(f"`{key}`" for key in inner["properties"])
            parts.append(f"| `{path or kind}` | {inner['description']} | {keys} |\n")
            for key, row in inner["properties"].items():
                walk(row, f"{path}.{key}".strip("."))

    walk(schema_of(kind), "")
    return "| where | what | keys |\n|---|---|---|\n" + "".join(parts)


def score() -> str:
    """The findings of one sample deal, and how they add up to its score."""
    from dealcoach.model.review import Review
    from dealcoach.review.batch import review_bytes

    name = "deals/sainte-claire-hospital-pharmacy.yaml"
    found = review_bytes(name, (ROOT / name).read_bytes(), settings_of(ROOT / "deals"))
    assert isinstance(found, Review)
    rows = [
        [f"`{row.rule}`", row.severity, row.group, f"−{row.points}"] for row in found.findings if row.points
    ]
    sums = " ".join(f"− {group.lost}" for group in found.groups if group.lost)
    total = f"100 {sums} = **{found.score}**"
    words = ", ".join(f"{group.group} {group.lost}" for group in found.groups)
    return f"{table(['finding', 'severity', 'group', 'points'], rows)}\nBy group: {words}; {total}.\n"


def settings_of(folder: Path) -> Any:
    """The settings of a folder of deals, on the day of the examples."""
    from datetime import date

    from dealcoach.review.opening import Recipe, open_recipe

    return open_recipe(Recipe(date.fromisoformat(AS_OF), str(folder))).settings


PARTS: dict[str, Callable[[], str]] = {
    "deal-keys": deal_keys,
    "config-keys": config_keys,
    "aliases": aliases,
    "pages": all_pages,
    "commands": commands,
    "options": options,
    "facts": facts,
    "pack-keys": pack_keys,
    "report-keys": partial(json_keys, "report"),
    "diff-keys": partial(json_keys, "diff"),
    "trend-keys": partial(json_keys, "trend"),
    "score": score,
}
"""The generated parts of pages, by the name in their marks."""
