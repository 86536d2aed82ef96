"""A part of the exam that is typed against the clock: a passage, with a mark below each letter that differs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from domain.model.exam import Passage
from domain.workbook.exam_room import papers
from domain.workbook.exam_room.papers import LONGEST_TYPED
from tui.kiosk.flood import Flood
from tui.kiosk.pages import BLOCK, GAP, TALL, Row, beside, clock_text, large, pieces, said
from tui.kiosk.scenes import PASTING
from tui.kiosk.timed import Timed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.look import Look
    from tui.safe_text import Piece, Pieces


@dataclass
class Typing(Timed):
    """Three minutes at a passage; the clock starts with the first key."""

    typed: str = ""
    flood: Flood = field(default_factory=Flood)

    waits = True

    def __post_init__(self) -> None:
        """Go on where it was left."""
        super().__post_init__()
        assert isinstance(self.paper.form, Passage)
        self.passage = self.paper.form
        self.typed = self.paper.typed
        self.footer = "The test ends by itself. Your result comes with tips."

    @property
    def spent(self) -> int:
        """Milliseconds that are used up, never more than the test takes."""
        return min(self.limit, super().spent)

    def key(self, key: str, character: str | None, at: float) -> None:
        """Type a character, or take one back; at the end nothing is taken any more."""
        if self.done:
            return
        if key == "backspace":
            self.warning = ""
            self.typed = self.typed[:-1]
        elif character is not None and len(character) == 1 and character.isprintable():
            self._type(character, at)

    def _type(self, character: str, at: float) -> None:
        self.typed = self.flood.take(self.typed, character, at)[:LONGEST_TYPED]
        self.warning = PASTING if self.flood.running else ""
        if self.started is None and not self.flood.running:
            self.started = self.now

    def rows(self, look: Look, height: int) -> list[Row]:
        """Clock, three short lines, and the passage, double spaced."""
        told = f"left of {_number(self.passage.minutes)} minutes" if self.passage.minutes != 1 else "left of one minute"
        lines = (
            "Type the text below.",
            "",
            "Keep your eyes on the screen.",
            "Backspace is fine.",
            "Clean first, then fast.",
        )
        if height >= TALL - 2:
            words = [(line, "bold" if n == 0 else "muted") for n, line in enumerate(lines)]
            found = [
                GAP,
                GAP,
                *beside(large(clock_text(self.left), look.ascii_only), words, 34),
                GAP,
                *said(told, "muted"),
            ]
            found += [GAP, GAP]
        else:
            clock: Pieces = ((clock_text(self.left), "bold"), (f" {told}", "muted"))
            found = [GAP, Row(((0, clock), (34, ((lines[0], "bold"),)))), GAP]
        room = max(2, (height - len(found) - 3) // 2)
        found += self._text(look, room)
        found += [GAP]
        if self.warning:
            found += [pieces((look.glyph("late"), (f" {self.warning}", "due")))]
        elif self.started is None:
            found += said("The clock starts with your first key.", "muted")
        else:
            found += [
                pieces((look.glyph("no_show", "stop"), (" marks a letter that differs. You may go back.", "muted")))
            ]
        return found

    def _text(self, look: Look, room: int) -> list[Row]:
        """So many lines of the passage around the caret, each with the row for its marks below it."""
        caret = len(self.typed)
        text = papers.passage(self.paper, caret + BLOCK * (room + 2))
        lines = broken(text, BLOCK - 1)
        here = next((n for n, (start, end) in enumerate(lines) if start <= caret < end), len(lines) - 1)
        first = max(0, min(here - room // 3, len(lines) - room))
        found: list[Row] = []
        for n in range(first, min(first + room, len(lines))):
            start, end = lines[n]
            found += [self._line(text, start, end, n == here), self._marks(look, text, start, end)]
        return found

    def _line(self, text: str, start: int, end: int, here: bool) -> Row:
        done = min(len(self.typed), end)
        found: list[Piece] = []
        for place in range(start, end):
            shown = text[place]
            if place < done:
                wrong = self.typed[place] != shown
                found.append(("_" if wrong and shown == " " else shown, "stop underline" if wrong else "muted"))
            elif place == len(self.typed):
                found.append((shown, "filled"))
            else:
                found.append((shown, "bold" if here else ""))
        return Row(((0, _joined(found)),), "panel" if here else "ground")

    def _marks(self, look: Look, text: str, start: int, end: int) -> Row:
        wrong = [place for place in range(start, min(len(self.typed), end)) if self.typed[place] != text[place]]
        return Row(tuple((place - start, ((look.sign("no_show"), "stop"),)) for place in wrong))


def _number(number: int) -> str:
    names = ("no", "one", "two", "three", "four", "five")
    return names[number] if number < len(names) else str(number)


def _joined(found: Sequence[Piece]) -> Pieces:
    """Neighbours of one role as one piece."""
    joined: list[Piece] = []
    for text, role in found:
        if joined and joined[-1][1] == role:
            joined[-1] = (joined[-1][0] + text, role)
        else:
            joined.append((text, role))
    return tuple(joined)


def broken(text: str, cells: int) -> list[tuple[int, int]]:
    """Where lines of at most so many characters begin and end; each ends behind a space, and nothing is left out."""
    found = []
    start = 0
    while start < len(text):
        end = min(len(text), start + cells)
        if end < len(text):
            space = text.rfind(" ", start, end)
            end = space + 1 if space > start else end
        found.append((start, end))
        start = end
    return found
