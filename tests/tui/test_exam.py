"""The exam grid by keys: typed like a spreadsheet, saved cell by cell, decided together."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader
from textual.events import Paste

from domain.model.terms import MilestoneId, Result
from domain.workbook import decisions
from domain.workbook.exam_room import entering
from domain.workbook.exam_room.entering import Entry
from tests.tui.driving import NARROW, WIDE, driving, pressing, program
from tests.workbook.exam_room.people import ACCURACY, GOOD, READING, SPEED, SPOKEN, at_exam, fill, row, values
from tui.screens.exam import ExamScreen
from tui.screens.exam_preview import ExamPreview
from tui.screens.exam_script import ExamScript
from tui.screens.find import Find
from tui.screens.openings_class import ClassScreen
from tui.screens.score import ScoreScreen
from tui.widgets.exam_grid import ExamGrid
from tui.widgets.exam_lines import PAGE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.tui.driving import Driver
    from tests.workbook.hub import Hub
    from tui.widgets.exam_cells import ExamCells

NAMES = ("Kofi Mensah", "Lin Xiaomei", "Paolo Bautista", "Elif Kaya")


def batch(*names: str) -> Callable[[Hub], None]:
    """People in today's queue whose next step is the exam; on Retail and Telco by turns."""

    def prepare(hub: Hub) -> None:
        openings = [hub.opening(), hub.opening("telecom_tech")]
        for number, name in enumerate(names or NAMES):
            application = hub.application(hub.person(name, openings[number % 2], mobile=f"0917 049 91{number:02}"))
            hub.take_to(application, MilestoneId.EXAM)

    return prepare


def cells_of(driver: Driver) -> ExamCells:
    """What stands in the grid in front."""
    screen = driver.app.screen
    assert isinstance(screen, ExamScreen)
    return screen.cells


def people(driver: Driver) -> list[int]:
    """Applications from top to bottom."""
    return list(cells_of(driver).ids)


async def paste(driver: Driver, text: str) -> None:
    """What a terminal sends between the brackets of a bracketed paste."""
    driver.app.post_message(Paste(text))
    await driver.settle()


async def test_digits_type_and_enter_saves_and_goes_down(tmp_path: Path) -> None:
    async with driving(tmp_path, batch(), start="exam") as driver:
        first, second, *_ = people(driver)
        await driver.press(*"41", "enter", *"38", "tab")
        assert values(driver.hub, first) == {SPEED: 41.0}
        assert values(driver.hub, second) == {SPEED: 38.0}
        assert cells_of(driver).application == second
        await driver.press(*"96", "full_stop", "5", "up")
        assert values(driver.hub, second)[ACCURACY] == 96.5
        assert cells_of(driver).application == first


