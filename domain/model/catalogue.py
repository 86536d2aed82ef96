"""Call-centre knowledge as values: what is assessed, how, and what is said about it.

Annotations are what they name and not its text (no `annotations` of the future here): the catalogue that is kept is
read into these classes at every start, and texts would first have to be compiled, 6 ms in all.
"""

from collections.abc import Mapping
from dataclasses import field

from domain.model.follow_up import FollowUp
from domain.model.lazily import dataclass
from domain.model.role_plays import CallKit, Scenario
from domain.model.terms import (
    Direction,
    ErrorClass,
    ErrorEffect,
    MilestoneId,
    ScoringType,
)
from domain.model.wording import Nudge, SafetyList, SharedWords, SlipRules

HURDLE_CRITERIA: Mapping[str, str] = {
    "cefr": "ex.spoken_level",
    "wpm": "ex.typing_speed",
    "typing_accuracy": "ex.typing_accuracy",
    "listening": "ex.listening",
    "reading": "ex.reading",
    "grammar": "ex.grammar",
}
"""The criterion that each named hurdle of an account is measured by; every other hurdle key is a criterion id."""


def plain_name(name: str) -> str:
    """A name without what stands in brackets or behind a stroke."""
    return name.split(" (")[0].split(" / ")[0]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure with the range that a person can type."""

    id: str
    name: str
    """In words, as in '24 words a minute'."""
    short: str
    """For a narrow column, as in 'wpm'."""
    low: float
    high: float
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class Scoring:
    """How one criterion turns into points 0-100; the numbers only speak for numeric criteria."""

    type: ScoringType
    unit: str = ""
    direction: Direction = Direction.HIGHER
    floor: float = 0.0
    pass_at: float = 0.0
    target: float = 0.0


@dataclass(frozen=True, slots=True)
class Tip:
    """One drill: what to do, for how many minutes a day (15 at most), and how to know that it worked."""

    minutes: int
    text: str
    target: str


@dataclass(frozen=True, slots=True)
class Chip:
    """A ready piece of evidence: fills the fields 'act' and 'effect' of a criterion with one key."""

    label: str
    """At most 18 characters, shown behind `e`."""
    good: bool
    """True where it speaks for the person (a strength), False where it shows a gap."""
    act: str
    """What was said or done, to stand after 'you': 'gave one real example'."""
    effect: str
    """A whole sentence on what it does to a caller, a record or a sale."""
    moment: str = ""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that is looked for in a milestone."""

    id: str
    name: str
    definition: str
    weight: float
    scoring: Scoring
    anchors: Mapping[int, str]
    """Descriptions of ratings 1, 3 and 5."""
    strength: str
    tips: tuple[Tip, ...]
    next_tip: str
    why: str
    """What a gap here does to a caller, a record or a sale; one sentence for the slip."""
    chips: tuple[Chip, ...] = ()
    min_score: int | None = None
    """The rating 1-5 below which the milestone is not passed, whatever the sum."""


@dataclass(frozen=True, slots=True)
class CriticalError:
    """An act that decides an attempt by itself; needs a quote and a second name."""

    id: str
    kind: ErrorClass
    trigger: str
    effect: ErrorEffect
    candidate_text: str
    briefed: bool = False
    """True where it counts only if the rule stood on the briefing card."""


@dataclass(frozen=True, slots=True)
class SlipWords:
    """The fixed sentences of one milestone's slip; `{date}` is the only placeholder."""

    thanks: str
    """'Thank you for taking the mock call today.'"""
    arrive: str
    """How this milestone is announced as the next step: 'Your mock call is on {date}.'"""
    arrive_undated: str
    """The same while no slot is booked: 'Your next step is the mock call. We will tell you the time by {date}.'"""
    retake: str
    """'You can take a new call from {date}.'"""
    heading: str
    """Head of the tip for somebody on the way to this milestone: 'For the mock call'."""
    retake_heading: str
    """Head of the tip for a retake: 'For your next call'."""


