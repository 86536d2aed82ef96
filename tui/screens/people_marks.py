"""Marks in People: some people by name, or all who match a filter, however many they are."""

from __future__ import annotations

from array import array
from collections.abc import Set
from dataclasses import replace
from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.workbook import people

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from domain.workbook import Workbook
    from domain.workbook.people import PeopleQuery

MOST_BY_NAME = 2_000
"""People that are marked one by one; more than that are marked by the filter that they match."""
COUNTED = 20_000
"""People of a list of whom it is asked how many are marked by another filter."""


@dataclass(frozen=True, slots=True)
class Matching(Set[int]):
    """All who match a filter, but for some, and a few more: a set that is never written out."""

    query: PeopleQuery
    total: int
    """How many matched when they were marked."""
    listed: bool = True
    """Whether the list in sight is theirs."""
    known: frozenset[int] = frozenset()
    """Of the people that were read for another list: those who match."""
    but: frozenset[int] = frozenset()
    more: frozenset[int] = frozenset()

    def __contains__(self, person: object) -> bool:
        """Say whether somebody who was read for the list in sight is marked."""
        return person in self.more or (person not in self.but and (self.listed or person in self.known))

    def __len__(self) -> int:
        """Return how many there are, as far as that is known."""
        return max(0, self.total - len(self.but) + len(self.more))

    def __iter__(self) -> Iterator[int]:
        """Nobody lists them: `chosen` asks the workbook.

        Raises:
            TypeError: always.
        """
        raise TypeError("people who match a filter are asked for, not listed")

    def __or__(self, others: Iterable[object]) -> Matching:
        """Return the set with these marked as well."""
        some = _ids(others)
        fresh = frozenset(one for one in some if not self._matches(one))
        return replace(self, but=self.but - some, more=self.more | fresh)

    def __xor__(self, others: Iterable[object]) -> Matching:
        """Return the set with the mark of each of these turned round."""
        some = _ids(others)
        marked = frozenset(one for one in some if one in self)
        off = replace(self, but=self.but | (marked - self.more), more=self.more - marked)
        return off | (some - marked)

    def _matches(self, person: int) -> bool:
        return self.listed or person in self.known

    def seen(self, found: Iterable[int]) -> Matching:
        """Return the set knowing of these that they match."""
        return replace(self, known=self.known | frozenset(found))

    def beside(self, asked: PeopleQuery) -> Matching:
        """Return the set for a list of whoever is asked for now."""
        return replace(self, listed=asked.filtered_as(self.query) == asked, known=frozenset())


def _ids(some: Iterable[object]) -> frozenset[int]:
    return frozenset(one for one in some if isinstance(one, int))


def chosen(wb: Workbook, marks: Set[int], asked: PeopleQuery, listed: Sequence[int]) -> array[int]:
    """Return everybody who is marked: in the order of the list, then whoever is not in it."""
    if isinstance(marks, Matching):
        found = array("q", (one for one in people.ids(wb, asked.filtered_as(marks.query)) if one not in marks.but))
        return found + array("q", sorted(marks.more - set(found))) if marks.more else found
    here = array("q", (one for one in listed if one in marks))
    return here + array("q", sorted(marks - set(here)))


def outside(wb: Workbook, marks: Matching, listed: Sequence[int]) -> int:
    """Return how many of the marked are not among those listed, of whom there are not too many to ask."""
    inside = {one for one in people.matching(wb, marks.query, listed) if one not in marks.but}
    return max(0, len(marks) - len(inside | marks.more.intersection(listed)))
