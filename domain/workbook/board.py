"""The board: the people of one opening by the milestone where they stand, with how long they have been there.

An age is in working days, because that is what the targets of the follow-up data are in.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final, overload

from domain.model.lazily import dataclass
from domain.model.terms import ACCOUNT_TESTS, ROAD, MilestoneId, State, VisitState
from domain.rules.path import route
from domain.rules.planning import default_rates, outlook
from domain.workbook import attempts, openings
from domain.workbook.surnames import surname_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from domain.model.catalogue import Account
    from domain.rules.planning import Outlook
    from domain.store import Tx
    from domain.workbook.openings import OpeningRow
    from domain.workbook.workbook import Workbook

Row = dict[str, Any]
_STATES: Final = {state.value: state for state in State}
_MILESTONES: Final = {milestone.value: milestone for milestone in MilestoneId}


@dataclass(frozen=True, slots=True)
class Card:
    """One person on the board."""

    application: int
    person: int
    name: str
    surname: str
    """The words of the name that are the surname, as far as that can be told; '' for a name of one word."""
    milestone: MilestoneId
    state: State
    road: str
    days: int
    """Working days for which we have had something to do here: since they came, or since their retest is open."""
    late: bool
    """The last working day within the target of the milestone is over; never for who waits for a retest."""
    retest: date | None
    """The day from which they can try again; None for everybody who waits for us."""
    opens_in: int
    """Days until their retest is open; 0 once it is."""
    visit: VisitState | None
    """Where they are in today's queue; None where they are not in it."""
    number: int
    """Their queue number today; 0 while none was given out."""
    waits_since: int
    """When their waiting in today's queue began, milliseconds UTC; 0 where they do not wait."""


class Cards(Sequence[Card]):
    """Cards in their order; one is made when it is looked at, because a long column shows but a few of them."""

    def __init__(self, rows: Sequence[Row], deal: Callable[[Row], Card]) -> None:
        """`rows` are stored applications, `deal` makes a card of one."""
        self._rows = rows
        self._deal = deal
        self._dealt: dict[int, Card] = {}

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> Card: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Card, ...]: ...
    def __getitem__(self, at: int | slice) -> Card | tuple[Card, ...]:
        if isinstance(at, slice):
            return tuple(self[one] for one in range(*at.indices(len(self))))
        row = self._rows[at]
        card = self._dealt.get(row["application"])
        if card is None:
            card = self._dealt[row["application"]] = self._deal(row)
        return card

    def place_of(self, application: int) -> int | None:
        """Where the card of an application lies; None where it is not among these."""
        return next((at for at, row in enumerate(self._rows) if row["application"] == application), None)


@dataclass(frozen=True, slots=True)
class Column:
    """One milestone of the route, with who stands there."""

    milestone: MilestoneId
    short: str
    title: str
    """As it is spoken of within a sentence."""
    target: int
    """Working days after which waiting here is over target."""
    waiting: Cards
    """Those who wait for us or are at it, the longest first."""
    retests: Cards
    """Those who wait for the day of their retest, the nearest first."""

    late: int
    """How many of those who wait for us are over target."""
    median: float
    """Median age of them in working days; 0 where nobody waits for us."""

    @property
    def people(self) -> int:
        """How many stand here."""
        return len(self.waiting) + len(self.retests)

    def place_of(self, application: int) -> int | None:
        """Where an application stands from the top, those with a retest after the others; None where elsewhere."""
        at = self.waiting.place_of(application)
        if at is None and (below := self.retests.place_of(application)) is not None:
            return len(self.waiting) + below
        return at


@dataclass(frozen=True, slots=True)
class Board:
    """One opening with everybody who is on the way in it."""

    opening: OpeningRow
    columns: tuple[Column, ...]
    outlook: Outlook
    """Whether those who are on the way are likely to fill the seats that are free."""

    @property
    def people(self) -> int:
        """How many are on the way."""
        return sum(column.people for column in self.columns)

    @property
    def offers(self) -> int:
        """How many stand at the job offer."""
        return sum(column.people for column in self.columns if column.milestone is MilestoneId.OFFER)

    def first(self) -> Card | None:
        """Whom to look at first: who has waited longest where most people wait for us; None where nobody is there.

        Of two milestones with as many, it is the one where more are late, then the one further on.
        """
        taken = [(len(column.waiting), column.late, at, column) for at, column in enumerate(self.columns)]
        busiest = max(taken, default=None, key=lambda found: found[:3])
        if busiest and busiest[0]:
            return busiest[3].waiting[0]
        return next((column.retests[0] for column in self.columns if column.retests), None)


