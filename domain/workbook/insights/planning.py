"""The class planner: what a class needs from today on, with the site's own rates, and what if one of them were another.

Own rates are those of the last days that the follow-up data names (`classes.rates_days`), of all classes of the
workbook. A pass rate is of those who took a milestone, by their last try; who did not come to the site stands in the
show rate. Of offers: who said yes of those who answered, whose yes held of those whose first day has come or who backed
out, and who was there on it.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from domain.model.errors import BadInput
from domain.model.lazily import dataclass
from domain.model.terms import ROAD, MilestoneId, OfferState, State
from domain.rules import filling
from domain.rules.filling import Load, Odds, Plan, Rate
from domain.rules.path import route
from domain.rules.road import RoadCell
from domain.rules.shares import Share
from domain.workbook import openings, today
from domain.workbook.insights.scope import EVERYTHING, Scope

if TYPE_CHECKING:
    from array import array
    from collections.abc import Mapping

    from domain.store import Tx
    from domain.workbook.openings import OpeningRow
    from domain.workbook.workbook import Workbook

__all__ = [
    "STEP_WORDS",
    "ClassPlan",
    "Load",
    "Odds",
    "Plan",
    "Rate",
    "next_class",
    "own_rates",
    "people_at",
    "rates_of",
    "show",
]

STEP_WORDS: Mapping[str, str] = {
    "show": "come to the site",
    "accept": "say yes to the offer",
    "clear": "have their papers in order",
    "day_one": "are there on day one",
}
"""What somebody does who comes through a step that is no milestone."""


@dataclass(frozen=True, slots=True)
class ClassPlan:
    """A class with its plan."""

    opening: OpeningRow
    by: date | None
    """The last working day on which an offer leaves time for an answer; None without a first day."""
    days: int
    """Working days up to and with that day, today included; 0 where it is over or unknown."""
    on_the_way: int
    """People who are ready for a milestone, or at it."""
    plan: Plan
    own: int
    """Rates that are the site's own."""
    stated: int
    """Rates that are stated because there are not enough cases yet."""
    supposed: int
    """Rates that somebody asked 'what if' about."""
    own_from: int
    """Cases from which on a rate is the site's own."""

    @property
    def late(self) -> bool:
        """Whether no offer can be made in time any more, although seats are free."""
        return self.by is not None and self.days == 0 and self.plan.free > 0


def show(
    wb: Workbook,
    opening_id: int,
    suppose: Mapping[str, float] | None = None,
    *,
    seats: int = 0,
    own: Mapping[str, Share] | None = None,
) -> ClassPlan:
    """The plan of a class as it stands, or as it would if these rates were others and it had so many seats.

    `own` are the site's own rates where they are known already, as for several classes at once.
    NotFound where there is no such class; BadInput for a rate that is no share above 0 and at most 1, or no step of the
    route.
    """
    opening = openings.find(wb, opening_id)
    with wb.store.read() as tx:
        path = route(openings.account_of(wb, tx, opening_id))
        here = today.people_by_milestone(tx, [opening_id])[opening_id]
    rules = wb.catalogue.follow_up.classes
    site_rates = own_rates(wb) if own is None else own
    rates = _supposing(filling.rates_with(rules, path, site_rates), suppose or {})
    on_the_way = _on_the_way(here)
    by, days = _time_left(wb, opening.starts)
    plan = filling.plan((seats or opening.seats) - opening.taken, on_the_way, path, rates, rules, days)
    return ClassPlan(
        opening=opening,
        by=by,
        days=days,
        on_the_way=sum(on_the_way.values()),
        plan=plan,
        own=sum(rate.own and not rate.supposed for rate in rates),
        stated=sum(not rate.own and not rate.supposed for rate in rates),
        supposed=sum(rate.supposed for rate in rates),
        own_from=rules.own_from,
    )


def rates_of(wb: Workbook, opening_id: int) -> tuple[Rate, ...]:
    """What a class is planned with; NotFound where there is no such class."""
    openings.find(wb, opening_id)
    with wb.store.read() as tx:
        path = route(openings.account_of(wb, tx, opening_id))
    return filling.rates_with(wb.catalogue.follow_up.classes, path, own_rates(wb))


def next_class(wb: Workbook, scope: Scope = EVERYTHING) -> int:
    """The class of a scope that is planned first: the one it names, else the next to begin; 0 where none is open."""
    if scope.opening:
        return scope.opening
    ahead = wb.today().isoformat()
    tests, values = ["opening.closed_at = 0"], {"today": ahead}
    if scope.account:
        tests.append("opening.account = :account")
        values["account"] = scope.account
    if scope.site:
        tests.append("opening.site = :site")
        values["site"] = scope.site
    with wb.store.read() as tx:
        found = tx.value(
            f"select id from opening where {' and '.join(tests)} order by"
            " case when starts = '' then 1 when starts < :today then 2 else 0 end, starts, name, id limit 1",
            **values,
        )
    return int(found or 0)


