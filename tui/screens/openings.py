"""Openings: the classes that are being filled, those that are over, and the accounts behind them."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, ClassVar

from domain.workbook import opening_pages, openings
from tui.commands import Command
from tui.screens import openings_acts as acts
from tui.screens.choice import Choice, Option
from tui.screens.openings_parts import account_pane, class_pane, fold, list_name, matches, seats_bar, starts_cell
from tui.screens.place import PlaceScreen
from tui.widgets.bars import Tab, TabsRow
from tui.widgets.empty import EmptyState
from tui.widgets.filter_row import FilterRow
from tui.widgets.record_table import RecordTable
from tui.widgets.tracks import Track

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.widget import Widget

    from domain.workbook import Workbook
    from domain.workbook.opening_pages import AccountRow
    from domain.workbook.openings import OpeningRow
    from tui.look import Look
    from tui.safe_text import Pieces

OPEN, CLOSED, ACCOUNTS = "open", "closed", "accounts"
SORTS = (
    ("starts", "Starts", "the next class first"),
    ("code", "Account", "by the code of the account"),
    ("name", "Class", "by name"),
    ("free", "Free", "the most free seats first"),
    ("people", "People", "the most people on their way first"),
)
FALLING = frozenset({"free", "people"})
"""Orders that begin with the largest."""


def _nothing(screen: OpeningsScreen) -> str | None:
    return None if screen.row is not None or screen.account is not None else "nothing is in focus"


def _nowhere(screen: OpeningsScreen) -> str | None:
    return None if screen.tab != ACCOUNTS else "accounts stand as in the catalogue"


class OpeningsScreen(acts.ClassPage, PlaceScreen):
    """Every class that takes people, the next one first; closed ones and accounts behind tabs."""

    PLACE = "openings"
    HEADING = "Openings"
    HELP_TITLE = "Keys in openings"
    CSS_PATH = "../styles/openings.tcss"
    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(
            id="openings.open",
            keys="",
            do="open_current",
            shown="Enter",
            word="open",
            title="Open the class",
            help="its people by milestone, seats and rubric",
            when=_nothing,
        ),
        Command(
            id="openings.new", keys="n", do="new", word="new", title="New opening", help="open a class", opens=True
        ),
        acts.CHANGE,
        Command(
            id="openings.assess",
            keys="m",
            do="assess",
            word="weights",
            title="Weights, hurdles and pass marks",
            help="weights, hurdles and pass marks",
            when=_nothing,
        ),
        acts.PUT,
        Command(
            id="openings.find",
            keys="/",
            do="find_class",
            word="find",
            title="Find a class or an account",
            help="find by typing: name, code, account",
        ),
        Command(id="openings.sort", keys="s", do="sort", word="sort", title="Sort", help="sort", when=_nowhere),
        acts.POOL,
        Command(
            id="openings.versions",
            keys="h",
            do="versions",
            title="Versions of the rubric",
            help="versions: when, who, what; and going back",
            when=_nothing,
        ),
        acts.CLOSE,
        acts.REOPEN,
    )
    FOOTER = ("app.undo",)

    def __init__(self) -> None:
        """Start without rows; `load` brings them."""
        super().__init__()
        self.listed: dict[int, OpeningRow] = {}
        self.accounts: dict[int, AccountRow] = {}
        self.words = ""
        self.order = "starts"
        self.turned = False
        self.counts = (0, 0)
        self.has_closed = False
        """Whether the closed classes have been asked for; they are read from then on."""

    # What is on the screen.

    def compose_row(self) -> ComposeResult:
        """Yield the tabs, and the field that takes their place while something is looked for."""
        yield TabsRow([Tab(OPEN, "Open"), Tab(CLOSED, "Closed"), Tab(ACCOUNTS, "Accounts")])
        yield FilterRow("name, code or account")

    def compose_main(self) -> ComposeResult:
        """Yield the two lists, and what stands there while there is nothing to list."""
        yield RecordTable[openings.OpeningRow](
            (
                Track("code", "Code", 6, lambda row, _look: row.account_code, style="muted"),
                Track("name", "Class", 26, lambda row, _look: list_name(row), name=True),
                Track("bar", "Seats", 6, lambda row, look: seats_bar(look, row.taken, row.seats)),
                Track("taken", "", 8, _taken, right=True, gap=0),
                Track("free", "Free", 4, _free, right=True, gap=1),
                Track("starts", "Starts", 9, self._starts, right=True, gap=1),
                Track("people", "People", 6, lambda row, _look: f"{row.people:,}", right=True, gap=1),
            ),
            self._fetch_classes,
            muted=lambda row: row.closed,
            id="classes",
        )
        yield RecordTable[opening_pages.AccountRow](
            (
                Track("code", "Code", 6, lambda row, _look: row.code, style="muted"),
                Track("name", "Account", 27, lambda row, _look: row.name, name=True),
                Track("bar", "Seats", 6, lambda row, look: seats_bar(look, row.taken, row.seats)),
                Track("taken", "", 8, _account_taken, right=True, gap=0),
                Track("classes", "Classes", 7, _classes, right=True),
                Track("rubric", "Rubric", 10, _edition, right=True),
            ),
            self._fetch_accounts,
            id="accounts",
        )
        yield EmptyState("", "", ())

    @property
    def tab(self) -> str:
        """Which tab is chosen."""
        return self.query_one(TabsRow).current or OPEN

    @property
    def table(self) -> RecordTable[OpeningRow] | RecordTable[AccountRow]:
        """The list of the tab."""
        return self.query_one("#accounts" if self.tab == ACCOUNTS else "#classes", RecordTable)

    @property
    def row(self) -> OpeningRow | None:
        """The focused class."""
        current = self.table.current
        return self.listed.get(current) if current is not None and self.tab != ACCOUNTS else None

    @property
    def account(self) -> AccountRow | None:
        """The focused account."""
        current = self.table.current
        return self.accounts.get(current) if current is not None and self.tab == ACCOUNTS else None

    def home(self) -> Widget | None:
        """The list of the tab."""
        return self.table

    # Reading.

    async def load(self) -> None:
        """Read what the tab lists."""
        with_closed = self.tab == CLOSED or self.has_closed
        self.counts, classes, accounts = await self.milepost.read(_read, with_closed)
        self.listed = {row.id: row for row in classes}
        self.accounts = {row.at: row for row in accounts}
        self.has_closed = with_closed
        if with_closed or self.tab != CLOSED:
            self._show()

    def _show(self) -> None:
        count_open, count_closed = self.counts
        self.header.fact = f"{count_open:,} open"
        names = (Tab(OPEN, "Open", count_open), Tab(CLOSED, "Closed", count_closed), Tab(ACCOUNTS, "Accounts"))
        self.show_tabs(names)
        found = self._found()
        shown, table = self.tab, self.table
        for each in self.query(RecordTable):
            each.display = each is table and bool(found)
        table.set_ids(array("q", found))
        table.forget()
        if shown != ACCOUNTS:
            table.sort_by(self.order, self.turned != (self.order in FALLING))
        self.query_one(FilterRow).count(f"{len(found):,}")
        self._say_empty(not found)
        self.refresh_chrome()
        self._show_detail()

    def _found(self) -> list[int]:
        words = fold(self.words)
        if self.tab == ACCOUNTS:
            return [
                at for at, one in self.accounts.items() if matches(words, one.code, one.name, one.short, one.channel)
            ]
        rows = [
            row
            for row in self.listed.values()
            if row.closed is (self.tab == CLOSED)
            and matches(words, row.account_code, row.name, row.account_name, row.account_short)
        ]
        return [row.id for row in self._sorted(rows)]

    def _sorted(self, rows: list[OpeningRow]) -> list[OpeningRow]:
        """As read, the next class first, unless another order is chosen."""
        if self.order == "starts":
            dated = [row for row in rows if row.starts]
            undated = [row for row in rows if not row.starts]
            return [*(reversed(dated) if self.turned else dated), *undated]
        return sorted(rows, key=lambda row: _key(row, self.order), reverse=self.turned != (self.order in FALLING))

    def _say_empty(self, nothing: bool) -> None:
        empty = self.query_one(EmptyState)
        self.empty = empty.display = nothing
        self.hide_pane(nothing)
        if not nothing:
            if self.focused is None:
                self.focus_home()
            return
        if self.words:
            empty.say(
                f'Nothing matches "{self.words}".', "Names, codes and accounts are looked at.", [("Esc", "clear")]
            )
        elif self.tab == CLOSED:
            empty.say("No class is closed.", "A class that takes no more people comes here.", [("→", "accounts")])
        else:
            ways = [("n", "open a class"), ("w", "take in a walk-in"), ("g c", "everybody")]
            empty.say("No class is open yet.", "An opening is a class of seats on an account, with a start date.", ways)
        if isinstance(self.focused, RecordTable):
            self.set_focus(None)

    async def _fetch_classes(self, ids: Sequence[int]) -> Sequence[OpeningRow | None]:
        return [self.listed.get(opening) for opening in ids]

    async def _fetch_accounts(self, ids: Sequence[int]) -> Sequence[AccountRow | None]:
        return [self.accounts.get(at) for at in ids]

    def on_tabs_row_chosen(self, _event: TabsRow.Chosen) -> None:
        """Show another list."""
        self.set_focus(None)
        if self.tab != CLOSED or self.has_closed:
            self._show()
        else:
            self.reload()

    # The pane.

    def on_record_table_moved(self, event: RecordTable.Moved) -> None:
        """Let the pane follow the focus."""
        if event.table is self.table:
            self.refresh_chrome()
            self._show_detail()

    def _show_detail(self) -> None:
        if self.row is None and self.account is None:
            self.show_pane(())
            return
        self.milepost.run_guarded(self._read_detail(), group="pane", node=self, exclusive=True)

    async def _read_detail(self) -> None:
        look, now, row, account = self.milepost.look, self.milepost.ports.now(), self.row, self.account
        if row is not None:
            detail = await self.milepost.read(opening_pages.detail, row.id)
            if self.row is not None and self.row.id == row.id:
                self.show_pane(class_pane(look, detail, now))
        elif account is not None:
            found = await self.milepost.read(opening_pages.account_detail, account.id)
            if self.account is not None and self.account.id == account.id:
                self.show_pane(account_pane(look, found, account, now))

    # Cells.

    def _starts(self, row: OpeningRow, look: Look) -> Pieces:
        return starts_cell(row, look, self.milepost.today)

    # Finding and sorting.

    def find_class(self) -> None:
        """Type to find a class or an account."""
        self.add_class("-finding")
        self.query_one(FilterRow).take_focus()

    def on_filter_row_changed(self, event: FilterRow.Changed) -> None:
        """Show what matches now."""
        if event.value != self.words:
            self.words = event.value
            self._show()

    def on_filter_row_left(self) -> None:
        """Go to the list; where nothing matches or nothing was typed, the tabs come back."""
        if not self.words.strip() or not self.table.ids:
            self._stop_finding()
        self.focus_home()

    def _stop_finding(self) -> None:
        self.remove_class("-finding")
        self.words = ""
        self.query_one(FilterRow).value = ""
        self._show()

    def back(self) -> None:
        """One step back: an error, the focus, then what was looked for."""
        told = self.notices.notice is not None and self.notices.notice.error
        if self.words and not told and self.focused in (self.home(), None):
            self._stop_finding()
            self.focus_home()
        else:
            super().back()

    def sort(self) -> None:
        """Choose the order; the one in force turns round."""
        options = [
            Option(key, label, "now; again turns it round" if key == self.order else fact) for key, label, fact in SORTS
        ]
        self.milepost.push_screen(Choice("Sort by", options), self._sort_by)

    def _sort_by(self, choice: str | None) -> None:
        if choice is not None:
            self.turned = choice == self.order and not self.turned
            self.order = choice
            self._show()

    # Doing.

    def on_record_table_opened(self, _event: RecordTable.Opened) -> None:
        """Open what is focused."""
        self.open_current()

    def open_current(self) -> None:
        """The page of the class; of an account, its weights and hurdles."""
        from tui.screens.openings_class import ClassScreen

        if self.row is not None:
            self.milepost.open_page(ClassScreen(self.row.id))
        elif self.account is not None:
            self.assess()

    def assess(self) -> None:
        """Weights, hurdles and pass marks of the focused class or account."""
        from tui.screens.openings_editor import AssessmentScreen

        if self.row is not None:
            self.milepost.open_page(AssessmentScreen(self.row.id))
        elif self.account is not None:
            self.milepost.open_page(AssessmentScreen(account=self.account.id))

    def versions(self) -> None:
        """Every version of the account's rubric."""
        from tui.screens.openings_versions import VersionsScreen

        if self.row is not None:
            self.milepost.open_page(VersionsScreen(self.row.account, self.row.id))
        elif self.account is not None:
            self.milepost.open_page(VersionsScreen(self.account.id))

    async def new(self) -> None:
        """Open a class."""
        await acts.new(self.milepost, self.account.id if self.account else "", self._made)

    async def _made(self, opening: int) -> None:
        self.query_one(TabsRow).choose(OPEN)
        if self.words:
            self._stop_finding()
        await self.load()
        self.table.choose(opening)
        self.focus_home()
        self.notice(f"{self.listed[opening].name} is open.", keys=[("a", "put somebody on it"), ("u", "undo")])


