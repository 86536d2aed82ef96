"""One key promises something, wherever a person is focused; a digit for what, a digit for when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from domain.model.terms import MilestoneId
from domain.workbook import people, promises
from tests.tui.driving import NARROW, driving, pressing, program
from tests.workbook.hub import TODAY
from tui.screens.person import PersonScreen
from tui.screens.promising import PromiseForm, read_moment
from tui.widgets.fields import read_date

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.driving import Driver
    from tests.workbook.hub import Hub
    from tui.widgets.fields import FieldRow

TOMORROW = TODAY + timedelta(days=1)


def somebody(hub: Hub) -> None:
    """Joan waits for the exam."""
    joan = hub.person("Joan Alcaraz", hub.opening())
    hub.take_to(hub.application(joan), MilestoneId.EXAM)


def made(driver: Driver) -> list[tuple[str, date, str]]:
    """What is promised."""
    return [(row.words, row.due, row.hour) for row in promises.listing(driver.hub.wb)]


def row_of(driver: Driver, key: str) -> FieldRow:
    """A field of the form."""
    screen = driver.app.screen
    assert isinstance(screen, PromiseForm)
    return screen.query_one(f"#field-{key}")  # type: ignore[return-value]


async def test_three_keys_promise_the_usual_thing_for_the_next_working_day(tmp_path: Path) -> None:
    async with driving(tmp_path, somebody) as driver:
        await driver.press("t", "1", "2")
        assert made(driver) == [("Text the time for the exam", TOMORROW, "")]
        assert driver.notice() == "● Promised Joan Alcaraz by Thu 13 Aug.   u undo"
        await driver.press("u")
        assert made(driver) == []


async def test_own_words_and_a_day_of_ones_own(tmp_path: Path) -> None:
    async with driving(tmp_path, somebody) as driver:
        await driver.press("t", "4")
        assert row_of(driver, "words").value == ""
        row_of(driver, "words").value = "Ask about the [/] shift"
        await driver.press("enter", "5")
        row_of(driver, "day").value = "tue 14:30"
        await driver.press("enter")
        assert made(driver) == [("Ask about the [/] shift", date(2026, 8, 18), "14:30")]
        assert "by Tue 18 Aug 14:30." in driver.notice()


async def test_own_words_to_somebody_of_another_language_are_said_to_be_read_in_english(tmp_path: Path) -> None:
    def spanish(hub: Hub) -> None:
        somebody(hub)
        person = hub.value("select min(id) from person")
        hub.wb.store.do("asked", lambda act: act.update("person", person, language="es"))

    async with driving(tmp_path, spanish) as driver:
        await driver.press("t", "1", "2")
        assert "English" not in driver.notice()
        await driver.press("t", "2")
        row_of(driver, "words").value += ", before noon"
        await driver.press("f10")
        assert "Read in English: no Spanish text." in driver.notice()


async def test_a_ready_wording_can_be_changed_before_it_is_saved(tmp_path: Path) -> None:
    async with driving(tmp_path, somebody) as driver:
        await driver.press("t", "2")
        row_of(driver, "words").value += ", before noon"
        await driver.press("f10")
        assert made(driver) == [("Call with the in-person interview result, before noon", TOMORROW, "")]


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", "Write a day as tue"),
        ("someday", "Write a day as tue"),
        ("2026-08-11", "That day is over."),
        ("tue 25:00", "Write a day as tue"),
    ],
)
async def test_a_day_that_is_none_or_over_is_said_below_the_field(tmp_path: Path, typed: str, problem: str) -> None:
    async with driving(tmp_path, somebody) as driver:
        await driver.press("t", "1", "5")
        row_of(driver, "day").value = typed
        await driver.press("enter")
        assert problem in driver.text()
        assert made(driver) == []
        await driver.press("f10")
        assert made(driver) == []


async def test_an_hour_that_has_gone_by_keeps_the_form_open_and_says_so(tmp_path: Path) -> None:
    async with driving(tmp_path, somebody) as driver:
        await driver.press("t", "1", "5")
        row_of(driver, "day").value = "9:00"
        await driver.press("enter")
        assert "9:00 is past" in driver.notice() or "09:00 is past" in driver.notice()
        assert isinstance(driver.app.screen, PromiseForm)


async def test_leaving_keeps_what_was_typed_for_this_person(tmp_path: Path) -> None:
    async with driving(tmp_path, somebody) as driver:
        await driver.press("t")
        row_of(driver, "words").value = "Something else"
        await driver.press("escape", "t")
        assert row_of(driver, "words").value == "Something else"


async def test_on_the_person_page_it_is_listed_and_enter_says_what_became_of_it(tmp_path: Path) -> None:
    async with driving(tmp_path, somebody) as driver:
        await driver.press("c", "t", "1", "1")
        assert isinstance(driver.app.screen, PersonScreen)
        assert "Promised" in driver.text()
        assert "Text the time for the exam" in driver.text()
        side = driver.app.screen.side
        driver.app.screen.set_focus(side)
        side.choose(f"promise:{promises.listing(driver.hub.wb)[0].id}")
        await driver.press("enter", "1")
        assert made(driver) == []
        assert driver.notice() == "● Promise to Joan Alcaraz kept.   u undo"
        await driver.press("u")
        assert len(made(driver)) == 1


async def test_nobody_can_be_promised_anything_where_nobody_is(tmp_path: Path) -> None:
    async with driving(tmp_path) as driver:
        await driver.press("t")
        assert "nobody is focused" in driver.notice()


@pytest.mark.parametrize(
    ("text", "day"),
    [("tue", 18), ("Tuesday", 18), ("wed", 19), ("thu", 13), ("sun", 16), ("+3", 15), ("today", 12), ("12 aug", 12)],
)
def test_a_weekday_is_the_next_such_day(text: str, day: int) -> None:
    assert read_date(text, TODAY) == date(2026, 8, day)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("14:30", (TODAY, "14:30")),
        ("thu 9:05", (TOMORROW, "09:05")),
        ("13 aug 9.05", (TOMORROW, "09:05")),
        ("2026-08-13", (TOMORROW, "")),
        ("24:00", None),
        ("noon", None),
        ("", None),
    ],
)
def test_a_moment_is_a_day_an_hour_or_both(text: str, moment: tuple[date, str] | None) -> None:
    assert read_moment(text, TODAY) == moment


def test_the_form(tmp_path: Path, snap_compare: Any) -> None:
    """Three ready wordings and own words, the words, four days and another one; the person in the header."""

    def prepare(hub: Hub) -> None:
        somebody(hub)
        people.add(hub.wb, people.NewPerson("Omar Said"))

    app, hub = program(tmp_path, prepare)
    assert snap_compare(app, terminal_size=NARROW, run_before=pressing(app, hub, "t", "2"))
