"""Intervals and the exact test, against published tables and scipy."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.rules.shares import Share, fisher, newcombe, wilson


@st.composite
def shares(draw: st.DrawFn) -> Share:
    """Some of some."""
    of = draw(st.integers(0, 60))
    return Share(draw(st.integers(0, of)), of)


@pytest.mark.parametrize(
    ("n", "of", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (0, 0, 0, 1),
    ],
)
def test_a_share_lies_where_newcombe_s_table_of_wilson_s_intervals_says(
    n: int, of: int, low: float, high: float
) -> None:
    assert wilson(Share(n, of)) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 10), -0.2775, 0.2775),
    ],
)
def test_a_difference_lies_where_newcombe_s_table_of_method_10_says(
    first: tuple[int, int], second: tuple[int, int], low: float, high: float
) -> None:
    assert newcombe(Share(*first), Share(*second)) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("first", "second", "chance"),
    [
        ((3, 4), (1, 4), 34 / 70),  # the lady tasting tea
        ((2, 17), (10, 13), 0.0005367),  # Fisher's twins of 1934
        ((0, 0), (3, 9), 1.0),
        ((0, 5), (0, 9), 1.0),
    ],
)
def test_the_exact_test_gives_what_fisher_s_examples_give(
    first: tuple[int, int], second: tuple[int, int], chance: float
) -> None:
    assert fisher(Share(*first), Share(*second)) == pytest.approx(chance, abs=5e-8)


@given(shares(), shares())
@settings(max_examples=30, deadline=None)
def test_both_are_what_scipy_says(first: Share, second: Share) -> None:
    stats: Any = pytest.importorskip("scipy.stats")
    table = [[first.n, first.of - first.n], [second.n, second.of - second.n]]
    assert fisher(first, second) == pytest.approx(stats.fisher_exact(table)[1], abs=1e-9)
    if first.of:
        theirs = stats.binomtest(first.n, first.of).proportion_ci(0.95, method="wilson")
        assert wilson(first) == pytest.approx((theirs.low, theirs.high), abs=1e-9)


@given(shares(), shares())
@settings(max_examples=30, deadline=None)
def test_an_interval_holds_its_figure_and_does_not_mind_the_order(first: Share, second: Share) -> None:
    if first.of and second.of:
        low, high = wilson(first)
        assert 0 <= low <= first.value <= high <= 1
        apart, other = newcombe(first, second), newcombe(second, first)
        assert apart.low - 1e-12 <= first.value - second.value <= apart.high + 1e-12
        assert apart == pytest.approx((-other.high, -other.low))
    assert fisher(first, second) == pytest.approx(fisher(second, first))
