"""The same terminal, clock and caret for every test of the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, TextArea

from tests.workbook.hub import close_hubs
from tui import app, reading_ahead, slow, watching
from tui.app import MilepostApp
from tui.widgets import bars, evidence, quote_row, slip_fields

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


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
def closed_hubs() -> Iterator[None]:
    """No workbook stays open behind a test."""
    yield
    close_hubs()
