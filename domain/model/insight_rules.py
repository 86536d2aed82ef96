"""What a hub reckons with when it looks at itself: the rates of a class, and from when on a figure is shown.

Annotations are what they name, as in `domain.model.catalogue`.
"""

from domain.model.lazily import dataclass


@dataclass(frozen=True, slots=True)
class DefaultRate:
    """The share of people who come through one step, for a site that has no figures of its own."""

    id: str
    """A milestone, or 'show' (of those invited to the site), 'accept' (of offers), 'clear' (of those who said yes, the
    ones whose papers are in order) or 'day_one' (of those, who are there)."""
    share: float
    """Above 0, at most 1."""
    source: str
    """Where it is from, in words."""


@dataclass(frozen=True, slots=True)
class ClassRules:
    """What the planning of a class reckons with."""

    rates: tuple[DefaultRate, ...] = ()
    """A milestone that is not named loses nobody."""
    own_from: int = 30
    """Cases from which on a rate is the site's own."""
    rates_days: int = 365
    """Days before today that a site's own rates are counted over."""
    runs: int = 1000
    """How often a class is played through."""
    seed: int = 1
    """Of the numbers that it is played with."""


@dataclass(frozen=True, slots=True)
class AskedWords:
    """A question in another language."""

    id: str
    """The code of the language, as slips have it: 'fil'."""
    label: str
    answers: tuple[str, ...]
    """As many, in the same order."""


@dataclass(frozen=True, slots=True)
class GroupQuestion:
    """What people may say about themselves, so that groups can be counted; none comes with the product."""

    id: str
    label: str
    """The question, as they read it."""
    answers: tuple[str, ...]
    """What they can choose; not to answer is always one more."""
    languages: tuple[AskedWords, ...] = ()
    """The same in other languages; one that is not there reads it as it stands above."""


@dataclass(frozen=True, slots=True)
class FigureRules:
    """From when on a figure is shown, and what is flagged."""

    raters_from: int = 20
    """Shared ratings below which nothing is said about a rater."""
    staying_from: int = 30
    """People below which no score is said to go with staying."""
    smallest_group: int = 5
    """People below which a group is not shown."""
    fairness_months: int = 3
    """Months of the only periods over which groups are counted: 3, 6 or 12, from January on."""
    four_fifths: float = 0.8
    """Share 0-1 of the highest selection rate below which a group is flagged."""
    questions: tuple[GroupQuestion, ...] = ()
    """For the look at fairness, where a site wants it."""
    chance: float = 0.05
    """A difference that chance makes less often, 0-1, is called unlikely to be chance."""
