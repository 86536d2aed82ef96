"""Who is in a list of people: the first page at once, the rest in parts, whatever was typed and however it is sorted.

An order is read along an index. Words and fields are looked up along indexes of their own, which know no order, so
there are two ways to the first page: sort whoever was found, or walk along the order and test each row until the page
is full. The first is quick where few are found, the second where many are. Where neither is, the page comes with as
many as a bounded walk has met, and whoever else there is comes with the rest.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from dataclasses import field, replace
from itertools import chain
from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.store import Tx, fold_words
from domain.workbook.filters.query import PeopleQuery
from domain.workbook.filters.rendering import terms_of
from domain.workbook.people_orders import SORTS, order_by, stretches
from domain.workbook.people_terms import Maker

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from domain.workbook.people_orders import Stretch, Values
    from domain.workbook.people_terms import Condition
    from domain.workbook.workbook import Workbook

__all__ = ["SORTS", "Behind", "Page", "PeopleQuery", "count", "first", "ids", "matching", "rest"]

AT_ONCE = 3_000
"""Up to this many who are found are sorted for the first page; beyond, the sorted list is walked until it is full."""
FEW = 12_000
"""Up to this many are sorted for the rest of a list."""
WALKED = 25_000
"""Rows after which a walk by name is given up, whose index carries all that is tested."""
WALKED_READING = 15_000
"""The same in other orders, where each row is read."""
WALKED_SLOWLY = 2_000
"""The same where a test reads other tables."""
SLICE = 20_000
"""People read at a time of a long list, in some hundredths of a second."""
HITS = 100_000
"""Hits of a search read at a time."""
SORTED = 20_000
"""Up to this many who match are sorted after all, where a walk has not filled the page."""
MANY = 100_000
"""Up to this many who may match are read without their order; beyond, the order is walked to the end."""
EVERYBODY = 200
"""The first page of those who ask for all."""

_LAST = chr(0x10FFFF)
"""Behind every other letter."""
_ALIGNED = {"since": ("milestone", "state", "opening"), "name": ("account",)}
"""By order: columns whose index goes on in that order, so that one value of them is a walk of its own."""


@dataclass(frozen=True, slots=True)
class Behind:
    """A place in a long list: behind this person, for everybody or for those who are known to match."""

    person: int
    hits: array[int] | None = None
    """Ids in rising order, where they are more than can be sorted at once."""
    whole: bool = False
    """Whether all hits have been read."""
    untried: array[int] | None = None
    """Ids of those who may match and are yet to be tested."""
    walking: bool = False
    """Whether everybody is tested along the order, because so many may match."""


@dataclass(frozen=True, slots=True)
class Page:
    """The beginning of a list."""

    ids: array[int]
    """In the order of the query; perhaps nobody yet, although somebody follows."""
    behind: Behind | None
    """The place to go on from; None where these are all."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as SQL, at one moment."""

    query: PeopleQuery
    found: str
    """The search for the words; '' where there are none."""
    words: Values
    conditions: tuple[Condition, ...]
    params: Values = field(default_factory=dict)

    @property
    def narrowed(self) -> bool:
        """Whether somebody is left out."""
        return bool(self.found or self.conditions)

    @property
    def paths(self) -> tuple[str, ...]:
        """Queries for the ids of those who may match."""
        return tuple(path for path in (self.found, *(one.path for one in self.conditions)) if path)

    @property
    def exact(self) -> bool:
        """Whether the only path gives those who match and nobody else."""
        return not self.conditions or (not self.found and len(self.conditions) == 1 and self.conditions[0].exact)

    @property
    def slow(self) -> bool:
        """Whether a test reads other tables."""
        return any(one.slow for one in self.conditions)

    def allows(self, column: str, value: str) -> bool:
        """Whether somebody with this value in a column can match."""
        return all(one.allows(column, value) for one in self.conditions)


def _asked_of(wb: Workbook, tx: Tx, query: PeopleQuery) -> Asked:
    found, words = tx.found("person", _asked(query.words))
    maker = Maker(wb, tx)
    conditions = tuple(maker.make(term) for term in terms_of(query))
    params = dict(chain.from_iterable(one.params.items() for one in conditions))
    return Asked(query, found, words, conditions, params | words)


_SPACED_NUMBER = re.compile(r"\+?[\d\s().-]{5,}")
_DOMAIN = re.compile(r"@\S*")


def _asked(words: str) -> str:
    """The words that are searched; a number typed in groups is one word, as it is kept, and domains are not kept."""
    text = _DOMAIN.sub("", words).strip()
    return "".join(filter(str.isdigit, text)) if _SPACED_NUMBER.fullmatch(text) else text


