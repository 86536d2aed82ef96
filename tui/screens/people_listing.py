"""The list of People: who is asked for, in which order, read a page at once and the rest in parts."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on

from domain.model.lazily import dataclass
from domain.workbook import filters, journeys, people, views
from domain.workbook.people import PeopleQuery, PersonRow
from tui.commands import offers, show_keys
from tui.screens import people_sorts as sorts
from tui.screens import person_words as words
from tui.screens.people_filter import HintRow, PeopleFilter
from tui.screens.person_parts import list_pane
from tui.screens.place import PlaceScreen
from tui.widgets.empty import EmptyState
from tui.widgets.filter_row import FilterRow
from tui.widgets.record_table import RecordTable
from tui.widgets.tracks import Track

if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterable, Mapping, Sequence

    from textual.app import ComposeResult
    from textual.events import Resize

    from domain.workbook import Workbook
    from domain.workbook.filters import Lexicon, Parsed
    from domain.workbook.journeys import Page as Journey
    from domain.workbook.views import View
    from tui.look import Look
    from tui.safe_text import Pieces

FIRST_PAGE = 200
"""People fetched before anything else, enough to fill every screen."""
BELOW_SIGHT = 8
"""So many more than are in sight come at a letter of the filter; who is further down, when the typing has settled."""
SETTLED = 0.3
"""Seconds without a key before the whole list behind a filter is read."""
FOLLOW = 0.06
"""Seconds that the cursor rests before the pane follows it."""
WITH_PANE = 112
WITH_MORE = 140
"""Columns from which the list takes what the pane does not need, for more of its columns."""
HINT = "name, last digits of the number, e-mail or reference"
WAYS_IN = (("w", "take in a walk-in, about 45 seconds"), ("g o", "open a class"))
GO_ON = (("g q", "see who is here today"), ("g o", "see the openings"))


@dataclass(frozen=True, slots=True)
class Frame:
    """What every list of people needs to be told."""

    everybody: int
    shorts: Mapping[str, str]
    """Short names of the milestones."""
    codes: Mapping[str, str]
    """Short names of the accounts."""


def frame(wb: Workbook) -> Frame:
    """Read how many people there are, and the names of milestones and accounts."""
    shorts = {str(key): milestone.short for key, milestone in wb.catalogue.milestones.items()}
    codes = {key: account.short for key, account in wb.catalogue.accounts.items()}
    return Frame(people.count(wb, PeopleQuery()), shorts, codes)


def words_and_views(wb: Workbook) -> tuple[Lexicon, Sequence[View]]:
    """Read what can be said in the filter, and what was saved under a name."""
    return filters.read(wb), views.listing(wb)


def first_page(wb: Workbook, query: PeopleQuery, seen: int) -> tuple[people.Page, Sequence[PersonRow]]:
    """Read the first ids of a list, and the rows of those that will be in sight, so that they are painted once."""
    page = people.first(wb, query, seen + BELOW_SIGHT if seen and not query.everybody else FIRST_PAGE)
    return page, people.rows(wb, page.ids[:seen])


class PeopleList(PlaceScreen):
    """Everybody, filtered and sorted; the list holds ids and a query, never rows that could go stale."""

    PLACE = "people"
    HEADING = "People"
    HOME = "RecordTable"
    CSS_PATH: ClassVar[str] = "../styles/people.tcss"

    def __init__(self) -> None:
        """Start with everybody, by name."""
        super().__init__()
        self.asked = PeopleQuery()
        self.frame = Frame(0, {}, {})
        self.lexicon: Lexicon | None = None
        self.known_views: Sequence[View] = views.BUILT_IN
        self.names: Mapping[str, str] = {}
        """Openings by id, as far as the filter knows them."""
        self.shown: Journey | None = None
        self.closest = ""
        self.complete = True
        self.unread = True

    # What is on the screen.

    def compose_row(self) -> ComposeResult:
        """Yield the filter."""
        yield PeopleFilter(HINT, self._read_ahead)

    def compose_main(self) -> ComposeResult:
        """Yield what is said of the filter, the list, and what stands in its place when there is nothing to list."""
        yield HintRow()
        yield RecordTable[PersonRow](
            self._tracks(), self._fetch, muted=lambda row: words.is_over(row.state), can_mark=True
        )
        yield EmptyState("", "", ())

    def _tracks(self) -> tuple[Track[PersonRow], ...]:
        return (
            Track("name", "Person", 19, lambda row, look: look.name(row.name), name=True),
            Track("road", "Road", 10, lambda row, look: look.road(row.road)),
            Track("milestone", "At", 9, lambda row, _look: self.frame.shorts.get(row.milestone, "")),
            Track("state", "State", 12, lambda row, look: words.state_pieces(row.state, look)),
            Track("since", "Since", 5, self._since, right=True, style="muted"),
            Track("retest", "Retest", 7, self._retest, right=True),
            Track("account", "For", 6, lambda row, _look: self.frame.codes.get(row.account, ""), needs=100),
            Track("owner", "Owner", 10, lambda row, _look: row.owner, style="muted", needs=100),
            Track("tags", "Tags", 18, lambda row, _look: row.tags, style="muted", needs=124),
            Track("opening", "Opening", 26, lambda row, _look: self.names.get(str(row.opening), ""), needs=152),
        )

    @property
    def table(self) -> RecordTable[PersonRow]:
        """The list."""
        return self.query_one(RecordTable)

    @property
    def filter_row(self) -> PeopleFilter:
        """The filter."""
        return self.query_one(PeopleFilter)

    # Reading.

    async def load(self) -> None:
        """Read how many there are and what can be asked for, then who is asked for."""
        self.unread = True
        if self.lexicon is not None:
            await self._learn()
            parsed = self.filter_row.read(self.asked)
            if parsed is not None and not parsed.problems:
                self.asked = parsed.query
        await self._answer(self.asked, keep=bool(self.table.ids))

    async def _learn(self) -> None:
        known, self.known_views = await self.milepost.read(words_and_views)
        self.lexicon = known
        self.header.fact = self.order() if self.frame.everybody else ""
        openings = known.of(filters.FieldName.OPENING)
        self.names = {value.key: value.label for value in openings if value.key}
        self.filter_row.learn(known)
        self.table.repaint()

    def _ask(self, query: PeopleQuery, settle: float = 0.0) -> None:
        """Ask for other people or another order; answers to what was asked before are dropped."""
        self.asked = query
        work = self._answer(query, keep=False, settle=settle)
        self.milepost.run_guarded(work, group="load", node=self, exclusive=True)

    async def _answer(self, query: PeopleQuery, *, keep: bool, settle: float = 0.0) -> None:
        """Show the first page at once, and the whole list when the typing has settled."""
        if self.unread:
            self.frame = await self.milepost.read(frame)
        page, rows = await self.milepost.read(first_page, query, 0 if keep else self.table.rows)
        await self.rows_read([row.id for row in rows])
        nobody = not page.ids and page.behind is None
        closest = await self._closest_to(query) if nobody else ""
        if query != self.asked:
            return
        self.complete, self.closest = page.behind is None, closest
        if self.complete or (page.ids and not keep):
            self._take(page.ids, keep=keep, rows=rows)
        else:
            self.table.refresh_rows()
            self.unread = False
            self.filter_row.count(self._count(len(page.ids)))
        if self.lexicon is None:
            # Behind the first page, which needs nothing of it.
            await self._learn()
            self._read_line()
        if page.behind is not None and query == self.asked:
            await asyncio.sleep(settle)
            await self._answer_in_full(query, page.ids, page.behind, keep=keep)

    async def _answer_in_full(
        self, query: PeopleQuery, first: array[int], place: people.Behind | None, *, keep: bool
    ) -> None:
        """Read the rest of a long list in parts, with whatever else is asked for in between."""
        whole, shown = first[:], keep or bool(first)
        while place:
            more, place = await self.milepost.read(people.rest, query, place)
            if query != self.asked:
                return
            whole.extend(more)
            self.filter_row.count(self._count(len(whole)))
            if place and whole and (not shown or len(self.table.ids) <= FIRST_PAGE):
                self.table.set_ids(whole, self._expected(), keep=shown, fresh=False)
                shown = True
        self.complete = True
        if not whole:
            self.closest = await self._closest_to(query)
        self._take(whole, keep=shown)

    def _expected(self) -> int | None:
        """How long the list will be, where that is known."""
        return self.frame.everybody if self.asked.everybody else None

    async def _closest_to(self, query: PeopleQuery) -> str:
        """The name most like the words; beside fields that may leave everybody out, none would help."""
        if not query.words.strip() or query.terms:
            return ""
        found = await self.milepost.read(people.closest, query.words)
        return found[0] if found else ""

    def _take(self, ids: array[int], *, keep: bool, rows: Iterable[PersonRow] = ()) -> None:
        table = self.table
        table.set_ids(ids, keep=keep, fresh=self.unread, rows={row.id: row for row in rows})
        self.unread = False
        sort, descending = self.asked.sort, self.asked.descending
        table.sort_by(sort, sorts.arrow_down(sort, descending=descending))
        self._read_reasons()
        self.header.fact = self.order() if self.frame.everybody else ""
        self.filter_row.count(self._count(len(ids)))
        self._show_nobody(not ids)
        self.listed()

    def order(self) -> str:
        """Return what the header says of the list."""
        return sorts.order_words(self.asked.sort, descending=self.asked.descending)

    def listed(self) -> None:
        """Another list, or the same read again, is there; subclasses bring up to date what depends on it."""

    async def rows_read(self, ids: Sequence[int]) -> None:
        """Rows came into sight; subclasses read what else is to be shown of them."""

    def _count(self, found: int) -> str:
        if self.asked.everybody:
            return f"{self.frame.everybody:,}"
        return f"{found:,}{'' if self.complete else '+'} of {self.frame.everybody:,}"

    async def _fetch(self, ids: Sequence[int]) -> Sequence[PersonRow | None]:
        found = {row.id: row for row in await self.milepost.read(people.rows, ids)}
        await self.rows_read(ids)
        self._read_reasons()
        return [found.get(person) for person in ids]

    def _read_reasons(self) -> None:
        # The footer's reasons depend on the focused row, which is there only now.
        self.after_frame(self.refresh_chrome)

    def tick(self) -> None:
        """Time goes on; with a new day, other people are waiting for theirs."""
        if self.lexicon is not None and self.lexicon.today != self.milepost.today:
            self.reload()
        else:
            self.table.repaint()

    # Nobody to show.

    def _show_nobody(self, nobody: bool) -> None:
        empty = self.query_one(EmptyState)
        self.filter_row.display = bool(self.frame.everybody)
        self.table.display = not nobody
        self.empty = empty.display = nobody
        self.hide_pane(nobody)
        if not nobody:
            if self.focused is None:
                self.focus_home()
            return
        if self.frame.everybody:
            empty.say(*self._no_match())
        else:
            empty.say("Nobody is in the workbook yet.", "Everybody who is taken in shows up here.", self._ways_in())
        if not self.frame.everybody or self.focused is self.home():
            self.set_focus(None)

    def _no_match(self) -> tuple[str, str, list[tuple[str, str]]]:
        look = self.milepost.look
        keys = [("Esc", "clear the filter")]
        line = f'Nobody matches "{self.filter_row.value.strip()}".'
        if self.closest:
            return line, f"Closest: {look.name(self.closest)}.", [("Enter", "show the closest"), *keys]
        fact = "Fewer fields find more." if self.asked.terms else "Nobody comes close."
        return line, fact, keys

    def _ways_in(self) -> list[tuple[str, str]]:
        """The keys that bring people in, as far as this program has them, and where else to look."""
        known = {show_keys(offer.command, self.milepost.keymap) for offer in offers(self)}
        places = {f"g {place.key}" for place in self.milepost.PLACES}
        ways = [way for way in WAYS_IN if way[0] in known]
        return ways + [way for way in GO_ON if way[0] in places]

    # Filter.

    def filter(self) -> None:
        """Type in the filter."""
        self.filter_row.take_focus()

    def on_filter_row_changed(self, _event: FilterRow.Changed) -> None:
        """Ask for whoever matches now."""
        self._read_line()

    def _read_ahead(self) -> None:
        """Ask for whoever matches, with what is offered and what is wrong still to be said."""
        self._ask_for(self.filter_row.parse(self.asked))

    def _read_line(self) -> None:
        """Read the filter, and say what is wrong with it and what could be typed."""
        self._ask_for(self.filter_row.read(self.asked))

    def _ask_for(self, parsed: Parsed | None) -> None:
        """Ask for what was read; while a word of it is wrong, the list keeps the last good answer."""
        if parsed is not None and not parsed.problems and parsed.query != self.asked:
            self._ask(parsed.query, settle=SETTLED)

    def on_people_filter_hinted(self, event: PeopleFilter.Hinted) -> None:
        """Say it below the filter."""
        self.query_one(HintRow).show(event.hint)

    def on_hint_row_clicked(self, event: HintRow.Clicked) -> None:
        """Type what was clicked."""
        self.filter_row.put(event.offer)

    def on_people_filter_wanted(self, event: PeopleFilter.Wanted) -> None:
        """Look the values up."""
        if self.lexicon is not None:
            work = self._look_up(self.lexicon, event)
            self.milepost.run_guarded(work, group="suggest", node=self, exclusive=True)

    async def _look_up(self, known: Lexicon, event: PeopleFilter.Wanted) -> None:
        self.filter_row.learn_more(await self.milepost.read(filters.suggest, known, event.field, event.typed))

    def on_people_filter_fields_asked(self, _event: PeopleFilter.FieldsAsked) -> None:
        """Show what can be typed; what is chosen there is."""
        from tui.screens.people_fields import FieldsHelp

        def chosen(term: str | None) -> None:
            self.filter_row.take_focus()
            if term:
                self.filter_row.insert(term)

        self.milepost.push_screen(FieldsHelp(), chosen)

    @on(FilterRow.Left)
    def leave_filter(self, event: FilterRow.Left) -> None:
        """Go to the list; where nobody matches, clear the filter."""
        if not self.table.ids and self.filter_row.value:
            event.prevent_default()
            self.clear_filter()

    def on_people_filter_entered(self, _event: PeopleFilter.Entered) -> None:
        """Go to the list; where nobody matches, show the closest."""
        if not self.closest or self.lexicon is None:
            self.focus_home()
        else:
            self.filter_row.value = filters.render(PeopleQuery(self.closest), self.lexicon)

    def clear_filter(self) -> None:
        """List everybody again."""
        self.filter_row.value = ""

    def back(self) -> None:
        """One step back: focus, marks, then the filter; the place itself stays."""
        rested = self.focused is self.home() or self.focused is None
        said_error = self.notices.notice is not None and self.notices.notice.error
        if rested and not said_error and self._marked_table() is None and self.filter_row.value:
            self.clear_filter()
        else:
            super().back()

    # Order.

    def sort(self) -> None:
        """Choose the order; the one in force turns round."""
        self.milepost.push_screen(sorts.choice_of(self.asked), self._sorted)

    def _sorted(self, choice: str | None) -> None:
        if choice is not None:
            self._ask(replace(self.asked, sort=choice, descending=sorts.turned(self.asked, choice)))

    def on_record_table_head_clicked(self, event: RecordTable.HeadClicked) -> None:
        """Sort by a head that was clicked; once more turns it round."""
        if event.key in sorts.KEYS:
            self._sorted(event.key)

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
        if person == self.table.current:
            self.shown = page
            self.show_pane(list_pane(self.milepost.look, page, self.milepost.ports.now()))

    def on_resize(self, event: Resize) -> None:
        """Fill the pane when there is room for it again."""
        super().on_resize(event)
        self.set_class(event.size.width >= WITH_MORE, "-more")
        if event.size.width >= WITH_PANE and self.table.current is not None:
            self.on_record_table_moved(RecordTable.Moved(self.table, self.table.current))

    # Cells.

    def _since(self, row: PersonRow, _look: Look) -> str:
        return words.since_words(row.since, self.milepost.ports.now())

    def _retest(self, row: PersonRow, look: Look) -> Pieces:
        return words.retest_pieces(row.retest, self.milepost.today, look)
