"""When somebody may be contacted: their own hours win, on their own clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from domain.catalog import load
from domain.model.errors import CatalogueError
from domain.rules.contact_hours import contact_hours, hour_of, moment

FOLLOW_UP = load().follow_up
HOURS = contact_hours(FOLLOW_UP)
MANILA = ZoneInfo("Asia/Manila")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of August 2026 on the person's clock; the 12th is a Wednesday."""
    return datetime(2026, 8, day, hour, minute, tzinfo=MANILA)


def opens(local: datetime, window: tuple[str, str] = ("", "")) -> str:
    """'now', or when the next good moment begins."""
    found = moment(local, *window, HOURS)
    return "now" if found.good else f"{found.opens:%a %H:%M}"


def test_the_usual_hours_are_those_of_the_follow_up_data() -> None:
    assert (HOURS.opens, HOURS.closes, len(HOURS.days)) == (time(9), time(19), 6)


@pytest.mark.parametrize(
    ("local", "when"),
    [
        (at(12, 8, 59), "Wed 09:00"),
        (at(12, 9), "now"),
        (at(12, 18, 59), "now"),
        (at(12, 19), "Thu 09:00"),
        (at(15, 19), "Mon 09:00"),
        (at(16, 12), "Mon 09:00"),
    ],
)
def test_without_a_wish_the_usual_hours_hold_from_monday_to_saturday(local: datetime, when: str) -> None:
    assert opens(local) == when


@pytest.mark.parametrize(
    ("local", "window", "when"),
    [
        (at(12, 10), ("14:00", "18:00"), "Wed 14:00"),
        (at(12, 17), ("14:00", "18:00"), "now"),
        (at(12, 20), ("14:00", "18:00"), "Thu 14:00"),
        (at(12, 23), ("22:00", "02:00"), "now"),
        (at(13, 1), ("22:00", "02:00"), "now"),
        (at(13, 2), ("22:00", "02:00"), "Thu 22:00"),
        (at(16, 1), ("22:00", "02:00"), "now"),
        (at(16, 23), ("22:00", "02:00"), "Mon 22:00"),
        (at(12, 6), ("06:00", ""), "now"),
        (at(12, 18), ("", "17:00"), "Thu 09:00"),
        (at(12, 10), ("any time", "when I am awake"), "now"),
    ],
)
def test_the_hours_that_a_person_chose_win_nights_included(local: datetime, window: tuple[str, str], when: str) -> None:
    assert opens(local, window) == when


def test_usual_hours_never_reach_into_the_hours_that_are_never_right() -> None:
    raw: dict[str, Any] = dict(FOLLOW_UP.raw)
    raw["quiet_hours"] = {**raw["quiet_hours"], "default_from": "06:00", "default_to": "23:00"}
    found = contact_hours(replace(FOLLOW_UP, raw=raw))
    assert (found.opens, found.closes) == (time(8), time(21))


@pytest.mark.parametrize("quiet", [None, {}, {"default_days": ["mon"]}, {"default_from": "9", "default_days": []}])
def test_follow_up_data_without_hours_is_refused(quiet: object) -> None:
    with pytest.raises(CatalogueError, match="follow-up data names no"):
        contact_hours(replace(FOLLOW_UP, raw={"quiet_hours": quiet}))


@pytest.mark.parametrize(
    ("text", "found"), [("9:05", time(9, 5)), ("24:00", time(0)), ("25:00", None), ("9", None), ("09:60", None)]
)
def test_an_hour_is_read_or_not(text: str, found: time | None) -> None:
    assert hour_of(text) == found
