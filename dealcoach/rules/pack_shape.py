"""The shape of a pack: pydantic's errors in plain words, and what of a broken pack can still be judged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dealcoach.model.finding import Position
from dealcoach.model.scalars import shown, suggestion
from dealcoach.reading.document import Document, Path

if TYPE_CHECKING:
    from pydantic import BaseModel

Data = dict[str, Any]
CHOICES = ("message", "ask", "do", "at")


def readable(values: Data) -> Data:
    """What of a pack has the right shape, so that its other faults are told at once.

    Other rules and requirements are None, and so are requirements that are no mapping; another group is
    empty. So what is there but cannot be read is not taken for missing.
    """
    from dealcoach.rules.pack_model import RuleModel

    rules = values.get("rules")
    rows = [_shaped(RuleModel, row) for row in rules] if isinstance(rules, list) else []
    return {**_head(values), "rules": rows}


def _head(values: Data) -> Data:
    """The keys of a pack besides its rules, each judged by itself."""
    from dealcoach.rules.pack_model import PackModel, Requirement

    blank: Data = {"pack": "", "rules": []}
    sound = {key: row for key, row in values.items() if _shaped(PackModel, {**blank, key: row}) is not None}
    head = _shaped(PackModel, {**blank, **sound, "rules": []}) or {}
    if "group" in values.keys() - sound.keys():
        head["group"] = ""
    if "requirements" in values.keys() - sound.keys():
        named = values["requirements"]
        rows = (
            {name: _shaped(Requirement, row) for name, row in named.items()} if type(named) is dict else None
        )
        head["requirements"] = rows
    return head


def _shaped(model: type[BaseModel], row: Any) -> Data | None:
    """The row as its model gives it, None where it has another shape."""
    from pydantic import ValidationError

    try:
        return model.model_validate(row).model_dump(by_alias=True)
    except ValidationError:
        return None


def explained_shapes(document: Document, error: Any) -> Iterator[tuple[Position, str]]:
    """Each of the shape errors with its place and what would be right."""
    for row in error.errors(include_url=False):
        path: Path = row["loc"]
        if row["type"] == "extra_forbidden":
            known = _known_keys(path)
            near = suggestion(str(path[-1]), known)
            meant = f"; did you mean {near}?" if near else f"; known are {', '.join(known)}"
            yield document.locate(path), f"unknown key {shown(path[-1])}{meant}"
        elif row["type"] == "missing":
            yield document.locate(path[:-1]), f"{path[-1]}: is missing"
        elif row["type"] == "string_pattern_mismatch" and path[-1] == "id":
            yield document.locate(path, value=True), "an id is kebab-case, such as no-next-step"
        else:
            yield document.locate(path, value=True), _plainly(row)


def _plainly(row: Any) -> str:
    kind = row["type"]
    if kind == "literal_error":
        return f"write one of: {row['ctx']['expected']}"
    if kind in ("model_type", "dict_type"):
        return "expected a mapping here: lines of key: value"
    if kind == "list_type":
        return "expected a list here"
    if kind == "string_type":
        return "expected a text here"
    message: str = row["msg"]
    return message[:1].lower() + message[1:]


def _known_keys(path: Path) -> list[str]:
    from dealcoach.rules import pack_model

    models: dict[str, Any] = {
        "rules": pack_model.RuleModel,
        "source": pack_model.Source,
        "requirements": pack_model.Requirement,
        "levels": pack_model.Level,
        "examples": pack_model.Examples,
        **dict.fromkeys(("flagged", "clear", "unknown"), pack_model.Example),
        "past": pack_model.PastVersion,
        **dict.fromkeys(CHOICES, pack_model.Choice),
    }
    names = [part for part in path[:-1] if part in models]
    model = models[str(names[-1])] if names else pack_model.PackModel
    return [field.alias or key for key, field in model.model_fields.items()]
