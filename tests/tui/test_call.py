"""The call console from the card to the end: the clock, the scenarios, what ends a call, and how it looks."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input

from domain.model.terms import Result
from domain.workbook import attempts, calls, decisions
from domain.workbook.calls import JotKind, Phase
from tests.tui.call_console import attempt_of, console, entries, later, playing, reading, waiting
from tests.tui.driving import NARROW, WIDE, Driver, driving, pressing, program
from tui.screens.call import CallScreen
from tui.screens.form import Form
from tui.screens.score import ScoreScreen
from tui.widgets.bars import HeaderBar
from tui.widgets.big_clock import BigClock, rows_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from tests.workbook.hub import Hub


async def test_space_gives_the_card_starts_and_stops(tmp_path: Path) -> None:
    async with driving(tmp_path, waiting()) as driver:
        await driver.press("enter", "space")
        assert console(driver).phase is Phase.READING
        await later(driver, seconds=20)
        assert console(driver).query_one(BigClock).text == "0:40"
        await later(driver, seconds=41)
        assert "The minute is over." in driver.notice()
        await driver.press("space")
        await later(driver, seconds=134)
        assert console(driver).query_one(BigClock).text == "2:14"
        await driver.press("space")
        assert console(driver).phase is Phase.OVER
        assert "Call over, 2:14." in driver.notice()
        assert calls.running(driver.hub.wb) is None


async def test_a_page_that_is_left_while_its_act_goes_on_is_no_error(tmp_path: Path) -> None:
    async with driving(tmp_path, playing()) as driver:
        await driver.press("enter")
        page, left = console(driver), asyncio.Event()

        async def stop() -> None:
            await left.wait()
            await page.clock_key()

        driver.app.run_guarded(stop())
        await driver.pilot.press("escape", "escape")
        left.set()
        await driver.settle()
        assert "did not expect" not in driver.text()
        assert calls.running(driver.hub.wb) is None
        assert "call over" in driver.notice()


async def test_the_arrows_leaf_through_what_they_have_not_had(tmp_path: Path) -> None:
    async with driving(tmp_path, waiting()) as driver:
        await driver.press("enter")
        first = console(driver).scenario
        await driver.press("right")
        second = console(driver).scenario
        assert first is not None
        assert second is not None
        assert first.id != second.id
        await driver.press("left")
        assert console(driver).scenario == first
        await driver.press("right", "space", "right")
        scenario = console(driver).scenario
        assert scenario is not None
        assert scenario.id == second.id


async def test_the_curveball_stands_from_ten_seconds_before_and_b_puts_it_away(tmp_path: Path) -> None:
    async with driving(tmp_path, playing()) as driver:
        await driver.press("enter")
        assert "Begin with" in driver.text()
        await later(driver, seconds=109)
        assert "putting this online" not in driver.text()
        await driver.press("b")
        assert entries(driver) == []
        await later(driver, seconds=1)
        assert "Say soon" in driver.text()
        assert "putting this online right now" in driver.text()
        await later(driver, seconds=10)
        assert "Say now" in driver.text()
        await driver.press("b")
        assert "Say now" not in driver.text()
        assert entries(driver) == ["said"]


async def test_u_after_the_end_lets_the_call_run_on(tmp_path: Path) -> None:
    async with driving(tmp_path, playing()) as driver:
        await driver.press("enter", "o")
        await later(driver, seconds=30)
        await driver.press("space", "u")
        assert console(driver).phase is Phase.RUNNING
        assert entries(driver) == ["mark o"]


async def test_a_new_start_is_free_in_the_first_twenty_seconds(tmp_path: Path) -> None:
    async with driving(tmp_path, reading()) as driver:
        await driver.press("space", "o")
        assert "R start anew" in driver.notice()
        await later(driver, seconds=15)
        await driver.press("R")
        assert console(driver).phase is Phase.READING
        await driver.press("space", "R")
        assert "only once" in driver.notice()
        assert entries(driver) == []


async def test_p_and_n_wait_until_the_clock_has_stopped(tmp_path: Path) -> None:
    async with driving(tmp_path, playing()) as driver:
        await driver.press("enter", "p")
        assert "stop the clock first" in driver.notice()
        attempt = attempt_of(driver)
        await driver.press("escape")
        driver.hub.rate(attempt, 4)
        await driver.press("p", "p")  # the first asks whether the ratings are finished
        assert "A call is under way." in driver.text()
        assert attempts.sheet(driver.hub.wb, attempt).result is None


async def test_between_two_calls_p_asks_why_it_is_decided_without_the_other(tmp_path: Path) -> None:
    async with driving(tmp_path, playing()) as driver:
        await driver.press("enter", "space", *"55555555", "p")
        assert isinstance(driver.app.screen, Form)
        assert "1 of 2 calls was played." in driver.text()
        await driver.press("escape", "escape")
        assert isinstance(driver.app.screen, ScoreScreen)
        assert "Call 2 of 2 is still to be played." in driver.notice()
        assert not attempts.sheet(driver.hub.wb, attempt_of(driver)).finished_at
        await driver.press("p")
        assert isinstance(driver.app.screen, Form)
        await driver.press(*"noise", "enter")
        await driver.press("f10")
        assert driver.hub.value("select reason from attempt where result = 'passed' order by id desc") == "noise"


async def test_the_whole_call_is_taken_back_with_one_key_and_comes_back_with_another(tmp_path: Path) -> None:
    async with driving(tmp_path, playing()) as driver:
        await driver.press("enter", "o", "k")
        await later(driver, seconds=60)
        await driver.press("space", "Z")
        assert console(driver).phase is None
        assert attempts.sheet(driver.hub.wb, attempt_of(driver)).calls == ()
        await driver.press("u")
        assert console(driver).phase is Phase.OVER
        assert entries(driver) == ["mark o", "mark k"]


async def test_when_all_scenarios_were_had_it_says_so(tmp_path: Path) -> None:
    def all_had(hub: Hub) -> None:
        waiting(account="saas_chat")(hub)
        application = int(hub.value("select application from person"))
        attempt = attempts.open_or_start(hub.wb, application)
        for scenario in ("ch01", "ch02"):
            call = calls.begin(hub.wb, attempt, scenario)
            calls.start(hub.wb, call)
            calls.stop(hub.wb, call)
        hub.rate(attempt, 2)
        decisions.decide(hub.wb, attempt, Result.NOT_YET)
        hub.clock.ahead(days=60)
        attempts.open_or_start(hub.wb, application)

    async with driving(tmp_path, all_had, start="people") as driver:
        await driver.press("enter", "enter")
        assert isinstance(driver.app.screen, CallScreen)
        assert "Joan Alcaraz has had all 2 scenarios." in driver.notice()
        await driver.press("space")
        assert "There is no scenario to play." in driver.text()


async def test_two_customers_of_a_chat_wait_each_with_their_own_clock(tmp_path: Path) -> None:
    async with driving(tmp_path, playing("ch01", account="saas_chat")) as driver:
        await driver.press("enter")
        await later(driver, seconds=30)
        assert "Sam waits  0:30  since 0:00, first answer due in 0:45" in driver.text()
        await driver.press("a")
        await later(driver, seconds=20)
        shown = driver.text()
        assert "Sam has an answer" in shown
        assert "! Mei waits  0:50" in shown
        await driver.press("l", "a")
        await later(driver, seconds=95)
        assert "! Sam waits  1:35  since 0:50, answer due in 1:30" in driver.text()
        await driver.press("a")
        await driver.press("space")
        (call,) = attempts.sheet(driver.hub.wb, attempt_of(driver)).calls
        assert (call.counts.first_reply, call.counts.longest_gap) == (50_001, 95_000)


def test_the_clock_is_made_of_cells() -> None:
    rows = rows_of("2:14", "#")
    assert len(rows) == 5
    assert {len(row) for row in rows} == {26}
    assert rows[0] == "######      ####    ##  ##"


async def test_the_debt_is_not_shown_in_a_live_call(tmp_path: Path) -> None:
    async with driving(tmp_path, playing()) as driver:
        await driver.press("enter")
        assert not console(driver).query_one(HeaderBar).show_debt


HOSTILE = ("[/] [HR] Ann", "[@click=app.quit]go[/]", "山田 花子", "Wide " * 23, "a\\[b [red]x[/red]")


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
async def test_hostile_names_and_words_are_shown_as_they_are(tmp_path: Path, name: str) -> None:
    async with driving(tmp_path, playing(name=name)) as driver:
        await driver.press("o", "e")
        console(driver).query_one(Input).value = name[:20]
        await driver.press("enter")
        assert name[:12] in driver.text().splitlines()[0]
        assert name[:10] in driver.text().splitlines()[-12] or name[:10] in driver.text()


# How it looks.


def shot(driver_keys: tuple[str, ...], app: Any, hub: Hub, *, after: float = 0) -> Callable[[Pilot[None]], Any]:
    """What a picture does before it is taken: keys, and then so many seconds."""
    press = pressing(app, hub, *driver_keys)

    async def before(pilot: Pilot[None]) -> None:
        await press(pilot)
        hub.clock.ahead(seconds=after)
        app.screen.notices.clear()  # what is told is there for some seconds only
        app.screen.tick_call()
        await Driver(app, pilot, hub).settle()

    return before


def under_way(*pressed: tuple[float, str], scenario: str = "mk02", **more: Any) -> Callable[[Hub], None]:
    """A call in which these keys were pressed, each so many seconds after the one before."""
    kinds = {**{str(n): JotKind.FACT for n in range(6, 10)}, "v": JotKind.CHECK, "b": JotKind.SAID}

    def prepare(hub: Hub) -> None:
        playing(scenario, **more)(hub)
        call = int(hub.value("select id from call"))
        for seconds, key in pressed:
            hub.clock.ahead(seconds=seconds)
            kind = kinds.get(key, JotKind.MARK)
            calls.jot(hub.wb, call, kind, str(int(key) - 6) if kind is JotKind.FACT else key)

    return prepare


SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])


@SIZES
def test_before_the_start(tmp_path: Path, snap_compare: Any, size: tuple[int, int]) -> None:
    """Who to be, what to begin with, the facts and what unlocks them, what a good call holds; a minute counts down."""
    app, hub = program(tmp_path, reading())
    assert snap_compare(app, terminal_size=size, run_before=shot((), app, hub, after=23))


@SIZES
def test_a_hold_runs(tmp_path: Path, snap_compare: Any, size: tuple[int, int]) -> None:
    """The clock, marks with their counts, one amber line with the seconds of the hold, the log newest first."""
    app, hub = program(tmp_path, under_way((22, "v"), (22, "o"), (7, "6"), (11, "k"), (20, "h")))
    assert snap_compare(app, terminal_size=size, run_before=shot(("4", "5"), app, hub, after=12))


@SIZES
def test_the_curveball_is_due(tmp_path: Path, snap_compare: Any, size: tuple[int, int]) -> None:
    """The words of the curveball on their own tone, amber, with the key that puts them away."""
    app, hub = program(tmp_path, under_way((22, "v"), (22, "o"), (76, "t")))
    assert snap_compare(app, terminal_size=size, run_before=shot((), app, hub, after=4))


@SIZES
def test_the_clock_has_stopped(tmp_path: Path, snap_compare: Any, size: tuple[int, int]) -> None:
    """The length stands still, muted, and the notice says what is next."""
    app, hub = program(tmp_path, under_way((22, "v"), (22, "o"), (190, "i"), (100, "k")))
    assert snap_compare(app, terminal_size=size, run_before=shot(("space",), app, hub))


@SIZES
def test_the_briefing_card(tmp_path: Path, snap_compare: Any, size: tuple[int, int]) -> None:
    """The candidate's card and nothing else."""
    app, hub = program(tmp_path, reading())
    assert snap_compare(app, terminal_size=size, run_before=pressing(app, hub, "c"))


