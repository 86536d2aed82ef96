"""The paper that a site writes on: its name, its colours, a line on how to reach it, a foot, and its own templates."""

from __future__ import annotations

import re

from domain.model.errors import BadInput
from domain.model.lazily import dataclass

ACCENT_CONTRAST, INK_CONTRAST = 4.5, 7.0
"""What colours must have against white: that of WCAG 2 for text, and the stricter one for the words themselves."""
_COLOUR = re.compile(r"#[0-9a-f]{6}")

ACCENT = "#0a665d"
"""The colour of heads, rules and marks where a site names none."""
INK = "#171b1a"
"""The colour of the words where a site names none."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The head and foot of what a candidate gets; without a name, the document's own site name stands there."""

    name: str = ""
    line: str = ""
    """Address, phone or web page, on one line."""
    footer: str = ""
    """What stands below everything, on one line."""
    accent: str = ACCENT
    """The colour of heads, rules and marks, as '#rrggbb'."""
    ink: str = INK
    """The colour of the words."""
    templates: str = ""
    """The folder of the site's own templates; '' = those that come with Milepost."""


PLAIN = Letterhead()
"""Paper on which nothing is printed yet."""


def contrast(colour: str) -> float:
    """How well a colour, '#rrggbb', can be told from white paper, 1-21, by the formula of WCAG 2."""
    return 1.05 / (_luminance(colour) + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def darkened(colour: str, wanted: float) -> str:
    """The same hue, as little darker as it takes for that contrast with white."""
    channels = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    for share in range(100, -1, -1):
        found = "#" + "".join(f"{channel * share // 100:02x}" for channel in channels)
        if contrast(found) >= wanted:
            return found
    return "#000000"


def colour(text: str, least: float) -> str:
    """The colour in small letters; BadInput for what is none, or is too pale to be read on white paper.

    `least` is the contrast with white that it must have, 1-21.
    """
    found = text.strip().lower()
    if not _COLOUR.fullmatch(found):
        raise BadInput(f'"{text}" is no colour.', f'Write it in six hex digits, as in "{ACCENT}".')
    if contrast(found) < least:
        raise BadInput(
            f'"{text}" is too pale on white paper: a contrast of {contrast(found):.1f}, and {least:g} is needed.',
            f'The same, darker: "{darkened(found, least)}".',
        )
    return found
