"""Slips: what waits stands first, what can go goes in two keys, and many go in one act."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input

from domain.model.terms import Result, SlipState
from domain.workbook import history, slip_files, slip_list, slip_shaping, slips
from tests.tui.driving import NARROW, WIDE, driving, pressing, program
from tests.workbook.test_slip_list import drop_draft
from tui.screens import slips_work
from tui.screens.person import PersonScreen
from tui.screens.slip import SlipScreen
from tui.screens.slips import SlipsScreen
from tui.screens.slips_deliver import DeliverPage
from tui.screens.slips_print import PrintView
from tui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.tui.driving import Driver
    from tests.workbook.hub import Hub

LONG = "Christabel Anne Montgomery-Fairweather-Okonkwo-Santos-Delacroix"
HOSTILE = "[/] Ann [@click=app.quit]HR[/]"


@pytest.fixture(autouse=True)
def exports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where files go."""
    monkeypatch.setenv("HOME", str(tmp_path))
    folder = tmp_path / "exports"
    monkeypatch.setattr("tui.settings.config.exports_path", lambda: folder)
    return folder


def outbox(hub: Hub) -> None:
    """One late draft and one late ready slip, others of today in every state, one that nobody drafted."""
    opening = hub.opening()

    def decided(name: str, level: int = 4, **known: object) -> int:
        hub.clock.ahead(minutes=7)
        application = hub.application(hub.person(name, opening, **known))
        return hub.take(application, level, Result.PASSED if level > 2 else Result.NOT_YET).slip

    def ready(name: str, level: int = 4, **known: object) -> int:
        slip = decided(name, level, **known)
        hub.fill_gaps(slip)
        return hub.confirm(slip).id

    hub.clock.ahead(days=-5)
    decided("Lea Mondal", 2, channel="email")
    ready("Carlo Aguinaldo", 2, channel="email", window_from="9:00", window_to="19:00")
    hub.clock.ahead(days=5, hours=-2)
    lost = slips.view(hub.wb, decided("Nadia Haddad")).attempt
    drop_draft(hub, lost)
    ready(LONG, channel="sms")
    ready("山田 花子", channel="whatsapp_or_viber", window_from="20:00", window_to="22:00")
    looks = slips.view(hub.wb, ready("Mei Tanaka"))
    slip_shaping.write(hub.wb, looks.id, looks.draft, "free_text", "It was good to meet you.")
    decided(HOSTILE, 2)
    for name in ("Ahmed Rahimi", "Noelle Bergeron"):
        hub.hand_over(decided(name))
    hub.clock.ahead(minutes=5)


async def slips_place(driver: Driver) -> SlipsScreen:
    """Go there."""
    await driver.press("g", "s")
    screen = driver.app.screen
    assert isinstance(screen, SlipsScreen)
    return screen


def row(driver: Driver) -> str:
    """Whose slip is focused."""
    screen = driver.app.screen
    assert isinstance(screen, SlipsScreen)
    assert screen.row is not None
    return screen.row.name


def listed(driver: Driver) -> list[str]:
    """Whose slips are in the list."""
    ids = driver.app.screen.query_one(RecordTable).ids
    return [line.name for line in slip_list.lines(driver.hub.wb, ids)]


async def choose(driver: Driver, name: str) -> None:
    """Put the focus on somebody's slip."""
    table = driver.app.screen.query_one(RecordTable)
    attempt = next(line.attempt for line in slip_list.lines(driver.hub.wb, table.ids) if line.name == name)
    assert table.choose(attempt)
    await driver.settle()


def state_of(driver: Driver, name: str) -> SlipState:
    """Where somebody's slip is."""
    return SlipState(next(line.state for line in slips.listing(driver.hub.wb) if line.name == name))


# What is shown.


