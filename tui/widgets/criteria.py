"""The criteria of a score sheet: ratings that read as a profile, measures typed in place."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.message import Message
from textual.widget import Widget

from domain.model.lazily import dataclass
from domain.model.terms import ScoringType
from tui.commands import Command, Commanding
from tui.safe_text import cut
from tui.widgets.paint import Part, Target, ink_of, look_of, strip, the_app

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.events import Click, Key, MouseScrollDown, MouseScrollUp, Resize
    from textual.strip import Strip

    from domain.workbook.attempts import Line, Sheet
    from tui.look import Look
    from tui.safe_text import Pieces

NAME_AT, NAME_CELLS = 6, 30
WEIGHT_END = 43
RATING_AT, STEP = 47, 3
YES_AT = RATING_AT + 8
EVIDENCE_AT = 66
MAX_ENTRY = 6
"""Characters of a measure while it is typed."""

YES, NO = 5, 1
SCALE = (1, 2, 3, 4, 5)


def measure_text(sheet: Sheet, line: Line) -> str:
    """What was measured, with its unit: '38 wpm', 'B2'."""
    if line.rating is None:
        return ""
    scoring = line.criterion.scoring
    if scoring.unit == "cefr":
        reached = [name for name, number in sheet.levels.items() if number <= line.rating.value]
        return reached[-1] if reached else f"{line.rating.value:g}"
    unit = sheet.units.get(scoring.unit)
    return f"{line.rating.value:g} {unit.short if unit else ''}".rstrip()


def range_text(sheet: Sheet, line: Line) -> str:
    """What can be typed: 'words a minute, 0–250', or the levels with their digits."""
    scoring = line.criterion.scoring
    if scoring.unit == "cefr":
        return "  ".join(f"{digit} {name}" for digit, name in enumerate(sheet.levels, 1))
    unit = sheet.units.get(scoring.unit)
    return f"{unit.name}, {unit.low:g}–{unit.high:g}" if unit else ""


class CriteriaView(Commanding, Widget, can_focus=True):
    """The rows of a score sheet. Presses come out as messages; the screen stores them and shows the sheet again."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(
            id="criteria.down",
            keys="down j",
            do="move_down",
            help="next criterion",
            shown="↓ j",
            group="Rate",
            pair=("criteria.up", "other criterion"),
        ),
        Command(id="criteria.up", keys="up k", do="move_up", help="criterion before", shown="↑ k", group="Rate"),
        Command(
            id="criteria.first",
            keys="home",
            do="move_first",
            help="first criterion",
            shown="g g",
            group="Rate",
            pair=("criteria.last", "first, last criterion"),
        ),
        Command(id="criteria.last", keys="end G", do="move_last", help="last criterion", shown="G", group="Rate"),
    )
    DEFAULT_CSS = """
    CriteriaView { height: auto; width: 80; }
    """

    @dataclass
    class Moved(Message):
        """The focus stands on another criterion."""

        criterion: str

    @dataclass
    class Measured(Message):
        """A measure was typed and confirmed; '' takes it back."""

        criterion: str
        text: str

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        """Start empty; `show` brings the sheet."""
        super().__init__(id=id)
        self.sheet: Sheet | None = None
        self.marks: Mapping[str, int] = {}
        self.at = 0
        self.top = 0
        self.entry: str | None = None
        """The measure while it is typed; None when nothing is being typed."""

    # What the screen calls.

    def show(self, sheet: Sheet, marks: Mapping[str, int] | None = None) -> None:
        """Paint a sheet; at first the focus goes to the first criterion without a rating.

        `marks` says by criterion how many moments of a call stand ready as its evidence.
        """
        fresh = self.sheet is None
        self.sheet = sheet
        self.marks = marks or {}
        if fresh:
            self.at = next((n for n, line in enumerate(sheet.lines) if line.rating is None), 0)
        self.at = min(self.at, len(sheet.lines) - 1)
        self._follow()
        self.refresh(layout=fresh)

    @property
    def line(self) -> Line | None:
        """The focused criterion with what was entered."""
        return self.sheet.lines[self.at] if self.sheet and self.sheet.lines else None

    @property
    def numeric(self) -> bool:
        """Whether the focused criterion takes a measure."""
        return self.line is not None and self.line.criterion.scoring.type is ScoringType.NUMERIC

    def go_next(self) -> None:
        """Go to the next criterion without a rating, else the next one; the last stays."""
        if self.sheet is None:
            return
        open_rows = [n for n, line in enumerate(self.sheet.lines) if line.rating is None and n > self.at]
        self._go(open_rows[0] if open_rows else self.at + 1)

    def type_in(self, text: str) -> None:
        """Start or go on typing a measure."""
        self.entry = ((self.entry or "") + text)[:MAX_ENTRY]
        self.refresh()

    # Keys and mouse.

    def on_key(self, event: Key) -> None:
        """While a measure is typed its keys belong to it."""
        if self.entry is None:
            if self.numeric and event.character in (".", ","):
                event.stop()
                self.type_in(".")
            return
        if event.key == "enter":
            self._confirm()
        elif event.key == "escape":
            self.entry = None
        elif event.key == "backspace":
            self.entry = self.entry[:-1] or None
        elif event.character in (".", ",") and "." not in self.entry:
            self.type_in(".")
        elif event.key in ("down", "up", "tab"):
            self._confirm()
            return
        else:
            return
        event.stop()
        event.prevent_default()
        self.refresh()

    def _confirm(self) -> None:
        if self.entry is not None and self.line is not None:
            text, self.entry = self.entry, None
            self.post_message(self.Measured(self.line.criterion.id, text))

    def on_blur(self) -> None:
        """What was typed is not lost when the focus goes."""
        self._confirm()
        self.refresh()

    def on_focus(self) -> None:
        """Show the focus."""
        self.refresh()

    def on_click(self, event: Click) -> None:
        """Focus the clicked criterion; on the focused one, rate by the digit or go to its evidence."""
        at = self.top + event.y - 1
        if event.y < 1 or self.sheet is None or at >= len(self.sheet.lines):
            return
        if at != self.at:
            self._go(at)
        elif event.x >= EVIDENCE_AT:
            the_app(self).action_command("score.fields")
        elif (digit := self._digit_at(event.x)) is not None:
            the_app(self).action_command("score.digit", digit - 1)

    def _digit_at(self, x: int) -> int | None:
        """The rating that stands under a column of the focused row."""
        line = self.line
        if line is None or line.criterion.scoring.type is ScoringType.NUMERIC or not x >= RATING_AT - 1:
            return None
        if line.criterion.scoring.type is ScoringType.CHECK:
            return NO if x < YES_AT - 1 else YES
        digit = (x - RATING_AT + 1) // STEP + 1
        return digit if digit in SCALE else None

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Show criteria further down; the focus stays."""
        event.stop()
        self._scroll(2)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Show criteria further up; the focus stays."""
        event.stop()
        self._scroll(-2)

    def _scroll(self, by: int) -> None:
        last = (len(self.sheet.lines) if self.sheet else 0) - self.rows
        self.top = max(0, min(self.top + by, last))
        self.refresh()

    def targets(self) -> list[Target]:
        """Return the criteria in sight."""
        last = min(self.top + self.rows, len(self.sheet.lines) if self.sheet else 0)
        return [(0, at - self.top + 1, partial(self._jump_to, at)) for at in range(self.top, last)]

    def _jump_to(self, at: int) -> None:
        self.focus()
        self._go(at)

    def subject(self) -> str:
        """Return the focused criterion."""
        return self.line.criterion.name if self.line is not None else ""

    def move_down(self) -> None:
        """Go to the next criterion."""
        self._go(self.at + 1)

    def move_up(self) -> None:
        """Go to the criterion before."""
        self._go(self.at - 1)

    def move_first(self) -> None:
        """Go to the first criterion."""
        self._go(0)

    def move_last(self) -> None:
        """Go to the last criterion."""
        self._go(len(self.sheet.lines) - 1 if self.sheet else 0)

    def _go(self, at: int) -> None:
        if self.sheet is None:
            return
        at = max(0, min(at, len(self.sheet.lines) - 1))
        if at != self.at:
            self._confirm()
            self.at = at
            self._follow()
            self.refresh()
            self.post_message(self.Moved(self.sheet.lines[at].criterion.id))

    @property
    def rows(self) -> int:
        """Criteria in sight."""
        return max(1, self.size.height - 1)

    def _follow(self) -> None:
        self.top = max(self.at - self.rows + 1, min(self.top, self.at), 0)

    def on_resize(self, _event: Resize) -> None:
        """Keep the focused criterion in sight."""
        self._follow()

    def get_content_height(self, *_args: object) -> int:
        """The head and a row for each criterion."""
        return 1 + (len(self.sheet.lines) if self.sheet else 7)

    # Painting.

    def render_line(self, y: int) -> Strip:
        """Return the heads, a criterion, or an empty line."""
        styles, cells = ink_of(self), self.size.width
        if y == 0:
            return strip(cells, _HEADS, styles)
        at = self.top + y - 1
        if self.sheet is None or at >= len(self.sheet.lines):
            return strip(cells, (), styles)
        here = at == self.at
        tone = "cursor" if here and self.has_focus else "mark" if here else "ground"
        return strip(cells, self._parts(self.sheet, self.sheet.lines[at], here), styles, tone)

    def _parts(self, sheet: Sheet, line: Line, here: bool) -> list[Part]:
        look = look_of(self)
        weight = f"{line.criterion.weight:g}" if line.criterion.weight else look.sign("not_needed")
        parts: list[Part] = [(0, (look.glyph("focus"),))] if here and self.has_focus else []
        parts.append((NAME_AT, ((cut(line.criterion.name, NAME_CELLS, look.dots), "bold" if here else ""),)))
        parts.append((WEIGHT_END - len(weight), ((weight, "muted"),)))
        parts += self._rating(look, sheet, line, here)
        parts += _evidence(look, line, here, self.marks.get(line.criterion.id, 0))
        return parts

    def _rating(self, look: Look, sheet: Sheet, line: Line, here: bool) -> list[Part]:
        if line.criterion.scoring.type is ScoringType.NUMERIC:
            return [(RATING_AT, self._measure(look, sheet, line, here))]
        if line.rating is not None and not line.rating.observed:
            return [(RATING_AT, (look.glyph("not_needed"), (" not observed", "muted")))]
        if line.rating is not None and line.rating.value % 1:
            return [(RATING_AT, ((f"{line.rating.value:g}", "bold"), (" as the mean", "muted")))]
        if line.criterion.scoring.type is ScoringType.CHECK:
            return _check(look, line, here)
        return _scale(look, line, here)

    def _measure(self, look: Look, sheet: Sheet, line: Line, here: bool) -> Pieces:
        if here and self.entry is not None:
            return ((f" {self.entry}", "bold"), (" ", "filled"), (f" {_unit(sheet, line)}", "muted"))
        if line.rating is not None and not line.rating.observed:
            return (look.glyph("not_needed"), (" not observed", "muted"))
        if line.rating is not None:
            return ((measure_text(sheet, line), ""),)
        return (("type a number" if here else look.sign("to_come"), "muted"),)


