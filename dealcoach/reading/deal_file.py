"""One deal file: bytes in, a Deal or all of its problems out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from dealcoach.model import deal as parts
from dealcoach.model.deal import Deal
from dealcoach.model.finding import Position, Problem
from dealcoach.model.scalars import shown, suggestion
from dealcoach.model.validation import ValidationError, validate_deal
from dealcoach.model.words import name_key, squeeze
from dealcoach.reading.document import Document, Path
from dealcoach.reading.faults import FileRefusedError


class DealFile(NamedTuple):
    """What a file gave: its document and deal, or the problems that keep it from being read."""

    name: str
    document: Document | None
    deal: Deal | None
    problems: tuple[Problem, ...] = ()


class _Refused(NamedTuple):
    problem: Problem


def read_deal(name: str, data: bytes, stages: tuple[str, ...] = ()) -> DealFile:
    """Read one deal; ``stages`` are the stages that dealcoach.yaml lists, if it does."""
    return read_deals([(name, data, stages)])[0]


def read_deals(files: Sequence[tuple[str, bytes, tuple[str, ...]]]) -> list[DealFile]:
    """Read several deals, each with its name and stages: first their documents, then what these say."""
    documents = [_document(name, data) for name, data, _ in files]
    return [
        DealFile(name, None, None, (document.problem,))
        if isinstance(document, _Refused)
        else _read(name, document, stages)
        for document, (name, _, stages) in zip(documents, files, strict=True)
    ]


def _document(name: str, data: bytes) -> Document | _Refused:
    try:
        return Document(data)
    except FileRefusedError as refused:
        from dealcoach.reading.explaining import refusal

        return _Refused(refusal(name, refused))


def _read(name: str, document: Document, stages: tuple[str, ...]) -> DealFile:
    found: list[tuple[Position, str]] = [(document.position(f.mark), f.message) for f in document.faults]
    found.extend(_disagreements(document, stages))
    try:
        deal = validate_deal(document.values)
    except ValidationError as error:
        return DealFile(name, document, None, _problems(name, document, found, error))
    if found:
        return DealFile(name, document, None, _problems(name, document, found))
    document.values = {}  # a batch of deals would hold twice what the deal holds now
    return DealFile(name, document, deal)


def _problems(
    name: str, document: Document, found: list[tuple[Position, str]], error: ValidationError | None = None
) -> tuple[Problem, ...]:
    from dealcoach.reading.explaining import Format, explained, problems_at  # few files have any

    known = Format(Deal, _PARTS, _WHY_NEEDED, "keys of your own go under custom:")
    settled = {document.position(fault.mark) for fault in document.faults if fault.settles}
    said = explained(document, error, known) if error else ()
    told = [*found, *(row for row in said if row[0] not in settled)]
    return problems_at(name, document, told, "invalid-deal")


def unreadable(name: str, message: str) -> DealFile:
    """A file that cannot be opened."""
    return DealFile(name, None, None, (Problem(name, 1, 1, "unreadable-file", message),))


_PARTS: dict[str, type] = {
    "crm": parts.Crm,
    "need": parts.Need,
    "customer_plan": parts.CustomerPlan,
    "steps": parts.PlanStep,
    "business_case": parts.BusinessCase,
    "buying_team": parts.Member,
    "signals": parts.Signal,
    "next_steps": parts.Step,
    "activity": parts.Activity,
    "waivers": parts.Waiver,
}
_WHY_NEEDED = {
    "deal": "what the deal is called",
    "account": "the customer",
    "owner": "the rep",
    "stage": "the sales stage",
    "name": "the person's full name",
    "what": "what will be done",
    "kind": "what kind of signal it is",
    "date": "when it happened",
    "rule": "the id of the rule",
    "reason": "why its findings do not count here",
}


def _disagreements(document: Document, stages: tuple[str, ...]) -> Iterator[tuple[Position, str]]:
    """What no single field can see, on the plain values so that it is said beside all other problems."""
    values = document.values
    if "close_date" not in values and squeeze(str(values.get("status", "open"))) == "open":
        key: Path = ("close_date",)
        state = "empty" if document.holds(key) else "missing"
        said = f"close_date: is {state}; an open deal needs the date when you expect it to close"
        yield document.locate(key), said
    stage = values.get("stage")
    if stages and isinstance(stage, str) and not _listed(stage, stages):
        near = suggestion(stage, list(stages))
        meant = f"did you mean {near}? " if near else ""
        listed = ", ".join(stages)
        said = f"the stage {shown(stage)} is not listed in dealcoach.yaml; {meant}stages: {listed}"
        yield document.locate(("stage",), value=True), said
    for path, text in _twins(values.get("buying_team")):
        yield document.locate(path, value=True), text


def _listed(stage: str, stages: tuple[str, ...]) -> bool:
    return stage in stages or squeeze(stage) in map(squeeze, stages)


def _twins(team: Any) -> Iterator[tuple[Path, str]]:
    """Members whose name stands on the team before."""
    members = team if isinstance(team, list) else []
    names = [member.get("name") if isinstance(member, dict) else None for member in members]
    keys = [name_key(name) if isinstance(name, str) else "" for name in names]
    if len(set(keys)) == len(keys):
        return
    seen: set[str] = set()
    for index, key in enumerate(keys):
        if key and key in seen:
            yield ("buying_team", index, "name"), f"{shown(names[index])} is on the buying team twice"
        seen.add(key)
