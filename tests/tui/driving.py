"""Driving the real program over a real workbook: press, let it settle, look at what is shown."""

from __future__ import annotations

import asyncio
import atexit
import shutil
import tempfile
from contextlib import asynccontextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.worker import WorkerCancelled

from domain.workbook import Site
from tests.workbook.hub import Clock, Hub, make_hub
from tui.places import make_app
from tui.settings.config import Config
from tui.widgets.bars import NoticeRow

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

    from textual.message_pump import MessagePump
    from textual.pilot import Pilot

    from tui.places import Milepost

WIDE, NARROW = (120, 36), (80, 24)
BREATH = 0.001
"""Seconds between two looks at a program that is at work; nothing is taken for granted because they are over."""
MOST_TURNS = 1_000
"""Turns after which something keeps itself busy for ever."""
ROUNDS = 10_000
"""After so many looks, something never ends."""


async def turned(_least: float = 0.0, _most: float = 0.0) -> None:
    """Give everybody a turn who is ready for one, until nobody is."""
    loop: Any = asyncio.get_running_loop()
    for _ in range(MOST_TURNS):
        await asyncio.sleep(0)
        if not loop._ready:
            return


class Driver:
    """A pilot that waits for the store thread after every key."""

    def __init__(self, app: Milepost, pilot: Pilot[None], hub: Hub) -> None:
        self.app = app
        self.pilot = pilot
        self.hub = hub

    async def settle(self) -> None:
        """Wait until nothing is being read, written, told or laid out any more."""
        for _ in range(ROUNDS):
            with suppress(WorkerCancelled):  # a later read of the same kind has taken its place
                await self.app.workers.wait_for_complete()
            await turned()
            if self.app.is_running:
                self.app.screen._on_timer_update()
            if not self._busy():
                self._paint()  # which asks for the rows that came into sight
                if not self._busy():
                    return
            await asyncio.sleep(BREATH)
        raise AssertionError("The program does not come to rest.")

    def _paint(self) -> None:
        """Paint what a person sees now, all of it."""
        app = self.app
        if app.is_running:
            app.screen._compositor.render_update(full=True, screen_stack=app._background_screens)

    def _busy(self) -> bool:
        """Whether anything waits; on a busy machine a pause alone ends before the program had its turn."""
        app = self.app
        if not app.is_running:
            return False
        return (
            bool(app.workers)
            or app.holds_keys
            or not app.bridge.rests
            or bool(app.screen._callbacks)  # those of a screen behind it wait until it is in front again
            or app._resize_event is not None
            or app.screen._layout_required
            or bool(app.screen._dirty_widgets)
            or any(pump.message_queue_size or pump._next_callbacks for pump in self._pumps())
        )

    def _pumps(self) -> Iterator[MessagePump]:
        """Whatever takes messages."""
        yield self.app
        for screen in self.app.screen_stack:
            yield from screen.walk_children(with_self=True)

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, each to its end."""
        for key in keys:
            await self.app._press_keys([key])
            await self.settle()

    def text(self) -> str:
        """What stands on the screen, line by line."""
        screen = self.app.screen
        strips = screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)

    def notice(self) -> str:
        """What the notice row says; an error may take more than one line."""
        at = self.app.screen.query_one(NoticeRow).region if self.app.screen.query(NoticeRow) else None
        lines = self.text().splitlines()[at.y if at else self.app.size.height - 2 : self.app.size.height - 1]
        return " ".join(line[: at.right if at else None].strip() for line in lines)


def nobody(_hub: Hub) -> None:
    """A workbook with nothing in it."""


@cache
def _kept() -> Path:
    """Where prepared workbooks wait for the tests of this process."""
    folder = Path(tempfile.mkdtemp(prefix="milepost-prepared-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def _prepared(prepare: Callable[[Hub], None], who: str) -> tuple[Path, int]:
    """A workbook as a function of a module leaves it, filled once in a process, and the time by its clock."""
    path = _kept() / f"{prepare.__module__}.{prepare.__qualname__}.{who}.milepost"
    hub = make_hub(path, who)
    prepare(hub)
    hub.wb.close()
    return path, hub.clock.now


def filled(path: Path, prepare: Callable[[Hub], None] = nobody, who: str = "Noor") -> Hub:
    """The hub of a new workbook at a path, as `prepare` leaves it.

    What a function of a module prepares is copied from one that it has prepared before; a function within a test can
    tell the test about it, and runs each time.
    """
    if "<" in getattr(prepare, "__qualname__", "<partial>"):
        hub = make_hub(path, who)
        prepare(hub)
        return hub
    kept, now = _prepared(prepare, who)
    shutil.copyfile(kept, path)
    path.chmod(0o600)
    return make_hub(path, who, Clock(now))


def program(
    folder: Path,
    prepare: Callable[[Hub], None] = nobody,
    *,
    who: str = "Noor",
    theme: str = "dark",
    ascii_only: bool = False,
    start: str = "queue",
) -> tuple[Milepost, Hub]:
    """The program, not running yet, over a workbook that `prepare` has filled; `start` is the place it opens with."""
    where = folder / "hub.milepost"
    hub = filled(where, prepare, who)
    config = Config(who=who, site=Site(), theme=theme, ascii=ascii_only)
    return make_app(str(where), config, hub.clock, start=start), hub


@asynccontextmanager
async def driving(
    folder: Path,
    prepare: Callable[[Hub], None] = nobody,
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
