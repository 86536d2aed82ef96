"""A site's folder: what it changes, what it leaves, and what is said about its mistakes."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest

from domain.catalog import load
from domain.model.errors import CatalogueError
from domain.model.terms import MilestoneId, Severity

if TYPE_CHECKING:
    from pathlib import Path

    from domain.model.catalogue import Catalogue
    from tests.catalog.conftest import Site

FERRY = """
accounts:
  - id: ferry_line
    name: Ferry line service (voice)
    short: Ferry
    code: FERRYL
    channel: voice
    skill_tests: [cs_test]
    weights: {application: 10, phone_interview: 20, exam: 30, mock_call: 30, cs_test: 10}
    hurdles: {cefr: B2, wpm: 28}
    entry_level: agent
    scenarios: [mk05]
    preview: [weekend shifts]
"""


def test_an_empty_folder_changes_nothing(site: Site, shipped: Catalogue) -> None:
    assert site.read() == shipped


def test_an_account_gives_only_the_keys_it_changes(site: Site, shipped: Catalogue) -> None:
    site.write("accounts.yaml", "accounts:\n  - id: retail_cs\n    hurdles: {cefr: B1, wpm: 25}\n")
    before, after = shipped.accounts["retail_cs"], site.read().accounts["retail_cs"]
    assert after.hurdles == {"cefr": "B1", "wpm": 25}
    assert (after.name, after.weights, after.scenarios) == (before.name, before.weights, before.scenarios)


def test_a_new_account_stands_behind_the_shipped_ones(site: Site, shipped: Catalogue) -> None:
    site.write("accounts.yaml", FERRY)
    accounts = site.read().accounts
    assert list(accounts) == [*shipped.accounts, "ferry_line"]
    assert accounts["ferry_line"].expertise == ()


def test_a_milestone_changes_its_pass_mark_and_one_criterion(site: Site, shipped: Catalogue) -> None:
    site.write(
        "milestones/exam.yaml",
        "id: exam\npass_mark: 55\ncriteria:\n  - {id: ex.policy, weight: 5}\n  - {id: ex.grammar, weight: 15}\n",
    )
    before, after = shipped.milestones[MilestoneId.EXAM], site.read().milestones[MilestoneId.EXAM]
    assert after.pass_mark == 55
    assert [criterion.id for criterion in after.criteria] == [criterion.id for criterion in before.criteria]
    assert after.criterion("ex.policy").weight == 5
    assert after.criterion("ex.policy").tips == before.criterion("ex.policy").tips


def test_a_scenario_changes_and_another_is_new(site: Site) -> None:
    site.write(
        "scenarios.yaml",
        """
scenarios:
  - id: mk01
    difficulty: 3
  - id: mk11
    milestone: mock_call
    title: Lost parcel
    type: cs
    difficulty: 1
    opening_line: "Where is it?"
    curveball: "I want my money now."
    success: [Finds the parcel.]
    exercises: [mc.open]
    hidden_facts: []
""",
    )
    scenarios = site.read().scenarios
    assert len(scenarios) == 25
    assert scenarios["mk01"].difficulty == 3
    assert scenarios["mk01"].title.startswith("Billing dispute")
    assert scenarios["mk11"].card is None


def test_one_wait_and_one_sentence_change_alone(site: Site, shipped: Catalogue) -> None:
    site.write("follow_up.yaml", "retest_days: {final_interview: 45}\nmax_attempts: 5\n")
    site.write("words/en.yaml", "endings: {withdrew: 'Result: you stopped here.'}\n")
    changed = site.read()
    assert changed.follow_up.retest_days == {**shipped.follow_up.retest_days, "final_interview": 45}
    assert changed.follow_up.max_attempts == 5
    assert changed.words.endings["withdrew"] == "Result: you stopped here."
    assert changed.words.endings["hired"] == shipped.words.endings["hired"]


def test_a_safety_category_is_added_for_what_slipped_through(site: Site, shipped: Catalogue) -> None:
    site.write(
        "safety.yaml",
        r"""
categories:
  - id: house_words
    severity: warn
    fields: [candidate]
    why: Nobody outside knows these words.
    patterns: ['\bwave two\b']
    rewrite: "Say it in full."
