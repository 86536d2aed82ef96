"""Measures into cells: one or a thousand, as one act; an exam that has not begun begins by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.errors import BadInput, Conflict, NotFound
from domain.model.lazily import dataclass
from domain.model.terms import MilestoneId, VisitState
from domain.rules.points import check_value
from domain.workbook import attempts, openings, queue, rubrics, standing
from domain.workbook.exam_room.cells import NOT_OBSERVED
from domain.workbook.sheets import EVIDENCE_ONLY, RATED
from domain.workbook.sheets import NOT_OBSERVED as NOTHING_SEEN
from domain.workbook.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from domain.store import Act, Tx
    from domain.workbook.workbook import Workbook

EXAM_ROOM = "exam room"
"""Where somebody is while their exam is under way, as the queue says it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is entered for one person and one measure."""

    application: int
    criterion: str
    value: float | str | None
    """A value in the measure's unit, `NOT_OBSERVED`, or None to take back what was entered."""


def enter(wb: Workbook, entries: Sequence[Entry], *, what: str = "") -> list[int]:
    """Store measures as one act; the attempts that they went to, in no order.

    Attempts that have not begun begin in the same act. BadInput for a value that its measure cannot have; Conflict,
    naming the person, where an exam is decided already or may not begin yet: nothing is stored then. `what` are the
    words of the act, made from the entries without it.
    """
    if not entries:
        return []
    words = what or _words(wb, entries)
    return wb.store.do(words, lambda act: enter_in(wb, act, entries))


def enter_in(wb: Workbook, act: Act, entries: Sequence[Entry]) -> list[int]:
    """The same inside an act."""
    sitting = begin_many(wb, act, list(dict.fromkeys(entry.application for entry in entries)))
    return store_in(wb, act, entries, sitting)


def store_in(wb: Workbook, act: Act, entries: Sequence[Entry], sitting: Mapping[int, int]) -> list[int]:
    """The same where the open exam of each application is known."""
    changed = {(entry.application, entry.criterion): entry for entry in entries}
    _check(wb, act, changed.values(), sitting)
    _check_cards(act, sitting)
    among, values = act.among("attempt", sorted(set(sitting.values())))
    stored = {
        (row["attempt"], row["criterion"]): row["id"]
        for row in act.rows(f"select id, attempt, criterion from rating where {among} and card = 0", **values)
    }
    raters = _raters(act, list(sitting.values()))
    fresh: list[dict[str, object]] = []
    known: dict[int, dict[str, object]] = {}
    for entry in changed.values():
        attempt = sitting[entry.application]
        fields = _fields(entry, act.at)
        row = stored.get((attempt, entry.criterion))
        if row is not None:
            known[row] = fields
        elif fields["entered"] != EVIDENCE_ONLY:
            fresh.append({"attempt": attempt, "criterion": entry.criterion, "rater": raters[attempt], **fields})
    act.insert_many("rating", fresh)
    if known:
        act.update_many("rating", known)
    return sorted(set(sitting.values()))


def _fields(entry: Entry, at: int) -> dict[str, object]:
    if entry.value is None:
        return {"entered": EVIDENCE_ONLY, "value": 0.0, "at": at}
    if isinstance(entry.value, str):
        return {"entered": NOTHING_SEEN, "value": 0.0, "at": at}
    return {"entered": RATED, "value": float(entry.value), "at": at}


def _raters(tx: Tx, attempt_ids: Sequence[int]) -> dict[int, str]:
    among, values = tx.among("id", attempt_ids)
    return {row["id"]: row["who"] for row in tx.rows(f"select id, who from attempt where {among}", **values)}


def _check(wb: Workbook, tx: Tx, entries: Iterable[Entry], sitting: Mapping[int, int]) -> None:
    among, values = tx.among("id", list(sitting.values()))
    rubric_of = {row["id"]: row["rubric"] for row in tx.rows(f"select id, rubric from attempt where {among}", **values)}
    for entry in entries:
        milestone = rubrics.milestone(wb, tx, rubric_of[sitting[entry.application]])
        try:
            criterion = milestone.criterion(entry.criterion)
        except KeyError:
            raise NotFound(f'This exam has no measure "{entry.criterion}".', "Open the grid again.") from None
        if isinstance(entry.value, str):
            if entry.value != NOT_OBSERVED:
                raise BadInput(f'"{entry.value}" is no measure.', "Enter a number, or leave the cell empty.")
        elif entry.value is not None:
            check_value(criterion.scoring, wb.catalogue.units.get(criterion.scoring.unit), entry.value)


