"""Looking back on an attempt: the words it was given under, what got better, and when its ratings stay hidden."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from domain.model.errors import NotFound
from domain.model.terms import MilestoneId, Proposal, Result
from domain.workbook import attempts, decisions, reviewing

if TYPE_CHECKING:
    from tests.workbook.hub import Hub


def reword(hub: Hub) -> None:
    """The catalogue gets other anchors for the online application."""
    known = hub.wb.catalogue.milestones
    milestone = known[MilestoneId.APPLICATION]
    criteria = tuple(replace(one, anchors=dict.fromkeys(one.anchors, "Other words.")) for one in milestone.criteria)
    changed = {**known, MilestoneId.APPLICATION: replace(milestone, criteria=criteria)}
    hub.wb.catalogue = replace(hub.wb.catalogue, milestones=changed)


def test_ratings_stand_against_the_words_they_were_given_under(hub: Hub) -> None:
    opening = hub.opening()
    application = hub.application(hub.person("Joan Alcaraz", opening))
    hub.take(application)
    attempt = hub.value("select id from attempt")
    before = reviewing.review(hub.wb, attempt)
    reword(hub)
    attempts.open_or_start(hub.wb, hub.application(hub.person("Omar Said", opening)))
    hub.wb.milestones_seen.clear()
    now = reviewing.review(hub.wb, attempt)
    assert (now.version, now.newest) == (1, 2)
    assert [line.criterion.anchors for line in now.sheet.lines] == [
        line.criterion.anchors for line in before.sheet.lines
    ]
    assert "Other words." not in str(now.sheet.lines)


def test_a_retake_says_what_got_better_than_the_last_try_that_counts(hub: Hub) -> None:
    application = hub.put_on()
    hub.take(application, 2, Result.NOT_YET)
    hub.clock.ahead(days=40)
    hub.take(application, 5, Result.VOID, reason="power cut")
    hub.clock.ahead(days=40)
    attempt = attempts.open_or_start(hub.wb, application)
    hub.rate(attempt, 2)
    attempts.rate(hub.wb, attempt, "app.clarity", 4)
    decisions.decide(hub.wb, attempt, Result.NOT_YET, reason="as before")
    found = reviewing.review(hub.wb, attempt)
    assert [one.number for one in found.tries] == [1, 2, 3]
    assert found.earlier == 1
    assert found.better == ("Clear layout and wording",)
    rating = found.lines_before["app.clarity"].rating
    assert rating is not None
    assert rating.value == 2
    first = reviewing.review(hub.wb, found.tries[0].id)
    assert (first.earlier, first.better) == (0, ())


def test_a_decision_against_the_proposal_is_said_with_its_reason(hub: Hub) -> None:
    application = hub.put_on()
    attempt = attempts.open_or_start(hub.wb, application)
    hub.rate(attempt, 5)
    decisions.decide(hub.wb, attempt, Result.NOT_YET, reason="wants another look")
    found = reviewing.review(hub.wb, attempt)
    assert (found.proposal, found.against, found.reason) == (Proposal.PASSED, True, "wants another look")
    assert found.points == pytest.approx(100.0)


def test_as_proposed_and_a_no_show_are_not_against_it(hub: Hub) -> None:
    application = hub.put_on()
    hub.take(application, 4)
    decisions.no_show(hub.wb, application)
    tries = [row["id"] for row in hub.rows("select id from attempt order by id")]
    assert [reviewing.review(hub.wb, one).against for one in tries] == [False, False]


def test_earlier_ratings_stay_hidden_while_another_try_is_open(hub: Hub) -> None:
    application = hub.put_on()
    hub.take(application, 2, Result.NOT_YET)
    first = hub.value("select id from attempt")
    assert reviewing.review(hub.wb, first).open_number == 0
    hub.clock.ahead(days=60)
    second = attempts.open_or_start(hub.wb, application)
    assert reviewing.review(hub.wb, first).open_number == 2
    assert reviewing.review(hub.wb, second).open_number == 0


def test_why_a_critical_error_does_not_stand_is_kept(hub: Hub) -> None:
    attempt = attempts.open_or_start(hub.wb, hub.put_on())
    noted = attempts.critical(hub.wb, attempt, "app.ce.false_claim", "never issued", second="Ines")
    attempts.clear_critical(hub.wb, noted, "It was another form")
    assert reviewing.review(hub.wb, attempt).cleared_why == {noted: "It was another form"}


def test_an_attempt_that_is_gone_says_so(hub: Hub) -> None:
    with pytest.raises(NotFound, match="no longer in the workbook"):
        reviewing.review(hub.wb, 12)
