"""A finished attempt, looked back on: ratings against the words they were given under, and what got better."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from domain.model.terms import ScoringType
from domain.workbook import reviewing
from domain.workbook.calls import clock_words
from domain.workbook.exam_room.papers import NAMES
from tui.commands import Command
from tui.lines import PANE_WIDTH, Line, blocks, heading, item, pair, text
from tui.results import RESULTS
from tui.safe_text import cut, wrap
from tui.screens import person_acts as acts
from tui.screens import person_words as words
from tui.screens.case_lines import case_block
from tui.screens.place import Page
from tui.screens.score_parts import PROPOSALS
from tui.widgets.bars import Tab, TabsRow
from tui.widgets.criteria import measure_text
from tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from textual.app import ComposeResult
    from textual.events import Resize

    from domain.workbook.attempts import Line as Rated
    from domain.workbook.reviewing import Review
    from tui.look import Look
    from tui.safe_text import Pieces

WITH_PANE = 112
TEXT = 72
EVIDENCE = ("Moment", "Said or done", "Effect")


def _no_slip(screen: AttemptScreen) -> str | None:
    return None if screen.found is not None and screen.found.sheet.slip else "none yet"


def _no_note(screen: AttemptScreen) -> str | None:
    return None if screen.found is not None and screen.found.sheet.note else "none was written"


class AttemptText(LineView):
    """The text; Enter goes on to the score sheet."""

    def open_row(self) -> None:
        """Say that the sheet is wanted."""
        self.post_message(self.Opened(self, "sheet"))


class AttemptScreen(Page):
    """One attempt; its tabs are the person's attempts at the same milestone."""

    HEADING = "Attempt"
    HELP_TITLE = "Keys on an attempt"
    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(
            id="attempt.sheet",
            keys="",
            do="sheet",
            shown="Enter",
            word="sheet",
            title="Open the score sheet",
            help="the score sheet as it was filled in",
        ),
        Command(id="attempt.slip", keys="f", do="slip", word="slip", title="Slip", help="its slip", when=_no_slip),
        Command(
            id="attempt.note",
            keys="o",
            do="note",
            word="private note",
            title="Show or hide the private note",
            help="show or hide the private note",
            when=_no_note,
        ),
    )
    FOOTER = ("app.undo", "app.hide_names")

    def __init__(self, attempt: int) -> None:
        """Show an attempt by id."""
        super().__init__()
        self.attempt = attempt
        self.found: Review | None = None
        self.with_note = False

    def compose_row(self) -> ComposeResult:
        """Yield the attempts at this milestone."""
        yield TabsRow()

    def compose_main(self) -> ComposeResult:
        """Yield the text."""
        yield AttemptText(id="attempt", indent=6, inner=TEXT)

    @property
    def focused_person(self) -> int:
        """Whose attempt it is."""
        return self.found.sheet.person if self.found is not None else 0

    def subject(self) -> str:
        """Return whose attempt it is."""
        return self.milepost.look.name(self.found.sheet.name) if self.found is not None else ""

    async def load(self) -> None:
        """Read the attempt."""
        self.found = await self.milepost.read(reviewing.review, self.attempt)
        self._show()

    def _show(self) -> None:
        found, look = self.found, self.milepost.look
        if found is None or not self.is_here:
            return
        self.header.heading = cut(look.name(found.sheet.name), 40, look.dots)
        self.header.fact = found.sheet.milestone.title
        tabs = self.query_one(TabsRow)
        tabs.show([Tab(str(one.id), "Attempt", one.number) for one in found.tries])
        tabs.set_reactive(TabsRow.current, str(self.attempt))
        tabs.refresh()
        now, wide = self.milepost.ports.now(), self.size.width >= WITH_PANE
        aside = side_lines(look, found, now, with_note=self.with_note)
        self.show_pane(aside)
        main = rating_lines(look, found)
        self.query_one(AttemptText).show(main if wide else blocks(aside, main))
        self.set_focus(self.home())
        self.refresh_chrome()

    def on_resize(self, event: Resize) -> None:
        """The pane goes into the text on a narrow screen."""
        super().on_resize(event)
        self.after_frame(self._show)

    def on_tabs_row_chosen(self, event: TabsRow.Chosen) -> None:
        """Show another attempt."""
        self.attempt, self.with_note = int(event.tab), False
        self.reload()

    def on_line_view_opened(self, _event: LineView.Opened) -> None:
        """Open the score sheet."""
        self.sheet()

    def sheet(self) -> None:
        """Open the score sheet."""
        from tui.screens.score import ScoreScreen

        self.milepost.open_page(ScoreScreen(self.attempt))

    def slip(self) -> None:
        """Open its slip."""
        if self.found is not None:
            acts.open_slip(self.milepost, self.found.sheet.slip)

    def note(self) -> None:
        """Show the private note, or hide it again."""
        self.with_note = not self.with_note
        self._show()


