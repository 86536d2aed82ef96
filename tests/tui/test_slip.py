"""The slip: the first gap has the focus, what is written is read at once, and what was handed over is frozen."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input

from domain.model.letterhead import Letterhead
from domain.model.slip import Evidence
from domain.model.terms import MilestoneId, Result, SlipState
from domain.rules.safety import CAUGHT
from domain.workbook import attempts, decisions, exporting, people, slip_desk, slip_shaping, slips
from tests.tui.driving import NARROW, WIDE, Driver, driving, pressing, program
from tests.tui.test_foundation_text import HOSTILE
from tui.screens.choice import Choice
from tui.screens.form import Form
from tui.screens.reading import Reading
from tui.screens.slip import SlipScreen
from tui.settings import config
from tui.widgets.letter import Letter

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from tests.workbook.hub import Hub
    from tui.places import Milepost

RATINGS = {
    "mc.open": 4,
    "mc.verify": 5,
    "mc.probe": 1,
    "mc.empathy": 3,
    "mc.resolve": 2,
    "mc.control": 1,
    "mc.language": 3,
    "mc.close": 3,
}
SEEN = {
    "mc.open": Evidence("at the start", '"Thank you for calling, this is Lea."', "the customer knew who you were"),
    "mc.verify": Evidence("", "did the checks before the bill was shared", "keeps customers safe"),
    "mc.probe": Evidence(
        'after "My bill went up"', "offered a credit in ten seconds", "the same charge would come back"
    ),
    "mc.resolve": Evidence("", "stopped for 15 seconds, twice", ""),
}


def half_done(hub: Hub) -> None:
    """A mock call that was not yet: the second point lacks two fields, and no tip is chosen."""
    person = hub.person("Lea Mondal", hub.opening())
    application = hub.application(person)
    hub.take_to(application, MilestoneId.MOCK_CALL)
    attempt = attempts.open_or_start(hub.wb, application)
    for criterion, value in RATINGS.items():
        attempts.rate(hub.wb, attempt, criterion, value)
    for criterion, told in SEEN.items():
        attempts.evidence(hub.wb, attempt, criterion, moment=told.moment, act=told.act, effect=told.effect)
    slip = decisions.decide(hub.wb, attempt, Result.NOT_YET).slip
    shown = slips.view(hub.wb, slip)
    bare = [replace(p, evidence=replace(p.evidence, effect="")) for p in shown.draft.improvements[1:]]
    draft = replace(shown.draft, improvements=(shown.draft.improvements[0], *bare), next_tip="")
    slips.save(hub.wb, slip, shown.version, draft)


def whole(hub: Hub) -> None:
    """The same with nothing missing."""
    half_done(hub)
    slip = slip_of(hub)
    slip_shaping.write(hub.wb, slip, slips.view(hub.wb, slip).draft, "improvement 2 effect", "a caller may hang up")
    slip_shaping.write(hub.wb, slip, slips.view(hub.wb, slip).draft, "improvement 2 moment", "at minute three")
    desk = slip_desk.desk(hub.wb, slip)
    slips.save(hub.wb, slip, desk.slip.version, replace(desk.slip.draft, next_tip=desk.tips[0]))


def delivered(hub: Hub) -> None:
    """The same, handed over."""
    whole(hub)
    slips.deliver(hub.wb, slip_of(hub), slips.IN_PERSON)


def slip_of(hub: Hub) -> int:
    """The slip of the mock call."""
    return next(row.id for row in slips.listing(hub.wb) if row.milestone == MilestoneId.MOCK_CALL)


@asynccontextmanager
async def on_slip(
    folder: Path, prepare: Callable[[Hub], None] = half_done, *, size: tuple[int, int] = WIDE
) -> AsyncIterator[Driver]:
    """The program with that slip in front."""
    async with driving(folder, prepare, size=size) as driver:
        driver.app.open_page(SlipScreen(slip_of(driver.hub)))
        await driver.settle()
        yield driver


def screen_of(driver: Driver) -> SlipScreen:
    """The slip in front."""
    screen = driver.app.page
    assert isinstance(screen, SlipScreen)
    return screen


def stored(driver: Driver) -> slips.SlipView:
    """The slip as another program would read it."""
    return slips.view(driver.hub.wb, slip_of(driver.hub))


async def write(driver: Driver, text: str) -> None:
    """Type into the field that is open, without keeping it yet."""
    field = driver.app.focused
    assert isinstance(field, Input), driver.app.focused
    field.value = text
    await driver.settle()


def sides(driver: Driver) -> tuple[str, str]:
    """What stands at the left and at the right."""
    rows = driver.text().splitlines()
    return "\n".join(row[:60] for row in rows), "\n".join(row[60:] for row in rows)


def letter(driver: Driver) -> str:
    """Everything in the letter, whether it is in sight or not."""
    lines = screen_of(driver).query_one("#side-letter", Letter).text.lines
    return " ".join(" ".join("".join(text for text, _ in line.left) for line in lines).split())


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
        await pilot.press("ctrl+q")
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


# Handing over.


async def test_deliver_waits_until_nothing_is_missing(tmp_path: Path) -> None:
    async with on_slip(tmp_path) as driver:
        await driver.press("f")
        assert isinstance(driver.app.screen, SlipScreen)
        assert driver.notice().startswith("○ Deliver the slip: 3 missing.")
        await driver.press("1")
        await driver.press("1")
        assert driver.notice().startswith("● Nothing is missing.") or "f deliver" in driver.text()
        await driver.press("f")
        assert isinstance(driver.app.screen, Choice)


async def test_shown_read_and_frozen_word_for_word(tmp_path: Path) -> None:
    async with on_slip(tmp_path, whole) as driver:
        before = stored(driver).document
        await driver.press("f", "f")
        assert isinstance(driver.app.screen, Reading)
        read = driver.text()
        assert "Hi Lea," in read
        assert "owed" not in read
        assert "Noor" not in read
        assert "gap" not in read
        await driver.press("enter")
        shown = stored(driver)
        assert (shown.state, shown.channel, shown.document) == (SlipState.HANDED_OVER, "on screen", before)
        _left, right = sides(driver)
        assert "Handed over, on screen, Wed 12 Aug, 10:42, by Noor" in right
        assert driver.notice().startswith("● Lea Mondal: slip handed over, on screen.   u undo")
        await driver.press("enter", "1", "d", "minus", "s")
        assert stored(driver).version == shown.version
        assert isinstance(driver.app.screen, SlipScreen)
        await driver.press("u")
        assert stored(driver).state is SlipState.DRAFT
        assert "What Lea will read" in driver.text()


async def test_escape_from_the_reading_view_delivers_nothing(tmp_path: Path) -> None:
    async with on_slip(tmp_path, whole) as driver:
        await driver.press("f", "1", "escape")
        assert stored(driver).state is SlipState.DRAFT


async def test_words_that_changed_while_they_were_read_are_not_delivered_unseen(tmp_path: Path) -> None:
    async with on_slip(tmp_path, whole) as driver:
        await driver.press("f", "f")
        slip_shaping.write(driver.hub.wb, slip_of(driver.hub), stored(driver).draft, "strength 1 moment", "at once")
        await driver.press("enter")
        assert stored(driver).state is SlipState.DRAFT
        assert "the slip was changed in the meantime" in driver.notice()


async def test_files_are_written_then_it_is_delivered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "exports_path", lambda: tmp_path / "out")
    async with on_slip(tmp_path, whole) as driver:
        await driver.press("f", "2")
        assert sorted(path.suffix for path in (tmp_path / "out").iterdir()) == [".pdf", ".txt"]
        assert (stored(driver).state, stored(driver).channel) == (SlipState.HANDED_OVER, "printed")


def stopped(hub: Hub) -> None:
    """The same, of somebody who asked not to be contacted."""
    whole(hub)
    person = people.find(hub.wb, slips.view(hub.wb, slip_of(hub)).person)
    hub.wb.store.do("noted", lambda act: act.update("person", person.id, person.version, no_contact=1))


async def test_who_asked_not_to_be_contacted_is_shown_it_and_sent_nothing(tmp_path: Path) -> None:
    async with on_slip(tmp_path, stopped) as driver:
        await driver.press("f")
        assert "they asked not to be contacted" in driver.text()
        await driver.press("3")
        assert stored(driver).state is SlipState.DRAFT
        await driver.press("1", "enter")
        assert stored(driver).state is SlipState.HANDED_OVER


async def test_copied_words_are_those_that_are_frozen(tmp_path: Path) -> None:
    async with on_slip(tmp_path, whole) as driver:
        await driver.press("f", "3")
        assert (stored(driver).channel, stored(driver).state) == ("by hand", SlipState.SENT)
        assert "The words are copied" in driver.notice()
        assert driver.app.clipboard == exporting.slip_text(stored(driver).document)


async def test_export_writes_the_chosen_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "exports_path", lambda: tmp_path / "out")
    async with on_slip(tmp_path, whole) as driver:
        await driver.press("x", "2")
        (written,) = (tmp_path / "out").iterdir()
        assert written.suffix == ".md"
        assert "Hi Lea," in written.read_text()
        assert stored(driver).state is SlipState.DRAFT


async def test_where_a_slip_was_written_is_told_without_its_name_while_names_are_hidden(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config, "exports_path", lambda: tmp_path / "out")
    async with on_slip(tmp_path, whole) as driver:
        await driver.press("H", "x", "2")
        (written,) = (tmp_path / "out").iterdir()
        assert "mondal" in written.name
        assert driver.notice().startswith("● Written: ")
        assert "mondal" not in driver.text()


async def test_a_bad_template_of_the_site_is_named_and_ours_is_used_only_where_it_is_chosen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config, "exports_path", lambda: tmp_path / "out")
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "slip.html").write_text("{{ nobody }}", encoding="utf-8")
    async with on_slip(tmp_path, whole) as driver:
        await driver.app.bridge.call(
            lambda wb: wb.take_settings(
                replace(wb.site, letterhead=Letterhead(templates=str(tmp_path / "ours"))), wb.store.who
            )
        )
        await driver.press("x", "3")
        assert "is undefined." in driver.text()
        assert "1 Use the layout of Milepost, this once" in driver.text()
        await driver.press("2")
        assert not (tmp_path / "out").exists()
        assert "slip.html,line1" in driver.notice().replace(" ", "")  # a long path is broken anywhere
        await driver.press("x", "3", "1")
        (written,) = (tmp_path / "out").iterdir()
        assert "Hi Lea," in written.read_text()


async def test_the_journey_report_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "exports_path", lambda: tmp_path / "out")
    async with on_slip(tmp_path) as driver:
        await driver.press("J", "4")
        (written,) = (tmp_path / "out").iterdir()
        assert written.suffix == ".pdf"
        assert "Journey report written" in driver.text()


# Wording.


async def test_a_word_of_the_list_blocks_and_shows_a_better_wording(tmp_path: Path) -> None:
    async with on_slip(tmp_path, whole) as driver:
        await driver.press("w")
        await write(driver, "You seem too old for this")
        _, right = sides(driver)
        assert '"too old" must change' in right
        assert "Word list: 1 to change" in right
        assert "Name the skill" in right
        await driver.press("escape")
        assert "f deliver, 1 to change" in driver.text()


async def test_the_help_says_how_wide_the_holes_of_the_list_are(tmp_path: Path) -> None:
    async with on_slip(tmp_path, whole) as driver:
        await driver.press("question_mark", *"net with holes")
        shown = " ".join(driver.text().split())
        assert f"caught {CAUGHT}" in shown
        assert "Deliver:" not in shown


async def test_a_free_line_is_asked_about_once_and_again_when_it_changes(tmp_path: Path) -> None:
    async with on_slip(tmp_path, whole) as driver:
        await driver.press("w")
        assert "Would I say this aloud to anyone here?" in driver.text()
        await write(driver, "I enjoyed our talk.")
        await driver.press("enter", "f")
        assert "Would I say this aloud to anyone here?" in driver.text()
        assert "I enjoyed our talk." in driver.text()
        await driver.press("1")
        assert list(stored(driver).overrides.values()) == ["would say it aloud to anyone here"]
        assert "Show it on this screen" in driver.text()
        await driver.press("escape", "w")
        await write(driver, "I enjoyed our long talk.")
        await driver.press("enter", "f")
        assert "Would I say this aloud to anyone here?" in driver.text()
        assert stored(driver).state is SlipState.DRAFT


async def test_a_warning_takes_a_reason(tmp_path: Path) -> None:
    def other_point(hub: Hub) -> None:
        whole(hub)
        desk = slip_desk.desk(hub.wb, slip_of(hub))
        least = replace(
            desk.options.improvements[-1], evidence=Evidence("at the end", "said bye at once", "it felt cut")
        )
        slips.save(
            hub.wb, desk.slip.id, desk.slip.version, slip_shaping.with_point(desk.slip.draft, "improvement 2", least)
        )

    async with on_slip(tmp_path, other_point) as driver:
        assert "work on 2: not one of the largest gaps; say why" in " ".join(sides(driver)[1].split())
        await driver.press("f")
        assert isinstance(driver.app.screen, Form)
        await driver.press("enter")
        assert isinstance(driver.app.screen, Form)
        await write(driver, "they asked about the close")
        await driver.press("enter")
        assert list(stored(driver).overrides.values()) == ["they asked about the close"]
        assert isinstance(driver.app.screen, Choice)


async def test_the_private_note_is_written_elsewhere_and_never_beside_the_slip(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config, "exports_path", lambda: tmp_path / "out")
    async with on_slip(tmp_path, whole) as driver:
        await driver.press("o")
        assert isinstance(driver.app.screen, Form)
        assert "Hi Lea" not in driver.text()
        await write(driver, "arrived with a cousin of our guard")
        await driver.press("enter")
        assert attempts.sheet(driver.hub.wb, stored(driver).attempt).note == "arrived with a cousin of our guard"
        assert "cousin" not in driver.text()
        await driver.press("f", "f")
        assert "cousin" not in driver.text()
        await driver.press("escape", "x", "1", "x", "5")
        assert all("cousin" not in path.read_text() for path in (tmp_path / "out").iterdir())


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
