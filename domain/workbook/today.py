"""Today: what must be done now, who is here, which classes are short of people, and how the day goes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from domain.model.lazily import dataclass
from domain.model.terms import REACHED, MilestoneId, Result, SlipState, State, VisitState
from domain.rules.path import route
from domain.rules.planning import AT_RISK_DAYS, default_rates, outlook
from domain.workbook import due, promises, queue, rubrics, second_waits, unanswered

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from domain.store import Tx
    from domain.workbook.due import DraftRow, OwedRow, Part, RetestRow, WaitingRow
    from domain.workbook.promises import PromiseRow
    from domain.workbook.queue import QueueRow
    from domain.workbook.second_waits import ChanceRow, SecondRow, UnconfirmedRow
    from domain.workbook.unanswered import ReplyRow, RequestRow
    from domain.workbook.workbook import Workbook

ROWS = 30
"""Rows of each group that are read: as many as the tallest screens show."""
REPLY_DAYS = 3
"""Working days in which an offer is answered, where the follow-up data does not say."""


@dataclass(frozen=True, slots=True)
class ClassRow:
    """A class that is short of people."""

    opening: int
    account_short: str
    account_title: str
    starts: date
    days: int
    """Until its first day."""
    seats: int
    taken: int
    offers: int
    """Offers still to be made for the seats that are free."""
    by: date
    """The last day on which an offer can still be answered before the class begins."""
    on_the_way: int
    """People who are ready for, or at, one of its milestones."""
    people: int
    """People who must still be found."""


@dataclass(frozen=True, slots=True)
class InTheHub:
    """Who is here, or is to come."""

    waiting: int
    longest: int
    """Milliseconds of the longest wait."""
    longest_late: bool
    with_someone: int
    to_come: int
    """Booked for later."""
    next_at: int
    """Milliseconds UTC of the next slot; 0 where there is none."""
    missing: int
    """Booked for a time that has gone by, and not here."""
    missing_since: int


@dataclass(frozen=True, slots=True)
class SoFar:
    """How the day has gone."""

    came: int
    passed: int
    not_yet: int
    accepted: int
    """Offers."""
    confirmed: int
    """Of the slips that today's decisions brought, those that people said they have."""
    delivered: int
    """Those that were given to them, confirmed or not."""
    drafted: int
    wait: int
    """Median milliseconds from arrival to being taken on; -1 while nobody was."""
    to_slip: int
    """Median milliseconds from a decision to its slip in their hands; -1 while there was none."""


@dataclass(frozen=True, slots=True)
class Today:
    """All that the place shows; lists hold their first rows and how long they are."""

    day: date
    now: int
    anybody: bool
    """False in a workbook without people."""
    promises: Part[PromiseRow]
    late: int
    """Promises among them that are past their moment."""
    replies: Part[ReplyRow]
    """What people wrote, to be answered."""
    requests: Part[RequestRow]
    """What people asked about what is held of them."""
    in_queue: Part[QueueRow]
    """Who waits in the queue beyond the target, the longest wait first."""
    waiting: Part[WaitingRow]
    unconfirmed: Part[UnconfirmedRow]
    """Critical errors that wait for their second name."""
    second_looks: Part[SecondRow]
    """Attempts that a second look is asked for, until they are decided."""
    chances: Part[ChanceRow]
    """Whom a second look is offered to, because they had little chance at the first."""
    owed: Part[OwedRow]
    drafts: Part[DraftRow]
    retests: Part[RetestRow]
    from_today: tuple[int, bool]
    """How many of the retests open today, and whether there are more than were counted."""
    classes: Part[ClassRow]
    looked_at: int
    """Classes that begin soon, at risk or not."""
    hub: InTheHub
    so_far: SoFar

    @property
    def nothing_due(self) -> bool:
        """True when all is done."""
        asked = (self.promises, self.replies, self.requests)
        parts = (*asked, self.in_queue, self.waiting, self.owed, self.drafts, self.retests)
        return not any(part.count for part in (*parts, self.unconfirmed, self.second_looks, self.chances))


