"""Erasing a person, on their request or because their time is over: for good, all of it or nothing.

What is left is a count: one row of `counted` for each application, without name, day or free words, so that the numbers
of openings and of the road stay right. The row of nobody was the other way; it would stand in every list.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from domain.model.errors import BadInput, Conflict
from domain.model.lazily import dataclass
from domain.model.terms import EndedBy, State
from domain.reports import slug
from domain.store import erasing, fold_words
from domain.store.belongings import belongings
from domain.store.schema import STEPS
from domain.store.shape import shape_of
from domain.workbook import exports, freely, holding, people, requests
from domain.workbook.mailing import MailState
from domain.workbook.requests import Kind
from domain.workbook.wording import count, day_month

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from domain.store import Act, Tx
    from domain.workbook.exports import File
    from domain.workbook.workbook import Workbook

Row = dict[str, Any]

_COUNTED: Final[Mapping[str, str]] = {
    "application": "application",
    "attempt": "attempt",
    "slip": "slip",
    "rating": "rating",
    "visit": "visit",
    "promise": "promise",
    "offer": "offer",
    "call": "call",
    "paper": "exam paper",
}
"""What is named with its number before it goes."""
SHORTEST = 5
"""Characters from which a number, an address or a reference is looked for in the words of others."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be erased, and what cannot be taken back."""

    person: int
    name: str
    goes: tuple[str, ...]
    """As in '3 attempts'."""
    files: tuple[File, ...]
    """Files about them that were written."""
    lists: tuple[File, ...]
    """Lists of people that were written since they are here."""
    sent: int
    """Slips that they have, on paper or by mail."""
    apart: tuple[str, ...]
    """Files that may hold what they said freely and are out of reach; it goes from there when they are opened next."""
    refused: str
    """Why they cannot be erased now; '' where they can."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What came of it."""

    people: int
    files: tuple[str, ...]
    """Files outside of the workbook that may still be about them, in words."""
    left: str
    """Why the file could not be swept at once, '' where it was; it is tried again by itself."""


# looking -------------------------------------------------------------------------------------------------------------


def preview(wb: Workbook, person_id: int) -> Preview:
    """What erasing a person would take away, and what stands against it."""
    person = people.find(wb, person_id)
    with wb.store.read() as tx:
        roots = holding.entries_of(tx, person.id)
        found = belongings(tx, shape_of(STEPS), "person", roots)
        goes = [count(len(found.of(table)), word) for table, word in _COUNTED.items() if found.of(table)]
        sent = int(tx.value("select count(*) from slip where person = :p and delivered_at > 0", p=person.id))
        return Preview(
            person.id,
            person.name,
            tuple(goes),
            exports.of(tx, roots),
            exports.lists_since(tx, person.at),
            sent,
            freely.out_of_reach(wb, tx),
            refusal(wb, tx, person.id),
        )


def refusal(wb: Workbook, tx: Tx, person_id: int) -> str:
    """Why somebody cannot be erased today, with the day from which they can be; '' where nothing stands against it."""
    today = wb.today()
    if duty := requests.kept_until(tx, person_id, today):
        return f"The record must be kept until {_day(wb, duty.until)}: {duty.why}."
    if wb.site.keep_days and (last := last_step(tx, person_id)):
        until = wb.day(last) + timedelta(days=wb.site.keep_days)
        if until > today:
            days = count(wb.site.keep_days, "day")
            return f"This site keeps records for {days} after the last step, until {_day(wb, until.isoformat())}."
    if tx.value(
        "select id from mailing where person = :p and state in (:claimed, :handing) limit 1",
        p=person_id,
        claimed=MailState.CLAIMED,
        handing=MailState.HANDING,
    ):
        return "An e-mail to them is being sent just now; try again in a few minutes."
    return ""


def _day(wb: Workbook, iso: str) -> str:
    from datetime import date

    return day_month(date.fromisoformat(iso), wb.today())


STEPS_TAKEN: Final = (
    ("person", "at", "id"),
    ("application", "since", "person"),
    ("application", "ended_at", "person"),
    ("attempt", "opened_at", "person"),
    ("attempt", "finished_at", "person"),
    ("slip", "delivered_at", "person"),
    ("visit", "since", "person"),
    ("touch", "at", "person"),
    ("offer", "answered_at", "person"),
    ("stay", "at", "person"),
)
"""Table, column and whose it is: what counts as a step."""


