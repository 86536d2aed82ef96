"""The last net for wording: what the list itself says that it must catch, and what slips around it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from domain.model.terms import Severity
from domain.rules.safety import CAUGHT, CLEAR, HOLES, STOPPED, check, names_something, normalised, verdict
from tests.benchmarks.safety_lines import figures, judged
from tests.rules.slip_builders import catalogue

SAFETY = catalogue().safety
TESTS: Any = SAFETY.tests
DATA = Path(__file__).parent / "data"
FROZEN = "third_lines.tsv"
MEASURED = {"unseen_lines.tsv": (88, 0), "second_lines.tsv": (88, 0), FROZEN: (CAUGHT, STOPPED)}
"""By file of 100 unsafe and 100 safe lines of somebody else: how many are caught, how many stopped.

Of the first file it was 86 and 12 when it was read first, of the second 78 and 7; the list was mended after each, so
that they measure nothing any more. The third was read once, when the list was as it is: it is never to be mended for.
"""


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


@pytest.mark.parametrize(("text", "category"), TESTS["hint"])
def test_what_belongs_to_the_customer_is_shown_and_needs_no_reason(text: str, category: str) -> None:
    assert severities(text) == {category: Severity.HINT}


@pytest.mark.parametrize("text", TESTS["pass"])
def test_lines_that_must_pass(text: str) -> None:
    assert check(text, SAFETY) == ()


def stopping(text: str) -> list[str]:
    """Categories for which a text has to be changed or confirmed."""
    return [rule for rule, severity in severities(text).items() if severity is not Severity.HINT]


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("You are a terribly dull person.", "person_not_act"),
        ("Ang tamad mo sumagot.", "person_not_act"),
        ("Eres demasiado floja.", "person_not_act"),
        ("You were not made for phones.", "not_for_you"),
        ("Hindi ka para sa trabahong ito.", "not_for_you"),
        ("No naciste para vender.", "not_for_you"),
        ("We only hire graduates here.", "who_we_hire"),
        ("Solo contratamos a gente de aquí.", "who_we_hire"),
        ("There is no point in trying again.", "finality"),
        ("Huwag ka nang bumalik.", "finality"),
        ("No vuelvas a llamar.", "finality"),
        ("If you complain, we will remember your name.", "threat"),
        ("You only want the money.", "motive_guess"),
        ("Hindi ka naman interesado.", "motive_guess"),
        ("No te importa nada.", "motive_guess"),
        ("Even a child could read that.", "sarcasm"),
        ("Hasta un niño lo sabe.", "sarcasm"),
        ("You should have known better.", "shame"),
        ("Buti pa yung katabi mo.", "told_apart"),
        ("Los demás lo entendieron.", "told_apart"),
        ("You will be a team lead by summer.", "said_as_promise"),
        ("Pasok ka na, wag mo lang sabihin.", "said_as_promise"),
        ("Officially it was the exam.", "legal_aside"),
        ("Con hijos no vas a poder.", "private_life"),
    ],
)
def test_what_is_said_of_a_person_is_known_by_its_shape(text: str, category: str) -> None:
    found = [one for one in check(text, SAFETY) if one.rule == category]
    assert found
    assert all(one.text in text and one.rewrite for one in found)


@pytest.mark.parametrize(
    "text",
    [
        "You were clear about the fee: 35 a month.",
        "You were calm when the caller shouted.",
        "You were friendly in the greeting.",
        "You were silent for twelve seconds after the question.",
        "You were late by nine minutes.",
        "You never gave the reference number.",
        "You always asked before a hold.",
        'The caller said "you are useless" and you went on with the steps.',
        "You answered 'I am rather shy with strangers' to the first question.",
        "The customer called you stupid and you kept to the steps.",
        "You asked the caller with the heavy accent for a spelling.",
        "You typed faster than in your last test: 31 words, up from 24.",
        "Kalmado ka nung sumigaw ang caller.",
        "Fuiste amable en el saludo.",
        "Todo lo de la tarjeta quedó cubierto.",
    ],
)
def test_an_act_is_let_pass_also_where_it_is_criticised(text: str) -> None:
    assert stopping(text) == []


def test_what_we_said_stays_ours_in_quotation_marks() -> None:
    assert "character_label" in severities('The panel said "you are useless" about it.')
    assert "character_label" in severities('You are "useless" here.')


def test_a_line_that_no_frame_names_is_still_felt_to_be_about_the_person() -> None:
    text = "Talking to you is like talking to a wall."
    (finding,) = check(text, SAFETY)
    assert finding.severity is Severity.WARN
    assert finding.text in text


def test_a_fact_in_a_sentence_that_tells_of_an_act_without_a_doubt_is_only_a_hint() -> None:
    text = "You noted the medication and the dose, read both back and gave the date."
    assert severities(text) == {"health_disability": Severity.HINT}
    assert severities("You need medication.")["health_disability"] is Severity.BLOCK


def test_a_list_without_weights_works_without_them() -> None:
    assert "person_not_act" in {one.rule for one in check("You are very dull.", replace(SAFETY, model=None))}


def test_a_line_is_said_once_by_the_gravest_net() -> None:
    assert len(check("You are a lazy person.", SAFETY)) == 1


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("You asked for the name.", True),
        ("Twice.", True),
        ('"One moment" was good.', True),
        ("Thank you for your time.", True),
        ("Great potential.", False),
        ("You are wonderful.", False),
    ],
)
def test_a_text_holds_an_act_a_quote_or_a_count(text: str, holds: bool) -> None:
    assert names_something(text, SAFETY) is holds


@pytest.mark.parametrize("file", MEASURED)
def test_a_strangers_lines_are_held_as_well_as_measured(file: str) -> None:
    """The lines were written by somebody who had not seen the list; README.md says what it did with them."""
    found = figures(judged(DATA / file, SAFETY))
    (caught, unsafe), (stopped, safe) = found["unsafe"], found["safe"]
    assert (unsafe, safe) == (100, 100)
    assert caught >= MEASURED[file][0]
    assert stopped <= MEASURED[file][1]


def test_the_figures_stand_where_a_recruiter_reads_them() -> None:
    text = " ".join((Path(__file__).parents[2] / "README.md").read_text("utf-8").split())
    assert f"it catches {CAUGHT} and stops {STOPPED}: measured once" in text
    assert f"caught {CAUGHT}, of 100 safe ones it stopped {STOPPED}." in HOLES


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
    assert severities("The elderly customer thought you are too old.")["age"] is Severity.BLOCK
    assert severities("You are too old. The elderly customer was calm.")["age"] is Severity.BLOCK


def test_only_a_fact_about_the_customer_is_downgraded() -> None:
    assert severities("You told the customer with two children about it.") == {"family_pregnancy": Severity.HINT}
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
    assert {text: found for text in texts if (found := stopping(text))} == {}


def test_normalised_text_is_one_line() -> None:
    assert normalised(" a\u200b\n\tb \u2019 ") == "a b '"
