"""The first draft: who is praised for what, what to work on, and with which drill."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.model.catalogue import Chip, Tip
from domain.model.slip import Evidence
from domain.model.terms import MilestoneId, Result, State
from domain.rules.composing import plain_words
from domain.rules.drafting import (
    LastSlip,
    SlipFacts,
    alternatives,
    decisive_gaps,
    draft,
    next_tips,
    strongest,
    with_drill,
)
from tests.rules.builders import COACHING, all_at, criterion, exam, milestone, mock_call, phone, rated
from tests.rules.slip_builders import composed, facts, shipped

SEEN = Evidence("at the start", "did something", "It helps a caller")
CALL: dict[str, float] = {
    "mc.open": 4,
    "mc.verify": 5,
    "mc.probe": 2,
    "mc.empathy": 3,
    "mc.resolve": 3,
    "mc.control": 1,
}


def call(values: dict[str, float], result: Result = Result.NOT_YET, **more: object) -> SlipFacts:
    evidence = dict.fromkeys(values, SEEN)
    return facts(mock_call(), rated(values), result, evidence, **more)


def worked_on(given: SlipFacts) -> list[str]:
    return [point.criterion for point in draft(given).improvements]


def praised(given: SlipFacts) -> list[str]:
    return [point.criterion for point in draft(given).strengths]


def test_the_two_largest_weighted_gaps_are_worked_on() -> None:
    # gaps: probe 20 x 75, resolve 20 x 50, control 10 x 100, empathy 15 x 50
    given = call(CALL)
    assert worked_on(given) == ["mc.probe", "mc.resolve"]
    assert [point.gap for point in draft(given).improvements] == [1500, 1000]


def test_the_highest_weighted_strength_comes_first() -> None:
    # weight x points: verify 10 x 100, empathy 15 x 75, open 10 x 75
    given = call({**CALL, "mc.empathy": 4, "mc.resolve": 2})
    assert praised(given) == ["mc.empathy", "mc.verify"]
    assert strongest(given) == "mc.empathy"


def test_strengths_with_evidence_go_before_those_without() -> None:
    given = facts(mock_call(), rated(dict(CALL)), evidence={"mc.open": SEEN})
    assert praised(given) == ["mc.open"]


def test_a_strength_without_evidence_is_proposed_when_there_is_no_other() -> None:
    given = facts(mock_call(), rated(dict(CALL)))
    (point,) = draft(given).strengths
    assert (point.criterion, point.evidence.act, point.text) == ("mc.verify", "", "Your verify helps a caller.")


def test_a_missed_minimum_is_worked_on_before_larger_gaps() -> None:
    given = facts(phone(), rated({"ph.clarity": 1, "ph.strengths": 1, "ph.confidence": 1, "ph.energy": 4}))
    heavy = facts(mock_call(), rated({**CALL, "mc.resolve": 1, "mc.probe": 1, "mc.empathy": 1}))
    assert decisive_gaps(given)[0] == "ph.clarity"
    assert decisive_gaps(heavy)[0] == "mc.resolve"
    assert worked_on(heavy)[0] == "mc.resolve"


def test_a_person_below_the_standard_everywhere_still_has_a_strength_but_no_praise_that_is_not_true() -> None:
    given = facts(mock_call(), rated({"mc.open": 2, "mc.probe": 1, "mc.resolve": 1, "mc.empathy": 1}))
    (point,) = draft(given).strengths
    assert (point.criterion, point.text) == ("mc.open", "")


def test_one_criterion_stays_free_for_the_praise() -> None:
    given = facts(mock_call(), rated({"mc.open": 2, "mc.probe": 1}))
    assert (worked_on(given), praised(given)) == (["mc.probe"], ["mc.open"])


def test_a_pass_is_asked_for_work_that_can_be_shown() -> None:
    values = {"mc.open": 5, "mc.probe": 3, "mc.resolve": 4, "mc.empathy": 5}
    given = facts(mock_call(), rated(values), Result.PASSED, {"mc.resolve": SEEN, "mc.open": SEEN})
    assert worked_on(given) == ["mc.resolve"]


def test_a_perfect_pass_keeps_a_drill_and_stays_true() -> None:
    of = mock_call()
    given = facts(of, all_at(of, 5), Result.PASSED, {"mc.probe": SEEN})
    (point,) = draft(given).improvements
    assert point.gap == 0
    assert point.drill
    assert point.evidence.act == "did well on every point that we look for"
    assert point.criterion not in praised(given)


def test_a_perfect_pass_takes_up_a_coaching_point_where_there_is_one() -> None:
    of = milestone(criteria=(criterion("xx.one", 50), criterion("xx.two", 50), criterion("xx.reach", 0, COACHING)))
    given = facts(of, rated({"xx.one": 5, "xx.two": 5}), Result.PASSED)
    assert worked_on(given) == ["xx.reach"]


def test_numbers_become_evidence_without_typing() -> None:
    values: dict[str, float | None] = {"ex.typing_speed": 24, "ex.listening": 90, "ex.spoken_level": 3}
    drafted = draft(facts(shipped(MilestoneId.EXAM), rated(values)))
    told = {point.criterion: point.evidence for point in drafted.improvements}
    assert told["ex.typing_speed"].act == "typed 24 words a minute, and this account needs 30"
    assert told["ex.spoken_level"].act == "spoke at level B1, and this account needs B2"
    assert drafted.strengths[0].evidence.act == "got 90 percent right, and this account needs 70"
    assert all("cut-off" not in evidence.act and "point" not in evidence.act for evidence in told.values())


def test_typed_evidence_goes_before_the_measure_and_keeps_its_moment() -> None:
    of = shipped(MilestoneId.EXAM)
    values: dict[str, float | None] = {"ex.typing_speed": 24, "ex.listening": 90}
    typed = facts(of, rated(values), evidence={"ex.typing_speed": Evidence("in minute two", "looked at the keys")})
    moment = facts(of, rated(values), evidence={"ex.typing_speed": Evidence("in minute two")})
    assert draft(typed).improvements[0].evidence.act == "looked at the keys"
    assert draft(moment).improvements[0].evidence.moment == "in minute two"
    assert draft(moment).improvements[0].evidence.act.startswith("typed 24")


def test_an_empty_effect_falls_back_on_why_it_matters() -> None:
    given = facts(mock_call(), rated(dict(CALL)), evidence={"mc.probe": Evidence("at the start", "did not ask")})
    assert draft(given).improvements[0].evidence.effect == "A gap in probe costs a caller time."


def test_what_was_not_seen_stays_empty() -> None:
    evidence = draft(facts(mock_call(), rated(dict(CALL)))).improvements[0].evidence
    assert (evidence.moment, evidence.act) == ("", "")


def test_a_chip_that_speaks_for_the_other_side_is_not_used() -> None:
    good = Chip("asked", True, "asked two questions", "That finds the cause.")
    poor = Chip("guessed", False, "guessed the cause", "The caller may call again.")
    of = milestone(criteria=(criterion("xx.probe", 50, chips=(good, poor)), criterion("xx.open", 50)))
    values = rated({"xx.probe": 3, "xx.open": 5})
    praise = facts(of, values, evidence={"xx.probe": Evidence(act="asked two questions"), "xx.open": SEEN})
    gap = facts(of, values, evidence={"xx.probe": Evidence(act="guessed the cause"), "xx.open": SEEN})
    assert draft(praise).improvements[0].evidence.act == ""
    assert draft(gap).improvements[0].evidence.act == "guessed the cause"


def test_the_drill_of_the_last_slip_is_not_given_again() -> None:
    given = call(CALL, last=LastSlip(frozenset({("mc.probe", 0)})))
    assert draft(given).improvements[0].tip == 1
    assert draft(given).improvements[1].tip == 0


@settings(max_examples=60, deadline=None)
@given(
    st.fixed_dictionaries({one.id: st.integers(1, 5) for one in mock_call().criteria}),
    st.sampled_from([Result.PASSED, Result.NOT_YET]),
    st.frozensets(st.tuples(st.sampled_from([one.id for one in mock_call().criteria]), st.integers(0, 1))),
    st.booleans(),
)
def test_no_draft_repeats_a_drill_praises_what_it_asks_for_or_comes_empty_handed(
    values: dict[str, float], result: Result, used: frozenset[tuple[str, int]], seen: bool
) -> None:
    of = mock_call()
    values["mc.verify"] = 5 if values["mc.verify"] > 2 else 1
    evidence = dict.fromkeys(values, SEEN) if seen else {}
    drafted = draft(facts(of, rated(dict(values)), result, evidence, last=LastSlip(used)))

    for point in drafted.improvements:
        unused = [at for at in (0, 1) if (point.criterion, at) not in used]
        assert point.tip in unused or not unused
    assert {point.criterion for point in drafted.strengths}.isdisjoint(p.criterion for p in drafted.improvements)
    assert 1 <= len(drafted.strengths) <= 3
    assert 1 <= len(drafted.improvements) <= 3
    assert drafted.next_tip


@pytest.mark.parametrize("result", [Result.NO_SHOW, Result.VOID, Result.ON_HOLD, Result.INCOMPLETE])
def test_a_short_slip_still_carries_a_tip(result: Result) -> None:
    milestone = mock_call()
    drafted = draft(facts(milestone, (), result))
    assert (drafted.strengths, drafted.improvements) == ((), ())
    # Who did not come gets ready for it; the others have been there.
    tips = milestone.arrive_tips if result is Result.NO_SHOW else milestone.retake_tips
    assert drafted.next_tip == tips[0]


def test_an_attempt_on_hold_keeps_what_was_seen() -> None:
    drafted = draft(call(CALL, Result.ON_HOLD))
    assert drafted.strengths
    assert drafted.improvements


def test_an_attempt_that_does_not_count_says_nothing_about_it() -> None:
    drafted = draft(call(CALL, Result.VOID, last=LastSlip(points={"mc.probe": 0})))
    assert (drafted.strengths, drafted.improvements, drafted.better) == ((), (), "")


def test_an_attempt_decided_before_any_rating_still_gives_a_drill() -> None:
    drafted = draft(facts(mock_call(), (), critical_text="The call ended early."))
    assert [point.criterion for point in drafted.improvements] == ["mc.probe"]
    assert drafted.improvements[0].drill


def test_after_a_not_yet_the_tip_is_for_the_retake() -> None:
    assert draft(call(CALL)).next_tip == "Listen once to your last try."


def test_after_a_pass_the_tip_is_the_weakest_criterions_when_it_speaks_of_the_next_milestone() -> None:
    given = call(CALL, Result.PASSED, following=shipped(MilestoneId.SERVICE))
    assert draft(given).next_tip == "Bring your probe to the next step."
    assert draft(given).next_milestone is MilestoneId.SERVICE


def test_a_pass_to_a_milestone_that_no_tip_speaks_of_takes_a_tip_written_for_it() -> None:
    final = shipped(MilestoneId.FINAL)
    assert draft(call(CALL, Result.PASSED, following=final)).next_tip == final.arrive_tips[0]


def test_a_tip_that_names_another_milestone_is_left_out() -> None:
    of = shipped(MilestoneId.IN_PERSON)
    given = facts(of, all_at(of, 3), Result.PASSED, following=shipped(MilestoneId.EXAM))
    tips = next_tips(given)
    assert of.criterion("ip.warmth").next_tip not in tips
    assert of.criterion("ip.structure").next_tip in tips


def test_the_tip_of_the_last_slip_goes_to_the_end() -> None:
    of = replace(mock_call(), retake_tips=("First tip.", "Second tip."))
    given = facts(of, rated(dict(CALL)), last=LastSlip(next_tip="First tip."))
    assert next_tips(given) == ("Second tip.", "First tip.")


def test_at_the_end_of_the_road_the_tip_is_for_day_one() -> None:
    of = shipped(MilestoneId.OFFER)
    values = rated({one.id: 5 if one.id != "jo.documents" else 60 for one in of.criteria})
    drafted = draft(facts(of, values, Result.PASSED, ending=State.HIRED))
    assert drafted.next_tip == of.criterion("jo.documents").next_tip


def test_what_got_better_is_told_in_the_catalogues_words_where_it_meets_the_standard() -> None:
    given = call({**CALL, "mc.language": 4}, last=LastSlip(points={"mc.language": 25.0, "mc.probe": 0.0}))
    assert draft(given).better == "your language helps a caller."


def test_a_gain_that_is_still_a_gap_is_named_and_not_praised() -> None:
    given = call(CALL, last=LastSlip(points={"mc.probe": 0.0}))
    assert draft(given).better == "probe"


def test_nothing_got_better_says_nothing() -> None:
    assert draft(call(CALL, last=LastSlip(points={"mc.probe": 100.0}))).better == ""
    assert draft(call(CALL)).better == ""


def test_other_accounts_are_offered_after_a_not_yet_only() -> None:
    assert draft(call(CALL, other_accounts=("Bank",))).other_accounts == ("Bank",)
    assert draft(call(CALL, Result.PASSED, other_accounts=("Bank",))).other_accounts == ()


def test_alternatives_are_ranked_and_hold_nothing_that_is_in_the_draft() -> None:
    given = call(CALL)
    drafted = draft(given)
    others = alternatives(given, drafted)
    assert [point.criterion for point in others.strengths] == ["mc.empathy"]
    assert [point.criterion for point in others.improvements] == ["mc.control", "mc.empathy"]
    assert [point.tip for point in others.drills["mc.probe"]] == [1]
    assert drafted.next_tip not in others.next_tips


def test_a_drill_can_be_swapped() -> None:
    point = draft(call(CALL)).improvements[0]
    of = replace(mock_call().criterion("mc.probe"), tips=(Tip(1, "a", "b"), Tip(2, "Say it.", "Aim for two.")))
    swapped = with_drill(point, of, 1)
    assert (swapped.tip, swapped.minutes, swapped.drill, swapped.target) == (1, 2, "Say it.", "Aim for two.")
    with pytest.raises(IndexError):
        with_drill(point, of, 2)


def test_no_points_ever_reach_the_words() -> None:
    of = exam()
    values = rated({one.id: 71.5 if one.scoring.unit == "percent" else 3.5 for one in of.criteria})
    given = facts(of, values)
    text = plain_words(composed(replace(draft(given), milestone=MilestoneId.EXAM)))
    assert "71.5" in text
    for score in given.assessment.scores:
        assert score.points is None or score.points in (0, 100) or f"{score.points:.1f}" not in text
