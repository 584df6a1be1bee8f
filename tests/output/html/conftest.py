"""A real browser for the tests of the page: Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import importlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
]


def _without_browser(reason: str) -> NoReturn:
    if os.environ.get("DEALCOACH_BROWSER_TESTS") == "required":
        pytest.fail(f"browser tests are required here, but {reason}")
    pytest.skip(f"no browser test: {reason}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A running Chromium; without one the test is skipped, or fails where browser tests are required."""
    executable = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if executable is None:
        _without_browser(f"none of {', '.join(_NAMES)} is installed")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _without_browser("the Python package playwright is not installed")
    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=executable, args=_ARGUMENTS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def axe() -> Any:
    """The accessibility checker axe-core, which its Python package carries."""
    try:
        package = importlib.import_module("axe_playwright_python.sync_playwright")
    except ImportError:
        _without_browser("the Python package axe-playwright-python is not installed")
    return package.Axe()


class Opened:
    """A page that has been opened, with everything that it asked for or complained about."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: self.complaints.append(dialog.message))

    def shown(self) -> list[str]:
        """The accounts of the deals that are listed, in their order."""
        found: list[str] = self.page.eval_on_selector_all(
            ".deal:not([hidden]) .nm > b", "nodes => nodes.map(node => node.textContent)"
        )
        return found

    def open_all(self) -> None:
        """Open every card and every finding, and lay out what is not in view as well."""
        self.page.evaluate("""() => {
            for (const deal of document.querySelectorAll(".deal")) deal.style.contentVisibility = "visible";
            for (const details of document.querySelectorAll("details")) details.open = true;
        }""")

    def open_cards(self) -> list[str]:
        """The accounts of the deals that stand open."""
        found: list[str] = self.page.eval_on_selector_all(
            ".deal[open] .nm > b", "nodes => nodes.map(node => node.textContent)"
        )
        return found


@pytest.fixture
def open_page(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Write a page to a file and open it from there, as a mail attachment is."""
    contexts = []

    def opened(html: str, fragment: str = "", width: int = 1280, **context: Any) -> Opened:
        file = tmp_path / "meeting.html"
        file.write_text(html, encoding="utf-8")
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, **context))
        result = Opened(contexts[-1].new_page())
        result.page.goto(f"{file.as_uri()}{fragment}")
        return result

    yield opened
    for context in contexts:
        context.close()
