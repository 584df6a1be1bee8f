"""Three-valued logic: True, False, and None for what nobody recorded.

An answer is None only where the missing fact could change it (Kleene's strong logic), so that
unknown is never taken for risk.
"""

from collections.abc import Iterable

Maybe = bool | None


def both(left: Maybe, right: Maybe) -> Maybe:
    """Whether both hold."""
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def any_of(values: Iterable[Maybe]) -> Maybe:
    """Whether at least one holds."""
    unknown = False
    for value in values:
        if value:
            return True
        unknown = unknown or value is None
    return None if unknown else False


def negated(value: Maybe) -> Maybe:
    """The opposite; what is unknown stays unknown."""
    return None if value is None else not value


def at_least(value: int | None, limit: int) -> Maybe:
    """Whether a number that may be missing reaches a limit."""
    return None if value is None else value >= limit
