"""The book that a history is written into: openings, people in portions, and the queue at the end."""

from __future__ import annotations

import gc
from collections import defaultdict
from contextlib import contextmanager
from datetime import UTC, datetime, time
from itertools import count
from typing import TYPE_CHECKING

from domain.model.errors import BadInput
from domain.model.lazily import dataclass
from domain.store.ids import EPOCH, RANDOM_BITS
from domain.store.loading import Packer
from domain.workbook.founding.cards import Card, Cards, Entry, Noted
from domain.workbook.founding.classes import Classes, OpenClass
from domain.workbook.founding.offers import Offers
from domain.workbook.founding.rooms import Rooms
from domain.workbook.founding.told import Teller
from domain.workbook.founding.traveller import Traveller
from domain.workbook.wording import MINUTE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from domain.model.catalogue import Milestone
    from domain.model.terms import MilestoneId
    from domain.store.loading import Loader, Packed
    from domain.workbook.people import NewPerson
    from domain.workbook.workbook import Workbook

Fields = dict[str, object]

PORTION = 500
"""People whose rows are kept in memory before they are handed over."""

_PART_BITS = 20
"""A part of the history has room for a million rows, in which each has its id."""

_QUARTER = 15 * MINUTE

_ORDER = (
    *("rubric", "opening", "person", "application", "attempt", "card", "rating", "critical", "call", "jot"),
    *("paper", "answer", "slip", "twin", "promise", "offer", "stay", "pool", "touch", "practice", "asked"),
    *("rung", "proof", "calibration", "calibrated", "shown"),
)
"""Tables in an order in which every row finds what it refers to."""


@contextmanager
def found(wb: Workbook, what: str) -> Iterator[Founding]:
    """Write a history into an empty workbook, all of it or nothing; BadInput where it holds something already.

    Memory is bounded: rows go to the store in portions. ReadOnly where the workbook may not be written.
    """
    with wb.store.read() as tx:
        used = tx.value("select count(*) from act")
    if used:
        raise BadInput(f"{wb.store.where} is in use already.", "Name a new file, or an empty database.")
    with wb.store.bulk(what) as loader, _no_collection():
        book = Founding(wb, loader)
        yield book
        book.finish()


