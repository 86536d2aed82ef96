"""Follow-up: everything that is due or to come, by its day, with how and when to reach each person."""

from __future__ import annotations

import asyncio
from array import array
from typing import TYPE_CHECKING, ClassVar

from textual.message import Message

from domain.model.lazily import dataclass
from domain.workbook import follow_up, journeys, promise_rates, slots
from domain.workbook.follow_up import Kind
from domain.workbook.follow_up_rows import FollowUpRow
from domain.workbook.touches import About
from domain.workbook.wording import weekday_day_month
from tui.lines import Line, blocks
from tui.safe_text import cut
from tui.screens import person_acts as acts
from tui.screens.focused_verbs import InFocus
from tui.screens.follow_up_parts import (
    AHEAD_OF_DAY,
    ALL,
    GLYPHS,
    NOTHING,
    TABS,
    WHY,
    about,
    due_pieces,
    good,
    local,
    rate_lines,
    reach,
    told_below,
)
from tui.screens.follow_up_verbs import FOLLOW_UP_VERBS
from tui.screens.person_parts import list_pane
from tui.screens.place import PlaceScreen
from tui.screens.promise_verbs import PromiseVerbs
from tui.widgets.bars import Notice, Tab, TabsRow
from tui.widgets.empty import EmptyState
from tui.widgets.record_table import RecordTable
from tui.widgets.tracks import Track

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult

    from domain.workbook import Workbook
    from domain.workbook.journeys import Page as Journey
    from domain.workbook.promise_rates import Rates
    from tui.commands import Command
    from tui.look import Look
    from tui.safe_text import Pieces

    Counted = Mapping[Kind, tuple[int, bool]]
    Begun = tuple[array[int], follow_up.Behind | None]

WITH_PANE = 112
AHEAD = 400
"""Rows that are known beyond the focus; those further on are read when it comes nearer."""
FOLLOW = 0.06
"""Seconds that the cursor rests before the pane follows it."""
WAYS_ON = (("t", "on a person's page: promise them something"), ("g t", "today"), ("g c", "everybody"))


class DueTable(RecordTable[FollowUpRow]):
    """The list, of which only as much is known as somebody has come to."""

    @dataclass
    class ToTheEnd(Message):
        """The last row was asked for, whether it is known or not."""

    def move_last(self) -> None:
        """Go to the last row of all."""
        self.post_message(self.ToTheEnd())


