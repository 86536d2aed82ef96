"""The board: one opening, a column for each milestone of its route, and what one key does for whoever stands there."""

from __future__ import annotations

from asyncio import sleep
from typing import TYPE_CHECKING

from domain.model.errors import NotFound
from domain.model.terms import Result
from domain.workbook import attempts, board, journeys, openings, queue
from tui.screens import person_acts as acts
from tui.screens.board_parts import BoardPanel, Focused, SeatsRow, panel_rows
from tui.screens.board_picker import OpeningPicker
from tui.screens.board_verbs import BOARD_VERBS
from tui.screens.board_view import BoardView
from tui.screens.deciding import decide
from tui.screens.focused_verbs import FocusedVerbs, InFocus
from tui.screens.place import PlaceScreen
from tui.widgets.empty import EmptyState

if TYPE_CHECKING:
    from datetime import date

    from textual.app import ComposeResult
    from textual.events import Resize

    from domain.workbook import Workbook
    from domain.workbook.board import Board, Card
    from domain.workbook.journeys import Page as Journey

RESTING_SECONDS = 0.05
"""The focus rests on a card for so long before its person is read."""
NO_CLASS = (
    "No class is open yet.",
    "The board shows the people of one class, milestone by milestone.",
    (("g o", "open a class"), ("w", "take in a walk-in, about 45 seconds"), ("g c", "everybody")),
)
NO_OPEN_CLASS = (
    "No class is open.",
    "Those that there are take nobody any more.",
    (("o", "look at a closed one"), ("g o", "open a class"), ("g c", "everybody")),
)
NOBODY_KEYS = (
    ("o", "another opening"),
    ("g o", "put somebody on it"),
    ("w", "take in a walk-in, about 45 seconds"),
    ("g c", "everybody"),
)


