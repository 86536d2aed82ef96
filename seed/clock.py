"""The clock of a demonstration, and the days that its history lies on."""

from __future__ import annotations

import time
from bisect import bisect_left
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from typing import TYPE_CHECKING

from domain.workbook import Site

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

DEMO_DAY = date(2026, 8, 12)
"""A Wednesday; the same day for everybody, so that the same seed shows the same hub."""

MID_MORNING = time_of_day(10, 42)

HISTORY = 60
"""Calendar days of history before today."""

AHEAD = 21
"""Calendar days after today on which slots are booked."""

_SUNDAY = 6
_MINUTE = 60_000


def demo_clock(
    today: date = DEMO_DAY, site: Site | None = None, *, ticks: Callable[[], float] = time.monotonic
) -> Callable[[], int]:
    """Milliseconds UTC: 10:42 of that day in the site's zone when it is made, and on from there; `ticks` in seconds."""
    zone = (site or Site()).tz()
    start = int(datetime.combine(today, MID_MORNING, zone).timestamp() * 1000)
    began = ticks()
    return lambda: start + int((ticks() - began) * 1000)


class Days:
    """The working days around today, Monday to Saturday, counted from 0; today itself is not among them."""

    def __init__(self, today: date, zone: ZoneInfo) -> None:
        self.today = today
        self._zone = zone
        around = (today + timedelta(days=offset) for offset in range(-HISTORY, AHEAD + 1))
        self.all = [day for day in around if day != today and day.weekday() != _SUNDAY]
        self._midnights = [self._midnight(day) for day in self.all]
        self.last = bisect_left(self.all, today) - 1
        """The last one before today."""
        self._today = self._midnight(today)

    def at(self, index: int, minute: float) -> int:
        """Milliseconds UTC at a minute of a working day."""
        return self._midnights[index] + int(minute * _MINUTE)

    def at_today(self, minute: float) -> int:
        """Milliseconds UTC at a minute of today."""
        return self._today + int(minute * _MINUTE)

    def first_from(self, day: date) -> int:
        """The first working day that is not before this one; the number of days where there is none."""
        return bisect_left(self.all, day)

    def _midnight(self, day: date) -> int:
        return int(datetime.combine(day, time_of_day.min, self._zone).timestamp() * 1000)
