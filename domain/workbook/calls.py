"""Calls: played by an assessor, kept key by key, and what they leave behind for the score sheet.

How a call is kept. Giving out the card is an act and makes the row of the call; so is the end, which writes down the
counts and the moments that can stand as evidence. Between them every key is a jot: one small row, durable when the key
is answered, beside the log. `u` adds a jot that says what is taken back, so nothing is ever changed or removed, and a
console that is killed comes back from the jots as it was. Ratings go into the attempt as ever, one act each; their jot
holds the id of that act, so that `u` takes back whatever was pressed last. The whole call is taken back by one act.
Jots of the past are swept a week later: what came of them stands in the call.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import msgspec

from domain.model.call import Counts, Jot, JotKind, Moment, Phase, Session
from domain.model.errors import BadInput, Conflict, NotFound
from domain.model.lazily import dataclass
from domain.model.slip import Evidence
from domain.reports import Format, briefing_name, render_briefing, write_new
from domain.rules import calling
from domain.rules.briefing import briefing
from domain.rules.calling import clock, clock_words, count, may_restart, open_mark, play, reading_left
from domain.workbook import attempts, history, openings, under_way
from domain.workbook.call_rows import COUNTED, CallRow, Flag, flags_text, row_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from domain.model.call import Briefing
    from domain.model.catalogue import Milestone
    from domain.model.role_plays import CallKit, Scenario
    from domain.store import Act, Tx
    from domain.workbook.attempts import Line, Sheet
    from domain.workbook.workbook import Workbook

__all__ = [
    "CURVEBALL",
    "CURVEBALL_SOON",
    "MAX_QUOTE",
    "CallRow",
    "Console",
    "Counts",
    "Flag",
    "Format",
    "Jot",
    "JotKind",
    "Moment",
    "Phase",
    "Piece",
    "Running",
    "Session",
    "after",
    "begin",
    "card",
    "card_to",
    "clock",
    "clock_words",
    "console",
    "count",
    "is_next",
    "jot",
    "may_restart",
    "not_observed",
    "nothing",
    "open_mark",
    "pieces",
    "play",
    "ranked",
    "rate",
    "reading_left",
    "restart",
    "running",
    "start",
    "stop",
    "take_back",
    "take_back_last",
]

CURVEBALL, CURVEBALL_SOON = calling.CURVEBALL, calling.CURVEBALL_SOON
MAX_QUOTE = 200
"""Characters of a quote, which has to fit into the evidence."""
KEPT = 7 * 24 * 60 * 60 * 1_000
"""Milliseconds that the keys of a call are kept."""


@dataclass(frozen=True, slots=True)
class Console:
    """Everything that the console of one attempt shows."""

    sheet: Sheet
    call: CallRow | None
    """The call in front: the one that is under way, else the last one; None before the first."""
    scenario: Scenario | None
    """Of the call in front."""
    kit: CallKit | None
    jots: tuple[Jot, ...]
    """Of the call in front, in the order of time."""
    offers: tuple[Scenario, ...]
    """Scenarios for the next call, best first; none where one is under way, all are done, or all were had."""
    had: int
    """How many scenarios of this milestone the person has had."""
    kits: Mapping[str, CallKit]
    """By scenario, of the call in front and of the offers."""
    cards: Mapping[str, Briefing]
    """What the candidate may read, by scenario."""

    @property
    def of(self) -> int:
        """How many calls make this attempt."""
        return self.sheet.milestone.calls.count if self.sheet.milestone.calls else 0

    @property
    def done(self) -> int:
        """How many of them are over."""
        return sum(bool(call.over) for call in self.sheet.calls)

    def session(self, now: int, jots: Sequence[Jot] | None = None) -> Session | None:
        """The call in front at a moment, milliseconds UTC, by other jots where given; None before the first."""
        if self.call is None or self.scenario is None or self.kit is None:
            return None
        known = self.jots if jots is None else jots
        began, over = self.call.at, self.call.over
        found = play(known, self.kit, self.scenario, reading_since=began, over=over, now=now)
        return replace(found, started=self.call.started) if self.call.over else found


@dataclass(frozen=True, slots=True)
class Running:
    """A call that is under way."""

    attempt: int
    name: str
    milestone: str
    reading_since: int
    started: int
    """Milliseconds UTC; 0 while the card is read."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One moment of a call, ready to stand as the evidence of a criterion."""

    moment: Moment
    when: str
    """The moment in words for whoever reads the slip: 'at 1:48 of the second call'."""
    clock: str
    """As the console shows it: '1:48', and with two calls '2, 1:48'."""

    @property
    def evidence(self) -> Evidence:
        """The three fields."""
        said = f'"{self.moment.quote}"' if self.moment.quote else self.moment.act
        return Evidence(self.when, said, self.moment.effect)


