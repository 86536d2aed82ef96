"""The score sheet as it is seen: criteria, anchors, evidence, chips, and the pane beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical

from domain.workbook import calls, fitting, second_ratings
from tui.lines import Line
from tui.screens.place import Page
from tui.screens.score_parts import anchors, chips, marks, pane, result_words, strip
from tui.screens.second_words import look_words
from tui.widgets.bars import Notice
from tui.widgets.criteria import CriteriaView
from tui.widgets.evidence import EvidenceFields
from tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.events import Resize

    from domain.workbook.attempts import Sheet
    from domain.workbook.calls import Piece
    from domain.workbook.fitting import Fit

TALL = 30
"""Rows from which the anchors and fields have room around them."""


class ScoreView(Page):
    """One attempt of one person, to be looked at; `ScoreScreen` adds what its keys do."""

    HEADING = "Score sheet"
    HELP_TITLE = "Keys on the score sheet"
    HOME = "CriteriaView"
    MAIN_ROW = 2
    CSS_PATH = "../styles/score.tcss"

    def __init__(self, attempt: int, card: int = 0) -> None:
        """Show this attempt, on the card of the first rater or of the second."""
        super().__init__()
        self.attempt = attempt
        self.card = card
        self.sheet: Sheet | None = None
        self.pieces: dict[str, tuple[Piece, ...]] = {}
        """What the calls of the attempt offer as evidence, by criterion."""
        self.choosing_chip = False
        self.fits: Sequence[Fit] = ()
        """Other openings, once it is decided."""

    def compose_main(self) -> ComposeResult:
        """Yield criteria, anchors, evidence fields, chips, and the line that stands in for the pane."""
        with Vertical(id="sheet"):
            yield CriteriaView()
            yield LineView(id="anchors", indent=2, inner=76)
            yield EvidenceFields()
            yield LineView(id="chips", indent=6, inner=72)
            yield LineView(id="strip", indent=2, inner=76)

    def subject(self) -> str:
        """Return who is being assessed."""
        return self.milepost.look.name(self.sheet.name) if self.sheet is not None else ""

    @property
    def shown_card(self) -> int:
        """Whose card is in front, for what is entered."""
        return self.sheet.card if self.sheet is not None else self.card

    # Reading.

    async def load(self) -> None:
        """Read the sheet."""
        await self.read_sheet()
        self._show()

    async def read_sheet(self) -> None:
        """Read what is shown; a part that says more than the sheet itself reads it here as well."""
        self.sheet = await self.milepost.read(second_ratings.sheet_for, self.attempt, self.card)
        self.pieces = await self.milepost.read(calls.pieces, self.attempt) if self.sheet.calls else {}
        if self.sheet.finished_at and not self.sheet.closed:
            self.fits = await self.milepost.read(fitting.fits_of, self.sheet.person)

    def on_resize(self, event: Resize) -> None:
        """Give the parts more room on a taller screen."""
        super().on_resize(event)
        self.set_class(event.size.height >= TALL, "-tall")
        if self.sheet is not None:
            self.after_frame(self._show)

    # Painting.

    def _show(self) -> None:
        sheet = self.sheet
        if sheet is None or not self.is_here:
            return
        look = self.milepost.look
        self.header.heading = sheet.milestone.title
        self.header.fact = (
            f"{look.name(sheet.name)}, {look_words(sheet) or f'attempt {sheet.number}'}{result_words(sheet)}"
        )
        self.header.saved = "saved"
        self.query_one(CriteriaView).show(sheet, {criterion: len(found) for criterion, found in self.pieces.items()})
        self._show_focused()
        self.notices.standing = self.standing(sheet)
        self.show_pane(pane(look, sheet, self.fits))
        self.query_one("#strip", LineView).show((Line(strip(look, sheet)),))
        self.refresh_chrome()

    def _show_focused(self) -> None:
        line = self.query_one(CriteriaView).line
        if line is None or self.sheet is None:
            return
        look = self.milepost.look
        tall = self.size.height >= TALL
        around = self.query_one("#anchors", LineView)
        around.show(anchors(look, self.sheet, line, tall))
        around.styles.height = len(around.lines)
        self.query_one(EvidenceFields).show(line.criterion.id, line.evidence)
        ready: list[Line] = [Line(marks(look, self.marks_here()))] if self.pieces else []
        if tall or self.choosing_chip or not self.marks_here():
            ready = [Line(chips(line.criterion, self.choosing_chip)), *(ready if tall else [])]
        below = self.query_one("#chips", LineView)
        below.show(ready)
        below.styles.height = max(1, len(ready))

    def standing(self, sheet: Sheet) -> Notice | None:
        """Return what the notice row says while nothing else does: where a call is played, as long as there is one."""
        words = "" if sheet.card else _call_words(sheet)
        return Notice(words, "here", (("Space", "open it"),)) if words else None

    def marks_here(self) -> tuple[Piece, ...]:
        """The moments of the calls for the focused criterion, in the order in which they serve it."""
        line = self.query_one(CriteriaView).line
        return calls.ranked(self.pieces.get(line.criterion.id, ()), line) if line is not None else ()

    def on_criteria_view_moved(self, _event: CriteriaView.Moved) -> None:
        """Show the anchors and the evidence of the focused criterion."""
        self.choosing_chip = False
        self._show_focused()


def _call_words(sheet: Sheet) -> str:
    """Which call is under way or to be played; '' where there is none."""
    asked = sheet.milestone.calls
    if sheet.finished_at or asked is None:
        return ""
    if sheet.call is not None:
        return "A call is under way."
    if not sheet.calls:
        return "The call is played in the console."
    played = len(sheet.calls)
    return f"Call {played + 1} of {asked.count} is still to be played." if played < asked.count else ""
