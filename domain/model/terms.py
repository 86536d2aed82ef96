"""The fixed words of the trade, as closed sets."""

from __future__ import annotations

from enum import StrEnum


class MilestoneId(StrEnum):
    """The ten mileposts, in the order in which the road shows them."""

    APPLICATION = "application"
    PHONE = "phone_interview"
    IN_PERSON = "in_person_interview"
    EXAM = "exam"
    MOCK_CALL = "mock_call"
    SALES = "sales_test"
    SERVICE = "cs_test"
    TECH = "tech_test"
    FINAL = "final_interview"
    OFFER = "job_offer"


ROAD: tuple[MilestoneId, ...] = tuple(MilestoneId)
ACCOUNT_TESTS: tuple[MilestoneId, ...] = (
    MilestoneId.SALES,
    MilestoneId.SERVICE,
    MilestoneId.TECH,
)


class Result(StrEnum):
    """How a finished attempt ended."""

    PASSED = "passed"
    NOT_YET = "not_yet"
    ON_HOLD = "on_hold"
    VOID = "void"
    INCOMPLETE = "incomplete"
    NO_SHOW = "no_show"


class Proposal(StrEnum):
    """What the rules propose for an attempt; a person decides."""

    PASSED = "passed"
    BORDERLINE = "borderline"
    NOT_YET = "not_yet"
    INCOMPLETE = "incomplete"
    ON_HOLD = "on_hold"
    VOID = "void"


class State(StrEnum):
    """Where an application stands; everything from HIRED on is an ending."""

    READY = "ready"
    UNDERWAY = "underway"
    INCOMPLETE = "incomplete"
    NOT_YET = "not_yet"
    ON_HOLD = "on_hold"
    HIRED = "hired"
    DECLINED = "declined"
    NOT_SELECTED = "not_selected"
    OUTSCORED = "outscored"
    WITHDREW = "withdrew"
    CLIENT_DECLINED = "client_declined"
    NO_SHOW = "no_show"
    UNREACHABLE = "unreachable"
    DUPLICATE = "duplicate"


class OfferState(StrEnum):
    """How far an offer came."""

    MADE = "made"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    BACKED_OUT = "backed_out"


ENDINGS: frozenset[State] = frozenset(State) - {
    State.READY,
    State.UNDERWAY,
    State.INCOMPLETE,
    State.NOT_YET,
    State.ON_HOLD,
}


class EndedBy(StrEnum):
    """Who ended an application."""

    US = "us"
    CANDIDATE = "candidate"
    CLIENT = "client"
    NO_SHOW = "no_show"


class ScoringType(StrEnum):
    """How a criterion is measured."""

    BARS = "bars"
    CHECK = "check"
    NUMERIC = "numeric"
    COACHING = "coaching"


class Direction(StrEnum):
    """Which end of a numeric measure is good."""

    HIGHER = "higher"
    LOWER = "lower"


class ErrorClass(StrEnum):
    """What a critical error touches."""

    INTEGRITY = "integrity"
    COMPLIANCE = "compliance"
    CUSTOMER = "customer"
    BUSINESS = "business"


class ErrorEffect(StrEnum):
    """What a critical error does to the attempt it happened in."""

    HOLD = "hold"
    VOID = "void"
    FAIL_ATTEMPT = "fail_attempt"
    CAP = "cap"
    PARK = "park"
    REROUTE = "reroute"


class LookKind(StrEnum):
    """What a second look is."""

    RATER = "rater"
    """Somebody else rates the same attempt, alone."""
    SCENARIO = "scenario"
    """The same rater sees the person in a second scenario."""


class SlipState(StrEnum):
    """Where a slip is on its way to the candidate."""

    DRAFT = "draft"
    LEAVING = "leaving"
    """Its words are frozen, and its mail leaves when the time for second thoughts is over."""
    SENDING = "sending"
    FAILED = "failed"
    """Its mail did not get through, or nobody knows whether it did."""
    HANDED_OVER = "handed_over"
    """Printed, read on the screen or given as a file."""
    SENT = "sent"
    CONFIRMED = "confirmed"
    """They said that they have it."""
    NOT_WANTED = "not_wanted"


GONE: frozenset[SlipState] = frozenset(
    {SlipState.HANDED_OVER, SlipState.SENT, SlipState.CONFIRMED, SlipState.NOT_WANTED}
)
"""States in which nothing more is owed to the person; a slip in any other one is still a debt."""
UNDER_WAY: frozenset[SlipState] = frozenset({SlipState.LEAVING, SlipState.SENDING})
"""States of a slip whose mail is on its way."""
REACHED: frozenset[SlipState] = GONE - {SlipState.NOT_WANTED}
"""States of a slip that was given to the person."""


class VisitState(StrEnum):
    """Where a person is in today's queue."""

    WAITING = "waiting"
    UNDERWAY = "underway"
    BOOKED = "booked"
    NO_SHOW = "no_show"
    DONE = "done"


class Channel(StrEnum):
    """How a person wants to be reached."""

    CALL = "call"
    SMS = "sms"
    CHAT = "whatsapp_or_viber"
    EMAIL = "email"


class Outcome(StrEnum):
    """What came of one contact with a person."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    LEFT_WORD = "left_word"
    """A message was sent, or left."""
    REPLIED = "replied"
    STOP = "stop"
    """They asked not to be contacted."""
    THANK_YOU = "thank_you"
    CHECK_IN = "check_in"


INCOMING: frozenset[Outcome] = frozenset({Outcome.REPLIED, Outcome.STOP, Outcome.THANK_YOU, Outcome.CHECK_IN})
"""What comes from the person."""


class NextStep(StrEnum):
    """What a contact leaves to be done."""

    TRY = "try"
    CLOSING = "closing"
    """The one note that says when the step is closed."""
    CLOSE = "close"
    """Nobody answered the closing note."""
    ANSWER = "answer"
    """What they wrote is to be answered."""
    KIND_LINE = "kind_line"
    """One line with the date, because they wrote very often; nothing is held against them."""


class PoolWhy(StrEnum):
    """Why somebody is kept for another opening."""

    SILVER = "silver_medalist"
    """Passed every hurdle and came close to the pass line, on either side."""
    CLASS_FULL = "class_full"
    OUTSCORED = "outscored"
    """Met the standard; others scored higher."""
    BY_HAND = "by_hand"
    """A recruiter kept them, with a reason."""


class PoolLeft(StrEnum):
    """Why somebody is no longer kept."""

    NOT_WANTED = "not_wanted"
    """They do not want to be kept, or contacted."""
    NEW_APPLICATION = "new_application"
    LET_GO = "let_go"
    """A recruiter let them go, with a reason."""
    EXPIRED = "expired"
    """Their days were over, and they came in anew."""
    SAME_PERSON = "same_person"
    """Another entry of the same person is kept."""


class Severity(StrEnum):
    """How strongly a finding stands against delivery."""

    BLOCK = "block"
    WARN = "warn"
    HINT = "hint"


class Counted(StrEnum):
    """What is counted or timed on a call."""

    QUESTION = "question"
    """Questions; the time to the first one."""
    REPEAT = "repeat"
    """Times that something had to be said again."""
    HOLD = "hold"
    DEAD_AIR = "dead_air"
    FACTS = "facts"
    """Hidden facts that were found, of all there are."""
    REPLY = "reply"
    """How long customers of a chat waited for an answer."""
