"""The offer sheet: made, read and said back, answered, and logged until the days after day one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from domain.model.terms import MilestoneId, State
from domain.workbook import decisions, offers
from tests.tui.driving import NARROW, WIDE, driving
from tests.workbook.test_offers import TERMS, made, taken
from tui.screens.offer import OfferScreen
from tui.screens.openings_class import ClassScreen
from tui.screens.person import PersonScreen
from tui.widgets.fields import FieldRow
from tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.driving import Driver
    from tests.workbook.hub import Hub


def joan(driver: Driver) -> int:
    """Her id."""
    return int(driver.hub.value("select id from person where name = 'Joan Alcaraz'"))


async def on_the_sheet(driver: Driver) -> OfferScreen:
    """Open her page, then her offer."""
    driver.app.open_page(PersonScreen(joan(driver)))
    await driver.settle()
    await driver.press("Y")
    screen = driver.app.screen
    assert isinstance(screen, OfferScreen)
    return screen


def with_an_offer(hub: Hub) -> None:
    """Hers was read and said back."""
    made(hub)


def hired(hub: Hub) -> None:
    """She said yes, and has a seat."""
    taken(hub)


def begun(hub: Hub) -> None:
    """She is at the start of the road."""
    hub.person("Joan Alcaraz", hub.opening())


def at_the_offer(hub: Hub) -> None:
    """She stands at the job offer."""
    hub.take_to(hub.application(hub.person("Joan Alcaraz", hub.opening())), MilestoneId.OFFER)


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_an_offer_is_made_said_back_and_taken(tmp_path: Path, size: tuple[int, int]) -> None:
    async with driving(tmp_path, at_the_offer, size=size) as driver:
        await on_the_sheet(driver)
        assert "No offer is made yet." in driver.text()
        assert "how much, how often" in driver.text()
        await driver.press("y")
        assert "no offer is made yet" in driver.notice()
        await driver.press("e")
        for row in driver.app.screen.query(FieldRow):
            row.value = TERMS.get(row.field.key, row.value)
        await driver.press("f10")
        assert "The offer waits for their answer, by Mon 17 Aug." in driver.text()
        await driver.press("y")
        assert "not said back yet" in driver.notice()
        await driver.press("enter", "down", "enter")
        assert "said back in their own words." in driver.notice()
        await driver.press("y")
        assert "They said yes. Day one is Tue 1 Sep." in driver.text()
        await driver.press("u")
        assert "waits for their answer" in driver.text()


async def test_a_no_asks_why_and_ends_the_application(tmp_path: Path) -> None:
    async with driving(tmp_path, with_an_offer) as driver:
        await on_the_sheet(driver)
        await driver.press("n")
        next(iter(driver.app.screen.query(FieldRow))).value = "another offer [/]"
        await driver.press("f10")
        assert "They said no: another offer [/]." in driver.text()
        assert driver.hub.stands(driver.hub.application(joan(driver)))["state"] == State.DECLINED


async def test_papers_contacts_day_one_and_what_came_after_are_logged_line_by_line(tmp_path: Path) -> None:
    async with driving(tmp_path, hired) as driver:
        screen = await on_the_sheet(driver)
        view = screen.query_one("#offer", LineView)
        view.choose("touch:signed")
        await driver.press("enter")
        assert "Welcome and papers that are missing" in driver.notice()
        view.choose("paper:id_card")
        await driver.press("enter")
        assert "1 of 6 in" in driver.text()
        driver.hub.clock.ahead(days=20)
        await screen.load()
        view.choose("day_one:")
        await driver.press("enter", "1")
        assert "They were there on day one." in driver.text()
        driver.hub.clock.ahead(days=30)
        await screen.load()
        view.choose("stay:30")
        await driver.press("enter", "4")
        assert "Day 30: still here, quality 4 of 5" in driver.text()
        await driver.press("H")
        assert "Alcaraz" not in driver.text()


async def test_who_is_not_at_the_offer_has_none(tmp_path: Path) -> None:
    async with driving(tmp_path, begun) as driver:
        driver.app.open_page(PersonScreen(joan(driver)))
        await driver.settle()
        await driver.press("Y")
        assert "not at the job offer yet" in driver.notice()
        assert isinstance(driver.app.screen, PersonScreen)


def hired_by_score(hub: Hub) -> None:
    """She passed the job offer, and no offer sheet was kept."""
    at_the_offer(hub)
    hub.take(int(hub.value("select id from application")))


async def test_who_was_hired_without_a_sheet_is_told_on_their_page(tmp_path: Path) -> None:
    async with driving(tmp_path, hired_by_score) as driver:
        driver.app.open_page(PersonScreen(joan(driver)))
        await driver.settle()
        await driver.press("Y")
        assert isinstance(driver.app.screen, PersonScreen)
        assert "This application has ended." in driver.text()


async def test_a_seat_that_is_given_up_shows_who_can_take_it_best_first(tmp_path: Path) -> None:
    def full(hub: Hub) -> None:
        opening = hub.opening(seats=1)
        ana = hub.person("Ana Lim", opening)
        hub.take_to(hub.application(ana), MilestoneId.FINAL)
        decisions.withdraw(hub.wb, hub.application(ana), State.OUTSCORED, reason="class full")
        person = hub.person("Joan Alcaraz", opening)
        hub.take_to(hub.application(person), MilestoneId.OFFER)
        offer = offers.make(hub.wb, person, TERMS)
        offers.read_aloud(hub.wb, offer, said_back=True)
        offers.accept(hub.wb, offer)

    async with driving(tmp_path, full) as driver:
        page = ClassScreen(driver.hub.value("select id from opening"))
        driver.app.open_page(page)
        await driver.settle()
        assert "came to final" in driver.text()
        offers.back_out(driver.hub.wb, driver.hub.value("select id from offer"), "family")
        await page.load()
        assert "In reserve  1, for the free seats, best first" in driver.text()
        assert "hurdles met, 2 to do" in driver.text()
