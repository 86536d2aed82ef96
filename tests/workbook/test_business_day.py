"""The business day of a site: a night counts as the day it began on, and due dates pass over days that are closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

import pytest

from domain.rules.working_days import working_day_after
from domain.workbook import Site, people, queue
from domain.workbook.people import NewPerson

if TYPE_CHECKING:
    from tests.workbook.hub import Hub

NIGHT = Site(day_starts=time(20), day_ends=time(5, 30))
MANILA = NIGHT.tz()


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of August 2026 on the clock in Manila."""
    return datetime(2026, 8, day, hour, minute, tzinfo=MANILA)


def at(day: int, hour: int, minute: int = 0) -> int:
    """The same in milliseconds UTC."""
    return int(local(day, hour, minute).astimezone(UTC).timestamp() * 1000)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (local(12, 20), 12),
        (local(12, 23, 59), 12),
        (local(13, 0), 12),
        (local(13, 5, 29), 12),
        (local(13, 5, 30), 13),
        (local(13, 12), 13),
    ],
)
def test_a_night_is_one_day(moment: datetime, day: int) -> None:
    assert NIGHT.day_of(moment) == date(2026, 8, day)


@pytest.mark.parametrize(
    "site", [Site(), Site(day_starts=time(7), day_ends=time(0)), Site(day_starts=time(0), day_ends=time(23))]
)
def test_a_day_that_ends_by_midnight_turns_at_midnight(site: Site) -> None:
    turns = {moment: site.day_of(moment) for moment in (local(12, 23, 59), local(13, 0), local(13, 5))}
    # A day that ends at midnight ends with the calendar's; nothing of the next one belongs to it.
    assert [day.day for day in turns.values()] == [12, 13, 13]


def test_a_hub_around_the_clock_turns_when_its_day_starts() -> None:
    site = Site(day_starts=time(7), day_ends=time(7))
    assert [site.day_of(local(13, hour)).day for hour in (6, 7)] == [12, 13]


def test_the_queue_of_a_night_goes_on_after_midnight(hub: Hub) -> None:
    hub.wb.take_settings(NIGHT, "Noor")
    hub.clock.now = at(12, 23)
    first = queue.walk_in(hub.wb, NewPerson(name="Joan Alcaraz"))
    hub.clock.now = at(13, 1)
    second = queue.walk_in(hub.wb, NewPerson(name="Dev Raghunathan"))
    assert [row.number for row in queue.rows(hub.wb)] == [1, 2]
    assert {row.id for row in queue.rows(hub.wb)} == {first, second}
    hub.clock.now = at(13, 6)
    assert queue.rows(hub.wb) == []


def test_other_settings_hold_from_the_next_act_on(hub: Hub) -> None:
    hub.wb.take_settings(replace(Site(), name="Bay hub"), "Ines")
    people.add(hub.wb, NewPerson(name="Joan Alcaraz"))
    assert hub.rows("select who from act order by id desc limit 1") == [{"who": "Ines"}]
    assert hub.wb.site.name == "Bay hub"


@pytest.mark.parametrize(
    ("weekdays", "holidays", "days", "then"),
    [
        ({0, 1, 2, 3, 4}, (), 2, 14),
        ({0, 1, 2, 3, 4, 5}, (), 3, 15),
        ({6}, (), 1, 16),
        ({0, 1, 2, 3, 4}, (date(2026, 8, 13), date(2026, 8, 15)), 2, 17),
        (range(7), (), 3, 15),
    ],
)
def test_due_dates_count_the_days_that_are_open(
    weekdays: set[int], holidays: tuple[date, ...], days: int, then: int
) -> None:
    wednesday = date(2026, 8, 12)
    site = Site(working_days=frozenset(weekdays), holidays=frozenset(holidays))
    assert site.working_day_after(wednesday, days) == date(2026, 8, then)
    assert site.working_day_after(wednesday, 0) == wednesday


def test_an_office_that_never_opens_is_no_office() -> None:
    with pytest.raises(ValueError, match="never open"):
        working_day_after(date(2026, 8, 12), 1, ())
