"""The person page: what is opened from it, and what its keys do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.workbook import attempts, history, practising
from tui.screens import person_acts as acts
from tui.screens import person_parts as parts
from tui.screens import person_words as words
from tui.screens import promising
from tui.screens.choice import Choice, Option
from tui.screens.going_on import go_on
from tui.screens.person_applications import ending_words
from tui.screens.person_history import ACT, OLDER, EntryScreen, HistoryView
from tui.screens.person_merge import offer_merge, open_merge
from tui.screens.person_tables import RowsTable
from tui.screens.person_verbs import PERSON_VERBS
from tui.screens.person_view import ATTEMPTS, CONTACT, SLIPS, PersonView
from tui.widgets.bars import TabsRow
from tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from domain.workbook.history import Entry
    from domain.workbook.journeys import AttemptRow
    from domain.workbook.journeys import Page as Journey
    from domain.workbook.slips import SlipRow
    from tui.widgets.record_table import RecordTable

PROOF = "ten days of drill log"


class PersonScreen(PersonView):
    """One person, with all keys of the page."""

    VERBS = PERSON_VERBS
    FOOTER = ("app.undo",)

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
        if tab == ATTEMPTS:
            await self._open_attempt(row)
        elif tab == SLIPS:
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

    def contact(self) -> None:
        """Show how and when to reach them."""
        self.query_one(TabsRow).choose(CONTACT)

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
