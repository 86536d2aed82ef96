"""Every version of an account's rubric: when, who and what; and taking an earlier one up again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from domain.model.lazily import dataclass
from domain.workbook import account_versions, openings
from domain.workbook.account_versions import CATALOGUE
from domain.workbook.wording import count
from tui.commands import Command
from tui.lines import GAP, Line
from tui.screens.openings_editor import saved_words
from tui.screens.openings_parts import change_lines, moment
from tui.screens.openings_review import Review
from tui.screens.place import Page
from tui.widgets.empty import EmptyState
from tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from datetime import datetime

    from textual.app import ComposeResult

    from domain.workbook.account_form import Form
    from domain.workbook.account_versions import Edition, Reach, Saved
    from domain.workbook.workbook import Workbook
    from tui.look import Look

CELLS = 68


@dataclass(frozen=True, slots=True)
class Looked:
    """What the screen shows."""

    name: str
    """Of the class, or of the account."""
    form: Form
    """Of what is in force."""
    editions: tuple[Edition, ...]
    differs: bool
    """Whether the catalogue is not what is in force."""


def _no_version(screen: VersionsScreen) -> str | None:
    if not screen.line:
        return "there is no other version"
    return "it is in force" if screen.is_now else None


class VersionsScreen(Page):
    """The versions of one account, the newest first."""

    HEADING = "Versions"
    HELP_TITLE = "Keys in versions"
    HAS_PANE = False
    HOME = "#versions"
    MAIN_ROW = 2
    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(
            id="versions.back_to",
            keys="",
            do="back_to",
            shown="Enter",
            word="go back to it",
            short="go back",
            title="Go back to this version",
            help="look at what would change, then take it up again",
            when=_no_version,
            opens=True,
        ),
    )
    FOOTER = ("app.undo",)

    def __init__(self, account: str, opening: int = 0) -> None:
        """Show the versions of an account, as seen from one of its classes or from the account itself."""
        super().__init__()
        self.account = account
        self.opening = opening
        self.looked: Looked | None = None

    def compose_main(self) -> ComposeResult:
        """Yield the list, and what stands there before there is a version."""
        yield LineView(inner=76, id="versions")
        none = EmptyState(
            "No version is kept yet.",
            "The first class of this account, or the first change, makes one.",
            (("Esc", "back"), ("m", "change it, from the list of accounts")),
            from_row=2,
        )
        none.display = False
        yield none

    @property
    def line(self) -> str:
        """The focused version's row id, '0' for the catalogue, or ''."""
        return self.query_one("#versions", LineView).line_id

    @property
    def is_now(self) -> bool:
        """Whether the focused version is the one in force."""
        return self.looked is not None and self.line == str(self.looked.form.base) != str(CATALOGUE)

    async def load(self) -> None:
        """Read the versions."""
        self.looked = await self.milepost.read(_read, self.account, self.opening)
        self.header.fact = self.looked.name
        view, none = self.query_one("#versions", LineView), self.query_one(EmptyState)
        lines = version_lines(self.milepost.look, self.looked, self.milepost.ports.now())
        view.show(lines)
        self.empty = none.display = not lines
        view.display = bool(lines)
        if lines and self.focused is None:
            self.focus_home()
        self.refresh_chrome()

    def on_line_view_moved(self, _event: LineView.Moved) -> None:
        """The footer may have other reasons."""
        self.refresh_chrome()

    def on_line_view_opened(self, _event: LineView.Opened) -> None:
        """Take the focused version up again."""
        self.milepost.action_command("versions.back_to")

    async def back_to(self) -> None:
        """Show what would be different, and for whom."""
        if self.looked is None or not self.line:
            return
        form, reach = await self.milepost.read(_back, self.looked.form, int(self.line))
        self.milepost.push_screen(Review(form, reach), partial(self._reviewed, form))

    def _reviewed(self, form: Form, choice: str | None) -> None:
        if choice is not None:
            self.milepost.run_guarded(self._save(form, for_all=choice == "all"))

    async def _save(self, form: Form, *, for_all: bool) -> None:
        saved: Saved = await self.milepost.write(account_versions.save, form, for_all=for_all)
        await self.load()
        self.notice(saved_words(saved), keys=[("u", "undo")])


def version_lines(look: Look, looked: Looked, now: datetime) -> list[Line]:
    """One block a version: number, when, who, for whom, and what it made different."""
    lines: list[Line] = []
    if looked.differs:
        said = (("The catalogue", ""), ("  as it is now", "muted"))
        lines += [Line(said, (("not in force", "muted"),), id=str(CATALOGUE), at=4, name=0), GAP]
    for edition in looked.editions:
        here = edition.id == looked.form.base
        said = (
            (f"Version {edition.number}", ""),
            (f"  {moment(edition.at, now)}{f', {edition.who}' if edition.who else ''}", "muted"),
        )
        lines.append(Line(said, _use(look, edition, here), id=str(edition.id), at=4, name=0))
        lines += [
            Line(line.left, at=6 + line.at) for line in change_lines(look, edition, CELLS, len(edition.changed) or 1)
        ]
        lines.append(GAP)
    return lines


def _use(look: Look, edition: Edition, here: bool) -> tuple[tuple[str, str], ...]:
    classes = count(edition.classes, "open class", "open classes") if edition.classes else ""
    if here:
        return (look.glyph("here"), (" in force", "accent"), (f", {classes}" if classes else "", "muted"))
    return ((classes or "no open class", "muted"),)


def _read(wb: Workbook, account: str, opening: int) -> Looked:
    if opening:
        form, name = account_versions.form_for_class(wb, opening), openings.find(wb, opening).name
    else:
        form = account_versions.form_for_account(wb, account)
        name = form.account.title
    if not form.base:
        differs = False
    else:
        with wb.store.read() as tx:
            differs = account_versions.catalogue_differs(wb, tx, form.base) or not form.follows
    return Looked(name, form, account_versions.history(wb, account), differs)


def _back(wb: Workbook, form: Form, version: int) -> tuple[Form, Reach]:
    other = account_versions.back_to(wb, form, version)
    return other, account_versions.reach(wb, other)
