"""How the milestones go at the demonstration hub: pass rates, waits, hours and hands."""

from __future__ import annotations

from functools import lru_cache
from math import sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.model.terms import MilestoneId

if TYPE_CHECKING:
    from collections.abc import Sequence

WEIGHT_OF_ABILITY = 0.6
"""Correlation of a person's ability with how any one milestone goes."""

_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Stage:
    """One milestone as it goes here."""

    passes: float
    """Share 0-1 of finished tries that pass."""
    lags: tuple[int, ...]
    """Working days from one milestone to this one, one of them; 0 = on the same day where there is time."""
    opens: int
    """First minute of the day at which it starts, and the last."""
    closes: int
    minutes: int
    """How long it takes."""
    who: tuple[str, ...]
    shows: float = 1.0
    """Share of booked people who come."""
    on_site: bool = True


RECRUITERS = ("Noor", "Ines", "Mai")
ASSESSORS = ("Luka", "Tomas")
LEADS = ("Dario",)
EVERYBODY = RECRUITERS + ASSESSORS + LEADS

STAGES = {
    MilestoneId.APPLICATION: Stage(0.80, (0, 1, 1, 2), 500, 1050, 3, RECRUITERS, on_site=False),
    MilestoneId.PHONE: Stage(0.55, (0, 1, 1, 2, 3), 540, 1050, 6, RECRUITERS, 0.96, on_site=False),
    MilestoneId.IN_PERSON: Stage(0.60, (0, 1, 1, 2, 2, 3), 520, 900, 16, RECRUITERS, 0.86),
    MilestoneId.EXAM: Stage(0.55, (0, 0, 0, 1, 2), 570, 930, 42, ("Tomas", "Mai"), 0.93),
    MilestoneId.MOCK_CALL: Stage(0.60, (0, 0, 1, 1, 2), 630, 980, 15, ASSESSORS, 0.94),
    MilestoneId.SALES: Stage(0.75, (0, 0, 1, 2), 660, 1000, 12, ASSESSORS, 0.95),
    MilestoneId.SERVICE: Stage(0.75, (0, 0, 1, 2), 660, 1000, 12, ASSESSORS, 0.95),
    MilestoneId.TECH: Stage(0.75, (0, 0, 1, 2), 660, 1000, 15, ASSESSORS, 0.95),
    MilestoneId.FINAL: Stage(0.70, (0, 1, 1, 2, 3), 840, 1020, 22, LEADS, 0.96),
    MilestoneId.OFFER: Stage(0.85, (0, 1, 1, 2), 900, 1050, 20, RECRUITERS, 0.98),
}
"""Minutes are counted from midnight. Pass rates are those that the planning formulas start from."""


@lru_cache(maxsize=256)
def reached(path: Sequence[MilestoneId], milestone: MilestoneId) -> tuple[float, float]:
    """Mean and deviation of the ability of those who come as far as a milestone, where everybody's are 0 and 1.

    Who passes is above the line t of a normal distribution; of those, the mean is phi(t)/p =: l, and the variance
    1 - l (l - t) (truncated normal distribution), as far as ability decides.
    """
    mean, deviation = 0.0, 1.0
    for step in path[: path.index(milestone)]:
        share = STAGES[step].passes
        line = _NORMAL.inv_cdf(1.0 - share)
        above = _NORMAL.pdf(line) / share
        mean += deviation * WEIGHT_OF_ABILITY * above
        deviation *= sqrt(1.0 - WEIGHT_OF_ABILITY**2 * above * (above - line))
    return mean, deviation


def quantile(ability: float, chance: float, among: tuple[float, float]) -> float:
    """How a try goes, 0-1, among people of that mean and deviation; `chance` is a standard normal number."""
    mean, deviation = among
    own = WEIGHT_OF_ABILITY * (ability - mean) / deviation
    return _NORMAL.cdf(own + sqrt(1.0 - WEIGHT_OF_ABILITY**2) * chance)
