"""Write any number of distinct, valid, realistic deal files for benchmarks and property tests.

    python benchmarks/generate.py COUNT FOLDER [--lines 90] [--seed 1]

The same number, length and seed give the same bytes everywhere: no clock, only `random.random` is drawn from.
"""

import argparse
import random
import re
import tomllib
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

AS_OF = date(2026, 11, 21)
FILES_PER_FOLDER = 1_000

with Path(__file__).with_name("phrases.toml").open("rb") as _file:
    PHRASES: dict[str, Any] = tomllib.load(_file)
WORDS: dict[str, list[str]] = PHRASES["words"]
CHOICES: dict[str, list[str]] = PHRASES["choices"]
STEPS: dict[str, list[str]] = PHRASES["steps"]


class _Deal:
    """One deal while it is written; the order of the draws is part of the format."""

    def __init__(self, number: int, lines: int, seed: int) -> None:
        self.random = random.Random(f"{seed}/{number}/{lines}").random
        self.lines = lines
        self.account, self.rep = _account(number), self.pick(WORDS["reps"])
        self.thing, self.group = self.pick(WORDS["things"]), self.pick(WORDS["groups"])
        self.tidy = self.random()  # how well this deal is looked after: moves dates, steps and gaps together
        self.closed, self.thin = self.chance(0.06), self.chance(0.03)
        size = max(2, min(40, round((lines - 48) / 10) + self.between(-1, 1)))
        start = self.between(0, 6_000)
        self.people = [f"{_turn('first', start + 7 * i)} {_turn('last', start + 7 * i)}" for i in range(size)]

    def pick(self, items: Sequence[str]) -> str:
        return items[int(self.random() * len(items))]

    def chance(self, share: float) -> bool:
        return self.random() < share

    def some(self, indent: str, *lines: tuple[float, str]) -> list[str]:
        """Those of the lines that chance keeps, each by its own share."""
        return [indent + line for share, line in lines if self.chance(share)]

    def between(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self.random() * (high - low + 1))

    def day(self, earliest: int, latest: int) -> date:
        """A day, counted from the as-of date."""
        return AS_OF + timedelta(days=self.between(earliest, latest))

    def fill(self, template: str, name: str = "") -> str:
        """The template with this deal's own words in it; a sentence starts with a capital."""
        if "{" not in template:
            return template
        name = name or self.pick(self.people)
        day, hour = self.day(1, 40), self.between(8, 17)
        text = template.format(
            name=name,
            first=name.split()[0],
            account=self.account,
            thing=self.thing,
            group=self.group,
            site=self.pick(WORDS["sites"]),
            doc=self.pick(WORDS["docs"]),
            data=self.pick(WORDS["data"]),
            date=f"{day.day} {CHOICES['months'][day.month - 1]}",
            hour=f"{hour}:30",
            n=self.between(2, 9),
        )
        return text[0].upper() + text[1:]

    def text(self) -> str:
        if self.thin:
            parts = [self.head(), *([self.next_steps(1)] if self.chance(0.5) else [])]
        else:
            parts = [self.head(), self.need(), self.plan(), self.team()]
            parts += [self.next_steps(self.between(2, 5)), self.waivers()]
            parts.append(self.activity(self.lines - sum(map(len, parts)) - 1))
        return "\n".join(line for part in parts for line in part) + "\n"

    def head(self) -> list[str]:
        close = self.day(-200, -1) if self.closed else self.day(5 if self.tidy > 0.2 else -30, 120)
        moved = sorted(close - timedelta(days=self.between(10, 120)) for _ in range(self.between(1, 3)))
        rest = 0 if self.thin else 1
        lines = [f"deal: {self.thing.capitalize()}", f"account: {self.account}", f"owner: {self.rep}"]
        lines += [f"stage: {self.pick(CHOICES['stages'])}", f"close_date: {close}"]
        return lines + self.some(
            "",
            (rest * 0.4, f"close_date_history: [{', '.join(map(str, moved))}]"),
            (rest * 0.95, f"amount: {self.between(9, 600) * 1000}"),
            (rest * 0.8, f"currency: {self.pick(CHOICES['currencies'])}"),
            (rest * 0.9, f"our_team: [{self.pick(WORDS['colleagues'])}]\ncreated: {self.day(-330, -130)}"),
            (rest * 0.9, f"stage_since: {self.day(-25 if self.tidy > 0.4 else -120, -1)}"),
            (rest * 0.7, f"forecast: {self.pick(CHOICES['forecasts'])}"),
            (rest * 0.6, f"account_kind: {self.pick(CHOICES['kinds'])}"),
            (float(self.closed), f"status: {self.pick(CHOICES['endings'])}\nclosed_on: {close}"),
        )

    def need(self) -> list[str]:
        known = 0.6 + self.tidy / 3
        lines = ["", "need:", f"  problem: {_text(self.fill(self.pick(WORDS['problems'])))}"]
        return lines + self.some(
            "  ",
            (known, f"by: {self.day(20, 240)}"),
            (known, f"if_not: {_text(self.fill(self.pick(WORDS['losses'])))}"),
        )

    def plan(self) -> list[str]:
        lines = []
        if self.chance(0.55 + self.tidy / 3):
            decision = self.day(-10 if self.tidy < 0.2 else 5, 110)
            earlier = f"decision_date_history: [{self.day(-160, -90)}, {self.day(-80, -5)}]"
            lines += ["", "customer_plan:"]
            lines += self.some("  ", (0.9, f"decision_date: {decision}"), (0.15, earlier), (1, "steps:"))
            for who in self.people[-self.between(1, 2) :]:
                what = _text(self.fill(self.pick(WORDS["plan_steps"]), who))
                lines += [f"    - what: {what}", f"      who: {who}", f"      due: {self.day(-5, 80)}"]
        if self.chance(0.8):
            status, owner = self.pick(CHOICES["business_cases"]), self.pick(self.people)
            lines += ["", "business_case:", f"  status: {status}", f"  owner: {owner}"]
        return lines

    def team(self) -> list[str]:
        roles, lines = tuple(PHRASES["titles"]), ["", "buying_team:"]
        for index, name in enumerate(self.people):
            role = roles[index] if index < 4 and self.chance(0.85) else self.pick(roles)
            lines += self.member(index, name, role)
        return lines

    def member(self, index: int, name: str, role: str) -> list[str]:
        boss, below = self.people[0], float(index > 0)
        also = self.pick([other for other in PHRASES["titles"] if other != role])
        remark = f"   {self.pick(WORDS['comments'])}" if self.chance(0.1) else ""
        mover = self.pick([other for other in self.people if other != name])
        lines = [f"  - name: {name}", f"    title: {self.pick(PHRASES['titles'][role])}"]
        lines += self.some(
            "    ",
            (0.97, f"roles: {self.pick([role, f'[{role}]', f'[{role}, {also}]'])}"),
            (0.85, f"level: {PHRASES['levels'].get(role, 'staff')}"),
            (0.94, f"influence: {5 if role == 'decision_maker' else self.between(1, 5)}"),
            (0.94, f"relationship: {self.between(1 + (self.tidy > 0.5), 5)}"),
            (0.95, f"stance: {self.pick(CHOICES['stances'])}{remark}"),
            (0.6, f"benefit: {self.pick(WORDS['benefits'])}"),
            (0.35, f"concern: {_text(self.fill(self.pick(WORDS['concerns'])))}"),
            (below * 0.5, f"reports_to: {boss}"),
            (below * 0.2, f"introduced_by: {boss}"),
            (0.3, f"influenced_by: [{mover}]"),
            (0.12, f"faction: {self.pick(CHOICES['factions'])}"),
            (float(role == "outsider"), "side: outside"),
            (0.6, f"last_contact: {self.day(-30 if self.tidy > 0.3 else -120, -1)}"),
        )
        if self.chance(0.12):
            lines.append("    signals:")
            for _ in range(self.between(1, 3)):
                lines.append(f"      - {{date: {self.day(-200, -2)}, kind: {self.pick(CHOICES['signals'])}}}")
        return lines

    def next_steps(self, count: int) -> list[str]:
        lines = ["", "next_steps:"]
        for index in range(count):
            who = self.pick(self.people)
            owner, kind = self.cast(index, who)
            lines += [f"  - what: {_text(self.fill(self.pick(STEPS[kind]), who))}", f"    owner: {owner}"]
            done = index > 1 and self.chance(0.15)
            past = done or self.chance(0.12 + (self.tidy < 0.3) * 0.3)
            lines += self.some(
                "    ",
                (1 if done else 0.9, f"due: {self.day(-40, -2) if past else self.day(0, 30)}"),
                (0.7, f"type: {self.pick(CHOICES['types'])}"),
                (0 if self.thin else 0.7, f"with: [{who}]"),
                (float(done), f"done: {self.pick(('true', str(self.day(-40, -2))))}"),
            )
        return lines

    def cast(self, index: int, who: str) -> tuple[str, str]:
        """Owner and kind of a step: the first one is the deal's own and as tidy as the deal."""
        if index == 0 or self.chance(0.2 + self.tidy / 2):
            return self.pick((self.rep, "us", "both", self.rep)), "active" if index else "opening"
        if self.chance(0.5):
            return self.pick((who, "customer")), self.pick(("customer", "customer", "waiting"))
        return self.rep, self.pick(("waiting", "check_in", "content_push", "gone_dark", "vague"))

    def activity(self, count: int) -> list[str]:
        latest, lines = -2 if self.tidy > 0.35 else -20, ["", "activity:"]
        days = sorted(self.day(-170, latest) for _ in range(max(2, count - 1)))
        for day in days:
            kind = self.pick([*CHOICES["types"], "note"])
            way = self.pick(("", ", direction: inbound" if kind in ("email", "note") else "", ""))
            note = f", note: {_text(self.fill(self.pick(WORDS['notes'])))}" if self.chance(0.5) else ""
            lines.append(f"  - {{date: {day}, type: {kind}, with: [{self.pick(self.people)}]{way}{note}}}")
        return lines

    def waivers(self) -> list[str]:
        until = f", until: {self.day(-30, 120)}" if self.chance(0.9) else ""
        rule, reason = self.pick(CHOICES["waivable"]), _text(self.pick(WORDS["waiver_reasons"]))
        waiver = f"  - {{rule: {rule}, reason: {reason}, by: {self.rep}{until}}}"
        return ["", "waivers:", waiver] if self.chance(0.1) else []


