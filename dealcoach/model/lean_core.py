"""pydantic-core without its type declarations, whose import costs more than a review of a deal.

`pydantic_core/__init__.py` imports `pydantic_core.core_schema`: thousands of lines of TypedDicts that
only type checkers and pydantic itself need. They are kept out while the package is first imported, and
are there for everybody who asks for them afterwards.
"""

import sys
from types import ModuleType
from typing import Any

_NAME = "pydantic_core.core_schema"


class _Later(ModuleType):
    """Stands in for the type declarations; any name in it is Any."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Any


def _import() -> Any:
    if "pydantic_core" not in sys.modules:
        sys.modules[_NAME] = _Later(_NAME)
        try:
            import pydantic_core
        finally:
            del sys.modules[_NAME]
        pydantic_core.__dict__.pop("core_schema", None)
    import pydantic_core

    return pydantic_core


_core = _import()
SchemaError: type[Exception] = _core.SchemaError
SchemaValidator: Any = _core.SchemaValidator
ValidationError: Any = _core.ValidationError
PydanticCustomError: Any = _core.PydanticCustomError
