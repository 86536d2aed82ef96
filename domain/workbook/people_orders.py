"""The orders of a list of people, each read along an index, and the stretches of an index that make one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.model.terms import ROAD, State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from domain.store import Tx

Values = dict[str, object]


@dataclass(frozen=True, slots=True)
class Order:
    """One order: groups that follow each other, sorted within by the same columns of `person`, then by id."""

    columns: tuple[str, ...]
    groups: tuple[str, ...] = ("",)
    """A condition each; together they hold everybody once."""
    by: str = ""
    """The column that the groups are told apart by, where each holds one value of it."""
    kept: tuple[str, ...] = ()
    """Those values, in the order of the groups."""
    empty_last: bool = False
    """Whether the last group, of those with nothing to sort by, stays last when the order is turned round."""


def _by(column: str, kept: Sequence[str]) -> Order:
    """Groups of one value each, not by the alphabet; the column takes no others."""
    groups = tuple(f"person.{column} = '{one}'" for one in kept)
    return Order(("since",), groups, by=column, kept=tuple(kept))


def _known_first(first: str, then: str = "", nothing: str = "''") -> Order:
    columns = (first, then) if then else (first,)
    return Order(columns, (f"person.{first} > {nothing}", f"person.{first} = {nothing}"), empty_last=True)


SORTS: Mapping[str, Order] = {
    "name": Order(("sort_name",)),
    "road": _known_first("road", "since"),
    "milestone": _by("milestone", (*ROAD, "")),
    "state": _by("state", (*State, "")),
    "since": Order(("since",)),
    "retest": _known_first("retest", "since"),
    "added": Order(("at",)),
    "account": _known_first("account", "sort_name"),
    "opening": _known_first("opening", "since", "0"),
    "owner": _known_first("owner"),
    "tags": _known_first("tags"),
}
"""By key. `road`: as the stored cells sort, whoever stopped first and then the farthest; mileposts come as on the road,
states as in `State`; accounts by id, then name; openings as they were made; owners and tags as they are written. Who
has no road, retest, account, opening, owner or tags stands at the end."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of an order that can be read along an index."""

    tests: tuple[str, ...]
    order: str
    values: Values


def order_by(sort: str, *, descending: bool) -> str:
    """The order of all groups at once, for those who are found already."""
    order, way = SORTS[sort], " desc" if descending else ""
    groups = _groups(order, descending)
    within = ", ".join(f"person.{column}{way}" for column in (*order.columns, "id"))
    if len(groups) == 1:
        return within
    ranks = " ".join(f"when {group} then {rank}" for rank, group in enumerate(groups))
    return f"case {ranks} end, {within}"


def _groups(order: Order, descending: bool) -> tuple[str, ...]:
    return order.groups[::-1] if descending and not order.empty_last else order.groups


def stretches(
    tx: Tx, sort: str, *, descending: bool, after: int = 0, allows: Callable[[str, str], bool] | None = None
) -> Iterator[Stretch]:
    """The stretches of an order that follow each other, from behind a person; none behind somebody who is gone.

    People of one place are a stretch of their own: thousands may have the same, and are not to be passed one by one.
    `allows` says of a column and a value whether anybody with it can be asked for; groups of others are left out.
    """
    order = SORTS[sort]
    groups = _groups(order, descending)
    places: Values | None = None
    first = 0
    if after:
        places = _place(tx, order, groups, after)
        if places is None:
            return
        first = int(str(places.pop("rank")))
    for rank, group in enumerate(groups[first:], first):
        kept = order.kept[order.groups.index(group)] if order.by else ""
        if order.by and allows and not allows(order.by, kept):
            continue
        if rank > first or places is None:
            yield Stretch((group,), _listed((*order.columns, "id"), descending), {})
        else:
            yield from _behind(order, group, places, after, descending)


def _listed(columns: Sequence[str], descending: bool) -> str:
    return ", ".join(f"person.{column}{' desc' if descending else ''}" for column in columns)


def _place(tx: Tx, order: Order, groups: Sequence[str], person: int) -> Values | None:
    """Where a person stands: the number of the group, and the columns."""
    ranks = " ".join(f"when {group or '1 = 1'} then {rank}" for rank, group in enumerate(groups))
    columns = ", ".join(f"person.{column} as place{at}" for at, column in enumerate(order.columns))
    return tx.row(f"select case {ranks} else 0 end as rank, {columns} from person where id = :id", id=person)


def _behind(order: Order, group: str, places: Values, after: int, descending: bool) -> Iterator[Stretch]:
    """Within a group: whoever shares the place, then whoever shares less and less of it."""
    sign = "<" if descending else ">"
    columns = (*order.columns, "id")
    values: Values = {**places, "after": after}
    names = [*places, "after"]
    for shared in range(len(columns) - 1, -1, -1):
        same = tuple(f"person.{columns[at]} = :{names[at]}" for at in range(shared))
        beyond = f"person.{columns[shared]} {sign} :{names[shared]}"
        needed = {name: values[name] for name in names[: shared + 1]}
        # The nearest bound comes first, because SQLite begins at the first one.
        yield Stretch((*same, beyond, group), _listed(columns[shared:], descending), needed)
