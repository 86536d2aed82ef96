"""The two sides of a slip: fields at the left, word for word what will be read at the right."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from domain.workbook import slip_desk, slip_shaping
from tui.lines import Line
from tui.screens.place import Page
from tui.screens.slip_letter import heading_line, letter, notes
from tui.screens.slip_parts import group_of, help_line, missing, row_of, rows, warning_words, what_is_missing
from tui.widgets.bars import FooterBar, Notice, Tab, TabsRow
from tui.widgets.letter import Letter
from tui.widgets.line_view import LineView
from tui.widgets.slip_fields import SlipFields

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.events import Resize

    from domain.workbook.slip_desk import Desk
    from domain.workbook.slip_shaping import Place
    from tui.commands import Offer

FIELDS, READING = "fields", "reading"
TALL = 38
"""Rows from which there is room around the line that helps."""


class SlipFooter(FooterBar):
    """Leaves out what writes in a slip once it is delivered: it cannot work again until that is undone."""

    def _offers(self) -> tuple[Offer, ...]:
        found = super()._offers()
        frozen = isinstance(self.screen, SlipPage) and self.screen.frozen
        return tuple(offer for offer in found if not (frozen and offer.reason()))


class SlipPage(Page):
    """Shows one slip and follows the focus on both sides; what changes it comes with its subclasses."""

    HEADING = "Slip"
    HELP_TITLE = "Keys on the slip"
    HELP_NOTE = slip_desk.LIST_NOTE
    HOME = "#rows"
    HAS_PANE = False
    MAIN_ROW = 2
    CSS_PATH = "../styles/slip.tcss"
    FOOTER = ("app.undo",)

    def __init__(self, slip_id: int) -> None:
        """Show this slip."""
        super().__init__()
        self.slip_id = slip_id
        self.desk: Desk | None = None
        """As it is stored."""
        self.shown: Desk | None = None
        """As it would be with what is being written."""
        self.free_line_open = False
        """Whether the row of the free line is there although nothing stands in it."""
        self.filling = False
        """Whether what is being written was missing."""
        self._storing = asyncio.Lock()

    def compose(self) -> ComposeResult:
        """Lay out the fixed rows with a footer that follows the state of the slip."""
        for widget in super().compose():
            yield SlipFooter() if isinstance(widget, FooterBar) else widget

    def compose_row(self) -> ComposeResult:
        """Yield the two sides as tabs, for 80 columns."""
        yield TabsRow((Tab(FIELDS, "Fields"), Tab(READING, "What they will read")), id="sides")

    def compose_main(self) -> ComposeResult:
        """Yield the fields, the line that says what can be done there, and the letter for 80 columns."""
        yield SlipFields(id="slip-fields")
        yield LineView(id="slip-help", indent=6)
        yield Letter(id="own-letter")

    def on_mount(self) -> None:
        """Put the letter beside everything else."""
        self.query_one("#middle").mount(Letter(id="side-letter"))

    async def load(self) -> None:
        """Read the slip."""
        desk = await self.milepost.read(slip_desk.desk, self.slip_id)
        first = self.desk is None
        self.desk = desk
        if self.fields.place and not desk.frozen:
            await self._preview(self.fields.place, self.fields.typing.value)
            if self.fields.place:
                return
        self._show(desk)
        if first:
            self._go_to_first()
        self.desk_read()

    def copied(self) -> tuple[str, str]:
        """Return the words of the slip."""
        from tui.screens.copying import slip_words

        return (slip_words(self.desk), "Slip text") if self.desk is not None else ("", "")

    def subject(self) -> str:
        """Return whose slip it is."""
        return self.milepost.look.name(self.desk.slip.name) if self.desk is not None else ""

    def desk_read(self) -> None:
        """Called when the slip was read and is shown."""

    def _go_to_first(self) -> None:
        """Start at the first gap; a delivered slip starts with what was read."""
        desk = self.desk
        assert desk is not None
        if desk.frozen:
            self.query_one(TabsRow).choose(READING)
        gaps = missing(desk)
        if gaps:
            self.fields.rows.choose(row_of(gaps[0]))
        elif not desk.frozen:
            self.fields.rows.move_first()
        if self.focused is None:
            self.focus_home()

    @property
    def fields(self) -> SlipFields:
        """The left side."""
        return self.query_one("#slip-fields", SlipFields)

    @property
    def place(self) -> Place:
        """The focused row."""
        return self.fields.place or self.fields.rows.line_id

    @property
    def frozen(self) -> bool:
        """Whether it was delivered."""
        return self.desk is not None and self.desk.frozen

    @property
    def narrow(self) -> bool:
        """Whether only one side is shown at a time."""
        return self.has_class("-bare")

    # Painting.

    def on_letter_sized(self, event: Letter.Sized) -> None:
        """Wrap the letter for its size."""
        event.stop()
        if self.shown is not None:
            self._show_letter(event.letter, self.shown)
        if self.reading and event.letter.id == "own-letter":
            event.letter.stand_alone(True)
            self.set_focus(event.letter.text)

    def on_resize(self, event: Resize) -> None:
        """Give the line that helps more room on a taller screen."""
        super().on_resize(event)
        self.set_class(event.size.height >= TALL, "-tall")

    def _show_again(self) -> None:
        if self.shown is not None:
            self._show(self.shown)

    def _show(self, desk: Desk) -> None:
        if not self.is_here:
            return
        self.shown = desk
        look, slip = self.milepost.look, desk.slip
        header = self.header
        header.fact = f"{look.name(slip.name)}, {slip.milestone.short.lower()}, attempt {slip.number}"
        if desk.frozen:
            header.fact += ", given"
        header.saved = "" if desk.frozen else "draft, saved"
        self.fields.show(rows(look, desk, free_line=self.free_line_open))
        for side in self.query(Letter):
            self._show_letter(side, desk)
        self._show_help()
        self.notices.standing = self._standing(desk)
        self.refresh_chrome()

    def _show_letter(self, side: Letter, desk: Desk) -> None:
        if not side.display or not side.size.width:
            return
        look = self.milepost.look
        head = heading_line(look, desk) if side.id == "side-letter" else None
        side.show(head, letter(look, desk, side.measure), notes(look, desk, side.measure))
        if not self.narrow:
            side.text.reveal(group_of(self.place))

    def _show_help(self) -> None:
        if self.shown is None:
            return
        writing = self.fields.typing.value if self.fields.place else None
        said = help_line(self.milepost.look, self.shown, self.place, writing)
        self.query_one("#slip-help", LineView).show((Line(said),))

    def _standing(self, desk: Desk) -> Notice | None:
        if desk.frozen:
            return None
        if desk.slip.blocks:
            return Notice(what_is_missing(desk), "open", (("m", "go to next"),), role="due")
        if warnings := desk.slip.warnings:
            text = f"{len(warnings)} to confirm: {warning_words(warnings[0])}"
            return Notice(text, "late", (("f", "deliver"),), role="due")
        return Notice("Nothing is missing.", "done", (("f", "deliver"),))

    def on_line_view_moved(self, event: LineView.Moved) -> None:
        """Show what can be done there, and what it reads like."""
        if event.view is not self.fields.rows:
            return
        self._show_help()
        for side in self.query(Letter):
            if side.display and not self.narrow:
                side.text.reveal(group_of(event.line))

    async def _preview(self, place: Place, text: str) -> None:
        """Show the slip as it would be with these words at a place."""
        if self.desk is None:
            return
        draft = slip_shaping.with_text(self.desk.slip.draft, place, text)
        shown = await self.milepost.read(slip_desk.desk, self.slip_id, draft)
        if self.fields.place == place:
            self._show(shown)

    # The two sides.

    def next_part(self) -> None:
        """Go to the other side."""
        self.fields.end()
        if self.narrow:
            self.query_one(TabsRow).step(1)
        elif self.focused is self.fields.rows:
            self.set_focus(self._letter().text)
        else:
            self.focus_home()

    def part_before(self) -> None:
        """Go to the other side."""
        self.next_part()

    def _letter(self) -> Letter:
        return self.query_one("#own-letter" if self.narrow else "#side-letter", Letter)

    def on_tabs_row_chosen(self, event: TabsRow.Chosen) -> None:
        """Show the chosen side; the letter takes the focus when it is wrapped."""
        self.fields.end()
        self.set_class(event.tab == READING, "-reading")
        if not self.reading:
            self.focus_home()

    @property
    def reading(self) -> bool:
        """Whether the letter alone is in sight."""
        return self.narrow and self.has_class("-reading")

    def _to_fields(self) -> None:
        """Bring the fields in front, for keys that change them."""
        if self.reading:
            self.query_one(TabsRow).choose(FIELDS)

    def back(self) -> None:
        """One step back: writing ends and is kept, then the fields come back, then the page closes."""
        if self.fields.place:
            self.fields.end()
        elif self.reading and not self.frozen:
            self.query_one(TabsRow).choose(FIELDS)
        elif self.frozen and not (self.notices.notice and self.notices.notice.error):
            self.milepost.back()
        else:
            super().back()
