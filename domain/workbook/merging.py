"""Two entries that are one person: put together in one act, and taken apart again by one undo.

The entry that is put into the other is deleted, and `merged` remembers its id. So nothing that lists, counts, searches
or exports people needs to know of it; the database itself refuses to let go of an entry while anything still belongs to
it; and undo puts the row back as it was.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from domain.model.errors import BadInput, Conflict, NotFound
from domain.model.lazily import dataclass
from domain.model.terms import ENDINGS, ROAD, MilestoneId, State, VisitState
from domain.rules.road import RoadCell
from domain.store.shape import referring
from domain.workbook import applications, languages, pooling, standing
from domain.workbook.merged_cards import Field, Take, card_of, fields_of
from domain.workbook.wording import count, day_month

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from domain.store import Act, Tx
    from domain.workbook.workbook import Workbook

__all__ = ["ENTERED_TWICE", "Field", "Preview", "Take", "merge", "preview"]

Row = dict[str, Any]

ENTERED_TWICE = "the same person was entered twice"
"""Why an application ended that went on in the other entry's."""


@dataclass(frozen=True, slots=True)
class Preview:
    """Two entries side by side, and what becomes of them."""

    kept: int
    other: int
    versions: tuple[int, int]
    names: tuple[str, str]
    known_since: tuple[int, int]
    fields: tuple[Field, ...]
    coming: tuple[str, ...]
    """What comes along, as in '2 applications'."""
    resolved: tuple[str, ...]
    """What is settled on the way, in sentences."""
    refused: tuple[str, ...]
    """What must be done first, in sentences; empty when the two can be put together."""

    @property
    def takes(self) -> dict[str, Take]:
        """The choice of every field, by key."""
        return {field.key: field.take for field in self.fields}


# looking -------------------------------------------------------------------------------------------------------------


def preview(wb: Workbook, kept: int, other: int) -> Preview:
    """Both entries as they stand; NotFound where one is gone, BadInput where they are one already."""
    with wb.store.read() as tx:
        plan = _plan(wb, tx, kept, other)
        coming = _coming(tx, other)
    one, two = plan.kept, plan.other
    return Preview(
        kept=kept,
        other=other,
        versions=(one["version"], two["version"]),
        names=(one["name"], two["name"]),
        known_since=(one["at"], two["at"]),
        fields=tuple(_in_words(wb, field) for field in fields_of(one, two)),
        coming=coming,
        resolved=tuple(plan.resolved),
        refused=tuple(plan.refused),
    )


def _in_words(wb: Workbook, field: Field) -> Field:
    if field.key != "language":
        return field
    return replace(field, kept=languages.named(wb, field.kept), other=languages.named(wb, field.other))


_COMES = (
    ("application", "application"),
    ("attempt", "attempt"),
    ("slip", "slip"),
    ("visit", "visit"),
    ("promise", "promise"),
    ("offer", "offer"),
    ("touch", "contact"),
)


def _coming(tx: Tx, other: int) -> tuple[str, ...]:
    numbers = ((tx.value(f"select count(*) from {table} where person = :p", p=other), word) for table, word in _COMES)
    return tuple(count(number, word) for number, word in numbers if number)


@dataclass(slots=True)
class _Plan:
    """The two rows, what is settled on the way, and what stands against it."""

    kept: Row
    other: Row
    resolved: list[str]
    refused: list[str]
    closing: list[tuple[Row, Row]]
    """Pairs of applications on one opening: the one that goes on, and the one that ends."""
    leaving: list[Row]
    """Visits that end because the other entry's goes on."""


def _plan(wb: Workbook, tx: Tx, kept: int, other: int) -> _Plan:
    if kept == other:
        raise BadInput("That is the same entry.", "Choose another person.")
    plan = _Plan(_person(tx, kept), _person(tx, other), [], [], [], [])
    _plan_applications(wb, tx, plan)
    _plan_visits(wb, tx, plan)
    return plan


def _person(tx: Tx, person: int) -> Row:
    row = tx.row("select * from person where id = :id", id=person)
    if row is None:
        raise NotFound("This entry is no longer in the workbook.", "It may have been put into another one already.")
    return row


