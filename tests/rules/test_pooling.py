"""The pool: who is kept and why, the cadence with its limit, and the last day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.model.follow_up import Within
from domain.model.terms import PoolWhy, State
from domain.rules.pooling import Consent, Ended, against_keeping, last_day, leaves_soon, next_due, touch_for, why_kept
from tests.rules.builders import pool_rules

RULES = pool_rules()
LIMIT = Within(1, 14)
YES = Consent(ok_keep=True, no_contact=False, held=False, on_the_way=False)
NEAR = Ended(State.NOT_SELECTED, full=False, met=4, missed=0, unknown=0, composite=62, line=60)
CAME = date(2026, 8, 12)


@pytest.mark.parametrize(
    ("composite", "kept"), [(54.9, None), (55, PoolWhy.SILVER), (65, PoolWhy.SILVER), (65.1, None), (None, None)]
)
def test_a_near_miss_is_within_the_points_of_the_pass_line_on_either_side(
    composite: float | None, kept: PoolWhy | None
) -> None:
    assert why_kept(YES, replace(NEAR, composite=composite), RULES) is kept


@pytest.mark.parametrize(
    ("ended", "kept"),
    [
        (replace(NEAR, missed=1), None),
        (replace(NEAR, unknown=1), None),
        (replace(NEAR, how=State.CLIENT_DECLINED), PoolWhy.SILVER),
        (replace(NEAR, how=State.WITHDREW), None),
        (replace(NEAR, how=State.NO_SHOW), None),
        (replace(NEAR, how=State.OUTSCORED, full=True, unknown=2, composite=80), PoolWhy.CLASS_FULL),
        (replace(NEAR, how=State.OUTSCORED, composite=80), PoolWhy.OUTSCORED),
        (replace(NEAR, how=State.OUTSCORED, missed=1), None),
        (replace(NEAR, how=State.OUTSCORED, met=0, unknown=4), None),
    ],
)
def test_an_ending_keeps_who_passed_every_hurdle(ended: Ended, kept: PoolWhy | None) -> None:
    assert why_kept(YES, ended, RULES) is kept


@pytest.mark.parametrize(
    ("consent", "words"),
    [
        (YES, ""),
        (replace(YES, ok_keep=False), "they have not said yes to being kept"),
        (replace(YES, no_contact=True), "they asked not to be contacted"),
        (replace(YES, held=True), "a critical error about integrity is not cleared"),
        (replace(YES, on_the_way=True), "they are on their way on an opening"),
    ],
)
def test_nobody_is_kept_against_their_will_or_in_doubt(consent: Consent, words: str) -> None:
    assert against_keeping(consent) == words
    assert (why_kept(consent, NEAR, RULES) is None) is bool(words)


def days(told: dict[int, int | None]) -> dict[int, int | None]:
    """Days after somebody came: of the last message, and of the next one due."""
    found = {}
    for last in told:
        due = next_due(CAME, CAME + timedelta(days=last) if last >= 0 else None, RULES, LIMIT)
        found[last] = (due - CAME).days if due else None
    return found


def test_the_next_touch_follows_the_cadence_and_keeps_the_distance_of_two_messages() -> None:
    expected = {-1: 14, 3: 17, 14: 30, 20: 34, 29: 43, 30: 60, 45: 60, 61: 90, 89: 103, 90: None, 120: None}
    assert days(dict(expected)) == expected


def test_what_was_missed_is_not_made_up_for() -> None:
    def about(last: int, day: int) -> str:
        then = CAME + timedelta(days=last) if last >= 0 else None
        touch = touch_for(CAME, then, CAME + timedelta(days=day), RULES)
        return touch.words if touch else ""

    assert [about(-1, day) for day in (0, 14, 29, 30, 75, 200)] == [
        "seats",
        "seats",
        "seats",
        "a drill",
        "still looking?",
        "last",
    ]
    assert [about(75, 80), about(75, 90), about(90, 95)] == ["last", "last", ""]


def test_the_last_day_and_the_days_before_it() -> None:
    until = last_day(CAME, RULES)
    assert until == date(2027, 2, 8)
    asked = {days: leaves_soon(until, until - timedelta(days=days), RULES) for days in (15, 14, 0, -1)}
    assert asked == {15: False, 14: True, 0: True, -1: False}


def test_no_touch_is_due_after_the_last_day() -> None:
    short = replace(RULES, expire_days=95)
    assert next_due(CAME, CAME + timedelta(days=88), short, LIMIT) is None
