"""What ships: complete, coherent, and fit to be read by a candidate."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from domain.catalog.documents import read_document
from domain.catalog.kept import DATA
from domain.catalog.rule_checks import check_patterns
from domain.model.terms import ACCOUNT_TESTS, ENDINGS, ROAD, Channel, ErrorEffect, MilestoneId, Result, ScoringType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.model.catalogue import Catalogue, Criterion, Milestone


def criteria_of(catalogue: Catalogue) -> Iterator[Criterion]:
    """Every criterion of every milestone."""
    for milestone in catalogue.milestones.values():
        yield from milestone.criteria


def candidate_texts(milestone: Milestone) -> Iterator[str]:
    """What a candidate can read of a milestone, but for the words with a date."""
    yield from (*milestone.arrive_tips, *milestone.retake_tips)
    yield from (error.candidate_text for error in milestone.critical_errors)
    for criterion in milestone.criteria:
        yield from (criterion.strength, criterion.next_tip, criterion.why)
        yield from (part for tip in criterion.tips for part in (tip.text, tip.target))
        yield from (part for chip in criterion.chips for part in (chip.act, chip.effect, chip.moment))


def test_everything_is_there(shipped: Catalogue) -> None:
    assert tuple(shipped.milestones) == ROAD
    assert len(shipped.accounts) == 10
    assert list(shipped.expertise) == ["finance", "hospitality", "tourism", "healthcare"]
    assert [step.level for step in shipped.ladder] == [1, 2, 3, 4, 5, 6]
    assert [f"F{number:02}" for number in range(1, 23)] == [rule.id for rule in shipped.slip_rules.rules]
    assert len(shipped.nudges) == 10
    assert shipped.cefr == {"A1": 1, "A2": 2, "B1": 3, "B1+": 3.5, "B2": 4, "B2+": 4.5, "C1": 5, "C2": 6}
    assert set(shipped.units) == {"net_wpm", "percent", "errors_per_100_words", "minutes_late", "cefr"}


def test_there_are_24_scenarios_of_every_kind(shipped: Catalogue) -> None:
    kinds = Counter(scenario.milestone for scenario in shipped.scenarios.values())
    assert kinds == {MilestoneId.MOCK_CALL: 12, MilestoneId.SALES: 4, MilestoneId.SERVICE: 4, MilestoneId.TECH: 4}


def test_every_scenario_can_be_played(shipped: Catalogue) -> None:
    for scenario in shipped.scenarios.values():
        assert scenario.card is not None, scenario.id
        assert scenario.card.facts, scenario.id
        assert scenario.card.may_not, scenario.id
        assert scenario.hidden_facts, scenario.id
        assert scenario.success, scenario.id
        assert scenario.curveball, scenario.id


def test_the_cause_of_a_tech_test_is_not_on_the_candidates_card(shipped: Catalogue) -> None:
    tech = [scenario for scenario in shipped.scenarios.values() if scenario.milestone is MilestoneId.TECH]
    for scenario in tech:
        assert scenario.setup.startswith("Cause: ")
        assert scenario.card is not None
        assert not any("Cause" in fact for fact in scenario.card.facts)


def test_codes_and_short_names_tell_accounts_apart(shipped: Catalogue) -> None:
    assert len({account.code for account in shipped.accounts.values()}) == 10
    assert len({account.short for account in shipped.accounts.values()}) == 10


def test_an_account_test_has_a_scenario_on_its_account(shipped: Catalogue) -> None:
    for account in shipped.accounts.values():
        kinds = {shipped.scenarios[scenario].milestone for scenario in account.scenarios}
        assert kinds & {MilestoneId.MOCK_CALL, *account.skill_tests}, account.id
        assert kinds <= {MilestoneId.MOCK_CALL, *ACCOUNT_TESTS}


def test_the_expertise_of_the_lead_track_is_left_to_the_opening(shipped: Catalogue) -> None:
    assert shipped.accounts["lead_track"].expertise == ()


def test_every_criterion_has_four_chips_that_speak_both_ways(shipped: Catalogue) -> None:
    for criterion in criteria_of(shipped):
        assert len(criterion.chips) == 4, criterion.id
        assert {chip.good for chip in criterion.chips} == {True, False}, criterion.id


def test_every_criterion_has_another_drill_to_give(shipped: Catalogue) -> None:
    for criterion in criteria_of(shipped):
        assert len(criterion.tips) >= 2, criterion.id


def test_applied_widely_is_coaching_without_weight(shipped: Catalogue) -> None:
    reach = shipped.milestones[MilestoneId.APPLICATION].criterion("app.reach")
    assert reach.scoring.type is ScoringType.COACHING
    assert reach.weight == 0


def test_a_system_fault_makes_an_attempt_void(shipped: Catalogue) -> None:
    effects = {error.id: error.effect for error in shipped.milestones[MilestoneId.EXAM].critical_errors}
    assert effects["ex.ce.system_fault"] is ErrorEffect.VOID


def test_every_measure_of_the_exam_is_measured(shipped: Catalogue) -> None:
    exam = shipped.milestones[MilestoneId.EXAM]
    assert {criterion.scoring.type for criterion in exam.criteria} == {ScoringType.NUMERIC}
    typing = exam.criterion("ex.typing_speed").scoring
    assert (typing.floor, typing.pass_at, typing.target, typing.unit) == (15, 30, 50, "net_wpm")


def test_no_text_for_a_candidate_holds_a_template_mark(shipped: Catalogue) -> None:
    marks = re.compile(r"[{}<>]|\[(?!name\]|brand\])|\b(TODO|TBD|XXX)\b")
    for milestone in shipped.milestones.values():
        for text in candidate_texts(milestone):
            assert not marks.search(text), text


def test_the_fixed_sentences_hold_no_trade_word_and_nothing_final(shipped: Catalogue) -> None:
    words = shipped.words
    texts = [
        *words.endings_next.values(),
        words.hold_next,
        words.other_routes,
        *words.results.values(),
        *words.endings.values(),
    ]
    bad = re.compile(r"\b(fail\w*|reject\w*|reprofile|endorse\w*|NCNS|client|unfortunately|regret)\b", re.IGNORECASE)
    for text in texts:
        assert not bad.search(text), text


def test_every_result_ending_and_channel_has_its_words(shipped: Catalogue) -> None:
    assert set(shipped.words.results) == set(Result)
    assert set(shipped.words.endings) == set(ENDINGS)
    assert set(shipped.words.channels) == set(Channel)
    assert shipped.words.results["not_yet"] == "Result: not yet."


def test_the_waits_of_the_trade(shipped: Catalogue) -> None:
    follow_up = shipped.follow_up
    assert follow_up.retest_days["typing_or_data_entry"] == 14
    assert follow_up.retest_days["spoken_level_full_band_short"] == 90
    assert follow_up.score_valid_days["final_interview"] == 60
    assert follow_up.feedback_days["mock_call"] == 0
    assert (follow_up.max_attempts, follow_up.max_attempts_days, follow_up.reserve_days) == (3, 180, 365)
    assert follow_up.raw["waiting_update"]


@pytest.mark.parametrize(("kind", "count"), [("block", 31), ("warn", 6), ("hint", 2), ("pass", 18)])
def test_the_safety_list_brings_its_own_test_lines(shipped: Catalogue, kind: str, count: int) -> None:
    assert len(shipped.safety.tests[kind]) == count


def test_the_safety_list_names_a_known_category_in_every_test_line(shipped: Catalogue) -> None:
    known = {category.id for category in shipped.safety.categories}
    assert len(known) == 30
    pairs = [*shipped.safety.tests["block"], *shipped.safety.tests["warn"]]
    assert {pair[1] for pair in pairs if isinstance(pair, list)} <= known
    assert all(isinstance(pair, list) and len(pair) == 2 for pair in pairs)
    assert all(isinstance(text, str) for text in shipped.safety.tests["pass"])


def test_every_shipped_pattern_is_a_regular_expression(shipped: Catalogue) -> None:
    document = read_document((DATA / "safety.yaml").read_bytes(), "safety.yaml")
    check_patterns(document, shipped.safety)
    for pattern in shipped.slip_rules.detectors.values():
        re.compile(pattern)
