"""What a place says when there is nothing in it: a sentence, a fact, and the keys that change it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tui.commands import keys_in_force, offers
from tui.lines import GAP, Line
from tui.safe_text import pad
from tui.widgets.line_view import LineView
from tui.widgets.paint import look_of, the_app

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.events import Click

    from tui.widgets.paint import Target

FIRST_ROW = 10


class EmptyState(LineView):
    """A bold sentence at row 10, column 6, a muted fact, and two to four keys with what they do."""

    def __init__(self, sentence: str, fact: str, keys: Sequence[tuple[str, str]], *, from_row: int = 3) -> None:
        """Say it; ``from_row`` is the screen row on which this widget starts."""
        self.from_row = from_row
        self._said = (sentence, fact, keys)
        super().__init__(self._lines(sentence, fact, keys), indent=6, inner=72)

    def on_click(self, event: Click) -> None:
        """Do what the clicked key does."""
        if (key := self._keys.get(self.top + event.y)) is not None:
            the_app(self).press_shown(key)

    def targets(self) -> list[Target]:
        """Return the keys."""
        return [(self.indent - 2, y, partial(the_app(self).press_shown, key)) for y, key in self._keys.items()]

    def say(self, sentence: str, fact: str, keys: Sequence[tuple[str, str]]) -> None:
        """Say something else."""
        self._said = (sentence, fact, keys)
        self._show_keys()

    def on_show(self) -> None:
        """Name the keys that the user has."""
        if the_app(self).keymap or the_app(self).ascii_only:
            self._show_keys()

    def _show_keys(self) -> None:
        sentence, fact, keys = self._said
        keymap = the_app(self).keymap
        known = offers(self.screen) if keymap else ()
        own = [(keys_in_force(key, known, keymap), word) for key, word in keys]
        self.show(self._lines(sentence, fact, own, look_of(self).keys))

    def _lines(
        self, sentence: str, fact: str, keys: Sequence[tuple[str, str]], written: Callable[[str], str] = str
    ) -> list[Line]:
        lines = [GAP] * (FIRST_ROW - self.from_row)
        lines += [Line(((sentence, "bold"),)), Line(((fact, "muted"),)), GAP]
        self._keys = {len(lines) + n: key for n, (key, _) in enumerate(keys)}
        shown = [(written(key), word) for key, word in keys]
        wide = max((len(key) for key, _ in shown), default=0) + 2
        return lines + [Line(((pad(key, wide), "bold accent"), (word, ""))) for key, word in shown]
