"""Into the pool and out of it: who is kept for another opening, by rule or by hand, renewed, let go, or gone at once.

One row is open for a person at most. It closes in the act that makes it untrue: they come to an opening again, or want
no more of it.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from domain.model.errors import BadInput, Conflict
from domain.model.lazily import dataclass
from domain.model.terms import ErrorClass, PoolLeft, PoolWhy, Result, State
from domain.rules import pooling as rules
from domain.rules.points import composite
from domain.rules.pooling import Consent, Ended
from domain.rules.routes import fits
from domain.workbook import fitting, openings, people
from domain.workbook.wording import day_month

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from domain.rules.routes import Against, Past
    from domain.store import Act, Tx
    from domain.workbook.workbook import Workbook

MAX_WORDS = 200
"""Characters of a reason."""
_DECIDED = (Result.PASSED, Result.NOT_YET)


@dataclass(frozen=True, slots=True)
class Entry:
    """How somebody is kept."""

    id: int
    person: int
    why: PoolWhy
    words: str
    """The reason of whoever kept them by hand."""
    who: str
    at: int
    since: date
    """From when their touches are counted: they came, or were renewed."""
    until: date
    """The last day on which they are kept."""
    last: date | None
    """When they last got a message as somebody of the pool."""
    due: date | None
    """When they hear from us next; None after the last touch."""
    about: str
    """What that message is about; '' where none is to come."""
    renewed: int


COLUMNS = "q.id, q.person, q.why, q.words, q.who, q.at, q.since, q.until, q.last, q.due, q.renewed"
KEPT = "q.left_at = 0 and q.until >= :today and p.no_contact = 0 and p.ok_keep = 1"
"""Who of the pool `q`, a person `p`, is kept today; whatever changed their card counts at once."""


def entry(wb: Workbook, row: Mapping[str, Any]) -> Entry:
    """A stored row (`COLUMNS`), with what the next message is about."""
    since, last, due = date.fromisoformat(row["since"]), _day(row["last"]), _day(row["due"])
    follow_up = wb.catalogue.follow_up
    touch = rules.touch_for(since, last, max(due, wb.today()), follow_up.pool) if due else None
    return Entry(
        id=row["id"],
        person=row["person"],
        why=PoolWhy(row["why"]),
        words=row["words"],
        who=row["who"],
        at=row["at"],
        since=since,
        until=date.fromisoformat(row["until"]),
        last=last,
        due=due,
        about=touch.words if touch else "",
        renewed=row["renewed"],
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def of_person(wb: Workbook, tx: Tx, person_id: int) -> Entry | None:
    """How somebody is kept now; None where they are not."""
    row = tx.row(
        f"select {COLUMNS} from pool q join person p on p.id = q.person where q.person = :p and {KEPT}"
        " order by q.at desc, q.id desc limit 1",
        p=person_id,
        today=wb.today().isoformat(),
    )
    return entry(wb, row) if row else None


_WHY_WORDS = {
    PoolWhy.SILVER: "passed every hurdle, close to the pass line",
    PoolWhy.CLASS_FULL: "met the standard, the class was full",
    PoolWhy.OUTSCORED: "met the standard, others scored higher",
}


def why_words(why: PoolWhy, words: str) -> str:
    """Why somebody is kept, in words; by hand the words of whoever kept them."""
    return words if why is PoolWhy.BY_HAND else _WHY_WORDS[why]


# coming --------------------------------------------------------------------------------------------------------------


def keep_ended(wb: Workbook, act: Act, application_ids: Sequence[int], how: State) -> None:
    """Keep those, of applications that have just ended, whom the rule keeps; nobody is kept twice."""
    if how not in rules.KEEPS:
        return
    among, values = act.among("a.id", application_ids)
    rows = act.rows(
        "select a.id, a.person, a.opening, p.no_contact, p.ok_keep from application a join person p on p.id = a.person"
        f" where {among} and p.ok_keep = 1 and p.no_contact = 0",
        **values,
    )
    if not rows:
        return
    known = _Known.of(wb, act, [row["person"] for row in rows])
    held = {opening: fitting.against(wb, act, opening, wb.today()) for opening in {row["opening"] for row in rows}}
    full = {opening: not openings.read(wb, act, opening).free for opening in held} if how is State.OUTSCORED else {}
    kept = {}
    for row in rows:
        ended = known.ended(held[row["opening"]], row["person"], how, full=full.get(row["opening"], False))
        if why := rules.why_kept(known.consent(row), ended, wb.catalogue.follow_up.pool):
            kept[row["person"]] = {"application": row["id"], "why": why}
    _insert(wb, act, kept)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of people who may be kept."""

    past: Mapping[int, list[tuple[int, Past]]]
    points: Mapping[int, float | None]
    """By attempt."""
    going: Collection[int]
    """Who has an application that goes on."""

    @classmethod
    def of(cls, wb: Workbook, tx: Tx, person_ids: Sequence[int]) -> _Known:
        """Read it, in a few questions."""
        past = fitting.past_of_many(wb, tx, person_ids)
        among, values = tx.among("id", [attempt for tries in past.values() for attempt, _ in tries])
        points = {
            row["id"]: row["points"] for row in tx.rows(f"select id, points from attempt where {among}", **values)
        }
        return cls(past, points, _going(tx, person_ids))

    def consent(self, row: Mapping[str, Any]) -> Consent:
        """What stands for or against keeping the person of a row (`person`, `ok_keep`, `no_contact`)."""
        person = row["person"]
        held = any(_in_doubt(past) for _, past in self.past[person])
        return Consent(bool(row["ok_keep"]), bool(row["no_contact"]), held, person in self.going)

    def ended(self, held: Against, person: int, how: State, *, full: bool) -> Ended:
        """How somebody stood on the account of an opening when their application ended."""
        fit = fits(held, [past for _, past in self.past[person]])
        newest = {past.rubric.id: self.points[one] for one, past in self.past[person] if past.result in _DECIDED}
        marks = {key: held.milestones[key].pass_mark for key, points in newest.items() if points is not None}
        weights = held.account.weights
        return Ended(
            how=how,
            full=full,
            met=len(fit.met),
            missed=len(fit.misses),
            unknown=len(fit.unknown),
            composite=composite(newest, weights).total,
            line=composite(marks, weights).total,
        )