def _plan_applications(wb: Workbook, tx: Tx, plan: _Plan) -> None:
    """Two applications for one opening become one: the one that is at work or came further goes on."""
    live = [_live(tx, row["id"]) for row in (plan.kept, plan.other)]
    for opening, mine in live[0].items():
        if (theirs := live[1].get(opening)) is None:
            continue
        name = mine["opening_name"]
        if mine["open"] and theirs["open"]:
            names = [wb.catalogue.milestones[row["milestone"]].title.lower() for row in (mine, theirs)]
            both = f"the {names[0]}" if names[0] == names[1] else f"the {names[0]} and the {names[1]}"
            plan.refused.append(f"Both have an attempt open for {name}: {both}. Decide one, or undo its start, first.")
            continue
        on, off = (theirs, mine) if _further(theirs, mine) else (mine, theirs)
        if on["open"] and _passed(off, on["milestone"]):
            at = wb.catalogue.milestones[on["milestone"]].title.lower()
            plan.refused.append(
                f"One has an attempt open at the {at} for {name}, which the other has passed. Decide it, or undo its "
                "start, first."
            )
            continue
        plan.closing.append((on, off))
        passed = on["road"].count(RoadCell.PASSED)
        which = "with an attempt open" if on["open"] else f"with {passed} passed"
        plan.resolved.append(
            f"Both are on {name}. The application {which} goes on; the other is closed as entered twice, and what was "
            "passed there counts."
        )


def _live(tx: Tx, person: int) -> dict[int, Row]:
    rows = tx.rows(
        "select a.*, o.name as opening_name, (select t.id from attempt t where t.application = a.id"
        " and t.finished_at = 0) as open"
        " from application a join opening o on o.id = a.opening where a.person = :p and a.ended_at = 0",
        p=person,
    )
    return {row["opening"]: row for row in rows}


def _passed(application: Row, milestone: str) -> bool:
    """Whether an application has a milestone behind it."""
    return bool(application["road"][ROAD.index(MilestoneId(milestone))] == RoadCell.PASSED)


def _further(one: Row, than: Row) -> bool:
    """Whether the first application goes on rather than the second."""
    if bool(one["open"]) != bool(than["open"]):
        return bool(one["open"])
    return bool(one["road"].count(RoadCell.PASSED) > than["road"].count(RoadCell.PASSED))


_HERE = (VisitState.UNDERWAY, VisitState.WAITING, VisitState.BOOKED)


def _plan_visits(wb: Workbook, tx: Tx, plan: _Plan) -> None:
    """One person stands in the queue once a day: the visit that is further along, or came first, goes on."""
    by_day: dict[str, list[Row]] = defaultdict(list)
    for row in tx.rows(
        "select * from visit where person in (:a, :b) and day >= :day and state in ('waiting', 'underway', 'booked')",
        a=plan.kept["id"],
        b=plan.other["id"],
        day=wb.today().isoformat(),
    ):
        by_day[row["day"]].append(row)
    for day, visits in sorted(by_day.items()):
        if len({visit["person"] for visit in visits}) < 2:
            continue
        first, *rest = sorted(visits, key=lambda row: (_HERE.index(row["state"]), row["since"], row["id"]))
        plan.leaving += rest
        plan.resolved.append(_one_visit(wb, date.fromisoformat(day), first["number"]))


def _one_visit(wb: Workbook, day: date, number: int) -> str:
    if day > wb.today():
        return f"Both are booked for {day_month(day, wb.today())}: one slot stays, the other is taken out."
    return f"Both stand in today's queue: {f'No. {number}' if number else 'one visit'} stays, the other visit ends."


# doing ---------------------------------------------------------------------------------------------------------------


def merge(
    wb: Workbook,
    kept: int,
    other: int,
    takes: Mapping[str, Take] | None = None,
    *,
    versions: tuple[int, int] | None = None,
) -> None:
    """Put `other` into `kept`, as one act; fields not in `takes` keep what `preview` proposes.

    Conflict where something must be done first, or where one of the two changed since `versions`.
    """
    name = preview(wb, kept, other).names[1]

    def work(act: Act) -> None:
        plan = _plan(wb, act, kept, other)
        if plan.refused:
            raise Conflict(plan.refused[0], "Then put the two together.")
        if versions and versions != (plan.kept["version"], plan.other["version"]):
            raise Conflict("One of the two was changed in the meantime.", "Look at both again.")
        _merge_in(wb, act, plan, takes or {})

    wb.store.do(f"put {name} together with another entry", work)


def _merge_in(wb: Workbook, act: Act, plan: _Plan, takes: Mapping[str, Take]) -> None:
    kept, other = plan.kept["id"], plan.other["id"]
    shown = _shown_after(plan)
    _settle_twins(act, kept, other)
    _move_attempts(act, kept, other)
    _one_log(act, kept, other)
    _move_the_rest(act, kept, other)
    act.insert("merged", person=kept, was=other, at=act.at)
    act.update("person", kept, **card_of(plan.kept, plan.other, takes))
    act.delete("person", other)
    for visit in plan.leaving:
        _end_visit(act, visit)
    for on, off in plan.closing:
        _close(wb, act, on, off)
    if shown:
        standing.refresh(wb, act, shown)
    pooling.after_merge(act, kept)


