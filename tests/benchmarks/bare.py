"""The floor: the smallest app that answers a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App
from textual.widgets import Static

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.events import Key


class Bare(App[None]):
    """One line that counts keys."""

    keys = 0

    def compose(self) -> ComposeResult:
        """The line."""
        yield Static("key 0")

    def on_key(self, _event: Key) -> None:
        """Count."""
        self.keys += 1
        self.query_one(Static).update(f"key {self.keys}")


if __name__ == "__main__":
    Bare().run()
