"""The safety list: a net under free wording. It has holes, and never calls a text safe.

Three nets, one behind the other: words that are never right (patterns), sentences that say something about a person
(frames over kinds of words), and lines that as a whole read so (a trained sum of weights). What somebody else said
stands in quotation marks and is left alone.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Literal

from domain.model.lazily import dataclass
from domain.model.slip import Finding
from domain.model.terms import Severity
from domain.rules import person_talk
from domain.rules.phrasing import QUOTE, Lexicon, Shelf, coded, read_frames, sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from domain.model.wording import SafetyCategory, SafetyList
    from domain.rules.phrasing import Coded, Word

Field = Literal["candidate", "note"]
CLEAR = "No known problem found"
CAUGHT, STOPPED = 88, 1
"""Of 100 unsafe and 100 safe lines by somebody who had not seen the list, measured once before the list was let alone;
the lines are those of `tests/rules/data/third_lines.tsv`."""
HOLES = (
    f"A net with holes: of 100 unsafe lines that it had never read it caught {CAUGHT}, of 100 safe ones it stopped"
    f" {STOPPED}. Read what you send."
)
AS_A_WHOLE = "reads_as_personal"
"""The category of what no pattern and no frame names, but the trained weights do."""

_RANK = {Severity.BLOCK: 0, Severity.WARN: 1, Severity.HINT: 2}
_MARKS = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b`\u00b4", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    }
)
_LOOK_SHORT = 200
"""How far back, in characters, a downgrade looks for the role-play customer."""
_BESIDE = 80
"""How far back, in characters, is looked for who said what stands in quotation marks."""
_QUOTED = re.compile(r"\"[^\"]*\"|(?<!\w)'(?:[^']|(?<=\w)'(?=\w))+'(?!\w)")
_HOLDS = {"ACT", "EXACT", "COURTESY"}
"""Kinds of words that tell what happened, how often, or that thank for it."""
_SENTENCE = 2
"""Spaces between quotation marks from which on they hold a sentence."""
_ESCAPED = re.compile(r"\\.|[^\\]+", re.DOTALL)


@dataclass(frozen=True, slots=True, eq=False)
class _Category:
    facts: SafetyCategory
    patterns: tuple[re.Pattern[str], ...]
    downgraded: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Net:
    categories: tuple[_Category, ...]
    frames: Shelf
    framed: tuple[_Category, ...]
    """For every frame the category that it is of."""
    allow: tuple[re.Pattern[str], ...]
    before: re.Pattern[str]
    to: Severity
    said: re.Pattern[str]
    ours: re.Pattern[str]
    lexicon: Lexicon
    weights: person_talk.Weights | None


@dataclass(frozen=True, slots=True)
class _Hit:
    category: _Category
    start: int
    end: int
    severity: Severity


def check(text: str, safety: SafetyList, field: Field = "candidate", place: str = "") -> tuple[Finding, ...]:
    """Every known problem in a text, the gravest first.

    `field` says who may read it: 'candidate' for anything on a slip, 'note' for a private note. A finding's rule is the
    category's id and its text the words that were found.
    """
    return tuple(replace(finding, place=place) for finding in _found(text, field, _net(_Key(safety))))


@lru_cache(maxsize=512)
def _found(text: str, field: Field, net: _Net) -> tuple[Finding, ...]:
    # Remembered, because a slip is checked again at every key and all but one of its texts are as they were.
    plain = normalised(text)
    masked = _without_allowed(_without_quotes(plain, net), net.allow)
    hits = [hit for hit in _hits(plain, masked, net) if field in hit.category.facts.fields]
    found = [
        Finding(facts.id, hit.severity, facts.why, "", plain[hit.start : hit.end], facts.rewrite)
        for hit in hits
        for facts in (hit.category.facts,)
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


def names_something(text: str, safety: SafetyList) -> bool:
    """Whether a text has something to hold on to: an act, words in quotation marks or a count; courtesy needs none."""
    net = _net(_Key(safety))
    plain = normalised(text)
    kinds = {kind for one in sentences(plain) for word in one for kind in net.lexicon.kinds_of(word.text)}
    return bool(_QUOTED.search(plain) or kinds & _HOLDS)


def words_read(text: str, safety: SafetyList) -> tuple[tuple[Word, ...], Lexicon]:
    """The words of a text as the weights read them, and their kinds; for training."""
    net = _net(_Key(safety))
    masked = _without_allowed(_without_quotes(normalised(text), net), net.allow)
    return tuple(chain.from_iterable(sentences(masked))), net.lexicon


def _without_allowed(text: str, allow: Sequence[re.Pattern[str]]) -> str:
    # Same length as before, so that a hit can be shown in the words that were typed.
    for pattern in allow:
        text = pattern.sub(lambda phrase: "_" * len(phrase[0]), text)
    return text


def _without_quotes(text: str, net: _Net) -> str:
    """The same length, without what a customer or the person said; what we said of them stays."""

    def hidden(quote: re.Match[str]) -> str:
        before = text[max(0, quote.start() - _BESIDE) : quote.start()]
        # One or two words in quotation marks are as likely to be meant as irony, unless somebody said them.
        theirs = quote[0].count(" ") >= _SENTENCE or net.said.search(before)
        return QUOTE * len(quote[0]) if theirs and not net.ours.search(before) else quote[0]

    return _QUOTED.sub(hidden, text)


def _hits(plain: str, masked: str, net: _Net) -> list[_Hit]:
    """What the nets hold: a later one only says what no earlier one has said of the same words."""
    low = _lowered(masked)
    read = [(words, _score(words, net)) for words in sentences(masked)]
    patterned = [hit for category in net.categories for hit in _by_patterns(category, plain, low, net)]
    hits = [_less_grave(hit, read, net) for hit in patterned]
    # Where a sentence reads very much like an act, a frame in it means nothing.
    doubtful = [words for words, score in read if net.weights is None or score > net.weights.doubt]
    framed = _by_frames([coded(words, net.lexicon) for words in doubtful], net)
    for hit in sorted(framed, key=lambda hit: (_RANK[hit.severity], hit.start - hit.end)):
        if not any(hit.start < other.end and other.start < hit.end for other in hits):
            hits.append(hit)
    if all(hit.severity is Severity.HINT for hit in hits):
        hits.extend(_as_a_whole(read, net))
    return hits


def _less_grave(hit: _Hit, read: Sequence[tuple[tuple[Word, ...], float]], net: _Net) -> _Hit:
    """A hint in place of a fact that may be the customer's, in a sentence that without a doubt tells of an act."""
    within = (score for words, score in read if words[0].start <= hit.start < words[-1].end)
    if net.weights and hit.category.downgraded and next(within, 0.0) <= net.weights.certain:
        return replace(hit, severity=net.to)
    return hit


