"""Fixtures for the history tests: a scratch repository, and a git that knows nobody's settings."""

import os
from pathlib import Path

import pytest

from .scratch import Scratch, new_scratch, settings


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    home.mkdir()
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for name, value in settings(home).items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def scratch(tmp_path: Path) -> Scratch:
    return new_scratch(tmp_path / "crm", tmp_path / "home")
