"""Follow-up: everything that is due by its day, with how and when to reach each person."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from domain.workbook import follow_up, promises
from tests.tui.driving import NARROW, WIDE, driving, pressing, program
from tests.tui.test_today import busy
from tests.workbook.hub import TODAY
from tui.screens import follow_up as place
from tui.screens.follow_up import FollowUpScreen
from tui.screens.person import PersonScreen
from tui.screens.score import ScoreScreen
from tui.screens.slip import SlipScreen
from tui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.driving import Driver
    from tests.workbook.hub import Hub


def screen_of(driver: Driver) -> FollowUpScreen:
    """The place, which must be in front."""
    assert isinstance(driver.app.screen, FollowUpScreen)
    return driver.app.screen


async def stand_on(driver: Driver, what: str) -> None:
    """Go down to the row that is about something."""
    await driver.press("home")
    for _ in range(12):
        row = screen_of(driver).row
        if row is not None and row.what.startswith(what):
            return
        await driver.press("down")
    raise AssertionError(what)


def away(hub: Hub) -> None:
    """The busy morning; Joan lives in another zone, and Eve sleeps in the morning."""
    busy(hub)
    ids = {row["name"]: row["id"] for row in hub.rows("select id, name from person")}
    hub.wb.store.do(
        "moved", lambda act: act.update("person", ids["Joan Alcaraz"], zone="America/Bogota", channel="sms")
    )
    hub.wb.store.do(
        "asked", lambda act: act.update("person", ids["[/]Eve [b]Adams"], window_from="14:00", window_to="20:00")
    )


async def test_who_why_by_when_by_which_channel_and_whether_now_is_good(tmp_path: Path) -> None:
    async with driving(tmp_path, away, start="follow_up") as driver:
        found = [" | ".join(re.split(r" {2,}", line[4:78].strip())) for line in driver.text().splitlines()[4:12]]
        assert found == [
            "! Waits Long | Waits, phone | 16 d late | 10:42 | ● now",
            "! Joan Alcaraz | Call with the exa… | 12 min | Text 21:42 | Wed 9:00",
            "► Christabel Anne M… | Text the time for… | 11:00 | 10:42 | ● now",
            "► Joan Alcaraz | Answer to a thank… | today | Text 21:42 | Wed 9:00",
            "► [/]Eve [b]Adams | Retest, mock call | 6 Aug | 10:42 | 14:00",
            "· Joan Alcaraz | Call about the ni… | 13 Aug | Text 21:42 | Wed 9:00",
            "○ Owed Slip | Slip, applied | 14 Aug | 10:42 | ● now",
            "… Left Open | Left open, applied | 14 Aug | 10:42 | ● now",
        ]


async def test_tabs_show_one_kind_with_its_count(tmp_path: Path) -> None:
    async with driving(tmp_path, busy, start="follow_up") as driver:
        assert "All 9  Promises 4  Replies 0  Touches 0  Waiting 1  Slips 1" in driver.text()
        await driver.press("right")
        shown = driver.text()
        assert "Call about the ni" in shown
        assert "Retest, mock call" not in shown
        await driver.press("left", "left")
        assert "Retest, mock call" in driver.text()
        assert "Drafts 1  Pool 0  Retests 2" in driver.text()


@pytest.mark.parametrize(
    ("what", "page"),
    [("Call with", PersonScreen), ("Retest", PersonScreen), ("Slip", SlipScreen), ("Left open", ScoreScreen)],
)
async def test_enter_opens_where_the_work_is_done(tmp_path: Path, what: str, page: type) -> None:
    async with driving(tmp_path, busy, start="follow_up") as driver:
        await stand_on(driver, what)
        await driver.press("enter")
        assert isinstance(driver.app.screen, page)


async def test_done_later_and_undo(tmp_path: Path) -> None:
    async with driving(tmp_path, busy, start="follow_up") as driver:
        await stand_on(driver, "Call with")
        await driver.press("d")
        assert "Promises 3" in driver.text()
        assert "kept.   u undo" in driver.notice()
        await driver.press("u")
        assert "Promises 4" in driver.text()
        await stand_on(driver, "Call with")
        await driver.press("l", "3")
        assert "moved to Fri 14 Aug" in driver.notice()
        assert screen_of(driver).row is not None


async def test_one_key_logs_what_came_of_it_and_the_next_step_follows(tmp_path: Path) -> None:
    async with driving(tmp_path, busy, start="follow_up") as driver:
        await stand_on(driver, "Call with")
        await driver.press("C")
        assert "No answer" in driver.text()
        await driver.press("2")
        assert "no answer." in driver.notice()
        await stand_on(driver, "Call with")
        assert "1 try a day is the most" in " ".join(re.split(r"\s+", driver.text()))
        await driver.press("u", "C", "1")
        assert "Joan Alcaraz reached. The promise is kept." in driver.notice()
        assert "Promises 3" in driver.text()
        await stand_on(driver, "Waits")
        await driver.press("C", "7")
        await driver.press(*"hello", "enter")
        assert "Check-in of Waits Long noted. Answer it by Thu 13 Aug." in driver.notice()
        assert "Replies 1" in driver.text()
        await stand_on(driver, "Check-in")
        assert "hello" in driver.text()
        await driver.press("d")
        assert "Replies 0" in driver.text()


async def test_a_stop_is_named_beside_everything_that_is_due(tmp_path: Path) -> None:
    async with driving(tmp_path, busy, size=NARROW, start="follow_up") as driver:
        await stand_on(driver, "Waits")
        await driver.press("C", "4")
        await driver.press(*"STOP", "enter")
        assert "wants no more contact. Nobody contacts them any more." in driver.notice()
        await driver.press("escape", "home")
        assert "\u25a0 stop" in driver.text()
        await driver.press("C")
        assert "they asked not to be contacted" in driver.text()


async def test_what_is_put_off_says_until_when_and_why(tmp_path: Path) -> None:
    async with driving(tmp_path, busy, start="follow_up") as driver:
        await stand_on(driver, "Waits")
        await driver.press("l")
        assert "They asked for it" in driver.text()
        await driver.press("4", *"on leave", "enter")
        assert "Put off for Waits Long until Thu 13 Aug." in driver.notice()
        await stand_on(driver, "Waits")
        assert "Put off: on leave" in driver.text()
        assert "13 Aug" in driver.text()


async def test_promises_kept_in_time_stand_beside_the_list_of_promises(tmp_path: Path) -> None:
    async with driving(tmp_path, busy, start="follow_up") as driver:
        assert "Kept in time" not in driver.text()
        await driver.press("right")
        await driver.press("d")
        assert re.search(r"Kept in time, 30 days\s+0% of 1", driver.text())


async def test_what_was_done_elsewhere_is_gone_after_a_reload(tmp_path: Path) -> None:
    async with driving(tmp_path, busy, start="follow_up") as driver:
        for row in promises.listing(driver.hub.wb):
            promises.keep(driver.hub.wb, row.id)
        screen_of(driver).reload()
        await driver.settle()
        assert "Promises 0" in driver.text()
        assert "Call with" not in driver.text()


async def test_a_list_longer_than_its_first_part_is_there_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follow_up, "FIRST", 1)
    monkeypatch.setattr(follow_up, "SLICE", 1)
    monkeypatch.setattr(place, "AHEAD", 1)
    async with driving(tmp_path, busy, start="follow_up") as driver:
        table: RecordTable[Any] = screen_of(driver).query_one(RecordTable)
        await driver.press("G")
        assert len(table.ids) == 9
        assert table.at == 8
        assert screen_of(driver).row is not None
        await driver.press("g", "g")
        assert table.at == 0


def retests(hub: Hub, number: int) -> None:
    """So many people whose retest is open."""
    day = (TODAY - timedelta(days=3)).isoformat()
    rows = [{"name": f"Person {one}", "milestone": "exam", "state": "not_yet", "retest": day} for one in range(number)]
    hub.wb.store.do("many", lambda act: act.insert_many("person", rows))


@pytest.mark.parametrize("number", [1_000, 3_000])
async def test_an_act_reads_the_part_in_sight_again_and_not_the_whole_list(tmp_path: Path, number: int) -> None:
    """As many questions, and as many ids, whether a thousand people wait for their retest or three thousand."""

    def prepare(hub: Hub) -> None:
        joan = hub.person("Joan Alcaraz")
        for hour in ("11:00", "12:00"):
            promises.make(hub.wb, joan, f"Call at {hour}", TODAY, hour)
        retests(hub, number)

    async with driving(tmp_path, prepare, start="follow_up") as driver:
        table: RecordTable[Any] = screen_of(driver).query_one(RecordTable)
        assert len(table.ids) == 2 + follow_up.FIRST + place.AHEAD
        before = driver.app.bridge.calls
        await driver.press("d")
        assert len(table.ids) == 1 + follow_up.FIRST + place.AHEAD
        # On a busy machine the pane follows the row that was there before it follows the one that took its place.
        assert driver.app.bridge.calls - before <= 8
        await driver.press(*["ctrl+d"] * 20)
        assert len(table.ids) > table.at + place.AHEAD - 1
        assert screen_of(driver).row is not None
        at = table.current
        screen_of(driver).reload()
        await driver.settle()
        assert table.current == at


async def test_a_cramped_reason_is_written_out_above_the_footer(tmp_path: Path) -> None:
    async with driving(tmp_path, busy, size=NARROW, start="follow_up") as driver:
        await stand_on(driver, "Call with")
        assert driver.notice() == "► Call with the exam result, tell them today"
        await stand_on(driver, "Slip")
        assert driver.notice() == ""


async def test_nothing_to_follow_up_says_so(tmp_path: Path) -> None:
    async with driving(tmp_path, start="follow_up") as driver:
        assert "Nothing is due, and nothing is to come." in driver.text()
        await driver.press("right")
        assert "No promise is open." in driver.text()
        await driver.press("d")
        assert "nothing is due" in driver.notice()


async def test_hidden_names_hide_channels_as_well(tmp_path: Path) -> None:
    async with driving(tmp_path, away, start="follow_up") as driver:
        await driver.press("H")
        shown = driver.text()
        for name in ("Alcaraz", "Montgomery", "Adams", "Waits Long", "Text  21:42"):
            assert name not in shown


async def test_the_statements_of_a_cursor_key_do_not_grow(tmp_path: Path) -> None:
    def more(hub: Hub) -> None:
        busy(hub)
        joan = hub.value("select min(id) from person")
        for number in range(90):
            promises.make(hub.wb, joan, f"Call {number}", TODAY + timedelta(days=1))

    async with driving(tmp_path, more, start="follow_up") as driver:
        before = driver.app.bridge.calls
        await driver.press("down")
        assert driver.app.bridge.calls - before <= 1


@pytest.mark.parametrize(
    ("size", "theme", "ascii_only"),
    [(WIDE, "dark", False), (NARROW, "dark", True), (WIDE, "light", False)],
)
def test_all_that_is_due(
    tmp_path: Path, snap_compare: Any, size: tuple[int, int], theme: str, ascii_only: bool
) -> None:
    """Sign, person, reason, day, channel, their clock, whether now is good; the person beside it (wide only)."""
    app, hub = program(tmp_path, away, theme=theme, ascii_only=ascii_only, start="follow_up")
    assert snap_compare(app, terminal_size=size, run_before=pressing(app, hub, "down"))


def test_empty(tmp_path: Path, snap_compare: Any) -> None:
    """One sentence, one fact, and the keys that change it."""
    app, hub = program(tmp_path, start="follow_up")
    assert snap_compare(app, terminal_size=NARROW, run_before=pressing(app, hub))


def test_without_colour(tmp_path: Path, snap_compare: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The focus is reverse video; late and good stand in words."""
    monkeypatch.setenv("NO_COLOR", "1")
    app, hub = program(tmp_path, away, start="follow_up")
    assert snap_compare(app, terminal_size=WIDE, run_before=pressing(app, hub))
