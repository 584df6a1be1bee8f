"""The wheel: packs, templates and licence are inside, and it runs far from this checkout."""

import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest
from trial import HEAD, ROOT, clean_environment


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built here with the build backend that the project names; without network."""
    pytest.importorskip("hatchling")
    folder = tmp_path_factory.mktemp("wheel")
    code = f"import hatchling.build as b; print(b.build_wheel({str(folder)!r}))"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    return path


def test_the_wheel_holds_what_it_needs(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    packs = {f"dealcoach/packs/{path.name}" for path in (ROOT / "rules").glob("*.yaml")}
    assert packs <= names
    data = (
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "dealcoach").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    )
    assert set(data) <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "benchmarks/", "rules/", "deals/"))]


def test_the_wheel_runs_elsewhere(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "venv"
    venv.create(home, with_pip=False, symlinks=True)
    python = home / "bin" / "python"
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    site = home / "lib" / version / "site-packages"
    zipfile.ZipFile(wheel).extractall(site)
    # What it depends on comes from the tests' own environment, behind the wheel and without this checkout.
    (site / "dependencies.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", encoding="utf-8")
    deal = tmp_path / "deal.yaml"
    deal.write_text(HEAD, encoding="utf-8")
    env = {key: value for key, value in clean_environment().items() if key != "PYTHONPATH"}
    code = "import dealcoach, runpy; print(dealcoach.__file__); runpy.run_module('dealcoach', run_name='__main__')"
    done = subprocess.run(
        [str(python), "-c", code, "review", str(deal), "--as-of", "2026-11-21"],
        cwd=tmp_path, env=env, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert str(site) in done.stdout
    assert "Harrow Castings: Press line" in done.stdout
