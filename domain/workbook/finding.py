"""Finding one person quickly: by a part of the name, the last digits of the mobile, or today's queue number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.workbook import people

if TYPE_CHECKING:
    from domain.workbook.people import PersonRow
    from domain.workbook.workbook import Workbook

MOST_COUNTED = 10_000
"""Beyond this many hits nobody needs the exact number."""


@dataclass(frozen=True, slots=True)
class Found:
    """One person who fits, with what tells them from others of the same name."""

    id: int
    name: str
    where: str
    """'Mock call, Retail'."""
    tail: str
    """'…4471'."""
    number: int
    """Today's queue number; 0 for none."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Who fits, best first."""

    people: tuple[Found, ...]
    total: int
    closest: str
    """The name nearest in spelling where nobody fits."""


def find(wb: Workbook, words: str, *, limit: int = 9) -> Answer:
    """Who fits the words; whoever has that queue number today comes first. Without words: who came in today."""
    numbers = _queue_numbers(wb)
    by_number = [person for person, number in numbers.items() if words.strip() == str(number)]
    query = people.PeopleQuery(words) if words.strip() else people.PeopleQuery(sort="since", descending=True)
    hits = people.ids(wb, query, limit + 1 if words.strip() else limit)
    order = list(dict.fromkeys([*by_number, *hits]))
    rows = people.rows(wb, order[:limit])
    nearest = people.closest(wb, words) if words.strip() and not order else []
    found = tuple(_found(wb, row, numbers.get(row.id, 0)) for row in rows)
    more = people.count(wb, query, MOST_COUNTED) if words.strip() else 0
    return Answer(found, max(len(order), more), nearest[0] if nearest else "")


def by_email(wb: Workbook, typed: str) -> list[int]:
    """Everybody with exactly this address, whatever its capitals; nobody where it is no address."""
    address = typed.strip().lower()
    if "@" not in address:
        return []
    with wb.store.read() as tx:
        return [row["id"] for row in tx.rows("select id from person where email = :email order by id", email=address)]


def _queue_numbers(wb: Workbook) -> dict[int, int]:
    with wb.store.read() as tx:
        visits = tx.rows("select person, number from visit where day = :day", day=wb.today().isoformat())
    return {row["person"]: row["number"] for row in visits if row["number"]}


def _found(wb: Workbook, row: PersonRow, number: int) -> Found:
    milestones, accounts = wb.catalogue.milestones, wb.catalogue.accounts
    at = next((one.short for one in milestones.values() if one.id == row.milestone), "")
    account = accounts[row.account].short if row.account in accounts else ""
    tail = f"…{row.phone[-4:]}" if row.phone else ""
    return Found(row.id, row.name, ", ".join(part for part in (at, account) if part), tail, number)