def last_step(tx: Tx, person_id: int) -> int:
    """When something last happened with a person, milliseconds UTC."""
    asked = (f'select max("{at}") as at from {table} where {whose} = :p' for table, at, whose in STEPS_TAKEN)
    steps = " union all ".join(asked)
    return int(tx.value(f"select coalesce(max(at), 0) from ({steps}) as steps", p=person_id))


# doing ---------------------------------------------------------------------------------------------------------------


def confirms(name: str, typed: str) -> bool:
    """Whether what was typed is the name; case, accents and spaces aside."""
    return fold_words(name) == fold_words(typed) and bool(typed.strip())


def erase(wb: Workbook, person_id: int, typed: str) -> Erased:
    """Erase one person on their request; `typed` is their name, typed to confirm it.

    BadInput where it is not their name; Conflict, saying why, where the record must be kept. Nothing takes it back.
    """
    shown = preview(wb, person_id)
    if not confirms(shown.name, typed):
        raise BadInput("That is not the name; nobody was erased.", "Type the whole name as it stands on the page.")
    return erase_all(wb, [shown.person], Kind.ERASE)


def erase_all(wb: Workbook, wanted: Collection[int], why: Kind) -> Erased:
    """Erase these people in one act; Conflict where one of them must be kept. What the caller confirmed is done.

    Nobody is erased where what they gave freely cannot be taken out of the file that the settings name: errors as
    `domain.store.apart` says. A file that lies elsewhere and is out of reach is named, and pays when it is opened next.
    """

    def work(act: Act) -> tuple[str, ...]:
        told: dict[str, None] = {}
        lists: dict[str, None] = {}
        phrases: dict[str, None] = {}
        roots: list[int] = []
        for person in wanted:
            one = _take_away(wb, act, person, why)
            roots += one.roots
            told |= dict.fromkeys(one.files)
            lists |= dict.fromkeys(one.lists)
            phrases |= dict.fromkeys(one.phrases)
        erasing.finish(act, shape_of(STEPS), phrases)
        # What they gave freely goes while their ids are known: afterwards nobody could tell any more whose it was.
        owed = freely.forget(wb, act, roots)
        return (*told, *lists, *(f"what may have been said freely, once it is opened: {file}" for file in owed))

    many = count(len(wanted), "person", "people")
    what = "erased a person on request" if why is Kind.ERASE else f"erased {many} whose time was over"
    files = wb.store.erase(what, work)
    return Erased(len(wanted), files, wb.store.wipe())


@dataclass(frozen=True, slots=True)
class _Taken:
    """One person who was taken away: files about them, lists that they may be on, and what else can only mean them."""

    roots: list[int]
    files: list[str]
    lists: list[str]
    phrases: list[str]


def _take_away(wb: Workbook, act: Act, person_id: int, why: Kind) -> _Taken:
    """One person, inside the act."""
    if refused := refusal(wb, act, person_id):
        raise Conflict(refused, "It can be done from then on.")
    roots = holding.entries_of(act, person_id)
    found = belongings(act, shape_of(STEPS), "person", roots)
    cards = _cards(act, roots)
    files = [exports.words(wb, file) for file in exports.of(act, roots)]
    lists = [exports.words(wb, file) for file in exports.lists_since(act, min(card["at"] for card in cards))]
    _count(wb, act, person_id)
    left = _requests_left(wb, act, person_id, why)
    phrases = _phrases(act, roots, cards)
    erasing.take_away(act, found, _words(cards))
    act.insert_many("asked", left)
    return _Taken(list(roots), files, lists, phrases)


def _cards(tx: Tx, roots: list[int]) -> list[Row]:
    """Their cards as they are and as they ever were."""
    among, values = tx.among("id", roots)
    cards = tx.rows(f"select * from person where {among}", **values)
    among, values = tx.among('"row"', roots)
    for row in tx.rows(f"select before, after from change where tbl = 'person' and {among}", **values):
        cards += [json.loads(text) for text in row.values() if text]
    return cards