async def test_nothing_is_stored_before_the_cell_is_left_and_escape_drops_it(tmp_path: Path) -> None:
    async with driving(tmp_path, batch(), start="exam") as driver:
        first = people(driver)[0]
        await driver.press(*"41")
        assert values(driver.hub, first) == {}
        await driver.press("escape", "down")
        assert values(driver.hub, first) == {}


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_an_impossible_measure_is_told_while_it_is_typed_and_cannot_be_left(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with driving(tmp_path, batch(), size=size, start="exam") as driver:
        first = people(driver)[0]
        await driver.press(*"999")
        assert "! 999" in driver.text()
        assert "999 words a minute is out of range. Enter 0 to 250." in driver.text()
        await driver.press("enter")
        assert cells_of(driver).application == first
        assert cells_of(driver).typed == "999"
        await driver.press("backspace", "enter")
        assert values(driver.hub, first) == {SPEED: 99.0}


async def test_below_the_cut_off_carries_its_sign(tmp_path: Path) -> None:
    async with driving(tmp_path, batch(), start="exam") as driver:
        await driver.press(*"29", "enter")
        line = next(line for line in driver.text().splitlines() if "Kofi Mensah" in line)
        assert "↓ 29" in line
        await driver.press("up", *"30", "enter")
        line = next(line for line in driver.text().splitlines() if "Kofi Mensah" in line)
        assert "↓" not in line


async def test_a_level_is_chosen_by_its_digit(tmp_path: Path) -> None:
    async with driving(tmp_path, batch(), start="exam") as driver:
        await driver.press(*["right"] * 5)
        assert "5 B2" in driver.text()
        await driver.press("6", "enter")
        assert values(driver.hub, people(driver)[0]) == {SPOKEN: 4.5}


async def test_minus_is_not_observed_and_delete_empties(tmp_path: Path) -> None:
    async with driving(tmp_path, batch(), start="exam") as driver:
        first = people(driver)[0]
        await driver.press("minus", "up")
        assert row(driver.hub, first).cells[SPEED].held == "not observed"
        await driver.press("delete")
        assert row(driver.hub, first).cells[SPEED].held == "empty"


async def test_each_cell_is_an_act_that_one_undo_takes_back(tmp_path: Path) -> None:
    async with driving(tmp_path, batch(), start="exam") as driver:
        first = people(driver)[0]
        await driver.press(*"41", "tab", *"97", "tab")
        await driver.press("u")
        assert values(driver.hub, first) == {SPEED: 41.0}
        assert "Undone: entered typing accuracy of Kofi Mensah" in driver.notice()
        await driver.press("u")
        assert values(driver.hub, first) == {}
        line = next(line for line in driver.text().splitlines() if "Kofi Mensah" in line and "Retail" in line)
        assert "8 left" in line


async def test_p_passes_the_focused_person_with_a_slip(tmp_path: Path) -> None:
    def ready(hub: Hub) -> None:
        batch("Kofi Mensah")(hub)
        fill(hub, [hub.value("select id from application")])

    async with driving(tmp_path, ready, start="exam") as driver:
        assert "passed?" in driver.text()
        await driver.press("p")
        assert row(driver.hub, people(driver)[0]).result is Result.PASSED
        assert row(driver.hub, people(driver)[0]).slip
        assert "Kofi Mensah: passed, slip drafted" in driver.notice()
        await driver.press("5")
        assert "is decided" in driver.notice()


async def test_marks_are_decided_together_and_who_stays_is_named(tmp_path: Path) -> None:
    def ready(hub: Hub) -> None:
        batch()(hub)
        ids = [one["id"] for one in hub.rows("select id from application order by id")]
        fill(hub, ids[:3])
        fill(hub, ids[2:3], (20.0, *GOOD[1:]))

    async with driving(tmp_path, ready, start="exam") as driver:
        await driver.press("space", "space", "space", "space")
        assert "4 marked" in driver.notice()
        await driver.press("p")
        results = [row(driver.hub, one).result for one in people(driver)]
        assert results == [Result.PASSED, Result.PASSED, None, None]
        assert "Exam of 2 people: 2 passed, slips drafted. 2 stay: Paolo Bautista" in driver.notice()
        await driver.press("P", "1")
        assert row(driver.hub, people(driver)[2]).result is Result.NOT_YET
        await driver.press("u", "u")
        assert [row(driver.hub, one).result for one in people(driver)] == [None] * 4


async def test_against_the_proposal_asks_for_a_reason(tmp_path: Path) -> None:
    def ready(hub: Hub) -> None:
        batch("Kofi Mensah")(hub)
        fill(hub, [hub.value("select id from application")])

    async with driving(tmp_path, ready, start="exam") as driver:
        await driver.press("n")
        assert "Against the proposal" in driver.text()
        await driver.press(*"late", "enter")
        assert row(driver.hub, people(driver)[0]).result is Result.NOT_YET


async def test_a_block_from_a_sheet_goes_in_as_one_act(tmp_path: Path) -> None:
    async with driving(tmp_path, batch(), start="exam") as driver:
        first, second, *_ = people(driver)
        await paste(driver, "41\t97\n33\t95\n")
        assert values(driver.hub, first) == {SPEED: 41.0, ACCURACY: 97.0}
        assert values(driver.hub, second) == {SPEED: 33.0, ACCURACY: 95.0}
        assert "Pasted 4 measures for 2 people" in driver.notice()
        await driver.press("u")
        assert values(driver.hub, first) == values(driver.hub, second) == {}


async def test_one_wrong_cell_and_nothing_is_pasted(tmp_path: Path) -> None:
    async with driving(tmp_path, batch(), start="exam") as driver:
        await paste(driver, "41\t97\n33\t950\n")
        assert "Nothing was pasted. Row 2" in driver.notice()
        assert values(driver.hub, people(driver)[0]) == {}


async def test_names_in_a_paste_are_matched_and_shown_first(tmp_path: Path) -> None:
    async with driving(tmp_path, batch(), start="exam") as driver:
        await paste(driver, "Elif Kaya\t41\t97\nNobody Known\t33\t95\n")
        assert isinstance(driver.app.screen, ExamPreview)
        assert "1 person matched" in driver.text()
        assert "nobody who can sit the exam has this name" in driver.text()
        assert values(driver.hub, driver.hub.value("select id from application order by id desc limit 1")) == {}
        await driver.press("a")
        assert isinstance(driver.app.screen, ExamScreen)
        assert values(driver.hub, people(driver)[3]) == {SPEED: 41.0, ACCURACY: 97.0}
        assert "Results of 1 person are in. 1 line left out." in driver.notice()


async def test_a_line_that_means_nobody_finds_its_person_by_a_search(tmp_path: Path) -> None:
    async with driving(tmp_path, batch(), start="exam") as driver:
        await paste(driver, "Elif Kaya\t41\t97\nBautista\t33\t95\n")
        await driver.press("home", "enter")  # what cannot be told stands first
        assert isinstance(driver.app.screen, Find)
        assert "Paolo Bautista" in driver.text()
        await driver.press("enter")
        assert "2 people matched" in driver.text()
        await driver.press("a")
        assert values(driver.hub, people(driver)[2]) == {SPEED: 33.0, ACCURACY: 95.0}


async def test_a_line_that_was_matched_can_be_given_to_somebody_else(tmp_path: Path) -> None:
    async with driving(tmp_path, batch(), start="exam") as driver:
        await paste(driver, "Elif Kaya\t41\t97\nBautista\t33\t95\n")
        await driver.press("end", "enter")
        assert "Somebody else" in driver.text()
        await driver.press("2", *"mensah", "enter")
        assert "Kofi Mensah" in driver.text()
        await driver.press("a")
        assert values(driver.hub, people(driver)[0]) == {SPEED: 41.0, ACCURACY: 97.0}


async def test_who_cannot_sit_the_exam_is_not_taken_from_the_search(tmp_path: Path) -> None:
    def one_more(hub: Hub) -> None:
        batch()(hub)
        hub.person("Bo Cruz")

    async with driving(tmp_path, one_more, start="exam") as driver:
        await paste(driver, "Bo Cruz\t41\t97\n")
        await driver.press("enter", "enter")
        assert "Bo Cruz is on no opening." in driver.notice()
        assert "1 person matched" not in driver.text()


@pytest.mark.parametrize("answers", [False, True])
async def test_a_script_is_printed_as_it_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answers: bool) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    monkeypatch.setattr("tui.settings.config.exports_path", lambda: tmp_path / "out")
    async with driving(tmp_path, batch(), start="exam") as driver:
        await driver.press("a", "1", *(["a"] if answers else []), "P")
        assert "is written:" in driver.notice()
        written = next(tmp_path.rglob("*script*.pdf"))
        assert written.stem.endswith("answers") is answers
        shown = "".join(page.extract_text() for page in PdfReader(written).pages)
        assert ("Order number" in shown or "What is it about" in shown) is answers
        assert "Part 3" in shown


