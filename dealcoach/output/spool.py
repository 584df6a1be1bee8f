"""Text that stands behind what is known only at the end of a run; a long one waits in a temporary file."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

IN_MEMORY = 1 << 18
"""Characters that are kept in memory."""


class Spool:
    """Takes text piece by piece and gives it back in order."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._file: IO[str] | None = None

    def add(self, text: str) -> None:
        """More text."""
        self._pieces.append(text)
        self._length += len(text)
        if self._length > IN_MEMORY:
            self._length = 0
            self._move()

    def _move(self) -> None:
        """Empties the memory into the file; without a place for one, all stays in memory."""
        from tempfile import TemporaryFile

        if self._file is None:
            try:
                file = TemporaryFile("w+", encoding="utf-8", errors="surrogatepass", newline="")  # noqa: SIM115
            except OSError:
                return
            self._file = file
        self._file.writelines(self._pieces)
        self._pieces.clear()

    def pieces(self) -> Iterator[str]:
        """All text, once."""
        if self._file is not None:
            with self._file as file:
                file.seek(0)
                while text := file.read(IN_MEMORY):
                    yield text
        yield from self._pieces
