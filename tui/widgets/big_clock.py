"""A clock of filled cells, five rows high, to be read from across a booth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.widget import Widget

from tui.widgets.paint import ink_of, look_of, strip

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.strip import Strip

    from tui.widgets.paint import Part

ROWS: Final = 5
_DOTS: Final[Mapping[str, tuple[str, ...]]] = {
    "0": ("###", "# #", "# #", "# #", "###"),
    "1": ("## ", " # ", " # ", " # ", "###"),
    "2": ("###", "  #", "###", "#  ", "###"),
    "3": ("###", "  #", "###", "  #", "###"),
    "4": ("# #", "# #", "###", "  #", "  #"),
    "5": ("###", "#  ", "###", "  #", "###"),
    "6": ("###", "#  ", "###", "# #", "###"),
    "7": ("###", "  #", "  #", "  #", "  #"),
    "8": ("###", "# #", "###", "# #", "###"),
    "9": ("###", "# #", "###", "  #", "###"),
    ":": (" ", "#", " ", "#", " "),
}
"""Sign -> its rows of dots; a dot is two cells wide and so about square."""


def rows_of(text: str, full: str) -> tuple[str, ...]:
    """The rows of a time such as '2:14', each dot as two of `full`."""
    dots = [_DOTS[sign] for sign in text]
    return tuple("  ".join(_wide(sign[row], full) for sign in dots) for row in range(ROWS))


def _wide(dots: str, full: str) -> str:
    return "".join(full * 2 if dot == "#" else "  " for dot in dots)


class BigClock(Widget):
    """The time of a call; painted again only when it says something else."""

    DEFAULT_CSS = """
    BigClock { height: 5; width: 38; }
    """
    INDENT = 6
    ROOM = 38

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        """Start at nothing."""
        super().__init__(id=id)
        self.text = "0:00"
        self.role = "muted"
        self.painted = 0
        """How often it was painted anew; a second costs one."""

    def show(self, text: str, role: str = "") -> None:
        """Show another time, or the same in another role."""
        if (text, role) != (self.text, self.role):
            self.text, self.role = text, role
            self.painted += 1
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return one row of dots."""
        styles = ink_of(self)
        rows = rows_of(self.text, "#" if look_of(self).ascii_only else "█")
        if y >= len(rows):
            return strip(self.size.width, (), styles)
        at = self.INDENT if self.INDENT + len(rows[y]) < self.ROOM else 2
        parts: list[Part] = [(at, ((rows[y], self.role),))]
        return strip(self.size.width, parts, styles)
