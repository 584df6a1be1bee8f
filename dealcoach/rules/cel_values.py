"""CEL's operations where Python's own differ, for the code that `dealcoach.rules.cel_python` writes.

A value is what facts hold: null, a boolean, a whole number, a float, a text, a list or a mapping. An
operation that CEL has no overload for raises, as it does there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

Operand = Callable[[], bool]


def truth(value: Any) -> bool:
    """A boolean as itself; anything else, null too, is an error."""
    if value is True or value is False:
        return bool(value)
    raise TypeError(f"neither true nor false: {_kind(value)}")


def both(*operands: Operand) -> bool:
    """``&&``: false when any operand is, even where another fails."""
    return not _decided(_called, operands, False)


def either(*operands: Operand) -> bool:
    """``||``: true when any operand is, even where another fails."""
    return _decided(_called, operands, True)


def exists(test: Callable[[Any], bool], items: Iterable[Any]) -> bool:
    """The macro: true when the test holds for any item, even where it fails for another."""
    return _decided(test, items, True)


def every(test: Callable[[Any], bool], items: Iterable[Any]) -> bool:
    """The macro ``all``: false when the test does not hold for any item, even where it fails for another."""
    return not _decided(test, items, False)


def _decided(test: Callable[[Any], bool], items: Iterable[Any], wanted: bool) -> bool:
    """Whether the test says what is wanted of any item; else the last error, where it failed for one."""
    failure = None
    for item in items:
        try:
            if test(item) is wanted:
                return True
        except Exception as error:
            failure = error
    if failure is not None:
        raise failure
    return False


def _called(operand: Operand) -> bool:
    return operand()


def same(left: Any, right: Any) -> bool:
    """``==``: numbers by value, lists and mappings item by item; different types are never equal."""
    if _is_number(left) and _is_number(right):
        return _equal_numbers(left, right)
    if type(left) is not type(right):
        return False
    if type(left) is list:
        return len(left) == len(right) and all(map(same, left, right))
    if type(left) is dict:
        return left.keys() == right.keys() and all(same(item, right[key]) for key, item in left.items())
    return bool(left == right)


def less(left: Any, right: Any) -> bool:
    """``<`` of two numbers, two texts or two booleans."""
    left, right = _ordered(left, right)
    return bool(left < right)


def at_most(left: Any, right: Any) -> bool:
    """``<=`` of two numbers, two texts or two booleans."""
    left, right = _ordered(left, right)
    return bool(left <= right)


def at(items: Any, key: Any) -> Any:
    """``items[key]`` of a list or a mapping; there is no counting from the end."""
    if type(items) is dict and type(key) is str:
        return items[key]
    if type(items) is list and _is_number(key) and key == int(key) and key >= 0:
        return items[int(key)]
    raise LookupError(f"{_kind(items)} has no item {key!r}")


def within(value: Any, items: Any) -> bool:
    """``value in items``: of a list by value, of a mapping by key."""
    if type(items) is list:
        return any(same(value, item) for item in items)
    if type(items) is dict and (_is_number(value) or type(value) in (str, bool)):
        return any(same(value, key) for key in items)
    raise TypeError(f"nothing is in {_kind(items)}")


def size(value: Any) -> int:
    """The length of a text, a list or a mapping."""
    return len(value)


def has(value: Any, field: str) -> bool:
    """Whether a mapping has the key."""
    if type(value) is dict:
        return field in value
    raise TypeError(f"{_kind(value)} has no fields")


def walked(value: Any) -> Sequence[Any]:
    """What a macro walks: the items of a list, the keys of a mapping."""
    if type(value) is list:
        return value
    if type(value) is dict:
        return list(value)
    raise TypeError(f"{_kind(value)} has no items")


def text(value: Any) -> str:
    """A text as itself; anything else is an error."""
    if type(value) is str:
        return value
    raise TypeError(f"not a text: {_kind(value)}")


def whole(value: int) -> int:
    """A result of whole-number arithmetic, unless it needs more than 64 bits."""
    if -(2**63) <= value < 2**63:
        return value
    raise OverflowError("whole number overflow")


def lenient(answer: Callable[[], Any], instead: Any) -> Any:
    """An answer, or another one where a mapping lacks a key that is read; facts always have theirs."""
    try:
        return answer()
    except KeyError:
        return instead


def _ordered(left: Any, right: Any) -> tuple[Any, Any]:
    if _is_number(left) and _is_number(right):
        return (left, right) if type(left) is type(right) else (float(left), float(right))
    if type(left) is type(right) and type(left) in (str, bool):
        return left, right
    raise TypeError(f"{_kind(left)} and {_kind(right)} have no order")


def _equal_numbers(left: float, right: float) -> bool:
    return left == right if type(left) is type(right) else float(left) == float(right)


def _is_number(value: Any) -> bool:
    return type(value) is int or type(value) is float


def _kind(value: Any) -> str:
    return "null" if value is None else type(value).__name__


HELPERS: dict[str, Callable[..., Any]] = {
    "len": len,
    "_truth": truth,
    "_both": both,
    "_either": either,
    "_exists": exists,
    "_every": every,
    "_same": same,
    "_less": less,
    "_at_most": at_most,
    "_at": at,
    "_within": within,
    "_size": size,
    "_has": has,
    "_walked": walked,
    "_text": text,
    "_whole": whole,
    "_lenient": lenient,
}
"""All names that translated conditions call."""
