"""People: everybody, found by typing, sorted, each with how far they came and what to do about it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message

from domain.workbook import journeys, people
from domain.workbook.people import PeopleQuery, PersonRow
from tui.commands import offers, show_keys
from tui.screens import person_acts as acts
from tui.screens import person_words as words
from tui.screens.choice import Choice, Option
from tui.screens.people_verbs import PEOPLE_VERBS
from tui.screens.person_parts import list_pane
from tui.screens.place import PlaceScreen
from tui.widgets.bars import Notice
from tui.widgets.empty import EmptyState
from tui.widgets.filter_row import FilterRow
from tui.widgets.record_table import RecordTable, Track

if TYPE_CHECKING:
    from array import array
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult
    from textual.events import Resize
    from textual.widgets import Input

    from domain.workbook import Workbook
    from domain.workbook.journeys import Page as Journey
    from tui.look import Look
    from tui.safe_text import Pieces

FIRST_PAGE = 200
"""People fetched before anything else, enough to fill every screen."""
SETTLED = 0.3
"""Seconds without a key before the whole list behind a filter is read."""
FOLLOW = 0.06
"""Seconds that the cursor rests before the pane follows it."""
WITH_PANE = 112

SORTS: tuple[tuple[str, str, str, str, bool], ...] = (
    ("name", "Name", "by name", "by name, from Z", False),
    ("since", "Since", "the latest step first", "the oldest step first", True),
    ("milestone", "Milepost", "along the road", "back along the road", False),
    ("state", "State", "by state, ready first", "by state, ready last", False),
    ("retest", "Retest", "the next retest first", "the last retest first", False),
    ("added", "Added", "the newest first", "the oldest first", True),
)
"""Orders by key: label, what comes first, what comes first when it is turned round, and whether the stored column falls
at first."""
AGES = ("since", "added")
"""Orders whose arrow tells how ages run, against the stored times."""
WAYS_IN = (("w", "take in a walk-in, about 45 seconds"), ("g o", "open a class"))
GO_ON = (("g q", "see who is here today"), ("g o", "see the openings"))


class PeopleFilter(FilterRow):
    """The filter, in which Enter means more than leaving it."""

    @dataclass
    class Entered(Message):
        """Enter."""

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Say that Enter was pressed."""
        event.stop()
        event.prevent_default()
        self.post_message(self.Entered())


