"""What may enter a workbook."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.store import clean, fold_words
from domain.store.cleaning import clean_fraction, storable
from domain.store.folding import LONGEST_WORD

anything = st.text(st.characters(), max_size=40)


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("Ana María", "Ana María"),
        ("Zoe\u0301", "Zoé"),
        ("a\tb", "a b"),
        ("a\r\nb\u2028c", "a b c"),
        ("\x1b[2JBen\x9b1m\x07", "[2JBen1m"),
        ("\u202eneB\u202c \u2066x\u2069", "neB x"),
        ("A\u200bn\u200da\ufeff\u00ad", "Ana"),
        ("half\ud83d", "half"),
        ("nul\0", "nul"),
        ("[red]Ana[/red]", "[red]Ana[/red]"),
        ("tag\U000e0041", "tag"),
        ("李小龙 👍🏽", "李小龙 👍🏽"),
    ],
)
def test_traps_are_taken_out_and_names_kept(raw: str, kept: str) -> None:
    assert clean(raw, 200) == kept


def test_long_texts_keep_their_lines() -> None:
    assert clean("one\r\ntwo\u2029three\x0bfour\tfive", 200, lines=True) == "one\ntwo\nthree\nfour five"


def test_text_is_cut_at_the_limit() -> None:
    assert clean("abcdef", 4) == "abcd"
    assert clean("e\u0301" * 10, 4) == "é" * 4


@given(anything, st.integers(0, 40), st.booleans())
def test_clean_text_is_safe_and_stays_clean(text: str, limit: int, lines: bool) -> None:
    once = clean(text, limit, lines)
    assert clean(once, limit, lines) == once
    assert len(once) <= limit
    assert unicodedata.is_normalized("NFC", once)
    assert not [c for c in once if unicodedata.category(c) in ("Cc", "Cs") and not (lines and c == "\n")]
    once.encode()


@given(anything)
def test_storable_text_can_be_sent_to_an_engine(text: str) -> None:
    assert "\0" not in storable(text)
    storable(text).encode()


@given(st.floats(-1e9, 1e9))
def test_fractions_survive_fifteen_digits(value: float) -> None:
    kept = clean_fraction(value)
    assert json.loads(f"{kept:.15g}") == kept
    assert kept == pytest.approx(value, rel=1e-11)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Núñez, José-María", ["nunez", "jose", "maria"]),
        ("STRASSE Straße", ["strasse", "strasse"]),
        ("+63 917 123_4567", ["63", "917", "123", "4567"]),
        ("O'Neil [HR]", ["o", "neil", "hr"]),
        ("ﬁn Ⅳ", ["fin", "iv"]),
        (" -- '' ", []),
    ],
)
def test_words_are_folded(text: str, words: list[str]) -> None:
    assert fold_words(text) == words


@given(anything)
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    words = fold_words(text)
    assert fold_words(" ".join(words)) == words


def test_endless_words_are_cut() -> None:
    assert fold_words("x" * 5_000) == ["x" * LONGEST_WORD]
