"""Who a new deal most likely belongs to: the owner most deals of the folder have, else who sits here."""

from __future__ import annotations

import getpass
import subprocess
from collections import Counter
from pathlib import Path

_MOST_READ = 500
"""Deal files that are read to find out whose deals a folder holds."""
_GIT_SECONDS = 5


def likely_owner(folder: Path) -> str:
    """The owner of most deals in the folder, else git's ``user.name``, else the name of the login."""
    return _usual_owner(folder) or _git_name(folder) or _login()


def _usual_owner(folder: Path) -> str:
    """The owner of most deals in the folder; the first by name where several have as many."""
    from dealcoach.reading.document import Document
    from dealcoach.reading.faults import FileRefusedError

    found: Counter[str] = Counter()
    files = sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")]) if folder.is_dir() else []
    for file in files[:_MOST_READ]:
        try:
            owner = Document(file.read_bytes()).values.get("owner")
        except (OSError, FileRefusedError):
            continue
        if isinstance(owner, str) and owner.strip():
            found[owner.strip()] += 1
    return min(found, key=lambda name: (-found[name], name), default="")


def _git_name(folder: Path) -> str:
    """The name that commits made here would carry; empty without git or without a name."""
    try:
        ran = subprocess.run(
            ["git", "config", "user.name"],
            cwd=folder if folder.is_dir() else None,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=_GIT_SECONDS,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return " ".join(ran.stdout.decode("utf-8", "replace").split()) if ran.returncode == 0 else ""


def _login() -> str:
    """The full name of whoever is logged in, else the login."""
    try:
        login = getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "me"
    try:
        import pwd

        return pwd.getpwnam(login).pw_gecos.split(",")[0].strip() or login
    except (ImportError, KeyError):
        return login
