"""What lies over a dimmed screen: the base of go-to, help, palette and choices."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.screen import ModalScreen

from tui.commands import Command, Commanding
from tui.keys.type_ahead import LeftOnce
from tui.screens.place import BREAKPOINTS, SMALLEST
from tui.theme import dimmed
from tui.widgets.bars import FooterBar, TooSmall
from tui.widgets.paint import the_app

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.events import Resize
    from textual.filter import LineFilter

    from tui.app import MilepostApp

T = TypeVar("T")

STYLES = Path(__file__).parents[1] / "styles"


class Overlay(Commanding, LeftOnce[T], ModalScreen[T]):
    """Dims what is behind and shows its own keys in the footer; Esc closes it without a result."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(id="overlay.close", keys="escape", do="close", word="close"),
        Command(id="app.jump", keys="; ctrl+o", do="jump", help="jump to anything", group="Everywhere"),
    )
    CSS_PATH = STYLES / "overlays.tcss"
    FOOTER: ClassVar[tuple[str, ...]] = ()
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS

    def compose_overlay(self) -> ComposeResult:
        """Yield what lies above the footer."""
        yield from ()

    def compose(self) -> ComposeResult:
        """Lay out the overlay and its footer."""
        yield from self.compose_overlay()
        yield FooterBar()
        yield TooSmall()

    @property
    def milepost(self) -> MilepostApp:
        """The app, with its own type."""
        return the_app(self)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Dim the screen behind, which Textual paints as the ground of this one."""
        return [dimmed(self.app.theme), *super().get_line_filters()]

    def on_resize(self, event: Resize) -> None:
        """Show one line instead of the screen below 80 x 24."""
        self.set_class(event.size.width < SMALLEST[0] or event.size.height < SMALLEST[1], "-small")

    def jump(self) -> None:
        """Label what is in sight of this overlay."""
        self.milepost.jump()

    def close(self) -> None:
        """Close without a result."""
        self.dismiss(None)
