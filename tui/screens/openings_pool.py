"""Who of the pool meets the hurdles of one class already, best first; one key takes them onto it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from domain.model.terms import PoolWhy
from domain.workbook import pool
from domain.workbook.pool import PoolRow
from domain.workbook.wording import count, short_day
from tui.commands import Command
from tui.lines import Line, blocks, heading, text
from tui.safe_text import cut
from tui.screens import person_words as words
from tui.screens.place import Page
from tui.widgets.bars import Notice
from tui.widgets.empty import EmptyState
from tui.widgets.record_table import RecordTable
from tui.widgets.tracks import Track

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult
    from textual.events import Resize

    from domain.workbook.openings import OpeningRow
    from domain.workbook.pool import PoolHere
    from tui.look import Look
    from tui.safe_text import Pieces

UNDO = (("u", "undo"),)
WITH_PANE = 112
NAME, WHY, LEFT = 18, 10, 19
WHY_WORDS: Mapping[PoolWhy, str] = {
    PoolWhy.SILVER: "near miss",
    PoolWhy.CLASS_FULL: "class full",
    PoolWhy.OUTSCORED: "outscored",
    PoolWhy.BY_HAND: "by hand",
}
"""Why somebody is kept, in up to 10 cells."""


def _nobody(screen: OpeningPoolScreen) -> str | None:
    return None if screen.row is not None else "nobody of the pool is here"


def _takes_nobody(screen: OpeningPoolScreen) -> str | None:
    if screen.found is not None and screen.found.opening.closed:
        return "the class takes no more people"
    return _nobody(screen)


class OpeningPoolScreen(Page):
    """The people of the pool who fit one class."""

    HEADING = "From the pool"
    HELP_TITLE = "Keys in the pool of a class"
    HOME = "RecordTable"
    MAIN_ROW = 2
    CSS_PATH = "../styles/people.tcss"
    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(
            id="class_pool.open",
            keys="",
            do="open_current",
            shown="Enter",
            word="open",
            title="Open the person",
            help="the person's page",
            when=_nobody,
        ),
        Command(
            id="class_pool.take",
            keys="a",
            do="take",
            word="put on this class",
            short="put on",
            title="Put them on this class, valid scores go along",
            help="put them on this class, valid scores go along",
            when=_takes_nobody,
        ),
    )
    FOOTER = ("app.hide_names", "app.undo")

    def __init__(self, opening: OpeningRow) -> None:
        """Hold the pool against an opening."""
        super().__init__()
        self.opening = opening
        self.found: PoolHere | None = None
        self.rows: Mapping[int, PoolRow] = {}

    def compose_main(self) -> ComposeResult:
        """Yield the list, and what stands there while nobody fits."""
        yield RecordTable[PoolRow](
            (
                Track("name", "Person", NAME, lambda row, look: cut(look.name(row.name), NAME, look.dots), name=True),
                Track("why", "Kept", WHY, lambda row, _look: WHY_WORDS[row.entry.why], style="muted"),
                Track("left", "Left to do", LEFT, left_words),
                Track("until", "Until", 9, self._until, right=True, style="muted"),
                Track("contacted", "Contact", 7, self._contacted, right=True, style="muted"),
            ),
            self._fetch,
        )
        yield EmptyState("Nobody of the pool fits yet.", "", (("Esc", "back"),))

    @property
    def row(self) -> PoolRow | None:
        """The focused person."""
        current = self.query_one(RecordTable).current
        return self.rows.get(current) if current is not None else None

    @property
    def focused_person(self) -> int:
        """Whom the row is about."""
        return self.row.person if self.row is not None else 0

    def subject(self) -> str:
        """Return the name of the class."""
        return self.opening.name

    async def load(self) -> None:
        """Hold the pool against the class anew."""
        self.found = await self.milepost.read(pool.here, self.opening.id)
        self.rows = {row.person: row for row in self.found.rows}
        table, empty = self.query_one(RecordTable), self.query_one(EmptyState)
        table.display, empty.display = bool(self.rows), not self.rows
        empty.say("Nobody of the pool fits yet.", looked_words(self.found), [("Esc", "back")])
        self.empty = not self.rows
        fitting = count(len(self.rows), "person fits", "people fit")
        self.header.fact = f"{fitting}, {self.opening.name}"
        table.set_ids([row.person for row in self.found.rows])
        if self.rows and self.focused is None:
            self.focus_home()
        self._follow()

    async def _fetch(self, ids: Sequence[int]) -> Sequence[PoolRow | None]:
        return [self.rows.get(person) for person in ids]

    def tick(self) -> None:
        """Time goes on."""
        self.query_one(RecordTable).repaint()

    def on_record_table_moved(self, _event: RecordTable.Moved) -> None:
        """Let the pane follow the focus."""
        self._follow()

    def _follow(self) -> None:
        row, found = self.row, self.found
        self.hide_pane(row is None)
        narrow = row is not None and self.size.width < WITH_PANE
        self.notices.standing = Notice(told_below(row), "open") if row is not None and narrow else None
        if row is not None and found is not None:
            self.show_pane(pane(self.milepost.look, row, found))
        self.refresh_chrome()

    # Cells.

    def _until(self, row: PoolRow, _look: Look) -> str:
        return short_day(row.entry.until, self.milepost.today)

    def _contacted(self, row: PoolRow, look: Look) -> Pieces:
        if not row.contacted_at:
            return (look.glyph("not_needed", "muted"),)
        return ((words.since_words(row.contacted_at, self.milepost.ports.now()), ""),)

    # Doing.

    def on_record_table_opened(self, _event: RecordTable.Opened) -> None:
        """Show the person."""
        self.open_current()

    def open_current(self) -> None:
        """The focused person's page."""
        from tui.screens.person import PersonScreen

        if self.row is not None:
            self.milepost.open_page(PersonScreen(self.row.person))

    def on_resize(self, event: Resize) -> None:
        """What the pane says stands above the footer where there is none."""
        super().on_resize(event)
        self._follow()

    async def take(self) -> None:
        """Put the focused person on the class."""
        if (row := self.row) is None:
            return
        await self.milepost.write(pool.take, row.person, self.opening.id)
        await self.load()
        name = self.milepost.look.name(row.name)
        along = f", {count(row.counts, 'milestone')} went along" if row.counts else ""
        self.milepost.notice(f"{name} is on {self.opening.name}{along}.", keys=UNDO)


