"""The palette: every command that has a title, by typing a part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from tui.commands import Command, show_keys
from tui.lines import Line
from tui.safe_text import content, cut, pad
from tui.screens.overlay import Overlay
from tui.widgets.fields import TextField
from tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from tui.commands import Offer
    from tui.safe_text import Pieces

TITLE_CELLS = 28
SHOWN = 14


def matches(title: str, query: str) -> int | None:
    """Return how well ``query`` fits ``title`` (lower is better), or ``None``: every word must occur."""
    low, words = title.lower(), query.lower().split()
    if any(word not in low for word in words):
        return None
    if not words:
        return 2
    at = low.find(words[0])
    return 0 if at == 0 else 1 if low[at - 1] == " " else 2


def highlight(title: str, query: str) -> Pieces:
    """Return ``title`` with the first place where each word of ``query`` occurs in accent."""
    low = title.lower()
    hot: set[int] = set()
    for word in query.lower().split():
        at = low.find(word)
        hot |= set(range(at, at + len(word))) if at >= 0 else set()
    pieces: list[tuple[str, str]] = []
    for at, character in enumerate(title):
        words = "accent" if at in hot and len(low) == len(title) else ""
        if pieces and pieces[-1][1] == words:
            pieces[-1] = (pieces[-1][0] + character, words)
        else:
            pieces.append((character, words))
    return tuple(pieces)


class PaletteList(LineView):
    """The commands that match; the focus stays in the field above."""

    TONE = "panel"
    CLICK_OPENS = True

    def on_mount(self) -> None:
        """Show the chosen line as focused although the focus is elsewhere."""
        self.always_lit = True
        self.can_focus = False


class Palette(Overlay["Offer"]):
    """Dismisses with the offer to run, or ``None``."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(id="palette.run", keys="enter", do="run_chosen", word="run"),
        Command(id="palette.down", keys="down", do="move_down", word="choose", shown="↑ ↓"),
        Command(id="palette.up", keys="up", do="move_up"),
        Command(id="overlay.close", keys="escape", do="close", word="close"),
    )

    def __init__(self, offers: Sequence[Offer]) -> None:
        """Offer what can be done on the screen below."""
        super().__init__()
        self.all = [offer for offer in offers if offer.command.title]
        self.found: list[Offer] = []

    def compose_overlay(self) -> ComposeResult:
        """Yield the field and the list below it."""
        with Vertical(id="sheet"):
            with Horizontal(id="field"):
                yield Static(content((":", "bold accent")), id="colon")
                yield TextField()
                yield Static(id="count")
            yield PaletteList(indent=6, inner=66)

    def on_mount(self) -> None:
        """Show everything at first."""
        self.query_one(Input).focus()
        self._search("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what fits."""
        self._search(event.value)

    def on_input_submitted(self) -> None:
        """Run the chosen command."""
        self.run_chosen()

    def _search(self, query: str) -> None:
        ranked = [(matches(offer.command.title, query), at, offer) for at, offer in enumerate(self.all)]
        fitting = sorted((rank, at, offer) for rank, at, offer in ranked if rank is not None)
        self.found = [offer for _, _, offer in fitting] if query.strip() else [offer for _, _, offer in ranked]
        view = self.query_one(PaletteList)
        view.styles.height = min(SHOWN, max(1, len(self.found)))
        lines = [self._line(offer, query) for offer in self.found]
        view.show(lines or [Line(((f'Nothing matches "{query}".', "muted"),))], keep=False)
        self.query_one("#count", Static).update(content((f"{len(self.found)} of {len(self.all)} commands", "muted")))

    def _line(self, offer: Offer, query: str) -> Line:
        command = offer.command
        title = highlight(cut(command.title, TITLE_CELLS - 2), query)
        used = sum(len(text) for text, _ in title)
        reason = offer.reason()
        about = (reason or offer.about(), "muted")
        key = show_keys(command, self.milepost.keymap)
        bold = tuple((text, words or "text") for text, words in title)
        return Line((*bold, (pad("", TITLE_CELLS - used), ""), about), ((key, "bold accent"),), id=command.id, name=0)

    def move_down(self) -> None:
        """Choose the next one."""
        self.query_one(PaletteList).move_down()

    def move_up(self) -> None:
        """Choose the one before."""
        self.query_one(PaletteList).move_up()

    def run_chosen(self) -> None:
        """Close with the chosen command."""
        chosen = self.query_one(PaletteList).line_id
        self.dismiss(next((offer for offer in self.found if offer.command.id == chosen), None))

    def on_line_view_opened(self) -> None:
        """Run what was clicked twice."""
        self.run_chosen()