def first(wb: Workbook, query: PeopleQuery, limit: int) -> Page:
    """The first `limit` who match, or as many of them as can be found at once, and where to go on."""
    with wb.store.read() as tx:
        return _first(tx, _asked_of(wb, tx, query), limit)


def _first(tx: Tx, asked: Asked, limit: int) -> Page:
    path, many = _fewest(tx, asked, SORTED)
    if path and many <= AT_ONCE:
        return _page(_sorted(tx, asked, path, limit), limit)
    if not asked.narrowed:
        return _page(_along(tx, asked, limit), limit)
    path = path if asked.exact and many <= SORTED else ""
    if path and (begun := _begun(tx, asked, many, limit)) is not None:
        return _page(begun, limit)
    found, place = _walk(tx, asked, limit, _budget(asked))
    if len(found) >= limit or not place:
        return _page(found, limit)
    return _page(_sorted(tx, asked, path, limit), limit) if path else Page(found, Behind(place))


def _page(found: array[int], limit: int) -> Page:
    return Page(found, Behind(found[-1]) if found and len(found) == limit else None)


def ids(wb: Workbook, query: PeopleQuery, limit: int = 0) -> array[int]:
    """Who matches, in the query's order: all of them, or the first `limit`, however long that takes."""
    with wb.store.read() as tx:
        asked = _asked_of(wb, tx, query)
        if not limit and not asked.narrowed:
            return _along(tx, asked, 0)
        page = _first(tx, asked, limit or EVERYBODY)
        found, place = page.ids, page.behind
        while place and not (limit and len(found) >= limit):
            more, place = _rest(tx, asked, place)
            found += more
        return found[:limit] if limit else found


def rest(wb: Workbook, query: PeopleQuery, behind: Behind) -> tuple[array[int], Behind | None]:
    """The next part of who comes behind a place, perhaps empty, and the place to go on from; None where that was all.

    Each part takes some hundredths of a second, so that other questions get their turn. Nobody comes behind a person
    who is gone.
    """
    with wb.store.read() as tx:
        return _rest(tx, _asked_of(wb, tx, query), behind)


def _rest(tx: Tx, asked: Asked, behind: Behind) -> tuple[array[int], Behind | None]:
    if not asked.narrowed or (behind.whole and len(behind.hits or ()) > FEW):
        return _next_slice(tx, asked, behind)
    if behind.walking:
        found, place = _walk(tx, asked, 0, _slice(asked), behind.person)
        return found, replace(behind, person=place) if place else None
    if behind.whole:
        return _among_few(tx, asked, behind), None
    if behind.hits is None and behind.untried is None and (path := _few(tx, asked, SORTED if asked.exact else FEW)):
        known = array("q", sorted(_sorted(tx, asked, path)))
        return _among_few(tx, asked, replace(behind, hits=known, whole=True)), None
    return array("q"), _gathered(tx, asked, behind)


def count(wb: Workbook, query: PeopleQuery, most: int = 0) -> int:
    """How many match; with `most`, no more than that are counted."""
    with wb.store.read() as tx:
        asked = _asked_of(wb, tx, query)
        if not asked.narrowed:
            everybody = int(tx.value("select count(*) from person"))
            return min(everybody, most) if most else everybody
        path = asked.paths[0] if asked.exact and asked.paths else _few(tx, asked)
        if path:
            who, tests = (
                f"(select distinct hit.id from ({path}) as hit) as hit cross join person",
                ["person.id = hit.id"],
            )
        else:
            who, tests = "person", []
        where = _all([*tests, *_tests(asked, path)])
        cut = f" limit {most}" if most else ""
        sql = f"select count(*) from (select person.id from {who} where {where}{cut}) as counted"
        return int(tx.value(sql, **asked.params))


def matching(wb: Workbook, query: PeopleQuery, some: Sequence[int]) -> array[int]:
    """Those of some people who match, in no order; as dear as there are people to test."""
    with wb.store.read() as tx:
        asked = _asked_of(wb, tx, query)
        among, params = tx.among("person.id", some)
        sql = f"select person.id from person where {_all([among, *_tests(asked)])}"
        return tx.ids(sql, **asked.params, **params, **_likes(asked)[1])


def _all(conditions: Sequence[str]) -> str:
    return " and ".join(condition for condition in conditions if condition) or "1 = 1"


def _tests(asked: Asked, path: str = "") -> list[str]:
    """What each person must pass, but for what their being on a path has shown."""
    tests = [one.test for one in asked.conditions if not (one.exact and one.path == path)]
    if asked.found and asked.found != path:
        tests.append(_likes(asked)[0])
    return tests


