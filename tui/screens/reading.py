"""The slip for the eyes of the person at the desk: their words, large and calm, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tui.commands import Command
from tui.lines import GAP, Line
from tui.safe_text import wrap
from tui.screens.overlay import Overlay
from tui.widgets.letter import LetterText

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.app import ComposeResult
    from textual.events import Resize

    from domain.model.slip import SlipDocument

MEASURE = 60
"""Cells of a line: short enough to read standing."""
ROOM = 3
"""Rows above the text where there is space for them."""


class ReadingText(LetterText):
    """The words in the middle of the screen; arrows scroll."""

    TONE = "ground"
    EDGE = False

    def lay_out(self, document: SlipDocument, cells: int, rows: int) -> None:
        """Wrap the words for a screen of this size and put them in its middle."""
        self.indent = max(4, (cells - MEASURE) // 2)
        self.inner = min(MEASURE, cells - 8)
        lines = list(_lines(document, self.inner, airy=False))
        airy = list(_lines(document, self.inner, airy=True))
        lines = airy if len(airy) <= rows - 2 else lines
        above = max(1, min(ROOM, (rows - len(lines)) // 2))
        self.show([GAP] * above + lines)


def _lines(document: SlipDocument, cells: int, *, airy: bool) -> Iterator[Line]:
    """The document as it is delivered; ``airy`` puts an empty line between points."""
    between = [GAP] if airy else []
    yield from _text(document.greeting, cells)
    yield from between
    yield from _text(document.opening, cells)
    if document.critical:
        yield GAP
        yield from _text(document.critical, cells)
    points = [(f"{at}. ", f"{point.observation} {point.drill}") for at, point in enumerate(document.work_on, 1)]
    yield from _part(document.went_well_heading, [("- ", text) for text in document.went_well], cells, between)
    yield from _part(document.work_on_heading, points, cells, between)
    if document.tip:
        yield from _part(document.tip_heading, [("", document.tip)], cells, between)
    if document.free_text:
        yield GAP
        yield from _text(document.free_text, cells)
    yield GAP
    yield from _text(document.contact, cells)


def _part(head: str, points: Sequence[tuple[str, str]], cells: int, between: Sequence[Line]) -> Iterator[Line]:
    if not points:
        return
    yield GAP
    yield Line(((head, "bold"),))
    for at, (mark, text) in enumerate(points):
        if at:
            yield from between
        yield from _text(text, cells, mark)


def _text(text: str, cells: int, mark: str = "") -> Iterator[Line]:
    for at, line in enumerate(wrap(text.strip(), cells - len(mark))):
        yield Line((((mark if at == 0 else " " * len(mark)) + line, ""),))


class Reading(Overlay[bool]):
    """Shows one slip over the whole screen. Dismisses with ``True`` when it was handed over, else with ``None``.

    Names are shown whatever the setting: the one name on it is the reader's own.
    """

    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(id="list.open", keys="enter", do="hand_over", word="they have read it", help="handed over: deliver"),
        Command(id="overlay.close", keys="escape", do="close", word="back, not given", short="back"),
    )

    def __init__(self, document: SlipDocument) -> None:
        """Show ``document``."""
        super().__init__()
        self.document = document

    def compose_overlay(self) -> ComposeResult:
        """Yield the words."""
        yield ReadingText()

    def on_mount(self) -> None:
        """Give the keys to the text, so that arrows scroll it."""
        self.query_one(ReadingText).focus()

    def on_resize(self, event: Resize) -> None:
        """Wrap the words again."""
        super().on_resize(event)
        self.query_one(ReadingText).lay_out(self.document, event.size.width, event.size.height - 1)

    def hand_over(self) -> None:
        """They have it."""
        self.dismiss(True)
