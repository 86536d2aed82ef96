"""The handover: what the final interviewer reads, and what they do not read before they have rated."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

import pytest

from domain.model.errors import Conflict
from domain.model.terms import MilestoneId, Result
from domain.rules.handing_over import Taken
from domain.workbook import attempts, decisions, handover, second_ratings
from domain.workbook.hurdles import Cleared
from tests.workbook.hub import value_at

if TYPE_CHECKING:
    from pathlib import Path

    from tests.workbook.hub import Hub

POINTS = ("Five years at a front desk", "Speaks Cebuano and Filipino")


def at_final(hub: Hub) -> tuple[int, int]:
    """Joan at the final interview, the mock call passed on the second try; the person and the application."""
    application = hub.put_on(points=POINTS)
    hub.take_to(application, MilestoneId.MOCK_CALL)
    hub.hand_over(hub.take(application, 2, Result.NOT_YET).slip)
    hub.clock.ahead(days=20)
    hub.take_to(application, MilestoneId.FINAL)
    return hub.stands(application)["person"], application


def numbers(value: Any) -> list[float]:
    """Every number with a fraction that stands anywhere in a read model: points have one, days and ids have none."""
    if isinstance(value, float):
        return [value]
    if isinstance(value, list | tuple):
        return [found for one in value for found in numbers(one)]
    if is_dataclass(value):
        return [found for one in fields(value) for found in numbers(getattr(value, one.name))]
    return []


def test_it_tells_hurdles_strengths_what_to_probe_and_what_they_want_to_say(hub: Hub) -> None:
    person, _ = at_final(hub)
    found = handover.read(hub.wb, person)
    assert (found.name, found.points) == ("Joan Alcaraz", POINTS)
    assert {row.state for row in found.hurdles} == {Cleared.MET}
    assert handover.cleared(found) == (len(found.hurdles), len(found.hurdles))
    assert len(found.strengths) == len(found.probes) == 2
    assert all(one.words.endswith(".") for one in found.strengths)
    titles = {(one.title, one.milestone) for one in found.strengths}
    assert not titles & {(one.title, one.milestone) for one in found.probes}


def test_what_the_last_slips_asked_them_to_work_on_is_no_strength(hub: Hub) -> None:
    application = hub.put_on()
    while (here := hub.stands(application)["milestone"]) != MilestoneId.FINAL:
        decided = hub.take(application, 4 if here == MilestoneId.EXAM else 3, reason="A colleague heard them too")
        if here == MilestoneId.EXAM:
            hub.hand_over(decided.slip)
    found = handover.read(hub.wb, hub.stands(application)["person"])
    asked = {tip.title for tip in found.tips}
    assert len(asked) == len(found.strengths) == 2
    assert not {one.title for one in found.strengths} & asked


def test_it_tells_which_tips_were_taken_up(hub: Hub) -> None:
    person, application = at_final(hub)
    tips = handover.read(hub.wb, person).tips
    assert len(tips) == 2
    assert {tip.taken for tip in tips} == {Taken.BETTER}
    hub.hand_over(hub.take(application, 2, Result.NOT_YET).slip)
    assert {tip.taken for tip in handover.read(hub.wb, person).tips if tip.milestone == "Final"} == {Taken.UNTRIED}


def test_no_score_is_told_before_the_interviewer_has_submitted_their_own(hub: Hub) -> None:
    person, application = at_final(hub)
    before = handover.read(hub.wb, person)
    assert before.scores is None
    assert numbers(before) == []
    assert all(row.got == "" for row in before.hurdles)
    attempt = attempts.open_or_start(hub.wb, application)
    hub.rate(attempt, 4)
    assert numbers(handover.read(hub.wb, person)) == []
    decisions.decide(hub.wb, attempt, Result.PASSED)
    scores = handover.read(hub.wb, person).scores
    assert scores is not None
    assert scores.total is not None
    assert 0 < scores.done <= scores.of
    assert [row.milestone for row in scores.rows][-1] == "Final"


def test_two_interviewers_have_both_submitted_before_a_score_is_told(hub: Hub) -> None:
    person, application = at_final(hub)
    attempt = attempts.open_or_start(hub.wb, application)
    second_ratings.ask(hub.wb, attempt, rater="Ines")
    for card in (0, 1):
        for line in attempts.sheet(hub.wb, attempt).lines:
            attempts.rate(hub.wb, attempt, line.criterion.id, value_at(line.criterion, 4), card=card)
        assert handover.read(hub.wb, person).scores is None
        second_ratings.submit(hub.wb, attempt, card)
    assert handover.read(hub.wb, person).scores is not None


def test_a_missed_hurdle_says_so_without_what_was_scored(hub: Hub) -> None:
    application = hub.put_on()
    hub.take_to(application, MilestoneId.EXAM)
    attempt = attempts.open_or_start(hub.wb, application)
    hub.rate(attempt, 4)
    attempts.rate(hub.wb, attempt, "ex.typing_speed", 20)
    decisions.decide(hub.wb, attempt, Result.NOT_YET)
    rows = handover.read(hub.wb, hub.stands(application)["person"]).hurdles
    missed = [row for row in rows if row.state is Cleared.MISSED]
    assert [(row.name, row.got) for row in missed] == [("Typing speed (net)", "")]
    assert any(row.state is Cleared.UNKNOWN for row in rows)


def test_who_is_on_no_opening_has_none(hub: Hub) -> None:
    person = hub.person("Ana Reyes")
    with pytest.raises(Conflict, match="on no opening"):
        handover.read(hub.wb, person)


def test_as_text_it_is_marked_private_and_holds_no_score(hub: Hub, tmp_path: Path) -> None:
    person, _ = at_final(hub)
    written = handover.to_file(hub.wb, tmp_path / "out", person)
    text = written.path.read_text(encoding="utf-8")
    assert text.startswith("Private. For the final interviewer alone, not for the candidate.\n")
    assert "handover joan-alcaraz" in written.path.name
    for said in (*POINTS, "better since", "Strengths", "They show once the interviewer has submitted"):
        assert said in text
    assert (written.path.stat().st_mode & 0o077) == 0
