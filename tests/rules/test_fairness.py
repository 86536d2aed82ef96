"""Fairness: four fifths, small numbers, and groups that are too small to be shown."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.model.insight_rules import FigureRules
from domain.rules.association import Sums, point_biserial
from domain.rules.fairness import group_rates, ratio_of, turns
from domain.rules.shares import Share

RULES = FigureRules()


def test_four_fifths_of_the_highest_rate_is_the_line() -> None:
    """The example of the Uniform Guidelines' question 12: 48 of 80 against 12 of 40, a ratio of one half."""
    found = group_rates({"one": Share(48, 80), "other": Share(12, 40)}, RULES)
    highest, other = found.rows
    assert (highest.group, highest.ratio, highest.below, highest.chance) == ("one", 1.0, False, 1.0)
    assert (other.ratio, other.below, other.lifts, other.turns) == (0.5, True, False, False)
    assert other.chance < 0.01
    assert other.difference.high < 0
    assert found.flagged == (other,)


def test_exactly_four_fifths_is_not_flagged() -> None:
    assert group_rates({"one": Share(50, 100), "other": Share(40, 100)}, RULES).flagged == ()


def test_a_difference_that_one_different_person_turns_round_is_flagged_by_nobody() -> None:
    """Question 21: 3 of 20 against 2 of 20 is under four fifths, and one person would turn it round."""
    small = group_rates({"one": Share(3, 20), "other": Share(2, 20)}, RULES).rows[1]
    assert (small.below, small.lifts, small.turns) == (True, True, True)
    assert group_rates({"one": Share(3, 20), "other": Share(2, 20)}, RULES).flagged == ()
    assert turns(Share(5, 5), Share(5, 5)) is False


def test_groups_under_five_are_counted_and_nothing_else() -> None:
    found = group_rates({"one": Share(4, 4), "two": Share(3, 5), "three": Share(0, 0), "four": Share(9, 30)}, RULES)
    assert [row.group for row in found.rows] == ["two", "four"]
    assert found.hidden == 1
    assert group_rates({"one": Share(1, 2)}, RULES).rows == ()


SIDES = [(5, 0, True), (4, 0, False), (0, 0, True), (20, 16, False), (20, 15, True)]


@pytest.mark.parametrize(("one", "other", "shown"), SIDES)
def test_where_some_few_came_through_or_did_not_nothing_is_shown(one: int, other: int, shown: bool) -> None:
    found = group_rates({"one": Share(one, 20), "other": Share(other, 20)}, RULES)
    assert (bool(found.rows), found.thin) == (shown, not shown)


GROUPS = st.dictionaries(
    st.sampled_from("abcd"),
    st.integers(0, 40).flatmap(lambda of: st.integers(0, of).map(lambda n: Share(n, of))),
)


@given(GROUPS)
@settings(max_examples=30, deadline=None)
def test_the_highest_stands_first_and_nobody_is_above_it(groups: dict[str, Share]) -> None:
    rows = group_rates(groups, RULES).rows
    assert all(0 <= row.ratio <= rows[0].ratio == 1 for row in rows)
    assert all(row.share.of >= 5 for row in rows)
    assert all(row.ratio == ratio_of(row.share, rows[0].share) for row in rows)
    assert not rows or not rows[0].below


def sums(scores: list[float]) -> Sums:
    return Sums(len(scores), sum(scores), sum(score * score for score in scores))


@given(st.lists(st.floats(0, 100).map(lambda score: round(score, 3)), min_size=3, max_size=30), st.integers(1, 29))
@settings(max_examples=30, deadline=None)
def test_what_goes_with_staying_is_what_scipy_says(scores: list[float], cut: int) -> None:
    stats: Any = pytest.importorskip("scipy.stats")
    stayed, left = scores[:cut], scores[cut:]
    found = point_biserial(sums(stayed), sums(left))
    if len(scores) < 4 or not left or max(scores) - min(scores) < 0.01:
        assert found is None or max(scores) > min(scores)
        return
    theirs = stats.pearsonr([1] * len(stayed) + [0] * len(left), scores)
    assert found is not None
    assert found.people == len(scores)
    assert found.correlation == pytest.approx(theirs.statistic, abs=1e-6)
    if abs(theirs.statistic) < 0.999:
        assert found.interval == pytest.approx(theirs.confidence_interval(0.95), abs=1e-5)


def test_nothing_is_said_where_all_stayed_or_all_scored_the_same() -> None:
    assert point_biserial(sums([50, 60, 70, 80]), sums([])) is None
    assert point_biserial(sums([50, 50]), sums([50, 50])) is None
    found = point_biserial(sums([60, 70, 80, 90]), sums([40, 50, 60, 55]))
    assert found is not None
    assert found.says_something
