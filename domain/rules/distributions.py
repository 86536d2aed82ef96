"""The distributions that intervals are made of: normal, beta, F and Student's t.

The regularised incomplete beta function is summed as the continued fraction of DLMF 8.17.22 by the method of Lentz
(W. J. Lentz, Applied Optics 15, 1976, as modified by Thompson and Barnett, 1986); quantiles are found by halving.
"""

from __future__ import annotations

from math import erf, exp, inf, lgamma, log, log1p, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_TINY = 1e-300
_CLOSE = 1e-14
_STEPS = 400
_HALVINGS = 1100


def normal_quantile(share: float) -> float:
    """The value that a share 0-1, its ends excluded, of a standard normal distribution lies below."""
    return _root(lambda value: 0.5 * (1 + erf(value / sqrt(2))), share, -40.0, 40.0)


def two_sided(confidence: float) -> float:
    """How many standard errors either way hold a share of 0-1, as in 1.96 for 0.95."""
    return normal_quantile(0.5 + confidence / 2)


def beta_share(value: float, a: float, b: float) -> float:
    """The share 0-1 of a beta distribution with shapes a and b, above 0, that lies below a value 0-1."""
    if value <= 0:
        return 0.0
    if value >= 1:
        return 1.0
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(value) + b * log1p(-value))
    if value < (a + 1) / (a + b + 2):
        return front * _fraction(value, a, b) / a
    return 1 - front * _fraction(1 - value, b, a) / b


def f_share(value: float, above: float, below: float) -> float:
    """The share 0-1 of an F distribution that lies below a value; degrees of freedom above 0, not only whole ones."""
    return 1 - beta_share(below / (above * value + below), below / 2, above / 2) if value > 0 else 0.0


def f_quantile(share: float, above: float, below: float) -> float:
    """The value that a share 0-1, its ends excluded, of an F distribution lies below; inf where it is too far off."""
    part = _root(lambda value: beta_share(value, above / 2, below / 2), share, 0.0, 1.0)
    # Near 1 there are too few numbers for the part, and enough near 0 for what is left of it.
    rest = 1 - part if part < 0.5 else _root(lambda value: beta_share(value, below / 2, above / 2), 1 - share, 0.0, 1.0)
    return below * (1 - rest) / (above * rest) if rest else inf


def t_quantile(share: float, freedom: float) -> float:
    """The value that a share 0-1, its ends excluded, of Student's t distribution lies below."""
    if share < 0.5:
        return -t_quantile(1 - share, freedom)
    part = _root(lambda value: beta_share(value, 0.5, freedom / 2), 2 * share - 1, 0.0, 1.0)
    return sqrt(freedom * part / (1 - part))


def _fraction(value: float, a: float, b: float) -> float:
    """The continued fraction of the incomplete beta function."""
    c, d = 1.0, _held(1 - (a + b) * value / (a + 1))
    d = 1 / d
    found = d
    for step in range(1, _STEPS):
        twice = 2 * step
        for term in (
            step * (b - step) * value / ((a + twice - 1) * (a + twice)),
            -(a + step) * (a + b + step) * value / ((a + twice) * (a + twice + 1)),
        ):
            d = 1 / _held(1 + term * d)
            c = _held(1 + term / c)
            found *= d * c
        if abs(d * c - 1) < _CLOSE:
            break
    return found


def _held(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


def _root(share_below: Callable[[float], float], share: float, low: float, high: float) -> float:
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if share_below(middle) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2