def _score(words: Sequence[Word], net: _Net) -> float:
    return person_talk.score(words, net.lexicon, net.weights) if net.weights else 0.0


def _by_patterns(category: _Category, plain: str, low: str, net: _Net) -> Iterator[_Hit]:
    spans = sorted((match.start(), match.end()) for pattern in category.patterns for match in pattern.finditer(low))
    for start, end in _merged(spans):
        if end > start:
            yield _Hit(category, start, end, _severity(category, plain[:start], net))


def _by_frames(read: Sequence[Coded], net: _Net) -> Iterator[_Hit]:
    for sentence in read:
        by_category: dict[_Category, list[tuple[int, int]]] = {}
        for at, span in net.frames.found(sentence):
            by_category.setdefault(net.framed[at], []).append(span)
        for category, spans in by_category.items():
            for start, end in _merged(sorted(spans)):
                yield _Hit(category, start, end, category.facts.severity)


def _as_a_whole(read: Sequence[tuple[tuple[Word, ...], float]], net: _Net) -> Iterator[_Hit]:
    category = next((one for one in net.categories if one.facts.id == AS_A_WHOLE), None)
    if category is None or net.weights is None or not read:
        return
    words = tuple(chain.from_iterable(words for words, _ in read))
    score = read[0][1] if len(read) == 1 else _score(words, net)
    if score >= net.weights.threshold:
        start, end = person_talk.heaviest(words, net.lexicon, net.weights)
        yield _Hit(category, start, end, category.facts.severity)


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


class _Key:
    """A list as a key that costs nothing to compare: it is the same where it is the same object."""

    __slots__ = ("safety",)

    def __init__(self, safety: SafetyList) -> None:
        self.safety = safety

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.safety is self.safety

    def __hash__(self) -> int:
        return id(self.safety)


@lru_cache(maxsize=8)
def _net(key: _Key) -> _Net:
    safety = key.safety
    lexicon = Lexicon(safety.kinds)
    downgraded = safety.context_downgrade.categories
    categories = tuple(_Category(one, _compiled(one.patterns), one.id in downgraded) for one in safety.categories)
    frames = [(of, frame) for of in categories for frame in read_frames(of.facts.frames, lexicon)]
    return _Net(
        categories=categories,
        frames=Shelf(frame for _, frame in frames),
        framed=tuple(of for of, _ in frames),
        allow=tuple(re.compile(pattern, re.IGNORECASE) for pattern in safety.allow),
        before=re.compile(safety.context_downgrade.before, re.IGNORECASE),
        to=safety.context_downgrade.to,
        said=re.compile(safety.quotes.said, re.IGNORECASE),
        ours=re.compile(safety.quotes.ours, re.IGNORECASE),
        lexicon=lexicon,
        weights=person_talk.read_weights(safety.model) if safety.model else None,
    )


def _compiled(patterns: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    # Small letters against small letters: a third of the time of IGNORECASE.
    return tuple(
        re.compile(_ESCAPED.sub(lambda part: part[0] if part[0][0] == "\\" else part[0].lower(), pattern))
        for pattern in patterns
    )


def _lowered(text: str) -> str:
    """In small letters and of the same length."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
