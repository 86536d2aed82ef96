"""The pictures of the README, taken of the program itself over the demonstration hub: `python -m tests.pictures`."""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from textual.worker import WorkerCancelled

from seed import build, demo_clock
from tui.places import make_app
from tui.settings.config import Config

if TYPE_CHECKING:
    from textual.pilot import Pilot

DOCS = Path(__file__).resolve().parents[1] / "docs"
SIZE = (120, 36)
SHOTS: tuple[tuple[str, str], ...] = (
    ("queue", ""),
    ("call", "enter"),
    ("score-sheet", "escape 4 e 1 5 e 3 2 e 3 2 2 2 2 2"),
    ("slip", "n n f"),
    ("person", "escape escape c"),
    ("people", "escape g c"),
)
"""Name of a picture, and the keys from one to the next."""

_WEB_FONTS = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)


def still(svg: str) -> str:
    """The picture without fonts from the network and without the number that is new each time."""
    mark = re.search(r"terminal-(\d+)-", svg)
    named = svg.replace(mark[1], "0") if mark else svg
    return _WEB_FONTS.sub("", named).replace("Fira Code", "DejaVu Sans Mono")


async def settle(pilot: Pilot[None]) -> None:
    """Wait until nothing is being read or written any more, panes that follow the cursor included."""
    for _ in range(10):
        with suppress(WorkerCancelled):  # a newer question replaced this one
            await pilot.app.workers.wait_for_complete()
        await pilot.pause(0.05)


async def take(folder: Path) -> None:
    """Walk through the hub, with a picture at every stop."""
    where = folder / "demo.milepost"
    build(where).workbook.close()
    app = make_app(str(where), Config(who="Noor"), demo_clock(ticks=lambda: 0.0), start="queue")
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        for name, keys in SHOTS:
            for key in keys.split():
                await pilot.press(key)
                await settle(pilot)
            (DOCS / f"{name}.svg").write_text(still(app.export_screenshot(title="milepost demo")), encoding="utf-8")


def main() -> None:
    """Take them all."""
    os.environ |= {"TEXTUAL_ANIMATIONS": "none", "COLORTERM": "truecolor"}
    os.environ.pop("NO_COLOR", None)
    DOCS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="milepost-pictures-") as folder:
        asyncio.run(take(Path(folder)))


if __name__ == "__main__":
    main()