_TELLING: Final = {"phone": ("phone", "phone_typed"), "email": ("email", "email_typed"), "reference": ("reference",)}
"""Column by which somebody else with the same is found -> columns that hold it."""


def _phrases(tx: Tx, roots: list[int], cards: Iterable[Row]) -> list[str]:
    """What can only mean them, wherever it stands: whole names, numbers, addresses, unless somebody else has it too."""
    found: dict[str, None] = {}
    for card in cards:
        if len(card["name"].split()) > 1 and not _named_alike(tx, roots, card["name"]):
            found |= dict.fromkeys((card["name"], card["sort_name"], slug(card["name"], "person", 48)))
        for column, told in _TELLING.items():
            if not _shared(tx, roots, column, card[column]):
                found |= dict.fromkeys(card[name] for name in told)
    return [word for word in found if len(word) >= SHORTEST]


def _named_alike(tx: Tx, roots: list[int], name: str) -> bool:
    """Whether somebody else's name has all of these words, so that it may be them who is meant."""
    found, values = tx.found("person", name)
    return not found or bool(set(tx.ids(f"{found} limit {len(roots) + 1}", **values)) - set(roots))


def _shared(tx: Tx, roots: list[int], column: str, value: str) -> bool:
    """Whether somebody else has the same, along an index."""
    rows = tx.ids(
        f"select id from person where {column} = :v and {column} > '' limit :most", v=value, most=len(roots) + 1
    )
    return bool(set(rows) - set(roots))


def _words(cards: Iterable[Row]) -> set[str]:
    """The parts of their names, and their numbers: what an act that touched them may be called by."""
    words: set[str] = set()
    for card in cards:
        for name in (card["name"], card["called"]):
            words |= {name, *(word.strip(".,") for word in name.split() if len(word) > 1)}
        words |= {card[name] for name in ("phone", "phone_typed", "email", "email_typed", "reference")}
    return {word for word in words if len(word) > 1}


# what is left --------------------------------------------------------------------------------------------------------


def _count(wb: Workbook, act: Act, person_id: int) -> None:
    """A row of `counted` for each of their applications; one that was going on counts as withdrawn by them."""
    tries: dict[int, list[str]] = {}
    given: Counter[int] = Counter()
    for row in act.rows(
        "select t.application, t.milestone, t.result, coalesce(s.gone, 0) as gone from attempt t"
        " left join slip s on s.id = t.slip where t.person = :p and t.finished_at > 0 order by t.finished_at, t.id",
        p=person_id,
    ):
        tries.setdefault(row["application"], []).append(f"{row['milestone']}={row['result']}")
        given[row["application"]] += row["gone"] > 0
    whose = wb.store.new_id()
    rows = [
        {
            "whose": whose,
            **{name: row[name] for name in ("opening", "account", "milestone", "road")},
            **_ending(row),
            "month": _month(wb, row["at"]),
            "ended": _month(wb, row["ended_at"] or act.at),
            "tries": ",".join(tries.get(row["id"], ())),
            "slips": given[row["id"]],
        }
        for row in act.rows("select * from application where person = :p order by id", p=person_id)
    ]
    act.insert_many("counted", rows)


def _ending(row: Row) -> dict[str, str]:
    if row["ended_at"]:  # by its state alone a slot that was missed looks like an end
        return {"state": row["state"], "ended_by": row["ended_by"]}
    return {"state": State.WITHDREW, "ended_by": EndedBy.CANDIDATE}


def _month(wb: Workbook, at: int) -> str:
    return wb.day(at).isoformat()[:7] if at else ""


def _requests_left(wb: Workbook, act: Act, person_id: int, why: Kind) -> list[Row]:
    """What they asked, and that they were erased, with the days and without the person."""
    asked = [one for one in requests.of_person(act, person_id) if one.kind not in (Kind.KEEP, Kind.FREE)]
    day = next((one.day for one in asked if one.kind is why and not one.done_at), wb.today().isoformat())
    kept = [one for one in asked if one.done_at and one.kind is not why]
    shared = {"person": None, "who": wb.store.who}
    done = {**shared, "kind": why, "day": day, "at": act.at, "done_at": act.at}
    return [*({**shared, "kind": one.kind, "day": one.day, "at": act.at, "done_at": one.done_at} for one in kept), done]
