"""Days on which an office answers: Monday to Friday."""

from __future__ import annotations

from datetime import date, timedelta

_SATURDAY = 5


def working_day_after(day: date, days: int) -> date:
    """The day that many working days later; with 0 the day itself, whichever it is."""
    while days > 0:
        day += timedelta(days=1)
        days -= day.weekday() < _SATURDAY
    return day
