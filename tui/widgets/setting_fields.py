"""The settings as labelled fields, walked by arrows and changed in place: text, choices, and a key by pressing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Container
from textual.css.query import NoMatches
from textual.geometry import Offset
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.suggester import SuggestFromList
from textual.widget import Widget

from domain.model.lazily import dataclass
from tui.commands import Command, Commanding
from tui.keys.keymap import written_key
from tui.lines import Line
from tui.safe_text import clean, cut_pieces
from tui.widgets.fields import ChoiceInput
from tui.widgets.line_view import LineView
from tui.widgets.paint import Part, ink_of, look_of, strip
from tui.widgets.slip_fields import SlipField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.events import Key, Resize
    from textual.widgets import Input

    from tui.safe_text import Piece, Pieces

GLYPH_AT, LABEL_AT = 4, 6
BETWEEN = ","
"""Between the chosen words of a field that takes several."""


@dataclass(frozen=True, slots=True)
class SettingRow(Line):
    """One line: state, label, the value in a field, and a muted note after it."""

    glyph: Pieces = ()
    label: Pieces = ()
    value: Pieces = ()
    note: Pieces = ()
    field_at: int = 17
    field_cells: int = 61


class SettingRows(LineView):
    """Paints ``SettingRow`` after ``SettingRow``; the head of the focused row's section is in sight where it fits."""

    def _follow(self) -> None:
        super()._follow()
        heads = [at for at, line in enumerate(self.lines[: max(0, self.at)]) if line.head]
        if heads and heads[-1] < self.top and self.at - heads[-1] < self.rows:
            self.top = heads[-1]

    def render_line(self, y: int) -> Strip:
        """Return one row: label on the ground, value in the tone of a field."""
        at = self.top + y - self.SKIP
        if not 0 <= at < len(self.lines) or not isinstance(row := self.lines[at], SettingRow):
            return super().render_line(y)
        here = at == self.at
        tone = "cursor" if here and self.lit else "mark" if here else "ground"
        styles, cells = ink_of(self), self.size.width
        room = max(0, min(row.field_cells, cells - row.field_at - 2))
        value = cut_pieces(row.value, max(0, room - 2), look_of(self).dots)
        note = cut_pieces(row.note, max(0, cells - row.field_at - room - 4), look_of(self).dots)
        return Strip.join(
            [
                strip(row.field_at, self._label(row, here), styles, tone),
                strip(room, ((1, value),), styles, tone if here else "mark"),
                strip(cells - row.field_at - room, ((2, note),), styles, tone),
            ]
        )

    def _label(self, row: SettingRow, here: bool) -> list[Part]:
        label = row.label
        if here and self.lit:
            label = tuple((text, "" if words == "muted" else words) for text, words in label)
        parts: list[Part] = [(0, (look_of(self).glyph("focus"),))] if here and self.lit else []
        if row.glyph:
            parts.append((GLYPH_AT, row.glyph))
        return [*parts, (LABEL_AT, cut_pieces(label, row.field_at - LABEL_AT - 1, look_of(self).dots))]


class Problems(LineView):
    """What is to mend; what is said of the focused line is in sight with it."""

    def _follow(self) -> None:
        super()._follow()
        last = next((at - 2 for at in self._stops() if at > self.at), len(self.lines) - 1)
        if self.rows:
            self.top = max(self.top, min(self.at, last - self.rows + 1))


