"""What is typed, chosen and filled in at the exam seat, in points of the rubric's own definitions."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model.exam import ChoiceForm, EntryField, FieldKind, Item, Part
from domain.rules.exam_marking import (
    endless,
    is_right,
    options_of,
    order_of,
    percent,
    right_choices,
    right_fields,
    rounded,
    shuffled,
    typing_score,
    uncorrected,
)

TEXT = "Thank you for waiting while I look at your order."
typed_texts = st.text(alphabet="abc Th,.", max_size=60)


class TestTyping:
    def test_net_is_characters_by_five_less_errors_by_minutes(self) -> None:
        typed = endless(TEXT, 450)
        assert typing_score(TEXT, typed, 3).net_wpm == 30.0
        wrong = "X" + typed[1:100] + "Y" + typed[101:]
        score = typing_score(TEXT, wrong, 3)
        assert (score.errors, score.characters) == (2, 450)
        assert score.net_wpm == pytest.approx((450 / 5 - 2) / 3)
        assert score.accuracy == pytest.approx(100 * 448 / 450)

    def test_one_missing_letter_is_one_error_and_not_all_that_follows(self) -> None:
        assert uncorrected(TEXT, TEXT[:5] + TEXT[6:]) == 1
        assert uncorrected(TEXT, TEXT[:5] + "x" + TEXT[5:]) == 1

    def test_what_was_mended_is_no_error_and_stopping_early_is_none_either(self) -> None:
        assert uncorrected(TEXT, TEXT[:20]) == 0
        assert typing_score(TEXT, TEXT[:20], 3).net_wpm == pytest.approx(20 / 5 / 3)

    def test_who_is_faster_than_the_passage_is_long_begins_it_again(self) -> None:
        assert uncorrected("abc", "abc abc abc ab") == 0

    def test_nothing_typed_is_nothing(self) -> None:
        score = typing_score(TEXT, "", 3)
        assert (score.net_wpm, score.accuracy, score.errors) == (0.0, 0.0, 0)

    @given(typed_texts)
    def test_bounds(self, typed: str) -> None:
        score = typing_score("abc Thabc., ", typed, 3)
        assert 0 <= score.errors <= len(typed)
        assert 0.0 <= score.accuracy <= 100.0
        assert 0.0 <= score.net_wpm <= len(typed) / 5 / 3

    @given(typed_texts)
    def test_it_is_the_fewest_edits(self, typed: str) -> None:
        passage = "ab cTha.b, c"
        assert uncorrected(passage, typed) == slowly(typed, endless(passage, 2 * len(typed)))

    @pytest.mark.parametrize(
        ("value", "decimals", "expected"),
        [(29.5, 0, 30.0), (29.49, 0, 29.0), (94.999, 1, 95.0), (260.0, 0, 250.0), (-1, 0, 0.0)],
    )
    def test_halves_go_up_within_the_range(self, value: float, decimals: int, expected: float) -> None:
        assert rounded(value, decimals, 0, 250) == expected


def slowly(typed: str, target: str) -> int:
    """The same by the table in books."""
    before = list(range(len(target) + 1))
    for row, character in enumerate(typed, 1):
        now = [row]
        for column, other in enumerate(target, 1):
            now.append(min(before[column - 1] + (character != other), before[column] + 1, now[column - 1] + 1))
        before = now
    return min(before)


ITEMS = tuple(
    Item(f"q{n}", f"Question {n}?", {"a": "one", "b": "two", "c": "three", "d": "four"}, "abcd"[n % 4], f"page{n // 4}")
    for n in range(12)
)
FORM = ChoiceForm("form-a", Part.READING, "Read.", ITEMS)


class TestOrder:
    @given(st.lists(st.integers(), max_size=30), st.integers(0, 2**31))
    def test_a_shuffle_is_the_same_things_and_the_same_again(self, things: list[int], seed: int) -> None:
        once = shuffled(things, seed, "x")
        assert sorted(once) == sorted(things)
        assert once == shuffled(things, seed, "x")

    @given(st.integers(0, 2**31))
    def test_questions_about_one_page_stay_together(self, seed: int) -> None:
        order = order_of(FORM, seed)
        assert sorted(item.id for item in order) == sorted(item.id for item in ITEMS)
        pages = [item.about for item in order]
        assert sum(one != other for one, other in pairwise(pages)) == 2

    @given(st.integers(0, 2**31), st.sampled_from(ITEMS))
    def test_options_are_all_there(self, seed: int, item: Item) -> None:
        assert sorted(options_of(item, seed)) == ["a", "b", "c", "d"]

    def test_two_seeds_give_two_orders(self) -> None:
        orders = {tuple(item.id for item in order_of(FORM, seed)) for seed in range(20)}
        assert len(orders) == 20
        firsts = {options_of(ITEMS[0], seed)[0] for seed in range(40)}
        assert firsts == {"a", "b", "c", "d"}

    def test_the_order_of_a_seed_never_changes(self) -> None:
        """A stored seed must tell what a candidate saw, years later."""
        expected = ["q11", "q10", "q8", "q9", "q0", "q1", "q2", "q3", "q5", "q6", "q4", "q7"]
        assert [item.id for item in order_of(FORM, 7)] == expected
        assert options_of(ITEMS[0], 7) == ("a", "c", "d", "b")


class TestMarks:
    def test_what_was_not_answered_is_not_right(self) -> None:
        answers = {item.id: item.key for item in ITEMS[:6]} | {"q7": "a", "nobody": "a"}
        assert right_choices(FORM, answers) == 6
        assert percent(6, 12) == 50.0
        assert percent(0, 0) == 0.0

    @pytest.mark.parametrize(
        ("kind", "right", "entry"),
        [
            (FieldKind.WORDS, "Corinne Halvorsen", "  corinne HALVORSEN "),
            (FieldKind.WORDS, "116 Juniper Road", "116, Juniper Road."),
            (FieldKind.WORDS, "Zoe d'Angelo", "Zoë DAngelo"),
            (FieldKind.CODE, "KM70492", "km 704-92"),
            (FieldKind.DIGITS, "555014823", "555 01 48 23"),
            (FieldKind.AMOUNT, "248.50", "$248.5"),
            (FieldKind.AMOUNT, "1248", "1,248.00 USD"),
            (FieldKind.EMAIL, "c.halvorsen@example.com", " C.Halvorsen@Example.com"),
        ],
    )
    def test_what_counts_as_the_same(self, kind: FieldKind, right: str, entry: str) -> None:
        assert is_right(EntryField("f", "F", kind, right), entry)

    @pytest.mark.parametrize(
        ("kind", "right", "entry"),
        [
            (FieldKind.WORDS, "Corinne Halvorsen", "Corinne Halverson"),
            (FieldKind.WORDS, "Corinne Halvorsen", "Halvorsen Corinne"),
            (FieldKind.CODE, "KM70492", "KM70429"),
            (FieldKind.DIGITS, "555014823", "55501482"),
            (FieldKind.AMOUNT, "248.50", "248.05"),
            (FieldKind.AMOUNT, "248.50", "24850"),
            (FieldKind.EMAIL, "a.b@example.com", "ab@example.com"),
            (FieldKind.WORDS, "x", ""),
            (FieldKind.AMOUNT, "90", "about"),
        ],
    )
    def test_what_does_not(self, kind: FieldKind, right: str, entry: str) -> None:
        assert not is_right(EntryField("f", "F", kind, right), entry)

    def test_another_spelling_is_as_right(self) -> None:
        one = EntryField("f", "F", FieldKind.WORDS, "14 May", ("May 14",))
        assert right_fields([one], {"f": "may 14"}) == 1
        assert right_fields([one], {}) == 0
