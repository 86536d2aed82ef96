"""Parts of the exam that are typed: a passage against the clock, and a form to fill in while somebody reads aloud."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from domain.model.exam import Passage, Script
from domain.workbook.exam_room import papers
from domain.workbook.exam_room.papers import LONGEST_ENTRY, LONGEST_TYPED
from tui.kiosk.pages import BLOCK, GAP, TALL, Row, beside, clock_text, keys, large, pieces, said
from tui.kiosk.scenes import PASTING
from tui.kiosk.timed import Timed
from tui.safe_text import clean, width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.look import Look
    from tui.safe_text import Piece, Pieces
    from tui.widgets.paint import Part

FLOOD, FLOOD_SECONDS = 40, 0.05
"""So many characters in so short a time come from no hand: a paste that the terminal does not announce."""


class Flood:
    """Tells keys that no hand presses from those that one does."""

    def __init__(self) -> None:
        """Nothing came yet."""
        self._times: deque[float] = deque(maxlen=FLOOD)
        self._last = -1.0
        self.running = False

    def takes(self, at: float) -> bool:
        """Note a character; True while it is part of a flood."""
        pause = at - self._last
        self._last = at
        if self.running and pause < FLOOD_SECONDS:
            return True
        self.running = False
        self._times.append(at)
        self.running = len(self._times) == FLOOD and at - self._times[0] < FLOOD_SECONDS
        if self.running:
            self._times.clear()
        return self.running


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
        self._before: list[str] = []

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
        if self.flood.takes(at):
            # What came before it in the same moment goes as well.
            self.typed = self._before[0] if self._before else self.typed
            self._before = []
            self.warning = PASTING
            return
        self.warning = ""
        self._before = [*self._before[-FLOOD + 2 :], self.typed]
        if self.started is None:
            self.started = self.now
        if len(self.typed) < LONGEST_TYPED:
            self.typed += character

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


@dataclass
class Fields(Timed):
    """A form to fill in while somebody reads aloud; then it is handed in."""

    entries: dict[str, str] = field(default_factory=dict)
    changed: dict[str, str] = field(default_factory=dict)
    """Entries that were typed and not kept yet."""
    at: int = 0
    """The field in front; behind the last one is handing in."""
    sure: bool = False
    flood: Flood = field(default_factory=Flood)

    def __post_init__(self) -> None:
        """Go to the first empty field."""
        super().__post_init__()
        assert isinstance(self.paper.form, Script)
        self.script = self.paper.form
        self.fields = self.script.fields
        self.entries = dict(self.paper.answers)
        self.footer = "What you type is kept as you go."
        self.at = next((n for n, one in enumerate(self.fields) if not self.entries.get(one.id)), len(self.fields))
        self._before: list[str] = []

    @property
    def open(self) -> int:
        """Empty fields."""
        return sum(not self.entries.get(one.id, "").strip() for one in self.fields)

    def key(self, key: str, character: str | None, at: float) -> None:
        """Type, walk, or hand in."""
        self.warning = ""
        if key in ("enter", "tab", "down"):
            self._on(key)
        elif key in ("up", "shift+tab"):
            self._go(self.at - 1)
        elif self.at < len(self.fields):
            self._edit(key, character, at)

    def _on(self, key: str) -> None:
        if self.at < len(self.fields):
            self._go(self.at + 1)
        elif key == "enter":
            if self.open and not self.sure:
                self.sure = True
            else:
                self.done = True

    def _go(self, at: int) -> None:
        self.at = max(0, min(at, len(self.fields)))
        self.sure = False
        self._before = []

    def _edit(self, key: str, character: str | None, at: float) -> None:
        one = self.fields[self.at].id
        text = self.entries.get(one, "")
        if key == "backspace":
            text = text[:-1]
        elif character is not None and len(character) == 1 and character.isprintable():
            if self.flood.takes(at):
                text = self._before[0] if self._before else text
                self._before = []
                self.warning = PASTING
            else:
                self._before = [*self._before[-FLOOD + 2 :], text]
                text = (text + character)[:LONGEST_ENTRY]
        else:
            return
        self.entries[one] = self.changed[one] = text

    def rows(self, look: Look, height: int) -> list[Row]:
        """The fields by what they belong to, the last line hands in."""
        lines: list[tuple[int, Row]] = []
        place = 0
        for number, reading in enumerate(self.script.readings, 1):
            lines += [(-1, GAP), (-1, pieces(((f"Part {number}", "muted"),)))]
            for one in reading.fields:
                lines.append((place, self._field(look, place, clean(one.label), self.entries.get(one.id, ""))))
                place += 1
        last = self.at == len(self.fields)
        hand_in = Row(((0, (("  Hand in", "bold accent" if last else "bold"),)),), "cursor" if last else "ground")
        lines += [(-1, GAP), (len(self.fields), hand_in)]
        room = max(3, height - 5)
        here = next(n for n, (which, _) in enumerate(lines) if which == self.at)
        first = max(0, min(here - room // 2, len(lines) - room))
        found = [GAP, *said(clean(self.script.intro), "bold")]
        found += [row for _, row in lines[first : first + room]]
        return [*found, GAP, self._below(look)]

    def _field(self, look: Look, place: int, label: str, text: str) -> Row:
        here = place == self.at
        shown = clean(text)
        while width(((shown, ""),)) > BLOCK - 32:
            shown = shown[1:]
        typed: Pieces = (
            ((shown, ""), (" ", "filled")) if here else ((shown or look.sign("to_come"), "" if shown else "muted"),)
        )
        bar: tuple[Part, ...] = ((0, (look.glyph("focus"),)),) if here else ()
        return Row((*bar, (2, ((label, "bold" if here else "muted"),)), (30, typed)), "cursor" if here else "ground")

    def _below(self, look: Look) -> Row:
        if self.warning:
            return pieces((look.glyph("late"), (f" {self.warning}", "due")))
        if self.sure:
            number = f"{self.open} field is" if self.open == 1 else f"{self.open} fields are"
            ways = keys(look, ("Enter", "hand in all the same"), ("↑", "go back"))
            return pieces((look.glyph("open", "due"), (f" {number} empty. ", "due"), *ways))
        return pieces(keys(look, ("Enter", "next field"), ("↑", "field before")))
