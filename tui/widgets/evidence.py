"""Three short fields of evidence: when it was, what was said or done, what it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Static

from domain.model.slip import Evidence
from tui.commands import Command, Commanding
from tui.safe_text import content
from tui.widgets.paint import look_of

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.timer import Timer

MAX_CHARACTERS = 200
SAVE_AFTER = 1.0
"""Seconds after the last key; a sentence is stored within two."""

LABELS = (
    ("moment", "Moment", "when it was: on question 2, at the start"),
    ("act", "You said, did", 'what was seen or heard, or "the words"'),
    ("effect", "Effect", "what it does to a caller"),
)


class EvidenceFields(Commanding, Vertical):
    """The evidence of one criterion; `Typed` comes when typing rests, when a field is left and when it is shown anew."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(id="evidence.next", keys="down", do="next_field", help="next field", group="Evidence"),
        Command(id="evidence.before", keys="up", do="field_before", help="field before", group="Evidence"),
    )
    DEFAULT_CSS = """
    EvidenceFields { height: 3; width: 80; }
    EvidenceFields Horizontal { height: 1; width: 80; }
    EvidenceFields Static { width: 17; height: 1; }
    EvidenceFields Input { width: 61; }
    EvidenceFields Input:focus { background: $cursor; background-tint: $cursor 0%; }
    """

    @dataclass
    class Typed(Message):
        """The evidence of a criterion now reads so."""

        criterion: str
        evidence: Evidence

    @dataclass
    class Left(Message):
        """Enter in the last field: the focus goes back to the criteria."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        """Start without a criterion; `show` brings one."""
        super().__init__(id=id)
        self.criterion = ""
        self.stored = Evidence()
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Yield a label and a field for each part."""
        for name, _label, hint in LABELS:
            with Horizontal():
                yield Static(id=f"label-{name}")
                yield Input(placeholder=hint, max_length=MAX_CHARACTERS, id=f"field-{name}")

    def show(self, criterion: str, evidence: Evidence) -> None:
        """Show the evidence of a criterion; what is being typed in a field stays."""
        same = criterion == self.criterion
        if not same:
            self.save()
        typing = same and self.value != self.stored
        self.criterion, self.stored = criterion, evidence
        if not typing:
            for name, _label, _hint in LABELS:
                field = self.query_one(f"#field-{name}", Input)
                with field.prevent(Input.Changed):
                    field.value = getattr(evidence, name)
        self._paint_labels()

    @property
    def value(self) -> Evidence:
        """What stands in the fields."""
        return Evidence(*(self.query_one(f"#field-{name}", Input).value.strip() for name, _, _ in LABELS))

    def save(self) -> None:
        """Say what was typed, if it is not stored yet."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if self.criterion and self.value != self.stored:
            self.stored = self.value
            self.post_message(self.Typed(self.criterion, self.stored))

    def take_focus(self) -> None:
        """Start typing in the first empty field."""
        fields = list(self.query(Input))
        next((field for field in fields if not field.value), fields[0]).focus()

    def next_field(self) -> None:
        """Go to the next field; from the last back to the criteria."""
        self._step(1)

    def field_before(self) -> None:
        """Go to the field before; from the first back to the criteria."""
        self._step(-1)

    def _step(self, by: int) -> None:
        fields = list(self.query(Input))
        at = next((n for n, field in enumerate(fields) if field.has_focus), -1) + by
        if 0 <= at < len(fields):
            fields[at].focus()
        else:
            self.save()
            self.post_message(self.Left())

    def on_input_changed(self, event: Input.Changed) -> None:
        """Store when typing rests for a second."""
        event.stop()
        self._paint_labels()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(SAVE_AFTER, self.save)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on to the next field."""
        event.stop()
        self.next_field()

    def on_input_blurred(self, event: Input.Blurred) -> None:
        """Store when a field is left."""
        event.stop()
        self.save()

    def on_unmount(self) -> None:
        """Nothing that was typed is lost when the screen goes."""
        if self._timer is not None:
            self._timer.stop()

    def _paint_labels(self) -> None:
        look, value = look_of(self), self.value
        for name, label, _hint in LABELS:
            filled = bool(getattr(value, name))
            glyph = look.glyph("done") if filled else look.glyph("open", "due")
            pieces = (("    ", ""), glyph, (f" {label}", "muted" if filled else ""))
            self.query_one(f"#label-{name}", Static).update(content(*pieces))
