"""A call from its single facts: what stands of them, what they come to, and which scenario is next.

Everything here is worked out from the list of what was pressed, so that a console that was killed comes back as it was.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from zlib import crc32

from domain.model.call import Counts, Entry, Gap, Jot, JotKind, Moment, Phase, Session
from domain.model.terms import Counted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from domain.model.catalogue import Account, Milestone
    from domain.model.role_plays import CallCount, CallKit, CallMark, Scenario

SECOND = 1_000
READING = 60 * SECOND
"""How long the candidate has for the card."""
FREE_RESTART = 20 * SECOND
"""Until when a call can be started anew, once."""
CURVEBALL = 120 * SECOND
CURVEBALL_SOON = 110 * SECOND
"""From when its words stand on the screen."""
CHAT = "chat"

_TAKEN_BACK = frozenset(
    {JotKind.MARK, JotKind.FACT, JotKind.CHECK, JotKind.SAID, JotKind.REPLY, JotKind.QUOTE, JotKind.FLAG, JotKind.RATED}
)


# playing -------------------------------------------------------------------------------------------------------------


def play(
    jots: Sequence[Jot], kit: CallKit, scenario: Scenario, *, reading_since: int, over: int = 0, now: int = 0
) -> Session:
    """The call as these facts leave it; what makes no sense where it stands, a mark before the start, is left out.

    A fact, a check or a customer that the scenario does not have counts for nothing; a timed mark that is pressed while
    another runs ends that one too.
    """
    standing, started, since, restarts = _standing(jots, reading_since)
    phase = Phase.OVER if over else Phase.RUNNING if started else Phase.READING
    end = (over or now) - started if started else 0
    gaps = _gaps(standing, started, len(scenario.customers)) if started else ()
    return Session(
        phase=phase,
        reading_since=since,
        started=started,
        over=over,
        restarts=restarts,
        entries=_entries(standing, kit, scenario, started, end if over else None),
        gaps=gaps,
        last=0 if over else next((jot.id for jot in reversed(standing)), 0),
    )


def _standing(jots: Iterable[Jot], reading_since: int) -> tuple[list[Jot], int, int, int]:
    """What was pressed since the last start and not taken back, when that start was, since when they read, restarts."""
    standing: list[Jot] = []
    started, since, restarts = 0, reading_since, 0
    for jot in jots:
        match jot.kind:
            case JotKind.STARTED if not started:
                started = jot.at
            case JotKind.RESTARTED if started:
                standing, started, since, restarts = [], 0, jot.at, restarts + 1
            case JotKind.UNDO:
                standing = _without(standing, jot.key)
            case kind if started and kind in _TAKEN_BACK:
                standing.append(jot)
    return standing, started, since, restarts


def _without(standing: list[Jot], gone: str) -> list[Jot]:
    """What is left when one is taken back: a quote goes with its moment, and with what was typed of it before."""
    taken = next((jot for jot in standing if str(jot.id) == gone), None)
    if taken is None:
        return standing
    root = taken.key if taken.kind is JotKind.QUOTE and _is_id(taken.key) else gone
    return [
        jot
        for jot in standing
        if jot is not taken and not (jot.kind is JotKind.QUOTE and root in (jot.key, str(jot.id)))
    ]


def _is_id(key: str) -> bool:
    """Whether a quote names the moment that it goes onto; else it names a criterion and is a moment of its own."""
    return key.removeprefix("-").isdigit()


def _entries(
    standing: Iterable[Jot], kit: CallKit, scenario: Scenario, started: int, end: int | None
) -> tuple[Entry, ...]:
    found: list[Entry] = []
    for jot in standing:
        at = max(0, jot.at - started)
        match jot.kind:
            case JotKind.MARK:
                _press(found, jot, kit.mark(jot.key), at)
            case JotKind.QUOTE:
                _say(found, jot, at)
            case JotKind.FACT if _known(jot.key, len(scenario.hidden_facts)) and not _there(found, jot):
                found.append(Entry(jot.id, at, jot.kind, jot.key))
            case JotKind.CHECK if _checks(found) < _checks_of(scenario):
                found.append(Entry(jot.id, at, jot.kind, str(_checks(found))))
            case JotKind.SAID | JotKind.FLAG if not _there(found, jot):
                found.append(Entry(jot.id, at, jot.kind, jot.key))
            case JotKind.REPLY if _known(jot.key, len(scenario.customers)):
                found.append(Entry(jot.id, at, jot.kind, jot.key))
    if end is not None:
        _end_timed(found, kit, end)
    return tuple(found)


def _press(found: list[Entry], jot: Jot, mark: CallMark | None, at: int) -> None:
    """One press of a letter: a moment, or the start or the end of something timed."""
    if mark is None:
        return
    running = [n for n, entry in enumerate(found) if entry.kind is JotKind.MARK and entry.until == -1]
    if mark.timed:
        for n in running:
            found[n] = replace(found[n], until=at)
        if any(found[n].key == jot.key for n in running):
            return
    found.append(Entry(jot.id, at, jot.kind, jot.key, until=-1 if mark.timed else None))


def _say(found: list[Entry], jot: Jot, at: int) -> None:
    """A quote goes onto its moment; without one it is a moment of its own, and onto one that is gone nowhere."""
    for n, entry in enumerate(found):
        if str(entry.id) == jot.key:
            found[n] = replace(entry, quote=jot.words)
            return
    if not _is_id(jot.key):
        found.append(Entry(jot.id, at, jot.kind, jot.key, jot.words))


def _end_timed(found: list[Entry], kit: CallKit, end: int) -> None:
    for n, entry in enumerate(found):
        if entry.until == -1:
            found[n] = replace(entry, until=max(entry.at, end))


def _there(found: Iterable[Entry], jot: Jot) -> bool:
    return any(entry.kind is jot.kind and entry.key == jot.key for entry in found)


def _known(key: str, most: int) -> bool:
    return key.isascii() and key.isdigit() and int(key) < most


def _checks(found: Iterable[Entry]) -> int:
    return sum(entry.kind is JotKind.CHECK for entry in found)


def _checks_of(scenario: Scenario) -> int:
    return len(scenario.card.must_verify) if scenario.card else 0


def _gaps(standing: Iterable[Jot], started: int, customers: int) -> tuple[Gap, ...]:
    """How long each customer of a chat waited: all from the start on, then whenever they wrote again."""
    found = [Gap(customer, 0) for customer in range(customers)]
    for jot in standing:
        if jot.kind is not JotKind.REPLY or not _known(jot.key, customers):
            continue
        at, customer = max(0, jot.at - started), int(jot.key)
        waits = next((n for n, gap in enumerate(found) if gap.customer == customer and gap.until is None), None)
        if waits is None:
            found.append(Gap(customer, at))
        else:
            found[waits] = replace(found[waits], until=at)
    return tuple(found)


def kit_of(kits: Mapping[str, CallKit], scenario: Scenario) -> CallKit:
    """The keys for the kind of call that a scenario is."""
    return next(
        kit
        for kit in kits.values()
        if kit.milestone is scenario.milestone and (not kit.types or scenario.type in kit.types)
    )


def clock(session: Session, now: int) -> int:
    """Milliseconds of the call at a moment; 0 before it starts, its length once it is over."""
    if not session.started:
        return 0
    return max(0, (session.over or now) - session.started)


def reading_left(session: Session, now: int) -> int:
    """Milliseconds that are left of the minute to read; 0 once it has run out."""
    return max(0, READING - max(0, now - session.reading_since))


def may_restart(session: Session, now: int) -> bool:
    """Whether the call can be started anew: once, in its first 20 seconds."""
    return session.phase is Phase.RUNNING and not session.restarts and clock(session, now) < FREE_RESTART


def open_mark(session: Session) -> Entry | None:
    """The hold or silence that is running."""
    return next((entry for entry in session.entries if entry.until == -1), None)


# counting ------------------------------------------------------------------------------------------------------------


def count(session: Session, kit: CallKit, scenario: Scenario, now: int) -> Counts:
    """What is counted so far; what is running counts up to now."""
    length = clock(session, now)
    marks = [(entry, mark) for entry in session.entries if entry.kind is JotKind.MARK if (mark := kit.mark(entry.key))]
    questions = [entry.at for entry, mark in marks if mark.counts is Counted.QUESTION]
    holds = [_lasted(entry, length) for entry, mark in marks if mark.counts is Counted.HOLD]
    silences = [(_lasted(entry, length), mark) for entry, mark in marks if mark.counts is Counted.DEAD_AIR]
    return Counts(
        length=length,
        facts=sum(entry.kind is JotKind.FACT for entry in session.entries),
        facts_of=len(scenario.hidden_facts),
        checks=_checks(session.entries),
        checks_of=_checks_of(scenario),
        questions=len(questions),
        first_question=min(questions, default=None),
        repeats=sum(mark.counts is Counted.REPEAT for _, mark in marks),
        holds=len(holds),
        hold=sum(holds),
        silences=sum(lasted >= mark.from_seconds * SECOND for lasted, mark in silences),
        dead_air=sum(lasted for lasted, _ in silences),
        longest_silence=max((lasted for lasted, _ in silences), default=0),
        longest_gap=max(((length if gap.until is None else gap.until) - gap.at for gap in session.gaps), default=0),
        first_reply=_first_reply(session.gaps),
    )


def _lasted(entry: Entry, length: int) -> int:
    if entry.until is None:
        return 0
    return max(0, (length if entry.until == -1 else entry.until) - entry.at)


def _first_reply(gaps: Sequence[Gap]) -> int | None:
    """When everybody who wrote at the start had an answer; None while somebody waits for the first one."""
    first = [gap.until for gap in gaps if gap.at == 0]
    answered = [until for until in first if until is not None]
    return max(answered) if first and len(answered) == len(first) else None


# evidence ------------------------------------------------------------------------------------------------------------


def moments(session: Session, kit: CallKit, scenario: Scenario, milestone: Milestone) -> tuple[Moment, ...]:
    """What a call that is over offers as evidence, in the order of time, what was counted last.

    Marks and quotes of criteria that the milestone does not have are left out, and timed ones that were too short.
    """
    known = {criterion.id for criterion in milestone.criteria}
    counted = count(session, kit, scenario, session.over)
    found = [_moment(entry, kit) for entry in session.entries]
    found += [_counted(one, counted) for one in kit.counts]
    return tuple(moment for moment in found if moment is not None and moment.criterion in known)


def _moment(entry: Entry, kit: CallKit) -> Moment | None:
    if entry.kind is JotKind.QUOTE and entry.quote:
        return Moment(entry.at, "words", entry.key, None, "", "", entry.quote)
    mark = kit.mark(entry.key) if entry.kind is JotKind.MARK else None
    if mark is None:
        return None
    lasted = (entry.until or 0) - entry.at if mark.timed else 0
    if mark.timed and lasted < mark.from_seconds * SECOND:
        return None
    act = mark.act.format(time=length_words(lasted)) if mark.timed else mark.act
    return Moment(entry.at, mark.label, mark.criterion, mark.good, act, mark.effect, entry.quote, lasted)


def _counted(one: CallCount, counts: Counts) -> Moment | None:
    """Evidence made of a count; nothing where there was nothing to count."""
    measured: Mapping[Counted, tuple[float, float] | None] = {
        Counted.FACTS: (counts.facts, counts.facts_of) if counts.facts_of else None,
        Counted.QUESTION: None if counts.first_question is None else (counts.first_question / SECOND, 0),
        Counted.REPEAT: (counts.repeats, 0) if counts.repeats else None,
        Counted.HOLD: (counts.hold / SECOND, 0) if counts.holds else None,
        Counted.DEAD_AIR: (counts.longest_silence / SECOND, 0) if counts.longest_silence else None,
        Counted.REPLY: (counts.longest_gap / SECOND, 0) if counts.longest_gap else None,
    }
    found = measured[one.counts]
    if found is None:
        return None
    value, of = found
    good = value >= one.limit * of if one.counts is Counted.FACTS else value <= one.limit
    number = int(value)
    act = one.act.format(n=number, of=int(of), times=times_words(number), time=length_words(number * SECOND))
    return Moment(-1, LABELS[one.counts], one.criterion, good, act, one.strength if good else one.gap)


LABELS: Mapping[Counted, str] = {
    Counted.FACTS: "facts found",
    Counted.QUESTION: "first question",
    Counted.REPEAT: "repeats",
    Counted.HOLD: "hold in all",
    Counted.DEAD_AIR: "longest silence",
    Counted.REPLY: "longest wait",
}


UNITS = ("minute", "second")


def length_words(milliseconds: int) -> str:
    """How long something lasted, for somebody who reads it: '1 second', '12 seconds', '1 minute 5 seconds'."""
    spent = divmod(max(0, milliseconds) // SECOND, 60)
    words = [
        f"{number} {unit}{'' if number == 1 else 's'}" for number, unit in zip(spent, UNITS, strict=True) if number
    ]
    return " ".join(words) or "0 seconds"


def times_words(number: int) -> str:
    """'once', 'twice', '3 times'; 'not once' for none."""
    return {0: "not once", 1: "once", 2: "twice"}.get(number, f"{number} times")


def clock_words(milliseconds: int) -> str:
    """A moment as the clock shows it: '0:07', '2:14', and '99:59' for anything later."""
    seconds = min(max(0, milliseconds) // SECOND, 99 * 60 + 59)
    return f"{seconds // 60}:{seconds % 60:02}"


# picking -------------------------------------------------------------------------------------------------------------


def open_scenarios(
    scenarios: Mapping[str, Scenario],
    account: Account,
    milestone: Milestone,
    had: Collection[str],
    *,
    last: str = "",
    salt: str = "",
) -> tuple[str, ...]:
    """The scenarios that a person can still have at a milestone, best first; never one that they had.

    A chat account gets chats and the others calls, as far as the milestone has both. First come those that the account
    names. Among them those whose difficulty is nearest to the last one's, so that two tries can be compared, else to
    the middle of what the account names; a chat with several customers comes before one with fewer. What is alike is
    put in order by `salt`, which is the same for one attempt.
    """
    mine = [one for one in scenarios.values() if one.milestone is milestone.id]
    chats = [one for one in mine if one.type == CHAT]
    if chats and account.channel != "blended" and account.channel != "any":
        mine = chats if account.channel == CHAT else [one for one in mine if one.type != CHAT]
    named = [one for one in mine if one.id in account.scenarios]
    wanted = scenarios[last].difficulty if last in scenarios else _middle(named or mine)
    ranked = sorted(
        (one for one in mine if one.id not in had),
        key=lambda one: (
            one.id not in account.scenarios,
            abs(one.difficulty - wanted),
            -len(one.customers),
            crc32(f"{salt}/{one.id}".encode()),
        ),
    )
    return tuple(one.id for one in ranked)


def _middle(scenarios: Sequence[Scenario]) -> int:
    """The difficulty in the middle, the easier of two; 3 where there is none."""
    levels = sorted(one.difficulty for one in scenarios)
    return levels[(len(levels) - 1) // 2] if levels else 3
