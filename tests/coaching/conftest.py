"""dealcoach called in this process, with answers on standard input."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from dealcoach.__main__ import run

from .samples import Call, Ran


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Calls dealcoach in an empty folder with these lines on standard input."""
    monkeypatch.chdir(tmp_path)

    def called(*arguments: str, lines: str = "") -> Ran:
        monkeypatch.setattr("sys.argv", ["dealcoach", *arguments])
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(lines.encode()), encoding="utf-8"))
        capsys.readouterr()
        try:
            code = run()
        except SystemExit as ended:
            code = int(ended.code or 0)
        out, err = capsys.readouterr()
        return Ran(int(code), out, err)

    return called