def _unit(sheet: Sheet, line: Line) -> str:
    unit = sheet.units.get(line.criterion.scoring.unit)
    return unit.short if unit else ""


def _scale(look: Look, line: Line, here: bool) -> list[Part]:
    chosen = round(line.rating.value) if line.rating is not None else 0
    parts: list[Part] = []
    for digit in SCALE:
        at = RATING_AT + STEP * (digit - 1)
        if digit == chosen:
            parts.append((at - 1, ((f" {digit} ", "bold filled"),)))
        else:
            parts.append((at, ((str(digit) if here else look.sign("to_come"), "muted"),)))
    return parts


def _check(look: Look, line: Line, here: bool) -> list[Part]:
    """A check shows its word, not a scale: 5 is yes, 1 is no."""
    value = line.rating.value if line.rating is not None else 0
    if not here:
        word = {YES: "yes", NO: "no", 3: "yes and no"}.get(round(value), look.sign("to_come"))
        return [(RATING_AT, ((word, "" if value else "muted"),))]
    parts: list[Part] = []
    for at, digit, word in ((RATING_AT, NO, "no"), (YES_AT, YES, "yes")):
        if round(value) == digit:
            parts.append((at - 1, ((f" {digit} {word} ", "bold filled"),)))
        else:
            parts.append((at, ((f"{digit} {word}", "muted"),)))
    return parts


