"""What a slip may say and how: the safety list, the rules of a complete slip, the fixed words of each language.

Annotations are what they name and not its text, for the reason that `domain.model.catalogue` gives.
"""

from collections.abc import Mapping
from dataclasses import field

from domain.model.labels import Labels
from domain.model.lazily import dataclass
from domain.model.terms import Severity


@dataclass(frozen=True, slots=True)
class SafetyCategory:
    """Patterns for one kind of wording that must not reach a person."""

    id: str
    severity: Severity
    fields: tuple[str, ...]
    """'candidate' and 'note': which texts are checked."""
    why: str
    patterns: tuple[str, ...]
    """Regular expressions."""
    rewrite: str
    frames: tuple[str, ...] = ()
    """Patterns over kinds of words, as `domain.rules.phrasing` reads them."""


@dataclass(frozen=True, slots=True)
class Quotes:
    """Whose words between quotation marks are left alone."""

    said: str
    """What stands before one or two words that a customer or the person said; a whole sentence needs none."""
    ours: str
    """What stands before words that we said, which stay ours in quotation marks."""


@dataclass(frozen=True, slots=True)
class SafetyModel:
    """A trained sum of weights that says how much a line reads as if it were about the person."""

    bias: float
    threshold: float
    """Log odds from which on a line is to be confirmed."""
    doubt: float
    """Log odds up to which a line reads so much like an act that what the frames find in it is let pass."""
    certain: float
    """Log odds up to which it reads so without a doubt, so that a pattern for private facts in it is only a hint."""
    weights: str
    """'feature=hundredths' with spaces between; read when a line is first looked at."""


@dataclass(frozen=True, slots=True)
class Downgrade:
    """Where a fact about the role-play customer makes a block a warning."""

    categories: tuple[str, ...]
    before: str
    to: Severity


@dataclass(frozen=True, slots=True)
class SafetyList:
    """The last net for wording: it has holes, and says so."""

    categories: tuple[SafetyCategory, ...]
    allow: tuple[str, ...]
    context_downgrade: Downgrade
    quotes: Quotes
    kinds: Mapping[str, str]
    """Lists of words by what they are, for the frames."""
    tests: Mapping[str, tuple[object, ...]]
    """Lines 'block', 'warn' (pairs of text and category) and 'pass' (texts) that the list must judge so."""
    model: SafetyModel | None = None
    """From its own file; its finding has the id of the category `reads_as_personal`."""


@dataclass(frozen=True, slots=True)
class SlipRule:
    """One completeness rule of a slip, F01-F22."""

    id: str
    severity: Severity
    check: str


@dataclass(frozen=True, slots=True)
class SlipRules:
    """What a complete slip holds."""

    min_words: int
    max_words: int
    max_grade: float
    max_sentence_words: int
    max_points: int
    max_dose_minutes: int
    max_free_text: int
    detectors: Mapping[str, str]
    """Regular expressions for M, B, I, A, D, T: moment, behaviour, impact, action, dose, target."""
    rules: tuple[SlipRule, ...]


@dataclass(frozen=True, slots=True)
class Nudge:
    """A private hint for the recruiter; never changes a score."""

    id: str
    when: str
    say: str


@dataclass(frozen=True, slots=True)
class SharedWords:
    """The fixed words of one language that every slip and journey report shares; each says what it may hold.

    `domain/catalog/texts.py` lists the placeholders of every text. A language has all of them or is refused.
    """

    name: str
    """Of the language, as the recruiter knows it: 'Filipino'."""
    common: str
    """Short words that most sentences have, with spaces between; they tell in which language a line was typed."""
    weekdays: tuple[str, ...]
    """From Monday on."""
    numbers: tuple[str, ...]
    """0 to 15 in words."""
    date: str
    """A day within a sentence, `{day}` and `{month}`: '12 August'."""
    date_weekday: str
    """One within a week: `{weekday}` as well."""
    date_year: str
    """One in another year: `{year}` as well."""
    today: Mapping[str, str]
    """By phrase with its `{date}`: what stands in its place where that is the day of the slip: 'from today'."""
    conjunction: str
    """Stands before the last of several: 'and'."""
    said: str
    """Words that the person said, `{words}` with their quotation marks: 'you said, {words}'."""
    asked: str
    answered: str
    greeting: str
    """`{name}`, after one word."""
    results: Mapping[str, str]
    """By result: 'Result: not yet.'"""
    endings: Mapping[str, str]
    """By ending (State): the result line of a person whose application ended there."""
    endings_next: Mapping[str, str]
    """By ending, but for those that close without a day: what follows it, with its `{date}`."""
    goodbye: str
    """The thanks to somebody who stops before they took anything."""
    went_well: str
    work_on: str
    drill: Mapping[str, str]
    """How a drill is put, for 'one' minute a day and for 'other' numbers: `{text}`, `{minutes}` and `{target}`.

    The second one of a slip is put in other words, as 'one_more' and 'other_more'.
    """
    contact: str
    """`{channel}`, a phrase of `channels`, and `{hours}`, as in '9 am to 7 pm'."""
    hold_next: str
    """`{date}`, the day by which we tell."""
    void_next: str
    incomplete_next: str
    """`{date}`, the day from which the attempt can be finished."""
    critical_next: str
    """After a critical error; `{date}`, the day from which they can try again."""
    day_one: str
    """After an offer was passed: `{date}`, the first day of the class."""
    day_one_heading: str
    """Head of the tip after the last milestone of the road."""
    next_step_heading: str
    """Head of the tip of a pass where it is not known what is next."""
    other_routes: str
    """'You already meet the entry standard of {accounts}. Ask us to move you there.'"""
    moved: str
    """`{account}`, where somebody was moved to after a try."""
    moved_valid: str
    """Follows it where something of what they showed counts there."""
    better: str
    """Stands before the sentence on what got better since the last attempt."""
    correction: Mapping[str, str]
    """How a slip says that it takes the place of another one, and the names of its parts."""
    journey: Mapping[str, str]
    """Sentences of the journey report."""
    road: Mapping[str, str]
    """By cell of the road: the word beside it."""
    ladder: Mapping[str, str]
    """Sentences and headings of the ladder file."""
    freely: Mapping[str, str]
    """What somebody reads before they say freely what they are, or do not; `{smallest}`, `{number}`, `{total}`."""
    phrases: Mapping[str, str]
    """By id: what the program itself puts into the evidence of a slip, numbers and all."""
    labels: Labels
    channels: Mapping[str, str] = field(default_factory=dict)
    """By channel, a phrase to stand after 'by': 'text message'."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language that slips are written in, beside English."""

    words: SharedWords
    texts: Mapping[str, str]
    """By text of the catalogue in English, the same in this language; what is not among them stays in English."""
