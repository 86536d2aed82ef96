"""Why people stop, how long things take, and what was promised and kept, counted by hand on small hubs."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

from domain.model.terms import MilestoneId, Result, State
from domain.reports.table import TableFormat
from domain.workbook import applications, attempts, decisions, filters, fitting, outbox, people, promises, queue, slots
from domain.workbook.insights import Scope, Share, explaining, funnel, kept, reasons, retakes, tables, waits
from domain.workbook.wording import HOUR, MINUTE
from tests.workbook.hub import TODAY

if TYPE_CHECKING:
    from pathlib import Path

    from tests.workbook.hub import Hub

APPLIED, PHONE = MilestoneId.APPLICATION, MilestoneId.PHONE


def at_phone(hub: Hub, *names: str) -> list[int]:
    """So many people who are ready for the phone interview; their applications."""
    opening = hub.opening()
    found = [hub.application(hub.person(name, opening)) for name in names]
    for application in found:
        hub.take(application)
    return found


def test_not_yets_by_criterion_and_reason_are_those_that_nothing_has_followed(hub: Hub) -> None:
    weak, near, back, gone = at_phone(hub, "Weak One", "Near One", "Back Again", "Gone Away")
    hub.take(weak, 1, Result.NOT_YET)
    hub.take(near, 3, Result.NOT_YET, reason="said so themselves", second="Ines")
    hub.take(back, 1, Result.NOT_YET)
    applications.end(hub.wb, gone, State.WITHDREW, reason="Found another job")
    told = reasons.reasons(hub.wb)
    assert told.by_milestone == {PHONE: 3}
    first = told.gaps[0]
    assert (first.milestone, first.lost, first.near) == (PHONE, 2, 0)
    assert first.short is not None
    assert {one.words: one.people for one in told.why} == {
        "points below the pass line": 2,
        "decided against the proposal": 1,
    }
    assert [(one.words, one.people) for one in told.endings] == [("withdrew: found another job", 1)]
    assert (told.near, told.other) == (Share(1, 3), Share(0, 4))
    below = reasons.people_below(hub.wb, Scope(), PHONE, first.criterion)
    assert sorted(below) == sorted(hub.stands(one)["person"] for one in (weak, back))
    hub.clock.ahead(days=40)
    hub.take(back)
    assert reasons.reasons(hub.wb).gaps[0].lost == 1
    assert reasons.reasons(hub.wb, Scope(since=hub.wb.today())).not_yets == 0


def test_what_a_near_miss_would_have_needed(hub: Hub) -> None:
    (application,) = at_phone(hub, "Near One")
    attempt = attempts.open_or_start(hub.wb, application)
    lines = attempts.sheet(hub.wb, attempt).lines
    heavy, other, *_ = sorted(lines, key=lambda line: -line.criterion.weight)
    for line in lines:
        attempts.rate(hub.wb, attempt, line.criterion.id, 2 if line is heavy else 4 if line is other else 3)
    decisions.decide(hub.wb, attempt, Result.NOT_YET, reason="as agreed", second="Ines")
    gap = reasons.reasons(hub.wb, milestone=PHONE).gaps[0]
    assert (gap.criterion, gap.lost, gap.near, gap.looked) == (heavy.criterion.id, 1, 1, 1)
    points = hub.value("select points from attempt where id = :id", id=attempt)
    assert points < attempts.sheet(hub.wb, attempt).milestone.pass_mark
    assert gap.enough == 1  # 25 points of it, of the tenths that it weighs


def test_who_had_points_enough_is_near_and_lacked_no_level(hub: Hub) -> None:
    (application,) = at_phone(hub, "Points Enough")
    attempt = attempts.open_or_start(hub.wb, application)
    lines = attempts.sheet(hub.wb, attempt).lines
    light = min(lines, key=lambda line: line.criterion.weight)
    for line in lines:
        attempts.rate(hub.wb, attempt, line.criterion.id, 2 if line is light else 4)
    decisions.decide(hub.wb, attempt, Result.NOT_YET, reason="as agreed", second="Ines")
    (gap,) = reasons.reasons(hub.wb, milestone=PHONE).gaps
    assert (gap.criterion, gap.near, gap.looked, gap.enough) == (light.criterion.id, 1, 0, 0)


def test_after_a_slip_who_came_back_and_what_it_gained(hub: Hub) -> None:
    back, away = at_phone(hub, "Back Again", "Stays Away")
    hub.hand_over(hub.take(back, 2, Result.NOT_YET).slip)
    hub.hand_over(hub.take(away, 2, Result.NOT_YET).slip)
    hub.clock.ahead(days=40)
    hub.take(back, 4)
    told = retakes.retakes(hub.wb)
    assert (told.not_yets, told.came_back, told.passed, told.with_log) == (2, Share(1, 2), Share(1, 1), Share(0, 0))
    assert told.before is not None
    assert told.after is not None
    assert (told.before < told.after, told.n) == (True, 1)
    assert (told.tips > 0, told.taken_up) == (True, Share(told.tips, told.tips))
    shown = explaining.explain(hub.wb, PHONE)
    assert (shown.attempts, shown.not_yets, shown.retakes) == (3, 1, told)
    outbox.not_wanted(hub.wb, [hub.take(at_phone(hub, "Wants None")[0], 2, Result.NOT_YET).slip])
    assert retakes.retakes(hub.wb).came_back == Share(1, 2)
    assert retakes.retakes(hub.wb, milestone=APPLIED).not_yets == 0


def test_time_at_a_milestone_runs_from_coming_to_it_until_it_is_passed(hub: Hub) -> None:
    opening = hub.opening()
    for number, hours in enumerate((2, 5, 90)):
        application = hub.application(hub.person(f"Person {number}", opening))
        hub.clock.ahead(hours=hours)
        hub.take(application)
    told = waits.waits(hub.wb)
    (stage,) = told.stages
    assert (stage.milestone, stage.spread) == (APPLIED, waits.Spread(3, 5 * HOUR, 90 * HOUR))
    assert waits.medians(hub.wb) == {APPLIED: 5 * HOUR}
    assert stage.in_time.of == 3
    assert told.to_hire is None
    assert waits.spread([]) is None
    assert waits.spread(range(1, 11)) == waits.Spread(10, 5, 9)


def test_waits_in_the_queue_by_hour_and_slips_by_the_day(hub: Hub) -> None:
    opening = hub.opening()
    for minutes in (10, 50):
        visit = queue.walk_in(hub.wb, people.NewPerson(name=f"Waits {minutes}"), opening)
        hub.clock.ahead(minutes=minutes)
        attempts.open_or_start(hub.wb, hub.application(queue.find(hub.wb, visit).person))
        hub.clock.ahead(days=1, minutes=-minutes)
    told = waits.waits(hub.wb)
    (hour,) = told.hours
    assert (hour.hour, hour.spread) == (10, waits.Spread(2, 10 * MINUTE, 50 * MINUTE))
    assert hour.in_time == Share(1, 2)
    application = hub.application(hub.person("Has a slip", opening))
    decided = hub.take(application)
    hub.clock.ahead(hours=3)
    hub.hand_over(decided.slip)
    declined = hub.take(hub.application(hub.person("Wants none", opening))).slip
    hub.clock.ahead(days=1)
    outbox.not_wanted(hub.wb, [declined])
    assert waits.waits(hub.wb).to_slip == waits.Spread(1, 3 * HOUR, 3 * HOUR)


def test_a_slot_booked_yesterday_evening_is_of_one_day_and_a_hire_counts_from_the_first_of_its_moves(hub: Hub) -> None:
    (application,) = at_phone(hub, "Comes Not")
    hub.clock.ahead(hours=8)
    person = hub.stands(application)["person"]
    slot = next(day.slots[0] for day in slots.offer(hub.wb, person).days if day.day > hub.wb.today())
    visit = slots.book(hub.wb, person, slot.starts).visit
    second = fitting.move(hub.wb, application, hub.opening())
    hub.clock.ahead(days=2)
    third = fitting.move(hub.wb, second, hub.opening())
    hub.wb.store.do("did not come", lambda act: act.update("visit", visit, state="no_show"))
    hub.wb.store.do("hired", lambda act: act.update("application", third, state="hired", since=act.at))
    told = waits.waits(hub.wb)
    assert [(one.words, one.no_shows) for one in told.leads] == [("1 day", Share(1, 1))]
    assert told.to_hire is not None
    assert told.to_hire.median == 56 * HOUR


def test_slips_promises_and_answers_that_were_kept(hub: Hub) -> None:
    given, late = at_phone(hub, "Has theirs", "Waits for it")
    hub.hand_over(hub.take(given, 2, Result.NOT_YET).slip)
    hub.take(late, 2, Result.NOT_YET)
    person = hub.stands(given)["person"]
    promise = promises.make(hub.wb, person, "call with the result", hub.wb.today())
    promises.keep(hub.wb, promise)
    promises.make(hub.wb, person, "send the address", hub.wb.today())
    hub.clock.ahead(days=30)
    told = kept.kept(hub.wb)
    assert (told.attempts, told.given, told.owed_late, told.on_time) == (4, 1, 3, Share(1, 4))
    assert [(one.given, one.confirmed) for one in told.channels] == [(1, Share(0, 1))]
    assert (told.promises.kept, told.promises.missed) == (1, 1)
    assert list(kept.people(hub.wb, Scope(), kept.Slips.GIVEN)) == [person]
    owed = kept.people(hub.wb, Scope(), kept.Slips.OWED)
    assert (len(owed), len(set(owed))) == (3, 2)  # once for each attempt
    assert kept.kept(hub.wb, Scope(since=TODAY + timedelta(days=1))).attempts == 0


def test_every_view_is_a_table_that_no_spreadsheet_runs(hub: Hub, tmp_path: Path) -> None:
    application = hub.put_on("=cmd()")
    hub.take(application)
    applications.end(hub.wb, application, State.WITHDREW, reason='=HYPERLINK("x")')
    found = (
        tables.funnel_table(hub.wb, funnel.funnel(hub.wb), waits.medians(hub.wb)),
        tables.reasons_table(hub.wb, reasons.reasons(hub.wb), retakes.retakes(hub.wb)),
        tables.waits_table(hub.wb, waits.waits(hub.wb)),
        tables.kept_table(kept.kept(hub.wb)),
    )
    for table in found:
        for form in tables.FORMATS:
            path = tables.written(hub.wb, tmp_path, form, table)
            text = path.read_text(encoding="utf-8-sig")
            if form is TableFormat.CSV:
                assert not any(line.startswith("=") or ",=" in line for line in text.splitlines())
            if form is TableFormat.JSON:
                assert len(json.loads(text)) == len(table.rows)


def test_the_filter_picked_lists_who_was_picked_and_goes_with_others(hub: Hub) -> None:
    one, two, three = (hub.person(name) for name in ("Joan Alcaraz", "Rafael Domingo", "Mai Tran"))
    known = filters.read(hub.wb)

    def listed(line: str) -> list[int]:
        return list(people.ids(hub.wb, filters.parse(line, known, filters.PeopleQuery()).query))

    assert listed("picked") == []
    hub.wb.picked.extend([one, three])
    assert listed("picked") == [one, three]
    assert listed("picked mai") == [three]
    assert listed("-picked") == [two]
