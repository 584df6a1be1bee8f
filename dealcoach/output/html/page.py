"""The pipeline meeting on one self-contained HTML page: it fetches nothing and runs only its own script."""

from __future__ import annotations

import base64
import hashlib
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from dealcoach.output.html.agenda import agenda, by_weight
from dealcoach.output.html.escape import esc
from dealcoach.output.html.pack import blocks, split
from dealcoach.output.html.part import Part, part
from dealcoach.output.html.plot import NARROW, SHAPES, WIDE, plot
from dealcoach.output.html.relationship_svg import FRAME
from dealcoach.output.html.row import END, HEAD
from dealcoach.output.html.sections import (
    agenda_part,
    changes_part,
    filters,
    head_part,
    owners_part,
    plot_words,
    themes_part,
)
from dealcoach.output.html.wording import anchor, day
from dealcoach.output.titles import NO_TITLES
from dealcoach.reading.cache_folder import user_cache

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jinja2 import Template

    from dealcoach.model.finding import Problem
    from dealcoach.model.review import Report, Summary
    from dealcoach.output.html.changes import Changes

DEFAULT_TITLE = "Pipeline meeting"
_HERE = Path(__file__).parent


class Meeting(NamedTuple):
    """What a page is made of: a report whose deals are already shares of the page."""

    as_of: str
    version: str
    parts: Sequence[Part]
    problems: Sequence[Problem]
    summary: Summary


def page(
    report: Report,
    *,
    minutes: int = 45,
    title: str | None = None,
    changes: Changes | None = None,
    titles: Mapping[str, str] = NO_TITLES,
) -> str:
    """The page for one meeting of so many minutes; raises ValueError when there is not a single minute."""
    meeting = meeting_of(report, titles)
    return meeting_page(meeting, minutes=minutes, title=title, changes=changes, titles=titles)


def meeting_of(report: Report, titles: Mapping[str, str] = NO_TITLES) -> Meeting:
    """A report with each deal's share of the page."""
    parts = [part(review, as_of=report.as_of, titles=titles) for review in report.deals]
    return Meeting(report.as_of, report.version, parts, report.problems, report.summary)


def meeting_page(
    meeting: Meeting,
    *,
    minutes: int = 45,
    title: str | None = None,
    changes: Changes | None = None,
    titles: Mapping[str, str] = NO_TITLES,
) -> str:
    """The page for a meeting whose deals' shares are at hand; raises ValueError as `page` does.

    ``titles`` is what each rule is called.
    """
    deals = [share.glance for share in meeting.parts]
    ranked = [*by_weight(deals), *(deal for deal in deals if not deal.is_open)]
    shares = {id(share.glance): share for share in meeting.parts}
    rows, packed, hidden = _rows([shares[id(deal)] for deal in ranked])
    plots = "".join(plot(ranked, meeting.as_of, frame) for frame in (WIDE, NARROW))
    return template().render(
        **_frame(),
        **head_part(meeting.summary, deals),
        **agenda_part(agenda(deals, minutes)),
        **plot_words(deals),
        **filters(deals, titles),
        title=title or DEFAULT_TITLE,
        as_of=day(meeting.as_of),
        version=meeting.version,
        themes=themes_part(meeting.summary, deals, titles),
        owners=owners_part(meeting.summary, titles),
        changes=changes_part(changes),
        problems=meeting.problems,
        plot=Markup(plots),
        rows_head=Markup(HEAD),
        rows=Markup(rows),
        packed=hidden,
        packed_cards=Markup("".join(packed)),
    )


def _rows(ranked: Sequence[Part]) -> tuple[str, Iterator[str], int]:
    """The lines of all deals with as many cards as the page can carry; the others packed, and counted."""
    plain, rest = split((anchor(share.glance.file), share.card) for share in ranked)
    lines = [f"{share.row}{plain.get(anchor(share.glance.file), '')}{END}" for share in ranked]
    return "".join(lines), blocks(rest), len(ranked) - len(plain)


def _frame() -> dict[str, Any]:
    """The style, the script and the policy that lets only these two run."""
    style, script = _asset("style.css"), _asset("script.js")
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return {
        "policy": Markup(policy),
        "style": Markup(style),
        "script": Markup(script),
        "symbols": Markup(SHAPES + FRAME),
    }


def _asset(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


@cache
def template() -> Template:
    """The page's template, read once."""
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=_compiled(),
    )
    return environment.get_template("page.html.j2")


def _compiled() -> FileSystemBytecodeCache | None:
    """Keeps the compiled template for the next page; nothing where the user's cache cannot be written."""
    folder = user_cache() / "page"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return FileSystemBytecodeCache(str(folder)) if os.access(folder, os.W_OK) else None


def _finalize(value: Any) -> Any:
    """Texts from deal files with their invisible characters written out; markup of our own as it is."""
    return value if isinstance(value, Markup) else Markup(esc(str(value)))
