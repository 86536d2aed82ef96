"""What is known of people who are to be contacted, and which rule of contact stands against it now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.model.errors import Conflict, NotFound
from domain.model.lazily import dataclass
from domain.model.terms import INCOMING, Channel, NextStep, Outcome
from domain.rules import touching
from domain.rules.touching import ANY, TEXTED, Asked, Purpose, Refusal, RuleId, Try
from domain.workbook import unanswered
from domain.workbook.hours import local_of, moment_of
from domain.workbook.wording import DAY, weekday_day_month

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from domain.rules.contact_hours import Moment
    from domain.store import Tx
    from domain.workbook.workbook import Workbook

COLUMNS = (
    "p.id, p.name, p.application, p.milestone, p.state, p.channel, p.second_channel, p.phone, p.email, p.zone,"
    " p.window_from, p.window_to, p.ok_text, p.no_contact"
)
"""What must be read of a person to tell."""
LOOKED_BACK = 180 * DAY
"""Milliseconds behind us in which contacts count."""
PROMISES, REPLIES, POOL, SLOTS, OFFERS = "promises", unanswered.REPLIES, "pool", "slots", "offers"
"""What is due when a contact is about a promise, what they wrote, other openings, their slot, or their offer."""
CLOSING, DELAY = "closing_note", "delay"
"""The situations of the note after which nobody is tried again at a stage, and of word that a promise will be late."""


CAME = "came"
"""Stands among outcomes for somebody who came to the site, or took a milestone: no words could answer better."""
_TOOK_PART = (
    "'' as channel, '' as milestone, '' as kind, 0 as about, :came as outcome, '' as message, 0 as asked, '' as next,"
    " 1 as closed_at, 0 as turn, id"
)
_EVENTS = f"""
select person, at, channel, milestone, kind, about, outcome, message, asked, next, closed_at, 1 as turn, id
  from touch where {{among}} and at > :since
 union all select person, arrived_at as at, {_TOOK_PART} from visit where {{among}} and arrived_at > :since
 union all select person, opened_at as at, {_TOOK_PART} from attempt
  where {{among}} and opened_at > :since and result in ('passed', 'not_yet')
 order by person, at, turn, id"""
"""Contacts with people, and when they were here or took part themselves; that comes first within a millisecond."""


@dataclass(frozen=True, slots=True)
class History:
    """What the rules of contact ask about one person."""

    asked: Asked
    lately: int
    """Messages of theirs within the days of `often`."""
    delays: frozenset[int]
    """Promises about which one delay message went out."""


def ways(row: Mapping[str, Any]) -> tuple[str, ...]:
    """The channels by which a person can be reached: the one that they wish, then their second one, then the others."""
    known = [
        (Channel.CALL, bool(row["phone"])),
        (Channel.SMS, bool(row["phone"] and may_text(row))),
        (Channel.EMAIL, bool(row["email"])),
    ]
    wishes = [wish for wish in (row["channel"], row["second_channel"]) if wish in tuple(Channel)]
    return tuple(dict.fromkeys([*wishes, *(str(channel) for channel, there in known if there)]))


def may_text(row: Mapping[str, Any]) -> bool:
    """Whether they said that they may be texted, or named it as their second channel."""
    return bool(row["ok_text"]) or row["second_channel"] in TEXTED


def person(wb: Workbook, person_id: int) -> dict[str, Any]:
    """What the rules of contact ask of one person's card; NotFound for nobody."""
    with wb.store.read() as tx:
        return read_person(tx, person_id)


def read_person(tx: Tx, person_id: int) -> dict[str, Any]:
    """The same inside a transaction."""
    row = tx.row(f"select {COLUMNS} from person p where p.id = :id", id=person_id)
    if row is None:
        raise NotFound("This person is no longer in the workbook.", "They may have been put into another entry.")
    return row


def histories(wb: Workbook, tx: Tx, rows: Iterable[Mapping[str, Any]], here: Iterable[int] = ()) -> dict[int, History]:
    """What is known of these people (`COLUMNS`), by id, in one question; `here` are those on site or with a slot."""
    known = {int(row["id"]): row for row in rows}
    present = set(here)
    among, values = tx.among("person", list(known))
    found: dict[int, list[dict[str, Any]]] = {person: [] for person in known}
    for touch in tx.rows(_EVENTS.format(among=among), since=wb.now() - LOOKED_BACK, came=CAME, **values):
        found[touch["person"]].append(touch)
    return {person: _history(wb, row, found[person], here=person in present) for person, row in known.items()}


