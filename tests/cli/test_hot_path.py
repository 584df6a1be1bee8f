"""What the review of one deal imports: a heavy library that it does not need would cost more than the review."""

import subprocess
import sys
from pathlib import Path

import pytest
from trial import COMPLETE, clean_environment

HEAVY = """pydantic rich jinja2 ruamel dateparser wcwidth sqlite3 charset_normalizer jsonschema google.protobuf
    multiprocessing concurrent.futures asyncio dealcoach.importing dealcoach.coaching dealcoach.comparing
    dealcoach.rules.pack_model dealcoach.model.generate dealcoach.output.html dealcoach.cli.importing
    pydantic_core typing_extensions http urllib.request""".split()
PROGRAM = """
import sys
from dealcoach.__main__ import run
sys.argv = ["dealcoach", *sys.argv[1:]]
code = run()
print("CODE", code, "MODULES", *sorted(sys.modules), file=sys.stderr)
"""


@pytest.mark.parametrize("command", ["review", "lint"])
def test_no_heavy_library_is_imported(command: str, tmp_path: Path) -> None:
    (tmp_path / "deal.yaml").write_text(COMPLETE, encoding="utf-8")
    arguments = [sys.executable, "-c", PROGRAM, command, "deal.yaml", "--as-of", "2026-11-21"]
    for _ in range(2):  # the first run may check the packs and remember them
        done = subprocess.run(
            arguments, cwd=tmp_path, capture_output=True, text=True, env=clean_environment(), check=True
        )
    said = done.stderr.splitlines()[-1].split()
    assert said[:1] == ["CODE"]
    modules = set(said[said.index("MODULES") + 1 :])
    assert "pydantic_core._pydantic_core" in modules
    assert [name for name in HEAVY if name in modules] == []
