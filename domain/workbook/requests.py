"""What a person asked of us about what is held of them, with its day; and what we may not let go of for now.

A request outlives the person: when they are erased it stays with its kind and its days, and belongs to nobody.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from domain.model.errors import BadInput, Conflict, NotFound
from domain.model.lazily import dataclass
from domain.workbook import people, stopping, unanswered
from domain.workbook.wording import day_month

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.store import Act, Tx
    from domain.workbook.workbook import Workbook

MAX_WHY = 200
"""Characters of a reason."""


class Kind(StrEnum):
    """What is asked; the last three are not theirs to ask."""

    SHOW = "show"
    CORRECT = "correct"
    STOP = "stop"
    ERASE = "erase"
    RETENTION = "retention"
    """Erased because the time was over for which people are kept."""
    FREE = "free_questions"
    """We asked them what they may say freely of themselves; what they said is nowhere in here."""
    KEEP = unanswered.KEEP
    """A duty of ours: until its day the person is not erased."""


WORDS: Final[Mapping[Kind, str]] = {
    Kind.SHOW: "to see what is held of them",
    Kind.CORRECT: "to have something corrected",
    Kind.STOP: "not to be contacted any more",
    Kind.ERASE: "to be erased",
}
"""What they ask, behind 'asked'."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request, or one duty to keep."""

    id: int
    person: int | None
    """None once they were erased."""
    kind: Kind
    day: str
    until: str
    why: str
    done_at: int


def ask(wb: Workbook, person_id: int, kind: Kind, day: date | None = None) -> int:
    """Write down that they asked, on a day of the site up to today; the id of the request.

    To stop is done at once: they are not contacted any more. BadInput for a day to come, Conflict for what is open
    already.
    """
    if kind not in WORDS:
        raise BadInput(f"Nobody asks for {kind}.", f"Say {', '.join(WORDS)}.")
    asked = day or wb.today()
    if asked > wb.today():
        raise BadInput(f"{day_month(asked, wb.today())} is still to come.", "Give the day on which they asked.")
    person = people.find(wb, person_id)

    def work(act: Act) -> int:
        if kind is not Kind.STOP and any(one.kind is kind for one in _open(act, person.id)):
            raise Conflict(f"{person.name} has asked for this already.", "It is open; do it.", names=[person.name])
        if kind is Kind.STOP:
            stopping.stop_in(act, person.id)
        done = act.at if kind is Kind.STOP else 0
        row = {"person": person.id, "kind": kind, "day": asked.isoformat(), "who": wb.store.who, "at": act.at}
        return act.insert("asked", **row, done_at=done)

    return wb.store.do(f"noted that {person.name} asked {WORDS[kind]}", work)


def done(wb: Workbook, person_id: int, kind: Kind) -> None:
    """What they asked was done today; noted as asked today where nothing was open."""
    person = people.find(wb, person_id)

    def work(act: Act) -> None:
        settle_in(wb, act, person.id, kind)

    wb.store.do(f"did what {person.name} asked: {kind}", work)


def settle_in(wb: Workbook, act: Act, person_id: int, kind: Kind) -> None:
    """The same inside an act that may do more."""
    found = [one for one in _open(act, person_id) if one.kind is kind]
    for one in found:
        act.update("asked", one.id, done_at=act.at)
    if not found:
        row = {"person": person_id, "kind": kind, "day": wb.today().isoformat(), "who": wb.store.who, "at": act.at}
        act.insert("asked", **row, done_at=act.at)


def settle_open(wb: Workbook, act: Act, person_id: int, kind: Kind) -> None:
    """Close what is open of a kind, if anything is: what was asked was done on the way."""
    if any(one.kind is kind for one in _open(act, person_id)):
        settle_in(wb, act, person_id, kind)


