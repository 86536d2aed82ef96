"""One line for words that were said, typed while a call runs; stored when typing rests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from domain.workbook import calls
from tui.widgets.fields import TextField

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.timer import Timer

SAVE_AFTER = 1.0
"""Seconds after the last letter; a sentence is stored within two."""


class QuoteRow(Horizontal):
    """A field for what was said. `Said` comes when typing rests and at the end, `Left` when it is done."""

    @dataclass
    class Said(Message):
        """The words so far."""

        words: str

    @dataclass
    class Left(Message):
        """The words are done."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        """Start empty."""
        super().__init__(id=id)
        self._timer: Timer | None = None
        self._said = ""

    def compose(self) -> ComposeResult:
        """Yield the label and the field."""
        yield Static("Quote", id="quote-label")
        yield TextField(max_length=calls.MAX_QUOTE, placeholder="what they said, word for word; Enter keeps it")

    @property
    def field(self) -> Input:
        """Where the words are typed."""
        return self.query_one(Input)

    def begin(self) -> None:
        """Start with nothing, and take the keys."""
        self._said = ""
        self.field.value = ""
        self.field.focus()

    def save(self) -> None:
        """Say what is typed, if it was not said yet."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        words = self.field.value.strip()
        if words and words != self._said:
            self._said = words
            self.post_message(self.Said(words))

    def leave(self) -> None:
        """The words are done; nothing of them is lost."""
        self.save()
        self.post_message(self.Left())

    def on_input_changed(self, event: Input.Changed) -> None:
        """Store when typing rests for a second."""
        event.stop()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(SAVE_AFTER, self.save)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """The words are done."""
        event.stop()
        self.leave()
