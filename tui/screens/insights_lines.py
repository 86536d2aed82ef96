"""What the lines of every view of Insights are made of: bars, shares, lengths of time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from domain.model.lazily import dataclass
from domain.workbook.wording import DAY, age
from tui.lines import GAP, Line, pair
from tui.safe_text import cut, pad

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Sequence

    from domain.workbook import Workbook
    from domain.workbook.insights import Scope, Share
    from domain.workbook.insights.fairness import Period
    from domain.workbook.insights.funnel import View
    from domain.workbook.insights.tables import Table
    from tui.look import Look
    from tui.safe_text import Pieces

NAMES_AT = 4
"""Cells between the margin and the names."""
ENOUGH = 30
"""Cases from which on a share is painted as one to go by."""
PANE_NAMES = 19
PANE_BAR = 11


@dataclass(frozen=True, slots=True)
class Room:
    """How much there is to paint on, and where the focus is."""

    pane: bool
    """Whether there is a pane beside it."""
    rows: int
    focused: str
    look: Look


@dataclass(frozen=True, slots=True)
class Asked:
    """What a view is asked for."""

    scope: Scope
    how: View
    suppose: tuple[tuple[str, float], ...] = ()
    """What if: rates of a class by step, shares above 0 and at most 1."""
    period: Period | None = None
    """For what is only counted over whole periods; None = the last that is over."""


class InsightView(Protocol):
    """One tab of Insights; it is read on the store thread and painted from what came of that."""

    id: str
    label: str
    short: str
    """A shorter word for its tab, where the row has no room; '' for the same."""
    word: str
    """What its lines are, for the footer: "milestone"."""
    will: str
    """What will appear in it, and when."""

    def read(self, wb: Workbook, asked: Asked) -> Any:
        """Read the answer."""

    def is_empty(self, found: Any) -> bool:
        """Return whether there is nothing to see."""

    def first(self, found: Any) -> str:
        """Return the line that has the focus at first."""

    def lines(self, found: Any, room: Room) -> Sequence[Line]:
        """Return what the main area says."""

    def detail(self, wb: Workbook, asked: Asked, line: str) -> Any:
        """Read what the pane needs beyond the answer; nothing where it needs no more."""

    def pane(self, found: Any, line: str, detail: Any, look: Look) -> Sequence[Line]:
        """Return what explains a line."""

    def people(self, asked: Asked, line: str) -> Callable[[Workbook], array[int]] | None:
        """Return what reads the people that a line stands for; None where it stands for nobody."""

    def table(self, wb: Workbook, found: Any) -> Table:
        """Return the view as a table."""


def percent(share: Share) -> str:
    """Return '44%', or nothing where nobody was counted; only all is 100%, and only nobody is 0%."""
    if not share.of:
        return ""
    if 0 < share.value < 0.005:
        return "<1%"
    return f"{99 if 0.995 <= share.value < 1 else round(100 * share.value)}%"


def of_words(share: Share) -> str:
    """Return '148 of 343'."""
    return f"{share.n:,} of {share.of:,}"


def took(milliseconds: int) -> str:
    """Return a length of time in one unit: '38 min', '5 h', '3 d'."""
    return age(milliseconds) if milliseconds < DAY else f"{round(milliseconds / DAY):,} d"


def cells_of(many: float, most: float, cells: int) -> int:
    """Return how many cells a bar fills: one at least where there is anything."""
    if many <= 0 or most <= 0:
        return 0
    return max(1, min(cells, round(cells * many / most)))


def stacked(look: Look, part: float, whole: float, most: float, cells: int, role: str = "muted") -> Pieces:
    """Return a bar as long as the whole, of which a part is heavy; as wide as `cells`."""
    long = cells_of(whole, most, cells)
    heavy = min(long, cells_of(part, most, cells))
    if 0 < part < whole and heavy == long and long > 1:
        heavy -= 1
    return (
        (look.sign("chart") * heavy, role),
        (look.sign("ahead") * (long - heavy), "rule"),
        (" " * (cells - long), ""),
    )


def bar_line(look: Look, name: str, many: int, most: int, right: str = "") -> Line:
    """Return a line of the pane: a name, a bar, and how many."""
    bar = (look.sign("chart") * cells_of(many, most, PANE_BAR), "muted")
    said = right or f"{many:,}"
    return Line(((pad(cut(name, PANE_NAMES, look.dots), PANE_NAMES + 1), ""), bar), ((said, ""),))


def fact_line(name: str, said: str) -> Line:
    """Return a line of the pane: a name and what is said of it."""
    return Line(((name, "muted"),), ((said, ""),))


def share_line(name: str, share: Share, *, counted: bool = False) -> Line:
    """Return a line of the pane: a name and a share, in muted where there are few cases."""
    if not share.of:
        return pair(((name, "muted"),), "no case yet")
    said = of_words(share) if counted else f"{percent(share)} of {share.of:,}"
    return Line(((name, "muted"),), ((said, "" if share.of >= ENOUGH else "muted"),))


def gained(before: float, after: float, pairs: int) -> list[Line]:
    """Return what a next try gained: mean points before and after, and of how many pairs of tries."""
    return [
        fact_line("Mean points", f"{before:.1f}, then {after:.1f}"),
        fact_line("Pairs of tries", f"{pairs:,}"),
    ]


def titled(pieces: Sequence[tuple[str, int, bool]], at: int = NAMES_AT) -> Line:
    """Return the heads of columns: word, cells, and whether it stands at their right end."""
    return Line(tuple((pad(word, cells, right), "muted") for word, cells, right in pieces), at=at)


def group(title: str, rows: Sequence[Line]) -> list[Line]:
    """Return rows under what they have in common; nothing where there are none."""
    return [GAP, Line(((title, "bold"),), at=NAMES_AT), *rows] if rows else []


def share_row(name: str, share: Share, room: Room, line: str, cells: tuple[int, int], *, role: str = "") -> Line:
    """Return a row of the main area: a name, a bar, how many of how many, and the share.

    `cells` are those of the name and of the bar; a `role` makes the share stand out, with its sign.
    """
    look, (wide, bar) = room.look, cells
    drawn = stacked(look, share.n, share.of, share.of, bar - 1, "accent" if room.focused == line else "muted")
    shown = f"{look.sign('late')} {percent(share)}" if role else percent(share)
    counts = ((f"{share.n:>9,}", ""), (f"{share.of:>8,}", "muted"))
    how = (pad(shown, 8, True), role or ("" if share.of >= ENOUGH else "muted"))
    return Line(((pad(cut(name, wide - 2, look.dots), wide), ""), *drawn, *counts, how), id=line, at=NAMES_AT, name=0)
