"""Follow-up: everything that is due or to come, by its day, with how and when to reach each person."""

from __future__ import annotations

import asyncio
from array import array
from typing import TYPE_CHECKING, ClassVar

from textual.message import Message

from domain.model.lazily import dataclass
from domain.model.terms import Channel
from domain.workbook import follow_up, journeys
from domain.workbook.follow_up import Kind
from domain.workbook.follow_up_rows import FollowUpRow
from domain.workbook.wording import age, short_day, weekday_day_month
from tui.commands import Command
from tui.lines import Line, blocks, heading, text
from tui.safe_text import cut
from tui.screens import person_acts as acts
from tui.screens.person_parts import list_pane
from tui.screens.place import PlaceScreen
from tui.screens.promise_verbs import CLOSE, DONE, LATER, PROMISE, Promised, PromiseVerbs
from tui.widgets.bars import Notice, Tab, TabsRow
from tui.widgets.empty import EmptyState
from tui.widgets.record_table import RecordTable
from tui.widgets.tracks import Track

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from textual.app import ComposeResult

    from domain.workbook import Workbook
    from domain.workbook.journeys import Page as Journey
    from tui.look import Look
    from tui.safe_text import Pieces

ALL = "all"
TABS = (
    (ALL, "All"),
    (Kind.PROMISE, "Promises"),
    (Kind.WAITING, "Waiting"),
    (Kind.SLIP, "Slips"),
    (Kind.DRAFT, "Drafts"),
    (Kind.RETEST, "Retests"),
)
WHY = 18
"""Cells of the reason; one that is longer is written out in the pane, or above the footer where there is none."""
WITH_PANE = 112
AHEAD = 400
"""Rows that are known beyond the focus; those further on are read when it comes nearer."""
FOLLOW = 0.06
"""Seconds that the cursor rests before the pane follows it."""
REACH = {Channel.CALL: "Call", Channel.SMS: "Text", Channel.CHAT: "Chat", Channel.EMAIL: "Mail"}
HERE = {"waiting": "is here", "underway": "is here", "booked": "today"}
GLYPHS = {
    Kind.PROMISE: "here",
    Kind.WAITING: "late",
    Kind.SLIP: "open",
    Kind.DRAFT: "unfinished",
    Kind.RETEST: "here",
}
NOTHING = {
    ALL: "Nothing is due, and nothing is to come.",
    Kind.PROMISE: "No promise is open.",
    Kind.WAITING: "Nobody waits longer than they should.",
    Kind.SLIP: "No slip is owed.",
    Kind.DRAFT: "No score sheet was left open.",
    Kind.RETEST: "Nobody has a retest ahead.",
}
WAYS_ON = (("t", "on a person's page: promise them something"), ("g t", "today"), ("g c", "everybody"))


class DueTable(RecordTable[FollowUpRow]):
    """The list, of which only as much is known as somebody has come to."""

    @dataclass
    class ToTheEnd(Message):
        """The last row was asked for, whether it is known or not."""

    def move_last(self) -> None:
        """Go to the last row of all."""
        self.post_message(self.ToTheEnd())


def _nobody(screen: FollowUpScreen) -> str | None:
    return None if screen.row is not None else "nothing is due"


