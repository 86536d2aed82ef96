"""Points, scores, coverage and the composite."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model.catalogue import Scoring
from domain.model.errors import BadInput
from domain.model.score import Rating
from domain.model.terms import Direction, MilestoneId, ScoringType
from domain.rules.points import (
    check_value,
    composite,
    coverage,
    criterion_points,
    milestone_score,
    weighted_score,
)
from tests.rules.builders import (
    BARS,
    CHECK,
    COACHING,
    LATENESS,
    SPOKEN,
    TYPING,
    UNITS,
    WRITING,
    all_at,
    criterion,
    milestone,
    phone,
    rated,
)

PHONE_CARD = {
    "ph.professional": 4.0,
    "ph.clarity": 3.0,
    "ph.volume": 5.0,
    "ph.energy": None,
    "ph.confidence": 2.0,
    "ph.strengths": 3.0,
    "ph.listening": 4.0,
}


@pytest.mark.parametrize(
    ("scoring", "value", "points"),
    [
        (TYPING, 24, 30.0),
        (TYPING, 38, 70.0),
        (TYPING, 30, 50.0),
        (TYPING, 15, 0.0),
        (TYPING, 3, 0.0),
        (TYPING, 50, 100.0),
        (TYPING, 90, 100.0),
        (WRITING, 1, 75.0),
        (WRITING, 4, 25.0),
        (WRITING, 2, 50.0),
        (WRITING, 0, 100.0),
        (WRITING, 6, 0.0),
        (WRITING, 30, 0.0),
        (LATENESS, 5, 50.0),
        (SPOKEN, 4, 50.0),
        (BARS, 1, 0.0),
        (BARS, 2, 25.0),
        (BARS, 3, 50.0),
        (BARS, 3.5, 62.5),
        (BARS, 5, 100.0),
        (CHECK, 5, 100.0),
        (CHECK, 1, 0.0),
    ],
)
def test_points_of_a_value(scoring: Scoring, value: float, points: float) -> None:
    assert criterion_points(scoring, value) == pytest.approx(points)


def test_coaching_has_no_points() -> None:
    assert criterion_points(COACHING, 5) is None


@pytest.mark.parametrize("scoring", [BARS, CHECK])
def test_a_rating_of_0_is_not_observed_and_never_a_low_score(scoring: Scoring) -> None:
    assert criterion_points(scoring, 0) is None


def test_a_split_check_counts_half() -> None:
    """One rater says yes and the other no: their mean is 3, and the mean of their points is 50."""
    assert criterion_points(CHECK, 3) == 50.0


@pytest.mark.parametrize(
    ("pass_at", "value", "points"),
    [
        (50, 50, 50.0),  # cut-off at the target: meeting it is still the standard
        (50, 51, 100.0),
        (60, 55, 50.0 * 40 / 45),  # cut-off above the target
        (60, 60, 50.0),
        (15, 15, 50.0),  # cut-off at the floor
        (15, 14, 0.0),
        (10, 10, 50.0),  # cut-off under the floor
        (10, 9, 0.0),
    ],
)
def test_a_cut_off_at_or_beyond_the_ends_still_means_50(pass_at: float, value: float, points: float) -> None:
    scoring = Scoring(ScoringType.NUMERIC, "net_wpm", Direction.HIGHER, 15, pass_at, 50)
    assert criterion_points(scoring, value) == pytest.approx(points)


@pytest.mark.parametrize(
    ("scoring", "unit", "value"),
    [
        (BARS, "", 1),
        (BARS, "", 5),
        (COACHING, "", 3),
        (CHECK, "", 1),
        (CHECK, "", 5),
        (TYPING, "net_wpm", 0),
        (TYPING, "net_wpm", 200),
        (WRITING, "errors_per_100_words", 0),
        (SPOKEN, "cefr", 3.5),
    ],
)
def test_values_in_range_are_taken(scoring: Scoring, unit: str, value: float) -> None:
    check_value(scoring, UNITS.get(unit), value)


@pytest.mark.parametrize(
    ("scoring", "unit", "value", "allowed"),
    [
        (BARS, "", 0, "1 to 5"),
        (BARS, "", 6, "1 to 5"),
        (BARS, "", 2.5, "1 to 5"),
        (BARS, "", math.nan, "1 to 5"),
        (BARS, "", math.inf, "1 to 5"),
        (COACHING, "", 9, "1 to 5"),
        (CHECK, "", 3, "5 for yes or 1 for no"),
        (TYPING, "net_wpm", -1, "0 to 200"),
        (TYPING, "net_wpm", 201, "0 to 200"),
        (TYPING, "net_wpm", math.nan, "0 to 200"),
        (SPOKEN, "cefr", 7, "1 to 6"),
        (TYPING, "", 30, "net_wpm"),
    ],
)
def test_values_out_of_range_are_refused_with_the_range(
    scoring: Scoring, unit: str, value: float, allowed: str
) -> None:
    with pytest.raises(BadInput) as refused:
        check_value(scoring, UNITS.get(unit), value)
    assert allowed in str(refused.value)


def test_the_phone_interview_of_the_rules() -> None:
    scores = milestone_score(phone(), rated(PHONE_CARD))
    assert coverage(scores) == pytest.approx(0.90)
    assert weighted_score(scores) == pytest.approx(58.333, abs=0.001)


def test_scores_keep_the_order_of_the_milestone_and_name_what_was_not_observed() -> None:
    scores = milestone_score(phone(), reversed(rated(PHONE_CARD)))
    assert [score.criterion for score in scores] == [each.id for each in phone().criteria]
    assert [score.criterion for score in scores if score.points is None] == ["ph.energy"]
    assert {score.criterion: score.gap for score in scores}["ph.confidence"] == 15 * 75


def test_coaching_carries_no_weight_even_where_the_data_gives_it_one() -> None:
    of = milestone(MilestoneId.APPLICATION, (criterion("app.fit", 15), criterion("app.reach", 40, COACHING)))
    scores = milestone_score(of, rated({"app.fit": 3}))
    assert (weighted_score(scores), coverage(scores)) == (50.0, 1.0)


def test_a_measure_of_0_is_observed() -> None:
    of = milestone(MilestoneId.APPLICATION, (criterion("app.writing", 25, WRITING),))
    assert weighted_score(milestone_score(of, rated({"app.writing": 0}))) == 100.0


def test_nothing_observed_has_no_score() -> None:
    scores = milestone_score(phone(), ())
    assert (weighted_score(scores), coverage(scores)) == (None, 0.0)


def test_a_milestone_without_weights_has_neither_score_nor_coverage() -> None:
    of = milestone(MilestoneId.APPLICATION, (criterion("app.fit", 0),))
    scores = milestone_score(of, rated({"app.fit": 5}))
    assert (weighted_score(scores), coverage(scores)) == (None, 0.0)


def test_a_rating_of_another_milestone_is_refused_by_name() -> None:
    with pytest.raises(BadInput, match=r"mc\.open"):
        milestone_score(phone(), rated({"mc.open": 3}))


def test_two_ratings_of_one_criterion_are_refused() -> None:
    twice = (Rating("ph.clarity", observed=True, value=2), Rating("ph.clarity", observed=True, value=4))
    with pytest.raises(BadInput, match="twice"):
        milestone_score(phone(), twice)


WEIGHTS = {MilestoneId.PHONE: 20.0, MilestoneId.EXAM: 15.0, MilestoneId.MOCK_CALL: 20.0, MilestoneId.TECH: 0.0}


def test_the_composite_weighs_what_is_finished_and_says_how_much_that_is() -> None:
    found = composite({MilestoneId.PHONE: 60.0, MilestoneId.MOCK_CALL: 80.0, MilestoneId.EXAM: None}, WEIGHTS)
    assert found == (70.0, 2, 3)


def test_the_composite_leaves_out_what_has_no_weight_on_the_account() -> None:
    found = composite({MilestoneId.PHONE: 60.0, MilestoneId.SALES: 0.0, MilestoneId.TECH: 10.0}, WEIGHTS)
    assert found == (60.0, 1, 3)


def test_there_is_no_composite_before_anything_is_finished() -> None:
    assert composite({}, WEIGHTS) == (None, 0, 3)


finite = st.floats(-500, 500)


@given(
    direction=st.sampled_from(Direction),
    floor=finite,
    pass_at=finite,
    target=finite,
    value=finite,
    better_by=st.floats(0, 500),
)
def test_points_stay_within_0_and_100_and_never_fall_as_the_measure_gets_better(
    direction: Direction, floor: float, pass_at: float, target: float, value: float, better_by: float
) -> None:
    scoring = Scoring(ScoringType.NUMERIC, "u", direction, floor, pass_at, target)
    better = value + better_by if direction is Direction.HIGHER else value - better_by
    low, high = criterion_points(scoring, value), criterion_points(scoring, better)
    assert low is not None
    assert high is not None
    assert 0 <= low <= 100
    assert 0 <= high <= 100
    assert low <= high + 1e-9


@given(st.lists(st.one_of(st.none(), st.integers(1, 5)), min_size=7, max_size=7))
def test_a_score_lies_between_its_lowest_and_highest_points(values: list[int | None]) -> None:
    scores = milestone_score(
        phone(), rated({each.id: value for each, value in zip(phone().criteria, values, strict=True)})
    )
    observed = [score.points for score in scores if score.points is not None]
    found = weighted_score(scores)
    if found is None:
        assert not observed
    else:
        assert min(observed) - 1e-6 <= found <= max(observed) + 1e-6
    assert 0 <= coverage(scores) <= 1


@given(st.sampled_from([1, 2, 3, 4, 5]))
def test_the_same_rating_everywhere_is_the_score(value: int) -> None:
    assert weighted_score(milestone_score(phone(), all_at(phone(), value))) == 25.0 * (value - 1)