def keep(wb: Workbook, person_id: int, until: date, why: str) -> int:
    """A duty to keep what is held of a person until a day, with its reason; until then they are not erased."""
    said = " ".join(why.split())
    if not said or len(said) > MAX_WHY:
        raise BadInput("A duty to keep needs its reason.", f"Say which one in up to {MAX_WHY} characters.")
    if until <= wb.today():
        raise BadInput(f"{day_month(until, wb.today())} is over.", "Give the last day of the duty, one to come.")
    person = people.find(wb, person_id)

    def work(act: Act) -> int:
        row = {"person": person.id, "kind": Kind.KEEP, "day": wb.today().isoformat(), "until": until.isoformat()}
        return act.insert("asked", **row, why=said, who=wb.store.who, at=act.at)

    return wb.store.do(f"keeps the record of {person.name} until {day_month(until, wb.today())}", work)


def release(wb: Workbook, person_id: int) -> None:
    """Nothing has to be kept any more. NotFound where nothing had to be."""
    person = people.find(wb, person_id)

    def work(act: Act) -> None:
        kept = [one for one in _open(act, person.id) if one.kind is Kind.KEEP]
        if not kept:
            raise NotFound(f"There is no duty to keep the record of {person.name}.", "Nothing needs to be done.")
        for one in kept:
            act.update("asked", one.id, done_at=act.at)

    wb.store.do(f"no longer has to keep the record of {person.name}", work)


def note_free(wb: Workbook, person_id: int) -> None:
    """Note that we asked them what they may say freely, once a day; never whether they said anything."""
    person = people.find(wb, person_id)
    day = wb.today().isoformat()
    with wb.store.read() as tx:
        if any(one.kind is Kind.FREE and one.day == day for one in of_person(tx, person.id)):
            return

    def work(act: Act) -> None:
        row = {"person": person.id, "kind": Kind.FREE, "day": day, "who": wb.store.who, "at": act.at}
        act.insert("asked", **row, done_at=act.at)

    wb.store.do(f"asked {person.name} the free questions", work)


_ROWS = "select id, person, kind, day, until, why, done_at from asked"


def of_person(tx: Tx, person_id: int) -> list[Request]:
    """Everything that they asked and that binds us, the newest first."""
    return [_request(row) for row in tx.rows(f"{_ROWS} where person = :p order by at desc, id desc", p=person_id)]


def _open(tx: Tx, person_id: int) -> list[Request]:
    return [one for one in of_person(tx, person_id) if not one.done_at]


def to_do(wb: Workbook, limit: int = 200) -> list[Request]:
    """What was asked and is not done yet, the oldest first."""
    with wb.store.read() as tx:
        rows = tx.rows(
            f"{_ROWS} where done_at = 0 and kind <> :keep order by day, id limit :limit", keep=Kind.KEEP, limit=limit
        )
    return [_request(row) for row in rows]


def _request(row: dict[str, object]) -> Request:
    return Request(**row | {"kind": Kind(str(row["kind"]))})  # type: ignore[arg-type]


def kept_until(tx: Tx, person_id: int, today: date) -> Request | None:
    """The duty that keeps a person from being erased today, the longest; None where there is none."""
    duties = [one for one in _open(tx, person_id) if one.kind is Kind.KEEP and one.until >= today.isoformat()]
    return max(duties, key=lambda one: one.until, default=None)


def words_of(wb: Workbook, one: Request) -> str:
    """'asked to be erased on 12 Aug, still to do'."""
    day = day_month(date.fromisoformat(one.day), wb.today())
    if one.kind is Kind.KEEP:
        end = day_month(date.fromisoformat(one.until), wb.today())
        return f"to be kept until {end}: {one.why}{', no longer' if one.done_at else ''}"
    if one.kind is Kind.FREE:
        return f"asked the free questions on {day}; what they said, if anything, is not in here"
    state = f"done on {day_month(wb.day(one.done_at), wb.today())}" if one.done_at else "still to do"
    return f"asked {WORDS.get(one.kind, one.kind)} on {day}, {state}"
