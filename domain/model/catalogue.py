"""Call-centre knowledge as values: what is assessed, how, and what is said about it.

Annotations are what they name and not its text (no `annotations` of the future here): the catalogue that is kept is
read into these classes at every start, and texts would first have to be compiled, 6 ms in all.
"""

from collections.abc import Mapping
from dataclasses import field

from domain.model.insight_rules import ClassRules, FigureRules
from domain.model.labels import Labels
from domain.model.lazily import dataclass
from domain.model.terms import (
    Counted,
    Direction,
    ErrorClass,
    ErrorEffect,
    MilestoneId,
    ScoringType,
    Severity,
)

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
class Persona:
    """Whom the assessor plays."""

    name: str
    manner: str


@dataclass(frozen=True, slots=True)
class BriefingCard:
    """The candidate's side of a scenario."""

    brand: str
    must_verify: tuple[str, ...]
    facts: tuple[str, ...]
    may_offer: tuple[str, ...]
    may_not: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HiddenFact:
    """Something that the customer tells only when asked."""

    if_asked: str
    reveal: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """A role-play: mock call, mock chat or account test."""

    id: str
    milestone: MilestoneId
    title: str
    type: str
    """cs, tech, sales or chat."""
    difficulty: int
    """1-5."""
    opening_line: str
    curveball: str
    success: tuple[str, ...]
    exercises: tuple[str, ...]
    hidden_facts: tuple[HiddenFact, ...]
    persona: Persona | None = None
    card: BriefingCard | None = None
    setup: str = ""
    """For the assessor only: what lies behind the call."""
    customers: tuple[str, ...] = ()
    """Who writes in a chat, at the same time where they are more than one; empty for a call."""


@dataclass(frozen=True, slots=True)
class CallMark:
    """One key of a running call: a good or a weak moment of one criterion, ready to stand as its evidence."""

    key: str
    """One small letter."""
    label: str
    """At most 16 characters."""
    criterion: str
    good: bool
    act: str
    """What was said or done, to stand after 'you'; `{time}` is how long a timed one lasted: '12 seconds'."""
    effect: str
    """A whole sentence on what it does to a caller, a record or a sale."""
    counts: Counted | None = None
    timed: bool = False
    """The key starts it, and stops it when pressed again."""
    from_seconds: int = 0
    """How long a timed one lasts before it counts; shorter ones are no evidence."""


@dataclass(frozen=True, slots=True)
class CallCount:
    """Evidence made of a count when the call is over."""

    counts: Counted
    criterion: str
    limit: float
    """What is good: up to so many, or so many seconds; of facts, from this share (0-1) of them on."""
    act: str
    """To stand after 'you'; `{n}`, `{of}`, `{times}` ('twice') and `{time}` ('12 seconds')."""
    strength: str
    """The effect where it was good; a whole sentence."""
    gap: str
    """The effect where it was not."""


@dataclass(frozen=True, slots=True)
class CallKit:
    """The keys and counts of one kind of call."""

    id: str
    milestone: MilestoneId
    marks: tuple[CallMark, ...]
    counts: tuple[CallCount, ...] = ()
    types: tuple[str, ...] = ()
    """The types of scenario that it is for; empty: all of the milestone."""
    replies: tuple[str, ...] = ()
    """In a chat, the key of each customer: pressed when they write and when they get an answer."""
    first_reply: int = 0
    """Seconds within which each customer of a chat gets a first answer."""
    longest_gap: int = 0
    """Seconds that no customer of a chat waits longer than."""

    def mark(self, key: str) -> CallMark | None:
        """The mark of a key; None where it has none."""
        return next((mark for mark in self.marks if mark.key == key), None)


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
    classes: ClassRules = ClassRules()
    figures: FigureRules = FigureRules()
    raw: Mapping[str, object] = field(default_factory=dict)
    """The rest of followup.yaml as it stands, for what is decided later."""


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
