"""What stands in the exam grid: people, measures, what was read of them, what is typed and what is being saved.

Nothing here is a matter of the screen: `ExamLines` paints it, `ExamGrid` takes the keys.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.errors import BadInput
from domain.model.lazily import dataclass
from domain.workbook.exam_room.cells import LEVELS, NOT_OBSERVED, read, written
from domain.workbook.exam_room.grid import Held

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.model.catalogue import Criterion, Unit
    from domain.workbook.exam_room.grid import Cell, Row


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


class ExamCells:
    """The cells of a grid, and the one that the focus stands on."""

    def __init__(self) -> None:
        """Start without people; ``show`` brings them."""
        self.ids: Sequence[int] = ()
        self.columns: Sequence[Column] = ()
        self.units: Mapping[str, Unit] = {}
        self.cefr: Mapping[str, float] = {}
        self.entered: Mapping[str, int] = {}
        """How many of the people have a measure, by criterion."""
        self.at = 0
        self.column = 0
        self.typed: str | None = None
        """What is typed into the focused cell; None while nothing is."""
        self.marks: frozenset[int] = frozenset()
        self.rows: dict[int, Row] = {}
        """The rows that were read, by application."""
        self._pending: dict[tuple[int, str], str] = {}
        """What is being saved, by application and criterion."""
        self._asked: set[int] = set()

    # What is known.

    def show(
        self,
        ids: Sequence[int],
        columns: Sequence[Column],
        units: Mapping[str, Unit],
        cefr: Mapping[str, float],
        entered: Mapping[str, int],
    ) -> None:
        """Hold these applications, whose rows are read again; the focus stays on the same person."""
        before, here = self.application, frozenset(ids)
        self.ids, self.columns, self.units, self.cefr = ids, columns, units, cefr
        self.stand_on(ids.index(before) if before in here else self.at, self.column)
        self.marks &= here
        self.rows = {one: row for one, row in self.rows.items() if one in here}
        self.entered = entered
        self._asked.clear()

    def put(self, rows: Mapping[int, Row | None], entered: Mapping[str, int] | None = None) -> None:
        """Take rows that were read, and counts; what was being saved in them is saved now."""
        self.entered = entered if entered is not None else self.entered
        for one, row in rows.items():
            self._asked.discard(one)
            if row is None:
                self.rows.pop(one, None)
            else:
                self.rows[one] = row
        self._pending = {key: text for key, text in self._pending.items() if key[0] not in rows}

    def forget(self, application: int) -> None:
        """What could not be saved for somebody is no longer shown as if it were."""
        self._pending = {key: text for key, text in self._pending.items() if key[0] != application}

    def to_ask(self, wanted: Sequence[int]) -> list[int]:
        """Those of these applications that nobody has asked for; from now on somebody has."""
        missing = [one for one in wanted if one not in self._asked]
        self._asked |= set(missing)
        return missing

    # Where the focus is.

    def stand_on(self, at: int, column: int) -> None:
        """Put the focus on a cell, or on the one nearest to it."""
        self.at = max(0, min(at, len(self.ids) - 1))
        self.column = max(0, min(column, len(self.columns) - 1))

    @property
    def application(self) -> int:
        """The focused application; 0 for nobody."""
        return self.ids[self.at] if 0 <= self.at < len(self.ids) else 0

    @property
    def row(self) -> Row | None:
        """The focused row, if it was read."""
        return self.rows.get(self.application)

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

    # What a cell says.

    def texts(self, row: Row) -> list[str]:
        """What the cells of a row hold, as it can be typed."""
        return [self.text(row, column) for column in self.columns]

    def text(self, row: Row, column: Column) -> str:
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

    @property
    def stored(self) -> str:
        """What the focused cell held before anything was typed."""
        column, row = self.focused_column, self.row
        return self.text(row, column) if column and row else ""

    def is_pending(self, row: Row, column: Column) -> bool:
        """Whether what a cell shows is being saved."""
        return (row.application, column.criterion.id) in self._pending

    def take(self) -> tuple[str, str] | None:
        """End typing; the criterion and its new text, which is being saved from now on. None where nothing changes."""
        column = self.focused_column
        if self.typed is None or column is None:
            return None
        text, self.typed = self.typed.rstrip("."), None
        if text == self.stored and (self.row is None or not self.row.decided):
            return None
        self._pending[self.application, column.criterion.id] = text
        return column.criterion.id, text
