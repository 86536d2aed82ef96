"""The keys of a recruiter's ten commonest acts, counted from the place where each is done, as the README says them."""

from __future__ import annotations

import os
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

import pytest

from domain.model.terms import MilestoneId, Outcome, State
from domain.workbook import decisions, offers, openings, promises, queue, slots, touches
from tests import house
from tests.tui.driving import driving
from tests.workbook.hub import TODAY
from tests.workbook.test_offers import TERMS
from tui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.driving import Driver
    from tests.workbook.hub import Hub

BEGIN, END = "<!-- acts: begin -->\n", "<!-- acts: end -->\n"


class Act(NamedTuple):
    """One act: what it is, where its keys are counted from, the keys, the most that it may take, and what it says."""

    what: str
    place: str
    keys: tuple[str, ...]
    most: int
    says: str


ACTS = (
    Act("log a call that reached them", "Follow-up", ("C", "1"), 2, "reached. The promise is kept."),
    Act("log a call that nobody answered", "Follow-up", ("C", "2"), 2, "no answer."),
    Act("put something off, with the reason", "Follow-up", ("l", "1"), 2, "Put off for Bea Cruz until Thu 13 Aug."),
    Act("promise them something", "Follow-up", ("t", "1", "2"), 3, "Promised Joan Alcaraz by Thu 13 Aug."),
    Act("book a slot", "Queue", ("b", "2", "1"), 3, "booked for the phone interview, Thu 13 Aug 9:00."),
    Act("they arrived", "Queue", ("a",), 1, "Omar Said is here"),
    Act("they did not come", "Queue", ("x",), 1, "Lea Ito"),
    Act(
        "send a reminder of their slot",
        "Follow-up",
        ("m", "1", "f10", "1"),
        4,
        "Copied for Ana Lim, and noted as sent.",
    ),
    Act("they take the offer", "Follow-up", ("enter", "y"), 2, "said yes"),
    Act("bring somebody back from the pool", "Openings", ("enter", "p", "a"), 3, "is on Hospitality bookings"),
)
"""The ten; `test_offer` and others say what each does."""
SHOWN = {"enter": "Enter", "f10": "F10"}


def table() -> str:
    """The acts as the README shows them."""
    rows = [
        f"| {act.what} | {act.place} | {' '.join(f'`{SHOWN.get(key, key)}`' for key in act.keys)} |" for act in ACTS
    ]
    return "\n".join(["| Act | From | Keys |", "|---|---|---|", *rows, ""])


def gone(hub: Hub, person: int) -> int:
    """They went home."""
    queue.leave(hub.wb, hub.value("select id from visit where person = :p and state = 'waiting'", p=person))
    return person


def a_day(hub: Hub) -> None:
    """Something to do for each of the ten."""
    hub.clock.ahead(days=-14)
    full = hub.opening()
    kept = hub.application(hub.person("Kofi Mensah", full, ok_keep=True))
    hub.take_to(kept, MilestoneId.MOCK_CALL)
    decisions.withdraw(hub.wb, kept, State.OUTSCORED)
    openings.close(hub.wb, full)
    hub.clock.ahead(days=13)
    hospitality = hub.opening("hospitality_bookings")
    ana = gone(hub, hub.person("Ana Lim", hospitality, mobile="0917 555 4471", ok_text=True))
    hub.take(hub.application(ana))
    slots.book(hub.wb, ana, slots.offer(hub.wb, ana).days[2].slots[0].starts)
    hub.clock.ahead(days=1)
    joan = gone(hub, hub.person("Joan Alcaraz", hospitality, mobile="0917 555 4472"))
    promises.make(hub.wb, joan, "Call with the result", TODAY)
    touches.log(hub.wb, gone(hub, hub.person("Bea Cruz", hospitality)), Outcome.THANK_YOU)
    eve = gone(hub, hub.person("Eve Adams", hospitality))
    hub.take_to(hub.application(eve), MilestoneId.OFFER)
    offers.read_aloud(hub.wb, offers.make(hub.wb, eve, TERMS), said_back=True)
    for name, hour in (("Omar Said", 11), ("Lea Ito", 10)):
        booked = gone(hub, hub.person(name, hospitality))
        hub.take(hub.application(booked))
        queue.book(hub.wb, booked, datetime(2026, 8, 12, hour))
    hub.take(hub.application(hub.person("Noor Haddad", hospitality)))


FOCUS = {
    "log a call that reached them": "Call with",
    "log a call that nobody answered": "Call with",
    "put something off, with the reason": "Thank-you",
    "promise them something": "Call with",
    "send a reminder of their slot": "Remind:",
    "they take the offer": "Remind them",
    "book a slot": "Noor Haddad",
    "they arrived": "Omar Said",
    "they did not come": "Lea Ito",
}
"""The row in focus: in Follow-up by what it is about, in the queue by who it is."""


async def stand(driver: Driver, act: Act) -> None:
    """Where the keys of an act are counted from."""
    await driver.press("g", {"Follow-up": "f", "Queue": "q", "Openings": "o"}[act.place])
    if act.place == "Openings":
        return
    table = driver.app.screen.query_one(RecordTable)
    await driver.press("home")
    for _ in table.ids:
        row = table.row
        if row is not None and (row.what if act.place == "Follow-up" else row.name).startswith(FOCUS[act.what]):
            return
        await driver.press("down")
    raise AssertionError(f"{act.what}\n{driver.text()}")


async def test_the_ten_commonest_acts_take_as_many_keys_as_the_readme_says(tmp_path: Path) -> None:
    async with driving(tmp_path, a_day) as driver:
        for act in ACTS:
            await stand(driver, act)
            await driver.press(*act.keys)
            assert act.says in f"{driver.notice()} {driver.text()}", f"{act.what}\n{driver.text()}"
            assert len(act.keys) <= act.most
            await driver.press("u", "escape", "escape")


def test_the_readme_shows_them() -> None:
    """`MILEPOST_REGOLD=1` writes them into the README."""
    path = house.ROOT / "README.md"
    before, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    shown, _, after = rest.partition(END)
    if os.environ.get("MILEPOST_REGOLD"):
        path.write_text(f"{before}{BEGIN}{table()}{END}{after}", encoding="utf-8")
        pytest.skip("written")
    assert shown == table()
