"""The person page: the road at full width, how far and why, and behind tabs everything that was done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.model.errors import NotFound
from domain.model.terms import State
from domain.workbook import attempts, history, journeys, practising
from domain.workbook.wording import age
from tui.lines import GAP, Line, text
from tui.safe_text import cut
from tui.screens import person_acts as acts
from tui.screens import person_parts as parts
from tui.screens import person_words as words
from tui.screens import promising
from tui.screens.choice import Choice, Option
from tui.screens.focused_verbs import FocusedVerbs, InFocus
from tui.screens.going_on import go_on
from tui.screens.person_applications import application_lines, ending_words
from tui.screens.person_history import ACT, OLDER, EntryScreen, HistoryView
from tui.screens.person_merge import offer_merge, open_merge
from tui.screens.person_tables import RowsTable, attempts_table, slips_table
from tui.screens.person_verbs import PERSON_VERBS
from tui.widgets.bars import HeaderBar, Tab, TabsRow
from tui.widgets.line_view import LineView
from tui.widgets.person_head import HeadFacts, PersonHead

if TYPE_CHECKING:
    from datetime import datetime

    from textual.app import ComposeResult
    from textual.events import DescendantFocus, Resize
    from textual.widget import Widget

    from domain.workbook.applications import ApplicationRow
    from domain.workbook.history import Entry
    from domain.workbook.journeys import AttemptRow
    from domain.workbook.journeys import Page as Journey
    from domain.workbook.slips import SlipRow
    from tui.widgets.record_table import RecordTable

WITH_PANE = 112
"""Columns from which the pane stands beside the tabs; below, it is a tab of its own."""
ATTEMPTS, SLIPS, CONTACT, APPLICATIONS, HISTORY, NEXT = (
    "attempts",
    "slips",
    "contact",
    "applications",
    "history",
    "next",
)
PROOF = "ten days of drill log"
NOTHING = {
    ATTEMPTS: "No attempt yet.",
    SLIPS: "No slip yet: each finished attempt brings one.",
    APPLICATIONS: "On no opening yet.",
}


class PersonScreen(FocusedVerbs):
    """One person; ``tab`` is the part that is shown first."""

    HEADING = "Person"
    HELP_TITLE = "Keys on the person page"
    CSS_PATH = "../styles/person.tcss"
    VERBS = PERSON_VERBS
    FOOTER = ("app.undo",)

    def __init__(self, person: int, tab: str = "") -> None:
        """Show a person by id."""
        super().__init__()
        self.person = person
        self.first_tab = tab
        self.found: Journey | None = None
        self.erased = False
        """Whether they were erased from here: there is nobody to show, and the way leads back."""

    # What is on the screen.

    def compose(self) -> ComposeResult:
        """Put the road between the header and the rest."""
        for widget in super().compose():
            yield widget
            if isinstance(widget, HeaderBar):
                yield PersonHead()

    def compose_row(self) -> ComposeResult:
        """Yield the tabs."""
        yield TabsRow(self._tabs())

    def compose_main(self) -> ComposeResult:
        """Yield a list for each tab, one of them in sight."""
        yield attempts_table(self._now, lambda: parts.opens(self.found) if self.found else None)
        yield slips_table(self._now, self._short)
        yield LineView(id=CONTACT, indent=6, inner=72)
        yield LineView(id=APPLICATIONS, indent=6, inner=72)
        yield HistoryView(id=HISTORY)
        yield LineView(id=NEXT, indent=6, inner=72)
        yield LineView(id="nothing", indent=6, inner=72)

    def on_mount(self) -> None:
        """Begin with the tab that was asked for."""
        if self.first_tab:
            self.query_one(TabsRow).current = self.first_tab
        self._show_tab()

    def _now(self) -> datetime:
        return self.milepost.ports.now()

    def _short(self, milestone: str) -> str:
        return parts.short_of(self.found, milestone) if self.found else ""

    # Reading.

    async def load(self) -> None:
        """Read the page; go back when the person is gone, as after undoing that they were taken in."""
        try:
            self.found = await self.milepost.read(journeys.page, self.person)
        except NotFound as gone:
            if self.erased:
                return
            self.milepost.back()
            self.milepost.fail(gone)
            return
        self.person = self.found.person.id
        if self._tab == HISTORY:
            await self._history.load(self.person)
        self._show()

    def tick(self) -> None:
        """Waiting times and clocks go on."""
        if self.found is not None:
            self._show_head(self.found)

    def copied(self) -> tuple[str, str]:
        """Return their card."""
        from tui.screens.copying import person_card

        return (person_card(self.milepost.look, self.found, self._now()), "Card") if self.found else ("", "")

    def subject(self) -> str:
        """Return who the page is about."""
        return self.milepost.look.name(self.found.person.name) if self.found else ""

    @property
    def focused_person(self) -> int:
        """Whose page it is."""
        return self.person

    @property
    def application(self) -> ApplicationRow | None:
        """The application that the page shows."""
        return self.found.application if self.found is not None else None

    # Painting.

    def _show(self) -> None:
        page = self.found
        if page is None or not self.is_attached:
            return
        look = self.milepost.look
        self._show_head(page)
        self.show_tabs(self._tabs())
        self._table(ATTEMPTS).show_rows(page.attempts)
        self._table(SLIPS).show_rows(page.slips)
        applications = application_lines(look, page, self._now())
        self.query_one(f"#{APPLICATIONS}", LineView).show(applications)
        pane = parts.person_pane(look, page, self._now().date())
        self.query_one(f"#{CONTACT}", LineView).show(parts.contact_tab(look, page, self._now()))
        self.query_one(f"#{NEXT}", LineView).show(pane)
        self.show_pane(pane)
        if self.focused is not self.side:
            self.side.at = -1
        self._show_tab()
        self.refresh_chrome()

    def _table(self, name: str) -> RowsTable:
        return self.query_one(f"#{name}", RowsTable)

    @property
    def _history(self) -> HistoryView:
        return self.query_one(HistoryView)

    def _show_head(self, page: Journey) -> None:
        look, now = self.milepost.look, self._now()
        self.header.heading = cut(look.name(page.person.name), 40, look.dots)
        self.header.fact = _visit_words(page)
        application = page.application
        ready = parts.next_attempt(page) is not None and not parts.waits(page, now.date())
        self.query_one(PersonHead).show(
            HeadFacts(
                opening=application.opening_name if application else "On no opening",
                contact=parts.contact_phrases(look, page, now),
                posts=parts.posts(page),
                here=_here(page),
                ready=ready and application is not None and application.state is not State.ON_HOLD,
                headline=page.headline,
                detail=page.detail,
            )
        )

    # Tabs.

    @property
    def _tab(self) -> str:
        return self.query_one(TabsRow).current

    def _tabs(self) -> list[Tab]:
        page = self.found
        tried = sum(1 for attempt in page.attempts if attempt.id) if page else 0
        tabs = [
            Tab(ATTEMPTS, "Attempts", tried),
            Tab(SLIPS, "Slips", len(page.slips) if page else 0),
            Tab(CONTACT, "Contact"),
            Tab(APPLICATIONS, "Applications", len(page.applications) if page else 0),
            Tab(HISTORY, "History"),
        ]
        return tabs if self.size.width >= WITH_PANE else [*tabs, Tab(NEXT, "Next")]

    def on_tabs_row_chosen(self, event: TabsRow.Chosen) -> None:
        """Show another part."""
        if event.tab == HISTORY:
            self.reload()
        self._show_tab()

    def _show_tab(self) -> None:
        tab = self._tab
        empty = self.found is not None and self._has_nothing(tab)
        for part in self.query("#content > *"):
            part.display = part.id == ("nothing" if empty else tab)
        self.notices.standing = self._history.standing() if tab == HISTORY else None
        if empty:
            self.query_one("#nothing", LineView).show([*text(NOTHING[tab], "muted", 72), *self._way_on()])
        self.call_after_refresh(self._refocus)

    def _has_nothing(self, tab: str) -> bool:
        if tab in (ATTEMPTS, SLIPS):
            return not self._table(tab).held
        return tab == APPLICATIONS and self.found is not None and not self.found.applications

    def _way_on(self) -> list[Line]:
        """What brings something onto the road of a person who is on none."""
        if self.application is not None:
            return []
        return [GAP, Line((("O", "bold accent"), ("  put them on an opening", "")))]

    def _refocus(self) -> None:
        """Give the focus to the part in sight; whether a text takes it shows when its size is known."""
        if self.focused is None or not self.focused.display:
            self.set_focus(self.home())

    def home(self) -> Widget | None:
        """The list or text in sight, if it takes the focus."""
        return next((part for part in self.query("#content > *") if part.display and part.can_focus), None)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Stand on the first line of the pane; it marks none before somebody goes there."""
        if event.widget is self.side and not self.side.line_id:
            self.side.move_first()

    def on_resize(self, event: Resize) -> None:
        """The pane becomes a tab on a narrow screen."""
        super().on_resize(event)
        self.show_tabs(self._tabs())
        self._show_tab()

    def contact(self) -> None:
        """Show how and when to reach them."""
        self.query_one(TabsRow).choose(CONTACT)

    # Opening things.

    def on_record_table_opened(self, _event: RecordTable.Opened) -> None:
        """Open the focused row."""
        self.milepost.open_with(self.open_focused())

    def on_line_view_opened(self, event: LineView.Opened) -> None:
        """Follow a line: of what is to be done, an application, an entry of the history."""
        self.milepost.open_with(self._follow_line(event.line))

    def on_history_view_take_back(self, event: HistoryView.TakeBack) -> None:
        """Take the act back that the history stands on."""
        self.milepost.run_guarded(self._take_back(event.entry))

    async def open_focused(self) -> None:
        """Do what Enter does where the focus is."""
        focused = self.focused
        if isinstance(focused, LineView) and focused.line_id:
            await self._follow_line(focused.line_id)
        elif isinstance(focused, RowsTable) and focused.chosen is not None:
            await self._open_row(focused.id or "", focused.chosen)

    async def _open_row(self, tab: str, row: Any) -> None:
        match tab:
            case "attempts":
                await self._open_attempt(row)
            case "slips":
                self._open_slip(row)

    async def _follow_line(self, line: str) -> None:
        page = self.found
        if page is None:
            return
        kind, _, number = line.partition(":")
        if line == parts.START and (step := parts.next_attempt(page)) is not None:
            await self._open_attempt(step)
        elif line == parts.OPENING:
            await self.opening()
        elif line == parts.CORRECT:
            await self.correct()
        elif line == parts.POOL:
            self.pool()
        elif line == parts.LADDER:
            self.ladder()
        elif f"{kind}:" == parts.SLIP:
            acts.open_slip(self.milepost, int(number))
        elif f"{kind}:" == parts.PROMISE:
            await promising.offer_ways(self.milepost, int(number), self.load)
        elif f"{kind}:" == parts.FIT:
            await acts.move(self.milepost, self._whom(), int(number), self.load)
        elif f"{kind}:" == parts.TWIN:
            twin = next(twin for twin in page.twins if twin.id == int(number))
            open_merge(self.milepost, self.person, twin, self._kept)
        elif f"{kind}:" == parts.APPLICATION:
            row = next(row for row in page.applications if row.id == int(number))
            self.notice(ending_words(row, self._now()), "here")
        elif f"{kind}:" == ACT:
            self.milepost.open_page(EntryScreen(self.person, int(number)))
        elif line == OLDER:
            self._history.read_older()

    async def _open_attempt(self, row: AttemptRow) -> None:
        page = self.found
        if row.id and row.result is not None:
            self._look_back(row.id)
        elif row.id:
            await go_on(self.milepost, row.id)
        elif page is not None and parts.waits(page, self._now().date()):
            self._ask_early(page)
        else:
            await self._start(row.application)

    async def _start(self, application: int, proof: str = "") -> None:
        attempt = await self.milepost.write(attempts.open_or_start, application, proof=proof)
        await go_on(self.milepost, attempt)

    def _look_back(self, attempt: int) -> None:
        from tui.screens.person_attempt import AttemptScreen

        self.milepost.open_page(AttemptScreen(attempt))

    def _ask_early(self, page: Journey) -> None:
        """The next attempt waits for its day; proof of practice may halve the wait."""
        day, application = parts.opens(page), page.application
        assert day is not None
        assert application is not None
        opens = words.day_to_come(day, self._now().date())
        options = [
            Option("wait", f"Wait until {opens}"),
            Option("proof", f"They bring {PROOF}", "may halve a wait of 30 days or less"),
        ]

        def chosen(choice: str | None) -> None:
            if choice == "proof":
                self.milepost.open_with(self._start(application.id, PROOF))

        self.milepost.push_screen(Choice(f"Open from {opens}", options), chosen)

    def _open_slip(self, row: SlipRow) -> None:
        if row.id:
            acts.open_slip(self.milepost, row.id)
        else:
            self.notice("Nothing is drafted for this attempt yet.", "open")

    async def _take_back(self, entry: Entry) -> None:
        """Undo one act, or say why not."""
        await self.milepost.write(history.undo, entry.act)
        await self.load()
        self.notice(f"Undone: {entry.said}.", keys=[("U", "redo")])

    # Verbs.

    def whom(self) -> InFocus | None:
        """InFocus the page is about."""
        return InFocus(self.person, self.found.person.name) if self.found is not None else None

    def _whom(self) -> acts.Whom:
        assert self.found is not None
        application = self.found.application
        return acts.Whom(self.person, self.found.person.name, application.id if application else 0)

    async def slip(self) -> None:
        """Show the slip of the focused row, else the newest that is not delivered, else the newest."""
        row = self.focused.chosen if isinstance(self.focused, RowsTable) else None
        chosen = row.slip if self._tab == ATTEMPTS and row is not None else 0
        chosen = row.id if self._tab == SLIPS and row is not None else chosen
        if chosen:
            acts.open_slip(self.milepost, chosen)
        elif self.found is not None:
            await acts.open_newest_slip(self.milepost, self._whom())

    async def move(self) -> None:
        """Move them to another opening."""
        if self.found is not None:
            await acts.offer_move(self.milepost, self._whom(), self.load)

    async def opening(self) -> None:
        """Put them on an opening."""
        if self.found is not None:
            await acts.offer_opening(self.milepost, self._whom(), self.load)

    def handover(self) -> None:
        """Show what the final interviewer reads before they meet them."""
        from tui.screens.handover import HandoverScreen

        self.milepost.open_page(HandoverScreen(self.person))

    async def offer(self) -> None:
        """The offer that was made to them, or is to be made; where there is none, this page says why."""
        from domain.workbook import offer_sheets
        from tui.screens.offer import OfferScreen

        await self.milepost.read(offer_sheets.sheet, self.person)
        self.milepost.open_page(OfferScreen(self.person))

    def ladder(self) -> None:
        """Show their career ladder."""
        from tui.screens.ladder import LadderScreen

        self.milepost.open_page(LadderScreen(self.person))

    def journey(self) -> None:
        """Write the journey report."""
        acts.write_journeys(self.milepost, [self.person])

    async def correct(self) -> None:
        """Correct what is known of them."""
        from tui.screens.person_form import open_form

        if self.found is not None:
            await open_form(self.milepost, self.found.person)

    async def practised(self) -> None:
        """Note today in their drill log."""
        days = await self.milepost.write(practising.note, self.person)
        await self.load()
        log = self.found.practice if self.found is not None else None
        full = log is not None and log.sooner is not None and not log.why_not
        said = f"Practised today, {days} of {log.needed} days." if log is not None else "Practised today, noted."
        self.notice(said, keys=[*([("L", "halve the wait")] if full else []), ("u", "undo")])

    async def halve(self) -> None:
        """Halve the wait for the retake."""
        day = await self.milepost.write(practising.halve, self.person)
        await self.load()
        opens = words.day_to_come(day, self._now().date()) if day > self._now().date() else "today"
        self.notice(f"The wait is halved: the retake is open from {opens}.", keys=[("u", "undo")])

    async def hold(self) -> None:
        """Write everything that is held of them."""
        from tui.screens import person_rights

        if self.found is not None:
            await person_rights.hold(self.milepost, self._whom())

    async def rights(self) -> None:
        """Show what they may ask."""
        from tui.screens import person_rights

        if self.found is not None:
            await person_rights.offer(self.milepost, self._whom(), self.load, self._leave)

    def _leave(self, erased: bool) -> None:
        self.erased = erased

    def pool(self) -> None:
        """Keep them for another opening; renew them, or let them go."""
        from tui.screens.pool_verbs import offer

        if self.found is not None:
            offer(self.milepost, self.found, self.load)

    def merge(self) -> None:
        """Put them together with another entry of the same person."""
        if self.found is not None:
            offer_merge(self.milepost, self.person, self.found.twins, self._kept)

    def _kept(self, person: int) -> None:
        """Show the entry that was kept."""
        self.person = person
        self.reload()

    async def no_show(self) -> None:
        """They did not come."""
        if self.found is not None:
            await acts.no_show(self.milepost, self._whom(), self.load)

    def end(self) -> None:
        """End the application in one of the ways it can end."""
        if self.found is not None:
            acts.offer_ending(self.milepost, self._whom(), self.load)

    def add_test(self) -> None:
        """Add an account test that is not on the route."""
        if self.found is not None:
            acts.offer_test(self.milepost, self._whom(), self.found, self.load)


def _here(page: Journey) -> int:
    """Position of the post at which they stand; behind the last one when they are hired."""
    application = page.application
    if application is None:
        return 0
    if application.state is State.HIRED:
        return len(page.posts)
    return next((at for at, post in enumerate(page.posts) if post.milestone is application.milestone), 0)


def _visit_words(page: Journey) -> str:
    if not page.visit_number:
        return ""
    waiting = f", waiting {age(page.visit_wait)}" if page.visit_wait else ""
    return f"No. {page.visit_number}{waiting}"