_ON_THE_WAY = "a.ended_at = 0 and a.state in ('ready', 'underway', 'incomplete', 'not_yet', 'on_hold', 'no_show')"
"""The states are named too, for the sake of an index that has them."""

_CARDS = f"""
select a.id as application, a.person, p.name, p.sort_name, a.milestone, a.state, a.road, a.retest, a.at,
       case when a.state = 'underway'
            then (select coalesce(max(t.finished_at), 0) from attempt t where t.application = a.id)
            else a.since end as came,
       case when a.state = 'underway'
            then (select coalesce(max(t.retest), '') from attempt t
                   where t.application = a.id and t.milestone = a.milestone)
            else '' end as opened
  from application a join person p on p.id = a.person
 where a.opening = :opening and {_ON_THE_WAY}
"""
"""Who is at an attempt has been here since the last one ended, or since its retest was open, not since it began."""

_FIRST = f"""
select o.id from opening o
 where o.closed_at = 0
 order by case when exists (select 1 from application a where a.opening = o.id and {_ON_THE_WAY}) then 0 else 1 end,
       case when o.starts = '' then 1 when o.starts < :today then 2 else 0 end, o.starts, o.name, o.id
 limit 1
"""


def first_opening(wb: Workbook) -> int:
    """The opening to show first: of those with people on the way, the next class; 0 where no class is open."""
    with wb.store.read() as tx:
        return int(tx.value(_FIRST, today=wb.today().isoformat()) or 0)


def show(wb: Workbook, opening_id: int) -> Board:
    """Everybody who is on the way in an opening, milestone by milestone; NotFound where there is no such opening."""
    opening = openings.find(wb, opening_id)
    with wb.store.read() as tx:
        account = openings.account_of(wb, tx, opening_id)
        visits = _visits(wb, tx)
        rows = tx.rows(_CARDS, opening=opening_id)
    columns = _columns(wb, account, rows, _Dealer(wb, visits))
    on_the_way = {column.milestone: column.people for column in columns}
    rates = default_rates(wb.catalogue.follow_up.classes)
    return Board(opening, columns, outlook(opening.seats - opening.taken, on_the_way, route(account), rates))


def _columns(wb: Workbook, account: Account, rows: Iterable[Row], dealer: _Dealer) -> tuple[Column, ...]:
    waiting, retests = defaultdict[MilestoneId, list[Row]](list), defaultdict[MilestoneId, list[Row]](list)
    for row in rows:
        (retests if dealer.waits_for_a_day(row) else waiting)[_MILESTONES[row["milestone"]]].append(row)
    path = _path(account, {*waiting, *retests})
    return tuple(_column(wb, milestone, waiting[milestone], retests[milestone], dealer) for milestone in path)


