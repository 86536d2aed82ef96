"""The weekly page: one week of a hub beside the week before, counted by the views of insights.

It holds counts and no names. Reasons that somebody typed stay off it too, because a name may stand in them: how an
application ended is told by its state alone. Who was erased is not counted, as only the month is known of them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from domain.model.errors import BadInput, NotFound
from domain.model.lazily import dataclass
from domain.model.weekly import Bar, Cause, ClassRow, KeptWeek, MilestoneWeek, TimeWeek, Told, WeeklyPage
from domain.reports.files import write_new
from domain.reports.formats import Format
from domain.reports.weekly_file import render_weekly, weekly_name
from domain.rules.shares import Share
from domain.workbook import openings
from domain.workbook.exporting import Exported
from domain.workbook.insights import planning
from domain.workbook.insights.funnel import funnel
from domain.workbook.insights.kept import kept
from domain.workbook.insights.reasons import reasons
from domain.workbook.insights.scope import Scope
from domain.workbook.insights.waits import waits
from domain.workbook.insights.weekly_talk import Figure, talk
from domain.workbook.wording import age, count, day_month, inside

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from domain.workbook.insights.funnel import Funnel, MilestoneRow
    from domain.workbook.insights.kept import Kept
    from domain.workbook.insights.planning import ClassPlan
    from domain.workbook.insights.reasons import Reasons
    from domain.workbook.insights.waits import Spread, Waits
    from domain.workbook.openings import OpeningRow
    from domain.workbook.workbook import Workbook

FORMATS: Final = (Format.PDF, Format.HTML)
MOST_CAUSES: Final = 5
MOST_CLASSES: Final = 8
"""What one page has room for."""
AGREES: Final = (4, 5)
"""Answers that say yes to 'I had the chance to show what I can do'."""


@dataclass(frozen=True, slots=True)
class _Counted:
    """What the views say of one week."""

    least: int
    """Cases from which a share is told."""
    new: int
    funnel: Funnel
    waits: Waits
    kept: Kept

    def told(self, share: Share | None) -> Told:
        """A share as the page tells it."""
        found = share or Share(0, 0)
        return Told(found.n, found.of, found.of >= self.least)


def last_week(today: date) -> date:
    """The Monday of the last week that is over, by a site's business day."""
    return today - timedelta(days=today.weekday(), weeks=1)


def week_named(today: date, name: str) -> date:
    """The Monday of a week as '2026-W47'; '' is the last one that is over.

    BadInput for what is no week, or one that has not begun.
    """
    whole = last_week(today)
    if not name.strip():
        return whole
    year, _, number = name.strip().upper().partition("-W")
    try:
        monday = date.fromisocalendar(int(year), int(number), 1)
    except ValueError as error:
        raise BadInput(f'"{name}" is no week.', f"Write it as {week_name(whole)}.") from error
    if monday > today:
        raise BadInput(f"{week_name(monday)} has not begun.", f"The last whole week is {week_name(whole)}.")
    return monday


def week_name(monday: date) -> str:
    """'2026-W47', as in ISO 8601."""
    year, number, _ = monday.isocalendar()
    return f"{year}-W{number:02}"


def page(wb: Workbook, scope: Scope | None = None, monday: date | None = None) -> WeeklyPage:
    """The page of a week, by its Monday, for whom a scope names; the last week that is over where none is given.

    Days of the scope are not looked at. NotFound for an account, class or site that is not there.
    """
    first, scope = monday or last_week(wb.today()), scope or Scope()
    whom = _whom(wb, scope)
    now, before = (_count(wb, _week_of(scope, start)) for start in (first, first - timedelta(weeks=1)))
    why = reasons(wb, _week_of(scope, first), needed=False)
    classes = _classes(wb, scope, first)
    funnel_rows, times, promised = _funnel(wb, now, before), _times(wb, now, before), _kept(now, before)
    return WeeklyPage(
        site=wb.site.name,
        dated=wb.today(),
        week=week_name(first),
        days=_days(first, wb.today()),
        days_before=_days(first - timedelta(weeks=1), wb.today()),
        so_far=first + timedelta(days=6) >= wb.today(),
        whom=whom,
        least=now.least,
        new=now.new,
        new_before=before.new,
        talk=talk(now.new, before.new, _figures(funnel_rows, times, promised), now.least),
        funnel=funnel_rows,
        gaps=_gaps(wb, why),
        endings=_endings(why),
        times=times,
        kept=promised,
        owed_late=now.kept.owed_late,
        classes=_class_rows(wb, classes[:MOST_CLASSES]),
        more_classes=max(0, len(classes) - MOST_CLASSES),
    )


