"""A page with more deals than it can show at once: light, and complete all the same."""

from __future__ import annotations

import base64
import importlib
import json
import re
import sys
import zlib

import page_samples
import pytest

from dealcoach.output.html.pack import PLAIN_CHARACTERS, SEPARATOR, blocks, split
from dealcoach.output.html.page import page
from dealcoach.output.html.part import bare, part, restored

REPORT = page_samples.realistic(1000)
HTML = page(REPORT)


def _packed(html: str) -> dict[str, str]:
    cards: dict[str, str] = {}
    for names, block in re.findall(r'class="ids">([^<]*)</script><script[^>]*class="packed">([^<]*)<', html):
        unpacked = zlib.decompress(base64.b64decode(block)).decode().split(SEPARATOR)
        cards |= zip(json.loads(names), unpacked, strict=True)
    return cards


def test_a_thousand_deals_weigh_less_than_six_megabytes() -> None:
    assert len(HTML.encode()) < 6_000_000


def test_without_the_faster_library_the_page_is_as_light(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "isal", None)
    pack = importlib.import_module("dealcoach.output.html.pack")
    try:
        html = importlib.reload(pack) and page(REPORT)
        assert pack.packer is zlib
        assert len(html.encode()) < 6_000_000
    finally:
        monkeypatch.undo()
        importlib.reload(pack)


def test_every_deal_has_its_line_and_its_card() -> None:
    empty = set(re.findall(r'<div class="card" id="([^"]*)"></div>', HTML))
    assert HTML.count('<details class="deal"') == 1000
    cards = _packed(HTML)
    assert set(cards) == empty
    assert 0 < len(cards) < 1000
    assert all("The two next critical things" in card for card in cards.values())


def test_the_deals_of_the_agenda_can_be_read_without_script() -> None:
    agenda = re.findall(r'<p class="who">.*?href="#([^"]*)"', HTML)
    assert len(agenda) == 15
    assert not set(agenda) & set(_packed(HTML))


def test_a_small_page_packs_nothing() -> None:
    html = page(page_samples.realistic())
    assert not _packed(html)
    assert len(html) < PLAIN_CHARACTERS


def test_the_first_cards_that_fit_stay_as_they_are() -> None:
    plain, rest = split([("a", "xxxx"), ("b", "xxxx"), ("c", "xxxx")], most=9)
    assert list(plain) == ["a", "b"]
    assert list(rest) == [("c", "xxxx")]


def test_a_block_cannot_end_its_element() -> None:
    packed = "".join(blocks(iter([("</script>", "</script>")])))
    assert packed.count("</script>") == 2
    assert packed.endswith("</script>")


def test_a_share_of_the_page_goes_through_json_whole() -> None:
    review = page_samples.realistic(1).deals[0]
    share = part(review, as_of=page_samples.AS_OF)
    alone = bare(review, as_of=page_samples.AS_OF)
    assert restored(alone) == restored(json.loads(json.dumps(alone))) == share


def test_a_page_is_ascii_whatever_the_deals_say() -> None:
    review = page_samples.realistic(1).deals[0]
    html = page(REPORT._replace(deals=(review._replace(account="Škoda \u5546 \U0001f600", owner="Zoë"),)))
    assert html.isascii()
    assert "&#352;koda &#21830; &#128512;" in html
