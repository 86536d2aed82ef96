"""The proctor's side of a part that is read aloud: what to read, in which voice, and what is right."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from domain.workbook.exam_room import papers
from tui.commands import Command
from tui.lines import GAP, Line
from tui.safe_text import clean, wrap
from tui.screens.place import Page
from tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from domain.model.exam import Script
    from tui.look import Look

CELLS = 66
"""Of a line that is read aloud; at 80 columns no word of it may be cut."""


class ExamScript(Page):
    """A script, to be read from another screen than the one where the candidate sits."""

    HEADING = "Script"
    HELP_TITLE = "Keys on a script"
    HAS_PANE = False
    HOME = "#script"
    MAIN_ROW = 2
    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(
            id="exam_script.answers",
            keys="a",
            do="turn",
            word="what is right",
            title="Show or hide what is right",
            help="show or hide what is right",
            group="Exam",
        ),
        Command(
            id="exam_script.print",
            keys="P",
            do="print_script",
            word="print",
            title="Print the script as it shows",
            help="print it as it shows, or write it as a file",
            group="Exam",
        ),
    )

    def __init__(self, script: Script) -> None:
        """Show a script."""
        super().__init__()
        self.script = script
        self.answers = False

    def compose_main(self) -> ComposeResult:
        """Yield the script."""
        yield LineView(id="script", indent=6)

    async def load(self) -> None:
        """Show it."""
        self.header.heading = papers.NAMES[self.script.part]
        self.header.fact = f"script {self.script.id}, read each line once"
        self._show()

    def _show(self) -> None:
        self.query_one("#script", LineView).show(script_lines(self.milepost.look, self.script, self.answers))
        self.focus_home()

    def turn(self) -> None:
        """Show what is right, or hide it."""
        self.answers = not self.answers
        self._show()

    async def print_script(self) -> None:
        """Print the script as it shows, or write it as a file where there is no printer."""
        from domain.workbook.exam_room import scripts
        from tui.printing import print_file
        from tui.screens.person_acts import short_path
        from tui.settings.config import exports_path

        written = await self.milepost.read_slowly(
            "writing the script",
            scripts.script_to,
            exports_path(),
            scripts.Format.PDF,
            self.script.id,
            answers=self.answers,
        )
        where = short_path(written)
        printed = await print_file(written, self.milepost.printer)
        what = "The script, with what is right," if self.answers else "The script"
        self.notice(f"{what} is on its way to the printer: {where}" if printed else f"{what} is written: {where}")

    def copied(self) -> tuple[str, str]:
        """The words of the script, to be printed."""
        parts = [f"{reading.voice}\n" + "\n".join(reading.lines) for reading in self.script.readings]
        return "\n\n".join(parts), "Script"


def script_lines(look: Look, script: Script, answers: bool) -> list[Line]:
    """What is read, call by call, and with `answers` what the fields should hold."""
    lines: list[Line] = []
    for number, reading in enumerate(script.readings, 1):
        lines.append(Line(((f"Part {number}", "bold"),)))
        lines += [Line(((told, "muted"),), at=2) for told in wrap(clean(reading.voice), CELLS)]
        for each in reading.lines:
            first, *rest = wrap(clean(each), CELLS)
            lines.append(Line(((first, ""),), at=2, id=f"{reading.id} {len(lines)}", name=0))
            lines += [Line(((line, ""),), at=2) for line in rest]
        if answers:
            lines += [
                Line((look.glyph("done"), (f" {clean(one.label):<30}", "muted"), (clean(one.right), "")))
                for one in reading.fields
            ]
        lines.append(GAP)
    return lines
