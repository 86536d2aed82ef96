"""Trains the weights of the safety net, in plain Python, and says how they do on lines that they were not trained on.

    python -m tests.benchmarks.train_safety            cross-validation in five parts, nothing is written
    python -m tests.benchmarks.train_safety --write    trains on every line and writes safety_model.yaml

Lines: `tests/rules/data/own_lines.txt`. The same lines give the same weights, on every machine.
"""

from __future__ import annotations

import math
import random
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

from domain.catalog.kept import DATA, load
from domain.model.catalogue import SafetyModel
from domain.model.terms import Severity
from domain.rules import person_talk
from domain.rules.safety import check, lines_read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from domain.model.catalogue import Catalogue, SafetyList

LINES = Path(__file__).parents[1] / "rules" / "data" / "own_lines.txt"
PARTS, ROUNDS, SEED = 5, 30, 7
STEP, SHRINK = 0.25, 0.0006
"""Of AdaGrad: the first step, and how much of a weight is lost each time that it is looked at."""
SAFE_LEFT = 0.004
"""Share of safe sentences, of those not trained on, that may read as about the person."""
LEAST = 3
"""Hundredths below which a weight is left out."""


@dataclass(frozen=True)
class Line:
    """One line of the training file."""

    unsafe: bool
    language: str
    text: str


def read_lines(file: Path = LINES) -> list[Line]:
    """Every line, by the heading that it stands under."""
    found, heading = [], ("", "")
    for text in filter(None, file.read_text("utf-8").splitlines()):
        if text.startswith("["):
            heading = tuple(text.strip("[]").split())
        elif not text.startswith("#"):
            found.append(Line(heading[0] == "unsafe", heading[1], text))
    return found


def catalogue_lines(catalogue: Catalogue) -> Iterator[Line]:
    """The catalogue's own sentences, which are safe and are drawn on for every slip."""
    for milestone in catalogue.milestones.values():
        for one in milestone.criteria:
            texts = (one.strength, one.why, one.next_tip, *(tip.text for tip in one.tips))
            yield from (Line(False, "en", text) for text in (*texts, *(chip.effect for chip in one.chips)) if text)


Example = tuple[tuple[str, ...], bool]


def examples(lines: Iterable[Line], safety: SafetyList) -> list[Example]:
    """What a model is trained on: an unsafe line whole and in parts if it has one sentence, a safe one by sentence."""
    found = []
    for line in lines:
        read, lexicon = lines_read(line.text, safety)
        if line.unsafe and len(read) > 1:
            continue
        found += [
            (tuple(dict.fromkeys(name for name, _ in person_talk.features(one.words, lexicon))), line.unsafe)
            for one in read
        ]
    return found


def trained(among: Sequence[Example]) -> tuple[dict[str, float], float]:
    """Weights and bias by logistic regression with AdaGrad; both sides count the same, however many there are."""
    weights: dict[str, float] = {}
    seen: dict[str, float] = {}
    bias, bias_seen = 0.0, 0.0
    unsafe = sum(label for _, label in among)
    worth = {True: len(among) / (2 * unsafe), False: len(among) / (2 * (len(among) - unsafe))}
    order = random.Random(SEED)
    shuffled = list(among)
    for _ in range(ROUNDS):
        order.shuffle(shuffled)
        for names, label in shuffled:
            total = bias + sum(weights.get(name, 0.0) for name in names)
            wrong = (1 / (1 + math.exp(-total)) - label) * worth[label]
            for name in names:
                weight = weights.get(name, 0.0)
                slope = wrong + SHRINK * len(names) * weight
                seen[name] = seen.get(name, 0.0) + slope * slope
                weights[name] = weight - STEP * slope / math.sqrt(seen[name] + 1e-9)
            bias_seen += wrong * wrong
            bias -= STEP * wrong / math.sqrt(bias_seen + 1e-9)
    return weights, bias


def as_model(weights: dict[str, float], bias: float, threshold: float) -> SafetyModel:
    """The model as it is shipped."""
    rounded = {name: round(weight * 100) for name, weight in weights.items()}
    kept = (f"{name}={value}" for name, value in sorted(rounded.items()) if abs(value) >= LEAST)
    return SafetyModel(round(bias, 3), round(threshold, 3), " ".join(kept))


def parts(lines: Sequence[Line]) -> Iterator[tuple[list[Line], list[Line]]]:
    """Five times: lines to train on and lines to look at."""
    shuffled = list(lines)
    random.Random(SEED).shuffle(shuffled)
    for part in range(PARTS):
        yield [one for at, one in enumerate(shuffled) if at % PARTS != part], shuffled[part::PARTS]


def threshold_of(scores: Sequence[float]) -> float:
    """The least score that all but a few safe sentences stay under."""
    return max(0.0, sorted(scores)[-1 - int(len(scores) * SAFE_LEFT)]) + 0.01


def cross_validated(lines: Sequence[Line], more: Sequence[Line], safety: SafetyList) -> tuple[float, dict[str, list[Line]]]:
    """The threshold, and lines that were judged wrongly by a model that had not seen them."""
    judged: list[tuple[Line, float]] = []
    sentences: list[float] = []
    for known, unseen in parts(lines):
        model = as_model(*trained(examples([*known, *more], safety)), 0.0)
        weights = person_talk.read_weights(model)
        for line in unseen:
            read, lexicon = lines_read(line.text, safety)
            scores = [person_talk.score(one.words, lexicon, weights) for one in read]
            judged.append((line, max(scores)))
            sentences += [] if line.unsafe else scores
    threshold = threshold_of(sentences)
    stopped = {line.text for line in lines if stops(line.text, safety)}
    wrong: dict[str, list[Line]] = {"model missed": [], "model stopped": [], "missed": [], "stopped": []}
    for line, score in judged:
        high = score >= threshold
        if line.unsafe != high:
            wrong["model missed" if line.unsafe else "model stopped"].append(line)
        if line.unsafe != (high or line.text in stopped):
            wrong["missed" if line.unsafe else "stopped"].append(line)
    return threshold, wrong


def stops(text: str, safety: SafetyList) -> bool:
    """Whether patterns, frames or weights ask for a change or a reason."""
    return any(one.severity is not Severity.HINT for one in check(text, safety))


def main() -> None:
    """Cross-validation, and with --write the file."""
    catalogue = load()
    lines, more = read_lines(), list(catalogue_lines(catalogue))
    bare = replace(catalogue.safety, model=None)
    threshold, wrong = cross_validated(lines, more, bare)
    unsafe = sum(line.unsafe for line in lines)
    print(f"{unsafe} unsafe, {len(lines) - unsafe} safe lines; threshold {threshold:.2f}")
    for name, which in wrong.items():
        whole = unsafe if "missed" in name else len(lines) - unsafe
        print(f"{name}: {len(which)} of {whole}")
        if name in sys.argv:
            print(*(f"  {line.language}: {line.text}" for line in which), sep="\n")
    if "--write" in sys.argv:
        write(as_model(*trained(examples([*lines, *more], bare)), threshold))


def write(model: SafetyModel) -> None:
    """The file that ships."""
    rows = wrap(model.weights, 118, break_long_words=False, break_on_hyphens=False, initial_indent="  ", subsequent_indent="  ")
    text = "\n".join(
        [
            "# Written by `python -m tests.benchmarks.train_safety --write`: what each word, kind of word and pair adds to",
            "# the log odds that a sentence is about the person, in hundredths. Change the lines it is trained on instead.",
            f"bias: {model.bias}",
            f"threshold: {model.threshold}",
            "weights: >-",
            *rows,
            "",
        ]
    )
    (DATA / "safety_model.yaml").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
