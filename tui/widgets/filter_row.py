"""Row 1 of a list that is filtered by typing: the field and the count at its right end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from tui.commands import Command, Commanding
from tui.safe_text import content
from tui.widgets.fields import TextField

if TYPE_CHECKING:
    from textual.app import ComposeResult


class FilterRow(Commanding, Horizontal):
    """A live filter. ``Changed`` comes with every key; answers to older ones are the screen's to drop."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(id="filter.leave", keys="down escape", do="leave", word="to the list", group="In lists"),
    )

    @dataclass
    class Changed(Message):
        """The filter now reads ``value``."""

        value: str

    @dataclass
    class Left(Message):
        """Enter or the down key: the focus goes to the list."""

    def __init__(self, hint: str = "", *, id: str | None = None) -> None:  # noqa: A002
        """Show ``hint`` while nothing is typed."""
        super().__init__(id=id)
        self.hint = hint

    def compose(self) -> ComposeResult:
        """Yield slash, field and count."""
        yield Static(content(("/", "bold accent")), id="slash")
        yield self.make_field()
        yield Static(id="count")

    def make_field(self) -> TextField:
        """Return the field; subclasses have one of their own."""
        return TextField(placeholder=self.hint)

    @property
    def value(self) -> str:
        """What is typed."""
        return self.query_one(Input).value

    @value.setter
    def value(self, value: str) -> None:
        field = self.query_one(Input)
        field.value = value
        field.cursor_position = len(value)  # what is typed next goes on behind it, not somewhere within

    def count(self, text: str) -> None:
        """Show a count such as "214 of 104,318" at the right end."""
        shown = self.query_one("#count", Static)
        # Laid out anew only for a longer or shorter one: the rows below come with the same frame.
        shown.update(content((text, "muted")), layout=len(text) != shown.size.width)

    def on_descendant_focus(self) -> None:
        """Light the whole row, the count included."""
        self.add_class("-typing")

    def on_descendant_blur(self) -> None:
        """Go back to mark tone."""
        self.remove_class("-typing")

    def take_focus(self) -> None:
        """Start typing at once: a letter typed right behind the key that led here is meant for the field."""
        self.screen.set_focus(self.query_one(Input))

    def leave(self) -> None:
        """Hand the focus on to the list."""
        self.post_message(self.Left())

    def on_input_changed(self, event: Input.Changed) -> None:
        """Pass the value on."""
        event.stop()
        self.post_message(self.Changed(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Hand the focus on to the list."""
        event.stop()
        self.leave()
