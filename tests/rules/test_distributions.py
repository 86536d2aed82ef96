"""Quantiles against scipy, and against each other where it is not installed."""

from __future__ import annotations

from typing import Any

import pytest

from domain.rules.distributions import beta_share, f_quantile, f_share, normal_quantile, t_quantile, two_sided

SHARES = (0.001, 0.025, 0.2, 0.5, 0.9, 0.975, 0.9995)
FREEDOM = ((1, 1), (2, 7.3), (5, 15), (15, 4.79), (60, 0.4), (400, 900))


@pytest.fixture
def stats() -> Any:
    """The peer, which only the tests have."""
    return pytest.importorskip("scipy.stats")


def test_the_numbers_that_everybody_knows() -> None:
    assert two_sided(0.95) == pytest.approx(1.959964, abs=1e-6)
    assert t_quantile(0.975, 9) == pytest.approx(2.262157, abs=1e-6)
    assert t_quantile(0.025, 9) == pytest.approx(-2.262157, abs=1e-6)
    assert f_quantile(0.95, 5, 10) == pytest.approx(3.325835, abs=1e-6)


def test_a_quantile_has_its_share_below_it() -> None:
    for share in SHARES:
        for above, below in FREEDOM:
            assert f_share(f_quantile(share, above, below), above, below) == pytest.approx(share, abs=1e-7)


def test_they_are_those_of_scipy(stats: Any) -> None:
    for share in SHARES:
        assert normal_quantile(share) == pytest.approx(stats.norm.ppf(share), abs=1e-9)
        for above, below in FREEDOM[:-2]:
            assert f_quantile(share, above, below) == pytest.approx(stats.f.ppf(share, above, below), rel=1e-6)
            assert t_quantile(share, below) == pytest.approx(stats.t.ppf(share, below), rel=1e-6, abs=1e-9)
            assert beta_share(share, above, below) == pytest.approx(stats.beta.cdf(share, above, below), abs=1e-12)
