"""The ladder of a person: what is asked for and shown, moving up with a word why, a level by hand, the ladder file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.workbook import ladder
from tests.tui.driving import driving
from tests.workbook.test_offers import taken
from tui.screens.ladder import LadderScreen
from tui.screens.person import PersonScreen
from tui.widgets.fields import FieldRow
from tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.driving import Driver
    from tests.workbook.hub import Hub


async def on_the_ladder(driver: Driver) -> LadderScreen:
    """Open the page of the only person, then their ladder."""
    driver.app.open_page(PersonScreen(int(driver.hub.value("select max(id) from person"))))
    await driver.settle()
    await driver.press("A")
    screen = driver.app.screen
    assert isinstance(screen, LadderScreen)
    return screen


def fill(driver: Driver, **values: str) -> None:
    """Write into the form in sight."""
    for row in driver.app.screen.query(FieldRow):
        row.value = values.get(row.field.key, row.value)


def hired(hub: Hub) -> None:
    """She said yes, and has a seat; the class has begun."""
    taken(hub)
    hub.clock.ahead(days=30)


def inside(hub: Hub) -> None:
    """Somebody who works here applies."""
    hub.person("Ines [/] Vega", hub.opening(), source="internal")


async def test_what_they_showed_is_noted_and_they_move_up(tmp_path: Path) -> None:
    async with driving(tmp_path, hired) as driver:
        screen = await on_the_ladder(driver)
        assert "Agent since 1 Sep. Next is senior agent." in driver.text()
        assert "0 of 3 shown" in driver.text()
        await driver.press("enter")
        fill(driver, words="In the top third [/] in August and September.")
        await driver.press("f10")
        assert "1 of 3 shown" in driver.text()
        assert "In the top third [/] in August" in driver.text()
        assert "Noor, for the site" in driver.text()
        await driver.press("p")
        assert "2 of 3 not shown yet" in driver.text()
        fill(driver, why="a new class begins")
        await driver.press("f10")
        assert "Senior agent since 11 Sep. Next is team lead." in driver.text()
        assert "Moved up, noted by Noor on 11 Sep: a new class begins." in driver.text()
        assert "Shown before" in driver.text()
        await driver.press("n")
        assert "Agent since 1 Sep." in driver.text()
        screen.query_one("#ladder", LineView).choose("level:management")
        await driver.press("enter")
        assert "What operations management asks for" in driver.text()
        await driver.press("H")
        assert "Alcaraz" not in driver.text()
        assert "In the top third" not in driver.text()


async def test_who_works_here_gets_their_level_by_hand_and_their_file(tmp_path: Path) -> None:
    async with driving(tmp_path, inside) as driver:
        driver.app.open_page(PersonScreen(int(driver.hub.value("select max(id) from person"))))
        await driver.settle()
        assert "They say that they work here." in driver.text()
        assert "For a lead role, add a test" in driver.text()
        await driver.press("A", "J")
        assert "not on the ladder yet" in driver.notice()
        await driver.press("enter")
        fill(driver, level="team_lead", since="2024-03-01")
        await driver.press("f10")
        assert "Team lead since 1 Mar 2024. Next is quality analyst." in driver.text()
        await driver.press("J", "1")
        assert "Ladder file written:" in driver.notice()
        person = int(driver.hub.value("select max(id) from person"))
        found = ladder.read(driver.hub.wb, person).standing
        assert found is not None
        assert found.stand.step.id == "team_lead"
        await driver.press("u")
        assert "Not on the ladder" in driver.text()
