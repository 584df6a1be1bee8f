"""The library: what it exports, returns and raises, and that a mapping says the same as its file."""

from __future__ import annotations

import inspect
import subprocess
import sys
from collections import OrderedDict
from datetime import date, datetime
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from trial import AS_OF, COMPLETE, HEAD, clean_environment, generator

import dealcoach
from dealcoach import (
    ConfigProblem,
    DealcoachError,
    DealProblem,
    RemoteProblem,
    Review,
    RulesProblem,
    api,
    errors,
    review_file,
    review_folder,
    review_mapping,
    review_text,
)

DAY = AS_OF.isoformat()
HEAD_VALUES = yaml.safe_load(HEAD)


def test_all_is_sorted_complete_and_there():
    names = dealcoach.__all__
    assert names == sorted(names)
    assert len(set(names)) == len(names)
    assert all(getattr(dealcoach, name) is not None for name in names)
    public = {
        name
        for module in (api, errors)
        for name, found in vars(module).items()
        if getattr(found, "__module__", "") == module.__name__ and not name.startswith("_")
    }
    assert public - {"inner_errors_told", "lines_of"} <= set(names)
    assert set(names) <= set(dir(dealcoach))


def test_every_public_function_and_class_is_documented_and_typed():
    for name in dealcoach.__all__:
        found = getattr(dealcoach, name)
        if inspect.isfunction(found):
            assert "Raises" in (found.__doc__ or ""), name
            signature = inspect.signature(found)
            assert signature.return_annotation is not inspect.Signature.empty
            assert all(row.annotation is not inspect.Parameter.empty for row in signature.parameters.values())
        elif inspect.isclass(found):
            assert found.__doc__ and not found.__doc__.startswith(f"{name}("), name
    assert Path(find_spec("dealcoach").origin).with_name("py.typed").is_file()


def test_the_tree_of_errors_is_as_drawn():
    drawn = [line.split()[1] for line in errors.__doc__.splitlines() if line.strip().startswith(("├", "└"))]
    assert drawn == sorted(row.__name__ for row in DealcoachError.__subclasses__())


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'reviews'"):
        _ = dealcoach.reviews


