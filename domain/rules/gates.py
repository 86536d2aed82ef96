"""What keeps a finished slip back: who else is told what, which ways the person agreed to, and their hours."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from domain.model.errors import CatalogueError
from domain.model.lazily import dataclass
from domain.model.terms import Channel, Result, State

if TYPE_CHECKING:
    from datetime import datetime

    from domain.model.follow_up import FollowUp
    from domain.rules.contact_hours import Moment

REFUSALS = frozenset({State.NOT_SELECTED, State.OUTSCORED, State.CLIENT_DECLINED})
"""Endings by which the site, or its client, says no."""
_TEXTED = frozenset({Channel.SMS, Channel.CHAT})


class GateId(StrEnum):
    """Why a slip is kept back."""

    OFFER = "offer"
    TOLD = "told"
    SAME = "same"
    ADDRESS = "address"
    TEXT = "text"
    HOURS = "hours"
    STOP = "stop"
    CAP = "cap"
    PACE = "pace"
    """A rule of contact that opens by itself."""
    RULE = "rule"
    """A rule of contact that does not."""
    LATE = "late"
    """The day that it names is over."""


class Way(StrEnum):
    """How words reach a person, as far as the rules of contact tell ways apart."""

    AT_HAND = "at hand"
    """Given to them where they stand: read here, on paper, as a file."""
    TEXT = "text"
    """Sent by the recruiter with a phone, as a text message or in a chat app."""
    BY_HAND = "by hand"
    """Sent by the recruiter in some way of their own."""
    MAIL = "mail"


@dataclass(frozen=True, slots=True)
class Gate:
    """One reason for which a slip does not go in some way now."""

    id: GateId
    message: str
    """What stands against it, without a full stop: 'another application of theirs is at the offer'."""
    hint: str
    until: datetime | None = None
    """When it opens by itself, on the person's clock; None where it does not."""


@dataclass(frozen=True, slots=True)
class Caps:
    """How many messages one person gets at most; 0 = no cap."""

    per_day: int = 0
    per_week: int = 0


@dataclass(frozen=True, slots=True)
class Full:
    """A cap that is reached."""

    words: str
    """'2 messages within a day'."""
    until: datetime
    """When there is room again, on the person's clock."""


@dataclass(frozen=True, slots=True)
class Reader:
    """What is known of a slip and of who is to read it."""

    result: Result
    ending: State | None
    offer_elsewhere: bool
    """Whether an offer to them is open on another application."""
    told: bool
    """Whether they have another slip about this very outcome."""
    changes: int | None
    """For a correction, how many parts of it differ from what they have; None where it corrects nothing."""
    address: str
    wish: str
    """The `Channel` that they asked for; '' where nobody asked."""
    ok_text: bool
    moment: Moment
    no_contact: bool = False
    """Whether they asked not to be contacted."""
    full: Full | None = None
    """The cap on messages that is reached now."""


def is_refusal(result: Result, ending: State | None) -> bool:
    """Whether a slip says no: 'not yet', or an ending that the site or its client chose."""
    return ending in REFUSALS if ending is not None else result is Result.NOT_YET


def gates(reader: Reader, way: Way) -> tuple[Gate, ...]:
    """Everything that keeps a slip from going in a way now, the weightiest first; empty where nothing does."""
    found = [*_about_the_outcome(reader)]
    if reader.no_contact and way is not Way.AT_HAND:
        found.append(Gate(GateId.STOP, "they asked not to be contacted", "Show or print it when they are here."))
    if way is Way.MAIL and not reader.address:
        found.append(Gate(GateId.ADDRESS, "no e-mail address of theirs is known", "Ask for one, or take another way."))
    if not reader.ok_text and (
        (way is Way.TEXT and reader.wish not in _TEXTED) or (way is Way.BY_HAND and reader.wish == Channel.CALL)
    ):
        found.append(Gate(GateId.TEXT, "they have not said that you may text them", "Ask them, or take another way."))
    if way is not Way.AT_HAND and not reader.moment.good:
        found.append(hours_gate(reader.moment))
    if way is not Way.AT_HAND and reader.full is not None:
        found.append(full_gate(reader.full))
    return tuple(found)


def caps(follow_up: FollowUp) -> Caps:
    """How many messages one person gets, from the follow-up data; no cap where it names none.

    CatalogueError for what is no number.
    """
    policy = follow_up.raw.get("contact_policy")
    sent = policy.get("sent") if isinstance(policy, Mapping) else None
    given = sent if isinstance(sent, Mapping) else {}
    for key, value in given.items():
        if key not in ("per_day", "per_week") or not isinstance(value, int) or value < 0:
            raise CatalogueError(
                f"contact_policy: sent: {key} is no cap on messages.", "Use per_day and per_week, whole numbers from 0."
            )
    return Caps(**{str(key): int(str(value)) for key, value in given.items()})


def full_gate(full: Full) -> Gate:
    """The cap on messages that is reached."""
    clock = f"{full.until:%a} {full.until.hour}:{full.until.minute:02}"
    hint = f"There is room from {clock}, their time. Hand it over here, or wait."
    return Gate(GateId.CAP, f"they were sent {full.words}", hint, full.until)


def _about_the_outcome(reader: Reader) -> list[Gate]:
    found = []
    if reader.offer_elsewhere and is_refusal(reader.result, reader.ending):
        found.append(
            Gate(
                GateId.OFFER,
                "another application of theirs is at the offer",
                "Wait for their answer; a refusal now would hurt that.",
            )
        )
    if reader.told:
        found.append(Gate(GateId.TOLD, "they have a slip about this outcome", "Correct that one instead."))
    if reader.changes == 0:
        found.append(Gate(GateId.SAME, "it says what they have already", "Change something, or undo the correction."))
    return found


def hours_gate(moment: Moment) -> Gate:
    """Their hours, which are not now."""
    hint = "Hand it over here, or wait for their hours."
    if moment.opens is None:
        return Gate(GateId.HOURS, moment.why_not, hint)
    clock = f"{moment.opens:%a} {moment.opens.hour}:{moment.opens.minute:02}"
    return Gate(GateId.HOURS, f"{moment.why_not} until {clock}, their time", hint, moment.opens)
