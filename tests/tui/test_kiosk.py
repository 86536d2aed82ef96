"""The candidate's seat by keys: what they see, what is kept, and that nothing leads away but the staff code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual.events import MouseDown, Paste
from textual.keys import Keys

from domain.catalog.exam_papers import load_papers
from domain.model.errors import Unavailable
from domain.model.exam import ChoiceForm, Part, Script
from domain.model.terms import MilestoneId
from domain.rules.exam_marking import endless, options_of, order_of
from domain.workbook import attempts, calls
from domain.workbook.exam_room import papers
from tests.tui.driving import NARROW, WIDE, driving, pressing, program
from tests.tui.seated import OTHERS, kiosk_of, room, seated, sit_down
from tests.workbook.exam_room.people import ACCURACY, ENTRY, GRAMMAR, POLICY, SPEED, at_exam, values
from tui import seat as seats
from tui.kiosk.fields import Fields
from tui.kiosk.passage import Typing
from tui.kiosk.questions import Questions
from tui.kiosk.scenes import PASTING, StaffCode
from tui.screens.call import CallScreen
from tui.screens.error import ErrorPage
from tui.screens.exam import ExamScreen
from tui.screens.today import TodayScreen

if TYPE_CHECKING:
    from pathlib import Path

    from domain.workbook import Workbook
    from tests.tui.driving import Driver
    from tests.tui.seated import Seated
    from tests.workbook.hub import Hub


async def to_the_room(driver: Driver) -> None:
    """From the openings to the exam of the only class."""
    await driver.press("enter", "x")
    assert isinstance(driver.app.screen, ExamScreen)


def typing(seat: Seated) -> Typing:
    """The typing test in front."""
    assert isinstance(seat.kiosk.scene, Typing)
    return seat.kiosk.scene


def questions(seat: Seated) -> Questions:
    """The questions in front."""
    assert isinstance(seat.kiosk.scene, Questions)
    return seat.kiosk.scene


def stored(driver: Driver) -> papers.Paper:
    """The open paper as it is stored."""
    (attempt,) = [row["attempt"] for row in driver.hub.rows("select attempt from paper where finished_at = 0")]
    (paper,) = papers.sitting(driver.hub.wb, attempt).papers
    return paper


def application(driver: Driver) -> int:
    """Kofi's application."""
    return int(driver.hub.value("select application from person where name = 'Kofi Mensah'"))


class TestHandingOver:
    async def test_the_candidate_sees_their_own_first_name_and_nobody_else(self, tmp_path: Path) -> None:
        async with driving(tmp_path, room, start="openings") as driver:
            await to_the_room(driver)
            seat = await sit_down(driver, Part.TYPING)
            for keys in ((), ("enter",), tuple("Thank"), ("escape",), ("escape",)):
                await seat.press(*keys)
                text = seat.text()
                assert "Kofi M." in text
                assert "Mensah" not in text
                assert not any(name.split()[0] in text for name in OTHERS)
                assert "owed" not in text
                assert "Retail" not in text

    async def test_two_codes_that_differ_hand_nothing_over(self, tmp_path: Path) -> None:
        async with driving(tmp_path, room, start="openings") as driver:
            await to_the_room(driver)
            await driver.press("h", "2", *"4711", "enter", *"4712", "enter")
            assert "The two codes differ." in driver.notice()
            assert driver.app.kept_by is None
            assert driver.hub.value("select count(*) from paper") == 0

    async def test_what_can_be_handed_over_is_named_whole_on_the_smallest_screen(self, tmp_path: Path) -> None:
        async with driving(tmp_path, room, size=NARROW, start="openings") as driver:
            await to_the_room(driver)
            await driver.press("h")
            assert "All but what is read aloud" in driver.text()
            assert "All that is missing" in driver.text()

    async def test_the_code_shows_as_dots(self, tmp_path: Path) -> None:
        async with driving(tmp_path, room, start="openings") as driver:
            await to_the_room(driver)
            await driver.press("h", "2", *"4711")
            assert "4711" not in driver.text()

    async def test_the_code_of_last_time_needs_no_typing(self, tmp_path: Path) -> None:
        async with driving(tmp_path, room, start="openings") as driver:
            await to_the_room(driver)
            seat = await sit_down(driver, Part.TYPING)
            await seat.press("escape", *"4711", "enter")
            assert isinstance(driver.app.screen, ExamScreen)
            await driver.press("h", "1", "enter", "enter")
            kiosk_of(driver)
            await driver.press("escape", *"4711", "enter")
            assert isinstance(driver.app.screen, ExamScreen)


