"""One key books somebody into a slot: the day, the hour, each with the places that are free."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from domain.model.terms import MilestoneId
from domain.workbook import queue, slots
from tests.tui.driving import NARROW, driving
from tui.screens.choice import Choice
from tui.screens.person import PersonScreen

if TYPE_CHECKING:
    from pathlib import Path

    from tests.workbook.hub import Hub


def two_at_the_offer(hub: Hub) -> None:
    """Joan and Omar stand at the job offer, and both rooms of tomorrow's first hour but one are taken."""
    opening = hub.opening()
    people = [hub.person(name, opening) for name in ("Joan Alcaraz", "Omar Said", "Ana Lim")]
    for person in people:
        hub.take_to(hub.application(person), MilestoneId.OFFER)
    for person in people[1:]:
        queue.leave(hub.wb, hub.value("select id from visit where person = :p", p=person))
        slots.book(hub.wb, person, slots.offer(hub.wb, person).days[1].slots[0].starts)


@pytest.mark.parametrize("start", ["queue", "people", "board"])
async def test_three_keys_book_a_slot_and_a_full_one_says_so(tmp_path: Path, start: str) -> None:
    async with driving(tmp_path, two_at_the_offer, start=start, size=NARROW) as driver:
        if start == "people":
            driver.app.open_page(PersonScreen(driver.hub.value("select id from person where name = 'Joan Alcaraz'")))
            await driver.settle()
        await driver.press("b")
        assert "Book Joan Alcaraz  for the job offer" in driver.text()
        assert "18 of 20 free" in driver.text()
        await driver.press("2", "1")
        assert isinstance(driver.app.screen, Choice), "the first hour is full"
        assert "full" in driver.text()
        await driver.press("2")
        assert driver.notice().startswith("→ Joan Alcaraz booked for the job offer, Thu 13 Aug 10:00.")
        await driver.press("b")
        assert "now Thu 13 Aug 10:00" in driver.text()
        await driver.press("3", "1")
        assert driver.notice().startswith("→ Joan Alcaraz moved to Fri 14 Aug 9:00.")
        await driver.press("u", "u")
        assert driver.hub.value("select count(*) from visit where state = 'booked'") == 2
