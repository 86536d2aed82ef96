"""The briefing card of a call: on the screen, on paper, and in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from domain.catalog import load
from tests.tui.call_console import reading
from tests.tui.driving import NARROW, driving
from tui.screens.call import CallScreen
from tui.screens.call_card import Card

if TYPE_CHECKING:
    from pathlib import Path


async def test_the_card_fills_the_screen_and_nothing_else_is_on_it(tmp_path: Path) -> None:
    async with driving(tmp_path, reading()) as driver:
        await driver.press("enter", "c")
        assert isinstance(driver.app.screen, Card)
        shown = driver.text()
        assert "Promise an hour." in shown
        for other in ("Marcus", "Friday?", "Joan", "Mock call", "help", "graduation"):
            assert other not in shown
        await driver.press("escape")
        assert isinstance(driver.app.screen, CallScreen)


@pytest.mark.parametrize("scenario", sorted(load().scenarios))
def test_every_card_fits_on_the_smallest_screen(scenario: str) -> None:
    from domain.rules.briefing import briefing
    from tui.screens.call_card import MEASURE, _lines

    found = load().scenarios[scenario]
    card = briefing(found, load().milestones[found.milestone])
    assert len(list(_lines(card, MEASURE, 0))) <= NARROW[1]


async def test_the_card_is_written_where_there_is_no_printer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    monkeypatch.setattr("tui.settings.config.exports_path", lambda: tmp_path / "out")
    async with driving(tmp_path, reading()) as driver:
        await driver.press("enter", "P")
        assert "Card written:" in driver.notice()
        (written,) = (tmp_path / "out").iterdir()
        assert written.read_bytes().startswith(b"%PDF")


async def test_the_card_goes_to_the_printer_where_there_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = tmp_path / "given"
    lp = tmp_path / "lp"
    lp.write_text(f'#!/bin/sh\nprintf %s "$2" > "{given}"\n')
    lp.chmod(0o700)
    monkeypatch.setattr("shutil.which", lambda _name: str(lp))
    monkeypatch.setattr("tui.settings.config.exports_path", lambda: tmp_path / "out")
    async with driving(tmp_path, reading()) as driver:
        await driver.press("enter", "P")
        assert "on its way to the printer" in driver.notice()
        assert given.read_text().endswith(".pdf")
