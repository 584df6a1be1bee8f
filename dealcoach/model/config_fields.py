"""The annotated types of dealcoach.yaml, for pydantic."""

from typing import Annotated

from pydantic import BeforeValidator

from dealcoach.model import scalars
from dealcoach.model.fields import Currency, Read, Schema, Text, word

__all__ = ["Currency", "Text"]

_WHOLE: Schema = {"type": "integer", "minimum": 0}

Flag = Annotated[bool, Read(scalars.read_flag, {"type": "boolean"})]
Days = Annotated[int, Read(scalars.read_days, {**_WHOLE, "maximum": 3650})]
Points = Annotated[int, Read(scalars.read_points, {**_WHOLE, "maximum": 100})]
Threshold = Annotated[int, Read(scalars.read_points, {**_WHOLE, "maximum": 100})]
Severity = Annotated[str, word("severity")]
FailOn = Annotated[str, word("fail_on")]
Words = Annotated[tuple[Text, ...], BeforeValidator(scalars.read_list)]
Stages = BeforeValidator(scalars.read_stages)
Mapped = BeforeValidator(scalars.read_mapping)
PerPath = Annotated[dict[str, Words], Mapped]
