"""The print view: one slip as the paper will hold it, head and drill log included."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.workbook import exporting, slip_desk
from tui.lines import GAP, Line
from tui.screens.place import Page
from tui.screens.slip_parts import hider, what_is_missing
from tui.widgets.bars import Notice
from tui.widgets.letter import LetterText

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from domain.workbook.slip_desk import Desk

MEASURE = 72


class PrintText(LetterText):
    """The text, which scrolls."""

    TONE = "ground"
    EDGE = False
    wanted = "nothing in particular"


class PrintView(Page):
    """One slip as plain text, 72 wide; Esc goes back to where it was opened."""

    HEADING = "Print view"
    HAS_PANE = False
    MAIN_ROW = 2
    HOME = "PrintText"

    def __init__(self, slip_id: int) -> None:
        """Show this slip."""
        super().__init__()
        self.slip_id = slip_id

    def compose_main(self) -> ComposeResult:
        """Yield the text."""
        yield PrintText(indent=4, inner=MEASURE)

    async def load(self) -> None:
        """Read the slip."""
        desk: Desk = await self.milepost.read(slip_desk.desk, self.slip_id)
        look, slip = self.milepost.look, desk.slip
        words = await self.milepost.read(exporting.slip_page, slip.document)
        hide = hider(look, desk)
        self.header.fact = f"{look.name(slip.name)}, {slip.milestone.short.lower()}, attempt {slip.number}"
        text = self.query_one(PrintText)
        text.alone = text.can_focus = True
        text.show([GAP, *(Line(((hide(line), ""),)) for line in words.splitlines())])
        self.set_focus(text)
        missing = not desk.frozen and bool(slip.blocks)
        self.notices.standing = Notice(what_is_missing(desk), "open", role="due") if missing else None
