"""Two entries side by side: put together, taken apart, or said to be two people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from domain.model.terms import Channel, Result
from domain.workbook import attempts, journeys, merging, people
from tests.tui.driving import NARROW, WIDE, driving, pressing, program
from tests.tui.test_people import RAW
from tui.screens.choice import Choice
from tui.screens.find import Find
from tui.screens.person import PersonScreen
from tui.screens.person_merge import MergeScreen

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from tests.tui.driving import Driver
    from tests.workbook.hub import Hub
    from tui.places import Milepost

MOBILE = "0917 123 4471"


def twice(hub: Hub) -> None:
    """Joan stands in the workbook twice, on one class, with one mobile."""
    opening = hub.opening()
    kept = hub.person("Joan Alcaraz", opening, mobile=MOBILE, city="Cebu", note="Calls back late")
    hub.take(hub.application(kept))
    hub.take(hub.application(kept), 2, Result.NOT_YET)
    hub.clock.ahead(hours=1)
    hub.person("Juana M. Alcaraz", opening, mobile=MOBILE, email="joan@example.org", city="Mandaue", note="Nights")


def entry(hub: Hub, name: str = "Joan Alcaraz") -> int:
    """The id of an entry."""
    return int(hub.value("select id from person where name = :name", name=name))


async def at_entry(driver: Driver, name: str = "Joan Alcaraz") -> None:
    """Open an entry's page."""
    driver.app.open_page(PersonScreen(entry(driver.hub, name)))
    await driver.settle()


async def test_two_entries_are_put_together_and_taken_apart(tmp_path: Path) -> None:
    async with driving(tmp_path, twice) as driver:
        await at_entry(driver)
        assert "Perhaps the same person" in driver.text()
        await driver.press("M")
        assert isinstance(driver.app.screen, Choice)
        await driver.press("1")
        assert isinstance(driver.app.screen, MergeScreen)
        text = driver.text()
        assert "● joan@example.org" in text
        assert "● Cebu" in text
        assert "· Mandaue" in text
        assert "1 application, 1 visit" in text
        assert "the other is closed as entered twice" in " ".join(text.split())
        await driver.press("M")
        assert isinstance(driver.app.screen, PersonScreen)
        assert driver.notice() == "● Juana M. Alcaraz is put together with Joan Alcaraz.   u take apart"
        assert people.count(driver.hub.wb, people.PeopleQuery()) == 1
        assert "Applications 2" in driver.text()
        assert "Perhaps the same person" not in driver.text()
        await driver.press("u")
        assert people.count(driver.hub.wb, people.PeopleQuery()) == 2
        assert "Perhaps the same person" in driver.text()


async def test_values_and_the_entry_that_stays_can_be_chosen(tmp_path: Path) -> None:
    async with driving(tmp_path, twice) as driver:
        await at_entry(driver)
        await driver.press("M", "1", "space")
        assert "● Juana M. Alcaraz" in driver.text()
        await driver.press("space", "S")
        screen = driver.app.screen
        assert isinstance(screen, MergeScreen)
        other = entry(driver.hub, "Juana M. Alcaraz")
        assert screen.kept == other
        await driver.press("M")
        assert isinstance(driver.app.screen, PersonScreen)
        assert driver.app.screen.person == other
        found = people.find(driver.hub.wb, entry(driver.hub, "Juana M. Alcaraz"))
        assert (found.city, found.note) == ("Mandaue", "Nights\nCalls back late")


async def test_not_the_same_person_is_noted_and_not_asked_again(tmp_path: Path) -> None:
    async with driving(tmp_path, twice) as driver:
        await at_entry(driver)
        await driver.press("tab", "G")
        await driver.press("M", "1", "D")
        assert driver.notice() == "● Noted: not the same person.   u undo"
        assert journeys.page(driver.hub.wb, entry(driver.hub)).twins == ()
        await driver.press("u")
        assert len(journeys.page(driver.hub.wb, entry(driver.hub)).twins) == 1


async def test_anybody_can_be_found_and_oneself_is_refused(tmp_path: Path) -> None:
    def two(hub: Hub) -> None:
        hub.person("Joan Alcaraz")
        hub.person("Omar Farouk")

    async with driving(tmp_path, two) as driver:
        await at_entry(driver)
        await driver.press("M")
        assert isinstance(driver.app.screen, Find)
        driver.app.screen.query_one("Input").value = "joan"  # type: ignore[attr-defined]
        await driver.settle()
        await driver.press("enter")
        assert driver.notice() == "○ That is the same entry."
        await driver.press("M")
        driver.app.screen.query_one("Input").value = "omar"  # type: ignore[attr-defined]
        await driver.settle()
        await driver.press("enter")
        assert isinstance(driver.app.screen, MergeScreen)
        await driver.press("D")
        assert "nobody said that they may be one" in driver.notice()


