"""The person page as its tests see it: somebody at each turn of the road, and their page in front."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.terms import MilestoneId, Result
from domain.workbook import (
    journeys,
    people,
)
from tests.tui.driving import pressing
from tui.screens.person import PersonScreen

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.pilot import Pilot

    from domain.workbook.applications import ApplicationRow
    from tests.tui.driving import Driver
    from tests.workbook.hub import Hub
    from tui.places import Milepost

POINTS = ("Ran a repair counter, 30 a day", "Asks before offering a credit")


def joan(hub: Hub, days_ago: int = 20) -> int:
    """Stopped at the mock call, with a void exam before the one that passed; three more openings."""
    retail = hub.opening()
    for account in ("hospitality_bookings", "banking_cs", "travel_air"):
        hub.opening(account)
    hub.clock.ahead(days=-days_ago)
    known = {"mobile": "0917 123 4471", "channel": "whatsapp_or_viber", "window_from": "09:00", "window_to": "19:00"}
    person = hub.person("Joan Alcaraz", retail, points=POINTS, ok_text=True, ok_keep=True, **known)
    application = hub.application(person)
    hub.take_to(application, MilestoneId.EXAM)
    hub.take(application, 3, Result.VOID, reason="power cut")
    hub.take_to(application, MilestoneId.MOCK_CALL)
    hub.take(application, 2, Result.NOT_YET)
    hub.clock.ahead(days=days_ago)
    return person


def stopped(hub: Hub) -> None:
    """The retake is open from some days ago."""
    joan(hub)


def waiting(hub: Hub) -> None:
    """The retake is still to come."""
    joan(hub, days_ago=8)


def nowhere(hub: Hub) -> None:
    """On no opening, with an opening to go to."""
    hub.opening()
    hub.person("Omar Farouk")


async def at_page(driver: Driver, tab: str = "") -> PersonScreen:
    """Open the page of the only person."""
    driver.app.open_page(PersonScreen(the_person(driver.hub), tab))
    await driver.settle()
    screen = driver.app.screen
    assert isinstance(screen, PersonScreen)
    return screen


def the_person(hub: Hub) -> int:
    """The only person."""
    return people.ids(hub.wb, people.PeopleQuery())[0]


def current(hub: Hub) -> ApplicationRow:
    """Their application as the lists show it."""
    found = journeys.page(hub.wb, the_person(hub)).application
    assert found is not None
    return found


def opened(app: Milepost, hub: Hub, tab: str = "", *keys: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Open the page of the only person before the picture is taken."""
    settled = pressing(app, hub)
    then = pressing(app, hub, *keys)

    async def before(pilot: Pilot[None]) -> None:
        await settled(pilot)
        app.open_page(PersonScreen(the_person(hub), tab))
        await then(pilot)

    return before
