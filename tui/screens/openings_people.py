"""Who is on their way in one class, at one milestone or at any, the longest there first."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from domain.workbook import opening_pages, people
from domain.workbook.people import PersonRow
from domain.workbook.wording import count
from tui.commands import Command
from tui.screens import person_words as words
from tui.screens.place import Page
from tui.widgets.empty import EmptyState
from tui.widgets.record_table import RecordTable
from tui.widgets.tracks import Track

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult

    from domain.model.terms import MilestoneId
    from domain.workbook import Workbook
    from domain.workbook.openings import OpeningRow
    from tui.look import Look
    from tui.safe_text import Pieces


def _nobody(screen: ClassPeopleScreen) -> str | None:
    return None if screen.query_one(RecordTable).current is not None else "nobody is here"


class ClassPeopleScreen(Page):
    """The people of a class at a milestone."""

    HEADING = "People of a class"
    HELP_TITLE = "Keys in the people of a class"
    HAS_PANE = False
    HOME = "RecordTable"
    MAIN_ROW = 2
    CSS_PATH = "../styles/people.tcss"
    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(
            id="class_people.open",
            keys="",
            do="open_current",
            shown="Enter",
            word="open",
            title="Open the person",
            help="the person's page",
            when=_nobody,
        ),
    )
    FOOTER = ("app.hide_names", "app.undo")

    def __init__(self, row: OpeningRow, milestone: MilestoneId | None) -> None:
        """Show who is at a milestone of an opening; at any without one."""
        super().__init__()
        self.opening = row
        self.milestone = milestone
        self.shorts: Mapping[str, str] = {}

    def compose_main(self) -> ComposeResult:
        """Yield the list, and what stands there once everybody has gone on."""
        yield RecordTable[PersonRow](
            (
                Track("name", "Person", 19, lambda row, look: look.name(row.name), name=True),
                Track("road", "Road", 10, lambda row, look: look.road(row.road)),
                Track("milestone", "At", 9, lambda row, _look: self.shorts.get(row.milestone, "")),
                Track("state", "State", 12, lambda row, look: words.state_pieces(row.state, look)),
                Track("since", "Since", 5, self._since, right=True, style="muted"),
                Track("retest", "Retest", 7, self._retest, right=True),
            ),
            self._fetch,
            muted=lambda row: words.is_over(row.state),
        )
        yield EmptyState("Nobody is here any more.", "They went on, or their application ended.", (("Esc", "back"),))

    async def load(self) -> None:
        """Read who is there now."""
        found, self.shorts = await self.milepost.read(_read, self.opening.id, self.milestone)
        table, empty = self.query_one(RecordTable), self.query_one(EmptyState)
        table.display, empty.display = bool(found), not found
        self.empty = not found
        self.header.heading = self.shorts[self.milestone] if self.milestone else "On their way"
        self.header.fact = f"{self.opening.name}, {count(len(found), 'person', 'people')}"
        table.set_ids(found)
        if found and self.focused is None:
            self.focus_home()
        self.refresh_chrome()

    async def _fetch(self, ids: Sequence[int]) -> Sequence[PersonRow | None]:
        found = {row.id: row for row in await self.milepost.read(people.rows, ids)}
        return [found.get(person) for person in ids]

    def tick(self) -> None:
        """Time goes on."""
        self.query_one(RecordTable).repaint()

    def _since(self, row: PersonRow, _look: Look) -> str:
        return words.since_words(row.since, self.milepost.ports.now())

    def _retest(self, row: PersonRow, look: Look) -> Pieces:
        return words.retest_pieces(row.retest, self.milepost.today, look)

    def on_record_table_opened(self, _event: RecordTable.Opened) -> None:
        """Show the person."""
        self.open_current()

    def open_current(self) -> None:
        """The focused person's page."""
        from tui.screens.person import PersonScreen

        current = self.query_one(RecordTable).current
        if current is not None:
            self.milepost.open_page(PersonScreen(current))


def _read(wb: Workbook, opening: int, milestone: MilestoneId | None) -> tuple[Sequence[int], Mapping[str, str]]:
    shorts = {str(key): one.short for key, one in wb.catalogue.milestones.items()}
    return opening_pages.people_at(wb, opening, milestone), shorts
