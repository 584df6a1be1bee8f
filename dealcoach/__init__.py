"""dealcoach: a command-line deal-review coach; B2B deals are YAML files, rules are data."""

__version__ = "0.1.0"
