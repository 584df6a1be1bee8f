"""libyaml's binding by itself, and the whole of PyYAML for whoever asks for it afterwards."""

from __future__ import annotations

import subprocess
import sys

import pytest

from dealcoach.reading import composing

LEAN = """
import sys
from dealcoach.reading.lean_yaml import import_lean
import_lean()
from dealcoach.reading.composing import compose, Parser, pure_python
from dealcoach.reading.faults import FileRefusedError
"""

needs_libyaml = pytest.mark.skipif(composing._CParser is None, reason="this PyYAML has no libyaml")


def _run(code: str) -> str:
    """In a process of its own, as what is imported stays imported."""
    done = subprocess.run([sys.executable, "-c", LEAN + code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


@needs_libyaml
def test_the_rest_of_pyyaml_is_not_imported() -> None:
    code = "compose('a: 1'); print([n for n in sys.modules if n in ('yaml.reader', 'yaml.constructor')])"
    assert _run(code) == "[]"


@needs_libyaml
@pytest.mark.parametrize("text", ["a: [", "a: \x07", "a: *b", "- a\nb: c", "\tx: 1"])
def test_faults_are_told_as_ever(text: str) -> None:
    told = (
        f"try: compose({text!r})\n"
        "except FileRefusedError as error: print(error.fault.rule, error.fault.message)\n"
        "else: print('read')"
    )
    whole = LEAN.replace("import_lean()\n", "import yaml\n")
    expected = subprocess.run(
        [sys.executable, "-c", whole + told], capture_output=True, text=True, check=True
    )
    assert _run(told) == expected.stdout.strip() != ""


@needs_libyaml
def test_all_of_pyyaml_is_there_for_who_asks() -> None:
    code = (
        "import yaml\n"
        "assert yaml.load('a: [1, no]', Loader=yaml.CSafeLoader) == {'a': [1, False]}\n"
        "assert yaml.safe_load('a: 2') == {'a': 2} and yaml.error.YAMLError is yaml.YAMLError\n"
        "assert yaml.dump({'a': 1}, Dumper=yaml.CSafeDumper) == 'a: 1\\n'\n"
        "assert pure_python()('a: 1').get_single_node().value[0][1].value == '1'\n"
        "try: yaml.load('a: [', Loader=yaml.CSafeLoader)\n"
        "except yaml.YAMLError: print('told')\n"
    )
    assert _run(code) == "told"


@needs_libyaml
def test_nothing_happens_where_pyyaml_is_imported_already() -> None:
    code = "import yaml; import_lean(); print(yaml.reader.Reader.__name__)"
    assert _run(code.replace("import_lean()", "yaml.reader; import_lean()")) == "Reader"
