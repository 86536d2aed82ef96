"""The go-to sheet: the places, one letter each."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget

from tui.commands import Command
from tui.screens.overlay import Overlay
from tui.widgets.bars import WIDE
from tui.widgets.paint import Part, ink_of, strip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.events import Click, Key
    from textual.strip import Strip

    from tui.ports import Place
    from tui.widgets.paint import Target

COLUMNS = 3


class PlaceSheet(Widget):
    """Eight rows with the places in three columns."""

    def __init__(self, places: Sequence[Place], current: str) -> None:
        """Show ``places`` column by column; ``current`` is bold."""
        super().__init__()
        self.places = tuple(places)
        self.current = current
        self.rows = -(-len(self.places) // COLUMNS)

    def render_line(self, y: int) -> Strip:
        """Return the title, a row of places or an empty line."""
        cells = self.size.width
        parts: list[Part] = []
        if y == 1:
            parts = [(6, (("Go to", "bold"), ("  press a letter", "muted")))]
        elif 3 <= y < 3 + self.rows:
            for column, place in enumerate(self.places[y - 3 :: self.rows]):
                parts += self._place(place, self._start(column, cells), cells)
        return strip(cells, parts, ink_of(self), "panel")

    def _start(self, column: int, cells: int) -> int:
        return 6 + column * (37 if cells >= WIDE else 24)

    def _place(self, place: Place, start: int, cells: int) -> list[Part]:
        name = "bold" if place.id == self.current else ""
        parts: list[Part] = [(start, ((place.key, "bold accent"), (f" {place.name}", name)))]
        if cells >= WIDE:
            parts.append((start + 12, ((place.answer, "muted"),)))
        return parts

    def targets(self) -> list[Target]:
        """Return the places."""
        cells = self.size.width
        return [
            (self._start(at // self.rows, cells) - 2, 3 + at % self.rows, partial(self._choose, place.id))
            for at, place in enumerate(self.places)
        ]

    def _choose(self, place: str) -> None:
        self.screen.dismiss(place)

    def on_click(self, event: Click) -> None:
        """Go to the clicked place."""
        step = 37 if self.size.width >= WIDE else 24
        column, row = (event.x - 6) // step, event.y - 3
        at = column * self.rows + row
        if 0 <= row < self.rows and column >= 0 and at < len(self.places):
            self._choose(self.places[at].id)


class GoTo(Overlay[str]):
    """Dismisses with a place id, with ``"top"`` for the second ``g``, or with ``":"`` for the palette."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(id="overlay.close", keys="escape", do="close", word="stay here"),
        Command(id="go_to.palette", keys=":", do="palette", word="all commands", pinned=True),
    )

    def __init__(self, places: Sequence[Place], current: str) -> None:
        """Offer ``places``; ``current`` is where we are."""
        super().__init__()
        self.places = tuple(places)
        self.current = current

    def compose_overlay(self) -> ComposeResult:
        """Yield the sheet."""
        yield PlaceSheet(self.places, self.current)

    def palette(self) -> None:
        """Show all commands instead."""
        self.dismiss(":")

    def on_key(self, event: Key) -> None:
        """Take the letter of a place."""
        for place in self.places:
            if event.character == place.key:
                event.stop()
                self.dismiss(place.id)
                return
        if event.character == "g":
            event.stop()
            self.dismiss("top")
