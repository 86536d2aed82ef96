"""What a changed assessment will make different, in words, before it is saved; and for which classes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from domain.workbook.wording import count
from tui.commands import Command
from tui.lines import GAP, Line, heading, item, text
from tui.screens.place import Page
from tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from domain.workbook.account_form import Form
    from domain.workbook.account_versions import Reach
    from tui.look import Look

CELLS = 72
ONE, ALL = "one", "all"


class Review(Page):
    """Dismisses with ``"one"`` or ``"all"``, or with ``None`` to go on changing."""

    HEADING = "What changes"
    HELP_TITLE = "Keys before saving"
    HAS_PANE = False
    HOME = "#review"
    MAIN_ROW = 2
    PINNED = ("app.help",)
    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(id="review.save", keys="", do="save_current", shown="Enter", word="save", help="save for the focused"),
        Command(id="review.digit", keys="1 2", do="choose", each=True, shown="1 2", word="save for"),
        Command(id="screen.back", keys="escape", do="close", word="go on changing", help="go on changing"),
    )

    def __init__(self, form: Form, reach: Reach) -> None:
        """Show a form that can be saved, and whom it would be for."""
        super().__init__()
        self.form = form
        self.reach = reach

    @property
    def choices(self) -> list[str]:
        """What can be chosen, from 1 on."""
        return [*([ONE] if self.reach.one else []), ALL]

    def compose_main(self) -> ComposeResult:
        """Yield the words and the choices."""
        yield LineView(inner=76, id="review")

    async def load(self) -> None:
        """Write it down."""
        self.header.fact = self.reach.one or self.form.account.title
        self.query_one("#review", LineView).show(_lines(self.milepost.look, self.form, self.reach, self.choices))
        self.focus_home()

    def save_current(self) -> None:
        """Save it for the focused choice."""
        self.query_one("#review", LineView).open_row()

    def choose(self, at: int) -> None:
        """Save it for the choice at a position."""
        if at < len(self.choices):
            self.dismiss(self.choices[at])

    def on_line_view_opened(self, event: LineView.Opened) -> None:
        """Save it for that choice."""
        self.dismiss(event.line)

    def close(self) -> None:
        """Go on changing."""
        self.dismiss(None)


def _lines(look: Look, form: Form, reach: Reach, choices: list[str]) -> list[Line]:
    changes = form.changes() or ("Milestones and their words as the catalogue has them now",)
    lines = [heading("Save it for"), *_choices(look, form, reach, choices), GAP]
    lines += [heading("Different from now", right=count(len(changes), "change"))]
    for change in changes:
        first, *rest = text(change, "", CELLS - 2)
        lines += [Line(item(look, "marked", first.left[0][0]).left, at=2), *(Line(line.left, at=4) for line in rest)]
    said = (
        "Attempts that begin from now on are given under it. Those that are open, and everything that was scored,"
        " stay as they are. The version in force now is kept, and you can go back to it."
    )
    return [*lines, GAP, *text(said, "muted", CELLS)]


def _choices(look: Look, form: Form, reach: Reach, choices: list[str]) -> list[Line]:
    lines: list[Line] = []
    for number, choice in enumerate(choices, 1):
        label = reach.one if choice == ONE else f"{form.account.title}: {_all_words(reach)}"
        left = ((str(number), "bold accent"), (f" {label}", ""))
        lines.append(Line(left, (("this class only", "muted"),) if choice == ONE else (), id=choice, at=2, name=1))
        if choice == ALL:
            lines += [Line(line.left, at=4) for said in _beside(reach) for line in text(said, "muted", CELLS - 4)]
    return lines


def _all_words(reach: Reach) -> str:
    if not reach.all:
        return "the next class takes it"
    return f"{count(len(reach.all), 'open class', 'open classes')}, and those opened later"


def _beside(reach: Reach) -> list[str]:
    said = []
    if reach.own:
        said.append(f"In place of its own version: {', '.join(reach.own)}.")
    if reach.left_out:
        said.append(f"Left out, because people there go another route: {', '.join(reach.left_out)}.")
    return said
