"""When somebody who is ready has waited longer than the target of their milestone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from domain.rules.working_days import working_day_after

if TYPE_CHECKING:
    from datetime import date


def is_late(since: date, target: int, today: date) -> bool:
    """Whether more than `target` working days have passed since a day."""
    return working_day_after(since, target) < today


def last_late_day(target: int, today: date) -> date:
    """The latest day since which waiting is over a target of so many working days."""
    day = today - timedelta(days=max(0, target))
    while not is_late(day, target, today):
        day -= timedelta(days=1)
    return day
