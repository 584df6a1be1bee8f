"""pydantic-core's compiled part without its Python part, whose import costs more than a review of a deal.

`pydantic_core/__init__.py` imports thousands of lines of type declarations, and typing_extensions for them.
An empty package stands in for it while the compiled module is imported; whoever asks for pydantic_core
afterwards gets the real one, around the same compiled module.
"""

import sys
from importlib import import_module
from importlib.machinery import PathFinder
from types import ModuleType
from typing import Any


def _import() -> Any:
    spec = None if "pydantic_core" in sys.modules else PathFinder.find_spec("pydantic_core")
    if spec is None:
        return import_module("pydantic_core")
    package = sys.modules["pydantic_core"] = ModuleType("pydantic_core")
    package.__path__ = list(spec.submodule_search_locations or ())
    try:
        return import_module("pydantic_core._pydantic_core")
    finally:
        del sys.modules["pydantic_core"]


_core = _import()
SchemaError: type[Exception] = _core.SchemaError
SchemaValidator: Any = _core.SchemaValidator
ValidationError: Any = _core.ValidationError
PydanticCustomError: Any = _core.PydanticCustomError
