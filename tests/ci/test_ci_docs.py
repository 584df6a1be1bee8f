"""docs/ci.md: its snippets are valid, its tables complete, its options exist."""

import re
import subprocess
import sys

import pytest
import yaml
from ci_samples import ROOT, environment

from dealcoach.output.lint_formats import FORMATS

TEXT = (ROOT / "docs" / "ci.md").read_text("utf-8")
BLOCKS = dict(re.findall(r"```yaml\n# (\S+)\n(.*?)```", TEXT, re.DOTALL))


@pytest.mark.parametrize(
    ("name", "schema"),
    [
        (".github/workflows/deals.yml", "vendor.github-workflows"),
        (".gitlab-ci.yml", "vendor.gitlab-ci"),
    ],
)
def test_snippets_are_valid_by_their_schema(name, schema, tmp_path):
    (tmp_path / "snippet.yml").write_text(BLOCKS[name])
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, "snippet.yml"]
    done = subprocess.run(check, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_pre_commit_snippet_is_valid(tmp_path):
    (tmp_path / "config.yaml").write_text(BLOCKS[".pre-commit-config.yaml"])
    check = [sys.executable, "-m", "pre_commit", "validate-config", "config.yaml"]
    done = subprocess.run(check, cwd=tmp_path, env=environment(), capture_output=True, check=False)
    assert done.returncode == 0


def test_the_workflow_uses_inputs_of_the_action():
    inputs = set(yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))["inputs"])
    steps = yaml.safe_load(BLOCKS[".github/workflows/deals.yml"])["jobs"]["lint"]["steps"]
    (ours,) = [step for step in steps if step["uses"].startswith("dealcoach/")]
    assert set(ours["with"]) <= inputs
    rows = re.search(r"\| input \|.*?\n\n", TEXT, re.DOTALL)[0].splitlines()[2:-1]
    listed = {name for row in rows for name in re.findall("`([a-z-]+)`", row.split("|")[1])}
    assert listed == inputs


def test_every_format_is_listed():
    rows = re.search(r"\| format \|.*?\n\n", TEXT, re.DOTALL)[0]
    assert set(re.findall(r"^\| `(\w+)` \|", rows, re.MULTILINE)) == set(FORMATS)


def test_every_option_exists():
    known = set()
    for command in ([], ["lint"], ["review"]):
        run = [sys.executable, "-m", "dealcoach", *command, "--help"]
        done = subprocess.run(run, env=environment(COLUMNS="200"), capture_output=True, text=True, check=True)
        known |= set(re.findall(r"--[a-z-]+", done.stdout))
    foreign = {"--build", "--rm", "--network", "--volume", "--tag", "--quiet", "--no-verify", "--body-file"}
    foreign |= {"--edit-last", "--create-if-none", "--no-cache-dir", "--create-home"}
    used = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", TEXT)) - foreign
    assert used - known == set()
