"""What a table paints: its heads and its rows, each kept as it was painted last."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Generic, NamedTuple

from textual.filter import ANSIToTruecolor
from textual.reactive import reactive

from domain.model.lazily import dataclass
from tui.theme import ink
from tui.widgets.paint import Part, look_of, strip
from tui.widgets.selecting import Selecting
from tui.widgets.tracks import NAMES_AT, Columns, R

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence, Set

    from textual.color import Color
    from textual.filter import LineFilter
    from textual.geometry import Region
    from textual.strip import Strip

    from tui.look import Look
    from tui.theme import Ink
    from tui.widgets.tracks import Place

KEPT_ROWS = 1024
"""Rows held in memory; the least recently shown go first."""
KEPT_PLACES = 8
"""Places of a list at which a row is kept as it was painted there."""


@dataclass(frozen=True, slots=True)
class _Brush:
    """What a line is painted with: asked for once for all lines in sight."""

    look: Look
    theme: str
    cells: int
    focused: bool
    places: tuple[Place[Any], ...]
    selecting: bool
    filters: tuple[LineFilter, ...]
    background: Color

    def filtered(self, line: Strip) -> Strip:
        """The line as it goes to the terminal: without colours, say."""
        for line_filter in self.filters:
            line = line.apply_filter(line_filter, self.background)
        return line

    @property
    def ink(self) -> Ink:
        """The styles of the theme."""
        return ink(self.theme)


class _Line(NamedTuple):
    """What stands in a line: the heads (-1) or a place of the list, whose record is there, focused or marked."""

    at: int
    row_id: int | None = None
    here: bool = False
    marked: bool = False


class RecordLines(Selecting, Generic[R]):
    """A list of records by id, as it is painted; what it paints is read, and the focus is moved, by `RecordTable`."""

    sort_key: reactive[str] = reactive("")
    sort_down: reactive[bool] = reactive(False)

    def __init__(self, columns: Columns[R], muted: Callable[[R], bool], id: str | None) -> None:  # noqa: A002
        """Start with an empty list; rows that are ``muted`` lose their colours."""
        super().__init__(id=id)
        self.columns = columns
        self.muted = muted
        self.ids: Sequence[int] = array("q")
        self.total = 0
        self.at = 0
        self.top = 0
        self.marks: Set[int] = frozenset()
        self._rows: OrderedDict[int, R | None] = OrderedDict()
        self._painted: dict[int | None, dict[_Line, Strip]] = {}
        self._painted_for: _Brush | None = None

    def need(self, row_id: int) -> None:
        """A row is in sight that has not been read."""
        raise NotImplementedError

    def repaint(self) -> None:
        """Paint all rows anew, because what ``show`` returns has changed: waiting times once a minute."""
        self._painted.clear()
        self.refresh()

    def sort_by(self, key: str, down: bool = False) -> None:
        """Show an arrow at the head of the track ``key``; the order itself comes with ``set_ids``."""
        self.sort_key, self.sort_down = key, down
        self._painted.pop(None, None)
        self.refresh()

    def keep_rows(self, ids: Sequence[int], rows: Sequence[R | None]) -> None:
        """Hold rows that were read, and forget those that were not shown for longest."""
        for row_id, row in zip(ids, rows, strict=True):
            self._painted.pop(row_id, None)
            self._rows[row_id] = row
            self._rows.move_to_end(row_id)
        while len(self._rows) > KEPT_ROWS:
            self._rows.popitem(last=False)

    # What can be copied.

    def line_count(self) -> int:
        """Return the rows; the heads cannot be selected."""
        return self.total

    def first_line(self) -> int:
        """Return the first row in sight."""
        return self.top

    def line_text(self, line: int) -> str:
        """Return a row as it shows; one that has not been read is "…"."""
        return self._line(self._line_of(line), self._brush()).text

    # Painting.

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return lines as they were painted before, wherever they stood then.

        Textual keeps what it painted by its place on the screen, so that every row that scrolls would be composed and
        cut up again: half the time of a cursor key. This needs a widget without border and padding, as tables are.
        """
        if not self.content_region.size == self.size == self.region.size:
            return super().render_lines(crop)
        brush = self._brush()
        lines = [self._kept_line(y, brush) for y in crop.line_range]
        if crop.column_span != (0, self.size.width):
            lines = [line.crop(*crop.column_span) for line in lines]
        return lines

    def render_line(self, y: int) -> Strip:
        """Return the heads, a row, a row still on its way, or an empty line, as the mouse asks for it."""
        line = self._line_at(y)
        painted = self._painted_line(line, self._brush())
        return painted.apply_offsets(0, line.at) if line.at >= 0 else painted

    def _line_at(self, y: int) -> _Line:
        """Return what stands in line ``y`` of the widget."""
        return self._line_of(self.top + y - 1) if y else _Line(-1)

    def _line_of(self, at: int) -> _Line:
        """Return what stands at a place of the list."""
        row_id = self.ids[at] if at < len(self.ids) else None
        return _Line(at, row_id, at == self.at, row_id in self.marks)

    def _kept_line(self, y: int, brush: _Brush) -> Strip:
        """Return a line as painted last time, if nothing that shows has changed since."""
        line = self._line_at(y)
        known = line.row_id in self._rows or line.at < 0
        if brush.selecting or not known:
            return brush.filtered(self._painted_line(line, brush))
        kept = self._painted.setdefault(line.row_id, {})
        if (found := kept.get(line)) is None:
            if len(kept) >= KEPT_PLACES:
                kept.clear()
            found = kept[line] = brush.filtered(self._painted_line(line, brush))
        return found

    def _painted_line(self, line: _Line, brush: _Brush) -> Strip:
        if line.at < 0:
            heads = self.columns.heads(brush.look, brush.places, self.sort_key, self.sort_down)
            return strip(brush.cells, heads, brush.ink)
        painted = self._line(line, brush)
        return self.selected(painted, line.at) if brush.selecting else painted

    def _brush(self) -> _Brush:
        """Return what all lines are painted with; what was painted with another look is forgotten."""
        brush = _Brush(
            look=look_of(self),
            theme=self.app.theme,
            cells=self.size.width,
            focused=self.has_focus,
            places=self.columns.places(self.size.width),
            selecting=self.text_selection is not None,
            # What is painted here has none of the sixteen colours of the terminal that this one would look for.
            filters=tuple(one for one in self.get_line_filters() if not isinstance(one, ANSIToTruecolor)),
            background=self.background_colors[1],
        )
        if self._painted_for != brush or len(self._painted) > KEPT_ROWS:
            self._painted_for = brush
            self._painted.clear()
        return brush

    def _line(self, line: _Line, brush: _Brush) -> Strip:
        """Return one line of the list, in sight or not."""
        if line.at >= self.total:
            return strip(brush.cells, (), brush.ink)
        if line.row_id is not None and line.row_id not in self._rows:
            self.need(line.row_id)
            return self._row_strip(None, line.here, line.marked, brush)
        return self._row_strip(line.row_id, line.here, line.marked, brush)

    def _row_strip(self, row_id: int | None, here: bool, marked: bool, brush: _Brush) -> Strip:
        """Paint a row; None is one that has not been read."""
        lit, row = here and brush.focused, self._rows[row_id] if row_id is not None else None
        tone = "cursor" if lit else "mark" if here or marked else "ground"
        parts: list[Part] = [(0, (brush.look.glyph("focus"),))] if lit else []
        if row is None:
            words = "…" if row_id is None else "no longer here"
            return strip(brush.cells, [*parts, (NAMES_AT, ((words, "muted"),))], brush.ink, tone)
        parts += self.columns.row(row, brush.look, brush.places, lit=lit, marked=marked)
        return strip(brush.cells, parts, brush.ink, tone, self.muted(row))
