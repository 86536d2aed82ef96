"""One class: seats, first day, its people by milestone, and the rubric in force."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from domain.model.terms import MilestoneId
from domain.workbook import opening_pages, reserve
from domain.workbook.wording import count, day_month, weekday_day_month
from tui.commands import Command
from tui.lines import GAP, Line, blocks, text
from tui.safe_text import cut, pad
from tui.screens import openings_acts as acts
from tui.screens.openings_parts import assessed_blocks, seats_bar, told_lines
from tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from textual.app import ComposeResult
    from textual.events import Resize

    from domain.workbook.opening_pages import ClassPage, Stage
    from domain.workbook.openings import OpeningRow
    from domain.workbook.reserve import BackupRow, ReserveRow
    from tui.look import Look
    from tui.safe_text import Pieces

WITH_PANE = 112
CELLS = 72
HEADING_CELLS = 40
LABEL = 14
BAR_CELLS, CHART_CELLS = 24, 10
EVERYBODY = "everybody"
RESERVE = "reserve:"
MOST_KEPT = 9
"""People of the reserve that are shown."""
_COLUMNS = (8, 7, 8, 9, 9, 7)
"""Cells of people, ready, now, waiting, weight and pass mark; each right-aligned."""


def _unread(screen: ClassScreen) -> str | None:
    return None if screen.shown is not None else "not read yet"


def _nobody(screen: ClassScreen) -> str | None:
    if screen.shown is None:
        return "not read yet"
    return None if screen.line else "nobody is on their way here"


class ClassScreen(acts.ClassPage):
    """The page of one opening."""

    HEADING = "Opening"
    HELP_TITLE = "Keys on an opening"
    HOME = "#class"
    MAIN_ROW = 2
    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(
            id="opening.people",
            keys="",
            do="open_people",
            shown="Enter",
            word="people there",
            short="people",
            title="People at the milestone",
            help="who is at the focused milestone",
            when=_nobody,
        ),
        acts.CHANGE,
        Command(
            id="openings.assess",
            keys="m",
            do="assess",
            word="weights",
            title="Weights, hurdles and pass marks",
            help="weights, hurdles and pass marks",
            when=_unread,
        ),
        Command(
            id="openings.versions",
            keys="h",
            do="versions",
            word="versions",
            title="Versions of the rubric",
            help="versions: when, who, what; and going back",
            when=_unread,
        ),
        Command(
            id="opening.exam",
            keys="x",
            do="exam",
            title="Exam of this class",
            help="who of this class sits the exam, by measure",
            when=_unread,
        ),
        acts.PUT,
        acts.POOL,
        acts.CLOSE,
        acts.REOPEN,
    )
    FOOTER = ("app.undo",)

    def __init__(self, opening: int) -> None:
        """Show the opening with that id."""
        super().__init__()
        self.opening = opening
        self.shown: ClassPage | None = None
        self.backup: tuple[BackupRow, ...] = ()
        """Who can take a free seat, best first."""

    def compose_main(self) -> ComposeResult:
        """Yield the page."""
        yield LineView(inner=76, id="class")

    @property
    def row(self) -> OpeningRow | None:
        """The opening."""
        return self.shown.detail.row if self.shown else None

    @property
    def line(self) -> str:
        """The focused milestone, 'everybody', or ''."""
        return self.query_one("#class", LineView).line_id

    def subject(self) -> str:
        """Return the name of the class."""
        return self.row.name if self.row else ""

    # Reading.

    async def load(self) -> None:
        """Read the class with its people."""
        self.shown = await self.milepost.read(opening_pages.page, self.opening)
        row = self.shown.detail.row
        self.backup = () if row.closed or not row.free else await self.milepost.read(reserve.backup, self.opening)
        self.header.heading = cut(row.name, HEADING_CELLS, self.milepost.look.dots)
        self.header.fact = f"{row.account_code}, {'closed' if row.closed else 'open'}"
        self._show()
        if self.focused is None:
            self.focus_home()
        self.refresh_chrome()

    def _show(self) -> None:
        if self.shown is None:
            return
        look, now = self.milepost.look, self.milepost.ports.now()
        view = self.query_one("#class", LineView)
        lines = class_lines(look, self.shown, self.backup, now.date())
        assessed = self.shown.detail.assessed
        rest = blocks(*assessed_blocks(look, assessed, now)[1:], told_lines(assessed.preview))
        narrow = self.size.width < WITH_PANE
        below = (replace(line, at=line.at + 4) for line in rest)
        view.show((*lines, GAP, *below) if narrow else lines)
        self.show_pane(rest)

    def on_resize(self, event: Resize) -> None:
        """What the pane holds stands below where there is no pane."""
        super().on_resize(event)
        self._show()

    def on_line_view_moved(self, _event: LineView.Moved) -> None:
        """The footer may have other reasons."""
        self.refresh_chrome()

    # Doing.

    def on_line_view_opened(self, _event: LineView.Opened) -> None:
        """Show who is there."""
        self.open_people()

    def open_people(self) -> None:
        """Who is at the focused milestone, or all of them; somebody in reserve by themselves."""
        from tui.screens.openings_people import ClassPeopleScreen

        if self.line.startswith(RESERVE):
            from tui.screens.person import PersonScreen

            self.milepost.open_page(PersonScreen(int(self.line.removeprefix(RESERVE))))
        elif self.row is not None and (line := self.line):
            at = None if line == EVERYBODY else MilestoneId(line)
            self.milepost.open_page(ClassPeopleScreen(self.row, at))

    def assess(self) -> None:
        """Weights, hurdles and pass marks."""
        from tui.screens.openings_editor import AssessmentScreen

        self.milepost.open_page(AssessmentScreen(self.opening))

    def versions(self) -> None:
        """Every version of the account's rubric."""
        from tui.screens.openings_versions import VersionsScreen

        if self.row is not None:
            self.milepost.open_page(VersionsScreen(self.row.account, self.opening))

    def exam(self) -> None:
        """Who of the class sits the exam."""
        from domain.workbook.exam_room.batches import Batch
        from tui.screens.exam import ExamScreen

        self.milepost.open_page(ExamScreen(Batch(self.opening)))


