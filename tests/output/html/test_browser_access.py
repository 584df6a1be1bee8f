"""The page for everybody, in a real browser: any width, light and dark, no barriers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import hostile_samples
import page_samples
import pytest

from dealcoach.output.html.page import page

if TYPE_CHECKING:
    from conftest import Opened

    OpenPage = Callable[..., Opened]

_STANDARDS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
HTML = page(page_samples.realistic())


@pytest.mark.parametrize("width", [360, 768, 1280, 1920])
def test_nothing_scrolls_sideways(open_page: OpenPage, width: int) -> None:
    opened = open_page(HTML, width=width)
    opened.open_all()
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [360, 1280])
def test_no_text_is_too_long_for_the_page(open_page: OpenPage, width: int) -> None:
    opened = open_page(page(hostile_samples.extreme()), width=width)
    opened.open_all()
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_barrier_for_anybody(open_page: OpenPage, axe: Any, scheme: str, width: int) -> None:
    opened = open_page(page(page_samples.realistic(4)), width=width, color_scheme=scheme)
    opened.open_all()
    results = axe.run(opened.page, options=_STANDARDS)
    assert results.violations_count == 0, results.generate_report()
    assert len(results.response["passes"]) > 20
