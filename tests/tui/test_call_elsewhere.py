"""The call and the rest of the program: where the console is opened from, and the clock that runs on elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from domain.workbook import attempts, queue
from domain.workbook.calls import Phase
from tests.tui.call_console import console, later, playing, waiting
from tests.tui.driving import Driver, driving
from tui.screens.call import CallScreen
from tui.screens.score import ScoreScreen
from tui.widgets.big_clock import BigClock
from tui.widgets.told import Timed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.workbook.hub import Hub


# Where it is opened.


async def test_enter_in_the_queue_opens_the_console_and_esc_the_score_sheet(tmp_path: Path) -> None:
    async with driving(tmp_path, waiting()) as driver:
        await driver.press("enter")
        assert console(driver).phase is None
        assert "Space give the card" in driver.notice()
        await driver.press("escape")
        assert isinstance(driver.app.screen, ScoreScreen)
        await driver.press("space")
        assert isinstance(driver.app.screen, CallScreen)


def left_open(hub: Hub) -> None:
    """Somebody whose mock call was opened an hour ago, and not begun; they are not here any more."""
    waiting()(hub)
    attempts.open_or_start(hub.wb, int(hub.value("select application from person")))
    queue.leave(hub.wb, queue.rows(hub.wb)[0].id)
    hub.clock.ahead(hours=1)


@pytest.mark.parametrize(
    ("place", "keys"),
    [("board", ["p"]), ("board", ["n"]), ("today", ["enter"]), ("follow_up", ["enter"])],
)
async def test_a_call_that_is_to_be_played_is_opened_from_wherever_the_work_is_done(
    tmp_path: Path, place: str, keys: list[str]
) -> None:
    async with driving(tmp_path, left_open, start=place) as driver:
        if place != "board":
            await stand_on_draft(driver)
        await driver.press(*keys)
        assert console(driver).phase is None
        assert "Space give the card" in driver.notice()
        await driver.press("escape")
        assert isinstance(driver.app.screen, ScoreScreen)


async def stand_on_draft(driver: Driver) -> None:
    """Go on until the line of the open sheet has the focus."""
    for _ in range(12):
        row = next((line for line in driver.text().splitlines() if line.startswith("▌")), "")
        if "mock c" in row.lower():
            return
        await driver.press("down")
    raise AssertionError(driver.text())


# While its console is not in front.


async def test_the_clock_runs_on_in_every_header_and_f3_goes_back(tmp_path: Path) -> None:
    async with driving(tmp_path, playing()) as driver:
        await driver.press("enter")
        await later(driver, seconds=65)
        assert "1:05 Joan" not in driver.text().splitlines()[0]
        await driver.press("g", "t")
        await later(driver, seconds=2)
        assert "► 1:07 Joan" in driver.text().splitlines()[0]
        await driver.press("f3")
        assert console(driver).phase is Phase.RUNNING
        assert "slips owed" not in driver.text()


async def test_names_are_hidden_in_the_running_clock_too(tmp_path: Path) -> None:
    async with driving(tmp_path, playing()) as driver:
        await driver.press("enter", "H")
        assert "Joan" not in driver.text()
        await driver.press("g", "t")
        assert "Joan" not in driver.text()


async def test_undoing_the_card_elsewhere_ends_the_running_clock(tmp_path: Path) -> None:
    async with driving(tmp_path, waiting()) as driver:
        await driver.press("enter", "space", "space", "g", "t")
        await later(driver, seconds=2)
        assert "► 0:02 Joan" in driver.text().splitlines()[0]
        await driver.press("u")
        assert driver.app.call is None
        assert "Joan" not in driver.text().splitlines()[0]


async def test_a_call_that_was_going_on_is_in_front_when_the_program_starts(tmp_path: Path) -> None:
    async with driving(tmp_path, playing()) as driver:
        assert console(driver).phase is Phase.RUNNING
        assert "The call with Joan Alcaraz goes on." in driver.notice()


async def test_a_second_paints_the_clock_and_nothing_else(tmp_path: Path) -> None:
    async with driving(tmp_path, playing()) as driver:
        await driver.press("enter")
        await later(driver, seconds=30)
        screen = console(driver)
        clock, timed = screen.query_one(BigClock), screen.query_one(Timed)
        reads = driver.app.bridge.calls
        painted: list[str] = []
        for widget in screen.query("*"):
            _watch(widget, painted)
        before = (clock.painted, timed.painted)
        for _ in range(5):
            driver.hub.clock.ahead(seconds=1)
            screen.tick_call()
        assert (clock.painted - before[0], timed.painted - before[1]) == (5, 0)
        assert painted == ["BigClock"] * 5
        assert driver.app.bridge.calls == reads


def _watch(widget: Any, painted: list[str]) -> None:
    refresh = widget.refresh

    def watched(*args: Any, **kwargs: Any) -> Any:
        painted.append(type(widget).__name__)
        return refresh(*args, **kwargs)

    widget.refresh = watched


async def test_nothing_ticks_before_the_card_is_given_nor_after_the_end(tmp_path: Path) -> None:
    async with driving(tmp_path, waiting()) as driver:
        await driver.press("enter")
        assert console(driver)._timer is None
        await driver.press("space", "space")
        assert console(driver)._timer is not None
        await driver.press("space")
        assert console(driver)._timer is None