def _column(wb: Workbook, milestone: MilestoneId, waiting: list[Row], retests: list[Row], dealer: _Dealer) -> Column:
    """Who came first waits longest, so that what holds for the oldest needs no look at everybody."""
    waiting.sort(key=dealer.came)
    retests.sort(key=lambda row: (row["retest"], *dealer.came(row)))
    target = wb.catalogue.follow_up.red_after_days[milestone]
    late = bisect_left(waiting, True, key=lambda row: not dealer.is_late(row, target))
    middle = {len(waiting) // 2, (len(waiting) - 1) // 2} if waiting else set()
    return Column(
        milestone=milestone,
        short=wb.catalogue.milestones[milestone].short,
        title=wb.catalogue.milestones[milestone].title.lower(),
        target=target,
        waiting=Cards(waiting, dealer.card),
        retests=Cards(retests, dealer.card),
        late=late,
        median=_mean([dealer.working_days(waiting[at]) for at in middle]),
    )


def _mean(days: Sequence[int]) -> float:
    return sum(days) / len(days) if days else 0.0


def _path(account: Account, stood_at: set[MilestoneId]) -> Sequence[MilestoneId]:
    """The route of the account, and where people stand who have a test more than it asks for."""
    path = route(account)
    added = tuple(test for test in ACCOUNT_TESTS if test in stood_at and test not in path)
    path = route(account, added)
    return (*path, *(milestone for milestone in ROAD if milestone in stood_at and milestone not in path))


_FOREMOST = {VisitState.UNDERWAY: 0, VisitState.WAITING: 1, VisitState.BOOKED: 2}


def _visits(wb: Workbook, tx: Tx) -> dict[int, dict[str, Any]]:
    """Today's visit of each person who has one: what they are here for, else what is booked, else the last."""
    found = tx.rows(
        "select person, number, state, since from visit where day = :day order by id", day=wb.today().isoformat()
    )
    best: dict[int, dict[str, Any]] = {}
    for row in found:
        before = best.get(row["person"])
        if before is None or _rank(row) <= _rank(before):
            best[row["person"]] = row
    return best


def _rank(visit: dict[str, Any]) -> int:
    return _FOREMOST.get(VisitState(visit["state"]), 3)


class _Dealer:
    """Makes cards of rows, on one day; days that many cards share are counted once."""

    def __init__(self, wb: Workbook, visits: dict[int, dict[str, Any]]) -> None:
        self.wb = wb
        self.today = wb.today()
        self.today_iso = self.today.isoformat()
        self.visits = visits
        self.targets = wb.catalogue.follow_up.red_after_days
        self.days: dict[date, int] = {}
        self.over: dict[tuple[date, int], bool] = {}

    def waits_for_a_day(self, row: Row) -> bool:
        """Whether they wait for the day of their retest, and not for us.

        An attempt that did not count can be taken again at once: then they wait for us.
        """
        return bool(row["retest"]) and not (row["state"] == State.READY and row["retest"] <= self.today_iso)

    def came(self, row: Row) -> tuple[int, int]:
        """What those who wait are sorted by: the moment from which we have had something to do."""
        came = max(row["came"], row["at"])
        if row["opened"]:
            came = max(came, self.wb.starts_at(date.fromisoformat(row["opened"])))
        return came, row["application"]

    def working_days(self, row: Row) -> int:
        """Working days since then."""
        return self._days_since(self.wb.day(self.came(row)[0]))

    def is_late(self, row: Row, target: int) -> bool:
        """Whether the last working day within the target is over."""
        return self._is_over(self.wb.day(self.came(row)[0]), target)

    def card(self, row: Row) -> Card:
        """The card of a stored application."""
        state, milestone = _STATES[row["state"]], _MILESTONES[row["milestone"]]
        retest = date.fromisoformat(row["retest"]) if self.waits_for_a_day(row) else None
        visit = self.visits.get(row["person"])
        stands = VisitState(visit["state"]) if visit else None
        return Card(
            application=row["application"],
            person=row["person"],
            name=row["name"],
            surname=surname_of(row["name"], row["sort_name"]),
            milestone=milestone,
            state=state,
            road=row["road"],
            days=self._days_since(retest) if retest else self.working_days(row),
            late=retest is None and self.is_late(row, self.targets[milestone]),
            retest=retest,
            opens_in=max(0, (retest - self.today).days) if retest else 0,
            visit=stands,
            number=visit["number"] if visit else 0,
            waits_since=visit["since"] if visit and stands is VisitState.WAITING else 0,
        )

    def _days_since(self, day: date) -> int:
        if (days := self.days.get(day)) is None:
            days = self.days[day] = self.wb.site.working_days_between(day, self.today)
        return days

    def _is_over(self, day: date, target: int) -> bool:
        if (over := self.over.get((day, target))) is None:
            over = self.over[day, target] = self.wb.site.working_day_after(day, target) < self.today
        return over


def finished_sheet(wb: Workbook, application_id: int) -> int:
    """The open attempt of an application if every criterion is rated or marked not observed, so that it can be decided.

    0 where nothing is open, or something is still to be entered.
    """
    with wb.store.read() as tx:
        attempt = tx.value(
            "select id from attempt where application = :a and finished_at = 0 order by id desc limit 1",
            a=application_id,
        )
        if attempt is None:
            return 0
        sheet = attempts.read_sheet(wb, tx, int(attempt))
        return sheet.attempt if sheet.entered == len(sheet.lines) else 0
