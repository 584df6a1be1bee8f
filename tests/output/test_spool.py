"""Text that waits: in memory, then in a file, then in memory where there is no place for a file."""

import tempfile

import pytest

from dealcoach.output.spool import IN_MEMORY, Spool

PIECES = ["", "first\r\n", "x" * IN_MEMORY, "\udcff and é \u2028", "y" * IN_MEMORY, "last"]


def text_of(pieces: list[str]) -> str:
    spool = Spool()
    for piece in pieces:
        spool.add(piece)
    return "".join(spool.pieces())


@pytest.mark.parametrize("number", range(len(PIECES) + 1))
def test_text_comes_back_in_order(number: int) -> None:
    assert text_of(PIECES[:number]) == "".join(PIECES[:number])


def test_a_long_text_waits_in_a_file() -> None:
    spool = Spool()
    spool.add("x" * (IN_MEMORY + 1))
    assert spool._pieces == []
    assert sum(map(len, spool.pieces())) == IN_MEMORY + 1


def test_without_a_place_for_a_file_it_stays_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise FileNotFoundError("No usable temporary directory found")

    monkeypatch.setattr(tempfile, "TemporaryFile", refused)
    assert text_of(PIECES) == "".join(PIECES)