def people_at(wb: Workbook, opening_id: int, milestone: str = "") -> array[int]:
    """Who is on the way in a class, ready for this milestone or at it, or at any where none is given."""
    there = " and milestone = :m" if milestone else ""
    with wb.store.read() as tx:
        return tx.ids(
            f"select person from application where opening = :o{there} and state in (:ready, :underway)",
            o=opening_id,
            m=milestone,
            ready=State.READY,
            underway=State.UNDERWAY,
        )


def people_hired(wb: Workbook, opening_id: int) -> array[int]:
    """Who has a seat of a class."""
    with wb.store.read() as tx:
        sql = "select person from application where opening = :o and state = :hired"
        return tx.ids(sql, o=opening_id, hired=State.HIRED)


def people_seen(wb: Workbook, step: str) -> array[int]:
    """Whom the site's own rate of a step that is no milestone is of, once for each case.

    They may be on any class. KeyError for another step.
    """
    since = wb.starts_at(_since(wb))
    with wb.store.read() as tx:
        if step == "show":
            place = ROAD.index(MilestoneId.IN_PERSON) + 1
            cells = ", ".join(f"'{cell}'" for cell in (RoadCell.PASSED, RoadCell.NOT_YET, RoadCell.NO_SHOW))
            sql = f"select id from person where since >= :since and substr(road, {place}, 1) in ({cells})"
            return tx.ids(sql, since=since)
        return tx.ids(f"select person from offer where made_at >= :since and {_CASES[step]}", since=since, **_STATES)


def _supposing(rates: tuple[Rate, ...], suppose: Mapping[str, float]) -> tuple[Rate, ...]:
    try:
        return filling.supposing(rates, suppose)
    except ValueError as error:
        known = ", ".join(rate.id for rate in rates)
        raise BadInput(
            "That is no rate of this class.", f"A share above 0 and at most 1, of one of these: {known}."
        ) from error


def _on_the_way(here: Mapping[tuple[str, str], int]) -> dict[MilestoneId, int]:
    found: dict[MilestoneId, int] = {}
    for (state, milestone), people in here.items():
        if state != State.HIRED:
            found[MilestoneId(milestone)] = found.get(MilestoneId(milestone), 0) + people
    return found


def _time_left(wb: Workbook, starts: date | None) -> tuple[date | None, int]:
    if starts is None:
        return None, 0
    by = wb.site.working_day_before(starts, wb.catalogue.follow_up.offers.reply_days)
    return by, wb.site.working_days_between(wb.today() - timedelta(days=1), by)


def own_rates(wb: Workbook) -> dict[str, Share]:
    """By step, how many came through of how many, however few they are; by the ids of `DefaultRate`.

    Read off the roads of everybody whose last step was in these days, each person once, and of those who were erased.
    """
    since = _since(wb)
    with wb.store.read() as tx:
        roads = tx.rows(_ROADS, since=wb.starts_at(since), month=since.isoformat()[:7])
        offers = _of_offers(tx, wb.starts_at(since))
    seen = {cell: dict.fromkeys(ROAD, 0) for cell in RoadCell}
    for row in roads:
        for step, cell in zip(ROAD, row["road"], strict=True):
            seen[RoadCell(cell)][step] += int(row["n"])
    passed, not_yet = seen[RoadCell.PASSED], seen[RoadCell.NOT_YET]
    taken = [step for step in ROAD if step is not MilestoneId.OFFER]
    found = {str(step): Share(passed[step], passed[step] + not_yet[step]) for step in taken}
    came = passed[MilestoneId.IN_PERSON] + not_yet[MilestoneId.IN_PERSON]
    return found | {"show": Share(came, came + seen[RoadCell.NO_SHOW][MilestoneId.IN_PERSON])} | offers


def _since(wb: Workbook) -> date:
    return wb.today() - timedelta(days=wb.catalogue.follow_up.classes.rates_days)


_ROADS = """
select road, count(*) as n from person where since >= :since and road > '' group by road
 union all select road, count(*) as n from counted where month >= :month and road > ''
    and id in (select max(id) from counted where road > '' group by whose) group by road
"""
_STATES = {"made": OfferState.MADE, "accepted": OfferState.ACCEPTED, "backed_out": OfferState.BACKED_OUT}
_CASES = {
    "accept": "state <> :made",
    "clear": "(came > 0 or state = :backed_out)",
    "day_one": "came > 0",
}
"""Of which offers a rate is."""
_CAME = {"accept": "state in (:accepted, :backed_out)", "clear": "came > 0", "day_one": "came = 1"}
"""Which of them came through."""


def _of_offers(tx: Tx, since: int) -> dict[str, Share]:
    sums = ", ".join(
        f"sum(case when {test} then 1 else 0 end) as {name}_{step}"
        for name, tests in (("n", _CAME), ("of", _CASES))
        for step, test in tests.items()
    )
    row = tx.row(f"select {sums} from offer where made_at >= :since", since=since, **_STATES) or {}
    return {step: Share(int(row[f"n_{step}"] or 0), int(row[f"of_{step}"] or 0)) for step in _CASES}
