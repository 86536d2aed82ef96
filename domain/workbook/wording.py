"""How dates, counts and lengths of time are put in words everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def day_month(day: date, today: date | None = None) -> str:
    """'12 Aug'; with the year where it is not today's."""
    text = f"{day.day} {_MONTHS[day.month - 1]}"
    return text if today is None or day.year == today.year else f"{text} {day.year}"


def weekday_day_month(day: date) -> str:
    """'Tue 12 Aug'."""
    return f"{_DAYS[day.weekday()]} {day_month(day)}"


def age(milliseconds: int) -> str:
    """How long ago, in one unit: '38 min', '2 h', '14 d'."""
    if milliseconds < HOUR:
        return f"{max(0, milliseconds) // MINUTE} min"
    if milliseconds < 2 * DAY:
        return f"{milliseconds // HOUR} h"
    return f"{milliseconds // DAY} d"


def count(number: int, one: str, many: str = "") -> str:
    """'1 person', '2 people', '104,318 slips'."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
