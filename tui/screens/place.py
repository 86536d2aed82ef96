"""The base of every full screen: header, row 1, main area, side pane, notice and footer."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.containers import Container, Vertical
from textual.css.query import NoMatches

from tui.commands import Command, Commanding
from tui.keys.type_ahead import LeftOnce
from tui.widgets.bars import FooterBar, HeaderBar, Notice, NoticeRow, TabsRow, TooSmall
from tui.widgets.empty import EmptyState
from tui.widgets.line_view import LineView, SidePane
from tui.widgets.paint import OneLine, the_app
from tui.widgets.painting import NearCompositor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from textual.app import ComposeResult
    from textual.events import Resize
    from textual.geometry import Size
    from textual.widget import Widget
    from textual.worker import Worker

    from tui.app import MilepostApp
    from tui.lines import Line
    from tui.widgets.bars import Tab
    from tui.widgets.record_table import RecordTable

SMALLEST = (80, 24)
TABLE = "RecordTable"
"""Tables are found by name: the first screen has none and need not import them."""
BREAKPOINTS = [(0, "-bare"), (112, "-pane"), (160, "-wide")]
WIDE_PANE = 56
"""Columns of the side pane on a wide screen; on any other the main area has 80 and the pane what is left."""


class Page(Commanding, LeftOnce[Any]):
    """A full screen with the fixed rows.

    Subclasses set ``HEADING``, ``VERBS`` and ``FOOTER`` and override ``compose_main`` and, as needed,
    ``compose_row``, ``load``, ``tick``. A screen that shows a pane calls ``show_pane``.
    """

    HEADING: ClassVar[str] = ""
    HELP_TITLE: ClassVar[str] = ""
    """Title of the help overlay, such as "Keys on the score sheet"; else made from ``HEADING``."""
    HELP_NOTE: ClassVar[tuple[str, str]] = ("", "")
    """What must be known here beside the keys: a heading and a few sentences, below them in the help overlay."""
    FOOTER: ClassVar[tuple[str, ...]] = ()
    """Ids of app-wide commands that the footer shows after the screen's own."""
    PINNED: ClassVar[tuple[str, ...]] = ("app.go", "app.help")
    """Ids of the commands at the right end of the footer."""
    HAS_PANE: ClassVar[bool] = True
    """Whether the left 80 columns stay 80 columns, with a pane beside them, from 112 columns on."""
    HOME: ClassVar[str] = ""
    """Selector of the widget that has the focus at first and after Esc."""
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    AHEAD: ClassVar[Callable[[Any], Any] | None] = None
    """What the program reads for its first place, on the store thread, before that is made; `take_ahead` gets it."""
    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(id="screen.back", keys="escape", do="back", help="back, nothing lost", group="Everywhere"),
        Command(id="screen.next_part", keys="tab", do="next_part", help="next part", group="Everywhere"),
        Command(id="screen.part_before", keys="shift+tab", do="part_before", group="Everywhere"),
        Command(id="screen.next_tab", keys="right", do="next_tab", help="other tab", shown="← →", group="Everywhere"),
        Command(id="screen.tab_before", keys="left", do="tab_before", group="Everywhere"),
    )

    empty = False
    """Nothing is listed: the footer then leaves out the keys that have nothing to act on."""
    _seen_acts = -1

    def __init__(self) -> None:
        """Start unread."""
        super().__init__()
        self._compositor = NearCompositor()
        self.was_read = asyncio.Event()
        """Set when the page was read for the first time, or could not be."""
        self._first_part: Widget | None = None
        """The header, once there is one."""
        self._chrome_due = False

    # What subclasses fill in.

    def compose_row(self) -> ComposeResult:
        """Yield row 1: a ``TabsRow``, a ``FilterRow``, or nothing."""
        yield from ()

    def compose_main(self) -> ComposeResult:
        """Yield the main area; it starts on row 3 below row 1 (row 2 when ``MAIN_ROW`` is 2)."""
        yield from ()

    async def load(self) -> None:
        """Read what the screen shows; runs as a worker when it first shows and when acts were done elsewhere."""

    def take_ahead(self, found: Any) -> None:
        """Keep what ``AHEAD`` read; the page is shown with it, and is read again when anything is done."""
        self._seen_acts = self.milepost.acts
        self.was_read.set()

    def tick(self) -> None:
        """Bring waiting times up to date; called once a minute while the screen is on top."""

    MAIN_ROW: ClassVar[int] = 3

    # What subclasses call.

    @property
    def milepost(self) -> MilepostApp:
        """The app, with its own type."""
        return the_app(self)

    @property
    def focused_person(self) -> int:
        """Id of the person that the focus stands on, 0 for nobody; lists override it for what works everywhere."""
        return 0

    @property
    def header(self) -> HeaderBar:
        """Row 0; set ``heading``, ``fact`` and ``saved``."""
        return self.query_one(HeaderBar)

    @property
    def notices(self) -> NoticeRow:
        """The notice row."""
        return self.query_one(NoticeRow)

    @property
    def main_width(self) -> int:
        """Columns of the main area beside its pane, known before anything is laid out."""
        columns = self.app.size.width
        if not self.HAS_PANE or columns < BREAKPOINTS[1][0]:
            return columns
        return 80 if columns < BREAKPOINTS[2][0] else columns - WIDE_PANE

    @property
    def side(self) -> SidePane:
        """The side pane; it may be out of sight."""
        return self.query_one(SidePane)

    def notice(
        self,
        text: str,
        glyph: str = "done",
        keys: Iterable[tuple[str, str]] = (),
        *,
        error: bool = False,
        role: str = "",
    ) -> None:
        """Say what happened and the way back: ``notice("Slip delivered.", keys=[("u", "undo")])``.

        Once this page was closed, the one in front says it.
        """
        row = self.query_one_optional(NoticeRow)
        if row is not None:
            row.say(Notice(text, glyph, tuple(keys), error, role))
        else:
            self.milepost.notice(text, glyph, keys, error=error)

    def show_pane(self, lines: Sequence[Line]) -> None:
        """Fill the side pane; without lines its tone stays if the screen has one, and nothing is written."""
        self.side.show(lines)

    def copied(self) -> tuple[str, str]:
        """Return what ``y`` copies on this screen and what it is called; two empty texts leave it to the focus."""
        return "", ""

    def subject(self) -> str:
        """Return whom or what commands act on, for the palette: the focused row's, else the first list's."""
        owner = self.focused if hasattr(self.focused, "subject") else self.query_one_optional(TABLE)
        return str(owner.subject()) if owner is not None and hasattr(owner, "subject") else ""

    def action_copy_text(self) -> None:
        """Copy what the mouse selected, and say so."""
        super().action_copy_text()
        self.notice("Selected text copied.")

    def show_tabs(self, tabs: Sequence[Tab]) -> None:
        """Take new tabs or counts for row 1."""
        self.query_one(TabsRow).show(tabs)

    def reload(self) -> Worker[None]:
        """Run ``load`` as a worker of this screen; a later call replaces an earlier one."""
        self._seen_acts = self.milepost.acts
        return self.milepost.run_guarded(self._load(), group="load", node=self, exclusive=True)

    async def _load(self) -> None:
        try:
            await self.load()
        except NoMatches:
            if self.is_here:
                raise
            return  # the answer came when nothing was left to show it on
        finally:
            self.was_read.set()
        self._show_empty(True)

    @property
    def is_here(self) -> bool:
        """Whether there is something to show on: when a page closes, its parts go before what it still has to do."""
        return self.is_attached and self._first_part is not None and self._first_part.is_attached

    def _show_empty(self, shown: bool) -> None:
        """Let what stands in an empty place be seen only once it is known to be empty."""
        for empty in self.query(EmptyState):
            empty.visible = shown

    def hide_pane(self, hidden: bool = True) -> None:
        """Take the side pane away, as on an empty screen, or bring it back."""
        self.set_class(self.HAS_PANE and not hidden, "-has-pane")
        self.side.set_class(self.HAS_PANE and not hidden, "-filled")

    # How it works.

    def compose(self) -> ComposeResult:
        """Lay out the fixed rows around ``compose_row`` and ``compose_main``."""
        self._take_size(self.app.size)
        self.set_class(self.HAS_PANE, "-has-pane")
        self._first_part = header = HeaderBar()
        header.set_reactive(HeaderBar.heading, self.HEADING)
        yield header
        with Container(id="middle"):
            with Vertical(id="main"):
                with Container(id="row1"):
                    yield from self.compose_row()
                with Container(id="content", classes="-from-row-3" if self.MAIN_ROW == 3 else ""):
                    yield from self.compose_main()
                yield NoticeRow()
            yield SidePane(id="side", classes="-filled" if self.HAS_PANE else None)
        yield FooterBar()
        yield TooSmall()

    def on_mount(self) -> None:
        """Give the focus to its first owner."""
        self._show_empty(self.was_read.is_set())
        self.watch(self, "focused", self.refresh_chrome, init=False)
        self.focus_home()

    def refresh_chrome(self) -> None:
        """Paint header, notice and footer again where they read otherwise: the clock, the debt or a command's reason.

        What is under the cursor is painted first; however often this is asked for until then, they are looked at once.
        """
        if not self._chrome_due:
            self._chrome_due = True
            self.call_after_refresh(self._paint_chrome)

    def after_frame(self, work: Callable[[], None]) -> None:
        """Do this once what is under way was painted; nothing of it if the page is closed by then."""
        self.call_after_refresh(self._if_here, work)

    def _if_here(self, work: Callable[[], None]) -> None:
        if self.is_here:
            work()

    def _paint_chrome(self) -> None:
        self._chrome_due = False
        if not self.is_here:
            return
        for bar in self.query(OneLine):
            if isinstance(bar, HeaderBar | NoticeRow | FooterBar):
                bar.refresh_changed()

    def on_resize(self, event: Resize) -> None:
        """Show one line instead of the screen below 80 x 24."""
        self._take_size(event.size)

    def _take_size(self, size: Size) -> None:
        """Set the classes of a size; before the page is laid out for the first time, so that it is laid out once."""
        self.set_class(size.width < SMALLEST[0] or size.height < SMALLEST[1], "-small")
        reached = [name for columns, name in BREAKPOINTS if size.width >= columns]
        for _, name in BREAKPOINTS:
            self.set_class(name == reached[-1], name)

    def on_screen_resume(self) -> None:
        """Read again if anything was done meanwhile."""
        if self._seen_acts != self.milepost.acts:
            self.reload()

    def home(self) -> Widget | None:
        """Return the widget that has the focus at first: ``HOME``, else the first list or field of the main area."""
        if self.HOME:
            return self.query_one_optional(self.HOME)
        return next((w for w in self.query("#content *") if w.can_focus and w.display), None)

    def focus_home(self) -> None:
        """Give the focus to its first owner."""
        if (widget := self.home()) is not None:
            self.set_focus(widget)

    def back(self) -> None:
        """Go back one step: an error is answered, the focus goes home, marks go, the page closes."""
        if self.notices.notice is not None and self.notices.notice.error:
            self.notices.clear()
        elif self.focused is not self.home() and self.home() is not None:
            self.focus_home()
        elif (table := self._marked_table()) is not None:
            table.clear_marks()
        else:
            self.milepost.back()

    def _marked_table(self) -> RecordTable[Any] | None:
        return next((table for table in self._tables() if table.marks), None)

    def _tables(self) -> Iterator[RecordTable[Any]]:
        return (cast("RecordTable[Any]", table) for table in self.query(TABLE))

    def next_part(self) -> None:
        """Give the focus to the next part of the screen."""
        self.focus_next()

    def part_before(self) -> None:
        """Give the focus to the part before."""
        self.focus_previous()

    def next_tab(self) -> None:
        """Choose the next tab of row 1, if there are tabs."""
        self._step_tab(1)

    def tab_before(self) -> None:
        """Choose the tab before."""
        self._step_tab(-1)

    def _step_tab(self, by: int) -> None:
        try:
            self.query_one(TabsRow).step(by)
        except NoMatches:
            return

    def on_filter_row_left(self) -> None:
        """Go from the filter to the list."""
        self.focus_home()

    def move_first(self) -> None:
        """Go to the first row of the focused list: the second ``g`` of ``g g``."""
        if isinstance(self.focused, LineView):
            self.focused.move_first()
        elif (table := next((table for table in self._tables() if table is self.focused), None)) is not None:
            table.move_first()


class PlaceScreen(Page):
    """A place of the go-to menu; ``PLACE`` is its id there."""

    PLACE: ClassVar[str] = ""

    def land_on(self, row_id: int) -> None:
        """Show the place with the focus on a record of its list, once that is there."""
        self.call_later(lambda: next(self._tables()).want(row_id))
