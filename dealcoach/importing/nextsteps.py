"""The CRM's one next-step field: which of its texts are a step, and which are left over."""

from __future__ import annotations

from collections import Counter

from dealcoach.importing.context import Context
from dealcoach.importing.rawdeal import RawDeal
from dealcoach.importing.text import clean, fold
from dealcoach.importing.vocabulary import SAYS_CLOSED

_ROWS, _SHARE, _MANY = 10, 10, 100


class NextSteps:
    """Counts every next step of an export, closed deals included, then judges those of open deals.

    A text is no step when it stands on at least 10 rows that are a tenth of all rows with a next step, or on
    a hundred rows; or when it says that the deal is closed, and the deal is open.
    """

    def __init__(self, context: Context, source: str) -> None:
        self.context, self.source = context, source
        self._counts: Counter[str] = Counter()
        self._texts: dict[str, str] = {}

    def add(self, text: str) -> None:
        """Counts the next step of one row."""
        if text and not text.isspace():
            folded = fold(text)
            self._counts[folded] += 1
            self._texts.setdefault(folded, clean(text))

    def settle(self) -> None:
        """Finds the repeated texts, once every row is counted, and remarks on them."""
        filled = self._counts.total()
        repeated = {
            text: count
            for text, count in self._counts.items()
            if count >= _ROWS and (count * _SHARE >= filled or count >= _MANY)
        }
        for text, count in repeated.items():
            self.context.notes.remark(
                f'The next step "{self._texts[text]}" stands on {count} of {filled} rows with a next step. '
                "A text that fits every deal is no deal's next step: it was left out."
            )
        self._counts = Counter(repeated)
        self._texts = {}

    def read(self, raw: RawDeal) -> str:
        """The next step of an open deal; '' and a note when it is none."""
        text = clean(raw.next_step)
        if not text:
            return ""
        reasons = []
        if self._counts and fold(text) in self._counts:
            reasons.append("is repeated on many rows")
        if SAYS_CLOSED.search(text):
            reasons.append("says the deal is closed, but the deal is open")
        if not reasons:
            return text
        reason = f"the next step {' and '.join(reasons)}; left out"
        self.context.notes.note(self.source, raw.row, raw.id, reason, text[:80])
        return ""
