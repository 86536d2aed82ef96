"""What somebody sees who opens the demonstration."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

import seed
from domain.model.errors import BadInput
from domain.model.terms import MilestoneId, Result, State, VisitState
from domain.workbook import (
    Site,
    attempts,
    calls,
    follow_up,
    openings,
    people,
    promises,
    queue,
    requests,
    second_ratings,
    slips,
)
from domain.workbook import today as day
from domain.workbook.exam_room import papers
from domain.workbook.wording import DAY
from seed.names import AWKWARD, mobile_number
from tests.seed.conftest import PEOPLE, standing_clock
from tests.seed.rows import fingerprint, table

if TYPE_CHECKING:
    from pathlib import Path

    from seed import Built


def test_the_morning_is_in_full_swing(hub: Built) -> None:
    rows = queue.rows(hub.workbook)
    assert Counter(row.state for row in rows) == {
        VisitState.WAITING: 9,
        VisitState.UNDERWAY: 6,
        VisitState.BOOKED: 5,
        VisitState.NO_SHOW: 1,
        VisitState.DONE: 2,
    }
    assert sorted(row.wait // 60_000 for row in rows if row.late) == [33, 38]
    assert all(row.booked_for > hub.workbook.now() for row in rows if row.state is VisitState.BOOKED)


def test_who_waits_can_be_taken_on_and_who_is_at_it_has_an_open_sheet(hub: Built) -> None:
    wb = hub.workbook
    stands = {row.id: row.state for row in people.rows(wb, list(people.ids(wb, people.PeopleQuery())))}
    open_sheets = {row["person"]: row for row in table(wb, "attempt") if not row["finished_at"]}
    for row in queue.rows(wb):
        if row.state in (VisitState.WAITING, VisitState.BOOKED):
            assert stands[row.person] == State.READY
        if row.state is VisitState.UNDERWAY:
            sheet = attempts.sheet(wb, open_sheets[row.person]["id"])
            assert 0 < sheet.entered < len(sheet.lines)
            assert row.place in ("exam room", f"with {sheet.by}")


def test_the_rooms_are_in_use(hub: Built) -> None:
    wb = hub.workbook
    (call,) = [row for row in table(wb, "call") if not row["over_at"]]
    console = calls.console(wb, call["attempt"])
    session = console.session(wb.now())
    assert session is not None
    assert calls.clock(session, wb.now()) == 210_000
    assert len(session.entries) > 3
    assert calls.running(wb) is None  # it is a colleague's, and does not come to the front
    (paper,) = [row for row in table(wb, "paper") if not row["finished_at"]]
    assert len(papers.sitting(wb, paper["attempt"]).papers[0].answers) == 6


def test_calls_of_yesterday_wait_for_a_second_pair_of_eyes(hub: Built) -> None:
    found = day.snapshot(hub.workbook)
    assert [(row.first_in, row.second_in) for row in found.second_looks.rows] == [(True, False), (True, True)]
    (both,) = [row.attempt for row in found.second_looks.rows if row.both_in]
    assert second_ratings.compare(hub.workbook, both).to_talk_over == 1
    assert [row.who for row in found.unconfirmed.rows] == ["Luka"]


def test_retests_are_ready_today(hub: Built) -> None:
    rows = [row for row in table(hub.workbook, "person") if row["retest"] == hub.today.isoformat()]
    assert sum(row["state"] == State.NOT_YET for row in rows) >= 3


def test_slips_are_owed_from_today_and_yesterday(hub: Built) -> None:
    owed = slips.listing(hub.workbook, "open")
    assert sorted(row.result for row in owed) == [Result.NO_SHOW, Result.NOT_YET, Result.NOT_YET, Result.PASSED]
    assert {hub.workbook.day(row.since) for row in owed} <= {hub.today, hub.today - timedelta(days=1)}


def test_promises_are_due_today_one_of_them_late_and_others_were_kept_or_closed(hub: Built) -> None:
    wb = hub.workbook
    due = promises.listing(wb, hub.today)
    assert [(row.hour, bool(row.late)) for row in due] == [
        ("10:30", True),
        ("11:00", False),
        ("12:00", False),
        ("14:00", False),
        ("", False),
    ]
    assert len(promises.listing(wb)) > len(due)
    over = [row for row in table(wb, "promise") if row["closed_at"]]
    assert over
    assert all(bool(row["kept"]) is not bool(row["outcome"]) for row in over)


def test_no_more_promises_are_open_than_recruiters_can_keep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seed.hub.OPEN", 3)
    built = seed.build(tmp_path / "hub.milepost", people=400, clock=standing_clock)
    assert len(promises.listing(built.workbook)) == 7 + 3
    built.workbook.close()


def test_classes_lie_ahead_on_several_accounts_and_some_seats_are_taken(hub: Built) -> None:
    found = openings.listing(hub.workbook)
    assert (len(found), len({row.account for row in found})) == (8, 7)
    assert all(row.starts and row.starts > hub.today for row in found)
    assert all(row.taken <= row.seats for row in found)
    assert sum(row.taken for row in found) > 0


def test_people_of_many_names_are_there_the_awkward_ones_too(hub: Built) -> None:
    names = {row["name"] for row in table(hub.workbook, "person")}
    assert set(AWKWARD) <= names
    assert sum(not name.isascii() for name in names) > 10
    assert len(names) > PEOPLE * 0.9


def test_nobody_can_be_reached_by_accident(hub: Built) -> None:
    rows = table(hub.workbook, "person")
    addresses = [row["email"] for row in rows if row["email"]]
    assert len(addresses) > PEOPLE * 0.7
    assert all(re.search(r"@example\.(com|org|net)$", address) for address in addresses)
    assert not any(row["email_typed"] and not row["email"] for row in rows)
    assert all(re.fullmatch(r"\+639\d{9}", row["phone"]) for row in rows)


def test_one_walk_in_gives_the_number_of_somebody_known(hub: Built) -> None:
    twin = table(hub.workbook, "twin")[0]
    phones = Counter(row["phone"] for row in table(hub.workbook, "person"))
    assert [count for _, count in phones.most_common(2)] == [2, 1]
    pair = [row["phone"] for row in table(hub.workbook, "person") if row["id"] in (twin["person"], twin["other"])]
    assert phones[pair[0]] == 2
    assert pair[0] == pair[1]


def test_the_log_has_one_act_and_nothing_to_undo(hub: Built) -> None:
    acts = hub.workbook.store.acts()
    assert [(act.kind, act.who) for act in acts] == [("load", "Noor")]


def test_pass_rates_are_those_of_the_planning_formulas(tmp_path: Path) -> None:
    built = seed.build(tmp_path / "hub.milepost", people=700, clock=standing_clock)
    decided: Counter[tuple[str, str]] = Counter(
        (row["milestone"], row["result"]) for row in table(built.workbook, "attempt") if row["number"] == 1
    )
    built.workbook.close()
    expected = {
        MilestoneId.APPLICATION: 0.80,
        MilestoneId.PHONE: 0.55,
        MilestoneId.IN_PERSON: 0.60,
        MilestoneId.EXAM: 0.55,
        MilestoneId.MOCK_CALL: 0.60,
    }
    for milestone, share in expected.items():
        passed, not_yet = decided[milestone, Result.PASSED], decided[milestone, Result.NOT_YET]
        assert passed / (passed + not_yet) == pytest.approx(share, abs=0.1), milestone


def test_the_same_seed_gives_the_same_hub_and_another_seed_another(tmp_path: Path) -> None:
    def made(name: str, number: int) -> str:
        built = seed.build(tmp_path / name, people=45, seed=number, clock=standing_clock)
        found = fingerprint(built.workbook)
        built.workbook.close()
        return found

    first = made("one", 24)
    assert made("two", 24) == first
    assert made("three", 25) != first


@pytest.mark.parametrize("size", [1, 8, 29, 30, 64])
def test_a_hub_has_the_size_that_was_asked_for(tmp_path: Path, size: int) -> None:
    built = seed.build(tmp_path / "hub.milepost", people=size, clock=standing_clock)
    assert people.count(built.workbook, people.PeopleQuery()) == size
    assert built.workbook.store.check() == []
    built.workbook.close()


@pytest.mark.parametrize("size", [0, -1, 5_000_001])
def test_other_sizes_are_refused_before_a_file_is_made(tmp_path: Path, size: int) -> None:
    with pytest.raises(BadInput, match="cannot be made"):
        seed.build(tmp_path / "hub.milepost", people=size)
    assert not list(tmp_path.iterdir())


def test_a_workbook_in_use_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    where = tmp_path / "hub.milepost"
    seed.build(where, people=3, clock=standing_clock).workbook.close()
    before = where.read_bytes()
    with pytest.raises(BadInput) as refused:
        seed.build(where, people=30, clock=standing_clock)
    assert "new file" in refused.value.hint
    assert where.read_bytes() == before


@pytest.mark.parametrize("today", [date(2026, 8, 16), date(2026, 3, 1), date(2024, 2, 29), date(2031, 12, 31)])
def test_any_day_can_be_today(tmp_path: Path, today: date) -> None:
    clock = seed.demo_clock(today, ticks=lambda: 0.0)
    built = seed.build(tmp_path / "hub.milepost", people=40, today=today, clock=clock)
    assert built.today == today
    assert len(queue.rows(built.workbook)) == 23
    assert slips.owed_count(built.workbook) == 4
    built.workbook.close()


def test_a_site_in_another_zone_has_its_own_mid_morning(tmp_path: Path) -> None:
    site = Site(name="Riverside hub", zone="America/Mexico_City")
    built = seed.build(tmp_path / "hub.milepost", people=30, site=site)
    assert built.workbook.time_of_day(built.workbook.now()) == "10:42"
    assert built.today == seed.DEMO_DAY
    built.workbook.close()


def test_the_clock_starts_in_mid_morning_and_goes_on() -> None:
    passed = iter([100.0, 100.0, 160.5])
    clock = seed.demo_clock(date(2026, 8, 12), ticks=lambda: next(passed))
    start = clock()
    assert start == 1_786_502_520_000  # 2026-08-12T02:42:00Z
    assert clock() - start == 60_500


def test_no_two_people_have_one_number() -> None:
    numbers = {mobile_number(at) for at in range(200_000)}
    assert len(numbers) == 200_000


def test_follow_up_has_something_of_every_kind_and_nothing_waits_for_weeks(hub: Built) -> None:
    wb = hub.workbook
    empty = {kind for kind, (many, _) in follow_up.counts(wb).items() if not many}
    assert empty <= {follow_up.Kind.SLOT, follow_up.Kind.POOL, follow_up.Kind.MAIL}, (
        "a small hub has none of these today"
    )
    rows = [row for row in follow_up.rows(wb, follow_up.ids(wb)[0]) if row]
    assert [(row.name, row.what) for row in rows if row.late > 7 * DAY] == []
    assert {one.kind for one in requests.to_do(wb)} == {requests.Kind.SHOW, requests.Kind.CORRECT}
    assert len(table(wb, "practice")) > 20
    stays = [row for row in table(wb, "offer") if row["came"]]
    heard = {row["offer"] for row in table(wb, "stay")}
    assert 0 < len(heard) < len(stays), "some are still to be asked"
