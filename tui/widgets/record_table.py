"""The virtual table: ids of the whole list first, rows by window; a million rows cost what thirty do."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import field, replace
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar

from textual.geometry import Region
from textual.message import Message

from domain.model.lazily import dataclass
from tui.commands import Command, Commanding
from tui.widgets.clicking import Clicking
from tui.widgets.line_view import MOVES
from tui.widgets.paint import Target, look_of, the_app
from tui.widgets.record_lines import RecordLines
from tui.widgets.tracks import NAMES_AT, Columns, R, Track

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence

    from textual.events import Click, MouseScrollDown, MouseScrollUp, Resize


PAGE = 64
"""Rows asked for at a time, in one call."""
AHEAD = 8
"""Rows beyond those in sight that are asked for before a key needs them."""


@dataclass(frozen=True, slots=True)
class _Swept:
    """Rows that are being marked on the way, and what was marked before."""

    ids: Sequence[int]
    begun: int
    at: int
    before: Set[int]


@dataclass(slots=True)
class _Fetch:
    """What is being fetched, so that one question is out at a time."""

    running: bool = False
    asked: int = 0
    missing: set[int] = field(default_factory=set)


class RecordTable(Commanding, Clicking, RecordLines[R], can_focus=True):
    """A list of records by id. Feed it with ``set_ids``; it asks ``fetch`` for the rows it needs.

    ``fetch(ids)`` returns one row, or ``None`` for one that is gone, for each id, in the same order.
    """

    VERBS: ClassVar = (
        *MOVES,
        Command(id="list.mark", keys="space", do="toggle_mark", help="mark, or take the mark off", group="In lists"),
        Command(
            id="list.mark_down",
            keys="shift+down",
            do="mark_down",
            help="mark down to the next row",
            shown="Shift+↓",
            group="In lists",
            pair=("list.mark_up", "mark rows on the way"),
        ),
        Command(
            id="list.mark_up",
            keys="shift+up",
            do="mark_up",
            help="mark up to the row before",
            shown="Shift+↑",
            group="In lists",
        ),
    )
    DEFAULT_CSS = """
    RecordTable { height: 1fr; width: 1fr; }
    """

    @dataclass
    class Moved(Message):
        """The focus stands on another record; ``None`` when the list is empty."""

        table: RecordTable[Any]
        id: int | None

    @dataclass
    class Opened(Message):
        """Enter, or a click on the focused row."""

        table: RecordTable[Any]
        id: int

    @dataclass
    class HeadClicked(Message):
        """A head was clicked, to sort by it."""

        table: RecordTable[Any]
        key: str

    @dataclass
    class MarksChanged(Message):
        """Marks were set or taken off."""

        table: RecordTable[Any]
        marks: Set[int]

    def __init__(
        self,
        tracks: Sequence[Track[R]],
        fetch: Callable[[Sequence[int]], Awaitable[Sequence[R | None]]],
        *,
        lead: Track[R] | None = None,
        muted: Callable[[R], bool] = lambda _row: False,
        can_mark: bool = False,
        id: str | None = None,  # noqa: A002
    ) -> None:
        """Show ``tracks`` from column 6 on; ``lead`` stands in columns 2-4; ``muted`` rows lose their colours."""
        super().__init__(Columns(tuple(tracks), lead), muted, id)
        self.fetch = fetch
        self.can_mark = can_mark
        self._swept: _Swept | None = None
        self._fetch = _Fetch()
        self._shown: int | None = None
        self._wanted: int | None = None

    # What the screen calls.

    def set_ids(
        self,
        ids: Sequence[int],
        total: int | None = None,
        *,
        keep: bool = True,
        fresh: bool = True,
        rows: Mapping[int, R] = MappingProxyType({}),
    ) -> None:
        """Show the records ``ids`` in that order, best as ``array("q")``.

        The focus stays on the same record if it is still there, else on the same place, or goes to the top without
        ``keep``. ``total`` larger than ``len(ids)`` says that the rest will come with another call. Rows in sight are
        read again and keep their old text meanwhile, unless ``fresh`` is false because nothing can have changed.
        ``rows`` are some of them by id, where they were read together with the ids.
        ``Moved`` is posted in any case, so that panes are brought up to date.
        """
        before, seen = self.current, self._in_sight()
        self.ids = ids
        self.total = max(len(ids), total or 0)
        if keep:
            self.at = self._find(before, self.at)
        else:
            self.at = self.top = 0
        if self._wanted is not None:
            self.at, self._wanted, seen = self._find(self._wanted, self.at), None, True
        if seen or not keep:
            self._follow()
        self.top = max(0, min(self.top, self.total - max(1, self.rows)))
        if fresh:
            self.refresh_rows()
        self.keep_rows(tuple(rows), tuple(rows.values()))
        # At once, so that the first paint finds the rows, or finds them on their way.
        self._ask_missing()
        self.refresh()
        self._shown = self.current
        self.post_message(self.Moved(self, self.current))

    def refresh_rows(self) -> None:
        """Read the rows in sight again and forget the others; the old text stays until the new one is there."""
        window = self._window()
        seen = [row_id for row_id in window if row_id in self._rows]
        for row_id in self._rows.keys() - set(seen):
            del self._rows[row_id]
        self._fetch.asked += 1
        self._ask(seen)

    def forget(self) -> None:
        """Read all rows again, those in sight at once; their old text stays until the new one is there."""
        self.refresh_rows()
        self.refresh()

    @property
    def current(self) -> int | None:
        """The id of the focused record, or ``None``."""
        return self.ids[self.at] if 0 <= self.at < len(self.ids) else None

    @property
    def row(self) -> R | None:
        """The focused row if it has been fetched."""
        return self._rows.get(self.current) if self.current is not None else None

    def row_of(self, row_id: int) -> R | None:
        """Return a row if it is in memory."""
        return self._rows.get(row_id)

    def choose(self, row_id: int) -> bool:
        """Put the focus on a record; ``False`` when it is not in the list."""
        at = self._find(row_id, -1)
        if at < 0 or at >= len(self.ids) or self.ids[at] != row_id:
            return False
        self._go(at)
        return True

    def mark_only(self, ids: Iterable[int] | Set[int]) -> None:
        """Mark these records, and no others."""
        if self.can_mark:
            self._set_marks(ids if isinstance(ids, Set) else frozenset(ids))

    def want(self, row_id: int) -> None:
        """Put the focus on a record now, or when the list that is being read holds it."""
        if not self.choose(row_id):
            self._wanted = row_id

    @property
    def wants(self) -> bool:
        """Whether a record was asked for that the list does not hold yet."""
        return self._wanted is not None

    def clear_marks(self) -> None:
        """Take all marks off."""
        self._set_marks(frozenset())

    # What the keys call.

    def move_down(self) -> None:
        """Go to the next row."""
        self._go(self.at + 1)

    def move_up(self) -> None:
        """Go to the row before."""
        self._go(self.at - 1)

    def page_down(self) -> None:
        """Go a page down."""
        self._go(self.at + max(1, self.rows - 1))

    def page_up(self) -> None:
        """Go a page up."""
        self._go(self.at - max(1, self.rows - 1))

    def half_down(self) -> None:
        """Go half a page down."""
        self._go(self.at + max(1, self.rows // 2))

    def half_up(self) -> None:
        """Go half a page up."""
        self._go(self.at - max(1, self.rows // 2))

    def move_first(self) -> None:
        """Go to the first row."""
        self._go(0)

    def move_last(self) -> None:
        """Go to the last row."""
        self._go(self.total - 1)

    def open_row(self) -> None:
        """Say that the focused record was opened."""
        if self.current is not None:
            self.post_message(self.Opened(self, self.current))

    def toggle_mark(self) -> None:
        """Mark the focused row, or take its mark off, and go to the next."""
        if self.can_mark and self.current is not None:
            self._set_marks(self.marks ^ {self.current})
            self.move_down()

    def mark_down(self) -> None:
        """Mark this row and the next; going back takes the marks off again."""
        self._sweep(self.at + 1)

    def mark_up(self) -> None:
        """Mark this row and the one before; going back takes the marks off again."""
        self._sweep(self.at - 1)

    def mark_to(self, at: int) -> None:
        """Mark the rows from the focused one to position ``at``, and go there."""
        self._sweep(at)

    def _sweep(self, at: int) -> None:
        """Mark from where this began to ``at``; any other key, and another list, let the marks stay."""
        if not self.can_mark or self.current is None or not self.ids:
            return
        swept = self._swept
        if swept is None or swept.at != self.at or swept.ids is not self.ids:
            swept = _Swept(self.ids, self.at, self.at, self.marks)
        at = max(0, min(at, len(self.ids) - 1))
        self._go(at)
        self._swept = replace(swept, at=at)
        low, high = sorted((swept.begun, at))
        self._set_marks(swept.before | frozenset(self.ids[low : high + 1]), sweeping=True)

    # Focus and window.

    @property
    def rows(self) -> int:
        """How many rows are in sight below the heads."""
        return max(0, self.size.height - 1)

    def _find(self, row_id: int | None, near: int) -> int:
        if row_id is not None:
            if 0 <= near < len(self.ids) and self.ids[near] == row_id:
                return near
            try:
                return self.ids.index(row_id)
            except ValueError:
                pass
        return max(0, min(near, self.total - 1)) if near >= 0 else -1

    def _go(self, at: int) -> None:
        at = max(0, min(at, self.total - 1))
        if at == self.at:
            return
        before, top, self.at = self.at, self.top, at
        self._follow()
        if top == self.top:
            self._paint_rows(before, at)
        else:
            self.refresh()
            self.call_after_refresh(self._ask_missing, AHEAD)
        self._tell()

    def _in_sight(self) -> bool:
        return self.top <= self.at < self.top + max(1, self.rows)

    def _scroll(self, by: int) -> None:
        """Show other rows and leave the focus where it is; the next key comes back to it."""
        top = max(0, min(self.top + by, self.total - max(1, self.rows)))
        if top != self.top:
            self.top = top
            self.refresh()

    def _follow(self) -> None:
        rows = max(1, self.rows)
        self.top = max(self.at - rows + 1, min(self.top, self.at))
        self.top = max(0, min(self.top, self.total - rows))

    def _paint_rows(self, *places: int) -> None:
        cells = self.size.width
        seen = [at - self.top + 1 for at in places if 0 <= at - self.top < self.rows]
        if seen:
            self.refresh(*(Region(0, y, cells, 1) for y in seen))

    def _paint_ids(self, ids: Set[int]) -> None:
        """Paint the rows of these records, where they are in sight."""
        self._paint_rows(*(at for at, row_id in enumerate(self._window(), self.top) if row_id in ids))

    def _tell(self) -> None:
        if self.current != self._shown:
            self._shown = self.current
            self.post_message(self.Moved(self, self.current))

    def _set_marks(self, marks: Set[int], *, sweeping: bool = False) -> None:
        self._swept = self._swept if sweeping else None
        if marks != self.marks:
            self.marks = marks
            self.refresh()
            self.post_message(self.MarksChanged(self, marks))

    # Fetching.

    def _window(self) -> list[int]:
        return list(self.ids[self.top : self.top + self.rows])

    def need(self, row_id: int) -> None:
        """Ask for a row that is in sight, together with its neighbours."""
        if not self._fetch.missing:
            self.call_later(self._ask_missing)
        self._fetch.missing.add(row_id)

    def _ask_missing(self, ahead: int = 0) -> None:
        """Ask for rows in sight that are not there, ``ahead`` rows before and behind them included, and for more."""
        self._fetch.missing.clear()
        if self._fetch.running:
            return
        near = self.ids[max(0, self.top - ahead) : self.top + self.rows + ahead]
        if all(row_id in self._rows for row_id in near):
            return
        start = max(0, min(self.top, self.top + self.rows // 2 - PAGE // 2))
        wanted = self.ids[start : start + max(PAGE, self.rows)]
        self._ask([row_id for row_id in wanted if row_id not in self._rows])

    def _ask(self, ids: Sequence[int]) -> None:
        if ids:
            self._fetch.running = True
            the_app(self).run_guarded(self._load(tuple(ids), self._fetch.asked), group=f"rows-{self.id}", node=self)

    async def _load(self, ids: tuple[int, ...], asked: int) -> None:
        try:
            rows = await self.fetch(ids)
        finally:
            self._fetch.running = False
        if asked == self._fetch.asked:
            self.keep_rows(ids, rows)
        self._paint_ids(frozenset(ids))

    # Events.

    def on_resize(self, _event: Resize) -> None:
        """Keep the focused row in sight."""
        self._follow()
        self.refresh()

    def on_focus(self) -> None:
        """Show the focus."""
        self.note_focus()
        self._paint_rows(self.at)

    def on_blur(self) -> None:
        """Keep the place in mark tone."""
        self._paint_rows(self.at)

    def on_click(self, event: Click) -> None:
        """Focus the clicked row; a click on the focused one opens it, one on a head sorts."""
        at = self.top + event.y - 1
        if event.y < 1:
            self._click_head(event.x)
        elif self._marks_at(event.x) and at < len(self.ids):
            self._set_marks(self.marks ^ {self.ids[at]})
            self._go(at)
        elif self.can_mark and event.ctrl and at < len(self.ids):
            self.mark_to(at)
        elif at < self.total and self.selected_nothing():
            if at == self.at and not self.brought_focus:
                self.open_row()
            self._go(at)

    def _marks_at(self, x: int) -> bool:
        """Say whether a click in this column marks: where the sign of a mark stands, and no number does."""
        return self.can_mark and self.columns.lead is None and x < NAMES_AT - 1

    def _click_head(self, x: int) -> None:
        if key := self.columns.head_at(x, self.size.width):
            self.post_message(self.HeadClicked(self, key))

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Show three rows further down; the focus stays."""
        event.stop()
        self._scroll(3)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Show three rows further up; the focus stays."""
        event.stop()
        self._scroll(-3)

    def targets(self) -> list[Target]:
        """Return the rows in sight."""
        last = min(self.top + self.rows, len(self.ids))
        return [(0, at - self.top + 1, partial(self._jump_to, at)) for at in range(self.top, last)]

    def _jump_to(self, at: int) -> None:
        self.focus()
        self._go(at)

    # What can be copied.

    def copy_text(self) -> str:
        """Return the marked rows, or the focused one, as they show; cells are separated by tabs."""
        look = look_of(self)
        marked = [row_id for row_id in self.ids if row_id in self.marks] if self.marks else [self.current]
        rows = [self._rows.get(row_id) for row_id in marked if row_id is not None]
        return "\n".join("\t".join(self.columns.texts(row, look)) for row in rows if row is not None)

    def subject(self) -> str:
        """Return whom or what the focused row is about."""
        return self.columns.subject(self.row, look_of(self)) if self.row is not None else ""
