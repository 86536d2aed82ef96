"""Whether somebody may be reached now, by their own clock."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from domain.rules.contact_hours import Moment, contact_hours, moment

if TYPE_CHECKING:
    from domain.workbook.workbook import Workbook


def moment_of(wb: Workbook, zone: str, window_from: str, window_to: str) -> Moment:
    """Whether somebody may be reached now, on their own clock, and else from when."""
    return moment_at(wb, zone, window_from, window_to, wb.now())


def moment_at(wb: Workbook, zone: str, window_from: str, window_to: str, at: int) -> Moment:
    """The same for another moment, milliseconds UTC; on holidays of the site nobody is contacted."""
    hours = contact_hours(wb.catalogue.follow_up)
    return moment(local_of(wb, zone, at), window_from, window_to, hours, wb.site.holidays)


def local_of(wb: Workbook, zone: str, at: int) -> datetime:
    """A moment, milliseconds UTC, on somebody's own clock; on the site's where their zone is not known."""
    try:
        tz = ZoneInfo(zone) if zone else wb.site.tz()
    except (ZoneInfoNotFoundError, ValueError):
        tz = wb.site.tz()
    return datetime.fromtimestamp(at / 1000, UTC).astimezone(tz)
