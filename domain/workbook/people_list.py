"""Who is in a list of people: the first page at once, the rest in parts, whatever was typed and however it is sorted.

An order is read along an index. Words are looked up in the search, which knows no order, so there are two ways to
the first page: sort whoever was found, or walk along the order and test each row until the page is full. The first
is quick for rare words, the second for common ones.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from domain.model.terms import ROAD, State
from domain.store import Tx, fold_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.workbook.workbook import Workbook

Values = dict[str, object]

FEW = 12_000
"""Up to this many hits a search sorts what it found; beyond, it walks the sorted list until a page is full."""
WALKED = {"name": 25_000}
"""Rows after which a walk is given up, by order: by name the index carries the words, and no row need be read."""
WALKED_READING = 20_000
"""The same for the other orders, where each row is read."""
SLICE = 20_000
"""People read at a time of a long list, in some hundredths of a second."""
HITS = 100_000
"""Hits of a search read at a time."""


@dataclass(frozen=True, slots=True)
class PeopleQuery:
    """Which people, in which order; values compose with `replace`."""

    words: str = ""
    opening: int = 0
    states: tuple[State, ...] = ()
    milestone: str = ""
    sort: str = "name"
    descending: bool = False

    def with_words(self, words: str) -> PeopleQuery:
        """The same for other words."""
        return replace(self, words=words)


SORTS: dict[str, tuple[tuple[str, str], ...]] = {
    "name": (("", "person.sort_name"),),
    "since": (("", "person.since"),),
    "milestone": tuple((f"person.milestone = '{one}'", "person.since") for one in (*ROAD, "")),
    "state": tuple((f"person.state = '{one}'", "person.since") for one in (*State, "")),
    "retest": (("person.retest > ''", "person.retest"), ("person.retest = ''", "person.since")),
    "added": (("", "person.at"),),
}
"""By order: the groups that follow each other, each a condition and the column that sorts within it.

Mileposts come as on the road, not by the alphabet, and people without a retest date after those with one; each group is
read along an index, so a page of a million people stays quick.
"""

_EMPTY_LAST = "retest"
"""The order whose last group stays last when it is turned round."""


@dataclass(frozen=True, slots=True)
class Behind:
    """A place in a long list: behind this person, for everybody or for those among the hits of a search."""

    person: int
    hits: array[int] | None = None
    """Ids in rising order, where they are more than can be sorted at once."""
    whole: bool = False
    """Whether all hits have been read."""


def ids(wb: Workbook, query: PeopleQuery, limit: int = 0) -> array[int]:
    """Who matches, in the query's order: all of them, or the first `limit`."""
    with wb.store.read() as tx:
        found, words = tx.found("person", _asked(query.words))
        if not found:
            return _along(tx, query, limit)
        if limit and (page := _first_page(tx, query, found, words, limit)) is not None:
            return page
        return _sorted(tx, query, found, words, limit)


def _first_page(tx: Tx, query: PeopleQuery, found: str, words: Values, limit: int) -> array[int] | None:
    page = _sorted(tx, query, found, words, limit, most=FEW)
    return page if page or not _more_than(tx, found, words, FEW) else _walked(tx, query, limit)


def rest(wb: Workbook, query: PeopleQuery, behind: Behind) -> tuple[array[int], Behind | None]:
    """The next part of who comes behind a place, perhaps empty, and the place to go on from; None where that was all.

    Each part takes some hundredths of a second, so that other questions get their turn. Nobody comes behind a person
    who is gone.
    """
    with wb.store.read() as tx:
        found, words = tx.found("person", _asked(query.words))
        if found and not behind.whole:
            if behind.hits is None and not _more_than(tx, found, words, FEW):
                return _after(_sorted(tx, query, found, words), behind.person), None
            return array("q"), _more_hits(tx, found, words, behind)
        part = _along(tx, query, SLICE, behind.person)
    onwards = replace(behind, person=part[-1]) if len(part) == SLICE else None
    return (part if behind.hits is None else _among(behind.hits, part)), onwards


def count(wb: Workbook, query: PeopleQuery, most: int = 0) -> int:
    """How many match; with `most`, no more than that are counted."""
    with wb.store.read() as tx:
        found, words = tx.found("person", _asked(query.words))
        conditions, params = _conditions(query)
        if found and not conditions:
            return _count(tx, found, words, most)
        who, linked = (f"({found}) as hit cross join person", "person.id = hit.id") if found else ("person", "")
        return _count(tx, f"select person.id from {who} where {_all([linked, *conditions])}", params | words, most)


def _count(tx: Tx, found: str, words: Values, most: int) -> int:
    return int(tx.value(f"select count(*) from ({found}{f' limit {most}' if most else ''}) as hit", **words))


def _more_than(tx: Tx, found: str, words: Values, few: int) -> bool:
    return _count(tx, found, words, few + 1) > few


def _conditions(query: PeopleQuery) -> tuple[list[str], Values]:
    conditions: list[str] = []
    params: Values = {}
    if query.opening:
        conditions.append("person.opening = :opening")
        params["opening"] = query.opening
    if query.milestone:
        conditions.append("person.milestone = :milestone")
        params["milestone"] = query.milestone
    if query.states:
        names = [f"state{index}" for index, _ in enumerate(query.states)]
        conditions.append(f"person.state in ({', '.join(':' + name for name in names)})")
        params |= dict(zip(names, query.states, strict=True))
    return conditions, params


def _all(conditions: list[str]) -> str:
    return " and ".join(condition for condition in conditions if condition) or "1 = 1"


