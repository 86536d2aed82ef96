"""What Follow-up lists, kind by kind: where each kind is read, what its rows say, and how many there are.

A new kind is a member of `Kind`, a `Source` in `SOURCES`, and a reader of its rows in `READERS`; the list, its order,
its parts, putting off and the counts follow from these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from domain.model.lazily import dataclass
from domain.model.terms import MilestoneId, NextStep, Outcome, State
from domain.workbook import due, letters, mailing, messages, offer_sheets, pool, promises, slots, touches
from domain.workbook.contacts import COLUMNS
from domain.workbook.mailing import MailState
from domain.workbook.wording import inside, weekday_day_month

if TYPE_CHECKING:
    from domain.store import Tx
    from domain.workbook.snoozes import Key
    from domain.workbook.workbook import Workbook


class Kind(StrEnum):
    """What somebody waits for, in the order in which things of one moment are listed."""

    PROMISE = "promises"
    REPLY = "replies"
    """What they wrote: a thank-you note or a check-in."""
    MAIL = "mail"
    """A message that did not get through by mail, or is on its way."""
    TOUCH = "touches"
    """The next try, or the closing note."""
    SLOT = "slots"
    """Somebody to be reminded of their slot."""
    OFFER = "offers"
    """The next step of an offer: their answer, a contact before the start, day one, and the days after it."""
    WAITING = "waiting"
    SLIP = "slips"
    DRAFT = "drafts"
    POOL = "pool"
    """A message to somebody who is kept for another opening, or their last days there."""
    RETEST = "retests"


OF_PERSONS = frozenset({Kind.WAITING, Kind.RETEST})
"""Kinds that have no id of their own: what is due is the person."""
RANKS = {kind: rank for rank, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True)
class Due:
    """Something that is due: what it is sorted by, its id, and whose it is."""

    kind: Kind
    due: date
    hour: str
    """As `promises.hour_order` has it."""
    id: int
    person: int

    def order(self) -> tuple[date, str, int, int]:
        """By day, then by hour, then the kinds in their order."""
        return self.due, self.hour, RANKS[self.kind], self.id

    def key(self) -> Key:
        """What `snoozes` knows it by."""
        return key_of(self.kind, self.id, self.person)


def key_of(kind: Kind, own: int, person: int) -> Key:
    """What `snoozes` knows something by that is due."""
    return kind, about(kind, own), person


def about(kind: Kind, own: int) -> int:
    """The id of what is due as contacts name it: 0 where that is the person."""
    return 0 if kind in OF_PERSONS else own


Read = Callable[["Workbook", "Tx"], Iterable[Due]]
Rows = Callable[["Workbook", "Tx", Sequence[int]], Iterator[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Source:
    """Where one kind is read."""

    read: Read
    """All that is due or, where `comes`, to come."""
    count: Callable[[Workbook, Tx], tuple[int, bool]]
    """How many there are, as far as they are counted, and whether there are more."""
    comes: bool = True
    """Whether it may be due on a day to come."""


# what is due ---------------------------------------------------------------------------------------------------------


def _promises(wb: Workbook, tx: Tx) -> Iterator[Due]:
    for row in tx.rows("select id, person, due, hour from promise where closed_at = 0"):
        day, hour = date.fromisoformat(row["due"]), promises.hour_order(wb, row["hour"])
        yield Due(Kind.PROMISE, day, hour, row["id"], row["person"])


_ANSWERED = f"t.next in ('{NextStep.ANSWER}', '{NextStep.KIND_LINE}')"
_TOUCHES = f"from touch t join person p on p.id = t.person where {touches.LIVE} and"
_PARTS = {Kind.REPLY: _ANSWERED, Kind.TOUCH: f"not {_ANSWERED}"}


def _touches(kind: Kind) -> Read:
    def read(wb: Workbook, tx: Tx) -> Iterator[Due]:
        any_hour = promises.hour_order(wb, "")
        for row in tx.rows(f"select t.id, t.person, t.due {_TOUCHES} {_PARTS[kind]}"):
            yield Due(kind, date.fromisoformat(row["due"]), any_hour, row["id"], row["person"])

    return read


def _mail(wb: Workbook, tx: Tx) -> Iterator[Due]:
    any_hour = promises.hour_order(wb, "")
    for row in tx.rows(f"select l.id, l.person, {_MAILED} {letters.OPEN}"):
        yield Due(Kind.MAIL, _mail_due(wb, row), any_hour, row["id"], row["person"])


_MAILED = "m.state as mail, m.at as put, act.at as put_at, m.wait, m.tries, m.not_before, m.claimed_at"


def _mail_due(wb: Workbook, row: dict[str, Any]) -> date:
    """The day of a mail that failed; of one on its way the day after it should have left, so that none stays unseen."""
    if row["mail"] == MailState.FAILED:
        return wb.day(row["put"])
    return wb.day(_leaves_at(row)) + timedelta(days=1)


def _leaves_at(row: dict[str, Any]) -> int:
    # Of a row that tells of its person as well, who is in a state of their own.
    return mailing.leaves_at(row | {"state": row["mail"]})


def _slips(wb: Workbook, tx: Tx) -> Iterator[Due]:
    any_hour = promises.hour_order(wb, "")
    return (Due(Kind.SLIP, row.due, any_hour, row.attempt, row.person) for row in due.owed(wb, tx))


def _drafts(wb: Workbook, tx: Tx) -> Iterator[Due]:
    any_hour = promises.hour_order(wb, "")
    return (Due(Kind.DRAFT, row.due, any_hour, row.attempt, row.person) for row in due.drafts(wb, tx))


def _waiting(wb: Workbook, tx: Tx) -> Iterator[Due]:
    any_hour = promises.hour_order(wb, "")
    return (Due(Kind.WAITING, day, any_hour, person, person) for person, day in due.waiting_days(wb, tx))


def _slots(wb: Workbook, tx: Tx) -> Iterator[Due]:
    any_hour = promises.hour_order(wb, "")
    return (Due(Kind.SLOT, one.due, any_hour, one.visit, one.person) for one in slots.reminders_in(wb, tx))


def _offers(wb: Workbook, tx: Tx) -> Iterator[Due]:
    any_hour = promises.hour_order(wb, "")
    return (Due(Kind.OFFER, one.step.on, any_hour, one.offer, one.person) for one in _next_steps(wb, tx))


def _next_steps(wb: Workbook, tx: Tx) -> Iterable[offer_sheets.DueRow]:
    """Of every offer what comes first."""
    first: dict[int, offer_sheets.DueRow] = {}
    for one in offer_sheets.due_in(wb, tx, date.max):
        first.setdefault(one.offer, one)
    return first.values()


def _kept(wb: Workbook, tx: Tx) -> Iterator[Due]:
    any_hour = promises.hour_order(wb, "")
    return (Due(Kind.POOL, day, any_hour, own, person) for own, person, day in pool.due(wb, tx))


def _counted_touches(kind: Kind) -> Callable[[Workbook, Tx], tuple[int, bool]]:
    return lambda _wb, tx: due.capped(tx, f"select t.id {_TOUCHES} {_PARTS[kind]}")


SOURCES: Mapping[Kind, Source] = {
    Kind.PROMISE: Source(_promises, lambda _wb, tx: due.capped(tx, "select id from promise where closed_at = 0")),
    Kind.REPLY: Source(_touches(Kind.REPLY), _counted_touches(Kind.REPLY)),
    Kind.MAIL: Source(_mail, lambda _wb, tx: due.capped(tx, f"select l.id {letters.OPEN}")),
    Kind.TOUCH: Source(_touches(Kind.TOUCH), _counted_touches(Kind.TOUCH)),
    Kind.SLOT: Source(_slots, lambda wb, tx: (len(slots.reminders_in(wb, tx)), False)),
    Kind.OFFER: Source(_offers, lambda _wb, tx: due.capped(tx, "select id from offer where open = 1")),
    Kind.WAITING: Source(_waiting, due.count_waiting, comes=False),
    Kind.SLIP: Source(_slips, lambda _wb, tx: (due.count_owed(tx), False)),
    Kind.DRAFT: Source(_drafts, due.count_drafts),
    Kind.POOL: Source(_kept, pool.count_due),
}
"""Every kind but the retests, which may be very many: `follow_up` walks along their index."""


# what the rows say ---------------------------------------------------------------------------------------------------

CONTACT = f"{COLUMNS.replace('p.id,', 'p.id as person,', 1)}"
"""What every row says of its person."""


def _promised(_wb: Workbook, tx: Tx, wanted: Sequence[int]) -> Iterator[dict[str, Any]]:
    among, values = tx.among("r.id", wanted)
    for row in tx.rows(
        f"select r.id, r.words as what, r.due, r.hour, r.moved, r.who, {CONTACT} from promise r"
        f" join person p on p.id = r.person where {among} and r.closed_at = 0",
        **values,
    ):
        yield row | {"kind": Kind.PROMISE, "due": date.fromisoformat(row["due"])}


_NOTES = {Outcome.THANK_YOU: "Thank-you note", Outcome.CHECK_IN: "Check-in"}
_STEPS = {NextStep.TRY: "Try again", NextStep.CLOSING: "Closing note", NextStep.CLOSE: "Close the step"}


def _touched(wb: Workbook, tx: Tx, wanted: Sequence[int]) -> Iterator[dict[str, Any]]:
    among, values = tx.among("t.id", wanted)
    for row in tx.rows(
        "select t.id, t.outcome, t.next as step, t.due, t.not_before, t.via, t.who, t.words, t.milestone as stage,"
        f" {CONTACT} from touch t join person p on p.id = t.person where {among} and {touches.LIVE}",
        **values,
    ):
        step = NextStep(row["step"])
        reply = step in touches.ANSWERS
        stage = f", {short(wb, MilestoneId(row['stage']))}" if row["stage"] else ""
        what = _NOTES.get(Outcome(row["outcome"]), "Their message") if reply else f"{_STEPS[step]}{stage}"
        kind = Kind.REPLY if reply else Kind.TOUCH
        yield row | {"kind": kind, "what": what, "due": date.fromisoformat(row["due"])}


def _unsent(wb: Workbook, tx: Tx, wanted: Sequence[int]) -> Iterator[dict[str, Any]]:
    """Messages that did not get through, or are on their way."""
    among, values = tx.among("l.id", wanted)
    for row in tx.rows(
        f"select l.id, l.situation, l.who, m.why as words, {_MAILED}, {CONTACT} from letter l"
        " join mailing m on m.letter = l.id join act on act.id = m.act join person p on p.id = l.person"
        f" where {among} and m.state <> 'sent'",
        **values,
    ):
        title, leaves = inside(messages.titled(wb, row["situation"])), row["mail"] != MailState.FAILED
        told = {"what": f"{'In the mail' if leaves else 'Not sent'}: {title}", "leaves": leaves}
        if leaves:
            told["words"] = " ".join(filter(None, (_leaves(wb, row), row["words"])))
        yield row | {"kind": Kind.MAIL, "due": _mail_due(wb, row), **told}


def _leaves(wb: Workbook, row: dict[str, Any]) -> str:
    """When a mail leaves, on the site's clock, as a sentence: 'Leaves on Tue 24 Nov at 9:00.'."""
    leaves = datetime.fromtimestamp(_leaves_at(row) / 1000, wb.site.tz())
    if leaves.timestamp() * 1000 <= wb.now():
        return "Leaves with the next mail."
    day = "" if leaves.date() == wb.today() else f" on {weekday_day_month(leaves.date())}"
    return f"Leaves{day} at {leaves.hour}:{leaves.minute:02}."


