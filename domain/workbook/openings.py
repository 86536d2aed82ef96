"""Openings: classes of seats on an account, with the account as it stands for each class."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from domain.model.errors import BadInput, Conflict, NotFound
from domain.model.lazily import dataclass
from domain.model.slip import SlipDraft
from domain.model.terms import ENDINGS, MilestoneId, Result, SlipState, State
from domain.workbook import rubrics
from domain.workbook.wording import count, day_month

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.model.catalogue import Account
    from domain.store import Act, Tx
    from domain.workbook.workbook import Workbook

MAX_SEATS = 1000
MAX_NAME = 80
"""Characters of a class's name."""
MAX_NOTE = 2_000
"""Characters of its note."""

_ON_THE_WAY = ", ".join(f"'{state}'" for state in State if state not in ENDINGS)


@dataclass(frozen=True, slots=True)
class OpeningRow:
    """One opening as lists show it."""

    id: int
    account: str
    account_short: str
    account_name: str
    name: str
    seats: int
    taken: int
    """People hired into it."""
    people: int
    """Applications that have not ended."""
    starts: date | None
    closed: bool
    account_code: str = ""
    note: str = ""
    rubric: int = 0
    """Row of the account's version in force."""
    version: int = 0
    """How often the row was written; a change names the one it was made on."""

    @property
    def free(self) -> int:
        """Seats that nobody is hired into; 0 where more were hired than there are."""
        return max(0, self.seats - self.taken)


def create(wb: Workbook, account_id: str, *, seats: int, starts: date | None = None, name: str = "") -> int:
    """Open a class on an account; the name is made from both when left empty. Seats 1-1000; BadInput otherwise.

    It starts with the account's lasting edit where there is one, else with the account as the catalogue has it.
    """
    account = account_named(wb, account_id)
    _check_seats(seats, 0)
    title = _checked_name(name) or default_name(account, starts)

    def work(act: Act) -> int:
        return act.insert(
            "opening",
            account=account.id,
            name=title,
            site=wb.site.name,
            seats=seats,
            starts=starts.isoformat() if starts else "",
            rubric=rubrics.for_new_class(wb, act, account),
            at=act.at,
        )

    return wb.store.do(f"opened {title}", work)


def default_name(account: Account, starts: date | None) -> str:
    """What a class is called unless somebody names it: 'Retail customer service, class of 1 Sep'."""
    return f"{account.title}, class of {day_month(starts)}" if starts else account.title


def account_named(wb: Workbook, account_id: str) -> Account:
    """An account of the catalogue; NotFound with those that are known."""
    try:
        return wb.catalogue.accounts[account_id]
    except KeyError:
        known = ", ".join(wb.catalogue.accounts)
        raise NotFound(f'There is no account "{account_id}".', f"Known: {known}.") from None


def _check_seats(seats: int, taken: int) -> None:
    if not 1 <= seats <= MAX_SEATS:
        raise BadInput(f"A class cannot have {seats} seats.", f"Give a number from 1 to {MAX_SEATS}.")
    if seats < taken:
        raise BadInput(
            f"{count(taken, 'seat is', 'seats are')} taken, so the class cannot have {seats}.",
            f"Give {taken} or more.",
        )


def _checked_name(name: str) -> str:
    title = " ".join(name.split())
    if len(title) > MAX_NAME:
        raise BadInput(f"That name has {len(title)} characters, and {MAX_NAME} fit.", "Shorten it.")
    return title


# changing ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ClassFields:
    """What can be changed of a class by hand."""

    name: str
    seats: int
    starts: date | None
    note: str