def written(wb: Workbook, folder: Path, form: Format, made: WeeklyPage) -> Exported:
    """Write the page as a new file on the site's paper; WorkbookError where it cannot be set or written."""
    if form not in FORMATS:
        raise BadInput(f"The weekly page is not written as {form.value}.", "Choose PDF or HTML.")
    rendered = render_weekly(made, form, paper=wb.site.paper, letterhead=replace(wb.site.letterhead, templates=""))
    return Exported(write_new(folder, weekly_name(made, form), rendered.data), rendered.notes)


def _week_of(scope: Scope, monday: date) -> Scope:
    return replace(scope, since=monday, until=monday + timedelta(days=6))


def _days(monday: date, today: date) -> str:
    last = monday + timedelta(days=6)
    first = str(monday.day) if monday.month == last.month else day_month(monday)
    return f"{first} to {day_month(last, today)}"


def _whom(wb: Workbook, scope: Scope) -> str:
    said = []
    if scope.account:
        said.append(openings.account_named(wb, scope.account).title)
    if scope.opening:
        said.append(openings.find(wb, scope.opening).name)
    if scope.source:
        said.append(f"from {scope.source}")
    if scope.site:
        known = sites(wb)
        if scope.site not in known:
            raise NotFound(f'No class is at a site "{scope.site}".', f"Known: {', '.join(known) or 'none'}.")
        said.append(f"at {scope.site}")
    return ", ".join(said) or "all openings"


def sites(wb: Workbook) -> list[str]:
    """The names of the sites at which there are classes."""
    with wb.store.read() as tx:
        return [row["site"] for row in tx.rows("select distinct site from opening where site > '' order by site")]


def _count(wb: Workbook, scope: Scope) -> _Counted:
    least = wb.catalogue.follow_up.classes.own_from
    where, values = scope.joined(wb, "application.at")
    with wb.store.read() as tx:
        new = tx.value(
            f"select count(distinct application.person) from application where {where} and application.moved_from = 0",
            **values,
        )
    return _Counted(least, int(new), funnel(wb, scope, erased=False), waits(wb, scope), kept(wb, scope))


def _funnel(wb: Workbook, now: _Counted, before: _Counted) -> tuple[MilestoneWeek, ...]:
    """The milestones at which anything happened in either week."""
    return tuple(
        MilestoneWeek(
            wb.catalogue.milestones[row.milestone].title,
            _bar(row),
            _bar(was),
            now.told(row.conversion),
            now.told(was.conversion),
        )
        for row, was in zip(now.funnel.rows, before.funnel.rows, strict=True)
        if row.people or was.people
    )


def _bar(row: MilestoneRow) -> Bar:
    return Bar(row.passed, row.lost, row.waiting)


def _gaps(wb: Workbook, why: Reasons) -> tuple[Cause, ...]:
    milestones = wb.catalogue.milestones
    return tuple(Cause(gap.name, milestones[gap.milestone].short, gap.lost) for gap in why.gaps[:MOST_CAUSES])


def _endings(why: Reasons) -> tuple[Cause, ...]:
    """What decided the not yets and how applications ended, most people first."""
    found = Counter({one.words: one.people for one in why.why})
    for one in why.endings:
        found[one.how] += one.people
    ordered = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Cause(words, "", people) for words, people in ordered[:MOST_CAUSES])