class FollowUpScreen(PromiseVerbs, PlaceScreen):
    """What is due, sorted by its day; the list holds ids, never rows that could go stale."""

    PLACE = "follow_up"
    HEADING = "Follow-up"
    HELP_TITLE = "Keys in Follow-up"
    HOME = "DueTable"
    CSS_PATH = "../styles/follow_up.tcss"
    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(
            id="follow_up.open",
            keys="",
            do="open_current",
            shown="Enter",
            word="open",
            title="Open what is focused",
            help="open the slip, the score sheet or the person",
            when=_nobody,
        ),
        Command(
            id="follow_up.contact",
            keys="c",
            do="contact",
            word="contact",
            title="Contact",
            help="how and when to reach them",
            when=_nobody,
        ),
        DONE,
        LATER,
        Command(
            id="follow_up.slip",
            keys="f",
            do="slip",
            word="slip",
            title="Slip",
            help="their slip that is open",
            when=_nobody,
            opens=True,
        ),
        PROMISE,
        CLOSE,
    )
    FOOTER = ("app.walk_in", "app.find", "app.undo")

    def __init__(self) -> None:
        """Start with everything."""
        super().__init__()
        self.first_tab = ""
        self.other = False
        self.counts: Mapping[Kind, tuple[int, bool]] = {}
        self.behind: follow_up.Behind | None = None
        """Where the list goes on behind what is known of it; None where that is all."""

    # What is on the screen.

    def compose_row(self) -> ComposeResult:
        """Yield the tabs."""
        yield TabsRow([Tab(key, label) for key, label in TABS])

    def compose_main(self) -> ComposeResult:
        """Yield the list, and what stands in its place when there is nothing to list."""
        yield DueTable(
            (
                Track("name", "Person", 18, lambda row, look: cut(look.name(row.name), 18, look.dots), name=True),
                Track("what", "Why", WHY, lambda row, look: cut(row.what, WHY, look.dots), style="muted"),
                Track("due", "Due", 9, self._due, right=True),
                Track("channel", "Via", 4, _reach, style="muted"),
                Track("local", "Local", 5, _local, right=True, style="muted", gap=1),
                Track("good", "Good", 9, _good),
            ),
            self._fetch,
            lead=Track("sign", "", 1, self._sign),
        )
        yield EmptyState("", "", ())

    def show_kind(self, kind: str) -> None:
        """Show one part of the list, such as "promises"."""
        if self.is_mounted:
            self.query_one(TabsRow).choose(kind)
        else:
            self.first_tab = kind

    def on_mount(self) -> None:
        """Begin with the part that was asked for."""
        if self.first_tab:
            self.query_one(TabsRow).current = self.first_tab

    # Reading.

    @property
    def kind(self) -> Kind | None:
        """The kind that is listed; None for all."""
        current = self.query_one(TabsRow).current
        return Kind(current) if current != ALL else None

    @property
    def table(self) -> DueTable:
        """The list."""
        return self.query_one(DueTable)

    async def load(self) -> None:
        """Read how much there is and the first part of the list, then on to a little beyond the focus."""
        kind, keep, self.other = self.kind, not self.other, False
        self.counts, (ids, self.behind) = await self.milepost.read(_frame, kind)
        self.show_tabs([Tab(key, self._label(key, label)) for key, label in TABS])
        self.header.fact = weekday_day_month(self.milepost.today)
        self._show_nothing(not ids and not self.behind)
        known = self.table.at + 1 if keep and self.behind else 0
        self.table.set_ids(ids, max(len(ids), known), keep=keep)
        await self._read_on()
        self._show_nothing(not self.table.ids)

    async def _read_on(self) -> None:
        """Read until enough is known beyond what is in sight."""
        table = self.table
        while self.behind is not None and (
            table.wants or len(table.ids) < max(table.at, table.top + table.rows) + AHEAD
        ):
            behind, kind = self.behind, self.kind
            more, on = await self.milepost.read(follow_up.rest, behind, kind, AHEAD)
            if (self.behind, self.kind) != (behind, kind):
                return  # the list was read anew meanwhile
            self.behind = on
            ids = array("q", [*table.ids, *more])
            table.set_ids(ids, max(len(ids), table.at + 1 if on else 0), fresh=False)

    def _go_on(self) -> None:
        """Read on where the focus, or what is in sight, comes near the end of what is known."""
        if self.behind is not None:
            self.milepost.run_guarded(self._read_on(), group="rest", node=self, exclusive=True)

    async def on_due_table_to_the_end(self, _event: DueTable.ToTheEnd) -> None:
        """Read all there is, and go to its end."""
        self.milepost.run_guarded(self._read_to_the_end(), group="rest", node=self, exclusive=True)

    async def _read_to_the_end(self) -> None:
        ids, kind, behind = self.table.ids, self.kind, self.behind
        while behind is not None:
            more, behind = await self.milepost.read_slowly("reading all that is to come", follow_up.rest, behind, kind)
            ids = array("q", [*ids, *more])
        self.behind = None
        self.table.set_ids(ids, fresh=False)
        super(DueTable, self.table).move_last()

    def _label(self, key: str, label: str) -> str:
        found = [self.counts[kind] for kind in Kind if key in (ALL, kind)]
        number, more = sum(count for count, _ in found), any(beyond for _, beyond in found)
        return f"{label} {number:,}{'+' if more else ''}"

    async def _fetch(self, ids: Sequence[int]) -> Sequence[FollowUpRow | None]:
        found = await self.milepost.read(follow_up.rows, ids)
        self._go_on()
        # The footer's reasons depend on the focused row, which is there only now.
        self.call_after_refresh(self._show_keys)
        return found

    def _show_nothing(self, nothing: bool) -> None:
        table, empty = self.query_one(RecordTable), self.query_one(EmptyState)
        table.display, empty.display = not nothing, nothing
        self.hide_pane(nothing)
        if nothing:
            kind = self.query_one(TabsRow).current
            empty.say(
                NOTHING[kind if kind == ALL else Kind(kind)], "Promises, slips and retests show up here.", WAYS_ON
            )
            if self.focused is table:
                self.set_focus(None)
        elif self.focused is None:
            self.focus_home()
        self._show_keys()

    def tick(self) -> None:
        """Time goes on: what was early is due, and another hour is a good one."""
        self.reload()

    def on_tabs_row_chosen(self, _event: TabsRow.Chosen) -> None:
        """Show another part of the list."""
        self.other = True
        self.reload()

    # The focused row.

    @property
    def row(self) -> FollowUpRow | None:
        """The focused row, if it has been read."""
        row: FollowUpRow | None = self.query_one(RecordTable).row
        return row

    def promised_to(self) -> Promised | None:
        """Who the focused row is about."""
        return Promised(self.row.person, self.row.name) if self.row is not None else None

    def focused_promise(self) -> int:
        """The promise that is focused."""
        return self.row.id if self.row is not None and self.row.kind is Kind.PROMISE else 0

    def _show_keys(self) -> None:
        """Let the footer show what works on the focused row, and leave the rest to the help."""
        self.empty = not self.focused_promise()
        self.refresh_chrome()
        self._follow()

    def on_record_table_moved(self, _event: RecordTable.Moved) -> None:
        """Let the pane follow the focus."""
        self._show_keys()

    def _follow(self) -> None:
        row = self.row
        cramped = row is not None and self.size.width < WITH_PANE and len(row.what) > WHY
        self.notices.standing = Notice(row.what, GLYPHS[row.kind]) if row is not None and cramped else None
        if row is None:
            self.show_pane(())
        else:
            self.milepost.run_guarded(self._read_person(row), group="pane", node=self, exclusive=True)

    async def _read_person(self, row: FollowUpRow) -> None:
        await asyncio.sleep(FOLLOW)
        page: Journey = await self.milepost.read(journeys.page, row.person)
        if self.row is not None and self.row.id == row.id:
            now, look = self.milepost.ports.now(), self.milepost.look
            self.show_pane(blocks(_about(row, self.milepost.today), list_pane(look, page, now)))

    # Cells.

    def _sign(self, row: FollowUpRow, look: Look) -> Pieces:
        ahead = row.kind in (Kind.PROMISE, Kind.RETEST) and row.due > self.milepost.today
        return (look.glyph("late" if row.late else "to_come" if ahead else GLYPHS[row.kind]),)

    def _due(self, row: FollowUpRow, _look: Look) -> Pieces:
        return due_pieces(row, self.milepost.today)

    # Doing.

    def on_record_table_opened(self, _event: RecordTable.Opened) -> None:
        """Open where the work is done."""
        self.open_current()

    def open_current(self) -> None:
        """Open the slip, the score sheet with its call, or the person."""
        from tui.screens.going_on import go_on

        row = self.row
        if row is None:
            return
        if row.kind is Kind.SLIP and row.slip:
            acts.open_slip(self.milepost, row.slip)
        elif row.kind is Kind.DRAFT:
            self.milepost.open_with(go_on(self.milepost, row.id))
        else:
            self._open_person()

    def _open_person(self, tab: str = "") -> None:
        from tui.screens.person import PersonScreen

        if self.row is not None:
            self.milepost.open_page(PersonScreen(self.row.person, tab))

    def contact(self) -> None:
        """Show how and when to reach them."""
        self._open_person("contact")

    async def slip(self) -> None:
        """Show their newest slip that is not delivered, else their newest."""
        if (row := self.row) is not None:
            await acts.open_newest_slip(self.milepost, acts.Whom(row.person, row.name))


