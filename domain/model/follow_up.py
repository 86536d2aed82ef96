"""Waits, clocks and limits of what happens between milestones and after the last one.

Annotations are what they name and not its text, for the reason that `domain.model.catalogue` gives.
"""

from collections.abc import Mapping
from dataclasses import field

from domain.model.insight_rules import ClassRules, FigureRules
from domain.model.ladder import LadderRules
from domain.model.lazily import dataclass
from domain.model.terms import MilestoneId


@dataclass(frozen=True, slots=True)
class Unanswered:
    """How often somebody is tried who does not answer."""

    per_day: int
    per_stage: int
    """Tries at one milestone; after that one closing note, then nothing."""
    hours_between: int
    channels: int
    """Channels that are tried at most."""


@dataclass(frozen=True, slots=True)
class Within:
    """So many messages within so many days."""

    messages: int
    days: int


@dataclass(frozen=True, slots=True)
class ContactRules:
    """How often and how long people are contacted, and what of theirs is answered by when."""

    unanswered: Unanswered
    closing_days: int
    """Working days from the closing note until the step is closed."""
    pool: Within
    """Messages to somebody in the pool."""
    answer_days: int
    """Working days within which a thank-you note or a check-in is answered."""
    often: Within
    """More messages of theirs than this get one kind line with the date."""
    word_hours: int
    """Hours before the end of the business day from which an open promise of that day asks for a word to them; one
    with an hour asks from that hour on."""
    rates_days: int
    """Days behind us over which promises that were kept are counted."""
    stop_words: Mapping[str, tuple[str, ...]]
    """By language: what says that somebody wants no more messages, one word or several."""
    stop_alone: int
    """Words of a message at most in which one stop word alone is enough; in a longer one somebody is asked."""


@dataclass(frozen=True, slots=True)
class SlotPlan:
    """How many people fit at a time at one milestone."""

    id: MilestoneId
    unit: str
    """What they are seated at, in the singular: 'booth', 'room', 'interviewer'."""
    places: int
    """How many of them there are."""
    minutes: int
    """How long one slot takes, 5-480; the first begins with the business day."""


@dataclass(frozen=True, slots=True)
class SlotRules:
    """Appointments: how far ahead, and who is reminded when."""

    days_ahead: int = 8
    """Working days that can be booked, today among them."""
    remind_days: int = 1
    """Working days before the slot on which they are reminded."""
    milestones: tuple[SlotPlan, ...] = ()
    """Milestones that people are booked into."""

    def plan(self, milestone: MilestoneId) -> SlotPlan | None:
        """The places of a milestone; None where nobody is booked into it."""
        return next((plan for plan in self.milestones if plan.id == milestone), None)


@dataclass(frozen=True, slots=True)
class Named:
    """A term of an offer, or a paper that somebody brings."""

    id: str
    label: str
    hint: str = ""
    """What a term says, as it is asked for."""


@dataclass(frozen=True, slots=True)
class PreStart:
    """A contact between yes and day one."""

    id: str
    label: str
    after_yes: int = 0
    """Working days after they said yes; 0 = counted from the first day of the class."""
    before_start: int = 0
    """Days before the class begins."""


@dataclass(frozen=True, slots=True)
class OfferRules:
    """What an offer holds, until when it is answered, and what follows."""

    reply_days: int = 3
    """Working days that the candidate has to answer."""
    remind_days: int = 1
    """Working days before that day on which they are reminded."""
    terms: tuple[Named, ...] = ()
    """In the order in which they are read aloud."""
    papers: tuple[Named, ...] = ()
    pre_start: tuple[PreStart, ...] = ()
    stay_days: tuple[int, ...] = (30, 60, 90)
    """Days after the first one on which we ask whether they are still there, rising."""


@dataclass(frozen=True, slots=True)
class PoolTouch:
    """One message to somebody in the pool."""

    day: int
    """Days after they came into it, or were renewed."""
    words: str
    """What it is about, for the recruiter."""
    with_slip: bool = False
    """True where the slip says it, so that nothing else is due."""


@dataclass(frozen=True, slots=True)
class PoolRules:
    """Who is kept for another opening, how they are kept warm, and for how long."""

    points: float
    """How far the composite of a near miss may stand from the pass line, either way."""
    touches: tuple[PoolTouch, ...]
    """In the order of their days."""
    expire_days: int
    soon_days: int
    """Before the last day, when somebody is listed as about to leave."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Waits, clocks and limits; days unless said. A site may change every one."""

    retest_days: Mapping[str, int]
    score_valid_days: Mapping[str, int]
    feedback_days: Mapping[str, int]
    """Business days by milestone until the slip is late; 0 = the same day."""
    red_after_days: Mapping[str, int]
    """Business days by milestone after which waiting is over target."""
    queue_target_minutes: int
    max_attempts: int
    max_attempts_days: int
    early_retake_max_days: int
    reserve_days: int
    contact: ContactRules
    pool: PoolRules
    slots: SlotRules = SlotRules()
    offers: OfferRules = OfferRules()
    ladder: LadderRules = LadderRules()
    classes: ClassRules = ClassRules()
    figures: FigureRules = FigureRules()
    raw: Mapping[str, object] = field(default_factory=dict)
    """The rest of followup.yaml as it stands, for what is decided later."""
