"""The queue: who is here today, how long they wait, and where they go next."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, ClassVar

from domain.model.terms import GONE, VisitState
from domain.workbook import attempts, decisions, journeys, queue, slips
from domain.workbook.wording import age, weekday_day_month
from tui.commands import Command
from tui.safe_text import cut
from tui.screens.focused_verbs import BOOK, PROMISE, FocusedVerbs, InFocus
from tui.screens.place import PlaceScreen
from tui.screens.queue_parts import clock_of, pane
from tui.widgets.bars import WIDE, Notice, Tab, TabsRow
from tui.widgets.empty import EmptyState
from tui.widgets.record_table import RecordTable
from tui.widgets.tracks import Track

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult

    from domain.workbook import Workbook
    from domain.workbook.journeys import Page as Journey
    from domain.workbook.queue import QueueRow
    from tui.look import Look
    from tui.safe_text import Pieces

ALL = "all"
TABS = (
    (ALL, "All", frozenset(VisitState)),
    ("waiting", "Waiting", frozenset({VisitState.WAITING})),
    ("underway", "In progress", frozenset({VisitState.UNDERWAY})),
    ("booked", "Booked", frozenset({VisitState.BOOKED})),
    ("done", "Done", frozenset({VisitState.DONE, VisitState.NO_SHOW})),
)
OVER = frozenset({VisitState.DONE, VisitState.NO_SHOW})


def _nobody(screen: QueueScreen) -> str | None:
    return None if screen.row is not None else "nobody is here"


def _not_expected(screen: QueueScreen) -> str | None:
    row = screen.row
    if row is None:
        return "nobody is here"
    return None if row.state in (VisitState.BOOKED, *OVER) else "they are here already"


def _not_missing(screen: QueueScreen) -> str | None:
    row = screen.row
    if row is None:
        return "nobody is here"
    return None if row.state in (VisitState.BOOKED, VisitState.WAITING) else "they are here"


class QueueScreen(FocusedVerbs, PlaceScreen):
    """The visits of the day, the longest wait first."""

    PLACE = "queue"
    HEADING = "Queue"
    HELP_TITLE = "Keys in the queue"
    HOME = "RecordTable"
    MAIN_ROW = 3
    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(
            id="queue.open",
            keys="",
            do="open_current",
            shown="Enter",
            word="open",
            title="Open the next milestone of the person",
            help="open the score sheet of their next milestone",
            when=_nobody,
            opens=True,
        ),
        Command(
            id="queue.arrived",
            keys="a",
            do="arrived",
            word="arrived",
            title="Arrived",
            help="they are here: a number, and the wait begins",
            when=_not_expected,
        ),
        Command(
            id="queue.no_show",
            keys="x",
            do="no_show",
            word="no-show",
            title="No-show",
            help="they did not come; the slip says how to come back",
            when=_not_missing,
        ),
        Command(
            id="queue.slip",
            keys="f",
            do="slip",
            word="slip",
            title="Slip",
            help="their slip that is open",
            when=_nobody,
            opens=True,
        ),
        Command(
            id="queue.move",
            keys="r",
            do="move",
            word="move",
            title="Move to another opening",
            help="move, valid scores go along",
            when=_nobody,
            opens=True,
        ),
        Command(id="queue.person", keys="c", do="person", title="Person", help="the person's page", when=_nobody),
        Command(
            id="queue.leave",
            keys="l",
            do="leave_for_today",
            title="Done for today",
            help="they leave for today",
            when=_nobody,
        ),
        PROMISE,
        BOOK,
    )
    FOOTER = ("app.walk_in", "app.find", "app.hide_names", "app.undo")

    def __init__(self) -> None:
        """Start without rows; `load` brings them."""
        super().__init__()
        self.visits: dict[int, QueueRow] = {}
        self.order: list[QueueRow] = []
        self.shorts: Mapping[str, str] = {}
        self.accounts: Mapping[str, str] = {}

    def compose_row(self) -> ComposeResult:
        """Yield the tabs."""
        yield TabsRow([Tab(key, label) for key, label, _ in TABS])

    def compose_main(self) -> ComposeResult:
        """Yield the table, and what stands there while nobody is here."""
        yield RecordTable[queue.QueueRow](
            (
                Track("name", "Person", 19, lambda row, look: cut(look.name(row.name), 19, look.dots), name=True),
                Track("state", "State", 12, self._state),
                Track("wait", "Wait", 8, _wait, right=True, gap=0),
                Track("road", "Road", 10, lambda row, look: look.road(row.road)),
                Track("next", "Next", 9, self._next),
                Track("for", "For", 6, self._for, style="muted"),
            ),
            self._fetch,
            lead=Track(
                "number", "No.", 3, lambda row, look: str(row.number) if row.number else look.sign("not_needed")
            ),
            muted=lambda row: row.state in OVER,
        )
        yield EmptyState(
            "Nobody is here yet.",
            "Whoever walks in or has a slot today shows up here.",
            (
                ("w", "take in a walk-in, about 45 seconds"),
                ("/", "find somebody"),
                ("g c", "everybody"),
                ("g o", "openings"),
            ),
        )

    # Reading.

    async def load(self) -> None:
        """Read the visits of the day."""
        self.order, self.shorts, self.accounts = await self.milepost.read(_queue_of)
        self.visits = {row.id: row for row in self.order}
        self.header.fact = weekday_day_month(self.milepost.today)
        self._show()

    def _show(self) -> None:
        table = self.query_one(RecordTable)
        current = self.query_one(TabsRow).current or ALL
        wanted = next(states for key, _, states in TABS if key == current)
        shown = [row for row in self.order if row.state in wanted]
        self.show_tabs([Tab(key, label, self._count(states)) for key, label, states in TABS])
        table.set_ids(array("q", [row.id for row in shown]))
        table.forget()
        empty = not self.order
        table.display = not empty
        self.query_one(EmptyState).display = empty
        self.empty = empty
        self.hide_pane(empty)
        if not empty and self.focused is None:
            self.focus_home()
        self._show_person()

    def _count(self, states: frozenset[VisitState]) -> int:
        return sum(row.state in states for row in self.order)

    async def _fetch(self, ids: Sequence[int]) -> Sequence[QueueRow | None]:
        return [self.visits.get(visit) for visit in ids]

    def tick(self) -> None:
        """Waiting goes on."""
        self.reload()

    @property
    def row(self) -> QueueRow | None:
        """The focused visit."""
        current = self.query_one(RecordTable).current
        return self.visits.get(current) if current is not None else None

    @property
    def focused_person(self) -> int:
        """The person of the focused visit."""
        return self.row.person if self.row is not None else 0

    def land_on(self, row_id: int) -> None:
        """Show a visit, whatever part was shown before."""
        self.call_later(lambda: self.query_one(TabsRow).choose(ALL))
        super().land_on(row_id)

    def whom(self) -> InFocus | None:
        """Who the focused visit is of."""
        return InFocus(self.row.person, self.row.name) if self.row is not None else None

    def on_tabs_row_chosen(self, _event: TabsRow.Chosen) -> None:
        """Show another part of the queue."""
        self._show()

    def on_record_table_moved(self, _event: RecordTable.Moved) -> None:
        """Let the pane follow the focus."""
        self.refresh_chrome()
        self._show_person()

    def _show_person(self) -> None:
        row = self.row
        if row is None:
            self.show_pane(())
            return
        self.milepost.run_guarded(self._read_person(row), group="pane", node=self, exclusive=True)

    async def _read_person(self, row: QueueRow) -> None:
        journey: Journey = await self.milepost.read(journeys.page, row.person)
        if self.row is not None and self.row.id == row.id:
            warns = journey.not_now if self.size.width < WIDE else ""
            self.notices.standing = Notice(warns, "late") if warns else None
            self.show_pane(pane(self.milepost.look, row, journey, self.milepost.ports.now()))

    # Cells.

    def _next(self, row: QueueRow, _look: Look) -> Pieces:
        return ((self.shorts.get(row.milestone, "–"), ""),)

    def _for(self, row: QueueRow, _look: Look) -> str:
        return self.accounts.get(row.account, "")

    def _state(self, row: QueueRow, look: Look) -> Pieces:
        match row.state:
            case VisitState.WAITING:
                return look.state("here", "waiting")
            case VisitState.UNDERWAY:
                return look.state("done", cut(row.place or "in progress", 10, look.dots))
            case VisitState.BOOKED:
                return look.state("way", f"at {clock_of(row.booked_for, self.milepost.ports.now().tzinfo)}")
            case VisitState.NO_SHOW:
                return look.state("no_show", "no-show")
        return look.state("done", "done")

    # Doing.

    async def on_record_table_opened(self, _event: RecordTable.Opened) -> None:
        """Open what is to be done next."""
        self.milepost.open_with(self.open_current())

    async def open_current(self) -> None:
        """The score sheet of the next milestone; the person's page where nothing can be started."""
        from tui.screens.going_on import go_on

        row = self.row
        if row is None:
            return
        if not row.application or row.state in (VisitState.BOOKED, *OVER):
            self.person()
            return
        attempt = await self.milepost.write(attempts.open_or_start, row.application)
        await go_on(self.milepost, attempt)

    async def arrived(self) -> None:
        """They are here."""
        if self.row is not None:
            row = self.row
            await self.milepost.write(queue.arrived, row.id)
            await self.load()
            number = self.visits[row.id].number
            name = self.milepost.look.name(row.name)
            self.notice(f"{name} is here, number {number}.", keys=[("u", "undo")])

    async def no_show(self) -> None:
        """They did not come."""
        if self.row is not None:
            row = self.row
            await self.milepost.write(decisions.visit_no_show, row.id)
            await self.load()
            self.notice(f"{self.milepost.look.name(row.name)} did not come.", "no_show", keys=[("u", "undo")])

    async def leave_for_today(self) -> None:
        """They are done for today."""
        if self.row is not None:
            row = self.row
            await self.milepost.write(queue.leave, row.id)
            await self.load()
            self.notice(f"{self.milepost.look.name(row.name)} done for today.", keys=[("u", "undo")])

    async def slip(self) -> None:
        """Open their newest slip that is not delivered, else their newest."""
        from tui.screens.slip import SlipScreen

        row = self.row
        if row is None:
            return
        found = [one for one in await self.milepost.read(_slips_of, row.person) if one.id]
        waiting = [one for one in found if one.state not in GONE]
        if not found:
            self.notice(f"{self.milepost.look.name(row.name)} has no slip yet.", "open")
            return
        self.milepost.open_page(SlipScreen((waiting or found)[-1].id))

    def person(self) -> None:
        """The person's page."""
        from tui.screens.person import PersonScreen

        if self.row is not None:
            self.milepost.open_page(PersonScreen(self.row.person))

    async def move(self) -> None:
        """Offer the other openings, best first."""
        row = self.row
        if row is None:
            return
        if not row.application:
            self.notice("They are on no opening yet.", "open", keys=[("c", "person")])
            return
        from tui.screens import person_acts as acts

        await acts.offer_move(self.milepost, acts.Whom(row.person, row.name, row.application), self.load)


def _queue_of(wb: Workbook) -> tuple[list[QueueRow], Mapping[str, str], Mapping[str, str]]:
    shorts = {str(key): milestone.short for key, milestone in wb.catalogue.milestones.items()}
    accounts = {key: account.short for key, account in wb.catalogue.accounts.items()}
    return queue.rows(wb), shorts, accounts


def _slips_of(wb: Workbook, person: int) -> list[slips.SlipRow]:
    return slips.listing(wb, person_id=person)


def _number(row: QueueRow, look: Look) -> str:
    return str(row.number) if row.number else look.sign("not_needed")


def _wait(row: QueueRow, look: Look) -> Pieces:
    if not row.wait and row.state not in (VisitState.WAITING, VisitState.UNDERWAY):
        return ()
    if row.late:
        return (look.glyph("late"), (f" {age(row.wait)}", "due"))
    return ((age(row.wait), "" if row.state is VisitState.WAITING else "muted"),)
