"""Two ratings of one attempt side by side: what differs is talked over, each may change once, then `p` or `n`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from domain.model.errors import BadInput
from domain.model.terms import Result, ScoringType
from domain.workbook import second_ratings
from tui.commands import Command
from tui.lines import GAP, PANE_WIDTH, Line, blocks, heading, item, pair, text
from tui.safe_text import cut, join, pad, wrap
from tui.screens.deciding import decide
from tui.screens.form import Form
from tui.screens.place import Page
from tui.screens.score_parts import PROPOSALS
from tui.widgets.fields import Field
from tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.events import Resize

    from domain.model.score import Rating
    from domain.workbook.second_ratings import Changed, Compared, Comparison
    from domain.workbook.sheets import Line as Rated
    from tui.look import Look
    from tui.safe_text import Pieces

WITH_PANE = 112
NAME, COLUMN = 30, 12
TEXT = 72
LABEL = 12


def _finished(screen: CompareScreen) -> str | None:
    return "this attempt is decided" if screen.found is not None and screen.found.sheet.finished_at else None


def _not_changed(screen: CompareScreen) -> str | None:
    row = screen.row
    if row is None or _finished(screen):
        return _finished(screen)
    if not row.talk_over:
        return "these are close enough"
    return None if row.may_change(screen.whose) else "changed once already"


class ComparedLines(LineView):
    """The criteria, those to be talked over first, and below them what both saw."""


class CompareScreen(Page):
    """Both ratings of one attempt."""

    HEADING = "Two ratings"
    HELP_TITLE = "Keys on two ratings"
    HOME = "ComparedLines"
    MAIN_ROW = 2
    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(
            id="compare.change",
            keys="1 2 3 4 5",
            do="change",
            each=True,
            shown="1–5",
            word="change",
            title="Change the rating after talking it over",
            help="change a rating after talking it over, once, with a reason",
            when=_not_changed,
        ),
        Command(
            id="compare.not_observed",
            keys="0",
            do="change_to_none",
            help="change it to not observed",
            when=_not_changed,
        ),
        Command(
            id="screen.next_part",
            keys="tab",
            do="next_part",
            word="whose",
            title="Whose rating is changed",
            help="whose rating is changed",
        ),
        Command(
            id="compare.passed",
            keys="p",
            do="passed",
            word="passed",
            title="Passed: next milestone",
            help="passed, slip drafted from both",
            when=_finished,
        ),
        Command(
            id="compare.not_yet",
            keys="n",
            do="not_yet",
            word="not yet",
            title="Not yet",
            help="not yet, slip drafted from both",
            when=_finished,
        ),
    )
    FOOTER = ("app.undo",)

    def __init__(self, attempt: int) -> None:
        """Compare the ratings of this attempt."""
        super().__init__()
        self.attempt = attempt
        self.found: Comparison | None = None
        self.whose = 0
        """Whose rating a digit changes."""

    def compose_main(self) -> ComposeResult:
        """Yield the criteria."""
        yield ComparedLines(indent=6, inner=TEXT)

    @property
    def focused_person(self) -> int:
        """Whose attempt it is."""
        return self.found.sheet.person if self.found is not None else 0

    def subject(self) -> str:
        """Return whose attempt it is."""
        return self.milepost.look.name(self.found.sheet.name) if self.found is not None else ""

    async def load(self) -> None:
        """Read both ratings."""
        self.found = await self.milepost.read(second_ratings.compare, self.attempt)
        self._show()

    def on_resize(self, event: Resize) -> None:
        """The pane goes into the text on a narrow screen."""
        super().on_resize(event)
        self.after_frame(self._show)

    @property
    def row(self) -> Compared | None:
        """The focused criterion."""
        line = self.query_one(ComparedLines).line_id
        rows = self.found.rows if self.found is not None else ()
        return next((row for row in rows if row.criterion.id == line), None)

    def on_line_view_moved(self, _event: LineView.Moved) -> None:
        """Show what both saw of the focused criterion."""
        self._show()

    def _show(self) -> None:
        found, look = self.found, self.milepost.look
        if found is None or not self.is_here:
            return
        sheet = found.sheet
        self.header.heading = f"{sheet.milestone.title}, two ratings"
        self.header.fact = f"{look.name(sheet.name)}, attempt {sheet.number}"
        view = self.query_one(ComparedLines)
        focus = self.row or found.rows[0]
        short = [] if self.size.width >= WITH_PANE else [summary(look, found)]
        view.show(blocks(short, rows_of(look, found, self.whose), saw(look, found, focus)))
        self.show_pane(aside(look, found))
        if self.focused is None:
            self.focus_home()
        self.refresh_chrome()

    # Changing.

    def next_part(self) -> None:
        """Let the digits change the other one's rating."""
        self.whose = 1 - self.whose
        self._show()

    def next_tab(self) -> None:
        """Let the digits change the second one's rating."""
        self.whose = 1
        self._show()

    def tab_before(self) -> None:
        """Let the digits change the first one's rating."""
        self.whose = 0
        self._show()

    def change(self, at: int) -> None:
        """Give the focused rating of whoever is chosen another value."""
        row = self.row
        if row is None:
            return
        if row.criterion.scoring.type is ScoringType.NUMERIC:
            self._ask_measure(row)
        elif row.criterion.scoring.type is ScoringType.CHECK and at + 1 not in (1, 5):
            raise BadInput("This is a check.", "Press 5 for yes or 1 for no.")
        else:
            self._ask_why(row, float(at + 1))

    def change_to_none(self) -> None:
        """Say that whoever is chosen had nothing to see there."""
        if (row := self.row) is not None:
            self._ask_why(row, None)

    def _ask_why(self, row: Compared, value: float | None) -> None:
        fields = [Field(key="why", label="Reason", hint="what came up when you talked it over", required=True)]
        self._ask(row, fields, f"to {'not observed' if value is None else f'{value:g}'}", value)

    def _ask_measure(self, row: Compared) -> None:
        fields = [
            Field(key="value", label="Measure", hint="a number", required=True),
            Field(key="why", label="Reason", hint="what came up when you talked it over", required=True),
        ]
        self._ask(row, fields, "", None)

    def _ask(self, row: Compared, fields: Sequence[Field], to: str, value: float | None) -> None:
        assert self.found is not None
        rater = (self.found.first, self.found.second)[self.whose].rater
        head = f"{row.criterion.name} of {rater} {to}".rstrip()

        def answered(values: dict[str, str] | None) -> None:
            if values is not None:
                given = number_of(values["value"]) if "value" in values else value
                self.milepost.run_guarded(self._change(row, given, values["why"]))

        self.milepost.push_screen(Form(head, fields, fact="once; what it was is kept"), answered)

    async def _change(self, row: Compared, value: float | None, why: str) -> None:
        args = (self.attempt, row.criterion.id, self.whose, value, why)
        await self.milepost.write(second_ratings.change, *args)
        await self.load()
        self.notice(f"{row.criterion.name} changed; what it was is kept.", keys=[("u", "undo")])

    # Deciding.

    async def passed(self) -> None:
        """They passed: the slip is drafted from both ratings."""
        await self._decide(Result.PASSED)

    async def not_yet(self) -> None:
        """Not yet: the slip is drafted from both ratings."""
        await self._decide(Result.NOT_YET)

    async def _decide(self, result: Result) -> None:
        if self.found is not None:
            await decide(self.milepost, self.attempt, self.found.sheet.name, result, self._decided)

    async def _decided(self) -> None:
        self.milepost.back()


