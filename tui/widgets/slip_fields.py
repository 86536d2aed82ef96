"""The left side of a slip: its points as labelled fields, walked by arrows and written in place."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Container
from textual.css.query import NoMatches
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip

from domain.model.lazily import dataclass
from tui.commands import Command
from tui.lines import Line
from tui.safe_text import clean, cut_pieces
from tui.widgets.fields import LongField
from tui.widgets.line_view import LineView
from tui.widgets.paint import Part, ink_of, look_of, strip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.events import Resize
    from textual.timer import Timer
    from textual.widgets import Input

    from tui.safe_text import Pieces

GLYPH_AT, LABEL_AT, VALUE_AT = 4, 6, 22
RIGHT_MARGIN = 2
SAVE_AFTER = 1.0
"""Seconds after the last key; a sentence is stored within two."""


@dataclass(frozen=True, slots=True)
class SlipRow(Line):
    """One line of the left side: state, label and value; ``field`` paints the value as something to write in."""

    glyph: Pieces = ()
    label: Pieces = ()
    value: Pieces = ()
    field: bool = False


class SlipRows(LineView):
    """Paints ``SlipRow`` after ``SlipRow``; the whole point of the focused row is in sight where it fits."""

    def _follow(self) -> None:
        super()._follow()
        heads = [at for at, line in enumerate(self.lines) if line.head]
        first = max((at for at in heads if at <= self.at), default=0)
        last = min((at for at in heads if at > self.at), default=len(self.lines) + 1) - 2
        if self.rows and last - self.top >= self.rows:
            self.top = max(0, min(first, last - self.rows + 1))
            self.top = max(self.top, self.at - self.rows + 1)

    def _line_strip(self, y: int) -> Strip:
        """Return one row: label on the ground, value in the tone of a field."""
        at = self.top + y - self.SKIP
        if not 0 <= at < len(self.lines) or not isinstance(row := self.lines[at], SlipRow):
            return super()._line_strip(y)
        here = at == self.at and bool(row.id)
        tone = "cursor" if here and self.lit else "mark" if here else "ground"
        value_tone = tone if here else "mark" if row.field else "ground"
        styles, cells = ink_of(self), self.size.width
        room = max(0, cells - VALUE_AT - RIGHT_MARGIN)
        value = strip(room, ((1 if row.field else 0, self._value(row, here, room)),), styles, value_tone)
        return Strip.join(
            [
                strip(VALUE_AT, self._label(row, here), styles, tone),
                value,
                strip(cells - VALUE_AT - room, (), styles, tone),
            ]
        )

    def _label(self, row: SlipRow, here: bool) -> list[Part]:
        label = row.label
        if row.head and self.lit and self._in_group(row):
            label = tuple((text, f"{words} accent" if words == "bold" else words) for text, words in label)
        elif here and self.lit:
            label = tuple((text, "" if words == "muted" else words) for text, words in label)
        parts: list[Part] = [(0, (look_of(self).glyph("focus"),))] if here and self.lit else []
        if row.glyph:
            parts.append((GLYPH_AT, row.glyph))
        return [*parts, (LABEL_AT, cut_pieces(label, VALUE_AT - LABEL_AT - 1, look_of(self).dots))]

    def _value(self, row: SlipRow, here: bool, room: int) -> Pieces:
        value = cut_pieces(row.value, room - (1 if row.field else 0), look_of(self).dots)
        return tuple((text, f"bold {words}") for text, words in value) if here and row.head else value


class SlipField(LongField):
    """The text field; arrows keep what is written and go on."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(
            id="slip.keep_down",
            keys="down",
            do="keep_and_down",
            group="Writing",
            shown="Enter",
            word="keep",
            help="keep; Esc and arrows as well",
        ),
        Command(id="slip.keep_up", keys="up", do="keep_and_up", group="Writing", help="keep, field before"),
    )

    @dataclass
    class Stepped(Message):
        """Keep what is written and go ``by`` rows on."""

        by: int

    def keep_and_down(self) -> None:
        """Keep what is written and go to the next field."""
        self.post_message(self.Stepped(1))

    def keep_and_up(self) -> None:
        """Keep what is written and go to the field before."""
        self.post_message(self.Stepped(-1))


