"""What the footer, the palette, help and notices say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from domain.model.terms import MilestoneId
from domain.workbook import history, people, queue
from tests.tui.driving import NARROW, WIDE, driving
from tests.tui.gallery import QueueLike, make
from tests.tui.gallery_page import footer, ready, table
from tests.workbook.hub import make_hub
from tui.commands import all_commands
from tui.keys.registry import command_owners
from tui.screens.help import Help
from tui.screens.palette import Palette, highlight, matches
from tui.widgets.bars import MOST_KEYS, FooterBar

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from tests.tui.driving import Driver
    from tests.workbook.hub import Hub

TITLES = (
    "Deliver the slip",
    "Deliver all ready slips",
    "Slips",
    "Export the slip",
    "Done for today",
    "Move to another opening",
    "Openings",
)


def found(query: str) -> list[str]:
    """Return the titles that a query finds, the best first."""
    ranked = [(rank, at, title) for at, title in enumerate(TITLES) if (rank := matches(title, query)) is not None]
    return [title for _, _, title in sorted(ranked)]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("slip", ["Slips", "Deliver the slip", "Deliver all ready slips", "Export the slip"]),
        ("open", ["Openings", "Move to another opening"]),
        ("del sl", ["Deliver the slip", "Deliver all ready slips"]),
        ("slip del", ["Deliver the slip", "Deliver all ready slips"]),
        ("dlv", ["Deliver the slip", "Deliver all ready slips"]),
        ("mv", []),
        ("move anoth", ["Move to another opening"]),
        ("xyz", []),
    ],
)
def test_the_palette_finds_what_is_meant_best_first(query: str, titles: list[str]) -> None:
    assert found(query) == titles


def test_what_was_found_is_lit() -> None:
    assert highlight("Deliver the slip", "slip") == (("Deliver the ", ""), ("slip", "accent"))
    assert [text for text, words in highlight("Deliver", "dlv") if words] == ["D", "l", "v"]


async def test_the_palette_names_object_key_and_the_act_that_undo_takes_back(tmp_path: Path) -> None:
    async with driving(tmp_path, lambda hub: one_here(hub)) as driver:
        await driver.press("colon")
        assert isinstance(driver.app.screen, Palette)
        driver.app.screen.query_one(Input).value = "undo"
        await driver.settle()
        words = history.recent(driver.hub.wb, 1)[0].what
        assert words[:20] in driver.text()
        driver.app.screen.query_one(Input).value = "no-show"
        await driver.settle()
        line = next(line for line in driver.text().splitlines() if "No-show" in line)
        assert line.split()[1:5] == ["No-show", "Joan", "Alcaraz", "x"]


def one_here(hub: Hub) -> None:
    """Joan waits for the phone interview."""
    queue.walk_in(hub.wb, people.NewPerson(name="Joan Alcaraz"), hub.opening())
    hub.take_to(hub.application(hub.value("select id from person")), MilestoneId.PHONE)


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_no_footer_has_more_than_seven_keys_besides_the_two_that_stay(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with driving(tmp_path, one_here, size=size) as driver:
        for keys in (["g", "q"], ["g", "c"], ["enter"], ["escape", "g", "o"], ["g", "q", "enter"]):
            await driver.press(*keys)
            bar = driver.app.screen.query_one(FooterBar)
            text = bar.render_line(0).text
            pinned = sum(offer.command.pinned for offer in bar._offers())
            assert len(bar.hits) <= MOST_KEYS + pinned
            assert text.rstrip().endswith(("? help", "F1 help"))
            assert " g go" in text


async def test_the_footer_says_a_reason_once_and_only_a_short_one() -> None:
    app = make()
    async with app.run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        assert isinstance(app.screen, QueueLike)
        app.screen.missing = "a reason that is far too long for a footer"
        assert "f slip   r move" in footer(pilot)
        app.screen.missing = "2 missing"
        assert "f slip, 2 missing   r move" in footer(pilot)


async def test_the_footer_changes_with_the_focus(tmp_path: Path) -> None:
    async with driving(tmp_path, one_here) as driver:
        await driver.press("enter")
        bar = driver.app.screen.query_one(FooterBar)
        assert "1–5 rate" in bar.render_line(0).text
        await driver.press("enter")
        assert "1–5 rate" not in bar.render_line(0).text
        assert "F9 editor" in bar.render_line(0).text


async def sheet(pilot: Pilot[None]) -> list[str]:
    """Return the lines of the help sheet in front."""
    await ready(pilot)
    assert isinstance(pilot.app.screen, Help)
    shown = pilot.app.screen.sheet
    return [shown.render_line(y).text for y in range(shown.size.height)]


async def test_help_begins_with_the_focused_thing() -> None:
    app = make()
    async with app.run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        await pilot.press("question_mark")
        lines = await sheet(pilot)
        heads = [line[4:40].strip() for line in lines if line[4:12].strip() in ("In lists", "Queue")]
        assert heads == ["In lists", "Queue"]
        assert lines[3][45:].strip() == "Everywhere"
        assert any(line[4:44].split() == ["↓", "j", "↑", "k", "other", "row"] for line in lines)
        await pilot.press(*"zz")
        assert any('Nothing here has "zz".' in line for line in await sheet(pilot))


async def test_help_at_80_columns_says_how_much_is_below_and_scrolls() -> None:
    app = make()
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("question_mark")
        assert any("more" in line for line in await sheet(pilot))
        await pilot.press(*["down"] * 6)
        assert not any("↓ " in line and "more" in line for line in await sheet(pilot))


def test_every_command_has_a_key_or_a_palette_entry_and_says_what_it_does() -> None:
    for command in all_commands(command_owners()):
        assert command.key_list() or command.palette_title() or command.shown, command.id
        assert command.help_line() or command.do, command.id


async def test_an_act_that_brings_no_notice_is_told_by_its_own_words(tmp_path: Path) -> None:
    async with driving(tmp_path, one_here) as driver:
        await driver.press("enter", "4")
        said = driver.notice()
        assert said.startswith("● ")
        assert said.endswith("u undo")
        words = history.recent(driver.hub.wb, 1)[0].what
        assert words[1:] in said
        await driver.press("u")
        assert driver.notice() == f"● Undone: {words}   U redo"


async def test_names_are_hidden_in_what_undo_says_and_in_forms(tmp_path: Path) -> None:
    def prepare(hub: Hub) -> None:
        joan = hub.person("Joan Alcaraz", hub.opening(), mobile="0917 123 4567", email="joan@example.org")
        hub.take_to(hub.application(joan), MilestoneId.EXAM)

    async with driving(tmp_path, prepare) as driver:
        await driver.press("g", "c", "H", "u")
        assert "Joan" not in driver.text()
        assert "J. A." in driver.notice() or "Undone" in driver.notice()
        await driver.press("enter", "e", *["down"] * 4)
        text = driver.text()
        assert "Joan" not in text
        assert "0917" not in text
        assert "joan@example.org" not in text
        assert text.count("hidden") >= 3
        await driver.press(*["up"] * 4)
        assert "Joan Alcaraz" in driver.text()


async def test_undo_and_redo_that_have_nothing_say_so(tmp_path: Path) -> None:
    async with driving(tmp_path) as driver:
        await driver.press("U")
        assert driver.notice() == "○ Redo: nothing is left."
        assert table(driver.pilot).current is None


def error(driver: Driver) -> list[str]:
    """The lines of an error, which are all above the footer."""
    lines = driver.text().splitlines()[:-1]
    first = max(number for number, line in enumerate(lines) if line.startswith("  ■"))
    return [line.strip() for line in lines[first:]]


async def test_a_refused_undo_says_who_did_what_since_in_words_and_hides_names(tmp_path: Path) -> None:
    """No table, no column; and while names are hidden the error has initials too."""
    made: list[int] = []

    def prepare(hub: Hub) -> None:
        made.append(hub.person("Joan Alcaraz", city="Cebu"))
        card = people.find(hub.wb, made[0])
        people.correct(hub.wb, made[0], card.version, people.NewPerson("Joan Alcaraz", city="Davao"))

    async with driving(tmp_path, prepare, size=NARROW) as driver:
        other = make_hub(str(tmp_path / "hub.milepost"), "Omar")
        card = people.find(other.wb, made[0])
        people.correct(other.wb, made[0], card.version, people.NewPerson("Joan Alcaraz", city="Iloilo"))
        other.wb.close()
        await driver.press("u")
        assert error(driver) == [
            "■ Cannot undo “corrected Joan Alcaraz”: Omar came later with",
            "“corrected Joan Alcaraz” at 10:42, which changed the city.",
            "Undo that first, or change it by hand.   Esc clear",
        ]
        await driver.press("escape")
        assert driver.notice() == ""
        assert driver.text().splitlines()[-4].strip() == ""
        await driver.press("H", "u")
        assert error(driver)[0].startswith("■ Cannot undo “corrected J. A.”: Omar came later with “corrected")
        assert "Joan" not in driver.text()
