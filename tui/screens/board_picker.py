"""Which opening the board shows: one key for each, closed ones when asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from domain.workbook.wording import day_month
from tui.commands import Command
from tui.lines import GAP, Line
from tui.safe_text import cut, pad
from tui.screens.choice import ChoiceList
from tui.screens.overlay import Overlay
from tui.widgets.bars import WIDE
from tui.widgets.paint import look_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from textual.app import ComposeResult

    from domain.workbook.openings import OpeningRow
    from tui.look import Look
    from tui.widgets.line_view import LineView

KEYS = "123456789abdefhilmnopqrstvxyz"
"""One for each opening; the letters that mean something in a list or everywhere are left out."""
CODE_CELLS, NAME_CELLS, MORE_CELLS = 6, 36, 28
"""Cells of the account's code, of the name, and by how much both sheet and name grow on a wide screen."""
MOST_ROWS = 20
"""Rows of the sheet at most."""


class OpeningPicker(Overlay[int]):
    """A bottom sheet of openings with code, name, first day, seats and people. Dismisses with an id or ``None``."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(
            id="board_picker.choose",
            keys=" ".join(KEYS),
            do="choose",
            each=True,
            shown="1–9 a–z",
            word="choose",
            help="show that opening",
        ),
        Command(id="board_picker.closed", keys="c", do="toggle_closed", word="closed ones", help="closed ones too"),
        Command(id="overlay.close", keys="escape", do="close", word="stay here"),
    )

    def __init__(self, openings: Sequence[OpeningRow], current: int, today: date) -> None:
        """Offer `openings`; the closed ones among them only when asked for, or when the current one is closed."""
        super().__init__()
        self.openings = tuple(openings)
        self.current = current
        self.today = today
        self.with_closed = any(row.closed and row.id == current for row in openings)

    @property
    def offered(self) -> list[OpeningRow]:
        """The openings on the sheet, in order."""
        return [row for row in self.openings if self.with_closed or not row.closed]

    def compose_overlay(self) -> ComposeResult:
        """Yield the sheet, as high as it needs to be."""
        view = ChoiceList(inner=76 + self._more)
        view.always_lit = True
        yield view

    def on_mount(self) -> None:
        """Show the openings with the focus on the current one."""
        self._show()
        self._list.choose(str(self.current))
        self._list.focus()

    @property
    def _more(self) -> int:
        return MORE_CELLS if self.app.size.width >= WIDE else 0

    @property
    def _list(self) -> ChoiceList:
        return self.query_one(ChoiceList)

    def _show(self) -> None:
        rows = [self._line(look_of(self), number, row) for number, row in enumerate(self.offered)]
        self._list.show([GAP, self._heads(), GAP, *(rows or [self._nothing()]), GAP])
        self._list.styles.height = min(len(self._list.lines), MOST_ROWS)

    def _heads(self) -> Line:
        left = ((pad("For", CODE_CELLS + 2), "muted"), ("Opening", "bold"))
        return Line(left, ((_facts("Starts", "Seats", "People"), "muted"),), at=4)

    def _nothing(self) -> Line:
        said = "No class is open." if self.openings else "There is no opening yet."
        return Line(((said, ""),), at=4)

    def _line(self, look: Look, number: int, row: OpeningRow) -> Line:
        key = KEYS[number] if number < len(KEYS) else " "
        role = "muted" if row.closed else ""
        name = cut(row.name, NAME_CELLS + self._more, look.dots)
        code = pad(cut(row.account_short, CODE_CELLS, look.dots), CODE_CELLS + 2)
        starts = "closed" if row.closed else day_month(row.starts) if row.starts else look.sign("not_needed")
        facts = _facts(starts, f"{row.taken:,} of {row.seats:,}", f"{row.people:,}")
        left = ((f"{key} ", "bold accent"), (code, "muted"), (name, role))
        return Line(left, ((facts, role),), id=str(row.id), at=2, name=2)

    def choose(self, at: int) -> None:
        """Show the opening at position `at`, if there is one."""
        if at < len(self.offered):
            self.dismiss(self.offered[at].id)

    def toggle_closed(self) -> None:
        """Show the closed ones too, or leave them out again."""
        self.with_closed = not self.with_closed
        self._show()

    def on_line_view_opened(self, event: LineView.Opened) -> None:
        """Show the focused opening."""
        self.dismiss(int(event.line))


def _facts(starts: str, seats: str, people: str) -> str:
    return f"{starts:>6}  {seats:>9}  {people:>6}"
