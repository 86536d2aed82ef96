"""What is done now and then, from the palette: other places for one slot, and whose time is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.terms import MilestoneId
from domain.workbook import slot_places
from tests.tui.driving import NARROW, driving
from tui.screens.retention import RetentionForm

if TYPE_CHECKING:
    from pathlib import Path

    from tests.workbook.hub import Hub


async def test_one_slot_gets_other_places_and_undo_gives_them_back(tmp_path: Path) -> None:
    async with driving(tmp_path, size=NARROW) as driver:
        driver.app.run_guarded(driver.app.slot_places())
        await driver.settle()
        assert "Job offer" in driver.text()
        await driver.press("3", "2", "1")
        assert "Thu 13 Aug 9:00, 0 taken" in driver.text()
        await driver.press("backspace", "backspace", "8", "enter")
        assert driver.notice().startswith("● 8 booths for the exam, Thu 13 Aug 9:00.")
        first = slot_places.days_of(driver.hub.wb, MilestoneId.EXAM)[1].slots[0]
        assert first.places == 8
        await driver.press("u")
        assert slot_places.days_of(driver.hub.wb, MilestoneId.EXAM)[1].slots[0].places == 12


def two_long_ago(hub: Hub) -> None:
    """Ana and Ben were here three years ago, Joan is new."""
    hub.clock.ahead(days=-1_100)
    for name in ("Ana Lim", "Ben Cruz"):
        person = hub.person(name)
        visit = hub.value("select id from visit where person = :p", p=person)
        hub.wb.store.do("went home", lambda act, visit=visit: act.update("visit", visit, state="done"))  # type: ignore[misc]
    hub.clock.ahead(days=1_100)
    hub.person("Joan Alcaraz")


async def test_whose_time_is_over_is_shown_and_their_number_erases_them(tmp_path: Path) -> None:
    async with driving(tmp_path, two_long_ago, size=NARROW) as driver:
        driver.app.run_guarded(driver.app.whose_time_is_over())
        await driver.settle()
        shown = driver.text()
        assert isinstance(driver.app.screen, RetentionForm)
        assert "2 people would go" in shown
        assert "Ben Cruz" in shown
        assert "8 Aug 2023" in shown
        assert "Joan" not in shown
        await driver.press("3", "enter")
        assert "There are 2." in driver.text()
        await driver.press("backspace", "2", "enter")
        assert "2 people erased for good." in driver.notice()
        assert driver.hub.value("select count(*) from person") == 1
        driver.app.run_guarded(driver.app.whose_time_is_over())
        await driver.settle()
        assert "Nobody's time is over: kept for" in driver.notice()
