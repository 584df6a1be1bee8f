"""The table of all pages: those we know in the order in which people need them, any other after them."""

from __future__ import annotations

import re

from tests.docs.doc_blocks import ROOT
from tests.docs.doc_markdown import table

_KNOWN = {
    "deal-file": ("reps", "every key and word, what missing means, errors, your editor"),
    "coach": ("reps", "beginning a deal, and the review as a conversation that fills in the file"),
    "rules": ("everybody", "what each rule sees, why it matters, what to ask and do"),
    "importing": ("managers", "Salesforce and HubSpot exports to deal files, week after week"),
    "report": ("managers", "the pipeline meeting on one page"),
    "diff": ("managers", "what changed since last week, and how one deal's score went"),
    "configuration": ("managers", "`dealcoach.yaml`: stages, limits, bands, points, paths"),
    "writing-rules": ("managers", "rules of your own, with conditions, texts and tests"),
    "ci": ("programmers", "lint in pre-commit, GitHub, GitLab and containers; baselines"),
    "outputs": ("programmers", "formats, JSON keys, exit codes"),
    "library": ("programmers", "reviews from Python"),
    "cluster": ("programmers", "folders too large for one machine"),
    "performance": ("programmers", "how fast it is, and how that was measured"),
}


def all_pages() -> str:
    """Every page with its heading, whom it is for and what it is about."""
    there = {page.stem for page in (ROOT / "docs").glob("*.md")} - {"index"}
    names = [name for name in _KNOWN if name in there] + sorted(there - set(_KNOWN))
    return table(["page", "for", "about"], ([_link(name), *_KNOWN.get(name, ("", ""))] for name in names))


def _link(name: str) -> str:
    heading = re.search(r"^# (.*)$", (ROOT / "docs" / f"{name}.md").read_text("utf-8"), re.MULTILINE)
    return f"[{heading[1] if heading else name}]({name}.md)"