def _going(tx: Tx, person_ids: Sequence[int]) -> set[int]:
    """Who of these has an application that has not ended."""
    among, values = tx.among("person", person_ids)
    rows = tx.rows(f"select distinct person from application where {among} and ended_at = 0", **values)
    return {row["person"] for row in rows}


def _in_doubt(past: Past) -> bool:
    """Whether an integrity error stands in an attempt that was not cleared, confirmed or not."""
    kinds = {error.id: error.kind for error in past.rubric.critical_errors}
    return any(not noted.cleared and kinds.get(noted.error) is ErrorClass.INTEGRITY for noted in past.criticals)


def _insert(wb: Workbook, act: Act, kept: Mapping[int, Mapping[str, object]]) -> None:
    """Keep these people from today on; whose days were over comes in anew, and who is kept stays as they are."""
    today = wb.today()
    there = _open_rows(act, list(kept))
    over = {row["id"] for row in there if row["until"] < today.isoformat()}
    _close(act, over, PoolLeft.EXPIRED)
    staying = {row["person"] for row in there if row["id"] not in over}
    act.insert_many(
        "pool",
        [
            {"person": person, "who": act.who, "at": act.at, **_from(wb, today, None), **how}
            for person, how in kept.items()
            if person not in staying
        ],
    )


def _from(wb: Workbook, since: date, last: date | None) -> dict[str, object]:
    """The columns of somebody whose touches are counted from a day."""
    follow_up = wb.catalogue.follow_up
    due = rules.next_due(since, last, follow_up.pool, follow_up.contact.pool)
    return {
        "since": since.isoformat(),
        "until": rules.last_day(since, follow_up.pool).isoformat(),
        "last": last.isoformat() if last else "",
        "due": due.isoformat() if due else "",
    }


def keep(wb: Workbook, person_id: int, words: str, *, agreed: bool = False) -> None:
    """Keep somebody by hand, with a reason; `agreed` says that they have just said yes to it.

    BadInput without a reason or with too long a one; Conflict where something stands against it, or they are kept.
    """
    said = _reason(words, "Say why they are kept, as in 'strong on chat, moves here in May'.")
    name = people.find(wb, person_id).name

    def work(act: Act) -> None:
        if agreed:
            act.update("person", person_id, ok_keep=1)
        row = act.row("select id as person, ok_keep, no_contact from person where id = :id", id=person_id)
        assert row is not None
        if why := rules.against_keeping(_Known.of(wb, act, [person_id]).consent(row)):
            raise Conflict(f"{name} is not kept in the pool: {why}.", _WAYS_OUT.get(why, ""), names=[name])
        if of_person(wb, act, person_id):
            raise Conflict(f"{name} is in the pool already.", "Renew them instead.", names=[name])
        _insert(wb, act, {person_id: {"why": PoolWhy.BY_HAND, "words": said}})

    wb.store.do(f"kept {name} in the pool: {said}", work)


