"""Private hints: when each applies, and when it does not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules.nudging import BREAK_MS, LONGEST_MS, RULES, Background, Facts, Rated, first_of, worked
from tests.workbook.hub import catalogue

NUDGES = catalogue().nudges
HOUR = 3_600_000


def rated(*values: float, names: str = "abcdefgh") -> tuple[Rated, ...]:
    """Ratings that were entered one second after the other."""
    return tuple(Rated(name, value, 1000 * at) for at, (name, value) in enumerate(zip(names, values, strict=False), 1))


def clear(value: float, *told: str) -> Facts:
    """Clear speech rated, with what was written about it."""
    return Facts(ratings=(Rated("ph.clarity", value, 1),), clarity=told)


def known(**fields: object) -> Facts:
    """Facts of a rater's own day."""
    return Facts(criteria=7, background=Background(**fields), now=12 * HOUR)  # type: ignore[arg-type]


LEANING = {"people": 20, "site_people": 20, "mean": 3.6, "site_mean": 3.1}
LONG = ((0, LONGEST_MS + 1),)

APPLIES = {
    "halo": [
        Facts(ratings=rated(3, 3, 3, 3, 3), scored=5),
        Facts(ratings=rated(5, 5, 5, 5, 5, 5, 5), scored=7),
    ],
    "central": [known(last=(3.0,) * 36 + (4.0,) * 14), known(last=(3.0,) * 50)],
    "leniency": [known(**LEANING), known(**LEANING | {"mean": 5.0})],
    "severity": [known(**LEANING | {"mean": 2.6}), known(**LEANING | {"mean": 1.0})],
    "contrast": [known(before=80.1), known(before=29.9)],
    "first_minute": [Facts(entered=3, criteria=7, deciding=True), Facts(criteria=1, deciding=True)],
    "similar_to_me": [
        Facts(texts=("", "Same school as mine")),
        Facts(texts=("she reminds me of my sister",)),
        Facts(texts=("knows my cousin",)),
    ],
    "accent": [clear(1), clear(2, "spoke very fast"), clear(2, "the times were hard")],
    "negative_weight": [Facts(ratings=rated(4, 5, 1, 3, 2)), Facts(ratings=rated(4, 4, 1, 3, 3))],
    "fatigue": [known(today=26), replace(known(spans=LONG), now=LONGEST_MS + 1)],
}
DOES_NOT = {
    "halo": [
        Facts(ratings=rated(3, 3, 3, 3), scored=4),
        Facts(ratings=rated(3, 3, 3, 3, 4), scored=5),
        Facts(ratings=rated(3, 3, 3, 3, 3), scored=6),
    ],
    "central": [known(last=(3.0,) * 35 + (4.0,) * 15), known(last=(3.0,) * 49)],
    "leniency": [
        known(**LEANING | {"mean": 3.59}),
        known(**LEANING | {"people": 19}),
        known(**LEANING | {"site_people": 19}),
    ],
    "severity": [known(**LEANING | {"mean": 2.61}), known(**LEANING | {"mean": 2.0, "people": 19})],
    "contrast": [
        known(before=80.0),
        known(before=30.0),
        known(),
        replace(known(before=95.0), entered=7),
    ],
    "first_minute": [Facts(entered=4, criteria=7, deciding=True), Facts(entered=0, criteria=7)],
    "similar_to_me": [Facts(texts=("went to a good school", "knows many products")), Facts()],
    "accent": [
        clear(3),
        clear(2, "asked to repeat 3 times"),
        clear(1, "two words were lost: 'refund', 'invoice'"),
        clear(1, "I asked again twice"),
        Facts(),
    ],
    "negative_weight": [
        Facts(ratings=rated(4, 5, 1, 4, 2)),
        Facts(ratings=rated(4, 5, 2, 3, 3)),
        Facts(ratings=rated(5, 1, 2, 2)),
        Facts(ratings=rated(5, 5, 1, 2)),
    ],
    "fatigue": [
        known(today=25),
        replace(known(spans=((0, LONGEST_MS),)), now=LONGEST_MS),
        replace(known(spans=((0, HOUR), (HOUR + BREAK_MS, 4 * HOUR))), now=4 * HOUR),
    ],
}


def test_every_hint_of_the_catalogue_has_a_rule_and_every_rule_its_words() -> None:
    assert {one.id for one in NUDGES} == RULES.keys() == APPLIES.keys() == DOES_NOT.keys()
    assert all(one.say for one in NUDGES)


@pytest.mark.parametrize(("name", "at"), [(name, at) for name, cases in APPLIES.items() for at in range(len(cases))])
def test_a_hint_applies(name: str, at: int) -> None:
    assert RULES[name](APPLIES[name][at])


@pytest.mark.parametrize(("name", "at"), [(name, at) for name, cases in DOES_NOT.items() for at in range(len(cases))])
def test_a_hint_does_not_apply(name: str, at: int) -> None:
    assert not RULES[name](DOES_NOT[name][at])


def test_the_first_of_the_catalogue_is_said_and_what_was_put_away_is_not() -> None:
    both = replace(APPLIES["halo"][0], texts=("same town",))
    found = first_of(NUDGES, both)
    assert found is not None
    assert found.id == "halo"
    found = first_of(NUDGES, both, {"halo"})
    assert found is not None
    assert found.id == "similar_to_me"
    assert first_of(NUDGES, both, {"halo", "similar_to_me"}) is None
    assert first_of(NUDGES, Facts()) is None


spans = st.lists(st.tuples(st.integers(0, 8 * HOUR), st.integers(0, HOUR)), max_size=12).map(
    lambda found: tuple((begun, begun + took) for begun, took in found)
)


@given(spans, st.randoms(use_true_random=False))
def test_time_at_work_has_no_break_in_it_and_no_order(found: tuple[tuple[int, int], ...], random: object) -> None:
    now = 9 * HOUR
    length = worked(found, now)
    mixed = list(found)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert worked(mixed, now) == length
    assert 0 <= length <= now
    since = now - length
    inside = sorted(span for span in found if span[0] >= since)
    ends = [since, *(end for _, end in inside)]
    starts = [*(begun for begun, _ in inside), now]
    furthest = 0
    for end, start in zip(ends, starts, strict=True):
        furthest = max(furthest, end)
        assert start - furthest < BREAK_MS or not inside
