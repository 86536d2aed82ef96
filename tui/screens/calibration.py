"""A call for calibration: read it, rate it alone, submit; once all is opened, everybody's ratings side by side."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from domain.workbook import calibrations, calibrations_open
from domain.workbook.wording import count
from tui.commands import Command
from tui.lines import PANE_WIDTH, Line, blocks, heading, text
from tui.safe_text import cut, pad, wrap
from tui.screens.choice import Choice, Option
from tui.screens.form import Form
from tui.screens.place import Page
from tui.widgets.fields import Field
from tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.events import Resize

    from domain.model.catalogue import Criterion
    from domain.workbook import Workbook
    from domain.workbook.calibrations import CalibrationSheet, RecentCall
    from domain.workbook.calibrations_open import SideBySide
    from tui.app import MilepostApp
    from tui.look import Look

TEXT = 72
NAME, COLUMN, LEAST_COLUMN = 44, 8, 4
ROOM = 36
"""Cells for the levels of all raters."""
MOST_RATERS = ROOM // LEAST_COLUMN
BESIDE = 13
"""Cells for the mean, and for the word that something is to be talked over."""
WITH_PANE = 112
SEEN = "you have seen the others' ratings"


def _closed(screen: CalibrationScreen) -> str | None:
    if screen.found is None or screen.criterion is None:
        return "choose a criterion"
    if screen.found.row.opened:
        return "all is open"
    if screen.found.row.submitted:
        return "yours was submitted"
    return SEEN if screen.found.row.shown else None


def _not_whole(screen: CalibrationScreen) -> str | None:
    found = screen.found
    if found is None or found.row.opened:
        return "all is open"
    if found.row.submitted:
        return "yours is in"
    if found.row.shown:
        return SEEN
    return f"{len(found.missing)} still to rate" if found.missing else None


def _not_in(screen: CalibrationScreen) -> str | None:
    found = screen.found
    if found is None or found.row.opened:
        return "all is open"
    return None if found.row.submitted else "submit yours first"


class CalibrationLines(LineView):
    """The criteria, and below them the marks and what was said."""


class CalibrationScreen(Page):
    """One stored call."""

    HEADING = "Calibration"
    HELP_TITLE = "Keys on a call for calibration"
    HOME = "CalibrationLines"
    MAIN_ROW = 2
    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(
            id="calibration.rate",
            keys="1 2 3 4 5",
            do="rate",
            each=True,
            shown="1–5",
            word="rate",
            title="Rate the focused criterion",
            help="rate the focused criterion, alone",
            when=_closed,
        ),
        Command(
            id="calibration.none",
            keys="0",
            do="not_heard",
            word="not heard",
            help="nothing to hear for it",
            when=_closed,
        ),
        Command(
            id="calibration.submit",
            keys="S",
            do="submit",
            word="submit",
            title="Submit your rating",
            help="submit your rating",
            when=_not_whole,
        ),
        Command(
            id="calibration.open",
            keys="o",
            do="open_all",
            word="open all",
            title="Lay all ratings side by side",
            help="lay all ratings side by side; nobody rates it any more",
            when=_not_in,
        ),
    )
    FOOTER = ("app.undo",)

    def __init__(self, calibration: int) -> None:
        """Show this call."""
        super().__init__()
        self.calibration = calibration
        self.found: CalibrationSheet | None = None
        self.open: SideBySide | None = None
        self.told: Criterion | None = None
        """What is told below the criteria where there is no pane: the one that had the focus last."""

    def compose_main(self) -> ComposeResult:
        """Yield the lines."""
        yield CalibrationLines(indent=6, inner=TEXT)

    async def load(self) -> None:
        """Read the call, and everybody's ratings once they are open."""
        found = await self.milepost.read(calibrations.sheet, self.calibration)
        opened = found.row.opened
        self.open = await self.milepost.read(calibrations_open.side_by_side, self.calibration) if opened else None
        self.found, self.empty = found, opened
        self._show()
        if self.is_here and self.focused is None:
            self.focus_home()
        self._aside()

    def subject(self) -> str:
        """Return what the call is called."""
        return self.found.row.name if self.found is not None else ""

    @property
    def criterion(self) -> Criterion | None:
        """The focused criterion."""
        line = self.query_one(CalibrationLines).line_id
        known = self.found.criteria if self.found is not None else ()
        return next((one for one in known if one.id == line), None)

    def on_line_view_moved(self, _event: LineView.Moved) -> None:
        """Say what the focused criterion means."""
        self._show()
        self._aside()

    def on_resize(self, event: Resize) -> None:
        """Say what the criterion means where there is room for it now."""
        super().on_resize(event)
        self._show()

    def _show(self) -> None:
        found, look = self.found, self.milepost.look
        if found is None or not self.is_here:
            return
        self.header.fact = found.row.name
        rows = side_by_side(self.open, look) if self.open is not None else own_rows(found, look)
        words: Sequence[Line] = ()
        if self.app.size.width < WITH_PANE:
            self.told = (
                self.criterion or self.told or (self.open.lines[0].criterion if self.open else found.criteria[0])
            )
            words = blocks(given(self.open, self.told, look, TEXT), meaning(self.told, TEXT))
        self.query_one(CalibrationLines).show(blocks(rows, words, said(found)))

    def _aside(self) -> None:
        if self.found is not None:
            self.show_pane(aside(self.found, self.open, self.criterion, self.milepost.look))
        self.refresh_chrome()

    # Doing.

    async def rate(self, at: int) -> None:
        """Rate the focused criterion and go to the next."""
        await self._rate(at + 1)

    async def not_heard(self) -> None:
        """Say that there was nothing to hear for it."""
        await self._rate(None)

    async def _rate(self, level: int | None) -> None:
        criterion = self.criterion
        if criterion is None or self.found is None:
            return
        await self.milepost.write(calibrations.rate, self.calibration, criterion.id, level)
        await self.load()
        ids = [one.id for one in self.found.criteria]
        following = ids[min(len(ids) - 1, ids.index(criterion.id) + 1)]
        self.query_one(CalibrationLines).choose(following)

    async def submit(self) -> None:
        """Submit one's own."""
        await self.milepost.write(calibrations.submit, self.calibration)
        await self.load()
        self.notice("Yours is in.", keys=[("u", "undo")])

    async def open_all(self) -> None:
        """Lay all side by side."""
        await self.milepost.write(calibrations.open_all, self.calibration)
        await self.load()
        self.notice("All ratings are open.", keys=[("u", "undo")])


