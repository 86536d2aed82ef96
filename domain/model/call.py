"""A call as it is played: single facts in the order in which keys were pressed, and what they come to."""

from __future__ import annotations

from enum import StrEnum

from domain.model.lazily import dataclass


class JotKind(StrEnum):
    """What a key of the console says."""

    STARTED = "started"
    RESTARTED = "restarted"
    MARK = "mark"
    """`key` is the letter; of a timed one, its start or its end."""
    FACT = "fact"
    """`key` is its place among the hidden facts, from 0."""
    CHECK = "check"
    """The next check of the card was done."""
    SAID = "said"
    """The curveball was said."""
    REPLY = "reply"
    """`key` is the place of a customer, from 0: who waited got an answer, who did not has written again."""
    QUOTE = "quote"
    """`words` were said at the moment that `key` names by its id; else `key` is a criterion, and this its moment."""
    FLAG = "flag"
    """A critical error, `key` is its id; it is put down with its quote after the call."""
    RATED = "rated"
    """A criterion was rated; `key` is its id and `words` the id of the act."""
    UNDO = "undo"
    """What `key` names by its id is taken back."""


@dataclass(frozen=True, slots=True)
class Jot:
    """One key of the console, as it is stored."""

    id: int
    at: int
    """Milliseconds UTC."""
    kind: JotKind
    key: str = ""
    words: str = ""


class Phase(StrEnum):
    """Where a call is."""

    READING = "reading"
    """The candidate has the card and a minute to read it."""
    RUNNING = "running"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of what happened; times in milliseconds from the start of the call."""

    id: int
    """Of the jot that it came with."""
    at: int
    kind: JotKind
    key: str = ""
    quote: str = ""
    until: int | None = None
    """When a timed mark ended; None while it runs, and for what is not timed."""


@dataclass(frozen=True, slots=True)
class Gap:
    """How long one customer of a chat waited; milliseconds from the start, `until` None while they wait."""

    customer: int
    at: int
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """A call at one moment."""

    phase: Phase
    reading_since: int
    """Milliseconds UTC at which the candidate got the card, or got it again."""
    started: int
    """Milliseconds UTC; 0 before."""
    over: int
    """Milliseconds UTC; 0 while it is not over."""
    restarts: int
    entries: tuple[Entry, ...]
    """What stands, oldest first."""
    gaps: tuple[Gap, ...] = ()
    """Of a chat."""
    last: int = 0
    """Id of the jot that is taken back next; 0 = none."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What is counted on a call; times in milliseconds."""

    length: int = 0
    facts: int = 0
    facts_of: int = 0
    checks: int = 0
    checks_of: int = 0
    questions: int = 0
    first_question: int | None = None
    """When the first question came; None where there was none."""
    repeats: int = 0
    holds: int = 0
    hold: int = 0
    """All holds together."""
    silences: int = 0
    """Silences that were long enough to count."""
    dead_air: int = 0
    """All silences together."""
    longest_silence: int = 0
    longest_gap: int = 0
    """The longest that a customer of a chat waited."""
    first_reply: int | None = None
    """When the last customer of a chat had a first answer; None before, and on a call."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment of a call that can stand as evidence of a criterion."""

    at: int
    """Milliseconds from the start of the call; -1 for what was counted over all of it."""
    label: str
    criterion: str
    good: bool | None
    """None where it speaks neither way."""
    act: str
    effect: str
    quote: str = ""
    lasted: int = 0
    """Milliseconds, of a timed one."""


@dataclass(frozen=True, slots=True)
class Briefing:
    """The card that a candidate reads before a call."""

    brand: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    """Heads with their lines, none of them empty."""
