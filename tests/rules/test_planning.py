"""Planning a class: the cases of the trade, and when a class is short of people."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.catalog import load
from domain.model.terms import MilestoneId
from domain.rules.path import route
from domain.rules.planning import default_rates, offers_needed, outlook, people_needed, share_through

DEFAULTS = default_rates(load().follow_up.classes)
RETAIL = route(load().accounts["retail_cs"])
"""Application, phone, in person, exam, mock call, service test, final, offer."""


def test_twenty_seats_take_32_offers_and_800_people() -> None:
    assert offers_needed(20, DEFAULTS) == 32
    assert people_needed(32, RETAIL, DEFAULTS) == 800


@pytest.mark.parametrize(("seats", "offers"), [(0, 0), (-3, 0), (1, 2), (9, 15), (11, 18), (1_000, 1_599)])
def test_offers_are_rounded_up_and_never_below_none(seats: int, offers: int) -> None:
    assert offers_needed(seats, DEFAULTS) == offers


def test_a_number_of_people_that_comes_out_even_is_not_rounded_up() -> None:
    even = replace(DEFAULTS, show=1.0, passes={MilestoneId.PHONE: 0.1, MilestoneId.FINAL: 0.1})
    assert people_needed(3, RETAIL, even) == 300


def test_two_account_tests_lose_people_twice() -> None:
    both = (MilestoneId.SERVICE, MilestoneId.SALES)
    assert share_through(both, DEFAULTS) == pytest.approx(0.75 * 0.75)


def test_who_is_near_the_offer_counts_more_than_who_has_just_applied() -> None:
    shares = [share_through(RETAIL[RETAIL.index(step) :], DEFAULTS) for step in RETAIL]
    assert shares == sorted(shares)
    assert shares[0] == pytest.approx(0.04002075)
    assert share_through((MilestoneId.FINAL, MilestoneId.OFFER), DEFAULTS) == pytest.approx(0.70)
    assert shares[-1] == 1.0


def test_a_class_is_short_of_people_until_those_on_their_way_make_its_offers() -> None:
    enough = outlook(9, {MilestoneId.OFFER: 15}, RETAIL, DEFAULTS)
    assert (enough.offers, enough.expected, enough.people, enough.short) == (15, 15.0, 0, False)
    one_less = outlook(9, {MilestoneId.OFFER: 14}, RETAIL, DEFAULTS)
    assert (one_less.people, one_less.short) == (25, True)
    nobody = outlook(9, {}, RETAIL, DEFAULTS)
    assert nobody.people == people_needed(15, RETAIL, DEFAULTS) == 375


def test_a_full_class_needs_nobody() -> None:
    assert outlook(0, {}, RETAIL, DEFAULTS).short is False


def test_people_at_a_milestone_that_the_route_no_longer_has_do_not_count() -> None:
    assert outlook(9, {MilestoneId.TECH: 50}, RETAIL, DEFAULTS).expected == 0


def test_the_rates_of_a_site_are_taken_where_it_has_them() -> None:
    sure = replace(DEFAULTS, accept=1.0, clear=1.0, day_one=1.0, show=1.0, passes={})
    assert (offers_needed(20, sure), people_needed(20, RETAIL, sure)) == (20, 20)
    assert not outlook(20, {MilestoneId.PHONE: 20}, RETAIL, sure).short