_SPACED_NUMBER = re.compile(r"\+?[\d\s().-]{5,}")


_DOMAIN = re.compile(r"@\S*")


def _asked(words: str) -> str:
    """The words that are searched; a number typed in groups is one word, as it is kept, and domains are not kept."""
    text = _DOMAIN.sub("", words).strip()
    return "".join(filter(str.isdigit, text)) if _SPACED_NUMBER.fullmatch(text) else text


def _groups(query: PeopleQuery) -> tuple[tuple[str, str], ...]:
    groups = SORTS[query.sort]
    return groups[::-1] if query.descending and query.sort != _EMPTY_LAST else groups


# Along an order.


def _along(tx: Tx, query: PeopleQuery, limit: int, after: int = 0) -> array[int]:
    """Everybody but for the words, or the first `limit`; with `after`, of those who come behind that person."""
    conditions, params = _conditions(query)
    found = array("q")
    for tests, order, values in _stretches(tx, query, after):
        cut = f" limit {limit - len(found)}" if limit else ""
        sql = f"select person.id from person where {_all([*conditions, *tests])} order by {order}{cut}"
        found += tx.ids(sql, **params, **values)
        if limit and len(found) >= limit:
            break
    return found


def _stretches(tx: Tx, query: PeopleQuery, after: int) -> Iterator[tuple[list[str], str, Values]]:
    """The stretches of an index that follow each other, from behind a person: tests, order and values.

    People of one place are a stretch of their own: thousands may have the same, and are not to be passed one by one.
    """
    way, behind = (" desc", "<") if query.descending else ("", ">")
    for group, column in _groups(query):
        order = f"{column}{way}, person.id{way}"
        if not after:
            yield [group], order, {}
            continue
        place = tx.value(f"select {column} from person where {_all(['person.id = :after', group])}", after=after)
        if place is not None:
            same = [group, f"{column} = :place", f"person.id {behind} :after"]
            yield same, f"person.id{way}", {"place": place, "after": after}
            yield [group, f"{column} {behind} :place"], order, {"place": place}
            after = 0


# By words.


def _sorted(tx: Tx, query: PeopleQuery, found: str, words: Values, limit: int = 0, *, most: int = 0) -> array[int]:
    """Whoever was found, sorted; with `most`, nobody where more were found, so that the search is asked only once."""
    conditions, params = _conditions(query)
    few = "(select count(*) from hit) <= :most" if most else ""
    hits = f"with hit as materialized ({found}{' limit :most + 1' if most else ''})"
    where = _all(["person.id = hit.id", few, *conditions])
    cut = f" limit {limit}" if limit else ""
    sql = f"{hits} select person.id from hit cross join person where {where} order by {_order(query)}{cut}"
    return tx.ids(sql, **params, **words, most=most)


def _order(query: PeopleQuery) -> str:
    """The order of all groups at once: by the number of the group, then by the column that sorts within it."""
    way = " desc" if query.descending else ""
    groups = _groups(query)
    columns = list(dict.fromkeys(column for _, column in groups))
    if len(groups) == 1:
        return f"{columns[0]}{way}, person.id{way}"
    ranks = [_case((group, str(rank)) for rank, (group, _) in enumerate(groups))]
    if len(columns) == 1:
        return f"{ranks[0]}, {columns[0]}{way}, person.id{way}"
    within = [_case((group, column) for group, one in groups if one == column) + way for column in columns]
    return f"{ranks[0]}, {', '.join(within)}, person.id{way}"


def _case(pairs: Iterator[tuple[str, str]]) -> str:
    return f"case {' '.join(f'when {test} then {value}' for test, value in pairs)} end"


def _walked(tx: Tx, query: PeopleQuery, limit: int) -> array[int] | None:
    """The first `limit` who match, found by testing row after row; None where that would take too long."""
    conditions, params = _conditions(query)
    likes, words = _likes(query.words)
    most = WALKED.get(query.sort, WALKED_READING)
    found = array("q")
    for tests, order, _ in _stretches(tx, query, 0):
        along = f"from person where {_all([*conditions, *tests])} order by {order}"
        sql = f"select id from (select person.id, person.find {along} limit {most}) as walk where {likes}"
        found += tx.ids(f"{sql} limit {limit - len(found)}", **params, **words)
        if len(found) >= limit:
            return found
        if tx.value(f"select person.id {along} limit 1 offset {most}", **params) is not None:
            return None
    return found


def _likes(text: str) -> tuple[str, Values]:
    """The search as a test on each row."""
    params: Values = {f"walk{n}": f"% {word}%" for n, word in enumerate(fold_words(_asked(text)))}
    return " and ".join(f"' ' || walk.find like :{name}" for name in params), params


# The rest of a long list.


def _after(found: array[int], person: int) -> array[int]:
    return found[found.index(person) + 1 :] if person in found else array("q")


def _more_hits(tx: Tx, found: str, words: Values, behind: Behind) -> Behind:
    known = behind.hits or array("q")
    last = known[-1] if known else 0
    sql = f"select id from ({found}) as hit where id > :last order by id limit {HITS}"
    more = tx.ids(sql, **words, last=last)
    return Behind(behind.person, known + more, whole=len(more) < HITS)


def _among(hits: array[int], some: array[int]) -> array[int]:
    """Those of some who are among the hits, which are in rising order."""
    end = len(hits)
    return array("q", (one for one in some if (at := bisect_left(hits, one)) < end and hits[at] == one))