@pytest.mark.parametrize("script", ["1", "2", "3", "4"])
async def test_no_word_that_is_read_aloud_is_cut_on_the_smallest_screen(tmp_path: Path, script: str) -> None:
    async with driving(tmp_path, batch(), size=NARROW, start="exam") as driver:
        await driver.press("a", script)
        page = driver.app.screen
        assert isinstance(page, ExamScript)
        seen = driver.text()
        for _ in range(8):
            await driver.press("pagedown")
            seen += driver.text()
        said = {" ".join(line.split()) for line in seen.splitlines()}
        assert not any("…" in line for line in said if "script" not in line)
        for reading in page.script.readings:
            for line in (*reading.lines, reading.voice):
                assert all(word in " ".join(said) for word in line.split())


async def test_what_is_written_while_its_page_is_closed_is_told_on_the_page_in_front(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = asyncio.Event()

    async def no_printer(_path: Path, _printer: str) -> bool:
        await left.wait()
        return False

    monkeypatch.setattr("tui.printing.print_file", no_printer)
    monkeypatch.setattr("tui.settings.config.exports_path", lambda: tmp_path / "out")
    async with driving(tmp_path, batch(), start="exam") as driver:
        await driver.press("a", "1")
        await driver.pilot.press("P", "escape")
        left.set()
        await driver.settle()
        assert isinstance(driver.app.screen, ExamScreen)
        assert "The script is written" in driver.notice()


async def test_a_file_is_looked_at_settled_and_taken_in(tmp_path: Path) -> None:
    def two(hub: Hub) -> None:
        batch()(hub)
        at_exam(hub, "Kofi Twin", hub.opening(), mobile="0917 049 9100")

    file = tmp_path / "results.csv"
    file.write_text("mobile,wpm\n09170499100,41\n09170499101,44\n", encoding="utf-8")
    async with driving(tmp_path, two, start="exam") as driver:
        await driver.press("l", *str(file), "enter")
        assert isinstance(driver.app.screen, ExamPreview)
        assert "several people share this number" in driver.text()
        await driver.press("enter")
        assert "Kofi Twin" in driver.text()
        await driver.press("1")
        assert "2 people matched" in driver.text()
        await driver.press("a")
        assert values(driver.hub, people(driver)[1]) == {SPEED: 44.0}
        assert driver.hub.value("select count(*) from rating where criterion = :c", c=SPEED) == 2
        await driver.press("u")
        assert driver.hub.value("select count(*) from rating where criterion = :c", c=SPEED) == 0


async def test_a_file_that_is_not_there_stores_nothing_and_says_so(tmp_path: Path) -> None:
    async with driving(tmp_path, batch(), start="exam") as driver:
        await driver.press("l", *"nowhere.csv", "enter")
        assert "nowhere.csv cannot be read" in driver.notice()


async def test_the_class_page_and_the_go_to_menu_lead_here(tmp_path: Path) -> None:
    async with driving(tmp_path, batch(), start="openings") as driver:
        await driver.press("enter")
        assert isinstance(driver.app.screen, ClassScreen)
        await driver.press("x")
        assert len(people(driver)) == 2
        await driver.press("escape")
        assert isinstance(driver.app.screen, ClassScreen)
        await driver.press("g", "e")
        assert len(people(driver)) == 4
        await driver.press("o", "2")
        assert len(people(driver)) == 2


async def test_the_sheet_the_slip_and_the_person_are_one_key_away(tmp_path: Path) -> None:
    async with driving(tmp_path, batch(), start="exam") as driver:
        await driver.press("e")
        assert "nothing is entered" in driver.notice()
        await driver.press(*"41", "enter", "up", "e")
        assert isinstance(driver.app.screen, ScoreScreen)
        await driver.press("escape", "f")
        assert "decide first" in driver.notice()
        await driver.press("c")
        assert "Kofi Mensah" in driver.text()


async def test_nobody_to_examine_says_what_to_do(tmp_path: Path) -> None:
    async with driving(tmp_path, start="exam") as driver:
        assert "Nobody sits the exam now." in driver.text()
        await driver.press("p", "x", "enter", "5", "space")
        assert "did not expect" not in driver.text()


async def test_hidden_names_are_hidden_in_the_grid_and_in_the_line_below(tmp_path: Path) -> None:
    async with driving(tmp_path, batch(), start="exam") as driver:
        await driver.press("H")
        assert "Kofi" not in driver.text()


async def test_hidden_names_stay_hidden_in_what_is_said(tmp_path: Path) -> None:
    def ready(hub: Hub) -> None:
        batch("Kofi Mensah")(hub)
        fill(hub, [hub.value("select id from application")])

    async with driving(tmp_path, ready, start="exam") as driver:
        await driver.press("H", "space", "p")
        assert "passed, slips drafted" in driver.notice()
        assert "Kofi" not in driver.text()
        await driver.press("5")
        assert "is decided" in driver.notice()
        assert "Kofi" not in driver.text()


async def test_what_somebody_else_enters_shows(tmp_path: Path) -> None:
    async with driving(tmp_path, batch(), start="exam") as driver:
        first = people(driver)[0]
        entering.enter(driver.hub.wb, [Entry(first, READING, 88.0)])
        assert driver.app.watching is not None
        await driver.app.watching.look()
        await driver.settle()
        assert "88" in driver.text()
        decisions.decide(driver.hub.wb, row(driver.hub, first).attempt, Result.VOID, reason="a fault", second="Ines")
        await driver.app.watching.look()
        await driver.settle()
        assert "□ void" in driver.text()


async def test_five_hundred_people_cost_a_window(tmp_path: Path) -> None:
    def many(hub: Hub) -> None:
        opening = hub.opening()
        for number in range(500):
            at_exam(hub, f"Person {number:03}", opening)

    async with driving(tmp_path, many, start="openings") as driver:
        await driver.press("enter", "x")
        cells = cells_of(driver)
        assert len(cells.ids) == 500
        assert len(cells.rows) <= 2 * PAGE
        before = driver.app.bridge.calls
        await driver.press("3", "8", "enter")
        assert driver.app.bridge.calls - before <= 5
        await driver.press("G")
        assert "Person 499" in driver.text()
        assert len(cells.rows) <= 4 * PAGE


async def test_a_frame_before_the_window_was_moved_shows_who_is_there(tmp_path: Path) -> None:
    many = batch(*(f"Person {number:02}" for number in range(30)))
    async with driving(tmp_path, many, size=NARROW, start="exam") as driver:
        await driver.press("G")
        grid = driver.app.screen.query_one(ExamGrid)
        assert grid.top > 2
        grid.cells.show(grid.cells.ids[:3], grid.cells.columns, {}, {}, {})
        lines = ["".join(part.text for part in grid.render_line(y)) for y in range(grid.size.height)]
        assert [line.split("For")[0].strip()[:9] for line in lines if "Person 0" in line] == [
            "Person 00",
            "Person 01",
            "Person 02",
        ]


HOSTILE = (
    "[/] [@click=app.quit]Eve[/]",
    "田中 美咲",
    "Maria Concepcion Guadalupe de los Angeles Villanueva-Santos y Cruz",
    "[HR] Ann O'Neil",
)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_snapshot_grid(snap_compare: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    """Columns stand right-aligned whatever the names; below a cut-off: sign and colour; one cell has the caret."""

    def mixed(hub: Hub) -> None:
        batch(*NAMES, *HOSTILE)(hub)
        ids = [one["id"] for one in hub.rows("select id from application order by id")]
        fill(hub, ids[:4])
        fill(hub, [ids[1]], (28.0, 92.0, *GOOD[2:]))
        decisions.decide(hub.wb, row(hub, ids[0]).attempt, Result.PASSED)
        entering.enter(hub.wb, [Entry(one, SPEED, 31.0) for one in ids[4:]])

    app, hub = program(tmp_path, mixed, start="exam")
    keys = ("down", "down", "down", "down", "right", "space", "9", "7")
    assert snap_compare(app, terminal_size=size, run_before=pressing(app, hub, *keys))


def test_snapshot_preview(snap_compare: Any, tmp_path: Path) -> None:
    """What needs a person stands first, amber; what cannot be taken says why; what goes in shows its values."""
    file = tmp_path / "results.csv"
    lines = ["mobile,wpm,cefr", "09170499100,41,B2", "09170499101,44,C1", "09170499101,45,C1", "0917,40,B2"]
    file.write_text("\n".join([*lines, "09170499102,999,B2"]), encoding="utf-8")
    app, hub = program(tmp_path, batch(), start="exam")
    keys = ("l", *str(file), "enter")
    assert snap_compare(app, terminal_size=WIDE, run_before=pressing(app, hub, *keys))
