"""Find a person: by a part of the name, the last digits of the mobile, or the queue number."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from domain.workbook import finding
from tui.commands import Command
from tui.lines import Line
from tui.safe_text import content, cut, pad
from tui.screens.overlay import Overlay
from tui.screens.palette import PaletteList
from tui.widgets.fields import TextField

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from domain.workbook.finding import Found
    from tui.widgets.line_view import LineView

NAME_CELLS = 26
SHOWN = 9


class Find(Overlay[int]):
    """Dismisses with the id of a person, or ``None``."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(id="find.take", keys="enter", do="take", word="open"),
        Command(id="find.down", keys="down", do="move_down", word="choose", shown="↑ ↓"),
        Command(id="find.up", keys="up", do="move_up"),
        Command(id="overlay.close", keys="escape", do="close", word="close"),
    )

    def __init__(self, hint: str = "name, last digits, or queue number", words: str = "") -> None:
        """Ask with a hint in the empty field, or begin with these words."""
        super().__init__()
        self.hint = hint
        self.words = words
        self.asked = 0

    def compose_overlay(self) -> ComposeResult:
        """Yield the field and the list below it."""
        with Vertical(id="sheet"):
            with Horizontal(id="field"):
                yield Static(content(("/", "bold accent")), id="colon")
                yield TextField(self.words, placeholder=self.hint)
                yield Static(id="count")
            yield PaletteList(indent=6, inner=66)

    def on_mount(self) -> None:
        """Show who came in last, at first."""
        self.query_one(Input).focus()
        self._search(self.words)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show who fits."""
        self._search(event.value)

    def on_input_submitted(self) -> None:
        """Take the chosen person."""
        self.take()

    def _search(self, words: str) -> None:
        self.asked += 1
        self.milepost.run_guarded(self._answer(words, self.asked), group="find", node=self, exclusive=True)

    async def _answer(self, words: str, asked: int) -> None:
        found = await self.milepost.read(finding.find, words, limit=SHOWN)
        if asked == self.asked and self.is_attached:
            self._show(words, found)

    def _show(self, words: str, found: finding.Answer) -> None:
        view = self.query_one(PaletteList)
        lines = [self._line(person) for person in found.people]
        if not lines:
            near = f" Closest: {self.milepost.look.name(found.closest)}." if found.closest else ""
            sentence = f'Nobody matches "{words}".{near}' if words.strip() else "Nobody is here yet."
            lines = [Line(((cut(sentence, 64), "muted"),))]
        view.styles.height = max(1, len(lines))
        view.show(lines, keep=False)
        self.query_one("#count", Static).update(content((f"{found.total:,} found", "muted")))

    def _line(self, person: Found) -> Line:
        look = self.milepost.look
        name = pad(cut(look.name(person.name), NAME_CELLS - 2, look.dots), NAME_CELLS)
        number = f"No. {person.number}" if person.number else look.private(person.tail)
        where = cut(person.where, 22, look.dots)
        return Line(((name, ""), (where, "muted")), ((number, "muted"),), id=str(person.id), name=0)

    def move_down(self) -> None:
        """Choose the next one."""
        self.query_one(PaletteList).move_down()

    def move_up(self) -> None:
        """Choose the one before."""
        self.query_one(PaletteList).move_up()

    def take(self) -> None:
        """Close with the chosen person."""
        chosen = self.query_one(PaletteList).line_id
        if chosen:
            self.dismiss(int(chosen))

    def on_line_view_opened(self, _event: LineView.Opened) -> None:
        """Take who was clicked twice."""
        self.take()
