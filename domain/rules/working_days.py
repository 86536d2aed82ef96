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


def working_days_between(
    start: date, end: date, weekdays: Collection[int] = MONDAY_TO_FRIDAY, holidays: Collection[date] = ()
) -> int:
    """How many working days have come after one day, up to and with another; 0 where the other is not later.

    From a Friday or a Saturday to the Monday after it is 1; `weekdays` and `holidays` as for `working_day_after`.
    """
    weeks, rest = divmod(max(0, (end - start).days), 7)
    days = weeks * len({number for number in weekdays if 0 <= number < 7})
    days += sum((start.weekday() + later) % 7 in weekdays for later in range(1, rest + 1))
    return days - sum(start < day <= end and day.weekday() in weekdays for day in holidays)
