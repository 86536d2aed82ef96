"""Driving the real program over a real workbook: press, let it settle, look at what is shown."""

from __future__ import annotations

from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from textual.worker import WorkerCancelled

from domain.workbook import Site
from tests.workbook.hub import Hub, make_hub
from tui.places import make_app
from tui.settings.config import Config

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from tui.places import Milepost

WIDE, NARROW = (120, 36), (80, 24)


class Driver:
    """A pilot that waits for the store thread after every key."""

    def __init__(self, app: Milepost, pilot: Pilot[None], hub: Hub) -> None:
        self.app = app
        self.pilot = pilot
        self.hub = hub

    async def settle(self) -> None:
        """Wait until nothing is being read or written any more."""
        for _ in range(6):
            with suppress(WorkerCancelled):  # a later read of the same kind has taken its place
                await self.app.workers.wait_for_complete()
            await self.pilot.pause()
            if not self.app.workers:
                return

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, each to its end."""
        for key in keys:
            await self.pilot.press(key)
            await self.settle()

    def text(self) -> str:
        """What stands on the screen, line by line."""
        screen = self.app.screen
        strips = screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)

    def notice(self) -> str:
        """The notice row."""
        return self.text().splitlines()[self.app.size.height - 2].strip()


def program(
    folder: Path,
    prepare: Callable[[Hub], None] = lambda _hub: None,
    *,
    who: str = "Noor",
    theme: str = "dark",
    ascii_only: bool = False,
    start: str = "queue",
) -> tuple[Milepost, Hub]:
    """The program, not running yet, over a workbook that `prepare` has filled; `start` is the place it opens with."""
    where = str(folder / "hub.milepost")
    hub = make_hub(where, who)
    prepare(hub)
    config = Config(who=who, site=Site(), theme=theme, ascii=ascii_only)
    return make_app(where, config, hub.clock, start=start), hub


@asynccontextmanager
async def driving(
    folder: Path,
    prepare: Callable[[Hub], None] = lambda _hub: None,
    *,
    size: tuple[int, int] = WIDE,
    start: str = "queue",
) -> AsyncIterator[Driver]:
    """The program, running, over a workbook that `prepare` has filled."""
    app, hub = program(folder, prepare, start=start)
    async with app.run_test(size=size) as pilot:
        driver = Driver(app, pilot, hub)
        await driver.settle()
        yield driver
    hub.wb.close()


def pressing(app: Milepost, hub: Hub, *keys: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    """What a snapshot does before it is taken: let the program settle, press keys, let it settle."""

    async def before(pilot: Pilot[None]) -> None:
        driver = Driver(app, pilot, hub)
        await driver.settle()
        await driver.press(*keys)

    return before
