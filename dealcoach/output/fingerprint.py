"""Gives every item a fingerprint that survives edits elsewhere in its file: no line, no column."""

from __future__ import annotations

from collections import defaultdict
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dealcoach.model.lint import LintItem


class Fingerprints:
    """Hands out fingerprints for the items of one run, in the order of the report.

    A fingerprint is made of the file, the rule, the subject, and the item's ordinal among those
    that share all three. It is unique within the run.
    """

    def __init__(self) -> None:
        self._seen: defaultdict[tuple[str, str, str], int] = defaultdict(int)

    def of(self, item: LintItem) -> str:
        """32 hexadecimal digits; every call counts as the next item."""
        file, rule, subject = known_by = (item.file, item.rule, item.subject)
        ordinal = self._seen[known_by]
        self._seen[known_by] = ordinal + 1
        text = f"{len(file)} {len(rule)} {ordinal} {file}{rule}{subject}"
        return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
