"""What a person may ask, from their page."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from domain.model.terms import MilestoneId, Result
from domain.workbook import people, practising, requests
from domain.workbook.people import PeopleQuery
from tests.tui.driving import driving
from tui.screens.person import PersonScreen
from tui.screens.person_rights import EraseForm

if TYPE_CHECKING:
    import pytest

    from tests.tui.driving import Driver
    from tests.workbook.hub import Hub


def somebody(hub: Hub) -> None:
    """Joan is new, and Ben is there too."""
    hub.person("Joan Alcaraz", hub.opening(), note="likes nights")
    hub.person("Ben Cruz")


async def on_the_page(driver: Driver, name: str = "Joan") -> int:
    """Her page is open; her id."""
    person = next(iter(people.ids(driver.hub.wb, PeopleQuery(words=name))))
    driver.app.open_page(PersonScreen(person))
    await driver.settle()
    return person


async def test_one_key_writes_what_is_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path / "out"))
    async with driving(tmp_path, somebody) as driver:
        await on_the_page(driver)
        await driver.press("d")
        (path,) = [Path(folder) / name for folder, _, names in os.walk(tmp_path / "out") for name in names]
        assert "likes nights" in path.read_text()
        assert "Read it before you hand it over: " in driver.notice()


async def test_requests_are_noted_and_a_duty_keeps_them(tmp_path: Path) -> None:
    async with driving(tmp_path, somebody) as driver:
        person = await on_the_page(driver)
        await driver.press("D", "5")
        assert "asked to be erased" in driver.notice()
        assert [one.kind for one in requests.to_do(driver.hub.wb)] == ["erase"]
        requests.keep(driver.hub.wb, person, driver.hub.wb.today().replace(year=2027), "a claim")
        await driver.press("D", "8")
        assert "Not erased: The record must be kept until 12 Aug 2027: a claim." in driver.notice()


async def test_erasing_takes_the_whole_name_and_is_not_undone(tmp_path: Path) -> None:
    async with driving(tmp_path, somebody) as driver:
        await on_the_page(driver)
        await driver.press("D", "8")
        form = driver.app.screen
        assert isinstance(form, EraseForm)
        assert "Nothing takes it back" in driver.text()
        form.rows()[0].value = "Joan"
        await driver.press("enter")
        assert driver.app.screen is form
        assert "That is not their name." in driver.text()
        form.rows()[0].value = "joan alcaraz"
        await driver.press("enter")
        assert "Erased for good." in driver.notice()
        assert list(people.ids(driver.hub.wb, PeopleQuery(words="Joan"))) == []
        assert "Alcaraz" not in driver.text()
        assert "u undo" not in driver.notice()


def waiting(hub: Hub) -> None:
    """Joan practised on nine of the days since the mock call."""
    joan = hub.person("Joan Alcaraz", hub.opening())
    hub.take_to(hub.application(joan), MilestoneId.MOCK_CALL)
    hub.take(hub.application(joan), 2, Result.NOT_YET)
    for _ in range(9):
        hub.clock.ahead(days=1)
        practising.note(hub.wb, joan)
    hub.clock.ahead(days=1)


async def test_one_key_notes_practice_and_another_halves_the_wait(tmp_path: Path) -> None:
    async with driving(tmp_path, waiting) as driver:
        await on_the_page(driver)
        assert "9 of 10 days" in driver.text()
        await driver.press("l")
        assert driver.notice() == "● Practised today, 10 of 10 days.   L halve the wait   u undo"
        await driver.press("L")
        assert "The wait is halved: the retake is open from today." in driver.notice()
        assert "9 of 10 days" not in driver.text()
        await driver.press("u")
        assert "10 of 10 days" in driver.text()
