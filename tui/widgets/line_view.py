"""Lines with a focus that walks over those that can be opened; the base of panes and grouped lists."""

from __future__ import annotations

from functools import partial
from itertools import zip_longest
from typing import TYPE_CHECKING, ClassVar

from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive

from domain.model.lazily import dataclass
from tui.commands import Command, Commanding
from tui.safe_text import clean, cut_pieces, width
from tui.widgets.clicking import Clicking
from tui.widgets.paint import Part, Target, ink_of, look_of, strip
from tui.widgets.selecting import Selecting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.events import Click, MouseScrollDown, MouseScrollUp, Resize
    from textual.strip import Strip

    from tui.lines import Line
    from tui.safe_text import Pieces

MOVES: tuple[Command, ...] = (
    Command(
        id="list.down",
        keys="down j",
        do="move_down",
        help="next row",
        shown="↓ j",
        group="In lists",
        pair=("list.up", "other row"),
    ),
    Command(id="list.up", keys="up k", do="move_up", help="row before", shown="↑ k", group="In lists"),
    Command(
        id="list.page_down",
        keys="pagedown",
        do="page_down",
        help="a page down",
        group="In lists",
        pair=("list.page_up", "a page down, up"),
    ),
    Command(id="list.page_up", keys="pageup", do="page_up", help="a page up", group="In lists"),
    Command(
        id="list.half_down",
        keys="ctrl+d",
        do="half_down",
        help="half a page down",
        group="In lists",
        pair=("list.half_up", "half a page"),
    ),
    Command(id="list.half_up", keys="ctrl+u", do="half_up", help="half a page up", group="In lists"),
    Command(
        id="list.first",
        keys="home",
        do="move_first",
        help="first row",
        shown="g g",
        group="In lists",
        pair=("list.last", "first, last row"),
    ),
    Command(id="list.last", keys="end G", do="move_last", help="last row", shown="G", group="In lists"),
    Command(id="list.open", keys="enter", do="open_row", help="open", group="In lists"),
)
"""Movement, the same in every list."""


