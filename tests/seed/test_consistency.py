"""A hub holds what its use cases would have left behind."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from domain.model.exam import Part
from domain.model.slip import SlipDocument, SlipDraft
from domain.model.terms import MilestoneId, Result, Severity, State
from domain.workbook import attempts, calls, openings, second_ratings, slips, standing
from domain.workbook.exam_room import papers
from tests.seed.rows import table

if TYPE_CHECKING:
    from domain.workbook import Workbook
    from seed import Built

_LISTED = ("milestone", "state", "since", "retest", "road")


def test_the_log_and_the_tables_agree(hub: Built) -> None:
    assert hub.workbook.store.check() == []


def test_every_standing_follows_from_the_attempts(hub: Built) -> None:
    wb = hub.workbook
    with wb.store.read() as tx:
        for application in tx.rows("select * from application"):
            path = standing.route_of(openings.account_of(wb, tx, application["opening"]), application)
            stands = standing.work_out(application, path, standing.latest_attempts(tx, application))
            assert {name: getattr(stands, name) for name in _LISTED} == {name: application[name] for name in _LISTED}


def test_lists_show_the_newest_application_of_a_person(hub: Built) -> None:
    newest: dict[int, dict[str, Any]] = {row["person"]: row for row in table(hub.workbook, "application")}
    shown = (*_LISTED, "opening", "account")
    for person in table(hub.workbook, "person"):
        application = newest.get(person["id"])
        assert person["application"] == (application["id"] if application else 0)
        if application:
            assert {name: person[name] for name in shown} == {name: application[name] for name in shown}


def test_the_rules_still_say_what_is_stored_of_every_attempt(hub: Built) -> None:
    wb = hub.workbook
    with wb.store.read() as tx:
        for row in tx.rows("select * from attempt where finished_at > 0"):
            found = attempts.read_sheet(wb, tx, row["id"]).assessment
            assert (row["proposal"], row["points"]) == (found.proposal, pytest.approx(found.score))
            assert row["coverage"] == pytest.approx(found.coverage)


def test_nobody_takes_a_milestone_before_the_ones_before_it_are_done(hub: Built) -> None:
    wb = hub.workbook
    done: dict[int, set[MilestoneId]] = defaultdict(set)
    by_id = {row["id"]: row for row in table(wb, "attempt")}
    with wb.store.read() as tx:
        for application in tx.rows("select * from application order by id"):
            path = standing.route_of(openings.account_of(wb, tx, application["opening"]), application)
            done[application["id"]] |= set(standing.elsewhere(path, application))
            done[application["id"]] |= {
                MilestoneId(by_id[int(part)]["milestone"]) for part in standing.split(application["brought"])
            }
            mine = tx.rows("select * from attempt where application = :a order by opened_at, id", a=application["id"])
            for attempt in mine:
                here = MilestoneId(attempt["milestone"])
                assert set(path[: path.index(here)]) <= done[application["id"]]
                assert here not in done[application["id"]]
                if attempt["result"] == Result.PASSED:
                    done[application["id"]].add(here)


def test_attempts_are_numbered_in_the_order_of_time_and_wait_for_their_retest_date(hub: Built) -> None:
    tries: dict[tuple[int, str], list[dict[str, Any]]] = defaultdict(list)
    for row in table(hub.workbook, "attempt"):
        tries[row["person"], row["milestone"]].append(row)
    assert any(len(found) > 1 for found in tries.values())
    for found in tries.values():
        assert [row["number"] for row in found] == list(range(1, len(found) + 1))
        for before, after in itertools.pairwise(found):
            assert 0 < before["finished_at"] <= after["opened_at"]
            if before["application"] == after["application"]:
                assert before["retest"] <= hub.workbook.day(after["opened_at"]).isoformat()


def test_nothing_happens_after_the_moment_of_the_demonstration(hub: Built) -> None:
    now = hub.workbook.now()
    for name, columns in {
        "person": ("at",),
        "application": ("at", "since", "ended_at"),
        "attempt": ("opened_at", "finished_at"),
        "rating": ("at",),
        "slip": ("at", "delivered_at"),
        "promise": ("at", "closed_at"),
        "calibration": ("at", "opened_at"),
        "calibrated": ("at",),
        "shown": ("at",),
        "visit": ("arrived_at", "started_at", "done_at", "since"),
    }.items():
        for row in table(hub.workbook, name):
            assert all(row[column] <= now for column in columns), (name, row)


def test_every_finished_attempt_has_its_slip_and_four_are_owed(hub: Built) -> None:
    finished = [row for row in table(hub.workbook, "attempt") if row["finished_at"]]
    assert finished
    assert all(row["slip"] for row in finished)
    assert slips.owed_count(hub.workbook) == 4


def test_what_was_delivered_is_what_would_be_composed_and_nothing_stands_against_it(hub: Built) -> None:
    wb = hub.workbook
    delivered = [row["id"] for row in table(wb, "slip") if row["gone"]]
    assert len(delivered) > 150
    with wb.store.read() as tx:
        for slip in delivered:
            frozen, composed = words(wb, tx, slip)
            assert frozen == composed
            # The rules do not know the engine, and this look takes its time.
            assert wb.store.engine_name != "sqlite" or blocks(wb, tx, slip) == []


def words(wb: Workbook, tx: Any, slip: int) -> tuple[SlipDocument, SlipDocument]:
    """A delivered slip as it was frozen, and as it would be composed now."""
    row = _row(tx, slip)
    shown = slips.read(wb, tx, slip)
    return shown.document, slips._compose(wb, row, shown.milestone, msgspec.json.decode(row["draft"], type=SlipDraft))


def blocks(wb: Workbook, tx: Any, slip: int) -> list[str]:
    """What would stand against delivering a slip, had it not been delivered."""
    row, shown = _row(tx, slip), slips.read(wb, tx, slip)
    draft = msgspec.json.decode(row["draft"], type=SlipDraft)
    sheet = attempts.read_sheet(wb, tx, shown.attempt)
    found = slips._findings(wb, draft, shown.document, row["language"], sheet, slips.facts_of(wb, tx, sheet, draft))
    return [one.message for one in found if one.severity is Severity.BLOCK]


def _row(tx: Any, slip: int) -> Any:
    return tx.row(f"{slips._STORED} s.id = :id", id=slip)


def test_queue_numbers_of_a_day_count_who_arrived_in_order(hub: Built) -> None:
    days: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for visit in table(hub.workbook, "visit"):
        if visit["arrived_at"]:
            days[visit["day"]].append(visit)
        else:
            assert visit["number"] == 0
    for visits in days.values():
        visits.sort(key=lambda visit: visit["arrived_at"])
        assert [visit["number"] for visit in visits] == list(range(1, len(visits) + 1))


def test_endings_of_all_kinds_say_who_ended_it_and_open_ones_do_not(hub: Built) -> None:
    applications = table(hub.workbook, "application")
    states = Counter(row["state"] for row in applications)
    assert {State.READY, State.NOT_YET, State.HIRED, State.NO_SHOW, State.UNDERWAY} <= states.keys()
    for row in applications:
        assert bool(row["ended_at"]) is bool(row["ended_by"])


def test_people_who_moved_brought_the_attempts_that_count_there(hub: Built) -> None:
    moved = [row for row in table(hub.workbook, "application") if row["moved_from"]]
    assert moved
    known = {row["id"]: row for row in table(hub.workbook, "attempt")}
    for row in moved:
        brought = [known[int(part)] for part in row["brought"].split(",")]
        assert all(attempt["person"] == row["person"] for attempt in brought)
        assert len({attempt["milestone"] for attempt in brought}) == len(brought)


def test_calls_are_played_to_their_number_and_no_scenario_twice(hub: Built) -> None:
    played = defaultdict(list)
    for row in table(hub.workbook, "call"):
        played[row["attempt"]].append(row)
    had: dict[tuple[int, str], list[str]] = defaultdict(list)
    for attempt in table(hub.workbook, "attempt"):
        calls_of = played.pop(attempt["id"], [])
        assert attempt["scenario"] == ",".join(row["scenario"] for row in calls_of)
        had[attempt["person"], attempt["milestone"]] += [row["scenario"] for row in calls_of]
        if calls_of and attempt["finished_at"]:
            asked = attempts.sheet(hub.workbook, attempt["id"]).milestone.calls
            assert asked is not None
            assert len(calls_of) == asked.count
            times = [time for row in calls_of for time in (row["at"], row["started_at"], row["over_at"])]
            assert times == sorted(times)
            assert attempt["opened_at"] <= times[0] < times[-1] <= attempt["finished_at"]
    assert not played
    assert all(len(set(found)) == len(found) for found in had.values())
    assert sum(map(len, had.values())) > 40


def test_what_stands_of_a_call_can_be_taken_as_evidence(hub: Built) -> None:
    wb = hub.workbook
    told = [
        piece for row in table(wb, "call") for found in calls.pieces(wb, row["attempt"]).values() for piece in found
    ]
    assert {piece.moment.good for piece in told} == {True, False}
    assert any(piece.moment.quote for piece in told)
    assert all(piece.evidence.filled == 3 for piece in told)


def test_papers_come_to_what_is_entered(hub: Built) -> None:
    wb = hub.workbook
    forms = papers.known_papers(wb)
    with wb.store.read() as tx:
        for row in tx.rows("select * from paper where finished_at > 0"):
            form, part = forms.form(row["form"]), Part(row["part"])
            assert row["digest"] == forms.digests[row["form"]]
            given = msgspec.json.decode(row["answers"])
            done = papers.Paper(row["id"], row["attempt"], part, form, row["seed"], row["place"], True, row["spent"])
            told = {"typed": given} if part is Part.TYPING else {"answers": given}
            mark = papers.mark(wb, replace(done, **told))
            assert (mark.correct, mark.asked) == (row["correct"], row["asked"])
            entered = {line.criterion.id: line.rating for line in attempts.read_sheet(wb, tx, row["attempt"]).lines}
            for key, value in mark.measures.items():
                rating = entered[key]
                assert rating is not None
                assert rating.value == value
        assert tx.value("select count(*) from paper") > 40
        twice = tx.rows("select person, part, form from paper group by person, part, form having count(*) > 1")
        assert twice == []


def test_where_two_rated_the_mean_decided(hub: Built) -> None:
    wb = hub.workbook
    seconds = {row["attempt"] for row in table(wb, "card")}
    looked = [row for row in table(wb, "attempt") if row["id"] in seconds and row["finished_at"]]
    for row in looked:
        both = second_ratings.compare(wb, row["id"])
        assert both.first.rater != both.second.rater
        assert both.sheet.both_in
        assert row["proposal"] == row["result"]
        assert row["reason"] == ""
    assert looked
