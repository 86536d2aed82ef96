"""Lists under the mouse: a click focuses, a click on what is focused already opens."""

from __future__ import annotations

from textual.widget import Widget


class Clicking(Widget):
    """Tells a click that brought the focus here from one that found it here."""

    brought_focus = False
    """Whether the mouse button that is being pressed brought the focus: such a click opens nothing."""
    _fresh = False

    def note_focus(self) -> None:
        """Call when the focus comes; if the mouse brought it, its button goes down before anything else happens."""
        self._fresh = True
        self.call_later(self._settle)

    def _settle(self) -> None:
        self._fresh = False

    def on_mouse_down(self) -> None:
        """Remember whether the focus came with this very press."""
        self.brought_focus = self._fresh

    def selected_nothing(self) -> bool:
        """Say whether the mouse stood still between down and up; else it was selecting text."""
        return not self.screen.selections
