"""Promises: what somebody was told they would get, by when, and whether they got it."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from domain.model.errors import BadInput, Conflict, NotFound
from domain.model.lazily import dataclass
from domain.model.terms import MilestoneId, State
from domain.workbook import applications, contacts, languages, people
from domain.workbook.wording import weekday_day_month

if TYPE_CHECKING:
    from collections.abc import Callable

    from domain.rules.tongues import Tongue
    from domain.store import Act, Tx
    from domain.workbook.applications import ApplicationRow
    from domain.workbook.workbook import Workbook

MAX_WORDS = 200
"""Characters of a promise, and of the word with which one is closed."""
MAX_WHY = 120
"""Characters of why a promise was given another day."""
MOST_DAYS = 366
"""The furthest that a promise may lie ahead, in days."""
DAYS_OFFERED = 4
"""Days from which one is chosen by digit: today, and the working days that follow."""
_HOUR = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """One promise as lists show it."""

    id: int
    person: int
    name: str
    words: str
    due: date
    hour: str
    """'14:30' on the site's clock; '' at any time of that day."""
    who: str
    at: int
    closed_at: int
    """0 while it is open."""
    kept: bool
    outcome: str
    """How one that was not kept ended."""
    late: int
    """Milliseconds past the moment that was promised; 0 while there is time, and once it is closed."""


@dataclass(frozen=True, slots=True)
class Due:
    """How many open promises are due by the end of today, and how many of those are late."""

    count: int
    late: int


_ROWS = """
select r.id, r.person, p.name, r.words, r.due, r.hour, r.who, r.at, r.closed_at, r.kept, r.outcome
  from promise r join person p on p.id = r.person
"""


# making and keeping --------------------------------------------------------------------------------------------------


def make(wb: Workbook, person_id: int, words: str, due: date, hour: str = "") -> int:
    """Promise somebody something by a day of the site, or by an hour ('14:30') of it; the id of the promise.

    BadInput for no words, too many, a moment that is over or one more than a year ahead; Conflict where they asked not
    to be contacted, so that it could not be kept.
    """
    told = _told(words, "Write what they were promised, as in 'call with the exam result'.")
    at_hour = _checked(wb, due, hour)
    name = people.find(wb, person_id).name

    def work(act: Act) -> int:
        contacts.check_stop(act, person_id)
        return act.insert(
            "promise", person=person_id, words=told, due=due.isoformat(), hour=at_hour, who=wb.store.who, at=act.at
        )

    return wb.store.do(f"promised {name}: {told}", work)


def keep(wb: Workbook, promise_id: int) -> None:
    """They got what they were promised. Conflict where it is closed already."""
    _close(wb, promise_id, lambda row: f"kept the promise to {row.name}: {row.words}", kept=1)


def close(wb: Workbook, promise_id: int, outcome: str) -> None:
    """It will not be kept; the outcome says why in a word.

    BadInput without one; Conflict where it is closed already.
    """
    why = _told(outcome, "Say in a word how it ended, as in 'no answer'.")
    _close(wb, promise_id, lambda row: f"closed the promise to {row.name}: {row.words}, {why}", outcome=why)


def _close(wb: Workbook, promise_id: int, what: Callable[[PromiseRow], str], **how: object) -> None:
    shown = find(wb, promise_id)

    def work(act: Act) -> None:
        _check_open(act, promise_id)
        act.update("promise", promise_id, closed_at=act.at, **how)

    wb.store.do(what(shown), work)


def move(wb: Workbook, promise_id: int, due: date, hour: str = "", why: str = "") -> None:
    """Give a promise another day, or another hour, and keep why, where somebody says.

    BadInput as for `make`, and for a reason of more than `MAX_WHY` characters; Conflict where it is closed already.
    """
    at_hour = _checked(wb, due, hour)
    reason = " ".join(why.split())
    if len(reason) > MAX_WHY:
        raise BadInput(f"This has {len(reason)} characters, {MAX_WHY} are the most.", "Say it shorter.")
    shown = find(wb, promise_id)

    def work(act: Act) -> None:
        _check_open(act, promise_id)
        act.update("promise", promise_id, due=due.isoformat(), hour=at_hour, moved=reason)

    because = f" ({reason})" if reason else ""
    wb.store.do(f"moved the promise to {shown.name} to {when(due, at_hour)}: {shown.words}{because}", work)


