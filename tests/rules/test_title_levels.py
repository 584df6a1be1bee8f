"""Which rank a job title speaks of: an owner of the firm decides, a product owner does not."""

from __future__ import annotations

import pytest
from trial import HEAD, library, reviewed

LEVELS = {
    "executive": """Owner; Owner, Tarn Laundry; Owner & CEO; owner/manager; Owner and head chef; Co-Owner; Business Owner;
        Owner-Manager; Executive; Executive Director; Executive VP; Senior Executive; Partner; Partner (Tax); Principal;
        Managing Director; Vice President Sales; Vice-President; SVP Finance; CTO, EMEA; Interim CFO; Deputy CEO;
        General Counsel; Chief Nurse; Chair of Trustees; Board member; Co-Founder; Geschäftsführer; Directeur général;
        Representative Director; Superintendent""",
    "manager": """Plant Manager; Head of Claims; Team-Lead; Assistant Manager; Assistant Director; Deputy Director;
        Account Executive; Executive Chef; Chief Engineer; Site Superintendent; Leiter Einkauf; Partner Manager""",
    "staff": """Product Owner; Process Owner; Business Process Owner; Service Owner; Data owner; Owner's representative;
        Sales Executive; Marketing Executive; Customer Success Executive; PA to the Managing Director; CFO's PA;
        Assistant to the CEO; Executive Assistant; CFO's assistant; IT Director's deputy; Secretary of the Board;
        Analyst, Office of the CFO; Legal Counsel; HR Business Partner; Principal Engineer; Sales Representative;
        Dispatcher; Scrum Master""",
}


@pytest.mark.parametrize(
    ("title", "level"),
    [(" ".join(title.split()), level) for level, titles in LEVELS.items() for title in titles.split(";")],
)
def test_a_title_speaks_of_a_rank(title: str, level: str) -> None:
    assert library().titles.level(title) == level


@pytest.mark.parametrize(("title", "flagged"), [("Product Owner", False), ("Owner", True)])
def test_only_people_at_the_top_are_called_so(title: str, flagged: bool) -> None:
    team = f"""\
buying_team:
  - {{name: Pia Roth, title: {title}, last_contact: 2026-11-18}}
  - {{name: Bea Okoro, roles: [end_user], last_contact: 2026-09-01}}
"""
    assert ("kdm-only" in {finding.rule for finding in reviewed(HEAD + team).findings}) is flagged
