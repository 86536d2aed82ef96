"""How the rows of the board are shared out, and which cards of a long column are in sight."""

from __future__ import annotations

from domain.model.lazily import dataclass

SMALLEST = 3
"""Rows that a list needs to say what is above and what is below it, with a card between."""


@dataclass(frozen=True, slots=True)
class Zones:
    """Rows for those who wait, empty rows, and rows for the retests with their head; the same in every column."""

    waiting: int
    gap: int
    retests: int


def share(rows: int, waiting: int, retests: int) -> Zones:
    """Share `rows` between the longest list of those who wait and the longest list of retests.

    Who waits comes first; where both do not fit, retests keep a third, and at least their head and two rows.
    """
    wanted = retests + 1 if retests else 0
    if not wanted:
        return Zones(rows, 0, 0)
    gap = 0 if not waiting else 2 if waiting + 2 + wanted <= rows else 1
    if waiting + gap + wanted <= rows:
        return Zones(waiting, gap, rows - waiting - gap)
    least = max(SMALLEST, rows // 3, rows - gap - waiting)
    lower = min(wanted, least, max(0, rows - gap - SMALLEST))
    return Zones(max(0, rows - gap - lower), gap, lower)


@dataclass(frozen=True, slots=True)
class Window:
    """What is in sight of `count` cards in `rows` rows from the card `top` on.

    The first and the last row say how many are above and below, where somebody is and there are rows enough.
    """

    count: int
    rows: int
    top: int

    @property
    def above(self) -> int:
        """Rows taken by the count of those above."""
        return int(self.rows >= SMALLEST and self.top > 0)

    @property
    def shown(self) -> int:
        """Cards in sight."""
        room = self.rows - self.above
        more = self.rows > 1 and self.top + room < self.count
        return max(0, min(room - int(more), self.count - self.top))

    def row_of(self, at: int) -> int:
        """The row in which a card stands that is in sight, from 0."""
        return at - self.top + self.above

    def at_row(self, row: int) -> int:
        """The card that stands nearest to a row."""
        return max(self.top, min(self.top + row - self.above, self.top + self.shown - 1))

    def card_at(self, row: int) -> int | None:
        """The card that stands in a row, if one does."""
        at = self.top + row - self.above
        return at if row >= self.above and self.top <= at < self.top + self.shown else None

    def hidden_at(self, row: int) -> str:
        """What a row says of those out of sight: '12 above', '488 more'."""
        if row == 0 and self.above:
            return f"{self.top:,} above"
        below = self.count - self.top - self.shown
        return f"{below:,} more" if below and row == self.above + self.shown else ""

    def follow(self, at: int) -> int:
        """The top with which a card is in sight, as near to this one as can be."""
        return self._settled(max(min(self.top, at), self._least(at)))

    def scrolled(self, by: int) -> int:
        """The top after scrolling by so many cards, forward or back; with 0, after the list has become shorter."""
        return self._settled(max(0, self.top + by))

    def _settled(self, top: int) -> int:
        """No further than the end of the list, and never one card alone above: its row would be taken by the count."""
        top = min(top, self._least(self.count - 1))
        return 0 if self.rows >= SMALLEST and top == 1 else top

    def _least(self, at: int) -> int:
        """The smallest top with which a card is in sight."""
        top = max(0, at - self.rows)
        while top < at and at >= top + Window(self.count, self.rows, top).shown:
            top += 1
        return top
