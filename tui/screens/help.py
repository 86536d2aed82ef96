"""Help: the keys of this screen, those that work everywhere, and the glyphs; typing searches."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget

from tui.commands import Command, show_keys
from tui.glyphs import GLYPHS, HELP_GLYPHS
from tui.safe_text import cut, width, wrap
from tui.screens.overlay import Overlay
from tui.widgets.paint import Part, ink_of, look_of, strip, the_app

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.dom import DOMNode
    from textual.events import Key, MouseScrollDown, MouseScrollUp
    from textual.strip import Strip

    from tui.commands import Offer

LAST = "In a text field letters are text. Esc leaves the field first."
ELSEWHERE = ("Everywhere", "In lists")
LEFT, LEFT_TEXT, RIGHT, RIGHT_TEXT = 4, 13, 45, 54
SHEET, KEY_CELLS = 76, 9
SETTINGS = "settings"
Row = tuple[str, str]
"""A key (or a group head with an empty text) and what it does."""


def _fixed(sheet: Help) -> str | None:
    """Return why keys cannot be changed from here."""
    return None if sheet.milepost.first_place(SETTINGS) else "in the settings file"


class HelpSheet(Widget):
    """Two columns, 76 wide, that scroll together when the screen is low."""

    def __init__(
        self, title: str, offers: Sequence[Offer], focus: Sequence[DOMNode] = (), note: Row = ("", "")
    ) -> None:
        """Explain ``offers`` under ``title``, those of ``focus``, the focused thing and its parents, first.

        The ``note``, a heading and its text, stands below them.
        """
        super().__init__()
        self.note = note
        self.heading = title
        self.offers = tuple(offers)
        self.nearest = tuple(focus)
        self.query_text = ""
        self.top = 0

    def columns(self) -> tuple[list[Row], list[Row]]:
        """Return the rows of both columns that match what was typed: the focused thing's own first."""
        groups: dict[str, list[Row]] = {}
        others = {offer.command.pair[0]: offer.command for offer in self.offers if offer.command.pair[0]}
        look, keymap = look_of(self), the_app(self).keymap
        shown = {offer.command.id: look.keys(show_keys(offer.command, keymap)) for offer in self.offers}
        for offer in sorted(self.offers, key=lambda offer: offer.owner not in self.nearest):
            command = offer.command
            if command.id in others and others[command.id].id in shown:
                continue
            row = (shown[command.id], look.keys(command.help_line()))
            if (other := shown.get(command.pair[0], "")) and row[0]:
                row = (f"{row[0]} {other}", command.pair[1])
            if row[0] and row[1] and self._fits(*row):
                groups.setdefault(command.group, []).append(row)
        if self.note[1] and self._fits(*self.note):
            groups[self.note[0]] = [("", self.note[1])]
        glyphs = [(look.sign(name), GLYPHS[name].word) for name in HELP_GLYPHS]
        groups_right = {"Everywhere": groups.pop("Everywhere", []), "State": [r for r in glyphs if self._fits(*r)]}
        return _stack(groups, RIGHT - LEFT_TEXT - 2), _stack(groups_right, SHEET - RIGHT_TEXT - 2)

    def _fits(self, key: str, text: str) -> bool:
        said = f"{key} {text}".lower()
        return all(word in said for word in self.query_text.split())

    def body_height(self) -> int:
        """Return how many rows the longer column needs."""
        return max(len(column) for column in self.columns())

    def render_line(self, y: int) -> Strip:
        """Return title, rows or the last sentence."""
        cells, height = self.size.width, self.size.height
        parts: list[Part] = []
        if y == 1:
            typed = ((f"/ {self.query_text}", ""),) if self.query_text else (("type to search", "muted"),)
            parts = [(LEFT, ((self.heading, "bold"),)), (cells - LEFT - width(typed), typed)]
        elif y == height - 2:
            parts = [(LEFT, ((LAST, "muted"),))]
        elif y == height - 3:
            parts = self._below(cells)
        elif y == 3 and not self.body_height():
            parts = [(LEFT, ((f'Nothing here has "{self.query_text}".', "muted"),))]
        elif 3 <= y < height - 3:
            left, right = self.columns()
            at = self.top + y - 3
            parts = [*_row(left, at, LEFT, LEFT_TEXT, RIGHT), *_row(right, at, RIGHT, RIGHT_TEXT, cells - 1)]
        return strip(cells, parts, ink_of(self), "panel")

    def _below(self, cells: int) -> list[Part]:
        """How many rows there are further down."""
        below = self.body_height() - self.top - (self.size.height - 6)
        if below <= 0:
            return []
        said = ((f"{look_of(self).sign('down')} {below} more", "muted"),)
        return [(cells - LEFT - width(said), said)]

    @property
    def overflows(self) -> bool:
        """Whether there is more than fits."""
        return self.body_height() > self.size.height - 6

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Show what is further down."""
        event.stop()
        self.scroll_rows(3)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Show what is further up."""
        event.stop()
        self.scroll_rows(-3)

    def scroll_rows(self, by: int) -> None:
        """Move both columns by ``by`` rows."""
        self.top = max(0, min(self.top + by, self.body_height() - (self.size.height - 6)))
        self.refresh()


