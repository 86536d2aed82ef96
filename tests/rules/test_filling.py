"""Whether a class fills: whose the rates are, the work ahead, the chance, and what would help most."""

from __future__ import annotations

from dataclasses import replace
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.catalog import load
from domain.model.terms import MilestoneId
from domain.rules.filling import expected, odds, plan, rates_with, supposing
from domain.rules.path import route
from domain.rules.shares import Share

RULES = load().follow_up.classes
RETAIL = route(load().accounts["retail_cs"])
STATED = rates_with(RULES, RETAIL, {})
SURE = supposing(STATED, {rate.id: 1.0 for rate in STATED})


def test_a_class_of_twenty_from_nothing_takes_32_offers_and_800_people() -> None:
    found = plan(20, {}, RETAIL, STATED, RULES, days=20)
    assert (found.outlook.offers, found.outlook.people) == (32, 800)
    first, last = found.loads[0], found.loads[-1]
    assert (first.milestone, first.here, first.people, first.per_day) == (MilestoneId.APPLICATION, 0, 800, 40)
    assert (last.milestone, last.people, last.per_day) == (MilestoneId.OFFER, 33, 2)
    assert found.odds.filled == Share(0, RULES.runs)
    assert found.planned.low < found.planned.middle <= 20
    assert found.odds.seed == RULES.seed


def test_a_rate_is_the_site_s_own_from_thirty_cases_on_and_says_which() -> None:
    own = {"phone_interview": Share(29, 29), "exam": Share(15, 30), "accept": Share(0, 40)}
    rates = {rate.id: rate for rate in rates_with(RULES, RETAIL, own)}
    assert (rates["phone_interview"].own, rates["phone_interview"].share) == (False, 0.55)
    assert rates["phone_interview"].source
    assert rates["phone_interview"].cases == Share(29, 29)
    assert (rates["exam"].own, rates["exam"].share, rates["exam"].source) == (True, 0.5, "")
    assert 0 < rates["accept"].share < 1 / 40
    assert [rate.id for rate in STATED[:4]] == ["application", "phone_interview", "show", "in_person_interview"]
    assert "tech_test" not in rates


def test_what_if_moves_one_rate_and_refuses_what_is_none() -> None:
    better = plan(20, {}, RETAIL, supposing(STATED, {"exam": 0.8}), RULES, days=0)
    assert better.outlook.people == 550
    assert [rate.id for rate in better.rates if rate.supposed] == ["exam"]
    assert all(load.per_day == 0 for load in better.loads)
    for wrong in ({"exam": 0.0}, {"exam": 1.1}, {"tech_test": 0.5}):
        with pytest.raises(ValueError, match=r": "):
            supposing(STATED, wrong)


def test_the_chance_is_that_of_the_binomial_where_the_rates_are_sure() -> None:
    rates = supposing(SURE, {"final_interview": 0.7})
    found = odds(9, {MilestoneId.FINAL: 12}, RETAIL, rates, replace(RULES, runs=10_000))
    exact = sum(comb(12, n) * 0.7**n * 0.3 ** (12 - n) for n in range(9, 13))
    assert found.filled.value == pytest.approx(exact, abs=0.02)
    assert odds(9, {MilestoneId.FINAL: 12}, RETAIL, rates, replace(RULES, runs=10_000)) == found
    certain = odds(9, {MilestoneId.OFFER: 9}, RETAIL, SURE, RULES)
    assert (certain.filled.value, certain.low, certain.high) == (1.0, 9, 9)
    assert odds(0, {}, RETAIL, STATED, RULES).filled.value == 1.0


def test_few_cases_make_the_chance_less_sure() -> None:
    few = rates_with(RULES, RETAIL, {rate.id: Share(24, 30) for rate in STATED})
    many = rates_with(RULES, RETAIL, {rate.id: Share(24_000, 30_000) for rate in STATED})
    on_the_way = {MilestoneId.EXAM: 100}
    wide, narrow = (odds(40, on_the_way, RETAIL, rates, RULES) for rates in (few, many))
    assert wide.high - wide.low > narrow.high - narrow.low


def test_the_bottleneck_is_the_rate_that_would_bring_most_people() -> None:
    assert plan(20, {}, RETAIL, supposing(STATED, {"exam": 0.2}), RULES, 0).narrow.id == "exam"  # type: ignore[union-attr]
    late = plan(1, {MilestoneId.OFFER: 30}, RETAIL, supposing(STATED, {"exam": 0.2}), RULES, 0)
    assert late.narrow is not None
    assert late.narrow.id == "day_one"
    assert plan(0, {}, RETAIL, STATED, RULES, 0).narrow is None


PEOPLE = st.dictionaries(st.sampled_from(RETAIL), st.integers(0, 60))


@given(PEOPLE, st.integers(0, 30), st.sampled_from([rate.id for rate in STATED]))
@settings(max_examples=20, deadline=None)
def test_nobody_is_lost_between_the_steps_and_a_better_rate_never_asks_for_more(
    on_the_way: dict[MilestoneId, int], free: int, step: str
) -> None:
    quick = replace(RULES, runs=100)
    found = plan(free, on_the_way, RETAIL, STATED, quick, days=7)
    better = plan(free, on_the_way, RETAIL, supposing(STATED, {step: 1.0}), quick, days=7)
    assert better.outlook.people <= found.outlook.people
    assert sum(load.here for load in found.loads) == sum(on_the_way.values())
    assert all(load.people >= load.here and load.per_day * 7 >= load.people for load in found.loads)
    everybody = on_the_way | {RETAIL[0]: on_the_way.get(RETAIL[0], 0) + found.outlook.people}
    assert expected(everybody, RETAIL, STATED) >= free - 1e-6
