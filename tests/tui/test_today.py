"""Today: what must be done now, opened where the work is done, until it says that all is done."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from domain.model.terms import MilestoneId, Outcome, Result
from domain.workbook import attempts, openings, people, promises, queue, requests, touches
from tests.tui.driving import NARROW, WIDE, driving, pressing, program
from tests.workbook.hub import TODAY
from tui.screens.follow_up import FollowUpScreen
from tui.screens.openings import OpeningsScreen
from tui.screens.person import PersonScreen
from tui.screens.queue import QueueScreen
from tui.screens.score import ScoreScreen
from tui.screens.slip import SlipScreen
from tui.screens.slips import SlipsScreen
from tui.screens.today import TodayScreen
from tui.widgets.bars import TabsRow
from tui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.tui.driving import Driver
    from tests.workbook.hub import Hub

NAMES = ("Joan Alcaraz", "Christabel Anne Montgomery-Fairweather of Upper Slaughter", "山田 花子", "[/]Eve [b]Adams")


def gone_home(hub: Hub, name: str, opening: int, **known: object) -> int:
    """Somebody who was here, and is not any more."""
    person = hub.person(name, opening, **known)
    queue.leave(hub.wb, next(row.id for row in queue.rows(hub.wb) if row.person == person))
    return person


def busy(hub: Hub) -> None:
    """Something in every group, at 10:42 of the demonstration day."""
    hub.clock.ahead(days=-20)
    retail = openings.create(hub.wb, "retail_cs", seats=6, starts=TODAY + timedelta(days=13))
    openings.create(hub.wb, "telecom_tech", seats=12, starts=TODAY + timedelta(days=20))
    stopped = gone_home(hub, NAMES[3], retail)
    hub.take_to(hub.application(stopped), MilestoneId.MOCK_CALL)
    hub.hand_over(hub.take(hub.application(stopped), 2, Result.NOT_YET).slip)
    waits = gone_home(hub, "Waits Long", retail)
    hub.take(hub.application(waits))
    for row in hub.rows("select id from slip where state = 'draft'"):
        hub.hand_over(row["id"])
    hub.clock.ahead(days=20, minutes=-60)
    joan = gone_home(hub, NAMES[0], retail, mobile="0917 123 4567")
    long_name = gone_home(hub, NAMES[1], retail)
    promises.make(hub.wb, joan, "Call with the exam result", TODAY, "10:30")
    promises.make(hub.wb, long_name, "Text the time for Thursday", TODAY, "11:00")
    promises.make(hub.wb, joan, "Answer to a thank-you note", TODAY)
    promises.make(hub.wb, joan, "Call about the night shift", TODAY + timedelta(days=1))
    hub.person(NAMES[2], retail)
    hub.clock.ahead(minutes=20)
    left = hub.person("Left Open", retail)
    sheet = attempts.sheet(hub.wb, attempts.open_or_start(hub.wb, hub.application(left)))
    attempts.rate(hub.wb, sheet.attempt, sheet.lines[0].criterion.id, 5)
    queue.leave(hub.wb, next(row.id for row in queue.rows(hub.wb) if row.person == left))
    hub.clock.ahead(minutes=20)
    owed = hub.person("Owed Slip", retail)
    hub.take(hub.application(owed), 2, Result.NOT_YET)
    hub.clock.ahead(minutes=20)
    booked = people.add(hub.wb, people.NewPerson("Booked Later"))
    queue.book(hub.wb, booked, datetime(2026, 8, 12, 14, 0))


def one_promise(hub: Hub) -> None:
    """Nothing but a promise."""
    promises.make(hub.wb, people.add(hub.wb, people.NewPerson("Joan Alcaraz")), "Call back", TODAY)


def today_of(driver: Driver) -> TodayScreen:
    """The place, which must be in front."""
    assert isinstance(driver.app.screen, TodayScreen)
    return driver.app.screen


async def stand_on(driver: Driver, title: str) -> None:
    """Go with Tab to the group under a head."""
    screen = today_of(driver)
    for _ in range(12):
        head = [line for line in screen.focused.lines[: screen.focused.at] if line.head]  # type: ignore[union-attr]
        if head and head[-1].left[0][0] == title:
            return
        await driver.press("tab")
    raise AssertionError(title)


async def test_every_group_says_how_much_there_is_and_what_is_late(tmp_path: Path) -> None:
    async with driving(tmp_path, busy, start="today") as driver:
        lines = driver.text().splitlines()
        assert lines[2].startswith("  Promises due  3 today, 1 late")
        assert lines[3][:28] == "▌   ! Joan Alcaraz          "
        assert lines[3][28:78] == f"{'Call with the exam result':<39}12 min late"
        shown = "\n".join(line[:80] for line in lines)
        for head in (
            "Waiting too long  1 in the queue, 1 at a milestone",
            "Slips owed  1, oldest 20 min",
            "Drafts open  1",
            "Retests ready  1 in all",
        ):
            assert head in shown
        assert "Applied, ratings 1 of" in shown
        assert "Mock call, attempt 2" in shown
        assert "Classes at risk  2 of 2" in driver.text()
        assert "Today so far" in driver.text()


@pytest.mark.parametrize(
    ("title", "page"),
    [
        ("Promises due", PersonScreen),
        ("Slips owed", SlipScreen),
        ("Drafts open", ScoreScreen),
        ("Retests ready", PersonScreen),
        ("Waiting too long", QueueScreen),
        ("In the hub", QueueScreen),
        ("Classes at risk", OpeningsScreen),
    ],
)
async def test_every_line_opens_where_the_work_is_done(tmp_path: Path, title: str, page: type) -> None:
    async with driving(tmp_path, busy, start="today") as driver:
        await stand_on(driver, title)
        await driver.press("enter")
        assert isinstance(driver.app.screen, page)


async def test_whoever_waits_too_long_is_focused_in_the_queue(tmp_path: Path) -> None:
    async with driving(tmp_path, busy, start="today") as driver:
        await driver.press("g", "q", "right", "right", "g", "t")
        await stand_on(driver, "Waiting too long")
        await driver.press("enter")
        screen = driver.app.screen
        assert isinstance(screen, QueueScreen)
        assert screen.query_one(TabsRow).current == "all"
        assert screen.row is not None
        assert screen.row.name == NAMES[2]


async def test_a_class_at_risk_is_focused_among_the_openings(tmp_path: Path) -> None:
    async with driving(tmp_path, busy, start="today") as driver:
        await stand_on(driver, "Classes at risk")
        await driver.press("down", "enter")
        screen = driver.app.screen
        assert isinstance(screen, OpeningsScreen)
        table: RecordTable[Any] = screen.query_one(RecordTable)
        assert table.row is not None
        assert table.row.account == "telecom_tech"


async def test_done_keeps_the_promise_and_undo_brings_it_back(tmp_path: Path) -> None:
    async with driving(tmp_path, busy, start="today") as driver:
        await driver.press("d")
        assert driver.notice() == "● Promise to Joan Alcaraz kept.   u undo"
        assert "Promises due  2 today" in driver.text()
        assert "Call with the exam result" not in driver.text()
        assert today_of(driver).line_id
        await driver.press("u")
        assert "Promises due  3 today, 1 late" in driver.text()


async def test_later_moves_it_out_of_today_in_two_keys(tmp_path: Path) -> None:
    async with driving(tmp_path, busy, start="today") as driver:
        await driver.press("l", "2")
        assert driver.notice() == "● Promise to Joan Alcaraz moved to Thu 13 Aug.   u undo"
        assert "Promises due  2 today" in driver.text()


async def test_a_promise_is_closed_with_a_word(tmp_path: Path) -> None:
    async with driving(tmp_path, busy, start="today") as driver:
        await driver.press("D", "enter")
        assert "In a word is needed." in driver.text()
        await driver.press(*"gone", "enter")
        assert driver.notice() == "● Promise to Joan Alcaraz closed, not kept.   u undo"
        assert driver.hub.value("select outcome from promise where closed_at > 0") == "gone"


async def test_keys_of_promises_say_why_they_do_not_work_elsewhere(tmp_path: Path) -> None:
    async with driving(tmp_path, busy, start="today") as driver:
        await stand_on(driver, "Slips owed")
        footer = driver.text().splitlines()[-1]
        assert "d done" not in footer
        assert "f slip" in footer
        await driver.press("d")
        assert "Promise kept: this is no promise." in driver.notice()


async def test_contact_and_slip_of_the_focused_person(tmp_path: Path) -> None:
    async with driving(tmp_path, busy, start="today") as driver:
        await driver.press("c")
        assert isinstance(driver.app.screen, PersonScreen)
        assert "+639171234567" in driver.text()
        await driver.press("escape")
        await stand_on(driver, "Retests ready")
        await driver.press("f")
        assert isinstance(driver.app.screen, SlipScreen)


async def test_tab_goes_through_the_groups_the_pane_and_round_again(tmp_path: Path) -> None:
    async with driving(tmp_path, busy, start="today") as driver:
        screen = today_of(driver)
        first = screen.line_id
        seen = [first]
        for _ in range(7):
            await driver.press("tab")
            seen.append(screen.line_id)
        assert seen[-1] == first
        assert len(set(seen)) == 7
        await driver.press("shift+tab")
        assert screen.line_id == seen[-2]


async def test_the_whole_list_of_a_group_is_one_key_away(tmp_path: Path) -> None:
    async with driving(tmp_path, busy, start="today") as driver:
        await stand_on(driver, "Retests ready")
        await driver.press("m")
        screen = driver.app.screen
        assert isinstance(screen, FollowUpScreen)
        assert screen.query_one(TabsRow).current == "retests"
        await driver.press("g", "t")
        await stand_on(driver, "Promises due")
        await driver.press("m")
        assert screen.query_one(TabsRow).current == "promises"
        assert "Call about the night shift"[:14] in driver.text()
        await driver.press("g", "t")
        await stand_on(driver, "Slips owed")
        await driver.press("m")
        assert isinstance(driver.app.screen, SlipsScreen)


async def test_what_does_not_fit_is_counted_and_the_focus_reaches_every_group(tmp_path: Path) -> None:
    def many(hub: Hub) -> None:
        busy(hub)
        joan = hub.value("select id from person where name = :name", name=NAMES[0])
        for number in range(12):
            promises.make(hub.wb, joan, f"Call {number}", TODAY)

    async with driving(tmp_path, many, size=NARROW, start="today") as driver:
        lines = driver.text().splitlines()
        assert lines[2] == f"{'  Promises due  15 today, 1 late':<71}13 more"
        assert "Classes at risk  2 of 2" in driver.text()
        assert lines[20].strip()
        assert not lines[21].strip()


async def test_a_minute_later_what_was_in_time_is_late(tmp_path: Path) -> None:
    async with driving(tmp_path, busy, start="today") as driver:
        assert "1 late" in driver.text()
        driver.hub.clock.ahead(minutes=30)
        today_of(driver).tick()
        await driver.settle()
        assert "Promises due  3 today, 2 late" in driver.text()


async def test_it_says_when_all_is_done_and_the_keys_go_on(tmp_path: Path) -> None:
    async with driving(tmp_path, one_promise, start="today") as driver:
        await driver.press("d")
        assert "All done. Nobody is waiting for you." in driver.text()
        assert "Nothing is promised, owed or late." in driver.text()
        await driver.press("u")
        assert "Call back" in driver.text()
        assert today_of(driver).focused_promise()


async def test_a_new_workbook_says_how_to_begin(tmp_path: Path) -> None:
    async with driving(tmp_path, start="today") as driver:
        assert "A fresh start." in driver.text()
        assert "In the hub" not in driver.text()
        await driver.press("d")
        assert "this is no promise" in driver.notice()


async def test_hidden_names_show_on_no_line(tmp_path: Path) -> None:
    async with driving(tmp_path, busy, start="today") as driver:
        await driver.press("H")
        shown = driver.text()
        for name in ("Alcaraz", "Montgomery", "花子", "Adams", "Waits", "Owed Slip"):
            assert name not in shown
        await driver.press("d")
        assert "Joan" not in driver.text()


async def test_a_cursor_key_asks_the_workbook_nothing(tmp_path: Path) -> None:
    async with driving(tmp_path, busy, start="today") as driver:
        before = driver.app.bridge.calls
        await driver.press("down", "tab", "up")
        assert driver.app.bridge.calls == before


@pytest.mark.parametrize(
    ("size", "theme", "ascii_only"),
    [(WIDE, "dark", False), (NARROW, "dark", False), (WIDE, "light", False), (NARROW, "dark", True)],
)
def test_mid_morning(tmp_path: Path, snap_compare: Any, size: tuple[int, int], theme: str, ascii_only: bool) -> None:
    """Groups with counts, the late promise in amber, long, wide and hostile names; beside them the hub."""
    app, hub = program(tmp_path, busy, theme=theme, ascii_only=ascii_only, start="today")
    assert snap_compare(app, terminal_size=size, run_before=pressing(app, hub))


@pytest.mark.parametrize("prepare", [None, one_promise], ids=["new", "all_done"])
def test_nothing_due(tmp_path: Path, snap_compare: Any, prepare: Callable[[Hub], None] | None) -> None:
    """A kind sentence, a fact, and the keys that go on; a new workbook has no pane."""
    app, hub = program(tmp_path, prepare or (lambda _hub: None), start="today")
    assert snap_compare(app, terminal_size=WIDE, run_before=pressing(app, hub, *(["d"] if prepare else [])))


def test_without_colour(tmp_path: Path, snap_compare: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The focus is reverse video; nothing is told by colour alone."""
    monkeypatch.setenv("NO_COLOR", "1")
    app, hub = program(tmp_path, busy, start="today")
    assert snap_compare(app, terminal_size=WIDE, run_before=pressing(app, hub, "tab"))


def written(hub: Hub) -> None:
    """Joan sent a thank-you note, Ana asked to be erased."""
    opening = hub.opening()
    joan, ana = gone_home(hub, "Joan Alcaraz", opening), gone_home(hub, "Ana Lim", opening)
    touches.log(hub.wb, joan, Outcome.THANK_YOU, words="Thank you all")
    requests.ask(hub.wb, ana, requests.Kind.ERASE)


async def test_what_people_wrote_or_asked_opens_where_it_is_answered(tmp_path: Path) -> None:
    async with driving(tmp_path, written, start="today") as driver:
        assert re.search(r"Joan Alcaraz +a thank-you note +by 13 Aug", driver.text())
        assert re.search(r"Ana Lim +asked to be erased +today", driver.text())
        await stand_on(driver, "Requests to do")
        await driver.press("enter")
        assert "Their rights  Ana Lim" in driver.text()
        assert "1–8 choose" in driver.text()
        await driver.press("escape", "escape")
        await stand_on(driver, "Replies to give")
        await driver.press("enter")
        assert driver.app.page is driver.app.get_screen("follow_up")
        assert "Thank you all" in driver.text()
