"""Painting pieces on one line: shared by everything that draws for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from tui.safe_text import clean, exactly
from tui.theme import ink

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.style import Style
    from textual.dom import DOMNode
    from textual.events import Click

    from tui.app import MilepostApp
    from tui.look import Look
    from tui.safe_text import Pieces
    from tui.theme import Ink

Part = tuple[int, "Pieces"]
"""A column, counted from 0, and the pieces that start there."""
Target = tuple[int, int, "Callable[[], None]"]
"""Column and row within a widget where something can be chosen, and what choosing it does; see ``jumping``.

A widget that holds more than one such thing has a method ``targets`` that returns those in sight, from top to bottom.
"""


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
    line = _Line(base)
    for index, (start, pieces) in enumerate(parts):
        stop = min(cells, parts[index + 1][0] if index + 1 < len(parts) else cells)
        line.fill(start)
        for raw, words in pieces:
            text = clean(raw)
            room = max(0, stop - line.at)
            text = text if cell_len(text) <= room else exactly(text, room)
            line.add(text, styles.style(_quiet(words) if muted else words, tone))
    line.fill(cells)
    return Strip(line.segments, cells)


class _Line:
    """Segments of one line; neighbours that look the same become one, so that less goes to the terminal."""

    def __init__(self, base: Style) -> None:
        self.base = base
        self.segments: list[Segment] = []
        self.at = 0

    def add(self, text: str, style: Style) -> None:
        """Put ``text`` at the end."""
        if not text:
            return
        last = self.segments[-1] if self.segments else None
        if last is not None and last.style is style:
            self.segments[-1] = Segment(last.text + text, style)
        else:
            self.segments.append(Segment(text, style))
        self.at += cell_len(text)

    def fill(self, stop: int) -> None:
        """Put spaces up to column ``stop``; on the same ground they join what stands before them."""
        if stop <= self.at:
            return
        style = self.segments[-1].style if self.segments else None
        joins = style is not None and style.bgcolor == self.base.bgcolor and not style.underline
        self.add(" " * (stop - self.at), style if joins and style is not None else self.base)


def _quiet(words: str) -> str:
    return " ".join(["muted", *(word for word in words.split() if word in ("bold", "underline"))])


class OneLine(Widget):
    """A widget of one line that paints parts and runs what is clicked."""

    DEFAULT_CSS = """
    OneLine { height: 1; width: 1fr; }
    """
    TONE = "ground"
    ALLOW_SELECT = False
    JUMPS = True
    """Whether what can be clicked can be jumped to as well."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        """Start without anything to click."""
        super().__init__(id=id, classes=classes)
        self.hits: list[tuple[int, int, Callable[[], None]]] = []
        self._painted: tuple[int, tuple[Part, ...]] | None = None

    def parts(self, cells: int) -> Sequence[Part]:
        """Return what is painted on a line of ``cells`` cells; may fill ``hits``."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """Return the painted line."""
        self._painted = cells, parts = self._now()
        return strip(cells, parts, ink_of(self), self.TONE)

    def _now(self) -> tuple[int, tuple[Part, ...]]:
        self.hits = []
        cells = self.size.width
        return cells, tuple(self.parts(cells))

    def refresh_changed(self) -> None:
        """Paint again if the line reads otherwise now: Textual paints whatever lies between two things that changed.

        What was never painted will be, and what is gone needs no paint.
        """
        if self._painted is not None and self.is_attached and self._now() != self._painted:
            self.refresh()

    def targets(self) -> list[Target]:
        """Return what can be clicked."""
        self.render_line(0)
        return [(start, 0, run) for start, _, run in self.hits] if self.JUMPS else []

    def on_click(self, event: Click) -> None:
        """Run what stands where the mouse was pressed."""
        for start, stop, run in self.hits:
            if start <= event.x < stop:
                event.stop()
                run()
                return