def change(wb: Workbook, opening_id: int, fields: ClassFields, *, version: int = 0) -> bool:
    """Give a class another name, seats, start or note, as one act; False where all of it is as it was.

    A name that was made of account and date is made anew for another date, and so is an empty one. Slips about a
    passed offer that wait to be delivered name the new first day. BadInput for seats out of range or fewer than are
    taken, or words that are too long; Conflict where the class was changed since `version`.
    """
    row = find(wb, opening_id)
    title = _title(wb, row, fields)
    note = fields.note.strip()
    if len(note) > MAX_NOTE:
        raise BadInput(f"That note has {len(note)} characters, and {MAX_NOTE:,} fit.", "Shorten it.")
    starts = fields.starts.isoformat() if fields.starts else ""

    def work(act: Act) -> bool:
        now = read(wb, act, opening_id)
        _check_seats(fields.seats, now.taken)
        if version and now.version != version:
            raise Conflict(f"{now.name} was changed in the meantime.", "Look at it again, then repeat the change.")
        wanted: dict[str, object] = {"name": title, "seats": fields.seats, "starts": starts, "note": note}
        was = {
            "name": now.name,
            "seats": now.seats,
            "starts": now.starts.isoformat() if now.starts else "",
            "note": now.note,
        }
        changed = {key: value for key, value in wanted.items() if value != was[key]}
        if changed:
            act.update("opening", opening_id, **changed)
        if "starts" in changed:
            _tell_first_day(act, opening_id, now.starts, fields.starts)
        return bool(changed)

    return wb.store.do(f"changed {title}{_what_changed(row, fields)}", work)


def _title(wb: Workbook, row: OpeningRow, fields: ClassFields) -> str:
    with wb.store.read() as tx:
        account = rubrics.account(wb, tx, row.rubric)
    typed = _checked_name(fields.name)
    if typed and (typed != row.name or row.name != default_name(account, row.starts)):
        return typed
    return default_name(account, fields.starts)


def _what_changed(row: OpeningRow, fields: ClassFields) -> str:
    parts = []
    if fields.seats != row.seats:
        parts.append(count(fields.seats, "seat"))
    if fields.starts != row.starts:
        parts.append(f"starts {day_month(fields.starts)}" if fields.starts else "no start date")
    return f": {', '.join(parts)}" if parts else ""


def _tell_first_day(act: Act, opening_id: int, before: date | None, after: date | None) -> None:
    """Slips of passed offers that are still here name the first day of the class as it is now."""
    rows = act.rows(
        "select s.id, s.draft from application a join attempt t on t.application = a.id"
        "  join slip s on s.id = t.slip"
        " where a.opening = :o and a.state = 'hired' and t.milestone = :offer and t.result = :passed"
        "   and s.state = :draft",
        o=opening_id,
        offer=MilestoneId.OFFER,
        passed=Result.PASSED,
        draft=SlipState.DRAFT,
    )
    for row in rows:
        draft = msgspec.json.decode(row["draft"], type=SlipDraft)
        if draft.next_date in (None, before):
            told = replace(draft, next_date=after)
            act.update("slip", row["id"], draft=msgspec.json.encode(told).decode())


def close(wb: Workbook, opening_id: int) -> None:
    """Take no more people; who is on their way stays. Conflict where it is closed already."""
    row = find(wb, opening_id)

    def work(act: Act) -> None:
        if read(wb, act, opening_id).closed:
            raise Conflict(f"{row.name} is closed already.", "Nothing needs to be done.")
        act.update("opening", opening_id, closed_at=act.at)

    wb.store.do(f"closed {row.name}", work)


def reopen(wb: Workbook, opening_id: int) -> None:
    """Take people again. Conflict where it is open."""
    row = find(wb, opening_id)

    def work(act: Act) -> None:
        if not read(wb, act, opening_id).closed:
            raise Conflict(f"{row.name} is open already.", "Nothing needs to be done.")
        act.update("opening", opening_id, closed_at=0)

    wb.store.do(f"reopened {row.name}", work)


# reading -------------------------------------------------------------------------------------------------------------

_COLUMNS = "o.id, o.account, o.name, o.seats, o.starts, o.closed_at, o.rubric, o.note, o.version"
_LIST = f"""
select {_COLUMNS},
       (select count(*) from application a where a.opening = o.id and a.state in ({_ON_THE_WAY})) as people,
       (select count(*) from application a where a.opening = o.id and a.state = 'hired')
       + (select count(*) from counted c where c.opening = o.id and c.state = 'hired') as taken
  from opening o
"""
_UNCOUNTED = f"select {_COLUMNS}, 0 as people, 0 as taken from opening o\n"


