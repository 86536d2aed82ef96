"""What was done, by whom and when, in plain sentences; and taking it back."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from domain.model.errors import Conflict, NotFound
from domain.model.lazily import dataclass
from domain.rules.wording import listed
from domain.store.hindrance import KINDS, Hindered, Hindrance, How
from domain.workbook import taking_apart
from domain.workbook.history_said import Row, sentence, shown_words
from domain.workbook.history_words import Group, Known, Told, labels_of, title_of, told
from domain.workbook.wording import day_month

__all__ = [
    "PAGE",
    "Details",
    "Entry",
    "Group",
    "Told",
    "details",
    "known_of",
    "names_in",
    "of_person",
    "recent",
    "redo",
    "undo",
    "whole",
    "why_not",
]

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from domain.store import ActInfo, Tx
    from domain.workbook.workbook import Workbook

PAGE = 100
"""Acts of a person that are told at a time."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One act in plain words."""

    act: int
    seq: int
    """The act's place in the log; an older one has a smaller."""
    at: int
    who: str
    what: str
    """The words that undo and notices use."""
    undone: bool
    kind: str = "do"
    """'do', 'undo', 'redo' or 'load'."""
    said: str = ""
    """What it did to this person, from the verb on: 'rated clarity 4'."""


@dataclass(frozen=True, slots=True)
class Details:
    """One act with what it changed, field by field, and why it cannot be taken back ('' where it can)."""

    entry: Entry
    groups: tuple[Group, ...]
    why_not: str


_LOOK = 500
"""Changes read at a time until a page of acts is full."""
_LARGEST = 2**63 - 1
_COLUMNS = "id as act, seq, at, who, what, undone, kind"


def recent(wb: Workbook, limit: int = 50) -> list[Entry]:
    """The newest acts of everybody."""
    return [_entry(info) for info in wb.store.acts(limit)]


def _entry(info: ActInfo) -> Entry:
    return Entry(info.id, info.seq, info.at, info.who, info.what, info.undone, info.kind, info.what)


_ENTRIES = "select :p as id union all select was from merged where person = :p"
_GONE = "select \"row\" from change where owner > 0 and tbl = '{table}' and owner in ({owners})"
"""Rows that somebody had and has no longer, because the act was taken back that made them."""
_ATTEMPTS = f"select id from attempt where person = :p union all {_GONE.format(table='attempt', owners=_ENTRIES)}"


def _and_gone(table: str, now: str, owners: str = _ENTRIES) -> str:
    return f"{now} union all {_GONE.format(table=table, owners=owners)}"


_OF_ATTEMPT = "select r.id from {table} r join attempt a on a.id = r.attempt where a.person = :p"
_MINE = {
    "person": _ENTRIES,
    "application": _and_gone("application", "select id from application where person = :p"),
    "attempt": _ATTEMPTS,
    "rating": _and_gone("rating", _OF_ATTEMPT.format(table="rating"), _ATTEMPTS),
    "card": _and_gone("card", _OF_ATTEMPT.format(table="card"), _ATTEMPTS),
    "revision": _and_gone("revision", _OF_ATTEMPT.format(table="revision"), _ATTEMPTS),
    "critical": _and_gone("critical", _OF_ATTEMPT.format(table="critical"), _ATTEMPTS),
    "call": _and_gone("call", _OF_ATTEMPT.format(table="call"), _ATTEMPTS),
    "slip": _and_gone("slip", "select id from slip where person = :p"),
    "visit": _and_gone("visit", "select id from visit where person = :p"),
    "promise": _and_gone("promise", "select id from promise where person = :p"),
    "offer": _and_gone("offer", "select id from offer where person = :p"),
    "stay": _and_gone("stay", "select id from stay where person = :p"),
    "touch": _and_gone("touch", "select id from touch where person = :p"),
    "letter": _and_gone("letter", "select id from letter where person = :p"),
    "snooze": _and_gone("snooze", "select id from snooze where person = :p"),
    "pool": _and_gone("pool", "select id from pool where person = :p"),
    "twin": "select id from twin where person = :p or other = :p",
    "calibration": _and_gone("calibration", "select id from calibration where person = :p"),
    "merged": _and_gone("merged", "select id from merged where person = :p"),
    "asked": _and_gone("asked", "select id from asked where person = :p"),
    "practice": _and_gone("practice", "select id from practice where person = :p"),
    "rung": _and_gone("rung", "select id from rung where person = :p"),
    "proof": _and_gone("proof", "select id from proof where person = :p"),
}
"""The rows of a person, by table, those that are gone included; of the entries that were put into theirs as well."""


