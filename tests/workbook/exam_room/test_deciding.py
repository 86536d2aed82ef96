"""Many exams decided as one act: who can, who cannot and why, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from domain.model.errors import Conflict
from domain.model.terms import Result
from domain.workbook import attempts, decisions, history, second_ratings
from domain.workbook.exam_room import deciding, entering
from domain.workbook.exam_room.entering import Entry
from tests.workbook.exam_room.people import GOOD, SPEED, at_exam, fill, row

if TYPE_CHECKING:
    from tests.workbook.hub import Hub

LOW = (20.0, *GOOD[1:])
CLOSE = (30.0, 95.0, 68.0, 66.0, 66.0, 4.0, 88.0, 66.0)


def batch(hub: Hub) -> dict[str, int]:
    """One of each kind."""
    opening = hub.opening()
    people = {name: at_exam(hub, f"{name} Cruz", opening) for name in ("Al", "Bo", "Cy", "Di", "Ed")}
    fill(hub, [people["Al"], people["Bo"]])
    fill(hub, [people["Cy"]], LOW)
    entering.enter(hub.wb, [Entry(people["Di"], SPEED, 30.0)])
    return people


def test_as_proposed_decides_what_is_plain_and_names_the_rest(hub: Hub) -> None:
    people = batch(hub)
    seen = deciding.look(hub.wb, list(people.values()))
    assert dict(seen.able) == {
        people["Al"]: Result.PASSED,
        people["Bo"]: Result.PASSED,
        people["Cy"]: Result.NOT_YET,
    }
    assert [(one.name, one.why) for one in seen.left_out] == [
        ("Di Cruz", "7 measures left"),
        ("Ed Cruz", "nothing is entered"),
    ]
    done = deciding.decide(hub.wb, seen)
    assert done.what == "exam of 3 people: 2 passed, 1 not yet"
    assert row(hub, people["Al"]).result is Result.PASSED
    assert row(hub, people["Cy"]).result is Result.NOT_YET
    assert all(row(hub, people[name]).slip for name in ("Al", "Bo", "Cy"))
    assert row(hub, people["Di"]).result is None


def test_one_undo_takes_all_of_it_back(hub: Hub) -> None:
    people = batch(hub)
    deciding.decide(hub.wb, deciding.look(hub.wb, list(people.values())))
    history.undo(hub.wb)
    assert all(row(hub, one).result is None for one in people.values())
    assert hub.value("select count(*) from slip") == 0


def test_nobody_is_decided_against_the_proposal_in_passing(hub: Hub) -> None:
    people = batch(hub)
    seen = deciding.look(hub.wb, list(people.values()), Result.PASSED)
    assert [one for one, _ in seen.able] == [people["Al"], people["Bo"]]
    assert ("Cy Cruz", "the proposal is not yet") in [(one.name, one.why) for one in seen.left_out]


def test_close_to_the_mark_is_left_to_a_second_look(hub: Hub) -> None:
    application = at_exam(hub, "Joan Alcaraz", hub.opening())
    fill(hub, [application], CLOSE)
    for result in (None, Result.PASSED, Result.NOT_YET):
        assert deciding.look(hub.wb, [application], result).left_out[0].why == "borderline, a second look decides"
    second_ratings.ask_in_band(hub.wb, row(hub, application).attempt)
    with pytest.raises(Conflict, match="Joan Alcaraz has a second look"):
        entering.enter(hub.wb, [Entry(application, SPEED, 60.0)])


def test_an_open_critical_error_waits(hub: Hub) -> None:
    application = at_exam(hub, "Joan Alcaraz", hub.opening())
    fill(hub, [application])
    attempts.critical(hub.wb, row(hub, application).attempt, "ex.ce.cheating", "A phone under the table.")
    assert deciding.look(hub.wb, [application], Result.PASSED).left_out[0].why == "a critical error to settle"


def test_who_was_decided_meanwhile_is_left_out_and_said(hub: Hub, colleague: Hub) -> None:
    people = batch(hub)
    seen = deciding.look(hub.wb, list(people.values()))
    decisions.decide(colleague.wb, row(hub, people["Al"]).attempt, Result.PASSED)
    done = deciding.decide(hub.wb, seen)
    assert len(done.done) == 2
    assert [(one.name, one.why) for one in done.left_out] == [("Al Cruz", "decided already")]


def test_nobody_at_all_is_no_act(hub: Hub) -> None:
    application = at_exam(hub, "Joan Alcaraz", hub.opening())
    with pytest.raises(Conflict, match="Joan Alcaraz: nothing is entered"):
        deciding.decide(hub.wb, deciding.look(hub.wb, [application]))
    assert deciding.look(hub.wb, [77]).left_out[0].why == "no longer in the workbook"


def test_one_person_is_named_in_the_act(hub: Hub) -> None:
    application = at_exam(hub, "Joan Alcaraz", hub.opening())
    fill(hub, [application])
    done = deciding.decide(hub.wb, deciding.look(hub.wb, [application]))
    assert done.what == "Joan Alcaraz: exam passed"
