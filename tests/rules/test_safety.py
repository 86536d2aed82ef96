"""The last net for wording: what the list itself says that it must catch, and what slips around it."""

from __future__ import annotations

from typing import Any

import pytest

from domain.model.terms import Severity
from domain.rules.safety import CLEAR, check, normalised, verdict
from tests.rules.slip_builders import catalogue

SAFETY = catalogue().safety
TESTS: Any = SAFETY.tests


def severities(text: str) -> dict[str, Severity]:
    return {finding.rule: finding.severity for finding in check(text, SAFETY)}


@pytest.mark.parametrize(("text", "category"), TESTS["block"])
def test_lines_that_must_be_blocked(text: str, category: str) -> None:
    assert severities(text)[category] is Severity.BLOCK


@pytest.mark.parametrize(("text", "category"), TESTS["warn"])
def test_lines_that_must_be_confirmed(text: str, category: str) -> None:
    found = severities(text)
    assert found[category] is Severity.WARN
    assert Severity.BLOCK not in found.values()


@pytest.mark.parametrize("text", TESTS["pass"])
def test_lines_that_must_pass(text: str) -> None:
    assert check(text, SAFETY) == ()


def test_a_finding_names_category_words_place_and_a_better_way() -> None:
    (finding,) = check("You seemed nervous on the call.", SAFETY, place="free_text")
    assert (finding.rule, finding.text, finding.place) == ("character_label", "You seemed nervous", "free_text")
    assert "You stopped for about eight seconds" in finding.rewrite


@pytest.mark.parametrize(
    "text",
    [
        "You are too\u200b old for this.",
        "You are t\u200do\u2060o old for this.",
        "You are too   \n old for this.",
        "You are too\u00a0old for this.",
        "You are \uff54\uff4f\uff4f old for this.",
        "YOU ARE TOO OLD for this.",
        "You are to\u00ado old for this.",
    ],
)
def test_cheap_tricks_do_not_hide_words(text: str) -> None:
    assert severities(text) == {"age": Severity.BLOCK}


def test_curly_quotes_are_read_as_straight_ones() -> None:
    assert "promise_legal" in severities("You\u2019re hired.")


def test_allowed_phrases_do_not_hide_what_stands_beside_them() -> None:
    assert check("The elderly customer was calm.", SAFETY) == ()
    assert severities("The elderly customer thought you are too old.")["age"] is Severity.WARN
    assert severities("You are too old. The elderly customer was calm.")["age"] is Severity.BLOCK


def test_only_a_fact_about_the_customer_is_downgraded() -> None:
    assert severities("You told the customer with two children about it.") == {"family_pregnancy": Severity.WARN}
    assert severities("You were kind to the customer. You have two children.") == {"family_pregnancy": Severity.BLOCK}


def test_a_note_is_held_to_less_than_what_a_candidate_reads() -> None:
    text = "Other applicants did better."
    assert check(text, SAFETY, "note") == ()
    assert check("You seemed nervous.", SAFETY, "note") != ()


def test_the_gravest_comes_first_and_nothing_twice() -> None:
    found = check("You always show a thick accent, a thick accent.", SAFETY)
    assert [finding.severity for finding in found] == sorted(
        (finding.severity for finding in found), key=list(Severity).index
    )
    assert len(found) == len(set(found))


def test_a_clean_text_is_never_called_safe() -> None:
    assert verdict(check("You asked first.", SAFETY)) == CLEAR == "No known problem found"
    assert verdict(check("You always interrupt. You seemed nervous.", SAFETY)) == "1 to change, 1 to confirm"


def test_the_words_of_the_catalogue_itself_pass() -> None:
    texts = [
        text
        for milestone in catalogue().milestones.values()
        for criterion in milestone.criteria
        for text in (
            criterion.strength,
            criterion.why,
            criterion.next_tip,
            *(tip.text for tip in criterion.tips),
            *(chip.effect for chip in criterion.chips),
        )
    ]
    blocked = {text: severities(text) for text in texts if Severity.BLOCK in severities(text).values()}
    assert blocked == {}


def test_normalised_text_is_one_line() -> None:
    assert normalised(" a\u200b\n\tb \u2019 ") == "a b '"
