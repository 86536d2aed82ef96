"""Jump mode: a letter or two over everything in sight, the same ones every time."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from tests.tui.gallery import make
from tests.tui.gallery_page import ready, said, table
from tui.keys.jumping import labels, spots
from tui.screens.choice import Choice
from tui.screens.form import Form
from tui.screens.jump import Jump, JumpLabel
from tui.widgets.bars import TabsRow
from tui.widgets.fields import ChoiceInput

if TYPE_CHECKING:
    from textual.pilot import Pilot


def letters(pilot: Pilot[None]) -> list[tuple[int, int, str]]:
    """Return where the labels in front stand, and what they read."""
    shown = [label for label in pilot.app.screen.query(JumpLabel) if label.display]
    return [(label.region.x, label.region.y, label.spot.label) for label in shown]


def test_no_label_is_the_beginning_of_another_and_the_home_row_comes_first() -> None:
    found = list(labels())
    assert found[:9] == list("asdfghjkl")
    assert len(found) == len(set(found)) == 276
    assert not [one for one in found for other in found if one != other and other.startswith(one)]


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_every_row_and_tab_in_sight_has_a_label_and_typing_it_goes_there(size: tuple[int, int]) -> None:
    app = make()
    async with app.run_test(size=size) as pilot:
        await ready(pilot)
        rows = min(table(pilot).rows, 23)
        await pilot.press("semicolon")
        await ready(pilot)
        assert isinstance(app.screen, Jump)
        shown = letters(pilot)
        assert [label for _, _, label in shown] == list(islice(labels(), 5 + rows))
        assert [(x, y) for x, y, _ in shown[5:]] == [(0, 4 + row) for row in range(rows)]
        await pilot.press("k")
        await ready(pilot)
        assert table(pilot).current == 3
        await pilot.press("semicolon", "s")
        await ready(pilot)
        assert app.screen.query_one(TabsRow).current == "waiting"


async def test_a_label_of_two_letters_takes_both_and_backspace_takes_the_first_back() -> None:
    app = make()
    async with app.run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        await pilot.press("semicolon", "i")
        assert {label[0] for _, _, label in letters(pilot)} == {"i"}
        await pilot.press("backspace")
        assert len(letters(pilot)) == 28
        await pilot.press("i", "1", "s")
        await ready(pilot)
        assert table(pilot).current == 13


async def test_the_same_place_has_the_same_letters_and_escape_leaves_everything_as_it_was() -> None:
    app = make()
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        before = [(spot.x, spot.y, spot.label) for spot in spots(app.screen)]
        await pilot.press("j", "j", "a", "semicolon", "escape")
        await ready(pilot)
        assert table(pilot).current == 3
        after = [(spot.x, spot.y, spot.label) for spot in spots(app.screen)]
        assert after[: len(before)] == before
        assert len(after) == len(before) + 1  # the undo key of the notice


async def test_a_notice_key_can_be_jumped_to() -> None:
    app = make()
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("a")
        await ready(pilot)
        last = spots(app.screen)[-1]
        await pilot.press("semicolon", *last.label)
        await ready(pilot)
        assert said(pilot).startswith("● Undone: Nadia Haddad")


async def test_it_works_over_a_choice_and_out_of_a_text_field() -> None:
    app = make()
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("r", "semicolon", "s", "enter")
        await ready(pilot)
        assert said(pilot) == "● Moved to hotels."
        await pilot.press("w")
        await ready(pilot)
        assert isinstance(app.screen, Form)
        await pilot.press("x", "semicolon", "ctrl+o")
        await ready(pilot)
        assert [y for _, y, _ in letters(pilot)] == [3, 4, 5, 6, 7, 7, 7, 7]
        await pilot.press("g")
        await ready(pilot)
        assert isinstance(app.focused, ChoiceInput)
        assert app.focused.value == "call"
        assert app.screen.query(Input).first().value == "x;"


async def test_labels_can_be_clicked_and_nothing_is_labelled_twice() -> None:
    app = make()
    async with app.run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        await pilot.press("semicolon")
        await ready(pilot)
        places = [(x, y) for x, y, _ in letters(pilot)]
        assert len(places) == len(set(places))
        await pilot.click(offset=(0, 8))
        await ready(pilot)
        assert not isinstance(app.screen, Jump | Choice)
        assert table(pilot).current == 5
