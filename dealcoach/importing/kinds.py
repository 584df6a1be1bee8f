"""What a sort of export file is, and the fields that several sorts share."""

from __future__ import annotations

from dataclasses import dataclass

SEEDED = ("need.problem", "need.by", "need.if_not", "customer_plan.decision_date")
"""Fields without a standard column: a mapping file names the column, the importer fills what is missing."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One sort of export file.

    `fields` maps our field to the headers it may have (API name first, then report labels);
    each group in `required` needs at least one of its fields.
    """

    option: str
    fields: dict[str, tuple[str, ...]]
    required: tuple[tuple[str, ...], ...]


MAPPED: dict[str, tuple[str, ...]] = dict.fromkeys(SEEDED, ())
PERSON: dict[str, tuple[str, ...]] = {
    "stance": ("Stance", "Support", "Level of Support", "Support Level"),
    "influence": ("Influence", "Level of Influence"),
    "relationship": ("Relationship", "Relationship Strength"),
}
