"""Gives every item a fingerprint that survives edits elsewhere in its file: no line, no column."""

from __future__ import annotations

from collections import defaultdict
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dealcoach.model.lint import LintItem


class Fingerprints:
    """Hands out fingerprints for the items of one run, file after file.

    A fingerprint is made of the file, the rule, the subject, and the item's ordinal among those
    that share all three. It is unique within a run in which the items of a file stand together.
    """

    def __init__(self) -> None:
        self._file = ""
        self._seen: defaultdict[tuple[str, str], int] = defaultdict(int)

    def of(self, item: LintItem) -> str:
        """32 hexadecimal digits; every call counts as the next item."""
        file, rule, subject = item.file, item.rule, item.subject
        if file != self._file:
            self._file = file
            self._seen.clear()
        ordinal = self._seen[rule, subject]
        self._seen[rule, subject] = ordinal + 1
        text = f"{len(file)} {len(rule)} {ordinal} {file}{rule}{subject}"
        return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