def snapshot(wb: Workbook, rows: int = ROWS) -> Today:
    """The place as it stands now, with up to so many rows of each list; a fixed number of questions."""
    with wb.store.read() as tx:
        counted = promises.read_due(wb, tx)
        visits = queue.rows(wb)
        late = [visit for visit in visits if visit.late]
        looked_at, at_risk = _classes(wb, tx)
        replies, requests = unanswered.read(wb, tx, rows)
        return Today(
            day=wb.today(),
            now=wb.now(),
            anybody=tx.value("select id from person limit 1") is not None,
            promises=due.part(promises.read_listing(wb, tx, wb.today(), limit=rows), (counted.count, False)),
            late=counted.late,
            replies=replies,
            requests=requests,
            in_queue=due.part(late[:rows], (len(late), False)),
            waiting=due.part(due.waiting(wb, tx, rows), due.count_waiting(wb, tx)),
            unconfirmed=due.part(second_waits.unconfirmed(wb, tx, rows), second_waits.count_unconfirmed(tx)),
            second_looks=due.part(second_waits.waiting(wb, tx, rows), second_waits.count_waiting(tx)),
            chances=due.part(second_waits.chances(wb, tx, rows), second_waits.count_chances(wb, tx)),
            owed=due.part(due.owed(wb, tx, rows), (due.count_owed(tx), False)),
            drafts=due.part(due.drafts(wb, tx, rows), due.count_drafts(wb, tx)),
            retests=due.part(due.retests(wb, tx, rows), due.count_retests(wb, tx)),
            from_today=due.count_retests(wb, tx, today_only=True),
            classes=due.part(at_risk[:rows], (len(at_risk), False)),
            looked_at=looked_at,
            hub=_hub(wb, visits),
            so_far=_so_far(wb, tx),
        )


# who is here ---------------------------------------------------------------------------------------------------------


def _hub(wb: Workbook, visits: Sequence[QueueRow]) -> InTheHub:
    now = wb.now()
    waits = [visit for visit in visits if visit.state is VisitState.WAITING]
    booked = [visit.booked_for for visit in visits if visit.state is VisitState.BOOKED]
    to_come = [at for at in booked if at > now]
    missing = [at for at in booked if at <= now]
    return InTheHub(
        waiting=len(waits),
        longest=max((visit.wait for visit in waits), default=0),
        longest_late=any(visit.late for visit in waits),
        with_someone=sum(visit.state is VisitState.UNDERWAY for visit in visits),
        to_come=len(to_come),
        next_at=min(to_come, default=0),
        missing=len(missing),
        missing_since=min(missing, default=0),
    )


# how the day goes ----------------------------------------------------------------------------------------------------


def _so_far(wb: Workbook, tx: Tx) -> SoFar:
    """Every decision brings its slip in the same act, so the slips of today are the decisions of today."""
    came = tx.rows(
        "select arrived_at, started_at from visit where day = :day and arrived_at > 0", day=wb.today().isoformat()
    )
    told = [row for gone in (False, True) for row in _slips_since(tx, gone, wb.starts_at(wb.today()))]
    results = [row["result"] for row in told]
    delivered = [row for row in told if row["state"] in REACHED]
    return SoFar(
        came=len(came),
        passed=results.count(Result.PASSED),
        not_yet=results.count(Result.NOT_YET),
        accepted=sum(row["result"] == Result.PASSED and row["milestone"] == MilestoneId.OFFER for row in told),
        confirmed=sum(row["state"] == SlipState.CONFIRMED for row in delivered),
        delivered=len(delivered),
        drafted=len(told),
        wait=_median(row["started_at"] - row["arrived_at"] for row in came if row["started_at"]),
        to_slip=_median(row["delivered_at"] - row["finished_at"] for row in delivered),
    )