def _times(wb: Workbook, now: _Counted, before: _Counted) -> tuple[TimeWeek, ...]:
    """The queue, then each milestone that somebody passed, then what has no target."""
    milestones, target = wb.catalogue.milestones, f"{now.waits.queue_target} min"
    queued, was_kept = now.told(_queue(now.waits)), now.told(_queue(before.waits))
    half = age(now.waits.queue.median) if now.waits.queue else ""
    found = [TimeWeek("In the queue", "Seen", target, half, queued, was_kept)]
    was = {stage.milestone: stage.in_time for stage in before.waits.stages}
    found += [
        TimeWeek(
            milestones[stage.milestone].short,
            f"Through the {inside(milestones[stage.milestone].title)}",
            count(stage.target, "day"),
            age(stage.spread.median),
            now.told(stage.in_time),
            now.told(was.get(stage.milestone)),
        )
        for stage in now.waits.stages
    ]
    found += [
        TimeWeek(what, what, "", age(spread.median), None, None)
        for what, spread in _without_target(now.waits).items()
        if spread is not None
    ]
    return tuple(found)


def _without_target(found: Waits) -> Mapping[str, Spread | None]:
    return {
        "To the first contact": found.first_contact,
        "To the slip": found.to_slip,
        "To being hired": found.to_hire,
    }


def _queue(found: Waits) -> Share:
    return Share(sum(hour.in_time.n for hour in found.hours), sum(hour.in_time.of for hour in found.hours))


def _kept(now: _Counted, before: _Counted) -> tuple[KeptWeek, ...]:
    pairs = zip(_promised(now.kept), _promised(before.kept), strict=True)
    return tuple(KeptWeek(what, now.told(share), now.told(was)) for (what, share), (_, was) in pairs)


def _promised(found: Kept) -> Sequence[tuple[str, Share]]:
    promises = found.promises
    confirmed = Share(sum(one.confirmed.n for one in found.channels), sum(one.confirmed.of for one in found.channels))
    agree = sum(found.chances.get(answer, 0) for answer in AGREES)
    return (
        ("Slips given in time", found.on_time),
        ("Slips confirmed by their reader", confirmed),
        ("Promises kept in time", Share(promises.kept, promises.all)),
        ("Had the chance to show what they can do", Share(agree, sum(found.chances.values()))),
    )


def _figures(
    rows: Sequence[MilestoneWeek], times: Sequence[TimeWeek], promised: Sequence[KeptWeek]
) -> tuple[Figure, ...]:
    """Every share of the page that can have moved."""
    found = [Figure(f"Passed the {inside(row.title)}", row.passed, row.passed_before) for row in rows]
    for row in times:
        if row.kept is not None and row.kept_before is not None:
            found.append(Figure(f"{row.said} within {row.target}", row.kept, row.kept_before))
    return (*found, *(Figure(row.what, row.now, row.before) for row in promised))


def _classes(wb: Workbook, scope: Scope, monday: date) -> list[OpeningRow]:
    """The open classes of a scope that have not begun before the week, the next one first."""
    if scope.opening:
        return [openings.find(wb, scope.opening)]
    with wb.store.read() as tx:
        here = set(tx.ids("select id from opening where site = :site", site=scope.site)) if scope.site else None
    return [
        row
        for row in openings.listing(wb)
        if (row.starts is None or row.starts >= monday)
        and (not scope.account or row.account == scope.account)
        and (here is None or row.id in here)
    ]


def _class_rows(wb: Workbook, rows: Sequence[OpeningRow]) -> tuple[ClassRow, ...]:
    own = planning.own_rates(wb) if rows else {}
    return tuple(_class_row(wb, row, planning.show(wb, row.id, own=own)) for row in rows)


def _class_row(wb: Workbook, row: OpeningRow, found: ClassPlan) -> ClassRow:
    filled = found.plan.odds.filled
    return ClassRow(
        name=row.name,
        starts=day_month(row.starts, wb.today()) if row.starts else "",
        seats=row.seats,
        taken=row.taken,
        likely=min(found.plan.odds.middle, found.plan.free),
        on_the_way=found.on_the_way,
        to_find=found.plan.outlook.people,
        chance=None if found.late else Told(filled.n, filled.of, enough=True),
        stated=found.stated,
    )
