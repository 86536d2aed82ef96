"""The keys of the call console."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from domain.model.lazily import dataclass
from domain.workbook import calls
from domain.workbook.calls import Phase
from tui.commands import Command, first_keys

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.screens.call import CallScreen

MARK_KEYS: Final = "adhiklmoqrstwx"
"""Letters that a mark or a customer of a chat may have, as the checks of the catalogue know them."""


def _not_running(screen: CallScreen) -> str | None:
    return None if screen.phase is Phase.RUNNING else "the clock does not run"


def _not_started(screen: CallScreen) -> str | None:
    if screen.console is not None and screen.console.sheet.finished_at:
        return "it is decided"
    return None if screen.phase in (Phase.RUNNING, Phase.OVER) else "the call has not started"


def _no_facts(screen: CallScreen) -> str | None:
    return _not_running(screen)


def _too_early(screen: CallScreen) -> str | None:
    session = screen.session
    if session is None or session.phase is not Phase.RUNNING:
        return "the clock does not run"
    return None if calls.clock(session, screen.now()) >= calls.CURVEBALL_SOON else "it comes at 2:00"


def _too_late(screen: CallScreen) -> str | None:
    session = screen.session
    if session is not None and calls.may_restart(session, screen.now()):
        return None
    return "only once, in the first 20 seconds"


def _undecidable(screen: CallScreen) -> str | None:
    if screen.console is None or screen.console.sheet.finished_at:
        return "it is decided"
    return "stop the clock first, with Space" if screen.phase in (Phase.READING, Phase.RUNNING) else None


def _no_slip(screen: CallScreen) -> str | None:
    return None if screen.console is not None and screen.console.sheet.slip else "decide first"


def _no_choice(screen: CallScreen) -> str | None:
    found = screen.console
    if found is None or not found.offers or not (found.call is None or screen.looking_ahead):
        return "nothing to choose"
    return None


def _no_call(screen: CallScreen) -> str | None:
    found = screen.console
    if found is None or found.call is None or screen.looking_ahead:
        return "the call has not started"
    return "it is decided" if found.sheet.finished_at else None


def _decided(screen: CallScreen) -> str | None:
    return "it is decided" if screen.console is not None and screen.console.sheet.finished_at else None


def _no_card(screen: CallScreen) -> str | None:
    return None if screen.scenario is not None else "no scenario is left"


MARK_COMMAND: Final = Command(
    id="call.mark",
    keys=" ".join(MARK_KEYS),
    do="mark",
    each=True,
    shown="a–z",
    help="mark a moment, as the screen lists them",
    group="In a call",
    when=_not_running,
)

CALL_KEYS: Final[tuple[Command, ...]] = (
    Command(
        id="call.clock",
        keys="space",
        do="clock_key",
        word="start, stop",
        title="Card, start, stop",
        help="give the card, start, stop",
        group="In a call",
        when=_decided,
    ),
    Command(
        id="call.rate",
        keys="1 2 3 4 5",
        do="digit",
        each=True,
        shown="1–5",
        word="rate",
        help="rate and go to the next",
        group="In a call",
        when=_not_started,
    ),
    Command(
        id="call.fact",
        keys="6 7 8 9",
        do="fact",
        each=True,
        shown="6–9",
        word="fact",
        help="a hidden fact was found",
        group="In a call",
        when=_not_running,
    ),
    Command(
        id="call.check",
        keys="v",
        do="check",
        word="check",
        help="the next check was done",
        group="In a call",
        when=_not_running,
    ),
    Command(
        id="call.quote",
        keys="e",
        do="quote",
        word="quote",
        title="Type what was said",
        help="type what was said",
        group="In a call",
        when=_not_running,
    ),
    Command(
        id="call.critical",
        keys="E",
        do="critical",
        word="critical error",
        short="critical",
        title="Critical error",
        help="critical error: flag, then quote",
        group="In a call",
        when=_not_started,
    ),
    Command(
        id="app.undo",
        keys="u",
        do="take_back_last",
        word="undo",
        title="Take the last key back",
        help="take the last key back",
        group="In a call",
    ),
    MARK_COMMAND,
    Command(
        id="call.not_observed",
        keys="0",
        do="not_observed",
        help="not observed, next",
        group="In a call",
        when=_not_started,
    ),
    Command(id="call.said", keys="b", do="said", help="the surprise was said", group="In a call", when=_too_early),
    Command(
        id="call.anew",
        keys="R",
        do="start_anew",
        title="Start the call anew",
        help="start anew, once, until 0:20",
        group="In a call",
        when=_too_late,
    ),
    Command(
        id="call.card",
        keys="c",
        do="show_card",
        title="Show the candidate their card",
        help="their card, full screen",
        group="In a call",
        when=_no_card,
    ),
    Command(
        id="call.print",
        keys="P",
        do="print_card",
        title="Print the card",
        help="print their card, or write it",
        group="In a call",
        when=_no_card,
    ),
    Command(
        id="call.passed",
        keys="p",
        do="passed",
        title="Passed: next milestone",
        help="passed, slip drafted",
        group="In a call",
        when=_undecidable,
    ),
    Command(
        id="call.not_yet",
        keys="n",
        do="not_yet",
        title="Not yet",
        help="not yet, two gaps drafted",
        group="In a call",
        when=_undecidable,
    ),
    Command(id="call.slip", keys="f", do="slip", title="See the slip", group="In a call", when=_no_slip),
    Command(
        id="call.take_back",
        keys="Z",
        do="take_call_back",
        title="Take the whole call back",
        help="take the whole call back",
        group="In a call",
        when=_no_call,
    ),
    Command(
        id="list.down",
        keys="down",
        do="move_down",
        help="next criterion",
        group="In a call",
        pair=("list.up", "other criterion"),
    ),
    Command(id="list.up", keys="up", do="move_up", help="criterion before", group="In a call"),
    Command(
        id="list.page_down",
        keys="pagedown",
        do="card_down",
        help="more of the card",
        group="In a call",
        pair=("list.page_up", "more of the card"),
    ),
    Command(id="list.page_up", keys="pageup", do="card_up", help="card before", group="In a call"),
    Command(
        id="screen.next_tab",
        keys="right",
        do="other_scenario",
        help="another scenario",
        shown="← →",
        group="In a call",
        when=_no_choice,
    ),
    Command(
        id="screen.tab_before",
        keys="left",
        do="scenario_before",
        help="scenario before",
        group="In a call",
        when=_no_choice,
    ),
    Command(id="screen.next_part", keys="tab", do="next_part", help="card or ratings", group="In a call"),
)


@dataclass(frozen=True, slots=True)
class ShownKeys:
    """The keys that stand beside what they do on the console, as they are written.

    Attributes:
        marks: the letter of a mark or of a customer in the catalogue -> the key that this user has for it.
        facts: one for each hidden fact.
        check: the next check was done.
        said: the surprise was said.
        quote: words that were said.
    """

    marks: Mapping[str, str]
    facts: tuple[str, ...]
    check: str
    said: str
    quote: str

    def mark(self, letter: str) -> str:
        """The key of a mark or of a customer."""
        return self.marks.get(letter, letter)

    def fact(self, number: int) -> str:
        """The key of a hidden fact, counted from 0; one beyond the last key has none."""
        return self.facts[number] if number < len(self.facts) else " "

    def command(self, shown: str) -> tuple[str, int] | None:
        """The command that a written key runs, with the position of the key."""
        ways = {key: ("call.fact", number) for number, key in enumerate(self.facts)}
        ways |= {self.marks[letter]: ("call.mark", number) for number, letter in enumerate(MARK_KEYS)}
        ways |= {self.check: ("call.check", 0), self.said: ("call.said", 0)}
        return ways.get(shown)


def shown_keys(keymap: Mapping[str, str]) -> ShownKeys:
    """The keys of the console after the user's own keymap."""
    keys = {command.id: first_keys(command, keymap) for command in CALL_KEYS}
    return ShownKeys(
        dict(zip(MARK_KEYS, keys["call.mark"], strict=True)),
        keys["call.fact"],
        keys["call.check"][0],
        keys["call.said"][0],
        keys["call.quote"][0],
    )
