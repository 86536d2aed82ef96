"""Planning a class: how many offers and people it takes to fill seats, and which classes are short of people.

A rate is the site's own, or one that the follow-up data states; each function takes the rates to reckon with.
"""

from __future__ import annotations

from math import ceil, prod
from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.model.terms import MilestoneId

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.model.insight_rules import ClassRules

AT_RISK_DAYS = 30
"""A class is looked at from so many days before its first day on (default)."""
_HAIR = 1e-9
"""What a product of shares may be off by before it is rounded up."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Shares above 0, at most 1, that a plan reckons with."""

    accept: float
    """Of offers, those that are accepted."""
    clear: float
    """Of those, the ones whose checks and papers are in order by the first day."""
    day_one: float
    """Of those, the ones who are there on the first day."""
    show: float
    """Of people invited to the site, those who come."""
    passes: Mapping[MilestoneId, float]
    """Of those who take a milestone, the share who pass; one that is not named loses nobody."""

    @property
    def begun(self) -> float:
        """Of offers, the share that makes somebody who is there on the first day."""
        return self.accept * self.clear * self.day_one


def default_rates(rules: ClassRules) -> Rates:
    """The stated rates, for a site that has none of its own; KeyError where one that is needed is not stated."""
    return rates_of({rate.id: rate.share for rate in rules.rates})


def rates_of(shares: Mapping[str, float]) -> Rates:
    """Rates by the ids of `DefaultRate`."""
    passes = {milestone: shares[milestone] for milestone in MilestoneId if milestone in shares}
    return Rates(shares["accept"], shares["clear"], shares["day_one"], shares["show"], passes)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What stands between a class and its seats."""

    offers: int
    """Offers still to be made for the seats that are free."""
    expected: float
    """Offers that the people on their way are likely to come to."""
    people: int
    """People who must still be found, at the beginning of the route."""

    @property
    def short(self) -> bool:
        """True where the people on their way will not do."""
        return self.people > 0


def offers_needed(seats: int, rates: Rates) -> int:
    """Offers for so many free seats: ceil(seats / (accept x clear x day-one show)); 20 seats take 32."""
    return ceil(max(0, seats) / rates.begun - _HAIR)


def share_through(steps: Sequence[MilestoneId], rates: Rates) -> float:
    """The share 0-1 of people who come through these milestones: pass rates, and once the show rate on site."""
    shares = (rates.passes.get(step, 1.0) * (rates.show if step is MilestoneId.IN_PERSON else 1.0) for step in steps)
    return prod(shares)


def people_needed(offers: float, route: Sequence[MilestoneId], rates: Rates) -> int:
    """People at the beginning of a route for so many offers: ceil(offers / product of its pass and show rates)."""
    return ceil(max(0.0, offers) / share_through(route, rates) - _HAIR)


def outlook(free: int, on_the_way: Mapping[MilestoneId, int], route: Sequence[MilestoneId], rates: Rates) -> Outlook:
    """How a class with so many free seats stands, with so many people ready for, or at, each milestone of its route.

    Each of them counts with the share of people who come through what they have left. The class is short of people
    where that makes less than the offers it takes; who must still be found begins at the first milestone.
    """
    offers = offers_needed(free, rates)
    expected = sum(
        number * share_through(route[route.index(step) :], rates)
        for step, number in on_the_way.items()
        if step in route
    )
    return Outlook(offers, expected, people_needed(offers - expected, route, rates))
