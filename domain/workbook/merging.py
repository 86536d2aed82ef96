"""Two entries that are one person: put together in one act, and taken apart again by one undo.

The entry that is put into the other is deleted, and `merged` remembers its id. So nothing that lists, counts, searches
or exports people needs to know of it; the database itself refuses to let go of an entry while anything still belongs to
it; and undo puts the row back as it was.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from domain.model.errors import BadInput, Conflict, NotFound
from domain.model.lazily import dataclass
from domain.model.terms import ENDINGS, ROAD, MilestoneId, State, VisitState
from domain.rules.road import RoadCell
from domain.store.hindrance import Hindered, Hindrance
from domain.store.shape import referring
from domain.workbook import applications, people, standing
from domain.workbook.people import MAX_POINTS
from domain.workbook.wording import count, day_month

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from domain.store import Act, ActInfo, Tx
    from domain.workbook.workbook import Workbook

Row = dict[str, Any]

ENTERED_TWICE = "the same person was entered twice"
"""Why an application ended that went on in the other entry's."""


class Take(StrEnum):
    """Which entry's value a field keeps."""

    KEPT = "kept"
    OTHER = "other"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class _Kind:
    """A field of the card: its columns, and whether both values can stand together."""

    label: str
    columns: tuple[str, ...]
    both: bool = False
    fill: bool = True
    """Whether a blank is filled from the other entry; a no to a question cannot be told from one never asked."""


KINDS: dict[str, _Kind] = {
    "name": _Kind("Name", ("name", "sort_name")),
    "called": _Kind("Called", ("called",)),
    "phone": _Kind("Mobile", ("phone", "phone_typed")),
    "email": _Kind("E-mail", ("email", "email_typed")),
    "channel": _Kind("Reach by", ("channel",)),
    "hours": _Kind("Hours", ("window_from", "window_to")),
    "ok_text": _Kind("Ok to text", ("ok_text",), fill=False),
    "ok_keep": _Kind("Ok to keep", ("ok_keep",), fill=False),
    "language": _Kind("Language", ("language",)),
    "city": _Kind("City", ("city",)),
    "zone": _Kind("Time zone", ("zone",)),
    "source": _Kind("Source", ("source",)),
    "reference": _Kind("Reference", ("reference",)),
    "tags": _Kind("Tags", ("tags",), both=True),
    "points": _Kind("Points", ("points",), both=True),
    "note": _Kind("Private note", ("note",), both=True),
    "owner": _Kind("Looked after by", ("owner",)),
}
"""The fields of a card in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of both cards."""

    key: str
    label: str
    kept: str
    other: str
    take: Take
    can_both: bool = False

    @property
    def differs(self) -> bool:
        """Whether there is anything to choose."""
        return self.kept != self.other

    def turned(self) -> Field:
        """The same with the next choice."""
        choices = [Take.KEPT, Take.OTHER, *([Take.BOTH] if self.can_both else [])]
        return replace(self, take=choices[(choices.index(self.take) + 1) % len(choices)]) if self.differs else self


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
        fields=tuple(_field(key, kind, one, two) for key, kind in KINDS.items()),
        coming=coming,
        resolved=tuple(plan.resolved),
        refused=tuple(plan.refused),
    )


def _field(key: str, kind: _Kind, one: Row, two: Row) -> Field:
    kept, other = _shown(kind, one), _shown(kind, two)
    take = Take.KEPT
    if kind.both and kept and other and kept != other:
        take = Take.BOTH
    elif kind.fill and other and not kept:
        take = Take.OTHER
    return Field(key, kind.label, kept, other, take, kind.both and bool(kept and other))


def _shown(kind: _Kind, row: Row) -> str:
    """The value of a field in words; '' where nothing is known."""
    columns = kind.columns
    if columns[0] in ("ok_text", "ok_keep"):
        return "yes" if row[columns[0]] else ""
    if columns[0] == "window_from":
        return "–".join((row["window_from"], row["window_to"])) if row["window_from"] or row["window_to"] else ""
    if columns[0] == "name":
        return str(row["name"])
    return next((str(row[column]) for column in reversed(columns) if row[column]), "")


