"""The command line called in this process, which is quicker than a program of its own."""

from pathlib import Path

import pytest
from trial import Ran, Run

from dealcoach.__main__ import run


@pytest.fixture
def dealcoach(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Call dealcoach in an empty folder, which is ``tmp_path``."""
    monkeypatch.chdir(tmp_path)

    def called(*arguments: str) -> Ran:
        monkeypatch.setattr("sys.argv", ["dealcoach", *arguments])
        capsys.readouterr()
        try:
            code = run()
        except SystemExit as ended:
            code = int(ended.code or 0)
        out, err = capsys.readouterr()
        return Ran(int(code), out, err)

    return called
