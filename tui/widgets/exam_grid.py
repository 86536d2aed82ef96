"""The exam grid: people down, measures across, typed like a spreadsheet; rows are asked for by window."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from domain.model.errors import BadInput
from domain.model.lazily import dataclass
from domain.model.terms import Proposal, Result
from domain.workbook.exam_room.cells import LEVELS, NOT_OBSERVED, read, written
from domain.workbook.exam_room.grid import Held
from tui.commands import Command, Commanding
from tui.safe_text import cut
from tui.widgets.paint import ink_of, look_of, strip

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.events import Click, MouseScrollDown, MouseScrollUp, Paste, Resize

    from domain.model.catalogue import Criterion, Unit
    from domain.workbook.exam_room.grid import Cell, Row
    from tui.look import Look
    from tui.safe_text import Pieces
    from tui.widgets.paint import Part, Target

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
LONGEST = 6
"""Characters of what is typed."""
PAGE = 64
"""Rows asked for at a time."""

RESULTS = {
    Result.PASSED: ("done", "passed"),
    Result.NOT_YET: ("open", "not yet"),
    Result.ON_HOLD: ("stopped", "on hold"),
    Result.VOID: ("void", "void"),
    Result.INCOMPLETE: ("unfinished", "incomplete"),
    Result.NO_SHOW: ("no_show", "no-show"),
}
PROPOSALS = {
    Proposal.PASSED: ("here", "passed?", ""),
    Proposal.NOT_YET: ("open", "not yet?", ""),
    Proposal.BORDERLINE: ("borderline", "close", "due"),
    Proposal.INCOMPLETE: ("unfinished", "incomplete", "muted"),
    Proposal.ON_HOLD: ("stopped", "on hold", "stop"),
    Proposal.VOID: ("void", "void", ""),
}
"""A proposal carries a question mark: a person decides."""


@dataclass(frozen=True, slots=True)
class Column:
    """One measure: its head, its unit, and what it takes."""

    criterion: Criterion
    head: str
    unit: Unit | None

    @property
    def is_level(self) -> bool:
        """Whether it takes a level of a scale."""
        return self.criterion.scoring.unit == LEVELS


class ExamGrid(Commanding, Widget, can_focus=True):
    """A grid of people and measures. A cell that is left comes out as ``Entered``; ``put`` brings rows."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(
            id="exam_grid.digit",
            keys="0 1 2 3 4 5 6 7 8 9",
            do="digit",
            each=True,
            shown="0–9",
            word="type",
            help="type a measure; levels by their digit",
            group="Exam",
        ),
        Command(id="exam_grid.point", keys=". ,", do="point", help="decimal point", group="Exam"),
        Command(id="exam_grid.minus", keys="-", do="minus", help="not observed", group="Exam"),
        Command(id="exam_grid.rub_out", keys="backspace", do="rub_out", help="take a digit back", group="Exam"),
        Command(id="exam_grid.clear", keys="delete", do="clear", help="empty the cell", group="Exam"),
        Command(
            id="exam_grid.next",
            keys="enter down j",
            do="move_down",
            word="save, next person",
            short="save",
            help="save, next person",
            group="Exam",
        ),
        Command(id="exam_grid.before", keys="up k", do="move_up", help="save, person before", group="Exam"),
        Command(
            id="exam_grid.right",
            keys="tab right",
            do="move_right",
            word="next measure",
            short="right",
            help="save, next measure",
            group="Exam",
        ),
        Command(id="exam_grid.left", keys="shift+tab left", do="move_left", help="save, measure before", group="Exam"),
        Command(id="exam_grid.page_down", keys="pagedown", do="page_down", help="a page down", group="Exam"),
        Command(id="exam_grid.page_up", keys="pageup", do="page_up", help="a page up", group="Exam"),
        Command(id="exam_grid.half_down", keys="ctrl+d", do="half_down", help="half a page down", group="Exam"),
        Command(id="exam_grid.half_up", keys="ctrl+u", do="half_up", help="half a page up", group="Exam"),
        Command(id="exam_grid.first", keys="home", do="move_first", help="first person", shown="g g", group="Exam"),
        Command(id="exam_grid.last", keys="end G", do="move_last", help="last person", shown="G", group="Exam"),
        Command(id="exam_grid.mark", keys="space", do="toggle_mark", word="mark", help="mark, next", group="Exam"),
        Command(id="exam_grid.mark_all", keys="*", do="mark_all", help="mark all who are ready, or none", group="Exam"),
    )
    DEFAULT_CSS = """
    ExamGrid { height: 1fr; width: 1fr; }
    """

    @dataclass
    class Entered(Message):
        """A cell was left with another text than it had; ``""`` takes the measure back."""

        application: int
        criterion: str
        text: str

    @dataclass
    class Refused(Message):
        """What was typed cannot stand in the cell, which keeps it."""

        why: str

    @dataclass
    class Pasted(Message):
        """A text was pasted while the caret stood on a cell."""

        text: str

    @dataclass
    class Moved(Message):
        """The focus stands on another cell, or another text stands in it."""

    @dataclass
    class Wanted(Message):
        """Rows in sight that are not known yet."""

        applications: list[int]

    @dataclass
    class MarksChanged(Message):
        """Marks were set or taken off."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        """Start empty; ``show`` brings the people."""
        super().__init__(id=id)
        self.ids: Sequence[int] = ()
        self.columns: Sequence[Column] = ()
        self.units: Mapping[str, Unit] = {}
        self.cefr: Mapping[str, float] = {}
        self.at = 0
        self.column = 0
        self.top = 0
        self.left_column = 0
        self.typed: str | None = None
        """What is typed into the focused cell; None while nothing is."""
        self.marks: frozenset[int] = frozenset()
        self.entered: Mapping[str, int] = {}
        self._rows: dict[int, Row] = {}
        self._pending: dict[tuple[int, str], str] = {}
        self._asked: set[int] = set()

    # What the screen calls.

    def show(
        self,
        ids: Sequence[int],
        columns: Sequence[Column],
        units: Mapping[str, Unit],
        cefr: Mapping[str, float],
        entered: Mapping[str, int],
    ) -> None:
        """Show these applications, whose rows are read again; the focus stays on the same person.

        ``entered`` says by criterion how many of them have a measure.
        """
        before = self.application
        self.ids, self.columns, self.units, self.cefr = ids, columns, units, cefr
        self.at = self.ids.index(before) if before in self.ids else max(0, min(self.at, len(ids) - 1))
        self.column = max(0, min(self.column, len(columns) - 1))
        self.marks &= frozenset(ids)
        self._rows = {one: row for one, row in self._rows.items() if one in set(ids)}
        self.entered = entered
        self._asked.clear()
        self._ask(list(self.ids[self.top : self.top + PAGE]))
        self._follow()
        self.refresh()

    def put(self, rows: Mapping[int, Row | None], entered: Mapping[str, int] | None = None) -> None:
        """Take rows that were read, and counts; what was being saved in them is saved now."""
        self.entered = entered if entered is not None else self.entered
        for one, row in rows.items():
            self._asked.discard(one)
            if row is None:
                self._rows.pop(one, None)
            else:
                self._rows[one] = row
        self._pending = {key: text for key, text in self._pending.items() if key[0] not in rows}
        self.refresh()
        self.post_message(self.Moved())

    def forget(self, application: int) -> None:
        """What could not be saved for somebody is no longer shown as if it were."""
        self._pending = {key: text for key, text in self._pending.items() if key[0] != application}
        self.refresh()

    def row_of(self, application: int) -> Row | None:
        """A row, if it was read."""
        return self._rows.get(application)

    @property
    def application(self) -> int:
        """The focused application; 0 for nobody."""
        return self.ids[self.at] if 0 <= self.at < len(self.ids) else 0

    @property
    def row(self) -> Row | None:
        """The focused row, if it was read."""
        return self._rows.get(self.application)

    @property
    def focused_column(self) -> Column | None:
        """The focused measure."""
        return self.columns[self.column] if self.column < len(self.columns) else None

    @property
    def cell(self) -> Cell | None:
        """The focused cell, if its row was read and has such a measure."""
        column, row = self.focused_column, self.row
        return row.cells.get(column.criterion.id) if column and row else None

    @property
    def problem(self) -> str:
        """What is wrong with what is being typed; ''."""
        column = self.focused_column
        if self.typed is None or column is None:
            return ""
        try:
            read(column.criterion, self.typed, self.units, self.cefr)
        except BadInput as error:
            return str(error)
        return ""

    @property
    def chosen(self) -> list[int]:
        """The marked people in their order, else the focused one."""
        if self.marks:
            return [one for one in self.ids if one in self.marks]
        return [self.application] if self.application else []

    @property
    def below(self) -> list[int]:
        """The people from the focused row on."""
        return list(self.ids[self.at :])

    @property
    def to_the_right(self) -> list[Criterion]:
        """The measures from the focused column on."""
        return [column.criterion for column in self.columns[self.column :]]

    def choose(self, application: int) -> None:
        """Put the focus on somebody, if they are here."""
        if application in self.ids:
            self._go(self.ids.index(application), self.column)

    def clear_marks(self) -> None:
        """Take all marks off."""
        self._set_marks(frozenset())

    def subject(self) -> str:
        """Who is focused."""
        return look_of(self).name(self.row.name) if self.row else ""

    def copy_text(self) -> str:
        """The marked rows, or the focused one, as cells with tabs between."""
        rows = [self._rows[one] for one in self.chosen if one in self._rows]
        look = look_of(self)
        return "\n".join("\t".join([look.name(row.name), *self._texts(row)]) for row in rows)

    def _texts(self, row: Row) -> list[str]:
        return [self._text(row, column) for column in self.columns]

    # Typing.

    def digit(self, at: int) -> None:
        """Type a digit; a level is chosen by its number."""
        column = self.focused_column
        if column is None or not self._can_type():
            return
        if column.is_level:
            names = list(self.cefr)
            if 1 <= at <= len(names):
                self._type(names[at - 1])
        else:
            self._type(((self.typed or "") + str(at))[:LONGEST])

    def point(self) -> None:
        """Type the decimal point."""
        column = self.focused_column
        if column and not column.is_level and "." not in (self.typed or "") and self._can_type():
            self._type((self.typed or "0") + ".")

    def minus(self) -> None:
        """Not observed; the cell is left at once."""
        if self._can_type():
            self._type(NOT_OBSERVED)
            self.move_down()

    def rub_out(self) -> None:
        """Take the last digit back; of a stored measure, begin with what stands there."""
        column = self.focused_column
        if column is None or not self._can_type():
            return
        before = self.typed if self.typed is not None else self._stored()
        self._type("" if column.is_level else before[:-1])

    def clear(self) -> None:
        """Empty the cell."""
        if self._can_type():
            self._type("")
            self._leave()

    def _can_type(self) -> bool:
        row = self.row
        if row is None:
            return False
        if row.closed:
            name = look_of(self).name(row.name)
            self.post_message(self.Refused(f"The exam of {name} is decided. Undo the decision to change it."))
            return False
        column = self.focused_column
        return column is not None and column.criterion.id in row.cells

    def _type(self, text: str) -> None:
        self.typed = text
        self.refresh()
        self.post_message(self.Moved())

    def _stored(self) -> str:
        column, row = self.focused_column, self.row
        return self._text(row, column) if column and row else ""

    def _text(self, row: Row, column: Column) -> str:
        """What a cell holds, as it can be typed."""
        key = (row.application, column.criterion.id)
        if key in self._pending:
            return self._pending[key]
        cell = row.cells.get(column.criterion.id)
        if cell is None or cell.held in (Held.EMPTY, Held.NOT_NEEDED):
            return ""
        if cell.held is Held.NOT_OBSERVED:
            return NOT_OBSERVED
        return written(column.criterion, cell.value, self.cefr)

    def _leave(self) -> bool:
        """Save what was typed; False where it cannot stand here, and then the focus stays."""
        column = self.focused_column
        if self.typed is None or column is None:
            return True
        if problem := self.problem:
            self.post_message(self.Refused(problem))
            return False
        text, self.typed = self.typed.rstrip("."), None
        if text != self._stored() or (self.row is not None and self.row.decided):
            self._pending[self.application, column.criterion.id] = text
            self.post_message(self.Entered(self.application, column.criterion.id, text))
        return True

    def drop_typing(self) -> bool:
        """Forget what is being typed; False where nothing is."""
        if self.typed is None:
            return False
        self.typed = None
        self.refresh()
        self.post_message(self.Moved())
        return True

    # Moving.

    def move_down(self) -> None:
        """Save and go to the next person."""
        self._go(self.at + 1, self.column)

    def move_up(self) -> None:
        """Save and go to the person before."""
        self._go(self.at - 1, self.column)

    def move_right(self) -> None:
        """Save and go to the next measure; behind the last, to the first of the next person."""
        if self.column + 1 < len(self.columns):
            self._go(self.at, self.column + 1)
        elif self.at + 1 < len(self.ids):
            self._go(self.at + 1, 0)
        else:
            self._go(self.at, self.column)

    def move_left(self) -> None:
        """Save and go to the measure before."""
        if self.column:
            self._go(self.at, self.column - 1)
        elif self.at:
            self._go(self.at - 1, len(self.columns) - 1)

    def page_down(self) -> None:
        """Go a page down."""
        self._go(self.at + max(1, self.seen - 1), self.column)

    def page_up(self) -> None:
        """Go a page up."""
        self._go(self.at - max(1, self.seen - 1), self.column)

    def half_down(self) -> None:
        """Go half a page down."""
        self._go(self.at + max(1, self.seen // 2), self.column)

    def half_up(self) -> None:
        """Go half a page up."""
        self._go(self.at - max(1, self.seen // 2), self.column)

    def move_first(self) -> None:
        """Go to the first person."""
        self._go(0, self.column)

    def move_last(self) -> None:
        """Go to the last person."""
        self._go(len(self.ids) - 1, self.column)

    def toggle_mark(self) -> None:
        """Mark the focused person, or take the mark off, and go to the next."""
        if self.application and self._leave():
            self._set_marks(self.marks ^ {self.application})
            self._go(self.at + 1, self.column)

    def mark_all(self) -> None:
        """Mark everybody in the batch; take all marks off where there are some."""
        self._set_marks(frozenset() if self.marks else frozenset(self.ids))

    def _set_marks(self, marks: frozenset[int]) -> None:
        if marks != self.marks:
            self.marks = marks
            self.refresh()
            self.post_message(self.MarksChanged())

    def _go(self, at: int, column: int) -> None:
        if not self._leave():
            return
        self.at = max(0, min(at, len(self.ids) - 1))
        self.column = max(0, min(column, len(self.columns) - 1))
        self._follow()
        self.refresh()
        self.post_message(self.Moved())

    @property
    def seen(self) -> int:
        """People in sight."""
        return max(1, self.size.height - HEADS - FOOT)

    @property
    def shown_columns(self) -> int:
        """Measures in sight."""
        room = self.size.width - self.tracks.first_end - STATE_CELLS
        return max(1, min(len(self.columns), 1 + room // STEP))

    @property
    def tracks(self) -> Tracks:
        """Where things stand at this width."""
        return ROOMY if self.size.width >= WIDE else TIGHT

    def _follow(self) -> None:
        if not self.size.height:
            return
        self.top = max(self.at - self.seen + 1, min(self.top, self.at), 0)
        self.top = max(0, min(self.top, len(self.ids) - self.seen))
        shown = self.shown_columns
        self.left_column = max(self.column - shown + 1, min(self.left_column, self.column), 0)
        self.left_column = max(0, min(self.left_column, len(self.columns) - shown))

    def _ask(self, wanted: Sequence[int]) -> None:
        missing = [one for one in wanted if one not in self._asked]
        if missing:
            self._asked |= set(missing)
            self.post_message(self.Wanted(missing))

    # Events.

    def on_resize(self, _event: Resize) -> None:
        """Keep the focused cell in sight."""
        self._follow()
        self.refresh()

    def on_focus(self) -> None:
        """Show the focus."""
        self.refresh()

    def on_blur(self) -> None:
        """What was typed is not lost when the focus goes; what cannot stand here is."""
        if not self._leave():
            self.typed = None
        self.refresh()

    def on_paste(self, event: Paste) -> None:
        """Cells from a sheet."""
        event.stop()
        self.drop_typing()
        self.post_message(self.Pasted(event.text))

    def on_click(self, event: Click) -> None:
        """Focus the clicked cell."""
        at = self.top + event.y - HEADS
        if not HEADS <= event.y < HEADS + self.seen or at >= len(self.ids):
            return
        column = self.column
        for place in range(self.shown_columns):
            if event.x < self.tracks.first_end + place * STEP + 1:
                column = self.left_column + place
                break
        self._go(at, column if event.x >= self.tracks.account else self.column)

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Three people down."""
        event.stop()
        self._go(self.at + 3, self.column)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Three people up."""
        event.stop()
        self._go(self.at - 3, self.column)

    def targets(self) -> list[Target]:
        """The people in sight."""
        last = min(self.top + self.seen, len(self.ids))
        return [(0, at - self.top + HEADS, partial(self._jump_to, at)) for at in range(self.top, last)]

    def _jump_to(self, at: int) -> None:
        self.focus()
        self._go(at, self.column)

    # Painting.

    def render_line(self, y: int) -> Strip:
        """Return heads, a person, one still on the way, or an empty line."""
        cells, styles, at = self.size.width, ink_of(self), self.top + y - HEADS
        if y < HEADS:
            return strip(cells, self._heads(y), styles)
        if y >= HEADS + min(self.seen, len(self.ids)):
            return strip(cells, self._foot(y - HEADS - min(self.seen, len(self.ids))), styles)
        one, here = self.ids[at], at == self.at
        row = self._rows.get(one)
        tone = "mark" if here or one in self.marks else "ground"
        if row is None:
            self._ask(list(self.ids[max(0, at - PAGE // 4) : at + PAGE]))
            return strip(cells, [(NAME_AT, ((look_of(self).dots, "muted"),))], styles, tone)
        painted = strip(cells, self._parts(row, here), styles, tone, row.result in (Result.VOID, Result.NO_SHOW))
        return self._with_cell(painted, row) if here and self.has_focus else painted

    def _heads(self, y: int) -> list[Part]:
        if y == 2 or not self.columns:
            return []
        parts: list[Part] = (
            [(NAME_AT, (("Person", "muted"),)), (self.tracks.account, (("For", "muted"),))] if y == 0 else []
        )
        for place, column in enumerate(self._in_sight()):
            lit = self.left_column + place == self.column
            text = column.head if y == 0 else (column.unit.short if column.unit else "1–5")
            role = ("bold accent" if self.has_focus else "bold") if lit and y == 0 else "muted"
            parts.append((self._end(place) - cell_len(text), ((text, role),)))
        if y == 0:
            parts.append((self._state_at, (("Proposal", "muted"),)))
        elif (hidden := len(self.columns) - self.shown_columns) > 0:
            parts.append((self._state_at, ((f"{hidden} more {look_of(self).sign('way')}", "muted"),)))
        return parts

    def _foot(self, y: int) -> list[Part]:
        """The cut-offs of the focused person's account, and how many people have each measure."""
        row, look = self.row, look_of(self)
        if y not in (1, 2) or row is None:
            return []
        first = ("Cut-off", "bold") if y == 1 else (f"Entered, of {len(self.ids):,}", "muted")
        parts: list[Part] = [(NAME_AT, (first,))]
        if y == 1:
            parts.append((self.tracks.account, ((cut(row.account, FOR_CELLS, look.dots), "muted"),)))
        for place, column in enumerate(self._in_sight()):
            cell = row.cells.get(column.criterion.id)
            if y == 2:
                pieces: Pieces = ((f"{self.entered.get(column.criterion.id, 0):,}", "muted"),)
            elif cell is None or cell.need is None:
                pieces = (look.glyph("not_needed"),)
            else:
                pieces = ((written(column.criterion, cell.need, self.cefr), ""),)
            parts.append((self._end(place) - sum(cell_len(text) for text, _ in pieces), pieces))
        return parts

    def _in_sight(self) -> Sequence[Column]:
        return self.columns[self.left_column : self.left_column + self.shown_columns]

    def _end(self, place: int) -> int:
        return self.tracks.first_end + place * STEP

    @property
    def _state_at(self) -> int:
        return self._end(self.shown_columns - 1) + self.tracks.gap

    def _parts(self, row: Row, here: bool) -> list[Part]:
        look = look_of(self)
        parts: list[Part] = []
        if row.application in self.marks:
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
        text = self._text(row, column)
        cell = row.cells.get(column.criterion.id)
        if text == NOT_OBSERVED or cell is None or (not text and cell.held is Held.NOT_NEEDED):
            return (look.glyph("not_needed"),)
        if not text:
            return (look.glyph("to_come"),)
        if (row.application, column.criterion.id) in self._pending:
            return ((text, "muted"),)
        return ((f"{look.sign('down')} {text}", "due"),) if cell.below else ((text, ""),)

    def _with_cell(self, painted: Strip, row: Row) -> Strip:
        """The focused row with its focused cell in cursor tone, the focus bar at its left end and the caret behind."""
        column = self.focused_column
        place = self.column - self.left_column
        if column is None or not 0 <= place < self.shown_columns:
            return painted
        look, styles, end = look_of(self), ink_of(self), self._end(place)
        if self.typed is None:
            pieces = tuple((text, f"bold {role}".strip()) for text, role in self._cell_pieces(look, row, column))
        else:
            pieces = ((f"{look.sign('late')} {self.typed}", "bold due"),) if self.problem else ((self.typed, "bold"),)
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
