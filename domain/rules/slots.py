"""The slots of a day: when each begins, from the site's hours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, time, tzinfo


def starts_of(day: date, first: time, last: time, minutes: int, zone: tzinfo) -> tuple[datetime, ...]:
    """When each slot of a business day begins, in UTC; the last one ends by the end of the day.

    `first` and `last` are the site's hours; where the end is not after the start, the day goes on after midnight. An
    hour that the clock skips in spring has no slot, and one that it repeats in autumn has them once.
    """
    begins = datetime.combine(day, first)
    ends = datetime.combine(day + timedelta(days=last <= first), last)
    count = max(0, int((ends - begins) / timedelta(minutes=minutes)))
    local = (begins + timedelta(minutes=minutes * at) for at in range(count))
    moments = [one.replace(tzinfo=zone).astimezone(UTC) for one in local]
    return tuple(dict.fromkeys(one for one in moments if _is_there(one, zone, moments[0])))


def _is_there(moment: datetime, zone: tzinfo, first: datetime) -> bool:
    """Whether no earlier slot begins at the same time on the clock, as after a clock that was put on."""
    local = moment.astimezone(zone)
    return moment >= first and local.replace(fold=0).astimezone(UTC) == moment
