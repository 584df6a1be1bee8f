"""Text from deal files made safe for HTML: markup escaped, invisible characters made visible."""

from __future__ import annotations

import re

from dealcoach.output.terminal import safe

_NOT_PLAIN = re.compile(r"[^ !#-%(-;=?-~]")
"""Markup, and all but the printable characters of ASCII."""
_LINE_BREAKS = re.compile(r"[\t\n\r]+")


def visible(text: str) -> str:
    """The text with every character that hides or turns round the text about it written out, as ``\\u202e``.

    Line breaks become spaces: the page breaks lines itself.
    """
    return text if text.isprintable() else safe(_LINE_BREAKS.sub(" ", text).strip())


def esc(text: str) -> str:
    """The text safe between tags and in quoted attributes, in ASCII.

    A page in ASCII survives every mail gateway, and is put together, sent and packed in half the time.
    """
    if _NOT_PLAIN.search(text) is None:
        return text
    found = (
        visible(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace('"', "&#34;")
        .replace("'", "&#39;")
    )
    return found if found.isascii() else found.encode("ascii", "xmlcharrefreplace").decode("ascii")
