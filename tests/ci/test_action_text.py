"""action.yml as text: valid, documented, and no expression inside a script."""

import subprocess
import sys

import yaml
from ci_samples import ROOT

ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"]}


def test_no_expression_stands_in_a_script():
    assert [name for name, step in STEPS.items() if "${{" in step.get("run", "")] == []


def test_every_input_is_used_and_described():
    text = (ROOT / "action.yml").read_text("utf-8")
    for name, spec in ACTION["inputs"].items():
        assert f"inputs.{name} " in text
        assert spec["description"].endswith(".")
        assert "default" in spec


def test_valid_by_the_schema_of_actions():
    check = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--builtin-schema",
        "vendor.github-actions",
        "action.yml",
    ]
    done = subprocess.run(check, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_only_known_actions_are_used():
    assert [step["uses"] for step in STEPS.values() if "uses" in step] == ["actions/setup-python@v5"]
