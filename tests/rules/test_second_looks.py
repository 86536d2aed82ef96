"""Second looks: when one decides, what both together come to, what may be changed."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model.score import Rating
from domain.model.slip import Evidence
from domain.model.terms import Proposal, Result
from domain.rules.results import assess, combine, second_look
from domain.rules.second_looks import as_submitted, asks_for_second, evidence_of_both, in_order, is_judged, to_talk_over
from tests.workbook.hub import catalogue

PHONE = catalogue().milestones["phone_interview"]  # type: ignore[index]
EXAM = catalogue().milestones["exam"]  # type: ignore[index]
CRITERIA = [one.id for one in PHONE.criteria]
LEVELS = catalogue().cefr

cards = st.lists(st.integers(1, 5), min_size=len(CRITERIA), max_size=len(CRITERIA)).map(
    lambda values: [Rating(key, observed=True, value=float(one)) for key, one in zip(CRITERIA, values, strict=True)]
)


def assessed(*both: list[Rating], band: bool = False) -> Proposal:
    """What the rules propose for one card, or for two together."""
    ratings = combine(*both).ratings if len(both) > 1 else both[0]
    return assess(PHONE, ratings, (), {}, LEVELS, band=band).proposal


def scored(card: list[Rating]) -> float:
    """The points of one card."""
    score = assess(PHONE, card, (), {}, LEVELS).score
    assert score is not None
    return score


@given(cards, cards)
def test_after_two_looks_there_is_no_band_and_the_mean_decides(first: list[Rating], second: list[Rating]) -> None:
    both = assess(PHONE, combine(first, second).ratings, (), {}, LEVELS, band=False)
    assert both.proposal in (Proposal.PASSED, Proposal.NOT_YET)
    if not both.misses:
        assert both.proposal is second_look(scored(first), scored(second), PHONE.pass_mark)


@given(cards, cards)
def test_who_rates_first_makes_no_difference(first: list[Rating], second: list[Rating]) -> None:
    assert assessed(first, second) is assessed(second, first)
    assert to_talk_over(first, second) == to_talk_over(second, first)


@given(cards, cards)
def test_what_differs_by_two_or_more_is_talked_over_and_nothing_else(first: list[Rating], second: list[Rating]) -> None:
    apart = [one.criterion for one, other in zip(first, second, strict=True) if abs(one.value - other.value) >= 2]
    assert list(to_talk_over(first, second)) == apart
    order = in_order(CRITERIA, apart)
    assert list(order[: len(apart)]) == apart
    assert sorted(order) == sorted(CRITERIA)


@given(cards, cards)
def test_the_mean_lies_between_both(first: list[Rating], second: list[Rating]) -> None:
    for one, other, mean in zip(first, second, combine(first, second).ratings, strict=True):
        assert min(one.value, other.value) <= mean.value <= max(one.value, other.value)
        assert math.isclose(mean.value, (one.value + other.value) / 2)


def test_what_one_rater_did_not_observe_is_the_others() -> None:
    unseen = [Rating("ph.clarity", observed=False)]
    seen = [Rating("ph.clarity", observed=True, value=2)]
    assert combine(unseen, seen).ratings == tuple(seen)
    assert to_talk_over(unseen, seen) == ()


def test_a_band_asks_for_a_second_look_and_a_pass_does_not() -> None:
    three = [Rating(key, observed=True, value=3.0) for key in CRITERIA]
    inside = assess(PHONE, three, (), {}, LEVELS)
    assert inside.proposal is Proposal.BORDERLINE
    assert asks_for_second(PHONE, inside, Result.PASSED)
    assert asks_for_second(PHONE, inside, Result.NOT_YET)
    assert not asks_for_second(PHONE, replace(inside, proposal=Proposal.PASSED), Result.PASSED)


def test_what_a_critical_error_holds_down_takes_a_second_look_only_to_pass() -> None:
    three = [Rating(key, observed=True, value=3.0) for key in CRITERIA]
    held = replace(assess(PHONE, three, (), {}, LEVELS), capped=True)
    assert asks_for_second(PHONE, held, Result.PASSED)
    assert not asks_for_second(PHONE, held, Result.NOT_YET)


def test_what_is_only_measured_is_the_same_whoever_looks() -> None:
    assert is_judged(PHONE)
    assert not is_judged(EXAM)


def test_a_card_as_submitted_has_what_stood_before_the_change() -> None:
    now, was = Rating("a", observed=True, value=4), Rating("a", observed=True, value=2)
    kept = Rating("b", observed=True, value=3)
    assert as_submitted({"a": now, "b": kept}, {"a": was}) == {"a": was, "b": kept}


@pytest.mark.parametrize(
    ("first", "second", "taken"),
    [
        (Evidence("m", "a", "e"), Evidence("x", "y", "z"), 0),
        (Evidence("m"), Evidence("x", "y", "z"), 1),
        (Evidence(), Evidence("", "y"), 1),
        (Evidence("m", "a"), Evidence("x"), 0),
    ],
)
def test_the_fuller_evidence_is_told_and_never_half_of_each(first: Evidence, second: Evidence, taken: int) -> None:
    assert evidence_of_both(first, second) == (first, second)[taken]