def _history(wb: Workbook, row: Mapping[str, Any], touched: Sequence[dict[str, Any]], *, here: bool) -> History:
    tries, closed, wrote = _since_they_answered(row, touched)
    lately = wb.now() - wb.catalogue.follow_up.contact.often.days * DAY
    asked = Asked(
        now=wb.now(),
        day_began=wb.starts_at(wb.today()),
        moment=moment_of(wb, row["zone"], row["window_from"], row["window_to"]),
        no_contact=bool(row["no_contact"]),
        they_wrote=wrote,
        here=here,
        tries=tries,
        closed=closed,
        pool=tuple(one["at"] for one in touched if one["kind"] == POOL and one["outcome"] not in INCOMING),
        ok_text=may_text(row),
        wish=row["channel"],
    )
    delays = frozenset(one["about"] for one in touched if one["kind"] == PROMISES and one["message"] == DELAY)
    return History(asked, sum(one["outcome"] in INCOMING and one["at"] > lately for one in touched), delays)


def _since_they_answered(
    row: Mapping[str, Any], touched: Sequence[dict[str, Any]]
) -> tuple[tuple[Try, ...], bool, bool]:
    """Tries since they last answered or came, whether the closing note was one, and whether they wrote last."""
    tries: list[Try] = []
    closed = wrote = False
    for one in touched:
        outcome = one["outcome"]
        if outcome == CAME:
            tries, closed = [], False
        elif outcome in INCOMING or outcome == Outcome.REACHED:
            tries, closed = [], False
            wrote = outcome in INCOMING and outcome != Outcome.STOP
        else:
            wrote, here = False, one["milestone"] == row["milestone"]
            closed = closed or (here and one["message"] == CLOSING)
            if one["asked"]:
                tries.append(Try(one["at"], one["channel"], here))
    unanswered = any(one["next"] in (NextStep.ANSWER, NextStep.KIND_LINE) and not one["closed_at"] for one in touched)
    return tuple(tries), closed, wrote or unanswered


def check_stop(tx: Tx, person_id: int) -> None:
    """Conflict where somebody asked not to be contacted, so that nothing is said to have gone to them."""
    row = read_person(tx, person_id)
    if row["no_contact"]:
        words = f"{row['name']} asked not to be contacted; only what they write is answered."
        raise Conflict(words, "If they want to hear from us again, say so on their card.", names=[row["name"]])


def against(wb: Workbook, person_id: int, channel: str = "", purpose: Purpose = ANY) -> tuple[Refusal, ...]:
    """Every rule that stands against contacting one person now, the weightiest first; NotFound for nobody."""
    with wb.store.read() as tx:
        asked = _asked(wb, tx, read_person(tx, person_id))
    return touching.refusals(asked, wb.catalogue.follow_up.contact, channel, purpose)


def _asked(wb: Workbook, tx: Tx, row: Mapping[str, Any]) -> Asked:
    return histories(wb, tx, [row], here_in(wb, tx, [row["id"]]))[row["id"]].asked


def here_in(wb: Workbook, tx: Tx, people: Sequence[int]) -> Sequence[int]:
    """Who of these is on site today, or has a slot."""
    among, values = tx.among("person", people)
    return tx.ids(
        f"select person from visit where {among} and day = :day and state in ('waiting', 'underway', 'booked')",
        day=wb.today().isoformat(),
        **values,
    )


def warning(wb: Workbook, person_id: int, channel: str = "", purpose: Purpose = ANY) -> str:
    """The weightiest rule that stands against contacting one person now, as a sentence; '' where none does."""
    with wb.store.read() as tx:
        return read_warning(wb, tx, person_id, channel, purpose)


def read_warning(wb: Workbook, tx: Tx, person_id: int, channel: str = "", purpose: Purpose = ANY) -> str:
    """The same inside a transaction."""
    row = read_person(tx, person_id)
    asked = _asked(wb, tx, row)
    found = touching.refusals(asked, wb.catalogue.follow_up.contact, channel, purpose)
    return said(wb, found[0], row["zone"], asked.moment) if found else ""


def said(wb: Workbook, refusal: Refusal, zone: str, moment: Moment) -> str:
    """A rule as a sentence: 'Not now: 24 hours lie between two tries. From Thu 13 Aug 10:42, their time.'"""
    words = f"Not now: {refusal.message}."
    until = local_of(wb, zone, refusal.until) if refusal.until > wb.now() else None
    if refusal.rule is RuleId.HOURS:
        until = moment.opens
    if until is None:
        return words
    return f"{words} From {weekday_day_month(until.date())} {until.hour}:{until.minute:02}, their time."
