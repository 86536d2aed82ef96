"""Whoever leans on the keyboard breaks nothing: any keys in any order, on a hub with everything in it.

`MILEPOST_LONG=1` presses four hundred times as many.
"""

from __future__ import annotations

import os
from random import Random
from typing import TYPE_CHECKING

import pytest

from domain.workbook import Site
from seed import build
from tests.tui.driving import NARROW, WIDE, Driver
from tests.workbook.hub import Clock, make_hub
from tui.places import make_app
from tui.settings.config import Config

if TYPE_CHECKING:
    from pathlib import Path

LONG = bool(os.environ.get("MILEPOST_LONG"))
SEEDS = range(40) if LONG else (3, 17)
PRESSED = 3_000 if LONG else 150
SIZES = (WIDE, NARROW, (60, 16), (200, 60))
"""The third is too small for the program, which says so."""
TYPED = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
NAMED = ("delete", "backspace", "slash", "question_mark", "full_stop", "comma", "colon", "minus", "plus", "home", "end")
OFTEN = (
    *("enter",) * 12,
    *("escape",) * 8,
    *("down",) * 10,
    *("g", "up", "tab") * 6,
    *("space", "left", "right", "pageup", "pagedown") * 3,
)
"""What gets somebody further than a letter that means nothing where they are."""
CHORDS = tuple(f"ctrl+{letter}" for letter in "abdefknoprsuvwxyz") + tuple(f"f{number}" for number in range(1, 13))
KEYS = (*TYPED, *NAMED, *OFTEN, *CHORDS)


@pytest.mark.parametrize("seed", SEEDS)
async def test_no_keys_break_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    for name, value in {"HOME": str(tmp_path), "VISUAL": "true", "EDITOR": "true", "PATH": "/bin:/usr/bin"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    path, random = tmp_path / "hub.milepost", Random(seed)
    made = build(path, people=60).workbook
    now = made.now()
    made.close()
    hub, left = make_hub(path, "Noor", Clock(now)), PRESSED
    while left:
        app = make_app(str(path), Config(who="Noor", site=Site()), hub.clock, start="today")
        async with app.run_test(size=random.choice(SIZES[:2])) as pilot:
            driver = Driver(app, pilot, hub)
            await driver.settle()
            while left and app.is_running:
                left -= 1
                if random.random() < 0.02:
                    await pilot.resize_terminal(*random.choice(SIZES))
                    await driver.settle()
                await driver.press(random.choice(KEYS))
    assert hub.wb.store.check() == []
    hub.wb.close()
