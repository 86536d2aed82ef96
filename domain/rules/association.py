"""Which scores go with staying: the point-biserial correlation with its interval, and what to beware of.

Sources: the point-biserial is Pearson's correlation with a yes or no (J. Lev, Annals of Mathematical Statistics 20
(1949) 125-126); its interval is by R. A. Fisher's z (Metron 1 (1921) 3-32). Only people who were hired are known, and
they were chosen by these very scores: that makes a correlation look smaller than it is (R. L. Thorndike, Personnel
Selection, 1949, on restriction of range), and says nothing of those who were not hired.
"""

from __future__ import annotations

from math import atanh, sqrt, tanh
from typing import NamedTuple

from domain.model.lazily import dataclass
from domain.rules.distributions import two_sided
from domain.rules.shares import CONFIDENCE, Interval


class Sums(NamedTuple):
    """What is known of the scores of some people."""

    n: int
    total: float
    squares: float
    """Sum of the squares."""

    @property
    def mean(self) -> float:
        """0 where there is nobody."""
        return self.total / self.n if self.n else 0.0


@dataclass(frozen=True, slots=True)
class Association:
    """How a score goes with staying."""

    stayed: Sums
    left: Sums
    correlation: float
    """-1 to 1; above 0, those who stayed scored higher."""
    interval: Interval

    @property
    def people(self) -> int:
        """Of how many both the score and the staying are known."""
        return self.stayed.n + self.left.n

    @property
    def says_something(self) -> bool:
        """Whether the interval leaves no correlation out."""
        return self.interval.low > 0 or self.interval.high < 0


def point_biserial(stayed: Sums, left: Sums, confidence: float = CONFIDENCE) -> Association | None:
    """How scores go with staying; None where all stayed or left, all scored the same, or fewer than four are known."""
    people = stayed.n + left.n
    if people < 4 or not stayed.n or not left.n:
        return None
    total, squares = stayed.total + left.total, stayed.squares + left.squares
    spread = squares / people - (total / people) ** 2
    if spread <= 1e-9 * max(1.0, squares / people):
        return None
    apart = stayed.mean - left.mean
    found = apart * sqrt(stayed.n * left.n / people**2 / spread)
    found = max(-1.0, min(1.0, found))
    return Association(stayed, left, found, _interval(found, people, confidence))


def _interval(found: float, people: int, confidence: float) -> Interval:
    if abs(found) >= 1 - 1e-12:
        return Interval(found, found)
    half = two_sided(confidence) / sqrt(people - 3)
    return Interval(tanh(atanh(found) - half), tanh(atanh(found) + half))
