"""The annotated types of the deal format, for pydantic: how each is read, and its JSON Schema.

Only the schema commands and the generator of `dealcoach.model.compiled` import this module.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from dealcoach.model import scalars
from dealcoach.model.words import VOCABULARIES

Schema = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Read:
    """A scalar: the function that reads its text, and the schema that editors see."""

    reader: Callable[[Any], Any]
    schema: Schema | None = None

    def __get_pydantic_core_schema__(self, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.reader)

    def __get_pydantic_json_schema__(
        self, _schema: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return dict(self.schema or {})


def word(name: str) -> Read:
    """A word of a vocabulary: editors complete the canonical spelling and accept every loose one."""
    vocabulary = VOCABULARIES[name]
    loose = "|".join(map(_loose_word, vocabulary.spellings()))
    schema: Schema = {
        "anyOf": [{"enum": list(vocabulary.words)}, {"type": "string", "pattern": f"^({loose})$"}]
    }
    return Read(getattr(scalars, f"read_{name}"), schema)


def _loose_word(word: str) -> str:
    return "[ _-]*".join(f"[{letter.upper()}{letter}]" for letter in word.replace("_", ""))


def _one_or_many(item: Schema) -> WithJsonSchema:
    return WithJsonSchema({"anyOf": [{"type": "array", "items": item}, item]})


_DATE: Schema = {"type": "string", "format": "date"}
_NAME: Schema = {"type": "string", "minLength": 1, "maxLength": scalars.MAX_TEXT}
_AMOUNT: Schema = {"anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": "^[0-9_.]+$"}]}
_ROLE = word("role")

Text = Annotated[str, Read(scalars.read_text, {"type": ["string", "number", "boolean"]})]
Day = Annotated[date, Read(scalars.read_day, _DATE)]
Done = Annotated[date | bool, Read(scalars.read_done, {"anyOf": [{"type": "boolean"}, _DATE]})]
Amount = Annotated[float, Read(scalars.read_amount, _AMOUNT)]
Grade = Annotated[int, Read(scalars.read_grade, {"type": "integer", "minimum": 1, "maximum": 5})]
Currency = Annotated[str, Read(scalars.read_currency, {"type": "string", "pattern": "^[A-Za-z]{3}$"})]
Custom = Annotated[dict[str, Any], Read(scalars.read_custom, {"type": "object"})]
Status = Annotated[str, word("status")]
Forecast = Annotated[str, word("forecast")]
AccountKind = Annotated[str, word("account_kind")]
CaseStatus = Annotated[str, word("business_case_status")]
Level = Annotated[str, word("level")]
Stance = Annotated[str, word("stance")]
Side = Annotated[str, word("side")]
Direction = Annotated[str, word("direction")]
StepType = Annotated[str, word("step_type")]
ActivityType = Annotated[str, word("activity_type")]
SignalKind = Annotated[str, word("signal_kind")]
Role = Annotated[str, _ROLE]

Listed = BeforeValidator(scalars.read_list)
Names = Annotated[tuple[Text, ...], Listed, _one_or_many(_NAME)]
With = Annotated[tuple[Text, ...], Listed, Field(alias="with"), _one_or_many(_NAME)]
Dates = Annotated[tuple[Day, ...], Listed, _one_or_many(_DATE)]
Roles = Annotated[tuple[Role, ...], Listed, _one_or_many(_ROLE.schema or {})]
Members = BeforeValidator(scalars.read_members)
Steps = BeforeValidator(scalars.read_steps)
Happenings = BeforeValidator(scalars.read_activities)
Exceptions = BeforeValidator(scalars.read_waivers)