def test_importing_the_package_imports_nothing_of_it():
    program = (
        "import sys, dealcoach; print(sorted(n for n in sys.modules if n.startswith(('dealcoach', 'yaml'))))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env=clean_environment(), capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "['dealcoach']"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "deals").mkdir()
    (tmp_path / "deals" / "a.yaml").write_text(COMPLETE)
    (tmp_path / "deals" / "b.yaml").write_text(HEAD)
    return tmp_path


def test_a_file_a_text_and_a_mapping_agree(folder):
    of_file = review_file(Path("deals/a.yaml"), as_of=DAY)
    of_text = review_text(COMPLETE, as_of=AS_OF, name="deals/a.yaml")
    assert of_file == of_text
    assert isinstance(of_file, Review)
    assert of_file.file == "deals/a.yaml"
    of_mapping = review_mapping(yaml.safe_load(COMPLETE), as_of=AS_OF, deep=True)
    assert placeless(of_mapping) == placeless(of_file)


def placeless(review):
    def bare(findings):
        return tuple(
            row._replace(file="", line=0, column=0, quoted="")
            for row in sorted(findings, key=lambda f: f.path)
        )

    waived = tuple(row._replace(line=0, findings=bare(row.findings)) for row in review.waived)
    found = tuple(
        (row.rule, row.path, row.worth, row.message, row.ask, row.do) for row in bare(review.findings)
    )
    return review._replace(file="", findings=tuple(sorted(found)), waived=waived)


@given(st.integers(0, 400))
def test_a_mapping_scores_as_its_file(number):
    text = generator().deal_text(number)
    values = yaml.safe_load(text)
    of_mapping, of_text = review_mapping(values, as_of=AS_OF), review_text(text, as_of=AS_OF, deep=False)
    assert (of_mapping.score, of_mapping.band, of_mapping.coverage, of_mapping.groups) == (
        (of_text.score, of_text.band, of_text.coverage, of_text.groups)
    )
    assert sorted((row.rule, row.path, row.message) for row in of_mapping.findings) == sorted(
        (row.rule, row.path, row.message) for row in of_text.findings
    )


def test_a_mapping_takes_what_python_has(folder):
    (folder / "dealcoach.yaml").write_text("currency: CHF\nbroken")  # a pure function does not see it
    values = MappingProxyType(
        OrderedDict(
            HEAD_VALUES,
            close_date=datetime(2027, 1, 20, 9, 30),
            amount=Decimal("240000.50"),
            currency=None,
            buying_team=(
                {"name": "Lin\u2028e\u0085 \ufeff\x07 \U0001f600", "influence": 5, "roles": {"end_user"}},
            ),
            next_steps=[{"what": "null", "done": False, "due": date(2026, 12, 1)}],
            custom={"deep": {"list": [1, 2.5, None, True]}},
        )
    )
    review = review_mapping(values, as_of=DAY, config={"currency": "EUR", "stages": ["proposal"]})
    assert (review.close_date, review.amount, review.currency) == ("2027-01-20", 240000.5, "EUR")
    assert review.buying_team[0].name == "Lin\u2028e\u0085 \ufeff\x07 \U0001f600"
    assert review.next_steps[0].what == "null"


def test_a_mapping_is_pure(folder):
    values = yaml.safe_load(COMPLETE)
    before = repr(values)
    first = review_mapping(values, as_of=AS_OF)
    (folder / "dealcoach.yaml").write_text("ignore: [process]\n")
    assert review_mapping(values, as_of=AS_OF) == first
    assert repr(values) == before


def test_a_mapping_that_is_no_deal_tells_every_problem_with_its_place():
    with pytest.raises(DealProblem) as refused:
        review_mapping(
            {**HEAD_VALUES, "close_date": None, "amuont": 5, "owner": "", "amount": "$5"}, as_of=DAY
        )
    told = [row.message for row in refused.value.problems]
    assert len(told) == 4
    assert any("did you mean amount?" in row for row in told)
    assert "<mapping>:" in str(refused.value)
    assert '"amuont": 5' in {row.source.strip().rstrip(",") for row in refused.value.problems}


@pytest.mark.parametrize(
    ("values", "error", "said"),
    [
        ({"deal": object()}, TypeError, "deal: object is no value of a deal"),
        ({"next_steps": [{"what": b"x"}]}, TypeError, r"next_steps\[0\].what: bytes"),
        ({1: "x"}, TypeError, "the key 1 is no text"),
        ({"deal": "\ud800"}, ValueError, "surrogates"),
    ],
)
def test_values_that_no_deal_can_hold_are_refused_by_their_place(values, error, said):
    with pytest.raises(error, match=said):
        review_mapping(values, as_of=DAY)


def test_a_mapping_that_holds_itself_is_refused():
    loop = dict(HEAD_VALUES)
    loop["custom"] = {"again": loop}
    with pytest.raises(ValueError, match="nested deeper"):
        review_mapping(loop, as_of=DAY)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
        max_leaves=12,
    ),
    st.sampled_from(["custom", "deal", "buying_team", "next_steps", "need", "amount"]),
)
def test_any_mapping_gives_a_review_or_a_deal_problem(value, key):
    try:
        review = review_mapping({**HEAD_VALUES, key: value}, as_of=DAY)
    except DealProblem as refused:
        assert refused.problems
    except ValueError as refused:
        assert "surrogates" in str(refused)
    else:
        assert 0 <= (review.score or 0) <= 100