async def test_what_waits_stands_first_and_the_focus_on_what_can_go(tmp_path: Path) -> None:
    async with driving(tmp_path, outbox) as driver:
        await slips_place(driver)
        text = driver.text()
        assert "All 9   Owed 7   Draft 3   Ready 3   Given 2" in text.splitlines()[1]
        assert "! 7 slips owed" in text.splitlines()[0]
        assert listed(driver) == [
            "Nadia Haddad",
            "Lea Mondal",
            "Mei Tanaka",
            HOSTILE,
            "Carlo Aguinaldo",
            LONG,
            "山田 花子",
            "Noelle Bergeron",
            "Ahmed Rahimi",
        ]
        assert row(driver) == "Carlo Aguinaldo"
        late = next(line for line in text.splitlines() if "Lea Mondal" in line)
        assert "… draft" in late
        assert "! 4 d" in late
        assert "Promised by Tue 11 Aug" in text
        assert "Hi Carlo," in text


async def test_the_tabs_show_their_part(tmp_path: Path) -> None:
    async with driving(tmp_path, outbox) as driver:
        await slips_place(driver)
        parts = []
        for _ in range(4):
            await driver.press("right")
            parts.append(listed(driver))
        owed, draft, ready, delivered = parts
        assert draft == ["Lea Mondal", "Mei Tanaka", HOSTILE]
        assert ready == ["Carlo Aguinaldo", LONG, "山田 花子"]
        assert owed == ["Nadia Haddad", *draft, *ready]
        assert delivered == ["Noelle Bergeron", "Ahmed Rahimi"]


async def test_the_pane_holds_what_was_read_word_for_word(tmp_path: Path) -> None:
    async with driving(tmp_path, outbox) as driver:
        await slips_place(driver)
        await choose(driver, "Ahmed Rahimi")
        assert "Hi Ahmed," in driver.text()
        driver.hub.wb.site = replace(driver.hub.wb.site, name="Hill hub")
        await driver.press("tab", "end")
        assert "Frozen word for word." in driver.text()
        assert "Handed over, on screen, Wed" in driver.text()


async def test_hidden_names_are_nowhere(tmp_path: Path) -> None:
    async with driving(tmp_path, outbox) as driver:
        await slips_place(driver)
        await driver.press("H")
        for name in ("Carlo", "Aguinaldo", "Lea", "Mondal", "e-mail", "Noelle"):
            assert name not in driver.text()
        await driver.press("f")
        assert "Carlo" not in driver.text()
        await driver.press("escape", "p")
        assert "Carlo" not in driver.text()


async def test_filter_and_order(tmp_path: Path) -> None:
    async with driving(tmp_path, outbox) as driver:
        screen = await slips_place(driver)
        await driver.press("slash", *"me")
        assert listed(driver) == ["Mei Tanaka"]
        assert "1 of 9" in driver.text().splitlines()[1]
        screen.query_one(Input).value = "zzz"
        await driver.settle()
        assert 'No slip of "zzz".' in driver.text()
        await driver.press("escape")
        assert len(listed(driver)) == 9
        assert "Owed 7" in driver.text().splitlines()[1]
        await driver.press("s", "3")
        assert listed(driver)[-2:] == ["Ahmed Rahimi", "Noelle Bergeron"]
        assert "by name" in driver.text().splitlines()[0]
        await driver.press("s", "2", "s", "2")
        assert listed(driver)[-5:-2] == ["山田 花子", LONG, "Carlo Aguinaldo"]
        assert "the newest first" in driver.text().splitlines()[0]


# One slip.


async def test_two_keys_and_a_look_hand_over_the_focused_one(tmp_path: Path) -> None:
    async with driving(tmp_path, outbox) as driver:
        await slips_place(driver)
        await driver.press("f")
        assert "1 slip can go." in driver.text()
        await driver.press("f")
        assert "Hi Carlo," in driver.text()
        await driver.press("enter")
        assert driver.notice().startswith("● Carlo Aguinaldo: slip handed over, on screen.")
        assert state_of(driver, "Carlo Aguinaldo") is SlipState.HANDED_OVER
        assert "Owed 6   Draft 3   Ready 2   Given 3" in driver.text()
        await driver.press("u")
        assert state_of(driver, "Carlo Aguinaldo") is SlipState.DRAFT
        assert "Owed 7   Draft 3   Ready 3   Given 2" in driver.text()


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Nadia Haddad", "nothing drafted yet"),
        ("Lea Mondal", "3 missing"),
        ("Mei Tanaka", "1 to confirm"),
        ("Ahmed Rahimi", "it is given"),
    ],
)
async def test_what_cannot_go_says_why(tmp_path: Path, name: str, why: str) -> None:
    async with driving(tmp_path, outbox) as driver:
        await slips_place(driver)
        await choose(driver, name)
        assert f"f deliver, {why}" in driver.text().splitlines()[-1]
        await driver.press("f")
        assert why in driver.notice()
        assert isinstance(driver.app.screen, SlipsScreen)


