"""The sample deals as they were read and judged by hand: score, band, coverage, every finding's place."""

from typing import Any

import pytest
import yaml
from trial import AS_OF, ROOT, library, reviewed, sample_paths

from dealcoach.reading.config_file import read_config
from dealcoach.review.settings import Settings, build_settings

SAMPLES: dict[str, Any] = yaml.safe_load(
    (ROOT / "tests" / "data" / "samples.yaml").read_text(encoding="utf-8")
)


def settings() -> Settings:
    return build_settings(AS_OF, library(), read_config(ROOT / "deals" / "dealcoach.yaml"), deep=True)


@pytest.mark.parametrize("path", sample_paths(), ids=lambda path: path.stem)
def test_a_sample_is_as_judged(path: Any) -> None:
    review = reviewed(path.read_text(encoding="utf-8"), settings())
    assert SAMPLES[path.stem] == {
        "score": review.score,
        "band": review.band,
        "coverage": review.coverage,
        "findings": " ".join(f"{row.rule}@{row.line}:{row.points}" for row in review.findings),
        "waived": " ".join(row.rule for row in review.waived),
        "unknown": " ".join(sorted(row.rule for row in review.unknowns))
        if len(review.unknowns) < 9
        else "many",
        "repairs": " ".join(review.repairs.rules) if review.repairs else None,
    }


def test_every_sample_is_judged() -> None:
    assert set(SAMPLES) == {path.stem for path in sample_paths()}
    assert 10 <= len(SAMPLES) <= 14


def test_the_samples_show_most_rules_and_all_bands() -> None:
    shown = {row.partition("@")[0] for sample in SAMPLES.values() for row in sample["findings"].split()}
    scoring = {rule.id for rule in library().rules if rule.group != "files" and rule.pack != "history"}
    assert len(shown & scoring) > len(scoring) / 2
    assert {sample["band"] for sample in SAMPLES.values()} >= {
        "healthy",
        "watch",
        "at_risk",
        "critical",
        "unknown",
    }