_FIELDS = ("moment", "act", "effect")


def _evidence(look: Look, line: Line, here: bool, marks: int) -> list[Part]:
    found = line.evidence
    filled = [bool(part.strip()) for part in (found.moment, found.act, found.effect)]
    if line.criterion.scoring.type is ScoringType.NUMERIC and not any(filled):
        return [(EVIDENCE_AT, (look.glyph("not_needed"),))]
    if not any(filled) and marks:
        return [(EVIDENCE_AT, ((f"{marks} mark{'' if marks == 1 else 's'}", "accent" if here else "muted"),))]
    if not any(filled) and (line.rating is None or not line.rating.observed):
        return []
    dots = "".join(look.sign("done" if part else "open") for part in filled)
    missing = next((name for name, part in zip(_FIELDS, filled, strict=True) if not part), "")
    pieces: Pieces = ((dots, ""),)
    if here and missing:
        pieces += ((f" {missing}", "due"),)
    return [(EVIDENCE_AT, pieces)]


_HEADS: tuple[Part, ...] = (
    (NAME_AT, (("Criterion", "muted"),)),
    (WEIGHT_END - len("Weight"), (("Weight", "muted"),)),
    (RATING_AT, (("Rating", "muted"),)),
    (EVIDENCE_AT, (("Evidence", "muted"),)),
)
