"""Jump mode: a letter or two over everything in sight; typing them goes there."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.filter import LineFilter
from textual.geometry import Offset
from textual.widget import Widget

from tui.commands import Command
from tui.screens.overlay import Overlay
from tui.theme import ink
from tui.widgets.paint import ink_of, strip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.color import Color
    from textual.events import Click, Key
    from textual.strip import Strip

    from tui.keys.jumping import Spot


class Quiet(LineFilter):
    """Paint the screen behind in muted, on its own tones, so that it stays readable under the labels."""

    def __init__(self, theme: str) -> None:
        """Take the muted colour of ``theme``."""
        super().__init__()
        self._muted = ink(theme).style("muted").color

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments with one colour of text."""
        return [s if s.control else Segment(s.text, self._quiet(s.style)) for s in segments]

    def _quiet(self, style: Style | None) -> Style:
        return Style(color=self._muted, bgcolor=style.bgcolor if style is not None else None)


@lru_cache(8)
def quiet(theme: str) -> Quiet:
    """Return the shared filter of a theme; strips are cached by filter."""
    return Quiet(theme)


class JumpLabel(Widget):
    """The letters of one spot; those typed already are muted."""

    DEFAULT_CSS = """
    JumpLabel { position: absolute; height: 1; }
    """
    ALLOW_SELECT = False

    def __init__(self, spot: Spot) -> None:
        """Stand where ``spot`` is."""
        super().__init__()
        self.spot = spot
        self.typed = 0
        self.styles.width = len(spot.label)
        self.styles.offset = Offset(spot.x, spot.y)

    def render_line(self, y: int) -> Strip:
        """Return the letters on a filled cell."""
        label = self.spot.label
        said = ((label[: self.typed], "muted"), (label[self.typed :], "bold filled"))
        return strip(len(label), ((0, said),), ink_of(self), "mark")

    def on_click(self, event: Click) -> None:
        """Go there."""
        event.stop()
        self.screen.dismiss(self.spot)


class Jump(Overlay["Spot"]):
    """Dismisses with the spot whose letters were typed, or with ``None``."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(id="jump.type", keys="", do="untype", shown="a–z", word="jump there"),
        Command(id="overlay.close", keys="escape", do="close", word="stay here"),
        Command(id="jump.back", keys="backspace", do="untype", help="take the first letter back"),
    )

    def __init__(self, spots: Sequence[Spot]) -> None:
        """Label ``spots``."""
        super().__init__()
        self.spots = tuple(spots)
        self.typed = ""

    def compose_overlay(self) -> ComposeResult:
        """Yield the labels."""
        yield from (JumpLabel(spot) for spot in self.spots)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Quieten the screen behind, less than other overlays do: what is labelled must be read."""
        return [quiet(self.app.theme), *super(Overlay, self).get_line_filters()]

    def on_key(self, event: Key) -> None:
        """Take the letters of a label; what is none of them is not heard."""
        if event.character is None or not event.is_printable:
            return
        event.stop()
        typed = self.typed + event.character.lower()
        fitting = [spot for spot in self.spots if spot.label.startswith(typed)]
        if any(spot.label == typed for spot in fitting):
            self.dismiss(fitting[0])
        elif fitting:
            self._show(typed)

    def untype(self) -> None:
        """Take the first letter back."""
        self._show("")

    def _show(self, typed: str) -> None:
        self.typed = typed
        for label in self.query(JumpLabel):
            label.display = label.spot.label.startswith(typed)
            label.typed = len(typed)
            label.refresh()
