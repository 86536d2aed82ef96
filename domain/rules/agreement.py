"""How well two or more raters agree, and whether one of them leans.

Sources: J. Cohen, Psychological Bulletin 70 (1968) 213-220, weighted kappa; J. L. Fleiss, J. Cohen and B. S. Everitt,
Psychological Bulletin 72 (1969) 323-327, its standard error; P. E. Shrout and J. L. Fleiss, Psychological Bulletin 86
(1979) 420-428, the intraclass correlations (2,1) and (2,k) with their intervals; T. K. Koo and M. Y. Li, Journal of
Chiropractic Medicine 15 (2016) 155-163, the words for them.
"""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from math import sqrt
from typing import TYPE_CHECKING, NamedTuple

from domain.model.lazily import dataclass
from domain.rules.distributions import f_quantile, t_quantile, two_sided
from domain.rules.shares import CONFIDENCE, Interval, Share, wilson

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Pair = tuple[float, float]
"""What two raters gave the same criterion of the same attempt."""


class Weights(StrEnum):
    """How much worse it is to differ by more."""

    LINEAR = "linear"
    QUADRATIC = "quadratic"


class Reliability(StrEnum):
    """The words of Koo and Li for an intraclass correlation, from below 0.50 to above 0.90."""

    POOR = "poor"
    MODERATE = "moderate"
    GOOD = "good"
    EXCELLENT = "excellent"


