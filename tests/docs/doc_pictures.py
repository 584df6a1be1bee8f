"""Pictures of real output: what the terminal shows, coloured, as SVG that needs no font or network."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from tests.docs.doc_blocks import AS_OF, Sandbox

_THEME = TerminalTheme(
    (24, 28, 36),
    (214, 219, 229),
    [
        (24, 28, 36),
        (240, 113, 120),
        (152, 205, 128),
        (240, 196, 106),
        (120, 170, 250),
        (206, 150, 240),
        (110, 205, 210),
        (214, 219, 229),
    ],
    [
        (110, 118, 134),
        (255, 120, 128),
        (170, 222, 146),
        (255, 212, 125),
        (144, 190, 255),
        (222, 170, 255),
        (130, 222, 226),
        (255, 255, 255),
    ],
)
_FORMAT = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">
<style>
.{unique_id}-matrix {{
  font-family: ui-monospace, "SF Mono", Menlo, "Cascadia Mono", Consolas, "DejaVu Sans Mono", monospace;
  font-size: {char_height}px;
}}
.{unique_id}-title {{ font: 15px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; opacity: .7 }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
<linearGradient id="{unique_id}-fade" x1="0" y1="0" x2="0" y2="1">
<stop offset="0" stop-color="#181c24" stop-opacity="0"/>
<stop offset="1" stop-color="#181c24"/>
</linearGradient>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""
_RADIUS = 10
_FADE = 110


@dataclass(frozen=True)
class Picture:
    """A command, the width of its terminal, and the line of its output at which the picture ends."""

    name: str
    command: str
    title: str
    columns: int
    until: str
    """What the line begins with, as a regular expression."""
    nth: int = 1


PICTURES = (
    Picture(
        "card",
        f"dealcoach review deals/sainte-claire-hospital-pharmacy.yaml --as-of {AS_OF} --color always",
        "dealcoach review deals/sainte-claire-hospital-pharmacy.yaml",
        80,
        r"2\. ",
    ),
    Picture(
        "board", f"dealcoach review --as-of {AS_OF} --color always", "dealcoach review", 100, r" +\d+ [█░]", 6
    ),
)


def svg(picture: Picture, sandbox: Sandbox) -> str:
    """The picture of one command's output; the same output makes the same bytes."""
    ran = sandbox.run(picture.command, COLUMNS=str(picture.columns))
    if ran.code:
        raise ValueError(f"{picture.command} ended with {ran.code}: {ran.output[-300:]}")
    lines = ran.output.rstrip("\n").split("\n")
    end = _end(lines, picture)
    console = Console(record=True, width=picture.columns + 2, file=io.StringIO(), force_terminal=True)
    for line in lines[:end]:
        console.print(Text.from_ansi(" " + line), no_wrap=True, crop=True, highlight=False)
    text = console.export_svg(
        title=picture.title,
        theme=_THEME,
        code_format=_FORMAT,
        unique_id=picture.name,
        font_aspect_ratio=0.602,
    )
    return _described(_faded(text, picture.name) if end < len(lines) else text, picture)


def _end(lines: list[str], picture: Picture) -> int:
    """How many lines the picture shows: two more than where it ends, which fade."""
    plain = (re.sub(r"\x1b\[[\d;]*m", "", line) for line in lines)
    found = [number for number, line in enumerate(plain) if re.match(picture.until, line)]
    return found[picture.nth - 1] + 2


def _faded(text: str, name: str) -> str:
    """Let the last lines fade, where there is more than the picture shows."""
    found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', text)
    assert found
    width, height = float(found[1]), float(found[2])
    veil = (
        f'<rect x="2" y="{height - _FADE - 2:g}" width="{width - 4:g}" height="{_FADE}" rx="{_RADIUS}"'
        f' fill="url(#{name}-fade)"/>'
    )
    return text.replace("</svg>", f"{veil}\n</svg>")


def _described(text: str, picture: Picture) -> str:
    """With a title for those who cannot see it, and without blanks at the ends of lines."""
    text = text.replace('role="img">', f'role="img">\n<title>What {picture.title} shows</title>', 1)
    text = text.replace('stroke="rgba(255,255,255,0.35)"', 'stroke="#4a5263"').replace('rx="8"', 'rx="10"')
    return "".join(f"{line.strip()}\n" for line in text.splitlines() if line.strip())