async def test_enter_opens_the_slip_and_drafts_one_that_is_missing(tmp_path: Path) -> None:
    async with driving(tmp_path, outbox) as driver:
        await slips_place(driver)
        await driver.press("enter")
        assert isinstance(driver.app.screen, SlipScreen)
        await driver.press("escape")
        assert row(driver) == "Carlo Aguinaldo"
        await choose(driver, "Nadia Haddad")
        await driver.press("enter")
        assert isinstance(driver.app.screen, SlipScreen)
        assert "Nadia Haddad" in driver.text()
        await driver.press("escape")
        assert "nothing is drafted" not in driver.text().lower()
        assert row(driver) == "Nadia Haddad"


async def test_the_words_are_copied(tmp_path: Path) -> None:
    async with driving(tmp_path, outbox) as driver:
        await slips_place(driver)
        await driver.press("y")
        assert driver.notice().startswith("● Slip text copied.")
        assert driver.app.clipboard.startswith("Hi Carlo,")


async def test_the_print_view_shows_what_the_paper_holds(tmp_path: Path) -> None:
    async with driving(tmp_path, outbox) as driver:
        await slips_place(driver)
        await driver.press("p")
        assert isinstance(driver.app.screen, PrintView)
        assert "Feedback for Carlo Aguinaldo" in driver.text()
        await driver.press("end")
        assert "Minutes" in driver.text()
        await driver.press("escape", "c")
        assert isinstance(driver.app.screen, PersonScreen)


async def test_without_a_pane_tab_shows_the_words(tmp_path: Path) -> None:
    async with driving(tmp_path, outbox, size=NARROW) as driver:
        await slips_place(driver)
        assert "Hi Carlo," not in driver.text()
        assert driver.notice() == "! Promised by Tue 11 Aug."
        await driver.press("tab")
        assert "Hi Carlo," in driver.text()
        await driver.press("escape")
        assert row(driver) == "Carlo Aguinaldo"


# Many.


async def test_all_that_are_ready_go_in_one_act_after_a_list(tmp_path: Path, exports: Path) -> None:
    async with driving(tmp_path, outbox) as driver:
        await slips_place(driver)
        await driver.press("plus", "2")
        assert "3 marked, 3 ready to go." in driver.notice()
        await driver.press("f")
        text = driver.text()
        assert "3 slips can go, 1 outside their hours now." in text
        assert next(line for line in text.splitlines() if "山田" in line).endswith("Outside their hours until 20:00")
        await driver.press("1")
        assert driver.notice().startswith("● 3 slips handed over, printed.")
        assert [path.name for path in exports.glob("*.pdf")] == ["2026-08-12 3 slips.pdf"]
        assert "Ready 0   Given 5" in driver.text()
        assert history.recent(driver.hub.wb, 1)[0].what == "handed over 3 slips"
        await driver.press("u")
        assert "Ready 3   Given 2" in driver.text()


