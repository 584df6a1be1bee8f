"""The GitHub action: its steps run by hand, as a runner would, on twenty bad deals."""

import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

import pytest
import yaml
from ci_samples import AS_OF, ROOT, bad_deals, environment

ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"]}
EXPRESSION = re.compile(r"\$\{\{ *(\S+) *\}\}")


class Runner:
    """As much of a GitHub runner as the action needs: inputs, outputs, files, bash."""

    def __init__(self, workspace, scratch, **inputs):
        self.workspace = workspace
        self.context = {f"inputs.{name}": spec.get("default", "") for name, spec in ACTION["inputs"].items()}
        self.context |= {f"inputs.{name.replace('_', '-')}": value for name, value in inputs.items()}
        self.files = {name: scratch / name.lower() for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        self.fixed = {"RUNNER_TEMP": str(scratch), "GITHUB_ACTION_PATH": str(ROOT)}
        for file in self.files.values():
            file.touch()

    def run(self, name, **more):
        step = STEPS[name]
        own = {key: EXPRESSION.sub(self.resolve, value) for key, value in step.get("env", {}).items()}
        paths = {key: str(file) for key, file in self.files.items()}
        script = self.files["GITHUB_OUTPUT"].parent / "script.sh"
        script.write_text(step["run"])
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=self.workspace,
            env=environment(**self.fixed, **paths, **own, **more),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        self.context |= {
            f"steps.{step.get('id')}.outputs.{key}": value for key, value in self.outputs().items()
        }
        return done

    def resolve(self, match):
        return self.context[match[1]]

    def outputs(self):
        return dict(line.split("=", 1) for line in self.files["GITHUB_OUTPUT"].read_text().splitlines())

    def summary(self):
        return self.files["GITHUB_STEP_SUMMARY"].read_text("utf-8")


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """The action's steps after one another on the twenty deals: the runner, what each step did."""
    workspace, scratch = tmp_path_factory.mktemp("repository"), tmp_path_factory.mktemp("runner")
    runner = Runner(workspace, scratch, as_of=AS_OF)
    runner.expected = bad_deals(workspace)
    runner.done = {name: runner.run(name) for name in ("Lint the deals", "Summarise", "Pass or fail")}
    return runner


def annotations(stdout):
    """(level, file, line, rule, message) of the commands that a runner would find."""
    found = []
    for line in stdout.splitlines():
        match = re.fullmatch(r"::(\w+) file=(.*?),line=(\d+),col=\d+,title=(.*?)::(.*)", line)
        if line.lstrip().startswith("::"):
            assert match, line
            file = match[2].replace("%2C", ",").replace("%3A", ":").replace("%25", "%")
            found.append((match[1], file, int(match[3]), match[4], match[5]))
    return found


def test_each_bad_deal_is_annotated_at_its_line(done):
    errors = {
        (file, rule, line) for level, file, line, rule, _ in annotations(done.done["Lint the deals"].stdout)
    }
    missing = {(file, rule, line) for file, (rule, line) in done.expected.items()} - errors
    assert missing == set()


def test_high_findings_are_errors(done):
    found = annotations(done.done["Lint the deals"].stdout)
    assert all(
        level == "error"
        for level, _, _, rule, _ in found
        if rule in {"gone-dark", "no-next-step", "invalid-deal"}
    )
    assert {level for level, *_ in found} <= {"error", "warning", "notice"}


def test_what_a_deal_says_runs_nothing_and_forges_nothing(done):
    assert {file for _, file, *_ in annotations(done.done["Lint the deals"].stdout)} == set(done.expected)
    assert not list(done.workspace.rglob("*pwned*"))
    assert sorted(path.name for path in done.workspace.iterdir()) == ["dealcoach.sarif", "deals"]


def test_the_job_fails_and_says_why(done):
    assert done.done["Lint the deals"].returncode == 0
    assert done.done["Pass or fail"].returncode == 1
    assert "fail-on" in done.done["Pass or fail"].stdout


def test_the_outputs_count(done):
    outputs = done.outputs()
    levels = [level for level, *_ in annotations(done.done["Lint the deals"].stdout)]
    assert outputs["exit-code"] == "1"
    assert [int(outputs[name]) for name in ("high", "medium", "low")] == [
        levels.count(name) for name in ("error", "warning", "notice")
    ]
    assert set(ACTION["outputs"]) == {"exit-code", "high", "medium", "low"}


def test_the_sarif_file_has_the_same_findings(done):
    (run,) = json.loads((done.workspace / "dealcoach.sarif").read_text("utf-8"))["runs"]
    assert len(run["results"]) == len(annotations(done.done["Lint the deals"].stdout))
    described = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert {result["ruleId"] for result in run["results"]} <= described


def test_the_summary_is_a_table_that_nobody_broke_out_of(done):
    from markdown_it import MarkdownIt

    page = ET.fromstring(f"<page>{MarkdownIt('gfm-like', {'linkify': False}).render(done.summary())}</page>")
    assert {len(row) for row in page.findall(".//tr")} == {3, 5}
    rules = [row[1].text for row in page.findall(".//table[1]/tbody/tr")]
    assert {"gone-dark", "no-next-step", "invalid-deal"} <= set(rules)


@pytest.fixture
def runner(tmp_path):
    def make(**inputs):
        (tmp_path / "runner").mkdir()
        workspace = tmp_path / "repository"
        bad_deals(workspace)
        return Runner(workspace, tmp_path / "runner", **({"as_of": AS_OF} | inputs))

    return make


def test_paths_are_words_never_commands(runner):
    made = runner(paths="$(touch pwned)\n\n; touch pwned\n`touch pwned`\n--fail-on=never\ndeals/*.yaml\n")
    found = annotations(made.run("Lint the deals").stdout)
    assert not (made.workspace / "pwned").exists()
    assert {(rule, file) for _, file, _, rule, _ in found} == {
        ("unreadable-file", name)
        for name in ("$(touch pwned)", "; touch pwned", "`touch pwned`", "--fail-on=never", "deals/*.yaml")
    }
    assert made.run("Pass or fail").returncode == 1


@pytest.mark.parametrize("name", sorted(set(ACTION["inputs"]) - {"paths", "version", "python-version"}))
def test_no_input_is_a_command(runner, name):
    made = runner(**{name.replace("-", "_"): "x'; touch pwned; $(touch pwned) `touch pwned` \"; touch pwned"})
    made.run("Lint the deals")
    made.run("Summarise")
    made.run("Pass or fail")
    assert not list(made.workspace.glob("pwned*"))


def test_the_inputs_reach_lint(runner):
    made = runner(
        paths="deals/northwind-03.yaml\ndeals/northwind-04.yaml",
        select="no-next-step,gone-dark",
        ignore="gone-dark",
        fail_on="never",
        annotations="false",
        sarif_file="",
    )
    lint = made.run("Lint the deals")
    lines = [line for line in lint.stdout.splitlines() if not line.startswith("  ")]
    assert [line.split(": ")[0] for line in lines] == ["deals/northwind-04.yaml:1:1"]
    assert made.run("Pass or fail").returncode == 0
    assert sorted(path.name for path in made.workspace.iterdir()) == ["deals"]


def test_a_baseline_lets_the_job_pass(runner):
    made = runner(baseline="baseline.json", ignore="invalid-deal")
    command = [
        sys.executable,
        "-m",
        "dealcoach",
        "lint",
        "--as-of",
        AS_OF,
        "--write-baseline",
        "baseline.json",
    ]
    subprocess.run(command, cwd=made.workspace, env=environment(), capture_output=True, check=False)
    assert annotations(made.run("Lint the deals").stdout) == []
    assert made.run("Pass or fail").returncode == 0
    (run,) = json.loads((made.workspace / "dealcoach.sarif").read_text("utf-8"))["runs"]
    assert run["results"] == []


def test_wrong_settings_fail_with_their_own_code(runner):
    made = runner(fail_on="sometimes")
    lint = made.run("Lint the deals")
    assert "sometimes" in lint.stderr
    assert made.run("Summarise").returncode == 0
    assert made.run("Pass or fail").returncode == 2


def test_no_deal_file(tmp_path):
    (tmp_path / "empty").mkdir()
    made = Runner(tmp_path / "empty", tmp_path)
    made.run("Lint the deals")
    verdict = made.run("Pass or fail")
    assert (verdict.returncode, verdict.stdout) == (3, "No deal file was found; see the input paths.\n")


def test_the_install_step_installs_this_very_version(tmp_path):
    offline = {
        "PIP_NO_INDEX": "1",
        "PIP_NO_BUILD_ISOLATION": "0",
        "PIP_NO_DEPS": "1",
        "PIP_TARGET": str(tmp_path / "site"),
    }
    installed = Runner(tmp_path, tmp_path).run("Install dealcoach", **offline)
    assert installed.returncode == 0, installed.stderr
    assert (tmp_path / "site" / "dealcoach" / "output" / "lint_sarif.py").is_file()
    assert list((tmp_path / "site" / "dealcoach" / "packs").glob("*.yaml"))
