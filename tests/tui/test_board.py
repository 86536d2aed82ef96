"""The board: one opening in columns, walked, decided on and left for another with keys alone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from domain.model.terms import MilestoneId, Result, VisitState
from domain.workbook import attempts, board, openings, queue
from tests.tui.driving import NARROW, WIDE, driving, pressing, program
from tests.tui.test_foundation_text import HOSTILE
from tests.tui.test_loop import rate_all
from tests.workbook.hub import MORNING
from tui.screens.board import BoardScreen
from tui.screens.board_picker import OpeningPicker
from tui.screens.board_view import BoardView
from tui.screens.call import CallScreen
from tui.screens.person import PersonScreen
from tui.screens.score import ScoreScreen
from tui.screens.slip import SlipScreen

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.tui.driving import Driver
    from tests.workbook.hub import Hub

RETAIL = "Retail customer service, class of 1 Sep"
DAY = 86_400_000


def busy_class(hub: Hub) -> None:
    """A class with people at five milestones, two with a retest, one on hold, one hired; two more classes."""
    retail = hub.opening(seats=4)
    hotels = openings.create(hub.wb, "hospitality_bookings", seats=15, starts=date(2026, 9, 8))
    openings.close(hub.wb, hub.opening("telecom_tech"))
    hub.clock.ahead(days=-20)

    def put(name: str, opening: int = retail) -> int:
        return hub.application(hub.person(name, opening))

    lea, ines, hired = put("Lea Mondal"), put("Inês d'Ávila"), put("Noor Haddad")
    hub.take_to(lea, MilestoneId.MOCK_CALL)
    hub.take(lea, 2, Result.NOT_YET)
    hub.take_to(hired, MilestoneId.OFFER)
    hub.take(hired)
    hub.clock.ahead(days=13)
    hub.take_to(ines, MilestoneId.MOCK_CALL)
    hub.take(ines, 2, Result.NOT_YET)
    held = put("Sofia Marchetti")
    hub.take(held)
    hub.take(held, 4, Result.ON_HOLD, reason="papers to check")
    hub.clock.ahead(days=2)
    joan = put("Joan Alcaraz")
    hub.take_to(joan, MilestoneId.MOCK_CALL)
    hub.clock.ahead(days=4)
    for name in ("Christabel Anne Montgomery-Fairweather of the Northern Isles", "山田 花子"):
        hub.take_to(put(name), MilestoneId.MOCK_CALL)
    hub.take_to(put("Ravi Menon"), MilestoneId.FINAL)
    put("Omar Said", hotels)
    hub.clock.now = MORNING
    put("Grace Obuya")


def one_class(hub: Hub) -> None:
    """A class with nobody in it."""
    hub.opening()


def only_a_closed_class(hub: Hub) -> None:
    """A class that takes nobody."""
    openings.close(hub.wb, hub.opening())


def hostile_class(hub: Hub) -> None:
    """Names that attack, wide ones and one of sixty letters."""
    opening = hub.opening()
    wide = ("林小美林小美林小美林小美", "김민준", "مرحبا بالعالم", "x\x1b[31my\u202ez", "A" * 60)
    for name in (*(name for name in HOSTILE if any(letter.isalpha() for letter in name)), *wide):
        hub.person(name, opening)
        hub.clock.ahead(minutes=1)


def crowded_class(hub: Hub, count: int = 5_000) -> None:
    """That many people in one class, 500 and more of them in each column."""
    from domain.catalog.frozen import digest, freeze

    body = freeze(hub.wb.catalogue.accounts["retail_cs"])
    route = ("application", "phone_interview", "in_person_interview", "exam", "mock_call", "cs_test", "final_interview")
    shown = [
        {
            "opening": 1,
            "account": "retail_cs",
            "milestone": route[number % len(route)],
            "state": "not_yet" if number % 5 == 4 else "ready",
            "retest": "2026-09-01" if number % 5 == 4 else "",
            "since": MORNING - number % 15 * DAY,
            "road": "..........",
            "at": MORNING - 30 * DAY,
        }
        for number in range(count)
    ]
    with hub.wb.store.bulk("a crowd") as loader:
        version = {"kind": "account", "name": "retail_cs", "number": 1, "digest": digest(body), "body": body}
        loader.add("rubric", [version | {"id": 1, "at": 1}])
        opening = {"account": "retail_cs", "name": "Crowd", "seats": 20, "starts": "2026-09-01", "rubric": 1}
        loader.add("opening", [opening | {"id": 1, "at": 1}])
        loader.add(
            "person",
            [row | {"id": n, "name": f"Person {n:05}", "application": n, "at": 1} for n, row in enumerate(shown, 10)],
        )
        loader.add("application", [row | {"id": n, "person": n} for n, row in enumerate(shown, 10)])


async def at_board(driver: Driver) -> BoardScreen:
    """Go to the board."""
    await driver.press("g", "b")
    screen = driver.app.screen
    assert isinstance(screen, BoardScreen)
    return screen


def focused(driver: Driver) -> str:
    """Whose card has the focus."""
    screen = driver.app.screen
    assert isinstance(screen, BoardScreen)
    return screen.card.name if screen.card is not None else ""


def person_of(hub: Hub, name: str) -> int:
    """The id of somebody."""
    return int(hub.value("select id from person where find like :name", name=f"%{name}%"))


def where(driver: Driver, name: str) -> str:
    """The milestone at which somebody stands."""
    return str(driver.hub.value("select milestone from person where id = :id", id=person_of(driver.hub, name)))


def line(driver: Driver, number: int) -> str:
    """One line of the screen."""
    return driver.text().splitlines()[number]


# What is shown.


async def test_seats_columns_and_cards_stand_where_they_are_drawn(tmp_path: Path) -> None:
    async with driving(tmp_path, busy_class) as driver:
        await at_board(driver)
        lines = driver.text().splitlines()
        assert lines[0].startswith(f"  Board   {RETAIL}")
        assert lines[2].startswith("  1 of 4 seats taken, 3 free   ━━━━━─")
        assert "20 d left   ! short of 67 people   working days here" in lines[2]
        heads = [lines[4][2 + 14 * at : 14 + 14 * at] for at in range(8)]
        assert [head.split() for head in heads] == [
            ["Applied", "1"],
            ["Phone", "1"],
            ["In", "person", "0"],
            ["Exam", "0"],
            ["Mock", "call", "5"],
            ["Service", "0"],
            ["Final", "1"],
            ["Offer", "0"],
        ]
        assert [row[57:70].strip() for row in lines[6:14]] == [
            "▌Alcaraz J !3",
            "Isles C    1",
            "山田 花子  1",
            "",
            "",
            "Retest in",
            "Mondal L   ►",
            "d'Ávila I  7",
        ]


async def test_the_focus_begins_with_the_longest_wait_where_most_people_wait(tmp_path: Path) -> None:
    async with driving(tmp_path, busy_class) as driver:
        await at_board(driver)
        assert focused(driver) == "Joan Alcaraz"
        lines = driver.text().splitlines()
        assert lines[28].startswith("  Joan Alcaraz   ► ready, ! 3 d here")
        assert lines[28][72:].split() == ["This", "column", "5", "people,", "!", "1", "late,", "median", "1", "d"]
        assert lines[29].startswith("  ●●●●►–·–··     4 of 8 passed, mock call is next")
        assert lines[29][85:] == "target 1 d, 2 with a retest"
        assert "What to do     ► Mock call, attempt 1" in lines[30]
        assert "Also fits      Hotels, 8 Sep: all hurdles met" in lines[31]
        assert lines[30][72:].split() == ["Class", "1", "taken"]
        assert lines[31][85:] == "5 more offers needed"


async def test_the_panel_says_what_holds_a_person_and_when_a_retest_opens(tmp_path: Path) -> None:
    async with driving(tmp_path, busy_class) as driver:
        await at_board(driver)
        await driver.press("left")
        assert line(driver, 28).startswith("  Sofia Marchetti   ■ on hold, ! 5 d here")
        assert "1 of 8 passed, stopped at phone interview" in line(driver, 29)
        await driver.press("right", "end")
        assert "○ not yet, retest from 19 Aug, in 7 d" in line(driver, 28)
        assert "4 of 8 passed, stopped at mock call" in line(driver, 29)
        await driver.press("up")
        assert "○ not yet, ► retest open since 6 Aug" in line(driver, 28)


async def test_hidden_names_leave_initials_on_cards_and_in_the_panel(tmp_path: Path) -> None:
    async with driving(tmp_path, busy_class) as driver:
        await at_board(driver)
        await driver.press("H")
        shown = driver.text()
        for name in ("Alcaraz", "Joan", "Montgomery", "花子", "Marchetti", "Obuya"):
            assert name not in shown
        assert "▌J. A.     !3" in shown
        await driver.press("H")
        assert "Joan Alcaraz" in driver.text()


# Walking.


async def test_arrows_walk_over_cards_and_skip_columns_in_which_nobody_stands(tmp_path: Path) -> None:
    async with driving(tmp_path, busy_class) as driver:
        await at_board(driver)
        seen = []
        for key in ("down", "j", "down", "down", "down", "k", "right", "left", "up", "h", "h", "h", "l"):
            await driver.press(key)
            seen.append(focused(driver).split()[0])
        assert seen == [
            *("Christabel", "山田", "Lea", "Inês", "Inês", "Lea", "Ravi", "Joan", "Joan"),
            *("Sofia", "Grace", "Grace", "Sofia"),
        ]


async def test_the_first_and_the_last_card_of_a_column_are_one_key_away(tmp_path: Path) -> None:
    async with driving(tmp_path, busy_class) as driver:
        await at_board(driver)
        await driver.press("G")
        assert focused(driver) == "Inês d'Ávila"
        await driver.press("g", "g")
        assert focused(driver) == "Joan Alcaraz"


async def test_a_narrow_screen_slides_with_the_focus_and_says_what_is_out_of_sight(tmp_path: Path) -> None:
    async with driving(tmp_path, busy_class, size=NARROW) as driver:
        await at_board(driver)
        assert line(driver, 3) == "  ← Applied".ljust(56) + "Final, Offer →"
        assert line(driver, 4).split() == [
            "Phone",
            "1",
            "In",
            "person",
            "0",
            "Exam",
            "0",
            "Mock",
            "call",
            "5",
            "Service",
            "0",
        ]
        await driver.press("right")
        assert focused(driver) == "Ravi Menon"
        assert line(driver, 3) == "  ← Applied, Phone, In person"
        assert line(driver, 4).split()[-2:] == ["Offer", "0"]
        await driver.press("left", "left", "left")
        assert focused(driver) == "Grace Obuya"
        assert line(driver, 4).split()[:2] == ["Applied", "1"]


async def test_a_long_column_scrolls_on_its_own_and_counts_what_is_out_of_sight(tmp_path: Path) -> None:
    async with driving(tmp_path, crowded_class) as driver:
        await at_board(driver)
        heads = line(driver, 4)
        assert heads.startswith("  Applied  715  Phone    715")
        await driver.press("h", "h", "h", "h", "h", "h", "home")
        top = line(driver, 6)
        await driver.press("pagedown", "pagedown")
        column = [row[2:14].strip() for row in driver.text().splitlines()[6:19]]
        assert column[0].endswith("above")
        assert column[-1].endswith("more")
        assert line(driver, 4) == heads
        assert line(driver, 6)[15:] == top[15:]


# Another opening.


async def test_another_opening_is_two_keys_away_and_each_remembers_its_card(tmp_path: Path) -> None:
    async with driving(tmp_path, busy_class) as driver:
        screen = await at_board(driver)
        await driver.press("down", "o", "2")
        assert "Hospitality bookings, class of 8 Sep" in line(driver, 0)
        assert focused(driver) == "Omar Said"
        await driver.press("v", "1")
        assert focused(driver).startswith("Christabel")
        await driver.press("g", "q", "g", "b")
        assert driver.app.screen is screen
        assert focused(driver).startswith("Christabel")


async def test_the_picker_shows_code_name_seats_and_people_and_closed_ones_only_when_asked(tmp_path: Path) -> None:
    async with driving(tmp_path, busy_class, size=NARROW) as driver:
        await at_board(driver)
        await driver.press("o")
        assert isinstance(driver.app.screen, OpeningPicker)
        shown = [" ".join(row.split()) for row in driver.text().splitlines()]
        assert "▌ 1 Retail Retail customer service, class of 1… 1 Sep 1 of 4 8" in shown
        assert "2 Hotels Hospitality bookings, class of 8 Sep 8 Sep 0 of 15 1" in shown
        assert "Telecom tech" not in driver.text()
        await driver.press("c")
        assert any(row[:2] == ["3", "Telco"] and "closed" in row for row in map(str.split, driver.text().splitlines()))
        await driver.press("3")
        assert "closed, takes nobody" in driver.text()
        assert "Nobody is in this class yet." in driver.text()
        await driver.press("o", "escape", "o", "up", "enter")
        assert focused(driver) == "Omar Said"


async def test_more_openings_than_digits_have_letters(tmp_path: Path) -> None:
    def many(hub: Hub) -> None:
        for number in range(1, 13):
            openings.create(hub.wb, "retail_cs", seats=5, starts=date(2026, 9, number), name=f"Class {number:02}")

    async with driving(tmp_path, many) as driver:
        await at_board(driver)
        await driver.press("o", "b")
        assert "Class 11" in line(driver, 0)


# Doing.


async def test_without_a_complete_sheet_the_key_opens_it_and_with_one_it_decides(tmp_path: Path) -> None:
    async with driving(tmp_path, busy_class) as driver:
        await at_board(driver)
        await driver.press("p")
        assert isinstance(driver.app.screen, CallScreen)  # a mock call is played, and nothing of it is entered
        await driver.press("escape")
        assert isinstance(driver.app.screen, ScoreScreen)
        await rate_all(driver)
        await driver.press("escape")
        assert focused(driver) == "Joan Alcaraz"
        assert "mock call open" in line(driver, 29)
        await driver.press("p")
        assert driver.notice() == "● Joan Alcaraz: passed, slip drafted.   f slip   u undo"
        assert where(driver, "alcaraz") == MilestoneId.SERVICE
        assert focused(driver) == "Joan Alcaraz"
        assert "▌Alcaraz J  0" in line(driver, 6)[70:]
        await driver.press("f")
        assert isinstance(driver.app.screen, SlipScreen)
        await driver.press("escape", "u")
        assert where(driver, "alcaraz") == MilestoneId.MOCK_CALL
        assert focused(driver) == "Joan Alcaraz"
        assert "Undone: Joan Alcaraz: mock call" in driver.notice()


async def test_deciding_against_the_proposal_asks_for_the_reason_here_too(tmp_path: Path) -> None:
    def rated(hub: Hub) -> None:
        busy_class(hub)
        person = person_of(hub, "alcaraz")
        attempt = attempts.open_or_start(hub.wb, hub.application(person))
        hub.rate(attempt, 4)

    async with driving(tmp_path, rated) as driver:
        await at_board(driver)
        await driver.press("n")
        assert "Against the proposal" in driver.text()
        await driver.press("escape")
        assert where(driver, "alcaraz") == MilestoneId.MOCK_CALL
        assert focused(driver) == "Joan Alcaraz"
        await driver.press("n", *"audio", "f10")
        assert "Joan Alcaraz: not yet, slip drafted." in driver.notice()
        assert focused(driver) == "Joan Alcaraz"
        assert "○ not yet, retest from" in line(driver, 28)


async def test_a_retest_before_its_day_is_refused_with_the_day(tmp_path: Path) -> None:
    async with driving(tmp_path, busy_class) as driver:
        await at_board(driver)
        await driver.press("G", "p")
        assert "The retake is open from 19 Aug." in driver.notice()
        assert isinstance(driver.app.screen, BoardScreen)


async def test_moving_takes_them_off_this_board_and_undo_brings_them_back(tmp_path: Path) -> None:
    async with driving(tmp_path, busy_class) as driver:
        await at_board(driver)
        await driver.press("r", "1")
        assert "Joan Alcaraz moved, valid scores went along." in driver.notice()
        assert "Alcar" not in line(driver, 6)
        assert focused(driver).startswith("Christabel")
        await driver.press("u")
        assert "Alcaraz J !3" in line(driver, 6)
        await driver.press("o", "2")
        assert board.show(driver.hub.wb, driver.app.screen.opening).people == 1  # type: ignore[attr-defined]


async def test_they_arrive_and_are_missed_from_the_card(tmp_path: Path) -> None:
    async with driving(tmp_path, busy_class) as driver:
        await at_board(driver)
        await driver.press("a")
        assert driver.notice().startswith("● Joan Alcaraz is here, number 2.")
        assert "No. 2, waiting 0 min" in line(driver, 28)
        assert [row.state for row in queue.rows(driver.hub.wb) if row.name == "Joan Alcaraz"] == [VisitState.WAITING]
        await driver.press("a")
        assert "they are here already" in driver.notice()
        await driver.press("u", "x")
        assert "Joan Alcaraz did not come, slip drafted." in driver.notice()
        assert "× no-show, retest from 19 Aug, in 7 d" in line(driver, 28)
        await driver.press("u")
        assert "► ready" in line(driver, 28)


async def test_enter_opens_the_person_and_c_their_contact(tmp_path: Path) -> None:
    async with driving(tmp_path, busy_class) as driver:
        await at_board(driver)
        await driver.press("enter")
        assert isinstance(driver.app.screen, PersonScreen)
        await driver.press("escape", "c")
        assert "Reach by" in driver.text()
        await driver.press("escape")
        assert focused(driver) == "Joan Alcaraz"


async def test_what_others_did_shows_after_a_reload_and_the_focus_follows_the_person(tmp_path: Path) -> None:
    async with driving(tmp_path, busy_class) as driver:
        screen = await at_board(driver)
        person = person_of(driver.hub, "alcaraz")
        driver.hub.take(driver.hub.application(person))
        driver.hub.person("Amara Nwosu", screen.opening)
        screen.reload()
        await driver.settle()
        assert focused(driver) == "Joan Alcaraz"
        assert line(driver, 4).split()[:2] == ["Applied", "2"]
        assert "▌Alcaraz J  0" in line(driver, 6)[70:]


async def test_the_last_one_to_leave_leaves_a_sentence_and_keys(tmp_path: Path) -> None:
    async with driving(tmp_path, busy_class) as driver:
        await at_board(driver)
        await driver.press("o", "2", "r", "1")
        assert "Nobody is in this class yet." in driver.text()
        assert "nobody stands here" not in line(driver, 35)
        await driver.press("p")
        assert "nobody stands here" in driver.notice()
        await driver.press("u")
        assert focused(driver) == "Omar Said"


# The mouse.


async def test_a_click_focuses_a_card_and_another_one_opens_it(tmp_path: Path) -> None:
    async with driving(tmp_path, busy_class) as driver:
        await at_board(driver)
        for expected in ("Ravi Menon", "Ravi Menon"):
            assert await driver.pilot.click(BoardView, offset=(88, 3))
            await driver.settle()
            assert expected in driver.text()
        assert isinstance(driver.app.screen, PersonScreen)


async def test_a_click_on_a_head_goes_to_its_first_card_and_the_wheel_scrolls_what_it_is_over(tmp_path: Path) -> None:
    async with driving(tmp_path, crowded_class) as driver:
        screen = await at_board(driver)
        view = screen.query_one(BoardView)
        assert await driver.pilot.click(BoardView, offset=(32, 1))
        await driver.settle()
        assert view.spot is not None
        assert (view.spot.column, view.spot.at) == (2, 0)
        before = line(driver, 6)
        view._scroll(3, 5, 3)
        await driver.settle()
        assert line(driver, 6)[:14].strip() == "3 above"
        assert line(driver, 6)[15:] == before[15:]
        await driver.press("left", "left", "home")
        assert line(driver, 6).startswith(" ▌")
        view._scroll(3, 5, 30)
        screen.reload()
        await driver.settle()
        assert line(driver, 6)[:14].strip().endswith("above")
        await driver.press("down", "up")
        assert "▌" in line(driver, 6)[:14] + line(driver, 7)[:14]


async def test_any_card_in_sight_is_a_jump_away(tmp_path: Path) -> None:
    async with driving(tmp_path, busy_class) as driver:
        await at_board(driver)
        await driver.press("semicolon")
        label = next(part for part in line(driver, 6)[84:88].split() if part)[:1]
        await driver.press(label)
        assert focused(driver) == "Ravi Menon"


# What it costs.


async def test_a_key_asks_once_and_a_load_costs_the_same_with_thousands(tmp_path: Path) -> None:
    async with driving(tmp_path, crowded_class) as driver:
        screen = await at_board(driver)
        assert len(screen.query("*")) < 40
        before = driver.app.bridge.calls
        await driver.press("down")
        assert driver.app.bridge.calls - before == 1
        await driver.press("G", "right")
        assert driver.app.bridge.calls - before == 3
        screen.reload()
        await driver.settle()
        assert driver.app.bridge.calls - before == 5


async def test_a_cursor_key_paints_two_cards_and_not_the_board(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with driving(tmp_path, crowded_class) as driver:
        await at_board(driver)
        painted: list[int] = []
        paint = BoardView.render_line

        def counted(view: BoardView, y: int) -> Any:
            painted.append(y)
            return paint(view, y)

        monkeypatch.setattr(BoardView, "render_line", counted)
        await driver.press("down")
        assert len(painted) <= 8


# How it looks.


@pytest.mark.parametrize(("size", "theme"), [(WIDE, "dark"), (NARROW, "dark"), (WIDE, "light")])
def test_a_class(tmp_path: Path, snap_compare: Any, size: tuple[int, int], theme: str) -> None:
    """Seats bar, columns at their tracks, late and on hold with sign and number, retests below, three answers."""
    app, hub = program(tmp_path, busy_class, theme=theme)
    assert snap_compare(app, terminal_size=size, run_before=pressing(app, hub, "g", "b"))


def test_without_colour_in_ascii(tmp_path: Path, snap_compare: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The focus is reverse video, an edge stands above the panel, and every glyph has its stand-in."""
    monkeypatch.setenv("NO_COLOR", "1")
    app, hub = program(tmp_path, busy_class, ascii_only=True)
    assert snap_compare(app, terminal_size=NARROW, run_before=pressing(app, hub, "g", "b"))