# looking -------------------------------------------------------------------------------------------------------------


def console(wb: Workbook, attempt_id: int) -> Console:
    """What the console shows; Conflict for a milestone that is not played, NotFound when the attempt is gone."""
    with wb.store.read() as tx:
        sheet = attempts.read_sheet(wb, tx, attempt_id)
        if sheet.milestone.calls is None:
            raise Conflict(f"{sheet.milestone.title} is not played as a call.", "Rate it on the score sheet.")
        call = sheet.call or (sheet.calls[-1] if sheet.calls else None)
        scenario = _scenario(wb, call.scenario) if call else None
        had = _had(tx, sheet.person, sheet.milestone)
        offers = tuple(wb.catalogue.scenarios[one] for one in _choices(wb, tx, sheet, had))
        shown = (*offers, scenario) if scenario else offers
        return Console(
            sheet=sheet,
            call=call,
            scenario=scenario,
            kit=kit_of(wb, scenario) if scenario else None,
            jots=_jots(tx, call.id) if call else (),
            offers=offers,
            had=len(set(had)),
            kits={one.id: kit_of(wb, one) for one in shown},
            cards={one.id: briefing(one, sheet.milestone) for one in shown},
        )


def nothing(scenario: Scenario) -> Counts:
    """What is counted before a call."""
    return Counts(facts_of=len(scenario.hidden_facts), checks_of=len(scenario.card.must_verify) if scenario.card else 0)


def _scenario(wb: Workbook, scenario_id: str) -> Scenario:
    found = wb.catalogue.scenarios.get(scenario_id)
    if found is None:
        raise NotFound(
            f'The scenario "{scenario_id}" is no longer in the catalogue.', "Bring it back, or rate on the score sheet."
        )
    return found


def kit_of(wb: Workbook, scenario: Scenario) -> CallKit:
    """The marks and counts that belong to the kind of call of a scenario."""
    return calling.kit_of(wb.catalogue.kits, scenario)


def _jots(tx: Tx, call: int) -> tuple[Jot, ...]:
    rows = tx.rows("select id, at, kind, key, words from jot where call = :call order by id", call=call)
    return tuple(Jot(row["id"], row["at"], JotKind(row["kind"]), row["key"], row["words"]) for row in rows)


def _had(tx: Tx, person: int, milestone: Milestone) -> list[str]:
    """The scenarios that a person had at a milestone, oldest first."""
    rows = tx.rows(
        "select c.scenario from call c join attempt a on a.id = c.attempt"
        " where a.person = :person and a.milestone = :milestone order by c.at, c.id",
        person=person,
        milestone=milestone.id,
    )
    return [row["scenario"] for row in rows]


def _choices(wb: Workbook, tx: Tx, sheet: Sheet, had: list[str]) -> tuple[str, ...]:
    calls = sheet.milestone.calls
    if sheet.finished_at or sheet.call is not None or calls is None or len(sheet.calls) >= calls.count:
        return ()
    opening = tx.value("select opening from application where id = :id", id=sheet.application)
    return calling.open_scenarios(
        wb.catalogue.scenarios,
        openings.account_of(wb, tx, int(opening)),
        sheet.milestone,
        frozenset(had),
        last=had[-1] if had else "",
        salt=f"{sheet.attempt}/{len(sheet.calls)}",
    )


