"""Private hints for whoever rates: which one applies, if any. A hint never changes a score and is kept nowhere.

What each says stands in the catalogue (`nudges.yaml`); when it applies is decided here, by the facts of one sheet and
a few of the rater's own day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.model.terms import ScoringType

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from domain.model.catalogue import Criterion, Milestone
    from domain.model.wording import Nudge

SAME_FROM = 5
"""Scored criteria from which one and the same rating for all is worth a look."""
LAST_RATINGS = 50
MOSTLY = 0.70
"""Share of the last ratings, above which they are mostly the middle one."""
MIDDLE = 3.0
LEAN = 0.5
LEAN_FROM = 20
"""People of a rater from which their mean is held against the site's."""
VERY_HIGH, VERY_LOW = 80.0, 30.0
"""Points of the person before that colour what is seen next."""
MOST_A_DAY = 25
LONGEST_MS = 3 * 3_600_000
BREAK_MS = 15 * 60_000
"""A gap between two assessments from which it counts as a break (d)."""
CLARITY = "ph.clarity"
FIRST_MINUTE = "first_minute"

_SIMILAR = re.compile(r"\b(same school|same town|knows my|reminds me)\b", re.IGNORECASE)
_NUMBER = r"(?:\d+|once|twice|one|two|three|four|five|six|seven|eight|nine|ten|several)"
_AGAIN = r"(?:repeat\w*|again|times?|ask\w*)"
_LOST = re.compile(
    rf"\b{_NUMBER}\b[^.;]*\b{_AGAIN}\b|\b{_AGAIN}\b[^.;]*\b{_NUMBER}\b|\b(?:lost|missed|unclear)\b[^.;]*[\"'“‘\w]",
    re.IGNORECASE,
)
"""A count of repeats, or the words that were lost."""


@dataclass(frozen=True, slots=True)
class Rated:
    """One rating on a scale of 1-5, as it was entered."""

    criterion: str
    value: float
    at: int
    """Milliseconds UTC."""


@dataclass(frozen=True, slots=True)
class Background:
    """What is known of a rater before they begin: of nobody else, and kept nowhere."""

    last: tuple[float, ...] = ()
    """Their newest ratings 1-5, `LAST_RATINGS` at most."""
    people: int = 0
    """Whom they have rated lately at this milestone; people come as the queue sends them."""
    mean: float = 0.0
    site_people: int = 0
    site_mean: float = 0.0
    before: float | None = None
    """Points 0-100 of the person that they rated before, today; None for the first of the day."""
    today: int = 0
    """Assessments that they have begun today, this one included."""
    spans: tuple[tuple[int, int], ...] = ()
    """From when to when each of today's took, milliseconds UTC, in any order."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What hints are decided by."""

    ratings: tuple[Rated, ...] = ()
    """The ratings 1-5 of criteria that carry points."""
    scored: int = 0
    """Criteria that are rated 1-5 and carry points, rated or not."""
    entered: int = 0
    criteria: int = 0
    texts: tuple[str, ...] = ()
    """What was written: the private note, and every field of evidence."""
    clarity: tuple[str, ...] = ()
    """The note, and the evidence for clear speech."""
    deciding: bool = False
    """Whether `p` or `n` was pressed just now."""
    now: int = 0
    background: Background = Background()


def is_scored(criterion: Criterion) -> bool:
    """Whether a criterion is judged on a scale of 1-5 and carries points."""
    return criterion.scoring.type is ScoringType.BARS and criterion.weight > 0


def scored_ids(milestones: Iterable[Milestone]) -> frozenset[str]:
    """Ids of the criteria that are judged on a scale of 1-5."""
    return frozenset(one.id for milestone in milestones for one in milestone.criteria if is_scored(one))


def first_of(nudges: Iterable[Nudge], facts: Facts, dismissed: Collection[str] = ()) -> Nudge | None:
    """The first hint of the catalogue that applies and was not dismissed; None where there is none.

    Raises KeyError for a hint that no rule stands behind.
    """
    return next((one for one in nudges if one.id not in dismissed and RULES[one.id](facts)), None)


def _halo(facts: Facts) -> bool:
    """All scored criteria of the milestone have the same rating."""
    values = {one.value for one in facts.ratings}
    return facts.scored >= SAME_FROM and len(facts.ratings) == facts.scored and len(values) == 1


def _central(facts: Facts) -> bool:
    """Most of the rater's last ratings are the middle one."""
    last = facts.background.last
    return len(last) >= LAST_RATINGS and sum(value == MIDDLE for value in last) > MOSTLY * len(last)


def _lean(background: Background) -> float:
    """The rater's mean against the site's; 0 below twenty people each."""
    if min(background.people, background.site_people) < LEAN_FROM:
        return 0.0
    return round(background.mean - background.site_mean, 9)


def _leniency(facts: Facts) -> bool:
    return _lean(facts.background) >= LEAN


def _severity(facts: Facts) -> bool:
    return _lean(facts.background) <= -LEAN


def _contrast(facts: Facts) -> bool:
    """The person before was far above or far below; it is said while this one is being rated."""
    before = facts.background.before
    return before is not None and (before > VERY_HIGH or before < VERY_LOW) and facts.entered < facts.criteria


def _first_minute(facts: Facts) -> bool:
    return facts.deciding and 2 * facts.entered < facts.criteria


def _similar_to_me(facts: Facts) -> bool:
    return any(_SIMILAR.search(text) for text in facts.texts)


def _accent(facts: Facts) -> bool:
    """Clear speech is rated 1 or 2, and neither repeats nor lost words are written down."""
    low = any(one.criterion == CLARITY and one.value <= 2 for one in facts.ratings)
    return low and not any(_LOST.search(text) for text in facts.clarity)


def _negative_weight(facts: Facts) -> bool:
    """After one criterion was rated 1, every later rating is below every earlier one."""
    for one in facts.ratings:
        if one.value != 1:
            continue
        before = [other.value for other in facts.ratings if other.at < one.at]
        after = [other.value for other in facts.ratings if other.at > one.at]
        if len(before) >= 2 and len(after) >= 2 and max(after) < min(before):
            return True
    return False


def _fatigue(facts: Facts) -> bool:
    background = facts.background
    return background.today > MOST_A_DAY or worked(background.spans, facts.now) > LONGEST_MS


def worked(spans: Sequence[tuple[int, int]], now: int) -> int:
    """Milliseconds since the last break of a quarter of an hour or more; 0 where there is no work."""
    since = now
    for begun, ended in sorted(spans, key=lambda span: span[1], reverse=True):
        if since - ended >= BREAK_MS:
            break
        since = min(since, begun)
    return now - since


RULES: Mapping[str, Callable[[Facts], bool]] = {
    "halo": _halo,
    "central": _central,
    "leniency": _leniency,
    "severity": _severity,
    "contrast": _contrast,
    FIRST_MINUTE: _first_minute,
    "similar_to_me": _similar_to_me,
    "accent": _accent,
    "negative_weight": _negative_weight,
    "fatigue": _fatigue,
}
"""When each hint of the catalogue applies, by its id."""
