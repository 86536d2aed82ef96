"""Sentences as kinds of words, and frames that are looked for in them."""

from __future__ import annotations

import pytest

from domain.rules.phrasing import Lexicon, coded, read_frames, sentences

KINDS = {"you": "you tú", "be": "are were re", "trait": "dull lazi~ né", "exact": "0 two"}


def held(text: str, frame: str) -> list[str]:
    """What a frame finds in a text."""
    lexicon = Lexicon(KINDS)
    (read,) = read_frames([frame], lexicon)
    spans = (span for words in sentences(text) for span in coded(words, lexicon).found(read))
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("text", "frame", "found"),
    [
        ("Honestly, you are dull today.", "YOU BE TRAIT", ["you are dull"]),
        ("You're dull.", "YOU BE TRAIT", ["You're dull"]),
        ("YOU ARE DULL", "YOU BE TRAIT", ["YOU ARE DULL"]),
        ("You are. Dull day.", "YOU BE TRAIT", []),
        ("You are so very dull.", "YOU BE so? very? TRAIT", ["You are so very dull"]),
        ("You are so so dull.", "YOU BE so* TRAIT", ["You are so so dull"]),
        ("You are here and there dull.", "YOU BE .. TRAIT", ["You are here and there dull"]),
        ("You are one two three four dull.", "YOU BE .. TRAIT", []),
        ("You are one two three four dull.", "YOU BE ... TRAIT", ["You are one two three four dull"]),
        ("Laziness costs you.", "TRAIT", ["Laziness"]),
        ("A dull day.", "^ TRAIT", []),
        ("Dull day.", "^ TRAIT", ["Dull"]),
        ("Dull day.", "TRAIT $", []),
        ("The day was dull.", "TRAIT $", ["dull"]),
        ("You are dull.", "YOU BE TRAIT ! EXACT", ["You are dull"]),
        ("You are dull at minute 4.", "YOU BE TRAIT ! EXACT", []),
        ("You were calm or bold.", "calm/bold", ["calm", "bold"]),
        ("Tu né", "YOU/BE TRAIT", ["Tu né"]),
        ("Tú ne", "YOU/BE TRAIT", ["Tú ne"]),
        ("Dull 3 times.", "TRAIT EXACT", ["Dull 3"]),
    ],
)
def test_a_frame_finds_its_words(text: str, frame: str, found: list[str]) -> None:
    assert held(text, frame) == found


def test_a_kind_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="there is no kind MOOD"):
        held("You are dull.", "YOU BE MOOD")


def test_plain_words_of_a_frame_are_no_kinds_of_a_word() -> None:
    lexicon = Lexicon(KINDS)
    read_frames(["dull day"], lexicon)
    assert lexicon.kinds_of("dull") == ("TRAIT",)
    assert lexicon.kinds_of("day") == ()


def test_an_empty_text_has_no_sentence() -> None:
    assert list(sentences(" ... !")) == []
