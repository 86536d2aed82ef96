"""Short messages in the mail: frozen word for word, kept back by the rules of contact, and a contact once they left.

They go through the same outbox as slips (`mailing`, `mail_runs`): second thoughts, their hours, tries, never twice.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from domain.model.errors import BadInput, Conflict, NotFound
from domain.model.message import ANSWERS, APPOINTMENTS, Situation
from domain.model.terms import Channel, OfferState, Outcome, SlipState, VisitState
from domain.reports import Appointment, Note, appointment_file, mail_address, note_message
from domain.rules import touching
from domain.rules.gates import Gate, GateId, full_gate, hours_gate
from domain.rules.touching import RuleId
from domain.workbook import contacts, mailing, messages, slip_gates, touches
from domain.workbook.hours import local_of
from domain.workbook.mailing import Carries
from domain.workbook.touches import About

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.reports import Envelope
    from domain.rules.touching import Refusal
    from domain.store import Act, Tx
    from domain.workbook.messages import Draft
    from domain.workbook.workbook import Workbook

_GATES = {RuleId.STOP: GateId.STOP, RuleId.TEXT: GateId.TEXT}
_OFFERED = {Situation.OFFER: OfferState.MADE, Situation.PRE_START: OfferState.ACCEPTED}
"""How an offer stands of which a message speaks."""


def put(wb: Workbook, of: Draft, words: str, wait: int, about: About | None = None) -> int:
    """Freeze a message and put it in the mail, as one act; it leaves `wait` milliseconds later at the earliest.

    Its id. Their hours and the caps on messages it waits for; any other rule of contact that says not now is a
    Conflict that names it, and so is a message about the same that waits in the mail already. BadInput as for
    `messages.checked`, and for an address that is none.
    """
    said = messages.checked(wb, words)
    if not of.address:
        raise BadInput(f"No e-mail address of {of.name} is known.", "Ask for one, or take another way.")
    mail_address(of.address)
    due = messages.about_of(of, about)
    fields = _fields(of) | {
        "person": of.person,
        "subject": of.subject,
        "words": said,
        "language": of.language,
        "kind": due.kind,
        "about": due.id,
        "state": SlipState.LEAVING,
        "why": "",
        "who": wb.store.who,
        "touch": 0,
    }

    def work(act: Act) -> int:
        if messages.in_mail(act, of):
            raise Conflict(f"A message to {of.name} about this is in the mail.", "Wait until it left, or take it back.")
        letter = act.insert("letter", **fields, at=act.at)
        if not_now := _stops(held_in(wb, act, [letter])[letter]):
            raise Conflict(not_now.removesuffix("."), "Wait for it, or take another way.")
        mailing.insert_in(wb, act, [letter], wait, Carries.LETTER)
        return letter

    return wb.store.do(f"put a message to {of.name} in the mail", work)


def _fields(of: Draft) -> dict[str, object]:
    """What a message is about, and the day and the hour that it names."""
    day = of.day.isoformat() if of.day and of.needs_day else ""
    return {"situation": of.situation, "day": day, "hour": of.hour if of.needs_hour else ""}


# what keeps them back ------------------------------------------------------------------------------------------------


def held_in(wb: Workbook, tx: Tx, ids: Sequence[int]) -> dict[int, tuple[Gate, ...]]:
    """What keeps these messages back now, by id, the weightiest first."""
    among, values = tx.among("l.id", ids)
    rows = tx.rows(
        f"select l.id as letter, l.situation, l.day, l.hour, l.kind, l.about, l.at, {contacts.COLUMNS}"
        f" from letter l join person p on p.id = l.person where {among}",
        **values,
    )
    people = {row["id"]: row for row in rows}
    known = contacts.histories(wb, tx, people.values(), contacts.here_in(wb, tx, list(people)))
    return {row["letter"]: _gates(wb, tx, row, known[row["id"]]) for row in rows}


def against(wb: Workbook, of: Draft) -> str:
    """What keeps a message out of the mail, as a sentence; '' where it may go, or waits there for its time."""
    with wb.store.read() as tx:
        row = contacts.read_person(tx, of.person) | _fields(of)
        known = contacts.histories(wb, tx, [row], contacts.here_in(wb, tx, [of.person]))
        return _stops(_gates(wb, tx, row, known[of.person]))


def _stops(gates: tuple[Gate, ...]) -> str:
    gate = next((one for one in gates if one.id not in mailing.WAITED_FOR), None)
    return f"Not now: {gate.message}." if gate else ""


def _gates(wb: Workbook, tx: Tx, row: dict[str, Any], history: contacts.History) -> tuple[Gate, ...]:
    situation = Situation(row["situation"])
    found = []
    if 0 < _over_at(wb, row) <= wb.now():
        found.append(Gate(GateId.LATE, "the day that it names is over", "Write a new one."))
    elif overtaken := _overtaken(wb, tx, row):
        found.append(Gate(GateId.LATE, overtaken, "Take it back, and write a new one if there is need."))
    if not row["email"]:
        found.append(Gate(GateId.ADDRESS, "no e-mail address of theirs is known", "Ask for one."))
    rules = wb.catalogue.follow_up.contact
    against = touching.refusals(history.asked, rules, Channel.EMAIL, messages.purpose_of(wb, situation))
    found += [_gate(wb, one, row, history) for one in against]
    if situation not in ANSWERS and (full := slip_gates.full(wb, tx, row["id"])):
        found.append(full_gate(full))
    return tuple(found)


def _gate(wb: Workbook, refusal: Refusal, row: dict[str, Any], history: contacts.History) -> Gate:
    if refusal.rule is RuleId.HOURS:
        return hours_gate(history.asked.moment)
    until = local_of(wb, row["zone"], refusal.until) if refusal.until > wb.now() else None
    own = _GATES.get(refusal.rule, GateId.PACE if until else GateId.RULE)
    return Gate(own, refusal.message, "Wait for it, or speak with them when they are here.", until)


def _overtaken(wb: Workbook, tx: Tx, row: Mapping[str, Any]) -> str:
    """What came in between, so that a message that waited would say what is no longer so; '' where nothing did."""
    situation, kind, about = row["situation"], row.get("kind"), row.get("about")
    if kind == contacts.SLOTS and situation in APPOINTMENTS:
        visit = tx.row("select state, booked_for from visit where id = :id", id=about)
        starts = _starts(wb, row) if situation == Situation.REMINDER else None
        moved = visit and starts and visit["booked_for"] != int(starts.timestamp() * 1000)
        gone = visit is None or visit["state"] != VisitState.BOOKED
        return "the slot that it is about is no longer theirs" if gone or moved else ""
    if kind == contacts.PROMISES and situation == Situation.DELAY:
        return _promised_otherwise(tx, about, row)
    if kind == contacts.OFFERS and situation in _OFFERED:
        state = tx.value("select state from offer where id = :id", id=about)
        return "" if state == _OFFERED[situation] else "their offer stands otherwise by now"
    return ""


def _promised_otherwise(tx: Tx, promise: object, row: Mapping[str, Any]) -> str:
    """Whether a promise was kept, moved or dropped since a message about it was written; '' where it stands."""
    known = tx.row("select p.closed_at, a.at from promise p join act a on a.id = p.act where p.id = :id", id=promise)
    if known is None or known["closed_at"]:
        return "the promise that it is about is closed"
    return "the promise that it is about was changed since" if 0 < row.get("at", 0) < known["at"] else ""


def _over_at(wb: Workbook, row: Mapping[str, Any]) -> int:
    """When what a message says is no longer so, milliseconds UTC: its appointment, or the end of the day that it names.

    0 where it names none.
    """
    if starts := _starts(wb, row):
        return int(starts.timestamp() * 1000)
    return wb.starts_at(date.fromisoformat(row["day"]) + timedelta(days=1)) if row["day"] else 0


def _starts(wb: Workbook, row: Mapping[str, Any]) -> datetime | None:
    """When the appointment of a message begins."""
    if row["situation"] not in APPOINTMENTS or not row["day"] or not row["hour"]:
        return None
    return datetime.combine(date.fromisoformat(row["day"]), time.fromisoformat(row["hour"]), wb.site.tz())


# leaving -------------------------------------------------------------------------------------------------------------


def message(wb: Workbook, letter: int, envelope: Envelope) -> bytes:
    """The mail of a message, with its appointment; BadInput for an address that is none."""
    with wb.store.read() as tx:
        row = tx.row("select * from letter where id = :id", id=letter) or {}
    note = Note(row["subject"], row["words"], row["language"], _calendar(wb, row))
    return note_message(note, envelope, wb.site.name, wb.site.letterhead)


def _calendar(wb: Workbook, row: Mapping[str, Any]) -> bytes:
    starts = _starts(wb, row)
    if starts is None:
        return b""
    return appointment_file(
        Appointment(
            uid=messages.appointment_id(row["person"], row["situation"], starts.date()),
            title=row["subject"],
            starts=starts,
            minutes=messages.MEETING_MINUTES,
            made=datetime.fromtimestamp(row["at"] / 1000, UTC),
            place=wb.site.name,
        )
    )


def sent_in(wb: Workbook, act: Act, letter: int) -> Mapping[str, object]:
    """Note the contact that a message came to, once the server took it; what is written down of it."""
    row = act.row("select * from letter where id = :id", id=letter) or {}
    situation = Situation(row["situation"])
    contact = touches.Contact(
        Outcome.LEFT_WORD,
        Channel.EMAIL,
        row["words"],
        About(row["kind"], row["about"]),
        situation,
        messages.asks(wb, situation),
        date.fromisoformat(row["day"]) if messages.moves(situation, row["kind"]) and row["day"] else None,
        row["who"],
    )
    logged = touches.log_in(wb, act, row["person"], contact)
    return {"state": SlipState.SENT, "why": "", "touch": logged.touch}


def last_sent(wb: Workbook, person_id: int) -> int:
    """The last message that left to somebody by mail and that they have not said they have; NotFound for none."""
    with wb.store.read() as tx:
        found = tx.value(
            "select id from letter where person = :p and state = 'sent' order by at desc, id desc limit 1", p=person_id
        )
    if not found:
        raise NotFound("No message went to them by e-mail.", "Slips that came back are noted in Slips, with b.")
    return int(found)


# looking -------------------------------------------------------------------------------------------------------------

OPEN = "from mailing m join letter l on l.id = m.letter join act on act.id = m.act where m.state <> 'sent'"
"""Messages that are in the mail or did not get through, along the index of mail that is open."""