async def test_the_list_says_who_stays_and_why_and_opens_what_is_to_be_mended(tmp_path: Path) -> None:
    async with driving(tmp_path, outbox) as driver:
        screen = await slips_place(driver)
        await driver.press("plus", "1", "f")
        assert isinstance(driver.app.screen, DeliverPage)
        text = driver.text()
        assert "3 slips can go, 1 outside their hours now. 4 stay, 1 needs a look." in text
        assert "needs a look: Would I say this aloud to anyone here?" in text
        assert "3 missing: went well 1:" in text
        assert "nothing is drafted yet" in text
        assert "2 were given before" in text
        await driver.press("escape")
        assert len(screen.table.marks) == 9
        await driver.press("f", "3")
        assert driver.notice().startswith("● 3 slips handed over, printed. 4 stay.")
        assert not screen.table.marks
        assert state_of(driver, "Mei Tanaka") is SlipState.DRAFT


async def test_where_none_can_go_there_is_no_way_and_enter_mends(tmp_path: Path) -> None:
    async with driving(tmp_path, outbox) as driver:
        await slips_place(driver)
        await choose(driver, "Lea Mondal")
        await driver.press("space", "f", "f")
        assert "This one cannot go yet." in driver.text()
        await driver.press("enter")
        assert isinstance(driver.app.screen, SlipScreen)


async def test_marks_are_set_one_by_one_as_a_range_and_taken_off(tmp_path: Path) -> None:
    async with driving(tmp_path, outbox) as driver:
        screen = await slips_place(driver)
        await driver.press("space", "down", "plus", "3")
        assert len(screen.table.marks) == 3
        await driver.press("plus", "4")
        assert not screen.table.marks
        await driver.press("space", "escape")
        assert not screen.table.marks


async def test_a_slip_that_somebody_changed_meanwhile_stays(tmp_path: Path) -> None:
    async with driving(tmp_path, outbox) as driver:
        await slips_place(driver)
        await driver.press("f")
        slip = next(line for line in slips.listing(driver.hub.wb) if line.name == "Carlo Aguinaldo")
        view = slips.view(driver.hub.wb, slip.id)
        slip_shaping.write(driver.hub.wb, slip.id, view.draft, "improvement 1 moment", "on question 2")
        await driver.press("5")
        assert "Carlo Aguinaldo: not delivered, changed in the meantime." in driver.notice()
        assert state_of(driver, "Carlo Aguinaldo") is SlipState.DRAFT


# Files.


async def test_marked_slips_are_written_and_nothing_is_written_over_unasked(tmp_path: Path, exports: Path) -> None:
    async with driving(tmp_path, outbox) as driver:
        await slips_place(driver)
        await driver.press("plus", "1", "x", "1", "enter")
        assert "6 files written to ~/exports. 2 not complete: Lea Mondal, Online" in driver.notice()
        names = {path.name: path.stat().st_mtime_ns for path in exports.iterdir()}
        await driver.press("x", "1", "enter")
        assert "6 files of these names are there already" in driver.text()
        await driver.press("escape", "x", "1", "enter", "2")
        assert {path.name: path.stat().st_mtime_ns for path in exports.iterdir()} == names
        assert "6 left as they were." in driver.notice()
        await driver.press("x", "1", "enter", "1")
        assert len(list(exports.iterdir())) == 12