_COMES = (
    ("application", "application"),
    ("attempt", "attempt"),
    ("slip", "slip"),
    ("visit", "visit"),
    ("promise", "promise"),
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
    _move_the_rest(act, kept, other)
    act.insert("merged", person=kept, was=other, at=act.at)
    act.update("person", kept, **_card(wb, plan, takes))
    act.delete("person", other)
    for visit in plan.leaving:
        _end_visit(act, visit)
    for on, off in plan.closing:
        _close(wb, act, on, off)
    if shown:
        standing.refresh(wb, act, shown)


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
    applications.end_in(wb, act, off["id"], State.DUPLICATE, ENTERED_TWICE)
    standing.refresh(wb, act, on["id"])


# the card ------------------------------------------------------------------------------------------------------------


def _card(wb: Workbook, plan: _Plan, takes: Mapping[str, Take]) -> dict[str, object]:
    """The columns of the kept entry as they are then."""
    one, two = plan.kept, plan.other
    card: dict[str, object] = {"at": min(one["at"], two["at"]), "account": one["account"] or two["account"]}
    for key, kind in KINDS.items():
        field = _field(key, kind, one, two)
        take = Take(takes.get(key, field.take))
        if take is Take.BOTH and field.can_both:
            card |= {kind.columns[0]: _both(key, one, two)}
        else:
            card |= {column: (two if take is Take.OTHER else one)[column] for column in kind.columns}
    words = [str(card[name]) for name in ("name", "phone", "phone_typed", "email", "email_typed", "reference")]
    card["find"] = people.search_words(words[0], words[1], words[2], words[3] or words[4], words[5])
    return card


def _both(key: str, one: Row, two: Row) -> str:
    if key == "tags":
        parts = [part.strip() for row in (one, two) for part in str(row["tags"]).split(",")]
        return ", ".join(dict.fromkeys(part for part in parts if part))
    lines = [line for row in (one, two) for line in str(row[key]).splitlines() if line.strip()]
    together = list(dict.fromkeys(lines))
    return "\n".join(together[:MAX_POINTS] if key == "points" else together)


# taking it back ------------------------------------------------------------------------------------------------------


def check_apart(tx: Tx, merge: ActInfo) -> None:
    """Hindered where later work on what came along forbids to take two entries apart.

    The tables themselves tell when a row was changed; they cannot tell that a new attempt, slip, visit or application
    was built on a row that would belong to somebody else again.
    """
    if found := later_work(tx, merge.id):
        raise Hindered(found, merge)


def later_work(tx: Tx, act_id: int) -> Hindrance | None:
    """The later work that stands on what came along with a merge; None where nothing does, or it was no merge."""
    if tx.value("select id from change where act = :act and tbl = 'merged' and before is null", act=act_id) is None:
        return None
    last = tx.value("select max(id) from change where act = :act", act=act_id)
    moved = _changed_rows(tx, act_id)
    for table, rows in _built_on(tx, moved).items():
        for row in rows:
            if row not in moved.get(table, set()) and (by := _made_after(tx, table, row, last)):
                return by
    return None


def _changed_rows(tx: Tx, act_id: int) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for row in tx.rows('select distinct tbl, "row" from change where act = :act', act=act_id):
        found[row["tbl"]].add(row["row"])
    return found


def _built_on(tx: Tx, moved: Mapping[str, set[int]]) -> dict[str, list[int]]:
    """Rows, by table, that stand on what a merge moved."""
    apps, tries = sorted(moved.get("application", ())), sorted(moved.get("attempt", ()))
    on_apps, apps_values = tx.among("application", apps)
    on_tries, tries_values = tx.among("attempt", tries)
    from_apps, from_values = tx.among("moved_from", apps)
    own, own_values = tx.among("id", tries)
    numbered = f"select distinct person, milestone from attempt where {own}"
    return {
        "attempt": [
            *tx.ids(f"select id from attempt where {on_apps}", **apps_values),
            *tx.ids(
                f"select a.id from attempt a join ({numbered}) as n on n.person = a.person"
                " and n.milestone = a.milestone",
                **own_values,
            ),
        ],
        "visit": list(tx.ids(f"select id from visit where {on_apps}", **apps_values)),
        "slip": list(tx.ids(f"select id from slip where {on_tries}", **tries_values)),
        "application": [
            *tx.ids(f"select id from application where {from_apps}", **from_values),
            *_bringing(tx, tries),
        ],
    }


def _bringing(tx: Tx, tries: Sequence[int]) -> list[int]:
    """Applications in which one of these attempts counts that was made in another."""
    own, values = tx.among("id", tries)
    rows = tx.rows(
        "select id, brought from application where brought > ''"
        f" and person in (select person from attempt where {own})",
        **values,
    )
    wanted = {str(attempt) for attempt in tries}
    return [row["id"] for row in rows if wanted & set(standing.split(row["brought"]))]


def _made_after(tx: Tx, table: str, row: int, change: int) -> Hindrance | None:
    """The later act that made a row; None where it was there before."""
    by = tx.row(
        "select act.id as act, act.what, act.who, act.at from change join act on act.id = change.act"
        ' where change.tbl = :tbl and change."row" = :row and change.id > :after and change.before is null'
        " order by change.id limit 1",
        tbl=table,
        row=row,
        after=change,
    )
    return Hindrance("later", **by, table=table) if by else None