def is_next(wb: Workbook, attempt_id: int) -> bool:
    """Whether an attempt goes on in the console: a call is under way, or it is to be played and nothing is entered."""
    with wb.store.read() as tx:
        sheet = attempts.read_sheet(wb, tx, attempt_id)
    if sheet.finished_at or sheet.milestone.calls is None:
        return False
    return sheet.call is not None or not (sheet.calls or sheet.entered)


def running(wb: Workbook) -> Running | None:
    """The call of whoever works here that is under way; one that nobody ended for hours is left alone."""
    with wb.store.read() as tx:
        row = under_way.row(wb, tx)
        if row is None or row["scenario"] not in wb.catalogue.scenarios:
            return None
        scenario = _scenario(wb, row["scenario"])
        session = play(_jots(tx, row["id"]), kit_of(wb, scenario), scenario, reading_since=row["at"])
    title = wb.catalogue.milestones[scenario.milestone].title
    return Running(row["attempt"], row["name"], title, session.reading_since, session.started)


# playing -------------------------------------------------------------------------------------------------------------


def begin(wb: Workbook, attempt_id: int, scenario_id: str, *, at: int = 0) -> int:
    """Give out the card of a scenario: the next call of an attempt. Returns the call.

    Conflict where a call is under way, all of them are done, the attempt is finished, or the person had that scenario.
    """
    shown = console(wb, attempt_id)
    scenario = _scenario(wb, scenario_id)
    wb.store.sweep("jot", wb.now() - KEPT)

    def work(act: Act) -> int:
        sheet = attempts.read_sheet(wb, act, attempt_id)
        _check_begin(act, sheet, scenario)
        call = act.insert(
            "call",
            attempt=attempt_id,
            number=len(sheet.calls) + 1,
            scenario=scenario_id,
            who=wb.store.who,
            at=at or act.at,
        )
        act.update("attempt", attempt_id, scenario=",".join([*(one.scenario for one in sheet.calls), scenario_id]))
        return call

    return wb.store.do(f"{shown.sheet.name}: {shown.sheet.milestone.title.lower()}, card given out", work)


def _check_begin(act: Act, sheet: Sheet, scenario: Scenario) -> None:
    calls = sheet.milestone.calls
    if sheet.finished_at:
        raise Conflict("This attempt is finished.", "Undo the decision to change it, or start another attempt.")
    if sheet.call is not None:
        raise Conflict("A call is under way already.", "Go back to it, or take it back.")
    if calls is None or len(sheet.calls) >= calls.count:
        raise Conflict("All calls of this attempt are done.", "Decide it, or take a call back.")
    if scenario.milestone is not sheet.milestone.id:
        raise BadInput(f'"{scenario.title}" is not for this milestone.', "Choose another one.")
    if scenario.id in _had(act, sheet.person, sheet.milestone):
        raise Conflict(f"{sheet.name} has had “{scenario.title}” already.", "Choose another one.")


def jot(wb: Workbook, call_id: int, kind: JotKind, key: str = "", words: str = "", *, at: int = 0) -> Jot:
    """Keep one key of a running call, as of a moment in milliseconds UTC (now if 0).

    BadInput for a quote of more than 200 characters.
    """
    said = " ".join(words.split())
    if len(said) > MAX_QUOTE:
        raise BadInput(f"That is {len(said)} characters, and {MAX_QUOTE} fit.", "Shorten it; what was stored stays.")
    moment = at or wb.now()
    made = wb.store.jot("jot", call=call_id, at=moment, kind=kind, key=key, words=said)
    return Jot(made, moment, kind, key, said)


def start(wb: Workbook, call_id: int, *, at: int = 0) -> Jot:
    """Start the clock."""
    return jot(wb, call_id, JotKind.STARTED, at=at)


def restart(wb: Workbook, call_id: int, *, at: int = 0) -> Jot:
    """Begin the call anew with the same card; Conflict but for once, in its first 20 seconds."""
    with wb.store.read() as tx:
        session, _, _ = _session(wb, tx, call_id, at or wb.now())
    if not may_restart(session, at or wb.now()):
        raise Conflict("It is too late to start anew.", "Once, in the first 20 seconds, is free.")
    return jot(wb, call_id, JotKind.RESTARTED, at=at)


