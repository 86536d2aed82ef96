"""Their case and the hints: recorded, shown to us, and never part of a score or of a slip."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from domain.model.errors import BadInput, Conflict
from domain.model.terms import MilestoneId, Result
from domain.workbook import attempts, decisions, history, nudges, slips, their_case, today
from tests.workbook.hub import value_at

if TYPE_CHECKING:
    from domain.workbook.today import Today
    from tests.workbook.hub import Hub

POINTS = ("Five years at a front desk", "Speaks Cebuano and Filipino")


def begun(hub: Hub, level: int = 2, chance: int = 0) -> int:
    """Joan at the phone interview, all rated."""
    application = hub.put_on(points=POINTS)
    hub.take_to(application, MilestoneId.PHONE)
    attempt = attempts.open_or_start(hub.wb, application)
    hub.rate(attempt, level)
    if chance:
        their_case.record(hub.wb, attempt, kit_asked=True, they_asked=False, chance=chance)
    return attempt


def test_what_was_asked_and_answered_is_kept_and_taken_back(hub: Hub) -> None:
    attempt = begun(hub)
    their_case.record(hub.wb, attempt, kit_asked=True, they_asked=False, chance=4)
    found = attempts.sheet(hub.wb, attempt)
    assert (found.kit_asked, found.they_asked, found.chance) == (their_case.YES, their_case.NO, 4)
    their_case.record(hub.wb, attempt, kit_asked=None, they_asked=None, chance=0)
    found = attempts.sheet(hub.wb, attempt)
    assert (found.kit_asked, found.they_asked, found.chance) == (0, 0, 0)
    history.undo(hub.wb)
    assert attempts.sheet(hub.wb, attempt).chance == 4


@pytest.mark.parametrize("chance", [-1, 6])
def test_a_chance_is_answered_from_one_to_five(hub: Hub, chance: int) -> None:
    attempt = begun(hub)
    with pytest.raises(BadInput, match="is no answer"):
        their_case.record(hub.wb, attempt, kit_asked=True, they_asked=True, chance=chance)


def test_points_that_were_not_made_are_known(hub: Hub) -> None:
    attempt = begun(hub)
    attempts.point_made(hub.wb, attempt, 2)
    assert their_case.unasked(attempts.sheet(hub.wb, attempt)) == POINTS[:1]


@pytest.mark.parametrize("chance", range(6))
def test_nothing_of_it_touches_the_score_or_the_slip(hub: Hub, chance: int) -> None:
    attempt = begun(hub)
    before = attempts.sheet(hub.wb, attempt).assessment
    their_case.record(hub.wb, attempt, kit_asked=False, they_asked=False, chance=chance)
    assert attempts.sheet(hub.wb, attempt).assessment == before
    slip = slips.view(hub.wb, decisions.decide(hub.wb, attempt, Result.NOT_YET).slip)
    assert "chance" not in str(slip.document)
    assert "kit" not in str(slip.document)


def offered(hub: Hub) -> list[tuple[str, int]]:
    """Whom Today offers a second look."""
    found: Today = today.snapshot(hub.wb)
    return [(row.name, row.chance) for row in found.chances.rows]


@pytest.mark.parametrize(("chance", "is_offered"), [(0, False), (1, True), (2, True), (3, False), (5, False)])
def test_a_not_yet_with_a_poor_chance_is_offered_a_second_look(hub: Hub, chance: int, is_offered: bool) -> None:
    decided = decisions.decide(hub.wb, begun(hub, chance=chance), Result.NOT_YET)
    assert decided.second_look is is_offered
    assert offered(hub) == ([("Joan Alcaraz", chance)] if is_offered else [])
    assert today.snapshot(hub.wb).chances.count == is_offered


def test_who_passed_is_offered_none(hub: Hub) -> None:
    decided = decisions.decide(hub.wb, begun(hub, level=4, chance=1), Result.PASSED)
    assert not decided.second_look
    assert offered(hub) == []


def test_a_second_look_is_open_at_once_and_then_no_longer_offered(hub: Hub) -> None:
    attempt = begun(hub, chance=2)
    application = attempts.sheet(hub.wb, attempt).application
    decisions.decide(hub.wb, attempt, Result.NOT_YET)
    again = attempts.open_or_start(hub.wb, application)
    assert attempts.sheet(hub.wb, again).number == 2
    assert offered(hub) == []


def test_an_answer_after_the_decision_opens_it_as_well(hub: Hub) -> None:
    attempt = begun(hub)
    application = attempts.sheet(hub.wb, attempt).application
    decisions.decide(hub.wb, attempt, Result.NOT_YET)
    with pytest.raises(Conflict, match="retake is open from"):
        attempts.open_or_start(hub.wb, application)
    their_case.record(hub.wb, attempt, kit_asked=None, they_asked=None, chance=1)
    assert offered(hub) == [("Joan Alcaraz", 1)]
    assert attempts.open_or_start(hub.wb, application) != attempt


def test_once_the_retake_is_open_anyway_it_is_a_retest(hub: Hub) -> None:
    decided = decisions.decide(hub.wb, begun(hub, chance=1), Result.NOT_YET)
    assert decided.retest is not None
    hub.clock.ahead(days=(decided.retest - hub.wb.today()) / timedelta(days=1))
    assert offered(hub) == []
    assert today.snapshot(hub.wb).retests.count == 1


# hints ---------------------------------------------------------------------------------------------------------------


def hint(hub: Hub, attempt: int, *away: str) -> str:
    """The id of the hint that is shown; '' for none."""
    sheet = attempts.sheet(hub.wb, attempt)
    found = nudges.hint(hub.wb, sheet, nudges.background(hub.wb, sheet), away)
    return found.id if found else ""


def fresh(hub: Hub, name: str = "Ana Reyes") -> int:
    """Somebody at the phone interview, nothing rated."""
    application = hub.put_on(name)
    hub.take_to(application, MilestoneId.PHONE)
    return attempts.open_or_start(hub.wb, application)


def test_the_person_before_colours_the_next_one_of_the_same_day(hub: Hub) -> None:
    first = fresh(hub)
    hub.rate(first, 5)
    hub.clock.ahead(minutes=20)
    decisions.decide(hub.wb, first, Result.PASSED)
    hub.clock.ahead(minutes=1)
    second = fresh(hub, "Ben Cruz")
    assert hint(hub, second) == "contrast"
    assert hint(hub, second, "contrast") == ""
    hub.clock.ahead(days=1)
    assert hint(hub, fresh(hub, "Cora Diaz")) == ""


def test_equal_ratings_are_named_once_all_are_in_and_not_when_decided(hub: Hub) -> None:
    attempt = fresh(hub)
    for line in attempts.sheet(hub.wb, attempt).lines:
        assert hint(hub, attempt) == ""
        attempts.rate(hub.wb, attempt, line.criterion.id, 4)
    assert hint(hub, attempt) == "halo"
    decisions.decide(hub.wb, attempt, Result.PASSED)
    assert hint(hub, attempt) == ""


def test_mostly_middle_ratings_are_found_among_the_last_fifty(hub: Hub) -> None:
    opening = hub.opening()
    for number in range(20):
        attempt = attempts.open_or_start(hub.wb, hub.application(hub.person(f"Ana {number}", opening)))
        for line in attempts.sheet(hub.wb, attempt).lines:
            attempts.rate(hub.wb, attempt, line.criterion.id, value_at(line.criterion, 3))
        decisions.decide(hub.wb, attempt, Result.PASSED, reason="alone")
        hub.clock.ahead(hours=5)
    attempt = attempts.open_or_start(hub.wb, hub.application(hub.person("Zoe", opening)))
    assert hint(hub, attempt) == "central"


def test_a_clear_word_about_lost_words_answers_the_hint_on_accent(hub: Hub) -> None:
    attempt = fresh(hub)
    attempts.rate(hub.wb, attempt, "ph.clarity", 2)
    assert hint(hub, attempt) == "accent"
    attempts.evidence(hub.wb, attempt, "ph.clarity", act="had to be asked again 3 times")
    assert hint(hub, attempt) == ""


def test_many_assessments_in_a_day_are_a_long_day(hub: Hub) -> None:
    opening = hub.opening()
    for number in range(25):
        attempts.open_or_start(hub.wb, hub.application(hub.person(f"Ana {number}", opening)))
        hub.clock.ahead(minutes=20)
    last = attempts.open_or_start(hub.wb, hub.application(hub.person("Zoe", opening)))
    assert hint(hub, last) == "fatigue"
    hub.clock.ahead(days=1)
    assert hint(hub, attempts.open_or_start(hub.wb, hub.application(hub.person("Yan", opening)))) == ""


def test_a_raters_mean_is_held_against_the_sites(hub: Hub, colleague: Hub) -> None:
    """Twenty people each at one milestone: Ines rates them 4, Noor 2."""
    opening = hub.opening()
    for number in range(40):
        who = colleague if number % 2 else hub
        attempt = attempts.open_or_start(who.wb, hub.application(hub.person(f"Ana {number}", opening)))
        who.rate(attempt, 4 if number % 2 else 2)
        result = Result.PASSED if number % 2 else Result.NOT_YET
        who.hand_over(decisions.decide(who.wb, attempt, result).slip)
        hub.clock.ahead(hours=10)
    application = hub.application(hub.person("Zoe", opening))
    attempt = attempts.open_or_start(hub.wb, application)
    assert hint(hub, attempt, "contrast", "halo") == "severity"
    assert hint(colleague, attempt, "contrast", "halo") == "leniency"


def test_nothing_of_a_hint_is_stored(hub: Hub) -> None:
    attempt = fresh(hub)
    attempts.rate(hub.wb, attempt, "ph.clarity", 2)
    acts = hub.value("select count(*) from act")
    assert hint(hub, attempt) == "accent"
    assert hub.value("select count(*) from act") == acts


def test_a_key_before_half_is_rated_is_named(hub: Hub) -> None:
    attempt = fresh(hub)
    assert nudges.closing_hint(hub.wb, attempts.sheet(hub.wb, attempt)) == "Finish the ratings first. Then decide."
    hub.rate(attempt, 4)
    assert nudges.closing_hint(hub.wb, attempts.sheet(hub.wb, attempt)) == ""
