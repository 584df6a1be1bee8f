"""Where the engine's review of a deal and the oracle's differ, in sentences a failing test can show."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from dealcoach.model.review import Review as EngineReview

from .evaluate import Review
from .table import nearest, same_place


def differences(deal: Mapping[str, Any], mine: Review, theirs: EngineReview) -> list[str]:
    """Every difference in findings, places, unknowns, waivers, points and repairs; none is agreement."""
    return [
        *_findings(mine, theirs),
        *_places(deal, mine, theirs),
        *_unknowns(mine, theirs),
        *_score(mine, theirs),
    ]


def _findings(mine: Review, theirs: EngineReview) -> Iterator[str]:
    expected = Counter((a.rule, a.severity, a.worth) for a in (*mine.findings, *mine.files))
    found = Counter(
        (f.rule, str(f.severity), f.worth) for f in theirs.findings if f.rule != "misspelled-name"
    )
    yield from (
        f"engine alone finds {rule}, {severity} {worth}" for rule, severity, worth in found - expected
    )
    yield from (
        f"engine does not find {rule}, {severity} {worth}" for rule, severity, worth in expected - found
    )
    waived = Counter(row.rule for row in theirs.waived)
    if set(waived) != {row.rule for row in mine.waived}:
        yield f"engine waives {sorted(waived)}, not {sorted(row.rule for row in mine.waived)}"


def _places(deal: Mapping[str, Any], mine: Review, theirs: EngineReview) -> Iterator[str]:
    for answer in (*mine.findings, *mine.files):
        places = [nearest(deal, finding.path) for finding in theirs.findings if finding.rule == answer.rule]
        if answer.path and places and not any(same_place(place, answer.path) for place in places):
            yield f"engine points {answer.rule} at {' and '.join(places)}, not at {answer.path}"


def _unknowns(mine: Review, theirs: EngineReview) -> Iterator[str]:
    asked = {unknown.rule for unknown in theirs.unknowns}
    yield from (f"engine asks for {rule}, though it is decided" for rule in sorted(asked - mine.unknown))
    yield from (f"engine does not ask for {rule}" for rule in sorted(mine.unknown - asked))


def _score(mine: Review, theirs: EngineReview) -> Iterator[str]:
    for name in ("score", "band", "coverage"):
        if getattr(mine, name) != getattr(theirs, name):
            yield f"engine's {name} is {getattr(theirs, name)}, not {getattr(mine, name)}"
    expected = mine.repairs and (mine.repairs.to_band, mine.repairs.score, mine.repairs.findings)
    found = theirs.repairs and (theirs.repairs.to_band, theirs.repairs.score, len(theirs.repairs.rules))
    if expected != found:
        yield f"engine repairs to {found}, not to {expected}"