def class_lines(look: Look, page: ClassPage, backup: Sequence[BackupRow], today: date) -> Sequence[Line]:
    """The facts of a class, then its people by milestone, then who can take a free seat, or is kept for one."""
    kept = _backup(look, backup, today) if backup else _reserve(look, page, today)
    return blocks(_facts(look, page, today), _stages(look, page), kept)


def _backup(look: Look, rows: Sequence[BackupRow], today: date) -> list[Line]:
    """Who can take a free seat: the hurdles of this class that they meet, and what they have left to do."""
    more = f"{len(rows) - MOST_KEPT:,} more" if len(rows) > MOST_KEPT else ""
    said = f"  {len(rows):,}, for the free seats, best first"
    head = Line((("In reserve", "bold"), (said, "muted")), ((more, "muted"),), head=True, at=4)
    return [head, *(_could(look, row, today) for row in rows[:MOST_KEPT])]


def _could(look: Look, row: BackupRow, today: date) -> Line:
    name = pad(cut(look.name(row.name), 22, look.dots), 24)
    missed = f", {row.missed:,} missed" if row.missed else ""
    says = f"{count(row.met, 'hurdle')} met{missed}, {len(row.left):,} to do"
    mark = look.glyph("open" if row.missed else "here")
    until: Pieces = ((f"kept until {day_month(row.until, today)}", "muted"),)
    return Line((mark, (f" {name}", ""), (says, "muted")), until, id=f"{RESERVE}{row.person}", at=4, name=1)


def _reserve(look: Look, page: ClassPage, today: date) -> list[Line]:
    """Who met the standard when the class was full, the farthest first."""
    rows = page.reserve
    if not rows:
        return []
    shorts = {stage.step.milestone: stage.step.short for stage in page.stages}
    lines = [_kept(look, row, shorts, today) for row in rows[:MOST_KEPT]]
    more = f"{len(rows) - MOST_KEPT:,} more" if len(rows) > MOST_KEPT else ""
    head = Line((("In reserve", "bold"), (f"  {len(rows):,}", "muted")), ((more, "muted"),), head=True, at=4)
    return [head, *lines]


