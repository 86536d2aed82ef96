"""Working days are Monday to Friday; and what each ending makes a person wait for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.catalog import load
from domain.model.errors import CatalogueError
from domain.model.terms import MilestoneId, State
from domain.rules.retests import ending_days
from domain.rules.working_days import first_in_time, working_day_after, working_day_before, working_days_between

CATALOGUE = load()


@pytest.mark.parametrize(
    ("day", "days", "then"),
    [
        (date(2026, 8, 12), 0, date(2026, 8, 12)),
        (date(2026, 8, 12), 2, date(2026, 8, 14)),
        (date(2026, 8, 13), 2, date(2026, 8, 17)),
        (date(2026, 8, 14), 1, date(2026, 8, 17)),
        (date(2026, 8, 15), 0, date(2026, 8, 15)),
        (date(2026, 8, 15), 1, date(2026, 8, 17)),
        (date(2026, 8, 16), 1, date(2026, 8, 17)),
        (date(2026, 8, 12), 10, date(2026, 8, 26)),
    ],
)
def test_weekends_do_not_count(day: date, days: int, then: date) -> None:
    assert working_day_after(day, days) == then


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2026, 8, 12), date(2026, 8, 12), 0),
        (date(2026, 8, 12), date(2026, 8, 14), 2),
        (date(2026, 8, 14), date(2026, 8, 16), 0),
        (date(2026, 8, 14), date(2026, 8, 17), 1),
        (date(2026, 8, 15), date(2026, 8, 17), 1),
        (date(2026, 8, 12), date(2026, 8, 26), 10),
        (date(2026, 8, 26), date(2026, 8, 12), 0),
    ],
)
def test_working_days_between_two_days(start: date, end: date, days: int) -> None:
    assert working_days_between(start, end) == days


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 30), st.integers(0, 60))
def test_more_than_so_many_days_have_passed_once_that_working_day_is_over(start: date, most: int, later: int) -> None:
    today = start + timedelta(days=later)
    assert (working_days_between(start, today) > most) == (working_day_after(start, most) < today)


@given(
    st.dates(date(2026, 1, 1), date(2026, 3, 1)),
    st.integers(-9, 60),
    st.sets(st.integers(0, 6), min_size=1),
    st.sets(st.dates(date(2026, 1, 1), date(2026, 5, 1))),
)
def test_days_between_are_those_that_are_counted_one_by_one(
    start: date, later: int, weekdays: set[int], holidays: set[date]
) -> None:
    days = [start + timedelta(days=passed) for passed in range(1, later + 1)]
    worked = sum(day.weekday() in weekdays and day not in holidays for day in days)
    assert working_days_between(start, start + timedelta(days=later), weekdays, holidays) == worked


@pytest.mark.parametrize(
    ("today", "days", "first"),
    [
        (date(2026, 8, 12), 0, date(2026, 8, 12)),
        (date(2026, 8, 12), 2, date(2026, 8, 10)),
        (date(2026, 8, 11), 2, date(2026, 8, 7)),
        (date(2026, 8, 10), 1, date(2026, 8, 7)),
        (date(2026, 8, 16), 1, date(2026, 8, 14)),
    ],
)
def test_who_came_before_the_first_day_in_time_is_late_and_nobody_after(today: date, days: int, first: date) -> None:
    assert first_in_time(today, days) == first
    assert working_day_after(first, days) >= today
    assert working_day_after(first - timedelta(days=1), days) < today


@pytest.mark.parametrize(
    ("day", "days", "then"),
    [
        (date(2026, 8, 25), 3, date(2026, 8, 20)),
        (date(2026, 9, 1), 3, date(2026, 8, 27)),
        (date(2026, 8, 16), 1, date(2026, 8, 14)),
        (date(2026, 8, 16), 0, date(2026, 8, 16)),
    ],
)
def test_working_days_are_counted_back_as_well(day: date, days: int, then: date) -> None:
    assert working_day_before(day, days) == then


@pytest.mark.parametrize(
    ("how", "days"),
    [
        (State.WITHDREW, 0),
        (State.DECLINED, 0),
        (State.CLIENT_DECLINED, 0),
        (State.OUTSCORED, 365),
        (State.NO_SHOW, 7),
        (State.NOT_SELECTED, 14),
        (State.UNREACHABLE, None),
        (State.DUPLICATE, None),
    ],
)
def test_how_long_an_ending_lasts(how: State, days: int | None) -> None:
    milestone = CATALOGUE.milestones[MilestoneId.MOCK_CALL]
    assert ending_days(milestone, None, how, CATALOGUE.follow_up) == days


def test_a_second_no_show_closes_for_longer() -> None:
    milestone = CATALOGUE.milestones[MilestoneId.EXAM]
    assert ending_days(milestone, None, State.NO_SHOW, CATALOGUE.follow_up, no_shows=2) == 30


def test_a_wait_that_the_data_does_not_hold_is_an_error_of_the_catalogue() -> None:
    bare = replace(CATALOGUE.follow_up, retest_days={})
    with pytest.raises(CatalogueError, match="offer_declined_or_withdrawn_with_notice"):
        ending_days(CATALOGUE.milestones[MilestoneId.EXAM], None, State.WITHDREW, bare)
