"""The ten cells of the road."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model.errors import BadInput
from domain.model.terms import ENDINGS, MilestoneId, Proposal, Result, State
from domain.rules.path import route
from domain.rules.road import CELL_WORDS, RoadCell, cell_of, in_words, road
from tests.rules.builders import account

M = MilestoneId
PATH = route(account())
BEHIND = dict.fromkeys((M.APPLICATION, M.PHONE, M.IN_PERSON, M.EXAM), RoadCell.PASSED)


def test_the_road_of_the_design_has_ten_cells_in_road_order() -> None:
    assert road(PATH, BEHIND, M.MOCK_CALL, State.READY) == "****@-.-.."


def test_two_tests_in_another_order_stand_in_road_order() -> None:
    path = route(account(skill_tests=(M.SERVICE, M.SALES)))
    assert road(path, BEHIND | {M.MOCK_CALL: RoadCell.PASSED}, M.SERVICE, State.READY) == "*****.@-.."


def test_what_was_done_off_the_route_is_not_needed_here() -> None:
    path = route(account(skip=(M.PHONE,)))
    assert road(path, BEHIND, M.MOCK_CALL, State.READY) == "*-**@-.-.."


def test_a_new_application_is_ready_at_its_first_milestone() -> None:
    assert road(PATH, {}, M.APPLICATION, State.READY) == "@....-.-.."


@pytest.mark.parametrize(
    ("standing", "state", "cell"),
    [
        (None, State.READY, "@"),
        (RoadCell.NOT_YET, State.READY, "@"),  # the retest day has come
        (RoadCell.VOID, State.READY, "@"),
        (None, State.UNDERWAY, "@"),
        (RoadCell.UNFINISHED, State.UNDERWAY, "~"),
        (RoadCell.BORDERLINE, State.UNDERWAY, "="),
        (RoadCell.UNFINISHED, State.INCOMPLETE, "~"),
        (RoadCell.NOT_YET, State.NOT_YET, "o"),
        (None, State.ON_HOLD, "#"),
        (None, State.NO_SHOW, "x"),
        (RoadCell.NOT_YET, State.NOT_SELECTED, "o"),
        (RoadCell.PASSED, State.OUTSCORED, "*"),
        (RoadCell.UNFINISHED, State.WITHDREW, "#"),
        (None, State.WITHDREW, "#"),
        (RoadCell.BORDERLINE, State.CLIENT_DECLINED, "#"),
    ],
)
def test_where_the_person_is_the_state_decides(standing: RoadCell | None, state: State, cell: str) -> None:
    cells = BEHIND | ({M.MOCK_CALL: standing} if standing else {})
    assert road(PATH, cells, M.MOCK_CALL, state) == f"****{cell}-.-.."


def test_somebody_hired_has_passed_the_offer_too() -> None:
    done = dict.fromkeys(PATH, RoadCell.PASSED)
    del done[M.OFFER]
    assert road(PATH, done, M.OFFER, State.HIRED) == "*****-*-**"


def test_without_a_place_the_standing_alone_speaks() -> None:
    assert road(PATH, BEHIND | {M.MOCK_CALL: RoadCell.HERE}) == "****@-.-.."
    assert road(PATH, BEHIND, M.SALES, State.READY) == "****.-.-.."


@pytest.mark.parametrize(
    ("result", "proposal", "cell"),
    [
        (Result.PASSED, None, "*"),
        (Result.NOT_YET, Proposal.BORDERLINE, "o"),
        (Result.ON_HOLD, None, "#"),
        (Result.VOID, None, "_"),
        (Result.INCOMPLETE, None, "~"),
        (Result.NO_SHOW, None, "x"),
        (None, Proposal.BORDERLINE, "="),
        (None, Proposal.PASSED, "~"),
        (None, None, "~"),
    ],
)
def test_the_cell_of_an_attempt(result: Result | None, proposal: Proposal | None, cell: str) -> None:
    assert cell_of(result, proposal) == cell


def test_every_cell_has_its_own_word() -> None:
    assert set(CELL_WORDS) == set(RoadCell)
    assert len(set(CELL_WORDS.values())) == len(RoadCell)


def test_a_road_in_words() -> None:
    words = in_words("****@-.-x#")
    assert words[:2] == ((M.APPLICATION, "passed"), (M.PHONE, "passed"))
    assert words[4:6] == ((M.MOCK_CALL, "here"), (M.SALES, "not needed"))
    assert words[8:] == ((M.FINAL, "no-show"), (M.OFFER, "stopped"))


@pytest.mark.parametrize("text", ["", "****@", "****@-.-..*", "****?-.-.."])
def test_what_is_no_road_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        in_words(text)


@given(
    path=st.sets(st.sampled_from(MilestoneId)),
    standing=st.dictionaries(st.sampled_from(MilestoneId), st.sampled_from(RoadCell)),
    here=st.none() | st.sampled_from(MilestoneId),
    state=st.none() | st.sampled_from(State),
)
def test_a_road_can_always_be_read(
    path: set[MilestoneId],
    standing: dict[MilestoneId, RoadCell],
    here: MilestoneId | None,
    state: State | None,
) -> None:
    words = in_words(road(path, standing, here, state))
    assert {milestone for milestone, word in words if milestone not in path and word != "not needed"} == set()


@pytest.mark.parametrize("state", sorted(ENDINGS))
def test_no_ended_application_is_ready_anywhere(state: State) -> None:
    assert "@" not in road(PATH, BEHIND, M.MOCK_CALL, state)