_FAR = 1e12
"""As good as without end, for a quantile."""
_GRADES = ((0.50, Reliability.POOR), (0.75, Reliability.MODERATE), (0.90, Reliability.GOOD))


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with the interval that it may well lie in."""

    value: float
    interval: Interval


@dataclass(frozen=True, slots=True)
class Intraclass:
    """The intraclass correlations of a whole table of ratings, every rater drawn from many."""

    things: int
    """How many attempts, criteria or calls were rated by every rater."""
    raters: int
    single: Figure
    """ICC(2,1): how far the rating of one rater can be relied on."""
    average: Figure
    """ICC(2,k): how far the mean of all of these raters can be relied on."""


class PairSums(NamedTuple):
    """What two raters gave the same things, added up."""

    n: int = 0
    first: float = 0.0
    second: float = 0.0
    first_squares: float = 0.0
    second_squares: float = 0.0
    products: float = 0.0

    @property
    def turned(self) -> PairSums:
        """The second as the first."""
        return PairSums(self.n, self.second, self.first, self.second_squares, self.first_squares, self.products)

    @property
    def apart(self) -> tuple[float, float]:
        """The sum of the first less the second, and of its squares."""
        return self.first - self.second, self.first_squares + self.second_squares - 2 * self.products

    def and_(self, other: PairSums) -> PairSums:
        """Both together."""
        return PairSums(self.n + other.n, *(one + more for one, more in zip(self[1:], other[1:], strict=True)))


@dataclass(frozen=True, slots=True)
class Lean:
    """How much higher, or lower, a rater goes than the others on what they share."""

    shared: int
    mean: float
    """Mean of own less the mean of the others, in levels; above 0 is milder."""
    interval: Interval


def exact(counts: Mapping[Pair, int]) -> Share:
    """The pairs that are equal, of all; `counts` says how often each pair came."""
    return within(counts, 0)


def within(counts: Mapping[Pair, int], levels: float = 1) -> Share:
    """The pairs that lie at most so many levels apart, of all."""
    near = sum(number for (one, other), number in counts.items() if abs(one - other) <= levels)
    return Share(near, sum(counts.values()))


def counted(pairs: Sequence[Pair]) -> Mapping[Pair, int]:
    """How often each pair came."""
    return Counter(pairs)


def kappa(
    counts: Mapping[Pair, int],
    levels: Sequence[float],
    weights: Weights = Weights.QUADRATIC,
    confidence: float = CONFIDENCE,
) -> Figure | None:
    """Cohen's weighted kappa, at most 1, with its large-sample interval; None where chance leaves nothing to explain.

    `levels` are all that can be given, in order. ValueError for a rating that is none of them.
    """
    if len(levels) < 2:
        return None
    place = {level: at for at, level in enumerate(levels)}
    if any(level not in place for pair in counts for level in pair):
        raise ValueError("a rating is none of the levels")
    placed = {(place[one], place[other]): number for (one, other), number in counts.items()}
    return kappa_with(
        placed,
        [[_agrees(one, other, len(levels), weights) for other in place.values()] for one in place.values()],
        confidence,
    )


def _agrees(one: int, other: int, size: int, weights: Weights) -> float:
    apart = abs(one - other) / (size - 1)
    return 1 - (apart if weights is Weights.LINEAR else apart * apart)


def kappa_with(
    counts: Mapping[tuple[int, int], int], agrees: Sequence[Sequence[float]], confidence: float = CONFIDENCE
) -> Figure | None:
    """Weighted kappa by the places of the levels, with any weights 0-1 of how far two levels agree; None as `kappa`."""
    total = sum(counts.values())
    if not total:
        return None
    at = range(len(agrees))
    shares = {cell: number / total for cell, number in counts.items()}
    rows = [sum(share for (one, _), share in shares.items() if one == row) for row in at]
    columns = [sum(share for (_, other), share in shares.items() if other == column) for column in at]
    seen = sum(agrees[one][other] * share for (one, other), share in shares.items())
    chance = sum(agrees[one][other] * rows[one] * columns[other] for one in at for other in at)
    if 1 - chance < 1e-12:
        return None
    found = (seen - chance) / (1 - chance)
    of_row = [sum(agrees[one][other] * columns[other] for other in at) for one in at]
    of_column = [sum(agrees[one][other] * rows[one] for one in at) for other in at]
    spread = sum(
        share * (agrees[one][other] * (1 - chance) - (of_row[one] + of_column[other]) * (1 - seen)) ** 2
        for (one, other), share in shares.items()
    )
    variance = max(0.0, spread - (seen * chance - 2 * chance + seen) ** 2) / (total * (1 - chance) ** 4)
    half = two_sided(confidence) * sqrt(variance)
    return Figure(found, Interval(max(-1.0, found - half), min(1.0, found + half)))


def intraclass(table: Sequence[Sequence[float]], confidence: float = CONFIDENCE) -> Intraclass | None:
    """ICC(2,1) and ICC(2,k) of a whole table, a row for each thing and a column for each rater.

    None with fewer than two things or raters, or where all ratings are the same. ValueError for rows of unequal length.
    """
    things, raters = len(table), len(table[0]) if table else 0
    if any(len(row) != raters for row in table):
        raise ValueError("every thing must be rated by every rater")
    if things < 2 or raters < 2:
        return None
    return _correlations(things, raters, _squares(table), confidence)


def intraclass_of(sums: PairSums, confidence: float = CONFIDENCE) -> Intraclass | None:
    """The same for two raters, from sums over what both rated, so that a database can do the adding."""
    if sums.n < 2:
        return None
    first, second = sums.first / sums.n, sums.second / sums.n
    middle = 2 * sums.n * ((first + second) / 2) ** 2
    rows = max(0.0, (sums.first_squares + sums.second_squares + 2 * sums.products) / 2 - middle)
    columns = max(0.0, sums.n * (first * first + second * second) - middle)
    left = max(0.0, sums.first_squares + sums.second_squares - middle - rows - columns)
    return _correlations(sums.n, 2, (rows / (sums.n - 1), columns, left / (sums.n - 1)), confidence)


def _correlations(
    things: int, raters: int, squares: tuple[float, float, float], confidence: float
) -> Intraclass | None:
    between, judges, error = (value if value > 1e-9 else 0.0 for value in squares)
    bottom = between + (raters - 1) * error + raters * (judges - error) / things
    if bottom <= 1e-9:
        return None
    single = (between - error) / bottom
    low, high = _bounds(things, raters, between, judges, error, single, confidence)
    return Intraclass(
        things,
        raters,
        Figure(single, Interval(low, high)),
        Figure(_stepped_up(single, raters), Interval(_stepped_up(low, raters), _stepped_up(high, raters))),
    )


def _squares(table: Sequence[Sequence[float]]) -> tuple[float, float, float]:
    """The mean squares of a two-way table: between things, between raters, and what is left."""
    things, raters = len(table), len(table[0])
    mean = sum(map(sum, table)) / (things * raters)
    rows = [sum(row) / raters for row in table]
    columns = [sum(row[at] for row in table) / things for at in range(raters)]
    between = raters * sum((row - mean) ** 2 for row in rows) / (things - 1)
    judges = things * sum((column - mean) ** 2 for column in columns) / (raters - 1)
    left = sum((table[i][j] - rows[i] - columns[j] + mean) ** 2 for i in range(things) for j in range(raters))
    return between, judges, left / ((things - 1) * (raters - 1))


def _bounds(
    n: int, k: int, between: float, judges: float, error: float, single: float, confidence: float
) -> tuple[float, float]:
    """The interval of ICC(2,1), by the formulas on page 424 of Shrout and Fleiss."""
    if error <= 1e-12:
        return (1.0, 1.0) if judges <= 1e-12 else (single, single)
    ratio = judges / error
    part = n * (1 + (k - 1) * single) - k * single
    above = (k - 1) * (n - 1) * (k * single * ratio + part) ** 2
    freedom = max(1e-6, above / ((n - 1) * (k * single * ratio) ** 2 + part**2))
    share = 0.5 + confidence / 2
    upper, lower = (min(_FAR, f_quantile(share, *ends)) for ends in ((n - 1, freedom), (freedom, n - 1)))
    rest = k * judges + (k * n - k - n) * error
    low = _part(n * (between - upper * error), upper * rest + n * between)
    high = _part(n * (lower * between - error), rest + n * lower * between)
    return min(low, single), max(high, single)


def _part(top: float, bottom: float) -> float:
    return max(-1.0, min(1.0, top / bottom)) if bottom > 1e-12 else -1.0


def _stepped_up(single: float, raters: int) -> float:
    """What the mean of so many raters is worth, by Spearman and Brown."""
    below = 1 + (raters - 1) * single
    return max(-1.0, raters * single / below) if below > 1e-12 else -1.0


def reliability(figure: Figure) -> tuple[Reliability, Reliability]:
    """The words for the ends of the interval, which Koo and Li judge by and not by the figure alone."""
    return _grade(figure.interval.low), _grade(figure.interval.high)


def _grade(value: float) -> Reliability:
    return next((word for below, word in _GRADES if value < below), Reliability.EXCELLENT)


def lean(count: int, total: float, squares: float, confidence: float = CONFIDENCE) -> Lean:
    """The lean of a rater from differences, own less the mean of the others: how many, their sum, and of squares.

    It is shown, and never corrects a single score (rules.md). The interval is Student's; without end for a single one.
    """
    mean = total / count if count else 0.0
    if count < 2:
        return Lean(count, mean, Interval(float("-inf"), float("inf")))
    variance = max(0.0, squares - count * mean * mean) / (count - 1)
    half = t_quantile(0.5 + confidence / 2, count - 1) * sqrt(variance / count)
    return Lean(count, mean, Interval(mean - half, mean + half))


def agreed(counts: Mapping[Pair, int], levels: float, confidence: float = CONFIDENCE) -> Figure:
    """The share of pairs at most so many levels apart, with its interval."""
    share = within(counts, levels)
    return Figure(share.value, wilson(share, confidence))


def all_agreed(table: Sequence[Sequence[float]], levels: float, confidence: float = CONFIDENCE) -> Figure:
    """The share of things on which all raters lie at most so many levels apart, with its interval; a row is a thing."""
    share = Share(sum(max(row) - min(row) <= levels for row in table), len(table))
    return Figure(share.value, wilson(share, confidence))
