"""Every view of Insights as it stands on the screen: with nothing, with little, with much, at both sizes, in ASCII.

One program is walked through all tabs. A text says what there is to read; pictures show what only colour can.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from tests.tui.driving import NARROW, WIDE, Driver, nobody, program
from tests.tui.test_figures import figures
from tests.tui.test_insights import little
from tui.screens.insights import VIEWS, InsightsScreen

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
