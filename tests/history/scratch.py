"""A scratch repository made by the real git, with fixed people and days and nobody's own settings."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

DANA = "Dana Reyes"
DEAL = "deal: {name}\naccount: Northwind\nowner: Dana Reyes\nstage: proposal\n" + "".join(
    f"line{n}: what is known about this deal, number {n}\n" for n in range(12)
)


def deal(name: str, extra: str = "") -> str:
    """The text of a deal, long enough for its renames to be recognised."""
    return DEAL.format(name=name) + extra


def settings(home: Path) -> dict[str, str]:
    """Environment in which git knows no system or user configuration but that of `home`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return kept | {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "xdg"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CEILING_DIRECTORIES": str(home.parent),
        "LC_ALL": "C",
    }


@dataclass(frozen=True)
class Scratch:
    """A work tree; every commit names its day, its hour is noon UTC unless a whole stamp is given."""

    root: Path
    home: Path

    def git(self, *arguments: str, day: str = "2026-01-01", author: str = DANA, feed: bytes = b"") -> str:
        stamp = day if " " in day else f"{day}T12:00:00+0000"
        who = {
            "GIT_AUTHOR_NAME": author,
            "GIT_AUTHOR_EMAIL": "someone@example.com",
            "GIT_COMMITTER_NAME": "Committer",
            "GIT_COMMITTER_EMAIL": "committer@example.com",
            "GIT_AUTHOR_DATE": stamp,
            "GIT_COMMITTER_DATE": stamp,
        }
        done = subprocess.run(
            ["git", "-c", "protocol.file.allow=always", *arguments],
            cwd=self.root,
            env=settings(self.home) | who,
            input=feed,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
        return done.stdout.decode("utf-8", "replace").strip()

    def write(self, path: str, text: str | bytes) -> Path:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
        return target

    def commit(self, day: str, message: str = "a change", author: str = DANA) -> str:
        """Commits the whole work tree and gives the commit's id."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", message, day=day, author=author)
        return self.git("rev-parse", "HEAD")

    def save(
        self, path: str, text: str | bytes, day: str, message: str = "a change", author: str = DANA
    ) -> str:
        self.write(path, text)
        return self.commit(day, message, author)

    def merge(self, branch: str, day: str, *options: str) -> None:
        self.git(
            "merge", "--quiet", "--no-ff", "-m", f"Merge {branch}", *options, branch, day=day, author="Merger"
        )


def new_scratch(root: Path, home: Path, *options: str) -> Scratch:
    root.mkdir(parents=True)
    scratch = Scratch(root, home)
    scratch.git("init", "--quiet", "--initial-branch=main", *options)
    return scratch
