"""What the pages show is what the program does: every command runs, every output is the real one."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from dealcoach import __version__
from tests.docs.doc_blocks import ROOT, Ran, Sandbox, blocks, pages, replayed, shown, went_well
from tests.docs.doc_commands import every_command
from tests.docs_generate import PAGES

RUN = [ROOT / name for name in PAGES]


@pytest.mark.parametrize("page", RUN, ids=lambda path: path.name)
def test_every_command_of_a_page_runs_and_prints_what_the_page_shows(page: Path, tmp_path: Path) -> None:
    wrong = []
    for block, results in Sandbox(tmp_path).play(page.read_text("utf-8")):
        for ran in results:
            if not went_well(block, ran):
                wrong.append(f"$ {ran.command}\nended with {ran.code}: {ran.output[-400:]}")
            elif block.kind == "console" and shown(block, ran) not in block.text:
                wrong.append(f"$ {ran.command}\nno longer prints what the page shows; run `make generate`")
    assert wrong == []


def test_what_is_generated_is_up_to_date() -> None:
    check = [sys.executable, "-m", "tests.docs_generate", "--check"]
    done = subprocess.run(check, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), f"run `make generate`\n{done.stdout}{done.stderr}"


def _known() -> dict[str, set[str]]:
    found = {"": {"--help", "-h", "--version", "--install-completion", "--show-completion"}}
    for name, command in every_command():
        found[name] = {text for row in command.params for text in (*row.opts, *row.secondary_opts)} | {
            "--help"
        }
    return found


@pytest.mark.parametrize("page", pages(), ids=lambda path: path.name)
def test_every_call_in_a_block_names_a_command_and_options_that_exist(page: Path) -> None:
    known = _known()
    wrong = []
    for block in blocks(page.read_text("utf-8")):
        for call in block.calls:
            words = re.split(r"\s+#|[|>&;]", call)[0].split()
            words = words[words.index("dealcoach") + 1 :]
            names = [" ".join(words[:count]) for count in (2, 1, 0)]
            command = next(name for name in names if name in known)
            if not command and words and not words[0].startswith("-"):
                wrong.append(f"no such command: {call}")
            used = {word.split("=")[0] for word in words if re.match(r"--?[a-z]", word)}
            wrong += [f"{call}: {option}" for option in sorted(used - known[command])]
    assert wrong == []


@pytest.mark.parametrize("page", pages(), ids=lambda path: path.name)
def test_every_call_in_a_line_of_text_names_a_command_that_exists(page: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    known = {name.split()[0] for name in _known() if name}
    called = set(re.findall(r"`dealcoach ([a-z]+)\b", text))
    assert called - known == set()


@pytest.mark.parametrize("page", pages(), ids=lambda path: path.name)
def test_python_blocks_compile(page: Path) -> None:
    for block in blocks(page.read_text("utf-8")):
        if block.kind == "python":
            ast.parse(block.text)


def test_the_programs_of_the_page_of_outputs_run(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "outputs.md").read_text("utf-8")
    programs = [block.text for block in blocks(page) if block.kind == "python"]
    assert len(programs) == 2
    sandbox = Sandbox(tmp_path)
    for number, program in enumerate(programs):
        (tmp_path / f"{number}.py").write_text(program, encoding="utf-8")
        ran = sandbox.run(f'"{sys.executable}" {number}.py')
        assert ran.code == 0, ran.output
        assert "deals/sainte-claire-hospital-pharmacy.yaml" in ran.output


def test_the_blocks_of_a_page_are_found_with_what_is_said_of_them() -> None:
    page = "<!-- file: a.yaml -->\n```yaml\na: 1\n```\n\n```console\n$ dealcoach lint \\\n    a.yaml\nout\n$ ls\n```\n"
    first, second = blocks(page)
    assert (first.kind, first.notes, first.text) == ("yaml", {"file": "a.yaml"}, "a: 1\n")
    assert second.commands == ["dealcoach lint a.yaml", "ls"]
    assert second.calls == ["dealcoach lint a.yaml"]


def test_a_block_shows_a_part_of_an_output_and_never_that_of_a_failure() -> None:
    (block,) = blocks("<!-- from: two -->\n<!-- until: three -->\n```console\n$ dealcoach\n```\n")
    assert shown(block, Ran("dealcoach", "one\n two \nthree 3\nfour\n", 0)) == "…\n two\nthree 3\n…\n"
    with pytest.raises(ValueError, match="no line of the output begins with 'two'"):
        shown(block, Ran("dealcoach", "one\n", 0))
    for output, code in (("usage", 2), ("dealcoach: internal error: KeyError", 1)):
        with pytest.raises(ValueError, match="ended with"):
            shown(block, Ran("dealcoach", output, code))


def test_a_block_takes_the_place_of_one_key(tmp_path: Path) -> None:
    sandbox = Sandbox(tmp_path)
    first, second, third = blocks(
        "<!-- file: a.yaml -->\n```yaml\ndeal: A\nsteps:\n  - one\n\n  - two\nstage: B\n```\n"
        "<!-- replace: steps in a.yaml -->\n```yaml\nsteps: []\n```\n"
        "<!-- replace: team in a.yaml -->\n```yaml\nteam: []\n```\n"
    )
    sandbox.write(first)
    sandbox.write(second)
    assert (tmp_path / "a.yaml").read_text() == "deal: A\nsteps: []\nstage: B\n"
    with pytest.raises(ValueError, match="no single key team"):
        sandbox.write(third)


def test_a_page_that_no_longer_tells_the_truth_is_found(tmp_path: Path) -> None:
    page = "```console\n$ dealcoach --version\ndealcoach 99\n```\n"
    assert replayed(page, Sandbox(tmp_path)) == page.replace("99", __version__)
