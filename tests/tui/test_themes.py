"""The four themes: every role is there and readable, also with other eyes, and no state is told by colour alone."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

import pytest
from rich.color import Color as RichColor
from rich.segment import Segment
from textual.color import Color

from domain.model.terms import MilestoneId, Result
from domain.workbook import attempts
from tests.tui.driving import NARROW, WIDE, Driver, driving, program
from tui.glyphs import GLYPHS
from tui.theme import CONTRAST, DARK, LIGHT, OWN_COLOURS, ROLES, TERMINAL, THEMES, contrast, ink, own_colours
from tui.widgets.bars import TabsRow

if TYPE_CHECKING:
    from pathlib import Path

    from rich.style import Style

    from tests.workbook.hub import Hub

PAINTED = {DARK: 4.5, LIGHT: 4.5, CONTRAST: 7.0}
"""Theme -> the floor of its contrast; the terminal's own colours are not ours to measure."""
TONES = ("ground", "panel", "mark", "cursor")
TEXTS = ("text-main", "muted", "accent", "due", "stop")

NORMAL: Final = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
PROTANOPIA: Final = (
    (0.152286, 1.052583, -0.204868),
    (0.114503, 0.786281, 0.099216),
    (-0.003882, -0.048116, 1.051998),
)
DEUTERANOPIA: Final = (
    (0.367322, 0.860646, -0.227968),
    (0.280085, 0.672501, 0.047413),
    (-0.011820, 0.042940, 0.968881),
)
"""How linear sRGB looks to other eyes, at full severity. G. M. Machado, M. M. Oliveira, L. A. F. Fernandes: A
Physiologically-based Model for Simulation of Color Vision Deficiency, IEEE TVCG 15 (6), 2009."""


def seen(colour: str, matrix: tuple[tuple[float, ...], ...]) -> tuple[float, float, float]:
    """CIE L*a*b* (D65) of a ``#rrggbb`` colour as those eyes see it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    red, green, blue = (min(1.0, max(0.0, sum(a * b for a, b in zip(row, linear, strict=True)))) for row in matrix)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def apart(theme: str, first: str, second: str, matrix: tuple[tuple[float, ...], ...]) -> float:
    """How far two roles are apart to those eyes (CIE 1976 difference; 2.3 is just noticeable)."""
    a, b = seen(ROLES[theme][first], matrix), seen(ROLES[theme][second], matrix)
    return float(sum((p - q) ** 2 for p, q in zip(a, b, strict=True)) ** 0.5)


@pytest.mark.parametrize("theme", THEMES.values())
def test_every_theme_has_every_role(theme: str) -> None:
    assert set(ROLES[theme]) == set(ROLES[DARK])
    assert all(ink(theme).style(role, tone) for role in (*TEXTS[1:], "filled", "rule") for tone in TONES)


@pytest.mark.parametrize(("theme", "floor"), PAINTED.items())
def test_text_is_readable_on_every_tone(theme: str, floor: float) -> None:
    roles = ROLES[theme]
    found = {(role, tone): contrast(roles[role], roles[tone]) for role in TEXTS for tone in TONES}
    found["on-accent", "accent"] = contrast(roles["on-accent"], roles["accent"])
    assert {pair: round(ratio, 2) for pair, ratio in found.items() if ratio < floor} == {}


def test_rules_of_high_contrast_are_seen() -> None:
    """WCAG 2.2, 1.4.11: 3:1 for what is no text."""
    assert all(contrast(ROLES[CONTRAST]["rule"], ROLES[CONTRAST][tone]) >= 3 for tone in TONES)


@pytest.mark.parametrize("matrix", [NORMAL, PROTANOPIA, DEUTERANOPIA], ids=["all", "protanopia", "deuteranopia"])
@pytest.mark.parametrize("theme", PAINTED)
def test_the_accent_is_no_warning_to_anybody(theme: str, matrix: tuple[tuple[float, ...], ...]) -> None:
    assert apart(theme, "accent", "due", matrix) >= 15
    assert apart(theme, "accent", "stop", matrix) >= 15


def test_late_and_stopped_can_look_alike_so_that_a_sign_must_tell_them_apart() -> None:
    """Why the next tests are needed: in light, to green-blind eyes, amber and red are one colour."""
    assert apart(LIGHT, "due", "stop", NORMAL) >= 15
    assert apart(LIGHT, "due", "stop", DEUTERANOPIA) < 5


def test_states_of_different_roles_have_different_signs() -> None:
    roles = {"due", "stop", "accent"}
    for drawn in ("sign", "ascii"):
        signs = [(getattr(glyph, drawn), glyph.role.split()[-1]) for glyph in GLYPHS.values() if glyph.role]
        told = [(sign, role) for sign, role in signs if role in roles and sign != getattr(GLYPHS["focus"], drawn)]
        assert all(a != b for (a, first), (b, second) in combinations(told, 2) if first != second)


def crowd(hub: Hub) -> None:
    """Late, stopped, owed and missing, one of each."""
    opening = hub.opening()
    joan = hub.person("Joan Alcaraz", opening, points=("Ran a repair counter",))
    hub.clock.now += 40 * 60_000
    hub.take_to(hub.application(joan), MilestoneId.PHONE)
    attempt = attempts.open_or_start(hub.wb, hub.application(joan))
    attempts.critical(hub.wb, attempt, "ph.ce.abuse", "You are useless.", second="Ines")
    lea = hub.person("Lea Mondal", opening)
    hub.take(hub.application(lea), 2, Result.NOT_YET)


SIGNS = {"due": "!○≈↓…", "stop": "■×!○"}
WORDS = {"due": ("needed",)}
"""Words that tell it without a sign: the coverage of a score sheet, as in "50 of 75 needed"."""


def told_by_colour_alone(driver: Driver, theme: str) -> list[str]:
    """The lines on the screen where something is late or stopped and only its colour says so.

    The point of a slip carries its sign on its head, up to four lines above the field that is missing.
    """
    colours = {RichColor.parse(ROLES[theme][role]).triplet: role for role in SIGNS}
    strips = driver.app.screen._compositor.render_strips()
    lines = ["".join(segment.text for segment in strip) for strip in strips]
    bad = []
    for at, strip in enumerate(strips):
        around = "\n".join(lines[max(0, at - 4 if "Slip" in lines[0] else at) : at + 1])
        for segment in strip:
            role = colours.get(segment.style.color.triplet) if segment.style and segment.style.color else None
            if role and segment.text.strip() and not _is_told(role, around):
                bad.append(lines[at].strip())
    return bad


def _is_told(role: str, line: str) -> bool:
    return any(sign in line for sign in SIGNS[role]) or any(word in line for word in WORDS.get(role, ()))


async def test_no_state_is_told_by_colour_alone(tmp_path: Path) -> None:
    """Queue, person, score sheet, slip and settings: what is amber or red stands on a line with its sign."""
    async with driving(tmp_path, crowd) as driver:
        seen_roles: set[str] = set()
        for way in ("g q", "g c enter", "g q enter", "g q enter f", "g q down f", "g comma"):
            await driver.press("escape", "escape", "g", "q", *way.split())
            assert told_by_colour_alone(driver, DARK) == [], way
            seen_roles |= {role for role in SIGNS if _has(driver, ROLES[DARK][role])}
        assert seen_roles == set(SIGNS), "the screens showed both"


def _has(driver: Driver, colour: str) -> bool:
    wanted = RichColor.parse(colour).triplet
    styles = [segment.style for strip in driver.app.screen._compositor.render_strips() for segment in strip]
    return any(style and style.color and style.color.triplet == wanted for style in styles)


# The terminal's own colours.


def painted(words: str, tone: str = "ground") -> Style:
    """How something comes out in the terminal's own colours, alone on its line."""
    (segment,) = own_colours(TERMINAL).apply([Segment("x", ink(TERMINAL).style(words, tone))], Color(0, 0, 0))
    assert segment.style is not None
    return segment.style