@dataclass(frozen=True, slots=True)
class Calls:
    """How a milestone is played: so many calls make one attempt, each of about so many minutes."""

    count: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Milestone:
    """One milepost with everything that is needed to assess it and to write its slip."""

    id: MilestoneId
    name: str
    short: str
    """As in a list: 'Mock call'; 9 characters at most."""
    order: int
    prefix: str
    purpose: str
    minutes: int
    pass_mark: float
    """Points 0-100 of the milestone score at which it is passed."""
    borderline: float
    """Half the width of the band around the pass mark, in points."""
    next: str
    """The milestone that `next_tip` speaks of: a milestone id, 'skill_test' or 'day_one'."""
    criteria: tuple[Criterion, ...]
    critical_errors: tuple[CriticalError, ...]
    words: SlipWords
    arrive_tips: tuple[str, ...]
    """For a person who comes here from a milestone whose next_tip speaks of another one."""
    retake_tips: tuple[str, ...]
    """For a person who will take this milestone again."""
    applies_to: str = ""
    hurdles: Mapping[str, float | str] = field(default_factory=dict)
    """What the account that it was resolved for asks of its criteria at least, by the account's key; empty before."""
    calls: Calls | None = None
    """None where nothing is played."""

    @property
    def title(self) -> str:
        """The name alone, without what stands in brackets or behind a stroke: 'Mock call'."""
        return plain_name(self.name)

    def criterion(self, criterion_id: str) -> Criterion:
        """The criterion with that id; raises KeyError where this milestone has none such."""
        for criterion in self.criteria:
            if criterion.id == criterion_id:
                return criterion
        raise KeyError(criterion_id)


@dataclass(frozen=True, slots=True)
class Account:
    """A client programme: its route, weights, hurdles and what is told about it."""

    id: str
    name: str
    short: str
    """As in a list: 'Retail'; 6 characters at most."""
    code: str
    """Six capital letters or digits, for files and tables."""
    channel: str
    skill_tests: tuple[MilestoneId, ...]
    weights: Mapping[MilestoneId, float]
    hurdles: Mapping[str, float | str]
    """Keys cefr, wpm, typing_accuracy, listening, reading, grammar or a criterion id; cefr as a level name."""
    entry_level: str
    scenarios: tuple[str, ...]
    preview: tuple[str, ...]
    expertise: tuple[str, ...] = ()
    skip: tuple[MilestoneId, ...] = ()
    criterion_weights: Mapping[MilestoneId, Mapping[str, float]] = field(default_factory=dict)
    anchor_overrides: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    pass_marks: Mapping[MilestoneId, float] = field(default_factory=dict)
    """Points 0-100 at which a milestone is passed on this account; the milestone's own where none is given."""
    cut_offs: Mapping[str, float | str] = field(default_factory=dict)
    """Measures worth 50 points on this account, by criterion id, for measures that are no hurdle."""
    note: str = ""

    @property
    def title(self) -> str:
        """The name alone, without what stands in brackets: 'Retail customer service'."""
        return plain_name(self.name)


@dataclass(frozen=True, slots=True)
class Question:
    """A question of an expertise pack and what a good answer holds."""

    q: str
    good: str


@dataclass(frozen=True, slots=True)
class Expertise:
    """Field knowledge that some accounts ask for."""

    id: str
    evidence: tuple[str, ...]
    ask: tuple[Question, ...]
    strength: str
    tips: tuple[Tip, ...]


@dataclass(frozen=True, slots=True)
class LadderStep:
    """One level of the career ladder."""

    level: int
    id: str
    name: str
    typical_time: str
    evidence: tuple[str, ...]
    tip: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that the product knows about call-centre hiring."""

    milestones: Mapping[MilestoneId, Milestone]
    accounts: Mapping[str, Account]
    expertise: Mapping[str, Expertise]
    ladder: tuple[LadderStep, ...]
    cefr: Mapping[str, float]
    """Level names in rising order with their number."""
    units: Mapping[str, Unit]
    scenarios: Mapping[str, Scenario]
    kits: Mapping[str, CallKit]
    """Kinds of call by id, each scenario is of one."""
    safety: SafetyList
    slip_rules: SlipRules
    nudges: tuple[Nudge, ...]
    words: SharedWords
    """In English."""
    follow_up: FollowUp
    languages: Mapping[str, bytes] = field(default_factory=dict)
    """By code, each `Language` packed: only those that are needed are read, by `domain.catalog.language_of`."""
    language_names: Mapping[str, str] = field(default_factory=dict)
    """By code, the name of every language as the recruiter knows it: English first, the others by their names."""
    phrases: Mapping[str, str] = field(default_factory=dict)
    """The shipped English of `SharedWords.phrases`, as the program builds them."""
    digest: str = ""
    """SHA-256 over the files that it was read from."""
