"""The views of Insights that reckon: raters, the class forecast with what if, staying and fairness."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from domain.workbook import calibrations, freely
from domain.workbook.insights import Scope
from domain.workbook.insights.funnel import View
from domain.workbook.wording import DAY
from tests.tui.driving import NARROW, driving, filled
from tests.workbook.freed import look_at_fairness
from tests.workbook.insights.planted import hire, opened, share
from tests.workbook.test_calibrations import played
from tui.look import Look
from tui.screens.calibration import CalibrationScreen
from tui.screens.insights import InsightLines, InsightsScreen
from tui.screens.insights_fairness import FairnessView, subject_of
from tui.screens.insights_lines import Asked, Room
from tui.screens.people import PeopleScreen
from tui.widgets.bars import TabsRow

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.driving import Driver
    from tests.workbook.hub import Hub


def figures(hub: Hub) -> None:
    """Two who shared enough and two who did not; people who stayed and left; a class with somebody on the way."""
    share(hub, "Noor", "Ines [b]", [((3, 4), (4, 4)), ((2, 2), (2, 3))] * 10)
    share(hub, "Noor", "Omar", [((3, 3), (4, 4))] * 3)
    given = {"Ines [b]": [3, 4, 2, 5, 3], "Noor": [3, 3, 2, 3, 4], "Omar": [4, 3, 2, 4, 3]}
    for number in range(4):
        opened(hub, given, hub.clock.now - 40 * DAY + number)
    opened(hub, {"Ines [b]": [3, 4, 2], "Noor": [3, 2, None]})
    hire(hub, [(80 + number, 0) for number in range(16)] + [(60 + number, 30) for number in range(15)])


def apart(hub: Hub, path: Path) -> None:
    """A site that looks at fairness: a group that is large enough and one that is not, in a quarter that is over."""
    look_at_fairness(hub, path)
    opening = hub.opening()
    for number in range(8):
        person = hub.person(f"Ana Cruz {'abcdefgh'[number]}", opening)
        hub.take(hub.application(person))
        freely.give(hub.wb, person, {"hours": "days" if number < 5 else "nights"}, freely=True)
    hub.clock.ahead(days=60)


async def show(driver: Driver, tab: str) -> str:
    """A tab of Insights, as text."""
    driver.app.screen.query_one(TabsRow).choose(tab)
    await driver.settle()
    return driver.text()


async def test_raters_are_told_by_their_figures_and_too_few_by_their_number(tmp_path: Path) -> None:
    async with driving(tmp_path, figures, start="insights") as driver:
        shown = await show(driver, "raters")
        assert "too few: 3 of 20" in shown
        assert "milder than the others" in shown
        assert "ICC(2,1), one" in shown
        await driver.press("enter")
        assert isinstance(driver.app.screen, PeopleScreen)


async def test_a_panel_is_told_with_its_lean_and_opens_its_newest_call(tmp_path: Path) -> None:
    async with driving(tmp_path, figures, start="insights") as driver:
        shown = await show(driver, "raters")
        assert "too few: 2 of 20" in shown
        view = driver.app.screen.query_one(InsightLines)
        view.choose(next(line.id for line in view.lines if line.id.startswith("panel")))
        await driver.settle()
        shown = driver.text()
        assert "By the lower end, as Koo and Li" in shown
        assert re.search(r"Ines \[b\] +\+0\.30 +\+0\.30", shown)
        assert "Enter the call" in shown
        await driver.press("down")
        assert "About 9 more calls" in driver.text()
        await driver.press("up", "enter")
        assert isinstance(driver.app.screen, CalibrationScreen)
        shown = driver.text()
        assert re.search(r"Accurate resolution and ownership +5 +3 +4 +4\.0 +! talk", shown)
        assert "5: Ines [b]" in shown
        assert "Enter" not in shown.splitlines()[-1]


async def test_the_forecast_says_whose_each_rate_is_and_what_if_it_were_another(tmp_path: Path) -> None:
    async with driving(tmp_path, figures, start="insights") as driver:
        shown = await show(driver, "planning")
        assert "Simulated 1,000 times, seed 1." in shown
        assert "bottleneck" in shown
        assert "What if it were" in shown
        before = next(line for line in shown.splitlines() if "to make" in line)
        await driver.press("home", "down", "down", "s", *"40", "f10")
        shown = driver.text()
        assert "1 supposed." in shown
        assert next(line for line in shown.splitlines() if "to make" in line) != before


async def test_staying_is_told_with_its_warning(tmp_path: Path) -> None:
    async with driving(tmp_path, figures, start="insights", size=NARROW) as driver:
        driver.app.screen.query_one(TabsRow).choose("staying")
        assert isinstance(driver.app.screen, InsightsScreen)
        await driver.press("t", "6")
        shown = driver.text()
        assert "Only people who were hired are counted" in shown
        assert "Day 30" in shown
        assert "+0." in shown


async def test_fairness_is_no_tab_where_it_is_off(tmp_path: Path) -> None:
    async with driving(tmp_path, figures, start="insights") as driver:
        names = [tab.id for tab in driver.app.screen.query_one(TabsRow).tabs]
        assert names[-1] == "staying"


def test_fairness_shows_groups_and_lists_nobody(tmp_path: Path) -> None:
    hub = filled(tmp_path / "hub.milepost")
    apart(hub, tmp_path / "fairness.db")
    view, asked = FairnessView(), Asked(Scope(), View.FLOW)
    found = view.read(hub.wb, asked)
    lines = view.lines(found, Room(True, 30, "", Look()))
    shown = "\n".join("".join(text for text, _ in line.left) for line in lines)
    assert "days" in shown
    assert "nights" not in shown
    assert "one group under 5 not shown" in shown
    assert "could be subtracted" in shown.replace("\n", " ")
    assert "looked at from 1 Jan" in shown.replace("\n", " ")
    assert subject_of(found) == "July to September 2026, everybody"
    line = view.first(found)
    assert view.people(asked, line) is None
    told = "\n".join("".join(text for text, _ in one.left) for one in view.pane(found, line, None, Look()))
    assert "never a finding" in told
    assert len(view.table(hub.wb, found).rows) == 1
    hub.wb.close()


def played_call(hub: Hub) -> None:
    """A call of Noor's that is over, and one that Ines has rated already."""
    _, call = played(hub)
    kept = calibrations.store(hub.wb, call, "Agent: This is Joan.\nCaller: My parcel is late.", "Late parcel")
    ratings = {one.id: 4 for one in calibrations.sheet(hub.wb, kept).criteria}
    hub.wb.store.do(
        "a colleague",
        lambda act: act.insert("calibrated", calibration=kept, rater="Ines", ratings=json.dumps(ratings), stage=1),
    )
    played(hub)


async def test_a_call_is_kept_rated_alone_and_opened_side_by_side(tmp_path: Path) -> None:
    async with driving(tmp_path, played_call, start="insights") as driver:
        assert "Late parcel" in await show(driver, "raters")
        await driver.press("end", "enter")
        shown = driver.text()
        assert "This is [name]." in shown
        assert "Ines" not in shown
        criteria = len(calibrations.sheet(driver.hub.wb, calibrations.listing(driver.hub.wb)[0].id).criteria)
        await driver.press("home", *["2"] * criteria, "S")
        assert "yours is in" in driver.text()
        await driver.press("o")
        shown = driver.text()
        assert "Ines" in shown
        assert "talk" in shown
        assert "3.0" in shown
        await driver.press("escape", "c", "1", *"Hello", "f10")
        assert len(calibrations.listing(driver.hub.wb)) == 2