def test_the_terminals_own_colours_paint_no_ground_and_no_text_of_ours() -> None:
    for tone in ("ground", "panel", "mark"):
        assert painted("", tone).bgcolor is None
        assert painted("", tone).color is None
    for role, (colour, bold) in OWN_COLOURS.items():
        style = painted(role)
        assert style.bgcolor is None
        assert style.color is not None
        assert (style.color.name, bool(style.bold)) == (colour, bold)
        assert style.color.triplet is None, "a number of the palette, not a colour of ours"
    assert painted("muted").dim
    assert painted("bold accent").bold


def test_the_focused_row_is_the_terminals_text_reversed() -> None:
    row = [Segment("Joan", ink(TERMINAL).style("bold", "cursor")), Segment("!", ink(TERMINAL).style("due", "cursor"))]
    for segment in own_colours(TERMINAL).apply(row, Color(0, 0, 0)):
        assert segment.style is not None
        assert segment.style.reverse
        assert segment.style.color is None


@pytest.mark.parametrize("word", THEMES)
async def test_a_theme_reaches_every_screen_at_once(tmp_path: Path, word: str) -> None:
    """The look changes on the screen in front and on those that were visited before, whatever painted them."""
    async with driving(tmp_path, crowd) as driver:
        await driver.press("g", "c", "g", "q")
        driver.app.theme = THEMES[word]
        await driver.settle()
        for way in (("g", "q"), ("g", "c"), ("enter",)):
            await driver.press(*way)
            assert colours_of(driver) <= allowed(word), way


def colours_of(driver: Driver) -> set[str]:
    """Every colour on the screen, as the terminal gets it."""
    strips = driver.app.screen._compositor.render_strips()
    styles = [segment.style for strip in strips for segment in strip if segment.style]
    return {c.name for style in styles for c in (style.color, style.bgcolor) if c is not None}


def allowed(word: str) -> set[str]:
    """The colours of a theme, as they may be written."""
    if THEMES[word] == TERMINAL:
        return {colour for colour, _ in OWN_COLOURS.values()} | {"default"}
    return set(ROLES[THEMES[word]].values())


async def test_no_colour_goes_before_every_theme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with driving(tmp_path, crowd) as driver:
        for theme in THEMES.values():
            driver.app.theme = theme
            await driver.settle()
            assert colours_of(driver) <= {"default"}


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_plain_characters_are_plain_in_keys_and_help_as_well(tmp_path: Path, size: tuple[int, int]) -> None:
    """An arrow or a dash in the name of a key is a sign like any other, where a terminal has none."""
    app, hub = program(tmp_path, crowd, ascii_only=True)
    async with app.run_test(size=size) as pilot:
        driver = Driver(app, pilot, hub)
        await driver.settle()
        for place in driver.app.PLACES:
            await driver.press("g", place.key)
            assert signs(driver) == set(), place.id
            await driver.press("?")
            assert signs(driver) == set(), f"help of {place.id}"
            await driver.press("escape", "ctrl+p")
            assert signs(driver) == set(), f"palette of {place.id}"
            await driver.press("escape")
        await driver.press("right")
        assert driver.app.screen.query_one(TabsRow).current == "keys"
        assert signs(driver) == set()
        await driver.press("g", "q", "enter")
        assert signs(driver) == set()
    hub.wb.close()


def signs(driver: Driver) -> set[str]:
    """What stands on the screen that is no plain character; nobody here has a name with one."""
    return {sign for sign in driver.text() if not sign.isascii()}
