"""The offer of a person as its sheet shows it, and what is due of all offers."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from domain.model.errors import Conflict
from domain.model.lazily import dataclass
from domain.model.terms import MilestoneId, OfferState, State
from domain.rules import offers as rules
from domain.rules.offers import Due, Facts, Step
from domain.workbook import ladder, people, slip_facts
from domain.workbook.standing import split

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.model.catalogue import LadderStep
    from domain.store import Tx
    from domain.workbook.workbook import Workbook

__all__ = [
    "HERE",
    "LEFT",
    "WORDS",
    "Due",
    "DueRow",
    "Paper",
    "Sheet",
    "Stay",
    "Step",
    "Term",
    "check_place",
    "due",
    "due_in",
    "newest",
    "sheet",
    "stays_of",
    "steps_of",
]

HERE, LEFT = 1, 2
"""In `came` and in `here`: yes and no; 0 is not known."""


@dataclass(frozen=True, slots=True)
class Term:
    """One term of an offer."""

    id: str
    label: str
    words: str
    hint: str


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper that they bring."""

    id: str
    label: str
    there: bool


@dataclass(frozen=True, slots=True)
class Stay:
    """What was heard on one of the days after day one; `here` is None where nobody asked yet."""

    day: int
    on: date | None
    here: bool | None
    quality: int
    why: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that the offer sheet shows; `id` is 0 while no offer is made."""

    id: int
    person: int
    name: str
    application: int
    opening: str
    seats: int
    taken: int
    """Seats that somebody is hired into."""
    waiting: int
    """Other offers for the class that wait for an answer or for day one."""
    state: OfferState | None
    over: str
    """Why nothing more can be done about it; '' while something can."""
    terms: tuple[Term, ...]
    read: bool
    said_back: bool
    papers: tuple[Paper, ...]
    starts: date | None
    reply_by: date | None
    made_on: date | None
    answered_on: date | None
    reason: str
    who: str
    came: bool | None
    steps: tuple[Step, ...]
    """What is due and what is to come, by its day."""
    stays: tuple[Stay, ...]
    growth: LadderStep | None = None
    """The level of the ladder above the one that they begin on, or have; None at the top."""


@dataclass(frozen=True, slots=True)
class DueRow:
    """Something of an offer that is due by today."""

    offer: int
    person: int
    name: str
    step: Step
    words: str
    """'Answer to our offer', 'Way there and shift'."""


WORDS = {
    Due.REMIND: "Remind them of our offer",
    Due.REPLY: "Answer to our offer",
    Due.DAY_ONE: "Day one: are they here",
}


def sheet(wb: Workbook, person_id: int) -> Sheet:
    """The offer of a person, or what one would be for where they stand.

    Conflict where they are on no opening, or stand before the job offer and have none.
    """
    with wb.store.read() as tx:
        person = people.read(tx, person_id)
        row = newest(tx, person.id)
        application = tx.row("select * from application where id = :id", id=person.application)
        if application is None:
            raise Conflict(f"{person.name} is on no opening yet.", "Put them on one first.", names=[person.name])
        if row is not None and row["application"] == application["id"]:
            return _sheet(wb, tx, person, application, row)
        check_place(wb, application, person.name)
        return _sheet(wb, tx, person, application, None)


def newest(tx: Tx, person_id: int) -> dict[str, Any] | None:
    """The stored offer that was made to a person last."""
    return tx.row("select * from offer where person = :p order by made_at desc, id desc limit 1", p=person_id)


def check_place(wb: Workbook, application: Mapping[str, Any], name: str) -> None:
    """Conflict where an application is not at the job offer."""
    if application["ended_at"]:
        raise Conflict("This application has ended.", "Put them on an opening again.")
    if application["milestone"] != MilestoneId.OFFER:
        title = wb.catalogue.milestones[MilestoneId(application["milestone"])].title.lower()
        raise Conflict(f"{name} stands at the {title}.", "An offer is made at the job offer.", names=[name])


def _sheet(
    wb: Workbook, tx: Tx, person: people.Person, application: dict[str, Any], row: dict[str, Any] | None
) -> Sheet:
    kind = wb.catalogue.follow_up.offers
    opening = tx.row(
        "select o.name, o.seats, o.starts,"
        " (select count(*) from application a where a.opening = o.id and a.state = 'hired') as taken,"
        " (select count(*) from application a join offer f on f.application = a.id and f.open = 1"
        "   where a.opening = o.id and a.state <> 'hired' and a.id <> :mine) as waiting"
        " from opening o where o.id = :o",
        o=application["opening"],
        mine=application["id"],
    )
    assert opening is not None
    stays = stays_of(tx, [row["id"]]).get(row["id"], {}) if row else {}
    known = _known_terms(row)
    there = split(row["papers"]) if row else ()
    starts = row["starts"] if row else opening["starts"]
    return Sheet(
        id=row["id"] if row else 0,
        person=person.id,
        name=person.name,
        application=application["id"],
        opening=opening["name"],
        seats=opening["seats"],
        taken=opening["taken"],
        waiting=opening["waiting"],
        state=OfferState(row["state"]) if row else None,
        over=_over(row, application, stays),
        terms=tuple(Term(term.id, term.label, known.get(term.id, ""), term.hint) for term in kind.terms),
        read=bool(row and row["read_aloud"]),
        said_back=bool(row and row["said_back"]),
        papers=tuple(Paper(paper.id, paper.label, paper.id in there) for paper in kind.papers),
        starts=date.fromisoformat(starts) if starts else None,
        reply_by=date.fromisoformat(row["reply_by"]) if row else None,
        made_on=wb.day(row["made_at"]) if row else None,
        answered_on=wb.day(row["answered_at"]) if row and row["answered_at"] else None,
        reason=row["reason"] if row else "",
        who=row["who"] if row else "",
        came=_came(row),
        steps=_heard(steps_of(wb, row, stays), person.no_contact) if row and not _over(row, application, stays) else (),
        stays=tuple(_stay(day, starts, stays.get(day)) for day in kind.stay_days),
        growth=slip_facts.growth(wb, application["account"], ladder.level_in(wb, tx, person.id)),
    )


def _known_terms(row: dict[str, Any] | None) -> dict[str, str]:
    return dict(json.loads(row["terms"])) if row and row["terms"] else {}


def _came(row: dict[str, Any] | None) -> bool | None:
    return None if row is None or not row["came"] else row["came"] == HERE


def _stay(day: int, starts: str, row: dict[str, Any] | None) -> Stay:
    on = date.fromisoformat(starts) + timedelta(days=day) if starts else None
    here = None if row is None else row["here"] == HERE
    return Stay(day, on, here, row["quality"] if row else 0, row["why"] if row else "")


def _over(row: dict[str, Any] | None, application: Mapping[str, Any], stays: Mapping[int, dict[str, Any]]) -> str:
    if row is None:
        return ""
    if row["state"] == OfferState.DECLINED:
        return "they said no"
    if row["state"] == OfferState.BACKED_OUT:
        return "they backed out"
    if row["came"] == LEFT:
        return "they did not come on day one"
    if any(stay["here"] == LEFT for stay in stays.values()):
        return "they left"
    if application["ended_at"] and application["state"] != State.HIRED:
        return "the application has ended"
    return "" if row["open"] else "all that was due is done"


def stays_of(tx: Tx, offers: Sequence[int]) -> dict[int, dict[int, dict[str, Any]]]:
    """What was heard on the days after day one, by offer and day."""
    if not offers:
        return {}
    among, values = tx.among("offer", offers)
    found: dict[int, dict[int, dict[str, Any]]] = {}
    for row in tx.rows(f"select * from stay where {among}", **values):
        found.setdefault(row["offer"], {})[row["day"]] = row
    return found


def _heard(steps: Sequence[Step], no_contact: bool) -> tuple[Step, ...]:
    """Without those that nobody takes who asked not to be contacted."""
    return tuple(step for step in steps if not (no_contact and step.kind in (Due.REMIND, Due.TOUCH)))


def steps_of(wb: Workbook, row: dict[str, Any], stays: Mapping[int, object]) -> tuple[Step, ...]:
    """Everything that is due of a stored offer, past and to come, by its day; `stays` by day after the first one."""
    facts = Facts(
        OfferState(row["state"]),
        date.fromisoformat(row["reply_by"]),
        bool(row["reminded_at"]),
        wb.day(row["answered_at"]) if row["answered_at"] else None,
        date.fromisoformat(row["starts"]) if row["starts"] else None,
        split(row["touched"]),
        _came(row),
        tuple(stays),
    )
    site = wb.site
    return rules.steps(facts, wb.catalogue.follow_up.offers, site.working_day_after, site.working_day_before)


def due(wb: Workbook, until: date | None = None) -> tuple[DueRow, ...]:
    """Everything of all offers that is due by a day, today's where none is given; the earliest first."""
    with wb.store.read() as tx:
        return tuple(due_in(wb, tx, until))


def due_in(wb: Workbook, tx: Tx, until: date | None = None) -> list[DueRow]:
    """The same inside a transaction; two questions. Offers of which nothing more is due are not read."""
    last = until or wb.today()
    rows = tx.rows(
        "select f.*, p.name, p.no_contact, a.ended_at, a.state as stands from offer f join person p on p.id = f.person"
        " join application a on a.id = f.application where f.open = 1"
    )
    stays = stays_of(tx, [row["id"] for row in rows])
    found = [
        DueRow(row["id"], row["person"], row["name"], step, step.label or WORDS[step.kind])
        for row in rows
        if not row["ended_at"] or row["stands"] == State.HIRED
        for step in _heard(steps_of(wb, row, stays.get(row["id"], {})), bool(row["no_contact"]))
        if step.on <= last
    ]
    return sorted(found, key=lambda one: (one.step.on, one.offer))