async def test_what_stands_against_it_is_said_and_the_key_says_so(tmp_path: Path) -> None:
    def both_open(hub: Hub) -> None:
        twice(hub)
        hub.clock.ahead(days=60)
        for name in ("Joan Alcaraz", "Juana M. Alcaraz"):
            attempts.open_or_start(hub.wb, hub.application(entry(hub, name)))

    async with driving(tmp_path, both_open) as driver:
        await at_entry(driver)
        await driver.press("M", "1")
        assert "■ Both have an attempt open for Retail customer service" in driver.text()
        await driver.press("M")
        assert "something stands against it" in driver.notice()
        assert people.count(driver.hub.wb, people.PeopleQuery()) == 2


async def test_an_old_entry_that_is_open_elsewhere_leads_to_the_one_that_was_kept(tmp_path: Path) -> None:
    async with driving(tmp_path, twice) as driver:
        await at_entry(driver, "Juana M. Alcaraz")
        merging.merge(driver.hub.wb, entry(driver.hub), entry(driver.hub, "Juana M. Alcaraz"))
        driver.app.screen.reload()  # type: ignore[attr-defined]
        await driver.settle()
        assert driver.text().splitlines()[0].startswith("  Joan Alcaraz")
        assert driver.app.screen.person == entry(driver.hub)  # type: ignore[attr-defined]


async def test_hidden_names_hide_both_cards(tmp_path: Path) -> None:
    async with driving(tmp_path, twice) as driver:
        await at_entry(driver)
        await driver.press("H", "M", "1")
        for word in ("Joan", "Juana", "Alcaraz", "4471", "Cebu", "joan@", "Nights"):
            assert word not in driver.text()


async def test_the_second_way_to_reach_them_is_said_in_words_and_hidden_with_the_names(tmp_path: Path) -> None:
    def prepare(hub: Hub) -> None:
        hub.person("Joan Alcaraz", mobile=MOBILE, channel=Channel.CALL, second_channel=Channel.SMS)
        hub.person("Juana Alcaraz", mobile=MOBILE)

    async with driving(tmp_path, prepare) as driver:
        await at_entry(driver)
        await driver.press("M", "1")
        assert "● Text message" in driver.text()
        await driver.press("H")
        assert "● hidden" in driver.text()
        assert "Text message" not in driver.text()


@pytest.mark.parametrize("raw", RAW, ids=("markup", "right-to-left", "wide", "endless"))
@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_hostile_text_is_text(tmp_path: Path, raw: str, size: tuple[int, int]) -> None:
    def prepare(hub: Hub) -> None:
        known: dict[str, object] = dict.fromkeys(("called", "city", "source", "reference", "tags", "note"), raw)
        hub.person("Joan Alcaraz", mobile=MOBILE)
        hub.person(f"Zz {raw}"[:100], 0, mobile=MOBILE, points=(raw[:80],), **known)

    async with driving(tmp_path, prepare, size=size) as driver:
        await at_entry(driver)
        await driver.press("M", "1")
        assert isinstance(driver.app.screen, MergeScreen)
        assert "\u202e" not in driver.text()
        await driver.press("M")
        assert isinstance(driver.app.screen, PersonScreen)


def opened(app: Milepost, hub: Hub, *keys: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Open the page of Joan before the picture is taken."""
    settled, then = pressing(app, hub), pressing(app, hub, *keys)

    async def before(pilot: Pilot[None]) -> None:
        await settled(pilot)
        app.open_page(PersonScreen(entry(hub)))
        await then(pilot)

    return before


@pytest.mark.parametrize(("size", "theme"), [(WIDE, "light"), (NARROW, "dark")])
def test_two_entries(tmp_path: Path, snap_compare: Any, size: tuple[int, int], theme: str) -> None:
    """Both cards, a filled dot on the value that stays; what comes along and what is settled on the way."""
    app, hub = program(tmp_path, twice, theme=theme)
    assert snap_compare(app, terminal_size=size, run_before=opened(app, hub, "M", "1"))