def _likes(asked: Asked) -> tuple[str, Values]:
    """The search as a test on each row."""
    words = fold_words(_asked(asked.query.words))
    # Two patterns for a word and no space put in front of the row: a walk tests a third more rows in its time.
    tests = (f"(person.find like :first{n} or person.find like :later{n})" for n in range(len(words)))
    params: Values = {f"first{n}": f"{word}%" for n, word in enumerate(words)}
    return " and ".join(tests), params | {f"later{n}": f"% {word}%" for n, word in enumerate(words)}


# Where few may match.


def _few(tx: Tx, asked: Asked, few: int = 0) -> str:
    """The path along which the fewest may match, if they are few."""
    few = few or FEW
    path, many = _fewest(tx, asked, few)
    return path if many <= few else ""


def _fewest(tx: Tx, asked: Asked, most: int) -> tuple[str, int]:
    """The path along which the fewest may match, and how many, up to one more than `most`; asked in one statement."""
    paths = asked.paths
    if not paths:
        return "", 0
    counts = _counts(tx, asked, most + 1)
    best = min(range(len(paths)), key=counts.__getitem__)
    return paths[best], counts[best]


def _begun(tx: Tx, asked: Asked, many: int, limit: int) -> array[int] | None:
    """The first of `many` found by one word that nearly all of their names begin with; None where that is not so.

    They stand together in the order: perhaps far down, where no walk comes, and too many to be sorted within a letter.
    """
    words = fold_words(_asked(asked.query.words))
    if asked.query.sort != "name" or not asked.found or asked.conditions or len(words) != 1:
        return None
    test, known = _likes(asked)
    known |= asked.params | {"begins": words[0], "ends": words[0] + _LAST}
    together = f"from person where sort_name >= :begins and sort_name < :ends and {test}"
    others = many - int(tx.value(f"select count(*) {together}", **known))
    if others > AT_ONCE:
        return None
    way = " desc" if asked.query.descending else ""
    ordered = f"order by sort_name{way}, id{way} limit {limit}"
    first = tx.ids(f"select id {together} {ordered}", **known)
    if not others:
        return first
    first += tx.ids(f"select id from ({asked.found}) as hit except select id {together}", **known)
    among, params = tx.among("id", first)
    return tx.ids(f"select id from person where {among} {ordered}", **params)


def _counts(tx: Tx, asked: Asked, most: int) -> list[int]:
    """How many each path gives, up to `most`."""
    parts = (
        f"(select count(*) from (select id from ({path}) as hit limit {most}) as path{at}) as count{at}"
        for at, path in enumerate(asked.paths)
    )
    row = tx.row(f"select {', '.join(parts)}", **asked.params)
    assert row is not None
    return [int(number) for number in row.values()]


def _sorted(tx: Tx, asked: Asked, path: str, limit: int = 0) -> array[int]:
    """Whoever is on a path and matches, sorted."""
    hits = f"with hit as materialized (select distinct id from ({path}) as path)"
    where = _all(["person.id = hit.id", *_tests(asked, path)])
    order = order_by(asked.query.sort, descending=asked.query.descending)
    cut = f" limit {limit}" if limit else ""
    sql = f"{hits} select person.id from hit cross join person where {where} order by {order}{cut}"
    return tx.ids(sql, **asked.params | _likes(asked)[1])


def _among_few(tx: Tx, asked: Asked, behind: Behind) -> array[int]:
    """Who of some stands behind a place."""
    found = array("q")
    hits = behind.hits or array("q")
    among, params = tx.among("person.id", hits)
    for stretch in _stretches(tx, asked, behind.person) if len(hits) else ():
        sql = f"select person.id from person where {_all([among, *stretch.tests])} order by {stretch.order}"
        found += tx.ids(sql, **params, **stretch.values)
    return found


# Along an order.


def _stretches(tx: Tx, asked: Asked, after: int = 0) -> Iterator[Stretch]:
    query = asked.query
    return stretches(tx, query.sort, descending=query.descending, after=after, allows=asked.allows)


def _along(tx: Tx, asked: Asked, limit: int, after: int = 0) -> array[int]:
    """Everybody along the order, whoever matches, or the first `limit`; with `after`, behind that person."""
    found = array("q")
    query = asked.query
    for stretch in stretches(tx, query.sort, descending=query.descending, after=after):
        cut = f" limit {limit - len(found)}" if limit else ""
        sql = f"select person.id from person where {_all(stretch.tests)} order by {stretch.order}{cut}"
        found += tx.ids(sql, **stretch.values)
        if limit and len(found) >= limit:
            break
    return found


