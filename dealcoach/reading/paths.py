"""Paths as words."""

from __future__ import annotations

import os
from pathlib import Path


def absolute(path: Path | str) -> Path:
    """The absolute path by its words alone: ``..`` is taken away, links keep their names."""
    return Path(os.path.normpath(Path(path).absolute()))
