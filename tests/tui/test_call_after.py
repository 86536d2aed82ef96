"""After a call: a drafted slip in a few keys, and its marks as evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.terms import MilestoneId, Result
from domain.workbook import attempts, calls
from domain.workbook.calls import JotKind
from tests.tui.call_console import attempt_of, console, later, playing, waiting
from tests.tui.driving import driving
from tui.screens.score import ScoreScreen
from tui.widgets.big_clock import BigClock

if TYPE_CHECKING:
    from pathlib import Path

    from tests.workbook.hub import Hub

CALL: tuple[tuple[float, str], ...] = (
    (4, "5"), (9, "v"), (8, "v"), (6, "o"), (7, "6"), (12, "k"), (3, "4"), (20, "o"), (6, "7"),
    (25, "s"), (20, "b"), (9, "d"), (14, "d"), (22, "l"), (30, "4"), (40, "i"), (25, "3"), (60, "t"), (40, "i"),
)  # fmt: skip
"""A service call of six minutes: seconds since the last key, and the key."""


async def test_from_call_over_to_a_drafted_slip_in_25_keys(tmp_path: Path) -> None:
    """A scripted call of six minutes, hands never leaving the keys; counted from the key that stops the clock."""
    async with driving(tmp_path, waiting(MilestoneId.SERVICE)) as driver:
        await driver.press("enter", "space")
        await later(driver, seconds=55)
        await driver.press("space")
        for seconds, key in CALL:
            await later(driver, seconds=seconds)
            await driver.press(key)
        await later(driver, seconds=360 - sum(seconds for seconds, _ in CALL))
        assert console(driver).query_one(BigClock).text == "6:00"
        attempt = attempt_of(driver)
        entered = attempts.sheet(driver.hub.wb, attempt).entered
        keys = ["space"]  # the call is over
        keys += ["4", "3", "0"][: 7 - entered]  # what was not rated while it ran
        keys += ["escape"]  # to the score sheet
        keys += ["home", "m", "down", "m", "down", "m", "down", "m", "down", "m"]  # a mark for each that has one
        keys += ["p", "f"]
        await driver.press(*keys)
        sheet = attempts.sheet(driver.hub.wb, attempt)
        assert sheet.result is Result.PASSED
        assert sheet.slip
        assert "Went well" in driver.text()
        assert sum(line.evidence.filled == 3 for line in sheet.lines) == 5
        assert len(keys) <= 25, keys
        assert (len(keys), entered) == (17, 4)


async def test_a_mark_is_taken_as_evidence_with_one_key_and_the_next_with_another(tmp_path: Path) -> None:
    def over(hub: Hub) -> None:
        playing()(hub)
        call = int(hub.value("select id from call"))
        for key in ("o", "s"):
            hub.clock.ahead(seconds=20)
            jot = calls.jot(hub.wb, call, JotKind.MARK, key)
        calls.jot(hub.wb, call, JotKind.QUOTE, str(jot.id), "So the gift came late")
        calls.stop(hub.wb, call)

    async with driving(tmp_path, over) as driver:
        await driver.press("enter", "down", "down")
        assert isinstance(driver.app.screen, ScoreScreen)
        assert "4 marks" in driver.text()
        assert "Calls" in driver.text()
        await driver.press("m")
        line = attempts.sheet(driver.hub.wb, attempt_of(driver)).lines[2]
        assert line.evidence.act == '"So the gift came late"'
        assert line.evidence.moment == "at 0:40"
        await driver.press("m")
        line = attempts.sheet(driver.hub.wb, attempt_of(driver)).lines[2]
        assert (line.evidence.moment, line.evidence.act) == ("at 0:20", "asked an open question")
        await driver.press("u", "u")
        assert attempts.sheet(driver.hub.wb, attempt_of(driver)).lines[2].evidence.filled == 0
        await driver.press("down", "down", "down", "down", "down", "m")
        assert "no mark of a call is here" in driver.notice()