class FollowUpScreen(PromiseVerbs, PlaceScreen):
    """What is due, sorted by its day; the list holds ids, never rows that could go stale."""

    PLACE = "follow_up"
    HEADING = "Follow-up"
    HELP_TITLE = "Keys in Follow-up"
    HOME = "DueTable"
    CSS_PATH = "../styles/follow_up.tcss"
    VERBS: ClassVar[tuple[Command, ...]] = FOLLOW_UP_VERBS
    FOOTER = ("app.walk_in", "app.find", "app.undo")

    def __init__(self) -> None:
        """Start with everything."""
        super().__init__()
        self.first_tab = ""
        self.other = False
        self.counts: Mapping[Kind, tuple[int, bool]] = {}
        self.rates: Rates | None = None
        self.followed: FollowUpRow | None = None
        """The row that the pane is about; None where it is to be read anew."""
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
                Track("channel", "Via", 4, reach, style="muted"),
                Track("local", "Local", 5, local, right=True, style="muted", gap=1),
                Track("good", "Good", 9, good),
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
        kind, keep, self.other, self.followed = self.kind, not self.other, False, None
        self.counts, (ids, self.behind), self.rates = await self.milepost.read(_frame, kind)
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
        self.after_frame(self._show_keys)
        return found

    def _show_nothing(self, nothing: bool) -> None:
        table, empty = self.query_one(RecordTable), self.query_one(EmptyState)
        table.display, empty.display = not nothing, nothing
        self.hide_pane(nothing)
        if nothing:
            kind = self.query_one(TabsRow).current
            empty.say(
                NOTHING[kind if kind == ALL else Kind(kind)],
                "Promises, replies, reminders, offers, slips and retests show up here.",
                WAYS_ON,
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

    def whom(self) -> InFocus | None:
        """Who the focused row is about, what it is, and which way is its turn."""
        row = self.row
        if row is None:
            return None
        return InFocus(row.person, row.name, About(row.kind, row.about), row.channel if row.step else "")

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
        told = told_below(row) if row is not None and self.size.width < WITH_PANE else ""
        self.notices.standing = Notice(told, GLYPHS[row.kind]) if row is not None and told else None
        if row is not None and row == self.followed:
            return
        self.followed = row
        if row is None:
            self.show_pane(())
        else:
            self.milepost.run_guarded(self._read_person(row), group="pane", node=self, exclusive=True)

    async def _read_person(self, row: FollowUpRow) -> None:
        await asyncio.sleep(FOLLOW)
        page: Journey = await self.milepost.read(journeys.page, row.person)
        if self.row is not None and self.row.id == row.id:
            now, look = self.milepost.ports.now(), self.milepost.look
            self.show_pane(blocks(about(row, self.milepost.today, look), list_pane(look, page, now), self._rates()))

    def _rates(self) -> list[Line]:
        """How promises were kept lately, beside the list of promises."""
        return rate_lines(self.rates, self.milepost.look) if self.rates is not None else []

    # Cells.

    def _sign(self, row: FollowUpRow, look: Look) -> Pieces:
        ahead = (row.kind in AHEAD_OF_DAY or bool(row.put_off)) and row.due > self.milepost.today
        late = row.late or row.word
        return (look.glyph("late" if late else "to_come" if ahead else GLYPHS[row.kind]),)

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
        elif row.kind is Kind.OFFER:
            self._open_offer()
        elif row.kind is Kind.MAIL:
            self._about_mail()
        else:
            self._open_person()

    def _about_mail(self) -> None:
        """Send again what did not get through, or take it back."""
        from tui.screens.messaging import about_mail

        if self.row is not None:
            about_mail(self.milepost, self.row, self.load)

    def _open_offer(self) -> None:
        from tui.screens.offer import OfferScreen

        if self.row is not None:
            self.milepost.open_page(OfferScreen(self.row.person))

    def _open_person(self, tab: str = "") -> None:
        from tui.screens.person import PersonScreen

        if self.row is not None:
            self.milepost.open_page(PersonScreen(self.row.person, tab))

    async def done(self) -> None:
        """The promise is kept; what they wrote is answered; the try is made."""
        if (row := self.row) is None:
            return
        if row.kind is Kind.PROMISE:
            await self.promise_kept()
            return
        if row.kind is Kind.OFFER:
            self._open_offer()
            return
        if row.kind is Kind.SLOT:
            await self.milepost.write(slots.reminded, row.id)
            await self.load()
            self.notice(f"{self.milepost.look.name(row.name)} reminded of their slot.", keys=[("u", "undo")])
            return
        from tui.screens.touching import settle

        await settle(self.milepost, row, self.load)

    async def later(self) -> None:
        """Ask for another day: of a promise with its hour, of anything else with the reason."""
        if (row := self.row) is None:
            return
        if row.kind is Kind.PROMISE:
            await self.promise_later()
            return
        from tui.screens.touching import later

        await later(self.milepost, row, self.load)

    def contact(self) -> None:
        """Show how and when to reach them."""
        self._open_person("contact")

    async def slip(self) -> None:
        """Show their newest slip that is not delivered, else their newest."""
        if (row := self.row) is not None:
            await acts.open_newest_slip(self.milepost, acts.Whom(row.person, row.name))


def _frame(wb: Workbook, kind: Kind | None) -> tuple[Counted, Begun, Rates | None]:
    """What the place shows before any row; rates only beside the promises."""
    return (
        follow_up.counts(wb),
        follow_up.ids(wb, kind),
        promise_rates.rates(wb) if kind is Kind.PROMISE else None,
    )
