"""Labelled fields, 17 cells of label and 61 of field: text, numbers, dates and choices by digit."""

from __future__ import annotations

import re
from datetime import date, timedelta
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input, Static

from domain.model.errors import BadInput, WorkbookError
from domain.model.lazily import dataclass
from tui.commands import Command, Commanding
from tui.safe_text import clean, content, cut, width
from tui.widgets.paint import OneLine, Part, Target, ink_of, look_of, strip, the_app

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.events import Click
    from textual.strip import Strip

    from tui.safe_text import Piece

LABEL_CELLS = 17
FIELD_CELLS = 61
LONGEST = 400
LONG = 200
"""Characters from which a field is for sentences."""
WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class Kind(StrEnum):
    """What a field takes."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a form.

    Attributes:
        key: name in the values.
        label: at most 10 cells.
        kind: text, number, date or choice.
        value: what it holds at first; for a date ISO, for a choice the id of an option.
        hint: shown in the empty field.
        required: it may not stay empty.
        low, high: range of a number, both ends included.
        choices: ids and labels of a choice; the first nine by digit.
        longest: characters a text may have.
        private: it is hidden with the names, but for whoever is writing it.
        secret: it shows as dots, whoever looks.
        check: further check of the settled value; returns what is wrong, or ``""``.
    """

    key: str
    label: str
    kind: Kind = Kind.TEXT
    value: str = ""
    hint: str = ""
    required: bool = False
    low: float | None = None
    high: float | None = None
    choices: tuple[tuple[str, str], ...] = ()
    longest: int = LONGEST
    private: bool = False
    secret: bool = False
    check: Callable[[str], str] = lambda _value: ""


def settle(field: Field, typed: str, today: date) -> tuple[str, str]:
    """Return the value that ``typed`` stands for, and what is wrong with it, or ``""``.

    Dates become ISO; numbers lose their spaces and thousands commas.
    """
    text = clean(typed).strip()
    if not text:
        return "", f"{field.label} is needed." if field.required else ""
    problem = ""
    if field.kind is Kind.NUMBER:
        text, problem = _number(field, text)
    elif field.kind is Kind.DATE:
        day = read_date(text, today)
        text, problem = (day.isoformat(), "") if day else (text, "Write a date as 12 Aug, 2026-08-12, today or +7.")
    elif field.kind is Kind.CHOICE and text not in {name for name, _ in field.choices}:
        problem = "Choose one by its digit."
    elif len(text) > field.longest:
        problem = f"At most {field.longest} characters, this has {len(text)}."
    return text, problem or field.check(text)


def _number(field: Field, text: str) -> tuple[str, str]:
    plain = text.replace(",", "").replace(" ", "")
    if not re.fullmatch(r"-?\d{1,12}(\.\d{1,6})?", plain):
        return text, "Write a number, such as 31 or 4.5."
    value = float(plain)
    if (field.low is not None and value < field.low) or (field.high is not None and value > field.high):
        return plain, _range_words(field.low, field.high)
    return plain, ""


def _range_words(low: float | None, high: float | None) -> str:
    if low is None:
        return f"At most {high:,g}."
    return f"At least {low:,g}." if high is None else f"From {low:,g} to {high:,g}."


def read_date(text: str, today: date) -> date | None:
    """Return the day that ``text`` names: ISO, ``12 Aug``, ``12 Aug 2026``, ``today``, ``tomorrow``, ``tue`` or ``+7``.

    Without a year, the next such day from ``today`` on is meant; a weekday is one of the seven days after today.
    ``None`` when it names no day.
    """
    low = text.strip().lower()
    if low in ("today", "tomorrow"):
        return today + timedelta(days=low == "tomorrow")
    if (found := re.fullmatch(r"([a-z]{3})[a-z]*", low)) and found[1] in WEEKDAYS:
        return today + timedelta(days=1 + (WEEKDAYS.index(found[1]) - today.weekday() - 1) % 7)
    if found := re.fullmatch(r"\+(\d{1,3})", low):
        return today + timedelta(days=int(found[1]))
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", low):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if (found := re.fullmatch(r"(\d{1,2})\.? ?([a-z]{3})[a-z]*\.?(?: (\d{4}))?", low)) and found[2] in MONTHS:
        month, day = MONTHS.index(found[2]) + 1, int(found[1])
        if found[3]:
            return _day(int(found[3]), month, day)
        return _next_such_day(today, month, day)
    return None


