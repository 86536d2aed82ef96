"""Days on which an office answers: Monday to Friday."""

from __future__ import annotations

from datetime import date, timedelta

_SATURDAY = 5


def working_days_between(start: date, end: date) -> int:
    """How many working days have come after one day, up to and with another; 0 where the other is not later.

    From a Friday or a Saturday to the Monday after it is 1.
    """
    return max(0, _weekdays_until(end) - _weekdays_until(start))


def _weekdays_until(day: date) -> int:
    """Mondays to Fridays from the first day of the calendar, which was a Monday, up to a day."""
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * _SATURDAY + min(rest, _SATURDAY)


def working_day_after(day: date, days: int) -> date:
    """The day that many working days later; with 0 the day itself, whichever it is."""
    while days > 0:
        day += timedelta(days=1)
        days -= day.weekday() < _SATURDAY
    return day
