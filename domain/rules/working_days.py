"""Days on which an office answers: Monday to Friday, where the site says nothing else."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

MONDAY_TO_FRIDAY: Final = frozenset(range(5))
"""Weekdays as `date.weekday` counts them, Monday 0."""


def working_days_between(
    start: date, end: date, weekdays: Collection[int] = MONDAY_TO_FRIDAY, holidays: Collection[date] = ()
) -> int:
    """How many working days have come after one day, up to and with another; 0 where the other is not later.

    From a Friday or a Saturday to the Monday after it is 1. `weekdays` and `holidays` are as in `working_day_after`.
    """
    if end <= start:
        return 0
    days = _counted_until(end, weekdays) - _counted_until(start, weekdays)
    return days - sum(start < day <= end and day.weekday() in weekdays for day in holidays)


def _counted_until(day: date, weekdays: Collection[int]) -> int:
    """Days of these weekdays from the first day of the calendar, which was a Monday, up to a day."""
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * len(set(weekdays)) + sum(number in weekdays for number in range(rest))


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


def first_in_time(
    today: date, days: int, weekdays: Collection[int] = MONDAY_TO_FRIDAY, holidays: Collection[date] = ()
) -> date:
    """The earliest day from which that many working days have not gone by before today; days before it are late."""
    day = today
    while working_day_after(day - timedelta(days=1), days, weekdays, holidays) >= today:
        day -= timedelta(days=1)
    return day


def working_day_before(
    day: date, days: int, weekdays: Collection[int] = MONDAY_TO_FRIDAY, holidays: Collection[date] = ()
) -> date:
    """The day that many working days earlier; otherwise as `working_day_after`."""
    if not any(number in weekdays for number in range(7)):
        raise ValueError("an office that is never open has no working day")
    while days > 0:
        day -= timedelta(days=1)
        days -= day.weekday() in weekdays and day not in holidays
    return day
