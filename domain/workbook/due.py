"""What waits for us: slips owed, score sheets left open, retests that are ready, people nobody has gone on with.

Each question is answered along an index and stops at a limit, so that it costs the same with a million people.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from typing import TYPE_CHECKING, Generic, TypeVar

from domain.model.lazily import dataclass
from domain.model.terms import ROAD, MilestoneId, State
from domain.workbook import rubrics

if TYPE_CHECKING:
    from collections.abc import Iterable

    from domain.store import Tx
    from domain.workbook.workbook import Workbook

T = TypeVar("T")

COUNTED = 1_000
"""As far as long lists are counted; beyond, they say '1,000+'."""
WAITING_STATES = (State.READY, State.ON_HOLD)
"""States in which a person waits for us, unless a retest date says from when they may go on."""

SLOT = """exists (select 1 from visit v where v.person = {person} and v.day >= :today
    and v.state in ('waiting', 'underway', 'booked'))"""
"""They are here, or have a slot: somebody has gone on with them."""
WITH_SOMEONE = """exists (select 1 from visit v where v.person = {person} and v.day = :today
    and v.state = 'underway')"""


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """The beginning of a list, and how long all of it is."""

    rows: tuple[T, ...]
    count: int
    more: bool = False
    """True where there are more than were counted."""


@dataclass(frozen=True, slots=True)
class OwedRow:
    """A finished attempt whose slip has not been delivered."""

    attempt: int
    slip: int
    """0 while nothing is drafted."""
    person: int
    name: str
    milestone: MilestoneId
    result: str
    since: int
    due: date


@dataclass(frozen=True, slots=True)
class DraftRow:
    """An attempt that was begun and is not decided, of somebody who is not with anybody now.

    One that a second look is asked for is no draft; it waits for that.
    """

    attempt: int
    person: int
    name: str
    milestone: MilestoneId
    entered: int
    """Criteria that are rated or marked not observed."""
    criteria: int
    since: int
    who: str
    due: date


@dataclass(frozen=True, slots=True)
class RetestRow:
    """Somebody who may try again, from a day on."""

    person: int
    name: str
    milestone: MilestoneId
    number: int
    """Of the attempt to come, from 1."""
    opens: date


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """Somebody who has waited longer at a milestone than they should, without a slot."""

    person: int
    name: str
    milestone: MilestoneId
    state: State
    since: int
    due: date
    """The last day within the target."""


def capped(tx: Tx, rows: str, **values: object) -> tuple[int, bool]:
    """How many rows a query has, as far as `COUNTED`, and whether there are more."""
    found = int(tx.value(f"select count(*) from ({rows} limit {COUNTED + 1}) as hit", **values))
    return min(found, COUNTED), found > COUNTED


# slips and sheets ----------------------------------------------------------------------------------------------------

_OWED = "a.id as attempt, a.slip, a.person, p.name, a.milestone, a.result"
_NOTHING_DRAFTED = f"""select {_OWED}, a.finished_at as since
  from attempt a join person p on p.id = a.person where a.slip = 0 and a.finished_at > 0
 order by a.finished_at"""
_DRAFTED = f"""select {_OWED}, s.at as since
  from slip s join attempt a on a.id = s.attempt join person p on p.id = a.person where s.gone = 0
 order by s.at"""


def owed(wb: Workbook, tx: Tx, limit: int = 0) -> list[OwedRow]:
    """Slips that are owed, the oldest first."""
    cut = f" limit {int(limit)}" if limit else ""
    both = f"select * from ({_NOTHING_DRAFTED}{cut}) as one union all select * from ({_DRAFTED}{cut}) as other"
    found = sorted(tx.rows(both), key=lambda row: (row["since"], row["attempt"]))
    return [_owed_row(wb, row) for row in (found[:limit] if limit else found)]


def _owed_row(wb: Workbook, row: dict[str, object]) -> OwedRow:
    milestone = MilestoneId(str(row["milestone"]))
    due = slip_due(wb, milestone, int(str(row["since"])))
    return OwedRow(**row | {"milestone": milestone, "due": due})  # type: ignore[arg-type]


def slip_due(wb: Workbook, milestone: MilestoneId, since: int) -> date:
    """The day by which the slip of a milestone should be theirs, when it is owed since that moment."""
    return wb.site.working_day_after(wb.day(since), wb.catalogue.follow_up.feedback_days[milestone])


def count_owed(tx: Tx) -> int:
    """How many slips are owed."""
    nothing = tx.value("select count(*) from attempt where slip = 0 and finished_at > 0")
    return int(nothing) + int(tx.value("select count(*) from slip where gone = 0"))


_DRAFTS = f"""from attempt a join person p on p.id = a.person
 where a.slip = 0 and a.finished_at = 0 and not {WITH_SOMEONE.format(person="a.person")}
   and not exists (select 1 from card k where k.attempt = a.id)"""


def drafts(wb: Workbook, tx: Tx, limit: int = 0) -> list[DraftRow]:
    """Score sheets that were left open, the oldest first."""
    rows = tx.rows(
        "select a.id as attempt, a.person, p.name, a.milestone, a.rubric, a.opened_at as since, a.who,"
        " (select count(*) from rating r where r.attempt = a.id and r.card = 0 and r.entered > 0) as entered"
        f" {_DRAFTS} order by a.id{_cut(limit)}",
        today=wb.today().isoformat(),
    )
    return sorted((_draft_row(wb, tx, row) for row in rows), key=lambda row: (row.since, row.attempt))


def _draft_row(wb: Workbook, tx: Tx, row: dict[str, object]) -> DraftRow:
    milestone = MilestoneId(str(row["milestone"]))
    criteria = len(rubrics.milestone(wb, tx, int(str(row.pop("rubric")))).criteria)
    due = slip_due(wb, milestone, int(str(row["since"])))
    return DraftRow(**row | {"milestone": milestone, "criteria": criteria, "due": due})  # type: ignore[arg-type]


def count_drafts(wb: Workbook, tx: Tx) -> tuple[int, bool]:
    """How many score sheets were left open."""
    return capped(tx, f"select a.id {_DRAFTS}", today=wb.today().isoformat())


def _cut(limit: int) -> str:
    return f" limit {int(limit)}" if limit else ""


# retests -------------------------------------------------------------------------------------------------------------

NUMBER = "1 + coalesce((select max(a.number) from attempt a where a.person = p.id and a.milestone = p.milestone), 0)"
"""The number of the attempt that somebody would begin now where they stand."""
_RETESTS = f"from person p where p.retest > '' and p.retest <= :today and not {SLOT.format(person='p.id')}"


def retests(wb: Workbook, tx: Tx, limit: int) -> list[RetestRow]:
    """Who may try again now and has no slot yet; whose day has just come stands first."""
    rows = tx.rows(
        f"select p.id as person, p.name, p.milestone, p.retest as opens, {NUMBER} as number"
        f" {_RETESTS} order by p.retest desc, p.since desc, p.id desc{_cut(limit)}",
        today=wb.today().isoformat(),
    )
    return [
        RetestRow(row["person"], row["name"], MilestoneId(row["milestone"]), row["number"], _day(row["opens"]))
        for row in rows
    ]


def _day(text: str) -> date:
    return date.fromisoformat(text)


def count_retests(wb: Workbook, tx: Tx, *, today_only: bool = False) -> tuple[int, bool]:
    """How many may try again now, or from today on."""
    since = " and p.retest >= :today" if today_only else ""
    return capped(tx, f"select p.id {_RETESTS}{since}", today=wb.today().isoformat())


# waiting -------------------------------------------------------------------------------------------------------------

_CUTS = " ".join(f"when '{step}' then :cut_{step}" for step in ROAD)
_CUT = f"case p.milestone {_CUTS} else 0 end"
# Said the long way round, because most people have no retest date: that index is no way to them.
_TOO_LONG = f"not p.retest > '' and p.since < :newest and p.since < {_CUT} and not {SLOT.format(person='p.id')}"


def waiting(wb: Workbook, tx: Tx, limit: int = 0) -> list[WaitingRow]:
    """Who has waited longer at their milestone than the target and has no slot, the longest wait first."""
    columns = "p.id as person, p.name, p.milestone, p.state, p.since"
    found = tx.rows(_each_state(columns, f" order by p.since{_cut(limit)}"), **_cuts(wb))
    found.sort(key=lambda row: (row["since"], row["person"]))
    return [_waiting_row(wb, row) for row in (found[:limit] if limit else found)]


def _each_state(columns: str, end: str = "") -> str:
    """One walk along the index of states and times for each state in which people wait for us."""
    parts = (f"select {columns} from person p where p.state = '{one}' and {_TOO_LONG}{end}" for one in WAITING_STATES)
    return " union all ".join(f"select * from ({part}) as {name}" for part, name in zip(parts, "ab", strict=True))


def _waiting_row(wb: Workbook, row: dict[str, object]) -> WaitingRow:
    milestone = MilestoneId(str(row["milestone"]))
    return WaitingRow(
        person=int(str(row["person"])),
        name=str(row["name"]),
        milestone=milestone,
        state=State(str(row["state"])),
        since=int(str(row["since"])),
        due=waiting_due(wb, milestone, int(str(row["since"]))),
    )


def waiting_due(wb: Workbook, milestone: MilestoneId, since: int) -> date:
    """The last day on which somebody who came to a milestone at that moment is within the target."""
    return wb.site.working_day_after(wb.day(since), wb.catalogue.follow_up.red_after_days[milestone])


def waiting_days(wb: Workbook, tx: Tx) -> list[tuple[int, date]]:
    """Everybody who waits longer than the target, by id, with the last day within it; quick for very many."""
    found = tx.rows(_each_state("p.id as person, p.milestone, p.since"), **_cuts(wb))
    if not found:
        return []
    first = wb.day(min(row["since"] for row in found))
    days = [first + timedelta(days=number) for number in range((wb.today() - first).days + 1)]
    midnights = [wb.starts_at(day) for day in days]
    targets, last = wb.catalogue.follow_up.red_after_days, dict[tuple[str, int], date]()
    listed = []
    for row in found:
        at = (row["milestone"], bisect_right(midnights, row["since"]) - 1)
        if at not in last:
            last[at] = wb.site.working_day_after(days[at[1]], targets[at[0]])
        listed.append((row["person"], last[at]))
    return listed


def count_waiting(wb: Workbook, tx: Tx) -> tuple[int, bool]:
    """How many wait longer than the target."""
    return capped(tx, _each_state("p.id"), **_cuts(wb))


def _cuts(wb: Workbook) -> dict[str, object]:
    """By milestone, the moment since which nobody is late; `newest` is the last of them."""
    today = wb.today()
    targets = wb.catalogue.follow_up.red_after_days
    cuts = {f"cut_{step}": wb.starts_at(wb.site.first_in_time(today, targets[step])) for step in ROAD}
    return {"today": today.isoformat(), "newest": max(cuts.values()), **cuts}


def part(rows: Iterable[T], counted: tuple[int, bool]) -> Part[T]:
    """The beginning of a list with its length."""
    return Part(tuple(rows), *counted)
