"""People: everybody, found by typing, sorted, each with how far they came and what to do about it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from domain.workbook import filters, people
from domain.workbook import views as saved
from tui.screens import person_acts as acts
from tui.screens.people_listing import FIRST_PAGE
from tui.screens.people_verbs import PEOPLE_VERBS
from tui.screens.people_work import PeopleWork

if TYPE_CHECKING:
    from domain.workbook.views import View
    from tui.screens.people_views import Chosen, Shown
    from tui.widgets.record_table import RecordTable

__all__ = ["FIRST_PAGE", "PeopleScreen"]


class PeopleScreen(PeopleWork):
    """The place, and what is done for the one person in focus."""

    HELP_TITLE = "Keys in People"
    VERBS = PEOPLE_VERBS
    FOOTER = ("app.walk_in", "app.undo")

    # Views.

    @property
    def now(self) -> Shown:
        """What the list shows."""
        from tui.screens.people_views import Shown

        return Shown(" ".join(self.filter_row.value.split()), self.asked.sort, self.asked.descending)

    def order(self) -> str:
        """Return the view that the list shows, if it is one, and its order."""
        found = next((view for view in self.known_views if self.now.shows(view)), None)
        return ", ".join([*([found.name] if found and found.filter else []), super().order()])

    async def views(self) -> None:
        """Show the views, and do what is chosen there."""
        from tui.screens.people_views import ViewSheet

        self.known_views = await self.milepost.read(saved.listing)

        def answered(choice: Chosen | None) -> None:
            if choice is not None:
                self.milepost.run_guarded(self._with_view(choice))

        self.milepost.push_screen(ViewSheet(self.known_views, self.now), answered)

    async def _with_view(self, choice: Chosen) -> None:
        from tui.screens import people_views as sheet

        now, view = self.now, choice.view
        if choice.deed == sheet.NEW or (view is not None and choice.deed == sheet.RENAME):
            sheet.ask_name(self.milepost, now, view)
        elif view is not None and choice.deed == sheet.OPEN:
            self.open_view(view)
        elif view is not None:
            if choice.deed == sheet.REPLACE:
                await self.milepost.write(saved.replace, view.id, now.line, now.sort, descending=now.descending)
            else:
                await self.milepost.write(saved.delete, view.id)
            self.reload()

    def open_view(self, view: View) -> None:
        """List what a view shows, in its order."""
        self.filter_row.value = view.filter
        ordered = replace(self.asked, sort=view.sort, descending=view.descending)
        parsed = filters.parse(view.filter, self.lexicon, ordered) if self.lexicon else None
        # What cannot be read any more, such as a class that is gone, is said below the filter.
        self._ask(parsed.query if parsed and not parsed.problems else ordered)
        self.focus_home()

    # One person.

    async def one(self) -> acts.Whom | None:
        """Return the person in focus, with the application that the list shows."""
        row = self.row
        if row is None:
            return None
        found = await self.milepost.read(people.find, row.id)
        return acts.Whom(row.id, found.name, found.application)

    def on_record_table_opened(self, _event: RecordTable.Opened) -> None:
        """Show the person."""
        self.open_current()

    def open_current(self, tab: str = "") -> None:
        """Show the focused person's page."""
        from tui.screens.person import PersonScreen

        current = self.table.current
        if current is not None:
            self.milepost.open_page(PersonScreen(current, tab))

    def contact(self) -> None:
        """Show how to reach the focused person."""
        self.open_current("contact")

    async def opening(self) -> None:
        """Put them on an opening."""
        if (whom := await self.one()) is not None:
            await acts.offer_opening(self.milepost, whom, self.load)
