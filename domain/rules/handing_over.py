"""What the final interviewer is told before they meet somebody: strengths with their words, what to probe, tips taken.

Nothing of it is a score: an interviewer who knows one looks for what fits it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from domain.model.slip import Evidence
    from domain.model.terms import MilestoneId

STRENGTHS = PROBES = 2
MEETS = 50.0
"""Points from which a criterion meets the entry standard: below, it is asked about first."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One criterion as the newest try at its milestone showed it."""

    criterion: str
    title: str
    milestone: MilestoneId
    weight: float
    """Of the criterion within its milestone, times the milestone's on the account."""
    points: float
    """0-100."""
    evidence: Evidence

    @property
    def worth(self) -> float:
        """weight x points."""
        return self.weight * self.points

    @property
    def gap(self) -> float:
        """weight x (100 - points)."""
        return self.weight * (100.0 - self.points)


class Taken(StrEnum):
    """Whether a tip was taken up, by what the next try showed."""

    BETTER = "better since"
    SAME = "no better since"
    UNTRIED = "not tried since"


def strengths(shown: Iterable[Shown], most: int = STRENGTHS) -> tuple[Shown, ...]:
    """The strongest criteria, of different milestones where there are such; those with their words first."""
    good = (one for one in shown if one.points > MEETS)
    return _spread(sorted(good, key=lambda one: (not one.evidence.act.strip(), -one.worth, one.criterion)), most)


def probes(shown: Iterable[Shown], told: Collection[Shown] = (), most: int = PROBES) -> tuple[Shown, ...]:
    """The largest weighted gaps, of different milestones where there are such; what misses the standard first.

    What is `told` as a strength is not asked about as well.
    """
    open_ = (one for one in shown if one.gap > 0 and one not in told)
    return _spread(sorted(open_, key=lambda one: (one.points >= MEETS, -one.gap, one.criterion)), most)


def _spread(ranked: Sequence[Shown], most: int) -> tuple[Shown, ...]:
    """The first ones, each of another milestone as far as there are; then the rest in their order."""
    found: list[Shown] = []
    for one in ranked:
        if one.milestone not in {other.milestone for other in found}:
            found.append(one)
    rest = [one for one in ranked if one not in found]
    return tuple((found + rest)[:most])


def taken(then: float | None, later: float | None) -> Taken:
    """Whether a criterion got better from the try that a tip was given for to the newest one after it."""
    if then is None or later is None:
        return Taken.UNTRIED
    return Taken.BETTER if later > then else Taken.SAME
