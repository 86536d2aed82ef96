"""A part of the exam that is typed while somebody reads aloud: a form to fill in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from domain.model.exam import Script
from domain.workbook.exam_room.papers import LONGEST_ENTRY
from tui.kiosk.flood import Flood
from tui.kiosk.pages import BLOCK, GAP, Row, keys, pieces, said
from tui.kiosk.scenes import PASTING
from tui.kiosk.timed import Timed
from tui.safe_text import clean, width

if TYPE_CHECKING:
    from tui.look import Look
    from tui.safe_text import Pieces
    from tui.widgets.paint import Part


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
        self.flood.begin_anew()

    def _edit(self, key: str, character: str | None, at: float) -> None:
        one = self.fields[self.at].id
        text = self.entries.get(one, "")
        if key == "backspace":
            text = text[:-1]
        elif character is not None and len(character) == 1 and character.isprintable():
            text = self.flood.take(text, character, at)[:LONGEST_ENTRY]
            if self.flood.running:
                self.warning = PASTING
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