async def test_writing_is_stopped_by_escape_and_nothing_is_delivered(
    tmp_path: Path, exports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with driving(tmp_path, outbox) as driver:
        screen = await slips_place(driver)
        loop = asyncio.get_running_loop()

        async def escape() -> None:
            screen.back()

        def stopped_after_one(write: Callable[..., slip_files.Written]) -> Callable[..., slip_files.Written]:
            def first(*words: Any, told: Callable[[int], bool], **how: Any) -> slip_files.Written:
                def hears(files: int) -> bool:
                    asyncio.run_coroutine_threadsafe(escape(), loop).result()
                    return told(files)

                return write(*words, told=hears, **how)

            return first

        to_its_end = slip_files.write
        monkeypatch.setattr(slip_files, "write", stopped_after_one(to_its_end))
        monkeypatch.setattr(slip_files, "write_one", stopped_after_one(slip_files.write_one))
        monkeypatch.setattr(slips_work, "SLOW_SECONDS", 0.0)
        monkeypatch.setattr(slips_work, "PART", 1)
        await driver.press("plus", "2", "f", "2")
        assert driver.notice().startswith("■ Stopped.")
        assert "nothing handed over" in driver.notice()
        assert state_of(driver, "Carlo Aguinaldo") is SlipState.DRAFT
        assert len(list(exports.glob("*.txt"))) == 1
        await driver.press("plus", "2", "f", "1")
        assert "nothing handed over" in driver.notice()
        assert not list(exports.glob("*.pdf"))
        await driver.press("escape", "plus", "2", "x", "1", "enter")
        assert "1 of 3 slips is there, from an export that was stopped" in driver.text()
        assert "2 more to write" in driver.text()
        monkeypatch.setattr(slip_files, "write", to_its_end)
        await driver.press("1")
        assert driver.notice().startswith("● 2 files written")
        assert driver.notice().endswith("1 was there already.")
        assert len(list(exports.iterdir())) == 3


async def test_many_go_into_one_file_to_print_or_one_zip(tmp_path: Path, exports: Path) -> None:
    async with driving(tmp_path, outbox) as driver:
        await slips_place(driver)
        await driver.press("plus", "2", "x", "7", "enter")
        assert driver.notice().startswith("● 1 file, 3 slips, written to ~/exports.")
        await driver.press("x", "8", "enter")
        assert driver.notice().startswith("● 1 file, 3 slips, written to ~/exports.")
        names = sorted(path.name for path in exports.iterdir())
        assert names == ["2026-08-12 3 slips.pdf", "2026-08-12 3 slips.zip"]
        assert state_of(driver, "Carlo Aguinaldo") is SlipState.DRAFT


# What it costs.


def hundreds(hub: Hub) -> None:
    """Forty drafts, of which nothing was looked at yet."""
    opening = hub.opening()
    for at in range(40):
        hub.clock.ahead(minutes=1)
        slip = hub.take(hub.application(hub.person(f"Ana {at:02}", opening)), 4).slip
        if at % 2:
            hub.confirm(slip)


async def test_a_key_asks_the_workbook_as_often_with_many_slips_as_with_few(tmp_path: Path) -> None:
    async with driving(tmp_path, hundreds) as driver:
        screen = await slips_place(driver)
        assert screen.shelf.known
        before = driver.app.bridge.calls
        await driver.press("down")
        assert driver.app.bridge.calls - before == 1
        before = driver.app.bridge.calls
        await driver.press("right")
        assert driver.app.bridge.calls - before <= 2


# Pictures.


@pytest.mark.parametrize(("size", "theme"), [(WIDE, "dark"), (NARROW, "dark"), (WIDE, "light")])
def test_outbox(tmp_path: Path, snap_compare: Any, size: tuple[int, int], theme: str) -> None:
    """Late ones in amber with their sign, hostile, CJK and long names aligned, the words of the first ready one."""
    app, hub = program(tmp_path, outbox, theme=theme)
    assert snap_compare(app, terminal_size=size, run_before=pressing(app, hub, "g", "s"))


def test_before_a_delivery(tmp_path: Path, snap_compare: Any) -> None:
    """Who goes, who stays and why, and the ways, in one list."""
    app, hub = program(tmp_path, outbox)
    assert snap_compare(app, terminal_size=WIDE, run_before=pressing(app, hub, "g", "s", "plus", "1", "f"))


def test_empty(tmp_path: Path, snap_compare: Any) -> None:
    """One sentence, one fact, and the keys that change it."""
    app, hub = program(tmp_path)
    assert snap_compare(app, terminal_size=WIDE, run_before=pressing(app, hub, "g", "s"))


def test_without_colour(tmp_path: Path, snap_compare: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Focus and marks are told without colour."""
    monkeypatch.setenv("NO_COLOR", "1")
    app, hub = program(tmp_path, outbox)
    assert snap_compare(app, terminal_size=WIDE, run_before=pressing(app, hub, "g", "s", "space", "space"))


# Once it is theirs.


async def test_one_key_says_that_they_have_it_and_undo_takes_that_back(tmp_path: Path) -> None:
    async with driving(tmp_path, outbox) as driver:
        await slips_place(driver)
        await driver.press("a")
        assert "not given yet" in driver.notice()
        await choose(driver, "Ahmed Rahimi")
        assert "→ handed" in line_of(driver, "Ahmed Rahimi")
        await driver.press("a")
        assert driver.notice().startswith("● Ahmed Rahimi: they have it.")
        assert state_of(driver, "Ahmed Rahimi") is SlipState.CONFIRMED
        assert "● confirmed" in line_of(driver, "Ahmed Rahimi")
        await driver.press("tab", "end")
        assert "They said that they have it, Wed" in driver.text()
        await driver.press("escape", "a")
        assert "it is confirmed" in driver.notice()
        await driver.press("u")
        assert state_of(driver, "Ahmed Rahimi") is SlipState.HANDED_OVER


async def test_marked_ones_are_confirmed_in_one_act(tmp_path: Path) -> None:
    async with driving(tmp_path, outbox) as driver:
        await slips_place(driver)
        await driver.press("plus", "1", "a")
        assert driver.notice().startswith("● 2 slips: they have them. 6 stay as they were.")
        assert state_of(driver, "Noelle Bergeron") is SlipState.CONFIRMED
        await driver.press("u")
        assert state_of(driver, "Noelle Bergeron") is SlipState.HANDED_OVER


async def test_sent_by_hand_copies_the_words_and_says_so(tmp_path: Path) -> None:
    async with driving(tmp_path, outbox) as driver:
        await slips_place(driver)
        await choose(driver, LONG)
        await driver.press("m")
        assert "slip sent, text message. The words are copied" in driver.notice()
        assert driver.app.clipboard.startswith("Hi Christabel")
        assert state_of(driver, LONG) is SlipState.SENT
        await driver.press("u")
        assert state_of(driver, LONG) is SlipState.DRAFT


async def test_sent_by_hand_is_refused_outside_their_hours_and_nothing_is_copied(tmp_path: Path) -> None:
    async with driving(tmp_path, outbox) as driver:
        await slips_place(driver)
        await choose(driver, "山田 花子")
        await driver.press("m")
        assert "it is outside their hours until Wed 20:00, their time" in driver.notice()
        assert not driver.app.clipboard
        assert state_of(driver, "山田 花子") is SlipState.DRAFT
        await driver.press("H", "m")
        assert "20:00" not in driver.notice()


async def test_what_they_do_not_want_is_owed_no_more(tmp_path: Path) -> None:
    async with driving(tmp_path, outbox) as driver:
        await slips_place(driver)
        await choose(driver, "Lea Mondal")
        await driver.press("n")
        await driver.press(*"gone", "enter")
        assert driver.notice().startswith("● Lea Mondal: not wanted.")
        assert state_of(driver, "Lea Mondal") is SlipState.NOT_WANTED
        assert "Owed 6   Draft 2   Ready 3   Given 3" in driver.text()
        assert "– unwanted" in line_of(driver, "Lea Mondal")
        await driver.press("tab", "end")
        assert "Not wanted, Wed 12 Aug" in driver.text()
        await driver.press("escape", "f")
        assert "it was not wanted" in driver.notice()
        await driver.press("u")
        assert state_of(driver, "Lea Mondal") is SlipState.DRAFT


async def test_a_correction_is_begun_from_the_list_and_stands_with_what_is_owed(tmp_path: Path) -> None:
    async with driving(tmp_path, outbox) as driver:
        await slips_place(driver)
        await choose(driver, "Ahmed Rahimi")
        await driver.press("e")
        assert isinstance(driver.app.screen, SlipScreen)
        assert "This takes the place of the feedback" in " ".join(driver.text().split())
        await driver.press("escape")
        assert "Owed 8" in driver.text()
        assert listed(driver).count("Ahmed Rahimi") == 1
        await choose(driver, "Carlo Aguinaldo")
        await driver.press("e")
        assert "not given yet" in driver.notice()


def line_of(driver: Driver, name: str) -> str:
    """The row of somebody's slip."""
    return next(line for line in driver.text().splitlines()[2:] if name in line)
