"""A sheet of exam results before it goes in: every line with whom it means, what cannot be told first."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from domain.workbook.exam_room import matching
from domain.workbook.exam_room.matching import Found
from domain.workbook.wording import count
from tui.commands import Command
from tui.lines import GAP, Line
from tui.screens.choice import Choice, Option
from tui.screens.exam_parts import preview_lines, preview_words
from tui.screens.place import Page
from tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult

    from domain.workbook.exam_room.matching import Line as ResultLine
    from domain.workbook.exam_room.matching import Preview
    from tui.widgets.exam_cells import Column

NOBODY, SOMEBODY = "0", "?"


def _nothing(screen: ExamPreview) -> str | None:
    return None if screen.shown.taken else "no line is matched to one person"


class ExamPreview(Page):
    """The preview; nothing is stored before it is taken in, and then all of it is, as one act."""

    HEADING = "Exam results"
    HELP_TITLE = "Keys in the preview of exam results"
    HAS_PANE = False
    HOME = "#lines"
    MAIN_ROW = 2
    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(
            id="exam_preview.choose",
            keys="",
            do="choose",
            shown="Enter",
            word="who is meant",
            title="Choose who a line means",
            help="choose who a line means, or leave it out",
            group="Exam",
        ),
        Command(
            id="exam_preview.take",
            keys="a f10",
            do="take_in",
            word="all matched go in",
            short="take in",
            title="Take in all lines that are matched",
            help="all matched lines go in, as one act",
            group="Exam",
            when=_nothing,
        ),
    )

    def __init__(self, shown: Preview, columns: Sequence[Column], cefr: Mapping[str, float]) -> None:
        """Show a sheet that was read."""
        super().__init__()
        self.shown = shown
        self.columns = columns
        self.cefr = cefr

    def compose_main(self) -> ComposeResult:
        """Yield the counts and the lines."""
        yield LineView(id="counts", indent=6)
        yield LineView(id="lines", indent=2)

    async def load(self) -> None:
        """Show what was read."""
        self._show()
        self.focus_home()

    def _show(self) -> None:
        look = self.milepost.look
        self.header.fact = self.shown.file
        heads = {column.criterion.id: column.head for column in self.columns}
        told = ", ".join(heads[key].lower() for key in self.shown.criteria if key in heads)
        unread = f"   not read: {', '.join(self.shown.left_out)}" if self.shown.left_out else ""
        counts = self.query_one("#counts", LineView)
        counts.show((Line(preview_words(self.shown)), Line(((f"{told}{unread}", "muted"),)), GAP))
        counts.styles.height = 3
        self.query_one("#lines", LineView).show(preview_lines(look, self.shown, self.columns, self.cefr))
        self.refresh_chrome()

    def on_line_view_opened(self, _event: LineView.Opened) -> None:
        """Choose for the focused line."""
        self.choose()

    def choose(self) -> None:
        """Offer whom the focused line can mean."""
        number = self.query_one("#lines", LineView).line_id
        line = next((one for one in self.shown.lines if str(one.number) == number), None)
        if line is None or line.found is Found.REFUSED:
            self.notice("This line can be mended in the file only; the others go in without it.", "open")
            return
        if not (line.candidates or line.sitter):
            self._search(line)
            return
        look = self.milepost.look
        people = {one.application: one for one in (*((line.sitter,) if line.sitter else ()), *line.candidates)}
        options = [
            Option(str(one.application), look.name(one.name), f"number {one.queue_number}" if one.queue_number else "")
            for one in list(people.values())[:8]
        ]
        options.append(Option(SOMEBODY, "Somebody else", "by name, last digits or queue number"))
        options.append(Option(NOBODY, "Leave this line out"))

        def chosen(choice: str | None) -> None:
            if choice == SOMEBODY:
                self._search(line)
            elif choice is not None:
                self.milepost.run_guarded(self._choose(line.number, int(choice)))

        self.milepost.push_screen(Choice(f"Line {line.number}", options, "" if look.hide_names else line.why), chosen)

    def _search(self, line: ResultLine) -> None:
        """Look up whom a line means, among everybody."""
        from tui.screens.find import Find

        def found(person: int | None) -> None:
            if person is not None:
                self.milepost.run_guarded(self._choose_person(line.number, person))

        words = "" if self.milepost.look.hide_names else line.typed
        self.milepost.push_screen(Find(f"whom does line {line.number} mean?", words), found)

    async def _choose_person(self, number: int, person: int) -> None:
        self.shown = await self.milepost.read(matching.choose_person, self.shown, number, person)
        self._show()

    async def _choose(self, number: int, application: int) -> None:
        self.shown = await self.milepost.read(matching.choose, self.shown, number, application)
        self._show()

    async def take_in(self) -> None:
        """All matched lines go in."""
        doing = f"taking in the results of {count(len(self.shown.taken), 'person', 'people')}"
        number = await self.milepost.write_slowly(doing, matching.take_in, self.shown)
        left = len(self.shown.lines) - number
        app = self.milepost
        app.back()
        more = f" {count(left, 'line')} left out." if left else ""
        app.call_later(
            app.notice, f"Results of {count(number, 'person', 'people')} are in.{more}", "done", [("u", "undo")]
        )
