"""A milestone as an account wants it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from domain.catalog.resolve import cut_offs, resolve
from domain.model.errors import CatalogueError
from domain.model.terms import MilestoneId

if TYPE_CHECKING:
    from domain.model.catalogue import Catalogue, Scoring


def exam_scoring(
    shipped: Catalogue, criterion: str, hurdles: dict[str, float | str], milestone: MilestoneId = MilestoneId.EXAM
) -> Scoring:
    """How one criterion is measured for an account with these hurdles."""
    account = replace(shipped.accounts["retail_cs"], hurdles=hurdles)
    return resolve(shipped.milestones[milestone], account, shipped.cefr).criterion(criterion).scoring


def numbers(scoring: Scoring) -> tuple[float, float, float]:
    """Floor, pass and target."""
    return scoring.floor, scoring.pass_at, scoring.target


def test_chat_weighs_typing_and_writing(shipped: Catalogue) -> None:
    account = shipped.accounts["saas_chat"]
    exam = resolve(shipped.milestones[MilestoneId.EXAM], account, shipped.cefr)
    weights = {criterion.id: criterion.weight for criterion in exam.criteria}
    assert weights["ex.typing_speed"] == 20
    assert weights["ex.spoken_level"] == 5
    assert sum(weights.values()) == 100


def test_chat_rates_control_by_its_own_anchors(shipped: Catalogue) -> None:
    account = shipped.accounts["saas_chat"]
    call = resolve(shipped.milestones[MilestoneId.MOCK_CALL], account, shipped.cefr)
    assert call.criterion("mc.control").anchors[3].startswith("Gaps stay under 90 seconds")
    assert call.criterion("mc.control").weight == 10
    assert call.criterion("mc.open").anchors == shipped.milestones[MilestoneId.MOCK_CALL].criterion("mc.open").anchors


def test_an_anchor_that_the_account_leaves_alone_stays(shipped: Catalogue) -> None:
    account = replace(shipped.accounts["retail_cs"], anchor_overrides={"mc.open": {5: "Only this one."}})
    before = shipped.milestones[MilestoneId.MOCK_CALL].criterion("mc.open").anchors
    after = resolve(shipped.milestones[MilestoneId.MOCK_CALL], account, shipped.cefr).criterion("mc.open").anchors
    assert after == {1: before[1], 3: before[3], 5: "Only this one."}


def test_a_bank_passes_typing_at_97_percent(shipped: Catalogue) -> None:
    exam = resolve(shipped.milestones[MilestoneId.EXAM], shipped.accounts["banking_cs"], shipped.cefr)
    assert numbers(exam.criterion("ex.typing_accuracy").scoring) == (85, 97, 99)
    assert numbers(exam.criterion("ex.spoken_level").scoring) == (2, 4.5, 5)
    assert numbers(exam.criterion("ex.policy").scoring) == (40, 70, 95)


def test_a_rated_hurdle_changes_no_scoring(shipped: Catalogue) -> None:
    call = resolve(shipped.milestones[MilestoneId.MOCK_CALL], shipped.accounts["banking_cs"], shipped.cefr)
    shipped_call = shipped.milestones[MilestoneId.MOCK_CALL]
    assert call.criterion("mc.verify").scoring == shipped_call.criterion("mc.verify").scoring
    assert call.criterion("mc.verify").min_score == shipped_call.criterion("mc.verify").min_score


@pytest.mark.parametrize(
    ("criterion", "hurdles", "expected"),
    [
        ("ex.typing_speed", {"wpm": 45}, (15, 45, 50)),
        ("ex.typing_speed", {"wpm": 50}, (15, 50, 70)),
        ("ex.typing_speed", {"wpm": 60}, (15, 60, 80)),
        ("ex.typing_speed", {"wpm": 15}, (0, 15, 50)),
        ("ex.typing_speed", {"wpm": 12}, (0, 12, 50)),
        ("ex.typing_accuracy", {"typing_accuracy": 99}, (85, 99, 100)),
        ("ex.typing_accuracy", {"typing_accuracy": 100}, (85, 100, 104)),
        ("ex.spoken_level", {"cefr": "C1"}, (2, 5, 6)),
        ("ex.spoken_level", {"cefr": "A2"}, (0, 2, 5)),
        ("ex.policy", {"ex.policy": 80}, (40, 80, 95)),
    ],
)
def test_target_and_floor_make_room_for_the_cut_off(
    shipped: Catalogue, criterion: str, hurdles: dict[str, float | str], expected: tuple[float, float, float]
) -> None:
    assert numbers(exam_scoring(shipped, criterion, hurdles)) == expected


@pytest.mark.parametrize(
    ("allowed", "expected"),
    [(1, (6, 1, 0)), (6, (10, 6, 0)), (8, (12, 8, 0)), (0, (6, 0, -2))],
)
def test_where_lower_is_better_room_is_made_the_other_way(
    shipped: Catalogue, allowed: float, expected: tuple[float, float, float]
) -> None:
    scoring = exam_scoring(shipped, "app.writing", {"app.writing": allowed}, MilestoneId.APPLICATION)
    assert numbers(scoring) == expected


def test_cut_offs_are_told_by_criterion(shipped: Catalogue) -> None:
    assert cut_offs(shipped.accounts["telecom_tech"], shipped.cefr) == {
        "ex.spoken_level": 4,
        "ex.typing_speed": 30,
        "ex.typing_accuracy": 94,
        "ex.listening": 70,
        "ts.isolate": 2,
    }


def test_an_unknown_level_is_named_with_the_levels_there_are(shipped: Catalogue) -> None:
    account = replace(shipped.accounts["retail_cs"], hurdles={"cefr": "B3"})
    with pytest.raises(CatalogueError) as caught:
        resolve(shipped.milestones[MilestoneId.EXAM], account, shipped.cefr)
    assert caught.value.message == "Account retail_cs, hurdle cefr: there is no level B3."
    assert "B2+" in caught.value.hint


def test_the_shipped_milestone_stays_as_it_was(shipped: Catalogue) -> None:
    before = shipped.milestones[MilestoneId.EXAM].criterion("ex.typing_accuracy").scoring.pass_at
    resolve(shipped.milestones[MilestoneId.EXAM], shipped.accounts["banking_cs"], shipped.cefr)
    assert shipped.milestones[MilestoneId.EXAM].criterion("ex.typing_accuracy").scoring.pass_at == before