def _check_cards(tx: Tx, sitting: Mapping[int, int]) -> None:
    """Conflict where somebody looks at an exam a second time: each of the two has a card of their own."""
    among, values = tx.among("attempt", list(sitting.values()))
    carded = {row["attempt"] for row in tx.rows(f"select attempt from card where {among}", **values)}
    for application, attempt in sitting.items():
        if attempt in carded:
            name = _name(tx, application)
            raise Conflict(f"{name} has a second look.", "Enter it on the score sheet with e.", names=[name])


def _words(wb: Workbook, entries: Sequence[Entry]) -> str:
    people = {entry.application for entry in entries}
    if len(people) > 1:
        return f"exam: {count(len(entries), 'measure')} for {count(len(people), 'person', 'people')}"
    with wb.store.read() as tx:
        name = _name(tx, entries[0].application)
    if len(entries) > 1:
        return f"exam of {name}: {count(len(entries), 'measure')}"
    names = {one.id: one.name for one in wb.catalogue.milestones[MilestoneId.EXAM].criteria}
    measure = names.get(entries[0].criterion, "exam").split(" (")[0].lower()
    return f"{'took back' if entries[0].value is None else 'entered'} {measure} of {name}"


def _name(tx: Tx, application: int) -> str:
    found = tx.value(
        "select p.name from application a join person p on p.id = a.person where a.id = :id", id=application
    )
    if found is None:
        raise NotFound("This application is no longer in the workbook.", "It may have been undone.")
    return str(found)


# beginning -----------------------------------------------------------------------------------------------------------


def begin_many(wb: Workbook, act: Act, applications: Sequence[int]) -> dict[int, int]:
    """The open exam of each application, begun here where there is none; Conflict names whom it cannot begin for."""
    among, values = act.among("id", applications)
    stored = {row["id"]: row for row in act.rows(f"select * from application where {among}", **values)}
    for one in applications:
        if one not in stored:
            raise NotFound("This application is no longer in the workbook.", "It may have been undone.")
    tries = standing.latest_of_many(act, list(stored.values()))
    sitting: dict[int, int] = {}
    missing: list[dict[str, object]] = []
    for one, row in stored.items():
        last = tries[one].get(MilestoneId.EXAM)
        if last is not None and last.result is None:
            sitting[one] = last.id
        else:
            _check_begin(wb, act, row, tries[one])
            missing.append(row)
    opened = attempts.insert_many(wb, act, [(row, MilestoneId.EXAM) for row in missing])
    begun = [int(str(row["id"])) for row in missing]
    sitting |= dict(zip(begun, opened, strict=True))
    _sit_down(wb, act, [int(str(row["person"])) for row in missing])
    if begun:
        standing.refresh_many(wb, act, begun)
    return sitting


def _check_begin(wb: Workbook, tx: Tx, row: dict[str, object], tries: dict[MilestoneId, standing.Latest]) -> None:
    name = _name(tx, int(str(row["id"])))
    if row["ended_at"]:
        again = "Put them on an opening again to go on."
        raise Conflict(f"The application of {name} has ended.", again, names=[name])
    here = standing.work_out(row, _route(wb, tx, row), tries).milestone
    if here != MilestoneId.EXAM:
        at = wb.catalogue.milestones[here].title.lower()
        raise Conflict(f"{name} is at the {at}, not at the exam.", "Look at their page.", names=[name])
    last = tries.get(MilestoneId.EXAM)
    if last is not None:
        try:
            attempts.check_start(wb, tx, row, MilestoneId.EXAM, last)
        except Conflict as error:
            raise Conflict(f"{name}: {error.message}", error.hint, names=[name]) from error


def _route(wb: Workbook, tx: Tx, row: dict[str, object]) -> tuple[MilestoneId, ...]:
    return standing.route_of(openings.account_of(wb, tx, int(str(row["opening"]))), row)


def _sit_down(wb: Workbook, act: Act, people: Sequence[int]) -> None:
    """Whoever of them is in today's queue, or booked, is in the exam room now."""
    among, values = act.among("person", people)
    waiting = act.rows(
        f"select distinct person from visit where {among} and day = :day and state in (:waiting, :booked)",
        day=wb.today().isoformat(),
        waiting=VisitState.WAITING,
        booked=VisitState.BOOKED,
        **values,
    )
    for row in waiting:
        queue.begin_in(wb, act, int(row["person"]), EXAM_ROOM)
