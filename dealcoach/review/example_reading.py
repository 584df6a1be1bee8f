"""What a rule says on one of its own examples, in the words that a rep would read."""

from __future__ import annotations

from dealcoach.model.finding import Finding
from dealcoach.model.review import Review
from dealcoach.reading.config_file import ConfigFile
from dealcoach.review.batch import Outcome, review_bytes
from dealcoach.review.glimpsing import glimpses
from dealcoach.review.settings import Settings, build_settings
from dealcoach.rules.examples import EXAMPLE_DAY, Example
from dealcoach.rules.library import Library


def example_settings(library: Library) -> Settings:
    """The settings that every example is judged by: its own day, and the program's defaults."""
    from dealcoach.model.config import Config

    return build_settings(EXAMPLE_DAY, library, ConfigFile(Config()))


def review_example(example: Example, settings: Settings) -> Outcome:
    """The example, reviewed as a file of its own with its earlier versions."""
    data = example.source().encode()
    past = ((day, author, text.encode()) for day, author, text in example.versions())
    return review_bytes("example.yaml", data, settings, history=tuple(glimpses(data, past)))


def read_on_example(example: Example, library: Library, settings: Settings | None = None) -> Finding | None:
    """What the rule says on a flagged example; None where it says nothing there.

    An example that cannot be read makes no finding: the problem's message stands beside the rule's own
    advice.
    """
    outcome = review_example(example, settings or example_settings(library))
    if isinstance(outcome, Review):
        return next((finding for finding in outcome.findings if finding.rule == example.rule), None)
    message = next((problem.message for problem in outcome if problem.rule == example.rule), None)
    return None if message is None else _unread(example, library, message)


def _unread(example: Example, library: Library, message: str) -> Finding:
    rule = library.by_id[example.rule]
    ask, do = (tuple(row["text"] for row in rule.data[key]) for key in ("ask", "do"))
    main = (rule.id, rule.group, rule.severity, 0, 0)
    return Finding(*main, message, "example.yaml", 1, 1, "", "", rule.why, ask, do, rule.source)
