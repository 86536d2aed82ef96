"""What stands above and below the columns of the board: the seats, and three answers about the focused card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.model.terms import State, VisitState
from domain.workbook import fitting
from domain.workbook.wording import age, count, day_month
from tui.safe_text import cut, cut_pieces, join, width
from tui.screens.person_parts import fit_label, next_attempt, what_to_do
from tui.screens.person_words import STATES
from tui.widgets.bars import MARGIN, WIDE
from tui.widgets.paint import OneLine, Part, ink_of, look_of, strip
from tui.widgets.selecting import Selecting

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from textual.strip import Strip

    from domain.workbook.board import Board, Card, Column
    from domain.workbook.journeys import Page as Journey
    from domain.workbook.openings import OpeningRow
    from tui.look import Look
    from tui.safe_text import Piece, Pieces

ROWS = 6
"""Rows of the panel."""
VALUES = 17
"""Column in which the answers about the person start."""
BESIDE, BESIDE_VALUES = 72, 85
"""Columns of the answers about milestone and class, where they stand beside those about the person."""
LEAST_NAME_CELLS = 16
BAR_CELLS, SHORT_BAR_CELLS = 20, 16
NOTHING: Pieces = ()


class SeatsRow(OneLine):
    """Row 2: seats taken and free, as words and as a bar, the first day, and what the numbers on the cards mean."""

    def __init__(self) -> None:
        """Start without an opening."""
        super().__init__()
        self.board: Board | None = None
        self.today: date | None = None

    def show(self, board: Board | None, today: date) -> None:
        """Show the seats of an opening."""
        self.board, self.today = board, today
        self.refresh()

    def parts(self, cells: int) -> Sequence[Part]:
        """Return seats, bar, first day and legend; what does not fit is left out from the right."""
        if self.board is None or self.today is None:
            return ()
        opening = self.board.opening
        look, wide = look_of(self), cells >= WIDE
        groups: list[Pieces] = [
            seats_words(opening),
            seats_bar(look, opening, BAR_CELLS if wide else SHORT_BAR_CELLS),
            ((start_words(opening, self.today), "muted"),),
        ]
        if wide and fills(self.board, self.today):
            groups.append(course(look, self.board))
        if self.board.people:
            groups.append((("working days here" if wide else "days here", "muted"),))
        return _in_a_row(groups, cells)


def _in_a_row(groups: Sequence[Pieces], cells: int) -> list[Part]:
    parts: list[Part] = []
    at = MARGIN
    for group in groups:
        if at + width(group) > cells - MARGIN:
            break
        parts.append((at, group))
        at += width(group) + 3
    return parts


def seats_words(opening: OpeningRow) -> Pieces:
    """Return "11 of 20 seats taken, 9 free"."""
    free = opening.seats - opening.taken
    rest = f", {free:,} free" if free >= 0 else f", {-free:,} too many"
    return ((f"{opening.taken:,} of {count(opening.seats, 'seat')} taken", "bold"), (rest, "muted"))


def seats_bar(look: Look, opening: OpeningRow, cells: int) -> Pieces:
    """Return a bar in which the seats that are taken are heavy; one that is taken is never nothing."""
    share = min(1.0, opening.taken / opening.seats)
    full = max(int(opening.taken > 0), int(share * cells))
    return ((look.sign("behind") * full, "text"), (look.sign("ahead") * (cells - full), "rule"))


def start_words(opening: OpeningRow, today: date) -> str:
    """Return "20 d left", "starts today", "started 3 Aug", and whether the class takes people at all."""
    if opening.closed:
        return "closed, takes nobody"
    if opening.starts is None:
        return "no first day yet"
    days = (opening.starts - today).days
    if days < 0:
        return f"started {day_month(opening.starts, today)}"
    return f"{days} d left" if days else "starts today"


def fills(board: Board, today: date) -> bool:
    """Say whether there are seats that people who are on the way can still fill."""
    opening = board.opening
    ahead = opening.starts is None or opening.starts >= today
    return ahead and not opening.closed and opening.taken < opening.seats


def course(look: Look, board: Board) -> Pieces:
    """Return "on course", or of how many people the class is short."""
    if not board.outlook.short:
        return (("on course", "muted"),)
    return (look.glyph("late"), (f" short of {count(board.outlook.people, 'person', 'people')}", "due"))


class BoardPanel(Selecting):
    """Six rows below the columns, in the tone of a panel."""

    DEFAULT_CSS = f"""
    BoardPanel {{ height: {ROWS}; width: 1fr; }}
    """

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self.rows: tuple[Sequence[Part], ...] = ()

    def show(self, rows: Sequence[Sequence[Part]]) -> None:
        """Paint other rows, if they read otherwise."""
        if tuple(rows) != self.rows:
            self.rows = tuple(rows)
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return a row."""
        parts = self.rows[y] if y < len(self.rows) else ()
        return self.selectable(strip(self.size.width, parts, ink_of(self), "panel"), y)


@dataclass(frozen=True, slots=True)
class Focused:
    """What the panel is about, at a moment and on a business day; the journey is ``None`` until it was read."""

    board: Board
    column: Column
    card: Card
    journey: Journey | None
    now: datetime
    today: date


