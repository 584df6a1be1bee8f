"""Text from deal files made safe for HTML: markup escaped, invisible characters made visible."""

from __future__ import annotations

import re
from functools import lru_cache

from dealcoach.output.terminal import safe

_MARKUP = re.compile("[&<>\"']")
_LINE_BREAKS = re.compile(r"[\t\n\r]+")


def visible(text: str) -> str:
    """The text with every character that hides or turns round the text about it written out, as ``\\u202e``.

    Line breaks become spaces: the page breaks lines itself.
    """
    return text if text.isprintable() else safe(_LINE_BREAKS.sub(" ", text).strip())


@lru_cache(maxsize=8192)
def esc(text: str) -> str:
    """The text safe between tags and in quoted attributes; the same advice and names come back often."""
    shown = visible(text)
    if _MARKUP.search(shown) is None:
        return shown
    return (
        shown.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace('"', "&#34;")
        .replace("'", "&#39;")
    )
