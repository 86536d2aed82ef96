"""The slip page as its tests see it: a mock call that was not yet, and its slip in front."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from textual.widgets import Input

from domain.model.slip import Evidence
from domain.model.terms import MilestoneId, Result
from domain.workbook import attempts, decisions, slip_desk, slip_shaping, slips
from tests.tui.driving import WIDE, Driver, driving
from tui.screens.slip import SlipScreen
from tui.widgets.letter import Letter

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from tests.workbook.hub import Hub

RATINGS = {
    "mc.open": 4,
    "mc.verify": 5,
    "mc.probe": 1,
    "mc.empathy": 3,
    "mc.resolve": 2,
    "mc.control": 1,
    "mc.language": 3,
    "mc.close": 3,
}
SEEN = {
    "mc.open": Evidence("at the start", '"Thank you for calling, this is Lea."', "the customer knew who you were"),
    "mc.verify": Evidence("", "did the checks before the bill was shared", "keeps customers safe"),
    "mc.probe": Evidence(
        'after "My bill went up"', "offered a credit in ten seconds", "the same charge would come back"
    ),
    "mc.resolve": Evidence("", "stopped for 15 seconds, twice", ""),
}


def half_done(hub: Hub) -> None:
    """A mock call that was not yet: the second point lacks two fields, and no tip is chosen."""
    person = hub.person("Lea Mondal", hub.opening())
    application = hub.application(person)
    hub.take_to(application, MilestoneId.MOCK_CALL)
    attempt = attempts.open_or_start(hub.wb, application)
    for criterion, value in RATINGS.items():
        attempts.rate(hub.wb, attempt, criterion, value)
    for criterion, told in SEEN.items():
        attempts.evidence(hub.wb, attempt, criterion, moment=told.moment, act=told.act, effect=told.effect)
    slip = decisions.decide(hub.wb, attempt, Result.NOT_YET).slip
    shown = slips.view(hub.wb, slip)
    bare = [replace(p, evidence=replace(p.evidence, effect="")) for p in shown.draft.improvements[1:]]
    draft = replace(shown.draft, improvements=(shown.draft.improvements[0], *bare), next_tip="")
    slips.save(hub.wb, slip, shown.version, draft)


def whole(hub: Hub) -> None:
    """The same with nothing missing."""
    half_done(hub)
    slip = slip_of(hub)
    slip_shaping.write(hub.wb, slip, slips.view(hub.wb, slip).draft, "improvement 2 effect", "a caller may hang up")
    slip_shaping.write(hub.wb, slip, slips.view(hub.wb, slip).draft, "improvement 2 moment", "at minute three")
    desk = slip_desk.desk(hub.wb, slip)
    slips.save(hub.wb, slip, desk.slip.version, replace(desk.slip.draft, next_tip=desk.tips[0]))


def delivered(hub: Hub) -> None:
    """The same, handed over."""
    whole(hub)
    slips.deliver(hub.wb, slip_of(hub), slips.IN_PERSON)


def slip_of(hub: Hub) -> int:
    """The slip of the mock call."""
    return next(row.id for row in slips.listing(hub.wb) if row.milestone == MilestoneId.MOCK_CALL)


@asynccontextmanager
async def on_slip(
    folder: Path, prepare: Callable[[Hub], None] = half_done, *, size: tuple[int, int] = WIDE
) -> AsyncIterator[Driver]:
    """The program with that slip in front."""
    async with driving(folder, prepare, size=size) as driver:
        driver.app.open_page(SlipScreen(slip_of(driver.hub)))
        await driver.settle()
        yield driver


def screen_of(driver: Driver) -> SlipScreen:
    """The slip in front."""
    screen = driver.app.page
    assert isinstance(screen, SlipScreen)
    return screen


def stored(driver: Driver) -> slips.SlipView:
    """The slip as another program would read it."""
    return slips.view(driver.hub.wb, slip_of(driver.hub))


async def write(driver: Driver, text: str) -> None:
    """Type into the field that is open, without keeping it yet."""
    field = driver.app.focused
    assert isinstance(field, Input), driver.app.focused
    field.value = text
    await driver.settle()


def sides(driver: Driver) -> tuple[str, str]:
    """What stands at the left and at the right."""
    rows = driver.text().splitlines()
    return "\n".join(row[:60] for row in rows), "\n".join(row[60:] for row in rows)


def letter(driver: Driver) -> str:
    """Everything in the letter, whether it is in sight or not."""
    lines = screen_of(driver).query_one("#side-letter", Letter).text.lines
    return " ".join(" ".join("".join(text for text, _ in line.left) for line in lines).split())
