"""The slip, twice: the draft that a recruiter shapes and the document that a candidate reads."""

from __future__ import annotations

from datetime import date

from domain.model.labels import Labels
from domain.model.lazily import dataclass
from domain.model.terms import MilestoneId, Result, Severity, State


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was seen or heard at one moment, and what it does."""

    moment: str = ""
    """When: 'at the start', 'after the customer said "my bill went up"'."""
    act: str = ""
    """What was said or done, to stand after 'you'; a text in quotes is taken as words said."""
    effect: str = ""
    """What it does to a caller, a record or a sale."""

    @property
    def filled(self) -> int:
        """How many of the three fields hold something, 0-3."""
        return sum(bool(part.strip()) for part in (self.moment, self.act, self.effect))


@dataclass(frozen=True, slots=True)
class StrengthDraft:
    """One thing that went well."""

    criterion: str
    title: str
    evidence: Evidence
    text: str
    """The catalogue's strength text; stands in where the evidence has no effect."""


@dataclass(frozen=True, slots=True)
class ImprovementDraft:
    """One thing to work on, with its drill."""

    criterion: str
    title: str
    evidence: Evidence
    drill: str
    minutes: int
    """Minutes a day, 15 at most."""
    target: str
    tip: int
    """Which of the criterion's tips the drill is, from 0; -1 for a drill of the recruiter's own."""
    gap: float
    """weight x (100 - points); says how the point was chosen."""


@dataclass(frozen=True, slots=True)
class SlipDraft:
    """What the recruiter has chosen so far; everything in it can reach the candidate."""

    result: Result
    ending: State | None
    """Set where the application ended with this attempt."""
    milestone: MilestoneId
    next_milestone: MilestoneId | None
    """The next step of a pass; None at the end of the road and for every other result."""
    next_date: date | None
    """The day that the next step, the retake or the word about it falls on."""
    next_booked: bool
    """True where next_date is a booked slot, False where it is the day by which we tell."""
    strengths: tuple[StrengthDraft, ...]
    improvements: tuple[ImprovementDraft, ...]
    next_tip: str
    critical_text: str = ""
    other_accounts: tuple[str, ...] = ()
    better: str = ""
    """What got better since the last attempt, one sentence."""
    free_text: str = ""
    moved_to: str = ""
    """The account that they were moved to after this attempt."""
    moved_valid: bool = False
    """Whether something of what they have shown counts there."""
    ladder: str = ""
    """After an offer: the next step of the career ladder, and a tip for it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that stands against delivering a slip."""

    rule: str
    """F01-F22 or the id of a safety category."""
    severity: Severity
    message: str
    """What is missing or wrong, in words that say what to do."""
    place: str = ""
    """Where: 'strength 1 effect', 'improvement 2 drill', 'next_tip', 'free_text' or ''."""
    text: str = ""
    """The words that were found, for safety hits."""
    rewrite: str = ""


@dataclass(frozen=True, slots=True)
class DrillRow:
    """One drill of the ten-day log on the printed slip."""

    title: str
    minutes: int
    target: str


@dataclass(frozen=True, slots=True)
class WorkOn:
    """One improvement as the candidate reads it."""

    observation: str
    drill: str


@dataclass(frozen=True, slots=True)
class SlipDocument:
    """What the candidate reads, word for word. It has no room for notes, ratings or points."""

    person: str
    site: str
    milestone: str
    """The milestone's name, as a heading."""
    attempt: int
    dated: date
    language: str
    greeting: str
    opening: str
    """Thanks, the result in one plain line, and the next step with its date."""
    went_well_heading: str
    went_well: tuple[str, ...]
    work_on_heading: str
    work_on: tuple[WorkOn, ...]
    tip_heading: str
    tip: str
    contact: str
    free_text: str = ""
    critical: str = ""
    drills: tuple[DrillRow, ...] = ()
    labels: Labels | None = None
    """None for those that are shipped in English."""


@dataclass(frozen=True, slots=True)
class RoadStop:
    """One milepost of a journey report."""

    milestone: str
    word: str
    """'passed', 'not yet', 'here', 'to come', 'not needed' ..."""
    dated: date | None
    attempts: int
    passed: bool = False
    """Whether it earns a filled mark."""


@dataclass(frozen=True, slots=True)
class TipTaken:
    """A tip that they took up: what they worked on got better since."""

    title: str
    milestone: str
    """Where it was given, as a heading."""
    given: date


@dataclass(frozen=True, slots=True)
class Promised:
    """What the person was promised and has not got yet."""

    words: str
    due: date


@dataclass(frozen=True, slots=True)
class EarlierSlip:
    """A slip in short, where a report has no room for all of them whole."""

    milestone: str
    attempt: int
    dated: date
    went_well: str
    """The first thing that went well; '' for none."""
    work_on: tuple[str, ...]
    """What was to be worked on, a few words each."""


@dataclass(frozen=True, slots=True)
class JourneyDocument:
    """The whole road of one person, as they may read it."""

    person: str
    site: str
    dated: date
    language: str
    opening: str
    """For which class, and how far they came, in plain sentences."""
    road: tuple[RoadStop, ...]
    slips: tuple[SlipDocument, ...]
    """The newest ones, as far as two pages hold them, in the order in which they were given."""
    come_back: str
    """What is next or how to come back."""
    contact: str
    case: tuple[str, ...] = ()
    """The value card: what the person wants to say, in their own words."""
    taken_up: tuple[TipTaken, ...] = ()
    promises: tuple[Promised, ...] = ()
    earlier: tuple[EarlierSlip, ...] = ()
    """Slips that do not stand here whole, the newest first."""
    labels: Labels | None = None
    """None for those that are shipped in English."""
