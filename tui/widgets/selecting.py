"""Text that the mouse can select, on widgets that paint line by line."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from tui.widgets.paint import ink_of, look_of

if TYPE_CHECKING:
    from textual.selection import Selection

MOST_LINES = 5_000
"""Lines that one selection takes at most."""


class Selecting(Widget):
    """A widget whose lines can be selected and copied; ``render_line`` ends in ``selectable``.

    Subclasses say how many lines there are, which is the first one in sight, and what a line reads.
    """

    def line_count(self) -> int:
        """Return how many lines there are, in sight or not."""
        return self.size.height

    def first_line(self) -> int:
        """Return the line at the top of the widget."""
        return 0

    def line_text(self, line: int) -> str:
        """Return what a line reads, as far as it is known without asking the workbook."""
        return self.render_line(line - self.first_line()).text

    def selectable(self, strip: Strip, line: int) -> Strip:
        """Return the strip of ``line`` with the selected part marked, and with offsets for the mouse."""
        return self.selected(strip, line).apply_offsets(0, line)

    def selected(self, strip: Strip, line: int) -> Strip:
        """Return the strip of ``line`` with the selected part marked, for what the mouse does not ask."""
        selection = self.text_selection
        if selection is not None and (span := selection.get_span(line)) is not None:
            return self._marked(strip, *span)
        return strip

    def _marked(self, strip: Strip, start: int, end: int) -> Strip:
        text = strip.text
        left = cell_len(text[:start])
        right = strip.cell_length if end < 0 else cell_len(text[:end])
        if right <= left:
            return strip
        lit = Style(bgcolor=ink_of(self).style("", "rule").bgcolor, reverse=True if self.app.no_color else None)
        middle = strip.crop(left, right)
        chosen = Strip([Segment(text, (style or Style()) + lit) for text, style, _ in middle], middle.cell_length)
        return Strip.join([strip.crop(0, left), chosen, strip.crop(right, strip.cell_length)])

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return the selected text and the line end after it; what is open at an end goes as far as is in sight."""
        first, size = self.first_line(), self.size
        start = selection.start.y if selection.start else first
        end = selection.end.y if selection.end else min(first + size.height, self.line_count()) - 1
        end = min(end, self.line_count() - 1, start + MOST_LINES)
        lines = [self.line_text(line) for line in range(max(0, start), end + 1)]
        if not lines:
            return None
        if selection.end and selection.end.y == end:
            lines[-1] = lines[-1][: selection.end.x]
        if selection.start:
            lines[0] = lines[0][selection.start.x :]
        bar = look_of(self).sign("focus")
        first_line, *rest = (line.replace(bar, " ", 1) if line.startswith(bar) else line for line in lines)
        text = "\n".join(line.rstrip() for line in (first_line, *dedent("\n".join(rest)).splitlines()))
        return (text, "\n") if text.strip() else None

    def selection_updated(self, selection: Selection | None) -> None:
        """Paint again with the selection as it is now."""
        self.refresh()