def rate(wb: Workbook, call_id: int, criterion: str, value: float, *, at: int = 0) -> Jot:
    """Rate a criterion of the attempt while its call runs; BadInput as `attempts.rate`."""
    act = wb.store.new_id()
    attempts.rate(wb, _row(wb, call_id).attempt, criterion, value, act_id=act)
    return jot(wb, call_id, JotKind.RATED, criterion, str(act), at=at)


def not_observed(wb: Workbook, call_id: int, criterion: str, *, at: int = 0) -> Jot:
    """Say while the call runs that there was nothing to see of a criterion."""
    act = wb.store.new_id()
    attempts.not_observed(wb, _row(wb, call_id).attempt, criterion, act_id=act)
    return jot(wb, call_id, JotKind.RATED, criterion, str(act), at=at)


def take_back_last(wb: Workbook, call_id: int, *, at: int = 0) -> Jot | None:
    """Take back what was pressed last in a running call; what it was, None where there is nothing.

    Conflict where later work stands on a rating; nothing is taken back then.
    """
    with wb.store.read() as tx:
        session, jots, _ = _session(wb, tx, call_id, at or wb.now())
        last = next((one for one in jots if one.id == session.last), None)
        undone = bool(last and tx.value("select undone from act where id = :id", id=_act_of(last)))
    if last is None:
        return None
    if last.kind is JotKind.RATED and not undone:
        history.undo(wb, _act_of(last))
    jot(wb, call_id, JotKind.UNDO, str(last.id), at=at)
    return last


def _act_of(last: Jot) -> int:
    return int(last.words) if last.kind is JotKind.RATED and last.words.isdigit() else 0


def stop(wb: Workbook, call_id: int, *, at: int = 0) -> Counts:
    """The call is over: what was counted and what can stand as evidence is written down. Undone, it runs on.

    Conflict where it never started, or is over already.
    """
    shown = _row(wb, call_id)
    over = at or wb.now()

    def work(act: Act) -> Counts:
        stored = _stored(act, call_id)
        if stored["over_at"]:
            raise Conflict("This call is over already.", "Go on to the score sheet.")
        found, _, scenario = _session(wb, act, call_id, over)
        if found.phase is not Phase.RUNNING:
            raise Conflict("The call has not started.", "Start the clock first, or take the call back.")
        session = play(
            _jots(act, call_id),
            kit_of(wb, scenario),
            scenario,
            reading_since=stored["at"],
            over=max(over, found.started),
        )
        return _write_down(wb, act, stored, session, scenario)

    with wb.store.read() as tx:
        sheet = attempts.read_sheet(wb, tx, shown.attempt)
    return wb.store.do(f"{sheet.name}: {sheet.milestone.title.lower()}, call over", work)


def _write_down(wb: Workbook, act: Act, stored: dict[str, Any], session: Session, scenario: Scenario) -> Counts:
    kit = kit_of(wb, scenario)
    counts = count(session, kit, scenario, session.over)
    milestone = attempts.read_sheet(wb, act, stored["attempt"]).milestone
    flags = [Flag(entry.key, entry.at) for entry in session.entries if entry.kind is JotKind.FLAG]
    act.update(
        "call",
        stored["id"],
        started_at=session.started,
        over_at=session.over,
        moments=msgspec.json.encode(calling.moments(session, kit, scenario, milestone)).decode(),
        flagged=flags_text(flags),
        **{name: getattr(counts, name) for name in COUNTED},
    )
    return counts


def take_back(wb: Workbook, call_id: int) -> None:
    """Take a whole call back, as if it had not been played; ratings stay. Undone, it is there again with every mark.

    Conflict where the attempt is finished, or a later call of it has been begun.
    """
    shown = _row(wb, call_id)

    def work(act: Act) -> None:
        stored = _stored(act, call_id)
        sheet = attempts.read_sheet(wb, act, stored["attempt"])
        if sheet.finished_at:
            raise Conflict("This attempt is finished.", "Undo the decision to change it.")
        if stored["number"] != len(sheet.calls):
            raise Conflict("Another call was played after this one.", "Take that one back first.")
        act.delete("call", call_id)
        act.update("attempt", sheet.attempt, scenario=",".join(one.scenario for one in sheet.calls[:-1]))

    with wb.store.read() as tx:
        sheet = attempts.read_sheet(wb, tx, shown.attempt)
    wb.store.do(f"{sheet.name}: {sheet.milestone.title.lower()}, call taken back", work)


