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
FUZZY_FROM, SPREAD = 3, 4
"""Letters from which a word may be scattered over a title, and over how many cells for each."""
NOT_AT_ALL = 1_000


def matches(title: str, query: str) -> int | None:
    """Return how well ``query`` fits ``title``, lower is better, or ``None``.

    Every word of the query must begin a word of the title, occur in it, or at the very least have its letters there in
    order. What begins the title comes first, then beginnings of words, then what stands inside one.
    """
    low = title.lower()
    worst = 0
    for word in query.lower().split():
        if (cost := _cost(low, word)) is None:
            return None
        worst += cost
    return worst


def _cost(title: str, word: str) -> int | None:
    at = _best_place(title, word)
    if at == 0:
        return 0
    if at > 0:
        return 1 if _begins_word(title, at) else 10
    return None if (found := _scattered(title, word)) is None else 100 + found[-1] - found[0]


def _begins_word(title: str, at: int) -> bool:
    return at == 0 or not title[at - 1].isalnum()


def _best_place(title: str, word: str) -> int:
    """Where ``word`` stands in ``title``, best at the beginning of a word; -1 where it does not."""
    places = [at for at in range(len(title)) if title.startswith(word, at)]
    return next((at for at in places if _begins_word(title, at)), places[0] if places else -1)


def _scattered(title: str, word: str) -> list[int] | None:
    """The places of the letters of ``word`` in order, the first at the beginning of a word; short words must stand."""
    if len(word) < FUZZY_FROM:
        return None
    for start in (at for at in range(len(title)) if title[at] == word[0] and _begins_word(title, at)):
        found = [start]
        for letter in word[1:]:
            if (at := title.find(letter, found[-1] + 1)) < 0:
                break
            found.append(at)
        if len(found) == len(word) and found[-1] - found[0] < SPREAD * len(word):
            return found
    return None


def highlight(title: str, query: str) -> Pieces:
    """Return ``title`` with what the query found in it in accent."""
    low = title.lower()
    hot: set[int] = set()
    for word in query.lower().split():
        at = _best_place(low, word)
        hot |= set(range(at, at + len(word))) if at >= 0 else set(_scattered(low, word) or ())
    pieces: list[tuple[str, str]] = []
    for at, character in enumerate(title):
        words = "accent" if at in hot and len(low) == len(title) else ""
        if pieces and pieces[-1][1] == words:
            pieces[-1] = (pieces[-1][0] + character, words)
        else:
            pieces.append((character, words))
    return tuple(pieces)


def _rank(offer: Offer, query: str) -> int:
    """Return how well a command fits: by its title; what cannot work now comes later; last, by what it acts on."""
    late = 5 if offer.reason() and query.strip() else 0
    rank = matches(offer.command.palette_title(), query)
    if rank is not None:
        return rank + late
    rank = matches(f"{offer.command.palette_title()} {offer.about()} {offer.command.help}", query)
    return NOT_AT_ALL if rank is None or rank >= 100 else 50 + rank + late


class PaletteList(LineView):
    """The commands that match; the focus stays in the field above."""

    TONE = "panel"
    takes_focus = False
    CLICK_OPENS = True

    def on_mount(self) -> None:
        """Show the chosen line as focused although the focus is elsewhere."""
        self.always_lit = True


class Palette(Overlay["Offer"]):
    """Dismisses with the offer to run, or ``None``."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(id="palette.run", keys="enter", do="run_chosen", word="run"),
        Command(id="palette.down", keys="down", do="move_down", word="choose", shown="↑ ↓", help="next command"),
        Command(id="palette.up", keys="up", do="move_up", help="command before"),
        Command(id="overlay.close", keys="escape", do="close", word="close"),
    )

    def __init__(self, offers: Sequence[Offer]) -> None:
        """Offer what can be done on the screen below."""
        super().__init__()
        self.all = [offer for offer in offers if offer.command.palette_title()]
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
        ranked = [(_rank(offer, query), at, offer) for at, offer in enumerate(self.all)]
        self.found = [offer for rank, _, offer in sorted(ranked, key=lambda found: found[:2]) if rank < NOT_AT_ALL]
        view = self.query_one(PaletteList)
        view.styles.height = min(SHOWN, max(1, len(self.found)))
        lines = [self._line(offer, query) for offer in self.found]
        view.show(lines or [Line(((f'Nothing matches "{query}".', "muted"),))], keep=False)
        self.query_one("#count", Static).update(content((f"{len(self.found)} of {len(self.all)} commands", "muted")))

    def _line(self, offer: Offer, query: str) -> Line:
        command = offer.command
        look = self.milepost.look
        title = highlight(cut(command.palette_title(), TITLE_CELLS - 2, look.dots), query)
        used = sum(len(text) for text, _ in title)
        reason = offer.reason()
        about = (reason or offer.about(), "muted")
        key = look.keys(show_keys(command, self.milepost.keymap))
        bold = tuple((text, "muted" if reason else words or "text") for text, words in title)
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