def _kept(look: Look, row: ReserveRow, shorts: Mapping[MilestoneId, str], today: date) -> Line:
    name = pad(cut(look.name(row.name), 24, look.dots), 26)
    came = f"came to {shorts.get(row.milestone, row.milestone).lower()}"
    until: Pieces = ((f"kept until {day_month(row.until, today)}", "muted"),)
    left: Pieces = (look.glyph("open"), (f" {name}", ""), (came, "muted"))
    return Line(left, until, id=f"{RESERVE}{row.person}", at=4, name=1)


def _facts(look: Look, page: ClassPage, today: date) -> list[Line]:
    row = page.detail.row
    seats = (
        *seats_bar(look, row.taken, row.seats, BAR_CELLS),
        (f"  {row.taken:,} of {row.seats:,} taken, {row.free:,} free", ""),
    )
    lines = [
        _fact("Account", ((f"{row.account_name}", ""),)),
        _fact("Seats", seats),
        _fact("Starts", _day(look, row, today)),
    ]
    if page.ended:
        lines.append(_fact("Ended here", ((f"{page.ended:,} without a seat", "muted"),)))
    if row.note:
        first, *rest = text(row.note, "", CELLS - LABEL)
        lines += [_fact("Note", first.left), *(Line(line.left, at=4 + LABEL) for line in rest)]
    return lines


def _fact(label: str, value: Pieces) -> Line:
    return Line(((f"{label:<{LABEL}}", "muted"), *value), at=4)


def _day(look: Look, row: OpeningRow, today: date) -> Pieces:
    if row.starts is None:
        return (look.glyph("open", "due"), (" no start date yet: e sets it", "due"))
    days = (row.starts - today).days
    year = f" {row.starts.year}" if row.starts.year != today.year else ""
    when = "today" if days == 0 else f"in {count(days, 'day')}" if days > 0 else f"{count(-days, 'day')} ago"
    return ((f"{weekday_day_month(row.starts)}{year}", ""), (f"  {when}", "muted"))


def _stages(look: Look, page: ClassPage) -> list[Line]:
    most = max((stage.people for stage in page.stages), default=0)
    heads = ("people", "ready", "now", "waiting", "weight", "pass")
    total = page.detail.row.people
    lines = [Line((("On their way", "bold"),), _row(heads, ["muted"] * len(heads)), head=True, at=4)]
    lines += [_stage(look, stage, most) for stage in page.stages]
    figures = (f"{total:,}", *(f"{sum(getattr(stage, kind) for stage in page.stages):,}" for kind in _KINDS), "", "")
    everybody = Line((("All of them", "muted"),), _row(figures, ["muted"] * len(figures)), at=4, name=0)
    return [*lines, Line(everybody.left, everybody.right, id=EVERYBODY if total else "", at=4, name=0)]


_KINDS = ("ready", "underway", "waiting")


def _stage(look: Look, stage: Stage, most: int) -> Line:
    step = stage.step
    chart = look.sign("behind") * (max(1, round(stage.people / most * CHART_CELLS)) if stage.people else 0)
    counts = [
        f"{number:,}" if number else look.sign("to_come") for number in (stage.ready, stage.underway, stage.waiting)
    ]
    figures = (
        f"{stage.people:,}" if stage.people else look.sign("to_come"),
        *counts,
        f"{step.weight:g}" if step.weight else look.sign("not_needed"),
        f"{step.pass_mark:g}",
    )
    roles = ["" if stage.people else "muted", "muted", "muted", "muted", "muted", "muted"]
    left = ((f"{step.short:<12}", "" if stage.people else "muted"), (chart, "muted"))
    return Line(left, _row(figures, roles), id=str(step.milestone) if stage.people else "", at=4, name=0)


def _row(figures: Sequence[str], roles: Sequence[str]) -> Pieces:
    cells = zip(figures, _COLUMNS, roles, strict=True)
    return tuple((f"{figure:>{width}}", role) for figure, width, role in cells)
