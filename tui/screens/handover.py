"""The handover to the final interviewer: one page, private, no score before they have rated themselves."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

from domain.workbook import handover
from domain.workbook.handover import Taken
from domain.workbook.hurdles import Cleared
from domain.workbook.wording import day_month
from tui.commands import Command
from tui.lines import PANE_WIDTH, Line, blocks, heading, item, pair, text
from tui.safe_text import cut, wrap
from tui.screens.person_acts import told_path
from tui.screens.place import Page
from tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from textual.app import ComposeResult
    from textual.events import Resize

    from domain.workbook.handover import Handover, Quoted, Tip
    from domain.workbook.hurdles import HurdleRow
    from tui.look import Look

WITH_PANE = 112
TEXT = 72
STATES = {Cleared.MET: "done", Cleared.MISSED: "late", Cleared.UNKNOWN: "to_come"}
TAKEN = {Taken.BETTER: "up", Taken.SAME: "open", Taken.UNTRIED: "to_come"}


def _no_final(screen: HandoverScreen) -> str | None:
    return None if screen.found is not None and screen.found.final else "not begun yet"


class HandoverText(LineView):
    """The page; Enter goes on to the score sheet of the final interview."""

    def open_row(self) -> None:
        """Say that the sheet is wanted."""
        self.post_message(self.Opened(self, "sheet"))


class HandoverScreen(Page):
    """What the final interviewer reads before they meet somebody."""

    HEADING = "Handover"
    HELP_TITLE = "Keys on the handover"
    MAIN_ROW = 2
    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(
            id="handover.sheet",
            keys="enter",
            do="sheet",
            shown="Enter",
            word="sheet",
            title="Score sheet of the final interview",
            help="the score sheet of the final interview",
            when=_no_final,
        ),
        Command(
            id="handover.write",
            keys="P",
            do="write",
            word="as text",
            title="Write the handover as text",
            help="write it as text, private: to print or to send to the interviewer",
        ),
    )
    FOOTER = ("app.hide_names",)

    def __init__(self, person: int) -> None:
        """Show the handover of a person by id."""
        super().__init__()
        self.person = person
        self.found: Handover | None = None

    def compose_main(self) -> ComposeResult:
        """Yield the text."""
        yield HandoverText(indent=6, inner=TEXT)

    @property
    def focused_person(self) -> int:
        """Whose handover it is."""
        return self.person

    def subject(self) -> str:
        """Return whose handover it is."""
        return self.milepost.look.name(self.found.name) if self.found is not None else ""

    async def load(self) -> None:
        """Read the page."""
        self.found = await self.milepost.read(handover.read, self.person)
        self._show()

    def on_resize(self, event: Resize) -> None:
        """The pane goes into the text on a narrow screen."""
        super().on_resize(event)
        self.after_frame(self._show)

    def _show(self) -> None:
        found, look = self.found, self.milepost.look
        if found is None or not self.is_here:
            return
        self.header.heading = "Handover"
        self.header.fact = f"{look.name(found.name)}, private"
        today = self.milepost.ports.now().date()
        main, aside = main_lines(look, found, today, self._day), side_lines(look, found)
        self.show_pane(aside)
        self.query_one(HandoverText).show(main if self.size.width >= WITH_PANE else blocks(main, aside))
        self.set_focus(self.home())
        self.refresh_chrome()

    def _day(self, at: int) -> date:
        return datetime.fromtimestamp(at / 1000, UTC).astimezone(self.milepost.ports.now().tzinfo).date()

    def on_line_view_opened(self, _event: LineView.Opened) -> None:
        """Open the score sheet."""
        if _no_final(self) is None:
            self.sheet()

    def sheet(self) -> None:
        """Open the score sheet of the final interview."""
        from tui.screens.score import ScoreScreen

        if self.found is not None and self.found.final:
            self.milepost.open_page(ScoreScreen(self.found.final))

    async def write(self) -> None:
        """Write it as text, marked private."""
        from tui.settings.config import exports_path

        written = await self.milepost.read(handover.to_file, exports_path(), self.person)
        self.notice(f"Handover written, private: {told_path(self.milepost, written.path)}")


def main_lines(look: Look, found: Handover, today: date, day_of: Callable[[int], date]) -> tuple[Line, ...]:
    """Return strengths with their words, what to probe, and the tips they were given."""
    return blocks(
        [Line(((found.opening, "bold"),))],
        [heading("Strengths"), *_quotes(look, "done", found.strengths, "Nothing above the standard was seen yet.")],
        [heading("To probe"), *_quotes(look, "open", found.probes, "Nothing is left open.")],
        [
            heading("Tips they were given", "and what the next try showed"),
            *(line for tip in found.tips for line in _tip(look, tip, day_month(day_of(tip.given_at), today))),
            *(text("No slip was handed over yet.", "muted", TEXT) if not found.tips else ()),
        ],
    )


def _quotes(look: Look, glyph: str, quoted: Sequence[Quoted], nothing: str) -> list[Line]:
    lines: list[Line] = []
    for one in quoted:
        lines.append(item(look, glyph, cut(one.title, TEXT - 14, look.dots), one.milestone, role="bold"))
        words = one.words or "No words were written down."
        lines += [Line(((f"  {line}", "" if one.words else "muted"),)) for line in wrap(words, TEXT - 2)]
    return lines or list(text(nothing, "muted", TEXT))


def _tip(look: Look, tip: Tip, day: str) -> list[Line]:
    where = f"{tip.milestone.lower()}, {day}"
    first = Line(
        (look.glyph(TAKEN[tip.taken]), (f" {cut(tip.title, 30, look.dots)}", ""), (f"  {tip.taken}", "muted")),
        ((where, "muted"),),
    )
    return [first, *(Line(((f"  {line}", "muted"),)) for line in wrap(tip.target, TEXT - 2)[:1] if tip.target)]


def side_lines(look: Look, found: Handover) -> tuple[Line, ...]:
    """Return the hurdles of the account, what they want to say, and the scores once the interviewer has rated."""
    met, of = handover.cleared(found)
    return blocks(
        [heading("Hurdles", right=f"{met} of {of} met"), *(_hurdle(look, row) for row in found.hurdles)],
        [heading("They want to say"), *_points(look, found)],
        _scores(found),
    )


def _hurdle(look: Look, row: HurdleRow) -> Line:
    state = f"{row.got} of {row.need}" if row.got else f"{row.need}, {row.state}"
    name = cut(row.name, PANE_WIDTH - len(state) - 3, look.dots)
    role = "due" if row.state is Cleared.MISSED else "muted"
    return Line((look.glyph(STATES[row.state]), (f" {name}", "")), ((state, role),))


def _points(look: Look, found: Handover) -> list[Line]:
    if not found.points:
        return list(text("They have named no points.", "muted"))
    return [
        line
        for point in found.points
        for line in (
            item(look, "open", wrap(point, PANE_WIDTH - 2)[0]),
            *(Line(((f"  {more}", ""),)) for more in wrap(point, PANE_WIDTH - 2)[1:]),
        )
    ]


def _scores(found: Handover) -> list[Line]:
    scores = found.scores
    if scores is None:
        return [heading("Scores"), *text("They show once you have submitted your own ratings.", "muted")]
    total = "none" if scores.total is None else f"{scores.total:.1f}"
    head = heading("Together", right=((f"{total}, {scores.done} of {scores.of} done", ""),))
    return [head, *(pair(row.milestone, f"{row.points:.1f}") for row in scores.rows)]
