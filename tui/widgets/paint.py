"""Painting pieces on one line: shared by everything that draws for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from tui.safe_text import clean, exactly
from tui.theme import ink

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.dom import DOMNode
    from textual.events import Click

    from tui.app import MilepostApp
    from tui.look import Look
    from tui.safe_text import Pieces
    from tui.theme import Ink

Part = tuple[int, "Pieces"]
"""A column, counted from 0, and the pieces that start there."""


def the_app(node: DOMNode) -> MilepostApp:
    """Return the running app with its own type."""
    return cast("MilepostApp", node.app)


def look_of(node: DOMNode) -> Look:
    """Return how this user wants things shown."""
    return the_app(node).look


def ink_of(node: DOMNode) -> Ink:
    """Return the styles of the theme in force."""
    return ink(node.app.theme)


def strip(cells: int, parts: Sequence[Part], styles: Ink, tone: str = "ground", muted: bool = False) -> Strip:
    """Return one painted line of exactly ``cells`` cells.

    ``parts`` must come from left to right; what would overlap the next part or leave the line is cropped. ``muted``
    takes every role back to muted, for rows that are over.
    """
    base = styles.style("", tone)
    segments: list[Segment] = []
    at = 0
    for index, (start, pieces) in enumerate(parts):
        stop = min(cells, parts[index + 1][0] if index + 1 < len(parts) else cells)
        if start > at:
            segments.append(Segment(" " * (start - at), base))
            at = start
        for raw, words in pieces:
            text = clean(raw)
            line = Segment(text, styles.style(_quiet(words) if muted else words, tone))
            if at + line.cell_length > stop:
                line = Segment(exactly(text, max(0, stop - at)), line.style)
            segments.append(line)
            at += line.cell_length
    if at < cells:
        segments.append(Segment(" " * (cells - at), base))
    return Strip(segments, cells)


def _quiet(words: str) -> str:
    return " ".join(["muted", *(word for word in words.split() if word in ("bold", "underline"))])


class OneLine(Widget):
    """A widget of one line that paints parts and runs what is clicked."""

    DEFAULT_CSS = """
    OneLine { height: 1; width: 1fr; }
    """
    TONE = "ground"

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        """Start without anything to click."""
        super().__init__(id=id, classes=classes)
        self.hits: list[tuple[int, int, Callable[[], None]]] = []

    def parts(self, cells: int) -> Sequence[Part]:
        """Return what is painted on a line of ``cells`` cells; may fill ``hits``."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """Return the painted line."""
        cells = self.size.width
        self.hits = []
        return strip(cells, self.parts(cells), ink_of(self), self.TONE)

    def on_click(self, event: Click) -> None:
        """Run what stands where the mouse was pressed."""
        for start, stop, run in self.hits:
            if start <= event.x < stop:
                event.stop()
                run()
                return
