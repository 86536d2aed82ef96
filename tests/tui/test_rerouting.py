"""`r` by keys: every way on, a digit moves; the reserve; the handover."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from domain.model.terms import MilestoneId, Result, State
from tests.tui.driving import NARROW, WIDE, driving, pressing, program
from tui.screens.handover import HandoverScreen
from tui.screens.openings_class import ClassScreen
from tui.screens.person import PersonScreen
from tui.screens.reroute import RerouteScreen
from tui.widgets.bars import NoticeRow

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.workbook.hub import Hub

ACCOUNTS = ("travel_air", "banking_cs", "hospitality_bookings")


def ways(hub: Hub) -> None:
    """Carmela waits at the phone interview of a class whose only seat is taken; other classes are open."""
    opening = hub.opening(seats=1)
    ana = hub.application(hub.person("Ana Reyes", opening))
    hub.take_to(ana, MilestoneId.OFFER)
    hub.take(ana, 5)
    for account in ACCOUNTS:
        hub.opening(account, seats=12)
    application = hub.application(hub.person("Carmela Yusay", opening))
    hub.take_to(application, MilestoneId.PHONE)


def at_final(hub: Hub) -> None:
    """Carmela waits at the final interview, after a second try at the mock call."""
    points = ("Five years at a front desk", "Speaks Cebuano and Filipino")
    application = hub.application(hub.person("Carmela Yusay", hub.opening(), points=points))
    hub.take_to(application, MilestoneId.MOCK_CALL)
    hub.hand_over(hub.take(application, 2, Result.NOT_YET).slip)
    hub.clock.ahead(days=20)
    hub.take_to(application, MilestoneId.FINAL)


def applications(hub: Hub) -> list[tuple[str, str]]:
    """Accounts and states of Carmela's applications, in the order in which they came."""
    rows = hub.rows(
        "select a.account, a.state from application a join person p on p.id = a.person"
        " where p.name = 'Carmela Yusay' order by case when a.moved_from = 0 then 0 else 1 end"
    )
    return [(row["account"], row["state"]) for row in rows]


async def test_every_way_on_is_shown_and_a_digit_moves_them(tmp_path: Path) -> None:
    async with driving(tmp_path, ways) as driver:
        await driver.press("r")
        assert isinstance(driver.app.screen, RerouteScreen)
        for said in ("valid scores go along", "12 seats free", "Counts there", "Applied", "Left to do", "to show"):
            assert said in driver.text()
        await driver.press("down")
        shown = driver.app.screen.route
        assert shown is not None
        await driver.press("2")
        assert applications(driver.hub)[-1][0] == shown.opening.account
        assert "moved, valid scores went along" in driver.notice()
        await driver.press("u")
        assert len(applications(driver.hub)) == 1


async def test_enter_moves_to_the_one_in_focus_and_escape_moves_nobody(tmp_path: Path) -> None:
    async with driving(tmp_path, ways) as driver:
        await driver.press("r", "escape")
        assert len(applications(driver.hub)) == 1
        await driver.press("r", "down", "enter")
        assert len(applications(driver.hub)) == 2


async def test_who_met_the_standard_of_a_full_class_is_kept_and_listed_there(tmp_path: Path) -> None:
    async with driving(tmp_path, ways) as driver:
        await driver.press("r", "K")
        assert applications(driver.hub) == [("retail_cs", State.OUTSCORED)]
        assert "is kept in reserve" in driver.notice()
        opening = driver.hub.value("select id from opening where account = 'retail_cs'")
        driver.app.open_page(ClassScreen(opening))
        await driver.settle()
        assert "In reserve  1" in driver.text()
        assert "came to phone" in driver.text()
        assert "kept until 12 Aug 2027" in driver.text()
        await driver.press("end", "enter")
        assert isinstance(driver.app.screen, PersonScreen)


async def test_after_a_not_yet_the_sheet_says_what_else_is_open(tmp_path: Path) -> None:
    async with driving(tmp_path, ways) as driver:
        await driver.press("enter", *"2222232", "n")
        assert "r elsewhere" in driver.notice()
        assert "Also open to them" in driver.text()
        await driver.press("r", "1")
        assert len(applications(driver.hub)) == 2


async def test_the_handover_opens_from_the_person_and_from_the_final_sheet_and_tells_no_score(tmp_path: Path) -> None:
    async with driving(tmp_path, at_final, start="people") as driver:
        await driver.press("enter", "h")
        assert isinstance(driver.app.screen, HandoverScreen)
        for said in ("Strengths", "To probe", "better since", "They show once you have submitted", "5 of 5 met"):
            assert said in driver.text()
        await driver.press("escape", "enter", "h")
        assert isinstance(driver.app.screen, HandoverScreen)
        assert "Together" not in driver.text()
        await driver.press("enter")
        assert "Final interview" in driver.text()


async def test_the_handover_is_written_as_text_and_marked_private(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.settings.config.exports_path", lambda: tmp_path / "out")
    async with driving(tmp_path, at_final, start="people") as driver:
        await driver.press("enter", "h", "P")
        (written,) = (tmp_path / "out").iterdir()
        assert written.name.endswith("handover carmela-yusay.txt")
        assert written.read_text(encoding="utf-8").startswith("Private.")
        assert "Handover written, private" in driver.text()
        told = driver.app.screen.query_one(NoticeRow)
        assert told.notice is not None
        assert "carmela" in told.notice.text
        await driver.press("H", "P")
        assert told.notice.text.startswith("Handover written, private")
        assert "carmela" not in told.notice.text


LOOKS = [
    ("ways", WIDE, ways, "queue", ("r", "down")),
    ("ways_narrow", NARROW, ways, "queue", ("r", "down")),
    ("handover", WIDE, at_final, "people", ("enter", "h")),
    ("handover_narrow", NARROW, at_final, "people", ("enter", "h")),
]


@pytest.mark.parametrize(("name", "size", "prepare", "start", "keys"), LOOKS, ids=[look[0] for look in LOOKS])
def test_it_looks_as_drawn(
    tmp_path: Path,
    snap_compare: Any,
    name: str,
    size: tuple[int, int],
    prepare: Callable[[Hub], None],
    start: str,
    keys: tuple[str, ...],
) -> None:
    """Hurdles, what counts, what is left and seats of each way on; the handover without a score."""
    app, hub = program(tmp_path, prepare, start=start)
    assert name
    assert snap_compare(app, terminal_size=size, run_before=pressing(app, hub, *keys))
