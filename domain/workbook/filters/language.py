"""The fields and flags of the filter language, with what help and completion say of them."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from domain.model.lazily import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping


class FieldName(StrEnum):
    """What stands before the colon."""

    STAGE = "stage"
    STATE = "state"
    ACCOUNT = "account"
    OPENING = "opening"
    WAITING = "waiting"
    RETEST = "retest"
    SOURCE = "source"
    TAG = "tag"
    OWNER = "owner"
    CITY = "city"
    LANGUAGE = "language"
    ADDED = "added"
    ENDED = "ended"
    REASON = "reason"
    POOL = "pool"


class FlagName(StrEnum):
    """What stands alone."""

    OWED = "owed"
    DRAFT = "draft"
    OPEN = "open"
    LATE = "late"
    TWIN = "twin"
    PICKED = "picked"


class Kind(StrEnum):
    """What a field takes besides the values of the lexicon."""

    VALUE = "value"
    AGE = "age"
    AHEAD = "ahead"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class FieldWords:
    """One field: other names it goes by, what it takes, and what is said about it."""

    says: str
    """One line for help and completion."""
    example: str
    kind: Kind = Kind.VALUE
    also: tuple[str, ...] = ()
    one: bool = True
    """Whether a person has one value at a time, so that two of the field can only mean either."""


FIELDS: Mapping[FieldName, FieldWords] = {
    FieldName.STAGE: FieldWords("the milestone where they stand", "stage:mock", also=("at", "milestone", "milepost")),
    FieldName.STATE: FieldWords("how they stand there, or in today's queue", "state:not-yet"),
    FieldName.ACCOUNT: FieldWords("the account", "account:telecom", also=("client",)),
    FieldName.OPENING: FieldWords("the class they are on", "opening:retail", also=("class",)),
    FieldName.WAITING: FieldWords(
        "how long in the present state", "waiting:>3d", Kind.AGE, also=("since", "wait"), one=False
    ),
    FieldName.RETEST: FieldWords("when a retake is open", "retest:due", Kind.AHEAD, also=("retake",), one=False),
    FieldName.SOURCE: FieldWords("where they came from", "source:referral", also=("from",)),
    FieldName.TAG: FieldWords("a tag they carry", "tag:nights", also=("tags",), one=False),
    FieldName.OWNER: FieldWords("who looks after them", "owner:me", also=("recruiter", "assigned")),
    FieldName.CITY: FieldWords("where they live", "city:cebu"),
    FieldName.LANGUAGE: FieldWords("the language they are written to in", "language:filipino", also=("speaks",)),
    FieldName.ADDED: FieldWords("when they were taken in", "added:<30d", Kind.AGE, also=("taken",), one=False),
    FieldName.ENDED: FieldWords("who ended it, how, or when", "ended:us", Kind.AGE, also=("end",), one=False),
    FieldName.REASON: FieldWords(
        "words of the reason it ended for", "reason:shift", Kind.TEXT, also=("why",), one=False
    ),
    FieldName.POOL: FieldWords("kept for another opening, and why", "pool:yes", also=("kept",)),
}
FLAGS: Mapping[FlagName, str] = {
    FlagName.OWED: "a slip is not given yet",
    FlagName.DRAFT: "a slip is drafted",
    FlagName.OPEN: "an attempt is open",
    FlagName.LATE: "ready for longer than the target",
    FlagName.TWIN: "perhaps the same person as another",
    FlagName.PICKED: "behind the figure opened in Insights",
}

_BY_NAME: Mapping[str, FieldName] = {
    name: field for field, words in FIELDS.items() for name in (field.value, *words.also)
}


def field_of(name: str) -> FieldName | None:
    """The field that goes by this name, in small or capital letters; None where there is none."""
    return _BY_NAME.get(name.casefold())


def field_names() -> tuple[str, ...]:
    """Every name that a field goes by."""
    return tuple(_BY_NAME)


def flag_of(word: str) -> FlagName | None:
    """The flag that a word is; None where it is none."""
    folded = word.casefold()
    return FlagName(folded) if folded in FlagName._value2member_map_ else None
