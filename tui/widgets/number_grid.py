"""Numbers in aligned fields: weights with their sum, pass marks and hurdles, changed in place as one types."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from domain.model.lazily import dataclass
from domain.workbook.account_form import HURDLE, LEAST, MILESTONES, PASS, WEIGHT, CellKind, sum_words
from tui.commands import Command, Commanding
from tui.safe_text import cut
from tui.widgets.paint import Part, ink_of, look_of, strip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.events import Click, MouseScrollDown, MouseScrollUp, Resize

    from domain.workbook.account_form import Cell, Form, Group, Row
    from tui.look import Look
    from tui.widgets.paint import Target

NAME_AT, NAME_CELLS = 6, 34
WEIGHT_END, LEAST_END, UNIT_AT, FLAG_AT = 48, 60, 62, 68
CELL_CELLS = 8
"""Width of a cell; its number ends one column before its right end, where the caret stands."""
LONGEST = 6
"""Characters of a number."""
SUM = "sum"


@dataclass(frozen=True, slots=True)
class GridLine:
    """One painted line: the head of a group, a row of it, its sum, or an empty line (no group)."""

    group: Group | None = None
    row: Row | None = None
    is_sum: bool = False


def lines_of(groups: Sequence[Group]) -> tuple[GridLine, ...]:
    """Groups one below the other, each with its head and its sum."""
    found: list[GridLine] = []
    for group in groups:
        if found:
            found.append(GridLine())
        found.append(GridLine(group))
        found += [GridLine(group, row) for row in group.rows]
        found.append(GridLine(group, is_sum=True))
    return tuple(found)


class NumberGrid(Commanding, Widget, can_focus=True):
    """The numbers of a form. What is typed comes out as ``Typed``; the screen answers with ``show``."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(
            id="grid.digit",
            keys="0 1 2 3 4 5 6 7 8 9",
            do="digit",
            each=True,
            shown="0–9",
            word="type",
            help="type a number; levels by their digit",
            group="Numbers",
        ),
        Command(id="grid.point", keys=".", do="point", help="decimal point", group="Numbers"),
        Command(id="grid.rub_out", keys="backspace", do="rub_out", help="take a digit back", group="Numbers"),
        Command(id="grid.clear", keys="delete", do="clear", help="empty: no hurdle", group="Numbers"),
        Command(id="grid.flag", keys="space", do="flag", word="hurdle", help="a hurdle, or not", group="Numbers"),
        Command(id="grid.down", keys="enter down j", do="move_down", help="next row", shown="Enter", group="Numbers"),
        Command(id="grid.up", keys="up k", do="move_up", help="row before", shown="↑ k", group="Numbers"),
        Command(id="grid.right", keys="right", do="move_right", help="next column", group="Numbers"),
        Command(id="grid.left", keys="left", do="move_left", help="column before", group="Numbers"),
        Command(id="grid.next", keys="tab", do="next_group", word="next part", help="next milestone", group="Numbers"),
        Command(id="grid.before", keys="shift+tab", do="group_before", help="milestone before", group="Numbers"),
        Command(id="grid.page_down", keys="pagedown ctrl+d", do="page_down", help="a page down", group="Numbers"),
        Command(id="grid.page_up", keys="pageup ctrl+u", do="page_up", help="a page up", group="Numbers"),
        Command(id="grid.first", keys="home", do="move_first", help="first row", shown="g g", group="Numbers"),
        Command(id="grid.last", keys="end G", do="move_last", help="last row", shown="G", group="Numbers"),
    )
    DEFAULT_CSS = """
    NumberGrid { height: 1fr; width: 80; }
    """

    @dataclass
    class Typed(Message):
        """Another text in a cell."""

        key: str
        text: str

    @dataclass
    class Moved(Message):
        """The focus stands on another cell."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        """Start empty; ``show`` brings the form."""
        super().__init__(id=id)
        self.form: Form | None = None
        self.lines: tuple[GridLine, ...] = ()
        self.at = 0
        self.column = 0
        self.top = 0
        self.fresh = True
        """Whether the next digit starts the number anew."""

    # What the screen calls.

    def show(self, form: Form) -> None:
        """Paint a form; the focus stays where it is."""
        if self.form is None or form.groups is not self.form.groups:
            self.lines = lines_of(form.groups)
            self.at = min(self.at, len(self.lines) - 1)
            self.form = form
            if self.cell is None:
                self.at = next(n for n, line in enumerate(self.lines) if line.row and line.row.cells)
        self.form = form
        self._follow()
        self.refresh()

    def choose(self, key: str) -> None:
        """Put the focus on the cell or the first row of the group with that key, if it is there."""
        for at, line in enumerate(self.lines):
            keys = [cell.key for cell in _cells(line)]
            if key in keys:
                self._go(at, keys.index(key))
                return
            if line.group and line.group.id == key and keys:
                self._go(at, 0)
                return

    @property
    def line(self) -> GridLine | None:
        """The focused line."""
        return self.lines[self.at] if self.at < len(self.lines) else None

    @property
    def cell(self) -> Cell | None:
        """The focused cell."""
        cells = _cells(self.line) if self.line else []
        return cells[min(self.column, len(cells) - 1)] if cells else None

    # Typing.

    def digit(self, at: int) -> None:
        """Type a digit; a level is chosen by its number."""
        cell = self.cell
        if cell is None:
            return
        if cell.kind is CellKind.LEVEL:
            if 1 <= at <= len(cell.levels):
                self._say(cell, cell.levels[at - 1])
        else:
            self._add(cell, str(at))

    def point(self) -> None:
        """Type the decimal point."""
        cell = self.cell
        if cell is not None and cell.kind is CellKind.NUMBER and (self.fresh or "." not in self._text(cell)):
            self._add(cell, "0." if self.fresh else ".")

    def _add(self, cell: Cell, text: str) -> None:
        before = "" if self.fresh else self._text(cell)
        self.fresh = False
        self._say(cell, (before + text)[:LONGEST])

    def rub_out(self) -> None:
        """Take the last digit back."""
        cell = self.cell
        if cell is not None:
            self.fresh = False
            self._say(cell, "" if cell.kind is CellKind.LEVEL else self._text(cell)[:-1])

    def clear(self) -> None:
        """Empty the cell; a measure is no hurdle any more."""
        cell, line = self.cell, self.line
        if cell is None or line is None or line.row is None:
            return
        self.fresh = True
        if HURDLE in line.row.cells and cell.key == line.row.cells[LEAST].key:
            self._say(line.row.cells[HURDLE], "")
        else:
            self._say(cell, "")

    def flag(self) -> None:
        """Make a measure a hurdle, or let it only count."""
        row = self.line.row if self.line else None
        if row is not None and HURDLE in row.cells:
            cell = row.cells[HURDLE]
            self._say(cell, "" if self._text(cell) else "yes")

    def _say(self, cell: Cell, text: str) -> None:
        self.post_message(self.Typed(cell.key, text))

    def _text(self, cell: Cell) -> str:
        return self.form.values.get(cell.key, "") if self.form else ""

    # Moving.

    def move_down(self) -> None:
        """Go to the next row."""
        self._step(1)

    def move_up(self) -> None:
        """Go to the row before."""
        self._step(-1)

    def page_down(self) -> None:
        """Go a page down."""
        self._step(max(1, self.size.height - 2))

    def page_up(self) -> None:
        """Go a page up."""
        self._step(-max(1, self.size.height - 2))

    def move_first(self) -> None:
        """Go to the first row."""
        self._go(self._stops()[0], self.column)

    def move_last(self) -> None:
        """Go to the last row."""
        self._go(self._stops()[-1], self.column)

    def move_right(self) -> None:
        """Go to the next column of the row."""
        self._go(self.at, self.column + 1)

    def move_left(self) -> None:
        """Go to the column before."""
        self._go(self.at, self.column - 1)

    def next_group(self) -> None:
        """Go to the first row of the next part, from the last to the first."""
        self._to_group(1)

    def group_before(self) -> None:
        """Go to the first row of the part before."""
        self._to_group(-1)

    def _to_group(self, by: int) -> None:
        if self.form is None or self.line is None or self.line.group is None:
            return
        names = [group.id for group in self.form.groups]
        self.choose(names[(names.index(self.line.group.id) + by) % len(names)])

    def _stops(self) -> list[int]:
        return [at for at, line in enumerate(self.lines) if _cells(line)]

    def _step(self, by: int) -> None:
        stops = self._stops()
        ahead = [at for at in stops if (at - self.at) * by > 0]
        if ahead:
            self._go(min(ahead, key=lambda at: (abs(at - self.at - by), abs(at - self.at))), self.column)

    def _go(self, at: int, column: int) -> None:
        self.at = at
        self.column = max(0, min(column, len(_cells(self.lines[at])) - 1))
        self.fresh = True
        self._follow()
        self.refresh()
        self.post_message(self.Moved())

    def _follow(self) -> None:
        """Keep the row in sight, with the head of its group and its sum where they fit."""
        height = self.size.height
        if not height or not self.lines:
            return
        group = self.lines[self.at].group
        own = [at for at, line in enumerate(self.lines) if line.group is group]
        first, last = (own[0], own[-1]) if len(own) <= height else (self.at, self.at)
        self.top = max(last - height + 1, min(self.top, first), 0)
        self.top = min(self.top, max(0, len(self.lines) - height))

    # Events.

    def on_resize(self, _event: Resize) -> None:
        """Keep the focused row in sight."""
        self._follow()
        self.refresh()

    def on_focus(self) -> None:
        """Show the focus."""
        self.refresh()

    def on_blur(self) -> None:
        """Keep the place in mark tone."""
        self.refresh()

    def on_click(self, event: Click) -> None:
        """Focus the clicked cell; a click on the word at the end makes a hurdle or takes it away."""
        at = self.top + event.y
        if at >= len(self.lines) or not (cells := _cells(self.lines[at])):
            return
        ends = [_end(cell) for cell in cells]
        column = next((n for n, end in enumerate(ends) if event.x < end), len(cells) - 1)
        self._go(at, column)
        if event.x >= FLAG_AT:
            self.flag()

    def targets(self) -> list[Target]:
        """The rows in sight that have a number."""
        below = self.top + self.size.height
        return [(0, at - self.top, partial(self._jump_to, at)) for at in self._stops() if self.top <= at < below]

    def _jump_to(self, at: int) -> None:
        self.focus()
        self._go(at, self.column)

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Three rows down."""
        event.stop()
        self._step(3)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Three rows up."""
        event.stop()
        self._step(-3)

    # Painting.

    def render_line(self, y: int) -> Strip:
        """Return a head, a row with its numbers, a sum, or an empty line."""
        cells, styles, at = self.size.width, ink_of(self), self.top + y
        if self.form is None or at >= len(self.lines) or (group := self.lines[at].group) is None:
            return strip(cells, (), styles)
        line, here = self.lines[at], at == self.at
        if line.row is None:
            parts = self._sum(group) if line.is_sum else self._head(group)
            return strip(cells, parts, styles)
        tone = "mark" if here else "ground"
        painted = strip(cells, self._row(line.row, here), styles, tone, line.row.coaching)
        return self._with_cell(painted) if here and self.has_focus else painted

    def _with_cell(self, painted: Strip) -> Strip:
        """The row of the focused cell with that cell in cursor tone and its caret."""
        cell, look = self.cell, look_of(self)
        if cell is None:
            return painted
        end = _end(cell)
        start, text = end - CELL_CELLS, self._text(cell)
        role = "bold due" if self.form and self.form.problem(cell.key) else "bold"
        parts: list[Part] = [(0, (look.glyph("focus"),)), (CELL_CELLS - cell_len(text), ((text, role),))]
        caret: list[Part] = [(0, ((" ", "filled"),))]
        styles = ink_of(self)
        box = Strip.join([strip(CELL_CELLS, parts, styles, "cursor"), strip(1, caret, styles, "cursor")])
        return Strip.join([painted.crop(0, start), box, painted.crop(end + 1, painted.cell_length)])

    def _head(self, group: Group) -> list[Part]:
        lit = self.has_focus and self.line is not None and self.line.group is group
        least = "Pass mark" if group.id == MILESTONES else "At least"
        return [
            (NAME_AT, ((group.name, "bold accent" if lit else "bold"),)),
            (WEIGHT_END - len("Weight"), (("Weight", "muted"),)),
            (LEAST_END - len(least), ((least, "muted"),)),
        ]

    def _sum(self, group: Group) -> list[Part]:
        total = self.form.sum(group) if self.form else None
        look = look_of(self)
        if total is None:
            return [(NAME_AT, (("Sum", "muted"),)), (WEIGHT_END - 1, (look.glyph("open", "due"),))]
        number, _, rest = sum_words(total).partition(", ")
        role = "due" if rest else "muted"
        glyph = look.glyph("open" if rest else "done", role)
        return [
            (NAME_AT, (glyph, (" sum", role))),
            (WEIGHT_END - len(number), ((number, role),)),
            *([(WEIGHT_END + 2, ((rest, role),))] if rest else []),
        ]

    def _row(self, row: Row, here: bool) -> list[Part]:
        look = look_of(self)
        parts: list[Part] = []
        if any(self.form and self.form.is_changed(cell.key) for cell in row.cells.values()):
            parts.append((4, (look.glyph("marked"),)))
        parts.append((NAME_AT, ((cut(row.name, NAME_CELLS, look.dots), "bold" if here else ""),)))
        if row.coaching:
            parts.append((WEIGHT_END - 1, (look.glyph("not_needed"),)))
            parts.append((UNIT_AT, (("never scored", "muted"),)))
            return parts
        parts += [self._number(row.cells[column]) for column in (WEIGHT, PASS, LEAST) if column in row.cells]
        return parts + self._tail(look, row)

    def _number(self, cell: Cell) -> Part:
        text = self._text(cell)
        if not text:
            sign, role = ("open", "due") if self._wrong(cell) else ("not_needed", "muted")
            return _end(cell) - 1, (look_of(self).glyph(sign, role),)
        return _end(cell) - cell_len(text), ((text, "due" if self._wrong(cell) else ""),)

    def _wrong(self, cell: Cell) -> bool:
        return bool(self.form and self.form.problem(cell.key))

    def _tail(self, look: Look, row: Row) -> list[Part]:
        """Unit, and whether it must be met."""
        if LEAST not in row.cells:
            return []
        least = row.cells[LEAST]
        parts: list[Part] = [(UNIT_AT, ((least.unit, "muted"),))] if least.unit else []
        if row.rated:
            if self._text(least):
                return [*parts, (FLAG_AT, look.state("done", "hurdle"))]
            return [*parts, (FLAG_AT, ((f"always {row.always}", "muted"),))] if row.always else parts
        if self._text(row.cells[HURDLE]):
            return [*parts, (FLAG_AT, look.state("done", "hurdle"))]
        return [*parts, (FLAG_AT, look.state("open", "cut-off", "muted", "muted"))]


def _cells(line: GridLine) -> list[Cell]:
    """The cells of a line from left to right, the flag apart."""
    cells = line.row.cells if line.row else {}
    return [cells[column] for column in (WEIGHT, PASS, LEAST) if column in cells]


def _end(cell: Cell) -> int:
    return WEIGHT_END if cell.key.startswith(f"{WEIGHT} ") else LEAST_END
