"""Calls on both engines: every key is kept, the call can be taken back, and what came of it stands on the sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from domain.model.errors import BadInput, Conflict, NotFound
from domain.model.slip import Evidence
from domain.model.terms import ErrorEffect, MilestoneId, Result
from domain.workbook import attempts, calls, decisions, history
from domain.workbook.calls import Jot, JotKind, Phase
from tests.workbook.hub import make_hub

if TYPE_CHECKING:
    from pathlib import Path

    from tests.workbook.hub import Hub

SCENARIO = "mk02"


def at_call(hub: Hub, milestone: MilestoneId = MilestoneId.MOCK_CALL, account: str = "retail_cs") -> int:
    """Somebody at a milestone that is played; their attempt."""
    application = hub.application(hub.person("Joan Alcaraz", hub.opening(account)))
    hub.take_to(application, milestone)
    return attempts.open_or_start(hub.wb, application)


def begun(hub: Hub, attempt: int, scenario: str = SCENARIO, *, reads: float = 40) -> int:
    """A call whose clock runs."""
    call = calls.begin(hub.wb, attempt, scenario)
    hub.clock.ahead(seconds=reads)
    calls.start(hub.wb, call)
    return call


def press(hub: Hub, call: int, keys: str, *, each: float = 5) -> list[Jot]:
    """Letters of marks, each some seconds after the one before."""
    pressed = []
    for key in keys:
        hub.clock.ahead(seconds=each)
        pressed.append(calls.jot(hub.wb, call, JotKind.MARK, key))
    return pressed


def session(hub: Hub, attempt: int) -> calls.Session:
    """The call in front, read anew."""
    found = calls.console(hub.wb, attempt).session(hub.clock())
    assert found is not None
    return found


def test_the_console_offers_scenarios_until_the_card_is_given(hub: Hub) -> None:
    attempt = at_call(hub)
    before = calls.console(hub.wb, attempt)
    assert before.call is None
    assert {one.id for one in before.offers[:2]} == {"mk02", "mk07"}
    assert [one.id for one in calls.console(hub.wb, attempt).offers] == [one.id for one in before.offers]
    calls.begin(hub.wb, attempt, SCENARIO)
    after = calls.console(hub.wb, attempt)
    assert after.offers == ()
    assert after.scenario is not None
    assert (after.scenario.id, session(hub, attempt).phase) == (SCENARIO, Phase.READING)
    assert hub.value("select scenario from attempt where id = :id", id=attempt) == SCENARIO


def test_a_key_costs_one_small_row_and_no_act(hub: Hub) -> None:
    call = begun(hub, at_call(hub))
    before = (hub.value("select count(*) from act"), hub.value("select count(*) from change"))
    press(hub, call, "okid")
    assert (hub.value("select count(*) from act"), hub.value("select count(*) from change")) == before
    assert hub.value("select count(*) from jot where call = :c", c=call) == 5
    assert hub.wb.store.check() == []


def test_another_console_sees_the_call_as_it_is(hub: Hub, colleague: Hub) -> None:
    attempt = at_call(hub)
    call = begun(hub, attempt)
    press(hub, call, "od")
    hub.clock.ahead(seconds=3)
    assert session(colleague, attempt) == session(hub, attempt)
    assert calls.open_mark(session(colleague, attempt)) is not None


def test_a_workbook_that_is_opened_anew_brings_the_call_back(hub: Hub, where: str) -> None:
    attempt = at_call(hub)
    press(hub, begun(hub, attempt), "oks")
    before = session(hub, attempt)
    hub.wb.close()
    again = make_hub(where, clock=hub.clock)
    found = calls.running(again.wb)
    assert found is not None
    assert (found.attempt, found.name, found.started) == (attempt, "Joan Alcaraz", before.started)
    assert session(again, attempt) == before


def test_only_ones_own_fresh_call_is_brought_back(hub: Hub, colleague: Hub) -> None:
    begun(hub, at_call(hub))
    assert calls.running(colleague.wb) is None
    hub.clock.ahead(hours=3)
    assert calls.running(hub.wb) is None


def test_undo_takes_back_marks_and_ratings_in_the_order_they_came(hub: Hub) -> None:
    attempt = at_call(hub)
    call = begun(hub, attempt)
    press(hub, call, "o")
    calls.rate(hub.wb, call, "mc.probe", 4)
    press(hub, call, "k")
    taken = [calls.take_back_last(hub.wb, call) for _ in range(4)]
    assert [(one.kind, one.key) if one else None for one in taken] == [
        (JotKind.MARK, "k"),
        (JotKind.RATED, "mc.probe"),
        (JotKind.MARK, "o"),
        None,
    ]
    assert attempts.sheet(hub.wb, attempt).entered == 0
    assert session(hub, attempt).entries == ()


def test_a_rating_that_was_undone_elsewhere_is_only_forgotten(hub: Hub) -> None:
    attempt = at_call(hub)
    call = begun(hub, attempt)
    calls.rate(hub.wb, call, "mc.probe", 4)
    history.undo(hub.wb)
    taken = calls.take_back_last(hub.wb, call)
    assert taken is not None
    assert taken.kind is JotKind.RATED
    assert calls.take_back_last(hub.wb, call) is None


def test_a_rating_that_was_changed_since_stays(hub: Hub) -> None:
    attempt = at_call(hub)
    call = begun(hub, attempt)
    calls.rate(hub.wb, call, "mc.probe", 4)
    attempts.rate(hub.wb, attempt, "mc.probe", 2)
    with pytest.raises(Conflict, match="Cannot undo"):
        calls.take_back_last(hub.wb, call)
    assert session(hub, attempt).last


def test_ratings_of_the_call_are_the_attempts(hub: Hub) -> None:
    attempt = at_call(hub)
    call = begun(hub, attempt)
    calls.rate(hub.wb, call, "mc.probe", 4)
    calls.not_observed(hub.wb, call, "mc.close")
    lines = {line.criterion.id: line.rating for line in attempts.sheet(hub.wb, attempt).lines}
    probe, close = lines["mc.probe"], lines["mc.close"]
    assert probe is not None
    assert close is not None
    assert (probe.value, close.observed) == (4, False)
    with pytest.raises(BadInput):
        calls.rate(hub.wb, call, "mc.probe", 9)


def test_a_call_that_is_over_holds_its_counts_and_moments(hub: Hub) -> None:
    attempt = at_call(hub)
    call = begun(hub, attempt)
    press(hub, call, "odor")
    calls.jot(hub.wb, call, JotKind.FACT, "0")
    calls.jot(hub.wb, call, JotKind.CHECK)
    hub.clock.ahead(seconds=20)
    calls.stop(hub.wb, call)
    (row,) = attempts.sheet(hub.wb, attempt).calls
    counts = row.counts
    assert (counts.length, counts.facts, counts.facts_of, counts.checks, counts.checks_of) == (40_000, 1, 3, 1, 2)
    assert (counts.first_question, counts.questions, counts.repeats) == (5_000, 2, 1)
    assert (counts.longest_silence, counts.silences) == (30_000, 1)
    found = calls.pieces(hub.wb, attempt)
    assert [piece.moment.label for piece in found["mc.probe"]] == [
        "open question",
        "open question",
        "facts found",
        "first question",
    ]
    assert found["mc.probe"][0].evidence == Evidence(
        "at 0:05", "asked an open question", "That makes the real cause come out."
    )
    assert hub.wb.store.check() == []


def test_moments_survive_the_sweep_of_what_was_pressed(hub: Hub) -> None:
    attempt = at_call(hub)
    call = begun(hub, attempt)
    press(hub, call, "ok")
    calls.stop(hub.wb, call)
    before = calls.pieces(hub.wb, attempt)
    hub.clock.ahead(days=8)
    calls.begin(hub.wb, attempt, "mk07")
    assert hub.value("select count(*) from jot where call = :c", c=call) == 0
    assert {k: [p.moment for p in v] for k, v in calls.pieces(hub.wb, attempt).items()} == {
        k: [p.moment for p in v] for k, v in before.items()
    }


def test_stopping_can_be_undone_and_the_clock_ran_on(hub: Hub) -> None:
    attempt = at_call(hub)
    call = begun(hub, attempt)
    press(hub, call, "o")
    calls.stop(hub.wb, call)
    assert session(hub, attempt).phase is Phase.OVER
    hub.clock.ahead(seconds=4)
    history.undo(hub.wb)
    found = session(hub, attempt)
    assert found.phase is Phase.RUNNING
    assert calls.clock(found, hub.clock()) == 9_000
    assert len(found.entries) == 1
    assert calls.pieces(hub.wb, attempt) == {}


def test_the_whole_call_is_one_act_to_take_back_and_comes_back_with_every_mark(hub: Hub) -> None:
    attempt = at_call(hub)
    call = begun(hub, attempt)
    press(hub, call, "oki")
    calls.rate(hub.wb, call, "mc.probe", 4)
    calls.stop(hub.wb, call)
    before = calls.pieces(hub.wb, attempt)
    calls.take_back(hub.wb, call)
    sheet = attempts.sheet(hub.wb, attempt)
    assert sheet.calls == ()
    assert sheet.entered == 1
    assert calls.pieces(hub.wb, attempt) == {}
    assert SCENARIO in {one.id for one in calls.console(hub.wb, attempt).offers}
    history.undo(hub.wb)
    assert calls.pieces(hub.wb, attempt) == before
    assert len(session(hub, attempt).entries) == 3
    assert hub.wb.store.check() == []


def test_a_running_call_can_be_taken_back_too(hub: Hub) -> None:
    attempt = at_call(hub)
    call = begun(hub, attempt)
    calls.take_back(hub.wb, call)
    with pytest.raises(NotFound, match="no longer in the workbook"):
        calls.stop(hub.wb, call)
    assert calls.running(hub.wb) is None


def test_an_early_restart_is_free_once(hub: Hub) -> None:
    attempt = at_call(hub)
    call = begun(hub, attempt)
    press(hub, call, "o")
    calls.restart(hub.wb, call)
    assert session(hub, attempt).phase is Phase.READING
    calls.start(hub.wb, call)
    with pytest.raises(Conflict, match="too late"):
        calls.restart(hub.wb, call)
    assert session(hub, attempt).entries == ()


def test_a_late_restart_is_refused(hub: Hub) -> None:
    call = begun(hub, at_call(hub))
    hub.clock.ahead(seconds=20)
    with pytest.raises(Conflict, match="too late"):
        calls.restart(hub.wb, call)


def test_two_calls_make_one_attempt_of_a_mock_call(hub: Hub) -> None:
    attempt = at_call(hub)
    first = begun(hub, attempt)
    with pytest.raises(Conflict, match="under way"):
        calls.begin(hub.wb, attempt, "mk07")
    press(hub, first, "k")
    calls.stop(hub.wb, first)
    with pytest.raises(Conflict, match="has had"):
        calls.begin(hub.wb, attempt, SCENARIO)
    second = begun(hub, attempt, "mk07")
    press(hub, second, "k")
    calls.stop(hub.wb, second)
    with pytest.raises(Conflict, match="All calls"):
        calls.begin(hub.wb, attempt, "mk03")
    assert calls.console(hub.wb, attempt).offers == ()
    assert [piece.when for piece in calls.pieces(hub.wb, attempt)["mc.empathy"]] == [
        "at 0:05 of the first call",
        "at 0:05 of the second call",
    ]
    assert hub.value("select scenario from attempt where id = :id", id=attempt) == "mk02,mk07"
    with pytest.raises(Conflict, match="after this one"):
        calls.take_back(hub.wb, first)


@pytest.mark.parametrize("result", [Result.PASSED, Result.NOT_YET])
def test_a_decision_between_two_calls_takes_a_reason(hub: Hub, result: Result) -> None:
    attempt = at_call(hub)
    calls.stop(hub.wb, begun(hub, attempt))
    hub.rate(attempt, 5 if result is Result.PASSED else 1)
    with pytest.raises(decisions.NeedsCall, match="1 of 2 calls was played"):
        decisions.decide(hub.wb, attempt, result)
    assert isinstance(decisions.refusal(attempts.sheet(hub.wb, attempt), result), decisions.NeedsCall)
    decided = decisions.decide(hub.wb, attempt, result, reason="the line went down for the day")
    assert decided.result is result
    assert hub.value("select reason from attempt where id = :a", a=attempt) == "the line went down for the day"


@pytest.mark.parametrize("played", [0, 2])
def test_both_calls_or_none_of_the_console_take_no_reason(hub: Hub, played: int) -> None:
    attempt = at_call(hub)
    for scenario in (SCENARIO, "mk07")[:played]:
        calls.stop(hub.wb, begun(hub, attempt, scenario))
    hub.rate(attempt, 5)
    assert decisions.decide(hub.wb, attempt, Result.PASSED).result is Result.PASSED


def test_one_call_is_enough_where_a_confirmed_critical_error_ended_it(hub: Hub) -> None:
    attempt = at_call(hub)
    calls.stop(hub.wb, begun(hub, attempt))
    hub.rate(attempt, 3)
    error = next(
        one.id
        for one in attempts.sheet(hub.wb, attempt).milestone.critical_errors
        if one.effect is ErrorEffect.FAIL_ATTEMPT and one.briefed
    )
    attempts.critical(hub.wb, attempt, error, "gave out an address", second="Luka")
    assert decisions.decide(hub.wb, attempt, Result.NOT_YET).result is Result.NOT_YET


def test_other_results_need_no_second_call(hub: Hub) -> None:
    attempt = at_call(hub)
    calls.stop(hub.wb, begun(hub, attempt))
    assert decisions.decide(hub.wb, attempt, Result.INCOMPLETE).result is Result.INCOMPLETE


def test_one_call_makes_a_service_test(hub: Hub) -> None:
    attempt = at_call(hub, MilestoneId.SERVICE)
    call = begun(hub, attempt, "cu01")
    calls.stop(hub.wb, call)
    with pytest.raises(Conflict, match="All calls"):
        calls.begin(hub.wb, attempt, "cu03")


def test_a_later_attempt_gets_other_scenarios(hub: Hub) -> None:
    attempt = at_call(hub)
    call = begun(hub, attempt)
    calls.stop(hub.wb, call)
    hub.rate(attempt, 2)
    decisions.decide(hub.wb, attempt, Result.NOT_YET, reason="they had to leave")
    hub.clock.ahead(days=60)
    application = int(hub.value("select application from attempt where id = :id", id=attempt))
    again = attempts.open_or_start(hub.wb, application)
    assert SCENARIO not in {one.id for one in calls.console(hub.wb, again).offers}
    assert calls.console(hub.wb, again).had == 1


def test_nothing_is_decided_while_a_call_is_under_way(hub: Hub) -> None:
    attempt = at_call(hub)
    hub.rate(attempt, 4)
    call = begun(hub, attempt)
    with pytest.raises(Conflict, match="under way"):
        decisions.decide(hub.wb, attempt, Result.PASSED)
    calls.stop(hub.wb, call)
    assert decisions.decide(hub.wb, attempt, Result.PASSED, reason="the line is down").slip
    with pytest.raises(Conflict, match="finished"):
        calls.take_back(hub.wb, call)
    with pytest.raises(Conflict, match="finished"):
        calls.begin(hub.wb, attempt, "mk07")


def test_what_was_flagged_waits_for_its_quote(hub: Hub) -> None:
    attempt = at_call(hub)
    call = begun(hub, attempt)
    hub.clock.ahead(seconds=30)
    calls.jot(hub.wb, call, JotKind.FLAG, "mc.ce.privacy")
    calls.stop(hub.wb, call)
    sheet = attempts.sheet(hub.wb, attempt)
    assert [(flag.error, flag.at) for flag in sheet.calls[0].flagged] == [("mc.ce.privacy", 30_000)]
    assert sheet.criticals == ()


def test_a_call_that_never_started_cannot_be_stopped(hub: Hub) -> None:
    call = calls.begin(hub.wb, at_call(hub), SCENARIO)
    with pytest.raises(Conflict, match="not started"):
        calls.stop(hub.wb, call)


def test_a_quote_has_room_for_200_characters(hub: Hub) -> None:
    call = begun(hub, at_call(hub))
    with pytest.raises(BadInput, match="201 characters"):
        calls.jot(hub.wb, call, JotKind.QUOTE, "mc.open", "x" * 201)


def test_a_milestone_that_is_not_played_has_no_console(hub: Hub) -> None:
    attempt = at_call(hub, MilestoneId.PHONE)
    assert not calls.is_next(hub.wb, attempt)
    with pytest.raises(Conflict, match="not played"):
        calls.console(hub.wb, attempt)


def test_evidence_fits_the_rating_and_words_come_first(hub: Hub) -> None:
    attempt = at_call(hub)
    call = begun(hub, attempt)
    pressed = press(hub, call, "tih")
    calls.jot(hub.wb, call, JotKind.QUOTE, str(pressed[0].id), "Let me just stop you there")
    hub.clock.ahead(seconds=40)
    calls.stop(hub.wb, call)
    found = calls.pieces(hub.wb, attempt)["mc.control"]

    def order() -> list[str]:
        lines = attempts.sheet(hub.wb, attempt).lines
        line = next(line for line in lines if line.criterion.id == "mc.control")
        return [piece.moment.label for piece in calls.ranked(found, line)]

    attempts.rate(hub.wb, attempt, "mc.control", 2)
    assert order()[:2] == ["talks over", "hold"]
    first = calls.after(found, Evidence())
    assert first is not None
    assert first.evidence.act == '"Let me just stop you there"'
    second = calls.after(found, first.evidence)
    assert second is not None
    assert second.moment.label == "hold"


def test_the_history_tells_of_a_call_in_plain_words(hub: Hub) -> None:
    attempt = at_call(hub)
    call = begun(hub, attempt)
    hub.clock.ahead(seconds=134)
    calls.stop(hub.wb, call)
    calls.take_back(hub.wb, call)
    person = int(hub.value("select person from attempt where id = :id", id=attempt))
    told = [entry.said for entry in history.of_person(hub.wb, person)[:3]]
    assert told == [
        "took call 1 of the mock call, attempt 1 back",
        "ended call 1 of the mock call, attempt 1, 2:14",
        "gave out the card for call 1 of the mock call, attempt 1: Late delivery - angry customer, gift missed",
    ]
    entry = history.of_person(hub.wb, person)[1]
    labels = {told.label for group in history.details(hub.wb, person, entry.act).groups for told in group.fields}
    assert "Over" in labels


def test_the_card_is_written_as_text_and_as_pdf(hub: Hub, tmp_path: Path) -> None:
    attempt = at_call(hub)
    text = calls.card_to(hub.wb, tmp_path, calls.Format.TXT, attempt, "mk06")
    assert text.name == "2026-08-12 briefing-card meridian-bank.txt"
    told = text.read_text("utf-8")
    assert "answer to the security word" in told
    assert "Bistro" not in told
    assert calls.card_to(hub.wb, tmp_path, calls.Format.PDF, attempt, "mk06").read_bytes().startswith(b"%PDF")


def test_a_scenario_that_is_gone_from_the_catalogue_is_named(hub: Hub) -> None:
    attempt = at_call(hub)
    with pytest.raises(NotFound, match="mk99"):
        calls.begin(hub.wb, attempt, "mk99")
    with pytest.raises(BadInput, match="not for this milestone"):
        calls.begin(hub.wb, attempt, "cu01")
