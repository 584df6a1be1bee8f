"""pydantic's validator of a Deal, built from the compiled schema without importing pydantic."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, cast

from dealcoach.model.lean_core import SchemaError, SchemaValidator, ValidationError

if TYPE_CHECKING:
    from dealcoach.model.config import Config
    from dealcoach.model.deal import Deal

__all__ = ["ValidationError", "validate_config", "validate_deal"]


@cache
def _validator(name: str) -> Any:
    from dealcoach.model import compiled

    try:
        return SchemaValidator(getattr(compiled, name))
    except SchemaError:  # a pydantic-core that spells its schemas differently
        from dealcoach.model import generate

        adapters: dict[str, Any] = {"DEAL_SCHEMA": generate.adapter, "CONFIG_SCHEMA": generate.config_adapter}
        return adapters[name]().validator


def validate_deal(values: dict[str, Any]) -> Deal:
    """A Deal from the plain texts of a file; raises ValidationError with every problem at once."""
    return cast("Deal", _validator("DEAL_SCHEMA").validate_python(values))


def validate_config(values: dict[str, Any]) -> Config:
    """A Config from the plain texts of dealcoach.yaml; raises ValidationError with every problem."""
    return cast("Config", _validator("CONFIG_SCHEMA").validate_python(values))
