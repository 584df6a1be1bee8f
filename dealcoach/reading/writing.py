"""Writing a file so that it is old or new, never half: a temporary file beside it, then a replace."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


def write_file(target: Path, data: bytes) -> None:
    """Replace or create ``target`` with these bytes, as ``replacing`` does. Raises OSError."""
    with replacing(target) as stream:
        stream.write(data)


@contextmanager
def replacing(target: Path) -> Iterator[IO[bytes]]:
    """Where to write what replaces ``target``, or creates it, once all is written without an error.

    A link is followed, the file's mode is kept. Raises OSError.
    """
    real = target.resolve() if target.is_symlink() else target
    handle, name = tempfile.mkstemp(prefix=f".{real.name[:40]}.", suffix=".tmp", dir=real.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
        temporary.chmod(_mode(real))
        temporary.replace(real)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _mode(target: Path) -> int:
    try:
        return target.stat().st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