# What is shown.


def own_rows(found: CalibrationSheet, look: Look) -> list[Line]:
    """Return a line a criterion with one's own level."""
    state = f"{len(found.missing)} to rate"
    if found.row.submitted or found.row.shown:
        state = "yours is in" if found.row.submitted else SEEN
    rows = [heading("Your rating", state)]
    for one in found.criteria:
        level = found.ratings.get(one.id)
        shown = f"{level}" if level is not None else "not heard" if one.id in found.ratings else look.sign("to_come")
        rows.append(Line(((pad(cut(one.name, NAME - 2, look.dots), NAME), ""), (shown, "")), id=one.id, name=0))
    return rows


def side_by_side(found: SideBySide, look: Look) -> list[Line]:
    """Return a line a criterion with everybody's level, those to be talked over first."""
    names = found.raters[:MOST_RATERS]
    cells = max(LEAST_COLUMN, min(COLUMN, ROOM // max(1, len(names))))
    gap = 1 if cells < COLUMN else 2
    wide = min(NAME, TEXT - BESIDE - cells * len(names))
    heads = tuple((pad(cut(look.name(name), cells - gap, look.dots), cells), "muted") for name in names)
    rows = [Line(((pad("Criterion", wide), "muted"), *heads, ("Mean", "muted")))]
    for line in found.lines:
        shown = (look.sign("not_needed") if level is None else f"{level}" for level in line.levels[:MOST_RATERS])
        levels = tuple((pad(level, cells), "") for level in shown)
        mean = "" if line.mean is None else f"{line.mean:.1f}"
        title = (pad(cut(line.criterion.name, wide - 2, look.dots), wide), "")
        right = (look.glyph("late"), (" talk", "due")) if line.talk_over else ()
        rows.append(Line((title, *levels, (mean, "bold")), right, id=line.criterion.id, name=0))
    if len(found.raters) > MOST_RATERS:
        rows.append(Line(((f"and {len(found.raters) - MOST_RATERS} more, who are in the mean", "muted"),)))
    return rows


def said(found: CalibrationSheet) -> list[Line]:
    """Return the marks and the transcript, a line at a time, so that the focus can go through them."""
    rows = [heading("What was said", "without names")]
    lines = [part for line in found.transcript.splitlines() for part in (wrap(line, TEXT) if line.strip() else [""])]
    rows += [Line(((line, ""),), id=f"said {at}") for at, line in enumerate(lines)]
    if found.moments:
        rows += [Line(), heading("Marked on the call")]
        for at, moment in enumerate(found.moments):
            seconds = max(0, moment.at) // 1000
            when = f"{seconds // 60}:{seconds % 60:02}" if moment.at >= 0 else "all"
            for part, words in enumerate(wrap(f"{moment.label}: {moment.quote or moment.act}".strip(": "), TEXT - 8)):
                rows.append(Line(((pad("" if part else when, 8), "muted"), (words, "")), id=f"mark {at} {part}"))
    return rows


def aside(
    found: CalibrationSheet, opened: SideBySide | None, criterion: Criterion | None, look: Look
) -> Sequence[Line]:
    """Return what a criterion means, who gave what once all is open, and how the call stands."""
    row = found.row
    stands = "Each rates it alone; nobody's result stands on it."
    if opened is not None:
        apart = sum(line.talk_over for line in opened.lines)
        stands = "Nobody rates it any more, and nobody's result stands on it."
        if apart:
            stands = f"{count(apart, 'criterion', 'criteria')} to talk over: two of you lie 2 or more apart. {stands}"
    elif row.shown:
        stands = "You have seen what the others gave, so you rate this call no more. Take another one."
    return blocks(
        meaning(criterion),
        given(opened, criterion, look),
        [heading("This call", right=count(row.raters, "rater")), *text(stands, "muted")],
    )


def meaning(criterion: Criterion | None, cells: int = PANE_WIDTH) -> Sequence[Line]:
    """Return what a criterion means, and what its levels are."""
    if criterion is None:
        return ()
    levels = (
        line for level, words in sorted(criterion.anchors.items()) for line in text(f"{level}  {words}", "muted", cells)
    )
    return blocks([heading(criterion.name), *text(criterion.definition, cells=cells)], levels)


def given(
    opened: SideBySide | None, criterion: Criterion | None, look: Look, cells: int = PANE_WIDTH
) -> Sequence[Line]:
    """Return who gave which level, in full names, the highest first."""
    line = next((one for one in opened.lines if one.criterion == criterion), None) if opened else None
    if opened is None or line is None:
        return ()
    by_level: dict[int, list[str]] = {}
    for name, level in zip(opened.raters, line.levels, strict=True):
        by_level.setdefault(-1 if level is None else level, []).append(look.name(name))
    said = [
        part
        for level, names in sorted(by_level.items(), reverse=True)
        for part in text(f"{'not heard' if level < 0 else level}: {', '.join(names)}", cells=cells)
    ]
    return [heading("Given"), *said]


# Keeping a call.


def ask_call(app: MilepostApp, kept: Callable[[], object]) -> None:
    """Ask which call is kept, and for what was said on it."""

    async def asked() -> None:
        found = await app.read(calibrations.recent_calls)
        if not found:
            app.notice("No call of yours is left to keep: it must be over, and not kept yet.", "here")
            return
        options = [Option(str(one.id), one.title, one.about) for one in found]
        app.push_screen(Choice("Which call", options, "it is kept without a name"), partial(_chosen, app, found, kept))

    app.run_guarded(asked())


def _chosen(app: MilepostApp, found: Sequence[RecentCall], kept: Callable[[], object], name: str | None) -> None:
    call = next((one for one in found if str(one.id) == name), None)
    if call is None:
        return
    most = calibrations.MAX_TRANSCRIPT
    fields = [
        Field(
            key="words", label="Said", required=True, longest=most, hint="what was said; the editor takes longer texts"
        ),
        Field(key="name", label="Name", longest=calibrations.MAX_NAME, hint="empty: what was played"),
    ]

    async def save(values: dict[str, str]) -> None:
        await app.write(_keep, call.id, values)
        kept()

    app.push_screen(Form("Keep a call", fields, save, fact=call.title, draft=f"calibration {call.id}"))


def _keep(wb: Workbook, call: int, values: dict[str, str]) -> None:
    calibrations.store(wb, call, values["words"], values["name"])
