"""Every view of Insights as it stands on the screen: with nothing, with little, with much, at both sizes, in ASCII.

One program is walked through all tabs. A text says what there is to read; pictures show what only colour can.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from domain.model.terms import Result
from domain.workbook import Site, freely
from tests.tui.driving import NARROW, WIDE, Driver, nobody, program
from tests.tui.test_figures import figures
from tests.tui.test_insights import little
from tests.workbook.freed import look_at_fairness
from tests.workbook.hub import make_hub
from tui.places import make_app
from tui.screens.insights import VIEWS, InsightsScreen
from tui.screens.insights_fairness import FairnessView
from tui.settings.config import Config
from tui.widgets.bars import TabsRow

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from syrupy.assertion import SnapshotAssertion

    from tests.workbook.hub import Hub


FRAME = {"#28c840", "#292929", "#868887", "#c5c8c6", "#febc2e", "#ff5f57"}
"""Colours of a picture that are not the program's: the window around it, and the terminal's own."""


def much(hub: Hub) -> None:
    """People on their way, raters who shared enough and too little, panels, hires who stayed and left."""
    little(hub)
    figures(hub)


class Picture(SingleFileSnapshotExtension):
    """A picture of the screen as a file of its own."""

    _write_mode = WriteMode.TEXT
    file_extension = "svg"


async def walk(
    folder: Path, prepare: Callable[[Hub], None], size: tuple[int, int], *, plain: bool
) -> dict[str, tuple[str, str]]:
    """By view, what a program shows that is led from one to the next, with its first line in focus: words, picture."""
    app, hub = program(folder, prepare, start="insights", ascii_only=plain)
    seen = {}
    async with app.run_test(size=size) as pilot:
        driver = Driver(app, pilot, hub)
        await driver.settle()
        if prepare is much:
            await driver.press("t", "6")  # from the beginning, so that who stayed is there too
        for view in VIEWS:
            assert isinstance(app.screen, InsightsScreen)
            assert app.screen.view is view
            seen[view.id] = (driver.text(), app.export_screenshot())
            await driver.press("tab")
    hub.wb.close()
    return seen


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("prepare", [nobody, little, much])
async def test_every_view(
    tmp_path: Path,
    snapshot: SnapshotAssertion,
    monkeypatch: pytest.MonkeyPatch,
    prepare: Callable[[Hub], None],
    size: tuple[int, int],
) -> None:
    """Numbers stand under their heads, what is cut ends in dots, what is empty says what to do; at 80 in ASCII.

    The pictures, of much and wide: bars in one tone but for the focused one, what is too little to go by in grey.
    """
    plain = size == NARROW
    if plain:
        monkeypatch.setenv("NO_COLOR", "1")
    seen = await walk(tmp_path, prepare, size, plain=plain)
    for name, (words, picture) in seen.items():
        assert words == snapshot(name=name)
        if prepare is much and not plain:
            assert picture == snapshot(name=name, extension_class=Picture)
        if plain:
            assert [sign for sign in words if not sign.isascii()] == [], name
            assert set(re.findall(r"#[0-9a-f]{6}", picture)) <= FRAME, name


QUESTIONS = """
figures:
  questions:
    - {id: hours, label: "Which hours can you work?", answers: [days, nights, any]}
"""


def answered(hub: Hub) -> None:
    """Two groups that are large enough, of which one came through less often, and one that is not shown."""
    opening = hub.opening()
    for number in range(31):
        person = hub.person(f"Ana Cruz {number:02}", opening)
        hours = "days" if number < 18 else "nights" if number < 29 else "any"
        came_through = number % (6 if hours == "days" else 2) > 0
        hub.take(hub.application(person), 4 if came_through else 2, Result.PASSED if came_through else Result.NOT_YET)
        freely.give(hub.wb, person, {"hours": hours}, freely=True)
    hub.clock.ahead(days=60)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("prepare", [nobody, answered])
async def test_fairness_where_it_is_on(
    tmp_path: Path, snapshot: SnapshotAssertion, prepare: Callable[[Hub], None], size: tuple[int, int]
) -> None:
    ours, path = tmp_path / "ours", tmp_path / "fairness.db"
    ours.mkdir()
    (ours / "follow_up.yaml").write_text(QUESTIONS)
    hub = make_hub(tmp_path / "hub.milepost", "Noor")
    look_at_fairness(hub, path)
    prepare(hub)
    config = Config(who="Noor", site=Site(fairness=path), catalogue=ours, ascii=size == NARROW)
    app = make_app(str(tmp_path / "hub.milepost"), config, hub.clock, start="insights")
    async with app.run_test(size=size) as pilot:
        driver = Driver(app, pilot, hub)
        await driver.settle()
        app.screen.query_one(TabsRow).choose(FairnessView.id)
        await driver.settle()
        assert driver.text() == snapshot
        if prepare is answered and size == WIDE:
            assert app.export_screenshot() == snapshot(name="picture", extension_class=Picture)
    hub.wb.close()
