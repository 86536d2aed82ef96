"""Which files were written about whom: nobody can take those back, so whoever erases a person is told of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.workbook.wording import count, day_month

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from domain.store import Tx
    from domain.workbook.workbook import Workbook

JOURNEY, SLIP, HELD, HANDOVER, LIST = "journey report", "slip", "what we hold", "handover", "list of people"
LADDER = "ladder file"


@dataclass(frozen=True, slots=True)
class File:
    """One file that was written, or a folder that several were written to."""

    kind: str
    file: str
    at: int
    """When, milliseconds UTC."""
    people: int
    """How many it is about; 1 for one of their own."""


def note(wb: Workbook, kind: str, path: Path, people: Sequence[int]) -> None:
    """Keep that a file was written about these people; a workbook that can only be read keeps nothing."""
    if wb.store.read_only or not people:
        return
    shared = {"kind": kind, "file": str(path), "people": len(people), "who": wb.store.who, "at": wb.now()}
    wb.store.jot_many("exported", [{"person": person, **shared} for person in dict.fromkeys(people)])


def note_list(wb: Workbook, path: Path, people: int) -> None:
    """Keep that a list of people was written: a row for the list, not one for each, as it may be all of them."""
    if not wb.store.read_only and people:
        told = {"kind": LIST, "file": str(path), "people": people, "who": wb.store.who, "at": wb.now()}
        wb.store.jot("exported", person=0, **told)


def note_attempts(wb: Workbook, path: Path, attempts: Sequence[int]) -> None:
    """The same as `note` for the slips of these attempts; `path` is the folder where each has a file of its own."""
    with wb.store.read() as tx:
        among, values = tx.among("id", attempts)
        people = tx.ids(f"select distinct person from attempt where {among}", **values)
    note(wb, SLIP, path, people)


def of(tx: Tx, people: Collection[int]) -> tuple[File, ...]:
    """Files about these entries of one person, the newest first."""
    among, values = tx.among("person", sorted(people))
    rows = tx.rows(f"select kind, file, at, people from exported where {among} order by at desc, id desc", **values)
    return tuple(File(**row) for row in rows)


def lists_since(tx: Tx, at: int) -> tuple[File, ...]:
    """Lists of people that were written since a moment: whoever was there may be on them."""
    rows = tx.rows("select kind, file, at, people from exported where person = 0 and at >= :at order by at desc", at=at)
    return tuple(File(**row) for row in rows)


def words(wb: Workbook, file: File) -> str:
    """'journey report, 12 Aug: ~/…/2026-08-12 journey-report joan-alcaraz.pdf'."""
    many = f" ({count(file.people, 'person', 'people')})" if file.people > 1 else ""
    return f"{file.kind}{many}, {day_month(wb.day(file.at), wb.today())}: {file.file}"