def side_lines(look: Look, found: Review, now: datetime, *, with_note: bool = False) -> tuple[Line, ...]:
    """Return the result with who and when, proposal, points, what got better, critical errors, the private note."""
    return blocks(
        _result(look, found, now),
        _points(found),
        _better(look, found),
        _calls(found),
        _papers(found),
        case_block(look, found.sheet),
        _criticals(look, found),
        _note(look, found, with_note),
    )


def _result(look: Look, found: Review, now: datetime) -> list[Line]:
    sheet = found.sheet
    if sheet.result is None:
        return [item(look, "unfinished", "open", f"{words.minute_words(sheet.opened_at, now)}, {sheet.by}")]
    glyph, word = RESULTS[sheet.result]
    lines = [
        Line((look.glyph(glyph), (f" {word}", "bold")), ((f"{words.minute_words(sheet.finished_at, now)}", "muted"),)),
        Line(((f"by {sheet.by or 'somebody'}", "muted"),)),
    ]
    if found.proposal is None:
        return lines
    sign, proposal = PROPOSALS[found.proposal]
    lines.append(pair("Proposal", look.state(sign, proposal)))
    if found.against:
        lines.append(Line((look.glyph("late"), (" Decided against the proposal", "due"))))
    return [*lines, *text(found.reason, "muted" if not found.against else "")] if found.reason else lines


def _points(found: Review) -> list[Line]:
    if found.points is None or found.open_number:
        return []
    milestone = found.sheet.milestone
    return [
        pair("Points, for us alone", ((f"{found.points:.1f}", "bold"),)),
        pair("To pass", f"{milestone.pass_mark:g} ±{milestone.borderline:g}"),
        pair("Observed", f"{found.coverage:.0%} of the weights"),
    ]


def _better(look: Look, found: Review) -> list[Line]:
    if not found.earlier or found.open_number:
        return []
    head = heading("What got better", f"since attempt {found.earlier}")
    names = [line for name in found.better for line in _wrapped(look, "up", name)]
    return [head, *(names or text("Nothing that was measured both times.", "muted"))]


def _calls(found: Review) -> list[Line]:
    """What was played for it, with how long it took and what came out."""
    if found.open_number or not found.sheet.calls:
        return []
    lines = [heading("Calls", right=f"{len(found.sheet.calls)}")]
    for call, title in zip(found.sheet.calls, found.scenarios, strict=True):
        first, *rest = wrap(title, PANE_WIDTH - 7)
        lines.append(pair(first, clock_words(call.counts.length) if call.over else "open"))
        lines += [Line(((more, ""),)) for more in rest]
        counted = f"facts {call.counts.facts} of {call.counts.facts_of}, repeats {call.counts.repeats}"
        lines.append(Line(((counted, "muted"),)))
    return lines


def _papers(found: Review) -> list[Line]:
    """What was taken at the keyboard: how much was right, on which form, in which order."""
    if found.open_number or not found.papers:
        return []
    lines = [heading("At the keyboard", right="right")]
    for paper in found.papers:
        lines.append(pair(NAMES[paper.part], f"{paper.correct} of {paper.asked}"))
        lines.append(Line(((f"form {paper.form}, seed {paper.seed}", "muted"),)))
    return lines


def _wrapped(look: Look, glyph: str, value: str) -> list[Line]:
    first, *rest = wrap(value, PANE_WIDTH - 2)
    return [item(look, glyph, first), *(Line(((f"  {line}", ""),)) for line in rest)]


