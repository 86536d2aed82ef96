"""The call console as it is seen: clock, what to say, the book of the call, marks, ratings; painted by the second."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.containers import Horizontal, Vertical

from domain.workbook import calls
from domain.workbook.calls import Phase
from tui.lines import Line
from tui.screens import call_parts as parts
from tui.screens.call_keys import ShownKeys, shown_keys
from tui.screens.place import Page
from tui.screens.score_parts import result_words
from tui.widgets.bars import WIDE, Notice
from tui.widgets.big_clock import BigClock
from tui.widgets.quote_row import QuoteRow
from tui.widgets.told import Keyed, Paged, Saying, Timed, Told

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult
    from textual.events import Resize
    from textual.timer import Timer

    from domain.model.role_plays import CallKit, Scenario
    from domain.workbook.attempts import Line as Rated
    from domain.workbook.calls import Console, Jot, Session
    from tui.calling import CallingApp
    from tui.widgets.line_view import LineView

SECOND = 1_000
TALL = 30
"""Rows from which there is room around the parts."""


class CallView(Page):
    """One attempt in the console, to be looked at; `CallScreen` adds what its keys do."""

    HEADING = "Call"
    HELP_TITLE = "Keys in a call"
    MAIN_ROW = 2
    CSS_PATH = "../styles/call.tcss"

    def __init__(self, attempt: int, *, brought_back: bool = False) -> None:
        """Show this attempt; `brought_back` where its call was going on when the program ended."""
        super().__init__()
        self.attempt = attempt
        self.brought_back = brought_back
        self.console: Console | None = None
        self.jots: list[Jot] = []
        self.at = 0
        """The focused criterion."""
        self.choice = 0
        """Which of the scenarios that are left is looked at."""
        self._timer: Timer | None = None
        self._stage: object = None

    def compose_main(self) -> ComposeResult:
        """Yield clock and what to say, the book of the call, ratings, marks, and what is being timed."""
        with Vertical(id="console"):
            with Horizontal(id="top"):
                yield BigClock()
                yield Saying(id="say", indent=2, inner=36)
            with Horizontal(id="book"):
                yield Paged(id="card", indent=6, inner=parts.CARD_CELLS)
                yield Keyed(id="facts", indent=2, inner=parts.FACT_CELLS)
            yield Told(id="ratings", indent=4, inner=74)
            yield Keyed(id="marks", indent=6, inner=72)
            yield Timed(id="runs")
            yield QuoteRow(id="quote")
            yield Told(id="sum", indent=6, inner=72)

    # What there is.

    @property
    def calling(self) -> CallingApp:
        """The app, which knows of the call that runs."""
        return cast("CallingApp", self.app)

    def now(self) -> int:
        """The moment, milliseconds UTC."""
        return self.calling.now_ms()

    @property
    def session(self) -> Session | None:
        """The call as it stands."""
        if self.console is None or self.console.call is None:
            return None
        return self.console.session(self.now(), tuple(self.jots))

    @property
    def phase(self) -> Phase | None:
        """Where the call is; None before the first."""
        session = self.session
        return session.phase if session is not None else None

    @property
    def scenario(self) -> Scenario | None:
        """The scenario of the call, or the one that would be next."""
        console = self.console
        if console is None:
            return None
        if console.scenario is not None and (self.phase is not Phase.OVER or not self.looking_ahead):
            return console.scenario
        return console.offers[self.choice % len(console.offers)] if console.offers else console.scenario

    looking_ahead = False
    """After a call: whether the next one is looked at."""

    @property
    def kit(self) -> CallKit | None:
        """The keys of the kind of call that is looked at."""
        scenario, console = self.scenario, self.console
        return console.kits[scenario.id] if console is not None and scenario is not None else None

    @property
    def line(self) -> Rated | None:
        """The focused criterion."""
        return self.console.sheet.lines[self.at] if self.console is not None else None

    @property
    def focused_person(self) -> int:
        """Who is being assessed."""
        return self.console.sheet.person if self.console is not None else 0

    def subject(self) -> str:
        """Return who is being assessed."""
        return self.milepost.look.name(self.console.sheet.name) if self.console is not None else ""

    def home(self) -> None:
        """Return nothing: all keys are the screen's own."""

    async def load(self) -> None:
        """Read the call."""
        fresh = self.console is None
        self.console = await self.milepost.read(calls.console, self.attempt)
        self.jots = list(self.console.jots)
        if fresh:
            self.at = next((n for n, line in enumerate(self.console.sheet.lines) if line.rating is None), 0)
        self._show()
        self._run()
        if self.brought_back and fresh:
            self.notice(f"The call with {self.subject()} goes on.", "here")

    # The clock.

    def on_mount(self) -> None:
        """Have the clock in front, not in the header."""
        super().on_mount()
        self.header.show_debt = False

    def on_screen_resume(self) -> None:
        """The console is in front: its own clock is enough."""
        super().on_screen_resume()
        self.calling.call_goes_on(None)
        self._run()

    def on_screen_suspend(self) -> None:
        """Something else is in front: the clock runs on in its header."""
        self._stop_timer()
        session = self.session
        if self.console is not None and session is not None and session.phase is Phase.RUNNING:
            sheet = self.console.sheet
            self.calling.call_goes_on(
                calls.Running(sheet.attempt, sheet.name, sheet.milestone.title, session.reading_since, session.started)
            )

    def on_unmount(self) -> None:
        """Nothing ticks any more."""
        self._stop_timer()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _run(self) -> None:
        """Tick again when the second that shows is over; not at all while nothing runs."""
        self._stop_timer()
        session = self.session
        if session is None or session.phase is Phase.OVER or not self.is_current:
            return
        past = calls.clock(session, self.now()) if session.started else self.now() - session.reading_since
        self._timer = self.set_timer(1 - past % SECOND / SECOND, self.tick_call)

    def tick_call(self) -> None:
        """Show the next second: the clock, and what is being timed; the rest only where a stage of the call is over."""
        if self.console is not None and self.is_here:
            if self._stage == self._stage_now():
                self._show_clock()
            else:
                self._show()
        self._run()

    def _stage_now(self) -> object:
        """What changes by itself as time goes by, and is painted only then."""
        session, now = self.session, self.now()
        if session is None:
            return None
        past = calls.clock(session, now)
        return (
            session.phase,
            calls.may_restart(session, now),
            calls.reading_left(session, now) > 0,
            past >= calls.CURVEBALL_SOON,
            past >= calls.CURVEBALL,
        )

    # Painting.

    def on_resize(self, event: Resize) -> None:
        """Give the parts more room on a taller screen."""
        super().on_resize(event)
        self.set_class(event.size.height >= TALL, "-tall")
        self.after_frame(self._show)

    def _show(self) -> None:
        console, scenario, kit = self.console, self.scenario, self.kit
        if console is None or not self.is_here:
            return
        look, session, now = self.milepost.look, self.session, self.now()
        self._stage = self._stage_now()
        sheet = console.sheet
        self.header.heading = sheet.milestone.title
        title = scenario.title if scenario is not None else "no scenario is left"
        nth = f", call {self._number()} of {console.of}" if console.of > 1 else ""
        state = "" if session is None or self.looking_ahead else f", {session.phase}"
        who = f"{look.name(sheet.name)}, attempt {sheet.number}{result_words(sheet)}{nth}{state}"
        self.header.fact = f"{who}   {title[:1].lower() + title[1:]}"
        self.header.saved = ""
        self._show_clock()
        happened: list[Line] = []
        if scenario is not None and kit is not None:
            shown = session if scenario is console.scenario else None
            self._show_book(scenario, kit, shown, now)
            happened = parts.log(look, kit, scenario, shown, self.errors(), self.shown_keys)
        lines = parts.side(look, sheet, self.at, happened, 52 if self.size.width >= 160 else 36)
        self._light(self.side, lines)
        self._light(self.query_one("#ratings", Told), parts.beside(look, sheet, self.at))
        self._stand()
        self.refresh_chrome()

    def _light(self, view: LineView, lines: list[Line]) -> None:
        view.always_lit, view.takes_focus = True, False
        view.show(lines)
        if (line := self.line) is not None:
            with view.prevent(view.Moved):
                view.choose(line.criterion.id)

    def _number(self) -> int:
        """Which call of the attempt is looked at."""
        console = self.console
        if console is None or console.call is None:
            return 1
        return console.call.number + (self.scenario is not console.scenario)

    def errors(self) -> Mapping[str, str]:
        """The critical errors of the milestone, id -> what it is."""
        assert self.console is not None
        return {error.id: error.trigger for error in self.console.sheet.milestone.critical_errors}

    def _show_book(self, scenario: Scenario, kit: CallKit, session: Session | None, now: int) -> None:
        look, keys, tall = self.milepost.look, self.shown_keys, self.size.height >= TALL
        counts = calls.count(session, kit, scenario, now) if session is not None else calls.nothing(scenario)
        self.query_one("#say", Saying).show(parts.say(look, scenario, session, now, keys))
        self.query_one("#card", Paged).show(parts.card(look, scenario))
        self.query_one("#facts", Told).show(parts.facts(look, scenario, session, counts, keys, tall=tall))
        begun = session is not None and bool(session.started)
        marks = parts.marks(look, kit, session, keys) if begun and session else parts.success(look, scenario)
        self.query_one("#marks", Told).show(marks)
        self.query_one("#marks").styles.height = len(marks)
        self.query_one("#sum", Told).show([Line(parts.summary(kit, counts))] if begun else [])
        self.set_class(begun, "-begun")

    def _show_clock(self) -> None:
        """What a second changes."""
        look, session, now = self.milepost.look, self.session, self.now()
        clock, runs = self.query_one(BigClock), self.query_one("#runs", Timed)
        kit, scenario = self.kit, self.scenario
        if session is None or self.looking_ahead or kit is None or scenario is None:
            clock.show("0:00", "muted")
            runs.show((), 1)
        elif session.phase is Phase.READING:
            clock.show(parts.mmss(calls.reading_left(session, now) + SECOND - 1), "muted")
            runs.show((), 1)
        else:
            over = session.phase is Phase.OVER
            clock.show(parts.mmss(calls.clock(session, now)), "muted" if over else "text")
            rows = [] if over else parts.runs(look, kit, scenario, session, now, self.shown_keys)
            runs.show(rows, max(1, len(scenario.customers)))

    @property
    def shown_keys(self) -> ShownKeys:
        """The keys as this user has them."""
        return shown_keys(self.milepost.keymap)

    def _stand(self) -> None:
        """Say what comes next, whenever there is nothing newer to say."""
        self.notices.standing = self._next()

    def _next(self) -> Notice | None:
        console, session, now = self.console, self.session, self.now()
        if console is None:
            return None
        if console.sheet.finished_at:
            return Notice("This attempt is decided.", "done", (("f", "slip"), ("Esc", "back")))
        if session is None or self.looking_ahead:
            return self._offer(console)
        if session.phase is Phase.READING:
            left = calls.reading_left(session, now)
            words = "They read the card." if left else "The minute is over."
            return Notice(words, "here", (("Space", "start the call"), ("c", "show the card"), ("P", "print it")))
        if session.phase is Phase.OVER:
            return self._after(console)
        if calls.may_restart(session, now):
            return Notice("Until 0:20 a new start is free.", "here", (("R", "start anew"),))
        ways = (("Tab", "card or ratings"),) if self.size.width < WIDE else ()
        return Notice("p and n wait until the clock has stopped.", "open", ways)

    def _offer(self, console: Console) -> Notice:
        if not console.offers:
            name = self.milepost.look.name(console.sheet.name)
            return Notice(f"{name} has had all {console.had} scenarios.", "open", (("Esc", "rate on the sheet"),))
        scenario = console.offers[self.choice % len(console.offers)]
        which = f"{self.choice % len(console.offers) + 1} of {len(console.offers)}"
        ways = (("Space", "give the card"), ("c", "show it"), ("→", "another"))
        return Notice(f"Scenario {which}, level {scenario.difficulty}.", "here", ways)

    def _after(self, console: Console) -> Notice:
        open_flags = self.open_flags()
        if open_flags:
            words = f"A critical error was flagged at {parts.mmss(open_flags[0].at)}."
            return Notice(words, "stopped", (("E", "quote and name"),))
        length = parts.mmss(console.call.counts.length) if console.call else ""
        if console.offers:
            return Notice(f"Call over, {length}.", "done", (("Space", "next call"), ("Esc", "score sheet")))
        ways = (("p", "passed"), ("n", "not yet"), ("Esc", "score sheet"))
        return Notice(f"Call over, {length}.", "done", ways)

    def open_flags(self) -> list[calls.Flag]:
        """What was flagged on the calls of this attempt and has no quote yet."""
        if self.console is None:
            return []
        noted = {one.error for one in self.console.sheet.criticals}
        return [flag for call in self.console.sheet.calls for flag in call.flagged if flag.error not in noted]
