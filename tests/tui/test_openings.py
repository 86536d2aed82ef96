"""Openings: classes that are being filled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from domain.workbook import openings, people
from tests.tui.driving import NARROW, WIDE, driving, pressing, program

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.driving import Driver
    from tests.workbook.hub import Hub


def classes(hub: Hub) -> None:
    """Three classes; one person on one of them."""
    retail = hub.opening()
    hub.opening("hospitality_bookings", 15)
    closed = hub.opening("telecom_tech")
    openings.close(hub.wb, closed)
    hub.person("Joan Alcaraz", retail)


def one_person(hub: Hub) -> None:
    """Somebody on no opening, and no opening."""
    people.add(hub.wb, people.NewPerson(name="Grace Obuya"))


async def fill(driver: Driver, **values: str) -> None:
    """Write into the fields of a form."""
    for row in driver.app.screen.query("FieldRow"):
        if row.field.key in values:  # type: ignore[attr-defined]
            row.value = values[row.field.key]  # type: ignore[attr-defined]
    await driver.settle()


async def test_a_class_is_opened_and_somebody_put_on_it(tmp_path: Path) -> None:
    async with driving(tmp_path, one_person) as driver:
        await driver.press("g", "o")
        assert "No class is open yet." in driver.text()
        await driver.press("n")
        await fill(driver, account="retail_cs", seats="12", starts="1 Sep")
        await driver.press("f10")
        listed = openings.listing(driver.hub.wb)
        assert [(row.name, row.seats) for row in listed] == [("Retail customer service, class of 1 Sep", 12)]
        await driver.press("a", *"obuya", "enter")
        assert openings.listing(driver.hub.wb)[0].people == 1
        await driver.press("u")
        assert openings.listing(driver.hub.wb)[0].people == 0


async def test_impossible_seats_and_dates_are_refused_in_the_form(tmp_path: Path) -> None:
    async with driving(tmp_path) as driver:
        await driver.press("g", "o", "n")
        await fill(driver, account="retail_cs", seats="0", starts="1 Sep")
        await driver.press("f10")
        assert "From 1 to 1,000." in driver.text()
        await fill(driver, seats="5", starts="someday")
        await driver.press("f10")
        assert "Write a date as 12 Aug" in driver.text()
        assert openings.listing(driver.hub.wb) == []


async def test_closing_keeps_who_is_on_the_way_and_can_be_undone(tmp_path: Path) -> None:
    async with driving(tmp_path, classes) as driver:
        await driver.press("g", "o", "X")
        assert "takes no more people" in driver.notice()
        assert sum(not row.closed for row in openings.listing(driver.hub.wb, with_closed=True)) == 1
        await driver.press("u")
        assert sum(not row.closed for row in openings.listing(driver.hub.wb, with_closed=True)) == 2


async def test_the_pane_shows_the_route_and_what_must_be_met(tmp_path: Path) -> None:
    async with driving(tmp_path, classes) as driver:
        await driver.press("g", "o")
        shown = driver.text()
        assert "Typing speed (net)" in shown
        assert "wpm" in shown
        assert "Told before they say yes" in shown


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_three_classes(tmp_path: Path, snap_compare: Any, size: tuple[int, int]) -> None:
    """Opening, account, start, seats and people; the closed one is muted; route and hurdles in the pane."""
    app, hub = program(tmp_path, classes)
    assert snap_compare(app, terminal_size=size, run_before=pressing(app, hub, "g", "o"))


def test_new_opening(tmp_path: Path, snap_compare: Any) -> None:
    """Accounts by digit, seats, a date as people write it."""
    app, hub = program(tmp_path)
    assert snap_compare(app, terminal_size=NARROW, run_before=pressing(app, hub, "g", "o", "n"))