def when(due: date, hour: str) -> str:
    """'Thu 13 Aug', or 'Thu 13 Aug 14:30'."""
    return f"{weekday_day_month(due)} {shown_hour(hour)}".rstrip()


def shown_hour(hour: str) -> str:
    """'9:00' of the stored '09:00'."""
    return hour.removeprefix("0")


def _told(text: str, hint: str) -> str:
    told = " ".join(text.split())
    if not told:
        raise BadInput("There are no words.", hint)
    if len(told) > MAX_WORDS:
        raise BadInput(f"This has {len(told)} characters, {MAX_WORDS} are the most.", "Say it shorter.")
    return told


def _checked(wb: Workbook, due: date, hour: str) -> str:
    """The hour as it is stored; BadInput where the moment is none, is over or is too far."""
    today = wb.today()
    if due < today:
        raise BadInput(f"{weekday_day_month(due)} is over.", "Promise it for today or a day to come.")
    if due > today + timedelta(days=MOST_DAYS):
        raise BadInput(f"{due.isoformat()} is more than a year away.", "Promise it for a nearer day.")
    if not hour:
        return ""
    found = _HOUR.fullmatch(hour)
    if not found:
        raise BadInput(f'"{hour}" is not a time of day.', "Write it as 9:00 or 14:30.")
    stored = f"{int(found[1]):02}:{found[2]}"
    if due_at(wb, due, stored) <= wb.now():
        raise BadInput(f"{hour} is past, it is {wb.time_of_day(wb.now())}.", "Give a later time or another day.")
    return stored


def _check_open(tx: Tx, promise_id: int) -> None:
    row = tx.row("select closed_at, kept from promise where id = :id", id=promise_id)
    if row is None:
        raise _gone()
    if row["closed_at"]:
        raise Conflict(f"This promise is {'kept' if row['kept'] else 'closed'} already.", "Undo that, or make another.")


def _gone() -> NotFound:
    return NotFound("This promise is no longer in the workbook.", "It may have been undone; go back one step.")


# what stands ---------------------------------------------------------------------------------------------------------


def find(wb: Workbook, promise_id: int) -> PromiseRow:
    """One promise; NotFound when it is gone."""
    with wb.store.read() as tx:
        row = tx.row(f"{_ROWS} where r.id = :id", id=promise_id)
    if row is None:
        raise _gone()
    return _row(wb, row)


def listing(wb: Workbook, until: date | None = None, *, limit: int = 0) -> list[PromiseRow]:
    """Open promises of everybody by the moment they are due; those due by the end of a day, or all."""
    with wb.store.read() as tx:
        return read_listing(wb, tx, until, limit=limit)


def read_listing(wb: Workbook, tx: Tx, until: date | None = None, *, limit: int = 0) -> list[PromiseRow]:
    """The same inside a transaction."""
    last = " and r.due <= :until" if until else ""
    cut = f" limit {int(limit)}" if limit else ""
    day, turns = until.isoformat() if until else "", _turns(wb)
    rows = tx.rows(f"{_ROWS} where r.closed_at = 0{last} order by r.due, {_HOURS}, r.id{cut}", until=day, turns=turns)
    return [_row(wb, row) for row in rows]


_HOURS = "case when r.hour = '' then '99' when r.hour < :turns then '3' || r.hour else r.hour end"
"""Hours in the order of a business day, which may go on after midnight; what has none may wait until the end."""


def _turns(wb: Workbook) -> str:
    return f"{wb.site.day_turns:%H:%M}"


def hour_order(wb: Workbook, hour: str) -> str:
    """What hours of a business day sort by: those after midnight behind the others, none at all last."""
    return ("3" if hour < _turns(wb) else "") + hour if hour else "99"


def of_person(wb: Workbook, person_id: int, *, with_closed: bool = False) -> list[PromiseRow]:
    """What one person was promised: open ones by the moment they are due, then closed ones, the newest first."""
    with wb.store.read() as tx:
        return read_of_person(wb, tx, person_id, with_closed=with_closed)


def read_of_person(wb: Workbook, tx: Tx, person_id: int, *, with_closed: bool = False) -> list[PromiseRow]:
    """The same inside a transaction."""
    rows = [_row(wb, row) for row in tx.rows(f"{_ROWS} where r.person = :p", p=person_id)]
    still = sorted(
        (row for row in rows if not row.closed_at), key=lambda row: (row.due, hour_order(wb, row.hour), row.id)
    )
    over = sorted((row for row in rows if row.closed_at), key=lambda row: (-row.closed_at, row.id))
    return [*still, *over] if with_closed else still