def of_person(
    wb: Workbook, person_id: int, limit: int = PAGE, *, before: int = 0, name: Callable[[str], str] = str
) -> list[Entry]:
    """The acts that touched a person or what belongs to them, those that were taken back included; newest first.

    `before` is the `seq` of the last entry of the page before; `name` says how a person's name is shown.
    """
    with wb.store.read() as tx:
        acts, span = _acts(tx, person_id, limit, before)
        if len(acts) < limit and (origin := _origin(tx, person_id)) not in acts:
            acts.append(origin)
        among, values = tx.among("id", acts)
        below = " and seq < :before" if before else ""
        found = tx.rows(f"select {_COLUMNS} from act where {among}{below} order by seq desc", **values, before=before)
        entries = [Entry(**row | {"undone": bool(row["undone"])}) for row in found]
        known = known_of(wb, tx, person_id, name)
        rows = _rows(tx, person_id, acts, span, known)
        return [
            replace(entry, said=sentence(known, entry.kind, entry.what, rows.get(entry.act, []))) for entry in entries
        ]


def whole(wb: Workbook, person_id: int) -> list[tuple[Entry, tuple[Group, ...]]]:
    """Every act that touched a person with what it changed in words, the oldest first; for what is held of them."""
    with wb.store.read() as tx:
        acts, span = _acts(tx, person_id, _LARGEST, 0)
        among, values = tx.among("id", acts)
        found = tx.rows(f"select {_COLUMNS} from act where {among} order by seq", **values)
        known = known_of(wb, tx, person_id, str)
        rows = _rows(tx, person_id, acts, span, known)
        told_of = [(Entry(**one | {"undone": bool(one["undone"])}), rows[one["act"]]) for one in found]
        return [
            (
                replace(entry, said=sentence(known, entry.kind, entry.what, mine)),
                tuple(
                    Group(title_of(known, row.table, row.image), told(known, row.table, row.before, row.after))
                    for row in mine
                ),
            )
            for entry, mine in told_of
        ]


def _acts(tx: Tx, person_id: int, limit: int, before: int) -> tuple[list[int], tuple[int, int]]:
    """The newest acts below a `seq`, and the first and last change that is theirs.

    Changes are numbered in the order of acts, and their numbers by row stand in an index; so only as many changes are
    read as the page needs, however long the history is.
    """
    mine = " union all ".join(
        f"select id from change where tbl = '{table}' and \"row\" in ({rows})" for table, rows in _MINE.items()
    )
    last = "select min(c.id) from change c join act a on a.id = c.act where a.seq = :before"
    below = f"where id < coalesce(({last}), {_LARGEST})" if before else ""
    changes = tx.ids(f"select id from ({mine}) as mine {below} order by id desc", p=person_id, before=before)
    found: dict[int, list[int]] = {}
    for start in range(0, len(changes), _LOOK):
        among, values = tx.among("id", changes[start : start + _LOOK])
        for row in tx.rows(f"select id, act from change where {among} order by id desc", **values):
            found.setdefault(row["act"], []).append(row["id"])
        if len(found) > limit:
            break
    acts = list(found)[:limit]
    return acts, ((found[acts[-1]][-1], found[acts[0]][0]) if acts else (0, 0))


def _origin(tx: Tx, person_id: int) -> int:
    """The act that a person came with: of a load, which leaves no trace of single rows, their oldest image tells."""
    first = tx.row(
        "select act, before from change where tbl = 'person' and \"row\" = :p order by id limit 1", p=person_id
    )
    if first is None:
        return int(tx.value("select act from person where id = :p", p=person_id) or 0)
    return int(json.loads(first["before"])["act"] if first["before"] else first["act"])


_ALONE = """case when finished_at = 0 and exists (select 1 from card k
    where k.attempt = attempt.id and k.submitted_at = 0) then 1 else 0 end"""
"""1 for an attempt that two people rate alone."""


def known_of(wb: Workbook, tx: Tx, person_id: int, name: Callable[[str], str] = str) -> Known:
    """What the history of a person is told with."""
    row = tx.row("select name, called from person where id = :p", p=person_id) or {"name": "", "called": ""}
    known = Known(wb, tx, person_id, name, name(row["called"] or row["name"]), row["name"])
    for one in tx.rows(
        "select a.id, a.opening, o.name from application a join opening o on o.id = a.opening where a.person = :p",
        p=person_id,
    ):
        known.openings[one["id"]] = known.classes[one["opening"]] = one["name"]
    gone = _GONE.replace('"row"', "0, '', 0, 0, 0, before").format(table="attempt", owners=_ENTRIES)
    now = f"select id, milestone, number, rubric, {_ALONE} as alone, '' as gone from attempt where person = :p"
    for one in tx.rows(f"{now} union all {gone}", p=person_id):
        row = json.loads(one["gone"]) if one["gone"] else one
        known.attempts.setdefault(row["id"], row)
        if one["alone"]:
            known.alone.add(one["id"])
    return known