def listing(wb: Workbook, *, with_closed: bool = False) -> list[OpeningRow]:
    """Every opening, the next class first."""
    with wb.store.read() as tx:
        return read_listing(wb, tx, with_closed=with_closed)


def read_listing(wb: Workbook, tx: Tx, *, with_closed: bool = False) -> list[OpeningRow]:
    """The same inside a transaction."""
    return _read(wb, tx, "" if with_closed else "where o.closed_at = 0 ")


def open_now(wb: Workbook, tx: Tx) -> list[OpeningRow]:
    """Those that take people, the next class first, with nobody counted: what somebody could move to."""
    return _read(wb, tx, "where o.closed_at = 0 ", _UNCOUNTED)


def _read(wb: Workbook, tx: Tx, where: str, listed: str = _LIST) -> list[OpeningRow]:
    order = "order by o.closed_at, case when o.starts = '' then 1 else 0 end, o.starts, o.name, o.id"
    return [_row(wb, tx, row) for row in tx.rows(f"{listed}{where}{order}")]


def tally(wb: Workbook) -> tuple[int, int]:
    """How many openings take people, and how many are closed."""
    with wb.store.read() as tx:
        every = tx.value("select count(*) from opening")
        over = tx.value("select count(*) from opening where closed_at > 0")
    return int(every) - int(over), int(over)


def find(wb: Workbook, opening_id: int) -> OpeningRow:
    """One opening; NotFound with what to do."""
    with wb.store.read() as tx:
        return read(wb, tx, opening_id)


def read(wb: Workbook, tx: Tx, opening_id: int) -> OpeningRow:
    """The same inside a transaction."""
    row = tx.row(f"{_LIST}where o.id = :id", id=opening_id)
    if row is None:
        raise NotFound(f"There is no opening {opening_id}.", "milepost list openings shows them.")
    return _row(wb, tx, row)


def _row(wb: Workbook, tx: Tx, row: Mapping[str, object]) -> OpeningRow:
    rubric = int(str(row["rubric"]))
    account = rubrics.account(wb, tx, rubric)
    starts = str(row["starts"])
    return OpeningRow(
        id=int(str(row["id"])),
        account=account.id,
        account_short=account.short,
        account_name=account.name,
        name=str(row["name"]),
        seats=int(str(row["seats"])),
        taken=int(str(row["taken"])),
        people=int(str(row["people"])),
        starts=date.fromisoformat(starts) if starts else None,
        closed=bool(row["closed_at"]),
        account_code=account.code,
        note=str(row["note"]),
        rubric=rubric,
        version=int(str(row["version"])),
    )


def accounts(wb: Workbook) -> tuple[Account, ...]:
    """The accounts that a class can be opened on, as the catalogue has them now."""
    return tuple(wb.catalogue.accounts.values())


def open_one(wb: Workbook, tx: Tx, opening_id: int) -> OpeningRow:
    """An opening that takes people; NotFound where there is none, Conflict where it is closed."""
    row = read(wb, tx, opening_id)
    if row.closed:
        raise Conflict(f"{row.name} takes no more people.", "Choose another opening.")
    return row


def check_seat(wb: Workbook, tx: Tx, opening_id: int) -> None:
    """Conflict where every seat of a class is taken."""
    row = read(wb, tx, opening_id)
    if not row.free:
        taken = "The only seat of {} is" if row.seats == 1 else f"All {row.seats} seats of {{}} are"
        raise Conflict(f"{taken.format(row.name)} taken.", "Keep them in reserve, or give the class another seat.")


def rubric_of(tx: Tx, opening_id: int) -> int:
    """The row of the account's version that an opening has now; NotFound where there is no such opening."""
    rubric = tx.value("select rubric from opening where id = :id", id=opening_id)
    if rubric is None:
        raise NotFound(f"There is no opening {opening_id}.", "Choose one from the list of openings.")
    return int(rubric)


def account_of(wb: Workbook, tx: Tx, opening_id: int) -> Account:
    """The account of an opening as it stands for this class."""
    return rubrics.account(wb, tx, rubric_of(tx, opening_id))
