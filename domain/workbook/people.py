"""People: taken in, found, listed and corrected."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from domain.model.errors import BadInput, NotFound
from domain.model.terms import ROAD, State
from domain.store import Act, Tx, fold_words
from domain.workbook.intake.cleaning import clean_email, clean_mobile, clean_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from domain.workbook.workbook import Workbook

FEW = 2000
"""Up to this many hits a search sorts what it found; beyond, it walks the sorted list until a page is full."""
SORTED_AT_ONCE = 50_000
"""Up to this many hits the rest of a list is sorted and read at once, in some tenths of a second."""
SLICE = 10_000
"""People read at a time of a longer list, in some hundredths of a second."""

MAX_POINTS = 3
"""Points on the value card."""

SAME_MOBILE = "same mobile number"
"""Why two entries may be one person."""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person as lists show them."""

    id: int
    name: str
    phone: str
    account: str
    opening: int
    milestone: str
    state: str
    since: int
    retest: str
    road: str


@dataclass(frozen=True, slots=True)
class Person:
    """Everything about a person but their applications."""

    id: int
    version: int
    name: str
    called: str
    phone: str
    phone_typed: str
    email: str
    email_typed: str
    city: str
    language: str
    zone: str
    channel: str
    window_from: str
    window_to: str
    ok_text: bool
    ok_keep: bool
    source: str
    reference: str
    tags: str
    points: tuple[str, ...]
    note: str
    at: int
    application: int


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
class NewPerson:
    """What is known of a person when they are taken in; everything as typed."""

    name: str
    called: str = ""
    mobile: str = ""
    email: str = ""
    city: str = ""
    language: str = ""
    channel: str = ""
    window_from: str = ""
    window_to: str = ""
    source: str = ""
    reference: str = ""
    tags: str = ""
    points: tuple[str, ...] = ()
    note: str = ""
    ok_text: bool = False
    ok_keep: bool = False


def search_words(name: str, phone: str, phone_typed: str, email: str, reference: str) -> str:
    """The folded words that a person is found by: name, number and its last four digits, e-mail, reference."""
    digits = {"".join(filter(str.isdigit, text)) for text in (phone, phone_typed, reference)} - {""}
    tails = {text[-4:] for text in digits if len(text) > 4}
    words = [*fold_words(name), *sorted(digits | tails), *fold_words(email), *fold_words(reference)]
    return " ".join(dict.fromkeys(words))


def fields(wb: Workbook, new: NewPerson) -> dict[str, object]:
    """The columns of a person as they are stored; BadInput where the name is none."""
    name = clean_name(new.name)
    if name.problem:
        raise BadInput(name.problem, "Type the name as it stands on their papers.")
    mobile = clean_mobile(new.mobile, wb.site.region)
    email = clean_email(new.email)
    return {
        "name": name.text,
        "called": new.called.strip() or name.called,
        "sort_name": name.sort_name,
        "phone": mobile.number,
        "phone_typed": mobile.typed,
        "email": email.address,
        "email_typed": email.typed,
        "city": new.city,
        "language": new.language or wb.site.language,
        "zone": wb.site.zone,
        "channel": new.channel,
        "window_from": new.window_from,
        "window_to": new.window_to,
        "ok_text": int(new.ok_text),
        "ok_keep": int(new.ok_keep),
        "source": new.source,
        "reference": new.reference,
        "tags": new.tags,
        "points": "\n".join(_points(new.points)),
        "note": new.note,
        "find": search_words(name.text, mobile.number, mobile.typed, email.address or email.typed, new.reference),
    }


def _points(points: Sequence[str]) -> list[str]:
    """Up to three points, one line each."""
    kept = [" ".join(point.split()) for point in points if point.strip()]
    if len(kept) > MAX_POINTS:
        raise BadInput(f"A value card holds {MAX_POINTS} points, not {len(kept)}.", "Keep the strongest.")
    return kept


def add(wb: Workbook, new: NewPerson) -> int:
    """Take a person in, as one act."""
    columns = fields(wb, new)
    return wb.store.do(f"took in {columns['name']}", lambda act: act.insert("person", at=act.at, **columns))


def correct(wb: Workbook, person_id: int, version: int, new: NewPerson) -> None:
    """Change what is known of a person; Conflict where somebody else changed it since `version`."""
    columns = fields(wb, new)
    del columns["zone"]
    wb.store.do(f"corrected {columns['name']}", lambda act: act.update("person", person_id, version, **columns))


def find(wb: Workbook, person_id: int) -> Person:
    """One person; NotFound with what to do."""
    with wb.store.read() as tx:
        return read(tx, person_id)


_PERSON_COLUMNS = ", ".join(name for name in Person.__dataclass_fields__)


def read(tx: Tx, person_id: int) -> Person:
    """The same inside a transaction."""
    row = tx.row(f"select {_PERSON_COLUMNS} from person where id = :id", id=person_id)
    if row is None:
        raise NotFound(f"Nobody here has the id {person_id}.", "milepost list people shows everybody.")
    row["points"] = tuple(str(row["points"]).splitlines())
    return Person(**row | {"ok_text": bool(row["ok_text"]), "ok_keep": bool(row["ok_keep"])})


def _conditions(query: PeopleQuery) -> tuple[list[str], dict[str, object]]:
    conditions: list[str] = []
    params: dict[str, object] = {}
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


_SPACED_NUMBER = re.compile(r"\+?[\d\s().-]{5,}")


