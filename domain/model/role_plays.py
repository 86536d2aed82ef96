"""Scenarios of a role-play, and the keys and counts of a call.

Annotations are what they name and not its text, for the reason that `domain.model.catalogue` gives.
"""

from domain.model.lazily import dataclass
from domain.model.terms import Counted, MilestoneId


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
