"""A look at what an act on many people would do, before it is done; in parts, so that others get their turn."""

from __future__ import annotations

from array import array
from dataclasses import field, replace
from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.workbook import people_list
from domain.workbook.bulk.deeds import Deliver
from domain.workbook.bulk.sorting import checked, sort_out
from domain.workbook.filters.query import PeopleQuery

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.workbook.bulk.deeds import Deed
    from domain.workbook.bulk.sorting import Sorted
    from domain.workbook.workbook import Workbook

PART = 2_000
"""People that are looked at together."""
PART_READING = 40
"""The same where each of their slips is read."""
FEW_NAMES = 3


@dataclass(frozen=True, slots=True)
class Group:
    """All who are left out for one reason."""

    why: str
    """Stands behind the number, as in '3 on this opening already'."""
    count: int
    names: tuple[str, ...]
    """A few of them; none of those who are gone."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What an act would do."""

    deed: Deed
    people: array[int]
    """Everybody who was chosen, in the order of the list."""
    seen: int = 0
    """How many of them were looked at."""
    able: array[int] = field(default_factory=lambda: array("q"))
    """Ids of people to whom it can be done; of slips where slips are delivered."""
    names: tuple[str, ...] = ()
    """A few of theirs."""
    left_out: tuple[Group, ...] = ()
    """The largest group first."""
    prepared: Mapping[int, tuple[int, str]] = field(default_factory=dict)
    """By slip, the version that was looked at and whose it is."""

    @property
    def whole(self) -> bool:
        """Whether everybody was looked at."""
        return self.seen >= len(self.people)

    @property
    def noun(self) -> tuple[str, str]:
        """What `able` counts: one, and many."""
        return ("slip", "slips") if isinstance(self.deed, Deliver) else ("person", "people")


def preview(wb: Workbook, deed: Deed, chosen: Sequence[int] | PeopleQuery) -> Preview:
    """Begin to look: at these people, or at everybody who matches a query now.

    BadInput or Conflict where the deed can be done to nobody: a closed opening, a tag without a word.
    """
    sure = checked(wb, deed)
    people = people_list.ids(wb, chosen) if isinstance(chosen, PeopleQuery) else array("q", dict.fromkeys(chosen))
    return look_on(wb, Preview(sure, people))


def look_on(wb: Workbook, shown: Preview) -> Preview:
    """Look at the next of them."""
    part = PART_READING if isinstance(shown.deed, Deliver) else PART
    some = shown.people[shown.seen : shown.seen + part]
    if not some:
        return shown
    with wb.store.read() as tx:
        found = sort_out(wb, tx, shown.deed, some)
    return replace(
        shown,
        seen=shown.seen + len(some),
        able=shown.able + array("q", found.able),
        names=(*shown.names, *found.names[:FEW_NAMES])[:FEW_NAMES],
        left_out=grouped(shown.left_out, found),
        prepared={**shown.prepared, **found.prepared} if found.prepared else shown.prepared,
    )


def preview_all(wb: Workbook, deed: Deed, chosen: Sequence[int] | PeopleQuery) -> Preview:
    """The whole look at once."""
    shown = preview(wb, deed, chosen)
    while not shown.whole:
        shown = look_on(wb, shown)
    return shown


def grouped(before: Sequence[Group], found: Sorted) -> tuple[Group, ...]:
    """The groups with those of another part."""
    groups = {group.why: group for group in before}
    for one in found.left_out:
        group = groups.get(one.why, Group(one.why, 0, ()))
        names = (*group.names, one.name) if one.name and len(group.names) < FEW_NAMES else group.names
        groups[one.why] = Group(one.why, group.count + 1, names)
    return tuple(sorted(groups.values(), key=lambda group: -group.count))