def _shown_after(plan: _Plan) -> int:
    """The application that the lists show then: one that goes on, else the newest; 0 for somebody on none."""
    closed = {off["id"]: on["id"] for on, off in plan.closing}
    rows = [row for row in (plan.kept, plan.other) if row["application"]]
    rows.sort(key=lambda row: (State(row["state"]) in ENDINGS, -row["since"]))
    first = int(rows[0]["application"]) if rows else 0
    return int(closed.get(first, first))


def _settle_twins(act: Act, kept: int, other: int) -> None:
    """What was said of the pair goes; what was said twice of a third entry is said once."""
    rows = act.rows("select * from twin where person in (:a, :b) or other in (:a, :b) order by id", a=kept, b=other)
    seen: set[int] = set()
    for row in sorted(rows, key=lambda row: (not row["settled"], row["id"])):
        third = {row["person"], row["other"]} - {kept, other}
        if not third or third <= seen:
            act.delete("twin", row["id"])
        seen |= third


def _move_attempts(act: Act, kept: int, other: int) -> None:
    """Attempts of both, numbered anew by milestone in the order of time where both tried it."""
    tried: dict[str, dict[int, list[Row]]] = defaultdict(lambda: {kept: [], other: []})
    for row in act.rows(
        "select id, person, milestone, number, opened_at from attempt where person in (:a, :b)"
        " order by milestone, number",
        a=kept,
        b=other,
    ):
        tried[row["milestone"]][row["person"]].append(row)
    for both in tried.values():
        numbers = _numbers(both[kept], both[other])
        _renumber(act, both[kept], numbers)
        for row in both[other]:
            act.update("attempt", row["id"], person=kept, number=numbers[row["id"]])


def _numbers(one: Sequence[Row], two: Sequence[Row]) -> dict[int, int]:
    """The number of every attempt by id; those of one entry keep their order, and their numbers where alone."""
    if not one or not two:
        return {row["id"]: row["number"] for row in (*one, *two)}
    left, right, order = list(one), list(two), list[Row]()
    while left and right:
        order.append((left if left[0]["opened_at"] <= right[0]["opened_at"] else right).pop(0))
    return {row["id"]: number for number, row in enumerate([*order, *left, *right], 1)}


def _renumber(act: Act, rows: Iterable[Row], numbers: Mapping[int, int]) -> None:
    """One after the other into numbers that are free, since no two attempts may ever share one."""
    left = {row["id"]: row["number"] for row in rows}
    taken = set(left.values())
    left = {attempt: number for attempt, number in left.items() if number != numbers[attempt]}
    while left:
        free = next((attempt for attempt in left if numbers[attempt] not in taken), None)
        attempt = next(iter(left)) if free is None else free
        to = max(taken) + 1 if free is None else numbers[attempt]
        act.update("attempt", attempt, number=to)
        taken = (taken - {left[attempt]}) | {to}
        left = {**left, attempt: to} if free is None else {one: n for one, n in left.items() if one != attempt}


def _one_log(act: Act, kept: int, other: int) -> None:
    """A day of practice that both have is kept once."""
    twice = act.ids(
        "select id from practice where person = :other and day in (select day from practice where person = :kept)",
        other=other,
        kept=kept,
    )
    if twice:
        act.delete_many("practice", twice)


def _move_the_rest(act: Act, kept: int, other: int) -> None:
    """Whatever else refers to the entry, in every table that there is."""
    for table, column in referring(act.shape, "person"):
        ids = act.ids(f'select id from "{table}" where "{column}" = :p order by id', p=other)
        if ids:
            act.update_many(table, {row: {column: kept} for row in ids})


def _end_visit(act: Act, visit: Row) -> None:
    if visit["state"] == VisitState.BOOKED:
        act.delete("visit", visit["id"])
    else:
        act.update("visit", visit["id"], state=VisitState.DONE, place="", done_at=act.at, since=act.at)


def _close(wb: Workbook, act: Act, on: Row, off: Row) -> None:
    """One of two applications for an opening ends; what was passed there counts in the other."""
    passed = act.ids("select id from attempt where application = :a and result = 'passed' order by id", a=off["id"])
    brought = dict.fromkeys([*standing.split(on["brought"]), *standing.split(off["brought"]), *map(str, passed)])
    tests = dict.fromkeys([*standing.split(on["added_tests"]), *standing.split(off["added_tests"])])
    act.update("application", on["id"], brought=",".join(brought), added_tests=",".join(tests))
    for visit in act.ids("select id from visit where application = :a order by id", a=off["id"]):
        act.update("visit", visit, application=on["id"])
    for offer in act.ids("select id from offer where application = :a and open = 1 order by id", a=off["id"]):
        act.update("offer", offer, application=on["id"])
    applications.end_in(wb, act, off["id"], State.DUPLICATE, ENTERED_TWICE)
    standing.refresh(wb, act, on["id"])
