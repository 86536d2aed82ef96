"""The exam grid: people down, measures across, typed like a spreadsheet; rows are asked for by window."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.message import Message

from domain.model.lazily import dataclass
from domain.workbook.exam_room.cells import NOT_OBSERVED
from tui.commands import Command, Commanding
from tui.widgets.exam_lines import HEADS, PAGE, ExamLines
from tui.widgets.paint import look_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.events import Click, MouseScrollDown, MouseScrollUp, Paste, Resize

    from domain.model.catalogue import Unit
    from domain.workbook.exam_room.grid import Row
    from tui.widgets.exam_cells import Column
    from tui.widgets.paint import Target

LONGEST = 6
"""Characters of what is typed."""


class ExamGrid(Commanding, ExamLines, can_focus=True):
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
        self.cells.show(ids, columns, units, cefr, entered)
        self.ask(ids[self.first : self.first + PAGE])
        self.follow()
        self.refresh()

    def put(self, rows: Mapping[int, Row | None], entered: Mapping[str, int] | None = None) -> None:
        """Take rows that were read, and counts; what was being saved in them is saved now."""
        self.cells.put(rows, entered)
        self.refresh()
        self.post_message(self.Moved())

    def forget(self, application: int) -> None:
        """What could not be saved for somebody is no longer shown as if it were."""
        self.cells.forget(application)
        self.refresh()

    def need(self, applications: list[int]) -> None:
        """Ask the screen for rows that are in sight."""
        self.post_message(self.Wanted(applications))

    def choose(self, application: int) -> None:
        """Put the focus on somebody, if they are here."""
        if application in self.cells.ids:
            self._go(self.cells.ids.index(application), self.cells.column)

    def clear_marks(self) -> None:
        """Take all marks off."""
        self._set_marks(frozenset())

    def subject(self) -> str:
        """Who is focused."""
        return look_of(self).name(self.cells.row.name) if self.cells.row else ""

    def copy_text(self) -> str:
        """The marked rows, or the focused one, as cells with tabs between."""
        cells, look = self.cells, look_of(self)
        rows = [cells.rows[one] for one in cells.chosen if one in cells.rows]
        return "\n".join("\t".join([look.name(row.name), *cells.texts(row)]) for row in rows)

    # Typing.

    def digit(self, at: int) -> None:
        """Type a digit; a level is chosen by its number."""
        column = self.cells.focused_column
        if column is None or not self._can_type():
            return
        if column.is_level:
            names = list(self.cells.cefr)
            if 1 <= at <= len(names):
                self._type(names[at - 1])
        else:
            self._type(((self.cells.typed or "") + str(at))[:LONGEST])

    def point(self) -> None:
        """Type the decimal point."""
        column, typed = self.cells.focused_column, self.cells.typed or ""
        if column and not column.is_level and "." not in typed and self._can_type():
            self._type((typed or "0") + ".")

    def minus(self) -> None:
        """Not observed; the cell is left at once."""
        if self._can_type():
            self._type(NOT_OBSERVED)
            self.move_down()

    def rub_out(self) -> None:
        """Take the last digit back; of a stored measure, begin with what stands there."""
        column, typed = self.cells.focused_column, self.cells.typed
        if column is None or not self._can_type():
            return
        before = typed if typed is not None else self.cells.stored
        self._type("" if column.is_level else before[:-1])

    def clear(self) -> None:
        """Empty the cell."""
        if self._can_type():
            self._type("")
            self._leave()

    def _can_type(self) -> bool:
        row = self.cells.row
        if row is None:
            return False
        if row.closed:
            name = look_of(self).name(row.name)
            self.post_message(self.Refused(f"The exam of {name} is decided. Undo the decision to change it."))
            return False
        return self.cells.cell is not None

    def _type(self, text: str) -> None:
        self.cells.typed = text
        self.refresh()
        self.post_message(self.Moved())

    def _leave(self) -> bool:
        """Save what was typed; False where it cannot stand here, and then the focus stays."""
        if problem := self.cells.problem:
            self.post_message(self.Refused(problem))
            return False
        if (taken := self.cells.take()) is not None:
            self.post_message(self.Entered(self.cells.application, *taken))
        return True

    def drop_typing(self) -> bool:
        """Forget what is being typed; False where nothing is."""
        if self.cells.typed is None:
            return False
        self.cells.typed = None
        self.refresh()
        self.post_message(self.Moved())
        return True

    # Moving.

    def move_down(self) -> None:
        """Save and go to the next person."""
        self._step(1)

    def move_up(self) -> None:
        """Save and go to the person before."""
        self._step(-1)

    def move_right(self) -> None:
        """Save and go to the next measure; behind the last, to the first of the next person."""
        cells = self.cells
        if cells.column + 1 < len(cells.columns):
            self._go(cells.at, cells.column + 1)
        elif cells.at + 1 < len(cells.ids):
            self._go(cells.at + 1, 0)
        else:
            self._step(0)

    def move_left(self) -> None:
        """Save and go to the measure before."""
        cells = self.cells
        if cells.column:
            self._go(cells.at, cells.column - 1)
        elif cells.at:
            self._go(cells.at - 1, len(cells.columns) - 1)

    def page_down(self) -> None:
        """Go a page down."""
        self._step(max(1, self.seen - 1))

    def page_up(self) -> None:
        """Go a page up."""
        self._step(-max(1, self.seen - 1))

    def half_down(self) -> None:
        """Go half a page down."""
        self._step(max(1, self.seen // 2))

    def half_up(self) -> None:
        """Go half a page up."""
        self._step(-max(1, self.seen // 2))

    def move_first(self) -> None:
        """Go to the first person."""
        self._go(0, self.cells.column)

    def move_last(self) -> None:
        """Go to the last person."""
        self._go(len(self.cells.ids) - 1, self.cells.column)

    def toggle_mark(self) -> None:
        """Mark the focused person, or take the mark off, and go to the next."""
        if self.cells.application and self._leave():
            self._set_marks(self.cells.marks ^ {self.cells.application})
            self._step(1)

    def mark_all(self) -> None:
        """Mark everybody in the batch; take all marks off where there are some."""
        self._set_marks(frozenset() if self.cells.marks else frozenset(self.cells.ids))

    def _set_marks(self, marks: frozenset[int]) -> None:
        if marks != self.cells.marks:
            self.cells.marks = marks
            self.refresh()
            self.post_message(self.MarksChanged())

    def _step(self, rows: int) -> None:
        """Save and go so many people down; up where it is negative."""
        self._go(self.cells.at + rows, self.cells.column)

    def _go(self, at: int, column: int) -> None:
        if not self._leave():
            return
        self.cells.stand_on(at, column)
        self.follow()
        self.refresh()
        self.post_message(self.Moved())

    # Events.

    def on_resize(self, _event: Resize) -> None:
        """Keep the focused cell in sight."""
        self.follow()
        self.refresh()

    def on_focus(self) -> None:
        """Show the focus."""
        self.refresh()

    def on_blur(self) -> None:
        """What was typed is not lost when the focus goes; what cannot stand here is."""
        if not self._leave():
            self.cells.typed = None
        self.refresh()

    def on_paste(self, event: Paste) -> None:
        """Cells from a sheet."""
        event.stop()
        self.drop_typing()
        self.post_message(self.Pasted(event.text))

    def on_click(self, event: Click) -> None:
        """Focus the clicked cell."""
        at = self.first + event.y - HEADS
        if not HEADS <= event.y < HEADS + self.seen or at >= len(self.cells.ids):
            return
        self._go(at, self.column_at(event.x))

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Three people down."""
        event.stop()
        self._step(3)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Three people up."""
        event.stop()
        self._step(-3)

    def targets(self) -> list[Target]:
        """The people in sight."""
        first = self.first
        last = min(first + self.seen, len(self.cells.ids))
        return [(0, at - first + HEADS, partial(self._jump_to, at)) for at in range(first, last)]

    def _jump_to(self, at: int) -> None:
        self.focus()
        self._go(at, self.cells.column)
