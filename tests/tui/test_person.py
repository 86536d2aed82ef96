"""The person page: the road, why it stopped, and everything that can be done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from domain.model.terms import MilestoneId, Result, State
from domain.workbook import (
    applications,
    attempts,
    decisions,
    exporting,
    fitting,
    history,
    journeys,
    languages,
    people,
    slips,
)
from tests.tui.driving import NARROW, WIDE, driving, pressing, program
from tests.tui.test_people import RAW
from tui.lines import Post
from tui.look import Look
from tui.safe_text import width
from tui.screens.choice import Choice
from tui.screens.form import Form
from tui.screens.people import PeopleScreen
from tui.screens.person import PersonScreen
from tui.screens.person_attempt import AttemptScreen
from tui.screens.person_form import padded
from tui.screens.person_history import EntryScreen, HistoryView
from tui.screens.score import ScoreScreen
from tui.screens.slip import SlipScreen
from tui.settings import config
from tui.widgets.fields import FieldRow
from tui.widgets.line_view import SidePane
from tui.widgets.person_head import HeadFacts, head_rows

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from domain.workbook import Workbook
    from domain.workbook.applications import ApplicationRow
    from tests.tui.driving import Driver
    from tests.workbook.hub import Hub
    from tui.places import Milepost

POINTS = ("Ran a repair counter, 30 a day", "Asks before offering a credit")


def joan(hub: Hub, days_ago: int = 20) -> int:
    """Stopped at the mock call, with a void exam before the one that passed; three more openings."""
    retail = hub.opening()
    for account in ("hospitality_bookings", "banking_cs", "travel_air"):
        hub.opening(account)
    hub.clock.ahead(days=-days_ago)
    known = {"mobile": "0917 123 4471", "channel": "whatsapp_or_viber", "window_from": "09:00", "window_to": "19:00"}
    person = hub.person("Joan Alcaraz", retail, points=POINTS, ok_text=True, ok_keep=True, **known)
    application = hub.application(person)
    hub.take_to(application, MilestoneId.EXAM)
    hub.take(application, 3, Result.VOID, reason="power cut")
    hub.take_to(application, MilestoneId.MOCK_CALL)
    hub.take(application, 2, Result.NOT_YET)
    hub.clock.ahead(days=days_ago)
    return person


def stopped(hub: Hub) -> None:
    """The retake is open from some days ago."""
    joan(hub)


def waiting(hub: Hub) -> None:
    """The retake is still to come."""
    joan(hub, days_ago=8)


def nowhere(hub: Hub) -> None:
    """On no opening, with an opening to go to."""
    hub.opening()
    hub.person("Omar Farouk")


async def at_page(driver: Driver, tab: str = "") -> PersonScreen:
    """Open the page of the only person."""
    driver.app.open_page(PersonScreen(the_person(driver.hub), tab))
    await driver.settle()
    screen = driver.app.screen
    assert isinstance(screen, PersonScreen)
    return screen


def the_person(hub: Hub) -> int:
    """The only person."""
    return people.ids(hub.wb, people.PeopleQuery())[0]


def current(hub: Hub) -> ApplicationRow:
    """Their application as the lists show it."""
    found = journeys.page(hub.wb, the_person(hub)).application
    assert found is not None
    return found


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


# Moving, beginning, ending.


async def test_moving_takes_two_keys_and_the_road_goes_along(tmp_path: Path) -> None:
    async with driving(tmp_path, stopped) as driver:
        await at_page(driver)
        best = fitting.fits_of(driver.hub.wb, the_person(driver.hub))[0].opening
        await driver.press("r", "1")
        assert current(driver.hub).opening == best.id
        lines = driver.text().splitlines()
        assert lines[2].strip().startswith(best.name)
        assert lines[4].count("●") == 4
        assert "Applications 2" in lines[11]
        await driver.press("u")
        assert "Applications 1" in driver.text().splitlines()[11]


async def test_a_no_show_is_one_key_and_brings_a_slip(tmp_path: Path) -> None:
    async with driving(tmp_path, stopped) as driver:
        await at_page(driver)
        await driver.press("x")
        assert current(driver.hub).state is State.NO_SHOW
        assert not current(driver.hub).ended_at
        assert "Slips 7" in driver.text()
        assert "did not come, slip drafted." in driver.notice()
        await driver.press("u")
        assert current(driver.hub).state is State.NOT_YET


async def test_withdrawing_asks_why_and_leaves_a_slip(tmp_path: Path) -> None:
    async with driving(tmp_path, stopped) as driver:
        await at_page(driver)
        await driver.press("W", "1")
        assert isinstance(driver.app.screen, Form)
        driver.app.screen.query_one(FieldRow).value = "took a job nearer home"
        await driver.press("enter")
        ended = current(driver.hub)
        assert (ended.state, ended.ended_by, ended.reason) == (State.WITHDREW, "candidate", "took a job nearer home")
        assert driver.notice().startswith("● Joan Alcaraz: withdrew, slip drafted.")
        assert "Took a job nearer home." in driver.text()
        assert "Slips 7" in driver.text()
        await driver.press("W")
        assert "the application has ended" in driver.notice()
        await driver.press("u")
        assert not current(driver.hub).ended_at


async def test_a_no_show_with_notice_is_among_the_endings(tmp_path: Path) -> None:
    async with driving(tmp_path, stopped) as driver:
        await at_page(driver)
        await driver.press("W", "2")
        with driver.hub.wb.store.read() as tx:
            assert tx.value("select reason from attempt where result = 'no_show'") == decisions.WITH_NOTICE


@pytest.mark.parametrize(
    ("digit", "state", "by", "more_slips"),
    [
        ("3", State.NOT_SELECTED, "us", 1),
        ("4", State.OUTSCORED, "us", 1),
        ("6", State.CLIENT_DECLINED, "client", 1),
        ("8", State.DUPLICATE, "us", 0),
    ],
)
async def test_every_ending_says_who_ended_it(
    tmp_path: Path, digit: str, state: State, by: str, more_slips: int
) -> None:
    async with driving(tmp_path, stopped) as driver:
        await at_page(driver)
        await driver.press("W", digit, "enter")
        ended = current(driver.hub)
        assert (ended.state, ended.ended_by) == (state, by)
        assert f"Slips {6 + more_slips}" in driver.text()


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


async def test_somebody_on_no_opening_is_put_on_one(tmp_path: Path) -> None:
    async with driving(tmp_path, nowhere) as driver:
        await at_page(driver)
        await driver.press("x")
        assert "on no opening yet" in driver.notice()
        await driver.press("O", "1")
        assert current(driver.hub).state is State.READY
        assert "Passed 0 of 8." in driver.text()
        await driver.press("O")
        assert "on an opening already" in driver.notice()


async def test_a_test_is_added_to_the_route_and_one_that_is_there_is_not_offered(tmp_path: Path) -> None:
    async with driving(tmp_path, stopped) as driver:
        await at_page(driver)
        await driver.press("T", "2")
        assert isinstance(driver.app.screen, Choice)
        await driver.press("1")
        assert "Passed 4 of 9." in driver.text()
        with driver.hub.wb.store.read() as tx:
            assert tx.value("select added_tests from application") == MilestoneId.SALES


# Correcting.


def form_rows(driver: Driver) -> dict[str, FieldRow]:
    """The fields of the form in front by key."""
    return {row.field.key: row for row in driver.app.screen.query(FieldRow)}


async def test_a_correction_is_stored_with_everything_else_as_it_was(tmp_path: Path) -> None:
    async with driving(tmp_path, stopped) as driver:
        await at_page(driver)
        before = people.find(driver.hub.wb, the_person(driver.hub))
        await driver.press("e")
        assert [name for name, _ in form_rows(driver)["language"].field.choices] == list(languages.names(driver.hub.wb))
        form_rows(driver)["city"].value = "Cebu"
        form_rows(driver)["window_from"].value = "10"
        await driver.press("f10")
        after = people.find(driver.hub.wb, before.id)
        assert (after.city, after.window_from, after.window_to) == ("Cebu", "10:00", "19:00")
        kept = ("name", "called", "phone", "email", "points", "ok_text", "ok_keep", "channel", "language", "note")
        assert [getattr(after, key) for key in kept] == [getattr(before, key) for key in kept]
        assert "10:00–19:00" in driver.text()
        assert driver.notice().startswith("● Joan Alcaraz corrected.")


async def test_a_wrong_hour_keeps_the_form_open(tmp_path: Path) -> None:
    async with driving(tmp_path, stopped) as driver:
        await at_page(driver)
        await driver.press("e")
        form_rows(driver)["window_to"].value = "late"
        await driver.press("f10")
        assert "Write an hour as 9:00 or 17:30." in driver.text()


async def test_what_both_changed_shows_both_and_what_one_changed_is_merged(tmp_path: Path) -> None:
    async with driving(tmp_path, stopped) as driver:
        await at_page(driver)
        await driver.press("e")
        form_rows(driver)["city"].value = "Cebu"
        form_rows(driver)["source"].value = "Job fair"
        person = people.find(driver.hub.wb, the_person(driver.hub))
        theirs = people.NewPerson(name=person.name, mobile="0917 555 0000", city="Davao")
        people.correct(driver.hub.wb, person.id, person.version, theirs)
        await driver.press("f10")
        assert "○ Meanwhile: Davao" in driver.text()
        assert "Yours is kept; save again to put it in place." in driver.notice()
        assert form_rows(driver)["city"].value == "Cebu"
        await driver.press("f10")
        after = people.find(driver.hub.wb, person.id)
        assert (after.city, after.source, after.phone) == ("Cebu", "Job fair", "+639175550000")


async def test_writing_between_reading_and_storing_is_refused_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with driving(tmp_path, stopped) as driver:
        await at_page(driver)
        await driver.press("e")
        form_rows(driver)["city"].value = "Cebu"
        find = people.find

        def stale(wb: Workbook, person: int) -> people.Person:
            found = find(wb, person)
            people.correct(wb, person, found.version, people.NewPerson(name=found.name, city="Davao"))
            monkeypatch.setattr(people, "find", find)
            return found

        monkeypatch.setattr(people, "find", stale)
        await driver.press("f10")
        assert driver.notice().startswith("■")
        assert people.find(driver.hub.wb, the_person(driver.hub)).city == "Davao"
        assert form_rows(driver)["city"].value == "Cebu"


async def test_work_on_their_road_meanwhile_is_no_conflict(tmp_path: Path) -> None:
    async with driving(tmp_path, stopped) as driver:
        await at_page(driver)
        await driver.press("e")
        form_rows(driver)["city"].value = "Cebu"
        attempts.open_or_start(driver.hub.wb, current(driver.hub).id)
        await driver.press("f10")
        assert people.find(driver.hub.wb, the_person(driver.hub)).city == "Cebu"
        assert current(driver.hub).state is State.UNDERWAY


@pytest.mark.parametrize(("typed", "stored"), [("9", "09:00"), ("17:30", "17:30"), ("", "")])
def test_hours_are_stored_alike(typed: str, stored: str) -> None:
    assert padded(typed) == stored


# History.


async def choose_act(driver: Driver, words: str) -> None:
    """Put the focus of the history on the newest act with these words."""
    view = driver.app.screen.query_one(HistoryView)
    view.choose(f"act:{next(entry.act for entry in view.entries if words in entry.what)}")
    await driver.settle()


async def test_history_takes_back_one_act_and_later_work_on_other_things_stays(tmp_path: Path) -> None:
    async with driving(tmp_path, stopped) as driver:
        await at_page(driver)
        person = people.find(driver.hub.wb, the_person(driver.hub))
        people.correct(driver.hub.wb, person.id, person.version, people.NewPerson(name="Joan Alcarez"))
        applications.add_test(driver.hub.wb, person.application, MilestoneId.SALES)
        driver.app.screen.query_one("TabsRow").choose("history")  # type: ignore[attr-defined]
        await driver.settle()
        await choose_act(driver, "corrected")
        assert driver.notice() == "► Can be taken back.   Z take it back   Enter what it changed"
        await driver.press("Z")
        assert people.find(driver.hub.wb, person.id).name == "Joan Alcaraz"
        assert "sales_test" in str(_added(driver.hub))
        assert driver.notice().startswith("● Undone: corrected name")
        lines = driver.text().splitlines()
        assert any("Noor corrected name" in line and "□ taken back" in line for line in lines)
        assert "Noor took back: corrected Joan Alcarez" in driver.text()
        await driver.press("Z")
        assert "it was taken back already" in driver.notice().lower()


def _added(hub: Hub) -> object:
    with hub.wb.store.read() as tx:
        return tx.value("select added_tests from application")


async def test_history_says_why_an_act_cannot_be_taken_back_before_the_key_is_pressed(tmp_path: Path) -> None:
    async with driving(tmp_path, stopped) as driver:
        await at_page(driver, "history")
        await choose_act(driver, "took in")
        assert driver.notice().startswith("○ Not to be taken back: Noor came later with “Joan Alcaraz")
        await driver.press("Z")
        assert driver.notice().lower().startswith("○ take this act back: noor came later")
        assert current(driver.hub).state is State.NOT_YET
        await driver.press("H")
        assert "Joan" not in driver.text()


async def test_history_stands_by_day_and_reads_on_at_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "PAGE", 20)
    async with driving(tmp_path, stopped) as driver:
        await at_page(driver, "history")
        view = driver.app.screen.query_one(HistoryView)
        assert driver.text().splitlines()[13].strip().startswith("Thu 23 Jul")
        assert len(view.entries) == 20
        await driver.press("G")
        assert len(view.entries) == 40
        whole = history.of_person(driver.hub.wb, the_person(driver.hub), 9999)
        for _ in range(len(whole) // 20 + 2):
            await driver.press("G")
        assert [entry.act for entry in view.entries] == [entry.act for entry in whole]
        assert "older entries" not in driver.text()
        assert "Noor took Joan in for Retail" in driver.text()


async def test_enter_on_an_entry_shows_before_and_after_and_takes_it_back(tmp_path: Path) -> None:
    def corrected(hub: Hub) -> None:
        person = hub.person("Joan Alcaraz", city="Cebu", note="Shy")
        card = people.find(hub.wb, person)
        people.correct(hub.wb, person, card.version, people.NewPerson(name="Joan Miguel", city="Davao", note="Bold"))

    async with driving(tmp_path, corrected) as driver:
        await at_page(driver, "history")
        assert "Bold" not in driver.text()
        await driver.press("enter")
        assert isinstance(driver.app.screen, EntryScreen)
        assert "Cebu → Davao" in driver.text()
        assert "Shy → Bold" in driver.text()
        assert "Can be taken back with Z." in driver.text()
        await driver.press("H")
        assert "Davao" not in driver.text()
        assert "Bold" not in driver.text()
        await driver.press("H", "Z")
        assert isinstance(driver.app.screen, PersonScreen)
        assert people.find(driver.hub.wb, the_person(driver.hub)).city == "Cebu"


async def test_undoing_that_somebody_was_taken_in_leaves_their_page(tmp_path: Path) -> None:
    def prepare(hub: Hub) -> None:
        hub.person("Joan Alcaraz")

    async with driving(tmp_path, prepare) as driver:
        driver.app.go("people")
        await driver.settle()
        await driver.press("enter")
        assert isinstance(driver.app.screen, PersonScreen)
        await driver.press("u")
        assert isinstance(driver.app.screen, PeopleScreen)
        assert "Nobody is in the workbook yet." in driver.text()


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


def opened(app: Milepost, hub: Hub, tab: str = "", *keys: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Open the page of the only person before the picture is taken."""
    settled = pressing(app, hub)
    then = pressing(app, hub, *keys)

    async def before(pilot: Pilot[None]) -> None:
        await settled(pilot)
        app.open_page(PersonScreen(the_person(hub), tab))
        await then(pilot)

    return before


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
