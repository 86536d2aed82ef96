"""Routes, and what moves with a person to another account."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model.errors import BadInput
from domain.model.score import RouteFit
from domain.model.terms import ACCOUNT_TESTS, ErrorEffect, MilestoneId, Proposal, Result
from domain.rules.path import next_on, route
from domain.rules.routes import Against, Past, fits, rank, valid_days
from tests.rules.builders import CEFR, UNITS, account, all_at, exam, fact, follow_up, mock_call, phone, rated

if TYPE_CHECKING:
    from domain.model.catalogue import Account, Milestone

M = MilestoneId
TODAY = date(2025, 6, 30)
GOOD_EXAM = {
    "ex.typing_speed": 38.0,
    "ex.typing_accuracy": 97.0,
    "ex.listening": 85.0,
    "ex.reading": 85.0,
    "ex.grammar": 85.0,
    "ex.spoken_level": 4.5,
    "ex.data_entry": 95.0,
    "ex.policy": 85.0,
}
HURDLES: dict[str, float | str] = {"cefr": "B2", "wpm": 30, "mc.verify": 3}


def test_a_route_follows_the_road_with_the_tests_in_the_accounts_order() -> None:
    assert route(account(skill_tests=(M.SERVICE, M.SALES))) == (
        M.APPLICATION,
        M.PHONE,
        M.IN_PERSON,
        M.EXAM,
        M.MOCK_CALL,
        M.SERVICE,
        M.SALES,
        M.FINAL,
        M.OFFER,
    )


def test_added_tests_come_after_the_accounts_own_and_once() -> None:
    found = route(account(skill_tests=(M.TECH,)), (M.SALES, M.TECH))
    assert found[5:] == (M.TECH, M.SALES, M.FINAL, M.OFFER)


def test_what_an_account_skips_is_left_out_but_never_the_offer() -> None:
    found = route(account(skip=(M.PHONE, M.SERVICE, M.OFFER)))
    assert found == (M.APPLICATION, M.IN_PERSON, M.EXAM, M.MOCK_CALL, M.FINAL, M.OFFER)


def test_a_skipped_test_that_was_added_for_a_person_stays() -> None:
    assert M.SERVICE in route(account(skip=(M.SERVICE,)), (M.SERVICE,))


def test_only_account_tests_can_be_added() -> None:
    with pytest.raises(BadInput, match="phone_interview"):
        route(account(), (M.PHONE,))


@given(
    own=st.lists(st.sampled_from(ACCOUNT_TESTS), max_size=4),
    added=st.lists(st.sampled_from(ACCOUNT_TESTS), max_size=4),
    skip=st.sets(st.sampled_from(MilestoneId)),
)
def test_a_route_has_no_repeats_and_ends_with_the_offer(
    own: list[MilestoneId], added: list[MilestoneId], skip: set[MilestoneId]
) -> None:
    found = route(account(skill_tests=tuple(own), skip=tuple(skip)), added)
    assert len(found) == len(set(found))
    assert found[-1] is M.OFFER
    assert set(added) <= set(found)


@pytest.mark.parametrize(
    ("milestone", "covered", "following"),
    [
        (M.PHONE, (), M.IN_PERSON),
        (M.MOCK_CALL, (), M.SERVICE),
        (M.SERVICE, (), M.FINAL),
        (M.EXAM, (M.MOCK_CALL, M.SERVICE), M.FINAL),
        (M.SALES, (), M.SERVICE),  # not on this route: the next one down the road
        (M.OFFER, (), None),
    ],
)
def test_next_on_a_route(
    milestone: MilestoneId, covered: tuple[MilestoneId, ...], following: MilestoneId | None
) -> None:
    assert next_on(route(account()), milestone, covered) is following


@pytest.mark.parametrize(
    ("milestone", "criterion", "days"),
    [
        (M.EXAM, "ex.typing_accuracy", 180),
        (M.MOCK_CALL, "mc.open", 90),
        (M.FINAL, "fi.judgement", 60),
        (M.APPLICATION, "app.fit", None),
    ],
)
def test_scores_age_by_measure_in_the_exam_and_by_milestone_elsewhere(
    milestone: MilestoneId, criterion: str, days: int | None
) -> None:
    assert valid_days(follow_up(), milestone, criterion) == days


def against(of: Account | None = None, *others: Milestone, added: tuple[MilestoneId, ...] = ()) -> Against:
    milestones = {each.id: each for each in (phone(), exam(), mock_call(), *others)}
    return Against(of or account(hurdles=HURDLES), milestones, CEFR, follow_up(), TODAY, UNITS, added)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def exam_of(result: Result, days: int = 10, number: int = 1, **changed: float) -> Past:
    values = GOOD_EXAM | {f"ex.{key}": value for key, value in changed.items()}
    proposal = Proposal.PASSED if result is Result.PASSED else Proposal.NOT_YET
    return Past(exam(), result, ago(days), number, proposal, rated(values))


def call_of(result: Result, value: float, days: int = 5, of: Milestone | None = None) -> Past:
    of = of or mock_call()
    card = {each.id: value for each in of.criteria} | {"mc.verify": 5}
    return Past(of, result, ago(days), 1, Proposal(result.value), rated(card))


def test_valid_passed_attempts_leave_only_the_rest_to_do() -> None:
    found = fits(against(), [exam_of(Result.PASSED), call_of(Result.PASSED, 4)])
    assert found == RouteFit(
        account="northwind_cs",
        met=("cefr", "wpm", "mc.verify"),
        misses=(),
        unknown=(),
        valid=(M.EXAM, M.MOCK_CALL),
        left=(M.APPLICATION, M.PHONE, M.IN_PERSON, M.SERVICE, M.FINAL, M.OFFER),
    )
    assert found.open


def test_nothing_done_is_all_unknown_and_all_left() -> None:
    found = fits(against(), [])
    assert found.unknown == ("cefr", "wpm", "mc.verify")
    assert found.left == route(account())


def test_the_cut_off_of_the_new_account_applies_to_a_passed_exam() -> None:
    found = fits(against(account(hurdles={"wpm": 45})), [exam_of(Result.PASSED)])
    assert [(miss.key, miss.got, miss.short) for miss in found.misses] == [("wpm", "38", 7)]
    assert M.EXAM not in found.valid
    assert not found.open


def test_a_not_yet_by_a_hurdle_counts_where_that_hurdle_is_lower() -> None:
    tried = exam_of(Result.NOT_YET, typing_speed=26)
    assert M.EXAM in fits(against(account(hurdles={"wpm": 25})), [tried]).valid
    assert M.EXAM not in fits(against(account(hurdles={"wpm": 30})), [tried]).valid


def test_a_not_yet_that_a_person_decided_against_the_rules_does_not_turn_into_a_pass() -> None:
    tried = dataclasses.replace(exam_of(Result.NOT_YET), proposal=Proposal.PASSED)
    assert M.EXAM not in fits(against(account()), [tried]).valid


def test_a_not_yet_by_a_critical_error_stays_one_on_every_account() -> None:
    breach = fact("mc.ce.privacy", ErrorEffect.FAIL_ATTEMPT)
    tried = dataclasses.replace(call_of(Result.NOT_YET, 5), criticals=(breach,))
    assert M.MOCK_CALL not in fits(against(account()), [tried]).valid


def test_the_latest_try_counts_even_when_an_earlier_one_was_better() -> None:
    found = fits(against(), [exam_of(Result.NOT_YET, 3, typing_speed=24), exam_of(Result.PASSED, 40)])
    assert [miss.got for miss in found.misses] == ["24"]
    assert M.EXAM not in found.valid


def test_of_two_tries_on_one_day_the_higher_number_is_later() -> None:
    tries = [exam_of(Result.PASSED, 3, 2, typing_speed=40), exam_of(Result.NOT_YET, 3, 1, typing_speed=20)]
    assert "wpm" in fits(against(), tries).met


@pytest.mark.parametrize("result", [Result.VOID, Result.ON_HOLD, Result.NO_SHOW])
def test_tries_that_do_not_count_give_no_values(result: Result) -> None:
    tried = dataclasses.replace(exam_of(Result.NOT_YET, typing_speed=60), result=result)
    assert "wpm" in fits(against(), [tried]).unknown


def test_an_incomplete_try_gives_values_but_no_milestone() -> None:
    tried = dataclasses.replace(exam_of(Result.NOT_YET), result=Result.INCOMPLETE)
    found = fits(against(), [tried])
    assert "wpm" in found.met
    assert M.EXAM not in found.valid


@pytest.mark.parametrize(("days", "counts"), [(180, True), (181, False)])
def test_exam_scores_count_to_their_last_day(days: int, counts: bool) -> None:
    found = fits(against(), [exam_of(Result.PASSED, days)])
    assert ("wpm" in found.met) is counts
    assert (M.EXAM in found.valid) is counts


@pytest.mark.parametrize(("days", "counts"), [(90, True), (91, False)])
def test_a_mock_call_counts_to_its_last_day(days: int, counts: bool) -> None:
    found = fits(against(), [call_of(Result.PASSED, 4, days)])
    assert (M.MOCK_CALL in found.valid) is counts
    assert ("mc.verify" in found.unknown) is not counts


def test_one_aged_measure_means_another_exam() -> None:
    ageing = dataclasses.replace(follow_up(), score_valid_days={**follow_up().score_valid_days, "listening": 7})
    found = fits(dataclasses.replace(against(), follow_up=ageing), [exam_of(Result.PASSED, 10)])
    assert "wpm" in found.met
    assert M.EXAM not in found.valid


def test_a_milestone_rated_against_other_words_does_not_move() -> None:
    """A mock call is not a mock chat: where the account overrides the anchors, the criterion is another one."""
    chat = dataclasses.replace(
        mock_call(),
        criteria=tuple(
            dataclasses.replace(each, anchors={1: "Slow.", 3: "Quick.", 5: "At once."})
            if each.id == "mc.control"
            else each
            for each in mock_call().criteria
        ),
    )
    found = fits(against(account(hurdles={"mc.verify": 3, "mc.control": 2}), chat), [call_of(Result.PASSED, 4)])
    assert (found.met, found.unknown) == (("mc.verify",), ("mc.control",))
    assert M.MOCK_CALL not in found.valid


def test_other_weights_and_cut_offs_do_not_make_another_criterion() -> None:
    heavier = dataclasses.replace(
        mock_call(), criteria=tuple(dataclasses.replace(each, weight=each.weight + 5) for each in mock_call().criteria)
    )
    assert M.MOCK_CALL in fits(against(account(), heavier), [call_of(Result.PASSED, 4)]).valid


def test_a_passed_attempt_without_values_ages_with_its_milestone() -> None:
    def passed(days: int) -> Past:
        return Past(phone(), Result.PASSED, ago(days))

    assert M.PHONE in fits(against(), [passed(90)]).valid
    assert M.PHONE not in fits(against(), [passed(91)]).valid


def test_a_job_offer_never_moves() -> None:
    offer = dataclasses.replace(phone(), id=M.OFFER)
    found = fits(against(account(), offer), [Past(offer, Result.PASSED, ago(1), 1, None, all_at(offer, 5))])
    assert found.left[-1] is M.OFFER


def test_added_tests_are_left_to_do() -> None:
    assert M.SALES in fits(against(added=(M.SALES,)), []).left


def test_accounts_are_ranked_open_first_then_by_what_is_left() -> None:
    tries = [exam_of(Result.PASSED), call_of(Result.PASSED, 4)]
    strict = fits(against(account("strict", hurdles={"wpm": 60}, skip=(M.PHONE, M.SERVICE))), tries)
    long = fits(against(account("long", skill_tests=ACCOUNT_TESTS)), tries)
    short = fits(against(account("short", skip=(M.PHONE,))), tries)
    same = fits(against(account("also_short", skip=(M.PHONE,))), tries)
    assert [fit.account for fit in rank([strict, long, short, same])] == ["also_short", "short", "long", "strict"]
