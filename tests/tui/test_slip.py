"""The slip page: the first gap has the focus, its points are chosen with a key, and it is read as it will be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from domain.model.terms import MilestoneId, SlipState
from domain.workbook import decisions, exporting, people, slip_desk, slip_shaping, slips
from tests.tui.driving import NARROW, WIDE, Driver, pressing, program
from tests.tui.slip_page import delivered, half_done, letter, on_slip, screen_of, sides, slip_of, stored, whole, write
from tests.tui.test_foundation_text import HOSTILE
from tui.screens.choice import Choice
from tui.screens.slip import SlipScreen

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from tests.workbook.hub import Hub
    from tui.places import Milepost


# The first look.


async def test_the_first_gap_has_the_focus_and_stands_on_both_sides(tmp_path: Path) -> None:
    async with on_slip(tmp_path) as driver:
        assert screen_of(driver).place == "improvement 2 moment"
        left, right = sides(driver)
        assert "○ Work on 2" in left
        assert "○ when it happened" in right
        assert "○ why this matters to a caller" in right
        assert driver.notice().startswith("○ 3 missing: moment, effect, next tip   m go to next")
        assert "f deliver, 3 missing" in driver.text()


async def test_the_right_side_is_word_for_word_what_will_be_read(tmp_path: Path) -> None:
    async with on_slip(tmp_path, whole, size=(160, 45)) as driver:
        document = stored(driver).document
        sent = " ".join(exporting.slip_text(document).split())
        assert letter(driver) == sent


def in_filipino(hub: Hub) -> None:
    """The same for somebody who speaks Filipino."""
    whole(hub)
    known = people.find(hub.wb, slips.view(hub.wb, slip_of(hub)).person)
    people.correct(hub.wb, known.id, known.version, people.NewPerson(name=known.name, language="tl"))


async def test_what_will_be_read_in_english_is_marked_for_the_recruiter_alone(tmp_path: Path) -> None:
    async with on_slip(tmp_path, in_filipino, size=(160, 45)) as driver:
        left, right = sides(driver)
        assert "English: offered a credit" in left
        assert "English: Tell the caller" not in left
        assert "Para sa susunod mong mock call:" in right
        assert "in English: no Filipino text yet" in right
        assert "Filipino: no grade, the formula is for English" in right
        assert "Filipino" not in exporting.slip_text(stored(driver).document)


async def test_m_goes_from_gap_to_gap_and_round(tmp_path: Path) -> None:
    async with on_slip(tmp_path) as driver:
        await driver.press("m")
        assert screen_of(driver).place == "improvement 2 effect"
        await driver.press("m")
        assert screen_of(driver).place == "next_tip 1"
        await driver.press("m")
        assert screen_of(driver).place == "improvement 2 moment"


# Points.


async def test_a_digit_fills_the_evidence_with_a_ready_piece_that_fits_the_side(tmp_path: Path) -> None:
    async with on_slip(tmp_path) as driver:
        assert "1 no next step  2 fact not on card" in driver.text()
        await driver.press("1")
        told = stored(driver).draft.improvements[1].evidence
        assert (told.moment, told.act) == ("at the end", "left the next step open")
        assert driver.notice().startswith("● Evidence saved.")
        screen_of(driver).fields.rows.choose("strength 1 moment")
        await driver.settle()
        assert "1 all checks first  2 gave the reason" in driver.text()
        assert "skipped" not in driver.text()


async def test_d_gives_another_drill_and_comes_round(tmp_path: Path) -> None:
    async with on_slip(tmp_path) as driver:
        before = stored(driver)
        await driver.press("d")
        after = stored(driver)
        assert after.draft.improvements[1].drill != before.draft.improvements[1].drill
        assert after.document.work_on[1].drill != before.document.work_on[1].drill
        assert after.draft.improvements[0] == before.draft.improvements[0]
        await driver.press("d")
        assert stored(driver).draft.improvements == before.draft.improvements


async def test_a_drill_in_own_words_keeps_a_dose(tmp_path: Path) -> None:
    async with on_slip(tmp_path) as driver:
        screen_of(driver).fields.rows.choose("improvement 1 drill")
        await driver.press("enter")
        await write(driver, "Say the plan aloud before each step")
        await driver.press("escape")
        point = stored(driver).draft.improvements[0]
        assert (point.drill, point.tip, point.minutes) == ("Say the plan aloud before each step", -1, 10)


async def test_s_puts_another_strength_in_place_of_the_focused_one(tmp_path: Path) -> None:
    async with on_slip(tmp_path) as driver:
        screen_of(driver).fields.rows.choose("strength 2 act")
        await driver.press("s")
        assert isinstance(driver.app.screen, Choice)
        offered = driver.app.screen.options[0].label
        await driver.press("1")
        strengths = stored(driver).draft.strengths
        assert [point.title for point in strengths] == ["Caller verification", offered]
        assert screen_of(driver).place.startswith("strength 2")


async def test_a_point_is_added_and_taken_out_but_one_of_each_stays(tmp_path: Path) -> None:
    async with on_slip(tmp_path) as driver:
        await driver.press("plus")
        assert len(stored(driver).draft.improvements) == 3
        await driver.press("minus", "minus", "minus")
        assert len(stored(driver).draft.improvements) == 1
        assert "One thing to work on stays on every slip." in driver.notice()


async def test_a_fourth_point_is_kept_for_later(tmp_path: Path) -> None:
    async with on_slip(tmp_path) as driver:
        await driver.press("plus", "plus")
        assert len(stored(driver).draft.improvements) == 3
        assert "3 at most" in driver.notice()


async def test_a_digit_takes_the_tip_and_it_is_read(tmp_path: Path) -> None:
    async with on_slip(tmp_path) as driver:
        screen_of(driver).fields.rows.choose("next_tip 1")
        await driver.press("2")
        desk = slip_desk.desk(driver.hub.wb, slip_of(driver.hub))
        assert desk.slip.draft.next_tip == desk.tips[1]
        assert desk.slip.document.tip in letter(driver)


async def test_undo_takes_the_last_change_back_on_the_screen_too(tmp_path: Path) -> None:
    async with on_slip(tmp_path) as driver:
        before = stored(driver).draft
        await driver.press("1", "u")
        assert stored(driver).draft == before
        assert driver.notice().startswith("● Undone: slip: evidence")
        assert "○ Work on 2" in sides(driver)[0]


# Every kind of screen and text.


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_words_in_every_field_are_only_words(tmp_path: Path, text: str) -> None:
    def prepare(hub: Hub) -> None:
        half_done(hub)
        slip = slip_of(hub)
        for place in (
            "strength 1 moment",
            "strength 1 act",
            "improvement 1 effect",
            "improvement 1 drill",
            "free_text",
        ):
            slip_shaping.write(hub.wb, slip, slips.view(hub.wb, slip).draft, place, text)

    async with on_slip(tmp_path, prepare) as driver:
        await driver.press("m", "d", "H", "H", "tab", "tab")
        painted = driver.text()
        assert all(char.isprintable() or char == "\n" for char in painted)
        screen_of(driver).fields.rows.choose("strength 1 act")
        await driver.press("enter", "escape")
        shown = stored(driver).draft.strengths[0].evidence.act
        assert shown[:20] in painted or not shown.strip()


async def test_hidden_names_hide_the_name_on_both_sides(tmp_path: Path) -> None:
    async with on_slip(tmp_path) as driver:
        await driver.press("H")
        assert "Lea" not in driver.text()
        assert "Mondal" not in driver.text()
        assert "Hi L.," in driver.text()


async def test_at_80_columns_one_side_at_a_time(tmp_path: Path) -> None:
    async with on_slip(tmp_path, size=NARROW) as driver:
        assert "Work on 2" in driver.text()
        assert "Hi Lea," not in driver.text()
        await driver.press("tab")
        assert "Hi Lea," in driver.text()
        assert "grade" in driver.text()
        assert "You said" not in driver.text()
        await driver.press("m")
        assert "Work on 2" in driver.text()
        await driver.press("tab", "escape")
        assert isinstance(driver.app.screen, SlipScreen)
        assert "Work on 2" in driver.text()


async def test_a_no_show_needs_no_points(tmp_path: Path) -> None:
    def missed(hub: Hub) -> None:
        application = hub.application(hub.person("Lea Mondal", hub.opening()))
        hub.take_to(application, MilestoneId.MOCK_CALL)
        decisions.no_show(hub.wb, application)

    async with on_slip(tmp_path, missed) as driver:
        left, _ = sides(driver)
        assert "no-show" in left
        assert "none needed, + adds one" in left
        assert "f deliver   " in driver.text()
        await driver.press("f", "f", "enter")
        assert stored(driver).state is SlipState.HANDED_OVER


async def test_in_ascii_our_own_signs_are_ascii(tmp_path: Path) -> None:
    app, hub = program(tmp_path, half_done, ascii_only=True)
    async with app.run_test(size=WIDE) as pilot:
        driver = Driver(app, pilot, hub)
        await driver.settle()
        app.open_page(SlipScreen(slip_of(hub)))
        await driver.settle()
        assert driver.text().isascii(), [char for char in driver.text() if not char.isascii()]
    hub.wb.close()


# Pictures.


def opened(app: Milepost, hub: Hub, *keys: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    """What a snapshot does first: open the slip, press keys."""

    async def before(pilot: Pilot[None]) -> None:
        await pressing(app, hub)(pilot)
        app.open_page(SlipScreen(slip_of(hub)))
        await pressing(app, hub, *keys)(pilot)

    return before


class TestSnapshots:
    """The focused gap is amber on both sides; what will be read stands beside the fields."""

    @pytest.mark.parametrize(
        ("name", "prepare", "size", "theme", "keys"),
        [
            ("half_done", half_done, WIDE, "dark", ()),
            ("half_done_80", half_done, NARROW, "dark", ()),
            ("read_80", half_done, NARROW, "dark", ("tab",)),
            ("light", half_done, WIDE, "light", ()),
            ("delivered", delivered, WIDE, "dark", ()),
            ("wide", whole, (160, 45), "dark", ()),
            ("reading", whole, WIDE, "dark", ("f", "f")),
        ],
    )
    def test_slip(
        self,
        snap_compare: Any,
        tmp_path: Path,
        name: str,
        prepare: Callable[[Hub], None],
        size: tuple[int, int],
        theme: str,
        keys: tuple[str, ...],
    ) -> None:
        """Fields left, words right; gaps, the tip to choose and the counts are there to be seen."""
        app, hub = program(tmp_path, prepare, theme=theme)
        assert snap_compare(app, terminal_size=size, run_before=opened(app, hub, *keys)), name
        hub.wb.close()
