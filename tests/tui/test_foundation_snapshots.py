"""How the foundation looks; each test says what must be seen. Compare with the mock-ups before accepting a change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

from tests.tui.gallery import VISITS, Hub, Visit, make

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import App
    from textual.pilot import Pilot

WIDE = (120, 36)
SMALL = (80, 24)


class SnapCompare(Protocol):
    """The fixture of pytest-textual-snapshot."""

    def __call__(
        self, app: App[None], *, terminal_size: tuple[int, int], run_before: Callable[[Pilot[None]], Awaitable[None]]
    ) -> bool: ...


pytestmark = pytest.mark.every_frame


def after(*keys: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Return a step that waits for the first place, presses ``keys`` and waits again."""

    async def run(pilot: Pilot[None]) -> None:
        for key in ("", *keys):
            if key:
                await pilot.press(key)
            for _ in range(3):
                await pilot.app.workers.wait_for_complete()
                await pilot.pause()

    return run


def test_a_list_with_its_pane(snap_compare: SnapCompare) -> None:
    """Queue at 120x36: focus bar, amber waits, roads, muted rows that are over, the person at the right, a notice."""
    assert snap_compare(make(), terminal_size=WIDE, run_before=after("a"))


def test_a_list_in_a_small_terminal(snap_compare: SnapCompare) -> None:
    """80x24: no pane, no hub, an empty row above the notice, g and ? still there."""
    assert snap_compare(make(), terminal_size=SMALL, run_before=after("a"))


def test_a_list_in_a_wide_terminal(snap_compare: SnapCompare) -> None:
    """160x40: a pane of 56, names uncut."""
    assert snap_compare(make(), terminal_size=(160, 40), run_before=after())


def test_a_list_in_the_light_theme(snap_compare: SnapCompare) -> None:
    """The same in light: dark text on paper, three tones."""
    assert snap_compare(make(light=True), terminal_size=WIDE, run_before=after())


def test_a_list_without_colour_in_ascii(snap_compare: SnapCompare, monkeypatch: pytest.MonkeyPatch) -> None:
    """NO_COLOR and ASCII: the focused row reversed, no glyph outside ASCII."""
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(make(ascii_only=True), terminal_size=SMALL, run_before=after())


def test_a_filtered_list_with_marks(snap_compare: SnapCompare) -> None:
    """Three rows in mark tone with a plus; the filter has the focus and the table keeps its place in mark tone."""
    assert snap_compare(make(start="people"), terminal_size=WIDE, run_before=after("space", "space", "slash"))


def test_hidden_names(snap_compare: SnapCompare) -> None:
    """Initials in the list and in the pane, no channel, same columns."""
    assert snap_compare(make(), terminal_size=WIDE, run_before=after("H"))


def test_hostile_and_wide_names(snap_compare: SnapCompare) -> None:
    """Brackets as typed, wide characters in two cells, columns still straight."""
    names = (
        "[HR] Ann [/]",
        "[@click=app.quit]go[/]",
        "林小美林小美林小美林小美",
        "김민준",
        "مرحبا",
        "a\\[b",
        "x\x1b[31my\u202ez",
    )
    visits = [
        Visit(n, str(n), name, "here", "waiting", "2 min", "@.........", "Phone", "Bank")
        for n, name in enumerate(names, 1)
    ]
    assert snap_compare(make(Hub([*visits, *VISITS[9:]])), terminal_size=SMALL, run_before=after())


def test_an_empty_place(snap_compare: SnapCompare) -> None:
    """At row 10, column 6: sentence, fact, keys; no pane."""
    assert snap_compare(make(start="today"), terminal_size=WIDE, run_before=after())


def test_the_error_page(snap_compare: SnapCompare) -> None:
    """What happened, that data is safe, three ways out with the first in focus, one line of details."""
    assert snap_compare(make(), terminal_size=WIDE, run_before=after("f"))


def test_the_go_to_sheet(snap_compare: SnapCompare) -> None:
    """Nine places in three columns over a dimmed queue; the current place bold."""
    assert snap_compare(make(), terminal_size=WIDE, run_before=after("g"))


def test_help(snap_compare: SnapCompare) -> None:
    """76 wide over a dimmed screen: this screen, lists, everywhere, glyphs."""
    assert snap_compare(make(), terminal_size=WIDE, run_before=after("question_mark"))


def test_the_palette(snap_compare: SnapCompare) -> None:
    """Row 4, 76 wide: field with count, matches in accent, object, key."""
    assert snap_compare(make(), terminal_size=WIDE, run_before=after("colon", "s", "l", "i", "p"))


def test_a_choice(snap_compare: SnapCompare) -> None:
    """A bottom sheet with digits."""
    assert snap_compare(make(), terminal_size=SMALL, run_before=after("r"))


def test_a_form_with_a_problem(snap_compare: SnapCompare) -> None:
    """Fields 17 and 61; the amber line below the name says what is needed, the focused row in cursor tone."""
    assert snap_compare(make(), terminal_size=SMALL, run_before=after("w", "enter"))


def test_a_terminal_that_is_too_small(snap_compare: SnapCompare) -> None:
    """One line with both sizes."""
    assert snap_compare(make(), terminal_size=(72, 20), run_before=after())
