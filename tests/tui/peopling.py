"""Driving People: a hub with somebody at every kind of place, and short ways to type, focus and read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

from domain.model.terms import MilestoneId, Result
from domain.workbook import looking_after, people
from tui.screens.people import PeopleScreen
from tui.widgets.filter_row import FilterRow
from tui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.tui.driving import Driver
    from tests.workbook.hub import Hub

HOURS = {"channel": "whatsapp_or_viber", "window_from": "09:00", "window_to": "19:00", "ok_text": True}
LONG = "Maria Consolacion Remedios Villanueva-Aguinaldo de la Cruz Jr"
"""A name of 61 letters."""


def hub_of_six(hub: Hub) -> None:
    """Stopped, ready, gone, on no opening, a long name, a wide name; two more openings to go to."""
    retail, hotels = hub.opening(), hub.opening("hospitality_bookings", 15)
    hub.opening("banking_cs", 10)
    hub.clock.ahead(days=-20)
    joan = hub.application(
        hub.person("Joan Alcaraz", retail, mobile="0917 123 4471", points=("Night shifts",), **HOURS)
    )
    hub.take_to(joan, MilestoneId.MOCK_CALL)
    hub.take(joan, 2, Result.NOT_YET)
    hub.clock.ahead(days=5)
    ravi = hub.application(hub.person("Ravi Menon", hotels, mobile="0917 555 0123"))
    hub.take_to(ravi, MilestoneId.EXAM)
    hub.clock.ahead(days=5)
    hub.person("山田 花子", hotels)
    hub.person("Christabel Anne Montgomery-Fairweather", retail)
    hub.person("Omar Farouk")
    hub.clock.ahead(days=10)


def tagged(hub: Hub) -> None:
    """The six, two of them with tags, sources and somebody who looks after them, and one with 61 letters."""
    hub_of_six(hub)
    hub.person(LONG, hub.rows("select id from opening")[0]["id"], source="referral", tags="nights", city="Cebu City")
    joan, ravi = (people.ids(hub.wb, people.PeopleQuery(word))[0] for word in ("alcaraz", "menon"))
    looking_after.put_tags(hub.wb, joan, "nights, keep warm")
    looking_after.assign(hub.wb, joan, "Ines")
    looking_after.assign(hub.wb, ravi, "Noor")


def crowd(count: int) -> Callable[[Hub], None]:
    """That many people on no opening, numbered, brought in at once."""

    def prepare(hub: Hub) -> None:
        names = [f"Person {number:05}" for number in range(count)]
        hub.wb.store.load(
            "person",
            (
                {"name": name, "sort_name": name.lower(), "find": people.search_words(name, "", "", "", ""), "at": 1}
                for name in names
            ),
        )

    return prepare


async def at_people(driver: Driver) -> PeopleScreen:
    """Go to People."""
    driver.app.go("people")
    await driver.settle()
    screen = driver.app.screen
    assert isinstance(screen, PeopleScreen)
    return screen


async def typed(driver: Driver, words: str) -> None:
    """Type in the filter, with the caret at the end."""
    field = driver.app.screen.query_one(FilterRow).query_one(Input)
    field.value = words
    field.cursor_position = len(words)
    await driver.settle()


async def choose(driver: Driver, name: str) -> int:
    """Put the focus on a person; their id."""
    person = people.ids(driver.hub.wb, people.PeopleQuery(name))[0]
    assert driver.app.screen.query_one(RecordTable).choose(person)
    await driver.settle()
    return person


def names(driver: Driver) -> list[str]:
    """Who is listed, from the top."""
    listed = list(driver.app.screen.query_one(RecordTable).ids)
    return [row.name for row in people.rows(driver.hub.wb, listed)]


def table(driver: Driver) -> RecordTable[people.PersonRow]:
    """The list."""
    return driver.app.screen.query_one(RecordTable)


def marked(driver: Driver) -> list[str]:
    """Who is marked of those who are listed, from the top."""
    found = table(driver)
    return [row.name for row in people.rows(driver.hub.wb, [one for one in found.ids if one in found.marks])]


def hint(driver: Driver) -> str:
    """The row below the filter, without the pane."""
    return driver.text().splitlines()[2][:80].strip()


def line(driver: Driver) -> str:
    """What is typed in the filter."""
    return driver.app.screen.query_one(FilterRow).value