def _slips_since(tx: Tx, gone: bool, since: int) -> list[dict[str, Any]]:
    return tx.rows(
        "select s.state, s.delivered_at, a.result, a.milestone, a.finished_at from slip s"
        " join attempt a on a.id = s.attempt where s.gone = :gone and s.at >= :since",
        gone=int(gone),
        since=since,
    )


def _median(values: Iterable[int]) -> int:
    """The middle one, the longer of two; -1 where there is none.

    Not from `statistics`, which is only for this 2 ms longer on the way to the first screen.
    """
    known = sorted(max(0, value) for value in values)
    return known[len(known) // 2] if known else -1


# classes -------------------------------------------------------------------------------------------------------------


def _classes(wb: Workbook, tx: Tx) -> tuple[int, list[ClassRow]]:
    """How many classes begin soon, and those of them that are short of people, the next first.

    A class is at risk when the people on their way, each counted with the share who come through what they have left,
    make fewer offers than its free seats take (`domain.rules.planning`).
    """
    today = wb.today()
    rows = tx.rows(
        "select id, rubric, seats, starts from opening where closed_at = 0 and starts >= :today and starts <= :until"
        " order by starts, id",
        today=today.isoformat(),
        until=date.fromordinal(today.toordinal() + AT_RISK_DAYS).isoformat(),
    )
    here = people_by_milestone(tx, [int(row["id"]) for row in rows])
    found = [_class_row(wb, tx, row, here[int(row["id"])]) for row in rows]
    return len(rows), [row for row in found if row is not None]


_COUNTED = (State.READY, State.UNDERWAY, State.HIRED)


def people_by_milestone(tx: Tx, openings: Sequence[int]) -> Mapping[int, dict[tuple[str, str], int]]:
    """By opening, how many stand in each state at each milestone, as far as it counts here."""
    found: dict[int, dict[tuple[str, str], int]] = defaultdict(dict)
    among, values = tx.among("opening", openings)
    states = ", ".join(f"'{state}'" for state in _COUNTED)
    for row in tx.rows(
        "select opening, state, milestone, count(*) as people from"
        f" (select opening, state, milestone from application where {among} and state in ({states}) union all"
        f" select opening, state, milestone from counted where {among} and state = :hired) as every"
        " group by opening, state, milestone",
        **values,
        hired=State.HIRED,
    ):
        found[row["opening"]][row["state"], row["milestone"]] = int(row["people"])
    return found


def _class_row(wb: Workbook, tx: Tx, row: dict[str, Any], here: dict[tuple[str, str], int]) -> ClassRow | None:
    account = rubrics.account(wb, tx, int(row["rubric"]))
    seats, starts = int(row["seats"]), date.fromisoformat(str(row["starts"]))
    taken = sum(people for (state, _), people in here.items() if state == State.HIRED)
    on_the_way: dict[MilestoneId, int] = defaultdict(int)
    for (state, milestone), people in here.items():
        if state != State.HIRED:
            on_the_way[MilestoneId(milestone)] += people
    rates = default_rates(wb.catalogue.follow_up.classes)
    ahead = outlook(seats - taken, on_the_way, route(account), rates)
    if not ahead.short:
        return None
    return ClassRow(
        opening=int(row["id"]),
        account_short=account.short,
        account_title=account.title,
        starts=starts,
        days=(starts - wb.today()).days,
        seats=seats,
        taken=taken,
        offers=ahead.offers,
        by=wb.site.working_day_before(starts, _reply_days(wb)),
        on_the_way=sum(on_the_way.values()),
        people=ahead.people,
    )


def _reply_days(wb: Workbook) -> int:
    offer = wb.catalogue.follow_up.raw.get("offer")
    days = offer.get("candidate_reply_days") if isinstance(offer, Mapping) else None
    return days if isinstance(days, int) else REPLY_DAYS