def left_words(row: PoolRow, _look: Look) -> str:
    """Return what somebody would still do: 'Sales, Final, Offer', '5 milestones'."""
    said = ", ".join(row.left)
    return said if len(said) <= LEFT else f"{len(row.left)} milestones"


MAY = "They may be told about it now."


def told_below(row: PoolRow) -> str:
    """Return what is left to do and whether they may be told, where there is no pane."""
    whole = ", ".join(row.left)
    left = f"{whole}; " if len(whole) > LEFT else ""
    return f"{left}{row.refusal.message if row.refusal else MAY.removesuffix('.')}"


def looked_words(found: PoolHere) -> str:
    """Return how many of the pool were looked at, and who has hurdles to show."""
    if not found.looked_at:
        return "The pool is empty: it keeps who met the standard and said yes to it."
    were = "was" if found.looked_at == 1 else "were"
    said = [f"{count(found.looked_at, 'person', 'people')} of the pool {were} looked at"]
    if found.more:
        said = [f"The newest {found.looked_at:,} of the pool were looked at, there are more"]
    if found.to_show:
        said.append(f"{found.to_show:,} {'has' if found.to_show == 1 else 'have'} hurdles to show")
    return f"{'; '.join(said)}."


def pane(look: Look, row: PoolRow, found: PoolHere) -> tuple[Line, ...]:
    """Return what is beside the list: why they are kept, what is left, and whether they may be told now."""
    told = [f"{one[:1].upper()}{one[1:]}" for one in row.told]
    done = count(row.counts, "milestone counts", "milestones count")
    return blocks(
        [heading(look.name(row.name)), *(line for one in told for line in text(one, "muted"))],
        [heading("Left to do"), *text(", ".join(row.left) or "nothing"), *text(f"{done} here already.", "muted")],
        [heading("Telling them"), *text(row.not_now or MAY, "due" if row.not_now else "")],
        [heading("The pool"), *text(looked_words(found), "muted")],
    )