class SlipFields(Container):
    """The rows with a text field that lies over the one being written."""

    DEFAULT_CSS = """
    SlipFields { layers: rows typing; height: 1fr; width: 100%; }
    SlipFields #rows { layer: rows; height: 100%; width: 100%; }
    SlipFields #typing { layer: typing; display: none; }
    """

    @dataclass
    class Typed(Message):
        """The field at ``place`` reads so now; ``rests`` when it is time to store it."""

        place: str
        text: str
        rests: bool

    @dataclass
    class Kept(Message):
        """Writing ended; ``entered`` by Enter."""

        place: str
        text: str
        entered: bool

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        """Start without rows."""
        super().__init__(id=id)
        self.place = ""
        """What is being written; '' while nothing is."""
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Yield the rows and the field over them."""
        yield SlipRows(id="rows")
        yield SlipField(id="typing", select_on_focus=False)

    @property
    def rows(self) -> SlipRows:
        """The rows."""
        return self.query_one(SlipRows)

    @property
    def typing(self) -> SlipField:
        """The field; it shows only while something is being written."""
        return self.query_one(SlipField)

    def show(self, rows: Sequence[SlipRow]) -> None:
        """Paint other rows; what is being written stays."""
        self.rows.show(rows)
        if self.place and self.rows.line_id != self.place:
            self.rows.choose(self.place)
        self._lay_over()

    def begin(self, place: str, text: str, hint: str, longest: int) -> None:
        """Write at ``place``, starting from ``text``."""
        self.rows.choose(place)
        field = self.typing
        field.max_length = longest
        field.placeholder = clean(hint)
        self.place = place
        with field.prevent(SlipField.Changed):
            field.value = clean(text)
        field.cursor_position = len(field.value)
        field.display = True
        self.rows.always_lit = True
        self._lay_over()
        # At once, so that the next key is already typed and no command.
        self.screen.set_focus(field)

    def end(self, *, entered: bool = False) -> None:
        """Stop writing and say what is kept."""
        if not self.place:
            return
        place, self.place = self.place, ""
        self._stop()
        text = self.typing.value
        had_focus = self.typing.has_focus
        self.typing.display = self.rows.always_lit = False
        if had_focus:
            self.rows.focus()
        self.post_message(self.Kept(place, text, entered))

    def on_slip_field_stepped(self, event: SlipField.Stepped) -> None:
        """Keep what is written and go on."""
        event.stop()
        self.end()
        if event.by > 0:
            self.rows.move_down()
        else:
            self.rows.move_up()

    def _lay_over(self) -> None:
        if not self.place:
            return
        rows = self.rows
        self.typing.styles.width = max(4, rows.size.width - VALUE_AT - RIGHT_MARGIN)
        self.typing.styles.offset = Offset(VALUE_AT, max(0, rows.at - rows.top))

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def on_resize(self, _event: Resize) -> None:
        """Keep the field over its row."""
        self.call_after_refresh(self._lay_over)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say so, and store when typing rests for a second."""
        event.stop()
        if not self.place:
            return
        self.post_message(self.Typed(self.place, event.value, rests=False))
        self._stop()
        self._timer = self.set_timer(SAVE_AFTER, self.store)

    def store(self) -> None:
        """Say that what is written is to be stored now."""
        self._stop()
        if self.place:
            self.post_message(self.Typed(self.place, self.typing.value, rests=True))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep what was written."""
        event.stop()
        self.end(entered=True)

    def on_descendant_blur(self) -> None:
        """Store what is being written when the field is left."""
        self.store()

    def on_descendant_focus(self) -> None:
        """Writing ends when the focus is back on the rows."""
        try:
            if self.place and self.rows.has_focus:
                self.end()
        except NoMatches:
            return