class TestTyping:
    async def test_the_clock_starts_with_the_first_key_and_ends_the_test(self, tmp_path: Path) -> None:
        async with driving(tmp_path, room, start="openings") as driver:
            await to_the_room(driver)
            seat = await sit_down(driver, Part.TYPING)
            await seat.press("enter")
            await seat.pass_time(500)
            assert typing(seat).left == 180_000
            assert "The clock starts with your first key." in seat.text()
            passage = typing(seat).passage.text
            await seat.press(*[" " if c == " " else c for c in endless(passage, 5)])
            await seat.pass_time(60)
            assert typing(seat).left == 120_000
            typing(seat).typed = endless(passage, 600)
            await seat.pass_time(119)
            assert typing(seat).left == 1_000
            await seat.pass_time(1.5)
            assert "That was the last part." in seat.text()
            assert values(driver.hub, application(driver)) == {SPEED: 40.0, ACCURACY: 100.0}

    async def test_what_is_typed_is_kept_at_least_every_two_seconds(self, tmp_path: Path) -> None:
        async with driving(tmp_path, room, start="openings") as driver:
            await to_the_room(driver)
            seat = await sit_down(driver, Part.TYPING)
            await seat.press("enter", "T", "h", "a", "n", "k")
            await seat.pass_time(1.5)
            assert stored(driver).typed == "Thank"
            await seat.press("backspace", "x")
            await seat.pass_time(1.5)
            assert stored(driver).typed == "Thanx"
            assert stored(driver).spent == 3_000

    async def test_a_wrong_letter_carries_its_sign_and_can_be_mended(self, tmp_path: Path) -> None:
        async with driving(tmp_path, room, start="openings") as driver:
            await to_the_room(driver)
            seat = await sit_down(driver, Part.TYPING)
            await seat.press("enter", "#")
            assert any(line.strip() == "×" for line in seat.text().splitlines())
            await seat.press("backspace")
            assert not any(line.strip() == "×" for line in seat.text().splitlines())

    async def test_pasting_is_refused(self, tmp_path: Path) -> None:
        async with driving(tmp_path, room, start="openings") as driver:
            await to_the_room(driver)
            seat = await sit_down(driver, Part.TYPING)
            await seat.press("enter", "T")
            driver.app.post_message(Paste("hank you for waiting" * 50))
            await driver.settle()
            assert typing(seat).typed == "T"
            assert PASTING in seat.text()

    def test_a_paste_that_comes_as_keys_is_refused_as_well(self) -> None:
        form = load_papers().passages[0]
        paper = papers.Paper(1, 1, Part.TYPING, form, 7, 1, finished=False, spent=0)
        scene = Typing(paper=paper)
        for number, letter in enumerate("Thank you"):
            scene.key(letter, letter, number * 0.15)
        for number in range(500):
            scene.key("x", "x", 10 + number * 0.0001)
        assert scene.typed == "Thank you"
        assert scene.warning == PASTING
        scene.key("!", "!", 20.0)
        assert scene.typed == "Thank you!"

    def test_the_fastest_hand_is_no_paste(self) -> None:
        form = load_papers().passages[0]
        paper = papers.Paper(1, 1, Part.TYPING, form, 7, 1, finished=False, spent=0)
        scene = Typing(paper=paper)
        for number, letter in enumerate(form.text[:300]):
            scene.key(letter, letter, number * 0.04)  # 300 words a minute
        assert scene.typed == form.text[:300]


