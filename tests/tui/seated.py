"""A candidate at the seat: handed over by the keys that a recruiter presses, with a clock that the test moves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.workbook.exam_room.people import at_exam
from tui.kiosk.screen import KioskScreen

if TYPE_CHECKING:
    from domain.model.exam import Part
    from tests.tui.driving import Driver
    from tests.workbook.hub import Hub

OTHERS = ("Lin Xiaomei", "Paolo Bautista", "Marlon Siy")
PARTS = {"typing": "Typing test", "grammar": "Grammar", "policy": "What would you do", "entry": "Data entry"}


def room(hub: Hub) -> None:
    """Kofi, and others whom Kofi must not see."""
    opening = hub.opening()
    for name in ("Kofi Mensah", *OTHERS):
        at_exam(hub, name, opening, mobile="0917 049 9154")


@dataclass
class Ticking:
    """Seconds that pass when they are told to."""

    now: float = 100.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Seated:
    """The kiosk in front, and its clock."""

    driver: Driver
    kiosk: KioskScreen
    clock: Ticking

    async def pass_time(self, seconds: float) -> None:
        """Let time go by, with a look at the clock at the end."""
        self.clock.now += seconds
        self.kiosk.tick()
        await self.driver.settle()

    async def press(self, *keys: str) -> None:
        """Press keys."""
        await self.driver.press(*keys)

    def text(self) -> str:
        """What the candidate sees."""
        return self.driver.text()


def kiosk_of(driver: Driver) -> KioskScreen:
    """The kiosk in front."""
    screen = driver.app.screen
    assert isinstance(screen, KioskScreen), screen
    return screen


async def sit_down(driver: Driver, part: Part, code: str = "4711") -> Seated:
    """Hand the keyboard over for one part, from the first row of the exam of a class; the first page is in front."""
    await driver.press("h")
    lines = driver.text().splitlines()
    digit = next(line.split()[0 if line.split()[0].isdigit() else 1] for line in lines if _is_of(line, part))
    await driver.press(digit, *code, "enter", *code, "enter")
    return seated(driver)


def _is_of(line: str, part: Part) -> bool:
    from domain.workbook.exam_room.papers import NAMES

    words = line.split()
    return bool(words) and f"{NAMES[part]}" in line and any(word.isdigit() for word in words[:2])


def seated(driver: Driver) -> Seated:
    """The kiosk in front with a clock of the test."""
    kiosk = kiosk_of(driver)
    clock = Ticking()
    kiosk.ticks = clock
    return Seated(driver, kiosk, clock)
