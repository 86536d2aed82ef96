"""The right side of a slip: word for word what will be read, with its gaps in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.message import Message
from textual.strip import Strip

from domain.model.lazily import dataclass
from tui.lines import Line
from tui.widgets.line_view import LineView
from tui.widgets.paint import Part, ink_of, look_of, strip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.events import Resize

MEASURE = 72
"""Cells of text at most; longer lines are hard to read."""
MARGINS = 8
"""Cells to the left and right of the text together."""
BROAD = 78
"""Cells from which the text stands further in."""


@dataclass(frozen=True, slots=True)
class LetterLine(Line):
    """A line of the letter: what it belongs to, and whether it is a gap that has to be filled."""

    place: str = ""
    gap: bool = False


class LetterText(LineView):
    """Lines of the letter; gaps stand in mark tone from their own margin on."""

    TONE = "panel"
    EDGE = True
    wanted = ""
    alone = False
    """Whether nothing else is in sight, so that the focus belongs here even if there is nothing to scroll."""

    def _overflows(self) -> bool:
        return self.alone or super()._overflows()

    def on_resize(self, _event: Resize) -> None:
        """Keep in sight what was asked for: the notes below may have grown."""
        self.reveal(self.wanted)

    def reveal(self, place: str) -> None:
        """Bring the lines that belong to ``place`` into sight, and keep them there."""
        self.wanted = place
        at = [n for n, line in enumerate(self.lines) if isinstance(line, LetterLine) and line.place == place]
        if not at or not self.rows:
            return
        # The last row in sight says how many are below it, unless none are.
        room = self.rows if at[-1] == len(self.lines) - 1 else self.rows - 1
        top = max(min(self.top, at[0]), at[-1] - room + 1)
        top = max(0, min(top, len(self.lines) - self.rows))
        if top != self.top:
            self.top = top
            self.refresh()

    def _line_strip(self, y: int) -> Strip:
        """Return one line; a gap is painted in a tone of its own."""
        at = self.top + y - self.SKIP
        if y == self.size.height - 1 and (below := len(self.lines) - at) > 1:
            return self._more(below)
        line = self.lines[at] if y >= self.SKIP and 0 <= at < len(self.lines) else None
        if not isinstance(line, LetterLine) or not line.gap:
            return super()._line_strip(y)
        cells, styles = self.size.width, ink_of(self)
        start = self.indent + line.at
        stop = min(cells, self.indent + (self.inner or cells))
        look = look_of(self)
        edge = ((0, (look.glyph("edge"),)),) if look.edge and self.EDGE else ()
        return Strip.join(
            [
                strip(start, edge, styles, self.TONE),
                strip(stop - start, ((0, line.left),), styles, "mark"),
                strip(cells - stop, (), styles, self.TONE),
            ]
        )

    def _more(self, below: int) -> Strip:
        """The last line in sight while there are more below it."""
        look = look_of(self)
        tab = () if self.has_focus else (("Tab ", "bold accent"),)
        said = (*tab, (f"{look.sign('down')} {below} more lines", "muted"))
        edge: list[Part] = [(0, (look.glyph("edge"),))] if look.edge and self.EDGE else []
        return strip(self.size.width, [*edge, (self.indent, said)], ink_of(self), self.TONE)


class LetterHead(LineView):
    """Whose letter it is; stays where it is while the text scrolls."""

    TONE = "panel"
    EDGE = True
    SKIP = 1


class LetterNotes(LineView):
    """Words, grade and word list below the letter."""

    TONE = "panel"
    EDGE = True


class Letter(Vertical):
    """The text with what there is to say about it at the bottom."""

    DEFAULT_CSS = """
    Letter { width: 1fr; height: 100%; background: $panel; }
    Letter LetterNotes { height: auto; }
    Letter LetterHead { height: 3; }
    """

    @dataclass
    class Sized(Message):
        """The letter has come into sight or has another size, and wants lines that fit."""

        letter: Letter

    def on_resize(self, _event: Resize) -> None:
        """Ask for lines that fit."""
        self.post_message(self.Sized(self))

    def on_show(self) -> None:
        """Ask for lines: nothing was wrapped while the letter was out of sight."""
        self.post_message(self.Sized(self))

    def compose(self) -> ComposeResult:
        """Yield head, text and notes."""
        yield LetterHead()
        yield LetterText()
        yield LetterNotes()

    def stand_alone(self, alone: bool) -> None:
        """Take the focus although there may be nothing to scroll: nothing else is in sight."""
        self.text.alone = self.text.can_focus = alone

    @property
    def text(self) -> LetterText:
        """The text."""
        return self.query_one(LetterText)

    @property
    def margin(self) -> int:
        """Cells to the left of the text."""
        return 6 if self.size.width >= BROAD else 3

    @property
    def measure(self) -> int:
        """Cells of a line of the text."""
        return max(20, min(MEASURE, self.size.width - MARGINS))

    def show(self, head: Line | None, lines: Sequence[Line], notes: Sequence[Line]) -> None:
        """Paint a letter, its notes, and its head if it has one."""
        above, below = self.query_one(LetterHead), self.query_one(LetterNotes)
        for view in (above, self.text, below):
            view.indent, view.inner = self.margin, self.measure
        above.show([head] if head else [])
        above.display = head is not None
        self.text.show(lines)
        below.show(notes)
        below.styles.height = len(notes)