class TestQuestions:
    async def test_a_digit_is_stored_at_once_and_enter_goes_on(self, tmp_path: Path) -> None:
        async with driving(tmp_path, room, start="openings") as driver:
            await to_the_room(driver)
            seat = await sit_down(driver, Part.GRAMMAR)
            await seat.press("enter", "2")
            form = stored(driver).form
            assert isinstance(form, ChoiceForm)
            first = order_of(form, stored(driver).seed)[0]
            chosen = options_of(first, stored(driver).seed)[1]
            assert stored(driver).answers == {first.id: chosen}
            await seat.press("3", "enter")
            assert stored(driver).answers == {first.id: options_of(first, stored(driver).seed)[2]}
            assert f"Question 2 of {len(form.items)}" in seat.text()
            await seat.press("left", "down")
            assert stored(driver).answers == {first.id: options_of(first, stored(driver).seed)[3]}

    async def test_the_review_names_what_is_open_before_it_is_handed_in(self, tmp_path: Path) -> None:
        async with driving(tmp_path, room, start="openings") as driver:
            await to_the_room(driver)
            seat = await sit_down(driver, Part.GRAMMAR)
            await seat.press("enter")
            for item in questions(seat).items[1:]:
                questions(seat).answers[item.id] = item.key
                questions(seat).changed.append((item.id, item.key))
            await seat.press("tab")
            assert "no answer yet" in seat.text()
            await seat.press("enter")
            assert "1 question has no answer." in seat.text()
            assert driver.hub.value("select count(*) from rating") == 0
            await seat.press("enter")
            assert "That was the last part." in seat.text()
            assert values(driver.hub, application(driver)) == {GRAMMAR: 93.0}  # 13 of 14

    async def test_from_the_review_a_question_is_one_key_away(self, tmp_path: Path) -> None:
        async with driving(tmp_path, room, start="openings") as driver:
            await to_the_room(driver)
            seat = await sit_down(driver, Part.GRAMMAR)
            await seat.press("enter", "tab", *["up"] * 13, "enter")
            assert "Question 2 of" in seat.text()

    async def test_a_long_page_is_read_to_its_end_in_a_small_window(self, tmp_path: Path) -> None:
        async with driving(tmp_path, room, start="openings", size=NARROW) as driver:
            await to_the_room(driver)
            seat = await sit_down(driver, Part.POLICY)
            await seat.press("enter")
            page = questions(seat).form.page(questions(seat).items[0].about)
            assert page is not None
            last = page.text.split()[-1]
            assert "PgDn more of this page" in seat.text()
            seen = seat.text()
            for _ in range(4):
                await seat.press("pagedown")
                seen += seat.text()
            assert last in seen

    async def test_all_that_is_right_is_a_hundred(self, tmp_path: Path) -> None:
        async with driving(tmp_path, room, start="openings") as driver:
            await to_the_room(driver)
            seat = await sit_down(driver, Part.POLICY)
            await seat.press("enter")
            for item in questions(seat).items:
                await seat.press(str(questions(seat).options().index(item.key) + 1), "enter")
            assert "Hand in" in seat.text()
            await seat.press("enter")
            assert values(driver.hub, application(driver)) == {POLICY: 100.0}


class TestFields:
    async def test_fields_are_filled_in_kept_and_marked(self, tmp_path: Path) -> None:
        async with driving(tmp_path, room, start="openings") as driver:
            await to_the_room(driver)
            seat = await sit_down(driver, Part.DATA_ENTRY)
            await seat.press("enter")
            form = stored(driver).form
            assert isinstance(form, Script)
            await seat.press(*"Ab C", "backspace", "enter")
            await seat.pass_time(1.2)
            assert stored(driver).answers == {form.fields[0].id: "Ab "}
            scene = seat.kiosk.scene
            assert isinstance(scene, Fields)
            for one in form.fields[:9]:
                scene.entries[one.id] = scene.changed[one.id] = one.right
            await seat.press(*["down"] * 12, "enter")
            assert "3 fields are empty." in seat.text()
            await seat.press("enter")
            assert values(driver.hub, application(driver)) == {ENTRY: 75.0}

    async def test_the_proctor_has_the_script_of_the_paper(self, tmp_path: Path) -> None:
        async with driving(tmp_path, room, start="openings") as driver:
            await to_the_room(driver)
            seat = await sit_down(driver, Part.DATA_ENTRY)
            form = stored(driver).form
            assert f"Script {form.id}." in seat.text()
            await seat.press("escape", *"4711", "enter", "a")
            first = next(line for line in driver.text().splitlines() if "Data entry, " in line)
            assert form.id in first
            assert "for Kofi Mensah" in first
            await driver.press("1")
            assert isinstance(form, Script)
            assert form.readings[0].lines[0][:40] in driver.text()
            assert form.fields[1].right not in driver.text()
            await driver.press("a")
            assert form.fields[1].right in driver.text()


