"""The person page as it is seen: the road at full width, how far and why, and a tab for each part of the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.errors import NotFound
from domain.model.terms import State
from domain.workbook import journeys
from domain.workbook.wording import age
from tui.lines import GAP, Line, text
from tui.safe_text import cut
from tui.screens import person_parts as parts
from tui.screens.focused_verbs import FocusedVerbs, InFocus
from tui.screens.person_applications import application_lines
from tui.screens.person_history import HistoryView
from tui.screens.person_tables import RowsTable, attempts_table, slips_table
from tui.widgets.bars import HeaderBar, Tab, TabsRow
from tui.widgets.line_view import LineView
from tui.widgets.person_head import HeadFacts, PersonHead

if TYPE_CHECKING:
    from datetime import datetime

    from textual.app import ComposeResult
    from textual.events import DescendantFocus, Resize
    from textual.widget import Widget

    from domain.workbook.applications import ApplicationRow
    from domain.workbook.journeys import Page as Journey

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
NOTHING = {
    ATTEMPTS: "No attempt yet.",
    SLIPS: "No slip yet: each finished attempt brings one.",
    APPLICATIONS: "On no opening yet.",
}


class PersonView(FocusedVerbs):
    """One person, to be looked at; `PersonScreen` adds what its keys do. ``tab`` is the part that is shown first."""

    HEADING = "Person"
    HELP_TITLE = "Keys on the person page"
    CSS_PATH = "../styles/person.tcss"

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

    def whom(self) -> InFocus | None:
        """InFocus the page is about."""
        return InFocus(self.person, self.found.person.name) if self.found is not None else None

    @property
    def application(self) -> ApplicationRow | None:
        """The application that the page shows."""
        return self.found.application if self.found is not None else None

    # Painting.

    def _show(self) -> None:
        page = self.found
        if page is None or not self.is_here:
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
        self.after_frame(self._refocus)

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
