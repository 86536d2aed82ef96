"""Shares of people with what they are worth: intervals for one and for the difference of two, and the exact test.

Sources: E. B. Wilson, JASA 22 (1927) 209-212; R. G. Newcombe, Statistics in Medicine 17 (1998) 873-890, method 10;
R. A. Fisher, Statistical Methods for Research Workers (1934), section 21.02.
"""

from __future__ import annotations

from math import exp, lgamma, sqrt
from typing import NamedTuple

from domain.rules.distributions import two_sided

CONFIDENCE = 0.95
"""How sure an interval is, where nothing else is said."""
_HAIR = 1 + 1e-7
"""How much more likely a table may come out than the one that was found and still count as no more likely."""


class Interval(NamedTuple):
    """From where to where a figure may well lie."""

    low: float
    high: float


class Share(NamedTuple):
    """So many of so many."""

    n: int
    """How many it is true of, from 0 to `of`."""
    of: int

    @property
    def value(self) -> float:
        """0-1; 0 where there is nobody."""
        return self.n / self.of if self.of else 0.0


def wilson(share: Share, confidence: float = CONFIDENCE) -> Interval:
    """The score interval of a share, 0-1; all of it where there is nobody."""
    if not share.of:
        return Interval(0.0, 1.0)
    z, n, p = two_sided(confidence), share.of, share.value
    middle = p + z * z / (2 * n)
    half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    whole = 1 + z * z / n
    low = 0.0 if share.n == 0 else max(0.0, (middle - half) / whole)
    high = 1.0 if share.n == n else min(1.0, (middle + half) / whole)
    return Interval(low, high)


def newcombe(first: Share, second: Share, confidence: float = CONFIDENCE) -> Interval:
    """The interval of the first share less the second, -1 to 1, made of the score intervals of both."""
    one, other = wilson(first, confidence), wilson(second, confidence)
    p, q = first.value, second.value
    if not first.of or not second.of:
        return Interval(-1.0, 1.0)
    low = p - q - sqrt((p - one.low) ** 2 + (other.high - q) ** 2)
    high = p - q + sqrt((one.high - p) ** 2 + (q - other.low) ** 2)
    return Interval(low, high)


def fisher(first: Share, second: Share) -> float:
    """How likely, 0-1, shares lie at least so far apart by chance alone: Fisher's exact test, two-sided.

    The sum over all tables with the same sums that are no likelier than the one found; 1 where nothing is to compare.
    """
    chosen, people = first.n + second.n, first.of + second.of
    low, high = max(0, chosen - second.of), min(first.of, chosen)
    whole = _ways(people, chosen)

    def likely(of: int) -> float:
        return exp(_ways(first.of, of) + _ways(second.of, chosen - of) - whole)

    found = likely(first.n) * _HAIR
    return min(1.0, sum(chance for of in range(low, high + 1) if (chance := likely(of)) <= found))


def _ways(total: int, of: int) -> float:
    """The logarithm of the number of ways to choose so many."""
    return lgamma(total + 1) - lgamma(of + 1) - lgamma(total - of + 1)