def _next_slice(tx: Tx, asked: Asked, behind: Behind) -> tuple[array[int], Behind | None]:
    part = _along(tx, asked, SLICE, behind.person)
    onwards = replace(behind, person=part[-1]) if len(part) == SLICE else None
    return (part if behind.hits is None else _among(behind.hits, part)), onwards


def _budget(asked: Asked) -> int:
    """How many rows are tested at once for a page."""
    if asked.slow:
        return WALKED_SLOWLY
    return WALKED if _reads_nothing(asked) else WALKED_READING


def _slice(asked: Asked) -> int:
    return min(SLICE, WALKED_SLOWLY) if asked.slow else SLICE


def _walk(tx: Tx, asked: Asked, limit: int, budget: int, after: int = 0) -> tuple[array[int], int | None]:
    """Who of the next `budget` along the order matches, at most `limit`, and the last who was tested.

    None in its place where nobody is left to test.
    """
    inner = _inner(asked)
    # Tested within the walk: what the tests read need not be carried out of it.
    tested, params = f"person.id, ({_all(_tests(asked))}) as hit", asked.params | _likes(asked)[1]
    found = array("q")
    for stretch in _stretches(tx, asked, after):
        known = params | stretch.values
        walk = f"from person where {_all([*stretch.tests, *inner])} order by {stretch.order}"
        cut = f" limit {limit - len(found)}" if limit else ""
        sql = f"select id from (select {tested} {walk} limit {budget}) as walked where hit{cut}"
        found += tx.ids(sql, **known)
        if limit and len(found) >= limit:
            return found, found[-1]
        last = tx.value(f"select person.id {walk} limit 1 offset {budget - 1}", **known)
        if last is not None:
            return found, int(last)
        budget -= int(tx.value(f"select count(*) from (select person.id {walk} limit {budget}) as walk", **known))
    return found, None


def _inner(asked: Asked) -> list[str]:
    """Tests that bound a walk by its own index: on the column it is sorted by, or one value of the column before it."""
    order = SORTS[asked.query.sort]
    inner = [
        one.test
        for one in asked.conditions
        if one.columns == order.columns[:1] and not one.negated and one.test.count(" or ") == 0
    ]
    aligned = (
        one.test
        for column in _ALIGNED.get(asked.query.sort, ())
        for one in asked.conditions
        if one.columns == (column,) and not one.negated and not one.slow and one.path.count(" = ") == 1
    )
    return [*inner, *([test] if (test := next(aligned, "")) else [])]


# Where many may match.


def _gathered(tx: Tx, asked: Asked, behind: Behind) -> Behind:
    """One step nearer to knowing everybody who matches, in no order."""
    if behind.untried is None:
        return _candidates(tx, asked, behind)
    some, later = behind.untried[: _slice(asked)], behind.untried[_slice(asked) :]
    among, params = tx.among("person.id", some)
    sql = f"select person.id from person where {_all([among, *_tests(asked)])}"
    passed = tx.ids(sql, **asked.params, **params, **_likes(asked)[1])
    hits = (behind.hits or array("q")) + passed
    if len(later):
        return replace(behind, hits=hits, untried=later)
    return Behind(behind.person, array("q", sorted(hits)), whole=True)


def _candidates(tx: Tx, asked: Asked, behind: Behind) -> Behind:
    """Everybody on the shortest path; hits of a search alone come in parts, because they may be all there are."""
    if asked.exact and asked.found:
        return _more_hits(tx, asked, behind)
    paths = asked.paths
    counts = _counts(tx, asked, MANY + 1) if paths and not _reads_nothing(asked) else []
    if not counts or min(counts) > MANY:
        return replace(behind, walking=True)
    known = tx.ids(f"select id from ({paths[counts.index(min(counts))]}) as hit", **asked.params)
    candidates = array("q", sorted(set(known)))
    if asked.exact:
        return Behind(behind.person, candidates, whole=True)
    return replace(behind, untried=candidates)


def _reads_nothing(asked: Asked) -> bool:
    """Whether a walk tests people without reading their rows, which is quicker than finding them first."""
    return asked.query.sort == "name" and not asked.slow


def _more_hits(tx: Tx, asked: Asked, behind: Behind) -> Behind:
    known = behind.hits or array("q")
    last = known[-1] if known else 0
    sql = f"select id from ({asked.found}) as hit where id > :last order by id limit {HITS}"
    more = tx.ids(sql, **asked.words, last=last)
    return Behind(behind.person, known + more, whole=len(more) < HITS)


def _among(hits: array[int], some: array[int]) -> array[int]:
    """Those of some who are among the hits, which are in rising order."""
    end = len(hits)
    return array("q", (one for one in some if (at := bisect_left(hits, one)) < end and hits[at] == one))
