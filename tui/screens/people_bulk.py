"""Before an act on many people: how many it can be done to, how many stay as they are and why; then the act."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len

from domain.model.errors import WorkbookError
from domain.workbook import bulk
from domain.workbook.bulk import Deliver
from domain.workbook.wording import count
from tui.commands import Command
from tui.lines import GAP, Line
from tui.safe_text import cut, wrap
from tui.screens.overlay import Overlay
from tui.widgets.bars import FooterBar
from tui.widgets.line_view import LineView
from tui.widgets.paint import look_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from textual.app import ComposeResult

    from domain.workbook.bulk import Deed, Preview

CELLS = 70
"""Cells of a sentence on the sheet."""
LEAST_NAMES = 12
"""Cells that names need to be told."""
MOST_ROWS = 18
UNDOES = "It is one act, and one undo takes all of it back."


class BulkLines(LineView):
    """What is said on the sheet."""

    TONE = "panel"


def _not_yet(sheet: BulkSheet) -> str | None:
    shown = sheet.shown
    if shown is None or not shown.whole:
        return "still looking"
    return None if shown.able else "nobody can"


class BulkSheet(Overlay["Preview"]):
    """A bottom sheet over the list. Dismisses with the whole preview when it is to be done, else with ``None``."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(id="list.open", keys="enter", do="carry_out", word="do it", help="do it, as one act", when=_not_yet),
        Command(id="overlay.close", keys="escape", do="close", word="not now"),
    )

    def __init__(self, title: str, deed: Deed, chosen: Callable[[], Awaitable[Sequence[int]]]) -> None:
        """Look at what ``deed`` would do to the people that ``chosen`` reads."""
        super().__init__()
        self.heading = title
        self.deed = deed
        self.chosen = chosen
        self.shown: Preview | None = None

    def compose_overlay(self) -> ComposeResult:
        """Yield the sheet."""
        yield BulkLines(inner=76)

    def on_mount(self) -> None:
        """Begin to look."""
        self._show()
        self.milepost.run_guarded(self._look(), group="bulk-look", node=self)

    async def _look(self) -> None:
        """Look at all of them, some at a time, so that Esc gets its turn."""
        try:
            people = await self.chosen()
            self.shown = await self.milepost.read(bulk.preview, self.deed, people)
            while not self.shown.whole:
                self._show()
                self.shown = await self.milepost.read(bulk.look_on, self.shown)
        except WorkbookError:
            self.dismiss(None)
            raise
        self._show()

    def _show(self) -> None:
        view = self.query_one(BulkLines)
        ending = [GAP, Line(((UNDOES, "muted"),), at=2)] if _not_yet(self) is None else []
        view.show([GAP, Line(((self.heading, "bold"),), at=2), GAP, *self._lines(), *ending, GAP])
        view.styles.height = min(len(view.lines), MOST_ROWS)
        self.query_one(FooterBar).refresh()

    def _lines(self) -> list[Line]:
        look, shown = look_of(self), self.shown
        if shown is None:
            return [Line((look.glyph("unfinished"), (" looking at who can", "muted")), at=2)]
        lines = self._able(shown)
        for group in shown.left_out:
            lines += self._told("open", "due", f"{group.count:,} {group.why}", group.names)
        if not shown.whole:
            said = f" looked at {shown.seen:,} of {count(len(shown.people), 'person', 'people')}"
            lines.append(Line((look.glyph("unfinished"), (said, "muted")), at=2))
        return lines

    def _able(self, shown: Preview) -> list[Line]:
        if shown.able:
            word = "can go" if isinstance(shown.deed, Deliver) else "can"
            return self._told("done", "accent", f"{count(len(shown.able), *shown.noun)} {word}", shown.names)
        return self._told("open", "", "Nobody so far" if not shown.whole else "Nobody can", ())

    def _told(self, glyph: str, role: str, text: str, names: Sequence[str]) -> list[Line]:
        """A sentence behind its sign, with a few names at the right where there is room for them."""
        look = look_of(self)
        first, *more = wrap(text, CELLS)
        room = CELLS - cell_len(first) - 3
        said = cut(", ".join(look.name(name) for name in names), room, look.dots) if room >= LEAST_NAMES else ""
        lines = [Line((look.glyph(glyph, role), (f" {first}", "")), ((said, "muted"),) if said else (), at=2)]
        return lines + [Line(((f"  {line}", ""),), at=2) for line in more]

    def carry_out(self) -> None:
        """Close, and let it be done."""
        self.dismiss(self.shown)
