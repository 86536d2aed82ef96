"""Saved views of People: a sheet that opens them, and keeps, renames, replaces and deletes the hub's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from domain.model.lazily import dataclass
from domain.workbook import views
from tui.commands import Command
from tui.lines import GAP, Line
from tui.safe_text import cut, pad
from tui.screens import people_sorts as sorts
from tui.screens.choice import ChoiceList
from tui.screens.form import Form
from tui.screens.overlay import Overlay
from tui.widgets.bars import FooterBar
from tui.widgets.fields import Field
from tui.widgets.paint import look_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from domain.workbook.views import View
    from tui.app import MilepostApp
    from tui.widgets.line_view import LineView

NAME_CELLS = 28
FILTER_CELLS = 36
DIGITS = 9
MOST_ROWS = 20
OPEN, NEW, RENAME, REPLACE, DELETE = "open", "new", "rename", "replace", "delete"
"""What can be done with a view."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the list shows now: a filter line and an order."""

    line: str
    sort: str
    descending: bool

    def shows(self, view: View) -> bool:
        """Say whether a view shows the same."""
        return (self.line, self.sort, self.descending) == (view.filter, view.sort, view.descending)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is to be done, and with which view; None for a new one."""

    deed: str
    view: View | None = None


def _not_own(sheet: ViewSheet) -> str | None:
    view = sheet.focused_view
    return None if view is not None and not view.built_in else "it comes with Milepost"


class ViewSheet(Overlay[Chosen]):
    """A bottom sheet of views. Dismisses with what is to be done, or with ``None``."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(id="people_views.open", keys="", do="open_view", shown="Enter", word="open", help="open the view"),
        Command(
            id="people_views.digit",
            keys="1 2 3 4 5 6 7 8 9",
            do="choose",
            each=True,
            shown="1–9",
            help="open that view",
        ),
        Command(
            id="people_views.new", keys="n", do="new", word="save as new", short="new", help="save the list as a view"
        ),
        Command(
            id="people_views.replace",
            keys="r",
            do="replace",
            word="replace",
            help="let the view show the list as it is now",
            when=_not_own,
        ),
        Command(id="people_views.rename", keys="e", do="rename", word="rename", help="rename the view", when=_not_own),
        Command(
            id="people_views.delete",
            keys="D delete",
            do="delete",
            word="delete",
            help="delete the view",
            when=_not_own,
        ),
        Command(id="overlay.close", keys="escape", do="close", word="stay here", short="stay"),
    )

    def __init__(self, found: Sequence[View], now: Shown) -> None:
        """Offer views; the one that shows what the list shows ``now`` is in focus."""
        super().__init__()
        self.views = tuple(found)
        self.now = now

    def compose_overlay(self) -> ComposeResult:
        """Yield the sheet, as high as it needs to be."""
        lines = [GAP, Line((("Views", "bold"), ("  a filter and an order under a name", "muted")), at=2), GAP]
        rows = [self._line(at, view) for at, view in enumerate(self.views)]
        own = next((at for at, view in enumerate(self.views) if not view.built_in), len(rows))
        lines += rows[:own] + ([GAP, *rows[own:]] if rows[own:] else [])
        view = ChoiceList([*lines, GAP], inner=76)
        view.styles.height = min(len(view.lines), MOST_ROWS)
        view.always_lit = True
        yield view

    def _line(self, at: int, view: View) -> Line:
        look = look_of(self)
        digit = str(at + 1) if at < DIGITS else " "
        name = pad(cut(view.name, NAME_CELLS, look.dots), NAME_CELLS + 2)
        here = look.glyph("here") if self.now.shows(view) else (" ", "")
        fact = cut(view.filter, FILTER_CELLS, look.dots) or sorts.order_words(view.sort, descending=view.descending)
        return Line((here, (f" {digit} ", "bold accent"), (name, "")), ((fact, "muted"),), id=str(at), name=2)

    def on_mount(self) -> None:
        """Give the focus to the view that shows what the list does."""
        view = self.query_one(ChoiceList)
        view.choose(next((str(at) for at, one in enumerate(self.views) if self.now.shows(one)), ""))
        view.focus()

    def digits_offered(self) -> int:
        """Return how many digits choose something."""
        return len(self.views)

    @property
    def focused_view(self) -> View | None:
        """The view in focus."""
        line = self.query_one(ChoiceList).line_id
        return self.views[int(line)] if line else None

    def on_line_view_moved(self, _event: LineView.Moved) -> None:
        """What can be done depends on the view."""
        self.query_one(FooterBar).refresh()

    def on_line_view_opened(self, _event: LineView.Opened) -> None:
        """Open the view."""
        self.open_view()

    def open_view(self) -> None:
        """Open the view in focus."""
        self._answer(OPEN)

    def choose(self, at: int) -> None:
        """Open the view at a position."""
        if at < len(self.views):
            self.dismiss(Chosen(OPEN, self.views[at]))

    def new(self) -> None:
        """Save the list as a view of its own."""
        self.dismiss(Chosen(NEW))

    def rename(self) -> None:
        """Rename the view in focus."""
        self._answer(RENAME)

    def replace(self) -> None:
        """Let the view in focus show the list as it is now."""
        self._answer(REPLACE)

    def delete(self) -> None:
        """Delete the view in focus."""
        self._answer(DELETE)

    def _answer(self, deed: str) -> None:
        if (view := self.focused_view) is not None:
            self.dismiss(Chosen(deed, view))


def ask_name(app: MilepostApp, now: Shown, view: View | None) -> None:
    """Ask for the name of a new view, or for another one of a view, and keep it."""
    field = Field(
        key="name",
        label="Name",
        value=view.name if view else "",
        hint="such as Night shift",
        required=True,
        longest=views.MAX_NAME,
    )

    async def save(values: dict[str, str]) -> None:
        if view is not None:
            await app.write(views.rename, view.id, values["name"])
        else:
            await app.write(views.make, values["name"], now.line, now.sort, descending=now.descending)

    order = sorts.order_words(now.sort, descending=now.descending)
    fact = view.filter if view else ", ".join(part for part in (now.line, order) if part)
    app.push_screen(Form("Rename the view" if view else "Save as a view", [field], save, fact=fact))
