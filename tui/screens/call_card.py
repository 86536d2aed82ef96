"""The candidate's briefing card over the whole screen: large, and nothing else on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tui.commands import Command
from tui.lines import GAP, Line
from tui.safe_text import wrap
from tui.screens.overlay import Overlay
from tui.widgets.bars import TooSmall
from tui.widgets.letter import LetterText

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import ComposeResult
    from textual.events import Resize

    from domain.model.call import Briefing

MEASURE = 68
"""Cells of a line."""


class CardText(LetterText):
    """The card in the middle of the screen; arrows scroll it."""

    TONE = "ground"
    EDGE = False
    wanted = "nothing in particular"

    def lay_out(self, card: Briefing, cells: int, rows: int) -> None:
        """Wrap the card for a screen of this size, as airy as it fits, and put it in the middle."""
        self.indent = max(4, (cells - MEASURE) // 2)
        self.inner = min(MEASURE, cells - 2 * self.indent)
        lines: list[Line] = []
        for airy in (2, 1, 0):
            lines = list(_lines(card, self.inner, airy))
            if len(lines) <= rows - 2 * (airy > 0):
                break
        self.show([GAP] * max(0, (rows - len(lines)) // 2) + lines)


def _lines(card: Briefing, cells: int, airy: int) -> Iterator[Line]:
    """Brand and parts; with 2 an empty line stands between single points as well, with 0 none at all."""
    yield Line(((card.brand, "bold"),))
    for head, points in card.parts:
        if airy:
            yield GAP
        yield Line(((head, "bold accent"),))
        for number, point in enumerate(points):
            if airy > 1 and number:
                yield GAP
            for at, part in enumerate(wrap(point[:1].upper() + point[1:], cells - 2)):
                yield Line(((f"{'- ' if not at else '  '}{part}", ""),))


class Card(Overlay[None]):
    """Shows the card to the candidate; Esc, Enter or Space brings the console back."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(id="overlay.close", keys="escape enter space", do="close", word="back"),
    )

    def __init__(self, card: Briefing) -> None:
        """Show this card."""
        super().__init__()
        self.card = card

    def compose(self) -> ComposeResult:
        """Lay out the card alone, without the keys."""
        yield CardText()
        yield TooSmall()

    def on_mount(self) -> None:
        """Give the keys to the text, so that arrows scroll it."""
        self.query_one(CardText).focus()

    def on_resize(self, event: Resize) -> None:
        """Wrap the card again."""
        super().on_resize(event)
        self.query_one(CardText).lay_out(self.card, event.size.width, event.size.height)
