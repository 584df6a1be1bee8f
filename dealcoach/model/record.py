"""The decorator of the classes that files become: a dataclass that is cheap to define.

For each class ``dataclasses`` compiles methods that are the same in all of them, which took 4 ms of every
start. These share theirs.
"""

from dataclasses import FrozenInstanceError, dataclass
from typing import TYPE_CHECKING, Any

__all__ = ["record"]


def _set(self: Any, name: str, value: Any) -> None:
    """Set a field once, as ``__init__``, validation and unpickling do."""
    if hasattr(self, name):
        raise FrozenInstanceError(f"cannot assign to field {name!r}")
    object.__setattr__(self, name, value)


def _delete(_self: Any, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _shown(self: Any) -> str:
    fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__slots__)
    return f"{type(self).__qualname__}({fields})"


if TYPE_CHECKING:
    from dataclasses import dataclass as record
else:

    def record(*, frozen: bool, slots: bool, eq: bool) -> Any:
        """``dataclass(frozen=True, slots=True, eq=False)``, and nothing else."""

        def decorated(cls: Any) -> Any:
            cls.__setattr__, cls.__delattr__, cls.__repr__ = _set, _delete, _shown
            return dataclass(slots=slots, eq=eq, repr=False)(cls)

        return decorated
