"""How specific a point of a slip is: which of its parts are there, known from the fields before any guess from prose.

Parts are moment (M), act (B), effect (I), drill (A), minutes (D) and target (T); detectors are only asked about text
that has no field of its own: the catalogue's praise, and a drill in the recruiter's own words.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from domain.rules.wording import says

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from domain.model.slip import ImprovementDraft, StrengthDraft

Part = Literal["moment", "act", "effect", "drill", "minutes", "target"]

STRENGTH_NEEDS = 2
"""Of moment, act and effect."""
IMPROVEMENT_NEEDS = 5
"""Of all six parts."""

_ASKS: Mapping[Part, str] = {
    "moment": "when it happened",
    "act": "what they said or did",
    "effect": "why this matters to a caller",
    "drill": "one drill that starts with a verb",
    "minutes": "minutes a day, 15 or less",
    "target": "how they know that it worked",
}


def strength_parts(point: StrengthDraft, detectors: Mapping[str, str]) -> dict[Part, bool]:
    """Which of the three parts of a strength are there; the catalogue's praise stands in for the effect."""
    evidence = point.evidence
    act = says(evidence.act)
    return {
        "moment": says(evidence.moment) or _detects(detectors, "M", evidence.act),
        "act": act,
        "effect": says(evidence.effect) or says(point.text) or _detects(detectors, "I", evidence.act),
    }


def improvement_parts(point: ImprovementDraft, detectors: Mapping[str, str]) -> dict[Part, bool]:
    """Which of the six parts of an improvement are there."""
    evidence, drill = point.evidence, point.drill
    own = point.tip < 0
    return {
        "moment": says(evidence.moment) or _detects(detectors, "M", evidence.act),
        "act": says(evidence.act),
        "effect": says(evidence.effect) or _detects(detectors, "I", evidence.act),
        "drill": says(drill) and (not own or not detectors or _detects(detectors, "A", drill)),
        "minutes": point.minutes > 0 or _detects(detectors, "D", drill),
        "target": says(point.target) or _detects(detectors, "T", drill),
    }


def missing(parts: Mapping[Part, bool]) -> Iterator[tuple[Part, str]]:
    """The parts that are not there, each with what to add."""
    return ((part, _ASKS[part]) for part, there in parts.items() if not there)


def _detects(detectors: Mapping[str, str], part: str, text: str) -> bool:
    pattern = detectors.get(part, "")
    return bool(pattern and text.strip()) and _compiled(pattern).search(text) is not None


@lru_cache(maxsize=32)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
