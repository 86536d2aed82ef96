"""The trained sum of weights: how it is read, what it adds up, and what it underlines."""

from __future__ import annotations

from dataclasses import replace
from math import sqrt

import pytest

from domain.model.wording import SafetyModel
from domain.rules.person_talk import features, heaviest, read_weights, score
from domain.rules.phrasing import Lexicon, Word, sentences

LEXICON = Lexicon({"you": "you", "trait": "dull"})
MODEL = SafetyModel(
    bias=-1.0, threshold=0.5, doubt=-2.0, certain=-3.0, weights="dull=300 you_TRAIT=50 asked=-400 a=b=10"
)


def words(text: str) -> tuple[Word, ...]:
    (found,) = sentences(text)
    return found


def test_weights_are_hundredths_and_a_feature_may_hold_the_sign() -> None:
    weights = read_weights(MODEL)
    assert weights.of == {"dull": 3.0, "you_TRAIT": 0.5, "asked": -4.0, "a=b": 0.1}
    assert (weights.bias, weights.threshold, weights.doubt, weights.certain) == (-1.0, 0.5, -2.0, -3.0)


def test_a_score_is_the_bias_and_the_weights_over_the_root_of_their_number() -> None:
    line = words("You dull one two")
    many = len({name for name, _ in features(line, LEXICON)})
    assert score(line, LEXICON, read_weights(MODEL)) == pytest.approx(-1.0 + 3.5 / sqrt(many))
    assert score(words("You asked"), LEXICON, read_weights(MODEL)) < -1.0


def test_few_words_are_never_held_for_their_weight() -> None:
    heavy = read_weights(replace(MODEL, bias=5.0))
    assert score(words("You dull"), LEXICON, heavy) == 0.0
    assert score(words("You dull one two"), LEXICON, heavy) > 5.0


def test_a_word_is_known_by_itself_its_kind_its_neighbours_and_its_letters() -> None:
    found = {name for name, _ in features(words("you dull"), LEXICON)}
    assert {"you", "dull", "TRAIT", "YOU_TRAIT", "you_dull", "#<dul", "#ull>", "inexact"} <= found


def test_a_count_makes_a_line_exact() -> None:
    assert "inexact" not in {name for name, _ in features(words("you 3 times"), LEXICON)}


def test_the_heaviest_words_are_underlined() -> None:
    text = "We saw that you dull it"
    start, end = heaviest(words(text), LEXICON, read_weights(MODEL))
    assert text[start:end] == "dull"


def test_a_line_without_weight_is_underlined_whole() -> None:
    text = "Nothing here"
    assert heaviest(words(text), LEXICON, read_weights(MODEL)) == (0, len(text))
