"""Rubrics as text: nothing is lost, and equal rubrics give equal text."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.catalog.frozen import digest, freeze, thaw_account, thaw_milestone
from domain.catalog.resolve import resolve
from domain.model.catalogue import Account, Criterion, Milestone, Scoring, SlipWords, Tip
from domain.model.errors import CatalogueError
from domain.model.terms import Direction, MilestoneId, ScoringType

if TYPE_CHECKING:
    from domain.model.catalogue import Catalogue

WORDS = st.text(max_size=30)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False, width=32)
ANCHORS = st.dictionaries(st.sampled_from([1, 3, 5]), WORDS)

CRITERIA = st.builds(
    Criterion,
    id=WORDS,
    name=WORDS,
    definition=WORDS,
    weight=NUMBERS,
    scoring=st.builds(
        Scoring,
        type=st.sampled_from(ScoringType),
        unit=WORDS,
        direction=st.sampled_from(Direction),
        floor=NUMBERS,
        pass_at=NUMBERS,
        target=NUMBERS,
    ),
    anchors=ANCHORS,
    strength=WORDS,
    tips=st.lists(st.builds(Tip, minutes=st.integers(1, 15), text=WORDS, target=WORDS), max_size=2).map(tuple),
    next_tip=WORDS,
    why=WORDS,
    chips=st.just(()),
    min_score=st.none() | st.integers(1, 5),
)
MILESTONES = st.builds(
    Milestone,
    id=st.sampled_from(MilestoneId),
    name=WORDS,
    short=WORDS,
    order=st.integers(1, 8),
    prefix=WORDS,
    purpose=WORDS,
    minutes=st.integers(0, 60),
    pass_mark=NUMBERS,
    borderline=NUMBERS,
    next=WORDS,
    criteria=st.lists(CRITERIA, max_size=3).map(tuple),
    critical_errors=st.just(()),
    words=st.builds(SlipWords, *[WORDS] * 6),
    arrive_tips=st.lists(WORDS, max_size=2).map(tuple),
    retake_tips=st.lists(WORDS, max_size=2).map(tuple),
    applies_to=WORDS,
)
ACCOUNTS = st.builds(
    Account,
    id=WORDS,
    name=WORDS,
    short=WORDS,
    code=WORDS,
    channel=WORDS,
    skill_tests=st.lists(st.sampled_from(MilestoneId), max_size=3).map(tuple),
    weights=st.dictionaries(st.sampled_from(MilestoneId), NUMBERS),
    hurdles=st.dictionaries(WORDS, NUMBERS | WORDS),
    entry_level=WORDS,
    scenarios=st.lists(WORDS, max_size=2).map(tuple),
    preview=st.lists(WORDS, max_size=2).map(tuple),
    expertise=st.lists(WORDS, max_size=2).map(tuple),
    skip=st.lists(st.sampled_from(MilestoneId), max_size=2).map(tuple),
    criterion_weights=st.dictionaries(st.sampled_from(MilestoneId), st.dictionaries(WORDS, NUMBERS), max_size=2),
    anchor_overrides=st.dictionaries(WORDS, ANCHORS, max_size=2),
    note=WORDS,
)


@given(MILESTONES)
def test_a_milestone_comes_back_as_it_was(milestone: Milestone) -> None:
    assert thaw_milestone(freeze(milestone)) == milestone


@given(ACCOUNTS)
def test_an_account_comes_back_as_it_was(account: Account) -> None:
    assert thaw_account(freeze(account)) == account


def test_everything_that_ships_comes_back_as_it_was(shipped: Catalogue) -> None:
    for account in shipped.accounts.values():
        assert thaw_account(freeze(account)) == account
        for milestone in shipped.milestones.values():
            resolved = resolve(milestone, account, shipped.cefr)
            assert thaw_milestone(freeze(resolved)) == resolved


def test_the_order_of_names_does_not_show(shipped: Catalogue) -> None:
    account = shipped.accounts["retail_cs"]
    turned = replace(account, weights=dict(reversed(list(account.weights.items()))))
    assert freeze(turned) == freeze(account)
    assert digest(freeze(turned)) == digest(freeze(account))


def test_a_changed_word_changes_the_digest(shipped: Catalogue) -> None:
    account = shipped.accounts["retail_cs"]
    assert digest(freeze(replace(account, note="new"))) != digest(freeze(account))
    assert len(digest(freeze(account))) == 64


def test_the_text_is_json_with_sorted_names(shipped: Catalogue) -> None:
    names = list(json.loads(freeze(shipped.accounts["retail_cs"])))
    assert names == sorted(names)


@pytest.mark.parametrize("text", ["", "{", "{}", '{"id": 3}'])
def test_a_text_that_holds_none_says_so(text: str) -> None:
    with pytest.raises(CatalogueError, match="milestone kept in the workbook cannot be read") as caught:
        thaw_milestone(text)
    assert "Run a check of the workbook" in caught.value.hint
