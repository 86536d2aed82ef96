"""Whom a line of a sheet can mean: those whose next step is the exam, by mobile, number and name."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from domain.model.errors import NotFound
from domain.model.lazily import dataclass
from domain.store import fold_words
from domain.workbook.exam_room.batches import SITTING
from domain.workbook.taking_in import StoredPeople

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from domain.store import Tx
    from domain.workbook.workbook import Workbook

CLOSE = 88
"""How alike two names must be, 0-100, for one to be offered in place of the other; never taken by itself."""
MOST_OFFERED = 5


@dataclass(frozen=True, slots=True)
class Sitter:
    """Somebody who can sit the exam now."""

    application: int
    person: int
    name: str
    queue_number: int = 0
    """Their number in today's queue; 0 for none."""


@dataclass(slots=True)
class Sitters:
    """Everybody who can sit the exam now, by what a sheet may call them."""

    by_phone: dict[str, list[Sitter]] = field(default_factory=dict)
    by_reference: dict[str, list[Sitter]] = field(default_factory=dict)
    by_queue: dict[int, list[Sitter]] = field(default_factory=dict)
    by_name: dict[frozenset[str], list[Sitter]] = field(default_factory=dict)
    everybody: list[Sitter] = field(default_factory=list)

    def named(self, name: str) -> list[Sitter]:
        """Those of exactly these words, in whatever order."""
        return self.by_name.get(frozenset(fold_words(name)), [])

    def like(self, name: str) -> list[Sitter]:
        """Those of nearly these words, the likeliest first."""
        from rapidfuzz import fuzz, process

        wanted = " ".join(sorted(fold_words(name)))
        names = {one.application: " ".join(sorted(fold_words(one.name))) for one in self.everybody}
        found = process.extract(wanted, names, scorer=fuzz.ratio, score_cutoff=CLOSE, limit=MOST_OFFERED)
        by_id = {one.application: one for one in self.everybody}
        return [by_id[key] for _, _, key in found]


def read(wb: Workbook, tx: Tx) -> Sitters:
    """Everybody whose next step is the exam, in two questions."""
    numbers = {
        row["person"]: int(row["number"])
        for row in tx.rows("select person, number from visit where day = :day", day=wb.today().isoformat())
    }
    found = Sitters()
    for row in tx.rows(
        "select p.id, p.application, p.name, p.phone, p.reference from person p"
        f" where {SITTING} order by p.sort_name, p.id",
        today=wb.today().isoformat(),
    ):
        one = Sitter(row["application"], row["id"], row["name"], numbers.get(row["id"], 0))
        found.everybody.append(one)
        found.by_name.setdefault(frozenset(fold_words(one.name)), []).append(one)
        if row["phone"]:
            found.by_phone.setdefault(row["phone"], []).append(one)
        if row["reference"]:
            found.by_reference.setdefault(" ".join(fold_words(row["reference"])), []).append(one)
        if one.queue_number:
            found.by_queue.setdefault(one.queue_number, []).append(one)
    return found


def elsewhere(wb: Workbook, numbers: Collection[str]) -> dict[str, str]:
    """By E.164 number: where somebody stands who is known but cannot sit the exam now, in words."""
    known = StoredPeople(wb).by_phone(numbers)
    ids = {one.id for some in known.values() for one in some}
    with wb.store.read() as tx:
        among, values = tx.among("id", sorted(ids))
        stands = {
            row["id"]: (row["milestone"], row["state"])
            for row in tx.rows(f"select id, milestone, state from person where {among}", **values)
        }
    return {
        number: "; ".join(_stands(wb, one.name, stands.get(one.id, ("", ""))) for one in some[:2])
        for number, some in known.items()
    }


def where(wb: Workbook, person: int) -> str:
    """Where somebody stands who cannot sit the exam now, in words; NotFound where they are gone."""
    with wb.store.read() as tx:
        row = tx.row("select name, milestone, state from person where id = :id", id=person)
    if row is None:
        raise NotFound("This person is no longer in the workbook.", "Look them up again.")
    return _stands(wb, row["name"], (row["milestone"], row["state"]))


def _stands(wb: Workbook, name: str, stands: tuple[str, str]) -> str:
    titles = {str(key): milestone.title.lower() for key, milestone in wb.catalogue.milestones.items()}
    milestone, state = stands
    if not milestone:
        return f"{name} is on no opening"
    return f"{name} is at the {titles[milestone]}, {state.replace('_', ' ')}"


def only(found: Iterable[Sitter]) -> list[Sitter]:
    """The same, each once."""
    return list({one.application: one for one in found}.values())