def number_of(typed: str) -> float:
    """Return a measure as it was typed. BadInput for what is no number."""
    try:
        return float(typed.replace(",", "."))
    except ValueError:
        raise BadInput(f'"{typed}" is no number.', "Type a number, as in 38 or 96.5.") from None


# What is shown.


def rows_of(look: Look, found: Comparison, whose: int) -> list[Line]:
    """Return a head with both names, and a line for each criterion, those to be talked over first."""
    names = [cut(card.rater, COLUMN - 2, look.dots) for card in (found.first, found.second)]
    roles = ["bold accent" if at == whose and not found.sheet.finished_at else "muted" for at in (0, 1)]
    heads = tuple((pad(name, COLUMN), role) for name, role in zip(names, roles, strict=True))
    lines = [Line(((pad("Criterion", NAME + 2), "muted"), *heads, ("Mean", "muted")))]
    talk = [row for row in found.rows if row.talk_over]
    if talk:
        lines += [GAP, heading("Talk over", "2 or more apart; each may change once"), *_rows(look, talk)]
    close = [row for row in found.rows if not row.talk_over]
    if close:
        word = "Close enough" if talk else "All close enough"
        lines += [GAP, heading(word), *_rows(look, close)]
    return lines


def _rows(look: Look, rows: Sequence[Compared]) -> list[Line]:
    return [_row(look, row) for row in rows]


