"""Writing in this process and in a second one gives the same files and the same errors."""

from __future__ import annotations

from pathlib import Path

import pytest

from dealcoach.importing import writer as writer_module
from dealcoach.importing.existing import read_folder
from dealcoach.importing.writer import LARGE_BYTES, Writer

from .support import contents, run, salesforce_files


@pytest.mark.parametrize("size", [0, LARGE_BYTES])
@pytest.mark.parametrize("count", [0, 1, 63, 64, 65, 200])
def test_every_file_is_there_when_the_context_is_left(tmp_path: Path, size: int, count: int) -> None:
    with Writer(size) as writer:
        for number in range(count):
            writer.write(f"{tmp_path}/{number}.yaml", str(number).encode())
    assert contents(tmp_path) == {f"{number}.yaml": str(number).encode() for number in range(count)}


@pytest.mark.parametrize("size", [0, LARGE_BYTES])
def test_a_file_that_cannot_be_written_is_an_error(tmp_path: Path, size: int) -> None:
    with pytest.raises(OSError, match="No such file or directory"), Writer(size) as writer:
        writer.write(f"{tmp_path}/none/1.yaml", b"1")
        writer.write(f"{tmp_path}/2.yaml", b"2")


@pytest.mark.parametrize("size", [0, LARGE_BYTES])
def test_an_error_of_the_import_itself_comes_through(tmp_path: Path, size: int) -> None:
    with pytest.raises(KeyError), Writer(size) as writer:
        writer.write(f"{tmp_path}/1.yaml", b"1")
        raise KeyError
    assert contents(tmp_path) == {"1.yaml": b"1"}


@pytest.mark.parametrize(("root", "shown"), [(".", "a.yaml"), ("d", "d/a.yaml"), ("./d/", "d/a.yaml")])
def test_paths_are_shown_from_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: str, shown: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(root).mkdir(exist_ok=True)
    (Path(root) / "a.yaml").write_text('crm: {system: salesforce, id: "006A"}\n')
    folder = read_folder(Path(root), "salesforce", str)
    assert folder.relative(folder.files["006A"]) == shown
    assert read_folder(tmp_path / root, "salesforce", str).relative(f"{tmp_path / root}/a.yaml") == shown


def test_an_import_through_the_second_process_gives_the_same_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("salesforce", salesforce_files(), tmp_path / "one")
    monkeypatch.setattr(writer_module, "LARGE_BYTES", 1)
    report = run("salesforce", salesforce_files(), tmp_path / "two")
    assert contents(tmp_path / "two") == contents(tmp_path / "one")
    assert report.count("new") == 4