@SIZES
def test_a_chat_with_two(tmp_path: Path, snap_compare: Any, size: tuple[int, int]) -> None:
    """Two customers, each with how long they wait; who waits too long is amber."""
    app, hub = program(tmp_path, under_way((20, "o"), scenario="ch01", account="saas_chat"))
    assert snap_compare(app, terminal_size=size, run_before=shot(("a",), app, hub, after=30))


def test_ratings_at_80_columns(tmp_path: Path, snap_compare: Any) -> None:
    """Tab puts the ratings, with their anchors, where the card was; clock and marks stay."""
    app, hub = program(tmp_path, under_way((22, "v"), (22, "o")))
    assert snap_compare(app, terminal_size=NARROW, run_before=shot(("4", "5", "tab"), app, hub, after=5))


@SIZES
def test_a_hostile_name(tmp_path: Path, snap_compare: Any, size: tuple[int, int]) -> None:
    """The name and the words that were typed are shown as they are."""
    app, hub = program(tmp_path, under_way((22, "o"), name="[/] 山田 [@click=app.quit]"))
    keys = ("e", "left_square_bracket", "slash", "right_square_bracket", "enter")
    assert snap_compare(app, terminal_size=size, run_before=shot(keys, app, hub, after=5))


def test_in_ascii_and_light(tmp_path: Path, snap_compare: Any) -> None:
    """Without glyphs and on a light ground."""
    app, hub = program(tmp_path, under_way((22, "v"), (22, "o"), (30, "d")), theme="light", ascii_only=True)
    assert snap_compare(app, terminal_size=WIDE, run_before=shot((), app, hub, after=7))
