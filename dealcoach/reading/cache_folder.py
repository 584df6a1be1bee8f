"""Where the program keeps what it may lose: the user's cache folder."""

import os
import sys
from pathlib import Path


def user_cache() -> Path:
    """The folder for this user's caches; ``DEALCOACH_CACHE_DIR`` names another."""
    if named := os.environ.get("DEALCOACH_CACHE_DIR"):
        return Path(named)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData/Local")) / "dealcoach"
    if sys.platform == "darwin":
        return Path.home() / "Library/Caches/dealcoach"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dealcoach"
