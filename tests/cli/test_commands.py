"""The command line: help for everything, options that say what they do, exit codes."""

from pathlib import Path
from typing import Any

import pytest
from trial import COMPLETE, HEAD, Run, call, clean_environment
from typer.main import get_command

from dealcoach.cli.app import COMMANDS, app
from dealcoach.cli.exits import Exit
from dealcoach.output.schemas import SCHEMAS


def commands() -> dict[str, Any]:
    """Every command and subcommand by its full name."""
    group: Any = get_command(app)
    context = group.make_context("dealcoach", ["review"], resilient_parsing=True)
    found: dict[str, Any] = {}
    for name in COMMANDS:
        command = group.get_command(context, name)
        inner = getattr(command, "commands", None)
        found.update({f"{name} {key}": row for key, row in inner.items()} if inner else {name: command})
    return found


FOUND = commands()


@pytest.mark.parametrize("name", FOUND)
def test_every_command_and_option_has_help(name: str) -> None:
    command = FOUND[name]
    assert command.help
    for parameter in command.params:
        if parameter.name != "help":
            assert getattr(parameter, "help", None), f"{name}: {parameter.name}"


@pytest.mark.parametrize("name", FOUND)
def test_help_shows_every_option(name: str, dealcoach: Run) -> None:
    ended = dealcoach(*name.split(), "--help")
    assert (ended.code, ended.err) == (0, "")
    for parameter in FOUND[name].params:
        if parameter.param_type_name == "option":
            assert any(option in ended.out for option in parameter.opts)


@pytest.mark.parametrize("name", ["review", "lint"])
def test_the_options_that_are_promised(name: str, dealcoach: Run) -> None:
    shared = "--as-of --config --select --ignore --format --output --color --quiet --jobs --no-cache --redact"
    own = {
        "review": "--owner --stage --band --closing-before --sort --top --group-by --deep --fail-under",
        "lint": "--fail-on --baseline --write-baseline --no-waivers",
    }
    told = dealcoach(name, "--help").out
    assert [option for option in f"{shared} {own[name]} --stdin-filename".split() if option not in told] == []


def test_the_help_lists_every_command(dealcoach: Run) -> None:
    told = dealcoach("--help").out
    assert all(name in told and line.split()[0] in told for name, (_, line) in COMMANDS.items())


def test_every_exit_code_has_its_number() -> None:
    assert {row.name: row.value for row in Exit} == {"OK": 0, "FINDINGS": 1, "USAGE": 2, "NOTHING": 3}


@pytest.mark.parametrize("name", ["review", "lint"])
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["deal.yaml", "--as-of", "2026-11-21", "--select", "vague-step"], 0),
        (["gone.yaml", "--as-of", "2026-11-21"], 1),
        (["deal.yaml", "--as-of", "21 November"], 2),
        (["deal.yaml", "--format", "pdf"], 2),
        (["deal.yaml", "--select", "no-such-rule"], 2),
        (["deal.yaml", "--config", "gone.yaml"], 2),
        (["deal.yaml", "--output", "json"], 2),
        (["deal.yaml", "--output", "json:no/such/folder.json", "--select", "vague-step"], 2),
        (["deal.yaml", "--jobs", "0"], 2),
        (["deal.yaml", "--colour"], 2),
        (["deal.yaml", "--color", "sometimes"], 2),
        (["empty"], 3),
    ],
)
def test_exit_codes(name: str, arguments: list[str], code: int, dealcoach: Run, tmp_path: Path) -> None:
    (tmp_path / "deal.yaml").write_text(HEAD, encoding="utf-8")
    (tmp_path / "empty").mkdir()
    ended = dealcoach(name, *arguments)
    assert (ended.code, bool(ended.err.strip()) or name == "review") == (code, True)
    assert "Traceback" not in ended.err
    assert "internal error" not in ended.err


@pytest.mark.parametrize("kind", SCHEMAS)
def test_schemas_are_printed(kind: str, dealcoach: Run) -> None:
    ended = dealcoach("schema", kind)
    assert ended.code == 0
    assert ended.out.startswith("{\n")
    assert kind in dealcoach("schema", "--help").out


def test_python_minus_m(tmp_path: Path) -> None:
    assert call("--version", cwd=tmp_path).out.startswith("dealcoach ")


def test_the_width_of_the_terminal_is_kept(tmp_path: Path) -> None:
    (tmp_path / "deal.yaml").write_text(COMPLETE, encoding="utf-8")
    ended = call(
        "review", "deal.yaml", "--as-of", "2026-11-21", cwd=tmp_path, env=clean_environment(COLUMNS="80")
    )
    assert ended.code == 0
    assert max(map(len, ended.out.splitlines())) <= 80


def test_nothing_is_written_beside_the_deals(tmp_path: Path) -> None:
    (tmp_path / "deal.yaml").write_text(COMPLETE, encoding="utf-8")
    call("lint", ".", "--as-of", "2026-11-21", cwd=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["deal.yaml"]


def test_serial_parallel_and_cached_are_the_same_bytes(tmp_path: Path) -> None:
    from trial import generator

    for number in range(12):
        (tmp_path / f"d{number}.yaml").write_text(generator().deal_text(number), encoding="utf-8")
    (tmp_path / "bad.yaml").write_text("deal: a: b\n", encoding="utf-8")
    arguments = ["review", ".", "--format", "json", "--as-of", "2026-11-21"]
    serial = call(*arguments, "--no-cache", "--jobs", "1", cwd=tmp_path)
    assert serial.code == 1
    for more in (["--no-cache", "--jobs", "2"], ["--jobs", "1"], ["--jobs", "1"], []):
        assert call(*arguments, *more, cwd=tmp_path) == serial
