"""The pool on the screens: who fits a class, taken onto it by one key; kept, renewed and let go on the person page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.terms import MilestoneId, State
from domain.workbook import decisions, openings
from tests.tui.driving import driving
from tests.tui.test_openings import fill
from tui.screens.openings_pool import OpeningPoolScreen
from tui.screens.person import PersonScreen

if TYPE_CHECKING:
    from pathlib import Path

    from tests.workbook.hub import Hub


def pooled(hub: Hub) -> None:
    """Two people of the pool, one much farther than the other; a class that starts later; somebody on no opening."""
    opening = hub.opening()
    for name, stage in (("[/] Joan Alcaraz", MilestoneId.MOCK_CALL), ("Ana Reyes", MilestoneId.FINAL)):
        application = hub.application(hub.person(name, opening, ok_keep=True, mobile="0917 555 4471"))
        hub.take_to(application, stage)
        decisions.withdraw(hub.wb, application, State.OUTSCORED)
        hub.clock.ahead(days=1)
    openings.close(hub.wb, opening)
    hub.opening("hospitality_bookings")
    hub.person("Lea Cruz")
    hub.clock.ahead(days=14)


async def test_a_class_shows_who_of_the_pool_fits_and_a_takes_them(tmp_path: Path) -> None:
    async with driving(tmp_path, pooled) as driver:
        await driver.press("g", "o", "enter", "p")
        screen = driver.app.screen
        assert isinstance(screen, OpeningPoolScreen)
        assert [row.name for row in screen.found.rows] == ["Ana Reyes", "[/] Joan Alcaraz"]  # type: ignore[union-attr]
        shown = driver.text()
        assert "2 people fit" in shown
        assert "Sales, Final, Offer" in shown
        assert "5 milestones" in shown
        assert "They may be told about it now." in shown
        await driver.press("down", "enter")
        assert isinstance(driver.app.screen, PersonScreen)
        assert "until 8 Feb 2027" in driver.text()
        assert "touch due now" in driver.text()
        await driver.press("escape", "a")
        assert "is on Hospitality bookings, class of 1 Sep, 4 milestones went along" in driver.notice()
        assert openings.listing(driver.hub.wb)[0].people == 1
        assert "Ana Reyes" in driver.text()
        await driver.press("u")
        assert openings.listing(driver.hub.wb)[0].people == 0
        assert "[/] Joan Alcaraz" in driver.text()


async def test_somebody_is_kept_by_hand_renewed_and_does_not_want_it(tmp_path: Path) -> None:
    async with driving(tmp_path, pooled) as driver:
        await driver.press("g", "f")
        assert "Pool: open seats" in driver.text()
        await driver.press("/", *"lea cruz", "enter", "P")
        await fill(driver, words="moves here in May", agreed="1")
        await driver.press("f10")
        assert "Lea Cruz is in the pool." in driver.notice()
        await driver.press("c")
        assert "In the pool" in driver.text()
        assert "moves here" in driver.text()
        await driver.press("P", "1")
        assert "stays in the pool until" in driver.notice()
        await driver.press("P", "3")
        assert "Lea Cruz is no longer in the pool." in driver.notice()
        assert "In the pool" not in driver.text()
        await driver.press("u")
        assert "In the pool" in driver.text()
        assert "moves here" in driver.text()
