"""Before many slips go: who, how, and who stays and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from domain.model.lazily import dataclass
from domain.workbook import decisions, slip_delivery
from domain.workbook.slip_delivery import Plan
from domain.workbook.wording import count
from tui.commands import Command
from tui.lines import GAP, Line, heading
from tui.safe_text import cut, pad, wrap
from tui.screens.person_acts import short_path
from tui.screens.place import Page
from tui.screens.slips_parts import WISHES, quiet_words, result_cell, why_not
from tui.widgets.bars import Notice
from tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult

    from domain.workbook.slip_delivery import Going, Staying
    from domain.workbook.slip_list import SlipLine
    from tui.app import MilepostApp
    from tui.look import Look

SHOWN, PRINTED, SENT, COPIED, HAVE_IT, MAILED = "shown", "printed", "sent", "copied", "have it", "mailed"
PRINTER = "printer"
"""Ways in which slips are handed over."""
PART = 40
"""Slips that are looked at in one go."""
LISTED = 200
"""Names of one kind that are listed; the rest are counted."""
WAY, SLIP = "way:", "slip:"


@dataclass(frozen=True, slots=True)
class Choice:
    """What is to be delivered, and how."""

    way: str
    plan: Plan


def _nothing_goes(screen: DeliverPage) -> str | None:
    if screen.plan is None:
        return "still looking"
    return None if screen.plan.going else "none of them can go yet"


class DeliverPage(Page):
    """The list before a delivery. Dismisses with the way that was chosen, or with ``None``."""

    HEADING = "Deliver"
    HELP_TITLE = "Keys before a delivery"
    HAS_PANE = False
    MAIN_ROW = 2
    HOME = "#who"
    PINNED = ("app.help",)
    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(
            id="deliver.first",
            keys="f",
            do="first_way",
            word="deliver, the first way",
            short="deliver",
            title="Deliver, the first way",
            when=_nothing_goes,
        ),
        Command(
            id="deliver.way",
            keys="1 2 3 4 5 6 7",
            do="choose_way",
            each=True,
            shown="1–7",
            word="how",
            help="deliver in that way",
            when=_nothing_goes,
        ),
        Command(
            id="deliver.open", keys="", do="open_current", shown="Enter", word="open the slip", short="open", opens=True
        ),
        Command(id="screen.back", keys="escape", do="leave", word="not now", help="nothing is handed over"),
    )

    def __init__(self, attempts: Sequence[int], shorts: Mapping[str, str], delivered: int = 0) -> None:
        """Ask about the slips of these attempts; so many others were delivered before."""
        super().__init__()
        self.attempts = tuple(attempts)
        self.shorts = shorts
        self.delivered = delivered
        self.plan: Plan | None = None

    def compose_main(self) -> ComposeResult:
        """Yield the list."""
        yield LineView(indent=6, inner=72, id="who")

    # Reading.

    async def load(self) -> None:
        """Look at each slip, some at a time."""
        whole = Plan(delivered=self.delivered)
        for start in range(0, len(self.attempts), PART):
            whole += await self.milepost.read(slip_delivery.plan, self.attempts[start : start + PART])
            looked = start + PART
            if looked < len(self.attempts):
                self.notices.standing = Notice(
                    f"looked at {looked:,} of {len(self.attempts):,} slips", "unfinished", (("Esc", "stop"),)
                )
        self.notices.standing = None
        self.plan = whole
        self._show(whole)

    def _show(self, plan: Plan) -> None:
        look, view = self.milepost.look, self.query_one("#who", LineView)
        self.header.fact = f"{count(len(self.attempts) + self.delivered, 'slip')}, one act"
        lines = [Line(((_sentence(plan), "bold"),)), GAP, *self._ways(plan)]
        if plan.going:
            lines += [GAP, heading("Going", f"{len(plan.going):,}")]
            lines += [self._going(look, one) for one in plan.going[:LISTED]]
            lines += _more(look, len(plan.going))
        if plan.staying:
            lines += [GAP, heading("Staying", f"{len(plan.staying):,}")]
            lines += [line for one in plan.staying[:LISTED] for line in self._staying(look, one)]
            lines += _more(look, len(plan.staying))
        if plan.delivered:
            words = "was given before, and stays as it is" if plan.delivered == 1 else "were given before"
            lines += [GAP, Line((look.glyph("way"), (f" {plan.delivered:,} {words}", "muted")))]
        view.show(lines)
        self.focus_home()
        self.refresh_chrome()

    # Lines.

    def ways(self) -> list[tuple[str, str, str]]:
        """Return the ways that there are now: id, what it is, and what comes of it."""
        from tui.printing import can_print
        from tui.settings.config import exports_path

        if self.plan is None or not self.plan.going:
            return []
        folder = short_path(exports_path())
        one = len(self.plan.going) == 1
        found = [(SHOWN, "Show it on this screen", "turned to them")] if one else []
        found += [
            (PRINTED, "Print it" if one else "Print them", f"PDF in {folder}" if one else f"one PDF in {folder}"),
            (SENT, "Send it as a file" if one else "Send them as files", f"text in {folder}"),
        ]
        if one:
            found.append((COPIED, "Sent by hand", "the words are copied, to paste into a message"))
        found.append((HAVE_IT, f"They have {'it' if one else 'them'} on paper already", "nothing is written"))
        if self.milepost.mail.ready:
            found.append((MAILED, "Send by e-mail", self._mail_fact()))
        if can_print():
            to = self.milepost.printer or "the usual printer"
            found.append((PRINTER, "Print it now" if one else "Print them now", f"on {to}"))
        return found

    def _mail_fact(self) -> str:
        assert self.plan is not None
        able = sum(bool(one.held.address) for one in self.plan.going)
        wait = self.milepost.mail.undo_minutes
        when = f"leaves in {wait} min" if wait else "leaves at once"
        return when if able == len(self.plan.going) else f"{able:,} with an address, {when}"

    def _ways(self, plan: Plan) -> list[Line]:
        rows = [
            Line(
                ((str(at), "bold accent"), (f" {label}", "")),
                ((fact, "muted"),),
                id=f"{WAY}{way}",
                at=-2,
                name=1,
            )
            for at, (way, label, fact) in enumerate(self.ways(), 1)
        ]
        return rows

    def _going(self, look: Look, one: Going) -> Line:
        said = quiet_words(one.opens, self.milepost.ports.now()) if one.quiet else ""
        wish = look.private(WISHES.get(one.line.wish, one.line.wish))
        role = "due" if one.quiet else "muted"
        return self._line(look, one.line, ((look.private(said) or wish, role),))

    def _staying(self, look: Look, one: Staying) -> list[Line]:
        why = why_not(one.blocks, one.warnings, one.gates)
        first = self._line(look, one.line, ())
        said, *rest = wrap(why, 68) or [""]
        more = [Line(((f"  {line}", "due"),), at=2) for line in rest[:1]]
        return [first, Line((look.glyph("open", "due"), (f" {said}", "due")), at=2), *more]

    def _line(self, look: Look, row: SlipLine, right: tuple[tuple[str, str], ...]) -> Line:
        name = pad(cut(look.name(row.name), 18, look.dots), 20)
        milestone = pad(self.shorts.get(row.milestone, ""), 11)
        left = ((name, ""), (milestone, ""), *result_cell(row, look))
        return Line(left, right, id=f"{SLIP}{row.attempt}", name=0)

    # Doing.

    def first_way(self) -> None:
        """Deliver in the first way."""
        self.choose_way(0)

    def choose_way(self, at: int) -> None:
        """Deliver in the way at a position."""
        ways = self.ways()
        if at < len(ways):
            self._take(ways[at][0])

    def _take(self, way: str) -> None:
        if self.plan is not None:
            self.dismiss(Choice(way, self.plan))

    def on_line_view_opened(self, event: LineView.Opened) -> None:
        """Take the focused way, or open the focused slip."""
        if event.line.startswith(WAY):
            self._take(event.line.removeprefix(WAY))
        else:
            self.milepost.open_with(self.open_current())

    async def open_current(self) -> None:
        """Open the focused slip, to mend it; this page comes back, and looks again."""
        line = self.query_one("#who", LineView).line_id
        if self.plan is None or not line.startswith(SLIP):
            return
        rows = [*(one.line for one in self.plan.going), *(one.line for one in self.plan.staying)]
        await open_slip(self.milepost, next(row for row in rows if line == f"{SLIP}{row.attempt}"))

    def leave(self) -> None:
        """Close; nothing is delivered."""
        self.dismiss(None)


async def open_slip(app: MilepostApp, row: SlipLine) -> None:
    """Show a slip; one that nobody drafted is drafted first."""
    from tui.screens.slip import SlipScreen

    slip = row.slip or await app.write(decisions.draft_missing, row.attempt)
    app.open_page(SlipScreen(slip))


def _sentence(plan: Plan) -> str:
    looks = sum(not one.blocks and bool(one.warnings) for one in plan.staying)
    quiet = sum(one.quiet for one in plan.going)
    if not plan.going:
        return "None of them can go yet." if len(plan.staying) > 1 else "This one cannot go yet."
    going = f"{count(len(plan.going), 'slip')} can go" + (f", {quiet:,} outside their hours now." if quiet else ".")
    if not plan.staying:
        return going
    staying = f" {len(plan.staying):,} {'stays' if len(plan.staying) == 1 else 'stay'}"
    look = f", {looks:,} {'needs' if looks == 1 else 'need'} a look" if looks else ""
    return f"{going}{staying}{look}."


def _more(look: Look, number: int) -> list[Line]:
    return [Line(((f"{look.dots} and {number - LISTED:,} more", "muted"),))] if number > LISTED else []
