"""The orders of People in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from tui.screens.choice import Choice, Option

if TYPE_CHECKING:
    from domain.workbook.people import PeopleQuery


@dataclass(frozen=True, slots=True)
class Sort:
    """One order of the list, by the key that `people.SORTS` knows it by."""

    key: str
    label: str
    says: str
    turned: str
    """What comes first when it is turned round."""
    falls: bool = False
    """Whether the stored column falls at first."""
    ages: bool = False
    """Whether the arrow tells how ages run, against the stored times."""


SORTS = (
    Sort("name", "Name", "by name", "by name, from Z"),
    Sort("road", "Road", "stopped first, then the farthest", "the shortest road first, stopped last"),
    Sort("milestone", "Milepost", "along the road", "back along the road"),
    Sort("state", "State", "by state, ready first", "by state, ready last"),
    Sort("since", "Since", "the latest step first", "the oldest step first", falls=True, ages=True),
    Sort("retest", "Retest", "the next retest first", "the last retest first"),
    Sort("added", "Added", "the newest first", "the oldest first", falls=True, ages=True),
    Sort("account", "Account", "by account", "by account, backwards"),
    Sort("opening", "Opening", "the newest opening first", "the oldest opening first", falls=True),
    Sort("owner", "Owner", "by who looks after them", "by who looks after them, from Z"),
    Sort("tags", "Tags", "by their tags", "by their tags, from Z"),
)
"""As they are offered: the first nine by a digit, the others by the arrows and by a click on their head."""
KEYS = frozenset(sort.key for sort in SORTS)


def sort_of(key: str) -> Sort:
    """Return an order by its key."""
    return next(sort for sort in SORTS if sort.key == key)


def order_words(key: str, *, descending: bool) -> str:
    """Return what comes first in an order, as in "the newest first"."""
    sort = sort_of(key)
    return sort.says if descending == sort.falls else sort.turned


def arrow_down(key: str, *, descending: bool) -> bool:
    """Say whether the arrow at the head points down."""
    return descending != sort_of(key).ages


def turned(asked: PeopleQuery, key: str) -> bool:
    """Say whether an order that is chosen now falls: the one in force turns round."""
    return not asked.descending if key == asked.sort else sort_of(key).falls


def choice_of(asked: PeopleQuery) -> Choice:
    """Return the sheet of orders; the focus stands on the one in force."""
    options = [Option(sort.key, sort.label, _again(asked) if sort.key == asked.sort else sort.says) for sort in SORTS]
    fact = order_words(asked.sort, descending=asked.descending)
    return Choice("Sort by", options, f"now {fact}", now=asked.sort)


def _again(asked: PeopleQuery) -> str:
    return f"now; again: {order_words(asked.sort, descending=not asked.descending)}"