def _row(look: Look, row: Compared) -> Line:
    name = pad(cut(row.criterion.name, NAME, look.dots), NAME + 2)
    values = tuple(_value(row.criterion.scoring.type, line.rating) for line in (row.first, row.second))
    cells = tuple((pad(_shown(value, was, look), COLUMN), "") for value, was in zip(values, row.changed, strict=True))
    mean = _value(row.criterion.scoring.type, row.final)
    mark: Pieces = (look.glyph("late"), (" talk", "due")) if row.talk_over else ()
    return Line(((name, ""), *cells, (pad(mean, 8), "bold")), mark, id=row.criterion.id, name=0)


def _shown(value: str, changed: Changed | None, look: Look) -> str:
    if changed is None:
        return value
    was = f"{changed.was.value:g}" if changed.was.observed else look.sign("not_needed")
    return f"{value}, was {was}"


def _value(kind: ScoringType, rating: Rating | None) -> str:
    """'4', '3.5', 'yes', 'not seen'."""
    if rating is None:
        return ""
    if not rating.observed:
        return "not seen"
    if kind is ScoringType.CHECK:
        return {5: "yes", 1: "no"}.get(round(rating.value), "yes and no")
    return f"{rating.value:g}"


def saw(look: Look, found: Comparison, row: Compared) -> list[Line]:
    """Return what both wrote about a criterion, with why a rating was changed."""
    lines = [heading(row.criterion.name, cut(row.criterion.definition, TEXT - len(row.criterion.name) - 2, look.dots))]
    both = ((found.first, row.first, row.changed[0]), (found.second, row.second, row.changed[1]))
    for card, line, changed in both:
        lines += _words(look, card.rater, _told(line) or "no evidence written")
        if changed is not None:
            lines += _words(look, "", f"changed: {changed.why}")
    return lines


def _told(line: Rated) -> str:
    evidence = line.evidence
    return "; ".join(part for part in (evidence.moment, evidence.act, evidence.effect) if part.strip())


def _words(look: Look, label: str, said: str) -> list[Line]:
    first, *rest = wrap(said, TEXT - LABEL)
    shown = pad(cut(label, LABEL - 2, look.dots), LABEL)
    return [Line(((shown, "muted"), (first, ""))), *(Line(((" " * LABEL + more, ""),)) for more in rest)]


def summary(look: Look, found: Comparison) -> Line:
    """Return what both come to in one line, where there is no pane."""
    sheet = found.sheet
    points = f"{sheet.assessment.score:.1f}" if sheet.assessment.score is not None else "none"
    marked = (("Points ", "muted"), (points, "bold"), (f"  pass {sheet.milestone.pass_mark:g}", "muted"))
    return Line(join([marked, look.state(*PROPOSALS[sheet.assessment.proposal])]))


def aside(look: Look, found: Comparison) -> tuple[Line, ...]:
    """Return what both together come to, and what is left to do."""
    sheet = found.sheet
    glyph, word = PROPOSALS[sheet.assessment.proposal]
    points = f"{sheet.assessment.score:.1f}" if sheet.assessment.score is not None else "none"
    left, mark = found.to_talk_over, f"{sheet.milestone.pass_mark:g}"
    todo = text(f"{left} to talk over, then decide." if left else "Nothing to talk over.", "muted")
    return blocks(
        [
            heading("Both together"),
            pair("Points", ((points, "bold"),)),
            pair("To pass", mark),
        ],
        [heading("Proposal"), item(look, glyph, word), *text(sheet.assessment.reason, "muted", PANE_WIDTH)],
        [heading("Why a second look"), *text(found.second.why or f"{found.second.who} asked for one.", "muted")],
        todo,
    )
