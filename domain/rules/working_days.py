"""Days on which an office answers: Monday to Friday, where the site says nothing else."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

MONDAY_TO_FRIDAY: Final = frozenset(range(5))
"""Weekdays as `date.weekday` counts them, Monday 0."""


def working_day_after(
    day: date, days: int, weekdays: Collection[int] = MONDAY_TO_FRIDAY, holidays: Collection[date] = ()
) -> date:
    """The day that many working days later; with 0 the day itself, whichever it is.

    `weekdays` are those on which the office answers, Monday 0; a holiday is never counted. ValueError without any.
    """
    if not any(number in weekdays for number in range(7)):
        raise ValueError("an office that is never open has no working day")
    while days > 0:
        day += timedelta(days=1)
        days -= day.weekday() in weekdays and day not in holidays
    return day


def first_in_time(today: date, days: int) -> date:
    """The earliest day from which that many working days have not gone by before today; days before it are late."""
    day = today
    while working_day_after(day - timedelta(days=1), days) >= today:
        day -= timedelta(days=1)
    return day


def working_day_before(day: date, days: int) -> date:
    """The day that many working days earlier; with 0 the day itself, whichever it is."""
    while days > 0:
        day -= timedelta(days=1)
        days -= day.weekday() < _SATURDAY
    return day
