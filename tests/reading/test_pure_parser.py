"""Where PyYAML has no libyaml, its pure parser gives the same deals, problems and places."""

from pathlib import Path

import pytest
import yaml
from trial import COMPLETE, HEAD, ROOT, generator, read, sample_paths

from dealcoach.reading import composing, document
from dealcoach.reading.deal_file import DealFile

ERRORS = yaml.safe_load(Path(__file__).with_name("errors.yaml").read_text(encoding="utf-8"))
CASES = sorted((ROOT / "tests" / "acceptance").rglob("*.case"))
TEXTS = {
    "complete": COMPLETE,
    **{row["about"]: row["text"].replace("HEAD\n", HEAD) for row in ERRORS},
    **{path.name: path.read_text(encoding="utf-8") for path in sample_paths()},
    **{f"generated {number}": generator().deal_text(number) for number in range(0, 400, 20)},
    "line ends of Windows": HEAD.replace("\n", "\r\n") + "amonut: 3\r\n",
    "line ends of old": HEAD.replace("\n", "\r") + "amonut: 3\r",
    "odd line breaks": HEAD + 'need: {problem: "a\u2028b\x85c\u2029d"}\namonut: 3\n',
    "control characters": HEAD + 'need: {problem: "a\x1b[31mb \x07", by: \u202e}\n',
    "beyond the plane": HEAD + "need: {problem: 😀, by: 😀}\n",
    "tabs between words": HEAD + "need:\n  problem:\tone\ttwo\t# why\n  by:\tsoon\nour_team:\t[a,\tb]\n",
    "tabs in quotes": HEAD + "need: {problem: \"one\ttwo\", if_not: 'a\t b'}\n",
    "tab on the second line of a text": HEAD + "need:\n  problem: one\n  \ttwo\n",
    "folded": HEAD + "need:\n  problem: >-\n    a\n\n    b\n  if_not: |+\n    c\n\n",
    "a plain text on two lines": HEAD + "need:\n  problem: one\n    two\n\n    three\n",
    "open brackets": "[" * 1_000,
    "list in list": "- " * 500,
    "key in key": "? " * 900,
    "two documents": HEAD + "---\n" + HEAD,
    "an end mark": HEAD + "...\n",
    "text after the end": HEAD + "...\nfoo\n",
    "bad marks": HEAD + "need: {problem: @x}\n",
    "a percent sign": HEAD + "need: {problem: 50%}\n",
    "a lonely star": HEAD + "need: {problem: *}\n",
    "a lonely ampersand": HEAD + "need: {problem: & b}\n",
    "an exclamation": HEAD + "need: {problem: !important}\n",
    "a tag handle": HEAD + "need: {problem: !e!foo x}\n",
    "a comment in brackets": HEAD + "need: {problem: #5}\n",
    "a dash after a key": HEAD + "need: - a\n",
    "two anchors of one name": HEAD + "custom: {a: &x 1, b: &x 2}\n",
    "a key without a name": HEAD + ": c\n",
    "a key of many characters": HEAD + "x" * 2_000 + ": 1\n",
    "a flow mapping as a key": HEAD + "{a: b}: c\n",
    "a web address": HEAD + "need: {problem: http://a.b/c#d, if_not: it's}\n",
}


@pytest.fixture(autouse=True)
def _parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plainly written files too go through a parser here."""
    monkeypatch.setattr(document, "PARSED_FIRST", float("inf"))


def outcome(file: DealFile) -> tuple[object, ...]:
    return repr(file.deal), file.problems


@pytest.mark.skipif(composing.Parser is composing.pure_python(), reason="this PyYAML has no libyaml")
@pytest.mark.parametrize("name", TEXTS)
def test_both_parsers_agree(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    native = outcome(read(TEXTS[name]))
    monkeypatch.setattr(composing, "Parser", composing.pure_python())
    assert outcome(read(TEXTS[name])) == native


@pytest.mark.skipif(composing.Parser is composing.pure_python(), reason="this PyYAML has no libyaml")
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_both_parsers_agree_on_the_acceptance_cases(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from acceptance_case import read_case

    files = [data for name, data in read_case(path).files.items() if name.endswith((".yaml", ".yml"))]
    native = [outcome(read(data)) for data in files]
    monkeypatch.setattr(composing, "Parser", composing.pure_python())
    assert [outcome(read(data)) for data in files] == native


def test_a_missing_binding_falls_back(monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib
    import sys

    monkeypatch.setitem(sys.modules, "yaml._yaml", None)
    fresh = importlib.util.spec_from_file_location("composing_without_libyaml", composing.__file__)
    assert fresh is not None
    assert fresh.loader is not None
    module = importlib.util.module_from_spec(fresh)
    fresh.loader.exec_module(module)
    assert module.Parser is module.pure_python()
    assert module.compose(HEAD).value[0][1].value == "Press line"
