"""A number stands next to the standard and is never a score."""

from __future__ import annotations

import pytest

from domain.model.slip import Evidence
from domain.model.terms import MilestoneId
from domain.rules.measuring import measured
from domain.rules.telling import observation
from tests.rules.builders import CEFR, LISTENING, UNITS, criterion
from tests.rules.slip_builders import shipped


@pytest.mark.parametrize(
    ("milestone", "criterion_id", "value", "points", "told"),
    [
        (
            MilestoneId.EXAM,
            "ex.typing_speed",
            24,
            30,
            "On the typing test you typed 24 words a minute, and this account needs 30.",
        ),
        (
            MilestoneId.EXAM,
            "ex.spoken_level",
            3.5,
            38,
            "On the speaking test you spoke at level B1+, and this account needs B2.",
        ),
        (
            MilestoneId.APPLICATION,
            "app.writing",
            1,
            75,
            "In your written answers you had 1 error in 100 words, and this account allows 2. A good next goal is 0.",
        ),
        (
            MilestoneId.IN_PERSON,
            "ip.punctual",
            12,
            27,
            "On the day of the visit, you came 12 minutes after the agreed time, and 5 is the limit.",
        ),
        (
            MilestoneId.OFFER,
            "jo.documents",
            40,
            33,
            "When we checked, you had 40 percent of your papers ready, and 60 is what we need.",
        ),
    ],
)
def test_a_measure_to_work_on(
    milestone: MilestoneId, criterion_id: str, value: float, points: float, told: str
) -> None:
    found = measured(shipped(milestone).criterion(criterion_id), value, points, UNITS, CEFR, growth=True)
    assert observation(found) == told


def test_a_measure_to_praise_names_no_further_goal() -> None:
    typing = shipped(MilestoneId.EXAM).criterion("ex.typing_speed")
    assert measured(typing, 38, 70, UNITS, CEFR, growth=False) == Evidence(
        "on the typing test", "typed 38 words a minute, and this account needs 30"
    )


def test_nothing_measured_is_said_in_words() -> None:
    late = shipped(MilestoneId.IN_PERSON).criterion("ip.punctual")
    assert measured(late, 0, 100, UNITS, CEFR, growth=False).act.startswith("were ready at the agreed time")


def test_a_criterion_of_the_site_is_told_by_its_unit() -> None:
    own = criterion("xx.maps", scoring=LISTENING, name="Map reading (site)")
    assert measured(own, 50, 17, UNITS, CEFR, growth=True) == Evidence(
        "in the part on map reading", "got 50 percent right, and this account needs 70"
    )
