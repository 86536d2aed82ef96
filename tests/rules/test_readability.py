"""How easy a text is to read."""

from __future__ import annotations

import pytest

from domain.rules.composing import plain_words
from domain.rules.readability import measure, sentences, syllables
from tests.rules.slip_builders import composed, joan


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("cat", 1), ("caller", 2), ("customer", 3), ("practise", 2), ("security", 4),
        ("don't", 1), ("customer's", 3), ("30", 2), ("20-second", 4), ("a", 1), ("Alcaraz", 3),
    ],
)  # fmt: skip
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_grade_follows_the_formula() -> None:
    read = measure("The cat sat on the mat. The dog ran.")
    assert (read.words, read.sentences, read.syllables) == (9, 2, 9)
    assert read.grade == pytest.approx(0.39 * 9 / 2 + 11.8 * 9 / 9 - 15.59)


def test_harder_words_and_longer_sentences_raise_the_grade() -> None:
    easy = "You asked first. That keeps customers safe."
    hard = "Verification procedures necessitate comprehensive identification preceding any disclosure of information."
    assert measure(hard).grade > 12 > 8 > measure(easy).grade


def test_list_numbers_are_not_read() -> None:
    assert measure("1. Ask first.\n2. Then offer.\n- Close well.") == measure("Ask first.\nThen offer.\nClose well.")


def test_sentences_end_at_stops_and_line_ends_but_not_inside_numbers_or_quotes() -> None:
    text = 'Hi Joan,\nYou said, "Is it 3.5?" and wrote it. Call us from 9 am to 7 pm. Ask "What?" Then stop.'
    assert sentences(text) == [
        "Hi Joan,",
        'You said, "Is it 3.5?" and wrote it.',
        "Call us from 9 am to 7 pm.",
        'Ask "What?"',
        "Then stop.",
    ]


def test_the_longest_sentence_is_found() -> None:
    read = measure("Short one. This one here has seven whole words. End.")
    assert (read.longest, read.longest_text) == (7, "This one here has seven whole words.")


def test_nothing_to_read_has_no_grade() -> None:
    assert measure(" \n ").grade == 0


def test_a_slip_from_the_catalogue_stays_below_grade_eight() -> None:
    read = measure(plain_words(composed(joan())))
    assert read.grade < 8
    assert 90 <= read.words <= 300
    assert read.longest <= 25
