"""The error page: what is wrong, what happened to the data, and numbered ways out."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING, Any, ClassVar

from domain.model.lazily import dataclass
from tui.commands import Command
from tui.lines import GAP, Line
from tui.safe_text import wrap
from tui.screens.place import Page
from tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

FIRST_ROW = 8


@dataclass(frozen=True, slots=True)
class Way:
    """A way out: what to do, a fact beside it, and the function that does it."""

    label: str
    fact: str
    run: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Trouble:
    """What an error page says; ``details`` is what ``y`` copies, its first line is shown."""

    sentence: str
    facts: str
    ways: tuple[Way, ...]
    details: str


def details_of(error: BaseException) -> str:
    """Return the error and where it came from, as text that can be passed on."""
    return "".join(traceback.format_exception(error)).strip()


class ErrorPage(Page):
    """Shows one ``Trouble``; the first way out has the focus."""

    HEADING = "Milepost"
    HELP_TITLE = "Keys on the error page"
    HAS_PANE = False
    PINNED = ("app.help",)
    MAIN_ROW = 2
    HOME = "#trouble"
    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(id="list.open", keys="enter", do="take_way", word="choose"),
        Command(id="error.copy", keys="y", do="copy", word="copy details", title="Copy the error details"),
        Command(id="error.quit", keys="q", do="leave", word="quit", help="quit Milepost"),
        Command(id="error.way", keys="1 2 3 4 5 6 7 8 9", do="take", each=True, shown="1–9", help="take a way out"),
    )

    def __init__(self, trouble: Trouble) -> None:
        """Show ``trouble``."""
        super().__init__()
        self.trouble = trouble

    def compose_main(self) -> ComposeResult:
        """Yield the page as lines from row 8 on."""
        yield LineView(self._lines(), inner=76, id="trouble")

    def on_mount(self) -> None:
        """Keep hub and debt out of the header: the workbook may be closed."""
        super().on_mount()
        self.header.show_debt = False
        self.header.show_hub = False

    def _lines(self) -> list[Line]:
        trouble = self.trouble
        sentence, *more = wrap(trouble.sentence, 70)
        lines = [GAP] * (FIRST_ROW - 2)
        lines.append(Line((("■", "stop"), (f" {sentence}", "bold")), at=2))
        lines += [Line(((line, "bold"),), at=4) for line in more]
        lines += [GAP, *(Line(((line, ""),), at=4) for line in wrap(trouble.facts, 70)), GAP]
        lines.append(Line((("What you can do", "bold"),), at=4))
        lines += [self._way(n, way) for n, way in enumerate(trouble.ways, 1)]
        summary = trouble.details.strip().splitlines()[-1:] or [""]
        lines += [GAP, Line((("Details   ", "muted"), (summary[0], "muted")), at=4)]
        return lines

    def _way(self, number: int, way: Way) -> Line:
        label = f" {way.label:<27}"
        return Line(
            ((str(number), "bold accent"), (label, ""), (f" {way.fact}", "muted")), id=str(number), at=2, name=1
        )

    def take(self, at: int) -> None:
        """Take the way out at position ``at``."""
        if at < len(self.trouble.ways):
            self.trouble.ways[at].run()

    def take_way(self) -> None:
        """Take the focused way out."""
        chosen = self.query_one("#trouble", LineView).line_id
        if chosen:
            self.take(int(chosen) - 1)

    def on_line_view_opened(self, event: LineView.Opened) -> None:
        """Take the way that was opened."""
        event.stop()
        self.take(int(event.line) - 1)

    def copy(self) -> None:
        """Copy the details."""
        self.app.copy_to_clipboard(self.trouble.details)
        self.notice("Details copied.")

    def leave(self) -> None:
        """Quit."""
        self.app.exit()