def _account(number: int) -> str:
    """A customer's name; distinct for the first 61,000 numbers, later ones carry a division."""
    heads, tails, kinds = WORDS["heads"], WORDS["tails"], WORDS["kinds"]
    size = len(heads) * len(tails) * len(kinds)
    division, place = divmod(number, size)
    place = place * 7_919 % size  # neighbours in number are strangers by name
    place, kind = divmod(place, len(kinds))
    head, tail = divmod(place, len(tails))
    return f"{heads[head]}{tails[tail]} {kinds[kind]}" + (f" Division {division}" if division else "")


def _turn(words: str, index: int) -> str:
    return WORDS[words][index % len(WORDS[words])]


def _text(text: str) -> str:
    """The text as a YAML value, quoted where it must be."""
    return text if re.fullmatch(r"[A-Za-z][\w '-]*", text) else '"' + text.replace('"', '\\"') + '"'


def deal_text(number: int, lines: int = 90, seed: int = 1) -> str:
    """The deal with this number, as YAML of about this many lines (thin deals are shorter)."""
    return _Deal(number, lines, seed).text()


def write_deals(count: int, folder: Path, lines: int = 90, seed: int = 1) -> None:
    """Write deals 0 to count - 1 under the folder, at most 1,000 to a subfolder."""
    for start in range(0, count, FILES_PER_FOLDER):
        part = folder / f"{start // FILES_PER_FOLDER:04d}"
        part.mkdir(parents=True, exist_ok=True)
        for number in range(start, min(count, start + FILES_PER_FOLDER)):
            name = f"{re.sub(r'[^a-z]+', '-', _account(number).lower())}-{number:06d}.yaml"
            (part / name).write_text(deal_text(number, lines, seed), encoding="utf-8", newline="\n")


def main() -> None:
    parser = argparse.ArgumentParser(description="Write COUNT generated deal files under FOLDER.")
    parser.add_argument("count", type=int, metavar="COUNT")
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--lines", type=int, default=90, help="lines of a deal, about (default 90)")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other deals")
    options = parser.parse_args()
    if min(options.count, options.lines) < 1:
        parser.error("COUNT and --lines must be 1 or more")
    write_deals(options.count, options.folder, options.lines, options.seed)
    print(f"{options.count} deals in {options.folder}")


if __name__ == "__main__":
    main()
