"""The call console: every key at its second, nothing in the way of talking, and a slip a few keys after the call."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input

from domain.catalog import load
from domain.catalog.call_checks import MARK_KEYS as FREE_KEYS
from domain.catalog.call_checks import RESERVED
from domain.model.terms import MilestoneId, Result
from domain.workbook import attempts, calls, decisions, queue
from domain.workbook.calls import JotKind, Phase
from tests.tui.driving import NARROW, WIDE, Driver, driving, pressing, program
from tui.screens.call import CallScreen
from tui.screens.call_card import Card
from tui.screens.call_keys import MARK_KEYS
from tui.screens.form import Form
from tui.screens.score import ScoreScreen
from tui.widgets.bars import HeaderBar
from tui.widgets.big_clock import BigClock, rows_of
from tui.widgets.quote_row import QuoteRow
from tui.widgets.told import Timed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from tests.workbook.hub import Hub


def waiting(
    milestone: MilestoneId = MilestoneId.MOCK_CALL, account: str = "retail_cs", name: str = "Joan Alcaraz"
) -> Callable[[Hub], None]:
    """A hub in which one person waits at a milestone that is played."""

    def prepare(hub: Hub) -> None:
        hub.take_to(hub.application(hub.person(name, hub.opening(account))), milestone)

    return prepare


def reading(scenario: str = "mk02", **more: Any) -> Callable[[Hub], None]:
    """The same, and they have the card of a scenario in their hands."""

    def prepare(hub: Hub) -> None:
        waiting(**more)(hub)
        attempt = attempts.open_or_start(hub.wb, int(hub.value("select application from person")))
        calls.begin(hub.wb, attempt, scenario)

    return prepare


def playing(scenario: str = "mk02", **more: Any) -> Callable[[Hub], None]:
    """The same, and the clock has just been started."""

    def prepare(hub: Hub) -> None:
        reading(scenario, **more)(hub)
        hub.clock.ahead(seconds=45)
        calls.start(hub.wb, int(hub.value("select id from call")))
        hub.clock.ahead(milliseconds=1)  # two programs make ids of their own, in the order of time

    return prepare


def console(driver: Driver) -> CallScreen:
    """The console, which must be in front."""
    screen = driver.app.screen
    assert isinstance(screen, CallScreen)
    return screen


async def later(driver: Driver, **amount: float) -> None:
    """Let time go by and the second be shown."""
    driver.hub.clock.ahead(**amount)
    if isinstance(driver.app.screen, CallScreen):
        driver.app.screen.tick_call()
    driver.app.tick_call()
    await driver.pilot.pause()


def entries(driver: Driver) -> list[str]:
    """What stands in the call, as it is stored."""
    session = calls.console(driver.hub.wb, _attempt(driver)).session(driver.hub.clock())
    assert session is not None
    return [f"{entry.kind} {entry.key}".strip() for entry in session.entries]


def _attempt(driver: Driver) -> int:
    return int(driver.hub.value("select max(id) from attempt where finished_at = 0"))


async def click(driver: Driver, words: str, *, after: int = 0) -> None:
    """Click words where they stand on the screen, or so many cells behind their first one."""
    lines = driver.text().splitlines()
    y = next(n for n, line in enumerate(lines) if words in line)
    await driver.pilot.click(offset=(lines[y].index(words) + after, y))
    await driver.settle()


# from the card to the end --------------------------------------------------------------------------------------------


async def test_enter_in_the_queue_opens_the_console_and_esc_the_score_sheet(tmp_path: Path) -> None:
    async with driving(tmp_path, waiting()) as driver:
        await driver.press("enter")
        assert console(driver).phase is None
        assert "Space give the card" in driver.notice()
        await driver.press("escape")
        assert isinstance(driver.app.screen, ScoreScreen)
        await driver.press("space")
        assert isinstance(driver.app.screen, CallScreen)


def left_open(hub: Hub) -> None:
    """Somebody whose mock call was opened an hour ago, and not begun; they are not here any more."""
    waiting()(hub)
    attempts.open_or_start(hub.wb, int(hub.value("select application from person")))
    queue.leave(hub.wb, queue.rows(hub.wb)[0].id)
    hub.clock.ahead(hours=1)


@pytest.mark.parametrize(
    ("place", "keys"),
    [("board", ["p"]), ("board", ["n"]), ("today", ["enter"]), ("follow_up", ["enter"])],
)
async def test_a_call_that_is_to_be_played_is_opened_from_wherever_the_work_is_done(
    tmp_path: Path, place: str, keys: list[str]
) -> None:
    async with driving(tmp_path, left_open, start=place) as driver:
        if place != "board":
            await stand_on_draft(driver)
        await driver.press(*keys)
        assert console(driver).phase is None
        assert "Space give the card" in driver.notice()
        await driver.press("escape")
        assert isinstance(driver.app.screen, ScoreScreen)


async def stand_on_draft(driver: Driver) -> None:
    """Go on until the line of the open sheet has the focus."""
    for _ in range(12):
        row = next((line for line in driver.text().splitlines() if line.startswith("▌")), "")
        if "mock c" in row.lower():
            return
        await driver.press("down")
    raise AssertionError(driver.text())


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


async def test_letters_digits_and_checks_are_kept_with_their_second(tmp_path: Path) -> None:
    async with driving(tmp_path, playing()) as driver:
        await driver.press("enter")
        for key in ("o", "6", "v", "k"):
            await later(driver, seconds=10)
            await driver.press(key)
        assert entries(driver) == ["mark o", "fact 0", "check 0", "mark k"]
        shown = driver.text()
        for told in ("0:10  o open question", "0:20  6 fact", "0:30  v order number", "0:40  k kind line"):
            assert told in shown
        assert "1 of 3" in shown


async def test_a_letter_that_means_nothing_here_is_not_kept(tmp_path: Path) -> None:
    async with driving(tmp_path, playing()) as driver:
        await driver.press("enter", "x")
        assert "x marks nothing in this call." in driver.notice()
        assert entries(driver) == []


async def test_no_mark_before_the_start_and_none_after_the_end(tmp_path: Path) -> None:
    async with driving(tmp_path, reading()) as driver:
        await driver.press("enter", "o")
        assert "the clock does not run" in driver.notice()
        await driver.press("space")
        await later(driver, seconds=30)
        await driver.press("space", "o", "6", "v")
        assert entries(driver) == []


async def test_what_runs_is_one_amber_line_with_its_seconds(tmp_path: Path) -> None:
    async with driving(tmp_path, playing()) as driver:
        await driver.press("enter")
        await later(driver, seconds=127)
        await driver.press("d")
        await later(driver, seconds=7)
        assert "! Dead air  0:07  since 2:07, mark counts at 0:10" in driver.text()
        await later(driver, seconds=4)
        assert "! Dead air  0:11  since 2:07, counts" in driver.text()
        await driver.press("d")
        assert "! Dead air" not in driver.text()
        assert "2:07  d dead air 0:11" in driver.text()


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_marks_facts_checks_and_the_surprise_can_be_clicked(tmp_path: Path, size: tuple[int, int]) -> None:
    async with driving(tmp_path, playing(), size=size) as driver:
        await driver.press("enter")
        await later(driver, seconds=111)
        for words in ("open question", "kind line", "What was Friday?", "Order number", "said it", "dead air"):
            await click(driver, words)
        assert entries(driver) == ["mark o", "mark k", "fact 0", "check 0", "said", "mark d"]
        assert "Dead air  0:00" in driver.text()
        await click(driver, "d stop")
        session = console(driver).session
        assert session is not None
        assert calls.open_mark(session) is None


async def test_what_the_user_has_made_of_the_keys_stands_beside_what_they_do(tmp_path: Path) -> None:
    async with driving(tmp_path, playing()) as driver:
        driver.app.take_keymap({"call.fact.1": "z y", "call.check": "V", "call.said": "B", "call.mark.1": "A"})
        await driver.press("enter")
        await later(driver, seconds=111)
        for words in ("What was Friday?", "Order number", "B said it"):
            await click(driver, words)
        assert entries(driver) == ["fact 0", "check 0", "said"]
        done = driver.app.look.glyph("done")[0]
        happened = ("1:51  z fact", "1:51  V order number", "1:51  B the surprise")
        for told in (f"z {done} What was", f"V {done} Order number", *happened):
            assert told in driver.text()


async def test_what_stands_under_a_fact_is_its_place_too(tmp_path: Path) -> None:
    async with driving(tmp_path, playing()) as driver:
        await driver.press("enter")
        await click(driver, "Nobody is home")
        assert entries(driver) == ["fact 2"]


async def test_a_mark_that_is_clicked_while_words_are_typed_is_no_letter_of_them(tmp_path: Path) -> None:
    async with driving(tmp_path, playing()) as driver:
        await driver.press("enter", "e", "H", "i")
        await click(driver, "kind line")
        assert driver.app.screen.query_one(Input).value == "Hi"
        assert "mark k" in entries(driver)


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_ratings_can_be_clicked(tmp_path: Path, size: tuple[int, int]) -> None:
    async with driving(tmp_path, playing(), size=size) as driver:
        await driver.press("enter", *(["tab"] if size == NARROW else []))
        await click(driver, "1  2  3  4  5", after=9)
        await click(driver, "1 no  5 yes", after=7)
        await click(driver, "Recap and close")
        assert console(driver).at == 7
        await click(driver, "1  2  3  4  5")
        rated = {line.criterion.id: line.rating for line in attempts.sheet(driver.hub.wb, _attempt(driver)).lines}
        values = {key: rating.value for key, rating in rated.items() if rating is not None}
        assert values == {"mc.open": 4, "mc.verify": 5, "mc.close": 1}


async def test_letters_jump_to_marks(tmp_path: Path) -> None:
    async with driving(tmp_path, playing()) as driver:
        await driver.press("enter", "semicolon")
        lines, spots = driver.text().splitlines(), driver.app.screen.spots  # type: ignore[attr-defined]
        spot = next(spot for spot in spots if lines[spot.y][spot.x + 4 :].startswith("kind"))
        await driver.press(*spot.label)
        assert entries(driver) == ["mark k"]


async def test_u_takes_back_the_last_key_be_it_a_mark_or_a_rating(tmp_path: Path) -> None:
    async with driving(tmp_path, playing()) as driver:
        await driver.press("enter", "o", "4", "k", "u")
        assert entries(driver) == ["mark o", "rated mc.open"][:1]
        assert attempts.sheet(driver.hub.wb, _attempt(driver)).entered == 1
        await driver.press("u")
        assert attempts.sheet(driver.hub.wb, _attempt(driver)).entered == 0
        await driver.press("u", "u")
        assert entries(driver) == []
        assert "Nothing in this call is left to take back." in driver.notice()
        assert console(driver).phase is Phase.RUNNING


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


async def test_ratings_go_on_to_the_next_and_a_check_takes_yes_and_no(tmp_path: Path) -> None:
    async with driving(tmp_path, playing()) as driver:
        await driver.press("enter", "4", "3")
        assert "Press 5 for yes or 1 for no." in driver.notice()
        await driver.press("escape", "5", "0")
        rated = [line.rating for line in attempts.sheet(driver.hub.wb, _attempt(driver)).lines[:3]]
        assert [one.value if one and one.observed else one and "not observed" for one in rated] == [
            4,
            5,
            "not observed",
        ]
        await driver.press("up", "up", "2")
        assert "2 of 8" not in driver.text()
        assert "3 of 8" in driver.text()


async def test_words_are_typed_onto_the_mark_that_was_just_pressed(tmp_path: Path) -> None:
    async with driving(tmp_path, playing()) as driver:
        await driver.press("enter", "o")
        await later(driver, seconds=5)
        await driver.press("e")
        field = console(driver).query_one(Input)
        field.value = "What was Friday?"
        await driver.press("t", "enter")
        assert '"What was Friday?t"' in driver.text()
        assert entries(driver) == ["mark o"]
        await later(driver, seconds=60)
        await driver.press("e")
        console(driver).query_one(Input).value = "I am with you."
        await driver.press("escape")
        assert entries(driver) == ["mark o", "quote mc.open"]


async def test_words_are_stored_while_they_are_typed(tmp_path: Path) -> None:
    async with driving(tmp_path, playing()) as driver:
        await driver.press("enter", "o", "e")
        screen = console(driver)
        field = screen.query_one(Input)
        for words in ("What", "What was", "What was it?"):
            field.value = words
            await driver.pilot.pause()
            screen.query_one(QuoteRow).save()
            await driver.settle()
        session = calls.console(driver.hub.wb, _attempt(driver)).session(driver.hub.clock())
        assert session is not None
        assert [entry.quote for entry in session.entries] == ["What was it?"]
        await driver.press("escape", "u")
        assert [entry.quote for entry in console(driver).session.entries] == [""]  # type: ignore[union-attr]


async def test_a_critical_error_is_flagged_in_two_keys_and_its_quote_is_asked_after_the_call(tmp_path: Path) -> None:
    async with driving(tmp_path, playing()) as driver:
        await driver.press("enter")
        await later(driver, seconds=50)
        await driver.press("E")
        assert "Insults" not in driver.text()
        await driver.press("1")
        assert entries(driver) == ["flag mc.ce.privacy"]
        await later(driver, seconds=100)
        await driver.press("space")
        assert isinstance(driver.app.screen, Form)
        driver.app.screen.query_one(Input).value = "Your bill is 46.90"
        await driver.press("f10")
        noted = attempts.sheet(driver.hub.wb, _attempt(driver)).criticals
        assert [(one.error, one.quote) for one in noted] == [("mc.ce.privacy", "Your bill is 46.90")]


async def test_a_flag_without_its_quote_is_not_forgotten(tmp_path: Path) -> None:
    async with driving(tmp_path, playing()) as driver:
        await driver.press("enter", "E", "1")
        await later(driver, seconds=100)
        await driver.press("space", "escape")
        assert "A critical error was flagged at 0:00." in driver.notice()
        await driver.press("escape")
        assert "flagged, quote missing" in driver.text()
        await driver.press("space", "E")
        assert isinstance(driver.app.screen, Form)


async def test_p_and_n_wait_until_the_clock_has_stopped(tmp_path: Path) -> None:
    async with driving(tmp_path, playing()) as driver:
        await driver.press("enter", "p")
        assert "stop the clock first" in driver.notice()
        attempt = _attempt(driver)
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
        assert not attempts.sheet(driver.hub.wb, _attempt(driver)).finished_at
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
        assert attempts.sheet(driver.hub.wb, _attempt(driver)).calls == ()
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
        (call,) = attempts.sheet(driver.hub.wb, _attempt(driver)).calls
        assert (call.counts.first_reply, call.counts.longest_gap) == (50_001, 95_000)


# elsewhere -----------------------------------------------------------------------------------------------------------


async def test_the_clock_runs_on_in_every_header_and_f3_goes_back(tmp_path: Path) -> None:
    async with driving(tmp_path, playing()) as driver:
        await driver.press("enter")
        await later(driver, seconds=65)
        assert "1:05 Joan" not in driver.text().splitlines()[0]
        await driver.press("g", "t")
        await later(driver, seconds=2)
        assert "► 1:07 Joan" in driver.text().splitlines()[0]
        await driver.press("f3")
        assert console(driver).phase is Phase.RUNNING
        assert "slips owed" not in driver.text()


async def test_names_are_hidden_in_the_running_clock_too(tmp_path: Path) -> None:
    async with driving(tmp_path, playing()) as driver:
        await driver.press("enter", "H")
        assert "Joan" not in driver.text()
        await driver.press("g", "t")
        assert "Joan" not in driver.text()


async def test_undoing_the_card_elsewhere_ends_the_running_clock(tmp_path: Path) -> None:
    async with driving(tmp_path, waiting()) as driver:
        await driver.press("enter", "space", "space", "g", "t")
        await later(driver, seconds=2)
        assert "► 0:02 Joan" in driver.text().splitlines()[0]
        await driver.press("u")
        assert driver.app.call is None
        assert "Joan" not in driver.text().splitlines()[0]


async def test_a_call_that_was_going_on_is_in_front_when_the_program_starts(tmp_path: Path) -> None:
    async with driving(tmp_path, playing()) as driver:
        assert console(driver).phase is Phase.RUNNING
        assert "The call with Joan Alcaraz goes on." in driver.notice()


async def test_a_second_paints_the_clock_and_nothing_else(tmp_path: Path) -> None:
    async with driving(tmp_path, playing()) as driver:
        await driver.press("enter")
        await later(driver, seconds=30)
        screen = console(driver)
        clock, timed = screen.query_one(BigClock), screen.query_one(Timed)
        reads = driver.app.bridge.calls
        painted: list[str] = []
        for widget in screen.query("*"):
            _watch(widget, painted)
        before = (clock.painted, timed.painted)
        for _ in range(5):
            driver.hub.clock.ahead(seconds=1)
            screen.tick_call()
        assert (clock.painted - before[0], timed.painted - before[1]) == (5, 0)
        assert painted == ["BigClock"] * 5
        assert driver.app.bridge.calls == reads


def _watch(widget: Any, painted: list[str]) -> None:
    refresh = widget.refresh

    def watched(*args: Any, **kwargs: Any) -> Any:
        painted.append(type(widget).__name__)
        return refresh(*args, **kwargs)

    widget.refresh = watched


async def test_nothing_ticks_before_the_card_is_given_nor_after_the_end(tmp_path: Path) -> None:
    async with driving(tmp_path, waiting()) as driver:
        await driver.press("enter")
        assert console(driver)._timer is None
        await driver.press("space", "space")
        assert console(driver)._timer is not None
        await driver.press("space")
        assert console(driver)._timer is None


# the card ------------------------------------------------------------------------------------------------------------


async def test_the_card_fills_the_screen_and_nothing_else_is_on_it(tmp_path: Path) -> None:
    async with driving(tmp_path, reading()) as driver:
        await driver.press("enter", "c")
        assert isinstance(driver.app.screen, Card)
        shown = driver.text()
        assert "Promise an hour." in shown
        for other in ("Marcus", "Friday?", "Joan", "Mock call", "help", "graduation"):
            assert other not in shown
        await driver.press("escape")
        assert isinstance(driver.app.screen, CallScreen)


@pytest.mark.parametrize("scenario", sorted(load().scenarios))
def test_every_card_fits_on_the_smallest_screen(scenario: str) -> None:
    from domain.rules.briefing import briefing
    from tui.screens.call_card import MEASURE, _lines

    found = load().scenarios[scenario]
    card = briefing(found, load().milestones[found.milestone])
    assert len(list(_lines(card, MEASURE, 0))) <= NARROW[1]


async def test_the_card_is_written_where_there_is_no_printer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    monkeypatch.setattr("tui.settings.config.exports_path", lambda: tmp_path / "out")
    async with driving(tmp_path, reading()) as driver:
        await driver.press("enter", "P")
        assert "Card written:" in driver.notice()
        (written,) = (tmp_path / "out").iterdir()
        assert written.read_bytes().startswith(b"%PDF")


async def test_the_card_goes_to_the_printer_where_there_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = tmp_path / "given"
    lp = tmp_path / "lp"
    lp.write_text(f'#!/bin/sh\nprintf %s "$2" > "{given}"\n')
    lp.chmod(0o700)
    monkeypatch.setattr("shutil.which", lambda _name: str(lp))
    monkeypatch.setattr("tui.settings.config.exports_path", lambda: tmp_path / "out")
    async with driving(tmp_path, reading()) as driver:
        await driver.press("enter", "P")
        assert "on its way to the printer" in driver.notice()
        assert given.read_text().endswith(".pdf")


# after the call ------------------------------------------------------------------------------------------------------

CALL: tuple[tuple[float, str], ...] = (
    (4, "5"), (9, "v"), (8, "v"), (6, "o"), (7, "6"), (12, "k"), (3, "4"), (20, "o"), (6, "7"),
    (25, "s"), (20, "b"), (9, "d"), (14, "d"), (22, "l"), (30, "4"), (40, "i"), (25, "3"), (60, "t"), (40, "i"),
)  # fmt: skip
"""A service call of six minutes: seconds since the last key, and the key."""


async def test_from_call_over_to_a_drafted_slip_in_25_keys(tmp_path: Path) -> None:
    """A scripted call of six minutes, hands never leaving the keys; counted from the key that stops the clock."""
    async with driving(tmp_path, waiting(MilestoneId.SERVICE)) as driver:
        await driver.press("enter", "space")
        await later(driver, seconds=55)
        await driver.press("space")
        for seconds, key in CALL:
            await later(driver, seconds=seconds)
            await driver.press(key)
        await later(driver, seconds=360 - sum(seconds for seconds, _ in CALL))
        assert console(driver).query_one(BigClock).text == "6:00"
        attempt = _attempt(driver)
        entered = attempts.sheet(driver.hub.wb, attempt).entered
        keys = ["space"]  # the call is over
        keys += ["4", "3", "0"][: 7 - entered]  # what was not rated while it ran
        keys += ["escape"]  # to the score sheet
        keys += ["home", "m", "down", "m", "down", "m", "down", "m", "down", "m"]  # a mark for each that has one
        keys += ["p", "f"]
        await driver.press(*keys)
        sheet = attempts.sheet(driver.hub.wb, attempt)
        assert sheet.result is Result.PASSED
        assert sheet.slip
        assert "Went well" in driver.text()
        assert sum(line.evidence.filled == 3 for line in sheet.lines) == 5
        assert len(keys) <= 25, keys
        assert (len(keys), entered) == (17, 4)


async def test_a_mark_is_taken_as_evidence_with_one_key_and_the_next_with_another(tmp_path: Path) -> None:
    def over(hub: Hub) -> None:
        playing()(hub)
        call = int(hub.value("select id from call"))
        for key in ("o", "s"):
            hub.clock.ahead(seconds=20)
            jot = calls.jot(hub.wb, call, JotKind.MARK, key)
        calls.jot(hub.wb, call, JotKind.QUOTE, str(jot.id), "So the gift came late")
        calls.stop(hub.wb, call)

    async with driving(tmp_path, over) as driver:
        await driver.press("enter", "down", "down")
        assert isinstance(driver.app.screen, ScoreScreen)
        assert "4 marks" in driver.text()
        assert "Calls" in driver.text()
        await driver.press("m")
        line = attempts.sheet(driver.hub.wb, _attempt(driver)).lines[2]
        assert line.evidence.act == '"So the gift came late"'
        assert line.evidence.moment == "at 0:40"
        await driver.press("m")
        line = attempts.sheet(driver.hub.wb, _attempt(driver)).lines[2]
        assert (line.evidence.moment, line.evidence.act) == ("at 0:20", "asked an open question")
        await driver.press("u", "u")
        assert attempts.sheet(driver.hub.wb, _attempt(driver)).lines[2].evidence.filled == 0
        await driver.press("down", "down", "down", "down", "down", "m")
        assert "no mark of a call is here" in driver.notice()


def test_the_keys_of_marks_are_those_that_the_catalogue_allows() -> None:
    assert MARK_KEYS == FREE_KEYS
    assert not set(MARK_KEYS) & RESERVED


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


# pictures ------------------------------------------------------------------------------------------------------------


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
