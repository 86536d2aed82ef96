"""The themes, their roles, and what takes their place where there is no colour or only the terminal's own."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.filter import LineFilter
from textual.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.color import Color

DARK = "milepost-dark"
LIGHT = "milepost-light"
CONTRAST = "milepost-contrast"
TERMINAL = "milepost-terminal"

THEMES: Final[Mapping[str, str]] = {"dark": DARK, "light": LIGHT, "terminal": TERMINAL, "contrast": CONTRAST}
"""The word in the settings -> the theme."""

_DARK_ROLES: Mapping[str, str] = {
    "ground": "#14171a",
    "panel": "#1b1f23",
    "mark": "#282d33",
    "cursor": "#1d3838",
    "rule": "#3a424a",
    "text-main": "#e2e5e7",
    "muted": "#9da6ae",
    "accent": "#67cfc0",
    "due": "#e6b45c",
    "stop": "#f38d84",
    "on-accent": "#0e1716",
}

ROLES: Mapping[str, Mapping[str, str]] = {
    DARK: _DARK_ROLES,
    LIGHT: {
        "ground": "#fbfaf7",
        "panel": "#f2f0eb",
        "mark": "#e7e4dc",
        "cursor": "#d3eae5",
        "rule": "#c9c5bb",
        "text-main": "#1e2225",
        "muted": "#575e64",
        "accent": "#0a665d",
        "due": "#834d00",
        "stop": "#b0241c",
        "on-accent": "#ffffff",
    },
    CONTRAST: {
        "ground": "#000000",
        "panel": "#0d0d0d",
        "mark": "#262626",
        "cursor": "#003b36",
        "rule": "#8c8c8c",
        "text-main": "#ffffff",
        "muted": "#d4d4d4",
        "accent": "#6ff5e2",
        "due": "#ffc966",
        "stop": "#ffb3ab",
        "on-accent": "#000000",
    },
    TERMINAL: _DARK_ROLES,
}
"""Theme name -> role -> colour; the only place that holds colours. Those of the terminal stand for roles only and are
never painted: ``OwnColours`` puts the terminal's own in their place."""

OWN_COLOURS: Final[Mapping[str, tuple[str, bool]]] = {
    "accent": ("bright_magenta", False),
    "due": ("default", True),
    "stop": ("bright_red", True),
}
"""Role -> the terminal's colour, and whether it is bold.

The background may be anything from black to white. Of the sixteen colours, these two are the only ones that keep 3:1
on it in every palette that was measured, dark and light (xterm, GNOME, Solarized, Windows, macOS); blue, yellow and
cyan go down to 1.1. So what is read is in the terminal's own text colour, and late is bold.
"""


def make_theme(name: str) -> Theme:
    """Return Textual's theme object for one of our names.

    Raises:
        KeyError: ``name`` is none of them.
    """
    roles = ROLES[name]
    caret = {
        "input-cursor-background": roles["accent"],
        "input-cursor-foreground": roles["on-accent"],
        "input-cursor-text-style": "none",
        "input-selection-background": roles["rule"],
        "scrollbar": roles["rule"],
        "scrollbar-background": roles["ground"],
    }
    return Theme(
        name=name,
        dark=name != LIGHT,
        primary=roles["accent"],
        accent=roles["accent"],
        warning=roles["due"],
        error=roles["stop"],
        success=roles["text-main"],
        foreground=roles["text-main"],
        background=roles["ground"],
        surface=roles["ground"],
        panel=roles["panel"],
        variables={**roles, **caret},
    )


