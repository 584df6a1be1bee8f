"""Hostile texts in a real browser: they do nothing, and the page asks for nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import hostile_samples
import page_samples
import pytest

from dealcoach.output.html.page import page

if TYPE_CHECKING:
    from conftest import Opened

    OpenPage = Callable[..., Opened]


def test_hostile_names_do_nothing(open_page: OpenPage) -> None:
    hostile = hostile_samples.hostile()
    opened = open_page(page(hostile, title=hostile_samples.HOSTILE[2]))
    opened.open_all()
    assert opened.page.evaluate("window.hit") is None
    assert len(opened.requests) == 1
    assert opened.complaints == []
    assert len(opened.shown()) == len(hostile.deals)
    assert opened.page.locator("img, iframe, object, embed, link").count() == 0
    opened.page.select_option("#by-owner", hostile_samples.HOSTILE[1])
    assert opened.shown() == [hostile_samples.HOSTILE[1]]
    for link in opened.page.locator("a").all():
        assert str(link.get_attribute("href")).startswith("#")


def test_hostile_packed_names_do_nothing(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dealcoach.output.html.pack.split.__defaults__", (0,))
    opened = open_page(page(hostile_samples.hostile()))
    assert opened.page.locator(".card:empty").count() == len(hostile_samples.HOSTILE)
    opened.open_all()
    opened.page.wait_for_selector(".card:empty", state="detached")
    assert opened.page.evaluate("window.hit") is None
    assert opened.page.locator("img, iframe, object, embed, link").count() == 0
    assert opened.complaints == []
    assert len(opened.requests) == 1


def test_the_policy_stops_what_would_slip_through(open_page: OpenPage) -> None:
    opened = open_page(
        page(page_samples.realistic(3)).replace(
            "</main>", "<script>window.hit=1</script><img src=x onerror=window.hit=1></main>"
        )
    )
    opened.page.wait_for_load_state()
    assert opened.page.evaluate("window.hit") is None
    assert any("Content Security Policy" in complaint for complaint in opened.complaints)