_WAYS_OUT = {
    "they asked not to be contacted": "Nobody is kept who cannot be told about an opening.",
    "they are on their way on an opening": "The pool is for who is on none.",
    "a critical error about integrity is not cleared": "Where it does not stand, undo that decision and clear it.",
    "they have not said yes to being kept": "Ask them, and say that they said yes.",
}


def _reason(words: str, hint: str) -> str:
    said = " ".join(words.split())
    if not said:
        raise BadInput("A reason is missing.", hint)
    if len(said) > MAX_WORDS:
        raise BadInput(f"This has {len(said)} characters, {MAX_WORDS} are the most.", "Keep what matters.")
    return said


# staying -------------------------------------------------------------------------------------------------------------


def renew(wb: Workbook, person_id: int) -> date:
    """They still look: their days begin again today. The new last day; Conflict for somebody who is not kept."""
    name = people.find(wb, person_id).name

    def work(act: Act) -> date:
        kept = _kept(wb, act, person_id, name)
        columns = _from(wb, wb.today(), kept.last)
        act.update("pool", kept.id, renewed=kept.renewed + 1, **columns)
        return date.fromisoformat(str(columns["until"]))

    return wb.store.do(f"renewed {name} in the pool", work)


def _kept(wb: Workbook, act: Act, person_id: int, name: str) -> Entry:
    found = of_person(wb, act, person_id)
    if found is None:
        raise Conflict(f"{name} is not in the pool.", "They may have left it, or their days were over.", names=[name])
    return found


def told_in(wb: Workbook, act: Act, person_id: int) -> None:
    """They got a message as somebody of the pool: the next touch follows by rule."""
    found = of_person(wb, act, person_id)
    if found is not None:
        act.update("pool", found.id, **_from(wb, found.since, wb.day(act.at)))


# leaving -------------------------------------------------------------------------------------------------------------


def let_go(wb: Workbook, person_id: int, words: str) -> None:
    """Keep somebody no longer, with a reason; they may come in again. Conflict for somebody who is not kept."""
    said = _reason(words, "Say why, as in 'found another job'.")
    name = people.find(wb, person_id).name
    wb.store.do(
        f"let {name} go from the pool: {said}",
        lambda act: _close(act, [_kept(wb, act, person_id, name).id], PoolLeft.LET_GO, said),
    )


def not_wanted(wb: Workbook, person_id: int) -> None:
    """They do not want to be kept: gone at once, and never kept again without a new yes."""
    name = people.find(wb, person_id).name

    def work(act: Act) -> None:
        act.update("person", person_id, ok_keep=0)
        leave_many(act, [person_id], PoolLeft.NOT_WANTED)

    wb.store.do(f"noted that {name} does not want to be kept", work)


def leave_many(act: Act, person_ids: Sequence[int], left: PoolLeft) -> None:
    """Whoever of these is kept is kept no longer."""
    _close(act, [row["id"] for row in _open_rows(act, person_ids)], left)


def after_merge(act: Act, person_id: int) -> None:
    """Of two entries put together the one that is kept longer stays; none where it no longer may."""
    rows = _open_rows(act, [person_id])
    if not rows:
        return
    card = act.row("select ok_keep, no_contact from person where id = :id", id=person_id)
    assert card is not None
    if card["no_contact"] or not card["ok_keep"]:
        leave_many(act, [person_id], PoolLeft.NOT_WANTED)
    elif _going(act, [person_id]):
        leave_many(act, [person_id], PoolLeft.NEW_APPLICATION)
    else:
        _, *others = sorted(rows, key=lambda row: (row["until"], row["id"]), reverse=True)
        _close(act, [row["id"] for row in others], PoolLeft.SAME_PERSON)


def _open_rows(tx: Tx, person_ids: Sequence[int]) -> list[dict[str, Any]]:
    among, values = tx.among("person", person_ids)
    return tx.rows(f"select id, person, until from pool where {among} and left_at = 0 order by id", **values)


def _close(act: Act, ids: Collection[int], left: PoolLeft, words: str = "") -> None:
    if ids:
        columns = {"left_at": act.at, "left_why": left, "left_words": words}
        act.update_many("pool", dict.fromkeys(sorted(ids), columns))


def told(wb: Workbook, found: Entry) -> tuple[str, ...]:
    """How somebody is kept, in lines: until when, why, and what is next."""
    today = wb.today()
    lines = [f"until {day_month(found.until, today)}", why_words(found.why, found.words)]
    if found.due:
        about = found.about[:1].lower() + found.about[1:]
        when = f"next touch {day_month(found.due, today)}" if found.due > today else "touch due now"
        lines.append(f"{when}: {about}")
    elif rules.leaves_soon(found.until, today, wb.catalogue.follow_up.pool):
        lines.append("no touch is left: renew them or let them go")
    return tuple(lines)
