"""Keys and clicks in a call: marks, facts, checks, ratings and quotes, each kept with its second."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.events import Resize
from textual.widgets import Input

from domain.catalog.call_checks import MARK_KEYS as FREE_KEYS
from domain.catalog.call_checks import RESERVED
from domain.workbook import attempts, calls
from domain.workbook.calls import Phase
from tests.tui.call_console import attempt_of, click, console, entries, later, playing, reading
from tests.tui.driving import NARROW, WIDE, driving, turned
from tui.screens.call_keys import MARK_KEYS
from tui.screens.form import Form
from tui.widgets.line_view import LineView
from tui.widgets.quote_row import QuoteRow

if TYPE_CHECKING:
    from pathlib import Path


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
        rated = {line.criterion.id: line.rating for line in attempts.sheet(driver.hub.wb, attempt_of(driver)).lines}
        values = {key: rating.value for key, rating in rated.items() if rating is not None}
        assert values == {"mc.open": 4, "mc.verify": 5, "mc.close": 1}


async def test_no_list_of_the_console_takes_the_focus_when_its_size_changes(tmp_path: Path) -> None:
    async with driving(tmp_path, playing(), size=NARROW) as driver:
        await driver.press("enter", "tab")
        for view in driver.app.screen.query(LineView):
            view.post_message(Resize(view.size, view.size))
        await turned()
        assert driver.app.screen.focus_chain == []


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
        assert attempts.sheet(driver.hub.wb, attempt_of(driver)).entered == 1
        await driver.press("u")
        assert attempts.sheet(driver.hub.wb, attempt_of(driver)).entered == 0
        await driver.press("u", "u")
        assert entries(driver) == []
        assert "Nothing in this call is left to take back." in driver.notice()
        assert console(driver).phase is Phase.RUNNING


async def test_ratings_go_on_to_the_next_and_a_check_takes_yes_and_no(tmp_path: Path) -> None:
    async with driving(tmp_path, playing()) as driver:
        await driver.press("enter", "4", "3")
        assert "Press 5 for yes or 1 for no." in driver.notice()
        await driver.press("escape", "5", "0")
        rated = [line.rating for line in attempts.sheet(driver.hub.wb, attempt_of(driver)).lines[:3]]
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
        session = calls.console(driver.hub.wb, attempt_of(driver)).session(driver.hub.clock())
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
        noted = attempts.sheet(driver.hub.wb, attempt_of(driver)).criticals
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


def test_the_keys_of_marks_are_those_that_the_catalogue_allows() -> None:
    assert MARK_KEYS == FREE_KEYS
    assert not set(MARK_KEYS) & RESERVED
