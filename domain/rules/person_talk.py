"""How much a line reads as if it were about the person: a trained weight for every word and pair, and their sum.

Logistic regression over words, pairs of words and the kinds of the lexicon; trained by
`tests/benchmarks/train_safety.py` on lines written for it. It says how a line reads, never why; the frames do that.
"""

from __future__ import annotations

from functools import lru_cache
from math import sqrt
from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.rules.phrasing import NUMBER, QUOTE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from domain.model.wording import SafetyModel
    from domain.rules.phrasing import Lexicon, Word

_STEM = 6
"""Letters of a word that count: endings differ, the word does not."""
_GRAM = 4
FEWEST = 4
"""Words of a line that can be about the person by its weights; fewer tell too little."""
_HALF = 0.5
"""Share of the weight of the heaviest word that a word must have to be underlined."""


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """A trained model, ready to be used."""

    of: dict[str, float]
    bias: float
    threshold: float
    doubt: float
    certain: float


def read_weights(model: SafetyModel) -> Weights:
    """The weights of a model from its text: 'feature=hundredths', with spaces between them."""
    pairs = (item.rpartition("=") for item in model.weights.split())
    return Weights(
        {name: int(value) / 100 for name, _, value in pairs}, model.bias, model.threshold, model.doubt, model.certain
    )


def features(words: Sequence[Word], lexicon: Lexicon) -> Iterator[tuple[str, int]]:
    """What a line is known by, each with the position of the word that it stands for; one may come twice."""
    before: tuple[str, tuple[str, ...]] = ("^", ())
    for at, word in enumerate(words):
        here = (word.text[:_STEM], lexicon.kinds_of(word.text))
        yield here[0], at
        yield f"{before[0]}_{here[0]}", at
        for kind in here[1]:
            yield kind, at
            yield f"{before[0]}_{kind}", at
            yield from ((f"{other}_{kind}", at) for other in before[1])
        yield from ((f"{other}_{here[0]}", at) for other in before[1])
        yield from ((gram, at) for gram in _grams(word.text))
        before = here
    if not any(word.text in (QUOTE, NUMBER) for word in words):
        yield "inexact", 0


@lru_cache(maxsize=4096)
def _grams(word: str) -> tuple[str, ...]:
    """Every four letters in a row, so that a word is known in its other forms as well."""
    ended = f"<{word}>"
    return tuple("#" + ended[at : at + _GRAM] for at in range(len(ended) - _GRAM + 1))


def score(words: Sequence[Word], lexicon: Lexicon, weights: Weights) -> float:
    """Above 0 the line reads rather as about the person, below 0 as about an act; log odds."""
    found = {name for name, _ in features(words, lexicon)}
    total = weights.bias + sum(weights.of.get(name, 0.0) for name in found) / sqrt(len(found) or 1)
    return total if len(words) >= FEWEST else min(total, 0.0)


def heaviest(words: Sequence[Word], lexicon: Lexicon, weights: Weights) -> tuple[int, int]:
    """Start and end, in characters, of the words that speak most about the person: what is to be underlined."""
    by_word = [0.0] * len(words)
    for name, at in features(words, lexicon):
        by_word[at] += weights.of.get(name, 0.0)
    least = max(by_word) * _HALF
    heavy = [word for word, weight in zip(words, by_word, strict=True) if weight >= least > 0]
    return (heavy[0].start, heavy[-1].end) if heavy else (words[0].start, words[-1].end)