class SomeInput(ChoiceInput):
    """Several of the options: a digit or Space chooses one or lets it go, Enter keeps."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        *ChoiceInput.VERBS,
        Command(id="field.toggle", keys="space", do="toggle", word="choose or let go", group="Fields"),
    )
    caret: reactive[int] = reactive(0)

    def chosen(self) -> set[str]:
        """Return the ids of the chosen options."""
        return {name for name in self.value.split(BETWEEN) if name}

    def pick(self, at: int) -> None:
        """Choose the option at position ``at``, or let it go."""
        if at < len(self.choices):
            self.caret = at
            self._choose(at)

    def step_on(self) -> None:
        """Go to the next option."""
        self.caret = (self.caret + 1) % len(self.choices)

    def step_back(self) -> None:
        """Go to the option before."""
        self.caret = (self.caret - 1) % len(self.choices)

    def toggle(self) -> None:
        """Choose the option under the caret, or let it go."""
        self._choose(self.caret)

    def _choose(self, at: int) -> None:
        after = self.chosen() ^ {self.choices[at][0]}
        self.value = BETWEEN.join(name for name, _ in self.choices if name in after)
        self.post_message(self.Changed(self.value))

    def render_line(self, y: int) -> Strip:
        """Return the options, the chosen ones filled, the one under the caret underlined."""
        pieces: list[Piece] = []
        for at, (name, label) in enumerate(self.choices):
            line = " underline" if at == self.caret else ""
            chosen = name in self.chosen()
            pieces.append((f" {at + 1} ", "bold filled" if chosen else "bold accent"))
            pieces += [(" ", ""), (clean(label), ("text" if chosen else "muted") + line), (" ", "")]
        return strip(self.size.width, ((1, tuple(pieces)),), ink_of(self), "cursor" if self.has_focus else "mark")


class KeyInput(Commanding, Widget, can_focus=True):
    """Takes the next key that is pressed, whichever it is; only Esc and Backspace have a meaning of their own."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(id="capture.usual", keys="", do="usual", shown="Bksp", word="the usual key", group="Fields"),
        Command(id="capture.leave", keys="", do="leave", shown="Esc", word="leave it", group="Fields"),
    )

    @dataclass
    class Pressed(Message):
        """A key, as it is written in the settings; '' for the usual one, None to leave it as it is."""

        key: str | None

    def usual(self) -> None:
        """Ask for the usual key."""
        self.post_message(self.Pressed(""))

    def leave(self) -> None:
        """Leave the key as it is."""
        self.post_message(self.Pressed(None))

    async def _on_key(self, event: Key) -> None:
        event.stop()
        event.prevent_default()
        if event.key == "escape":
            self.leave()
        elif event.key == "backspace":
            self.usual()
        else:
            self.post_message(self.Pressed(written_key(event.key, event.character)))

    def render_line(self, y: int) -> Strip:
        """Return what is waited for."""
        pieces: Pieces = (("press a key", "accent"),)
        return strip(self.size.width, ((1, pieces),), ink_of(self), "cursor")


