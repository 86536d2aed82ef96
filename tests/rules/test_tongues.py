"""A slip in another language: whole sentences in one language each, and the recruiter knows what stayed in English."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from domain.catalog import language_of
from domain.model.slip import Evidence
from domain.model.terms import MilestoneId, Result, ScoringType
from domain.rules import safety
from domain.rules.calling import length_words, times_words
from domain.rules.completeness import findings
from domain.rules.composing import compose
from domain.rules.drafting import _KEPT
from domain.rules.measuring import measured
from domain.rules.tongues import Tongue, spoken, tag_of
from domain.rules.untold import in_english
from tests.rules.slip_builders import JOAN, catalogue, english, joan, shipped

LANGUAGES = sorted(load for load in catalogue().languages)


@cache
def tongue(code: str) -> Tongue:
    """A language as it is shipped."""
    return Tongue(catalogue().words, catalogue().phrases, language_of(catalogue(), code), code)


@pytest.mark.parametrize(
    ("tag", "code", "document"),
    [
        ("fil", "fil", "fil"),
        ("tl", "fil", "fil"),
        ("fil-PH", "fil", "fil-PH"),
        ("es-MX", "es", "es-MX"),
        ("es_419", "es", "es-419"),
        ("en-PH", "en", "en-PH"),
        ("ceb", "en", "en"),
        ("?", "en", "en"),
    ],
)
def test_a_person_is_written_to_in_the_nearest_language_that_is_there(tag: str, code: str, document: str) -> None:
    found = spoken(tag, {"en": "", **catalogue().languages})
    assert (found, tag_of(tag, found)) == (code, document)


def test_a_sentence_is_in_one_language() -> None:
    filipino = tongue("fil")
    chip = shipped(MilestoneId.MOCK_CALL).criterion("mc.verify").chips[0]
    ready = Evidence(chip.moment, chip.act, chip.effect)
    assert filipino.observation(ready).startswith("Bago mo binuksan ang account, itinanong mo ")
    typed = replace(ready, moment="just before lunch")
    told = filipino.observation(typed)
    assert told == "Just before lunch you asked for each detail on the card. That keeps the customer safe."
    assert tongue("es").observation(Evidence("at the start", '"Thank you for calling"')) == (
        'Al inicio, dijiste: "Thank you for calling."'
    )
    own = Evidence("sa simula", "inalok mo ng credit ang customer bago ka nagtanong", "Maaaring bumalik ang problema")
    assert filipino.observation(own) == (
        "Sa simula, inalok mo ng credit ang customer bago ka nagtanong. Maaaring bumalik ang problema."
    )


@pytest.mark.parametrize("code", LANGUAGES)
def test_whatever_the_program_builds_is_told_in_every_language(code: str) -> None:
    known, levels = tongue(code), catalogue().cefr
    built = [length_words(seconds * 1000) for seconds in (1, 12, 60, 61, 65, 125, 121, 180)]
    built += [times_words(number) for number in range(4)]
    built += [_KEPT.moment, _KEPT.act, _KEPT.effect]
    for milestone in catalogue().milestones.values():
        for one in milestone.criteria:
            if one.scoring.type is ScoringType.NUMERIC:
                for value in {0, 1, one.scoring.pass_at, one.scoring.target, one.scoring.floor}:
                    for growth in (True, False):
                        told = measured(one, value, 60, catalogue().units, levels, growth=growth)
                        built += [told.moment, told.act]
    assert [text for text in built if not known.own(text)] == []
    assert known.own("left the line silent for 1 minute 5 seconds").count("5 seg") == 1


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_slip_is_whole_in_its_language_and_says_when(code: str) -> None:
    known = tongue(code)
    draft = replace(joan(), next_date=date(2026, 8, 12), result=Result.NOT_YET)
    document = compose(draft, shipped(MilestoneId.MOCK_CALL), None, known, replace(JOAN, language=code))
    assert document.labels == known.words.labels
    assert document.milestone == known.own("Mock call")
    assert known.words.results["not_yet"] in document.opening
    assert "{" not in repr(document).replace("Labels(", "").split("labels=")[0]
    found = findings(draft, document, catalogue().slip_rules, catalogue().safety, tongue=known)
    assert {one.rule for one in found} & {"F01", "F02", "F03", "F04", "F06", "F10", "F17"} == set()


def test_the_recruiter_is_told_what_stays_in_english_and_the_reader_is_not() -> None:
    draft, milestone = joan(), shipped(MilestoneId.MOCK_CALL)
    marked = in_english(draft, milestone, None, tongue("fil"))
    assert {one.message for one in marked if one.place} == {"English: no Filipino text yet"}
    assert "improvement 1 act" in {one.place for one in marked}
    document = compose(draft, milestone, None, tongue("fil"), replace(JOAN, language="fil"))
    assert "Filipino" not in repr(document)
    assert in_english(draft, milestone, None, english()) == ()
    (lacking,) = in_english(draft, milestone, None, english(), "ceb")
    assert 'no slip texts in "ceb"' in lacking.message


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_fixed_sentence_or_text_blames_or_promises(code: str) -> None:
    """What the word list finds in English texts it would stop; here it reads the ones that nobody checks at a desk."""
    language = language_of(catalogue(), code)
    assert language is not None
    words = language.words
    said = [*words.results.values(), *words.endings.values(), words.better, words.went_well, words.work_on]
    found = [(text, one.rule) for text in said for one in safety.check(text, catalogue().safety)]
    assert [pair for pair in found if pair[1] in ("said_as_promise", "told_apart", "private_life")] == []
