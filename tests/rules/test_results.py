"""What the rules propose, in which order, and what they say about it."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model.errors import BadInput
from domain.model.score import Assessment, CriticalFact, Rating
from domain.model.terms import ErrorEffect, MilestoneId, Proposal
from domain.rules.results import assess, combine, hurdles_of, level_name, rater_lean, second_look
from tests.rules.builders import (
    CEFR,
    CHECK,
    COACHING,
    LATENESS,
    UNITS,
    account,
    all_at,
    criterion,
    exam,
    fact,
    milestone,
    mock_call,
    phone,
    rated,
)

GOOD_EXAM: dict[str, float | None] = {
    "ex.typing_speed": 38,
    "ex.typing_accuracy": 97,
    "ex.listening": 85,
    "ex.reading": 85,
    "ex.grammar": 85,
    "ex.spoken_level": 4.5,
    "ex.data_entry": 95,
    "ex.policy": 85,
}
HURDLES: dict[str, float | str] = {"cefr": "B2", "wpm": 30, "typing_accuracy": 94, "listening": 70}


def of_exam(
    values: dict[str, float | None] | None = None,
    criticals: tuple[CriticalFact, ...] = (),
    hurdles: dict[str, float | str] | None = None,
) -> Assessment:
    card = GOOD_EXAM | (values or {})
    return assess(exam(), rated(card), criticals, HURDLES if hurdles is None else hurdles, CEFR, UNITS)


def of_phone(value: float, *criticals: CriticalFact) -> Assessment:
    return assess(phone(), all_at(phone(), value), criticals, {}, CEFR)


def scored(score: float, *criticals: CriticalFact, borderline: float = 5) -> Assessment:
    """One percent measure whose points are the number itself, so that a score can be set exactly."""
    of = milestone(MilestoneId.EXAM, (criterion("ex.typing_speed", 10, PERCENT),), borderline=borderline)
    return assess(of, rated({"ex.typing_speed": score}), criticals, {}, CEFR)


PERCENT = dataclasses.replace(exam().criterion("ex.listening").scoring, floor=0, pass_at=50, target=100)


@pytest.mark.parametrize(
    ("score", "proposal"),
    [
        (55, Proposal.PASSED),
        (54.9, Proposal.BORDERLINE),
        (50, Proposal.BORDERLINE),
        (45, Proposal.BORDERLINE),
        (44.9, Proposal.NOT_YET),
        (0, Proposal.NOT_YET),
    ],
)
def test_the_band_takes_its_lower_end_and_leaves_its_upper(score: float, proposal: Proposal) -> None:
    assert scored(score).proposal is proposal


def test_a_site_may_set_another_band() -> None:
    assert scored(54.9, borderline=4).proposal is Proposal.PASSED
    assert scored(50, borderline=0).proposal is Proposal.PASSED


def test_a_good_exam_passes_and_says_so() -> None:
    found = of_exam()
    assert found.proposal is Proposal.PASSED
    assert found.all_entered
    assert not found.misses
    assert found.reason.endswith("and 55 passes.")


def test_a_missed_hurdle_decides_over_a_good_sum_and_the_reason_is_plain() -> None:
    found = of_exam({"ex.typing_speed": 24})
    assert found.score is not None
    assert found.score > 55
    assert found.proposal is Proposal.NOT_YET
    assert found.reason == "Typing 24 of 30 words a minute, which this account needs."
    (miss,) = found.misses
    assert (miss.key, miss.criterion, miss.needed, miss.got, miss.short) == (
        "wpm",
        "ex.typing_speed",
        "30 words a minute",
        "24",
        6,
    )


def test_levels_are_told_by_name() -> None:
    found = of_exam({"ex.spoken_level": 3.5})
    assert found.reason == "Spoken level B1+, where this account needs B2."
    assert (found.misses[0].needed, found.misses[0].got, found.misses[0].short) == ("B2", "B1+", 0.5)


def test_a_hurdle_that_is_just_met_is_met() -> None:
    assert not of_exam({"ex.typing_speed": 30, "ex.spoken_level": 4, "ex.listening": 70}).misses


def test_several_misses_are_counted() -> None:
    found = of_exam({"ex.typing_speed": 24, "ex.spoken_level": 3})
    assert [miss.key for miss in found.misses] == ["wpm", "cefr"]
    assert found.reason.endswith("which this account needs, and 1 more missed.")


def test_a_missed_hurdle_decides_even_when_coverage_is_short() -> None:
    found = assess(exam(), rated({"ex.typing_speed": 24}), (), HURDLES, CEFR, UNITS)
    assert found.coverage < 0.75
    assert found.proposal is Proposal.NOT_YET


def test_a_hurdle_that_nobody_observed_leaves_it_incomplete() -> None:
    found = of_exam({"ex.typing_speed": None})
    assert found.coverage == 0.9
    assert found.proposal is Proposal.INCOMPLETE
    assert found.unobserved_hurdles == ("wpm",)
    assert "Typing" in found.reason


@pytest.mark.parametrize(
    ("unobserved", "proposal"),
    [
        (("ph.clarity",), Proposal.PASSED),  # exactly 0.75
        (("ph.clarity", "ph.energy"), Proposal.INCOMPLETE),
    ],
)
def test_short_coverage_is_incomplete_and_not_a_fail(unobserved: tuple[str, ...], proposal: Proposal) -> None:
    card = {each.id: None if each.id in unobserved else 4.0 for each in phone().criteria}
    assert assess(phone(), rated(card), (), {}, CEFR).proposal is proposal


def test_a_site_may_ask_for_more_coverage() -> None:
    card = {each.id: None if each.id == "ph.energy" else 4.0 for each in phone().criteria}
    assert assess(phone(), rated(card), (), {}, CEFR, min_coverage=0.95).proposal is Proposal.INCOMPLETE


def test_nothing_rated_is_incomplete() -> None:
    found = assess(phone(), (), (), {}, CEFR, min_coverage=0)
    assert (found.proposal, found.score, found.all_entered) == (Proposal.INCOMPLETE, None, False)


def test_a_minimum_rating_decides_whatever_the_sum() -> None:
    card = {each.id: 5.0 for each in phone().criteria} | {"ph.clarity": 1.0}
    found = assess(phone(), rated(card), (), {}, CEFR)
    assert found.proposal is Proposal.NOT_YET
    assert found.reason == "Clarity rated 1, where this step needs at least 2."


def test_one_criterion_is_missed_once_and_by_the_higher_bar() -> None:
    card = {each.id: 5.0 for each in mock_call().criteria} | {"mc.resolve": 1.0}
    found = assess(mock_call(), rated(card), (), {"mc.resolve": 3}, CEFR)
    assert [(miss.key, miss.needed, miss.short) for miss in found.misses] == [("mc.resolve", "at least 3", 2)]
    assert "this account" in found.reason


def test_a_minimum_still_counts_where_the_hurdle_is_lower() -> None:
    card = {each.id: 5.0 for each in mock_call().criteria} | {"mc.resolve": 1.0}
    found = assess(mock_call(), rated(card), (), {"mc.resolve": 1}, CEFR)
    assert [miss.needed for miss in found.misses] == ["at least 2"]


@pytest.mark.parametrize(("value", "proposal"), [(5, Proposal.PASSED), (1, Proposal.NOT_YET)])
def test_a_check_under_a_hurdle_counts_yes_as_5_and_no_as_1(value: float, proposal: Proposal) -> None:
    card = {each.id: 4.0 for each in mock_call().criteria} | {"mc.verify": value}
    found = assess(mock_call(), rated(card), (), {"mc.verify": 3}, CEFR)
    assert found.proposal is proposal
    assert [(miss.needed, miss.got) for miss in found.misses] == ([] if value == 5 else [("yes", "no")])
    assert value == 5 or found.reason == "Verify is no, where this account needs yes."


def test_where_less_is_better_a_hurdle_is_a_most() -> None:
    of = milestone(MilestoneId.IN_PERSON, (criterion("ip.punctual", 10, LATENESS),))
    late = assess(of, rated({"ip.punctual": 9}), (), {"ip.punctual": 5}, CEFR, UNITS)
    assert (late.misses[0].needed, late.misses[0].short) == ("at most 5 minutes late", 4)
    assert late.reason == "Punctual 9, where this account needs at most 5 minutes late."
    assert not assess(of, rated({"ip.punctual": 0}), (), {"ip.punctual": 5}, CEFR, UNITS).misses


def test_an_unknown_level_is_refused_with_the_scale() -> None:
    with pytest.raises(BadInput, match=r"B1\+"):
        of_exam(hurdles={"cefr": "B7"})


def test_hurdles_are_those_of_the_milestone() -> None:
    of = account(hurdles=HURDLES | {"mc.verify": 3, "fi.judgement": 3})
    assert hurdles_of(of, exam()) == HURDLES
    assert hurdles_of(of, mock_call()) == {"mc.verify": 3}
    assert hurdles_of(of, phone()) == {}


def test_hurdles_of_other_milestones_are_left_alone() -> None:
    assert assess(phone(), all_at(phone(), 4), (), HURDLES, CEFR).proposal is Proposal.PASSED


HOLD = fact("ph.ce.proxy", ErrorEffect.HOLD)
VOID = fact("ex.ce.system_fault", ErrorEffect.VOID)
FAIL = fact("ph.ce.abuse", ErrorEffect.FAIL_ATTEMPT)
CAP = fact("mc.ce.wrong_info", ErrorEffect.CAP)
REROUTE = fact("ph.ce.fixed_need", ErrorEffect.REROUTE)
PARK = fact("app.ce.unreachable", ErrorEffect.PARK)


def unconfirmed(of: CriticalFact) -> CriticalFact:
    return dataclasses.replace(of, confirmed=False)


@pytest.mark.parametrize(
    ("criticals", "proposal"),
    [
        ((HOLD,), Proposal.ON_HOLD),
        ((HOLD, VOID, FAIL, CAP), Proposal.ON_HOLD),
        ((VOID, FAIL, CAP), Proposal.VOID),
        ((FAIL, CAP), Proposal.NOT_YET),
        ((CAP,), Proposal.BORDERLINE),
        ((REROUTE,), Proposal.NOT_YET),
        ((PARK,), Proposal.ON_HOLD),
        ((unconfirmed(HOLD),), Proposal.ON_HOLD),
        ((unconfirmed(VOID),), Proposal.PASSED),
        ((unconfirmed(FAIL),), Proposal.PASSED),
        ((unconfirmed(CAP),), Proposal.PASSED),
        ((unconfirmed(REROUTE),), Proposal.PASSED),
        ((unconfirmed(PARK),), Proposal.PASSED),
        ((dataclasses.replace(HOLD, cleared=True),), Proposal.PASSED),
        ((dataclasses.replace(FAIL, cleared=True),), Proposal.PASSED),
    ],
)
def test_critical_errors_decide_in_their_order(criticals: tuple[CriticalFact, ...], proposal: Proposal) -> None:
    assert of_phone(4, *criticals).proposal is proposal


def test_an_open_hold_comes_before_a_missed_hurdle_and_a_void_too() -> None:
    missed: dict[str, float | None] = {"ex.typing_speed": 20}
    assert of_exam(missed, (fact("ex.ce.cheating", ErrorEffect.HOLD),)).proposal is Proposal.ON_HOLD
    assert of_exam(missed, (VOID,)).proposal is Proposal.VOID


def test_a_critical_error_leaves_the_raw_score_as_it_was() -> None:
    assert of_phone(4, FAIL).score == of_phone(4).score == 75.0


def test_the_reason_names_what_the_critical_error_was() -> None:
    assert of_phone(4, FAIL).reason == "A confirmed critical error decides: trigger of ph.ce.abuse."


def test_a_cap_holds_the_score_one_under_the_mark() -> None:
    found = scored(90, CAP)
    assert (found.score, found.capped, found.proposal) == (49.0, True, Proposal.BORDERLINE)
    assert "held down" in found.reason


def test_a_cap_does_not_lift_a_low_score() -> None:
    found = scored(30, CAP)
    assert (found.score, found.capped, found.proposal) == (30.0, False, Proposal.NOT_YET)


def test_incomplete_comes_before_a_cap() -> None:
    card = rated({"mc.probe": 5, "mc.resolve": 5})
    assert assess(mock_call(), card, (CAP,), {}, CEFR).proposal is Proposal.INCOMPLETE


def test_all_entered_asks_for_weights_and_hurdles_but_not_for_coaching() -> None:
    of = milestone(
        MilestoneId.APPLICATION,
        (criterion("app.fit", 15), criterion("app.contact", 0, CHECK), criterion("app.reach", 0, COACHING)),
    )
    assert assess(of, rated({"app.fit": 3}), (), {}, CEFR).all_entered
    assert assess(of, rated({"app.fit": None}), (), {}, CEFR).all_entered
    assert not assess(of, rated({"app.reach": 3}), (), {}, CEFR).all_entered
    assert not assess(of, rated({"app.fit": 3}), (), {"app.contact": 3}, CEFR).all_entered
    assert assess(of, rated({"app.fit": 3, "app.contact": None}), (), {"app.contact": 3}, CEFR).all_entered


@pytest.mark.parametrize(
    ("first", "second", "proposal"),
    [
        (47, 53, Proposal.PASSED),
        (47, 52.9, Proposal.NOT_YET),
        (54, 47, Proposal.PASSED),
        (49, 49, Proposal.NOT_YET),
    ],
)
def test_after_a_second_look_the_mean_decides_and_there_is_no_second_band(
    first: float, second: float, proposal: Proposal
) -> None:
    assert second_look(first, second, 50) is proposal


def test_two_raters_are_combined_by_their_mean() -> None:
    found = combine(
        rated({"ph.clarity": 3, "ph.volume": 2, "ph.energy": None, "ph.confidence": None}),
        rated({"ph.clarity": 4, "ph.volume": 4, "ph.energy": 5, "ph.confidence": None}),
    )
    assert found.ratings == rated({"ph.clarity": 3.5, "ph.volume": 3, "ph.energy": 5, "ph.confidence": None})
    assert found.talk_over == ("ph.volume",)


def test_the_combination_of_two_cards_can_be_assessed() -> None:
    found = combine(all_at(phone(), 3), all_at(phone(), 4))
    assert assess(phone(), found.ratings, (), {}, CEFR).score == 62.5


@pytest.mark.parametrize(("value", "name"), [(3.5, "B1+"), (3.7, "B1+"), (4, "B2"), (6, "C2"), (9, "C2"), (0.5, "0.5")])
def test_a_number_is_the_highest_level_it_reaches(value: float, name: str) -> None:
    assert level_name(value, CEFR) == name


def test_a_lean_is_shown_from_twenty_shared_people_on() -> None:
    assert rater_lean([(60.0, [50.0, 54.0])] * 19) is None
    assert rater_lean([(60.0, [50.0, 54.0])] * 20) == 8.0
    assert rater_lean([(60.0, [50.0])] * 19 + [(60.0, [])]) is None


BETTER_FIRST = (
    Proposal.PASSED,
    Proposal.BORDERLINE,
    Proposal.INCOMPLETE,
    Proposal.NOT_YET,
    Proposal.VOID,
    Proposal.ON_HOLD,
)
facts = st.builds(
    CriticalFact,
    error=st.sampled_from(["mc.ce.privacy", "mc.ce.wrong_info", "mc.ce.rude"]),
    effect=st.sampled_from(ErrorEffect),
    confirmed=st.booleans(),
    cleared=st.booleans(),
)
values = st.lists(st.one_of(st.none(), st.integers(1, 5)), min_size=8, max_size=8)


def card_of(marks: list[int | None]) -> tuple[Rating, ...]:
    return rated({each.id: mark for each, mark in zip(mock_call().criteria, marks, strict=True)})


@given(marks=values, criticals=st.lists(facts, max_size=4), data=st.data())
def test_the_order_of_entry_never_matters(
    marks: list[int | None], criticals: list[CriticalFact], data: st.DataObject
) -> None:
    card = card_of(marks)
    hurdles: dict[str, float | str] = {"mc.verify": 3, "mc.control": 2}
    shuffled = data.draw(st.permutations(card)), data.draw(st.permutations(criticals))
    assert assess(mock_call(), card, criticals, hurdles, CEFR) == assess(mock_call(), *shuffled, hurdles, CEFR)


@given(marks=values, criticals=st.lists(facts, max_size=3), effect=st.sampled_from(ErrorEffect))
def test_one_more_confirmed_critical_error_never_improves_a_proposal(
    marks: list[int | None], criticals: list[CriticalFact], effect: ErrorEffect
) -> None:
    before = assess(mock_call(), card_of(marks), criticals, {}, CEFR)
    after = assess(mock_call(), card_of(marks), [*criticals, fact("mc.ce.more", effect)], {}, CEFR)
    assert BETTER_FIRST.index(after.proposal) >= BETTER_FIRST.index(before.proposal)


@given(marks=values, better=st.integers(0, 7))
def test_a_better_rating_never_makes_a_complete_proposal_worse(marks: list[int | None], better: int) -> None:
    complete = [mark or 3 for mark in marks]
    raised = [5 if place == better else mark for place, mark in enumerate(complete)]
    before = assess(mock_call(), card_of([*complete]), (), {}, CEFR)
    after = assess(mock_call(), card_of([*raised]), (), {}, CEFR)
    assert BETTER_FIRST.index(after.proposal) <= BETTER_FIRST.index(before.proposal)
