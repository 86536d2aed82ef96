"""Agreement of raters: published examples, and what must hold of any ratings."""

from __future__ import annotations

from statistics import fmean, pvariance
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.rules.agreement import (
    Figure,
    Reliability,
    Weights,
    counted,
    exact,
    intraclass,
    kappa,
    kappa_with,
    lean,
    reliability,
    within,
)
from domain.rules.shares import Interval, Share

LEVELS = (1.0, 2.0, 3.0, 4.0, 5.0)
SHROUT_FLEISS = ((9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7))
"""Six things, each rated by four judges: table 2 of the paper."""
COHEN = {(0, 0): 88, (0, 1): 10, (0, 2): 2, (1, 0): 14, (1, 1): 40, (1, 2): 6, (2, 0): 18, (2, 1): 10, (2, 2): 12}
"""Two diagnoses of 200 patients, as in the paper of 1968."""
PAIRS = st.lists(st.tuples(st.sampled_from(LEVELS), st.sampled_from(LEVELS)), min_size=2, max_size=40)


def test_the_table_of_shrout_and_fleiss() -> None:
    found = intraclass(SHROUT_FLEISS)
    assert found is not None
    assert (found.things, found.raters) == (6, 4)
    assert (found.single.value, found.average.value) == pytest.approx((0.29, 0.62), abs=0.005)
    assert found.single.interval == pytest.approx((0.0188, 0.7611), abs=5e-5)
    assert found.average.interval == pytest.approx((0.0711, 0.9272), abs=5e-5)
    assert reliability(found.single) == (Reliability.POOR, Reliability.GOOD)


def test_the_kappas_of_cohen() -> None:
    plain = kappa_with(COHEN, [[float(one == other) for other in range(3)] for one in range(3)])
    worse = ((0, 1, 3), (1, 0, 6), (3, 6, 0))
    weighted = kappa_with(COHEN, [[1 - apart / 6 for apart in row] for row in worse])
    assert plain is not None
    assert weighted is not None
    assert (plain.value, weighted.value) == pytest.approx((0.492, 0.348), abs=0.0005)
    assert plain.interval.low < 0.492 < plain.interval.high


def test_linear_weights_by_hand() -> None:
    pairs = {(1.0, 1.0): 4, (1.0, 2.0): 2, (2.0, 3.0): 1, (3.0, 3.0): 3}
    # Apart by 2 of 2 steps: none; by 1 of 2: three of ten seen, and by chance 0.42 x 0.5 + 0.24.
    found = kappa(pairs, (1.0, 2.0, 3.0), Weights.LINEAR)
    by_chance = 0.5 * (0.6 * 0.2 + 0.1 * 0.4 + 0.1 * 0.4 + 0.3 * 0.2) + (0.6 * 0.4 + 0.3 * 0.4)
    assert found is not None
    assert found.value == pytest.approx(1 - 0.15 / by_chance)


@given(PAIRS)
@settings(max_examples=30, deadline=None)
def test_quadratic_kappa_is_the_concordance_of_lin(pairs: list[tuple[float, float]]) -> None:
    """The same figure by other means: 1 less the mean square apart over what it would be by chance."""
    one, other = zip(*pairs, strict=True)
    apart = fmean((a - b) ** 2 for a, b in pairs)
    whole = pvariance(one) + pvariance(other) + (fmean(one) - fmean(other)) ** 2
    found = kappa(counted(pairs), LEVELS)
    if whole == 0:
        assert found is None
    else:
        assert found is not None
        assert found.value == pytest.approx(1 - apart / whole)
        assert found.interval.low <= found.value + 1e-12
        assert found.value <= found.interval.high + 1e-12


@given(PAIRS)
@settings(max_examples=30, deadline=None)
def test_pairs_near_each_other_hold_those_that_are_equal(pairs: list[tuple[float, float]]) -> None:
    counts = counted(pairs)
    assert exact(counts).n <= within(counts).n <= within(counts, 4).n == len(pairs)
    swapped = counted([(b, a) for a, b in pairs])
    assert (exact(counts), within(counts)) == (exact(swapped), within(swapped))


@given(st.lists(st.lists(st.integers(1, 5), min_size=3, max_size=3), min_size=3, max_size=20), st.integers(1, 4))
@settings(max_examples=30, deadline=None)
def test_reliability_does_not_mind_another_scale_nor_the_order_of_raters(table: list[list[int]], by: int) -> None:
    found, other = intraclass(table), intraclass([[by * value + 7 for value in reversed(row)] for row in table])
    if found is None or other is None:
        assert found is other
        return
    assert found.single.value == pytest.approx(other.single.value, abs=1e-9)
    assert found.single.interval == pytest.approx(other.single.interval, abs=1e-6)
    assert found.single.interval.low <= found.single.value + 1e-9
    assert found.single.value <= found.single.interval.high + 1e-9


def test_who_always_says_the_same_can_be_relied_on_and_nobody_knows_where_nothing_differs() -> None:
    found = intraclass([[1, 1], [3, 3], [5, 5]])
    assert found is not None
    assert found.single == Figure(1.0, Interval(1.0, 1.0))
    assert intraclass([[3, 3], [3, 3]]) is None
    assert intraclass([[1, 2]]) is None
    assert kappa({(3.0, 3.0): 40}, LEVELS) is None
    assert kappa({}, LEVELS) is None
    with pytest.raises(ValueError, match="none of the levels"):
        kappa({(3.0, 7.0): 1}, LEVELS)
    with pytest.raises(ValueError, match="every rater"):
        intraclass([[1, 2], [3]])


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0.2, 0.49, (Reliability.POOR, Reliability.POOR)),
        (0.5, 0.74, (Reliability.MODERATE, Reliability.MODERATE)),
        (0.75, 0.9, (Reliability.GOOD, Reliability.EXCELLENT)),
        (0.91, 0.99, (Reliability.EXCELLENT, Reliability.EXCELLENT)),
    ],
)
def test_the_words_are_those_of_the_interval(low: float, high: float, words: tuple[str, str]) -> None:
    assert reliability(Figure(0.5, Interval(low, high))) == words


def test_a_lean_is_a_mean_with_the_interval_of_student() -> None:
    stats: Any = pytest.importorskip("scipy.stats")
    apart = [1, 0, 0.5, -0.5, 1, 1, 0, 2, 0.5, 1]
    found = lean(len(apart), sum(apart), sum(value * value for value in apart))
    theirs = stats.ttest_1samp(apart, 0).confidence_interval(0.95)
    assert found.mean == pytest.approx(0.65)
    assert found.interval == pytest.approx((theirs.low, theirs.high))
    assert lean(1, 2, 4).interval == (float("-inf"), float("inf"))
    assert exact({(1.0, 1.0): 2, (1.0, 2.0): 1}) == Share(2, 3)
