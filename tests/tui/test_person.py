"""The person page: the road, why it stopped, what was tried, and how it looks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from domain.model.terms import MilestoneId, Result, State
from domain.workbook import (
    exporting,
    fitting,
    journeys,
    slips,
)
from tests.tui.driving import NARROW, WIDE, driving, program
from tests.tui.person_page import POINTS, at_page, current, joan, nowhere, opened, stopped, the_person, waiting
from tests.tui.test_people import RAW
from tui.lines import Post
from tui.look import Look
from tui.safe_text import width
from tui.screens.choice import Choice
from tui.screens.form import Form
from tui.screens.person import PersonScreen
from tui.screens.person_attempt import AttemptScreen
from tui.screens.score import ScoreScreen
from tui.screens.slip import SlipScreen
from tui.settings import config
from tui.widgets.fields import FieldRow
from tui.widgets.line_view import SidePane
from tui.widgets.person_head import HeadFacts, head_rows

if TYPE_CHECKING:
    from pathlib import Path

    from tests.workbook.hub import Hub


# What is shown.


async def test_the_page_says_how_far_where_it_stopped_and_why(tmp_path: Path) -> None:
    async with driving(tmp_path, stopped) as driver:
        await at_page(driver)
        lines = driver.text().splitlines()
        assert lines[0].startswith("  Joan Alcaraz")
        assert lines[2].startswith("  Retail customer service, class of 1 Sep")
        assert lines[2].endswith("Chat app 9:00–19:00, local 10:42   English   ok to text   ok to keep")
        assert lines[4].count("●") == 4
        assert lines[4].count("┬") == 3
        assert lines[4][2:].index("►") == lines[5][2:].index("Mock call")
        assert lines[6].split()[:6] == ["passed", "passed", "passed", "passed", "not", "yet"]
        assert lines[7].split()[-2:] == ["23", "Jul"]
        assert lines[9].strip() == "Passed 4 of 8. Stopped at the mock call on 23 Jul."
        assert "Attempt 2 is open from today." in lines[10]
        assert lines[11].split() == ["Attempts", "6", "Slips", "6", "Contact", "Applications", "1", "History"]
        assert lines[14][:41].split() == ["▌", "Mock", "call", "2", "►", "to", "start"]
        assert lines[17][6:41].split() == ["Exam", "1", "□", "void"]
        assert lines[12][82:].strip() == "What to do"
        assert lines[13][82:].split() == ["►", "Mock", "call,", "attempt", "2", "Enter"]


async def test_a_narrow_screen_drops_dates_and_words_ahead_and_gives_the_pane_a_tab(tmp_path: Path) -> None:
    async with driving(tmp_path, stopped, size=NARROW) as driver:
        await at_page(driver)
        lines = driver.text().splitlines()
        assert "to come" not in lines[6]
        assert lines[7] == ""
        assert lines[8].startswith("  Passed 4 of 8.")
        assert lines[11].split()[-1] == "Next"
        await driver.press("left")
        assert "What to do" in driver.text()
        seen = driver.text()
        for _ in range(9):
            await driver.press("down")
            seen += driver.text()
        assert POINTS[0] in seen
        assert "Also fits" in seen
        await driver.pilot.resize_terminal(120, 36)
        await driver.settle()
        lines = driver.text().splitlines()
        assert "Next" not in lines[11]
        assert lines[14].startswith("▌     Mock call")


async def test_somebody_on_no_opening_has_the_whole_road_ahead(tmp_path: Path) -> None:
    async with driving(tmp_path, nowhere) as driver:
        await at_page(driver)
        assert driver.text().splitlines()[4].count("┬") == 10
        assert "On no opening yet." in driver.text()
        assert "No attempt yet." in driver.text()
        assert "○ Ask how to reach them" in driver.text()


async def test_the_wait_of_today_stands_in_the_header(tmp_path: Path) -> None:
    def here(hub: Hub) -> None:
        hub.person("Joan Alcaraz", hub.opening())
        hub.clock.ahead(minutes=38)

    async with driving(tmp_path, here) as driver:
        await at_page(driver)
        assert driver.text().splitlines()[0].startswith("  Joan Alcaraz   No. 1, waiting 38 min")


async def test_hidden_names_hide_name_number_and_channel_in_every_tab(tmp_path: Path) -> None:
    async with driving(tmp_path, stopped) as driver:
        await at_page(driver)
        await driver.press("H")
        for _ in range(5):
            for word in ("Joan", "Alcaraz", "4471", "Chat app", "9:00–19:00"):
                assert word not in driver.text()
            await driver.press("right")


# Attempts.


async def test_enter_starts_the_attempt_that_is_due(tmp_path: Path) -> None:
    async with driving(tmp_path, stopped) as driver:
        await at_page(driver)
        await driver.press("enter", "escape")  # the console of the call lies over it
        screen = driver.app.screen
        assert isinstance(screen, ScoreScreen)
        assert screen.sheet is not None
        assert (screen.sheet.milestone.id, screen.sheet.number) == (MilestoneId.MOCK_CALL, 2)
        await driver.press("escape")
        assert "… Mock call, attempt 2, open" in driver.text()
        await driver.press("enter", "escape")
        assert isinstance(driver.app.screen, ScoreScreen)
        assert driver.app.screen.attempt == screen.attempt


async def test_a_finished_attempt_is_looked_back_on_and_its_sheet_asks_why_a_rating_changes(tmp_path: Path) -> None:
    async with driving(tmp_path, stopped) as driver:
        await at_page(driver)
        await driver.press("down", "enter")
        assert isinstance(driver.app.screen, AttemptScreen)
        await driver.press("enter", "5")
        assert isinstance(driver.app.screen, Form)
        assert "reason" in driver.text().lower()
        await driver.press("escape")
        assert isinstance(driver.app.screen, ScoreScreen)


async def test_before_its_day_an_attempt_waits_unless_they_bring_proof(tmp_path: Path) -> None:
    async with driving(tmp_path, waiting) as driver:
        await at_page(driver)
        assert "→ Mock call, attempt 2   from 18 Aug" in driver.text()
        await driver.press("enter")
        assert isinstance(driver.app.screen, Choice)
        await driver.press("1")
        assert current(driver.hub).state is State.NOT_YET
        await driver.press("enter", "2", "escape")
        assert isinstance(driver.app.screen, ScoreScreen)
        assert current(driver.hub).state is State.UNDERWAY


async def test_the_pane_can_be_walked_and_followed(tmp_path: Path) -> None:
    async with driving(tmp_path, stopped) as driver:
        screen = await at_page(driver)
        assert screen.query_one(SidePane).line_id == ""
        await driver.press("tab")
        assert screen.query_one(SidePane).line_id == "start"
        await driver.press("down", "enter")
        assert isinstance(driver.app.screen, SlipScreen)


# Slips.


async def test_slip_follows_the_focused_attempt(tmp_path: Path) -> None:
    async with driving(tmp_path, stopped) as driver:
        await at_page(driver)
        page = journeys.page(driver.hub.wb, the_person(driver.hub))
        await driver.press("down", "down", "f")
        assert isinstance(driver.app.screen, SlipScreen)
        assert driver.app.screen.slip_id == page.attempts[2].slip
        await driver.press("escape", "home", "f")
        assert isinstance(driver.app.screen, SlipScreen)
        assert driver.app.screen.slip_id == slips.listing(driver.hub.wb, "open", person_id=page.person.id)[-1].id


async def test_enter_in_slips_opens_the_slip(tmp_path: Path) -> None:
    async with driving(tmp_path, stopped) as driver:
        await at_page(driver, "slips")
        await driver.press("enter")
        assert isinstance(driver.app.screen, SlipScreen)


async def test_the_journey_report_is_written_in_every_format_and_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config, "exports_path", lambda: tmp_path / "out")
    async with driving(tmp_path, stopped) as driver:
        await at_page(driver)
        for digit, form in enumerate(exporting.Format, 1):
            await driver.press("J", str(digit))
            assert driver.notice().startswith("● Journey report written: ")
            (written,) = (tmp_path / "out").glob(f"*{form.suffix}")
            assert "joan-alcaraz" in written.name
        assert "Joan Alcaraz" in next((tmp_path / "out").glob("*.txt")).read_text()


# Applications and contact.


async def test_the_applications_tab_says_how_each_ended(tmp_path: Path) -> None:
    async with driving(tmp_path, stopped) as driver:
        await at_page(driver, "applications")
        await driver.press("W", "1")
        driver.app.screen.query_one(FieldRow).value = "moved away"
        await driver.press("enter")
        assert "Applied 23 Jul, shown in lists." not in driver.text()
        assert "Applied 23 Jul." in driver.text()
        assert "Ended 12 Aug at Mock call by the candidate: moved away." in driver.text()
        await driver.press("enter")
        assert driver.notice() == "► Retail customer service, class of 1 Sep: withdrew on 12 Aug: moved away."


async def test_an_application_says_where_it_was_moved_from(tmp_path: Path) -> None:
    async with driving(tmp_path, stopped, size=NARROW) as driver:
        await at_page(driver, "applications")
        await driver.press("r", "1")
        assert "moved from Retail customer service, class of 1 Sep" in " ".join(driver.text().split())
        assert "Ended 12 Aug at Mock call by us: moved on." in driver.text()


async def test_the_contact_card_says_whether_it_is_within_their_hours(tmp_path: Path) -> None:
    async with driving(tmp_path, stopped) as driver:
        await at_page(driver, "contact")
        assert "● within their hours" in driver.text()
        driver.hub.clock.ahead(hours=9)
        driver.app.screen.reload()  # type: ignore[attr-defined]
        await driver.settle()
        assert "! it is outside their hours. From Thu 13 Aug 9:00" in driver.text()


async def test_the_contact_card_lists_what_came_of_each_contact(tmp_path: Path) -> None:
    async with driving(tmp_path, stopped) as driver:
        await at_page(driver, "contact")
        assert "Contacts" not in driver.text()
        await driver.press("C", "6")
        await driver.press(*"thanks!", "enter")
        assert "Thank-you note of" in driver.notice()
        shown = driver.text()
        assert "12 Aug 10:42" in shown
        assert "thank-you note" in shown
        assert "thanks!" in shown


# Hostile text, road of any length.


@pytest.mark.parametrize("raw", RAW, ids=("markup", "right-to-left", "wide", "endless"))
@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_hostile_text_is_text_in_every_tab_and_form(tmp_path: Path, raw: str, size: tuple[int, int]) -> None:
    def prepare(hub: Hub) -> None:
        known: dict[str, object] = dict.fromkeys(
            ("called", "city", "source", "reference", "tags", "note", "channel"), raw
        )
        person = hub.person(f"Zz {raw}", hub.opening(), points=(raw[:80],), **known)
        hub.take(hub.application(person), 2, Result.NOT_YET)

    async with driving(tmp_path, prepare, size=size) as driver:
        await at_page(driver)
        for _ in range(5):
            await driver.press("right")
        await driver.press("e", "escape", "W", "escape")
        assert isinstance(driver.app.screen, PersonScreen)
        assert all("\u202e" not in line for line in driver.text().splitlines())


@pytest.mark.parametrize("cells", [80, 81, 96, 111, 112, 120, 160, 200])
@pytest.mark.parametrize("codes", ["@....-.-..", "****o-.-..", "**********", "********~.", "=====~~~~~", "*#-------."])
def test_posts_never_run_into_each_other_nor_off_the_screen(cells: int, codes: str) -> None:
    names = ("Applied", "Phone", "In person", "Exam", "Mock call", "Sales", "Service", "Tech", "Final", "Offer")
    words = {"*": "passed", "o": "not yet", "@": "here", "~": "unfinished", "=": "borderline", "#": "stopped"}
    posts = [
        Post(code, name, words.get(code, "not needed" if code == "-" else "to come"), "attempt 2")
        for code, name in zip(codes, names, strict=True)
    ]
    rows = head_rows(Look(), HeadFacts(posts=posts, here=codes.rfind("*") + 1), cells)
    for row in range(4, 8):
        parts = rows[row]
        ends = [start + width(pieces) for start, pieces in parts]
        assert all(end < start for end, (start, _) in zip(ends, [part for part in parts[1:]], strict=False) if end)
        assert max(ends) <= cells - 1
    assert [pieces[0][0] for _, pieces in rows[5]] == list(names)


# How it looks.


@pytest.mark.parametrize(
    ("size", "theme", "ascii_only"),
    [(WIDE, "dark", False), (NARROW, "dark", False), (WIDE, "light", False), (NARROW, "dark", True)],
)
def test_a_stopped_person(
    tmp_path: Path, snap_compare: Any, size: tuple[int, int], theme: str, ascii_only: bool
) -> None:
    """The accent post, the sentence, attempts with the one to start in focus; the pane from row 11 (wide only)."""
    app, hub = program(tmp_path, stopped, theme=theme, ascii_only=ascii_only)
    assert snap_compare(app, terminal_size=size, run_before=opened(app, hub))


def test_very_wide(tmp_path: Path, snap_compare: Any) -> None:
    """The road over 160 columns, the pane of 56."""
    app, hub = program(tmp_path, stopped)
    assert snap_compare(app, terminal_size=(160, 45), run_before=opened(app, hub))


def test_applications_tab(tmp_path: Path, snap_compare: Any) -> None:
    """Each with road and state, who ended it and why, and where it was moved from."""

    def moved(hub: Hub) -> None:
        person = joan(hub)
        fitting.move(hub.wb, hub.application(person), fitting.fits_of(hub.wb, person)[0].opening.id)

    app, hub = program(tmp_path, moved)
    assert snap_compare(app, terminal_size=NARROW, run_before=opened(app, hub, "applications"))


def test_history_tab(tmp_path: Path, snap_compare: Any) -> None:
    """What was done, the newest first, with who and when."""
    app, hub = program(tmp_path, stopped)
    assert snap_compare(app, terminal_size=WIDE, run_before=opened(app, hub, "history"))


def test_on_no_opening(tmp_path: Path, snap_compare: Any) -> None:
    """A road of posts to come, one sentence, and what to do."""
    app, hub = program(tmp_path, nowhere)
    assert snap_compare(app, terminal_size=NARROW, run_before=opened(app, hub))