def _asked(words: str) -> str:
    """The words that are searched; a number typed in groups is one word, as it is kept."""
    text = words.strip()
    return "".join(filter(str.isdigit, text)) if _SPACED_NUMBER.fullmatch(text) else text


def ids(wb: Workbook, query: PeopleQuery, limit: int = 0, after: int = 0) -> array[int]:
    """Who matches, in the query's order: all of them, or the first `limit`; with `after`, those behind that person.

    So a long list can be read in slices with other work in between; nobody comes behind a person who is gone.
    """
    with wb.store.read() as tx:
        conditions, params = _conditions(query)
        match, words = tx.match("person", _asked(query.words))
        if match:
            few = not limit or _is_few(tx, match, words, FEW)
            condition, more = (match, words) if few else _walk(_asked(query.words))
            conditions.append(condition)
            params |= more
        found = array("q")
        for tests, order, values in _slices(tx, query, after):
            where = " and ".join([*conditions, *tests])
            cut = f" limit {limit - len(found)}" if limit else ""
            sql = f"select person.id from person{' where ' if where else ''}{where} order by {order}{cut}"
            found += tx.ids(sql, **params, **values)
            if limit and len(found) >= limit:
                break
        return found


def _slices(tx: Tx, query: PeopleQuery, after: int) -> Iterator[tuple[list[str], str, dict[str, object]]]:
    """The groups of an order one by one, from the one that holds the person `after`: tests, order and values."""
    way, behind = (" desc", "<") if query.descending else ("", ">")
    for group, column in _groups(query):
        tests, order = ([group] if group else []), f"{column}{way}, person.id{way}"
        if not after:
            yield tests, order, {}
            continue
        here = " and ".join(["person.id = :after", *tests])
        place = tx.value(f"select {column} from person where {here}", after=after)
        if place is not None:
            yield [*tests, f"({column}, person.id) {behind} (:place, :after)"], order, {"place": place, "after": after}
            after = 0


def _groups(query: PeopleQuery) -> tuple[tuple[str, str], ...]:
    groups = SORTS[query.sort]
    return groups[::-1] if query.descending and query.sort != _EMPTY_LAST else groups


def rest(wb: Workbook, query: PeopleQuery, after: int) -> tuple[array[int], bool]:
    """Who comes behind that person, and whether that is all: everybody where few match, else the next SLICE."""
    with wb.store.read() as tx:
        match, words = tx.match("person", _asked(query.words))
        at_once = bool(match) and _is_few(tx, match, words, SORTED_AT_ONCE)
    found = ids(wb, query, 0 if at_once else SLICE, after)
    return found, at_once or len(found) < SLICE


def _is_few(tx: Tx, match: str, words: dict[str, object], few: int) -> bool:
    hits = tx.value(f"select count(*) from (select person.id from person where {match} limit {few + 1}) as h", **words)
    return int(hits) <= few


def _walk(text: str) -> tuple[str, dict[str, object]]:
    """The same search as a test on each row, for words so common that a page fills at once."""
    params: dict[str, object] = {f"walk{n}": f"% {word}%" for n, word in enumerate(fold_words(text))}
    return " and ".join(f"' ' || person.find like :{name}" for name in params), params


def count(wb: Workbook, query: PeopleQuery) -> int:
    """How many match."""
    with wb.store.read() as tx:
        conditions, params = _conditions(query)
        match, words = tx.match("person", _asked(query.words))
        if match:
            conditions.append(match)
            params |= words
        where = f" where {' and '.join(conditions)}" if conditions else ""
        return int(tx.value(f"select count(*) from person{where}", **params))


_ROW_COLUMNS = ", ".join(name for name in PersonRow.__dataclass_fields__)


def rows(wb: Workbook, wanted: Sequence[int]) -> list[PersonRow]:
    """The rows of these ids, in their order; those that are gone are left out."""
    if not wanted:
        return []
    listed = ",".join(str(int(person)) for person in wanted)
    with wb.store.read() as tx:
        found = {
            row["id"]: PersonRow(**row) for row in tx.rows(f"select {_ROW_COLUMNS} from person where id in ({listed})")
        }
    return [found[person] for person in wanted if person in found]


def closest(wb: Workbook, words: str, limit: int = 1) -> list[str]:
    """The names most like words that nobody matches, by spelling."""
    from rapidfuzz import fuzz, process

    first = next(iter(fold_words(words)), "")[:1]
    with wb.store.read() as tx:
        match, params = tx.match("person", first)
        if not match:
            return []
        names = [row["name"] for row in tx.rows(f"select name from person where {match} limit {FEW}", **params)]
    folded = " ".join(fold_words(words))
    best = process.extract(
        folded, names, scorer=fuzz.WRatio, processor=lambda name: " ".join(fold_words(name)), limit=limit
    )
    return [name for name, score, _ in best if score >= 60]


def settle_twin(wb: Workbook, twin_id: int, how: str) -> None:
    """Say of two entries that may be one person: 'same' or 'different'."""
    if how not in ("same", "different"):
        raise BadInput(f'"{how}" does not settle it.', "Say same or different.")
    wb.store.do("settled a possible duplicate", lambda act: act.update("twin", twin_id, settled=how))


def add_twin(act: Act, person_id: int, other_id: int, why: str) -> None:
    """Note that two entries may be one person."""
    act.insert("twin", person=person_id, other=other_id, why=why, at=act.at)