def _tried(wb: Workbook, tx: Tx, wanted: Sequence[int]) -> Iterator[dict[str, Any]]:
    """Slips that are owed, and score sheets that were left open."""
    among, values = tx.among("a.id", wanted)
    for row in tx.rows(
        "select a.id, a.slip, a.who, a.milestone as tried, a.finished_at, coalesce(s.at, 0) as drafted_at,"
        f" a.opened_at, {CONTACT} from attempt a join person p on p.id = a.person left join slip s on s.id = a.slip"
        f" where {among} and (s.id is null or s.state = 'draft')",
        **values,
    ):
        milestone, finished = MilestoneId(row["tried"]), row["finished_at"]
        since = row["drafted_at"] or finished or row["opened_at"]
        yield row | {
            "kind": Kind.SLIP if finished else Kind.DRAFT,
            "what": f"{'Slip' if finished else 'Left open'}, {short(wb, milestone)}",
            "due": due.slip_due(wb, milestone, since),
        }


_WAIT = ", ".join(f"'{state}'" for state in due.WAITING_STATES)


def _standing(wb: Workbook, tx: Tx, wanted: Sequence[int]) -> Iterator[dict[str, Any]]:
    """People who wait for us, or for their retest."""
    among, values = tx.among("p.id", wanted)
    for row in tx.rows(
        f"select p.id, p.since, p.retest, {CONTACT}"
        f" from person p where {among} and (p.retest > '' or p.state in ({_WAIT}))",
        **values,
    ):
        milestone = MilestoneId(row["milestone"])
        retest = bool(row["retest"])
        how = "Retest" if retest else "On hold" if row["state"] == State.ON_HOLD else "Waits"
        yield row | {
            "kind": Kind.RETEST if retest else Kind.WAITING,
            "what": f"{how}, {short(wb, milestone)}",
            "due": date.fromisoformat(row["retest"]) if retest else due.waiting_due(wb, milestone, row["since"]),
        }