@contextmanager
def _no_collection() -> Iterator[None]:
    """Rows come by the million and hold no cycles: looking for some would take longer than making them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Founding:
    """What goes into a new workbook."""

    def __init__(self, wb: Workbook, loader: Loader) -> None:
        self.wb = wb
        self._loader = loader
        self._first_id = _first_id(wb)
        self._ids = count(self._first_id)
        self._rows: dict[str, list[Fields]] = defaultdict(list)
        self._people = 0
        self._visits: list[Fields] = []
        self._days: dict[int, date] = {}
        self._cards = Cards(wb)
        self.classes = Classes(wb, self.new_id, self._put)
        self.offers = Offers(wb, self.classes)
        self.teller = Teller(wb)
        self.rooms = Rooms(wb, self.new_id, self._put, self.milestone)

    def new_id(self) -> int:
        """An id for a row; the same history told on the same day has the same ids."""
        return next(self._ids)

    def day(self, at: int) -> date:
        """The site's day at a moment, as `Workbook.day`; it begins on a quarter of an hour in every zone there is."""
        quarter = at // _QUARTER
        found = self._days.get(quarter)
        if found is None:
            found = self._days[quarter] = self.wb.day(at)
        return found

    def opening(
        self,
        account_id: str,
        *,
        seats: int,
        starts: date | None = None,
        at: int = 0,
        name: str = "",
        closed_at: int = 0,
    ) -> OpenClass:
        """Open a class on an account at a moment (now when 0); one with `closed_at` takes nobody any more."""
        begun = at or self.wb.now()
        return self.classes.open(account_id, seats=seats, starts=starts, at=begun, name=name, closed_at=closed_at)

    def milestone(self, opened: OpenClass, milestone: MilestoneId) -> Milestone:
        """A milestone as the account of a class assesses it."""
        return self.classes.kind(opened, milestone).milestone

    def mark(self, opened: OpenClass, milestone: MilestoneId) -> int:
        """A number that classes share whose accounts assess a milestone in the same way."""
        return self.classes.kind(opened, milestone).mark

    def card(
        self, opened: OpenClass, milestone: MilestoneId, entries: tuple[Entry, ...], noted: tuple[Noted, ...] = ()
    ) -> Card:
        """A score sheet of a class as it was filled in, with what the rules say about it."""
        return self._cards.card(self.classes.kind(opened, milestone), entries, noted)

    def pair(
        self, opened: OpenClass, milestone: MilestoneId, first: tuple[Entry, ...], second: tuple[Entry, ...]
    ) -> Card:
        """A score sheet that two people filled in: the entries of the first, judged by the mean of both."""
        return self._cards.pair(self.classes.kind(opened, milestone), first, second)

    def person(self, new: NewPerson, at: int) -> Traveller:
        """Take somebody in; what happens to them is told to the traveller, who is handed to `add` at the end."""
        return Traveller(self, new, at)

    def add(self, traveller: Traveller) -> None:
        """Take over the rows of a person whose history is told."""
        self._rows["person"].append(traveller.person_row())
        for table, rows in traveller.rows.items():
            self._rows[table] += rows
        self._people += 1
        if len(self._rows["person"]) >= PORTION:
            self._hand_over()

    def add_visit(self, visit: Fields) -> None:
        """Keep a visit until all are known: numbers of the queue follow from who arrived when."""
        self._visits.append(visit)

    def turn_to(self, part: int) -> None:
        """From here on rows have the ids of a part, from 0; parts told in any order, or elsewhere, never clash."""
        self._ids = count(self._first_id + (part << _PART_BITS))

    def take(self, part: Part) -> None:
        """Take over a part that was told elsewhere; what it refers to goes in first."""
        self._hand_over()
        self._loader.take(part.packed)
        self._visits += part.visits
        self._people += part.people

    def finish(self) -> None:
        """Hand over what is left, the queue of every day last."""
        self._hand_over()
        self._loader.add("visit", self._numbered())

    @property
    def act(self) -> int:
        """The act that every row belongs to."""
        return self._loader.act_id

    @property
    def people(self) -> int:
        """How many were added."""
        return self._people

    def _put(self, table: str, row: Fields) -> None:
        self._rows[table].append(row)

    def _hand_over(self) -> None:
        for table in _ORDER:
            self._loader.add(table, self._rows.pop(table, []))

    def _numbered(self) -> Iterator[Fields]:
        """Visits of each day in order of arrival; who has not arrived has no number."""
        numbers: dict[object, int] = defaultdict(int)
        for visit in sorted(self._visits, key=_by_arrival):
            number = 0
            if visit["arrived_at"]:
                number = numbers[visit["day"]] = numbers[visit["day"]] + 1
            yield {"id": self.new_id(), "number": number, **visit}


@dataclass(frozen=True, slots=True)
class Part:
    """What was told elsewhere, ready to go in."""

    packed: list[Packed]
    visits: list[Fields]
    people: int


class FoundingElsewhere(Founding):
    """Tells parts of a history in another process, for the founding there that has the workbook.

    The classes must be opened here as there, in the same order; their rows stay here.
    """

    def __init__(self, wb: Workbook, act: int) -> None:
        """Take any workbook of the same site and day, which is only read, and the act of the other founding."""
        self._packer = Packer(act, self.new_id)
        super().__init__(wb, self._packer)

    def told(self) -> Part:
        """What was told since this was last asked."""
        self._hand_over()
        part = Part(self._packer.unpacked(), self._visits, self._people)
        self._visits, self._people = [], 0
        return part


def _by_arrival(visit: Fields) -> tuple[str, int, int]:
    return str(visit["day"]), int(str(visit["arrived_at"])), int(str(visit["booked_for"]))


def _first_id(wb: Workbook) -> int:
    """Ids count on from the start of the site's day, far from all that is made later on."""
    midnight = datetime.combine(wb.today(), time.min, wb.site.tz()).astimezone(UTC)
    return max(1, int(midnight.timestamp() * 1000) - EPOCH << RANDOM_BITS)
