"""Who can and who cannot: the same rules as for one person, asked for many in a few questions."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

from domain.model.errors import BadInput
from domain.model.lazily import dataclass
from domain.model.terms import State
from domain.workbook import applications, openings, slip_checks
from domain.workbook.bulk.deeds import AddTags, Assign, Deliver, End, MoveTo, TakeTags
from domain.workbook.looking_after import clean_owner
from domain.workbook.tags import MAX_TAGS, clean_tag, tags_of
from domain.workbook.wording import NO_OPENING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from domain.store import Tx
    from domain.workbook.bulk.deeds import Deed
    from domain.workbook.workbook import Workbook

GONE = "no longer in the workbook"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One person, or one slip of theirs, with why it is left out."""

    name: str
    why: str
    """Stands behind a number, as in '3 on this opening already'."""


@dataclass(slots=True)
class Sorted:
    """Part of a look at many."""

    able: list[int] = field(default_factory=list)
    """Ids of people; of slips where slips are delivered."""
    names: list[str] = field(default_factory=list)
    """Of those, in the same order."""
    left_out: list[LeftOut] = field(default_factory=list)
    prepared: dict[int, tuple[int, str]] = field(default_factory=dict)
    """By slip: the version that was looked at, and whose it is."""

    def take(self, row: dict[str, Any], why: str = "") -> None:
        """Take a row of `person` in, or leave it out for a reason."""
        if why:
            self.left_out.append(LeftOut(row["name"], why))
        else:
            self.able.append(row["id"])
            self.names.append(row["name"])


def checked(wb: Workbook, deed: Deed) -> Deed:
    """The deed with its words cleaned; BadInput or Conflict where it can be done to nobody."""
    match deed:
        case MoveTo():
            with wb.store.read() as tx:
                openings.open_one(wb, tx, deed.opening)
        case End():
            applications.check_ending(deed.how)
        case AddTags() | TakeTags():
            tags = tuple(dict.fromkeys(clean_tag(tag) for tag in deed.tags))
            if not 0 < len(tags) <= MAX_TAGS:
                raise BadInput("Name the tags.", f"From 1 to {MAX_TAGS}.")
            return type(deed)(tags)
        case Assign():
            return Assign(clean_owner(deed.owner))
        case Deliver():
            pass
    return deed


def sort_out(wb: Workbook, tx: Tx, deed: Deed, people: Sequence[int]) -> Sorted:
    """Who of these can and who cannot, in their order."""
    among, values = tx.among("id", people)
    columns = "id, name, application, tags, owner"
    known = {row["id"]: row for row in tx.rows(f"select {columns} from person where {among}", **values)}
    there = [known[one] for one in people if one in known]
    found = Sorted(left_out=[LeftOut("", GONE)] * (len(people) - len(there)))
    match deed:
        case MoveTo():
            _moving(tx, deed, there, found)
        case End():
            _ending(tx, deed, there, found)
        case AddTags() | TakeTags():
            for row in there:
                found.take(row, _tagging(deed, tags_of(row["tags"])))
        case Assign():
            for row in there:
                found.take(row, _looked_after(deed) if row["owner"] == deed.owner else "")
        case Deliver():
            _delivering(wb, tx, there, found)
    return found


def _moving(tx: Tx, deed: MoveTo, people: Sequence[dict[str, Any]], found: Sorted) -> None:
    already = applications.already_on(tx, [row["id"] for row in people], deed.opening)
    stored = shown_applications(tx, people)
    busy = applications.with_open_attempt(tx, [row["id"] for row in stored.values() if not row["ended_at"]])
    for row in people:
        application = stored.get(row["application"])
        if row["id"] in already:
            found.take(row, "on this opening already")
        elif application and application["id"] in busy:
            found.take(row, "at an attempt that is not decided")
        elif application and application["state"] == State.HIRED:
            found.take(row, "hired, and moved one by one if they wish")
        else:
            found.take(row)


def _ending(tx: Tx, deed: End, people: Sequence[dict[str, Any]], found: Sorted) -> None:
    stored = shown_applications(tx, people)
    without_slip = deed.how is State.DUPLICATE
    busy = applications.with_open_attempt(tx, list(stored)) if without_slip else set()
    for row in people:
        application = stored.get(row["application"])
        if application is None:
            found.take(row, f"on {NO_OPENING}")
        elif application["ended_at"]:
            found.take(row, "at an end already")
        else:
            found.take(row, "at an attempt that is not decided" if application["id"] in busy else "")


def shown_applications(tx: Tx, people: Iterable[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """The stored applications that the lists show for people, by their own ids."""
    among, values = tx.among("id", [row["application"] for row in people if row["application"]])
    return {row["id"]: row for row in tx.rows(f"select * from application where {among}", **values)}


def _tagging(deed: AddTags | TakeTags, carried: tuple[str, ...]) -> str:
    wanted = frozenset(deed.tags)
    if isinstance(deed, TakeTags):
        return "without it already" if wanted.isdisjoint(carried) else ""
    if wanted.issubset(carried):
        return "tagged so already"
    return f"at {MAX_TAGS} tags, and no more fit" if len(wanted.union(carried)) > MAX_TAGS else ""


def _looked_after(deed: Assign) -> str:
    return f"with {deed.owner} already" if deed.owner else "with nobody already"


def _delivering(wb: Workbook, tx: Tx, people: Sequence[dict[str, Any]], found: Sorted) -> None:
    among, values = tx.among("person", [row["id"] for row in people])
    waiting: dict[int, list[int]] = {row["id"]: [] for row in people}
    asked = f"select id, person from slip where {among} and gone = 0 and state = 'draft' order by at, id"
    for row in tx.rows(asked, **values):
        waiting[row["person"]].append(row["id"])
    checks = slip_checks.look_in(wb, tx, [slip for some in waiting.values() for slip in some])
    for row in people:
        if not waiting[row["id"]]:
            found.take(row, "without a slip that waits")
        for slip in waiting[row["id"]]:
            check = checks[slip]
            if check.blocks:
                found.take(row, f"not complete: {check.blocks[0].message.rstrip('.')}")
            elif check.warnings:
                found.take(row, f"with a warning to confirm: {check.warnings[0].message.rstrip('.')}")
            else:
                found.take({"id": slip, "name": row["name"]})
                found.prepared[slip] = (check.version, row["name"])