class PeopleScreen(PlaceScreen):
    """Everybody; the list holds ids and a query, never rows that could go stale."""

    PLACE = "people"
    HEADING = "People"
    HELP_TITLE = "Keys in People"
    HOME = "RecordTable"
    CSS_PATH = "../styles/people.tcss"
    VERBS = PEOPLE_VERBS
    FOOTER = ("app.walk_in", "app.undo")

    def __init__(self) -> None:
        """Start with everybody, by name."""
        super().__init__()
        self.asked = PeopleQuery()
        self.everybody = 0
        self.shorts: Mapping[str, str] = {}
        self.shown: Journey | None = None
        self.closest = ""
        self.complete = True
        self.unread = True

    # What is on the screen.

    def compose_row(self) -> ComposeResult:
        """Yield the filter."""
        yield PeopleFilter("name, last digits of the number, e-mail or reference")

    def compose_main(self) -> ComposeResult:
        """Yield the list, and what stands in its place when there is nothing to list."""
        yield RecordTable[PersonRow](
            (
                Track("name", "Person", 19, lambda row, look: look.name(row.name), name=True),
                Track("road", "Road", 10, _road),
                Track("milestone", "At", 9, self._at),
                Track("state", "State", 12, lambda row, look: words.state_pieces(row.state, look)),
                Track("since", "Since", 5, self._since, right=True, style="muted"),
                Track("retest", "Retest", 7, self._retest, right=True),
            ),
            self._fetch,
            muted=lambda row: words.is_over(row.state),
            can_mark=True,
        )
        yield EmptyState("", "", ())

    # Reading.

    async def load(self) -> None:
        """Read how many there are, then who is asked for."""
        self.unread = True
        await self._answer(self.asked, keep=bool(self.query_one(RecordTable).ids))

    def _ask(self, query: PeopleQuery, settle: float = 0.0) -> None:
        """Ask for other people or another order; answers to what was asked before are dropped."""
        self.asked = query
        work = self._answer(query, keep=False, settle=settle)
        self.milepost.run_guarded(work, group="load", node=self, exclusive=True)

    async def _answer(self, query: PeopleQuery, *, keep: bool, settle: float = 0.0) -> None:
        """Show the first page at once, and the whole list when the typing has settled."""
        if self.unread:
            self.everybody, self.shorts = await self.milepost.read(_frame)
        first = await self.milepost.read(people.ids, query, FIRST_PAGE)
        closest = await self._closest_to(query) if not first else ""
        if query != self.asked:
            return
        self.complete, self.closest = len(first) < FIRST_PAGE, closest
        if self.complete or not keep:
            self._take(first, keep=keep)
        else:
            self.query_one(RecordTable).refresh_rows()
            self.unread = False
        if not self.complete:
            await asyncio.sleep(settle)
            await self._answer_in_full(query, first)

    async def _answer_in_full(self, query: PeopleQuery, first: array[int]) -> None:
        """Read the rest of a long list in parts, with whatever else is asked for in between."""
        whole = first[:]
        place: people.Behind | None = people.Behind(first[-1])
        table = self.query_one(RecordTable)
        while place:
            more, place = await self.milepost.read(people.rest, query, place)
            if query != self.asked:
                return
            whole.extend(more)
            self.query_one(FilterRow).count(self._count(len(whole)))
            if place and len(table.ids) <= FIRST_PAGE:
                table.set_ids(whole, self._expected(), fresh=False)
        self.complete = True
        self._take(whole, keep=True)

    def _expected(self) -> int | None:
        """How long the list will be, where that is known."""
        return None if self.asked.words.strip() else self.everybody

    async def _closest_to(self, query: PeopleQuery) -> str:
        found = await self.milepost.read(people.closest, query.words) if query.words.strip() else []
        return found[0] if found else ""

    def _take(self, ids: array[int], *, keep: bool) -> None:
        table = self.query_one(RecordTable)
        table.set_ids(ids, keep=keep, fresh=self.unread)
        self.unread = False
        table.sort_by(self.asked.sort, self.asked.descending != (self.asked.sort in AGES))
        self.header.fact = _order_words(self.asked.sort, self.asked.descending) if self.everybody else ""
        self.query_one(FilterRow).count(self._count(len(ids)))
        self._show_nobody(not ids)

    def _count(self, found: int) -> str:
        if not self.asked.words.strip():
            return f"{self.everybody:,}"
        return f"{found:,}{'' if self.complete else '+'} of {self.everybody:,}"

    async def _fetch(self, ids: Sequence[int]) -> Sequence[PersonRow | None]:
        found = {row.id: row for row in await self.milepost.read(people.rows, ids)}
        # The footer's reasons depend on the focused row, which is there only now.
        self.call_after_refresh(self.refresh_chrome)
        return [found.get(person) for person in ids]

    def tick(self) -> None:
        """Time goes on."""
        self.query_one(RecordTable).repaint()

    # Nobody to show.

    def _show_nobody(self, nobody: bool) -> None:
        filter_row, empty = self.query_one(FilterRow), self.query_one(EmptyState)
        filter_row.display = bool(self.everybody)
        self.query_one(RecordTable).display = not nobody
        self.empty = empty.display = nobody
        self.hide_pane(nobody)
        if not nobody:
            if self.focused is None:
                self.focus_home()
            return
        if self.everybody:
            empty.say(*self._no_match())
        else:
            empty.say("Nobody is in the workbook yet.", "Everybody who is taken in shows up here.", self._ways_in())
        if not self.everybody or self.focused is self.home():
            self.set_focus(None)

    def _no_match(self) -> tuple[str, str, list[tuple[str, str]]]:
        look = self.milepost.look
        keys = [("Esc", "clear the filter")]
        if self.closest:
            keys.insert(0, ("Enter", "show the closest"))
        fact = f"Closest: {look.name(self.closest)}." if self.closest else "Nobody comes close."
        return f'Nobody matches "{self.asked.words.strip()}".', fact, keys

    def _ways_in(self) -> list[tuple[str, str]]:
        """The keys that bring people in, as far as this program has them, and where else to look."""
        known = {show_keys(offer.command, self.milepost.keymap) for offer in offers(self)}
        places = {f"g {place.key}" for place in self.milepost.PLACES}
        ways = [way for way in WAYS_IN if way[0] in known]
        return ways + [way for way in GO_ON if way[0] in places]

    # Filter.

    def filter(self) -> None:
        """Type in the filter."""
        self.query_one(FilterRow).take_focus()

    def on_filter_row_changed(self, event: FilterRow.Changed) -> None:
        """Ask for whoever matches now."""
        if event.value != self.asked.words:
            self._ask(self.asked.with_words(event.value), settle=SETTLED)

    @on(FilterRow.Left)
    def leave_filter(self, event: FilterRow.Left) -> None:
        """Go to the list; where nobody matches, clear the filter."""
        if not self.query_one(RecordTable).ids and self.asked.words:
            event.prevent_default()
            self.query_one(FilterRow).value = ""

    def on_people_filter_entered(self, _event: PeopleFilter.Entered) -> None:
        """Go to the list; where nobody matches, show the closest."""
        if not self.closest:
            self.focus_home()
        else:
            self.query_one(FilterRow).value = self.closest

    def back(self) -> None:
        """One step back: focus, marks, then the filter; the place itself stays."""
        rested = self.focused is self.home() or self.focused is None
        said_error = self.notices.notice is not None and self.notices.notice.error
        if rested and not said_error and self._marked_table() is None and self.asked.words:
            self.query_one(FilterRow).value = ""
        else:
            super().back()

    # Order.

    def sort(self) -> None:
        """Choose the order; the one in force turns round."""
        options = [
            Option(key, label, f"now; again: {_order_words(key, not self.asked.descending)}")
            if key == self.asked.sort
            else Option(key, label, fact)
            for key, label, fact, *_ in SORTS
        ]
        self.milepost.push_screen(Choice("Sort by", options), self._sorted)

    def _sorted(self, choice: str | None) -> None:
        if choice is None:
            return
        falls = not self.asked.descending if choice == self.asked.sort else _falls(choice)
        self._ask(replace(self.asked, sort=choice, descending=falls))

    # The pane.

    def on_record_table_moved(self, event: RecordTable.Moved) -> None:
        """Let the pane follow the focus, once it rests."""
        if event.id is None:
            self.shown = None
            self.show_pane(())
        elif self.size.width >= WITH_PANE:
            wait = 0.0 if self.shown is None or self.shown.person.id == event.id else FOLLOW
            self.milepost.run_guarded(self._follow(event.id, wait), group="pane", node=self, exclusive=True)
        self.refresh_chrome()

    async def _follow(self, person: int, wait: float) -> None:
        await asyncio.sleep(wait)
        page = await self.milepost.read(journeys.page, person)
        if person == self.query_one(RecordTable).current:
            self.shown = page
            self.show_pane(list_pane(self.milepost.look, page, self.milepost.ports.now()))

    def on_resize(self, event: Resize) -> None:
        """Fill the pane when there is room for it again."""
        super().on_resize(event)
        table = self.query_one(RecordTable)
        if event.size.width >= WITH_PANE and table.current is not None:
            self.on_record_table_moved(RecordTable.Moved(table, table.current))

    # Cells.

    def _at(self, row: PersonRow, _look: Look) -> str:
        return self.shorts.get(row.milestone, "")

    def _since(self, row: PersonRow, _look: Look) -> str:
        return words.since_words(row.since, self.milepost.ports.now())

    def _retest(self, row: PersonRow, look: Look) -> Pieces:
        return words.retest_pieces(row.retest, self.milepost.today, look)

    # Marks.

    def mark(self) -> None:
        """Mark the focused person, or take the mark off."""
        self.query_one(RecordTable).toggle_mark()

    def on_record_table_marks_changed(self, event: RecordTable.MarksChanged) -> None:
        """Say how many are marked and what can be done with them."""
        keys = (("J", "journey reports"), ("Esc", "clear"))
        count = len(event.marks)
        self.notices.standing = Notice(f"{count:,} marked.", "marked", keys) if count else None

    # Doing.

    @property
    def row(self) -> PersonRow | None:
        """The focused person, if they have been read."""
        row: PersonRow | None = self.query_one(RecordTable).row
        return row

    @property
    def focused_person(self) -> int:
        """The focused person."""
        return self.query_one(RecordTable).current or 0

    async def _whom(self) -> acts.Whom | None:
        row = self.row
        if row is None:
            return None
        found = await self.milepost.read(people.find, row.id)
        return acts.Whom(row.id, found.name, found.application)

    def on_record_table_head_clicked(self, event: RecordTable.HeadClicked) -> None:
        """Sort by a head that was clicked; once more turns it round."""
        if event.key in {key for key, *_ in SORTS}:
            self._sorted(event.key)

    def on_record_table_opened(self, _event: RecordTable.Opened) -> None:
        """Show the person."""
        self.open_current()

    def open_current(self, tab: str = "") -> None:
        """Show the focused person's page."""
        from tui.screens.person import PersonScreen

        current = self.query_one(RecordTable).current
        if current is not None:
            self.milepost.open_page(PersonScreen(current, tab))

    def contact(self) -> None:
        """Show how to reach the focused person."""
        self.open_current("contact")

    async def slip(self) -> None:
        """Show their slip."""
        if (whom := await self._whom()) is not None:
            await acts.open_newest_slip(self.milepost, whom)

    async def move(self) -> None:
        """Move them to another opening."""
        if (whom := await self._whom()) is not None:
            await acts.offer_move(self.milepost, whom, self.load)

    async def opening(self) -> None:
        """Put them on an opening."""
        if (whom := await self._whom()) is not None:
            await acts.offer_opening(self.milepost, whom, self.load)

    async def journey(self) -> None:
        """Write the journey reports of the marked, or of the focused person."""
        table = self.query_one(RecordTable)
        chosen = [person for person in table.ids if person in table.marks] if table.marks else [table.current]
        await acts.write_journeys(self.milepost, [person for person in chosen if person is not None])


def _road(row: PersonRow, look: Look) -> Pieces:
    return look.road(row.road)


def _falls(sort: str) -> bool:
    return next(falls for key, *_, falls in SORTS if key == sort)


def _order_words(sort: str, descending: bool) -> str:
    return next(fact if descending == falls else turned for key, _, fact, turned, falls in SORTS if key == sort)


def _frame(wb: Workbook) -> tuple[int, Mapping[str, str]]:
    """How many people there are, and the short names of the milestones."""
    shorts = {str(key): milestone.short for key, milestone in wb.catalogue.milestones.items()}
    return people.count(wb, PeopleQuery()), shorts
