"""What facts are derived with, besides the deal: the day, the limits, the readers of words."""

from datetime import date
from typing import NamedTuple

from dealcoach.rules.limits import Limits
from dealcoach.rules.readings import Readings
from dealcoach.rules.titles import Titles


class Context(NamedTuple):
    """Everything a deal's facts depend on but the deal itself."""

    as_of: date
    readings: Readings
    titles: Titles
    limits: Limits
    early: bool
    """Whether the deal's stage is an early one."""