""",
    )
    categories = site.read().safety.categories
    assert len(categories) == len(shipped.safety.categories) + 1
    assert categories[-1].severity is Severity.WARN


def test_the_digest_tells_a_site_from_another(site: Site, shipped: Catalogue) -> None:
    file = site.write("follow_up.yaml", "max_attempts: 5\n")
    first = site.read().digest
    file.write_text("max_attempts: 6\n", "utf-8")
    assert len({shipped.digest, first, site.read().digest}) == 3
    assert site.read().digest == site.read().digest


def test_words_for_intake_are_read_elsewhere(site: Site, shipped: Catalogue) -> None:
    site.write("intake.yaml", "anything: at all\n")
    assert site.read() == shipped


def test_a_folder_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError) as caught:
        load(tmp_path / "nowhere")
    assert caught.value.message == f"There is no catalogue folder {tmp_path / 'nowhere'}."
    assert "settings" in caught.value.hint


def test_a_file_with_another_name_is_not_passed_over(site: Site) -> None:
    file = site.write("account.yaml", FERRY)
    error = site.complaint()
    assert error.message == f"{file} is no catalogue file."
    assert "accounts.yaml" in error.hint


def test_a_file_with_the_short_ending_is_not_passed_over(site: Site) -> None:
    file = site.write("accounts.yml", FERRY)
    error = site.complaint()
    assert error.message == f"{file} is not read."
    assert error.hint == "Name it accounts.yaml."


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        (
            "accounts.yaml",
            "accounts:\n  - id: retail_cs\n    weights: {exam: 50}\n",
            " line 3, accounts[retail_cs].weights: the weights add up to 50, not 100.",
        ),
        (
            "accounts.yaml",
            "# ours\naccounts:\n  - id: ferry\n    name: Ferry\n",
            " line 3, accounts[ferry]: short is missing.",
        ),
        (
            "milestones/exam.yaml",
            "id: exam\ncriteria:\n  - id: ex.policy\n    scoring: {type: numeric, floor: 1, pass_at: 2, target: 3}\n",
            " line 4, criteria[ex.policy].scoring.unit: nothing is no unit.",
        ),
        (
            "milestones/visit.yaml",
            "id: visit\n",
            " line 1, id: visit is no milestone.",
        ),
        (
            "words/en.yaml",
            "greeting: 'Hi {name},'\nendings:\n  hired: 'Hello {you}'\n",
            " line 3, endings.hired: nothing fills {you} here.",
        ),
        (
            "safety.yaml",
            "allow:\n  - fine\n  - '(open'\n",
            " line 3, allow[1]: this is no regular expression: missing ), unterminated subpattern at position 0.",
        ),
        (
            "safety.yaml",
            "categories:\n  - {id: age, frames: ['YOU BE WRONG']}\n",
            " line 2, categories[age].frames[0]: there is no kind wrong.",
        ),
        (
            "safety_model.yaml",
            "weights: 'lazy=2.5'\n",
            " line 1, weights: lazy=2.5 is no weight.",
        ),
        (
            "safety.yaml",
            "categories:\n  - {id: age, fields: [slip]}\n",
            " line 2, categories[age].fields: there is no field slip.",
        ),
        (
            "slip_rules.yaml",
            "detectors: {M: '[a'}\n",
            " line 1, detectors.M: this is no regular expression: unterminated character set at position 0.",
        ),
        (
            "accounts.yaml",
            "accounts:\n  - {id: retail_cs, note: a}\n  - {id: retail_cs, note: b}\n",
            " line 3, accounts[1]: the id retail_cs stands here twice.",
        ),
        ("accounts.yaml", "- id: retail_cs\n", " line 1: expected named values."),
        ("accounts.yaml", "accounts: retail_cs\n", " line 1, accounts: expected a list of entries."),
        ("accounts.yaml", "account: []\n", " line 1, account: account is not known here."),
        ("accounts.yaml", "1: []\n", " line 1, 1: this name is a number."),
    ],
)
def test_a_mistake_names_the_sites_file(site: Site, name: str, text: str, says: str) -> None:
    file = site.write(name, text)
    assert site.complaint().message == f"{file}{says}"


def test_the_collector_is_on_again_after_a_mistake(site: Site) -> None:
    site.write("accounts.yaml", "accounts: retail_cs\n")
    site.complaint()
    assert gc.isenabled()
