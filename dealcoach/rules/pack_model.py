"""The rule pack format, as pydantic models: what a pack's YAML may hold, and its JSON Schema."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema

from dealcoach.model.scalars import read_list

ID = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"


def _choice(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


def _choices(value: Any) -> Any:
    return [_choice(item) for item in read_list(value)]


class Model(BaseModel):
    """Refuses unknown keys."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True, populate_by_name=True)


class Source(Model):
    """Where the idea comes from."""

    title: str
    """Title of the article or book."""
    author: str
    """Who wrote it."""


class Requirement(Model):
    """Something that must be known before a rule can answer."""

    known_if: str
    """Condition (CEL): true when it is known."""
    question: str
    """The one question that would settle it."""


class Choice(Model):
    """A text, with the condition under which it is said."""

    if_: Annotated[str | None, Field(alias="if")] = None
    """Condition (CEL); always, when absent."""
    text: str
    """The text; facts stand in braces."""


class Level(Model):
    """A severity with points, for the deals that meet a condition."""

    if_: Annotated[str | None, Field(alias="if")] = None
    """Condition (CEL); the last level has none."""
    severity: Literal["high", "medium", "low"]
    """How bad it is."""
    points: Annotated[int, Field(ge=0, le=100)]
    """What it costs."""


class PastVersion(Model):
    """An earlier version of an example's file."""

    date: Annotated[date, WithJsonSchema({"type": "string", "format": "date"})]
    """The day it was committed."""
    author: str
    """Who committed it."""
    deal: dict[str, Any]
    """A fragment merged over the pack's base deal."""


class Example(Model):
    """A deal fragment and what the rule says of it; a test, and documentation."""

    name: str
    """What the example shows."""
    deal: dict[str, Any] | None = None
    """A fragment merged over the pack's base deal; null deletes a key."""
    text: str | None = None
    """The whole file instead, for rules about files."""
    past: list[PastVersion] = []
    """Earlier versions of the file, oldest first, for rules that read the history."""
    at: str | None = None
    """Where the first finding points."""
    count: Annotated[int, Field(ge=1)] = 1
    """How many findings there are."""
    severity: Literal["high", "medium", "low"] | None = None
    """Severity of the first finding."""
    points: int | None = None
    """What the first finding is worth."""
    says: str | None = None
    """A part of the first finding's message."""


class Examples(Model):
    """Examples by answer."""

    flagged: list[Example] = []
    """Deals that the rule flags."""
    clear: list[Example] = []
    """Deals in which it finds nothing."""
    unknown: list[Example] = []
    """Deals that say too little for an answer."""


_ONE_CHOICE: dict[str, Any] = {
    "anyOf": [
        {"type": "string"},
        {
            "type": "object",
            "description": Choice.__doc__,
            "properties": {
                "if": {"type": "string", "description": "Condition (CEL); always, when absent."},
                "text": {"type": "string", "description": "The text; facts stand in braces."},
            },
            "required": ["text"],
            "additionalProperties": False,
        },
    ]
}
Choices = Annotated[
    list[Choice],
    BeforeValidator(_choices),
    WithJsonSchema({"anyOf": [{"type": "array", "items": _ONE_CHOICE}, {"type": "string"}]}),
]
Texts = Annotated[
    list[str],
    BeforeValidator(read_list),
    WithJsonSchema({"anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "string"}]}),
]


class RuleModel(Model):
    """One rule."""

    id: Annotated[str, StringConstraints(pattern=ID)]
    """Kebab-case name of the defect."""
    group: Literal["process", "people", "relationships", "resistance", "files"] | None = None
    """Which ceiling its points fall under; the pack's group when absent."""
    severity: Literal["high", "medium", "low"]
    """How bad it is; drives CI."""
    points: Annotated[int, Field(ge=0, le=100)]
    """The most it can cost; drives the score."""
    source: Source | None = None
    """Where the idea comes from; the pack's source when absent."""
    checked_by: Literal["program"] | None = None
    """The program itself judges it; only for the group files."""
    needs: Texts = []
    """Names of requirements, besides the pack's."""
    each: Literal["members", "steps", "plan_steps", "factions", "roles"] | None = None
    """One finding for each item of this list."""
    one_of: str | None = None
    """Of the rules with this name, a person fires only the one that costs most."""
    applies_if: str | None = None
    """Condition (CEL): the rule stands outside coverage when false."""
    flag_if: str | None = None
    """Condition (CEL): flagged when true."""
    unknown_if: str | None = None
    """Condition (CEL): unknown when true and not flagged."""
    all_unknown_if: str | None = None
    """The same for the list as a whole, with ``each``."""
    levels: list[Level] = []
    """Severity and points by condition; the first that holds counts."""
    halve_if: str | None = None
    """Condition (CEL): half the points, rounded down."""
    at: Choices = []
    """Where the finding points, such as ``next_steps[{step.index}].due``."""
    subject: str | None = None
    """Whom or what the finding is about; the item's name when absent."""
    title: str
    """What the rule looks for, in one line."""
    message: Choices
    """What was seen, naming people and steps."""
    why: str
    """Why it matters."""
    question: str | None = None
    """The one question to ask while the rule is unknown."""
    ask: Choices
    """Questions for the customer or the rep; the first stands on the board."""
    do: Choices
    """What to do next."""
    examples: Examples
    """Its tests and its documentation."""


class PackModel(Model):
    """A file of rules."""

    pack: str
    """Name of the pack."""
    group: Literal["process", "people", "relationships", "resistance", "files"] | None = None
    """Default group of its rules."""
    source: Source | None = None
    """Default source of its rules."""
    requirements: dict[str, Requirement] = {}
    """What rules may need to know, by name."""
    needs: Texts = []
    """Names of requirements that every rule needs."""
    base: dict[str, Any] = {}
    """The healthy deal over which examples are merged."""
    rules: list[RuleModel]
    """The rules."""
