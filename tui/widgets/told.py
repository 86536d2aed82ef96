"""Lines that never take the focus, and rows of what is being timed: in a call every key belongs to the screen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.message import Message
from textual.widget import Widget

from domain.model.lazily import dataclass
from tui.safe_text import cut_pieces, width
from tui.widgets.line_view import LineView
from tui.widgets.paint import Part, ink_of, look_of, strip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.events import Click, Resize
    from textual.strip import Strip

    from tui.lines import Line
    from tui.safe_text import Pieces
    from tui.widgets.paint import Target

Row = tuple["Pieces", "Pieces"]
"""What runs, and the key that ends it."""


class Told(LineView):
    """Lines to be read; a line with an id can be clicked and lit, but keys stay with the screen."""

    takes_focus = False


class Keyed(Told):
    """Lines that show keys; whatever stands behind a key can be clicked in its place.

    A key is a piece in bold accent; its place goes on until the next one, or to the end of its side of the line.
    """

    @dataclass
    class Pressed(Message):
        """The place of a key was clicked."""

        key: str

    def _places(self, line: Line) -> list[tuple[int, int, str]]:
        """First cell, the cell after the last, and the key of each place of a line."""
        inner = self.inner or self.size.width - 2 * self.indent
        found = _spans(line.left, self.indent + line.at)
        return found + _spans(line.right, self.indent + inner - width(line.right))

    def on_click(self, event: Click) -> None:
        """Press the key whose place it is."""
        at = self.top + event.y - self.SKIP
        if not 0 <= at < len(self.lines) or not self.selected_nothing():
            return
        while self.lines[at].at and not self._places(self.lines[at]):
            at -= 1  # what stands under a key, set in, belongs to it
        for start, end, key in self._places(self.lines[at]):
            if start <= event.x < end:
                self._press(key)

    def _press(self, key: str) -> None:
        self.post_message(self.Pressed(key))

    def targets(self) -> list[Target]:
        """Return the places in sight."""
        return [
            (start - 2, at + self.SKIP, partial(self._press, key))
            for at, line in enumerate(self.lines[self.top : self.top + self.rows])
            for start, _, key in self._places(line)
        ]


def _spans(pieces: Pieces, at: int) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for words, role in pieces:
        if role == "bold accent":
            found.append((at, at, words.strip()))
        at += width(((words, role),))
        if found:
            found[-1] = (found[-1][0], at, found[-1][2])
    return found


class Paged(Told):
    """What may be longer than its place; while it is, the last row in sight says how to read on."""

    def show(self, lines: Sequence[Line], keep: bool = True) -> None:
        """Paint other lines; whether there is more is seen when they are painted."""
        before = self.lines
        super().show(lines, keep)
        if self.lines != before:
            self.refresh()

    def on_resize(self, event: Resize) -> None:
        """What was the last row may not be it any more."""
        super().on_resize(event)
        self.refresh()

    def _line_strip(self, y: int) -> Strip:
        if y < self.size.height - 1 or y == 0 or self.top + self.rows >= len(self.lines):
            return super()._line_strip(y)
        more = f"{look_of(self).sign('down')} more, PgDn"
        return strip(self.size.width, ((self.indent, ((more, "accent"),)),), ink_of(self), self.TONE)


class Saying(Keyed):
    """What is to be said next, on a tone of its own while there is anything."""

    TONE = "mark"

    def on_mount(self) -> None:
        """Start with nothing to say."""
        self.display = False

    def show(self, lines: Sequence[Line], keep: bool = True) -> None:
        """Say other words; nothing takes the tone away."""
        super().show(lines, keep)
        if self.is_attached:
            self.display = bool(lines)


class Timed(Widget):
    """A row for each thing that is being timed; amber where it is late, painted once a second while one runs."""

    DEFAULT_CSS = """
    Timed { height: 1; width: 80; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        """Start with nothing."""
        super().__init__(id=id)
        self.rows: tuple[Row, ...] = ()
        self.painted = 0

    def on_click(self, event: Click) -> None:
        """Press the key that ends what the row times."""
        if event.y < len(self.rows) and (found := _spans(self.rows[event.y][1], 0)):
            self.post_message(Keyed.Pressed(found[0][2]))

    def show(self, rows: Sequence[Row], height: int) -> None:
        """Show these rows in a place of so many."""
        if self.styles.height is None or self.styles.height.value != height:
            self.styles.height = height
        if tuple(rows) != self.rows:
            self.rows = tuple(rows)
            self.painted += 1
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return one row."""
        cells, styles = self.size.width, ink_of(self)
        if y >= len(self.rows):
            return strip(cells, (), styles)
        left, right = self.rows[y]
        end = cells - 2 - width(right)
        parts: list[Part] = [(4, cut_pieces(left, max(0, end - 6), look_of(self).dots)), (end, right)]
        return strip(cells, parts, styles, "mark")