EVERY_KEY = sorted(
    {key.value for key in Keys if not key.value.startswith(("<", "eof"))}
    | {f"ctrl+{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"}
    | {f"f{n}" for n in range(1, 25)}
    | {f"{mod}+{key}" for mod in ("ctrl", "shift", "alt") for key in ("up", "down", "home", "end", "tab", "f4")}
    | set("gHuU:?;/wity")
)


class TestLocked:
    async def test_no_key_leads_away_or_does_anything_behind_the_screen(self, tmp_path: Path) -> None:
        async with driving(tmp_path, room, start="openings") as driver:
            await to_the_room(driver)
            seat = await sit_down(driver, Part.GRAMMAR)
            await seat.press("enter")
            stack, acts = list(driver.app.screen_stack), driver.hub.value("select max(seq) from act")
            names_before = driver.app.hide_names
            for key in EVERY_KEY:
                if key not in ("escape", *"123456"):
                    driver.app.simulate_key(key)
            await driver.settle()
            for key in ("ctrl+q", "ctrl+c", "ctrl+z", "ctrl+p", "f1"):
                await driver.pilot.press(key)
            await driver.settle()
            assert driver.app.screen_stack == stack
            assert driver.app.is_running
            assert driver.app.hide_names == names_before
            kiosk_of(driver)
            assert driver.hub.value("select max(seq) from act") == acts

    async def test_the_mouse_does_nothing(self, tmp_path: Path) -> None:
        async with driving(tmp_path, room, start="openings") as driver:
            await to_the_room(driver)
            seat = await sit_down(driver, Part.TYPING)
            before = seat.text()
            for x, y in ((0, 0), (40, 10), (5, 35), (100, 35)):
                for button in (1, 2, 3):
                    await driver.pilot.click(offset=(x, y), button=button)
            driver.app.post_message(MouseDown(None, 3, 3, 0, 0, 1, False, False, False))
            await driver.settle()
            assert seat.text() == before

    async def test_only_the_code_gives_the_screen_back(self, tmp_path: Path) -> None:
        async with driving(tmp_path, room, start="openings") as driver:
            await to_the_room(driver)
            seat = await sit_down(driver, Part.TYPING)
            await seat.press("enter", "T", "escape", *"0000", "enter")
            assert "That is not the code." in seat.text()
            assert "0000" not in seat.text()
            await seat.press("escape")
            assert typing(seat).typed == "T"
            await seat.press("escape", *"4711", "enter")
            assert isinstance(driver.app.screen, ExamScreen)
            assert driver.app.kept_by is None
            assert seats.SeatFiles().kept() is None
            assert stored(driver).typed == "T"
            await driver.press("h", "1", "enter", "enter", "enter")
            assert typing(seated(driver)).typed == "T"

    async def test_wrong_codes_cost_time(self, tmp_path: Path) -> None:
        async with driving(tmp_path, room, start="openings") as driver:
            await to_the_room(driver)
            seat = await sit_down(driver, Part.TYPING)
            await seat.press("escape")
            for _ in range(4):
                await seat.press(*"0000", "enter")
            assert "Wait 0:05 before the next try." in seat.text()
            await seat.press(*"4711", "enter")
            kiosk_of(driver)
            driver.hub.clock.ahead(seconds=6)
            await seat.pass_time(1)
            await seat.press("enter")
            assert isinstance(driver.app.screen, ExamScreen)

    async def test_time_goes_on_behind_the_code(self, tmp_path: Path) -> None:
        async with driving(tmp_path, room, start="openings") as driver:
            await to_the_room(driver)
            seat = await sit_down(driver, Part.TYPING)
            await seat.press("enter", "T", "escape")
            await seat.pass_time(100)
            await seat.press("escape")
            assert typing(seat).left == 80_000

    async def test_a_small_window_is_no_way_out(self, tmp_path: Path) -> None:
        async with driving(tmp_path, room, start="openings") as driver:
            await to_the_room(driver)
            seat = await sit_down(driver, Part.TYPING)
            await driver.pilot.resize_terminal(40, 10)
            await driver.settle()
            assert "Please make the window larger" in seat.text()
            await seat.press("g", "q", "ctrl+q")
            kiosk_of(driver)
            await driver.pilot.resize_terminal(*WIDE)
            await driver.settle()
            assert "Kofi M." in seat.text()


