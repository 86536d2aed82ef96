"""The safety list: a net under free wording. It has holes, and never calls a text safe."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from domain.model.lazily import dataclass
from domain.model.slip import Finding
from domain.model.terms import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from domain.model.catalogue import Downgrade, SafetyCategory, SafetyList

Field = Literal["candidate", "note"]
CLEAR = "No known problem found"

_RANK = {Severity.BLOCK: 0, Severity.WARN: 1, Severity.HINT: 2}
_MARKS = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b`\u00b4", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    }
)
_LOOK_SHORT = 200
"""How far back, in characters, a downgrade looks for the role-play customer."""


@dataclass(frozen=True, slots=True)
class _Category:
    facts: SafetyCategory
    patterns: tuple[re.Pattern[str], ...]
    downgraded: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Net:
    categories: tuple[_Category, ...]
    allow: tuple[re.Pattern[str], ...]
    before: re.Pattern[str]
    to: Severity


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    severity: Severity


def check(text: str, safety: SafetyList, field: Field = "candidate", place: str = "") -> tuple[Finding, ...]:
    """Every known problem in a text, the gravest first.

    `field` says who may read it: 'candidate' for anything on a slip, 'note' for a private note. A finding's rule is the
    category's id and its text the words that were found.
    """
    net = _net(safety.categories, safety.allow, safety.context_downgrade)
    return tuple(replace(finding, place=place) for finding in _found(text, field, net))


@lru_cache(maxsize=512)
def _found(text: str, field: Field, net: _Net) -> tuple[Finding, ...]:
    # Remembered, because a slip is checked again at every key and all but one of its texts are as they were.
    plain = normalised(text)
    masked = _without_allowed(plain, net.allow)
    found = [
        Finding(category.facts.id, hit.severity, category.facts.why, "", plain[hit.start : hit.end], rewrite)
        for category in net.categories
        if field in category.facts.fields
        for rewrite in (category.facts.rewrite,)
        for hit in _hits(category, plain, masked, net)
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda finding: _RANK[finding.severity]))


def verdict(findings: Iterable[Finding]) -> str:
    """One line on what was found; at best 'No known problem found'."""
    severities = [finding.severity for finding in findings]
    blocks, warnings = severities.count(Severity.BLOCK), severities.count(Severity.WARN)
    said = [f"{blocks} to change"] * bool(blocks) + [f"{warnings} to confirm"] * bool(warnings)
    return ", ".join(said) or CLEAR


def normalised(text: str) -> str:
    """The text as the patterns read it: NFKC, no invisible characters, plain quotes and dashes, single spaces."""
    text = unicodedata.normalize("NFKC", text)
    text = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return re.sub(r"\s+", " ", text.translate(_MARKS)).strip()


def _without_allowed(text: str, allow: Sequence[re.Pattern[str]]) -> str:
    # Same length as before, so that a hit can be shown in the words that were typed.
    for pattern in allow:
        text = pattern.sub(lambda phrase: "_" * len(phrase[0]), text)
    return text


def _hits(category: _Category, plain: str, masked: str, net: _Net) -> list[_Hit]:
    spans = sorted((match.start(), match.end()) for pattern in category.patterns for match in pattern.finditer(masked))
    return [_Hit(start, end, _severity(category, plain[:start], net)) for start, end in _merged(spans) if end > start]


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _severity(category: _Category, before: str, net: _Net) -> Severity:
    if category.downgraded and net.before.search(before[-_LOOK_SHORT:]):
        return net.to
    return category.facts.severity


@lru_cache(maxsize=8)
def _net(categories: tuple[SafetyCategory, ...], allow: tuple[str, ...], downgrade: Downgrade) -> _Net:
    return _Net(
        categories=tuple(
            _Category(category, _compiled(category.patterns), category.id in downgrade.categories)
            for category in categories
        ),
        allow=_compiled(allow),
        before=re.compile(downgrade.before, re.IGNORECASE),
        to=downgrade.to,
    )


def _compiled(patterns: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)
