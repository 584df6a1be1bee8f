"""The words of a hurried text: folding, splitting into words and breaks, mending small slips of typing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = ["BREAKS", "Spelling", "fold", "split"]

#: Marks that end a clause, by how strongly: a comma may still belong to the clause before, `and` joins.
BREAKS = dict.fromkeys(";.!?|\n\u2022\u2026>=\u2192", "hard") | dict.fromkeys(",:()[]-", "comma")
BREAKS |= dict.fromkeys("&+/", "and")

_TOKEN = re.compile(r"w/(?![ock]\b)|[^\W_]+(?:[-/.&+][^\W_]+)*|[;.!?|\n\u2022\u2026>=\u2192,:()\[\]\-&+/]")
_MARKS = str.maketrans(
    dict.fromkeys("'\u2018\u2019\u201a\u201b\u02bc\u2032`\u00b4", "")
    | dict.fromkeys("\u2013\u2014\u2212\u2015", " - ")
)
_HYPHENS = str.maketrans(dict.fromkeys("\u2010\u2011", "-"))
_APOSTROPHE = str.maketrans("", "", "'`")
_SHORTEST, _LONGEST = 5, 16
_SUBSTITUTION_FROM = 7


def fold(text: str) -> str:
    """Returns the text without case, accents, apostrophes and typographic dashes."""
    if text.isascii():
        lower = text.lower()
        return lower.translate(_APOSTROPHE) if "'" in lower or "`" in lower else lower
    plain = unicodedata.normalize("NFKD", text.translate(_HYPHENS).translate(_MARKS)).translate(_MARKS)
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return bare.upper().casefold()


def split(folded: str) -> list[str]:
    """Returns the words and breaks of a folded text; compounds (`f/u`, `waiting-list`) stay whole."""
    if folded.isascii() and folded.replace(" ", "").isalnum():  # as nearly always
        return folded.split()
    return _TOKEN.findall(folded)


def _shortened(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(len(word)))


def _close(written: str, meant: str) -> bool:
    """Tells whether one slip (a letter missing, added, swapped or, in long words, wrong) lies between.

    A plural is no slip.
    """
    if len(written) != len(meant):
        return not (written == meant + "s" or meant == written + "s")
    wrong = [at for at in range(len(meant)) if written[at] != meant[at]]
    if len(wrong) == 1:
        return len(meant) >= _SUBSTITUTION_FROM
    if [at - wrong[0] for at in wrong] != [0, 1]:
        return False
    left, right = wrong
    return written[left] == meant[right] and written[right] == meant[left]


def by_letter(known: Iterable[str]) -> dict[str, list[str]]:
    """The words long enough for a slip to be mended, by their first letter."""
    found: dict[str, list[str]] = {}
    for word in known:
        if _SHORTEST <= len(word) <= _LONGEST and word.isalpha():
            found.setdefault(word[0], []).append(word)
    return found


class Spelling:
    """Mends one slip in a word of five letters or more, by what each word becomes with one letter left out.

    A look-up costs one dictionary access per letter, whatever the number of known words (the idea of
    Wolf Garbe's symmetric delete spelling correction). The first letter must be right, and a word that
    stands among `kept` is never touched.
    """

    def __init__(self, by_letter: Mapping[str, Sequence[str]], kept: Iterable[str]) -> None:
        self._kept = frozenset(kept)
        self._by_letter = by_letter
        self._index: dict[str, dict[str, list[str]]] = {}

    def _near(self, letter: str) -> dict[str, list[str]]:
        """Returns the index of the words that begin with a letter, built when first asked for."""
        index = self._index.get(letter)
        if index is None:
            index = self._index[letter] = {}
            for word in self._by_letter.get(letter, ()):
                for key in {word, *_shortened(word)}:
                    index.setdefault(key, []).append(word)
        return index

    def mend(self, written: str) -> str | None:
        """Returns the known word that was meant, or None."""
        if (
            not _SHORTEST <= len(written) + 1 <= _LONGEST + 2
            or written in self._kept
            or not written.isalpha()
        ):
            return None
        index = self._near(written[0])
        for key in (written, *_shortened(written)):
            for meant in index.get(key, ()):
                if meant[0] == written[0] and _close(written, meant):
                    return meant
        return None