def _booked(wb: Workbook, tx: Tx, wanted: Sequence[int]) -> Iterator[dict[str, Any]]:
    """Who is to be reminded of their slot."""
    among, values = tx.among("v.id", wanted)
    for row in tx.rows(
        f"select v.id, v.milestone as stage, v.booked_for, {CONTACT} from visit v join person p on p.id = v.person"
        f" where {among} and v.state = 'booked' and v.milestone > '' and v.reminded_at = 0",
        **values,
    ):
        words = f"Remind: {short(wb, MilestoneId(row['stage']))}, {slots.said(wb, row['booked_for'])}"
        yield row | {"kind": Kind.SLOT, "what": words, "due": slots.reminder_due(wb, row["booked_for"])}


def _offered(wb: Workbook, tx: Tx, wanted: Sequence[int]) -> Iterator[dict[str, Any]]:
    """Offers of which something is due."""
    among, values = tx.among("f.id", wanted)
    rows = tx.rows(
        f"select f.id, f.who, {CONTACT} from offer f join person p on p.id = f.person where {among} and f.open = 1",
        **values,
    )
    steps = {one.offer: one for one in _next_steps(wb, tx)} if rows else {}
    for row in rows:
        if (one := steps.get(row["id"])) is not None:
            yield row | {"kind": Kind.OFFER, "what": one.words, "due": one.step.on}


def _pool(wb: Workbook, tx: Tx, wanted: Sequence[int]) -> Iterator[dict[str, Any]]:
    """What somebody of the pool hears next; behind the last touch, that their days there run out."""
    for own, (row, entry) in pool.kept(wb, tx, wanted).items():
        what = f"Pool: {inside(entry.about)}" if entry.due else "Pool: renew or let go"
        yield row | {
            "id": own,
            "person": row["id"],
            "kind": Kind.POOL,
            "what": what,
            "due": entry.due or entry.until,
            "who": entry.who,
        }


READERS: tuple[Rows, ...] = (_promised, _touched, _unsent, _tried, _pool, _standing, _booked, _offered)
"""What reads the rows of ids; each leaves out ids that are not its own."""


def short(wb: Workbook, milestone: MilestoneId) -> str:
    """A milestone within a reason, in few letters: 'mock call'."""
    return wb.catalogue.milestones[milestone].short.lower()


def put_off_words(what: str, why: str) -> str:
    """Something that was put off, with its reason."""
    return f"{what}. Put off: {inside(why)}" if why else what
