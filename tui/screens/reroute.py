"""Where somebody could go on: every open opening, its hurdles, what counts there, what is left; a digit moves them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from domain.model.catalogue import plain_name
from domain.workbook import fitting, rerouting
from domain.workbook.hurdles import Cleared
from domain.workbook.wording import count, day_month
from tui.commands import Command
from tui.lines import GAP, PANE_WIDTH, Line, blocks, heading, text
from tui.safe_text import cut, pad, wrap
from tui.screens.place import Page
from tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from textual.app import ComposeResult
    from textual.events import Resize

    from domain.workbook.hurdles import HurdleRow
    from domain.workbook.openings import OpeningRow
    from domain.workbook.rerouting import Route, Ways
    from tui.look import Look
    from tui.safe_text import Pieces

WITH_PANE = 112
TEXT = 72
NAME, HURDLES, LEFT = 30, 17, 8
STATES = {Cleared.MET: "done", Cleared.MISSED: "down", Cleared.UNKNOWN: "to_come"}
UNDO = (("u", "undo"),)


def _nowhere(screen: RerouteScreen) -> str | None:
    return None if screen.found is not None and screen.found.routes else "there is no other opening"


def _no_reserve(screen: RerouteScreen) -> str | None:
    return screen.found.reserve_not or None if screen.found is not None else "not read yet"


class RouteLines(LineView):
    """The openings, best first."""


class RerouteScreen(Page):
    """All ways on of one person."""

    HEADING = "Move to"
    HELP_TITLE = "Keys on other openings"
    HOME = "RouteLines"
    MAIN_ROW = 2
    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(
            id="reroute.move",
            keys="1 2 3 4 5 6 7 8 9",
            do="move",
            each=True,
            shown="1–9",
            word="move there",
            title="Move there, valid scores go along",
            help="move there, valid scores go along; Enter moves to the one in focus",
            when=_nowhere,
        ),
        Command(
            id="reroute.reserve",
            keys="K",
            do="reserve",
            word="keep in reserve",
            title="Keep in reserve: met the standard, class full",
            help="met the standard, class full: keep them in reserve, the slip says so",
            when=_no_reserve,
        ),
    )

    def __init__(self, person: int, done: Callable[[], Awaitable[object]]) -> None:
        """Offer the ways on of a person by id; `done` is awaited after they were moved."""
        super().__init__()
        self.person = person
        self.done = done
        self.found: Ways | None = None

    def compose_main(self) -> ComposeResult:
        """Yield the openings."""
        yield RouteLines(indent=2, inner=76)

    @property
    def focused_person(self) -> int:
        """Whose ways on they are."""
        return self.person

    def subject(self) -> str:
        """Return whose ways on they are."""
        return self.milepost.look.name(self.found.name) if self.found is not None else ""

    async def load(self) -> None:
        """Read the openings."""
        self.found = await self.milepost.read(rerouting.ways, self.person)
        self._show()

    def on_resize(self, event: Resize) -> None:
        """What the pane holds stands below where there is no pane."""
        super().on_resize(event)
        self.after_frame(self._show)

    @property
    def route(self) -> Route | None:
        """The focused opening."""
        routes = self.found.routes if self.found is not None else ()
        line = self.query_one(RouteLines).line_id
        return next((one for one in routes if str(one.opening.id) == line), routes[0] if routes else None)

    def on_line_view_moved(self, _event: LineView.Moved) -> None:
        """Show the focused opening."""
        self._show()

    def _show(self) -> None:
        found, look = self.found, self.milepost.look
        if found is None or not self.is_here:
            return
        self.header.fact = f"{look.name(found.name)}, valid scores go along"
        view = self.query_one(RouteLines)
        lines = [route_line(look, number, one) for number, one in enumerate(found.routes, 1)]
        if view.line_id not in {line.id for line in lines}:
            view.show(lines)
        route, here = self.route, here_lines(found)
        wide = self.app.size.width >= WITH_PANE
        self.show_pane(blocks(detail_lines(look, route) if route else (), here))
        below = blocks(short_lines(look, route) if route else (), here)
        view.show(lines if wide else (*lines, GAP, *(_indented(line) for line in below)))
        if self.focused is None:
            self.focus_home()
        self.refresh_chrome()

    # Doing.

    def on_line_view_opened(self, event: LineView.Opened) -> None:
        """Move to the focused opening."""
        self.milepost.run_guarded(self._move(int(event.line)))

    def digits_offered(self) -> int:
        """Return how many digits choose something."""
        return len(self.found.routes) if self.found is not None else 0

    async def move(self, at: int) -> None:
        """Move to the opening with that digit."""
        if self.found is not None and at < len(self.found.routes):
            await self._move(self.found.routes[at].opening.id)

    async def _move(self, opening: int) -> None:
        found = self.found
        assert found is not None
        await self.milepost.write(fitting.move, found.application, opening)
        await self._leave(f"{self.milepost.look.name(found.name)} moved, valid scores went along.")

    async def reserve(self) -> None:
        """Keep them for a seat that comes free."""
        found = self.found
        if found is None:
            return
        await self.milepost.write(rerouting.keep_in_reserve, found.application)
        name = self.milepost.look.name(found.name)
        await self._leave(f"{name} is kept in reserve of {found.opening}, slip drafted.")

    async def _leave(self, said: str) -> None:
        self.milepost.back()
        await self.done()
        self.milepost.notice(said, keys=UNDO)


def class_name(row: OpeningRow, cells: int, dots: str) -> str:
    """Return the name of a class in so many cells; its first day is never cut."""
    title, day = plain_name(row.account_name), f", {day_month(row.starts)}" if row.starts else ""
    if not row.name.startswith(title):
        return cut(row.name, cells, dots)
    return f"{cut(title, cells - len(day), dots)}{day}"


def route_line(look: Look, number: int, route: Route) -> Line:
    """Return one opening: its digit, hurdles met or missed, how much is left, seats free."""
    row = route.opening
    digit = str(number) if number <= 9 else " "
    name = pad(class_name(row, NAME, look.dots), NAME + 2)
    missed, unknown = len(route.fit.misses), len(route.fit.unknown)
    glyph, word, role = (
        ("down", f"{missed} missed", "due")
        if missed
        else ("to_come", f"{unknown} to show", "muted")
        if unknown
        else ("done", "all met", "")
    )
    hurdles: Pieces = (look.glyph(glyph, role or None), (f" {pad(word, HURDLES - 2)}", role))
    seats: Pieces = ((f"{count(row.free, 'seat')} free", ""),) if row.free else (look.glyph("late"), (" full", "due"))
    left = f"{len(route.left)} left"
    return Line(
        ((digit, "bold accent"), (f" {name}", ""), *hurdles, (pad(left, LEFT), "muted")),
        seats,
        id=str(row.id),
        at=2,
        name=1,
    )


def detail_lines(look: Look, route: Route) -> tuple[Line, ...]:
    """Return one opening in full: its first day and seats, each hurdle, what counts, what is left."""
    row = route.opening
    starts = f"starts {day_month(row.starts)}, " if row.starts else ""
    return blocks(
        [
            Line(((cut(row.account_name, PANE_WIDTH, look.dots), "bold"),)),
            *text(f"{starts}{row.taken:,} of {row.seats:,} seats taken", "muted"),
        ],
        [heading("Hurdles"), *(_hurdle(look, one) for one in route.hurdles)],
        [heading("Counts there"), *text(", ".join(route.valid) or "Nothing that is still valid.", "muted")],
        [heading("Left to do"), *text(", ".join(route.left) or "Nothing.", "muted")],
    )


def short_lines(look: Look, route: Route) -> list[Line]:
    """Return the same for 80 columns: what counts and what is left before the hurdles."""
    row = route.opening
    seats = f"{row.taken:,} of {row.seats:,} seats taken"
    return [
        Line(((cut(row.account_name, 48, look.dots), "bold"),), ((seats, "muted"),)),
        *_labelled("Counts", ", ".join(route.valid) or "nothing that is still valid"),
        *_labelled("Left", ", ".join(route.left) or "nothing"),
        *(_hurdle(look, one, TEXT) for one in route.hurdles),
    ]


def _labelled(label: str, said: str) -> list[Line]:
    first, *rest = wrap(said, TEXT - 8)
    return [Line(((f"{label:<8}", "muted"), (first, ""))), *(Line(((" " * 8 + more, ""),)) for more in rest)]


def _hurdle(look: Look, row: HurdleRow, cells: int = PANE_WIDTH) -> Line:
    """'↓ Typing speed (net)   24 of 30 wpm'."""
    state = f"{row.got} of {row.need}" if row.got else f"{row.need}, {row.state}"
    role = "due" if row.state is Cleared.MISSED else "muted"
    name = cut(row.name, cells - len(state) - 3, look.dots)
    return Line((look.glyph(STATES[row.state]), (f" {name}", "")), ((state, role),))


def here_lines(found: Ways) -> list[Line]:
    """Return where they are now, and whether they can be kept in reserve there."""
    if not found.application:
        return []
    said = "K keeps them for a seat: their class is full." if not found.reserve_not else f"{found.reserve_not}."
    return [heading("Reserve"), *text(said[:1].upper() + said[1:], "muted")]


def _indented(line: Line) -> Line:
    return replace(line, at=line.at + 4, head=False)


def fit_words(look: Look, fits: Sequence[fitting.Fit]) -> list[Line]:
    """Return a few openings with what stands against each, for the pane of a sheet that is decided."""
    lines = []
    for fit in fits:
        row = fit.opening
        label = f"{row.account_short}, {day_month(row.starts)}" if row.starts else row.account_short
        glyph = "down" if fit.fit.misses else "to_come" if fit.fit.unknown else "done"
        standing = cut(fitting.standing_of(fit), PANE_WIDTH - len(label) - 4, look.dots)
        lines.append(Line((look.glyph(glyph), (f" {label}", "")), ((standing, "muted"),)))
    return [heading("Also open to them", right=(("r", "bold accent"), (" moves", "muted"))), *lines] if lines else []