def _read(wb: Workbook, with_closed: bool) -> tuple[tuple[int, int], Sequence[OpeningRow], Sequence[AccountRow]]:
    """How many classes are open and closed, their rows, closed ones if asked for, and all accounts."""
    classes = openings.listing(wb, with_closed=with_closed)
    return openings.tally(wb), classes, opening_pages.accounts(wb, [row for row in classes if not row.closed])


def _key(row: OpeningRow, order: str) -> tuple[object, ...]:
    keys: dict[str, object] = {"code": row.account_code, "name": row.name.casefold(), "free": row.free}
    return keys.get(order, row.people), row.id


def _taken(row: OpeningRow, _look: Look) -> str:
    return f"{row.taken}/{row.seats}"


def _free(row: OpeningRow, look: Look) -> Pieces:
    if row.closed:
        return (look.glyph("not_needed", "muted"),)
    return ((f"{row.free}", "muted" if not row.free else ""),)


def _account_taken(row: AccountRow, look: Look) -> Pieces:
    return ((f"{row.taken:,}/{row.seats:,}", ""),) if row.seats else (look.glyph("not_needed", "muted"),)


def _classes(row: AccountRow, look: Look) -> Pieces:
    return ((str(row.classes), ""),) if row.classes else (look.glyph("not_needed", "muted"),)


def _edition(row: AccountRow, _look: Look) -> Pieces:
    number = f"{row.edition}" if row.edition else ""
    return ((f"edited, {number}", ""),) if row.edited else ((number or "catalogue", "muted"),)
