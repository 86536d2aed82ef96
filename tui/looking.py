"""How the program looks: theme, glyphs, hidden names, what is painted over what, and the time that it shows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.filter import Monochrome, NoColor
from textual.reactive import reactive
from textual.screen import Screen

from tui.keys.type_ahead import TypeAhead
from tui.look import Look
from tui.safe_text import SAFE
from tui.screens.place import Page
from tui.theme import DARK, ROLES, TERMINAL, THEMES, make_theme, no_colour, own_colours

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from textual.filter import LineFilter

    from tui.ports import Ports


class Unpainted(Screen[None]):
    """A screen of which nothing is painted."""

    def _compositor_refresh(self) -> None:
        self._dirty_widgets.clear()


class LookingApp(TypeAhead):
    """An app with our themes."""

    CSS_PATH = Path(__file__).parent / "styles" / "base.tcss"

    hide_names: reactive[bool] = reactive(False)
    ascii_only: reactive[bool] = reactive(False)

    def __init__(self, ports: Ports[Any], *, theme: str = DARK, ascii_only: bool = False) -> None:
        """Take the clock, one of ``theme.THEMES``, and whether glyphs are drawn in ASCII."""
        super().__init__()
        self.ports = ports
        for name in THEMES.values():
            self.register_theme(make_theme(name))
        self.theme = theme
        self.stylesheet.set_variables(self.get_css_variables())
        self._styled = theme
        """The theme that the style sheets were read with."""
        self.set_reactive(LookingApp.ascii_only, ascii_only)

    def get_default_screen(self) -> Screen[None]:
        """Return what stands until the first place is there: the terminal as it is, for painting it takes 10 ms."""
        return Unpainted(id="_default")

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return the roles of the dark theme, for style sheets read before a theme is set."""
        return dict(ROLES[DARK])

    def refresh_css(self, animate: bool = True) -> None:
        """Read the style sheets again for another theme; at the start Textual asks when they were just read."""
        if self._styled != self.theme:
            self._styled = self.theme
            super().refresh_css(animate)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Strip control characters from everything painted, and colours where none are wanted."""
        filters = [f for f in super().get_line_filters() if not isinstance(f, Monochrome | NoColor)]
        if self.no_color:
            return [*filters, no_colour(self.theme), SAFE]
        return [*filters, *([own_colours(self.theme)] if self.theme == TERMINAL else []), SAFE]

    @property
    def look(self) -> Look:
        """How this user wants things shown."""
        flat = self.no_color or self.theme == TERMINAL or self.console.color_system != "truecolor"
        return Look(self.ascii_only, self.hide_names, flat)

    @property
    def clock(self) -> str:
        """The time of day, 24 hours, as in 9:05."""
        now = self.ports.now()
        return f"{now.hour}:{now.minute:02}"

    @property
    def today(self) -> date:
        """The business day; subclasses that know the site count a night as the day that it began on."""
        return self.ports.now().date()

    def watch_hide_names(self) -> None:
        """Paint everything again, and let screens make their panes again."""
        self._show_again()

    def watch_ascii_only(self) -> None:
        """Paint everything again."""
        self._show_again()

    def watch_theme(self) -> None:
        """Paint everything again."""
        self._paint_again()

    def _show_again(self) -> None:
        self._paint_again()
        for screen in self.screen_stack if self.is_running else ():
            if isinstance(screen, Page):
                screen.reload()

    def _paint_again(self) -> None:
        for screen in self.screen_stack if self.is_running else ():
            for node in (screen, *screen.query("*")):
                node.refresh()

    @property
    def theme_word(self) -> str:
        """The theme as the settings name it."""
        return next(word for word, name in THEMES.items() if name == self.theme)
