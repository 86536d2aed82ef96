"""The exam grid as it is painted: heads, people, cells, and the cut-offs below them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.strip import Strip
from textual.widget import Widget

from domain.model.lazily import dataclass
from domain.model.terms import Proposal, Result
from domain.workbook.exam_room.cells import NOT_OBSERVED, written
from domain.workbook.exam_room.grid import Held
from tui.results import RESULTS
from tui.safe_text import cut
from tui.widgets.exam_cells import ExamCells
from tui.widgets.paint import ink_of, look_of, strip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.workbook.exam_room.grid import Row
    from tui.look import Look
    from tui.safe_text import Pieces
    from tui.widgets.exam_cells import Column
    from tui.widgets.paint import Part

HEADS = 3
"""Rows of heads: word, unit, empty."""
FOOT = 3
"""Rows below the people: empty, the cut-offs of the focused person, how many have each measure."""
NAME_AT = 6
FOR_CELLS, STEP, STATE_CELLS = 6, 9, 13
"""Cells of the account, from one measure to the next, and of the proposal."""
WIDE = 112


@dataclass(frozen=True, slots=True)
class Tracks:
    """Where things stand: width of the name, start of the account, end of the first measure, gap to the proposal."""

    name: int
    account: int
    first_end: int
    gap: int


ROOMY, TIGHT = Tracks(19, 27, 41, 3), Tracks(16, 23, 38, 2)
PAGE = 64
"""Rows asked for at a time."""

PROPOSALS = {
    Proposal.PASSED: ("here", "passed?", ""),
    Proposal.NOT_YET: ("open", "not yet?", ""),
    Proposal.BORDERLINE: ("borderline", "close", "due"),
    Proposal.INCOMPLETE: ("unfinished", "incomplete", "muted"),
    Proposal.ON_HOLD: ("stopped", "on hold", "stop"),
    Proposal.VOID: ("void", "void", ""),
}
"""A proposal carries a question mark: a person decides."""


class ExamLines(Widget):
    """A window onto the cells of a grid; the focus in it is moved by `ExamGrid`."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        """Start empty."""
        super().__init__(id=id)
        self.cells = ExamCells()
        self.top = 0
        self.left_column = 0

    def need(self, applications: list[int]) -> None:
        """Rows are in sight that have not been read."""
        raise NotImplementedError

    def ask(self, wanted: Sequence[int]) -> None:
        """Need those of these applications that were not asked for yet."""
        if missing := self.cells.to_ask(wanted):
            self.need(missing)

    # What is in sight.

    @property
    def seen(self) -> int:
        """People in sight."""
        return max(1, self.size.height - HEADS - FOOT)

    @property
    def first(self) -> int:
        """The place of the first person in sight; a frame may come before `follow` has been told of a change."""
        return max(0, min(self.top, len(self.cells.ids) - self.seen))

    @property
    def shown_columns(self) -> int:
        """Measures in sight."""
        room = self.size.width - self.tracks.first_end - STATE_CELLS
        return max(1, min(len(self.cells.columns), 1 + room // STEP))

    @property
    def tracks(self) -> Tracks:
        """Where things stand at this width."""
        return ROOMY if self.size.width >= WIDE else TIGHT

    def column_at(self, x: int) -> int:
        """The measure whose cell stands in a column of the screen; the focused one where none does."""
        if x >= self.tracks.account:
            for place in range(self.shown_columns):
                if x < self._end(place) + 1:
                    return self.left_column + place
        return self.cells.column

    def follow(self) -> None:
        """Move the window as little as brings the focused cell into it."""
        if not self.size.height:
            return
        cells, shown = self.cells, self.shown_columns
        self.top = max(cells.at - self.seen + 1, min(self.top, cells.at), 0)
        self.top = max(0, min(self.top, len(cells.ids) - self.seen))
        self.left_column = max(cells.column - shown + 1, min(self.left_column, cells.column), 0)
        self.left_column = max(0, min(self.left_column, len(cells.columns) - shown))

    # Painting.

    def render_line(self, y: int) -> Strip:
        """Return heads, a person, one still on the way, or an empty line."""
        cells, width, styles = self.cells, self.size.width, ink_of(self)
        people = min(self.seen, len(cells.ids))
        if y < HEADS:
            return strip(width, self._heads(y), styles)
        if y >= HEADS + people:
            return strip(width, self._foot(y - HEADS - people), styles)
        at = self.first + y - HEADS
        one, here = cells.ids[at], at == cells.at
        row = cells.rows.get(one)
        tone = "mark" if here or one in cells.marks else "ground"
        if row is None:
            self.ask(cells.ids[max(0, at - PAGE // 4) : at + PAGE])
            return strip(width, [(NAME_AT, ((look_of(self).dots, "muted"),))], styles, tone)
        painted = strip(width, self._parts(row, here), styles, tone, row.result in (Result.VOID, Result.NO_SHOW))
        return self._with_cell(painted, row) if here and self.has_focus else painted

    def _heads(self, y: int) -> list[Part]:
        if y == 2 or not self.cells.columns:
            return []
        parts: list[Part] = (
            [(NAME_AT, (("Person", "muted"),)), (self.tracks.account, (("For", "muted"),))] if y == 0 else []
        )
        for place, column in enumerate(self._in_sight()):
            lit = self.left_column + place == self.cells.column
            text = column.head if y == 0 else (column.unit.short if column.unit else "1–5")
            role = ("bold accent" if self.has_focus else "bold") if lit and y == 0 else "muted"
            parts.append((self._end(place) - cell_len(text), ((text, role),)))
        if y == 0:
            parts.append((self._state_at, (("Proposal", "muted"),)))
        elif (hidden := len(self.cells.columns) - self.shown_columns) > 0:
            parts.append((self._state_at, ((f"{hidden} more {look_of(self).sign('way')}", "muted"),)))
        return parts

    def _foot(self, y: int) -> list[Part]:
        """The cut-offs of the focused person's account, and how many people have each measure."""
        row, look = self.cells.row, look_of(self)
        if y not in (1, 2) or row is None:
            return []
        first = ("Cut-off", "bold") if y == 1 else (f"Entered, of {len(self.cells.ids):,}", "muted")
        parts: list[Part] = [(NAME_AT, (first,))]
        if y == 1:
            parts.append((self.tracks.account, ((cut(row.account, FOR_CELLS, look.dots), "muted"),)))
        for place, column in enumerate(self._in_sight()):
            cell = row.cells.get(column.criterion.id)
            if y == 2:
                pieces: Pieces = ((f"{self.cells.entered.get(column.criterion.id, 0):,}", "muted"),)
            elif cell is None or cell.need is None:
                pieces = (look.glyph("not_needed"),)
            else:
                pieces = ((written(column.criterion, cell.need, self.cells.cefr), ""),)
            parts.append((self._end(place) - sum(cell_len(text) for text, _ in pieces), pieces))
        return parts

    def _in_sight(self) -> Sequence[Column]:
        return self.cells.columns[self.left_column : self.left_column + self.shown_columns]

    def _end(self, place: int) -> int:
        return self.tracks.first_end + place * STEP

    @property
    def _state_at(self) -> int:
        return self._end(self.shown_columns - 1) + self.tracks.gap

    def _parts(self, row: Row, here: bool) -> list[Part]:
        look = look_of(self)
        parts: list[Part] = []
        if row.application in self.cells.marks:
            parts.append((4, (look.glyph("marked"),)))
        name = cut(look.name(row.name), self.tracks.name, look.dots)
        parts.append((NAME_AT, ((name, "bold" if here and self.has_focus else ""),)))
        parts.append((self.tracks.account, ((cut(row.account, FOR_CELLS, look.dots), "muted"),)))
        for place, column in enumerate(self._in_sight()):
            pieces = self._cell_pieces(look, row, column)
            parts.append((self._end(place) - sum(cell_len(text) for text, _ in pieces), pieces))
        parts.append((self._state_at, _state(look, row)))
        return parts

    def _cell_pieces(self, look: Look, row: Row, column: Column) -> Pieces:
        text = self.cells.text(row, column)
        cell = row.cells.get(column.criterion.id)
        if text == NOT_OBSERVED or cell is None or (not text and cell.held is Held.NOT_NEEDED):
            return (look.glyph("not_needed"),)
        if not text:
            return (look.glyph("to_come"),)
        if self.cells.is_pending(row, column):
            return ((text, "muted"),)
        return ((f"{look.sign('down')} {text}", "due"),) if cell.below else ((text, ""),)

    def _focused_pieces(self, look: Look, row: Row, column: Column) -> Pieces:
        typed = self.cells.typed
        if typed is None:
            return tuple((text, f"bold {role}".strip()) for text, role in self._cell_pieces(look, row, column))
        return ((f"{look.sign('late')} {typed}", "bold due"),) if self.cells.problem else ((typed, "bold"),)

    def _with_cell(self, painted: Strip, row: Row) -> Strip:
        """The focused row with its focused cell in cursor tone, the focus bar at its left end and the caret behind."""
        column = self.cells.focused_column
        place = self.cells.column - self.left_column
        if column is None or not 0 <= place < self.shown_columns:
            return painted
        look, styles, end = look_of(self), ink_of(self), self._end(place)
        pieces = self._focused_pieces(look, row, column)
        width = sum(cell_len(text) for text, _ in pieces)
        box = strip(STEP - 1, [(0, (look.glyph("focus"),)), (STEP - 1 - width, pieces)], styles, "cursor")
        caret = strip(1, [(0, ((" ", "filled"),))], styles, "cursor")
        return Strip.join([painted.crop(0, end - STEP + 1), box, caret, painted.crop(end + 1, painted.cell_length)])


def _state(look: Look, row: Row) -> Pieces:
    """The result, the proposal, or what is left."""
    if row.result is not None:
        return look.state(*RESULTS[row.result])
    if row.proposal is not None:
        glyph, word, role = PROPOSALS[row.proposal]
        return look.state(glyph, word, role)
    return look.state("unfinished", f"{row.left} left", "muted", "muted")