class SettingFields(Commanding, Container):
    """The rows, with an editor that lies over the one being changed."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(id="settings.keep", keys="", do="keep", shown="Enter", word="keep", group="Fields"),
        Command(id="settings.leave", keys="", do="leave", shown="Esc", word="leave it", group="Fields"),
    )

    DEFAULT_CSS = """
    SettingFields { layers: rows typing; height: 1fr; width: 100%; }
    SettingFields #rows { layer: rows; height: 100%; width: 100%; }
    SettingFields .editor { layer: typing; height: 1; }
    SettingFields #typing { layer: typing; display: none; }
    """

    @dataclass
    class Changed(Message):
        """The field would read so now."""

        place: str
        value: str

    @dataclass
    class Entered(Message):
        """Keep this; ``by`` rows on goes the focus then."""

        place: str
        value: str
        by: int = 0

    @dataclass
    class Left(Message):
        """It is to stay as it was."""

    @dataclass
    class Pressed(Message):
        """A key was pressed for a binding; '' for the usual one."""

        place: str
        key: str

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        """Start without rows."""
        super().__init__(id=id)
        self.place = ""
        """What is being changed; '' while nothing is."""
        self.editor: Widget | None = None

    def compose(self) -> ComposeResult:
        """Yield the rows and the text field over them."""
        yield SettingRows(id="rows")
        yield SlipField(id="typing", select_on_focus=False)

    @property
    def rows(self) -> SettingRows:
        """The rows."""
        return self.query_one(SettingRows)

    @property
    def typing(self) -> SlipField:
        """The text field; it shows only while text is being changed."""
        return self.query_one(SlipField)

    @property
    def capturing(self) -> bool:
        """Whether the next key is taken as it is."""
        return isinstance(self.editor, KeyInput)

    def show(self, rows: Sequence[Line]) -> None:
        """Paint other rows; what is being changed stays."""
        self.rows.show(rows)
        self._lay_over()

    def write(self, place: str, text: str, hint: str, longest: int, suggestions: Sequence[str] = ()) -> None:
        """Write at ``place``, starting from ``text``."""
        field = self.typing
        field.max_length = longest
        field.placeholder = clean(hint)
        field.suggester = SuggestFromList(suggestions, case_sensitive=False) if suggestions else None
        with field.prevent(SlipField.Changed):
            field.value = clean(text)
        field.cursor_position = len(field.value)
        field.display = True
        self._begin(place, field)

    def choose(self, place: str, choices: Sequence[tuple[str, str]], value: str, *, some: bool = False) -> None:
        """Choose at ``place`` one of ``choices``, or some of them."""
        self._lay(place, (SomeInput if some else ChoiceInput)(choices, value))

    def press(self, place: str) -> None:
        """Take the next key for the binding at ``place``."""
        self._lay(place, KeyInput())

    def _lay(self, place: str, editor: Widget) -> None:
        editor.add_class("editor")
        self.mount(editor)
        self._begin(place, editor)

    def _begin(self, place: str, editor: Widget) -> None:
        self.place, self.editor = place, editor
        self.rows.choose(place)
        self.rows.always_lit = True
        self._lay_over()
        # At once, so that the next key is already typed and no command.
        self.screen.set_focus(editor)

    def end(self) -> None:
        """Stop changing; nothing is kept by that alone."""
        if not self.place:
            return
        editor, self.editor, self.place = self.editor, None, ""
        self.rows.always_lit = False
        # At once, so that the next key is a command again.
        self.screen.set_focus(self.rows)
        if isinstance(editor, SlipField):
            editor.display = False
        elif editor is not None:
            editor.remove()

    def keep(self) -> None:
        """Say what to keep of what is being chosen."""
        if isinstance(self.editor, ChoiceInput):
            self._enter(self.editor.value)

    def leave(self) -> None:
        """Say that it stays as it was."""
        self.post_message(self.Left())

    def _lay_over(self) -> None:
        rows = self.rows
        row = rows.lines[rows.at] if 0 <= rows.at < len(rows.lines) else None
        if self.editor is None or not isinstance(row, SettingRow):
            return
        self.editor.styles.width = max(4, min(row.field_cells, rows.size.width - row.field_at - 2))
        self.editor.styles.offset = Offset(row.field_at, max(0, rows.at - rows.top))

    def on_resize(self, _event: Resize) -> None:
        """Keep the editor over its row."""
        self.call_after_refresh(self._lay_over)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say how it would read."""
        event.stop()
        if self.place:
            self.post_message(self.Changed(self.place, event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Say what to keep."""
        event.stop()
        self._enter(event.value)

    def on_slip_field_stepped(self, event: SlipField.Stepped) -> None:
        """Say what to keep, and go on."""
        event.stop()
        self._enter(self.typing.value, event.by)

    def on_choice_input_changed(self, event: ChoiceInput.Changed) -> None:
        """Say how it would read."""
        event.stop()
        self.post_message(self.Changed(self.place, event.value))

    def on_choice_input_submitted(self, event: ChoiceInput.Submitted) -> None:
        """Say what to keep."""
        event.stop()
        self.keep()

    def _enter(self, value: str, by: int = 0) -> None:
        if self.place:
            self.post_message(self.Entered(self.place, value, by))

    def on_key_input_pressed(self, event: KeyInput.Pressed) -> None:
        """Say which key it is to be."""
        event.stop()
        place = self.place
        if event.key is None:
            self.leave()
        elif place:
            self.post_message(self.Pressed(place, event.key))

    def on_descendant_focus(self) -> None:
        """Changing ends when the focus is back on the rows, as by a click; text that was typed is to be kept."""
        try:
            if not self.place or not self.rows.has_focus:
                return
        except NoMatches:
            return
        if isinstance(self.editor, SlipField):
            self._enter(self.typing.value)
        self.end()
