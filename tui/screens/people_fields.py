"""What can be typed in the filter of People: every field and flag with an example, and how they are joined."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from domain.workbook.filters import FIELDS, FLAGS
from tui.commands import Command
from tui.lines import GAP, Line, heading
from tui.safe_text import pad
from tui.screens.choice import ChoiceList
from tui.screens.overlay import Overlay

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from tui.widgets.line_view import LineView

EXAMPLE_CELLS = 20
JOINED = (
    ("stage:mock,sales", "either of them"),
    ("-state:hired", "all but those"),
    ('city:"Quezon City"', "a value with a space"),
    ("joan owed", "both: the words, and a slip owed"),
)
"""How terms are put together: an example, and what it means."""
MARGIN_ROWS = 4


class FieldLines(ChoiceList):
    """The fields; a click types one as Enter does."""


class FieldsHelp(Overlay[str]):
    """A sheet of what can be typed. Dismisses with the field or flag that was chosen, or with ``None``."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(id="overlay.close", keys="escape", do="close", word="close"),
        Command(id="people_fields.take", keys="", do="take", shown="Enter", word="type it", help="type it"),
    )

    def compose_overlay(self) -> ComposeResult:
        """Yield the sheet."""
        view = FieldLines(self._lines(), indent=4, inner=68)
        view.always_lit = True
        yield view

    def _lines(self) -> list[Line]:
        fields = [_row(words.example, words.says, f"{name}:") for name, words in FIELDS.items()]
        flags = [_row(name, says, name) for name, says in FLAGS.items()]
        joined = [_row(example, says) for example, says in JOINED]
        return [
            GAP,
            heading("What can be typed in the filter", right="names, digits and these"),
            GAP,
            *fields,
            GAP,
            *flags,
            GAP,
            *joined,
            GAP,
        ]

    def on_mount(self) -> None:
        """Give the focus to the first field."""
        self._fit()
        self.query_one(FieldLines).focus()

    def on_screen_resume(self) -> None:
        """Fit again after a change of size."""
        self._fit()

    def _fit(self) -> None:
        view = self.query_one(FieldLines)
        view.styles.height = max(8, min(len(view.lines), self.app.size.height - MARGIN_ROWS))

    def take(self) -> None:
        """Type the focused one."""
        self.dismiss(self.query_one(FieldLines).line_id)

    def on_line_view_opened(self, event: LineView.Opened) -> None:
        """Type it."""
        self.dismiss(event.line)


def _row(example: str, says: str, line_id: str = "") -> Line:
    return Line(((pad(example, EXAMPLE_CELLS), "bold accent"), (says, "muted")), id=line_id)
