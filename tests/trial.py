"""What the tests of the core share: deals as text, their reviews, and the command line called in-process."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

from dealcoach.model.review import Review
from dealcoach.reading.config_file import ConfigFile, parse_config, read_config
from dealcoach.reading.deal_file import DealFile, read_deal
from dealcoach.review.batch import review_bytes
from dealcoach.review.settings import Settings, build_settings
from dealcoach.rules.library import Library, load

ROOT = Path(__file__).resolve().parent.parent
AS_OF = date(2026, 11, 21)
HEAD = """\
deal: Press line
account: Harrow Castings
owner: Rita Rep
stage: proposal
close_date: 2027-01-20
"""
"""The five keys that every open deal has; what a test adds begins at line 6."""

COMPLETE = """\
deal: ERP replacement
account: Northwind Manufacturing
owner: Dana Reyes
our_team: [Sam Okafor]
amount: 240000
currency: EUR
stage: proposal
forecast: best_case
created: 2026-06-02
stage_since: 2026-10-01
close_date: 2026-12-18
close_date_history: [2026-09-30, 2026-10-31]
status: open
closed_on:
account_kind: ongoing
competitors: [Globex, do nothing]
crm: {system: salesforce, id: "0065g00000AbCdE"}
need:
  problem: Two plants run an ERP that loses support in March
  by: 2027-02-01
  if_not: Both plants run unsupported through the audit
customer_plan:
  decision_date: 2026-12-10
  decision_date_history: [2026-10-15]
  steps:
    - {what: CFO reviews the business case, who: Ines Duarte, due: 2026-12-01}
    - {what: Board approves capex, who: Ines Duarte, due: 2026-12-09, done: false}
business_case:
  status: draft
  owner: Tom Becker
buying_team:
  - name: Ines Duarte
    title: CFO
    roles: [decision_maker]
    level: executive
    influence: 5
    relationship: 2
    stance: neutral
    benefit: Closes the audit finding
    concern: Capex in the year of the merger
    reports_to: Paul Stern
    influenced_by: [Tom Becker]
    introduced_by: Paul Stern
    faction: finance
    side: inside
    last_contact: 2026-11-03
    signals:
      - {date: 2026-11-10, kind: committee, note: wants a working group first}
  - name: Tom Becker
    title: Plant Manager
    roles: [problem_owner, end_user]
    influence: 4
    relationship: 4
    stance: champion
    benefit: One system for both plants
    last_contact: 2026-11-17
next_steps:
  - what: Walk the plant leads through the rollout plan
    owner: Dana Reyes
    due: 2026-11-28
    type: meeting
    with: [Lena Fox, Omar Aziz]
    done: false
activity:
  - {date: 2026-11-03, type: meeting, with: [Ines Duarte], direction: two_way, note: Walked through the ROI model}
  - {date: 2026-11-12, type: email, with: [Ines Duarte], direction: outbound, note: Sent the revised quote}
waivers:
  - {rule: close-date-pushed, reason: Their fiscal year moved, by: Dana Reyes, until: 2026-12-31}
custom: {region: EMEA}
"""
"""Every key of the format, as its description shows them."""


@cache
def library() -> Library:
    return load()


@cache
def plain_settings(*, deep: bool = False, waivers: bool = True) -> Settings:
    return build_settings(AS_OF, library(), read_config(None), deep=deep, waivers=waivers)


def settings_of(config: str, *, packs: Sequence[Path] = (), **options: Any) -> Settings:
    """Settings from the text of a dealcoach.yaml."""
    rules = load(packs) if packs else library()
    return build_settings(AS_OF, rules, config_of(config), **options)


def config_of(config: str) -> ConfigFile:
    return parse_config(Path("dealcoach.yaml"), config.encode())


def reviewed(text: str, settings: Settings | None = None) -> Review:
    """The review of a deal that can be read."""
    outcome = review_bytes("deal.yaml", text.encode(), settings or plain_settings(deep=True))
    assert isinstance(outcome, Review), [row.message for row in outcome]
    return outcome


def read(text: str | bytes, stages: tuple[str, ...] = ()) -> DealFile:
    return read_deal("deal.yaml", text.encode() if isinstance(text, str) else text, stages)


def problems(text: str | bytes, stages: tuple[str, ...] = ()) -> list[str]:
    """The problems of a deal file as ``line:column rule: message``."""
    found = read(text, stages).problems
    return [f"{row.line}:{row.column} {row.rule}: {row.message}" for row in found]


def dumped(deal: dict[str, Any]) -> str:
    return yaml.safe_dump(deal, sort_keys=False, allow_unicode=True)


@cache
def generator() -> ModuleType:
    """The generator of realistic deals."""
    spec = importlib.util.spec_from_file_location("deal_generator", ROOT / "benchmarks" / "generate.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def sample_paths() -> list[Path]:
    return sorted(path for path in (ROOT / "deals").glob("*.yaml") if path.name != "dealcoach.yaml")


@dataclass(frozen=True)
class Ran:
    """How a call of the command line ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]
"""A call of the command line in this process."""


def clean_environment(**more: str) -> dict[str, str]:
    """The environment of a subprocess: this checkout, no colour wishes, as wide as a terminal."""
    drop = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LC_ALL", "PYTHONIOENCODING", "PYTHONUTF8")
    kept = {name: value for name, value in os.environ.items() if name not in drop}
    return {**kept, "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", **more}


def call(*arguments: str, cwd: Path, stdin: bytes = b"", env: dict[str, str] | None = None) -> Ran:
    """Run dealcoach as a program of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "dealcoach", *arguments],
        cwd=cwd, input=stdin, capture_output=True, env=env or clean_environment(), timeout=60, check=False,
    )  # fmt: skip
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
