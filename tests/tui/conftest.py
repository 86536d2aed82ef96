"""The same terminal, clock and caret for every test of the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual._compositor import Compositor
from textual._context import visible_screen_stack
from textual.css.stylesheet import Stylesheet
from textual.widgets import Input, TextArea

from tests.tui.driving import turned
from tests.workbook.hub import close_hubs
from tui import app, reading_ahead, slow, watching
from tui.app import MilepostApp
from tui.widgets import bars, evidence, quote_row, slip_fields

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rich.console import RenderableType
    from textual.css.model import RuleSet
    from textual.screen import Screen

PARSED: dict[tuple[object, ...], list[RuleSet]] = {}
"""By style sheet and variables, its rules: the same for every program that a test starts."""


@pytest.fixture(autouse=True)
def same_terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Scrub what the environment could change: colours, themes, folders, motion and the blinking caret."""
    for name in ("NO_COLOR", "TEXTUAL_THEME", "TEXTUAL_FILTERS", "TEXTUAL", "LC_ALL", "LC_CTYPE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setattr(Input.cursor_blink, "_default", False)
    monkeypatch.setattr(TextArea.cursor_blink, "_default", False)


@pytest.fixture(autouse=True)
def time_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing happens because a machine is slow: what the program does after some seconds, a test does by name."""
    long = 3600.0
    monkeypatch.setattr(app, "PATIENCE", long)
    monkeypatch.setattr(bars, "NOTICE_SECONDS", long)
    monkeypatch.setattr(watching, "EVERY_SECONDS", long)
    monkeypatch.setattr(reading_ahead, "AFTER_SECONDS", long)
    for room in (evidence, quote_row, slip_fields):
        monkeypatch.setattr(room, "SAVE_AFTER", long)
    monkeypatch.setattr(slow, "SLOW_SECONDS", long)
    monkeypatch.setattr(slow, "LONG_SECONDS", long)
    monkeypatch.setattr(MilepostApp, "_next_minute", lambda _app: None)


@pytest.fixture(autouse=True)
def no_naps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing sleeps to find out whether the program rests.

    Textual's pilot sleeps 20 ms two times for every key, and once for every pause, until the processor did nothing
    meanwhile: a third of a test's time. `Driver.settle` knows what the program waits for.
    """
    for room in ("textual.pilot", "textual.app"):
        monkeypatch.setattr(f"{room}.wait_for_idle", turned)


@pytest.fixture(autouse=True)
def parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Style sheets are parsed once in a process and not by every program anew, which is a sixth of a test's time."""
    parse = Stylesheet._parse_rules

    def parsed(self: Stylesheet, css: str, **how: Any) -> list[RuleSet]:
        key = (css, *sorted(how.items()), *sorted(self._variables.items()))
        if key not in PARSED:
            PARSED[key] = parse(self, css, **how)
        return PARSED[key]

    monkeypatch.setattr(Stylesheet, "_parse_rules", parsed)


@pytest.fixture(autouse=True)
def painted_at_rest(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """No frame is painted that nobody sees: `Driver.settle` paints one once the program rests.

    What a terminal gets frame by frame is tested where there is a terminal, in `test_terminal` and its like, and by
    tests that are marked `every_frame`.
    """
    if request.node.get_closest_marker("every_frame"):
        return
    paint = Compositor.render_update

    def painted(
        self: Compositor, full: bool = False, screen_stack: list[Screen[Any]] | None = None, simplify: bool = False
    ) -> RenderableType | None:
        if full:
            return paint(self, full, screen_stack, simplify)
        visible_screen_stack.set(screen_stack or [])
        self._dirty_regions.clear()
        return None

    monkeypatch.setattr(Compositor, "render_update", painted)


@pytest.fixture(autouse=True)
def closed_hubs() -> Iterator[None]:
    """No workbook stays open behind a test."""
    yield
    close_hubs()