def panel_rows(look: Look, it: Focused, cells: int) -> list[list[Part]]:
    """Return the rows of the panel; what takes a look at the journey stays empty until it was read."""
    wide = cells >= WIDE
    end = (BESIDE if wide else cells) - MARGIN
    person = [
        [(MARGIN, who(look, it, end - MARGIN))],
        [(MARGIN, look.road(it.card.road)), _value(look, how_far(it.card, it.column, it.journey), end)],
        [_label("What to do"), _value(look, to_do(look, it.journey, it.today, end - VALUES), end)],
        [_label("Also fits"), _value(look, also_fits(look, it.journey), end)],
    ]
    about = [
        ("This column", about_column(look, it.column)),
        ("", about_target(it.column)),
        ("Class", about_class(it.board)),
        ("", about_offers(it.board)),
    ]
    if not wide:
        told = (("This column", about[0][1]), ("Class", (*about_class(it.board), (", ", ""), *about_offers(it.board))))
        return [*person, *([_label(label, "bold"), _value(look, pieces, end)] for label, pieces in told)]
    beside = [_beside(look, label, told, cells) for label, told in about]
    return [[], *(row + more for row, more in zip(person, beside, strict=True)), []]


def _label(word: str, style: str = "muted") -> Part:
    return (MARGIN, ((word, style),))


def _value(look: Look, told: Pieces, end: int) -> Part:
    return (VALUES, cut_pieces(told, end - VALUES, look.dots))


def _beside(look: Look, label: str, told: Pieces, cells: int) -> list[Part]:
    return [
        (BESIDE, ((label, "bold"),)),
        (BESIDE_VALUES, cut_pieces(told, cells - MARGIN - BESIDE_VALUES, look.dots)),
    ]


def who(look: Look, it: Focused, cells: int) -> Pieces:
    """Return name, state, how long, and the place in today's queue; of all this, the name gives way."""
    card = it.card
    glyph, _, words = STATES[card.state]
    visit = _visit_words(card, it.now)
    stands = (*look.state(glyph, words), *_how_long(look, card, it.today), (f", {visit}" if visit else "", "muted"))
    name = cut(look.name(card.name), max(LEAST_NAME_CELLS, cells - width(stands) - 3), look.dots)
    return cut_pieces(join([((name, "bold"),), stands]), cells, look.dots)


def _how_long(look: Look, card: Card, today: date) -> Pieces:
    if card.retest is not None and card.opens_in:
        return ((f", retest from {day_month(card.retest, today)}, in {card.opens_in} d", "muted"),)
    if card.retest is not None:
        return ((", ", ""), *look.state("here", f"retest open since {day_month(card.retest, today)}"))
    here = f"{card.days} d here" if card.days else "here since today"
    if card.late:
        return ((", ", ""), look.glyph("late"), (f" {here}", "due"))
    return ((f", {here}", "muted"),)


def _visit_words(card: Card, now: datetime) -> str:
    number = f"No. {card.number}" if card.number else ""
    if card.visit is VisitState.WAITING:
        return f"{number}, waiting {age(int(now.timestamp() * 1000) - card.waits_since)}"
    if card.visit is VisitState.UNDERWAY:
        return number
    return "booked today" if card.visit is VisitState.BOOKED else ""


def how_far(card: Card, column: Column, journey: Journey | None) -> Pieces:
    """Return "4 of 8 passed, mock call attempt 2 open"."""
    if journey is None:
        return NOTHING
    step, at = next_attempt(journey), column.title
    attempt = f"attempt {step.number}" if step and step.number > 1 else ""
    if card.state is State.UNDERWAY:
        stands = f"{at} {attempt} open".replace("  ", " ")
    elif card.state is State.READY:
        stands = f"{at} {attempt} is next".replace("  ", " ")
    else:
        stands = f"stopped at {at}"
    return ((f"{journey.passed} of {journey.on_route} passed, {stands}", ""),)


def to_do(look: Look, journey: Journey | None, today: date, cells: int) -> Pieces:
    """Return the next steps on one line, as many as fit whole, and the first one in any case."""
    if journey is None:
        return NOTHING
    told: Pieces = ()
    for line in what_to_do(look, journey, today):
        step = (*line.left, *((f" {text}", words) for text, words in line.right))
        if told and width(told) + 3 + width(step) > cells:
            break
        told = join([told, step])
    return told


def also_fits(look: Look, journey: Journey | None) -> Pieces:
    """Return the other class that fits best, with how they stand there."""
    if journey is None:
        return NOTHING
    if not journey.fits:
        return (("no other class is open", "muted"),)
    fit = journey.fits[0]
    return ((f"{fit_label(fit)}: {fitting.standing_of(fit)}", ""),)


def about_column(look: Look, column: Column) -> Pieces:
    """Return "7 people, ! 2 late, median 2 d"."""
    pieces: list[Piece] = [(count(column.people, "person", "people"), "")]
    if column.late:
        pieces += [(", ", ""), look.glyph("late"), (f" {column.late:,} late", "due")]
    if column.waiting:
        pieces.append((f", median {column.median:g} d", ""))
    return tuple(pieces)


def about_target(column: Column) -> Pieces:
    """Return "target 1 d, 3 wait for a retest"."""
    target = f"target {column.target} d" if column.target else "target same day"
    waits = f", {len(column.retests):,} with a retest" if column.retests else ""
    return ((f"{target}{waits}", "muted"),)


def about_class(board: Board) -> Pieces:
    """Return "11 taken, 3 offers out"."""
    offers = f", {count(board.offers, 'offer')} out" if board.offers else ""
    return ((f"{board.opening.taken:,} taken{offers}", ""),)


def about_offers(board: Board) -> Pieces:
    """Return "12 more offers needed", so that somebody sits on every seat on the first day."""
    needed = max(0, board.outlook.offers - board.offers)
    return ((f"{count(needed, 'more offer')} needed" if needed else "no more offers needed", "muted"),)