class BoardScreen(FocusedVerbs, PlaceScreen):
    """One opening; which, and which card had the focus, is remembered as long as the program runs."""

    PLACE = "board"
    HEADING = "Board"
    HELP_TITLE = "Keys on the board"
    HOME = "BoardView"
    HAS_PANE = False
    MAIN_ROW = 2
    VERBS = BOARD_VERBS
    FOOTER = ("app.undo",)

    def __init__(self) -> None:
        """Start without an opening; `load` chooses the first one."""
        super().__init__()
        self.opening = 0
        self.found: Board | None = None
        self.any_closed = False
        self.shown_on: date | None = None
        self.kept: dict[int, int] = {}
        self.journey: Journey | None = None

    def compose_main(self) -> ComposeResult:
        """Yield the seats, what stands there while nobody does, the columns and the panel."""
        yield SeatsRow()
        yield EmptyState(*NO_CLASS, from_row=3)
        yield BoardView()
        yield BoardPanel()

    # Reading.

    async def load(self) -> None:
        """Read the opening; another one where it is gone."""
        if self.found is not None and self.found.opening.id == self.opening:
            self.found, self.any_closed = await self.milepost.read(_board_of, self.opening)
        else:
            doing = "reading who is in the class"
            self.found, self.any_closed = await self.milepost.read_slowly(doing, _board_of, self.opening)
        self.opening, self.shown_on = (self.found.opening.id if self.found else 0), self.milepost.today
        self._show()

    def _show(self) -> None:
        found, view = self.found, self.query_one(BoardView)
        empty = found is None or not found.people
        self.empty = empty
        for part in (view, self.query_one(BoardPanel)):
            part.display = not empty
        self.query_one(SeatsRow).show(found, self.milepost.today)
        self._say_empty()
        self.header.fact = found.opening.name if found else ""
        if found is not None:
            first = found.first()
            view.show(found.columns, self.kept.get(self.opening, first.application if first else 0))
        if not empty and self.focused is None:
            self.focus_home()
        self.refresh_chrome()

    def _say_empty(self) -> None:
        says = self.query_one(EmptyState)
        says.display = self.empty
        if self.found is None:
            says.say(*(NO_OPEN_CLASS if self.any_closed else NO_CLASS))
        else:
            taken = self.found.opening.taken
            sentence = "Nobody is on the way in this class." if taken else "Nobody is in this class yet."
            fact = "Everybody has come to the end of the road." if taken else "Whoever is put on it shows up here."
            says.say(sentence, fact, NOBODY_KEYS)

    def tick(self) -> None:
        """Waiting goes on; what the cards say changes with the day."""
        if self.shown_on == self.milepost.today:
            self._show_panel()
        else:
            self.reload()

    @property
    def card(self) -> Card | None:
        """The focused card."""
        return self.query_one(BoardView).card if self.found is not None else None

    def move_first(self) -> None:
        """Go to the first card of the column: the second ``g`` of ``g g``."""
        self.query_one(BoardView).move_first()

    # The panel.

    def on_board_view_moved(self, _event: BoardView.Moved) -> None:
        """Let the panel follow the focus: at once what the card knows, then what is read of the person."""
        card = self.card
        if card is None:
            return
        self.kept[self.opening] = card.application
        self.journey = self.journey if self.journey and self.journey.person.id == card.person else None
        self._show_panel()
        self.refresh_chrome()
        self.milepost.run_guarded(self._read_person(card), group="pane", node=self, exclusive=True)

    async def _read_person(self, card: Card) -> None:
        # Whoever is only passed on the way, with a key held down, is not read.
        await sleep(RESTING_SECONDS)
        journey = await self.milepost.read(journeys.page, card.person)
        if self.card is not None and self.card.person == card.person:
            self.journey = journey
            self._show_panel()

    def _show_panel(self) -> None:
        view, found = self.query_one(BoardView), self.found
        if found is None or view.card is None or view.column is None:
            return
        now, today = self.milepost.ports.now(), self.milepost.today
        it = Focused(found, view.column, view.card, self.journey, now, today)
        rows = panel_rows(self.milepost.look, it, self.size.width)
        self.query_one(BoardPanel).show(rows)

    def on_resize(self, event: Resize) -> None:
        """Lay the panel out for the new width."""
        super().on_resize(event)
        self._show_panel()

    # Another opening.

    async def other_opening(self) -> None:
        """Offer the openings."""
        rows = await self.milepost.read_slowly("counting who is in each class", openings.listing, with_closed=True)

        def chosen(opening: int | None) -> None:
            if opening is not None and opening != self.opening:
                self.opening = opening
                self.query_one(BoardView).forget_place()
                self.reload()

        self.milepost.push_screen(OpeningPicker(rows, self.opening, self.milepost.today), chosen)

    # Doing.

    def on_board_view_opened(self, _event: BoardView.Opened) -> None:
        """Open the person."""
        self.open_current()

    def open_current(self) -> None:
        """The page of the focused person."""
        self._open_person("")

    def whom(self) -> InFocus | None:
        """Who is focused."""
        return InFocus(self.card.person, self.card.name) if self.card is not None else None

    def contact(self) -> None:
        """How and when to reach the focused person."""
        self._open_person("contact")

    def _open_person(self, tab: str) -> None:
        from tui.screens.person import PersonScreen

        if self.card is not None:
            self.milepost.open_page(PersonScreen(self.card.person, tab))

    async def passed(self) -> None:
        """They passed, where their score sheet is complete; else the sheet, or the call that is to be played."""
        await self._decide(Result.PASSED)

    async def not_yet(self) -> None:
        """Not yet, where their score sheet is complete; else the sheet, or the call that is to be played."""
        await self._decide(Result.NOT_YET)

    async def _decide(self, result: Result) -> None:
        from tui.screens.going_on import go_on

        card = self.card
        if card is None:
            return
        attempt = await self.milepost.read(board.finished_sheet, card.application)
        if attempt:
            await decide(self.milepost, attempt, card.name, result, self.load)
        else:
            opened = await self.milepost.write(attempts.open_or_start, card.application)
            await go_on(self.milepost, opened)

    def _whom(self, card: Card) -> acts.Whom:
        return acts.Whom(card.person, card.name, card.application)

    async def move(self) -> None:
        """Move them to another opening."""
        if self.card is not None:
            await acts.offer_move(self.milepost, self._whom(self.card), self.load)

    async def slip(self) -> None:
        """Their slip that is open."""
        if self.card is not None:
            await acts.open_newest_slip(self.milepost, self._whom(self.card))

    async def arrived(self) -> None:
        """They are here."""
        if self.card is not None:
            card = self.card
            visit = await self.milepost.write(queue.come_in, card.person)
            row = await self.milepost.read(queue.find, visit)
            await self.load()
            self.notice(f"{self.milepost.look.name(card.name)} is here, number {row.number}.", keys=acts.UNDO)

    async def no_show(self) -> None:
        """They did not come."""
        if self.card is not None:
            await acts.no_show(self.milepost, self._whom(self.card), self.load)

    def journey_report(self) -> None:
        """Write the journey report."""
        if self.card is not None:
            acts.write_journeys(self.milepost, [self.card.person])


def _board_of(wb: Workbook, opening: int) -> tuple[Board | None, bool]:
    """The board of an opening, or of the first one where it is gone, and whether there are closed ones."""
    if opening:
        try:
            return board.show(wb, opening), False
        except NotFound:
            pass
    first = board.first_opening(wb)
    if first:
        return board.show(wb, first), False
    return None, bool(openings.listing(wb, with_closed=True))
