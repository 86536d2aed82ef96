"""The exam room: a batch of people by the measures, decided together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from domain.model.errors import WorkbookError
from domain.model.exam import READ_ALOUD
from domain.model.terms import Result
from domain.workbook.exam_room import batches, deciding, entering, grid, matching, papers, pasting
from domain.workbook.exam_room.batches import Batch
from domain.workbook.exam_room.cells import read as read_cell
from domain.workbook.exam_room.entering import Entry
from domain.workbook.wording import count
from tui.ports import Told
from tui.screens.choice import Choice, Option
from tui.screens.deciding import decide as decide_one
from tui.screens.exam_parts import cell_lines, columns_of, left_out_words
from tui.screens.exam_verbs import EXAM_VERBS
from tui.screens.form import Form
from tui.screens.place import PlaceScreen
from tui.widgets.bars import Notice
from tui.widgets.empty import EmptyState
from tui.widgets.exam_grid import ExamGrid
from tui.widgets.fields import Field
from tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult
    from textual.events import Resize

    from domain.model.catalogue import Unit
    from domain.model.exam import Script
    from domain.workbook import Workbook
    from domain.workbook.exam_room.grid import Row
    from domain.workbook.exam_room.matching import Preview
    from tui.places import Milepost
    from tui.widgets.exam_cells import Column, ExamCells

TALL = 30
"""Rows from which the signs are explained."""


class ExamScreen(PlaceScreen):
    """The exam grid."""

    PLACE = "exam"
    HEADING = "Exam"
    HELP_TITLE = "Keys in the exam room"
    HAS_PANE = False
    HOME = "ExamGrid"
    MAIN_ROW = 2
    CSS_PATH = "../styles/exam.tcss"
    VERBS = EXAM_VERBS
    FOOTER = ("app.undo",)

    def __init__(self, batch: Batch | None = None) -> None:
        """Show a batch: who is here today unless another one is named."""
        super().__init__()
        self.which = batch or Batch()
        self.columns: Sequence[Column] = ()

    def compose_main(self) -> ComposeResult:
        """Yield the grid, the line about the focused cell, and what stands there while nobody sits the exam."""
        yield ExamGrid()
        yield LineView(id="takes", indent=6)
        yield EmptyState(
            "Nobody sits the exam now.",
            "Who is here and stands at the exam shows up, or everybody of a class.",
            (("o", "choose a class"), ("l", "load results from a file"), ("g q", "who is here")),
            from_row=2,
        )

    @property
    def view(self) -> ExamGrid:
        """The grid."""
        return self.query_one(ExamGrid)

    @property
    def cells(self) -> ExamCells:
        """What stands in the grid."""
        return self.view.cells

    @property
    def focused_person(self) -> int:
        """The person of the focused row."""
        return self.cells.row.person if self.cells.row else 0

    def subject(self) -> str:
        """Return who is focused."""
        return self.view.subject()

    # Reading.

    async def load(self) -> None:
        """Read who is in the batch; rows follow by window."""
        self.columns, ids, name, units, cefr, entered = await self.milepost.read(_read_batch, self.which)
        view, empty = self.view, self.query_one(EmptyState)
        self.header.fact = f"{name}, {count(len(ids), 'person', 'people')}" if name else ""
        self.header.saved = "saved" if ids else ""
        view.display, empty.display = bool(ids), not ids
        self.query_one("#takes").display = bool(ids)
        self.empty = not ids
        view.show(ids, self.columns, units, cefr, entered)
        if ids and self.focused is not view:
            self.focus_home()
        self._show_cell()

    def on_exam_grid_wanted(self, event: ExamGrid.Wanted) -> None:
        """Read the rows in sight."""
        self.milepost.run_guarded(self._read_rows(event.applications), group="rows", node=self)

    async def _read_rows(self, applications: Sequence[int]) -> None:
        rows = await self.milepost.read(grid.rows, applications)
        self.view.put(dict(zip(applications, rows, strict=True)))

    def on_exam_grid_moved(self, _event: ExamGrid.Moved) -> None:
        """Say what the focused cell takes."""
        self._show_cell()

    def _show_cell(self) -> None:
        tall = self.size.height >= TALL
        lines = cell_lines(self.milepost.look, self.cells, self.milepost.today, tall)
        self.query_one("#takes", LineView).show(lines)
        self.refresh_chrome()

    def on_exam_grid_marks_changed(self, _event: ExamGrid.MarksChanged) -> None:
        """Say how many are marked, and what can be done with them."""
        marked = len(self.cells.marks)
        keys = (("p", "passed"), ("n", "not yet"), ("P", "as proposed"), ("Esc", "none"))
        self.notices.standing = Notice(f"{marked:,} marked", "marked", keys) if marked else None

    def on_resize(self, event: Resize) -> None:
        """Give the signs their room on a taller screen."""
        super().on_resize(event)
        self.set_class(event.size.height >= TALL, "-tall")
        self.after_frame(self._show_cell)

    def land_on(self, row_id: int) -> None:
        """Show somebody, by their application."""
        self.call_later(lambda: self.view.choose(row_id))

    # Entering.

    def on_exam_grid_entered(self, event: ExamGrid.Entered) -> None:
        """Store a cell that was left."""
        self.milepost.run_guarded(self._enter(event.application, event.criterion, event.text))

    async def _enter(self, application: int, criterion: str, text: str) -> None:
        column = next(one for one in self.columns if one.criterion.id == criterion)
        value = read_cell(column.criterion, text, self.cells.units, self.cells.cefr)
        try:
            await self.milepost.write(entering.enter, [Entry(application, criterion, value)])
        except WorkbookError:
            self.view.forget(application)
            raise
        await self._refresh([application])

    async def _refresh(self, applications: Sequence[int]) -> None:
        """Show these rows and the counts as they are stored now."""
        self._seen_acts = self.milepost.acts
        rows, entered = await self.milepost.read(_read_some, applications, list(self.cells.ids))
        if self.is_here:
            self.view.put(rows, entered)

    def on_exam_grid_refused(self, event: ExamGrid.Refused) -> None:
        """Say why a text cannot stand in its cell."""
        self.notice(event.why, "stopped", error=True)

    def on_exam_grid_pasted(self, event: ExamGrid.Pasted) -> None:
        """Take cells from a sheet, placed from the focused cell on or matched to people."""
        self.milepost.run_guarded(self._paste(event.text))

    async def _paste(self, text: str) -> None:
        cells = self.cells
        block = pasting.block_of(text)
        if pasting.names_people(block):
            shown = await self.milepost.read(matching.of_pasted, text, cells.to_the_right)
            self._show_preview(shown)
            return
        target = pasting.Target(cells.below, cells.to_the_right)
        entries = pasting.place(block, target, cells.units, cells.cefr)
        people = {entry.application for entry in entries}
        what = f"pasted {count(len(entries), 'measure')} for {count(len(people), 'person', 'people')}"
        await self.milepost.write_slowly("saving what was pasted", entering.enter, entries, what=what)
        await self.load()
        self.notice(f"{what[:1].upper()}{what[1:]}.", keys=[("u", "undo")])

    def load_file(self) -> None:
        """Ask for a file of results."""
        field = Field(key="path", label="File", hint="CSV, a spreadsheet, or a path", required=True, longest=400)
        fact = "columns by their heads; people by mobile, number or name"

        def answered(values: dict[str, str] | None) -> None:
            if values is not None:
                path = Path(values["path"].strip().strip("'\"")).expanduser()
                self.milepost.open_with(self._read_file(path))

        self.milepost.push_screen(Form("Load exam results", [field], fact=fact, draft="exam results"), answered)

    async def _read_file(self, path: Path) -> None:
        shown = await self.milepost.read_slowly(f"reading {path.name}", matching.preview, path, path.name)
        self._show_preview(shown)

    def _show_preview(self, shown: Preview) -> None:
        from tui.screens.exam_preview import ExamPreview

        self.milepost.open_page(ExamPreview(shown, self.columns, self.cells.cefr))

    # Deciding.

    async def passed(self) -> None:
        """They passed."""
        await self._decide(Result.PASSED)

    async def not_yet(self) -> None:
        """Not yet."""
        await self._decide(Result.NOT_YET)

    async def _decide(self, result: Result) -> None:
        if not self.cells.marks:
            await self._decide_one(result)
            return
        seen = await self.milepost.read(deciding.look, self.cells.chosen, result)
        await self._carry_out(seen)

    async def _decide_one(self, result: Result) -> None:
        row = self.cells.row
        if row is None:
            return
        if not row.attempt:
            self.notice(f"{self.milepost.look.name(row.name)}: nothing is entered yet.", "open")
            return
        application = row.application

        async def done() -> None:
            await self._refresh([application])

        await decide_one(self.milepost, row.attempt, row.name, result, done)

    async def _carry_out(self, seen: deciding.Look) -> None:
        number = count(len(seen.able), "person", "people")
        done = await self.milepost.write_slowly(f"deciding the exam of {number}", deciding.decide, seen)
        rows = [self.cells.rows.get(one) for one, _ in done.done]
        told = Told(f"{done.what[:1].upper()}{done.what[1:]}", tuple(row.name for row in rows if row))
        self.view.clear_marks()
        await self.load()
        words = f"{self.milepost.without_names(told)}, slips drafted."
        left_out = left_out_words(self.milepost.look, (*seen.left_out, *done.left_out))
        self.notice(words + left_out, keys=[("u", "undo")])

    async def as_proposed(self) -> None:
        """Look at what deciding everybody as proposed would do, and ask."""
        cells = self.cells
        people = cells.chosen if cells.marks else list(cells.ids)
        seen = await self.milepost.read_slowly("looking at the proposals", deciding.look, people)
        if not seen.able:
            self.notice(f"Nobody can be decided yet.{left_out_words(self.milepost.look, seen.left_out)}", "open")
            return
        parts = [
            f"{seen.of(result)} {word}" for result, word in ((Result.PASSED, "passed"), (Result.NOT_YET, "not yet"))
        ]
        options = [
            Option("go", "Decide as proposed", ", ".join(parts)),
            *([Option("", f"{len(seen.left_out)} stay", "", "incomplete, close, or decided")] if seen.left_out else []),
        ]

        def chosen(choice: str | None) -> None:
            if choice:
                self.milepost.run_guarded(self._carry_out(seen))

        self.milepost.push_screen(Choice("As proposed", options, "slips are drafted, one undo takes it back"), chosen)

    async def void(self) -> None:
        """The focused exam does not count: a fault of ours."""
        await self._decide_one(Result.VOID)

    # Going on.

    async def read_aloud(self) -> None:
        """Show a script; those that the focused person's papers need stand first."""
        from tui.screens.exam_script import ExamScript

        found, needed = await self.milepost.read(_scripts_of, self.cells.application)
        name = self.milepost.look.name(self.cells.row.name) if self.cells.row else ""
        ordered = sorted(found, key=lambda script: script.id not in needed)
        options = [
            Option(script.id, f"{papers.NAMES[script.part]}, {script.id}", f"for {name}" if script.id in needed else "")
            for script in ordered
        ]

        def chosen(choice: str | None) -> None:
            if choice is not None:
                self.milepost.open_page(ExamScript(next(script for script in found if script.id == choice)))

        self.milepost.push_screen(Choice("Read aloud", options, "from another screen than the candidate's"), chosen)

    async def hand_over(self) -> None:
        """Hand the keyboard to the focused person."""
        from tui.kiosk.handing import offer

        await offer(cast("Milepost", self.milepost), self.cells.application)

    async def choose_batch(self) -> None:
        """Offer today's queue and the classes."""
        found = await self.milepost.read(batches.choices)
        options = [
            Option(str(row.batch.opening), row.name, count(row.people, "person", "people")) for row in found[:12]
        ]

        def chosen(choice: str | None) -> None:
            if choice is not None:
                self.which = Batch(int(choice))
                self.view.clear_marks()
                self.reload()

        self.milepost.push_screen(Choice("Who sits the exam", options), chosen)

    def slip(self) -> None:
        """Show the slip."""
        from tui.screens.slip import SlipScreen

        if self.cells.row and self.cells.row.slip:
            self.milepost.open_page(SlipScreen(self.cells.row.slip))

    def sheet(self) -> None:
        """The score sheet of the same exam."""
        from tui.screens.score import ScoreScreen

        if self.cells.row and self.cells.row.attempt:
            self.milepost.open_page(ScoreScreen(self.cells.row.attempt))

    def person(self) -> None:
        """The person's page."""
        from tui.screens.person import PersonScreen

        if self.cells.row:
            self.milepost.open_page(PersonScreen(self.cells.row.person))

    def move_first(self) -> None:
        """Go to the first person."""
        self.view.move_first()

    def back(self) -> None:
        """One step back: an error is answered, typing is dropped, marks go, the page closes."""
        if self.notices.notice is not None and self.notices.notice.error:
            self.view.drop_typing()
            self.notices.clear()
        elif self.view.drop_typing():
            return
        elif self.cells.marks:
            self.view.clear_marks()
        else:
            super().back()


def _read_batch(
    wb: Workbook, batch: Batch
) -> tuple[tuple[Column, ...], list[int], str, Mapping[str, Unit], Mapping[str, float], Mapping[str, int]]:
    ids = batches.ids(wb, batch)
    return (
        columns_of(wb),
        ids,
        batches.name_of(wb, batch),
        wb.catalogue.units,
        wb.catalogue.cefr,
        grid.entered(wb, ids),
    )


def _read_some(
    wb: Workbook, applications: Sequence[int], everybody: Sequence[int]
) -> tuple[Mapping[int, Row | None], Mapping[str, int]]:
    rows = grid.rows(wb, applications)
    return dict(zip(applications, rows, strict=True)), grid.entered(wb, everybody)


def _scripts_of(wb: Workbook, application: int) -> tuple[tuple[Script, ...], frozenset[str]]:
    needed = [papers.script_for(wb, application, part) for part in READ_ALOUD] if application else []
    return papers.scripts(wb), frozenset(script.id for script in needed if script)
