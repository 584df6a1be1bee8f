"""What a terminal output is laid out on: signs, colours, bars and blocks of text for one width."""

from __future__ import annotations

from typing import NamedTuple

from dealcoach.output.terminal import clip, inert, pad, width, wrap

NARROWEST = 60
"""Columns below which nothing can be laid out; a narrower terminal breaks the lines itself."""
_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-", "…": "...", "·": "-", "\xa0": " "}
)
_STYLES = {
    "bold": "1",
    "dim": "2",
    "green": "32",
    "yellow": "33",
    "red": "31",
    "cyan": "36",
    "magenta": "35",
    "alarm": "1;31",
}
_GLYPHS = {  # name: (where the output is UTF-8, where it is not)
    "full": ("█", "#"),
    "empty": ("░", "."),
    "dot": ("·", "-"),
    "ellipsis": ("…", "..."),
    "minus": ("−", "-"),
    "champion": ("★", "*"),
    "supporter": ("+", "+"),
    "neutral": ("·", "."),
    "unknown": ("?", "?"),
    "skeptical": ("~", "~"),
    "resistant": ("✗", "!"),
    "across": ("─", "-"),
    "down": ("│", "|"),
    "top_left": ("┌", "+"),
    "top_cross": ("┬", "+"),
    "top_right": ("┐", "+"),
    "middle_left": ("├", "+"),
    "middle_cross": ("┼", "+"),
    "middle_right": ("┤", "+"),
    "bottom_left": ("└", "+"),
    "bottom_cross": ("┴", "+"),
    "bottom_right": ("┘", "+"),
}


class Screen(NamedTuple):
    """What an output is laid out for: a width in columns, with colours or without, UTF-8 or ASCII only."""

    width: int
    color: bool
    ascii_only: bool = False

    def text(self, raw: str) -> str:
        """A text from a file or a rule, safe to show here."""
        text = inert(raw)
        if self.ascii_only and not text.isascii():
            text = text.translate(_PLAIN).encode("ascii", "backslashreplace").decode("ascii")
        return text

    def glyph(self, name: str) -> str:
        """One of our own signs."""
        return _GLYPHS[name][self.ascii_only]

    def paint(self, style: str, text: str) -> str:
        """The text in a style (bold, dim, green, yellow, red, cyan, magenta, alarm) where colours are on."""
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if self.color and style and text else text

    def bar(self, value: int, most: int, columns: int) -> str:
        """A bar as long as value is of most: never empty above 0, never full below the most."""
        filled = round(columns * value / most) if most else 0
        if 0 < value < most:
            filled = min(max(filled, 1), columns - 1)
        filled = min(max(filled, 0), columns)
        return self.glyph("full") * filled + self.glyph("empty") * (columns - filled)

    def clip(self, raw: str, columns: int) -> str:
        """A user's text, safe and cut to a width."""
        return clip(self.text(raw), columns, self.glyph("ellipsis"))

    def block(self, raw: str, indent: int, most: int = 0, hang: int | None = None) -> list[str]:
        """A text wrapped under an indent; beyond ``most`` lines the last one says that more follows.

        Lines after the first are indented by ``hang``, when given.
        """
        further = indent if hang is None else hang
        room = self.width - max(indent, further)
        lines = wrap(self.text(raw), room)
        if 0 < most < len(lines):
            last = clip(f"{lines[most - 1]} {lines[most]}", room, self.glyph("ellipsis"))
            lines = [*lines[: most - 1], last]
        return [" " * (further if row else indent) + line for row, line in enumerate(lines)]

    def beside(self, label: str, raw: str, column: int, most: int = 0) -> list[str]:
        """A label, and a text wrapped in the column beside it; the label is ours and may be painted."""
        first, *rest = self.block(raw, column, most)
        return [pad(label, column) + first[column:], *rest]

    def heading(self, text: str) -> str:
        """The heading of a section."""
        return self.paint("bold", text)

    def listed(self, items: list[str], indent: int = 0) -> list[str]:
        """Short safe texts in a row with dots between, broken between them where they fit a line."""
        lines: list[str] = []
        line = ""
        dot = f" {self.glyph('dot')} "
        room = self.width - indent
        for item in items:
            if line and width(line) + 3 + width(item) <= room:
                line += dot + item
                continue
            if line:
                lines.append(line)
            *full, line = wrap(item, room)
            lines += full
        return [" " * indent + line for line in [*lines, line] if line]