def _criticals(look: Look, found: Review) -> list[Line]:
    lines: list[Line] = []
    for noted in found.sheet.criticals:
        state = "does not stand" if noted.cleared else f"with {noted.second}" if noted.second else "second name missing"
        lines += _wrapped(look, "void" if noted.cleared else "stopped", noted.trigger)
        lines += [Line(((f"  {line}", ""),)) for line in wrap(f"“{noted.quote}”", PANE_WIDTH - 2)]
        said = [f"by {noted.by}, {state}"] if noted.by else [state]
        said += [found.cleared_why[noted.id]] if found.cleared_why.get(noted.id) else []
        lines += [Line(((f"  {line}", "muted"),)) for part in said for line in wrap(part, PANE_WIDTH - 2)]
    return [heading("Critical errors"), *lines] if lines else []


def _note(look: Look, found: Review, shown: bool) -> list[Line]:
    if not found.sheet.note:
        return []
    if not shown or look.hide_names:
        return [heading("Private note"), Line((("o", "bold accent"), (" shows it", "muted")))]
    return [heading("Private note"), *text(found.sheet.note)]


# Ratings.


def rating_lines(look: Look, found: Review) -> tuple[Line, ...]:
    """Return every criterion with its rating, the anchor it was given against, and the evidence."""
    if found.open_number:
        head = heading("Ratings")
        return (
            head,
            *text(f"Hidden until attempt {found.open_number} is decided, so that it is rated alone.", "muted"),
        )
    newer = f", version {found.newest} is in force now" if found.newest > found.version else ""
    groups: list[Sequence[Line]] = [[heading("Ratings", f"against version {found.version} of the rubric{newer}")]]
    groups += [_criterion(look, found, line) for line in found.sheet.lines]
    return blocks(*groups)


def _criterion(look: Look, found: Review, line: Rated) -> list[Line]:
    value = _value(look, found, line)
    room = TEXT - sum(len(part) for part, _ in value) - 2
    lines = [Line(((cut(line.criterion.name, room, look.dots), "bold"),), value)]
    lines += [Line(((f"{mark}{said}", "muted"),)) for mark, said in _anchor(line)]
    for label, said in zip(EVIDENCE, (line.evidence.moment, line.evidence.act, line.evidence.effect), strict=True):
        if said.strip():
            first, *rest = wrap(said, TEXT - 14)
            lines += [
                Line(((f"{label:<14}", "muted"), (first, ""))),
                *(Line(((" " * 14 + more, ""),)) for more in rest),
            ]
    return lines


def _value(look: Look, found: Review, line: Rated) -> Pieces:
    now, before = value_words(found, line), found.lines_before.get(line.criterion.id)
    was = value_words(found, before) if before is not None else ""
    if line.rating is None:
        return (look.glyph("to_come"), (" not entered", "muted"))
    if not line.rating.observed:
        return (look.glyph("not_needed"), (" not observed", "muted"))
    if not was or was == now or before is None or before.rating is None or not before.rating.observed:
        return ((now, "bold"),)
    better = line.criterion.name in found.better
    return (((f"{look.sign('up')} " if better else "") + f"from {was} to ", "muted"), (now, "bold"))


def value_words(found: Review, line: Rated) -> str:
    """Return what was entered: "4 of 5", "yes", "38 wpm"."""
    if line.rating is None or not line.rating.observed:
        return ""
    if line.criterion.scoring.type is ScoringType.NUMERIC:
        return measure_text(found.sheet, line)
    if line.criterion.scoring.type is ScoringType.CHECK:
        return "yes" if line.rating.value >= 3 else "no"
    return f"{line.rating.value:g}"


def _anchor(line: Rated) -> list[tuple[str, str]]:
    """The anchor of the rating, wrapped; for 2 and 4 the two that it lies between."""
    rating = line.rating
    if rating is None or not rating.observed or line.criterion.scoring.type is ScoringType.NUMERIC:
        return []
    value, anchors = round(rating.value), line.criterion.anchors
    wanted = [value] if value in anchors else [mark for mark in (value - 1, value + 1) if mark in anchors]
    found: list[tuple[str, str]] = []
    for mark in wanted:
        first, *rest = wrap(anchors[mark], TEXT - 3)
        found += [(f"{mark}  ", first), *(("   ", more) for more in rest)]
    return found
