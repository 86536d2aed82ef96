"""When somebody may be contacted: the hours they chose, else the site's, always on their own clock."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from domain.model.errors import CatalogueError
from domain.model.lazily import dataclass

if TYPE_CHECKING:
    from domain.model.follow_up import FollowUp

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
A_HOLIDAY = "a holiday"
"""A holiday of which no name is known."""
_AHEAD = 32
"""Days within which the next good moment is looked for: longer than any run of holidays."""


@dataclass(frozen=True, slots=True)
class ContactHours:
    """The hours of people who chose none, on their own clock."""

    opens: time
    closes: time
    days: frozenset[int]
    """Weekdays, 0 = Monday; they hold for hours that people chose as well."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Whether now is a good moment."""

    good: bool
    opens: datetime | None
    """When the next good moment begins, on the person's clock; None while it is now, or where there is none."""
    holiday: str = ""
    """The name of the holiday without which it would be a good moment; '' where none is the reason."""

    @property
    def why_not(self) -> str:
        """What stands against it, within a sentence: 'it is outside their hours', 'it is Heroes Day, a holiday'."""
        named = self.holiday if self.holiday == A_HOLIDAY else f"{self.holiday}, {A_HOLIDAY}"
        return f"it is {named}" if self.holiday else "it is outside their hours"


def contact_hours(follow_up: FollowUp) -> ContactHours:
    """The hours that the follow-up data names, without those that are never right; CatalogueError where it has none."""
    found = follow_up.raw.get("quiet_hours")
    raw: Mapping[str, object] = found if isinstance(found, Mapping) else {}
    days = raw.get("default_days")
    opens, closes = (_named(raw, key) for key in ("default_from", "default_to"))
    earliest, latest = (_named(raw, key) for key in ("never_to", "never_from"))
    listed = days if isinstance(days, list | tuple) else ()
    weekdays = frozenset(_DAYS.index(day) for day in listed if day in _DAYS)
    if not weekdays:
        raise CatalogueError("The follow-up data names no days of contact.", "Set quiet_hours: default_days.")
    return ContactHours(max(opens, earliest), min(closes, latest), weekdays)


def _named(raw: Mapping[str, object], key: str) -> time:
    found = hour_of(str(raw.get(key, "")))
    if found is None:
        raise CatalogueError(f'The follow-up data names no hour "{key}".', "Set it under quiet_hours, as in 09:00.")
    return found


def hour_of(text: str) -> time | None:
    """The time that '09:00' or '9:00' names, '24:00' being midnight; None where it names none."""
    found = re.fullmatch(r"(\d{1,2}):(\d{2})", text)
    if not found or int(found[1]) > 24 or int(found[2]) > 59:
        return None
    return time(int(found[1]) % 24, int(found[2]))


def moment(
    local: datetime, window_from: str, window_to: str, hours: ContactHours, holidays: Collection[date] = ()
) -> Moment:
    """Whether somebody may be contacted at a moment of their own clock, and else from when.

    The hours that they chose win, nights included; where they named one end only, the other is the usual one. A window
    that ends before it begins goes on past midnight and belongs to the day on which it began. Nobody is contacted in a
    window that begins on one of the `holidays`, which may be a mapping that names them.
    """
    opens = hour_of(window_from) or hours.opens
    closes = hour_of(window_to) or hours.closes
    begun = (local - timedelta(days=1), local)
    windows = [_window(day, opens, closes) for day in begun if _open(day, hours, holidays)]
    if any(start <= local < end for start, end in windows):
        return Moment(True, None)
    ahead = (local + timedelta(days=days) for days in range(_AHEAD))
    starts = (_window(day, opens, closes)[0] for day in ahead if _open(day, hours, holidays))
    return Moment(
        False, next((start for start in starts if start > local), None), _holiday(local, opens, closes, hours, holidays)
    )


def _holiday(local: datetime, opens: time, closes: time, hours: ContactHours, holidays: Collection[date]) -> str:
    """The holiday in whose window a moment is."""
    for day in (local - timedelta(days=1), local):
        start, end = _window(day, opens, closes)
        if day.weekday() in hours.days and day.date() in holidays and start <= local < end:
            return (holidays.get(day.date(), "") if isinstance(holidays, Mapping) else "") or A_HOLIDAY
    return ""


def _open(day: datetime, hours: ContactHours, holidays: Collection[date]) -> bool:
    return day.weekday() in hours.days and day.date() not in holidays


def _window(day: datetime, opens: time, closes: time) -> tuple[datetime, datetime]:
    """From when to when, for the window that begins on a day."""
    start = datetime.combine(day.date(), opens, day.tzinfo)
    end = datetime.combine(day.date(), closes, day.tzinfo)
    return start, end if end > start else end + timedelta(days=1)
