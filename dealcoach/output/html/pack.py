"""Which cards stand in the page as they are, and which travel compressed until they are opened.

A card is some 8 to 20 kB of HTML. The first ones stand in the page, where a reader without script (a mail
preview, a printer) finds them. When a page would grow too heavy, the cards of the lighter deals are put into
compressed blocks, which the page's script inflates when such a deal is opened.
"""

from __future__ import annotations

import base64
import json
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, islice
from typing import TYPE_CHECKING

try:
    from isal import isal_zlib as packer  # the same format, in a third of the time
except ImportError:  # a platform without it
    import zlib as packer  # type: ignore[no-redef]

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

PLAIN_CHARACTERS = 500_000
"""How many characters of cards stand in the page as they are."""
SEPARATOR = "\0"
"""Stands between the cards of a block; no escaped text holds it."""
_PER_BLOCK = 60
_LEVEL = 4 if packer.__name__ == "zlib" else 3
"""Each library's best that does not keep the reader waiting."""
_THREADS = 2
"""Compressing leaves the interpreter to other threads."""

Card = tuple[str, str]
"""A card's identity and its HTML."""


def split(cards: Iterable[Card], most: int = PLAIN_CHARACTERS) -> tuple[dict[str, str], Iterator[Card]]:
    """The cards to show as they are, by identity: the first ones that fit; and the rest, not yet made."""
    plain: dict[str, str] = {}
    remaining = iter(cards)
    used = 0
    for card in remaining:
        used += len(card[1])
        if used > most:
            return plain, chain([card], remaining)
        plain[card[0]] = card[1]
    return plain, remaining


def blocks(cards: Iterator[Card]) -> Iterator[str]:
    """Two script elements for every sixty cards: their identities as JSON, and the cards compressed.

    Other threads begin with that at once.
    """
    threads = ThreadPoolExecutor(_THREADS)
    packed = threads.map(_block, iter(lambda: list(islice(cards, _PER_BLOCK)), []))
    threads.shutdown(wait=False)
    return packed


def _block(cards: Sequence[Card]) -> str:
    names = json.dumps([identity for identity, _ in cards]).replace("<", "\\u003c")
    joined = SEPARATOR.join([html for _, html in cards])
    packed = base64.b64encode(packer.compress(joined.encode("ascii"), _LEVEL)).decode("ascii")
    return (
        f'<script type="application/json" class="ids">{names}</script>'
        f'<script type="text/plain" class="packed">{packed}</script>'
    )