class TestTrouble:
    async def test_what_cannot_be_kept_waits_and_is_kept_later(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with driving(tmp_path, room, start="openings") as driver:
            await to_the_room(driver)
            seat = await sit_down(driver, Part.GRAMMAR)
            await seat.press("enter")

            def full(_wb: Workbook, *_given: object) -> None:
                raise Unavailable("The disk is full.")

            with monkeypatch.context() as patch:
                patch.setattr("domain.workbook.exam_room.papers.answer", full)
                await seat.press("1", "enter", "2")
                await seat.pass_time(1)
                assert "Your answers cannot be kept just now. Please raise your hand." in seat.text()
                assert "disk" not in seat.text()
            await seat.pass_time(1)
            assert "cannot be kept" not in seat.text()
            assert len(stored(driver).answers) == 2

    async def test_what_nobody_foresaw_shows_no_page_with_ways_out(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with driving(tmp_path, room, start="openings") as driver:
            await to_the_room(driver)
            seat = await sit_down(driver, Part.GRAMMAR)
            await seat.press("enter")

            def broken(_wb: Workbook, *_given: object) -> None:
                raise RuntimeError("secret of Lin Xiaomei")

            with monkeypatch.context() as patch:
                patch.setattr("domain.workbook.exam_room.papers.answer", broken)
                await seat.press("1")
            kiosk_of(driver)
            assert "Something went wrong. Please raise your hand." in seat.text()
            assert "Lin" not in seat.text()
            await seat.pass_time(1)
            assert len(stored(driver).answers) == 1

    async def test_a_hostile_name_stays_text(self, tmp_path: Path) -> None:
        def hostile(hub: Hub) -> None:
            at_exam(hub, "[@click=app.quit]Eve[/] [/]", hub.opening())

        async with driving(tmp_path, hostile, start="openings") as driver:
            await to_the_room(driver)
            seat = await sit_down(driver, Part.TYPING)
            assert "[@click=app.quit]" in seat.text()


def broken_off(folder: Path, part: Part = Part.TYPING) -> tuple[Any, Hub, seats.SeatFiles]:
    """The program over a workbook whose seat was kept when it died; not running yet."""
    app, hub = program(folder, room, start="today")
    kofi = hub.value("select application from person where name = 'Kofi Mensah'")
    sitting = papers.hand_over(hub.wb, kofi, [part], seed=7)
    files = seats.SeatFiles()
    ids = tuple(paper.id for paper in sitting.papers)
    files.keep(seats.Seat(seats.mark_of(app.where), sitting.attempt, seats.make_code("4711"), ids))
    return app, hub, files


class TestComingBack:
    async def test_it_starts_into_the_exam_and_nowhere_else(self, tmp_path: Path) -> None:
        from tests.tui.driving import Driver

        app, hub, _ = broken_off(tmp_path)
        (paper,) = hub.rows("select id from paper")
        papers.keep_typing(hub.wb, paper["id"], "", "Thank you", 60_000)
        async with app.run_test(size=WIDE) as pilot:
            driver = Driver(app, pilot, hub)
            await driver.settle()
            seat = seated(driver)
            assert not any(isinstance(screen, TodayScreen) for screen in app.screen_stack)
            assert "You are back." in seat.text()
            await seat.press("enter")
            assert typing(seat).typed == "Thank you"
            assert typing(seat).left == 120_000
            await seat.pass_time(50)
            assert typing(seat).left == 120_000  # until the next key
            await seat.press("!", "escape", *"4711", "enter")
            assert isinstance(app.screen, TodayScreen)
            assert app.kept_by is None

    async def test_a_call_that_was_going_on_comes_back_with_the_screen_and_not_before(self, tmp_path: Path) -> None:
        from tests.tui.driving import Driver

        app, hub, _ = broken_off(tmp_path)
        caller = hub.application(hub.person("Ana Lim", hub.opening()))
        hub.take_to(caller, MilestoneId.MOCK_CALL)
        call = calls.begin(hub.wb, attempts.open_or_start(hub.wb, caller), "mk02")
        calls.start(hub.wb, call)
        async with app.run_test(size=WIDE) as pilot:
            driver = Driver(app, pilot, hub)
            await driver.settle()
            seat = seated(driver)
            assert not any(isinstance(screen, CallScreen) for screen in app.screen_stack)
            assert "Ana" not in seat.text()
            await seat.press("escape", *"4711", "enter")
            assert isinstance(app.screen, CallScreen)
            assert "The call with Ana Lim goes on." in driver.notice()

    async def test_over_another_workbook_only_the_code_leads_on(self, tmp_path: Path) -> None:
        from tests.tui.driving import Driver

        app, hub, files = broken_off(tmp_path)
        seat = files.kept()
        assert seat is not None
        files.keep(seats.Seat(seats.mark_of("elsewhere"), seat.attempt, seat.code, seat.papers))
        async with app.run_test(size=WIDE) as pilot:
            driver = Driver(app, pilot, hub)
            await driver.settle()
            kiosk_of(driver)
            assert "This seat is kept for an exam of another workbook." in driver.text()
            await driver.press("enter", "escape", *"4711", "enter")
            assert isinstance(app.screen, TodayScreen)

    async def test_a_workbook_that_cannot_be_opened_is_no_way_out(self, tmp_path: Path) -> None:
        from tests.tui.driving import Driver

        app, hub, _ = broken_off(tmp_path)
        hub.wb.close()
        (tmp_path / "hub.milepost").write_bytes(b"no workbook at all" * 100)
        async with app.run_test(size=WIDE) as pilot:
            driver = Driver(app, pilot, hub)
            await driver.settle()
            kiosk_of(driver)
            assert "The exam cannot go on just now." in driver.text()
            await driver.press("enter", "q", "escape", *"4711", "enter")
            assert isinstance(app.screen, ErrorPage)

    async def test_while_the_program_at_the_seat_is_alive_others_start_as_usual(self, tmp_path: Path) -> None:
        from tests.tui.driving import Driver

        app, hub, files = broken_off(tmp_path)
        holder = seats.Holder(files)
        assert holder.take()
        async with app.run_test(size=WIDE) as pilot:
            driver = Driver(app, pilot, hub)
            await driver.settle()
            assert isinstance(app.screen, TodayScreen)
        holder.release()

    async def test_an_exam_that_was_taken_back_meanwhile_leaves_the_code(self, tmp_path: Path) -> None:
        from domain.workbook import history
        from tests.tui.driving import Driver

        app, hub, _ = broken_off(tmp_path)
        history.undo(hub.wb)
        async with app.run_test(size=WIDE) as pilot:
            driver = Driver(app, pilot, hub)
            await driver.settle()
            assert "The exam cannot go on just now." in driver.text()
            assert isinstance(kiosk_of(driver).scene, StaffCode) is False
            await driver.press("escape", *"4711", "enter")
            assert isinstance(app.screen, TodayScreen)


SNAPSHOTS = {
    "typing": (Part.TYPING, WIDE, ("enter", *"Tha#k")),
    "typing-narrow": (Part.TYPING, NARROW, ("enter", *"Tha#k")),
    "question": (Part.READING, WIDE, ("enter", "2")),
    "question-narrow": (Part.POLICY, NARROW, ("enter", "2")),
    "review": (Part.GRAMMAR, WIDE, ("enter", "1", "enter", "3", "tab", "enter")),
    "fields-narrow": (Part.LISTENING, NARROW, ("enter", *"kettle", "enter")),
    "code": (Part.TYPING, NARROW, ("enter", "escape", *"471")),
}


@pytest.mark.parametrize("name", SNAPSHOTS)
def test_snapshot(snap_compare: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The candidate's screen: own first name, one thing to do, no other person, no score, no place."""
    monkeypatch.setattr("tui.kiosk.locked.TICKS", lambda: 100.0)
    part, size, keys = SNAPSHOTS[name]
    app, hub, _ = broken_off(tmp_path, part)
    before = pressing(app, hub, *keys)
    assert snap_compare(app, terminal_size=size, run_before=before)
