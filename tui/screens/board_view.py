"""The columns of the board: one for each milestone, painted line by line, whoever stands in them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from domain.model.lazily import dataclass
from tui.commands import Command, Commanding
from tui.screens.board_cards import EDGE, STEP, card_strip, head_parts, rule_parts, sign_parts
from tui.screens.board_window import Window, Zones, share
from tui.widgets.clicking import Clicking
from tui.widgets.line_view import MOVES
from tui.widgets.paint import Part, Target, ink_of, look_of, strip
from tui.widgets.selecting import Selecting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.events import Click, MouseScrollDown, MouseScrollUp, Resize

    from domain.workbook.board import Card, Column

SIGN, HEADS, RULES, BODY = 0, 1, 2, 3
"""Rows of the view: which columns are out of sight, the heads, the rules below them, the first card."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the board: which column, and which card of it from the top, those with a retest after the others."""

    column: int
    at: int


class BoardView(Commanding, Clicking, Selecting, can_focus=True):
    """Cards in columns; the focus walks over them, columns scroll on their own and slide when they do not fit."""

    VERBS: ClassVar = (
        *MOVES,
        Command(
            id="board.left",
            keys="left h",
            do="move_left",
            help="milestone before",
            shown="← h",
        ),
        Command(
            id="board.right",
            keys="right l",
            do="move_right",
            help="next milestone",
            shown="→ l",
        ),
    )
    DEFAULT_CSS = """
    BoardView { height: 1fr; width: 1fr; }
    """

    @dataclass
    class Moved(Message):
        """The focus stands on another card, or on none."""

        view: BoardView

    @dataclass
    class Opened(Message):
        """Enter, or a click on the focused card."""

        view: BoardView

    def __init__(self) -> None:
        """Start without columns."""
        super().__init__()
        self.columns: tuple[Column, ...] = ()
        self.spot: Spot | None = None
        self.left = 0
        self.zones = Zones(0, 0, 0)
        """How the rows are shared between those who wait and those with a retest, the same in every column."""
        self.tops: dict[tuple[str, bool], int] = {}

    # What the screen calls.

    def show(self, columns: Sequence[Column], application: int) -> None:
        """Show these columns with the focus on an application; where it is gone, near where the focus was.

        A column that was scrolled away from the focus stays as it is, unless the focus has gone elsewhere.
        """
        before, seen = self.card, self._in_sight()
        self.columns = tuple(columns)
        self.spot = self._find(application) or self._near(self.spot)
        self._share_rows()
        if seen or before is None or self.card is None or self.card.milestone is not before.milestone:
            self._follow()
        self.refresh()
        self.post_message(self.Moved(self))

    def forget_place(self) -> None:
        """Start anew at the top and at the left, as for another opening."""
        self.spot, self.left = None, 0
        self.tops.clear()

    @property
    def column(self) -> Column | None:
        """The column of the focus."""
        return self.columns[self.spot.column] if self.spot is not None else None

    @property
    def card(self) -> Card | None:
        """The focused card."""
        return self._card_at(self.spot) if self.spot is not None else None

    # What the keys call.

    def move_down(self) -> None:
        """Go to the card below."""
        self._walk(1)

    def move_up(self) -> None:
        """Go to the card above."""
        self._walk(-1)

    def page_down(self) -> None:
        """Go down by what is in sight."""
        self._walk(max(1, self.zones.waiting - 1))

    def page_up(self) -> None:
        """Go up by what is in sight."""
        self._walk(-max(1, self.zones.waiting - 1))

    def half_down(self) -> None:
        """Go down by half of what is in sight."""
        self._walk(max(1, self.zones.waiting // 2))

    def half_up(self) -> None:
        """Go up by half of what is in sight."""
        self._walk(-max(1, self.zones.waiting // 2))

    def move_first(self) -> None:
        """Go to the first card of the column."""
        if self.column is not None:
            self._walk(-self.column.people)

    def move_last(self) -> None:
        """Go to the last card of the column."""
        if self.column is not None:
            self._walk(self.column.people)

    def move_left(self) -> None:
        """Go to the next column at the left in which somebody stands."""
        self._change_column(-1)

    def move_right(self) -> None:
        """Go to the next column at the right in which somebody stands."""
        self._change_column(1)

    def open_row(self) -> None:
        """Say that the focused card was opened."""
        if self.card is not None:
            self.post_message(self.Opened(self))

    # Where the focus is.

    def _find(self, application: int) -> Spot | None:
        for number, column in enumerate(self.columns):
            if (at := column.place_of(application)) is not None:
                return Spot(number, at)
        return None

    def _near(self, spot: Spot | None) -> Spot | None:
        """The place in the same column that is nearest, else the nearest column in which somebody stands."""
        was = spot or Spot(0, 0)
        taken = [number for number, column in enumerate(self.columns) if column.people]
        if not taken:
            return None
        number = min(taken, key=lambda one: abs(one - was.column))
        at = min(was.at, self.columns[number].people - 1) if number == was.column else 0
        return Spot(number, at)

    def _card_at(self, spot: Spot) -> Card:
        column = self.columns[spot.column]
        before = len(column.waiting)
        return column.waiting[spot.at] if spot.at < before else column.retests[spot.at - before]

    def _walk(self, by: int) -> None:
        if self.spot is not None:
            last = self.columns[self.spot.column].people - 1
            self._go(Spot(self.spot.column, max(0, min(self.spot.at + by, last))))

    def _change_column(self, by: int) -> None:
        if self.spot is None:
            return
        ahead = range(self.spot.column + by, len(self.columns) if by > 0 else -1, by)
        found = next((number for number in ahead if self.columns[number].people), None)
        if found is not None:
            self._go(Spot(found, self._across(found)))

    def _across(self, number: int) -> int:
        """The card of another column that stands nearest to the focused row."""
        assert self.spot is not None
        column, target = self.columns[self.spot.column], self.columns[number]
        before, here = len(target.waiting), len(column.waiting)
        if (self.spot.at >= here and target.retests) or not target.waiting:
            row = max(0, self.spot.at - here - self._top(column, True)) if self.spot.at >= here else 0
            return before + min(self._top(target, True) + row, len(target.retests) - 1)
        row = self._window(column, False).row_of(self.spot.at) if self.spot.at < here else self.zones.waiting
        return self._window(target, False).at_row(row)

    def _go(self, spot: Spot) -> None:
        before = self.spot
        if spot == before or before is None:
            return
        left, tops = self.left, dict(self.tops)
        rows = {self._row_of(before), HEADS, RULES}
        self.spot = spot
        self._follow()
        if (left, tops) == (self.left, self.tops):
            rows.add(self._row_of(spot))
            seen = sorted(y for y in rows if 0 <= y < self.size.height)
            self.refresh(*(Region(0, y, self.size.width, 1) for y in seen))
        else:
            self.refresh()
        self.post_message(self.Moved(self))

    def _follow(self) -> None:
        """Bring the focused card into sight, with the column after it, where people go on to."""
        if self.spot is None:
            return
        last = len(self.columns) - 1
        first, end = max(0, self.spot.column - 1), min(last, self.spot.column + 1)
        seen = self.seen
        self.left = min(max(self.left, end - seen + 1), first)
        self.left = max(0, min(self.left, last - seen + 1))
        column, before = self.columns[self.spot.column], len(self.columns[self.spot.column].waiting)
        retests = self.spot.at >= before
        window = self._window(column, retests)
        self.tops[column.milestone, retests] = window.follow(self.spot.at - (before if retests else 0))

    # What is in sight.

    @property
    def seen(self) -> int:
        """How many columns fit."""
        return max(1, (self.size.width - EDGE - 1) // STEP)

    def _in_sight(self) -> bool:
        if self.spot is None:
            return False
        column, before = self.columns[self.spot.column], len(self.columns[self.spot.column].waiting)
        below = self.spot.at >= before
        window = self._window(column, below)
        return window.card_at(window.row_of(self.spot.at - (before if below else 0))) is not None

    def _share_rows(self) -> None:
        """Share the rows anew, and let no column stand beyond its end."""
        waiting = max((len(column.waiting) for column in self.columns), default=0)
        retests = max((len(column.retests) for column in self.columns), default=0)
        # The last row stays free, so that the cards keep off what is below.
        self.zones = share(max(0, self.size.height - BODY - 1), waiting, retests)
        for column in self.columns:
            for below in (False, True):
                self.tops[column.milestone, below] = self._window(column, below).scrolled(0)

    def _top(self, column: Column, retests: bool) -> int:
        return self.tops.get((column.milestone, retests), 0)

    def _window(self, column: Column, retests: bool) -> Window:
        """What is in sight of those who wait in a column, or of those with a retest."""
        if retests:
            return Window(len(column.retests), max(0, self.zones.retests - 1), self._top(column, True))
        return Window(len(column.waiting), self.zones.waiting, self._top(column, False))

    def _row_of(self, spot: Spot) -> int:
        """The row of the view in which a card stands."""
        column, zones = self.columns[spot.column], self.zones
        before = len(column.waiting)
        if spot.at < before:
            return BODY + self._window(column, False).row_of(spot.at)
        return BODY + zones.waiting + zones.gap + 1 + self._window(column, True).row_of(spot.at - before)

    # Events.

    def on_resize(self, _event: Resize) -> None:
        """Keep the focused card in sight."""
        self._share_rows()
        self._follow()
        self.refresh()

    def on_focus(self) -> None:
        """Show the focus."""
        self.note_focus()
        self.refresh()

    def on_blur(self) -> None:
        """Keep the place in mark tone."""
        self.refresh()

    def on_click(self, event: Click) -> None:
        """Focus the clicked card, or the first one below a clicked head; a click on the focused one opens it."""
        spot = self._spot_at(event.x, event.y)
        if spot is None or not self.selected_nothing():
            return
        if spot == self.spot and event.y >= BODY and not self.brought_focus:
            self.open_row()
        self._go(spot)

    def _spot_at(self, x: int, y: int) -> Spot | None:
        number = self.left + (x - EDGE) // STEP
        if x < EDGE or not self.left <= number < min(len(self.columns), self.left + self.seen):
            return None
        column, zones = self.columns[number], self.zones
        if y in (HEADS, RULES) and column.people:
            return Spot(number, 0)
        row = y - BODY
        below = row - zones.waiting - zones.gap - 1
        if below >= 0:
            at = self._window(column, True).card_at(below)
            return Spot(number, len(column.waiting) + at) if at is not None else None
        at = self._window(column, False).card_at(row) if 0 <= row < zones.waiting else None
        return Spot(number, at) if at is not None else None

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Scroll the column under the pointer."""
        event.stop()
        self._scroll(event.x, event.y, 3)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Scroll the column under the pointer back."""
        event.stop()
        self._scroll(event.x, event.y, -3)

    def _scroll(self, x: int, y: int, by: int) -> None:
        number = self.left + (x - EDGE) // STEP
        if x >= EDGE and number < len(self.columns):
            column, retests = self.columns[number], y - BODY >= self.zones.waiting + self.zones.gap
            self.tops[column.milestone, retests] = self._window(column, retests).scrolled(by)
            self.refresh()

    def targets(self) -> list[Target]:
        """Return the cards in sight."""
        last = min(len(self.columns), self.left + self.seen)
        found: list[Target] = []
        for y in range(BODY, self.size.height):
            for number in range(self.left, last):
                x = EDGE + (number - self.left) * STEP
                if (spot := self._spot_at(x, y)) is not None:
                    # A label is two cells wide: it takes the gap and the place of the focus bar.
                    found.append((x - 1, y, partial(self._jump, spot)))
        return found

    def _jump(self, spot: Spot) -> None:
        self.focus()
        self._go(spot)

    # What can be copied.

    def subject(self) -> str:
        """Return whom the focused card is about."""
        return look_of(self).name(self.card.name) if self.card is not None else ""

    def copy_text(self) -> str:
        """Return the name on the focused card."""
        return self.subject()

    # Painting.

    def render_line(self, y: int) -> Strip:
        """Return the line at ``y``, put together of one piece for each column."""
        return self.selectable(self._line(y), y)

    def _line(self, y: int) -> Strip:
        if y == SIGN:
            return strip(self.size.width, sign_parts(self.columns, self.left, self.seen, look_of(self)), ink_of(self))
        if y == self.size.height - 1:
            return strip(self.size.width, self._last_row(), ink_of(self))
        last = min(len(self.columns), self.left + self.seen)
        pieces = [strip(EDGE, (), ink_of(self))]
        pieces += [self._piece(number, y) for number in range(self.left, last)]
        used = EDGE + STEP * max(0, last - self.left)
        pieces.append(strip(max(0, self.size.width - used), (), ink_of(self)))
        return Strip.join(pieces).crop(0, self.size.width)

    def _last_row(self) -> list[Part]:
        """The free row, with an edge where the tone of the panel below cannot be told apart."""
        look = look_of(self)
        return [(0, ((look.sign("ahead") * self.size.width, "rule"),))] if look.edge else []

    def _piece(self, number: int, y: int) -> Strip:
        column, zones, row = self.columns[number], self.zones, y - BODY
        if y in (HEADS, RULES):
            lit = self.has_focus and self.spot is not None and self.spot.column == number
            look = look_of(self)
            parts = head_parts(column, look, lit=lit) if y == HEADS else rule_parts(look, lit=lit)
            return strip(STEP, parts, ink_of(self))
        below = row - zones.waiting - zones.gap
        if below == 0 and column.retests:
            return strip(STEP, [(1, (("Retest in", "muted"),))], ink_of(self))
        if not below or 0 > below >= -zones.gap:
            return strip(STEP, (), ink_of(self))
        window, row = self._window(column, below > 0), below - 1 if below > 0 else row
        if (at := window.card_at(row)) is not None:
            spot = Spot(number, at + (len(column.waiting) if below > 0 else 0))
            return card_strip(self._card_at(spot), look_of(self), ink_of(self), spot == self.spot, self.has_focus)
        return strip(STEP, [(1, ((window.hidden_at(row), "muted"),))], ink_of(self))
