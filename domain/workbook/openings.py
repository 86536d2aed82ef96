"""Openings: classes of seats on an account, with the account as it stood when the class was opened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from domain.model.catalogue import HURDLE_CRITERIA
from domain.model.errors import BadInput, Conflict, NotFound
from domain.rules.routes import route
from domain.workbook import rubrics
from domain.workbook.wording import day_month

if TYPE_CHECKING:
    from domain.model.catalogue import Account, Criterion
    from domain.store import Act, Tx
    from domain.workbook.workbook import Workbook

MAX_SEATS = 1000


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


def create(wb: Workbook, account_id: str, *, seats: int, starts: date | None = None, name: str = "") -> int:
    """Open a class on an account; the name is made from both when left empty. Seats 1-1000; BadInput otherwise."""
    account = _account(wb, account_id)
    if not 1 <= seats <= MAX_SEATS:
        raise BadInput(f"A class cannot have {seats} seats.", f"Give a number from 1 to {MAX_SEATS}.")
    title = name.strip() or default_name(account, starts)

    def work(act: Act) -> int:
        return act.insert(
            "opening",
            account=account.id,
            name=title,
            seats=seats,
            starts=starts.isoformat() if starts else "",
            rubric=rubrics.account_version(wb, act, account),
            at=act.at,
        )

    return wb.store.do(f"opened {title}", work)


def default_name(account: Account, starts: date | None) -> str:
    """What a class is called unless somebody names it: 'Retail customer service, class of 1 Sep'."""
    return f"{account.title}, class of {day_month(starts)}" if starts else account.title


def _account(wb: Workbook, account_id: str) -> Account:
    try:
        return wb.catalogue.accounts[account_id]
    except KeyError:
        known = ", ".join(wb.catalogue.accounts)
        raise NotFound(f'There is no account "{account_id}".', f"Known: {known}.") from None


def close(wb: Workbook, opening_id: int) -> None:
    """Take no more people; who is on their way stays. Conflict where it is closed already."""
    row = find(wb, opening_id)
    if row.closed:
        raise Conflict(f"{row.name} is closed already.", "Nothing needs to be done.")
    wb.store.do(f"closed {row.name}", lambda act: act.update("opening", opening_id, closed_at=act.at))


_LIST = """
select o.id, o.account, o.name, o.seats, o.starts, o.closed_at, o.rubric,
       (select count(*) from application a where a.opening = o.id and a.ended_at = 0) as people,
       (select count(*) from application a where a.opening = o.id and a.state = 'hired') as taken
  from opening o
"""


def listing(wb: Workbook, *, with_closed: bool = False) -> list[OpeningRow]:
    """Every opening, the next class first."""
    with wb.store.read() as tx:
        return read_listing(wb, tx, with_closed=with_closed)


def read_listing(wb: Workbook, tx: Tx, *, with_closed: bool = False) -> list[OpeningRow]:
    """The same inside a transaction."""
    where = "" if with_closed else "where o.closed_at = 0 "
    order = "order by o.closed_at, case when o.starts = '' then 1 else 0 end, o.starts, o.name, o.id"
    return [_row(wb, tx, row) for row in tx.rows(f"{_LIST}{where}{order}")]


def find(wb: Workbook, opening_id: int) -> OpeningRow:
    """One opening; NotFound with what to do."""
    with wb.store.read() as tx:
        row = tx.row(f"{_LIST}where o.id = :id", id=opening_id)
        if row is None:
            raise NotFound(f"There is no opening {opening_id}.", "milepost list openings shows them.")
        return _row(wb, tx, row)


def _row(wb: Workbook, tx: Tx, row: dict[str, object]) -> OpeningRow:
    account = rubrics.account(wb, tx, int(str(row["rubric"])))
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
    )


@dataclass(frozen=True, slots=True)
class Detail:
    """One opening with the route and the pass lines that it was opened with."""

    row: OpeningRow
    route: tuple[tuple[str, float], ...]
    """Milestones in order, by name, with their weight; 0 for those that carry none."""
    hurdles: tuple[tuple[str, str], ...]
    """What must be met, by name, with the value in words."""
    preview: tuple[str, ...]


def detail(wb: Workbook, opening_id: int) -> Detail:
    """One opening, whole; NotFound with what to do."""
    row = find(wb, opening_id)
    with wb.store.read() as tx:
        account = account_of(wb, tx, opening_id)
    known = wb.catalogue.milestones
    return Detail(
        row=row,
        route=tuple((known[step].short, float(account.weights.get(step, 0))) for step in route(account)),
        hurdles=tuple((_hurdle_name(wb, key), _hurdle_value(wb, key, need)) for key, need in account.hurdles.items()),
        preview=account.preview,
    )


def _criterion_of(wb: Workbook, key: str) -> Criterion | None:
    wanted = HURDLE_CRITERIA.get(key, key)
    criteria = (criterion for milestone in wb.catalogue.milestones.values() for criterion in milestone.criteria)
    return next((criterion for criterion in criteria if criterion.id == wanted), None)


def _hurdle_name(wb: Workbook, key: str) -> str:
    criterion = _criterion_of(wb, key)
    return criterion.name if criterion else key


def _hurdle_value(wb: Workbook, key: str, need: float | str) -> str:
    criterion = _criterion_of(wb, key)
    unit = wb.catalogue.units.get(criterion.scoring.unit) if criterion else None
    if isinstance(need, str) or unit is None:
        return need if isinstance(need, str) else f"rated {need:g} or more"
    return f"{need:g} {unit.short}"


def accounts(wb: Workbook) -> tuple[Account, ...]:
    """The accounts that a class can be opened on, as the catalogue has them now."""
    return tuple(wb.catalogue.accounts.values())


def open_one(wb: Workbook, tx: Tx, opening_id: int) -> OpeningRow:
    """An opening that takes people; NotFound where there is none, Conflict where it is closed."""
    row = tx.row(f"{_LIST}where o.id = :id", id=opening_id)
    if row is None:
        raise NotFound(f"There is no opening {opening_id}.", "milepost list openings shows them.")
    if row["closed_at"]:
        raise Conflict(f"{row['name']} takes no more people.", "Choose another opening.")
    return _row(wb, tx, row)


def account_of(wb: Workbook, tx: Tx, opening_id: int) -> Account:
    """The account of an opening as it stood when the class was opened."""
    rubric = tx.value("select rubric from opening where id = :id", id=opening_id)
    if rubric is None:
        raise NotFound(f"There is no opening {opening_id}.", "Choose one from the list of openings.")
    return rubrics.account(wb, tx, int(rubric))
