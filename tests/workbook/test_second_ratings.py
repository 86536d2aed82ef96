"""A second look: each rates alone, both are compared, the mean decides; everything can be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.model.errors import BadInput, Conflict, WorkbookError
from domain.model.slip import Evidence
from domain.model.terms import LookKind, MilestoneId, Proposal, Result
from domain.workbook import attempts, decisions, due, fitting, history, reviewing, second_ratings, slips, today
from domain.workbook.decisions import NeedsReason
from tests.workbook.hub import Hub, make_hub

if TYPE_CHECKING:
    from collections.abc import Callable

    from domain.workbook.sheets import Sheet

FIRST, SECOND = 0, 1


@dataclass
class Two:
    """A phone interview that two people rate."""

    hub: Hub
    attempt: int
    person: int

    def rate(self, card: int, **values: float | None) -> None:
        """Rate every criterion 3, but for those named by the end of their id; None = not observed."""
        for line in attempts.sheet(self.hub.wb, self.attempt).lines:
            key = line.criterion.id
            value = values.get(key.partition(".")[2], 3.0)
            if value is None:
                attempts.not_observed(self.hub.wb, self.attempt, key, card=card)
            else:
                attempts.rate(self.hub.wb, self.attempt, key, value, card=card)

    def both_in(self, first: dict[str, float | None], second: dict[str, float | None]) -> None:
        """Ask Ines, and submit both."""
        second_ratings.ask(self.hub.wb, self.attempt, rater="Ines", why="it is close")
        self.rate(FIRST, **first)
        self.rate(SECOND, **second)
        second_ratings.submit(self.hub.wb, self.attempt, FIRST)
        second_ratings.submit(self.hub.wb, self.attempt, SECOND)

    def sheet(self) -> Sheet:
        """The sheet as the workbook has it."""
        return attempts.sheet(self.hub.wb, self.attempt)


@pytest.fixture
def two(hub: Hub) -> Two:
    """Joan at the phone interview, nothing entered yet."""
    return begun(hub)


def begun(hub: Hub) -> Two:
    """Joan at the phone interview, nothing entered yet."""
    application = hub.put_on()
    hub.take_to(application, MilestoneId.PHONE)
    return Two(hub, attempts.open_or_start(hub.wb, application), hub.stands(application)["person"])


# asking --------------------------------------------------------------------------------------------------------------


def test_the_first_rater_is_not_their_own_second(two: Two) -> None:
    with pytest.raises(BadInput, match="somebody else"):
        second_ratings.ask(two.hub.wb, two.attempt, rater=" noor ")
    second_ratings.ask(two.hub.wb, two.attempt)
    with pytest.raises(BadInput, match="somebody else"):
        second_ratings.begin(two.hub.wb, two.attempt, "NOOR")
    second_ratings.begin(two.hub.wb, two.attempt, "Ines")
    assert two.sheet().cards[SECOND].rater == "Ines"


def test_a_second_look_is_asked_for_once(two: Two) -> None:
    second_ratings.ask(two.hub.wb, two.attempt, rater="Ines")
    with pytest.raises(Conflict, match="asked for already"):
        second_ratings.ask(two.hub.wb, two.attempt)
    with pytest.raises(Conflict, match="asked for already"):
        second_ratings.ask_in_band(two.hub.wb, two.attempt)


def test_the_band_submits_the_first_rating_and_asks_for_the_second_by_itself(two: Two) -> None:
    two.rate(FIRST)
    assert two.sheet().assessment.proposal is Proposal.BORDERLINE
    second_ratings.ask_in_band(two.hub.wb, two.attempt)
    first, second = two.sheet().cards
    assert first.submitted_at == two.hub.clock.now
    assert (second.rater, second.submitted_at) == ("", 0)
    assert "within 5 of the pass mark" in second.why
    history.undo(two.hub.wb)
    assert two.sheet().cards == ()


def test_another_may_sit_down_until_something_is_entered(two: Two) -> None:
    second_ratings.ask(two.hub.wb, two.attempt, rater="Ines")
    second_ratings.begin(two.hub.wb, two.attempt, "Omar")
    attempts.rate(two.hub.wb, two.attempt, "ph.clarity", 4, card=SECOND)
    with pytest.raises(Conflict, match="Omar has begun"):
        second_ratings.begin(two.hub.wb, two.attempt, "Ines")
    second_ratings.begin(two.hub.wb, two.attempt, "omar")


def test_nobody_enters_on_a_card_that_nobody_sits_at(two: Two) -> None:
    with pytest.raises(Conflict, match="No second rating"):
        attempts.rate(two.hub.wb, two.attempt, "ph.clarity", 4, card=SECOND)
    second_ratings.ask(two.hub.wb, two.attempt)
    with pytest.raises(Conflict, match="Nobody has sat down"):
        attempts.rate(two.hub.wb, two.attempt, "ph.clarity", 4, card=SECOND)


def test_a_request_is_taken_back_with_what_was_entered_for_it_and_undo_brings_it_again(two: Two) -> None:
    second_ratings.ask(two.hub.wb, two.attempt, rater="Ines")
    two.rate(FIRST)
    two.rate(SECOND, clarity=5)
    second_ratings.submit(two.hub.wb, two.attempt, FIRST)
    second_ratings.take_back(two.hub.wb, two.attempt)
    assert two.sheet().cards == ()
    assert two.hub.value("select count(*) from rating where card = 1") == 0
    attempts.rate(two.hub.wb, two.attempt, "ph.clarity", 4)
    history.undo(two.hub.wb)
    history.undo(two.hub.wb)
    assert [card.rater for card in two.sheet().cards] == ["Noor", "Ines"]
    assert second_ratings.sheet_for(two.hub.wb, two.attempt, SECOND).entered == 7


def test_a_request_stands_once_the_second_rating_is_in(two: Two) -> None:
    two.both_in({}, {})
    with pytest.raises(Conflict, match="was submitted"):
        second_ratings.take_back(two.hub.wb, two.attempt)


# alone ---------------------------------------------------------------------------------------------------------------


def seen(sheet: Sheet) -> dict[str, Any]:
    """What a sheet tells of anything that was entered."""
    return {
        "ratings": {line.criterion.id: line.rating for line in sheet.lines if line.rating},
        "evidence": {line.criterion.id: line.evidence for line in sheet.lines if line.evidence != Evidence()},
        "criticals": [noted.quote for noted in sheet.criticals],
        "score": sheet.assessment.score,
        "note": sheet.note,
        "made": sheet.made,
    }


NOTHING: dict[str, Any] = {
    "ratings": {},
    "evidence": {},
    "criticals": [],
    "score": None,
    "note": "",
    "made": frozenset(),
}


def test_the_second_sheet_shows_nothing_of_the_first_and_the_first_nothing_of_the_second(two: Two) -> None:
    wb = two.hub.wb
    two.rate(FIRST, clarity=5)
    attempts.evidence(wb, two.attempt, "ph.clarity", moment="at the start", act="said every word")
    attempts.note(wb, two.attempt, "the best so far")
    own = seen(second_ratings.sheet_for(wb, two.attempt))
    second_ratings.ask(wb, two.attempt, rater="Ines")
    assert seen(second_ratings.sheet_for(wb, two.attempt, SECOND)) == NOTHING
    attempts.rate(wb, two.attempt, "ph.clarity", 1, card=SECOND)
    attempts.evidence(wb, two.attempt, "ph.clarity", card=SECOND, moment="at the end")
    assert seen(second_ratings.sheet_for(wb, two.attempt)) == own


def test_critical_errors_stay_on_the_sheet_they_were_noted_on_until_both_are_in(two: Two) -> None:
    wb = two.hub.wb
    error = two.sheet().milestone.critical_errors[0].id
    second_ratings.ask(wb, two.attempt, rater="Ines")
    attempts.critical(wb, two.attempt, error, "the first one's", second="Omar")
    attempts.critical(wb, two.attempt, error, "the second one's", card=SECOND)
    with pytest.raises(BadInput, match="somebody else"):
        attempts.critical(wb, two.attempt, error, "again", second="Ines", card=SECOND)
    assert seen(second_ratings.sheet_for(wb, two.attempt))["criticals"] == ["the first one's"]
    assert seen(second_ratings.sheet_for(wb, two.attempt, SECOND))["criticals"] == ["the second one's"]
    assert [row.quote for row in today.snapshot(wb).unconfirmed.rows] == []
    two.rate(FIRST)
    two.rate(SECOND)
    second_ratings.submit(wb, two.attempt, FIRST)
    second_ratings.submit(wb, two.attempt, SECOND)
    assert seen(two.sheet())["criticals"] == ["the first one's", "the second one's"]
    assert [(row.quote, row.who) for row in today.snapshot(wb).unconfirmed.rows] == [("the second one's", "Ines")]


def test_at_another_machine_everybody_sees_their_own_and_nobody_elses(two: Two, colleague: Hub, where: str) -> None:
    two.rate(FIRST, clarity=5)
    second_ratings.ask(two.hub.wb, two.attempt)
    assert seen(second_ratings.sheet_for(colleague.wb, two.attempt)) == NOTHING
    assert second_ratings.sheet_for(colleague.wb, two.attempt).closed
    assert not second_ratings.asks_name(colleague.wb, two.attempt)
    assert second_ratings.asks_name(two.hub.wb, two.attempt)
    second_ratings.begin(colleague.wb, two.attempt)
    attempts.rate(colleague.wb, two.attempt, "ph.clarity", 2, card=SECOND)
    mine = second_ratings.sheet_for(colleague.wb, two.attempt)
    assert (mine.card, mine.by) == (SECOND, "Ines")
    assert [rating.value for rating in seen(mine)["ratings"].values()] == [2]
    third = make_hub(where, "Omar", two.hub.clock)
    assert seen(second_ratings.sheet_for(third.wb, two.attempt)) == NOTHING
    third.wb.close()


def test_history_and_the_look_back_tell_nothing_before_both_are_in(two: Two, colleague: Hub) -> None:
    two.rate(FIRST, clarity=5)
    second_ratings.ask(two.hub.wb, two.attempt, rater="Ines")
    two.rate(SECOND, clarity=1)
    told = "\n".join(entry.said for entry in history.of_person(colleague.wb, two.person, 40))
    assert "clarity" not in told
    assert "rated on the sheet of the phone interview, attempt 1, alone" in told
    groups = [
        group
        for entry in history.of_person(colleague.wb, two.person, 40)
        for group in history.details(colleague.wb, two.person, entry.act).groups
        if group.title.endswith(", phone interview, attempt 1") and "rating" not in group.title
    ]
    assert len(groups) == 14
    assert {tuple(one.label for one in group.fields) for group in groups} == {("Rated alone",)}
    review = reviewing.review(colleague.wb, two.attempt)
    assert seen(review.sheet) == NOTHING
    assert review.open_number == 1
    second_ratings.submit(two.hub.wb, two.attempt, FIRST)
    second_ratings.submit(two.hub.wb, two.attempt, SECOND)
    told = "\n".join(entry.said for entry in history.of_person(colleague.wb, two.person, 40))
    assert "rated " in told
    assert "alone" not in told


STEPS = ("first", "second", "submit first", "submit second", "evidence", "critical", "note", "undo")


@pytest.fixture
def session(where: str) -> Hub:
    """One workbook for many tries."""
    return make_hub(where)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(STEPS), min_size=4, max_size=12))
def test_nothing_of_one_is_seen_by_the_other_in_whatever_order_things_happen(session: Hub, steps: list[str]) -> None:
    two = begun(session)
    wb, error = session.wb, two.sheet().milestone.critical_errors[0].id
    second_ratings.ask(wb, two.attempt, rater="Ines")
    asked = wb.store.acts(1)[0].seq
    does: dict[str, Any] = {
        "first": lambda: two.rate(FIRST, clarity=5),
        "second": lambda: two.rate(SECOND, clarity=1),
        "submit first": lambda: second_ratings.submit(wb, two.attempt, FIRST),
        "submit second": lambda: second_ratings.submit(wb, two.attempt, SECOND),
        "evidence": lambda: attempts.evidence(wb, two.attempt, "ph.clarity", act="the first one's"),
        "critical": lambda: attempts.critical(wb, two.attempt, error, "the first one's"),
        "note": lambda: attempts.note(wb, two.attempt, "the first one's"),
        "undo": lambda: history.undo(wb) if wb.store.acts(1)[0].seq > asked else None,
    }
    for step in steps:
        try:
            does[step]()
        except WorkbookError:
            continue
        now = two.sheet()
        if not now.waits:
            continue
        theirs = second_ratings.sheet_for(wb, two.attempt, SECOND)
        own = second_ratings.sheet_for(wb, two.attempt)
        assert "the first one's" not in str(seen(theirs))
        assert {one.value for one in seen(theirs)["ratings"].values()} <= {1.0, 3.0}
        assert {one.value for one in seen(own)["ratings"].values()} <= {5.0, 3.0}
        with pytest.raises(Conflict, match="once both are in"):
            second_ratings.compare(wb, two.attempt)
        with pytest.raises(WorkbookError):
            decisions.decide(wb, two.attempt, Result.PASSED)


# submitting ----------------------------------------------------------------------------------------------------------


def test_only_a_whole_card_is_submitted_and_then_it_stands(two: Two) -> None:
    second_ratings.ask(two.hub.wb, two.attempt, rater="Ines")
    attempts.rate(two.hub.wb, two.attempt, "ph.clarity", 4)
    with pytest.raises(Conflict, match="6 of 7 are not rated yet"):
        second_ratings.submit(two.hub.wb, two.attempt, FIRST)
    two.rate(FIRST)
    assert second_ratings.submit(two.hub.wb, two.attempt, FIRST) is False
    with pytest.raises(Conflict, match="was submitted"):
        attempts.rate(two.hub.wb, two.attempt, "ph.clarity", 5)
    with pytest.raises(Conflict, match="was submitted"):
        second_ratings.submit(two.hub.wb, two.attempt, FIRST)
    two.rate(SECOND)
    assert second_ratings.submit(two.hub.wb, two.attempt, SECOND) is True


# together ------------------------------------------------------------------------------------------------------------


def test_the_mean_of_both_stands_with_no_second_band(two: Two) -> None:
    two.both_in({"clarity": 2}, {"clarity": 3})
    found = two.sheet()
    clarity = next(line for line in found.lines if line.criterion.id == "ph.clarity")
    assert clarity.rating is not None
    assert clarity.rating.value == 2.5
    assert found.assessment.proposal is Proposal.NOT_YET
    assert "as the mean of two" in found.assessment.reason
    decided = decisions.decide(two.hub.wb, two.attempt, Result.NOT_YET)
    stored = two.hub.rows("select points, proposal from attempt where id = :id", id=two.attempt)[0]
    assert stored["points"] == pytest.approx(found.assessment.score)
    assert decided.retest is not None
    assert (decided.retest - two.hub.wb.today()).days == 7


def test_the_slip_is_drafted_from_the_ratings_and_the_evidence_of_both(two: Two) -> None:
    wb = two.hub.wb
    second_ratings.ask(wb, two.attempt, rater="Ines")
    two.rate(FIRST, clarity=1, listening=5)
    two.rate(SECOND, clarity=1, listening=5)
    attempts.evidence(wb, two.attempt, "ph.clarity", moment="at the start")
    told = {"moment": "on question 2", "act": "said half a sentence", "effect": "A caller would ask again"}
    attempts.evidence(wb, two.attempt, "ph.clarity", card=SECOND, **told)
    second_ratings.submit(wb, two.attempt, SECOND)
    second_ratings.submit(wb, two.attempt, FIRST)
    decided = decisions.decide(wb, two.attempt, Result.NOT_YET)
    view = slips.view(wb, decided.slip)
    point = next(one for one in view.draft.improvements if one.criterion == "ph.clarity")
    assert point.evidence.moment == "on question 2"
    assert "ph.listening" in [one.criterion for one in view.draft.strengths]


def test_what_counts_elsewhere_is_the_mean(two: Two) -> None:
    two.both_in({"clarity": 5, "listening": 5}, {"clarity": 4, "listening": 5})
    decisions.decide(two.hub.wb, two.attempt, Result.PASSED)
    with two.hub.wb.store.read() as tx:
        past = fitting.past_of(two.hub.wb, tx, two.person)[-1]
    assert past.values["ph.clarity"] == 4.5


def test_the_comparison_names_what_to_talk_over_first(two: Two) -> None:
    two.both_in({"clarity": 5, "energy": None}, {"clarity": 3, "listening": 4, "energy": 1})
    found = second_ratings.compare(two.hub.wb, two.attempt)
    assert [row.criterion.id for row in found.rows if row.talk_over] == ["ph.clarity"]
    assert found.rows[0].criterion.id == "ph.clarity"
    assert (found.first.rater, found.second.rater, found.to_talk_over) == ("Noor", "Ines", 1)
    energy = next(row for row in found.rows if row.criterion.id == "ph.energy")
    assert energy.final is not None
    assert energy.final.value == 1


def test_each_changes_once_with_a_reason_and_both_versions_are_kept(two: Two) -> None:
    wb = two.hub.wb
    two.both_in({"clarity": 5}, {"clarity": 2})
    with pytest.raises(BadInput, match="Say why"):
        second_ratings.change(wb, two.attempt, "ph.clarity", FIRST, 4, " ")
    second_ratings.change(wb, two.attempt, "ph.clarity", FIRST, 4, "two words were lost")
    with pytest.raises(Conflict, match="changed already"):
        second_ratings.change(wb, two.attempt, "ph.clarity", FIRST, 3, "again")
    second_ratings.change(wb, two.attempt, "ph.clarity", SECOND, 3, "it was the line")
    with pytest.raises(Conflict, match="close enough"):
        second_ratings.change(wb, two.attempt, "ph.listening", SECOND, 3, "also")
    row = second_ratings.compare(wb, two.attempt).rows[0]
    assert (row.first.rating, row.second.rating) != (None, None)
    assert [change.was.value for change in row.changed if change] == [5, 2]
    assert [change.why for change in row.changed if change] == ["two words were lost", "it was the line"]
    assert row.final is not None
    assert row.final.value == 3.5
    told = [entry.said for entry in history.of_person(wb, two.person, 3)]
    assert any(said.endswith("of Ines from 2 to 3: it was the line") for said in told)
    history.undo(wb)
    history.undo(wb)
    row = second_ratings.compare(wb, two.attempt).rows[0]
    assert row.changed == (None, None)
    assert row.final is not None
    assert row.final.value == 3.5


def test_a_change_can_be_to_not_observed_and_a_wrong_value_is_refused(two: Two) -> None:
    two.both_in({"clarity": 5}, {"clarity": 2})
    with pytest.raises(BadInput):
        second_ratings.change(two.hub.wb, two.attempt, "ph.clarity", FIRST, 9, "why not")
    second_ratings.change(two.hub.wb, two.attempt, "ph.clarity", FIRST, None, "the line broke")
    row = second_ratings.compare(two.hub.wb, two.attempt).rows[0]
    assert row.final is not None
    assert row.final.value == 2


# deciding ------------------------------------------------------------------------------------------------------------


def test_nothing_is_decided_while_somebody_rates_alone(two: Two) -> None:
    two.rate(FIRST, clarity=5, listening=5)
    second_ratings.ask(two.hub.wb, two.attempt, rater="Ines")
    with pytest.raises(Conflict, match="the rating of Ines is not in yet"):
        decisions.decide(two.hub.wb, two.attempt, Result.PASSED, reason="I am sure")


def test_one_decides_alone_with_a_reason_where_nobody_has_sat_down(two: Two) -> None:
    two.rate(FIRST)
    second_ratings.ask_in_band(two.hub.wb, two.attempt)
    with pytest.raises(NeedsReason, match="nobody has begun it"):
        decisions.decide(two.hub.wb, two.attempt, Result.PASSED)
    decided = decisions.decide(two.hub.wb, two.attempt, Result.PASSED, reason="Ines is ill")
    assert decided.result is Result.PASSED
    assert two.sheet().assessment.score == pytest.approx(50)


def test_a_fault_of_ours_is_void_whoever_still_rates(two: Two) -> None:
    second_ratings.ask(two.hub.wb, two.attempt, rater="Ines")
    two.rate(SECOND)
    decisions.decide(two.hub.wb, two.attempt, Result.VOID, reason="the line was dead")
    assert today.snapshot(two.hub.wb).second_looks.count == 0
    assert seen(second_ratings.sheet_for(two.hub.wb, two.attempt))["ratings"] == {}


def test_a_second_scenario_is_the_same_raters_and_may_differ_as_it_will(two: Two) -> None:
    wb = two.hub.wb
    two.rate(FIRST)
    second_ratings.ask(wb, two.attempt, kind=LookKind.SCENARIO, scenario="mc.refund")
    second_ratings.begin(wb, two.attempt)
    two.rate(SECOND, clarity=5)
    second_ratings.submit(wb, two.attempt, FIRST)
    second_ratings.submit(wb, two.attempt, SECOND)
    found = second_ratings.compare(wb, two.attempt)
    assert (found.second.rater, found.second.kind) == ("Noor", LookKind.SCENARIO)
    assert found.to_talk_over == 0
    assert found.sheet.assessment.proposal is Proposal.PASSED


def test_a_rating_changed_after_the_decision_takes_a_reason_and_keeps_what_it_was(two: Two) -> None:
    wb = two.hub.wb
    two.rate(FIRST, clarity=5, listening=5)
    with pytest.raises(Conflict, match="is open"):
        second_ratings.correct(wb, two.attempt, "ph.clarity", 4, "a slip of the hand")
    decisions.decide(wb, two.attempt, Result.PASSED)
    before = two.hub.value("select points from attempt where id = :id", id=two.attempt)
    with pytest.raises(BadInput, match="Say why"):
        second_ratings.correct(wb, two.attempt, "ph.clarity", 4, "")
    second_ratings.correct(wb, two.attempt, "ph.clarity", 4, "a slip of the hand")
    after = two.hub.rows("select points, result from attempt where id = :id", id=two.attempt)[0]
    assert after["points"] < before
    assert after["result"] == Result.PASSED
    assert two.hub.rows("select value, why, who from revision") == [
        {"value": 5.0, "why": "a slip of the hand", "who": "Noor"}
    ]
    history.undo(wb)
    assert two.hub.value("select points from attempt where id = :id", id=two.attempt) == before


# Today ---------------------------------------------------------------------------------------------------------------


def test_today_says_what_waits_until_it_is_decided(two: Two) -> None:
    wb = two.hub.wb

    def waits() -> list[tuple[str, bool, bool]]:
        return [(row.second, row.first_in, row.second_in) for row in today.snapshot(wb).second_looks.rows]

    assert waits() == []
    two.rate(FIRST)
    second_ratings.ask_in_band(wb, two.attempt)
    assert waits() == [("", True, False)]
    with wb.store.read() as tx:
        assert due.drafts(wb, tx) == []
    second_ratings.begin(wb, two.attempt, "Ines")
    two.rate(SECOND, clarity=5)
    second_ratings.submit(wb, two.attempt, SECOND)
    assert waits() == [("Ines", True, True)]
    decisions.decide(wb, two.attempt, Result.PASSED)
    assert waits() == []
    history.undo(wb)
    assert waits() == [("Ines", True, True)]


def test_today_holds_critical_errors_until_their_second_name_or_until_they_do_not_stand(two: Two) -> None:
    wb = two.hub.wb
    error = two.sheet().milestone.critical_errors[0].id
    first = attempts.critical(wb, two.attempt, error, "said it")
    second = attempts.critical(wb, two.attempt, error, "said it twice")

    def waits() -> list[tuple[int, bool]]:
        return [(row.critical, row.on_hold) for row in today.snapshot(wb).unconfirmed.rows]

    assert waits() == [(first, False), (second, False)]
    attempts.clear_critical(wb, second, "it was the customer")
    assert waits() == [(first, False)]
    decisions.decide(wb, two.attempt, Result.ON_HOLD, reason="to be looked into")
    assert waits() == [(first, True)]
    attempts.confirm_critical(wb, first, "Ines")
    assert waits() == []
    history.undo(wb)
    assert waits() == [(first, True)]


# undo ----------------------------------------------------------------------------------------------------------------


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(back=st.integers(1, 12), forth=st.integers(0, 12))
def test_everything_is_taken_back_and_done_again_step_by_step(session: Hub, back: int, forth: int) -> None:
    two = begun(session)
    wb = session.wb
    states = [stored(session, two.attempt)]
    error = two.sheet().milestone.critical_errors[-1].id
    steps: list[Callable[[], object]] = [
        lambda: attempts.rate(wb, two.attempt, "ph.clarity", 5),
        lambda: second_ratings.ask(wb, two.attempt, rater="Ines"),
        lambda: attempts.rate(wb, two.attempt, "ph.clarity", 1, card=SECOND),
        lambda: attempts.critical(wb, two.attempt, error, "so", card=SECOND),
        lambda: second_ratings.take_back(wb, two.attempt),
        lambda: second_ratings.ask(wb, two.attempt, kind=LookKind.SCENARIO),
        lambda: attempts.rate(wb, two.attempt, "ph.clarity", 2, card=SECOND),
    ]
    for step in steps:
        step()
        states.append(stored(session, two.attempt))
    back = min(back, len(steps))
    for number in range(1, back + 1):
        history.undo(wb)
        assert stored(session, two.attempt) == states[-1 - number]
    for number in range(min(forth, back)):
        history.redo(wb)
        assert stored(session, two.attempt) == states[len(steps) - back + number + 1]


def stored(hub: Hub, attempt: int) -> list[dict[str, Any]]:
    """All that is stored for an attempt, but for how often it was written."""
    rows = [
        row
        for table in ("card", "rating", "critical", "revision")
        for row in hub.rows(f"select * from {table} where attempt = :a order by id", a=attempt)
    ]
    return [{name: value for name, value in row.items() if name not in ("version", "act")} for row in rows]
