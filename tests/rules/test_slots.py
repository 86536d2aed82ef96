"""When slots begin: by the site's hours, over midnight, and on the days when the clock is put on or back."""

from __future__ import annotations

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from domain.rules.slots import starts_of

CASES = {
    "a day": ("Asia/Manila", date(2026, 8, 13), time(9), time(12), 60, ["9:00", "10:00", "11:00"]),
    "the last ends in time": (
        "Asia/Manila",
        date(2026, 8, 13),
        time(9),
        time(12),
        50,
        ["9:00", "9:50", "10:40"],
    ),
    "a night hub": ("Asia/Manila", date(2026, 8, 13), time(21), time(1), 60, ["21:00", "22:00", "23:00", "0:00"]),
    "all round the clock": ("Asia/Manila", date(2026, 8, 13), time(0), time(0), 480, ["0:00", "8:00", "16:00"]),
    "an hour that is skipped": ("America/Bogota", date(2026, 3, 8), time(1), time(4), 60, ["1:00", "2:00", "3:00"]),
    "spring": ("America/New_York", date(2026, 3, 8), time(1), time(5), 60, ["1:00", "3:00", "4:00"]),
    "autumn": ("America/New_York", date(2026, 11, 1), time(0), time(4), 60, ["0:00", "1:00", "2:00", "3:00"]),
    "no room for one": ("Asia/Manila", date(2026, 8, 13), time(9), time(10), 120, []),
}


@pytest.mark.parametrize("case", CASES)
def test_slots_begin_by_the_hours_of_the_site(case: str) -> None:
    zone, day, first, last, minutes, clock = CASES[case]
    tz = ZoneInfo(zone)
    found = starts_of(day, first, last, minutes, tz)
    local = [one.astimezone(tz) for one in found]
    assert [f"{one.hour}:{one.minute:02}" for one in local] == clock
    assert sorted(set(found)) == list(found)
