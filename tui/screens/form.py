"""A form: labelled fields one below the other, saved by the last Enter; what was typed survives Esc."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalScroll

from tui.commands import Command
from tui.screens.place import Page
from tui.widgets.fields import FieldRow

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from textual.app import ComposeResult

    from tui.widgets.fields import Field


class Form(Page):
    """A page of fields. Dismisses with the settled values, or with ``None`` after Esc."""

    HAS_PANE = False
    MAIN_ROW = 2
    PINNED = ("app.help",)
    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(id="form.next", keys="down", do="next_field", word="next", shown="Enter", group="Form"),
        Command(id="form.before", keys="up", do="field_before", help="field before", group="Form"),
        Command(id="form.save", keys="f10 ctrl+enter", do="save", word="save", title="Save the form", group="Form"),
        Command(id="screen.back", keys="escape", do="leave", word="leave", help="leave, typing kept", group="Form"),
    )

    def __init__(
        self,
        heading: str,
        fields: Sequence[Field],
        save: Callable[[dict[str, str]], Awaitable[object]] | None = None,
        *,
        fact: str = "",
        draft: str = "",
    ) -> None:
        """Ask for ``fields``.

        Args:
            heading: what the form is, for the header.
            fields: from top to bottom.
            save: awaited with the settled values before the form closes; a ``WorkbookError`` keeps it open.
            fact: muted text beside the heading.
            draft: name under which unsaved typing is kept until the program ends; ``""`` keeps nothing.
        """
        super().__init__()
        self.heading = heading
        self.fact = fact
        self.fields = tuple(fields)
        self.save_with = save
        self.draft = draft

    def compose_main(self) -> ComposeResult:
        """Yield the fields."""
        with VerticalScroll(id="fields", can_focus=False):
            for field in self.fields:
                yield FieldRow(field)

    def on_mount(self) -> None:
        """Bring typing back that was left, and start in the first field."""
        self.header.heading = self.heading
        self.header.fact = self.fact
        for row in self.rows():
            row.value = self.milepost.drafts.get(self.draft, {}).get(row.field.key, row.field.value)
        self.after_frame(self.start)

    def start(self) -> None:
        """Give the focus to the first field that is missing something, else to the first."""
        rows = self.rows()
        if rows:
            next((row for row in rows if row.field.required and not row.value), rows[0]).take_focus()

    def rows(self) -> list[FieldRow]:
        """Return the fields from top to bottom."""
        return list(self.query(FieldRow))

    def values(self) -> dict[str, str]:
        """Return what is typed, as it stands."""
        return {row.field.key: row.value for row in self.rows()}

    def _current(self) -> int:
        return next((at for at, row in enumerate(self.rows()) if row.has_focus_within), 0)

    def next_field(self) -> None:
        """Go to the next field; the last one stays."""
        rows = self.rows()
        rows[min(self._current() + 1, len(rows) - 1)].take_focus()

    def field_before(self) -> None:
        """Go to the field before."""
        self.rows()[max(self._current() - 1, 0)].take_focus()

    def on_field_row_submitted(self, event: FieldRow.Submitted) -> None:
        """Go on, or save after the last field."""
        _, problem = event.row.settled()
        if problem:
            return
        if event.row is self.rows()[-1]:
            self.milepost.run_guarded(self.save())
        else:
            self.next_field()

    async def save(self) -> None:
        """Check every field, save and close; the first field with a problem gets the focus."""
        settled = {row: row.settled() for row in self.rows()}
        bad = [row for row, (_, problem) in settled.items() if problem]
        if bad:
            bad[0].take_focus()
            return
        values = {row.field.key: value for row, (value, _) in settled.items()}
        if self.save_with is not None:
            await self.save_with(values)
        self.milepost.drafts.pop(self.draft, None)
        self.dismiss(values)

    def leave(self) -> None:
        """Close; what was typed comes back when the form is opened again."""
        if self.draft:
            self.milepost.drafts[self.draft] = self.values()
        self.dismiss(None)