class LineView(Commanding, Clicking, Selecting):
    """Paints ``Line`` after ``Line``; the focus stops at those with an id, otherwise arrows scroll."""

    VERBS: ClassVar = MOVES
    DEFAULT_CSS = """
    LineView { height: 1fr; width: 1fr; }
    """
    TONE = "ground"
    EDGE = False
    SKIP = 0
    """Empty rows above the first line."""

    @dataclass
    class Moved(Message):
        """The focus stands on another line."""

        view: LineView
        line: str

    @dataclass
    class Opened(Message):
        """Enter or a second click on the focused line."""

        view: LineView
        line: str

    takes_focus = True
    """Whether it can have the focus at all: where keys stay with the screen, or with a field above it, never."""
    CLICK_OPENS = False
    """Whether one click is enough to open a line, as in a menu."""

    always_lit: reactive[bool] = reactive(False)
    """Show the focused line as focused whatever has the focus, as in the palette."""

    def __init__(
        self,
        lines: Sequence[Line] = (),
        *,
        indent: int = 2,
        inner: int | None = None,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        """Paint ``lines`` from column ``indent`` on, right parts ending ``inner`` cells further on.

        Without ``inner``, they end ``indent`` cells before the right edge.
        """
        super().__init__(id=id, classes=classes)
        self.indent = indent
        self.inner = inner
        self.lines: tuple[Line, ...] = ()
        self.at = -1
        self.top = 0
        self.show(lines)

    def show(self, lines: Sequence[Line], keep: bool = True) -> None:
        """Paint other lines; the focus stays on the line with the same id, else near where it was."""
        before = self.line_id if keep else ""
        was = self.at if keep else -1
        old, place = self.lines, (self.at, self.top)
        self.lines = tuple(lines)
        stops = self._stops()
        self.at = next((at for at in stops if self.lines[at].id == before), -1)
        if self.at < 0 and stops:
            self.at = min(stops, key=lambda at: abs(at - was))
        self._take_or_leave_focus(stops)
        self._follow()
        if place == (self.at, self.top):
            self._refresh_changed(old)
        else:
            self.refresh()

    def _take_or_leave_focus(self, stops: Sequence[int]) -> None:
        self.can_focus = self.takes_focus and (bool(stops) or self._overflows())

    def _refresh_changed(self, old: tuple[Line, ...]) -> None:
        """Paint only the lines that read otherwise now: a pane follows every cursor key."""
        pairs = enumerate(zip_longest(old, self.lines))
        rows = (at - self.top + self.SKIP for at, (before, after) in pairs if before != after)
        regions = [Region(0, y, self.size.width, 1) for y in rows if self.SKIP <= y < self.size.height]
        if regions:
            self.refresh(*regions)

    @property
    def line_id(self) -> str:
        """The id of the focused line, or ``""``."""
        return self.lines[self.at].id if 0 <= self.at < len(self.lines) else ""

    def choose(self, line: str) -> None:
        """Put the focus on the line with that id, if it is there."""
        for at in self._stops():
            if self.lines[at].id == line:
                self._go(at)
                return

    def move_down(self) -> None:
        """Go to the next line that can be opened."""
        self._step(1)

    def move_up(self) -> None:
        """Go to the line before."""
        self._step(-1)

    def page_down(self) -> None:
        """Go a page down."""
        self._jump(self.rows - 1)

    def page_up(self) -> None:
        """Go a page up."""
        self._jump(1 - self.rows)

    def half_down(self) -> None:
        """Go half a page down."""
        self._jump(self.rows // 2)

    def half_up(self) -> None:
        """Go half a page up."""
        self._jump(-(self.rows // 2))

    def move_first(self) -> None:
        """Go to the first line."""
        self._jump(-len(self.lines))

    def move_last(self) -> None:
        """Go to the last line."""
        self._jump(len(self.lines))

    def open_row(self) -> None:
        """Say that the focused line was opened."""
        if self.line_id:
            self.post_message(self.Opened(self, self.line_id))

    def next_group(self) -> None:
        """Go to the first line of the next group, from the last to the first."""
        heads = [at for at, line in enumerate(self.lines) if line.head]
        firsts = [next((s for s in self._stops() if s > head), -1) for head in heads]
        later = [at for at in firsts if at > self.at]
        if found := later or [at for at in firsts if at >= 0]:
            self._go(found[0])

    @property
    def rows(self) -> int:
        """How many lines are in sight."""
        return max(0, self.size.height - self.SKIP)

    def _stops(self) -> list[int]:
        return [at for at, line in enumerate(self.lines) if line.id]

    def _overflows(self) -> bool:
        return len(self.lines) > self.rows > 0

    def _step(self, by: int) -> None:
        stops = self._stops()
        if not stops:
            self._scroll(by)
            return
        ahead = [at for at in stops if (at - self.at) * by > 0]
        if ahead:
            self._go(min(ahead) if by > 0 else max(ahead))
        else:
            self._scroll(by)

    def _jump(self, by: int) -> None:
        stops = self._stops()
        if not stops:
            self._scroll(by)
            return
        nearest = min(stops, key=lambda at: abs(at - (self.at + by)))
        if nearest == self.at:
            self._scroll(by)  # no line to stop at lies that way, but there may be more to read
        else:
            self._go(nearest)

    def _scroll(self, by: int) -> None:
        self.top = max(0, min(self.top + by, len(self.lines) - self.rows))
        self.refresh()

    def _go(self, at: int) -> None:
        if at == self.at:
            return
        self.at = at
        self._follow()
        self.refresh()
        self.post_message(self.Moved(self, self.line_id))

    def _follow(self) -> None:
        height = self.rows
        if height and self.at >= 0:
            low = self.at - height + 1
            first = self._stops()[0] if self._stops() else 0
            self.top = 0 if self.at == first and self.at < height else max(low, min(self.top, self.at))
        self.top = max(0, min(self.top, max(0, len(self.lines) - max(1, height))))

    def on_resize(self, _event: Resize) -> None:
        """Keep the focused line in sight."""
        self._take_or_leave_focus(self._stops())
        before = self.top
        self._follow()
        if self.top != before:
            self.refresh()

    def on_focus(self) -> None:
        """Show the focus."""
        self.note_focus()
        self.refresh()

    def on_blur(self) -> None:
        """Keep the place in mark tone."""
        self.refresh()

    def on_click(self, event: Click) -> None:
        """Focus the clicked line; a click on the focused one opens it."""
        at = self.top + event.y - self.SKIP
        if event.y >= self.SKIP and 0 <= at < len(self.lines) and self.lines[at].id and self.selected_nothing():
            found_here = at == self.at and not self.brought_focus
            self._go(at)
            if found_here or self.CLICK_OPENS:
                self.open_row()

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Scroll three lines."""
        event.stop()
        self._scroll(3)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Scroll three lines back."""
        event.stop()
        self._scroll(-3)

    def targets(self) -> list[Target]:
        """Return the lines in sight that can be opened."""
        last = min(self.top + self.rows, len(self.lines))
        seen = [at for at in range(self.top, last) if self.lines[at].id]
        return [(self._label_at(at), at - self.top + self.SKIP, partial(self._jump_to, at)) for at in seen]

    def _label_at(self, at: int) -> int:
        return max(0, self.indent + self.lines[at].at - 2)

    def _jump_to(self, at: int) -> None:
        if self.can_focus:
            self.focus()
        self._go(at)

    # What can be copied.

    def line_count(self) -> int:
        """Return the lines, with the empty rows above them."""
        return len(self.lines) + self.SKIP

    def first_line(self) -> int:
        """Return the line at the top."""
        return self.top

    def line_text(self, line: int) -> str:
        """Return a line as it shows; one further up than what is in sight as it would."""
        at, cells = line - self.SKIP, self.size.width
        if line >= self.top + self.SKIP or at < 0:
            return self._line_strip(line - self.top).text
        return strip(cells, self._parts(self.lines[at], False, cells, ()), ink_of(self), self.TONE).text

    def copy_text(self) -> str:
        """Return the focused line, or all lines where none can have the focus."""
        lines = [self.lines[self.at]] if self.line_id else self.lines
        return "\n".join(_plain(line) for line in lines).strip()

    @property
    def lit(self) -> bool:
        """Whether the focused line shows as focused."""
        return self.has_focus or self.always_lit

    def render_line(self, y: int) -> Strip:
        """Return the line at ``y`` of what is in sight."""
        return self.selectable(self._line_strip(y), self.top + y)

    def _line_strip(self, y: int) -> Strip:
        cells, look, at = self.size.width, look_of(self), self.top + y - self.SKIP
        styles = ink_of(self)
        edge: Pieces = (look.glyph("edge"),) if self.EDGE and look.edge else ()
        if y < self.SKIP or at >= len(self.lines):
            return strip(cells, ((0, edge),), styles, self.TONE)
        line = self.lines[at]
        here = at == self.at and bool(line.id)
        tone = "cursor" if here and self.lit else "mark" if here or line.tone == "mark" else self.TONE
        first: Pieces = (look.glyph("focus"),) if here and self.lit else edge
        return strip(cells, self._parts(line, here, cells, first), styles, tone)

    def _parts(self, line: Line, here: bool, cells: int, first: Pieces) -> list[Part]:
        inner = cells - 2 * self.indent if self.inner is None else min(self.inner, cells - self.indent)
        left = line.left
        if line.head and self.lit and self._in_group(line):
            left = tuple((text, words + " accent" if words == "bold" else words) for text, words in left)
        if here and line.name >= 0:
            left = tuple((t, f"bold {w}" if n == line.name else w) for n, (t, w) in enumerate(left))
        start = self.indent + inner - width(line.right)
        room = (start - 1 if line.right else self.indent + inner) - self.indent - line.at
        parts: list[Part] = [(0, first)] if first else []
        parts.append((self.indent + line.at, cut_pieces(left, max(0, room), look_of(self).dots)))
        if line.right:
            parts.append((start, line.right))
        return parts

    def _in_group(self, head: Line) -> bool:
        before = [line for line in self.lines[: self.at + 1] if line.head]
        return bool(before) and before[-1] is head


def _plain(line: Line) -> str:
    left, right = ("".join(clean(text) for text, _ in pieces).strip() for pieces in (line.left, line.right))
    return f"{left}   {right}".strip()


class SidePane(LineView):
    """The pane at the right of a place: 40 columns from 112, 56 from 160, else gone."""

    DEFAULT_CSS = """
    SidePane { background: $panel; height: 100%; }
    """
    TONE = "panel"
    EDGE = True
    SKIP = 1

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        """Start empty; the first text stands on row 2 of the screen."""
        super().__init__(id=id, classes=classes, indent=2)

    def _parts(self, line: Line, here: bool, cells: int, first: Pieces) -> list[Part]:
        self.inner = 52 if cells == 56 else 36
        return super()._parts(line, here, cells, first)
