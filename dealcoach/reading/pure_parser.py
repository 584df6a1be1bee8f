"""PyYAML's pure parser, for a PyYAML without libyaml: it takes tabs between words as libyaml does."""

from __future__ import annotations

from typing import Any

import yaml

_BREAKS = "\r\n\x85\u2028\u2029"
_TO_LINE_END = "\0" + _BREAKS


class PureParser(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser, yaml.composer.Composer):
    """Reader, scanner, parser and composer of one text; a mixin says how tags are resolved."""

    def __init__(self, stream: Any) -> None:
        yaml.reader.Reader.__init__(self, stream)
        yaml.scanner.Scanner.__init__(self)
        yaml.parser.Parser.__init__(self)
        yaml.composer.Composer.__init__(self)

    def scan_to_next_token(self) -> None:
        """Skip blanks, tabs where no key may begin, comments and line breaks."""
        scanner: Any = self
        while True:
            while scanner.peek() == " " or (
                scanner.peek() == "\t" and (scanner.flow_level or not scanner.allow_simple_key)
            ):
                scanner.forward()
            if scanner.peek() == "#":
                while scanner.peek() not in _TO_LINE_END:
                    scanner.forward()
            if not scanner.scan_line_break():
                return
            if not scanner.flow_level:
                scanner.allow_simple_key = True

    def scan_plain_spaces(self, indent: int, start_mark: Any) -> Any:
        """The blanks after a word of a plain text, tabs among them; PyYAML's own takes the rest."""
        scanner: Any = self
        length = 0
        while scanner.peek(length) in " \t":
            length += 1
        if scanner.peek(length) in _BREAKS:
            scanner.forward(length)
            return super().scan_plain_spaces(indent, start_mark)
        blanks = scanner.prefix(length)
        scanner.forward(length)
        return [blanks] if blanks else []
