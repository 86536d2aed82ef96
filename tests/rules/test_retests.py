"""Waits until the next try, what shortens them, and how many tries there are."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from domain.model.errors import CatalogueError
from domain.model.terms import ErrorClass, ErrorEffect, MilestoneId, Proposal, Result
from domain.rules.results import assess
from domain.rules.retests import attempt_allowed, early, no_show_days, retest_date, retest_days
from tests.rules.builders import CEFR, all_at, critical, exam, fact, follow_up, milestone, mock_call, phone, rated

if TYPE_CHECKING:
    from domain.model.catalogue import Milestone
    from domain.model.score import Assessment, CriticalFact

M = MilestoneId
GOOD_EXAM: dict[str, float | None] = {
    "ex.typing_speed": 38,
    "ex.typing_accuracy": 97,
    "ex.listening": 85,
    "ex.reading": 85,
    "ex.grammar": 85,
    "ex.spoken_level": 4.5,
    "ex.data_entry": 95,
    "ex.policy": 85,
}
HURDLES: dict[str, float | str] = {"cefr": "B2", "wpm": 30, "listening": 70}


def exam_with(**changed: float) -> Assessment:
    values = GOOD_EXAM | {f"ex.{key}": value for key, value in changed.items()}
    return assess(exam(), rated(values), (), HURDLES, CEFR)


def days_of(of: Milestone, found: Assessment | None, *criticals: CriticalFact, result: Result = Result.NOT_YET) -> int:
    return retest_days(of, found, result, criticals, follow_up())


@pytest.mark.parametrize(
    ("changed", "days"),
    [
        ({"typing_speed": 24}, 14),
        ({"listening": 60}, 30),
        ({"spoken_level": 3.5}, 30),
        ({"spoken_level": 3}, 90),
        ({"typing_speed": 24, "listening": 60}, 30),
        ({"typing_speed": 24, "spoken_level": 3}, 90),
    ],
)
def test_the_longest_wait_of_the_missed_hurdles_decides(changed: dict[str, float], days: int) -> None:
    found = exam_with(**changed)
    assert found.proposal is Proposal.NOT_YET
    assert days_of(exam(), found) == days


def test_a_low_measure_without_a_hurdle_does_not_lengthen_the_wait_of_a_good_sum() -> None:
    found = exam_with(typing_speed=24, grammar=60)
    assert found.score is not None
    assert found.score > 50
    assert days_of(exam(), found) == 14


@pytest.mark.parametrize(
    ("low", "days"),
    [
        ({"typing_speed": 16, "typing_accuracy": 86, "data_entry": 61}, 14),
        ({"typing_speed": 16, "typing_accuracy": 86, "data_entry": 61, "grammar": 45}, 30),
        ({"spoken_level": 3.5, "typing_speed": 16}, 30),
        ({"spoken_level": 3, "typing_speed": 16}, 90),
        ({"spoken_level": 1, "typing_speed": 16}, 90),
    ],
)
def test_a_sum_that_is_short_waits_for_what_was_below_the_standard(low: dict[str, float], days: int) -> None:
    at_standard = {"ex.typing_speed": 30, "ex.typing_accuracy": 95, "ex.data_entry": 90, "ex.spoken_level": 4}
    languages = dict.fromkeys(("ex.listening", "ex.reading", "ex.grammar", "ex.policy"), 70)
    card = at_standard | languages | {f"ex.{key}": value for key, value in low.items()}
    found = dataclasses.replace(assess(exam(), rated(card), (), {}, CEFR), proposal=Proposal.NOT_YET)
    assert found.score is not None
    assert found.score < 50
    assert days_of(exam(), found) == days


def test_a_borderline_waits_a_week() -> None:
    found = assess(phone(), all_at(phone(), 3), (), {}, CEFR)
    assert found.proposal is Proposal.BORDERLINE
    assert days_of(phone(), found) == 7


@pytest.mark.parametrize(
    ("milestone_id", "days"),
    [
        (M.APPLICATION, 30),
        (M.PHONE, 30),
        (M.IN_PERSON, 30),
        (M.EXAM, 30),
        (M.MOCK_CALL, 14),
        (M.SALES, 14),
        (M.SERVICE, 14),
        (M.TECH, 14),
        (M.FINAL, 60),
        (M.OFFER, 0),
    ],
)
def test_each_milestone_has_its_wait(milestone_id: MilestoneId, days: int) -> None:
    of = dataclasses.replace(phone(), id=milestone_id)
    found = assess(of, all_at(of, 2), (), {}, CEFR)
    assert found.proposal is Proposal.NOT_YET
    assert days_of(of, found) == days


def test_a_not_yet_decided_against_a_pass_takes_the_wait_of_the_milestone() -> None:
    assert days_of(mock_call(), assess(mock_call(), all_at(mock_call(), 5), (), {}, CEFR)) == 14


@pytest.mark.parametrize("result", [Result.PASSED, Result.ON_HOLD, Result.INCOMPLETE, Result.VOID])
def test_what_is_no_not_yet_waits_for_nothing(result: Result) -> None:
    assert days_of(phone(), assess(phone(), all_at(phone(), 1), (), {}, CEFR), result=result) == 0


@pytest.mark.parametrize(
    ("error", "effect", "kind", "days"),
    [
        ("mc.ce.a", ErrorEffect.FAIL_ATTEMPT, ErrorClass.COMPLIANCE, 60),
        ("mc.ce.a", ErrorEffect.HOLD, ErrorClass.COMPLIANCE, 60),
        ("mc.ce.a", ErrorEffect.HOLD, ErrorClass.INTEGRITY, 180),
        ("mc.ce.a", ErrorEffect.CAP, ErrorClass.CUSTOMER, 14),
        ("mc.ce.a", ErrorEffect.REROUTE, ErrorClass.BUSINESS, 0),
    ],
)
def test_a_confirmed_critical_error_has_its_wait(error: str, effect: ErrorEffect, kind: ErrorClass, days: int) -> None:
    of = milestone(M.MOCK_CALL, mock_call().criteria, critical_errors=(critical(error, effect, kind),))
    passing = assess(of, all_at(of, 5), (), {}, CEFR)
    assert days_of(of, passing, fact(error, effect)) == days


def test_a_critical_error_counts_only_while_it_stands() -> None:
    of = mock_call()
    low = assess(of, all_at(of, 2), (), {}, CEFR)
    breach = fact("mc.ce.privacy", ErrorEffect.FAIL_ATTEMPT)
    assert days_of(of, low, breach) == 60
    assert days_of(of, low, dataclasses.replace(breach, confirmed=False)) == 14
    assert days_of(of, low, dataclasses.replace(breach, cleared=True)) == 14


def test_the_longer_of_error_and_score_decides() -> None:
    found = exam_with(spoken_level=3)
    assert days_of(exam(), found, fact("ex.ce.other", ErrorEffect.FAIL_ATTEMPT)) == 90


@pytest.mark.parametrize(
    ("notice", "times", "day_one", "days"),
    [
        (True, 1, False, 0),
        (True, 3, False, 0),
        (False, 1, False, 7),
        (False, 2, False, 30),
        (False, 5, False, 30),
        (False, 1, True, 90),
        (True, 1, True, 0),
    ],
)
def test_no_shows(notice: bool, times: int, day_one: bool, days: int) -> None:
    assert no_show_days(follow_up(), notice=notice, times=times, day_one=day_one) == days
    found = retest_days(phone(), None, Result.NO_SHOW, (), follow_up(), notice=notice, no_shows=times, day_one=day_one)
    assert found == days


def test_a_site_sets_its_own_waits() -> None:
    changed = dataclasses.replace(follow_up(), retest_days={**follow_up().retest_days, "borderline_result": 3})
    found = assess(phone(), all_at(phone(), 3), (), {}, CEFR)
    assert retest_days(phone(), found, Result.NOT_YET, (), changed) == 3


def test_a_wait_that_the_data_does_not_hold_is_named() -> None:
    empty = dataclasses.replace(follow_up(), retest_days={})
    with pytest.raises(CatalogueError, match="no_show_twice"):
        no_show_days(empty, notice=False, times=2)


def test_a_date_is_the_day_and_its_wait() -> None:
    assert retest_date(date(2025, 2, 20), 14) == date(2025, 3, 6)


@pytest.mark.parametrize(
    ("days", "drilled", "wait"),
    [(30, 10, 15), (14, 12, 7), (7, 10, 4), (30, 9, 30), (31, 10, 31), (90, 30, 90), (0, 10, 0), (1, 10, 1)],
)
def test_ten_days_of_drill_halve_a_wait_of_thirty_days_or_less(days: int, drilled: int, wait: int) -> None:
    assert early(days, drilled) == wait


def test_a_site_may_halve_longer_waits_and_ask_for_less_drill() -> None:
    assert early(60, 5, max_days=60, needed=5) == 30


TODAY = date(2025, 6, 30)


def before(*days: int) -> list[date]:
    return [TODAY - timedelta(days=day) for day in days]


@pytest.mark.parametrize("previous", [(), (10,), (10, 90), (10, 90, 180), (10, 90, 400, 500)])
def test_another_try_is_open_while_fewer_than_three_count(previous: tuple[int, ...]) -> None:
    assert attempt_allowed(before(*previous), TODAY, follow_up()) == ""


@pytest.mark.parametrize(
    ("previous", "opens"),
    [((10, 90, 179), "1 Jul 2025"), ((179, 10, 90), "1 Jul 2025"), ((1, 2, 3, 179), "24 Dec 2025")],
)
def test_three_tries_in_the_window_close_it_until_the_first_of_them_falls_out(
    previous: tuple[int, ...], opens: str
) -> None:
    reason = attempt_allowed(before(*previous), TODAY, follow_up())
    assert "3 tries in 180 days" in reason
    assert reason.endswith(f"from {opens}.")


def test_on_the_named_day_the_next_try_is_open() -> None:
    tries = before(10, 90, 179)
    assert attempt_allowed(tries, date(2025, 6, 30), follow_up())
    assert attempt_allowed(tries, date(2025, 7, 1), follow_up()) == ""


def test_a_site_sets_its_own_number_of_tries() -> None:
    stricter = dataclasses.replace(follow_up(), max_attempts=1, max_attempts_days=30)
    assert attempt_allowed(before(29), TODAY, stricter)
    assert attempt_allowed(before(30), TODAY, stricter) == ""
