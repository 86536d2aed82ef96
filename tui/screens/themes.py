"""The themes as a sheet: the look follows the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.screens.choice import Choice, ChoiceList, Option
from tui.theme import THEMES

if TYPE_CHECKING:
    from tui.widgets.line_view import LineView

FACTS = {
    "dark": "light text on a dark ground",
    "light": "dark text on paper",
    "terminal": "the terminal's own colours",
    "contrast": "7:1 and more for every text",
}


class ThemeChoice(Choice):
    """Dismisses with the word of a theme, or ``None``; whoever asked brings the old look back then."""

    def __init__(self, current: str) -> None:
        """Start on the theme in force."""
        names = {"contrast": "high contrast"}
        super().__init__("Theme", [Option(word, names.get(word, word), FACTS[word]) for word in THEMES])
        self.current = current

    def on_mount(self) -> None:
        """Start on the theme in force."""
        self.query_one(ChoiceList).choose(self.current)

    def on_line_view_moved(self, event: LineView.Moved) -> None:
        """Show the look of the focused theme."""
        self.app.theme = THEMES[event.line]
