"""Trains the weights of the safety net, in plain Python, and says how they do on lines that they were not trained on.

    python -m tests.benchmarks.train_safety            cross-validation in five parts, nothing is written
    python -m tests.benchmarks.train_safety --write    trains on every line and writes safety_model.yaml

Lines: `tests/rules/data/own_lines.txt`. The same lines give the same weights, on every machine.
"""

from __future__ import annotations

import math
import random
import sys
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, NamedTuple

from domain.catalog.kept import DATA, load
from domain.model.terms import Severity
from domain.model.wording import SafetyModel
from domain.rules import person_talk
from domain.rules.safety import check, words_read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from domain.model.catalogue import Catalogue
    from domain.model.wording import SafetyList

LINES = Path(__file__).parents[1] / "rules" / "data" / "own_lines.txt"
PARTS, ROUNDS, SEED = 5, 14, 7
STEP, SHRINK = 0.25, 0.0006
"""Of AdaGrad: the first step, and how much of a weight is lost each time that it is looked at."""
SAFE_LEFT, UNSAFE_LEFT, NEXT_TO_NONE = 0.004, 0.05, 0.01
"""Share of safe lines, not trained on, that may be above the threshold; and of unsafe ones below the doubt,
and below what is certain."""
LEAST = 8
"""Hundredths below which a weight is left out."""


@dataclass(frozen=True)
class Line:
    """One line of the training file."""

    unsafe: bool
    language: str
    text: str


def read_lines(file: Path = LINES) -> list[Line]:
    """Every line, by the heading that it stands under."""
    found: list[Line] = []
    side = language = ""
    for text in filter(None, file.read_text("utf-8").splitlines()):
        if text.startswith("["):
            side, language = text.strip("[]").split()
        elif not text.startswith("#"):
            found.append(Line(side == "unsafe", language, text))
    return found


def catalogue_lines(catalogue: Catalogue) -> Iterator[Line]:
    """The catalogue's own sentences, which are safe and are drawn on for every slip."""
    for milestone in catalogue.milestones.values():
        for one in milestone.criteria:
            texts = (one.strength, one.why, one.next_tip, *(tip.text for tip in one.tips))
            yield from (Line(False, "en", text) for text in (*texts, *(chip.effect for chip in one.chips)) if text)


Example = tuple[tuple[str, ...], bool]


def examples(lines: Iterable[Line], safety: SafetyList) -> list[Example]:
    """What a model is trained on: what each line is known by, and which side it is on."""
    found = []
    for line in lines:
        words, lexicon = words_read(line.text, safety)
        found.append((tuple(dict.fromkeys(name for name, _ in person_talk.features(words, lexicon))), line.unsafe))
    return found


def trained(among: Sequence[Example]) -> tuple[dict[str, float], float]:
    """Weights and bias by logistic regression with AdaGrad; what stands in one line only teaches nothing."""
    count = Counter(name for names, _ in among for name in names)
    known = [
        (tuple(name for name in names if count[name] > 1), 1 / math.sqrt(len(names)), label) for names, label in among
    ]
    weights, seen = dict.fromkeys(count, 0.0), dict.fromkeys(count, 1e-9)
    bias, bias_seen = 0.0, 1e-9
    order = random.Random(SEED)
    for _ in range(ROUNDS):
        order.shuffle(known)
        for names, share, label in known:
            total = bias + share * sum(weights[name] for name in names)
            wrong = 1 / (1 + math.exp(-max(-30.0, min(30.0, total)))) - label
            for name in names:
                slope = share * wrong + SHRINK * weights[name]
                seen[name] += slope * slope
                weights[name] -= STEP * slope / math.sqrt(seen[name])
            bias_seen += wrong * wrong
            bias -= STEP * wrong / math.sqrt(bias_seen)
    return weights, bias


class Limits(NamedTuple):
    """Log odds: what is above the first is to be confirmed, below the others less and less is."""

    threshold: float = 0.0
    doubt: float = 0.0
    certain: float = 0.0


def as_model(weights: dict[str, float], bias: float, limits: Limits) -> SafetyModel:
    """The model as it is shipped."""
    rounded = {name: round(weight * 100) for name, weight in weights.items()}
    kept = (f"{name}={value}" for name, value in sorted(rounded.items()) if abs(value) >= LEAST)
    threshold, doubt, certain = (round(limit, 3) for limit in limits)
    return SafetyModel(round(bias, 3), threshold, doubt, certain, " ".join(kept))


