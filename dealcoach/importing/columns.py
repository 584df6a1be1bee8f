"""Which columns the importers know, system by system."""

from __future__ import annotations

from dealcoach.importing.columns_hubspot import HUBSPOT
from dealcoach.importing.columns_salesforce import SALESFORCE
from dealcoach.importing.kinds import Kind

SYSTEMS: dict[str, dict[str, Kind]] = {"salesforce": SALESFORCE, "hubspot": HUBSPOT}