def _rows(tx: Tx, person_id: int, acts: Sequence[int], span: tuple[int, int], known: Known) -> dict[int, list[Row]]:
    """What these acts made of the rows of a person, by act; `span` are the first and last change to look at."""
    mine = " union all ".join(
        f'select id, act, tbl, "row", before, after from change where tbl = \'{table}\' and "row" in ({rows})'
        " and id >= :low and id <= :high"
        for table, rows in _MINE.items()
    )
    found: dict[int, dict[tuple[str, int], Row]] = {act: {} for act in acts}
    changes = tx.rows(mine, p=person_id, low=span[0], high=span[1])
    for one in sorted((row for row in changes if row["act"] in found), key=lambda row: row["id"]):
        before, after = (json.loads(text) if text else None for text in (one["before"], one["after"]))
        rows, key = found[one["act"]], (one["tbl"], one["row"])
        rows[key] = Row(one["tbl"], one["row"], rows[key].before if key in rows else before, after)
    return {act: list(rows.values()) for act, rows in found.items()}


def details(wb: Workbook, person_id: int, act_id: int, *, name: Callable[[str], str] = str) -> Details:
    """One act as it concerns a person: what it changed, before and after, in words. NotFound when it is not there."""
    with wb.store.read() as tx:
        row = tx.row(f"select {_COLUMNS} from act where id = :id", id=act_id)
        if row is None:
            raise NotFound("This act is not in the log.", "Look again.")
        entry = Entry(**row | {"undone": bool(row["undone"])})
        known = known_of(wb, tx, person_id, name)
        span = tx.row("select min(id) as first, max(id) as last from change where act = :act", act=act_id) or {}
        rows = _rows(tx, person_id, [act_id], (span["first"] or 0, span["last"] or 0), known)[act_id]
        groups = [
            Group(title_of(known, one.table, one.image), told(known, one.table, one.before, one.after)) for one in rows
        ]
        said = sentence(known, entry.kind, entry.what, rows)
        against = why_not(wb, act_id, person_id, name=name)
    return Details(replace(entry, said=said), tuple(each for each in groups if each.fields), against)


# taking back ---------------------------------------------------------------------------------------------------------


def why_not(wb: Workbook, act_id: int, person_id: int = 0, *, name: Callable[[str], str] = str) -> str:
    """Why an act cannot be taken back now, as in 'Ines came later with “moved Joan to Travel” at 10:42, ...'; '' where
    it can.

    The name of the person, where one is given, is shown as `name` says.
    """
    with wb.store.read() as tx:
        found = wb.store.hindrance(act_id) or taking_apart.later_work(tx, act_id)
        full = str(tx.value("select name from person where id = :p", p=person_id) or "")
    return shown_words(_against(wb, found), full, name) if found else ""


def _against(wb: Workbook, found: Hindrance) -> str:
    """What stands against taking an act back: by whom, with which act, when, and what that did."""
    if found.kind in KINDS:
        return KINDS[found.kind][0]
    if not found.what:
        return "later work stands on it"
    day = wb.day(found.at)
    when = f"at {wb.time_of_day(found.at)}" if day == wb.today() else f"on {day_month(day, wb.today())}"
    did = "took it away" if found.how is How.GONE else "stands on it"
    if labels := labels_of(found.table, found.fields):
        did = f"changed the {listed(labels)}"
    return f"{found.who or 'Somebody'} came later with “{found.what}” {when}, which {did}"


def undo(wb: Workbook, act_id: int | None = None) -> ActInfo:
    """Take back the last act of this person, or the one named; Conflict with the reason where later work forbids it."""
    try:
        return wb.store.undo(act_id, lambda act, target: taking_apart.check_apart(act, target))
    except Hindered as error:
        raise _refused(wb, error) from error


def redo(wb: Workbook) -> ActInfo:
    """Do again what was undone last."""
    try:
        return wb.store.redo()
    except Hindered as error:
        raise _refused(wb, error) from error


def _refused(wb: Workbook, error: Hindered) -> Conflict:
    names = {name for act in (error.target.id, error.hindrance.act) for name in names_in(wb, act)}
    said = f"Cannot {error.word} “{error.target.what}”: {_against(wb, error.hindrance)}."
    return Conflict(said, error.hint, names=sorted(names))


_NAMED = 40
"""Changes of an act that are looked at for names."""


def names_in(wb: Workbook, act_id: int) -> tuple[str, ...]:
    """The names of the people whom an act touched, as they are and as they were; of a big act only the first ones."""
    with wb.store.read() as tx:
        changes = tx.rows("select * from change where act = :act order by id limit :most", act=act_id, most=_NAMED)
        images = [(row["tbl"], row["row"], json.loads(row["after"] or row["before"] or "{}")) for row in changes]
        old = [json.loads(row["before"] or "{}") for row in changes if row["tbl"] == "person"]
        attempts = {image["attempt"] for _, _, image in images if "attempt" in image}
        among, values = tx.among("id", sorted(attempts))
        people = {row["person"] for row in tx.rows(f"select person from attempt where {among}", **values)}
        people |= {row if table == "person" else image.get("person") or 0 for table, row, image in images}
        among, values = tx.among("id", sorted(people - {0}))
        now = [row["name"] for row in tx.rows(f"select name from person where {among}", **values)]
    return tuple(dict.fromkeys([*now, *(image["name"] for image in old if "name" in image)]))
