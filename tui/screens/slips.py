"""Slips: what is owed, what misses something, what can go, what was delivered; many are delivered at once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from textual import on

from domain.model.terms import SlipState
from domain.workbook import slip_checks, slip_list
from domain.workbook.slip_list import AGE, NAME, TODO, SlipLine, SlipQuery
from domain.workbook.wording import weekday_day_month
from tui.safe_text import cut
from tui.screens.choice import Choice, Option
from tui.screens.slips_deliver import open_slip
from tui.screens.slips_outbox import SlipsOutbox
from tui.screens.slips_parts import SlipPane, When, against, age_cell, by_cell, pane, result_cell, state_cell
from tui.screens.slips_shelf import ALL, DRAFT, GIVEN, LABELS, MAIL, OWED, READY, Shelf, front, shelf_of, unseen
from tui.screens.slips_verbs import SLIPS_VERBS
from tui.widgets.bars import Notice, Tab, TabsRow
from tui.widgets.empty import EmptyState
from tui.widgets.filter_row import FilterRow
from tui.widgets.line_view import SidePane
from tui.widgets.record_table import RecordTable
from tui.widgets.tracks import Track

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult
    from textual.events import Resize

    from domain.workbook.slip_checks import Check
    from domain.workbook.slip_list import Card
    from tui.look import Look
    from tui.safe_text import Pieces
    from tui.screens.slips_shelf import Front

SETTLED = 0.3
"""Seconds without a key before the whole list behind a filter is read."""
FOLLOW = 0.06
"""Seconds that the cursor rests before the pane follows it."""
WITH_PANE = 112
SAID_FROM = 64
"""Drafts from which it is said that they are looked at."""
SORTS = (
    (TODO, "What to do first", "longest owed, newest given", "longest owed, newest given"),
    (AGE, "Age", "the oldest first", "the newest first"),
    (NAME, "Person", "by name", "by name, from Z"),
)
NO_SLIPS = "No slip is owed yet.", "Every milestone that is decided brings one."
NOTHING: Mapping[str, tuple[str, str]] = {
    OWED: ("Nobody waits for a slip.", "Everybody has the slip of every milestone that was decided."),
    DRAFT: ("No draft misses anything.", "What is drafted can go, or has gone."),
    READY: ("No slip is ready to go.", "A draft is ready when nothing is missing in it."),
    MAIL: ("No mail is on its way.", "What does not get through stays here, with why."),
    GIVEN: ("No slip was given yet.", "What was handed over stays here, word for word."),
}
"""By tab that is empty: a sentence and a fact."""
NO_DRAFT: Mapping[str, str] = {
    SlipState.SENDING: "its mail is on its way",
    SlipState.NOT_WANTED: "it was not wanted",
}
"""Why a slip that is no draft cannot be delivered, where nobody has it."""


class SlipsScreen(SlipsOutbox):
    """The outbox; the list holds ids and a query, never rows that could go stale."""

    PLACE = "slips"
    HEADING = "Slips"
    HELP_TITLE = "Keys in Slips"
    HOME = "RecordTable"
    CSS_PATH = "../styles/slips.tcss"
    VERBS = SLIPS_VERBS
    FOOTER = ("app.undo",)

    def __init__(self) -> None:
        """Start with everything, what is to be done first."""
        super().__init__()
        self.asked = SlipQuery()
        self.shelf = Shelf()
        self.shorts: Mapping[str, str] = {}
        self.today = date.min
        self.shown: Card | None = None
        self.met = False
        """Whether the focus has been put on the first slip that is ready."""

    # What is on the screen.

    def compose(self) -> ComposeResult:
        """Lay out the fixed rows with a pane that says how much of a slip is below."""
        for widget in super().compose():
            yield SlipPane(id="side") if isinstance(widget, SidePane) else widget

    def compose_row(self) -> ComposeResult:
        """Yield the tabs, and the filter that stands in their place while it is used."""
        yield TabsRow([Tab(tab, label) for tab, label in LABELS.items() if tab != MAIL])
        yield FilterRow("name")

    def compose_main(self) -> ComposeResult:
        """Yield the list, and what stands in its place when there is nothing to list."""
        yield RecordTable[SlipLine](
            (
                Track("name", "Person", 18, lambda row, look: cut(look.name(row.name), 18, look.dots), name=True),
                Track("milestone", "Milestone", 9, self._milestone),
                Track("result", "Result", 12, result_cell),
                Track("state", "Slip", 11, self._state),
                Track("age", "Age", 7, self._age, right=True, gap=0),
                Track("by", "Via", 8, by_cell, gap=1),
            ),
            self._fetch,
            can_mark=True,
        )
        yield EmptyState("", "", ())

    @property
    def table(self) -> RecordTable[SlipLine]:
        """The list."""
        return self.query_one(RecordTable)

    @property
    def tab(self) -> str:
        """The tab in front."""
        return self.query_one(TabsRow).current or ALL

    # Reading.

    async def load(self) -> None:
        """Read what is owed and the beginning of what was delivered, show it, then read the rest."""
        await self._answer(self.asked, keep=bool(self.table.ids))

    def _ask(self, query: SlipQuery, settle: float = 0.0) -> None:
        """Ask for other names or another order; answers to what was asked before are dropped."""
        self.asked = query
        work = self._answer(query, keep=False, settle=settle)
        self.milepost.run_guarded(work, group="load", node=self, exclusive=True)

    async def _answer(self, query: SlipQuery, *, keep: bool, settle: float = 0.0) -> None:
        read: Front = await self.milepost.read(front, query)
        if query != self.asked:
            return
        self.shorts, self.today = read.shorts, read.today
        whole = shelf_of(read)
        if whole.whole and whole.known:
            self._take(whole, keep=keep)
            return
        self._take(self.shelf.begun_anew(read) if keep else shelf_of(read), keep=keep)
        await asyncio.sleep(settle)
        await self._look_at_drafts(query, whole)
        place = read.behind
        while place and query == self.asked:
            more, place = await self.milepost.read(slip_list.delivered, query, place)
            whole.delivered.extend(more)
            self._count(len(self.shelf.ids(self.tab)), more=True)
        if query == self.asked:
            whole.whole = True
            self._take(whole, keep=True)

    async def _look_at_drafts(self, query: SlipQuery, whole: Shelf) -> None:
        """Look at every draft, some at a time, so that keys get their turn."""
        left = unseen(whole)
        many = len(left) > SAID_FROM
        while left and query == self.asked:
            if many:
                self.notices.standing = Notice(f"looking at {len(left):,} drafts", "unfinished")
            found = await self.milepost.read(slip_checks.look, left[: slip_checks.AT_ONCE])
            left = left[slip_checks.AT_ONCE :]
            whole.checks |= found
            self.shelf.checks |= found
            self.table.repaint()
        if many:
            self._say_marks()

    def _take(self, shelf: Shelf, *, keep: bool) -> None:
        self.shelf = shelf
        self._show(keep=keep)

    def _show(self, *, keep: bool) -> None:
        """Show the tab in front of what has been read."""
        if not self.is_here:
            return
        ids, table = self.shelf.ids(self.tab), self.table
        table.set_ids(ids, keep=keep)
        table.sort_by("" if self.asked.sort == TODO else self.asked.sort, self.asked.descending)
        self.show_tabs(self.shelf.tabs())
        self.header.fact = self._fact()
        self._count(len(ids), more=not self.shelf.whole)
        self._show_nothing(not ids)
        if ids and not self.met and self.shelf.known:
            self.met = True
            ready = self.shelf.ready()
            if ready and table.at == 0:
                table.choose(ready[0])
        self.refresh_chrome()

    def _fact(self) -> str:
        today = weekday_day_month(self.today)
        key, *_ = found = next(sort for sort in SORTS if sort[0] == self.asked.sort)
        order = "" if key == TODO else found[3 if self.asked.descending else 2]
        tab = LABELS[self.tab].lower() if self.asked.words and self.tab != ALL else ""
        return ", ".join(part for part in (today, tab, order) if part)

    def _count(self, found: int, *, more: bool) -> None:
        total = sum(self.shelf.counts)
        self.query_one(FilterRow).count(f"{found:,}{'+' if more else ''} of {total:,}")

    async def _fetch(self, ids: Sequence[int]) -> Sequence[SlipLine | None]:
        found = {row.attempt: row for row in await self.milepost.read(slip_list.lines, ids)}
        # The footer's reasons depend on the focused row, which is there only now.
        self.after_frame(self._row_read)
        return [found.get(attempt) for attempt in ids]

    def _row_read(self) -> None:
        self._say_marks()
        self.refresh_chrome()

    def tick(self) -> None:
        """Time goes on, and with it the day."""
        self.milepost.run_guarded(self._next_minute(), group="tick", node=self, exclusive=True)

    async def _next_minute(self) -> None:
        self.today = await self.milepost.read(lambda wb: wb.today())
        self.table.repaint()

    # Nothing to show.

    def _show_nothing(self, nothing: bool) -> None:
        empty = self.query_one(EmptyState)
        self.table.display = not nothing
        self.empty = empty.display = nothing
        self.hide_pane(nothing)
        if not nothing:
            if self.focused is None:
                self.focus_home()
            return
        if self.asked.words:
            named = self.asked.words.strip()
            where = "" if self.tab == ALL else f" among {LABELS[self.tab].lower()}"
            empty.say(f'No slip of "{named}"{where}.', "Names are matched by how their words begin.", self._ways_out())
        elif self.tab == ALL:
            empty.say(*NO_SLIPS, [("g q", "see who is here today"), ("g c", "everybody")])
        else:
            empty.say(*NOTHING[self.tab], [("→", "the next tab"), ("g q", "see who is here today")])
        if self.focused is self.home():
            self.set_focus(None)

    def _ways_out(self) -> list[tuple[str, str]]:
        ways = [("Esc", "clear the filter")]
        return ways if self.tab == ALL else [*ways, ("→", "the next tab")]

    # Tabs, filter, order.

    def on_tabs_row_chosen(self, _event: TabsRow.Chosen) -> None:
        """Show another part."""
        self._show(keep=True)

    def filter(self) -> None:
        """Type in the filter, which takes the place of the tabs."""
        self.add_class("-filtering")
        self.query_one(FilterRow).take_focus()

    def on_filter_row_changed(self, event: FilterRow.Changed) -> None:
        """Ask for whoever matches now."""
        if event.value != self.asked.words:
            self._ask(self.asked.with_words(event.value), settle=SETTLED)

    @on(FilterRow.Left)
    def leave_filter(self, event: FilterRow.Left) -> None:
        """Go to the list; without a word, or where nobody matches, the tabs come back."""
        if not self.asked.words.strip() or not self.table.ids:
            event.prevent_default()
            self._clear_filter()

    def _clear_filter(self) -> None:
        self.remove_class("-filtering")
        self.query_one(FilterRow).value = ""
        self.focus_home()

    def back(self) -> None:
        """One step back: work is stopped, then focus, marks, filter; the place itself stays."""
        if self.stop_work():
            return
        said_error = self.notices.notice is not None and self.notices.notice.error
        rested = self.focused is self.home() or self.focused is None
        if rested and not said_error and self._marked_table() is None and self.has_class("-filtering"):
            self._clear_filter()
        else:
            super().back()

    def sort(self) -> None:
        """Choose the order; the one in force turns round."""
        options = []
        for key, label, fact, turned in SORTS:
            now = key == self.asked.sort
            again = fact if self.asked.descending else turned
            options.append(Option(key, label, f"now; again: {again}" if now and key != TODO else fact))
        self.milepost.push_screen(Choice("Sort by", options), self._sorted)

    def _sorted(self, choice: str | None) -> None:
        if choice is not None:
            falls = choice == self.asked.sort and choice != TODO and not self.asked.descending
            self._ask(replace(self.asked, sort=choice, descending=falls))

    def on_record_table_head_clicked(self, event: RecordTable.HeadClicked) -> None:
        """Sort by a head that was clicked; once more turns it round."""
        if event.key in (AGE, NAME):
            self._sorted(event.key)

    # The pane.

    def on_record_table_moved(self, event: RecordTable.Moved) -> None:
        """Let the pane follow the focus, once it rests."""
        if event.id is None:
            self.shown = None
            self.show_pane(())
        elif self.size.width >= WITH_PANE:
            wait = 0.0 if self.shown is None or self.shown.line.attempt == event.id else FOLLOW
            self.milepost.run_guarded(self._follow(event.id, wait), group="pane", node=self, exclusive=True)
        self._row_read()

    async def _follow(self, attempt: int, wait: float) -> None:
        await asyncio.sleep(wait)
        card: Card = await self.milepost.read(slip_list.card, attempt)
        if attempt != self.table.current:
            return
        moved = self.shown is None or self.shown.line.attempt != attempt
        self.shown = card
        desk = card.desk
        check = slip_checks.check_of(desk.slip) if desk is not None and not desk.frozen else None
        cells = 52 if self.side.size.width == 56 else 36
        short = self.shorts.get(card.line.milestone, "")
        if moved:
            self.side.top = 0
        when = When(self.milepost.ports.now(), self.today)
        self.show_pane(pane(self.milepost.look, card, check, short, when, cells))

    def copied(self) -> tuple[str, str]:
        """Return the words of the focused slip; with marks, the rows."""
        from tui.screens.copying import slip_words

        card = self.shown
        if self.table.marks or card is None or card.desk is None or card.line.attempt != self.table.current:
            return "", ""
        return slip_words(card.desk), "Slip text"

    def on_resize(self, event: Resize) -> None:
        """Fill the pane when there is room for it again."""
        super().on_resize(event)
        if event.size.width >= WITH_PANE and self.table.current is not None:
            self.shown = None
            self.on_record_table_moved(RecordTable.Moved(self.table, self.table.current))

    def next_part(self) -> None:
        """Go to the words; where there is no pane they take the screen."""
        if self.has_class("-bare") and self.focused is self.table and self.row is not None and self.row.slip:
            self.preview()
        else:
            super().next_part()

    # Cells.

    def _milestone(self, row: SlipLine, _look: Look) -> str:
        return self.shorts.get(row.milestone, "")

    def _state(self, row: SlipLine, look: Look) -> Pieces:
        return state_cell(row, self.check(row.slip), look, self.today)

    def _age(self, row: SlipLine, look: Look) -> Pieces:
        return age_cell(row, look, self.milepost.ports.now(), self.today)

    # One slip.

    @property
    def row(self) -> SlipLine | None:
        """The focused slip, if it has been read."""
        return self.table.row

    def check(self, slip: int) -> Check | None:
        """What stands against a draft, as far as that is known."""
        return self.shelf.checks.get(slip)

    def undeliverable(self) -> str | None:
        """Return why the marked, or the focused one, cannot be delivered now."""
        if marks := self.table.marks:
            return None if not marks.isdisjoint(self.shelf.open.keys() | self.shelf.mailed) else "all are given"
        row = self.row
        if row is None:
            return "no slip is in sight"
        if row.state in (SlipState.LEAVING, SlipState.FAILED):
            return None
        if row.state != slip_list.DRAFT:
            return "nothing drafted yet" if row.state == slip_list.OWED else NO_DRAFT.get(row.state, "it is given")
        check = self.check(row.slip)
        return against(check.blocks, check.warnings) or None if check is not None else None

    async def on_record_table_opened(self, _event: RecordTable.Opened) -> None:
        """Show the slip."""
        self.milepost.open_with(self.open_current())

    async def open_current(self) -> None:
        """Show the focused slip; one that nobody drafted is drafted first."""
        if self.row is not None:
            await open_slip(self.milepost, self.row)

    def preview(self) -> None:
        """Show the focused slip as it will be printed."""
        from tui.screens.slips_print import PrintView

        if self.row is not None and self.row.slip:
            self.milepost.open_page(PrintView(self.row.slip))

    def person(self) -> None:
        """The person's page."""
        from tui.screens.person import PersonScreen

        if self.row is not None:
            self.milepost.open_page(PersonScreen(self.row.person))
