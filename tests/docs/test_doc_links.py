"""Links between pages lead somewhere, pictures are whole, and no text names the machine it was made on."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.docs.doc_blocks import ROOT, pages

_LINK = re.compile(r"!?\[(?:[^\[\]]|\n)*\]\(([^)\s]+)\)")
_LEFT_OUT = {
    ".git",
    ".venv",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".hypothesis",
    "__pycache__",
    "dist",
}
_TEXTS = {".py", ".md", ".yaml", ".yml", ".toml", ".svg", ".txt", ".json", ".html", ".css", ".js", ".j2", ""}
_MACHINE = ("/" + "work/", "/" + "root/", "/" + "opt/", "/" + "home/runner", "pypi." + "org/simple")


def _prose(page: Path) -> str:
    return re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)


def anchors(page: Path) -> set[str]:
    """The anchors that GitHub makes of a page's headings."""
    heads = re.findall(r"^#+ (.*)$", _prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", pages(), ids=lambda path: path.name)
def test_links_lead_somewhere(page: Path) -> None:
    dead = []
    for target in _LINK.findall(_prose(page)):
        if target.startswith(("https://", "mailto:")):
            continue
        name, _, anchor = target.partition("#")
        file = (page.parent / name).resolve() if name else page
        if not file.exists() or (anchor and anchor not in anchors(file)):
            dead.append(target)
    assert dead == []


def test_every_page_is_linked_from_the_index() -> None:
    linked = set(_LINK.findall((ROOT / "docs" / "index.md").read_text("utf-8")))
    names = {page.name for page in (ROOT / "docs").glob("*.md")} - {"index.md"}
    assert names - linked == set()


@pytest.mark.parametrize("name", ["card.svg", "board.svg"])
def test_a_picture_is_whole_says_what_it_is_and_needs_nothing_from_outside(name: str) -> None:
    text = (ROOT / "docs" / name).read_text("utf-8")
    root = ElementTree.fromstring(text)
    space = "{http://www.w3.org/2000/svg}"
    assert root.tag == f"{space}svg"
    assert (root.findtext(f"{space}title") or "").startswith("What dealcoach")
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
    assert "<script" not in text
    assert len(text) < 60_000
    assert f"docs/{name}" in (ROOT / "README.md").read_text("utf-8")


def _texts() -> Iterator[Path]:
    """The text files of the tree; those that git ignores are not part of it."""
    for folder, names, files in os.walk(ROOT):
        names[:] = sorted(name for name in names if name not in _LEFT_OUT and not name.endswith("_cache"))
        for name in files:
            path = Path(folder, name)
            if name == ".git":  # that of a linked work tree
                continue
            if path.suffix in _TEXTS and path.stat().st_size < 2_000_000:
                yield path


def test_no_text_names_a_machine() -> None:
    found = []
    for path in _texts():
        text = path.read_text("utf-8", errors="replace")
        found += [f"{path.relative_to(ROOT)}: {words}" for words in _MACHINE if words in text]
    assert found == []


def test_pages_are_free_of_blanks_at_line_ends_and_of_tabs() -> None:
    for page in pages():
        lines = page.read_text("utf-8").splitlines()
        assert [number for number, line in enumerate(lines, 1) if line != line.rstrip() or "\t" in line] == []
