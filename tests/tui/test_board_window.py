"""Which cards of a long column are in sight, whatever its length and the height of the screen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.screens.board_window import Window, Zones, share

ROWS = st.integers(min_value=2, max_value=40)


def said(window: Window) -> list[str]:
    """What stands in the rows of a window, from the top."""
    at = [window.card_at(row) for row in range(window.rows)]
    return [window.hidden_at(row) if card is None else str(card) for row, card in enumerate(at)]


def followed(count: int, rows: int, top: int, at: int) -> Window:
    """The window after the focus went to a card."""
    return Window(count, rows, Window(count, rows, top).follow(at))


@pytest.mark.parametrize(
    ("window", "rows"),
    [
        (Window(4, 6, 0), ["0", "1", "2", "3", "", ""]),
        (Window(4, 4, 0), ["0", "1", "2", "3"]),
        (Window(5, 4, 0), ["0", "1", "2", "2 more"]),
        (Window(9, 4, 3), ["3 above", "3", "4", "4 more"]),
        (Window(9, 4, 6), ["6 above", "6", "7", "8"]),
        (Window(1_500, 3, 0), ["0", "1", "1,498 more"]),
        (Window(9, 2, 3), ["3", "5 more"]),
        (Window(0, 3, 0), ["", "", ""]),
    ],
)
def test_the_ends_of_a_window_say_how_many_are_out_of_sight(window: Window, rows: list[str]) -> None:
    assert said(window) == rows


@given(ROWS, st.integers(1, 200), st.integers(0, 199), st.integers(0, 199))
def test_the_focused_card_is_in_sight_and_nobody_is_left_out_of_the_count(
    rows: int, count: int, top: int, at: int
) -> None:
    at = min(at, count - 1)
    window = followed(count, rows, min(top, count - 1), at)
    assert window.card_at(window.row_of(at)) == at
    told = said(window)
    above = sum(int(text.split()[0]) for text in told if text.endswith("above"))
    below = sum(int(text.split()[0]) for text in told if text.endswith("more"))
    assert above == (window.top if rows > 2 else 0)
    assert window.top + window.shown + below == count
    assert above != 1
    assert below != 1


@given(ROWS, st.integers(1, 200), st.integers(0, 199))
def test_a_card_in_sight_does_not_make_the_column_jump(rows: int, count: int, at: int) -> None:
    window = followed(count, rows, 0, min(at, count - 1))
    for card in range(window.top, window.top + window.shown):
        assert window.follow(card) == window.top


@given(ROWS, st.integers(1, 200), st.integers(0, 199), st.integers(-60, 60))
def test_scrolling_never_leaves_empty_rows_at_the_end(rows: int, count: int, top: int, by: int) -> None:
    window = Window(count, rows, Window(count, rows, top).scrolled(by))
    assert len([text for text in said(window) if text]) == min(rows, count)


@pytest.mark.parametrize(
    ("rows", "waiting", "retests", "zones"),
    [
        (20, 6, 3, Zones(6, 2, 12)),
        (20, 6, 0, Zones(20, 0, 0)),
        (20, 0, 3, Zones(0, 0, 20)),
        (10, 6, 2, Zones(6, 1, 3)),
        (20, 500, 500, Zones(13, 1, 6)),
        (20, 500, 2, Zones(16, 1, 3)),
        (20, 4, 500, Zones(4, 1, 15)),
        (8, 500, 500, Zones(4, 1, 3)),
    ],
)
def test_rows_go_to_those_who_wait_first_and_retests_keep_a_few(
    rows: int, waiting: int, retests: int, zones: Zones
) -> None:
    assert share(rows, waiting, retests) == zones
    assert zones.waiting + zones.gap + zones.retests == rows