class Ink:
    """Rich styles for the line API: style words and a ground tone, in the colours of one theme."""

    def __init__(self, theme: str) -> None:
        """Make the styles of ``theme``; an unknown name falls back to the dark theme."""
        self.roles = ROLES.get(theme, ROLES[DARK])
        self._cache: dict[tuple[str, str], Style] = {}

    def style(self, words: str, tone: str = "ground") -> Style:
        """Return the style for ``words`` on ``tone`` (ground, panel, mark or cursor)."""
        if (found := self._cache.get((words, tone))) is None:
            found = self._cache[words, tone] = self._make(words.split(), tone)
        return found

    def _make(self, words: list[str], tone: str) -> Style:
        colour, ground = self.roles["text-main"], self.roles[tone]
        for word in words:
            if word == "filled":
                colour, ground = self.roles["on-accent"], self.roles["accent"]
            elif word in self.roles:
                colour = self.roles[word]
        return Style(color=colour, bgcolor=ground, bold="bold" in words or None, underline="underline" in words or None)


@lru_cache(8)
def ink(theme: str) -> Ink:
    """Return the shared ``Ink`` of a theme."""
    return Ink(theme)


class NoColour(LineFilter):
    """Say with reverse video and dim what the colours said: for ``NO_COLOR``.

    On a reversed row, a filled cell is the one that is not reversed, bold and underlined: the caret stays visible.
    """

    def __init__(self, theme: str) -> None:
        """Read the tones of ``theme``, so that its painted colours can be told apart."""
        super().__init__()
        roles = ROLES.get(theme, ROLES[DARK])
        self._cursor = RichColor.parse(roles["cursor"]).triplet
        self._filled = RichColor.parse(roles["accent"]).triplet
        self._dim = {RichColor.parse(roles[role]).triplet for role in ("muted", "rule")}

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments without any colour."""
        lit = any(self._has_ground(s.style, self._cursor) for s in segments)
        return [s if s.control else Segment(s.text, self._plain(s.style, lit)) for s in segments]

    @staticmethod
    def _has_ground(style: Style | None, colour: object) -> bool:
        return style is not None and style.bgcolor is not None and style.bgcolor.triplet == colour

    def _plain(self, style: Style | None, lit: bool) -> Style:
        if style is None:
            return Style()
        if lit and self._has_ground(style, self._filled):
            return Style(bold=True, underline=True, meta=style.meta or None)
        reverse = self._has_ground(style, self._cursor) or self._has_ground(style, self._filled)
        dim = style.color is not None and style.color.triplet in self._dim
        return Style(
            bold=style.bold,
            underline=style.underline,
            reverse=True if reverse or style.reverse else None,
            dim=True if dim and not reverse else None,
            meta=style.meta or None,
        )


class OwnColours(NoColour):
    """Paint in the terminal's own colours: its ground and text, two of its colours, and bold, dim and reverse."""

    def __init__(self, theme: str) -> None:
        """Read which painted colours stand for which role."""
        super().__init__(theme)
        roles = ROLES.get(theme, ROLES[DARK])
        self._own = {RichColor.parse(roles[role]).triplet: look for role, look in OWN_COLOURS.items()}

    def _plain(self, style: Style | None, lit: bool) -> Style:
        plain = super()._plain(style, lit)
        if style is None or style.color is None or plain.reverse or style.color.triplet not in self._own:
            return plain
        colour, bold = self._own[style.color.triplet]
        return plain + Style(color=colour, bold=True if bold else None)


class Dimmed(LineFilter):
    """Paint the screen behind an overlay in one quiet colour."""

    def __init__(self, theme: str) -> None:
        """Take ground and rule of ``theme``."""
        super().__init__()
        roles = ROLES.get(theme, ROLES[DARK])
        self._style = Style(color=roles["rule"], bgcolor=roles["ground"])

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments in rule colour on ground."""
        return [s if s.control else Segment(s.text, self._style) for s in segments]


@lru_cache(8)
def own_colours(theme: str) -> OwnColours:
    """Return the shared filter that paints a theme in the terminal's own colours."""
    return OwnColours(theme)


@lru_cache(8)
def no_colour(theme: str) -> NoColour:
    """Return the shared colour-stripping filter of a theme; strips are cached by filter."""
    return NoColour(theme)


@lru_cache(8)
def dimmed(theme: str) -> Dimmed:
    """Return the shared dimming filter of a theme."""
    return Dimmed(theme)


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio (1-21) of two ``#rrggbb`` colours after WCAG 2.2, relative luminance."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
