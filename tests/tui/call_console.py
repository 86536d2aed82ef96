"""The call console as its tests see it: hubs in which a call waits or runs, and hands on its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.model.terms import MilestoneId
from domain.workbook import attempts, calls
from tui.screens.call import CallScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.tui.driving import Driver
    from tests.workbook.hub import Hub


def waiting(
    milestone: MilestoneId = MilestoneId.MOCK_CALL, account: str = "retail_cs", name: str = "Joan Alcaraz"
) -> Callable[[Hub], None]:
    """A hub in which one person waits at a milestone that is played."""

    def prepare(hub: Hub) -> None:
        hub.take_to(hub.application(hub.person(name, hub.opening(account))), milestone)

    return prepare


def reading(scenario: str = "mk02", **more: Any) -> Callable[[Hub], None]:
    """The same, and they have the card of a scenario in their hands."""

    def prepare(hub: Hub) -> None:
        waiting(**more)(hub)
        attempt = attempts.open_or_start(hub.wb, int(hub.value("select application from person")))
        calls.begin(hub.wb, attempt, scenario)

    return prepare


def playing(scenario: str = "mk02", **more: Any) -> Callable[[Hub], None]:
    """The same, and the clock has just been started."""

    def prepare(hub: Hub) -> None:
        reading(scenario, **more)(hub)
        hub.clock.ahead(seconds=45)
        calls.start(hub.wb, int(hub.value("select id from call")))
        hub.clock.ahead(milliseconds=1)  # two programs make ids of their own, in the order of time

    return prepare


def console(driver: Driver) -> CallScreen:
    """The console, which must be in front."""
    screen = driver.app.screen
    assert isinstance(screen, CallScreen)
    return screen


async def later(driver: Driver, **amount: float) -> None:
    """Let time go by and the second be shown."""
    driver.hub.clock.ahead(**amount)
    if isinstance(driver.app.screen, CallScreen):
        driver.app.screen.tick_call()
    driver.app.tick_call()
    await driver.pilot.pause()


def entries(driver: Driver) -> list[str]:
    """What stands in the call, as it is stored."""
    session = calls.console(driver.hub.wb, attempt_of(driver)).session(driver.hub.clock())
    assert session is not None
    return [f"{entry.kind} {entry.key}".strip() for entry in session.entries]


def attempt_of(driver: Driver) -> int:
    """The attempt that is under way."""
    return int(driver.hub.value("select max(id) from attempt where finished_at = 0"))


async def click(driver: Driver, words: str, *, after: int = 0) -> None:
    """Click words where they stand on the screen, or so many cells behind their first one."""
    lines = driver.text().splitlines()
    y = next(n for n, line in enumerate(lines) if words in line)
    await driver.pilot.click(offset=(lines[y].index(words) + after, y))
    await driver.settle()
