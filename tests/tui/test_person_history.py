"""The history of a person: read by day, and taken back act by act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.terms import MilestoneId, State
from domain.workbook import (
    applications,
    history,
    people,
)
from tests.tui.driving import driving
from tests.tui.person_page import at_page, current, stopped, the_person
from tui.screens.people import PeopleScreen
from tui.screens.person import PersonScreen
from tui.screens.person_history import EntryScreen, HistoryView

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.tui.driving import Driver
    from tests.workbook.hub import Hub


async def choose_act(driver: Driver, words: str) -> None:
    """Put the focus of the history on the newest act with these words."""
    view = driver.app.screen.query_one(HistoryView)
    view.choose(f"act:{next(entry.act for entry in view.entries if words in entry.what)}")
    await driver.settle()


async def test_history_takes_back_one_act_and_later_work_on_other_things_stays(tmp_path: Path) -> None:
    async with driving(tmp_path, stopped) as driver:
        await at_page(driver)
        person = people.find(driver.hub.wb, the_person(driver.hub))
        people.correct(driver.hub.wb, person.id, person.version, people.NewPerson(name="Joan Alcarez"))
        applications.add_test(driver.hub.wb, person.application, MilestoneId.SALES)
        driver.app.screen.query_one("TabsRow").choose("history")  # type: ignore[attr-defined]
        await driver.settle()
        await choose_act(driver, "corrected")
        assert driver.notice() == "► Can be taken back.   Z take it back   Enter what it changed"
        await driver.press("Z")
        assert people.find(driver.hub.wb, person.id).name == "Joan Alcaraz"
        assert "sales_test" in str(_added(driver.hub))
        assert driver.notice().startswith("● Undone: corrected name")
        lines = driver.text().splitlines()
        assert any("Noor corrected name" in line and "□ taken back" in line for line in lines)
        assert "Noor took back: corrected Joan Alcarez" in driver.text()
        await driver.press("Z")
        assert "it was taken back already" in driver.notice().lower()


def _added(hub: Hub) -> object:
    with hub.wb.store.read() as tx:
        return tx.value("select added_tests from application")


async def test_history_says_why_an_act_cannot_be_taken_back_before_the_key_is_pressed(tmp_path: Path) -> None:
    async with driving(tmp_path, stopped) as driver:
        await at_page(driver, "history")
        await choose_act(driver, "took in")
        assert driver.notice().startswith("○ Not to be taken back: Noor came later with “Joan Alcaraz")
        await driver.press("Z")
        assert driver.notice().lower().startswith("○ take this act back: noor came later")
        assert current(driver.hub).state is State.NOT_YET
        await driver.press("H")
        assert "Joan" not in driver.text()


async def test_history_stands_by_day_and_reads_on_at_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "PAGE", 20)
    async with driving(tmp_path, stopped) as driver:
        await at_page(driver, "history")
        view = driver.app.screen.query_one(HistoryView)
        assert driver.text().splitlines()[13].strip().startswith("Thu 23 Jul")
        assert len(view.entries) == 20
        await driver.press("G")
        assert len(view.entries) == 40
        whole = history.of_person(driver.hub.wb, the_person(driver.hub), 9999)
        for _ in range(len(whole) // 20 + 2):
            await driver.press("G")
        assert [entry.act for entry in view.entries] == [entry.act for entry in whole]
        assert "older entries" not in driver.text()
        assert "Noor took Joan in for Retail" in driver.text()


async def test_enter_on_an_entry_shows_before_and_after_and_takes_it_back(tmp_path: Path) -> None:
    def corrected(hub: Hub) -> None:
        person = hub.person("Joan Alcaraz", city="Cebu", note="Shy")
        card = people.find(hub.wb, person)
        people.correct(hub.wb, person, card.version, people.NewPerson(name="Joan Miguel", city="Davao", note="Bold"))

    async with driving(tmp_path, corrected) as driver:
        await at_page(driver, "history")
        assert "Bold" not in driver.text()
        await driver.press("enter")
        assert isinstance(driver.app.screen, EntryScreen)
        assert "Cebu → Davao" in driver.text()
        assert "Shy → Bold" in driver.text()
        assert "Can be taken back with Z." in driver.text()
        await driver.press("H")
        assert "Davao" not in driver.text()
        assert "Bold" not in driver.text()
        await driver.press("H", "Z")
        assert isinstance(driver.app.screen, PersonScreen)
        assert people.find(driver.hub.wb, the_person(driver.hub)).city == "Cebu"


async def test_undoing_that_somebody_was_taken_in_leaves_their_page(tmp_path: Path) -> None:
    def prepare(hub: Hub) -> None:
        hub.person("Joan Alcaraz")

    async with driving(tmp_path, prepare) as driver:
        driver.app.go("people")
        await driver.settle()
        await driver.press("enter")
        assert isinstance(driver.app.screen, PersonScreen)
        await driver.press("u")
        assert isinstance(driver.app.screen, PeopleScreen)
        assert "Nobody is in the workbook yet." in driver.text()
