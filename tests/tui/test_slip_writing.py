"""Writing on the slip page: every word is stored, whoever else is at the same slip."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.widgets import Input

from domain.model.terms import SlipState
from domain.workbook import slip_shaping, slips
from tests.tui.driving import WIDE, Driver, program
from tests.tui.slip_page import half_done, letter, on_slip, screen_of, sides, slip_of, stored, whole, write
from tui.screens.slip import SlipScreen

if TYPE_CHECKING:
    from pathlib import Path


# Writing.


async def test_what_is_typed_is_read_at_once_and_stored_when_it_is_kept(tmp_path: Path) -> None:
    async with on_slip(tmp_path) as driver:
        await driver.press("m", "enter")
        await write(driver, "a caller may think the line is dead")
        assert "A caller may think the line is dead." in " ".join(sides(driver)[1].split())
        assert stored(driver).draft.improvements[1].evidence.effect == ""
        await driver.press("enter")
        assert stored(driver).draft.improvements[1].evidence.effect == "a caller may think the line is dead"
        assert "A caller may think the line is dead." in stored(driver).document.work_on[1].observation


async def test_enter_on_a_filled_gap_goes_to_the_next_one(tmp_path: Path) -> None:
    async with on_slip(tmp_path) as driver:
        await driver.press("enter")
        await write(driver, "at minute three")
        await driver.press("enter")
        assert screen_of(driver).place == "next_tip 1", driver.notice()
        assert driver.notice().startswith("○ 1 missing: next tip")


async def test_escape_keeps_what_was_typed_and_stays_on_the_slip(tmp_path: Path) -> None:
    async with on_slip(tmp_path) as driver:
        await driver.press("enter")
        await write(driver, "at minute three")
        await driver.press("escape")
        assert screen_of(driver).place == "improvement 2 moment"
        assert stored(driver).draft.improvements[1].evidence.moment == "at minute three"


async def test_a_sentence_is_stored_while_it_is_still_being_written(tmp_path: Path) -> None:
    async with on_slip(tmp_path) as driver:
        await driver.press("enter")
        await write(driver, "at minute")
        screen_of(driver).fields.store()
        await driver.settle()
        assert stored(driver).draft.improvements[1].evidence.moment == "at minute"
        assert isinstance(driver.app.focused, Input)
        await write(driver, "at minute three")
        await driver.press("escape")
        assert stored(driver).draft.improvements[1].evidence.moment == "at minute three"


async def test_leaving_the_program_in_the_middle_of_a_sentence_loses_nothing(tmp_path: Path) -> None:
    app, hub = program(tmp_path, half_done)
    async with app.run_test(size=WIDE) as pilot:
        driver = Driver(app, pilot, hub)
        await driver.settle()
        app.open_page(SlipScreen(slip_of(hub)))
        await driver.settle()
        await driver.press("enter")
        await write(driver, "at minute three")
        await driver.press("ctrl+q")
    assert slips.view(hub.wb, slip_of(hub)).draft.improvements[1].evidence.moment == "at minute three"
    hub.wb.close()


async def test_keys_are_letters_while_something_is_being_written(tmp_path: Path) -> None:
    async with on_slip(tmp_path) as driver:
        await driver.press("enter", *"smdifwx")
        field = driver.app.focused
        assert isinstance(field, Input)
        assert field.value == "smdifwx"
        assert len(driver.app.screen_stack) == 3


async def test_an_arrow_keeps_the_field_and_walks_on(tmp_path: Path) -> None:
    async with on_slip(tmp_path) as driver:
        await driver.press("enter")
        await write(driver, "at minute three")
        await driver.press("down")
        assert screen_of(driver).place == "improvement 2 act"
        assert stored(driver).draft.improvements[1].evidence.moment == "at minute three"


# Somebody else at the same slip.


async def test_another_field_that_somebody_else_changed_meanwhile_stays(tmp_path: Path) -> None:
    async with on_slip(tmp_path) as driver:
        await driver.press("enter")
        await write(driver, "at minute three")
        slip_shaping.write(driver.hub.wb, slip_of(driver.hub), stored(driver).draft, "strength 1 moment", "at once")
        await driver.press("escape")
        draft = stored(driver).draft
        assert draft.strengths[0].evidence.moment == "at once"
        assert draft.improvements[1].evidence.moment == "at minute three"


async def test_the_same_field_changed_meanwhile_keeps_yours_and_shows_theirs(tmp_path: Path) -> None:
    async with on_slip(tmp_path) as driver:
        await driver.press("enter")
        await write(driver, "at minute three")
        slip = slip_of(driver.hub)
        slip_shaping.write(driver.hub.wb, slip, stored(driver).draft, "improvement 2 moment", "in the middle")
        await driver.press("escape")
        assert stored(driver).draft.improvements[1].evidence.moment == "at minute three"
        assert 'Meanwhile somebody wrote "in the middle"' in driver.notice()
        await driver.press("u")
        assert stored(driver).draft.improvements[1].evidence.moment == "in the middle"


async def test_words_for_a_point_that_is_gone_are_kept_and_said(tmp_path: Path) -> None:
    async with on_slip(tmp_path) as driver:
        await driver.press("enter")
        await write(driver, "at minute three")
        shown = stored(driver)
        draft = replace(shown.draft, improvements=shown.draft.improvements[:1])
        slips.save(driver.hub.wb, shown.id, shown.version, draft)
        await driver.press("escape")
        assert stored(driver).draft == draft
        assert "This point was taken out meanwhile." in driver.notice()
        assert driver.app.drafts == {f"slip {shown.id}": {"improvement 2 moment": "at minute three"}}


async def test_delivered_meanwhile_keeps_the_typing_until_the_delivery_is_undone(tmp_path: Path) -> None:
    async with on_slip(tmp_path, whole) as driver:
        screen_of(driver).fields.rows.choose("improvement 2 effect")
        await driver.press("enter")
        await write(driver, "the line may seem dead")
        slips.deliver(driver.hub.wb, slip_of(driver.hub), slips.ON_PAPER)
        await driver.press("escape")
        assert "This slip was given and is frozen." in driver.notice()
        assert stored(driver).state is SlipState.HANDED_OVER
        assert "seem dead" not in letter(driver)
        await driver.press("u")
        field = driver.app.focused
        assert isinstance(field, Input)
        assert field.value == "the line may seem dead"
        await driver.press("enter")
        assert stored(driver).draft.improvements[1].evidence.effect == "the line may seem dead"


async def test_another_choice_on_a_slip_that_changed_meanwhile_shows_theirs_first(tmp_path: Path) -> None:
    async with on_slip(tmp_path) as driver:
        slip_shaping.write(driver.hub.wb, slip_of(driver.hub), stored(driver).draft, "strength 1 moment", "at once")
        before = stored(driver).draft
        await driver.press("d")
        assert stored(driver).draft == before
        assert "was changed by Noor in the meantime" in driver.notice()
        assert "at once" in sides(driver)[0]