def read_due(wb: Workbook, tx: Tx) -> Due:
    """How many are due by the end of today, inside a transaction."""
    row = tx.row(
        f"select count(*) as due, coalesce(sum(case when r.due < :today or (r.hour > '' and {_HOURS} <= :clock)"
        " then 1 else 0 end), 0) as late from promise r where r.closed_at = 0 and r.due <= :today",
        today=wb.today().isoformat(),
        turns=_turns(wb),
        clock=hour_order(wb, wb.time_of_day(wb.now()).zfill(5)),
    )
    assert row is not None
    return Due(int(row["due"]), int(row["late"]))


def _row(wb: Workbook, row: dict[str, object]) -> PromiseRow:
    due, hour = date.fromisoformat(str(row["due"])), str(row["hour"])
    late = 0 if row["closed_at"] else max(0, wb.now() - due_at(wb, due, hour))
    return PromiseRow(**row | {"due": due, "kept": bool(row["kept"]), "late": late})  # type: ignore[arg-type]


def due_at(wb: Workbook, due: date, hour: str) -> int:
    """The moment that was promised, milliseconds UTC: that hour, or the end of that business day."""
    if not hour:
        return wb.starts_at(due + timedelta(days=1))
    clock = time.fromisoformat(hour)
    past_midnight = clock < wb.site.day_turns
    return int(datetime.combine(due + timedelta(days=past_midnight), clock, wb.site.tz()).timestamp() * 1000)


def word_from(wb: Workbook, due: date, hour: str) -> int:
    """From when a promise that is still open asks for a word to the person, milliseconds UTC.

    That is the hour that was promised, else some hours before the end of that day's business.
    """
    if hour:
        return due_at(wb, due, hour)
    site = wb.site
    closes = datetime.combine(due + timedelta(days=site.day_ends <= site.day_starts), site.day_ends, site.tz())
    return int(closes.timestamp() * 1000) - wb.catalogue.follow_up.contact.word_hours * 3_600_000


# what is offered -----------------------------------------------------------------------------------------------------


def days_offered(wb: Workbook) -> tuple[date, ...]:
    """Today, and the working days of the site that follow."""
    today = wb.today()
    return (today, *(wb.site.working_day_after(today, days) for days in range(1, DAYS_OFFERED)))


def wordings(wb: Workbook, person_id: int) -> tuple[str, ...]:
    """What somebody who stands where this person stands is usually promised: three wordings, the likeliest first."""
    with wb.store.read() as tx:
        application = applications.current(tx, person_id)
        last = tx.value(
            "select milestone from attempt where person = :p and finished_at > 0"
            " order by finished_at desc, id desc limit 1",
            p=person_id,
        )
    return _wordings(wb, application, MilestoneId(last) if last else None)


def _wordings(wb: Workbook, application: ApplicationRow | None, last: MilestoneId | None) -> tuple[str, ...]:
    from domain.rules.wording import fill

    def said(name: str, milestone: MilestoneId | None = None) -> str:
        step = wb.catalogue.milestones[milestone].title.lower() if milestone else ""
        return fill(wb.catalogue.phrases[f"promise_{name}"], step=step)

    answer = said("answer").replace("your", "their")
    if application is None:
        return (said("opening"), answer, said("back"))
    if application.ended_at:
        return (said("other"), said("report"), answer)
    here = application.milestone
    match application.state:
        case State.READY:
            return (said("time", here), said("result", last) if last else said("back"), answer)
        case State.NOT_YET | State.NO_SHOW | State.INCOMPLETE:
            return (said("day", here), said("other"), answer)
        case State.ON_HOLD:
            return (said("hold"), answer, said("back"))
    return (said("result", here), said("next"), answer)


def to_them(words: str, tongue: Tongue) -> str:
    """A promise as the person reads it, in their language where the catalogue has a text for it."""
    from domain.rules.wording import capital

    return capital(tongue.or_english(_to_you(words)))


def read_in_english(wb: Workbook, person_id: int, words: str) -> str:
    """The person's language where it has no text for a promise, so that they will read it in English; else ''."""
    tag = people.find(wb, person_id).language
    tongue = languages.voice(wb, tag).tongue
    return "" if tongue.is_english or tongue.own(_to_you(words)) else languages.foreign_name(wb, tag)


def _to_you(words: str) -> str:
    return re.sub(r"\btheir question\b", "your question", words, flags=re.IGNORECASE)