def _stack(groups: dict[str, list[Row]], cells: int) -> list[Row]:
    """Put groups below each other; what is longer than ``cells`` goes on in the next row."""
    rows: list[Row] = []
    for head, lines in groups.items():
        if lines:
            rows += [("", "")] if rows else []
            rows.append((head, ""))
            for key, text in lines:
                if _is_glyph((key, text)):
                    rows.append((key, text))
                    continue
                first, *more = wrap(text, cells - max(0, width(((key, ""),)) + 2 - KEY_CELLS))
                rows += [(key, first), *(("", line) for line in more)]
    return rows


def _is_glyph(row: Row) -> bool:
    return any(row == (sign, glyph.word) for glyph in GLYPHS.values() for sign in (glyph.sign, glyph.ascii))


def _row(rows: list[Row], at: int, key_at: int, text_at: int, stop: int) -> list[Part]:
    if at >= len(rows):
        return []
    key, text = rows[at]
    if not text:
        return [(key_at, ((key, "bold"),))]
    if _is_glyph((key, text)):
        return [(key_at, ((key, ""),)), (key_at + 3, ((cut(text, stop - key_at - 4), ""),))]
    start = max(text_at, key_at + len(key) + 2)
    return [(key_at, ((key, "bold accent"),)), (start, ((cut(text, stop - start - 1), "muted"),))]


class Help(Overlay[str]):
    """Dismisses with ``"settings"`` when a key is to be changed, else with ``None``."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(id="overlay.close", keys="escape", do="close", word="close"),
        Command(id="help.change", keys="f2", do="change", word="change a key", help="change a key", when=_fixed),
        Command(
            id="help.down",
            keys="down pagedown",
            do="down",
            word="more",
            shown="↑ ↓",
            help="further down",
            when=lambda sheet: None if sheet.sheet.overflows else "all is in sight",
        ),
        Command(id="help.up", keys="up pageup", do="up", help="further up"),
    )

    def __init__(
        self, title: str, offers: Sequence[Offer], focus: Sequence[DOMNode] = (), note: Row = ("", "")
    ) -> None:
        """Explain ``offers`` under ``title``, those of ``focus`` first and the ``note`` last."""
        super().__init__()
        self.sheet = HelpSheet(title, offers, focus, note)

    empty = True
    """Keys that cannot do anything here are left out of the footer."""

    def compose_overlay(self) -> ComposeResult:
        """Yield the sheet."""
        yield self.sheet

    def on_mount(self) -> None:
        """Make the sheet as high as it needs to be and the screen allows."""
        self._fit()

    def on_screen_resume(self) -> None:
        """Fit again after a change of size."""
        self._fit()

    def _fit(self) -> None:
        self.sheet.styles.height = max(8, min(self.sheet.body_height() + 7, self.app.size.height - 4))

    def down(self) -> None:
        """Show what is further down."""
        self.sheet.scroll_rows(5)

    def up(self) -> None:
        """Show what is further up."""
        self.sheet.scroll_rows(-5)

    def change(self) -> None:
        """Ask for the settings."""
        self.dismiss(SETTINGS)

    def on_key(self, event: Key) -> None:
        """Search by typing."""
        if event.key == "backspace":
            self._search(self.sheet.query_text[:-1])
        elif event.character and event.is_printable:
            event.stop()
            self._search(self.sheet.query_text + event.character.lower())

    def _search(self, query: str) -> None:
        self.sheet.query_text = query
        self.sheet.top = 0
        self.sheet.refresh()
