"""Three short fields of evidence: when it was, what was said or done, what it does."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical
from textual.message import Message

from domain.model.lazily import dataclass
from domain.model.slip import Evidence
from tui.commands import Command, Commanding
from tui.widgets.fields import Field, FieldRow

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.timer import Timer

MAX_CHARACTERS = 200
SAVE_AFTER = 1.0
"""Seconds after the last key; a sentence is stored within two."""

FIELDS = (
    Field(
        key="moment",
        label="Moment",
        hint="when it was: on question 2, at the start",
        required=True,
        longest=MAX_CHARACTERS,
    ),
    Field(key="act", label="You said", hint='what they did, or "their words"', required=True, longest=MAX_CHARACTERS),
    Field(key="effect", label="Effect", hint="what it does to a caller", required=True, longest=MAX_CHARACTERS),
)


class EvidenceFields(Commanding, Vertical):
    """The evidence of one criterion; `Typed` comes when typing rests and when a field or the criterion is left."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(id="evidence.next", keys="down", do="next_field", help="next field", group="Evidence"),
        Command(id="evidence.before", keys="up", do="field_before", help="field before", group="Evidence"),
    )
    DEFAULT_CSS = """
    EvidenceFields { height: auto; width: 80; }
    """

    @dataclass
    class Typed(Message):
        """The evidence of a criterion now reads so."""

        criterion: str
        evidence: Evidence

    @dataclass
    class Left(Message):
        """Enter in the last field, or a step beyond the ends: the focus goes back to the criteria."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        """Start without a criterion; `show` brings one."""
        super().__init__(id=id)
        self.criterion = ""
        self.stored = Evidence()
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Yield a field for each part."""
        for field in FIELDS:
            yield FieldRow(field)

    @property
    def rows(self) -> list[FieldRow]:
        """The fields from top to bottom."""
        return list(self.query(FieldRow))

    def show(self, criterion: str, evidence: Evidence) -> None:
        """Show the evidence of a criterion; what is being typed for the same one stays."""
        same = criterion == self.criterion
        if not same:
            self.save()
        typing = same and self.value != self.stored
        self.criterion, self.stored = criterion, evidence
        if not typing:
            for row in self.rows:
                with self.prevent(FieldRow.Changed):
                    row.value = getattr(evidence, row.field.key)

    @property
    def value(self) -> Evidence:
        """What stands in the fields."""
        return Evidence(*(row.value.strip()[:MAX_CHARACTERS] for row in self.rows))

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
        next((row for row in self.rows if not row.value), self.rows[0]).take_focus()

    def next_field(self) -> None:
        """Go to the next field; from the last back to the criteria."""
        self._step(1)

    def field_before(self) -> None:
        """Go to the field before; from the first back to the criteria."""
        self._step(-1)

    def _step(self, by: int) -> None:
        at = next((n for n, row in enumerate(self.rows) if row.has_focus_within), -1) + by
        if 0 <= at < len(self.rows):
            self.rows[at].take_focus()
        else:
            self.save()
            self.post_message(self.Left())

    def on_field_row_changed(self, event: FieldRow.Changed) -> None:
        """Store when typing rests for a second."""
        event.stop()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(SAVE_AFTER, self.save)

    def on_field_row_submitted(self, event: FieldRow.Submitted) -> None:
        """Go on to the next field."""
        event.stop()
        self.next_field()

    def on_descendant_blur(self) -> None:
        """Store when a field is left."""
        self.save()
