"""Short texts to people as values: what each situation says, by language."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from domain.model.lazily import dataclass


class Situation(StrEnum):
    """What a message is about."""

    ACKNOWLEDGE = "acknowledge"
    DATE = "date"
    DELAY = "delay"
    REMINDER = "reminder"
    NO_SHOW = "no_show"
    RESERVE = "reserve"
    POOL_TOUCH = "pool_touch"
    OFFER = "offer"
    PRE_START = "pre_start"
    THANK_YOU = "thank_you"
    CHECK_IN = "check_in"
    KIND_LINE = "kind_line"
    CLOSING_NOTE = "closing_note"


APPOINTMENTS = frozenset({Situation.DATE, Situation.REMINDER, Situation.PRE_START})
"""Situations that name a day and an hour to come."""
ANSWERS = frozenset({Situation.THANK_YOU, Situation.CHECK_IN, Situation.KIND_LINE})
"""Situations that answer what somebody wrote."""


@dataclass(frozen=True, slots=True)
class MessageText:
    """What one situation says in one language, with its placeholders."""

    subject: str
    """Of an e-mail."""
    text: str
    """Short enough for two text messages."""
    call: str
    """What to say on the phone, or to leave on a voice mail: never a result."""
    title: str = ""
    """What recruiters choose it by; in English alone."""
    asks: bool = False
    """Whether an answer is awaited; in English alone."""


Messages = Mapping[Situation, MessageText]
