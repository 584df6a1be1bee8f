"""Conditions in CEL, Google's expression language: checked against the declared facts, then run.

The only module that knows the CEL runtime, which it loads when it is first needed. An expression is
type-checked once, when its pack is new, against message types built from `dealcoach.rules.declared`.
It is evaluated on plain mappings, where `dealcoach.rules.program` cannot answer without CEL.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from dealcoach.rules.declared import COLLECTIONS, MESSAGES, VARIABLES

if TYPE_CHECKING:
    from dealcoach.rules.cel_words import Fault

_PACKAGE = "dealcoach"
_MISSING_KEY = "Key not found in map"
_FAILURES = ("ERROR", "UNKNOWN")
"""CEL hands a failure back as a value of these types."""


class ConditionError(ValueError):
    """An expression that cannot be compiled, or fails on a deal."""


class MissingKeyError(ConditionError):
    """An expression that reads a key of ``deal.custom`` which this deal has not."""


class Expression(NamedTuple):
    """A compiled expression over the facts of a deal and, for some, one item of a list."""

    program: Any

    def run(self, scope: Mapping[str, Any]) -> Any:
        """The plain value on these facts; raises ConditionError when it fails."""
        try:
            value = self.program.eval(data=scope)
            failed, plain = value.type().name() in _FAILURES, value.plain_value()
        except Exception as error:
            raise _told(str(error)) from None
        if failed:
            raise _told(str(plain))
        return plain

    def serialized(self) -> bytes:
        """The compiled form, for a cache."""
        return bytes(self.program.serialize())


@cache
def _environment() -> Any:
    from cel_expr_python import cel

    names = [*VARIABLES, *COLLECTIONS, *(item for item, _ in COLLECTIONS.values())]
    return cel.NewEnv(variables=dict.fromkeys(names, cel.Type.DYN))


def compile_unchecked(text: str) -> Expression:
    """Compile an expression that was checked before; raises ConditionError for one that is too deep."""
    try:
        return Expression(_environment().compile(text, disable_check=True))
    except Exception as error:
        raise _told(str(error)) from None


def restore(data: bytes) -> Expression:
    """The expression that ``Expression.serialized`` wrote."""
    return Expression(_environment().deserialize(data))


def check(text: str, item: str | None = None) -> list[Fault]:
    """All that is wrong with a condition; ``item`` names the list variable it may also read."""
    from dealcoach.rules.cel_words import Fault, faults, type_words

    try:
        kind = _checker(item).compile(text).return_type().name()
    except Exception as error:
        return faults(str(error), text, item)
    if kind not in ("BOOL", "WRAPPER", "DYN", "ANY") and "bool" not in kind.casefold():
        return [Fault(f"a condition is true or false; this is {type_words(kind.lower())}")]
    return []


def _told(said: str) -> ConditionError:
    from dealcoach.rules.cel_words import first_line

    return MissingKeyError(said) if _MISSING_KEY in said else ConditionError(first_line(said))


@cache
def _checker(item: str | None) -> Any:
    from cel_expr_python import cel

    variables = {name: cel.Type(f"{_PACKAGE}.{message}") for name, message in VARIABLES.items()}
    for collection, (name, message) in COLLECTIONS.items():
        variables[collection] = cel.Type.List(cel.Type(f"{_PACKAGE}.{message}"))
        if name == item:
            variables[name] = cel.Type(f"{_PACKAGE}.{message}")
    return cel.NewEnv(descriptor_pool=_pool(), variables=variables)


@cache
def _pool() -> Any:
    from google.protobuf import descriptor_pb2, descriptor_pool, struct_pb2, wrappers_pb2

    pool = descriptor_pool.DescriptorPool()
    for module in (wrappers_pb2, struct_pb2):
        copy = descriptor_pb2.FileDescriptorProto()
        module.DESCRIPTOR.CopyToProto(copy)
        pool.Add(copy)
    file = descriptor_pb2.FileDescriptorProto(
        name="facts.proto",
        package=_PACKAGE,
        syntax="proto3",
        dependency=["google/protobuf/wrappers.proto", "google/protobuf/struct.proto"],
    )
    kinds = descriptor_pb2.FieldDescriptorProto
    for message, fields in MESSAGES.items():
        described = file.message_type.add(name=message)
        for number, (name, (kind, _)) in enumerate(fields.items(), 1):
            repeated = kind == "names"
            field = described.field.add(
                name=name, number=number, label=kinds.LABEL_REPEATED if repeated else kinds.LABEL_OPTIONAL
            )
            _set_type(field, kind, kinds)
    pool.Add(file)
    return pool


_WRAPPERS = {"int?": "Int64Value", "text?": "StringValue", "bool?": "BoolValue", "number?": "DoubleValue"}


def _set_type(field: Any, kind: str, kinds: Any) -> None:
    plain = {
        "int": kinds.TYPE_INT64,
        "text": kinds.TYPE_STRING,
        "bool": kinds.TYPE_BOOL,
        "number": kinds.TYPE_DOUBLE,
        "names": kinds.TYPE_STRING,
    }
    if kind in plain:
        field.type = plain[kind]
        return
    field.type = kinds.TYPE_MESSAGE
    field.type_name = ".google.protobuf." + _WRAPPERS.get(kind, "Struct")