def test_a_folder_reports_what_could_not_be_read_and_goes_on(folder):
    (folder / "deals" / "bad.yaml").write_text("deal: [\n")
    report = review_folder("deals", as_of=DAY)
    assert [row.file for row in report.deals] == ["deals/a.yaml", "deals/b.yaml"]
    assert [(row.file, row.rule) for row in report.problems] == [("deals/bad.yaml", "invalid-yaml")]
    assert report.summary.deals == 2
    assert report.as_of == DAY


@pytest.mark.parametrize("options", [{"jobs": 2}, {"cache": True}, {"cache": True, "jobs": 2}])
def test_a_folder_says_the_same_from_processes_and_from_the_cache(folder, options):
    (folder / "dealcoach.yaml").write_text("currency: CHF\n")
    plain = review_folder([Path("deals"), "deals/a.yaml"], as_of=DAY)
    assert review_folder("deals", as_of=DAY, **options) == plain
    assert review_folder("deals", as_of=DAY, **options) == plain
    assert (folder / ".dealcoach_cache").exists() is bool(options.get("cache"))


def test_a_folder_without_deals_and_a_path_that_is_not_there(folder):
    (folder / "empty").mkdir()
    assert review_folder("empty", as_of=DAY).deals == ()
    assert review_folder("gone", as_of=DAY).problems[0].rule == "unreadable-file"


def test_configuration_is_found_upward_or_named(folder):
    (folder / "dealcoach.yaml").write_text("currency: CHF\nexclude: [b.yaml]\nignore: [people]\n")
    (folder / "other.yaml").write_text("currency: SEK\n")
    found = review_folder("deals", as_of=DAY)
    assert [row.file for row in found.deals] == ["deals/a.yaml"]
    assert not {row.group for row in found.deals[0].findings} & {"people"}
    named = review_file("deals/b.yaml", as_of=DAY, config="other.yaml", select="process")
    assert named.currency == "SEK"
    assert {row.group for row in named.findings} <= {"process"}


def test_each_error_has_its_class_and_its_problems(folder):
    with pytest.raises(DealProblem) as refused:
        review_file("deals/gone.yaml", as_of=DAY)
    assert refused.value.problems[0].rule == "unreadable-file"
    with pytest.raises(DealProblem, match="close_date"):
        review_text("deal: x\naccount: y\nowner: z\nstage: proposal\n", as_of=DAY)
    with pytest.raises(DealProblem, match="not UTF-8"):
        review_text("deal: \udcff", as_of=DAY)
    with pytest.raises(ConfigProblem, match="did you mean no-next-step"):
        review_text(HEAD, as_of=DAY, select=["no-next-stp"])
    with pytest.raises(ConfigProblem, match="packs"):
        review_mapping(HEAD_VALUES, as_of=DAY, config={"packs": ["own.yaml"]})
    with pytest.raises(ConfigProblem, match="unknown key"):
        review_mapping(HEAD_VALUES, as_of=DAY, config={"currencies": "EUR"})
    with pytest.raises(RemoteProblem, match="nope"):
        review_folder("nope://x", as_of=DAY)
    (folder / "dealcoach.yaml").write_text("packs: [gone.yaml]\n")
    with pytest.raises(RulesProblem) as broken:
        review_file("deals/a.yaml", as_of=DAY)
    assert "gone.yaml" in broken.value.problems[0].message
    (folder / "dealcoach.yaml").write_text("currency: five\n")
    with pytest.raises(ConfigProblem) as config:
        review_file("deals/a.yaml", as_of=DAY)
    assert (config.value.problems[0].line, config.value.problems[0].column) == (1, 11)


def test_as_of_is_a_day():
    with pytest.raises(ValueError, match="write YYYY-MM-DD"):
        review_text(HEAD, as_of="21.11.2026")
    with pytest.raises(TypeError, match="a date or YYYY-MM-DD"):
        review_text(HEAD, as_of=20261121)
    with pytest.raises(TypeError, match="as_of"):
        review_mapping(HEAD_VALUES)
    assert review_text(HEAD).deal == "Press line"
