"""Small horizontal bars as SVG, silent because words stand beside them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_START = 'preserveAspectRatio="none" aria-hidden="true">'


@lru_cache(maxsize=512)
def bar(percent: float, kind: str = "fl") -> str:
    """One bar, filled to a share of its track; the kind names its colour."""
    filled = max(0.0, min(100.0, percent))
    return (
        f'<svg class="bar" viewBox="0 0 100 5" {_START}'
        f'<path class="tr" d="M0 0h100v5H0z"/><path class="{kind}" d="M0 0h{filled:.0f}v5H0z"/></svg>'
    )


def stack(parts: Sequence[tuple[str, int]], kind: str) -> str:
    """Parts of a whole on one line: each coloured by its band, as wide as its share."""
    total = sum(count for _, count in parts) or 1
    start, rects = 0.0, ""
    for band, count in parts:
        width = 1000 * count / total
        if count:
            rects += f'<rect class="b-{band}" x="{start:.1f}" width="{max(width - 4, 1):.1f}" height="10"/>'
        start += width
    return f'<svg class="{kind}" viewBox="0 0 996 10" {_START}{rects}</svg>'