def _row(wb: Workbook, call_id: int) -> CallRow:
    with wb.store.read() as tx:
        return row_of(_stored(tx, call_id))


def _stored(tx: Tx, call_id: int) -> dict[str, Any]:
    found = tx.row("select * from call where id = :id", id=call_id)
    if found is None:
        raise NotFound("This call is no longer in the workbook.", "It was taken back; begin another one.")
    return found


def _session(wb: Workbook, tx: Tx, call_id: int, now: int) -> tuple[Session, tuple[Jot, ...], Scenario]:
    """A call that is not over, what was pressed in it, and its scenario."""
    stored = _stored(tx, call_id)
    scenario, jots = _scenario(wb, stored["scenario"]), _jots(tx, call_id)
    session = play(jots, kit_of(wb, scenario), scenario, reading_since=stored["at"], over=stored["over_at"], now=now)
    return session, jots, scenario


# the candidate's card ------------------------------------------------------------------------------------------------


def card(wb: Workbook, attempt_id: int, scenario_id: str) -> Briefing:
    """What the candidate may read of a scenario; NotFound where the catalogue no longer has it."""
    with wb.store.read() as tx:
        milestone = attempts.read_sheet(wb, tx, attempt_id).milestone
    return briefing(_scenario(wb, scenario_id), milestone)


def card_to(wb: Workbook, folder: Path, form: Format, attempt_id: int, scenario_id: str) -> Path:
    """Write the candidate's card as a new file and return where it is."""
    shown = card(wb, attempt_id, scenario_id)
    rendered = render_briefing(shown, form, wb.today(), paper=wb.site.paper)
    return write_new(folder, briefing_name(shown, form, wb.today()), rendered.data)


# evidence ------------------------------------------------------------------------------------------------------------


def pieces(wb: Workbook, attempt_id: int) -> dict[str, tuple[Piece, ...]]:
    """What the calls of an attempt that are over offer as evidence, by criterion, in the order of time."""
    with wb.store.read() as tx:
        rows = tx.rows(
            "select number, moments from call where attempt = :attempt and over_at > 0 order by number, id",
            attempt=attempt_id,
        )
        several = len(rows) > 1 or int(tx.value("select count(*) from call where attempt = :a", a=attempt_id)) > 1
    found: dict[str, tuple[Piece, ...]] = {}
    for row in rows:
        for moment in msgspec.json.decode(row["moments"] or "[]", type=tuple[Moment, ...]):
            piece = _piece(moment, row["number"] if several else 0)
            found[moment.criterion] = (*found.get(moment.criterion, ()), piece)
    return found


_ORDER = {1: "first", 2: "second", 3: "third"}


def _piece(moment: Moment, number: int) -> Piece:
    call = f"the {_ORDER.get(number, 'last')} call" if number else "the call"
    if moment.at < 0:
        return Piece(moment, f"on {call}", "all" if not number else f"{number}, all")
    at = clock_words(moment.at)
    return Piece(moment, f"at {at} of {call}" if number else f"at {at}", f"{number}, {at}" if number else at)


def ranked(found: Iterable[Piece], line: Line) -> tuple[Piece, ...]:
    """Pieces in the order in which they serve a criterion: what fits its rating first, words said before the rest."""
    rating = line.rating
    wanted = None if rating is None or not rating.observed else rating.value >= 3

    def rank(piece: Piece) -> tuple[bool, bool, bool]:
        against = wanted is not None and piece.moment.good is not None and piece.moment.good is not wanted
        return against, not piece.moment.quote, piece.moment.at < 0

    return tuple(sorted(found, key=rank))


def after(found: Sequence[Piece], evidence: Evidence) -> Piece | None:
    """The piece to take next: the first, or the one after that which stands already; None where there is none."""
    if not found:
        return None
    at = next((n for n, piece in enumerate(found) if piece.evidence == evidence), -1)
    return found[(at + 1) % len(found)]