def _next_such_day(today: date, month: int, day: int) -> date | None:
    days = (_day(year, month, day) for year in range(today.year, today.year + 9))
    return next((found for found in days if found and found >= today), None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


class TextField(Input):
    """A text field with a steady caret; the one to use everywhere."""

    private = False
    """Whether it holds something that is hidden with the names, but for whoever is writing it."""

    def on_mount(self) -> None:
        """Keep the caret steady: nothing on the screen moves by itself."""
        self.cursor_blink = False

    def render_line(self, y: int) -> Strip:
        """Return the text, or that it is hidden."""
        if self.private and self.value and not self.has_focus and the_app(self).hide_names:
            return strip(self.size.width, ((0, (("hidden", "muted"),)),), ink_of(self), "mark")
        return super().render_line(y)


class LongField(Commanding, TextField):
    """A text field for sentences, which the user's own editor can take over."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(
            id="field.editor",
            keys="f9 ctrl+g",
            do="open_editor",
            word="editor",
            title="Write in your own editor",
            help="write in your own editor",
            group="Fields",
        ),
    )

    def open_editor(self) -> None:
        """Let the user's editor have the text, and take back what was written there."""
        from tui.editing import edit

        app = the_app(self)
        try:
            written = edit(app, self.value)
        except WorkbookError as error:
            app.fail(error)
            return
        self.value = clean(written)
        self.cursor_position = len(self.value)
        if self.max_length and len(self.value) > self.max_length:
            app.fail(BadInput(f"That is {len(self.value)} characters of {self.max_length}.", "Shorten it here."))


class ChoiceInput(Commanding, Widget, can_focus=True):
    """Options in the place of a text field: digits choose, arrows walk, Enter goes on."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(
            id="field.digit", keys="1 2 3 4 5 6 7 8 9", do="pick", each=True, shown="1–9", word="choose", group="Fields"
        ),
        Command(id="field.right", keys="right", do="step_on", help="next choice", shown="← →", group="Fields"),
        Command(id="field.left", keys="left", do="step_back", group="Fields"),
        Command(id="field.enter", keys="enter", do="submit", group="Fields"),
    )

    @dataclass
    class Changed(Message):
        """Another option was chosen."""

        value: str

    @dataclass
    class Submitted(Message):
        """Enter, or a digit: go on to the next field."""

    value: reactive[str] = reactive("")

    def __init__(self, choices: Sequence[tuple[str, str]], value: str = "", *, id: str | None = None) -> None:  # noqa: A002
        """Offer ``choices`` as ids and labels."""
        super().__init__(id=id)
        self.choices = tuple(choices)
        self.set_reactive(ChoiceInput.value, value)

    def digits_offered(self) -> int:
        """Return how many digits choose something."""
        return len(self.choices)

    def rows(self) -> list[list[int]]:
        """Return the positions of the options line by line."""
        rows: list[list[int]] = [[]]
        used = 0
        for at, (_, label) in enumerate(self.choices):
            cells = width(((label, ""),)) + 5
            if rows[-1] and used + cells > FIELD_CELLS - 2:
                rows.append([])
                used = 0
            rows[-1].append(at)
            used += cells
        return rows

    def on_mount(self) -> None:
        """Be as high as the options need."""
        self.styles.height = len(self.rows())

    def pick(self, at: int) -> None:
        """Choose the option at position ``at`` and go on."""
        if at < len(self.choices):
            self._choose(at)
            self.submit()

    def step_on(self) -> None:
        """Choose the next option."""
        self._choose((self._at() + 1) % len(self.choices))

    def step_back(self) -> None:
        """Choose the option before."""
        self._choose((self._at() - 1) % len(self.choices))

    def submit(self) -> None:
        """Go on to the next field."""
        self.post_message(self.Submitted())

    def _at(self) -> int:
        return next((at for at, (name, _) in enumerate(self.choices) if name == self.value), -1)

    def _choose(self, at: int) -> None:
        self.value = self.choices[at][0]
        self.post_message(self.Changed(self.value))

    def render_line(self, y: int) -> Strip:
        """Return one line of options, the chosen one filled."""
        rows = self.rows()
        pieces: list[Piece] = [(" ", "")]
        for at in rows[y] if y < len(rows) else ():
            name, label = self.choices[at]
            chosen = name == self.value
            digit = str(at + 1) if at < 9 else look_of(self).sign("to_come")
            pieces.append((f" {digit} ", "bold filled" if chosen else "bold accent"))
            pieces.append((f" {clean(label)} ", "") if chosen else (f"{clean(label)}  ", "muted"))
        tone = "cursor" if self.has_focus else "mark"
        return strip(self.size.width, ((0, tuple(pieces)),), ink_of(self), tone)

    def on_focus(self) -> None:
        """Show the focus."""
        self.refresh()

    def on_blur(self) -> None:
        """Go back to mark tone."""
        self.refresh()

    def on_click(self, event: Click) -> None:
        """Choose what was clicked."""
        at, x = 1, event.x
        rows = self.rows()
        for option in rows[event.y] if event.y < len(rows) else ():
            cells = width(((self.choices[option][1], ""),)) + 5
            if at <= x < at + cells:
                self._choose(option)
            at += cells

    def targets(self) -> list[Target]:
        """Return the options."""
        found: list[Target] = []
        for y, row in enumerate(self.rows()):
            x = 1
            for option in row:
                found.append((x, y, partial(self._jump_to, option)))
                x += width(((self.choices[option][1], ""),)) + 5
        return found

    def _jump_to(self, option: int) -> None:
        self.focus()
        self._choose(option)


class FieldLabel(OneLine):
    """The label of a field with its state: an open ring while something is missing."""

    DEFAULT_CSS = """
    FieldLabel { width: 17; height: 1; }
    """
    lit: reactive[bool] = reactive(False)
    missing: reactive[bool] = reactive(False)
    filled: reactive[bool] = reactive(False)

    def __init__(self, label: str) -> None:
        """Show ``label``."""
        super().__init__()
        self.label = label

    def render_line(self, y: int) -> Strip:
        """Return the label in the tone of its row."""
        return strip(self.size.width, self.parts(self.size.width), ink_of(self), "cursor" if self.lit else "ground")

    def on_click(self, event: Click) -> None:
        """Focus the field."""
        event.stop()
        if isinstance(row := self.parent.parent if self.parent else None, FieldRow):
            row.take_focus()

    def targets(self) -> list[Target]:
        """Return nothing: the field itself is jumped to."""
        return []

    def parts(self, cells: int) -> Sequence[Part]:
        """Return focus bar, state glyph and label."""
        look = look_of(self)
        parts: list[Part] = [(0, (look.glyph("focus"),))] if self.lit else []
        if self.missing:
            parts.append((4, (look.glyph("open", "due"),)))
        elif self.filled:
            parts.append((4, (look.glyph("done"),)))
        role = "due" if self.missing and self.lit else "" if self.missing or self.lit else "muted"
        return [*parts, (6, ((cut(self.label, cells - 7), role),))]


class FieldRow(Commanding, Vertical):
    """One labelled field; below it, in amber, what is wrong with it."""

    VERBS: ClassVar[tuple[Command, ...]] = ()

    @dataclass
    class Changed(Message):
        """The field reads otherwise now."""

        row: FieldRow
        value: str

    @dataclass
    class Submitted(Message):
        """Enter: go on to the next field."""

        row: FieldRow

    def __init__(self, field: Field, *, id: str | None = None) -> None:  # noqa: A002
        """Make the field."""
        super().__init__(id=id or f"field-{field.key}")
        self.field = field

    def compose(self) -> ComposeResult:
        """Yield label, field and the line for what is wrong."""
        with Horizontal(classes="field-line"):
            yield FieldLabel(self.field.label)
            if self.field.kind is Kind.CHOICE:
                yield ChoiceInput(self.field.choices, self.field.value)
            else:
                kind = LongField if self.field.longest >= LONG else TextField
                editor = kind(self.field.value, placeholder=clean(self.field.hint))
                editor.private = self.field.private
                editor.password = self.field.secret
                yield editor
        yield Static(classes="field-problem")

    def on_mount(self) -> None:
        """Show the state of the first value."""
        self._show_state(self.field.value)

    @property
    def editor(self) -> Input | ChoiceInput:
        """The widget that takes the keys."""
        if self.field.kind is Kind.CHOICE:
            return self.query_one(ChoiceInput)
        return self.query_one(TextField)

    @property
    def value(self) -> str:
        """What is typed or chosen, as it stands."""
        return self.editor.value

    @value.setter
    def value(self, value: str) -> None:
        self.editor.value = value
        self._show_state(value)

    def take_focus(self) -> None:
        """Start typing here."""
        self.editor.focus()

    def settled(self) -> tuple[str, str]:
        """Return the value that is meant and what is wrong with it, and show the latter."""
        value, problem = settle(self.field, self.value, the_app(self).today)
        self.complain(problem)
        return value, problem

    def complain(self, problem: str) -> None:
        """Show what is wrong below the field, or nothing."""
        line = self.query_one(".field-problem", Static)
        line.update(content((f"{look_of(self).sign('open')} {problem}", "due")) if problem else "")
        line.display = bool(problem)

    def _show_state(self, value: str) -> None:
        label = self.query_one(FieldLabel)
        label.missing = self.field.required and not value.strip()
        label.filled = bool(value.strip())

    def on_descendant_focus(self) -> None:
        """Show the focus on the whole row."""
        self.query_one(FieldLabel).lit = True

    def on_descendant_blur(self) -> None:
        """Take the focus away and check what was typed, but never complain about a field not reached yet."""
        self.query_one(FieldLabel).lit = False
        if self.value:
            self.settled()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say that the value changed."""
        event.stop()
        self._changed(event.value)

    def on_choice_input_changed(self, event: ChoiceInput.Changed) -> None:
        """Say that the value changed."""
        event.stop()
        self._changed(event.value)

    def _changed(self, value: str) -> None:
        self._show_state(value)
        self.complain("")
        self.post_message(self.Changed(self, value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on."""
        event.stop()
        self.post_message(self.Submitted(self))

    def on_choice_input_submitted(self, event: ChoiceInput.Submitted) -> None:
        """Go on."""
        event.stop()
        self.post_message(self.Submitted(self))
