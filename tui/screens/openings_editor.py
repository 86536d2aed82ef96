"""Weights, hurdles and pass marks of a class or an account, changed in place and saved as a new version."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from domain.workbook import account_versions
from domain.workbook.account_form import HURDLE, LEAST, CellKind
from domain.workbook.wording import count
from tui.commands import Command
from tui.lines import Line, blocks, heading, text
from tui.safe_text import cut
from tui.screens.openings_review import Review
from tui.screens.place import Page
from tui.widgets.number_grid import NumberGrid
from tui.widgets.paint import OneLine, look_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from domain.workbook.account_form import Cell, Form, Row
    from domain.workbook.account_versions import Edition, Saved
    from domain.workbook.workbook import Workbook
    from tui.look import Look
    from tui.widgets.paint import Part


def _untouched(screen: AssessmentScreen) -> str | None:
    return None if screen.form is not None and screen.form.touched else "nothing is different yet"


class AssessmentScreen(Page):
    """The numbers that the next attempts will be assessed by."""

    HEADING = "Weights and hurdles"
    HELP_TITLE = "Keys in weights and hurdles"
    HOME = "NumberGrid"
    MAIN_ROW = 2
    CSS_PATH = "../styles/openings.tcss"
    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(
            id="assessment.save",
            keys="f10 ctrl+enter",
            do="review",
            word="look and save",
            short="save",
            title="Look at what changes, and save",
            help="look at what changes in words, then save",
            when=_untouched,
            opens=True,
        ),
        Command(
            id="assessment.reset",
            keys="R",
            do="start_over",
            word="start over",
            title="As it is in force",
            help="every number as it is in force",
            when=_untouched,
        ),
        Command(
            id="screen.back", keys="escape", do="leave", word="leave", help="leave, typing kept", group="This screen"
        ),
    )

    def __init__(self, opening: int = 0, account: str = "") -> None:
        """Change the assessment of a class, or of an account by its id."""
        super().__init__()
        self.opening = opening
        self.account = account
        self.form: Form | None = None
        self.edition: Edition | None = None

    def compose_main(self) -> ComposeResult:
        """Yield the numbers, and below them what the focused one takes."""
        yield NumberGrid()
        yield TakesLine(id="takes")
        yield WrongLine(id="wrong")

    @property
    def grid(self) -> NumberGrid:
        """The numbers."""
        return self.query_one(NumberGrid)

    def subject(self) -> str:
        """Return what the focused number is about."""
        line = self.grid.line
        return line.row.name if line is not None and line.row is not None else ""

    # Reading.

    async def load(self) -> None:
        """Read the assessment once; what somebody else saves meanwhile is found out when saving."""
        if self.form is not None:
            return
        form, self.edition, name = await self.milepost.read(_read, self.opening, self.account)
        self.draft = f"assessment {self.opening or self.account} {form.base}"
        kept = self.milepost.drafts.get(self.draft)
        self.show_form(form.with_values(kept) if kept else form)
        self.header.fact = name
        if kept:
            self.notice("What you typed before is back.", "done", keys=[("R", "start over")])
        self.focus_home()

    def show_form(self, form: Form) -> None:
        """Paint the numbers, and everything that follows from them."""
        self.form = form
        self.grid.show(form)
        changes = form.changes()
        self.header.saved = f"{count(max(1, len(changes)), 'change')}, not saved" if form.touched else ""
        for line in self.query(OneLine):
            line.refresh()
        self.show_pane(_pane(self.milepost.look, form, self.edition))

    # Typing.

    def on_number_grid_typed(self, event: NumberGrid.Typed) -> None:
        """Work out sums and words anew."""
        if self.form is not None:
            self.show_form(self.form.typed(event.key, event.text))
            self.refresh_chrome()

    def on_number_grid_moved(self, _event: NumberGrid.Moved) -> None:
        """Say what the focused number takes."""
        for line in self.query(OneLine):
            line.refresh()

    def move_first(self) -> None:
        """Go to the first number: the second ``g`` of ``g g``."""
        self.grid.move_first()

    def start_over(self) -> None:
        """Take back everything that was typed."""
        if self.form is not None:
            self.milepost.drafts.pop(self.draft, None)
            self.show_form(self.form.reset())
            self.notice("Every number is as it is in force.")

    def leave(self) -> None:
        """Close; what was typed comes back when it is opened again."""
        if self.notices.notice is not None and self.notices.notice.error:
            self.notices.clear()
            return
        if self.form is not None and self.form.touched:
            self.milepost.drafts[self.draft] = dict(self.form.values)
        self.milepost.back()

    # Saving.

    async def review(self) -> None:
        """Show what will be different and for whom; or go to the first number that cannot be right."""
        form = self.form
        if form is None:
            return
        if form.problems:
            key, wrong = next(iter(form.problems.items()))
            self.grid.choose(key)
            self.notice(f"Not saved. {wrong}.", "stopped", keys=[("Esc", "clear")], error=True)
            return
        reach = await self.milepost.read(account_versions.reach, form)
        self.milepost.push_screen(Review(form, reach), partial(self._reviewed, form))

    def _reviewed(self, form: Form, choice: str | None) -> None:
        if choice is not None:
            self.milepost.run_guarded(self._save(form, for_all=choice == "all"))

    async def _save(self, form: Form, *, for_all: bool) -> None:
        saved: Saved = await self.milepost.write(account_versions.save, form, for_all=for_all)
        self.milepost.drafts.pop(self.draft, None)
        self.milepost.back()
        self.milepost.notice(saved_words(saved), keys=[("u", "undo")])


def saved_words(saved: Saved) -> str:
    """'Version 5 is in force for 3 classes.'"""
    whom = f"for {count(saved.classes, 'class', 'classes')}" if saved.classes else "for the next class"
    return f"Version {saved.number} is in force {whom}."


def _read(wb: Workbook, opening: int, account: str) -> tuple[Form, Edition | None, str]:
    """The form, the version in force, and what it is for."""
    from domain.workbook import openings

    if opening:
        form, name = account_versions.form_for_class(wb, opening), openings.find(wb, opening).name
    else:
        form = account_versions.form_for_account(wb, account)
        name = form.account.title
    with wb.store.read() as tx:
        edition = account_versions.edition(tx, form.base) if form.base else None
    return form, edition, name


class TakesLine(OneLine):
    """What the focused number means and takes."""

    def parts(self, cells: int) -> Sequence[Part]:
        """Return its name and its range."""
        screen = self.screen
        assert isinstance(screen, AssessmentScreen)
        line, cell = screen.grid.line, screen.grid.cell
        if line is None or line.row is None or cell is None:
            return ()
        look = look_of(self)
        name = cut(line.row.name, 34, look.dots)
        return ((6, ((name, "bold accent"), (f"  {_takes(line.row, cell)}", "muted"))),)


def _takes(row: Row, cell: Cell) -> str:
    if cell.kind is CellKind.LEVEL:
        return "  ".join(f"{digit} {name}" for digit, name in enumerate(cell.levels, 1))
    if row.rated and LEAST in row.cells and cell.key == row.cells[LEAST].key:
        always = f"; every account asks for {row.always}" if row.always else ""
        return f"rating 1 to 5; empty: no hurdle{always}"
    if HURDLE in row.cells and cell.key == row.cells[LEAST].key:
        most = "at most, " if row.at_most else ""
        return f"{most}{cell.takes}; Space: hurdle or not"
    return cell.takes


class WrongLine(OneLine):
    """The first thing that cannot be saved, or how much is different."""

    def parts(self, cells: int) -> Sequence[Part]:
        """Return one sentence."""
        screen = self.screen
        assert isinstance(screen, AssessmentScreen)
        form, look = screen.form, look_of(self)
        if form is None:
            return ()
        if form.problems:
            first = next(iter(form.problems.values()))
            more = f", and {len(form.problems) - 1} more" if len(form.problems) > 1 else ""
            return ((6, (look.glyph("open", "due"), (f" {cut(first, 60, look.dots)}{more}", "due"))),)
        if not form.touched:
            return ((6, (("Attempts that were begun keep what they were begun under.", "muted"),)),)
        changes = form.changes()
        return ((6, (look.glyph("marked"), (f" {cut(changes[0], 66, look.dots)}", ""))),)


def _pane(look: Look, form: Form, edition: Edition | None) -> Sequence[Line]:
    """What is in force, what is different, and what stands against saving."""
    now = f"Version {edition.number}" if edition else "As the catalogue has it"
    wrong = [line for said in form.problems.values() for line in _wrapped(look, "open", said, "due")]
    changes = [line for said in form.changes() for line in _wrapped(look, "marked", said)]
    return blocks(
        [Line(((now, "bold"),)), *text("is in force. Saving makes a new version; what was scored stays.", "muted")],
        [heading("To be changed first"), *wrong] if wrong else [],
        [heading("Different", right=str(len(form.changes()))), *changes] if changes else [],
    )


def _wrapped(look: Look, glyph: str, said: str, role: str = "") -> list[Line]:
    first, *rest = text(said, role, 34)
    sign = look.glyph(glyph, role or None)
    return [Line((sign, (f" {first.left[0][0]}", role))), *(Line(line.left, at=2) for line in rest)]
