"""Totals over many reviews: money by currency, bands, owners, themes; open deals only."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from dealcoach.model.review import BANDS, NO_CURRENCY, OwnerRow, Summary, Theme

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealcoach.model.review import Amount
    from dealcoach.review.results import Brief


class Money:
    """Sums by currency; cents are added as whole numbers so that totals add up."""

    def __init__(self) -> None:
        self._cents: defaultdict[str, int] = defaultdict(int)

    def add(self, amount: Amount | None, currency: str | None) -> None:
        """Count an amount, if there is one."""
        self.add_cents(cents_of(amount), currency or NO_CURRENCY)

    def add_cents(self, cents: int | None, currency: str) -> None:
        """Count hundredths of a currency, if there are any to count."""
        if cents is not None:
            self._cents[currency] += cents

    def totals(self) -> dict[str, Amount]:
        """The sums, by currency in alphabetical order."""
        return _totals(self._cents)


class _Owner:
    def __init__(self) -> None:
        self.deals = 0
        self.amount, self.at_risk = Money(), Money()
        self.rules: defaultdict[str, int] = defaultdict(int)


class Totals:
    """Adds up reviews one by one, and keeps none of them."""

    def __init__(self) -> None:
        self._deals = 0
        self._amount, self._at_risk = Money(), Money()
        self._bands: Counter[str] = Counter()
        self._owners: defaultdict[str, _Owner] = defaultdict(_Owner)
        self._themes: defaultdict[str, int] = defaultdict(int)
        self._theme_cents: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
        """By currency, then by rule."""

    def add(self, review: Brief) -> None:
        """Count a review, if its deal is open."""
        if not review.is_open:
            return
        self._deals += 1
        self._bands[review.band or "unknown"] += 1
        owner = self._owners[review.owner]
        owner.deals += 1
        currency, cents = review.currency or NO_CURRENCY, cents_of(review.amount)
        share = cents if review.at_risk or cents is None else 0  # 0, so that each of its currencies is listed
        for money in (self._amount, owner.amount):
            money.add_cents(cents, currency)
        for money in (self._at_risk, owner.at_risk):
            money.add_cents(share, currency)
        themes, rules, by_rule = self._themes, owner.rules, self._theme_cents[currency]
        for rule in review.rules:
            themes[rule] += 1
            rules[rule] += 1
            if cents is not None:
                by_rule[rule] += cents

    def summary(self) -> Summary:
        """The totals so far."""
        rows = sorted(self._owners.items())
        owners = (
            OwnerRow(name, row.deals, row.amount.totals(), row.at_risk.totals(), _top(row.rules))
            for name, row in rows
        )
        themes = sorted(self._themes.items(), key=lambda row: (-row[1], row[0]))
        return Summary(
            self._deals,
            self._amount.totals(),
            self._at_risk.totals(),
            {band: self._bands[band] for band in BANDS if self._bands[band]},
            tuple(owners),
            tuple(Theme(rule, count, self._of_theme(rule)) for rule, count in themes),
        )

    def _of_theme(self, rule: str) -> dict[str, Amount]:
        return _totals({currency: row[rule] for currency, row in self._theme_cents.items() if rule in row})


def _totals(cents: Mapping[str, int]) -> dict[str, Amount]:
    """Hundredths as amounts, by currency in alphabetical order."""
    return {currency: amount_of(value) for currency, value in sorted(cents.items())}


def cents_of(amount: Amount | None) -> int | None:
    """An amount in whole cents; None where it is not known."""
    return None if amount is None else round(amount * 100)


def amount_of(cents: int) -> Amount:
    """Cents as an amount: a whole number where they make one."""
    return cents // 100 if cents % 100 == 0 else cents / 100


def _top(rules: Mapping[str, int]) -> str | None:
    return min(rules, key=lambda rule: (-rules[rule], rule), default=None)
