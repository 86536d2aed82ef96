"""What is due of an offer, and when: the answer, the contacts before the start, day one, and the days after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.model.terms import OfferState
from domain.rules.offers import Due, Facts, steps
from domain.rules.working_days import MONDAY_TO_FRIDAY, working_day_after, working_day_before
from tests.workbook.hub import catalogue

HOLIDAY = date(2026, 8, 21)
RULES = catalogue().follow_up.offers
MADE = Facts(OfferState.MADE, date(2026, 8, 17), False, None, date(2026, 9, 1), (), None, ())
YES = replace(MADE, state=OfferState.ACCEPTED, answered=date(2026, 8, 20))
CAME = replace(YES, came=True)


def told(facts: Facts) -> list[tuple[str, date]]:
    """What is due, and when."""
    found = steps(
        facts,
        RULES,
        lambda day, n: working_day_after(day, n, MONDAY_TO_FRIDAY, {HOLIDAY}),
        lambda day, n: working_day_before(day, n, MONDAY_TO_FRIDAY, {HOLIDAY}),
    )
    return [(step.about or step.kind.value, step.on) for step in found]


CASES = {
    "made": (MADE, [("remind", date(2026, 8, 14)), ("reply", date(2026, 8, 17))]),
    "reminded": (replace(MADE, reminded=True), [("reply", date(2026, 8, 17))]),
    "a yes before a holiday": (
        YES,
        [
            ("signed", date(2026, 8, 24)),
            ("week", date(2026, 8, 25)),
            ("three_days", date(2026, 8, 29)),
            ("day_before", date(2026, 8, 31)),
            ("day_one", date(2026, 9, 1)),
        ],
    ),
    "some are made": (
        replace(YES, touched=("signed", "week")),
        [("three_days", date(2026, 8, 29)), ("day_before", date(2026, 8, 31)), ("day_one", date(2026, 9, 1))],
    ),
    "a late yes": (
        replace(YES, answered=date(2026, 8, 30)),
        [("signed", date(2026, 8, 31)), ("day_before", date(2026, 8, 31)), ("day_one", date(2026, 9, 1))],
    ),
    "no day yet": (replace(YES, starts=None), [("signed", date(2026, 8, 24))]),
    "they came": (CAME, [("30", date(2026, 10, 1)), ("60", date(2026, 10, 31)), ("90", date(2026, 11, 30))]),
    "asked once": (replace(CAME, asked=(30, 60)), [("90", date(2026, 11, 30))]),
    "they did not come": (replace(YES, came=False), []),
    "they said no": (replace(MADE, state=OfferState.DECLINED), []),
    "they backed out": (replace(YES, state=OfferState.BACKED_OUT), []),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_due_follows_from_the_days(case: str) -> None:
    facts, wanted = CASES[case]
    assert told(facts) == wanted


def test_every_step_says_what_it_is() -> None:
    found = steps(YES, RULES, lambda day, _: day, lambda day, _: day)
    assert all(step.label for step in found if step.kind in (Due.TOUCH, Due.STAY))
