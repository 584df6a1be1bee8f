"""Writes what the documentation takes from the program: tables, rules, real output, pictures.

``python -m tests.docs_generate`` writes; with ``--check`` it only names the files that are out of
date and ends with 1. Between ``<!-- begin NAME -->`` and ``<!-- end NAME -->`` stands a generated part;
a console block shows what its commands print; `docs/rules.md` and the pictures are whole files.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.docs.doc_blocks import ROOT, Sandbox, replayed
from tests.docs.doc_pictures import PICTURES, svg
from tests.docs.doc_rules import rules_page
from tests.docs.doc_tables import PARTS

PAGES = (
    "README.md",
    "docs/index.md",
    "docs/deal-file.md",
    "docs/writing-rules.md",
    "docs/configuration.md",
    "docs/outputs.md",
)
"""The pages whose output and tables are written here."""
_PART = re.compile(r"(<!-- begin ([a-z-]+) -->\n).*?(<!-- end \2 -->)", re.DOTALL)


def generated() -> Iterator[tuple[Path, str]]:
    """Every generated file with the text that it should have today."""
    for name in PAGES:
        path = ROOT / name
        with _sandbox() as sandbox:
            text = replayed(path.read_text("utf-8"), sandbox)
        yield path, _PART.sub(lambda match: f"{match[1]}{PARTS[match[2]]()}{match[3]}", text)
    yield ROOT / "docs" / "rules.md", rules_page()
    with _sandbox() as sandbox:
        for picture in PICTURES:
            yield ROOT / "docs" / f"{picture.name}.svg", svg(picture, sandbox)


@contextmanager
def _sandbox() -> Iterator[Sandbox]:
    with tempfile.TemporaryDirectory() as folder:
        yield Sandbox(Path(folder))


def main() -> int:
    """Write the files, or with ``--check`` name those that are out of date and return 1."""
    check = "--check" in sys.argv[1:]
    stale = 0
    for path, text in generated():
        if path.exists() and path.read_text("utf-8") == text:
            continue
        stale += 1
        print(f"{path.relative_to(ROOT).as_posix()} {'is out of date' if check else 'written'}")
        if not check:
            path.write_text(text, encoding="utf-8", newline="\n")
    return int(check and stale > 0)


if __name__ == "__main__":
    sys.exit(main())