def test_hostile_wide_and_endless_names(tmp_path: Path, snap_compare: Any) -> None:
    """Brackets as typed, wide characters in two cells, every age at its track."""
    app, hub = program(tmp_path, hostile_class)
    assert snap_compare(app, terminal_size=NARROW, run_before=pressing(app, hub, "g", "b", "G"))


def test_the_picker(tmp_path: Path, snap_compare: Any) -> None:
    """Openings with key, code, name, first day, seats and people, the closed one muted; the board dimmed behind."""
    app, hub = program(tmp_path, busy_class)
    assert snap_compare(app, terminal_size=WIDE, run_before=pressing(app, hub, "g", "b", "o", "c"))


@pytest.mark.parametrize(
    ("prepare", "says"),
    [
        (lambda _hub: None, ("No class is open yet.", "g o  open a class", "g c  everybody")),
        (one_class, ("Nobody is in this class yet.", "0 of 20 seats taken, 20 free", "o    another opening")),
        (only_a_closed_class, ("No class is open.", "o    look at a closed one")),
    ],
)
async def test_an_empty_board_says_what_changes_it(tmp_path: Path, prepare: Any, says: Sequence[str]) -> None:
    async with driving(tmp_path, prepare) as driver:
        await at_board(driver)
        for words in says:
            assert words in driver.text()
        assert line(driver, 10).startswith(f"      {says[0]}")


def test_empty(tmp_path: Path, snap_compare: Any) -> None:
    """Seats, one sentence, one fact, and the keys that change it."""
    app, hub = program(tmp_path, one_class)
    assert snap_compare(app, terminal_size=WIDE, run_before=pressing(app, hub, "g", "b"))
