"""People: taken in, found, listed and corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.errors import BadInput, NotFound
from domain.model.lazily import dataclass
from domain.model.terms import PoolLeft
from domain.store import Act, Tx, fold_words
from domain.workbook import pooling
from domain.workbook.people_list import SORTS, Behind, Page, PeopleQuery, count, first, ids, matching, rest
from domain.workbook.tags import tidied

__all__ = [
    "SORTS",
    "Behind",
    "NewPerson",
    "Page",
    "PeopleQuery",
    "Person",
    "PersonRow",
    "add",
    "add_twin",
    "closest",
    "correct",
    "count",
    "fields",
    "find",
    "first",
    "ids",
    "matching",
    "read",
    "rest",
    "rows",
    "search_words",
    "settle_twin",
]

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.workbook.workbook import Workbook

COMPARED = 2000
"""People with the same first letter whose names are compared with what was typed."""

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
    at: int = 0
    """When they were taken in, milliseconds UTC."""
    tags: str = ""
    owner: str = ""
    source: str = ""


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
    second_channel: str
    """Where they wish to be reached when `channel` does not work; '' = nobody asked."""
    window_from: str
    window_to: str
    ok_text: bool
    ok_keep: bool
    no_contact: bool
    """Whether they asked not to be contacted: nothing is sent to them."""
    source: str
    reference: str
    tags: str
    points: tuple[str, ...]
    note: str
    at: int
    application: int
    owner: str = ""


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What is known of a person when they are taken in; everything as typed."""

    name: str
    called: str = ""
    mobile: str = ""
    email: str = ""
    city: str = ""
    language: str = ""
    zone: str = ""
    """A name of the zone database, or its city; '' = the site's, or the one they have."""
    channel: str = ""
    second_channel: str = ""
    window_from: str = ""
    window_to: str = ""
    source: str = ""
    reference: str = ""
    tags: str = ""
    points: tuple[str, ...] = ()
    note: str = ""
    ok_text: bool = False
    ok_keep: bool = False
    no_contact: bool = False


def search_words(name: str, phone: str, phone_typed: str, email: str, reference: str) -> str:
    """The folded words that a person is found by: name, number and its last four digits, e-mail, reference.

    Of the e-mail what stands before the @: the rest would find half of the country.
    """
    digits = {"".join(filter(str.isdigit, text)) for text in (phone, phone_typed, reference)} - {""}
    tails = {text[-4:] for text in digits if len(text) > 4}
    words = [*fold_words(name), *sorted(digits | tails), *fold_words(email.partition("@")[0]), *fold_words(reference)]
    return " ".join(dict.fromkeys(words))


def fields(wb: Workbook, new: NewPerson) -> dict[str, object]:
    """The columns of a person as they are stored; BadInput where the name or the time zone is none."""
    from domain.workbook.intake.cleaning import clean_email, clean_mobile, clean_name
    from domain.workbook.zones import zone_of

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
        "zone": zone_of(new.zone) or wb.site.zone,
        "channel": new.channel,
        "second_channel": other_way(new.channel, new.second_channel),
        "window_from": new.window_from,
        "window_to": new.window_to,
        "ok_text": int(new.ok_text),
        "ok_keep": int(new.ok_keep),
        "no_contact": int(new.no_contact),
        "source": new.source,
        "reference": new.reference,
        "tags": tidied(new.tags),
        "points": "\n".join(_points(new.points)),
        "note": new.note,
        "find": search_words(name.text, mobile.number, mobile.typed, email.address or email.typed, new.reference),
    }


def other_way(channel: str, second: str) -> str:
    """The second channel; '' where it is the first one again."""
    return "" if second == channel else second


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
    from domain.workbook import requests, stopping

    columns = fields(wb, new)
    if not new.zone:
        del columns["zone"]
    if new.no_contact:
        del columns["no_contact"]  # it is more than a mark on the card

    def work(act: Act) -> None:
        act.update("person", person_id, version, **columns)
        requests.settle_open(wb, act, person_id, requests.Kind.CORRECT)
        if new.no_contact:
            stopping.stop_in(act, person_id)
        elif not new.ok_keep:
            pooling.leave_many(act, [person_id], PoolLeft.NOT_WANTED)

    wb.store.do(f"corrected {columns['name']}", work)


def find(wb: Workbook, person_id: int) -> Person:
    """One person; the one that an entry was put into where it was one of two. NotFound with what to do."""
    with wb.store.read() as tx:
        return read(tx, person_id)


_PERSON_COLUMNS = ", ".join(name for name in Person.__dataclass_fields__)


def read(tx: Tx, person_id: int) -> Person:
    """The same inside a transaction."""
    row = tx.row(f"select {_PERSON_COLUMNS} from person where id = :id", id=person_id)
    if row is None and (kept := tx.value("select person from merged where was = :id", id=person_id)) is not None:
        return read(tx, kept)
    if row is None:
        raise NotFound(f"Nobody here has the id {person_id}.", "milepost list people shows everybody.")
    row["points"] = tuple(str(row["points"]).splitlines())
    return Person(**row | {name: bool(row[name]) for name in ("ok_text", "ok_keep", "no_contact")})


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
        found, params = tx.found("person", first)
        if not found:
            return []
        some = f"select name from ({found} limit {COMPARED}) as hit cross join person where person.id = hit.id"
        names = [row["name"] for row in tx.rows(some, **params)]
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
