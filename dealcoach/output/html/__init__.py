"""The HTML page of a report."""

from dealcoach.output.html.changes import Change, Changes
from dealcoach.output.html.page import page

__all__ = ["Change", "Changes", "page"]
