"""Openings: classes that are being filled, the page of one, and the accounts behind them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from domain.model.terms import MilestoneId, Result
from domain.workbook import attempts, openings, people
from tests.tui.driving import NARROW, WIDE, driving, pressing, program
from tui.screens.openings import OpeningsScreen
from tui.screens.openings_class import ClassScreen
from tui.screens.openings_people import ClassPeopleScreen
from tui.screens.person import PersonScreen
from tui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.driving import Driver
    from tests.workbook.hub import Hub


def classes(hub: Hub) -> None:
    """Three classes, one of them closed and one without a day; one person on one of them."""
    retail = hub.opening()
    openings.create(hub.wb, "hospitality_bookings", seats=15)
    closed = hub.opening("telecom_tech")
    openings.close(hub.wb, closed)
    hub.person("Joan Alcaraz", retail)


def fair(hub: Hub) -> None:
    """A class with people at several milestones and one hired; names that are long, wide and hostile."""
    retail = hub.opening(seats=8)
    chat = openings.create(
        hub.wb, "saas_chat", seats=9, starts=date(2027, 1, 11), name="班級 of [b]night[/b] chat " + "x" * 50
    )
    openings.create(hub.wb, "travel_air", seats=1000)
    for name in ("Joan Alcaraz", "Omar Said", "[/] 山田 花子"):
        hub.person(name, retail)
    attempts.open_or_start(hub.wb, hub.application(hub.person("Christabel Anne Montgomery-Fairweather", retail)))
    missed = hub.application(hub.person("Lea Mondal", retail))
    hub.take_to(missed, MilestoneId.EXAM)
    hub.take(missed, 2, Result.NOT_YET)
    hired = hub.application(hub.person("Ravi Menon", retail))
    while hub.stands(hired)["state"] != "hired":
        hub.take(hired)
    row = openings.find(hub.wb, retail)
    openings.change(hub.wb, retail, openings.ClassFields(row.name, 8, row.starts, "Room 4, with [Noor]."))
    hub.person("Yuki Tanabe", chat)


def one_person(hub: Hub) -> None:
    """Somebody on no opening, and no opening."""
    people.add(hub.wb, people.NewPerson(name="Grace Obuya"))


async def fill(driver: Driver, **values: str) -> None:
    """Write into the fields of a form."""
    for row in driver.app.screen.query("FieldRow"):
        if row.field.key in values:  # type: ignore[attr-defined]
            row.value = values[row.field.key]  # type: ignore[attr-defined]
    await driver.settle()


def names(driver: Driver) -> list[str]:
    """The classes that the list shows, from the top."""
    screen = driver.app.screen
    assert isinstance(screen, OpeningsScreen)
    return [screen.listed[one].name for one in screen.query_one("#classes", RecordTable).ids]


class TestList:
    """Classes, closed ones, accounts."""

    async def test_a_class_is_opened_and_somebody_put_on_it(self, tmp_path: Path) -> None:
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

    async def test_impossible_seats_and_dates_are_refused_in_the_form(self, tmp_path: Path) -> None:
        async with driving(tmp_path) as driver:
            await driver.press("g", "o", "n")
            await fill(driver, account="retail_cs", seats="0", starts="1 Sep")
            await driver.press("f10")
            assert "From 1 to 1,000." in driver.text()
            await fill(driver, seats="5", starts="someday")
            await driver.press("f10")
            assert "Write a date as 12 Aug" in driver.text()
            assert openings.listing(driver.hub.wb) == []

    async def test_closing_and_opening_again(self, tmp_path: Path) -> None:
        async with driving(tmp_path, classes) as driver:
            await driver.press("g", "o", "X")
            assert "takes no more people" in driver.notice()
            assert openings.tally(driver.hub.wb) == (1, 2)
            await driver.press("u")
            assert openings.tally(driver.hub.wb) == (2, 1)
            await driver.press("O")
            assert "it is open already" in driver.notice()
            await driver.press("right")
            assert names(driver) == ["Telecom tech support, class of 1 Sep"]
            await driver.press("O")
            assert "takes people again" in driver.notice()
            assert "No class is closed." in driver.text()
            assert openings.tally(driver.hub.wb) == (3, 0)

    async def test_a_class_is_found_by_typing_and_the_tabs_come_back(self, tmp_path: Path) -> None:
        async with driving(tmp_path, classes) as driver:
            await driver.press("g", "o", "slash", *"hotels")
            assert names(driver) == ["Hospitality bookings"]
            await driver.press("enter")
            assert isinstance(driver.app.screen.focused, RecordTable)
            await driver.press("slash", *"zz")
            assert 'Nothing matches "zz".' in driver.text()
            await driver.press("escape")
            assert len(names(driver)) == 2
            assert "Closed 1" in driver.text()

    async def test_orders(self, tmp_path: Path) -> None:
        async with driving(tmp_path, fair) as driver:
            await driver.press("g", "o")
            first = names(driver)
            assert first[0].startswith("Retail")
            assert first[-1] == "Travel and airline support"
            await driver.press("s", "4")
            assert names(driver)[0] == "Travel and airline support"
            await driver.press("s", "4")
            assert names(driver)[-1] == "Travel and airline support"
            await driver.press("s", "3")
            assert names(driver)[0].startswith("Retail")

    async def test_all_ten_accounts_with_what_their_next_class_takes(self, tmp_path: Path) -> None:
        async with driving(tmp_path, classes) as driver:
            await driver.press("g", "o", "left")
            shown = driver.text()
            for account in driver.hub.wb.catalogue.accounts.values():
                assert account.code in shown
            assert "catalogue" in shown
            await driver.press("e")
            assert "no class" in driver.notice()
            await driver.press("n")
            assert next(row.value for row in driver.app.screen.query("FieldRow")) == "telecom_tech"  # type: ignore[attr-defined]

    async def test_the_pane_shows_the_route_and_what_must_be_met(self, tmp_path: Path) -> None:
        async with driving(tmp_path, classes) as driver:
            await driver.press("g", "o")
            shown = driver.text()
            for words in ("Typing speed (net)", "30 wpm", "weight  pass", "version 1", "Told before they say yes"):
                assert words in shown


class TestChanging:
    """Seats, start, name, note."""

    @pytest.mark.parametrize(
        ("typed", "day"), [("5 sep", date(2026, 9, 5)), ("2026-10-01", date(2026, 10, 1)), ("+14", date(2026, 8, 26))]
    )
    async def test_a_start_is_typed_as_people_write_it(self, tmp_path: Path, typed: str, day: date) -> None:
        async with driving(tmp_path, classes) as driver:
            await driver.press("g", "o", "e")
            await fill(driver, starts=typed, seats="25")
            await driver.press("f10")
            row = openings.listing(driver.hub.wb)[0]
            assert (row.starts, row.seats) == (day, 25)
            assert "is changed" in driver.notice()
            await driver.press("u")
            assert openings.listing(driver.hub.wb)[0].seats == 20

    async def test_a_start_can_be_taken_away(self, tmp_path: Path) -> None:
        async with driving(tmp_path, classes) as driver:
            await driver.press("g", "o", "e")
            await fill(driver, starts="")
            await driver.press("f10")
            assert [row.starts for row in openings.listing(driver.hub.wb)] == [None, None]
            assert "no day" in driver.text()

    async def test_seats_below_those_that_are_taken_are_refused_beside_the_field(self, tmp_path: Path) -> None:
        async with driving(tmp_path, fair) as driver:
            await driver.press("g", "o", "e")
            await fill(driver, seats="0")
            await driver.press("f10")
            assert "From 1 to 1,000." in driver.text()
            await driver.press("escape", "e")
            await fill(driver, seats="7.5")
            await driver.press("f10")
            assert "Give a whole number." in driver.text()

    async def test_nothing_changed_says_so(self, tmp_path: Path) -> None:
        async with driving(tmp_path, fair) as driver:
            await driver.press("g", "o", "e", "f10")
            assert "Nothing was different." in driver.notice()
            assert openings.listing(driver.hub.wb)[0].note == "Room 4, with [Noor]."


class TestClass:
    """The page of one class."""

    async def test_its_people_by_milestone_and_on_to_a_person(self, tmp_path: Path) -> None:
        async with driving(tmp_path, fair) as driver:
            await driver.press("g", "o", "enter")
            assert isinstance(driver.app.screen, ClassScreen)
            shown = driver.text()
            assert "1 of 8 taken, 7 free" in shown
            assert "Room 4, with [Noor]." in shown
            assert "in 20 days" in shown
            await driver.press("enter")
            assert isinstance(driver.app.screen, ClassPeopleScreen)
            assert "Omar Said" in driver.text()
            assert "Lea Mondal" not in driver.text()
            await driver.press("escape", "down", "enter")
            assert "Lea Mondal" in driver.text()
            await driver.press("enter")
            assert isinstance(driver.app.screen, PersonScreen)
            await driver.press("escape", "escape", "G", "enter")
            assert "5 people" in driver.text()

    async def test_names_hide_and_the_page_follows_what_is_done(self, tmp_path: Path) -> None:
        async with driving(tmp_path, fair) as driver:
            await driver.press("g", "o", "enter", "enter", "H")
            assert "Omar" not in driver.text()
            await driver.press("H", "escape", "e")
            await fill(driver, starts="+1")
            await driver.press("f10")
            assert "in 1 day" in driver.text()

    async def test_a_class_without_people_says_what_there_is(self, tmp_path: Path) -> None:
        async with driving(tmp_path, classes, size=NARROW) as driver:
            await driver.press("g", "o", "down", "enter")
            shown = driver.text()
            assert "no start date yet: e sets it" in shown
            await driver.press("enter")
            assert isinstance(driver.app.screen, ClassScreen)


@pytest.mark.parametrize(
    ("size", "theme", "ascii_only"),
    [(WIDE, "dark", False), (NARROW, "dark", False), (WIDE, "light", False), (NARROW, "dark", True)],
)
def test_classes(tmp_path: Path, snap_compare: Any, size: tuple[int, int], theme: str, ascii_only: bool) -> None:
    """Code, class, seats as bar and numbers, start, people; hostile and wide names; route and hurdles in the pane."""
    app, hub = program(tmp_path, fair, theme=theme, ascii_only=ascii_only)
    assert snap_compare(app, terminal_size=size, run_before=pressing(app, hub, "g", "o"))


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_one_class(tmp_path: Path, snap_compare: Any, size: tuple[int, int]) -> None:
    """Seats, first day, note, people by milestone; hurdles and rubric beside or below."""
    app, hub = program(tmp_path, fair)
    assert snap_compare(app, terminal_size=size, run_before=pressing(app, hub, "g", "o", "enter"))


def test_new_opening(tmp_path: Path, snap_compare: Any) -> None:
    """Accounts by digit, seats, a date as people write it."""
    app, hub = program(tmp_path)
    assert snap_compare(app, terminal_size=NARROW, run_before=pressing(app, hub, "g", "o", "n"))


def test_no_class(tmp_path: Path, snap_compare: Any) -> None:
    """One sentence, one fact, and the keys that change it."""
    app, hub = program(tmp_path)
    assert snap_compare(app, terminal_size=WIDE, run_before=pressing(app, hub, "g", "o"))