def parts(lines: Sequence[Line]) -> Iterator[tuple[list[Line], list[Line]]]:
    """Five times: lines to train on and lines to look at."""
    shuffled = list(lines)
    random.Random(SEED).shuffle(shuffled)
    for part in range(PARTS):
        yield [one for at, one in enumerate(shuffled) if at % PARTS != part], shuffled[part::PARTS]


def scores(lines: Sequence[Line], more: Sequence[Line], safety: SafetyList) -> list[tuple[float, Line, SafetyModel]]:
    """How every line reads to a model that was not trained on it, and that model; the most personal first."""
    found: list[tuple[float, Line, SafetyModel]] = []
    for known, unseen in parts(lines):
        model = as_model(*trained(examples([*known, *more], safety)), Limits())
        weights = person_talk.read_weights(model)
        for line in unseen:
            words, lexicon = words_read(line.text, safety)
            found.append((person_talk.score(words, lexicon, weights), line, model))
    return sorted(found, key=lambda one: -one[0])


def limits_of(judged: Sequence[tuple[float, Line, SafetyModel]]) -> Limits:
    """Few safe lines are above the threshold, few unsafe ones below the doubt and next to none where it is certain."""
    safe = [score for score, line, _ in judged if not line.unsafe]
    unsafe = [score for score, line, _ in judged if line.unsafe]
    doubt, certain = (unsafe[-1 - int(len(unsafe) * left)] for left in (UNSAFE_LEFT, NEXT_TO_NONE))
    return Limits(safe[int(len(safe) * SAFE_LEFT)] + 0.001, doubt, certain)


def judged_wrongly(judged: Sequence[tuple[float, Line, SafetyModel]], safety: SafetyList, limits: Limits) -> list[Line]:
    """Unsafe lines that pass all nets and safe ones that are stopped, each by weights that had not seen it."""
    nets = {id(model): replace(safety, model=replace(model, **limits._asdict())) for _, _, model in judged}
    return [line for _, line, model in judged if stops(line.text, nets[id(model)]) is not line.unsafe]


def stops(text: str, safety: SafetyList) -> bool:
    """Whether patterns, frames or weights ask for a change or a reason."""
    return any(one.severity is not Severity.HINT for one in check(text, safety))


def main() -> None:
    """Cross-validation, and with --write the file."""
    catalogue = load()
    lines, more = read_lines(), list(catalogue_lines(catalogue))
    bare = replace(catalogue.safety, model=None)
    judged = scores(lines, more, bare)
    limits = limits_of(judged)
    wrong = judged_wrongly(judged, bare, limits)
    print(*(f"{name} {limit:.2f}" for name, limit in limits._asdict().items()), sep=", ")
    for side in ("unsafe", "safe"):
        among = [line for line in lines if line.unsafe is (side == "unsafe")]
        missed = [line for line in among if line in wrong]
        by_weights = sum(score >= limits.threshold for score, line, _ in judged if line.unsafe is (side == "unsafe"))
        print(f"{side}: {len(among)} lines, {len(missed)} judged wrongly; the weights alone hold {by_weights}")
        if side in sys.argv:
            print(*(f"  {line.language}: {line.text}" for line in missed), sep="\n")
    if "--write" in sys.argv:
        write(as_model(*trained(examples([*lines, *more], bare)), limits))


def write(model: SafetyModel) -> None:
    """The file that ships."""
    rows = wrap(
        model.weights, 118, break_long_words=False, break_on_hyphens=False, initial_indent="  ", subsequent_indent="  "
    )
    text = "\n".join(
        [
            "# Written by `python -m tests.benchmarks.train_safety --write`: what words, kinds of words, pairs and any",
            "# four letters add to the log odds that a line is about the person, in hundredths. Change its lines.",
            f"bias: {model.bias}",
            f"threshold: {model.threshold}",
            f"doubt: {model.doubt}",
            f"certain: {model.certain}",
            "weights: >-",
            *rows,
            "",
        ]
    )
    (DATA / "safety_model.yaml").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
