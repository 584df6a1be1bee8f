"""Finds the encoding and the separator of a CSV file, and says which were used."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Callable
from pathlib import Path

from dealcoach.importing.failure import ImportFailureError

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 with BOM"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_TRIES = (("utf-8", "UTF-8"), ("cp1252", "Windows-1252"), ("cp932", "Shift-JIS"), ("latin-1", "Latin-1"))
_CHUNK = 1 << 20


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except (UnicodeDecodeError, UnicodeError):
        return False
    return True


def _utf16_without_bom(head: bytes) -> str | None:
    if b"\0" not in head:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) * 5 < len(head):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def find_encoding(path: Path, wanted: str | None = None) -> tuple[str, str]:
    """The codec and its name for people.

    Tried in this order: byte order mark, UTF-16 without one, UTF-8, Windows-1252, Shift-JIS (a choice
    of Salesforce's export), Latin-1. Statistical guessing was measured and left out: on an export that
    is ASCII but for a few names it answers with code pages nobody uses.

    Raises ImportFailureError when the file cannot be opened, is a workbook, or does not fit `wanted`.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(4096)
    except OSError as error:
        raise ImportFailureError(f"{path}: cannot be read ({error.strerror or error}).") from error
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise ImportFailureError(
            f"{path}: this is an Excel workbook. Save it as CSV (UTF-8) and import that."
        )
    if wanted is not None:
        try:
            codecs.lookup(wanted)
        except LookupError:
            raise ImportFailureError(
                f"--encoding {wanted}: no such encoding. Examples: utf-8, cp1252, utf-16."
            ) from None
        if not _decodes(path, wanted):
            raise ImportFailureError(f"{path}: is not {wanted}. Leave --encoding out to have it found.")
        return wanted, wanted
    for bom, codec, name in _BOMS:
        if head.startswith(bom):
            if not _decodes(path, codec):
                raise ImportFailureError(f"{path}: begins like {name}, but is not. Say --encoding NAME.")
            return codec, name
    if guessed := _utf16_without_bom(head):
        return guessed, "UTF-16 without BOM"
    if b"\0" in head:
        raise ImportFailureError(f"{path}: is not a text file (it holds NUL bytes).")
    for codec, name in _TRIES:
        if _decodes(path, codec):
            return codec, name
    raise ImportFailureError(
        f"{path}: no known encoding fits. Say --encoding NAME."
    )  # latin-1 fits everything


def find_separator(line: str, known: Callable[[str], bool]) -> str:
    """The separator that splits the header into most columns that are `known`, then into most columns."""

    def merit(separator: str) -> tuple[int, int]:
        try:
            cells = next(csv.reader([line], delimiter=separator), [])
        except csv.Error:
            return (0, 0)
        return (sum(known(cell) for cell in cells), len(cells))

    return max(SEPARATORS, key=merit)
