"""What the final interviewer is told: the strongest, the weakest, and what became of tips."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model.slip import Evidence
from domain.model.terms import MilestoneId
from domain.rules.handing_over import Shown, Taken, probes, strengths, taken

PHONE, EXAM, CALL = MilestoneId.PHONE, MilestoneId.EXAM, MilestoneId.MOCK_CALL
SAID = Evidence("at the start", "said their name")


def one(name: str, milestone: MilestoneId, weight: float, points: float, said: Evidence = SAID) -> Shown:
    """A criterion as it was shown."""
    return Shown(name, name, milestone, weight, points, said)


def test_strengths_are_of_different_milestones_and_the_heaviest_first() -> None:
    shown = [one("a", PHONE, 20, 100), one("b", PHONE, 30, 100), one("c", CALL, 10, 75), one("d", EXAM, 5, 75)]
    assert [found.criterion for found in strengths(shown)] == ["b", "c"]


def test_a_strength_without_words_comes_after_those_with() -> None:
    shown = [one("a", PHONE, 90, 100, Evidence()), one("b", CALL, 10, 75)]
    assert [found.criterion for found in strengths(shown)] == ["b", "a"]


def test_what_only_meets_the_standard_is_no_strength() -> None:
    assert strengths([one("a", PHONE, 90, 50)]) == ()


def test_what_misses_the_standard_is_probed_first_and_no_strength_is() -> None:
    high, low = one("a", PHONE, 90, 75), one("b", CALL, 10, 25)
    assert [found.criterion for found in probes([high, low])] == ["b", "a"]
    assert [found.criterion for found in probes([high, low], [high])] == ["b"]
    assert probes([one("c", EXAM, 10, 100)]) == ()


@pytest.mark.parametrize(
    ("then", "later", "what"),
    [
        (25.0, 50.0, Taken.BETTER),
        (50.0, 50.0, Taken.SAME),
        (50.0, 25.0, Taken.SAME),
        (50.0, None, Taken.UNTRIED),
        (None, 50.0, Taken.UNTRIED),
    ],
)
def test_a_tip_is_taken_up_where_the_next_try_was_better(then: float | None, later: float | None, what: Taken) -> None:
    assert taken(then, later) is what


some = st.lists(
    st.builds(
        one,
        st.text("abcdef", min_size=1, max_size=2),
        st.sampled_from([PHONE, EXAM, CALL]),
        st.sampled_from([5.0, 10.0, 20.0]),
        st.sampled_from([0.0, 25.0, 50.0, 75.0, 100.0]),
        st.sampled_from([SAID, Evidence()]),
    ),
    max_size=9,
)


@given(some)
def test_two_at_most_and_nothing_is_both(shown: list[Shown]) -> None:
    strong = strengths(shown)
    weak = probes(shown, strong)
    assert len(strong) <= 2
    assert len(weak) <= 2
    assert not set(strong) & set(weak)
    kinds = {found.milestone for found in shown if found.points > 50}
    assert len({found.milestone for found in strong}) == min(2, len(kinds))
