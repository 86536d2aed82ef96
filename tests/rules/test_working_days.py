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
from domain.rules.working_days import working_day_after, working_days_between

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


@given(
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.integers(0, 30),
    st.frozensets(st.integers(0, 6), min_size=1),
    st.frozensets(st.integers(-10, 60), max_size=5),
)
def test_so_many_working_days_later_so_many_have_passed(
    start: date, days: int, weekdays: frozenset[int], off: frozenset[int]
) -> None:
    holidays = {start + timedelta(days=number) for number in off}
    then = working_day_after(start, days, weekdays, holidays)
    assert working_days_between(start, then, weekdays, holidays) == days


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