def due_pieces(row: FollowUpRow, today: date) -> Pieces:
    """Return the day, the hour of today, or how late it is: '14 Aug', '11:00', 'today', '12 min', '3 d late'."""
    if row.late:
        days = (today - row.due).days
        late = f"{days} d late" if days < 100 else f"{days:,} d"  # nine cells; the sign in front says that it is late
        return ((late if days else age(row.late), "due"),)
    if row.kind is Kind.RETEST and row.due <= today:
        return (("today", "accent"),) if row.due == today else ((short_day(row.due, today), "muted"),)
    if row.due == today:
        return ((row.hour.removeprefix("0") or "today", ""),)
    return ((short_day(row.due, today), "muted"),)


def _reach(row: FollowUpRow, look: Look) -> str:
    return look.private(REACH.get(Channel(row.channel), "") if row.channel in set(Channel) else "")


def _local(row: FollowUpRow, _look: Look) -> str:
    return row.local


def _good(row: FollowUpRow, look: Look) -> Pieces:
    if row.here:
        return ((HERE[row.here], "accent"),)
    if row.good:
        return look.state("done", "now", glyph_role="accent")
    return ((row.opens, "muted"),)


def _about(row: FollowUpRow, today: date) -> list[Line]:
    """What is due, in full."""
    when = due_pieces(row, today)
    if row.late and row.due == today:
        when = ((f"{when[0][0]} late", "due"),)
    by = f"Promised by {row.who}" if row.kind is Kind.PROMISE else f"Begun by {row.who}" if row.who else ""
    return [heading("Due", right=when), *text(row.what), *(text(by, "muted") if by else ())]


def _frame(
    wb: Workbook, kind: Kind | None
) -> tuple[Mapping[Kind, tuple[int, bool]], tuple[array[int], follow_up.Behind | None]]:
    """How much there is of each kind, and the first part of the list."""
    return follow_up.counts(wb), follow_up.ids(wb, kind)
